/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Software numbers with 128-bit significands, for the transcendental functions. */
#ifndef GEODESIM_FPU_FX_H
#define GEODESIM_FPU_FX_H

#include "fpu/x87.h"

typedef unsigned __int128 u128;

#define U128(hi, lo)	   ((u128)(hi) << 64 | (lo))

/* 1 / n as a fraction of 2^128, for tables (the compiler does the division). */
#define U128_RECIPROCAL(n) (~(u128)0 / (n))

/* m / 2^127 * 2^exp; bit 127 of m is set unless the number is zero (m = 0). */
struct fx {
	u128 m;
	int exp;
	bool sign;
};

/* The upper half of a 256-bit product. */
static inline u128 u128_mulhi(u128 a, u128 b)
{
	uint64_t a1 = (uint64_t)(a >> 64), a0 = (uint64_t)a;
	uint64_t b1 = (uint64_t)(b >> 64), b0 = (uint64_t)b;
	u128 p10 = (u128)a1 * b0, p01 = (u128)a0 * b1;
	u128 mid = (u128)(uint64_t)p10 + (uint64_t)p01 + (((u128)a0 * b0) >> 64);

	return (u128)a1 * b1 + (p10 >> 64) + (p01 >> 64) + (mid >> 64);
}

static inline unsigned u128_clz(u128 v)
{
	uint64_t hi = (uint64_t)(v >> 64);

	return (unsigned)(hi ? __builtin_clzll(hi) : 64 + __builtin_clzll((uint64_t)v));
}

static inline struct fx fx_normal(bool sign, int exp, u128 m)
{
	struct fx r = {m, exp, sign};

	if (m) {
		unsigned z = u128_clz(m);

		r.m <<= z;
		r.exp -= (int)z;
	}
	return r;
}

/* A finite number; denormals are normalised. */
static inline struct fx fx_from_ext(const struct ext80 *v)
{
	int exp = v->se & X87_EXP;

	return fx_normal(v->se & X87_SIGN, (exp ? exp : 1) - X87_BIAS, (u128)v->m << 64);
}

static inline struct fx fx_from_int(int v)
{
	return fx_normal(v < 0, 127, (u128)(v < 0 ? -(int64_t)v : v));
}

static inline struct fx fx_neg(struct fx a)
{
	a.sign = !a.sign;
	return a;
}

/* Relative error below 2^-126; exact when both significands have 64 bits at most. */
static inline struct fx fx_mul(struct fx a, struct fx b)
{
	struct fx r = {u128_mulhi(a.m, b.m), a.exp + b.exp + 1, a.sign != b.sign};

	if (r.m && !(r.m >> 127)) {
		r.m <<= 1;
		r.exp--;
	}
	return r;
}

/* Sum: exact but for digits shifted out at the bottom. */
struct fx fx_add(struct fx a, struct fx b);
/* Quotient of nonzero numbers, cut off. */
struct fx fx_div(struct fx a, struct fx b);

/* The magnitude of a number below 1 as a fraction of 2^128. */
static inline u128 fx_fraction(struct fx a)
{
	return a.exp < -128 ? 0 : a.m >> (-1 - a.exp);
}

/* A fraction of 2^128 as a number. */
static inline struct fx fx_from_fraction(u128 m)
{
	return fx_normal(false, -1, m);
}

/*
 * The functions proper. Arguments are finite and nonzero; relative errors are below 2^-80. Results
 * are irrational unless stated, so callers round them with the sticky bit set.
 */
/* sin and cos of a, |a| < 2^63. */
void fx_sincos(struct fx a, struct fx *sine, struct fx *cosine);
/* Angle of the point (x, y), as atan2. */
struct fx fx_atan2(struct fx y, struct fx x);
/* 2^a - 1; exact for a = 1 and a = -1. */
struct fx fx_exp2m1(struct fx a);
/* log2 of a > 0; an exact integer for powers of two (zero for 1). */
struct fx fx_log2(struct fx a);
/* log2(1 + a) for a > -1. */
struct fx fx_log2p1(struct fx a);
/* pi, for the angles of points at infinity and on the axes. */
struct fx fx_pi(void);

#endif
