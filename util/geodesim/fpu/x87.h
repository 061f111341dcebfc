/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x87 model: names of bits, classes of numbers, the register stack. */
#ifndef GEODESIM_FPU_X87_H
#define GEODESIM_FPU_X87_H

#include "fpu/fpu.h"

/* Exception flags in the status word; the masks in the control word have the same places. */
enum {
	X87_IE = 0x01, /* invalid operation; with X87_SF a stack fault */
	X87_DE = 0x02, /* denormal operand */
	X87_ZE = 0x04, /* division by zero */
	X87_OE = 0x08, /* overflow */
	X87_UE = 0x10, /* underflow */
	X87_PE = 0x20, /* inexact */
	X87_FLAGS = 0x3f,
	X87_SF = 0x40,
	X87_ES = 0x80, /* an unmasked exception is pending */
	X87_C0 = 0x0100,
	X87_C1 = 0x0200,
	X87_C2 = 0x0400,
	X87_C3 = 0x4000,
	X87_CC = 0x4700,
	X87_B = 0x8000, /* copy of ES */
};

/* Fields of the control word. */
enum {
	X87_CW_PC = 0x0300,
	X87_CW_RC = 0x0c00,
	X87_RC_NEAR = 0x0000,
	X87_RC_DOWN = 0x0400,
	X87_RC_UP = 0x0800,
	X87_RC_ZERO = 0x0c00,
	X87_CW_FIXED = 0x0040, /* reads as one */
	X87_CW_WRITABLE = 0x1f3f,
};

#define X87_BIAS	16383
#define X87_SIGN	0x8000
#define X87_EXP		0x7fff
#define X87_INTEGER_BIT (1ull << 63)
#define X87_QUIET_BIT	(1ull << 62)

enum x87_class {
	X87_ZERO,
	X87_NORMAL,
	X87_DENORMAL, /* pseudo-denormals too: they are numbers and raise the same flag */
	X87_INFINITY,
	X87_QNAN,
	X87_SNAN,
	X87_UNSUPPORTED, /* unnormals, pseudo-infinities, pseudo-NaNs: always invalid */
};

static inline enum x87_class x87_classify(const struct ext80 *v)
{
	unsigned exp = v->se & X87_EXP;

	if (exp == 0)
		return v->m ? X87_DENORMAL : X87_ZERO;
	if (!(v->m & X87_INTEGER_BIT))
		return X87_UNSUPPORTED;
	if (exp != X87_EXP)
		return X87_NORMAL;
	if (v->m == X87_INTEGER_BIT)
		return X87_INFINITY;
	return v->m & X87_QUIET_BIT ? X87_QNAN : X87_SNAN;
}

static inline bool x87_nan_class(enum x87_class c)
{
	return c >= X87_QNAN;
}

static inline struct ext80 x87_make(unsigned se, uint64_t m)
{
	struct ext80 v = {m, (uint16_t)se, {0}};

	return v;
}

/* The QNaN that stands for "no answer" when the invalid exception is masked. */
static inline struct ext80 x87_indefinite(void)
{
	return x87_make(0xffff, 0xc000000000000000ull);
}

static inline unsigned x87_phys(const struct fpu_state *f, unsigned i)
{
	return (f->top + i) & 7;
}

static inline struct ext80 *x87_st(struct fpu_state *f, unsigned i)
{
	return &f->r[x87_phys(f, i)];
}

static inline bool x87_empty(const struct fpu_state *f, unsigned i)
{
	return !(f->full >> x87_phys(f, i) & 1);
}

/* Store v in ST(i), which is not empty any more. */
static inline void x87_set(struct fpu_state *f, unsigned i, const struct ext80 *v)
{
	unsigned n = x87_phys(f, i);

	f->r[n].m = v->m;
	f->r[n].se = v->se;
	f->full |= (uint8_t)(1u << n);
}

static inline void x87_push(struct fpu_state *f, const struct ext80 *v)
{
	f->top = (f->top - 1) & 7;
	x87_set(f, 0, v);
}

static inline void x87_pop(struct fpu_state *f)
{
	f->full &= (uint8_t) ~(1u << f->top);
	f->top = (f->top + 1) & 7;
}

/* ES and B from the flags and the masks, after either was loaded. */
static inline void x87_update_es(struct fpu_state *f)
{
	f->sw &= (uint16_t) ~(X87_ES | X87_B);
	if (f->sw & ~f->cw & X87_FLAGS)
		f->sw |= X87_ES | X87_B;
}

#endif
