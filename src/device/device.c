/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The devices of this boot: making them, finding them, naming them. */
#include <string.h>
#include <boot/heap.h>
#include <console/console.h>
#include <device/device.h>
#include <device/pci.h>
#include "internal.h"

static struct device *first;
static struct device **by_node; /* index of the node -> its device */
static const struct device_ops no_ops;

struct device *device_first(void)
{
	return first;
}

static unsigned node_index(const struct dt_node *node)
{
	return (unsigned)(node - devtree_nodes);
}

struct device *device_of_node(const struct dt_node *node)
{
	return node && by_node ? by_node[node_index(node)] : NULL;
}

void device_bind(struct device *dev, const struct dt_node *node)
{
	dev->node = node;
	dev->ops = node->ops ? node->ops : &no_ops;
	if (!by_node[node_index(node)])
		by_node[node_index(node)] = dev;
}

struct device *device_new(struct device *parent, enum device_type type, struct device *last)
{
	struct device *dev = xzalloc(sizeof(*dev));

	dev->type = (uint8_t)type;
	dev->parent = parent;
	dev->ops = &no_ops;
	if (parent) {
		struct device **link = &parent->child;

		while (*link)
			link = &(*link)->sibling;
		*link = dev;
	}
	if (last)
		last->next = dev;
	else
		first = dev;
	return dev;
}

void device_reset(void)
{
	first = NULL;
	by_node = xzalloc(devtree_node_count * sizeof(by_node[0]));
}

static void append(struct device *dev, struct resource *res)
{
	struct resource **link = &dev->res;

	while (*link)
		link = &(*link)->next;
	*link = res;
}

struct resource *device_add_resource(struct device *dev, uint16_t flags, uint16_t index,
				     uint64_t size)
{
	struct resource *res = xzalloc(sizeof(*res));

	res->flags = flags;
	res->index = index;
	res->size = size;
	res->align = size ? size : 1;
	res->limit = flags & RES_IO ? 0xffff : 0xffffffff;
	res->granularity = 1;
	append(dev, res);
	return res;
}

struct resource *device_add_fixed(struct device *dev, uint16_t flags, uint64_t base, uint64_t size,
				  const char *name)
{
	struct resource *res =
		device_add_resource(dev, flags | RES_FIXED | RES_ASSIGNED, RES_NO_REGISTER, size);

	res->base = base;
	res->name = name;
	return res;
}

struct resource *device_add_window(struct device *domain, uint16_t flags, uint64_t base,
				   uint64_t end)
{
	struct resource *res = device_add_resource(domain, flags | RES_WINDOW | RES_ASSIGNED,
						   RES_NO_REGISTER, end - base + 1);

	res->base = base;
	return res;
}

struct resource *device_find_resource(const struct device *dev, uint16_t index)
{
	for_each_resource(res, dev) {
		if (res->index == index && index != RES_NO_REGISTER)
			return res;
	}
	return NULL;
}

struct device *device_find_pci(const struct device *from, uint16_t vendor, uint16_t device)
{
	struct device *dev = from ? from->next : first;

	for (; dev; dev = dev->next) {
		if (dev->type == DEVICE_PCI && dev->vendor == vendor && dev->device == device)
			return dev;
	}
	return NULL;
}

bool device_root_window(uint16_t flags, unsigned index, uint64_t *base, uint64_t *end)
{
	struct device *dev;

	for_each_device(dev) {
		if (dev->type != DEVICE_DOMAIN)
			continue;
		for_each_resource(res, dev) {
			if (!(res->flags & RES_WINDOW) || !(res->flags & flags) || index--)
				continue;
			*base = res->base;
			*end = resource_end(res);
			return true;
		}
	}
	return false;
}

bool device_framebuffer(struct framebuffer *fb)
{
	struct device *dev;

	for_each_device(dev) {
		if (dev->ops->framebuffer && dev->ops->framebuffer(dev, fb))
			return true;
	}
	return false;
}

const char *device_name(const struct device *dev, char *buffer)
{
	const char *name;

	if (dev->type == DEVICE_PCI) {
		snprintk(buffer, DEVICE_NAME_SIZE, "%02x:%02x.%x", dev->bus, PCI_SLOT(dev->devfn),
			 PCI_FUNC(dev->devfn));
		return buffer;
	}
	name = dev->node ? dev->node->path : "?";
	/* the last part of the path; the root is "/" */
	for (const char *p = name; *p; p++) {
		if (*p == '/' && p[1])
			name = p + 1;
	}
	snprintk(buffer, DEVICE_NAME_SIZE, "%s", name);
	return buffer;
}
