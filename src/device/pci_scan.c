/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds PCI functions and numbers buses (PCI-to-PCI Bridge Architecture Specification 1.2, 3.2.5). */
#include <console/console.h>
#include <device/pci.h>
#include "internal.h"

#define MAX_BUS 255

/* The tree's node for a function: by address on a bus that the tree knows, else by its ids. */
static const struct dt_node *node_for(const struct device *dev)
{
	const struct dt_node *bus = dev->parent->node;
	const uint32_t ids = (uint32_t)dev->vendor << 16 | dev->device;
	const struct dt_node *found = NULL;

	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		if (node->type != DEVICE_PCI)
			continue;
		if (!node->pci_ids && bus && node->parent == bus && node->address == dev->devfn)
			return node;
		for (const uint32_t *id = node->pci_ids; id && *id && !found; id++) {
			if (*id == ids)
				found = node;
		}
	}
	return found;
}

/* A new device for a function that answered with `ids`. */
static struct device *add_function(struct device *bus, uint8_t devfn, uint32_t ids,
				   struct device *last)
{
	struct device *dev = device_new(bus, DEVICE_PCI, last);
	const struct dt_node *node;
	pci_address address;
	uint32_t class_revision;

	dev->bus = bus->secondary;
	dev->devfn = devfn;
	dev->vendor = (uint16_t)ids;
	dev->device = (uint16_t)(ids >> 16);
	address = pci_address_of(dev);
	class_revision = pci_read32(address, PCI_REVISION);
	dev->revision = (uint8_t)class_revision;
	dev->class_code = class_revision >> 8;
	dev->header = pci_read8(address, PCI_HEADER) & PCI_HEADER_TYPE;
	dev->int_pin = pci_read8(address, PCI_INT_PIN);
	if (dev->int_pin > 4)
		dev->int_pin = 0;
	node = node_for(dev);
	if (node)
		device_bind(dev, node);
	pci_read_resources(dev);
	return dev;
}

/* Finds all functions on one bus. */
static struct device *scan_bus(struct device *bus, struct device *last)
{
	for (unsigned slot = 0; slot < 32; slot++) {
		for (unsigned fn = 0; fn < 8; fn++) {
			pci_address address = PCI_ADDRESS(bus->secondary, slot, fn);
			uint32_t ids = pci_read32(address, PCI_VENDOR_ID);

			/* All ones: nobody answered. Some bridges give zeros instead. */
			if ((ids & 0xffff) == 0xffff || (ids & 0xffff) == 0) {
				if (fn == 0)
					break;
				continue;
			}
			last = add_function(bus, PCI_DEVFN(slot, fn), ids, last);
			if (fn == 0 &&
			    !(pci_read8(address, PCI_HEADER) & PCI_HEADER_MULTI_FUNCTION))
				break;
		}
	}
	return last;
}

static struct device *next_bridge(struct device *dev)
{
	while (dev && dev->header != PCI_HEADER_BRIDGE)
		dev = dev->sibling;
	return dev;
}

/* Gives a bridge the next bus number; everything above is behind it until its bus was scanned. */
static void open_bridge(struct device *bridge, uint8_t number)
{
	pci_address address = pci_address_of(bridge);

	bridge->secondary = number;
	pci_write8(address, PCI_BRIDGE_PRIMARY, bridge->bus);
	pci_write8(address, PCI_BRIDGE_SECONDARY, number);
	pci_write8(address, PCI_BRIDGE_SUBORDINATE, MAX_BUS);
}

struct device *pci_scan_domain(struct device *domain, struct device *last)
{
	struct device *bus = domain, *bridge;
	unsigned highest = domain->secondary;

	last = scan_bus(bus, last);
	bridge = next_bridge(bus->child);
	/* Down into the first bridge, and from its end on with the next one: no recursion. */
	for (;;) {
		if (bridge && highest < MAX_BUS) {
			open_bridge(bridge, (uint8_t)++highest);
			bus = bridge;
			last = scan_bus(bus, last);
			bridge = next_bridge(bus->child);
			continue;
		}
		if (bridge) {
			char name[DEVICE_NAME_SIZE];

			pr_warn("%s: no bus number left; what is behind it stays off\n",
				device_name(bridge, name));
			bridge = next_bridge(bridge->sibling);
			continue;
		}
		bus->subordinate = (uint8_t)highest;
		if (bus == domain)
			return last;
		pci_write8(pci_address_of(bus), PCI_BRIDGE_SUBORDINATE, bus->subordinate);
		bridge = next_bridge(bus->sibling);
		bus = bus->parent;
	}
}
