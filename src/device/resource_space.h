/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One stretch of addresses and what is taken in it. */
#ifndef DEVICE_RESOURCE_SPACE_H
#define DEVICE_RESOURCE_SPACE_H

#include <stdbool.h>
#include <stdint.h>

struct space_span {
	uint64_t base;
	uint64_t end; /* last address */
};

struct space {
	uint64_t base;
	uint64_t end;		  /* last address */
	bool from_top;		  /* take the highest place that fits, else the lowest */
	bool isa_aliases;	  /* I/O space: bits 8 and 9 of an address are 0 */
	struct space_span *taken; /* sorted, never overlapping; room for every span that may come */
	unsigned count;
};

/* Marks [base, end] as taken; parts that are taken already are merged. */
void space_block(struct space *space, uint64_t base, uint64_t end);

/*
 * Takes `size` bytes (not 0) at a multiple of `align` (a power of two), the last one not above `limit`.
 * Returns false when there is no such place.
 */
bool space_take(struct space *space, uint64_t size, uint64_t align, uint64_t limit, uint64_t *base);

#endif
