/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The resource allocator. Pure: it sees lists of devices and resources and writes bases into them.
 *
 * Sizing and placing are the same act: each bridge window is laid out at offset 0 from the deepest bus
 * up, which gives its size and alignment; then the outermost resources get addresses, and every
 * offset becomes an address by adding its window's base. A window is therefore never too small.
 *
 * Nothing recurses: parents stand before children in the device list, so walking it backwards goes up
 * and forwards goes down, however deep the bridges are nested.
 */
#include <device/device.h>
#include <device/resource.h>
#include <lib/errors.h>
#include "internal.h"
#include "resource_space.h"

struct item {
	struct device *dev;
	struct resource *res;
};

/* Working memory of one run. */
struct run {
	struct resource_plan *plan;
	struct device **device; /* all devices in list order */
	unsigned device_count;
	struct item *item; /* the resources that are being placed together */
	unsigned item_count;
	struct space_span *span;
};

static bool wants_space(const struct resource *res)
{
	return res->size && !(res->flags & (RES_FIXED | RES_SUBTRACTIVE | RES_FAILED));
}

/* The window of a bridge that a resource behind it goes to; NULL when it has none. */
static struct resource *window_for(const struct device *bridge, const struct resource *child)
{
	const uint16_t space = child->flags & (RES_IO | RES_MEM);
	struct resource *plain = NULL;

	for_each_resource(res, bridge) {
		if (!(res->flags & RES_WINDOW) || !(res->flags & space) || res->flags & RES_FAILED)
			continue;
		if (!(res->flags & RES_PREFETCH))
			plain = res;
		else if (child->flags & RES_PREFETCH && !(child->flags & RES_ROM))
			return res;
	}
	return plain;
}

/* Biggest alignment first, then biggest size: what is placed later fits into the gaps left. */
static bool goes_before(const struct resource *a, const struct resource *b)
{
	if (a->align != b->align)
		return a->align > b->align;
	return a->size > b->size;
}

static void insert_item(struct run *run, struct device *dev, struct resource *res)
{
	unsigned i = run->item_count++;

	for (; i > 0 && goes_before(res, run->item[i - 1].res); i--)
		run->item[i] = run->item[i - 1];
	run->item[i] = (struct item){dev, res};
}

static void miss(struct resource_plan *plan, struct device *dev, struct resource *res)
{
	res->flags |= RES_FAILED;
	plan->missed[plan->missed_count++] = (struct resource_problem){dev, res};
}

/* True when a resource lies in a window, through however many bridges. */
static bool is_inside(const struct device *dev, const struct resource *res,
		      const struct resource *window)
{
	while (res && dev->parent) {
		res = window_for(dev->parent, res);
		if (res == window)
			return true;
		dev = dev->parent;
	}
	return false;
}

/* Gives up a ROM, or else the biggest resource, inside a window that does not fit. */
static void shrink(struct run *run, const struct resource *window)
{
	struct item victim = {0};

	for (unsigned i = 0; i < run->device_count; i++) {
		struct device *dev = run->device[i];

		for_each_resource(res, dev) {
			bool better;

			if (!wants_space(res) || res->flags & RES_WINDOW ||
			    !is_inside(dev, res, window))
				continue;
			better = !victim.res || res->size > victim.res->size;
			if (victim.res && (res->flags ^ victim.res->flags) & RES_ROM)
				better = res->flags & RES_ROM;
			if (better)
				victim = (struct item){dev, res};
		}
	}
	if (victim.res)
		miss(run->plan, victim.dev, victim.res);
}

/*
 * Lays out what is directly behind a bridge in one of its windows; bases become offsets. Returns false
 * when a window of a deeper bridge did not fit and was made smaller.
 */
