/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees for the allocator's tests, and what must be true of every answer. */
#include "../test.h"
#include "tree.h"

struct chunk {
	struct chunk *next;
	max_align_t data[];
};

static struct chunk *arena;

void *arena_alloc(size_t size)
{
	struct chunk *chunk = calloc(1, sizeof(*chunk) + size);

	assert_non_null(chunk);
	chunk->next = arena;
	arena = chunk;
	return chunk->data;
}

void arena_free(void)
{
	while (arena) {
		struct chunk *next = arena->next;

		free(arena);
		arena = next;
	}
}

static struct resource *add(struct device *dev, unsigned flags)
{
	struct resource *res = arena_alloc(sizeof(*res)), **link = &dev->res;

	res->flags = (uint16_t)flags;
	res->limit = flags & RES_IO ? 0xffff : 0xffffffff;
	res->align = 1;
	res->granularity = 1;
	while (*link)
		link = &(*link)->next;
	*link = res;
	return res;
}

struct device *tree_device(struct tree *tree, struct device *parent)
{
	struct device *dev = arena_alloc(sizeof(*dev)), **link;

	dev->parent = parent;
	dev->type = DEVICE_PCI;
	if (parent) {
		for (link = &parent->child; *link; link = &(*link)->sibling)
			;
		*link = dev;
	}
	if (tree->last)
		tree->last->next = dev;
	tree->last = dev;
	return dev;
}

struct tree tree_new(uint64_t memory)
{
	struct tree tree = {0};
	struct resource *window;

	tree.root = tree_device(&tree, NULL);
	tree.root->type = DEVICE_ROOT;
	tree.domain = tree_device(&tree, tree.root);
	tree.domain->type = DEVICE_DOMAIN;
	window = add(tree.domain, RES_IO | RES_WINDOW | RES_ASSIGNED);
	window->base = 0x1000;
	window->size = 0xf000;
	window = add(tree.domain, RES_MEM | RES_WINDOW | RES_ASSIGNED);
	window->base = memory;
	window->size = 0xfec00000 - memory;
	return tree;
}

struct device *tree_bridge(struct tree *tree, struct device *parent, unsigned windows)
{
	struct device *bridge = tree_device(tree, parent);

	bridge->header = 1;
	if (windows & RES_IO)
		add(bridge, RES_IO | RES_WINDOW)->granularity = 0x1000;
	if (windows & RES_MEM)
		add(bridge, RES_MEM | RES_WINDOW)->granularity = 0x100000;
	if (windows & RES_PREFETCH)
		add(bridge, RES_MEM | RES_PREFETCH | RES_WINDOW)->granularity = 0x100000;
	return bridge;
}

struct resource *tree_bar(struct device *dev, unsigned flags, uint64_t size)
{
	struct resource *res = add(dev, flags);

	res->size = size;
	res->align = size;
	return res;
}

struct resource *tree_fixed(struct device *dev, unsigned flags, uint64_t base, uint64_t size)
{
	struct resource *res = add(dev, flags | RES_FIXED | RES_ASSIGNED);

	res->base = base;
	res->size = size;
	return res;
}

void tree_unassign(struct tree *tree)
{
	for (struct device *dev = tree->domain->next; dev; dev = dev->next) {
		for (struct resource *res = dev->res; res; res = res->next)
			res->flags &= (uint16_t) ~(RES_ASSIGNED | RES_FAILED);
	}
}

struct resource_plan tree_assign(struct tree *tree, bool isa_aliases)
{
	struct resource_plan plan = {
		.devices = tree->root,
		.domain = tree->domain,
		.isa_aliases = isa_aliases,
		.alloc = arena_alloc,
	};

	assert_int_equal(resource_assign(&plan), 0);
	return plan;
}

const struct resource *tree_window(const struct device *bridge, const struct resource *res)
{
	const struct resource *plain = NULL, *prefetch = NULL;

	for (const struct resource *w = bridge->res; w; w = w->next) {
		if (!(w->flags & RES_WINDOW) || (w->flags & RES_IO) != (res->flags & RES_IO))
			continue;
		if (w->flags & RES_PREFETCH)
			prefetch = w;
		else
			plain = w;
	}
	if (res->flags & RES_PREFETCH && !(res->flags & RES_ROM) && prefetch)
		return prefetch;
	return plain;
}

static bool apart(const struct resource *a, const struct resource *b)
{
	return (a->flags & RES_IO) != (b->flags & RES_IO) || a->base > resource_end(b) ||
	       b->base > resource_end(a);
}

/* True when `outer` is the device itself or a bridge it lies behind. */
static bool is_behind(const struct device *dev, const struct device *outer)
{
	while (dev && dev != outer)
		dev = dev->parent;
	return dev;
}

static void check_neighbours(const struct tree *tree, const struct device *dev,
			     const struct resource *res)
{
	for (const struct device *d = tree->domain->next; d; d = d->next) {
		for (const struct resource *r = d->res; r; r = r->next) {
			bool nested = (r->flags & RES_WINDOW && d != dev && is_behind(dev, d)) ||
				      (res->flags & RES_WINDOW && d != dev && is_behind(d, dev));

			if (r == res || !r->size || !(r->flags & (RES_ASSIGNED | RES_FIXED)))
				continue;
			if (!nested || r->flags & RES_FIXED)
				assert_true(apart(res, r));
		}
	}
}

static unsigned times_missed(const struct resource_plan *plan, const struct resource *res)
{
	unsigned times = 0;

	for (unsigned i = 0; i < plan->missed_count; i++)
		times += plan->missed[i].res == res;
	return times;
}

static void check_place(const struct device *domain, const struct device *dev,
			const struct resource *res, bool isa_aliases)
{
	const struct resource *window = tree_window(dev->parent, res);
	const uint64_t align = res->flags & RES_WINDOW ? res->granularity : res->align;

	assert_int_equal(res->base % align, 0);
	assert_true(resource_end(res) >= res->base && resource_end(res) <= res->limit);
	assert_non_null(window);
	assert_true(res->base >= window->base && resource_end(res) <= resource_end(window));
	assert_true(dev->parent == domain || window->flags & RES_ASSIGNED);
	if (isa_aliases && res->flags & RES_IO)
		assert_true(res->size > 0x100 ? res->base % 0x400 == 0 : !(res->base & 0x300));
}

void tree_check(const struct tree *tree, const struct resource_plan *plan, bool isa_aliases)
{
	for (const struct device *dev = tree->domain->next; dev; dev = dev->next) {
		for (const struct resource *res = dev->res; res; res = res->next) {
			if (res->flags & RES_FIXED || !res->size)
				continue;
			if (res->flags & RES_FAILED) {
				assert_false(res->flags & RES_ASSIGNED);
				if (!(res->flags & RES_WINDOW))
					assert_int_equal(times_missed(plan, res), 1);
				continue;
			}
			assert_true(res->flags & RES_ASSIGNED);
			assert_int_equal(times_missed(plan, res), 0);
			check_place(tree->domain, dev, res, isa_aliases);
			check_neighbours(tree, dev, res);
		}
	}
}
