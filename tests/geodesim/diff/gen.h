/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The generator of random instruction sequences. */
#ifndef GEODESIM_DIFF_GEN_H
#define GEODESIM_DIFF_GEN_H

#include <stdbool.h>

#include "diff.h"

enum {
	CF = 0x001,
	PF = 0x004,
	AF = 0x010,
	ZF = 0x040,
	SF = 0x080,
	DF = 0x400,
	OF = 0x800,
	ARITH = CF | PF | AF | ZF | SF | OF,
};

/* Which kinds of instructions sequences are made of. */
enum {
	GEN_INTEGER = 1,
	GEN_X87 = 2,
	GEN_MMX = 4,
	GEN_TRANSCENDENTAL = 8,
	GEN_ALL = 15,
};

struct gen {
	uint64_t rng;
	uint8_t *p;	     /* next byte of code */
	uint8_t *start;	     /* first byte of the unit */
	struct diff_unit *u; /* its flags */
	uint32_t address;    /* linear address of the unit's first byte */
	bool last;	     /* the unit may leave memory that differs legitimately */
};

/* Random numbers: 64 bits; 0 .. n-1; true in one of n cases. */
uint64_t gen_random(struct gen *g);
uint32_t gen_below(struct gen *g, uint32_t n);
bool gen_one_in(struct gen *g, uint32_t n);
/* 32 bits that are often small, a power of two, or at an edge. */
uint32_t gen_value(struct gen *g);

void gen_byte(struct gen *g, unsigned v);
void gen_word(struct gen *g, unsigned v);
void gen_dword(struct gen *g, uint32_t v);

/*
 * Operands. reg goes into ModRM's middle field. Prefixes that an operand needs (segment, 67) must
 * come before the opcode: gen_operand_prefixes() decides and emits them, returning what
 * gen_operand() then needs to know.
 */
struct gen_operand {
	bool memory, addr16;
	uint8_t mod, rm;
};
struct gen_operand gen_pick_operand(struct gen *g, bool may_register, bool may_memory);
void gen_operand(struct gen *g, const struct gen_operand *o, unsigned reg);

/* One random unit of a kind at g->p; sets g->u's flags. */
void gen_integer(struct gen *g);
void gen_x87(struct gen *g);
void gen_mmx(struct gen *g);
/* A transcendental instruction; adapts ST(0) in the initial state, so it must be the first unit. */
void gen_transcendental(struct gen *g, uint8_t fpu[DIFF_FPU_BYTES]);

/* Contents of registers and memory. */
void gen_fpu_state(struct gen *g, uint8_t fpu[DIFF_FPU_BYTES], unsigned kinds);
void gen_data(struct gen *g, uint8_t data[DIFF_PAGE]);

/** gen_case - the case of a seed: the same seed and kinds always give the same case. */
void gen_case(struct diff_case *c, uint64_t seed, unsigned kinds);

/**
 * gen_undefined - flags that are undefined after the units, or -1 if one of them reads such a flag
 */
int64_t gen_undefined(const struct diff_case *c);

#endif
