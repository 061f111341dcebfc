/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $PIR from the wiring in the tree and the PCI devices that were found. */
#include <boot/heap.h>
#include <device/pci.h>
#include <lib/errors.h>
#include <tables/pirq.h>
#include "describe.h"

/* What $PIR says of each link, found out once. */
static struct pirq_link *collect_links(void)
{
	struct pirq_link *links = xzalloc(devtree_link_count * sizeof(*links));

	for (unsigned i = 0; i < devtree_link_count; i++) {
		links[i].link = irq_link_pir_value(&devtree_links[i]);
		links[i].irqs = irq_link_allowed(&devtree_links[i]);
	}
	return links;
}

/* Fills in the links of the four pins of a slot; false when none is wired. */
static bool fill_slot(struct pirq_slot *slot, const struct device *dev,
		      const struct pirq_link *links)
{
	bool wired = false;

	for (unsigned i = 0; i < 4; i++) {
		int index = irq_route(dev, i + 1);

		if (index < 0)
			continue;
		slot->pin[i] = links[index];
		wired = true;
	}
	slot->bus = dev->bus;
	slot->devfn = PCI_DEVFN(PCI_SLOT(dev->devfn), 0);
	return wired;
}

/* All PCI devices, once for each slot: the functions of a device follow one another in the list. */
static unsigned collect_slots(struct pirq_slot *slots, unsigned max)
{
	const struct pirq_link *links = collect_links();
	const struct device *dev;
	unsigned count = 0;
	int last = -1;

	for_each_device(dev) {
		int place = dev->bus << 8 | PCI_SLOT(dev->devfn);

		if (dev->type != DEVICE_PCI || place == last || count == max)
			continue;
		last = place;
		if (fill_slot(&slots[count], dev, links))
			count++;
	}
	return count;
}

static unsigned count_devices(void)
{
	const struct device *dev;
	unsigned count = 0;

	for_each_device(dev) {
		if (dev->type == DEVICE_PCI)
			count++;
	}
	return count;
}

int describe_pirq(struct table_buffer *out, unsigned *slots)
{
	unsigned max = count_devices();
	struct pirq_slot *slot = xzalloc(max * sizeof(*slot));
	struct pirq_info info = {.slots = slot};
	const struct device *router;

	*slots = 0;
	if (devtree_link_count == 0)
		return ERR_NO_DEVICE;
	router = irq_link_router(&devtree_links[0]);
	if (!router || !router->ops->router)
		return ERR_NO_DEVICE;
	info.slot_count = collect_slots(slot, max);
	info.router_bus = router->bus;
	info.router_devfn = router->devfn;
	info.router_vendor = router->ops->router->pir_vendor;
	info.router_device = router->ops->router->pir_device;
	for (unsigned i = 0; i < devtree_link_count; i++) {
		if (devtree_links[i].irq)
			info.exclusive_irqs |= (uint16_t)(1u << devtree_links[i].irq);
	}
	*slots = info.slot_count;
	return pirq_write(out, &info);
}
