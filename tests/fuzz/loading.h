/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small machine to load into: whatever the file says, only free RAM is written before the jump. */
#ifndef TESTS_FUZZ_LOADING_H
#define TESTS_FUZZ_LOADING_H

#include "fuzz.h"
#include <lib/compress.h>
#include <lib/load.h>

#define LOADING_MEMORY 0x200000u

/* Checks and runs a plan whose sources lie in data .. data + size. */
static inline void load_in_machine(struct load_plan *plan, const uint8_t *data, size_t size)
{
	static const struct mem_range keep[] = {{0x100800, 0x1000, MEM_RAM},
						{0x1f0000, 0x8000, MEM_RAM}};
	static uint8_t memory[LOADING_MEMORY];
	static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];
	struct memmap map = {0};
	struct load_env env = {.map = &map,
			       .keep = keep,
			       .keep_count = 2,
			       .stub_size = 256,
			       .work = work,
			       .work_size = sizeof(work),
			       .memory = (uintptr_t)memory};
	struct load_result result;
	unsigned int i, j;
	size_t b;

	for (i = 0; i < plan->count; i++)
		MUST(inside(plan->seg[i].src, plan->seg[i].stored, data, size));
	memmap_add(&map, 0x1000, 0x9f000, MEM_RAM);
	memmap_add(&map, 0x100000, 0x100000, MEM_RAM);
	if (load_check(plan, &map))
		return;
	for (i = 0; i < 2; i++)
		memset(memory + keep[i].base, 0x5a, keep[i].size);
	memset(memory + 0xa0000, 0x5a, 0x60000);
	if (load_run(plan, &env, &result))
		result.copies = 0;
	for (i = 0; i < 2; i++) {
		for (b = 0; b < keep[i].size; b++)
			MUST(memory[keep[i].base + b] == 0x5a);
	}
	for (b = 0xa0000; b < 0x100000; b++)
		MUST(memory[b] == 0x5a);
	for (i = 0; i < result.copies; i++) {
		const struct load_copy *c = &result.copy[i];

		MUST(memmap_is(&map, c->src, c->size, MEM_RAM));
		MUST(memmap_is(&map, c->dest, c->size, MEM_RAM));
		for (j = 0; j < plan->count; j++)
			MUST(!mem_overlap(c->src, c->size, plan->seg[j].dest, plan->seg[j].memsz));
	}
}

#endif