static bool layout_window(struct run *run, struct device *bridge, struct resource *window)
{
	struct space space = {
		.end = window->limit,
		.isa_aliases = run->plan->isa_aliases && window->flags & RES_IO,
		.taken = run->span,
	};
	uint64_t used = 0;

	run->item_count = 0;
	for (struct device *child = bridge->child; child; child = child->sibling) {
		for_each_resource(res, child) {
			if (wants_space(res) && window_for(bridge, res) == window)
				insert_item(run, child, res);
		}
	}
	window->align = window->granularity;
	for (unsigned i = 0; i < run->item_count; i++) {
		struct resource *res = run->item[i].res;

		/* The offset becomes an address anywhere up to the window's limit. */
		if (res->limit < window->limit ||
		    !space_take(&space, res->size, res->align, res->limit, &res->base)) {
			if (res->flags & RES_WINDOW) {
				shrink(run, res);
				return false;
			}
			miss(run->plan, run->item[i].dev, res);
			continue;
		}
		if (res->align > window->align)
			window->align = res->align;
		if (resource_end(res) >= used)
			used = resource_end(res) + 1;
	}
	window->size = (used + window->granularity - 1) & ~(window->granularity - 1);
	return true;
}

/* Lays out all windows of all bridges, the deepest first. False: something changed, start again. */
static bool layout_bridges(struct run *run)
{
	for (unsigned i = run->device_count; i-- > 0;) {
		struct device *bridge = run->device[i];

		if (bridge == run->plan->domain)
			continue;
		for_each_resource(window, bridge) {
			if (window->flags & RES_WINDOW && !(window->flags & RES_FAILED) &&
			    !layout_window(run, bridge, window))
				return false;
		}
	}
	return true;
}

/* What no window can hold, because a bridge above does not forward that kind, cannot be used. */
static void drop_unreachable(struct run *run)
{
	for (unsigned i = 0; i < run->device_count; i++) {
		struct device *dev = run->device[i];

		if (dev == run->plan->domain || dev->parent == run->plan->domain)
			continue;
		for_each_resource(res, dev) {
			if (res->flags & (RES_FIXED | RES_SUBTRACTIVE) ||
			    (dev->parent && window_for(dev->parent, res)))
				continue;
			if (res->flags & RES_WINDOW)
				res->flags |= RES_FAILED;
			else if (res->size)
				miss(run->plan, dev, res);
		}
	}
}

/* Blocks everything fixed of one kind in a window's space. */
static void block_fixed(struct run *run, struct space *space, uint16_t kind)
{
	space->count = 0;
	for (unsigned i = 0; i < run->device_count; i++) {
		for_each_resource(res, run->device[i]) {
			if (res->flags & RES_FIXED && res->flags & kind && res->size &&
			    !(res->flags & RES_SUBTRACTIVE))
				space_block(space, res->base, resource_end(res));
		}
	}
}

/* Tries each window of the domain that fits the kind: prefetchable ones first if that helps. */
static bool take_from_domain(struct run *run, struct space *space, struct resource *res)
{
	for (int pass = 0; pass < 2; pass++) {
		for_each_resource(window, run->plan->domain) {
			bool prefetch = window->flags & RES_PREFETCH;

			if (!(window->flags & RES_WINDOW) ||
			    !(window->flags & res->flags & (RES_IO | RES_MEM)))
				continue;
			if (pass == 0 ? !prefetch || !(res->flags & RES_PREFETCH) : prefetch)
				continue;
			space->base = window->base;
			space->end = resource_end(window);
			if (space_take(space, res->size, res->align, res->limit, &res->base))
				return true;
		}
	}
	return false;
}

/*
 * Places what is directly behind the domain, one kind of space. Returns false when a bridge window
 * did not fit and was made smaller: then everything is laid out again.
 */
static bool place_outermost(struct run *run, uint16_t kind)
{
	struct space space = {
		.from_top = true,
		.isa_aliases = run->plan->isa_aliases && kind == RES_IO,
		.taken = run->span,
	};

	block_fixed(run, &space, kind);
	run->item_count = 0;
	for (struct device *dev = run->plan->domain->child; dev; dev = dev->sibling) {
		for_each_resource(res, dev) {
			if (wants_space(res) && res->flags & kind)
				insert_item(run, dev, res);
		}
	}
	for (unsigned i = 0; i < run->item_count; i++) {
		struct resource *res = run->item[i].res;

		if (take_from_domain(run, &space, res))
			continue;
		if (res->flags & RES_WINDOW) {
			shrink(run, res);
			return false;
		}
		miss(run->plan, run->item[i].dev, res);
	}
	return true;
}

