/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds free places in a stretch of addresses. Pure. */
#include "resource_space.h"

/*
 * A card that decodes ten address bits answers at x100h..x3FFh of every KiB. I/O stays clear of that:
 * up to 100h bytes lie in the first quarter of a KiB, more start at a KiB.
 */
#define ISA_BLOCK 0x400u
#define ISA_FREE  0x100u

void space_block(struct space *space, uint64_t base, uint64_t end)
{
	unsigned first = 0, last;

	while (first < space->count && space->taken[first].end < base)
		first++;
	last = first;
	while (last < space->count && space->taken[last].base <= end) {
		if (space->taken[last].base < base)
			base = space->taken[last].base;
		if (space->taken[last].end > end)
			end = space->taken[last].end;
		last++;
	}
	/* taken[first..last-1] become one span */
	if (last == first) {
		for (unsigned i = space->count; i > first; i--)
			space->taken[i] = space->taken[i - 1];
		space->count++;
	} else {
		for (unsigned i = last; i < space->count; i++)
			space->taken[first + 1 + i - last] = space->taken[i];
		space->count -= last - first - 1;
	}
	space->taken[first] = (struct space_span){base, end};
}

/* The lowest fitting base in [low, high]. */
static bool fit_low(const struct space *space, uint64_t low, uint64_t high, uint64_t size,
		    uint64_t align, uint64_t *base)
{
	uint64_t at = (low + align - 1) & ~(align - 1);

	if (at < low)
		return false;
	if (space->isa_aliases && at % ISA_BLOCK >= ISA_FREE)
		at = (at + ISA_BLOCK - 1) & ~(uint64_t)(ISA_BLOCK - 1);
	if (at > high || high - at < size - 1)
		return false;
	*base = at;
	return true;
}

/* The highest fitting base in [low, high]. */
static bool fit_high(const struct space *space, uint64_t low, uint64_t high, uint64_t size,
		     uint64_t align, uint64_t *base)
{
	uint64_t at;

	if (high - low < size - 1)
		return false;
	at = (high - (size - 1)) & ~(align - 1);
	if (space->isa_aliases && at % ISA_BLOCK >= ISA_FREE)
		at = (at & ~(uint64_t)(ISA_BLOCK - 1)) + ((ISA_FREE - size) & ~(align - 1));
	if (at < low)
		return false;
	*base = at;
	return true;
}

bool space_take(struct space *space, uint64_t size, uint64_t align, uint64_t limit, uint64_t *base)
{
	/* Gap i lies in front of taken[i]; the last one behind all of them. */
	for (unsigned i = 0; i <= space->count; i++) {
		unsigned gap = space->from_top ? space->count - i : i;
		uint64_t low = space->base, high = space->end;
		bool found;

		if (gap > 0) {
			if (space->taken[gap - 1].end == UINT64_MAX)
				continue;
			if (space->taken[gap - 1].end + 1 > low)
				low = space->taken[gap - 1].end + 1;
		}
		if (gap < space->count) {
			if (space->taken[gap].base == 0)
				continue;
			if (space->taken[gap].base - 1 < high)
				high = space->taken[gap].base - 1;
		}
		if (high > limit)
			high = limit;
		if (low > high)
			continue;
		if (space->isa_aliases && size > ISA_FREE && align < ISA_BLOCK)
			align = ISA_BLOCK;
		found = space->from_top ? fit_high(space, low, high, size, align, base)
					: fit_low(space, low, high, size, align, base);
		if (found) {
			space_block(space, *base, *base + size - 1);
			return true;
		}
	}
	return false;
}
