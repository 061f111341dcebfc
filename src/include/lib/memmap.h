/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map of physical memory: sorted ranges that never overlap. */
#ifndef LIB_MEMMAP_H
#define LIB_MEMMAP_H

#include <stdbool.h>
#include <stdint.h>

/* Types: 1 to 5 are e820's and the coreboot table's, 16 is the coreboot table's. */
enum {
	MEM_NONE = 0,	  /* not in the map: nothing there, or a hole for devices */
	MEM_RAM = 1,	  /* usable RAM */
	MEM_RESERVED = 2, /* not for the OS */
	MEM_ACPI = 3,	  /* ACPI tables, reclaimable */
	MEM_NVS = 4,	  /* ACPI non-volatile storage */
	MEM_UNUSABLE = 5, /* RAM with errors */
	MEM_TABLE = 16	  /* the firmware's tables (cbmem); e820 has it as reserved */
};

#define MEMMAP_MAX 64

/* Bytes base .. base + size - 1; size is never 0 in a map and base + size never wraps. */
struct mem_range {
	uint64_t base;
	uint64_t size;
	uint32_t type;
};

/* Zero-initialised is an empty map. Ascending, no overlaps, equal neighbours merged. */
struct memmap {
	struct mem_range range[MEMMAP_MAX];
	unsigned int count;
};

/*
 * Gives the `size` bytes from `base` the type `type`; what was there before is replaced (split or
 * cut as needed), MEM_NONE removes. A size of 0 changes nothing.
 * Returns 0, ERR_RANGE when base + size wraps, or ERR_NO_SPACE when the map is full (then it is
 * unchanged).
 */
int memmap_add(struct memmap *map, uint64_t base, uint64_t size, uint32_t type);

/* True when all `size` bytes from `base` (size > 0) are of `type` (MEM_NONE is never true). */
bool memmap_is(const struct memmap *map, uint64_t base, uint64_t size, uint32_t type);

/* Type of the byte at `addr`, MEM_NONE where the map has nothing. */
uint32_t memmap_type(const struct memmap *map, uint64_t addr);

/* Sum of the sizes of all ranges of one type, in bytes. */
uint64_t memmap_total(const struct memmap *map, uint32_t type);

/* What memmap_find() looks for. */
struct mem_request {
	uint64_t size;	/* bytes, > 0 */
	uint64_t align; /* power of two; 0 is taken as 1 */
	uint64_t min;	/* lowest address allowed for the first byte */
	uint64_t max;	/* highest address allowed for the last byte (inclusive) */
	bool highest;	/* highest fitting place, else the lowest */
	const struct mem_range
		*used; /* ranges inside RAM to keep clear of; any order, type ignored */
	unsigned int used_count;
};

/*
 * Finds usable RAM (MEM_RAM) for the request. Returns 0 with *base filled, ERR_NO_MEMORY when
 * nothing fits, or ERR_INVALID when size is 0 or align no power of two. The map is not changed.
 */
int memmap_find(const struct memmap *map, const struct mem_request *req, uint64_t *base);

/* True when the two ranges of bytes share at least one byte. */
bool mem_overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size);

#endif
