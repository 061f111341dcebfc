/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine to load into: whatever the file says, only free RAM is written before the jump. */
#ifndef TESTS_FUZZ_LOADING_H
#define TESTS_FUZZ_LOADING_H

#include "fuzz.h"
#include <lib/compress.h>
#include <lib/load.h>

#define LOADING_MEMORY 0x200000u
#define GUARD	       0x5a

/* Checks and runs a plan whose sources lie in data .. data + size. */
static inline void load_in_machine(struct load_plan *plan, const uint8_t *data, size_t size)
{
	/* Two ranges that must survive until the jump, and the hole below 1 MiB. */
	static const struct mem_range guard[] = {{0x100800, 0x1000, MEM_RAM},
						 {0x1f0000, 0x8000, MEM_RAM},
						 {0xa0000, 0x60000, MEM_RESERVED}};
	static uint8_t memory[LOADING_MEMORY];
	static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];
	struct memmap map = {0};
	struct load_env env = {.map = &map,
			       .keep = guard,
			       .keep_count = 2,
			       .stub_size = 256,
			       .work = work,
			       .work_size = sizeof(work),
			       .memory = (uintptr_t)memory};
	struct load_result result;
	unsigned int i, j;

	for (i = 0; i < plan->count; i++)
		MUST(inside(plan->seg[i].src, plan->seg[i].stored, data, size));
	memmap_add(&map, 0x1000, 0x9f000, MEM_RAM);
	memmap_add(&map, 0x100000, 0x100000, MEM_RAM);
	if (load_check(plan, &map))
		return;
	for (i = 0; i < 3; i++)
		memset(memory + guard[i].base, GUARD, guard[i].size);
	if (load_run(plan, &env, &result))
		result.copies = 0;
	/* All bytes equal: the first is right and each equals the next. */
	for (i = 0; i < 3; i++) {
		const uint8_t *g = memory + guard[i].base;

		MUST(g[0] == GUARD && !memcmp(g, g + 1, guard[i].size - 1));
	}
	for (i = 0; i < result.copies; i++) {
		const struct load_copy *c = &result.copy[i];

		MUST(memmap_is(&map, c->src, c->size, MEM_RAM));
		MUST(memmap_is(&map, c->dest, c->size, MEM_RAM));
		for (j = 0; j < plan->count; j++)
			MUST(!mem_overlap(c->src, c->size, plan->seg[j].dest, plan->seg[j].memsz));
	}
}

#endif
