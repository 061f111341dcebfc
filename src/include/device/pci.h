/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PCI: configuration registers and their bits (PCI Local Bus Specification 3.0 section 6, PCI-to-PCI
 * Bridge Architecture Specification 1.2 section 3), and the bus's part in the device steps.
 */
#ifndef DEVICE_PCI_H
#define DEVICE_PCI_H

#include <stdbool.h>
#include <stdint.h>
#include <device/device.h>
#include <device/pci_config.h>

#define PCI_VENDOR_ID		    0x00
#define PCI_DEVICE_ID		    0x02
#define PCI_COMMAND		    0x04
#define PCI_STATUS		    0x06
#define PCI_REVISION		    0x08
#define PCI_CLASS_PROG		    0x09
#define PCI_CACHE_LINE		    0x0c /* in 32-bit words */
#define PCI_LATENCY		    0x0d /* in PCI clocks */
#define PCI_HEADER		    0x0e
#define PCI_BAR0		    0x10
#define PCI_BAR5		    0x24
#define PCI_ROM			    0x30
#define PCI_INT_LINE		    0x3c
#define PCI_INT_PIN		    0x3d

#define PCI_COMMAND_IO		    0x0001
#define PCI_COMMAND_MEM		    0x0002
#define PCI_COMMAND_MASTER	    0x0004
#define PCI_COMMAND_VGA_PALETTE	    0x0020
#define PCI_COMMAND_PARITY	    0x0040
#define PCI_COMMAND_SERR	    0x0100

#define PCI_HEADER_MULTI_FUNCTION   0x80
#define PCI_HEADER_TYPE		    0x7f
#define PCI_HEADER_DEVICE	    0
#define PCI_HEADER_BRIDGE	    1
#define PCI_HEADER_CARDBUS	    2

#define PCI_BAR_IO		    0x01
#define PCI_BAR_MEM_TYPE	    0x06
#define PCI_BAR_MEM_1M		    0x02
#define PCI_BAR_MEM_64		    0x04
#define PCI_BAR_PREFETCH	    0x08
#define PCI_ROM_ENABLE		    0x01

/* Header type 1 */
#define PCI_BRIDGE_PRIMARY	    0x18
#define PCI_BRIDGE_SECONDARY	    0x19
#define PCI_BRIDGE_SUBORDINATE	    0x1a
#define PCI_BRIDGE_LATENCY	    0x1b
#define PCI_BRIDGE_IO_BASE	    0x1c
#define PCI_BRIDGE_IO_LIMIT	    0x1d
#define PCI_BRIDGE_STATUS	    0x1e
#define PCI_BRIDGE_MEM_BASE	    0x20
#define PCI_BRIDGE_MEM_LIMIT	    0x22
#define PCI_BRIDGE_PREF_BASE	    0x24
#define PCI_BRIDGE_PREF_LIMIT	    0x26
#define PCI_BRIDGE_PREF_BASE_UPPER  0x28
#define PCI_BRIDGE_PREF_LIMIT_UPPER 0x2c
#define PCI_BRIDGE_IO_UPPER	    0x30
#define PCI_BRIDGE_ROM		    0x38
#define PCI_BRIDGE_CONTROL	    0x3e

#define PCI_BRIDGE_CONTROL_ISA	    0x0004
#define PCI_BRIDGE_CONTROL_VGA	    0x0008
#define PCI_BRIDGE_CONTROL_VGA16    0x0010
#define PCI_BRIDGE_CONTROL_RESET    0x0040

#define PCI_DEVFN(dev, fn)	    ((uint8_t)((dev) << 3 | (fn)))
#define PCI_SLOT(devfn)		    ((devfn) >> 3)
#define PCI_FUNC(devfn)		    ((devfn)&7)

/* class << 8 | subclass of a function. */
static inline unsigned pci_class(const struct device *dev)
{
	return dev->class_code >> 8;
}

/* The address of a function's configuration space. */
static inline pci_address pci_address_of(const struct device *dev)
{
	return PCI_ADDRESS_DEVFN(dev->bus, dev->devfn);
}

/*
 * Finds every function of a domain, from its secondary bus on, and numbers the buses below. Appends
 * the devices to the list; `last` is its last one so far. Returns the new last one.
 */
struct device *pci_scan_domain(struct device *domain, struct device *last);

/* Reads what a function's header says it decodes into its resource list. */
void pci_read_resources(struct device *dev);

/* Writes the assigned bases and the bridge windows of a function. */
void pci_write_resources(struct device *dev);

/*
 * Gives the legacy VGA addresses to the first display: notes the bits of the bridges on its way.
 * Returns false when a bridge would also forward the aliases of the VGA ports (xx3B0h and so on).
 */
bool pci_route_vga(struct device *devices);

/* Sets command, latency, cache line size, interrupt line and bridge control of a function. */
void pci_enable(struct device *dev);

#endif
