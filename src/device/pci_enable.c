/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Switches PCI functions on: decoding, bus mastering, timing, interrupt line, the way to the VGA. */
#include <device/pci.h>
#include <device/pci_ids.h>
#include "internal.h"

#define LATENCY_CLOCKS \
	64 /* about 2 us at 33 MHz: bursts of 64 words, and audio still gets its turn */
#define CACHE_LINE_WORDS 8 /* the 32 bytes of the 586 class */

static bool is_vga(const struct device *dev)
{
	return dev->type == DEVICE_PCI && pci_class(dev) == PCI_CLASS_DISPLAY_VGA;
}

bool pci_route_vga(struct device *devices)
{
	struct device *vga = devices;
	bool exact = true;

	while (vga && !is_vga(vga))
		vga = vga->next;
	if (!vga)
		return true;
	vga->command |= PCI_COMMAND_IO | PCI_COMMAND_MEM;
	for (struct device *bridge = vga->parent; bridge && bridge->type == DEVICE_PCI;
	     bridge = bridge->parent) {
		const pci_address address = pci_address_of(bridge);
		const uint16_t wanted = PCI_BRIDGE_CONTROL_VGA | PCI_BRIDGE_CONTROL_VGA16;
		uint16_t old = pci_read16(address, PCI_BRIDGE_CONTROL);

		pci_write16(address, PCI_BRIDGE_CONTROL, old | wanted);
		exact &= !!(pci_read16(address, PCI_BRIDGE_CONTROL) & PCI_BRIDGE_CONTROL_VGA16);
		bridge->bridge_control |= wanted;
	}
	return exact;
}

/* Command register bits for what a function got: a kind with one resource missing stays off. */
static uint16_t decode_bits(const struct device *dev)
{
	uint16_t on = dev->command, off = 0;

	for_each_resource(res, dev) {
		uint16_t bit = res->flags & RES_IO ? PCI_COMMAND_IO : PCI_COMMAND_MEM;

		if (res->flags & (RES_ROM | RES_WINDOW) || res->index == RES_NO_REGISTER)
			continue;
		if (res->flags & RES_FAILED)
			off |= bit;
		else if (res->flags & RES_ASSIGNED)
			on |= bit;
	}
	return on & (uint16_t)~off;
}

static uint8_t irq_of(const struct device *dev)
{
	int link;

	if (!dev->int_pin)
		return 0;
	/* A fixed line of the tree goes before the pin's route. */
	if (dev->node && dev->node->irq_count)
		return dev->node->irq[0].irq;
	link = irq_route(dev, dev->int_pin);
	return link < 0 ? 0 : devtree_links[link].irq;
}

static void enable_bridge(struct device *dev, pci_address address)
{
	pci_write8(address, PCI_BRIDGE_LATENCY, LATENCY_CLOCKS);
	pci_write16(address, PCI_BRIDGE_CONTROL, dev->bridge_control);
	dev->command |= PCI_COMMAND_IO | PCI_COMMAND_MEM;
}

void pci_enable(struct device *dev)
{
	const pci_address address = pci_address_of(dev);
	const uint16_t decode = PCI_COMMAND_IO | PCI_COMMAND_MEM;
	uint16_t command = pci_read16(address, PCI_COMMAND);

	/* A second VGA would answer at the first one's addresses: its driver switches it on. */
	if (is_vga(dev) && !(dev->command & decode)) {
		pci_write16(address, PCI_COMMAND, command & (uint16_t)~decode);
		return;
	}
	dev->command = decode_bits(dev);
	if (dev->header == PCI_HEADER_BRIDGE)
		enable_bridge(dev, address);
	if (dev->header != PCI_HEADER_CARDBUS)
		dev->command |= PCI_COMMAND_MASTER;
	pci_write8(address, PCI_CACHE_LINE, CACHE_LINE_WORDS);
	pci_write8(address, PCI_LATENCY, LATENCY_CLOCKS);
	dev->irq = irq_of(dev);
	if (dev->int_pin)
		pci_write8(address, PCI_INT_LINE, dev->irq ? dev->irq : 0xff);
	pci_write16(address, PCI_COMMAND, command | dev->command);
}
