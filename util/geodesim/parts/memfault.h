/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Test face: memory bits stuck at 0 or 1. */
#ifndef GEODESIM_PARTS_MEMFAULT_H
#define GEODESIM_PARTS_MEMFAULT_H

#include "frame/bus.h"

#define MEMFAULT_MAX 16

struct memfault {
	struct ram *ram;
	struct memfault_bit {
		uint32_t addr;
		uint8_t bit;
		bool stuck_at;
	} bit[MEMFAULT_MAX];
	unsigned count;
	struct mem_range range[MEMFAULT_MAX];
	struct memfault_page {
		struct memfault *owner;
		uint32_t base;
	} page[MEMFAULT_MAX];
	unsigned pages;
};

/** memfault_init - no faults; @ram is what lies at address 0. */
void memfault_init(struct memfault *f, struct ram *ram);

/**
 * memfault_add - bit @bit (0..7) of the byte at @addr always reads @stuck_at
 * The page becomes slow. Returns 0, or -1: too many, or no RAM there.
 */
int memfault_add(struct memfault *f, struct mem_map *map, uint32_t addr, unsigned bit,
		 bool stuck_at);

#endif
