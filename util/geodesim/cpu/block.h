/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoded code: basic blocks by physical address, and pages that hold code. */
#ifndef GEODESIM_CPU_BLOCK_H
#define GEODESIM_CPU_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/insn.h"

struct cpu;

#define BLOCK_MAX  32	      /* instructions in a block */
#define BLOCK_DEAD 0xffffffff /* mode of a block whose code was overwritten */

struct block {
	struct block *hash_next;
	struct block *page_next;
	uint32_t phys;	/* physical address of its first byte */
	uint32_t mode;	/* MODE_* it was decoded for, or BLOCK_DEAD */
	uint16_t count; /* instructions */
	uint16_t bytes;
	uint32_t clk; /* clocks of all of it */
	/* Where control went from here the last two times: a shortcut past the lookup. */
	struct link {
		uint32_t lin;
		uint32_t generation;
		struct block *block;
	} link[2];
	struct insn insn[]; /* count of them, then one that leads to op_block_end() */
};

struct code_cache *code_new(void);
void code_free(struct code_cache *code);
/** code_flush - forget all decoded code. The block being executed is left after its instruction. */
void code_flush(struct cpu *cpu);
/** code_forget_lookups - linear addresses may mean other memory now (TLB flush). */
void code_forget_lookups(struct cpu *cpu);
/** code_next - the block at cpu->eip, after block b has run. */
struct block *code_next(struct cpu *cpu, struct block *b);
/** code_find - the block at cpu->eip, decoded if need be; faults like the fetch it stands for. */
struct block *code_find(struct cpu *cpu);
/** code_in_page - is there decoded code in the physical page? */
bool code_in_page(const struct cpu *cpu, uint32_t phys);
/** code_written - memory changed: drop the code decoded from it. len <= 4096, within a page. */
void code_written(struct cpu *cpu, uint32_t phys, uint32_t len);

/**
 * decode_block - decode instructions at cpu->eip (physical address phys) into b->insn
 * @max: most instructions. Sets count, bytes, clk. Returns false when the (only) instruction
 * reaches into another page or lies outside plain memory: then the block must not be kept.
 */
bool decode_block(struct cpu *cpu, struct block *b, uint32_t lin, uint32_t phys, unsigned max);

#endif
