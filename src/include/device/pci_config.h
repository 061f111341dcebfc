/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PCI configuration mechanism 1 (PCI Local Bus Specification 3.0 section 3.2.2.3.2): works in every
 * stage, needs no memory. Absent functions read as all ones.
 */
#ifndef DEVICE_PCI_CONFIG_H
#define DEVICE_PCI_CONFIG_H

#include <stdint.h>
#include <arch/io.h>

#define PCI_CONFIG_ADDRESS 0xcf8
#define PCI_CONFIG_DATA	   0xcfc

/* Bus, device and function of a configuration access: the address port's value for register 0. */
typedef uint32_t pci_address;

#define PCI_ADDRESS(bus, dev, fn)                                                    \
	((pci_address)(0x80000000u | (uint32_t)(bus) << 16 | (uint32_t)(dev) << 11 | \
		       (uint32_t)(fn) << 8))
#define PCI_ADDRESS_DEVFN(bus, devfn) \
	((pci_address)(0x80000000u | (uint32_t)(bus) << 16 | (uint32_t)(devfn) << 8))

static inline void pci_select(pci_address address, unsigned reg)
{
	outl(PCI_CONFIG_ADDRESS, address | (reg & 0xfc));
}

static inline uint8_t pci_read8(pci_address address, unsigned reg)
{
	pci_select(address, reg);
	return inb((uint16_t)(PCI_CONFIG_DATA + (reg & 3)));
}

static inline uint16_t pci_read16(pci_address address, unsigned reg)
{
	pci_select(address, reg);
	return inw((uint16_t)(PCI_CONFIG_DATA + (reg & 2)));
}

static inline uint32_t pci_read32(pci_address address, unsigned reg)
{
	pci_select(address, reg);
	return inl(PCI_CONFIG_DATA);
}

static inline void pci_write8(pci_address address, unsigned reg, uint8_t value)
{
	pci_select(address, reg);
	outb((uint16_t)(PCI_CONFIG_DATA + (reg & 3)), value);
}

static inline void pci_write16(pci_address address, unsigned reg, uint16_t value)
{
	pci_select(address, reg);
	outw((uint16_t)(PCI_CONFIG_DATA + (reg & 2)), value);
}

static inline void pci_write32(pci_address address, unsigned reg, uint32_t value)
{
	pci_select(address, reg);
	outl(PCI_CONFIG_DATA, value);
}

#endif
