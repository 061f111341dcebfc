/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The frequent cases of x87 arithmetic in integers, several times faster than asking the host. */
#ifndef GEODESIM_FPU_SOFT_H
#define GEODESIM_FPU_SOFT_H

#include "fpu/native.h"
#include "fpu/x87.h"

/*
 * Normal numbers, and zeros where that is easy, with 64-bit precision and rounding to nearest, as
 * long as the result is a normal number. Everything else goes to the host (native.h): reading the
 * host's status word alone takes longer than the work here. All functions give flags as a status
 * word: X87_PE, and X87_C1 when the magnitude was rounded up.
 */
typedef unsigned __int128 soft128;

#define SOFT_DECLINED 0x10000u /* the case is not one of those */

static inline bool soft_mode(const struct fpu_state *f)
{
	return (f->cw & (X87_CW_PC | X87_CW_RC)) == X87_CW_PC;
}

static inline bool soft_normal(const struct ext80 *v)
{
	return ((v->se & X87_EXP) - 1u) < X87_EXP - 1u && v->m >> 63;
}

static inline bool soft_zero(const struct ext80 *v)
{
	return !(v->se & X87_EXP) && !v->m;
}

/* m / 2^127 at biased exponent exp, bit 127 set, to nearest even; bit 0 may be sticky. */
static inline unsigned soft_round(struct ext80 *r, unsigned sign, int exp, soft128 m)
{
	uint64_t hi = (uint64_t)(m >> 64), rest = (uint64_t)m;
	bool up = rest > X87_INTEGER_BIT || (rest == X87_INTEGER_BIT && (hi & 1));

	hi += up;
	if (__builtin_expect(up && !hi, 0)) {
		hi = X87_INTEGER_BIT;
		exp++;
	}
	if (__builtin_expect((unsigned)exp - 1 >= X87_EXP - 1, 0))
		return SOFT_DECLINED;
	r->m = hi;
	r->se = (uint16_t)(sign | (unsigned)exp);
	return (rest ? X87_PE : 0) | (up ? X87_C1 : 0);
}

/* a + b with b's sign flipped by flip */
static inline unsigned soft_sum(struct ext80 *r, const struct ext80 *a, const struct ext80 *b,
				unsigned flip)
{
	unsigned sa = a->se & X87_SIGN, sb = (b->se & X87_SIGN) ^ flip, shift, z;
	int ea = a->se & X87_EXP, eb = b->se & X87_EXP;
	uint64_t ma = a->m, mb = b->m;
	soft128 big, small;

	if (__builtin_expect(!soft_normal(a) || !soft_normal(b), 0)) {
		if (soft_zero(b) && soft_normal(a)) {
			*r = *a;
			return 0;
		}
		if (soft_zero(a) && soft_normal(b)) {
			*r = x87_make(b->se ^ flip, b->m);
			return 0;
		}
		return SOFT_DECLINED;
	}
	if (ea < eb || (ea == eb && ma < mb)) {
		int e = ea;
		unsigned s = sa;

		ea = eb;
		eb = e;
		sa = sb;
		sb = s;
		ma = b->m;
		mb = a->m;
	}
	shift = (unsigned)(ea - eb);
	big = (soft128)ma << 64;
	if (shift <= 64)
		small = (soft128)mb << 64 >> shift;
	else if (shift < 128)
		small = mb >> (shift - 64) | (mb << (128 - shift) != 0);
	else
		small = 1;
	if (sa == sb) {
		soft128 sum = big + small;

		if (sum < big) {
			sum = sum >> 1 | (sum & 1) | (soft128)1 << 127;
			ea++;
		}
		return soft_round(r, sa, ea, sum);
	}
	big -= small;
	if (!big) {
		*r = x87_make(0, 0);
		return 0;
	}
	z = (uint64_t)(big >> 64) ? (unsigned)__builtin_clzll((uint64_t)(big >> 64))
				  : 64 + (unsigned)__builtin_clzll((uint64_t)big);
	return soft_round(r, sa, ea - (int)z, big << z);
}