/* Turns offsets into addresses, from the outside in. */
static void settle(struct run *run)
{
	const struct device *domain = run->plan->domain;

	for (unsigned i = 0; i < run->device_count; i++) {
		struct device *dev = run->device[i];

		if (!dev->parent || dev == domain)
			continue;
		for_each_resource(res, dev) {
			if (!wants_space(res))
				continue;
			if (dev->parent != domain)
				res->base += window_for(dev->parent, res)->base;
			res->flags |= RES_ASSIGNED;
		}
	}
}

/* Reports fixed resources of one kind that start inside another one. */
static void find_overlaps(struct run *run, uint16_t kind)
{
	struct resource_plan *plan = run->plan;
	uint64_t end = 0;
	bool any = false;

	run->item_count = 0;
	for (unsigned i = 0; i < run->device_count; i++) {
		for_each_resource(res, run->device[i]) {
			unsigned k;

			if (!(res->flags & RES_FIXED) || !(res->flags & kind) || !res->size ||
			    res->flags & RES_SUBTRACTIVE)
				continue;
			/* by address */
			for (k = run->item_count++; k > 0; k--) {
				if (run->item[k - 1].res->base <= res->base)
					break;
				run->item[k] = run->item[k - 1];
			}
			run->item[k] = (struct item){run->device[i], res};
		}
	}
	for (unsigned i = 0; i < run->item_count; i++) {
		const struct resource *res = run->item[i].res;

		if (any && res->base <= end)
			plan->overlaps[plan->overlap_count++] =
				(struct resource_problem){run->item[i].dev, res};
		if (!any || resource_end(res) > end)
			end = resource_end(res);
		any = true;
	}
}

static bool is_power_of_two(uint64_t value)
{
	return value && !(value & (value - 1));
}

static bool is_sound(const struct resource *res)
{
	const uint16_t kind = res->flags & (RES_IO | RES_MEM);

	if (kind != RES_IO && kind != RES_MEM)
		return false;
	if (res->flags & RES_WINDOW && !(res->flags & RES_FIXED) &&
	    !is_power_of_two(res->granularity))
		return false;
	if (!(res->flags & (RES_FIXED | RES_WINDOW)) && !is_power_of_two(res->align))
		return false;
	return res->size == 0 || !(res->flags & RES_FIXED) ||
	       res->base + res->size - 1 >= res->base;
}

int resource_assign(struct resource_plan *plan)
{
	struct run run = {.plan = plan};
	unsigned resources = 0, i = 0;

	for (struct device *dev = plan->devices; dev; dev = dev->next) {
		run.device_count++;
		for_each_resource(res, dev) {
			if (!is_sound(res))
				return ERR_INVALID;
			resources++;
		}
	}
	run.device = plan->alloc(run.device_count * sizeof(run.device[0]));
	for (struct device *dev = plan->devices; dev; dev = dev->next)
		run.device[i++] = dev;
	run.item = plan->alloc(resources * sizeof(run.item[0]));
	run.span = plan->alloc((resources + 1) * sizeof(run.span[0]));
	plan->missed = plan->alloc(resources * sizeof(plan->missed[0]));
	plan->overlaps = plan->alloc(resources * sizeof(plan->overlaps[0]));
	plan->missed_count = 0;
	plan->overlap_count = 0;

	find_overlaps(&run, RES_IO);
	find_overlaps(&run, RES_MEM);
	/* Each round that does not end gives up at least one resource, so there is a last one. */
	drop_unreachable(&run);
	while (!layout_bridges(&run) || !place_outermost(&run, RES_IO) ||
	       !place_outermost(&run, RES_MEM))
		;
	settle(&run);
	return 0;
}
