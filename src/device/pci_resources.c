/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Base address registers and bridge windows: what a header asks for, and writing what it got. */
#include <device/pci.h>
#include <device/pci_ids.h>
#include "internal.h"

#define IO_GRANULARITY	     0x1000u
#define MEM_GRANULARITY	     0x100000u

#define IDE_PRIMARY_NATIVE   0x01
#define IDE_SECONDARY_NATIVE 0x04

/* The bits of a register that can be set; its contents stay. */
static uint32_t writable_bits(pci_address address, unsigned reg, uint32_t ones)
{
	uint32_t old = pci_read32(address, reg), bits;

	pci_write32(address, reg, ones);
	bits = pci_read32(address, reg);
	pci_write32(address, reg, old);
	return bits;
}

/* Reads the BAR at `reg`; returns how many registers it takes. */
static unsigned read_bar(struct device *dev, unsigned reg, bool last)
{
	pci_address address = pci_address_of(dev);
	uint32_t bits = writable_bits(address, reg, 0xffffffff);
	uint64_t mask;
	struct resource *res;

	if (bits == 0 || bits == 0xffffffff)
		return 1;
	if (bits & PCI_BAR_IO) {
		/* The upper half may be wired to zero; the lowest writable bit is the size. */
		mask = bits & 0xfffc;
		if (mask)
			device_add_resource(dev, RES_IO, (uint16_t)reg, mask & -mask);
		return 1;
	}
	mask = bits & ~0xfu;
	if ((bits & PCI_BAR_MEM_TYPE) == PCI_BAR_MEM_64 && !last)
		mask |= (uint64_t)writable_bits(address, reg + 4, 0xffffffff) << 32;
	if (mask) {
		res = device_add_resource(dev, RES_MEM, (uint16_t)reg, mask & -mask);
		if (bits & PCI_BAR_PREFETCH)
			res->flags |= RES_PREFETCH;
		if ((bits & PCI_BAR_MEM_TYPE) == PCI_BAR_MEM_64)
			res->flags |= RES_64BIT;
		if ((bits & PCI_BAR_MEM_TYPE) == PCI_BAR_MEM_1M)
			res->limit = 0xfffff;
	}
	return (bits & PCI_BAR_MEM_TYPE) == PCI_BAR_MEM_64 ? 2 : 1;
}

static void read_bars(struct device *dev, unsigned count, unsigned rom)
{
	pci_address address = pci_address_of(dev);
	uint32_t bits;

	for (unsigned bar = 0; bar < count;) {
		/* In compatibility mode a channel has the old addresses, whatever its BARs say. */
		bool fixed = pci_class(dev) == PCI_CLASS_STORAGE_IDE &&
			     ((bar < 2 && !(dev->class_code & IDE_PRIMARY_NATIVE)) ||
			      (bar >= 2 && bar < 4 && !(dev->class_code & IDE_SECONDARY_NATIVE)));

		bar += fixed ? 1 : read_bar(dev, PCI_BAR0 + 4 * bar, bar + 1 == count);
	}
	bits = writable_bits(address, rom, 0xfffff800) & 0xfffff800;
	if (bits)
		device_add_resource(dev, RES_MEM | RES_PREFETCH | RES_ROM, (uint16_t)rom,
				    bits & -bits);
}

static void add_window(struct device *dev, uint16_t flags, uint16_t index, uint32_t granularity)
{
	struct resource *res = device_add_resource(dev, flags | RES_WINDOW, index, 0);

	res->granularity = granularity;
	res->align = granularity;
}

/* The windows a bridge has; all of them are closed (base above limit). */
static void read_windows(struct device *dev)
{
	pci_address address = pci_address_of(dev);
	uint16_t io, prefetch;

	pci_write16(address, PCI_BRIDGE_IO_BASE, 0x00f0);
	io = pci_read16(address, PCI_BRIDGE_IO_BASE);
	if (io & 0x00f0) {
		add_window(dev, RES_IO, PCI_BRIDGE_IO_BASE, IO_GRANULARITY);
		pci_write32(address, PCI_BRIDGE_IO_UPPER, 0);
	}
	pci_write32(address, PCI_BRIDGE_MEM_BASE, 0x0000fff0);
	add_window(dev, RES_MEM, PCI_BRIDGE_MEM_BASE, MEM_GRANULARITY);

	pci_write32(address, PCI_BRIDGE_PREF_BASE, 0x0000fff0);
	prefetch = pci_read16(address, PCI_BRIDGE_PREF_BASE);
	if (prefetch & 0xfff0) {
		add_window(dev, (uint16_t)(RES_MEM | RES_PREFETCH | (prefetch & 1 ? RES_64BIT : 0)),
			   PCI_BRIDGE_PREF_BASE, MEM_GRANULARITY);
	}
}

void pci_read_resources(struct device *dev)
{
	pci_address address = pci_address_of(dev);
	uint16_t command;

	if (dev->ops->keep_decoding)
		return;
	command = pci_read16(address, PCI_COMMAND);
	/* A BAR that is being sized answers anywhere: not while it decodes. */
	if (command & (PCI_COMMAND_IO | PCI_COMMAND_MEM))
		pci_write16(address, PCI_COMMAND,
			    command & (uint16_t) ~(PCI_COMMAND_IO | PCI_COMMAND_MEM));
	if (dev->header == PCI_HEADER_DEVICE)
		read_bars(dev, 6, PCI_ROM);
	else if (dev->header == PCI_HEADER_BRIDGE) {
		read_bars(dev, 2, PCI_BRIDGE_ROM);
		read_windows(dev);
	}
	/* Host and ISA bridges stay as they are: the firmware runs through them. */
	if (pci_class(dev) == PCI_CLASS_BRIDGE_HOST || pci_class(dev) == PCI_CLASS_BRIDGE_ISA)
		pci_write16(address, PCI_COMMAND, command);
}

static void write_window(pci_address address, const struct resource *res)
{
	uint64_t end = resource_end(res);

	switch (res->index) {
	case PCI_BRIDGE_IO_BASE:
		pci_write16(address, PCI_BRIDGE_IO_BASE,
			    (uint16_t)((res->base >> 8 & 0xf0) | (end & 0xf000)));
		break;
	case PCI_BRIDGE_PREF_BASE:
		if (res->flags & RES_64BIT) {
			pci_write32(address, PCI_BRIDGE_PREF_BASE_UPPER,
				    (uint32_t)(res->base >> 32));
			pci_write32(address, PCI_BRIDGE_PREF_LIMIT_UPPER, (uint32_t)(end >> 32));
		}
		/* fall through */
	default:
		pci_write32(address, res->index,
			    (uint32_t)((res->base >> 16 & 0xfff0) | (end & 0xfff00000)));
	}
}

void pci_write_resources(struct device *dev)
{
	pci_address address = pci_address_of(dev);

	for_each_resource(res, dev) {
		if (!(res->flags & RES_ASSIGNED) || res->flags & RES_FIXED ||
		    res->index == RES_NO_REGISTER)
			continue;
		if (res->flags & RES_WINDOW) {
			write_window(address, res);
			continue;
		}
		pci_write32(address, res->index, (uint32_t)res->base);
		if (res->flags & RES_64BIT)
			pci_write32(address, res->index + 4u, (uint32_t)(res->base >> 32));
	}
}