static inline unsigned soft_add(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	return soft_sum(r, a, b, 0);
}

static inline unsigned soft_sub(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	return soft_sum(r, a, b, X87_SIGN);
}

static inline unsigned soft_subr(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	return soft_sum(r, b, a, X87_SIGN);
}

static inline unsigned soft_mul(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	unsigned sign = (a->se ^ b->se) & X87_SIGN;
	int exp = (a->se & X87_EXP) + (b->se & X87_EXP) - X87_BIAS + 1;
	soft128 m = (soft128)a->m * b->m;

	if (__builtin_expect(!soft_normal(a) || !soft_normal(b), 0)) {
		if ((soft_zero(a) && (soft_normal(b) || soft_zero(b))) ||
		    (soft_zero(b) && soft_normal(a))) {
			*r = x87_make(sign, 0);
			return 0;
		}
		return SOFT_DECLINED;
	}
	if (!(m >> 127)) {
		m <<= 1;
		exp--;
	}
	return soft_round(r, sign, exp, m);
}

/* floor((hi * 2^64 + lo) / divisor) for hi < divisor; the remainder goes to *rest. */
static inline uint64_t soft_divide(uint64_t hi, uint64_t lo, uint64_t divisor, uint64_t *rest)
{
	uint64_t quotient;

	__asm__("divq %[d]"
		: "=a"(quotient), "=d"(*rest)
		: "a"(lo), "d"(hi), [d] "r"(divisor)
		: "cc");
	return quotient;
}

static inline unsigned soft_div(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	unsigned sign = (a->se ^ b->se) & X87_SIGN;
	int exp = (a->se & X87_EXP) - (b->se & X87_EXP) + X87_BIAS;
	uint64_t quotient, rest, below;

	if (__builtin_expect(!soft_normal(a) || !soft_normal(b), 0))
		return SOFT_DECLINED;
	if (a->m >= b->m) {
		quotient = soft_divide(a->m >> 1, a->m << 63, b->m, &rest);
	} else {
		quotient = soft_divide(a->m, 0, b->m, &rest);
		exp--;
	}
	/* The digits below: only their relation to one half counts. */
	if (!rest)
		below = 0;
	else if (rest > b->m - rest)
		below = UINT64_MAX;
	else
		below = rest == b->m - rest ? X87_INTEGER_BIT : 1;
	return soft_round(r, sign, exp, (soft128)quotient << 64 | below);
}

static inline unsigned soft_divr(struct ext80 *r, const struct ext80 *a, const struct ext80 *b)
{
	return soft_div(r, b, a);
}

/* Comparison of normal numbers and zeros: C3, C2, C0. */
static inline unsigned soft_com(const struct ext80 *a, const struct ext80 *b)
{
	bool za = soft_zero(a), zb = soft_zero(b), below, negative;

	if (__builtin_expect((!za && !soft_normal(a)) || (!zb && !soft_normal(b)), 0))
		return SOFT_DECLINED;
	if (za && zb)
		return X87_C3;
	if (za || zb)
		return (za ? !(b->se & X87_SIGN) : a->se >> 15) ? X87_C0 : 0;
	if (a->se == b->se && a->m == b->m)
		return X87_C3;
	negative = a->se & X87_SIGN;
	if (negative != !!(b->se & X87_SIGN))
		return negative ? X87_C0 : 0;
	below = a->se != b->se ? a->se < b->se : a->m < b->m;
	return below != negative ? X87_C0 : 0;
}

/* Memory formats as 80-bit numbers; false for denormals, infinities and NaNs. */
static inline bool soft_from_f32(struct ext80 *r, const uint32_t *v)
{
	unsigned exp = *v >> 23 & 0xff, sign = *v >> 16 & X87_SIGN;

	if (__builtin_expect(exp - 1 < 0xfe, 1)) {
		*r = x87_make(sign | (exp + X87_BIAS - 127), X87_INTEGER_BIT | (uint64_t)*v << 40);
		return true;
	}
	*r = x87_make(sign, 0);
	return !(*v << 1);
}

