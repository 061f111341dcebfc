/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage's device steps: scan, resources, enable, init. */
#include <boot/heap.h>
#include <console/console.h>
#include <device/pci.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include "internal.h"

static const struct ram_info *ram_info;

const struct ram_info *device_ram(void)
{
	return ram_info;
}

/* Runs a driver's hook, if there is one. Logs its error and keeps the first one in *result. */
static void run_hook(struct device *dev, int (*hook)(struct device *), int *result)
{
	char name[DEVICE_NAME_SIZE];
	int err = hook ? hook(dev) : 0;

	if (!err)
		return;
	pr_err("%s: %s\n", device_name(dev, name), err_str(err));
	if (!*result)
		*result = err;
}

/* Makes devices of the nodes that no scan finds: domains first, then ISA, SMBus and plain ones. */
static struct device *add_nodes(struct device *last, bool domains)
{
	for (unsigned i = 1; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];
		struct device *parent = device_of_node(node->parent);

		/* A parent that is not there takes everything below with it. */
		if (!parent || node->type == DEVICE_PCI || (node->type == DEVICE_DOMAIN) != domains)
			continue;
		last = device_new(parent, node->type, last);
		device_bind(last, node);
		for (unsigned k = 0; k < node->reg_count; k++)
			device_add_fixed(last, node->reg[k].flags, node->reg[k].base,
					 node->reg[k].size, NULL);
		if (domains)
			last = pci_scan_domain(last, last);
	}
	return last;
}

static void report_scan(void)
{
	unsigned functions = 0, buses = 0;
	struct device *dev;

	for_each_device(dev) {
		functions += dev->type == DEVICE_PCI;
		buses += dev->type == DEVICE_DOMAIN || (dev->type == DEVICE_PCI && dev->secondary);
	}
	pr_info("PCI: %u functions on %u bus%s\n", functions, buses, buses == 1 ? "" : "es");
	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		if (node->type == DEVICE_PCI && !device_of_node(node))
			pr_debug("%s: not there\n", node->path);
	}
}

int device_scan(const struct ram_info *ram)
{
	struct device *last, *dev;
	int result = 0;

	ram_info = ram;
	device_reset();
	/* The root node is the first; everything of the tree hangs on its device. */
	last = device_new(NULL, DEVICE_ROOT, NULL);
	device_bind(last, &devtree_nodes[0]);
	last = add_nodes(last, true);
	add_nodes(last, false);
	report_scan();
	for_each_device(dev)
		run_hook(dev, dev->ops->scan, &result);
	return result;
}

static const char *size_text(uint64_t size, char *buffer, size_t room)
{
	const char *unit = "bytes";

	if (size >= 1024 * 1024) {
		size >>= 20;
		unit = "MiB";
	} else if (size >= 1024) {
		size >>= 10;
		unit = "KiB";
	}
	snprintk(buffer, room, "%u %s", (unsigned)size, unit);
	return buffer;
}

static const char *kind_text(const struct resource *res)
{
	if (res->flags & RES_IO)
		return "I/O";
	if (res->flags & RES_ROM)
		return "ROM";
	return res->flags & RES_PREFETCH ? "prefetchable memory" : "memory";
}

static void report_plan(const struct resource_plan *plan)
{
	char name[DEVICE_NAME_SIZE], size[24];

	for (unsigned i = 0; i < plan->overlap_count; i++) {
		const struct resource *res = plan->overlaps[i].res;

		pr_warn("%s: fixed %s %x-%x is also used by another device: check the board's tree\n",
			device_name(plan->overlaps[i].dev, name), kind_text(res),
			(unsigned)res->base, (unsigned)resource_end(res));
	}
	for (unsigned i = 0; i < plan->missed_count; i++) {
		const struct resource *res = plan->missed[i].res;

		pr_warn("%s: no room for %s of %s (register %02x): it stays off\n",
			device_name(plan->missed[i].dev, name),
			size_text(res->size, size, sizeof(size)), kind_text(res), res->index);
	}
}

/* One line per function that has something, for the memory console. */
static void report_resources(void)
{
	struct device *dev;

	for_each_device(dev) {
		char name[DEVICE_NAME_SIZE];

		if (dev->type != DEVICE_PCI)
			continue;
		pr_debug("%s: %04x:%04x class %06x", device_name(dev, name), dev->vendor,
			 dev->device, dev->class_code);
		for_each_resource(res, dev) {
			if (res->flags & RES_ASSIGNED && !(res->flags & RES_SUBTRACTIVE))
				pr_debug(" %x-%x", (unsigned)res->base,
					 (unsigned)resource_end(res));
		}
		pr_debug("\n");
	}
}

int device_resources(void)
{
	struct resource_plan plan = {
		.devices = device_first(),
		.alloc = xzalloc,
	};
	struct device *dev;
	int err;

	plan.isa_aliases = !pci_route_vga(device_first());
	for_each_device(dev) {
		if (dev->type == DEVICE_DOMAIN)
			plan.domain = dev;
		plan.isa_aliases |= dev->isa_cards;
	}
	if (!plan.domain)
		return ERR_NO_DEVICE;
	err = resource_assign(&plan);
	if (err)
		return err;
	report_plan(&plan);
	report_resources();
	for_each_device(dev) {
		if (dev->type != DEVICE_PCI)
			continue;
		if (plan.isa_aliases && dev->header == PCI_HEADER_BRIDGE)
			dev->bridge_control |= PCI_BRIDGE_CONTROL_ISA;
		pci_write_resources(dev);
	}
	for_each_device(dev)
		run_hook(dev, dev->ops->set_resources, &err);
	return err;
}

int device_enable(void)
{
	struct device *dev;
	int result = 0;

	for_each_device(dev) {
		if (dev->type == DEVICE_PCI)
			pci_enable(dev);
	}
	for_each_device(dev)
		run_hook(dev, dev->ops->enable, &result);
	return result;
}

int device_init(void)
{
	struct device *dev;
	int result = 0;

	for_each_device(dev)
		run_hook(dev, dev->ops->init, &result);
	return result;
}

int device_memmap(const struct ram_info *ram, struct memmap *map)
{
	struct device *dev;
	int err = 0;

	for_each_device(dev) {
		if (dev->ops->memmap && !err)
			err = dev->ops->memmap(dev, ram, map);
	}
	for_each_device(dev) {
		for_each_resource(res, dev) {
			if (!err && res->flags & RES_FIXED && res->flags & RES_RESERVED)
				err = memmap_add(map, res->base, res->size, MEM_RESERVED);
		}
	}
	return err;
}
