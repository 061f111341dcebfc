/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the floating-point unit: x87 registers, which MMX and 3DNow! share. */
#ifndef GEODESIM_FPU_FPU_H
#define GEODESIM_FPU_FPU_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One 80-bit register: significand with its explicit integer bit, then sign and exponent. The struct
 * has the layout of the 10-byte memory format, padded to 16 bytes, so the host can load it.
 */
struct ext80 {
	uint64_t m;  /* significand, bit 63 is the integer bit */
	uint16_t se; /* bit 15 sign, bits 14:0 exponent with bias 16383 */
	uint16_t pad[3];
};

struct fpu_state {
	struct ext80 r[8]; /* physical registers R0..R7; MMn is the significand of Rn */
	uint16_t cw;	   /* control word as FNSTCW shows it */
	uint16_t sw;	   /* status word with the TOP field zero; ES and B always agree with cw */
	uint8_t top;	   /* 0..7: physical number of ST(0) */
	uint8_t full;	   /* bit n set: Rn holds a value (tag not "empty") */
	uint16_t fop;	   /* last non-control instruction: 11 opcode bits */
	uint32_t fip;	   /* its offset, and its CS */
	uint16_t fcs;
	uint32_t fdp; /* offset and segment of its memory operand */
	uint16_t fds;
};

/* Reset by RESET# (power-on): as FNINIT, and the data registers become zero. */
void fpu_reset(struct fpu_state *f);

/* State as FNINIT leaves it; the data registers keep their contents. */
void fpu_init(struct fpu_state *f);

/* The 16-bit status word as software sees it, TOP included. */
static inline uint16_t fpu_status_word(const struct fpu_state *f)
{
	return f->sw | (uint16_t)(f->top << 11);
}

/* The 16-bit tag word (two bits a register: 0 valid, 1 zero, 2 special, 3 empty), worked out from
   the contents of the registers. */
uint16_t fpu_tag_word(const struct fpu_state *f);

/* Load the control, status and tag words as FLDENV does: TOP, ES and B follow from them. */
void fpu_load_words(struct fpu_state *f, uint16_t cw, uint16_t sw, uint16_t tag);

#endif
