/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resources: what a device decodes, what a bridge forwards, and the allocator that places them. */
#ifndef DEVICE_RESOURCE_H
#define DEVICE_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;

/* Kind of address space. A resource has exactly one of RES_IO and RES_MEM. */
#define RES_IO	     0x0001u
#define RES_MEM	     0x0002u
#define RES_PREFETCH 0x0004u /* reads have no side effects: may lie in a prefetchable window */

/* What it is. */
#define RES_64BIT    0x0010u /* the register pair holds 64 address bits */
#define RES_ROM	     0x0020u /* expansion ROM: placed, left disabled, first to go when space is short */
#define RES_WINDOW \
	0x0040u /* of a bridge: holds the resources behind it. Of a root: may be given out */
#define RES_FIXED 0x0080u /* base is decided by hardware or board; nothing else goes there */
#define RES_RESERVED \
	0x0100u /* with RES_FIXED: memory the OS must not use, listed in the memory map */
#define RES_SUBTRACTIVE 0x0200u /* claims what nobody else claims; takes no space from others */

/* What became of it. */
#define RES_ASSIGNED	0x1000u /* base is valid */
#define RES_FAILED	0x2000u /* there was no room; it stays off */

/* Register index of a resource that no configuration register holds. */
#define RES_NO_REGISTER 0u

struct resource {
	struct resource *next;
	uint64_t base;	      /* first address, valid with RES_ASSIGNED or RES_FIXED */
	uint64_t size;	      /* bytes; 0 for a window with nothing behind it */
	uint64_t align;	      /* bytes, a power of two */
	uint64_t limit;	      /* highest address its last byte may have */
	uint64_t granularity; /* of a window: its base and size are multiples of this */
	const char *name;
	uint16_t index; /* configuration register (BAR or window), or RES_NO_REGISTER */
	uint16_t flags;
};

/* Last address of a resource of size > 0. */
static inline uint64_t resource_end(const struct resource *res)
{
	return res->base + res->size - 1;
}

/* One resource that found no room. */
struct resource_miss {
	const struct device *dev;
	const struct resource *res;
};

/* A fixed resource that shares addresses with another one, or one that found no room. */
struct resource_problem {
	const struct device *dev;
	const struct resource *res;
};

/* What the allocator is told and what it answers. */
struct resource_plan {
	struct device
		*devices; /* all devices, linked by ->next, bridges before what is behind them */
	struct device *domain; /* its RES_WINDOW resources are the space that is given out */
	bool isa_aliases; /* keep I/O out of xx100h..xx3FFh, where 10-bit ISA cards answer too */
	void *(*alloc)(size_t size); /* zeroed memory, never NULL, never given back */

	struct resource_problem *missed; /* what did not fit */
	unsigned missed_count;
	struct resource_problem *overlaps; /* fixed resources in each other's way */
	unsigned overlap_count;
};

/*
 * Places every resource of the devices behind plan->domain: sizes the bridge windows from the deepest
 * bus up, places the biggest alignment first, from the top of the domain's windows down, around
 * everything that is fixed, and gives each resource its base. What does not fit is marked RES_FAILED
 * and listed in plan->missed; the rest is placed as if it were not there. When a bridge window does
 * not fit, expansion ROMs behind it go first, then the biggest resources, until it does.
 * Pure: touches memory only.
 *
 * Returns 0 also when something did not fit. ERR_INVALID, with nothing placed, for resources that break
 * the rules above: an alignment that is no power of two, a size that wraps.
 */
int resource_assign(struct resource_plan *plan);

#endif