static inline bool soft_from_f64(struct ext80 *r, const uint64_t *v)
{
	unsigned exp = *v >> 52 & 0x7ff, sign = *v >> 48 & X87_SIGN;

	if (__builtin_expect(exp - 1 < 0x7fe, 1)) {
		*r = x87_make(sign | (exp + X87_BIAS - 1023), X87_INTEGER_BIT | *v << 11);
		return true;
	}
	*r = x87_make(sign, 0);
	return !(*v << 1);
}

static inline struct ext80 soft_from_int(int64_t v)
{
	uint64_t m = v < 0 ? -(uint64_t)v : (uint64_t)v;
	unsigned shift;

	if (!m)
		return x87_make(0, 0);
	shift = (unsigned)__builtin_clzll(m);
	return x87_make((v < 0 ? X87_SIGN : 0) | (X87_BIAS + 63 - shift), m << shift);
}

static inline bool soft_from_i16(struct ext80 *r, const int16_t *v)
{
	*r = soft_from_int(*v);
	return true;
}

static inline bool soft_from_i32(struct ext80 *r, const int32_t *v)
{
	*r = soft_from_int(*v);
	return true;
}

/* A normal number or zero to a shorter format with frac fraction bits, to nearest even. */
static inline unsigned soft_narrow(uint64_t *r, const struct ext80 *a, unsigned frac, int bias)
{
	unsigned cut = 63 - frac;
	int exp = (a->se & X87_EXP) - X87_BIAS + bias;
	uint64_t rest = a->m << (64 - cut), m = a->m >> cut;
	bool up = rest > X87_INTEGER_BIT || (rest == X87_INTEGER_BIT && (m & 1));

	if (soft_zero(a)) {
		*r = 0;
		return 0;
	}
	/* The least normal result is left out: rounding up to it would still be an underflow. */
	if (__builtin_expect(!soft_normal(a) || exp < 2 || exp >= 2 * bias, 0))
		return SOFT_DECLINED;
	/* A carry out of the fraction goes into the exponent, where it belongs. */
	*r = ((uint64_t)(exp - 1) << frac) + m + up;
	return (rest ? X87_PE : 0) | (up ? X87_C1 : 0);
}

static inline unsigned soft_to_f32(uint32_t *r, const struct ext80 *a)
{
	uint64_t v = 0;
	unsigned sw = soft_narrow(&v, a, 23, 127);

	*r = (uint32_t)v | (uint32_t)(a->se & X87_SIGN) << 16;
	return sw;
}

static inline unsigned soft_to_f64(uint64_t *r, const struct ext80 *a)
{
	uint64_t v = 0;
	unsigned sw = soft_narrow(&v, a, 52, 1023);

	*r = v | (uint64_t)(a->se & X87_SIGN) << 48;
	return sw;
}

/* To an integer of magnitude below 2^62, to nearest even or cut off (truncate). */
static inline unsigned soft_to_int(int64_t *r, const struct ext80 *a, bool truncate)
{
	int exp = (a->se & X87_EXP) - X87_BIAS;
	uint64_t whole, rest;
	bool up;

	*r = 0;
	if (soft_zero(a))
		return 0;
	if (__builtin_expect(!soft_normal(a) || exp > 61, 0))
		return SOFT_DECLINED;
	if (exp < -1) {
		whole = 0;
		rest = 1;
	} else if (exp == -1) {
		whole = 0;
		rest = a->m;
	} else {
		whole = a->m >> (63 - exp);
		rest = a->m << (exp + 1);
	}
	up = !truncate && (rest > X87_INTEGER_BIT || (rest == X87_INTEGER_BIT && (whole & 1)));
	whole += up;
	*r = a->se & X87_SIGN ? -(int64_t)whole : (int64_t)whole;
	return (rest ? X87_PE : 0) | (up ? X87_C1 : 0);
}

#endif
