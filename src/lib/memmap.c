/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map of physical memory. */
#include <lib/errors.h>
#include <lib/memmap.h>
#include <stddef.h>

/* Appends a range to a map being built, joined to the one before when they touch and are equal. */
static int append(struct memmap *map, uint64_t base, uint64_t size, uint32_t type)
{
	struct mem_range *last = map->count ? &map->range[map->count - 1] : NULL;

	if (!size || type == MEM_NONE)
		return 0;
	if (last && last->type == type && last->base + last->size == base) {
		last->size += size;
		return 0;
	}
	if (map->count == MEMMAP_MAX)
		return ERR_NO_SPACE;
	map->range[map->count++] = (struct mem_range){base, size, type};
	return 0;
}

int memmap_add(struct memmap *map, uint64_t base, uint64_t size, uint32_t type)
{
	const uint64_t end = base + size;
	struct memmap result;
	bool placed = false;
	unsigned int i;
	int err = 0;

	if (!size)
		return 0;
	if (end < base)
		return ERR_RANGE;

	/* Rebuild: of each old range what lies below the new one, the new one, what lies above. */
	result.count = 0;
	for (i = 0; i < map->count && !err; i++) {
		const struct mem_range *r = &map->range[i];
		uint64_t r_end = r->base + r->size;

		if (r->base < base)
			err = append(&result, r->base, (r_end < base ? r_end : base) - r->base,
				     r->type);
		if (!placed && r_end > base && !err) {
			err = append(&result, base, size, type);
			placed = true;
		}
		if (r_end > end && !err) {
			uint64_t from = r->base > end ? r->base : end;

			err = append(&result, from, r_end - from, r->type);
		}
	}
	if (!placed && !err)
		err = append(&result, base, size, type);
	if (!err)
		*map = result;
	return err;
}

bool mem_overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	if (!a_size || !b_size)
		return false;
	return a < b ? b - a < a_size : a - b < b_size;
}

static const struct mem_range *range_at(const struct memmap *map, uint64_t addr)
{
	unsigned int i;

	for (i = 0; i < map->count; i++) {
		const struct mem_range *r = &map->range[i];

		if (addr >= r->base && addr - r->base < r->size)
			return r;
	}
	return NULL;
}

bool memmap_is(const struct memmap *map, uint64_t base, uint64_t size, uint32_t type)
{
	const struct mem_range *r = range_at(map, base);

	/* Equal neighbours are merged, so one range must hold all of it. */
	return r && size && r->type == type && size <= r->size - (base - r->base);
}

uint32_t memmap_type(const struct memmap *map, uint64_t addr)
{
	const struct mem_range *r = range_at(map, addr);

	return r ? r->type : MEM_NONE;
}

uint64_t memmap_total(const struct memmap *map, uint32_t type)
{
	uint64_t total = 0;
	unsigned int i;

	for (i = 0; i < map->count; i++) {
		if (map->range[i].type == type)
			total += map->range[i].size;
	}
	return total;
}

/* The first used range that shares bytes with the place at `base`, NULL when it is free. */
static const struct mem_range *in_the_way(const struct mem_request *req, uint64_t base)
{
	unsigned int i;

	for (i = 0; i < req->used_count; i++) {
		const struct mem_range *u = &req->used[i];

		if (mem_overlap(base, req->size, u->base, u->size))
			return u;
	}
	return NULL;
}

/*
 * Searches first .. last (inclusive) of one RAM range, by jumping over what is in the way: every
 * jump leaves a used range behind for good, so the search ends.
 */
static bool search(const struct mem_request *req, uint64_t first, uint64_t last, uint64_t align,
		   uint64_t *base)
{
	for (;;) {
		const struct mem_range *obstacle;
		uint64_t at;

		if (first > last || last - first < req->size - 1)
			return false;
		if (req->highest) {
			at = (last - (req->size - 1)) & ~(align - 1);
		} else {
			at = (first + align - 1) & ~(align - 1);
			if (at < first) /* rounding up wrapped */
				return false;
		}
		if (at < first || at > last || last - at < req->size - 1)
			return false;

		obstacle = in_the_way(req, at);
		if (!obstacle) {
			*base = at;
			return true;
		}
		if (req->highest) {
			if (!obstacle->base)
				return false;
			last = obstacle->base - 1;
		} else {
			first = obstacle->base + obstacle->size;
			if (!first)
				return false;
		}
	}
}

int memmap_find(const struct memmap *map, const struct mem_request *req, uint64_t *base)
{
	const uint64_t align = req->align ? req->align : 1;
	unsigned int i;

	if (!req->size || align & (align - 1))
		return ERR_INVALID;
	for (i = 0; i < map->count; i++) {
		const struct mem_range *r = &map->range[req->highest ? map->count - 1 - i : i];
		uint64_t first = r->base, last = r->base + (r->size - 1);

		if (r->type != MEM_RAM)
			continue;
		if (first < req->min)
			first = req->min;
		if (last > req->max)
			last = req->max;
		if (search(req, first, last, align, base))
			return 0;
	}
	return ERR_NO_MEMORY;
}
