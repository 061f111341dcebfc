/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sum and quotient of software numbers with 128-bit significands. */
#include "fpu/fx.h"

struct fx fx_add(struct fx a, struct fx b)
{
	struct fx big = a, small = b;
	unsigned shift;

	if (!a.m)
		return b;
	if (!b.m)
		return a;
	if (a.exp < b.exp || (a.exp == b.exp && a.m < b.m)) {
		big = b;
		small = a;
	}
	shift = (unsigned)(big.exp - small.exp);
	small.m = shift > 127 ? 0 : small.m >> shift;
	if (big.sign == small.sign) {
		u128 sum = big.m + small.m;

		if (sum < big.m)
			return (struct fx){sum >> 1 | (u128)1 << 127, big.exp + 1, big.sign};
		return (struct fx){sum, big.exp, big.sign};
	}
	return fx_normal(big.sign, big.exp, big.m - small.m);
}

/* floor(n / d) for n < d * 2^64: one machine instruction, which the compiler does not dare use. */
static uint64_t divide(u128 n, uint64_t d)
{
	uint64_t quotient, rest;

	__asm__("divq %[d]"
		: "=a"(quotient), "=d"(rest)
		: "a"((uint64_t)n), "d"((uint64_t)(n >> 64)), [d] "r"(d)
		: "cc");
	return quotient;
}

/* floor(r * 2^64 / b) for r < b, bit 127 of b set; the remainder stays in *r. */
static uint64_t digit(u128 *r, u128 b)
{
	uint64_t b1 = (uint64_t)(b >> 64), b0 = (uint64_t)b, q = UINT64_MAX;
	u128 rest, low;

	if ((uint64_t)(*r >> 64) < b1)
		q = divide(*r, b1);
	/* The estimate is at most two too high: compare rest * 2^64 with q * b0. */
	rest = *r - (u128)q * b1;
	low = (u128)q * b0;
	while (!(rest >> 64) && rest << 64 < low) {
		q--;
		rest += b1;
		low -= b0;
	}
	*r = (rest << 64) - low;
	return q;
}

/* floor(r * 2^128 / b) for r < b, bit 127 of b set. */
static u128 quotient(u128 r, u128 b)
{
	u128 hi = digit(&r, b);

	return hi << 64 | digit(&r, b);
}

struct fx fx_div(struct fx a, struct fx b)
{
	struct fx r = {0, a.exp - b.exp, a.sign != b.sign};

	if (a.m >= b.m) {
		r.m = (u128)1 << 127 | quotient(a.m - b.m, b.m) >> 1;
	} else {
		r.m = quotient(a.m, b.m);
		r.exp--;
	}
	return r;
}
