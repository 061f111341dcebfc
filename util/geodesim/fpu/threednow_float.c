/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic of 3DNow!: single precision without denormals, infinities, NaNs and exceptions. */
#include <string.h>

#include "fpu/threednow_float.h"

#define SIGN	   0x80000000u
#define MAX_NORMAL 0x7f7fffffu

static bool is_zero(uint32_t a)
{
	return !(a & 0x7f800000);
}

/* The number as a double, exactly: exponent FFh too. */
static double number(uint32_t a)
{
	uint64_t bits = (uint64_t)(a & SIGN) << 32;
	double d;

	if (!is_zero(a))
		bits |= (uint64_t)((a >> 23 & 0xff) + 1023 - 127) << 52 | (uint64_t)(a & 0x7fffff)
										  << 29;
	memcpy(&d, &bits, sizeof(d));
	return d;
}

/*
 * Round to 24 bits. The sums and products that come here were rounded to 53 bits at most once
 * before: with 53 >= 2 * 24 + 2 the second rounding does no harm.
 */
static uint32_t pack(double d, uint32_t zero_sign)
{
	double magnitude = d < 0 ? -d : d;
	uint32_t sign = d < 0 ? SIGN : 0;
	float f = (float)magnitude;
	uint32_t bits;

	if (magnitude < 0x1p-126)
		return zero_sign;
	memcpy(&bits, &f, sizeof(bits));
	return sign | (bits > MAX_NORMAL ? MAX_NORMAL : bits);
}

static uint32_t larger_sign(uint32_t a, uint32_t b)
{
	return ((a & ~SIGN) >= (b & ~SIGN) ? a : b) & SIGN;
}

uint32_t pf_add(uint32_t a, uint32_t b)
{
	/* Zero: the sign of both when they agree; else the other operand as it is. */
	if (is_zero(a) && is_zero(b))
		return a & b & SIGN;
	if (is_zero(a))
		return b;
	if (is_zero(b))
		return a;
	/* A sum that vanishes takes the sign of the larger operand, of the first when equal. */
	return pack(number(a) + number(b), larger_sign(a, b));
}

uint32_t pf_sub(uint32_t a, uint32_t b)
{
	return pf_add(a, b ^ SIGN);
}

uint32_t pf_mul(uint32_t a, uint32_t b)
{
	return pack(number(a) * number(b), (a ^ b) & SIGN);
}

/* Order as integers, with all zeros alike. */
static int64_t order(uint32_t a)
{
	int64_t v = is_zero(a) ? 0 : a & ~SIGN;

	return a & SIGN ? -v : v;
}

bool pf_eq(uint32_t a, uint32_t b)
{
	return order(a) == order(b);
}

bool pf_gt(uint32_t a, uint32_t b)
{
	return order(a) > order(b);
}

bool pf_ge(uint32_t a, uint32_t b)
{
	return order(a) >= order(b);
}

/* A zero comes out of both positive, whatever its sign was. */
uint32_t pf_max(uint32_t a, uint32_t b)
{
	uint32_t r = pf_gt(b, a) ? b : a;

	return is_zero(r) ? 0 : r;
}

uint32_t pf_min(uint32_t a, uint32_t b)
{
	uint32_t r = pf_gt(a, b) ? b : a;

	return is_zero(r) ? 0 : r;
}

int32_t pf_to_int32(uint32_t a)
{
	double d = number(a);

	if (d >= 0x1p31)
		return INT32_MAX;
	if (d <= -0x1p31)
		return INT32_MIN;
	return (int32_t)d;
}

int16_t pf_to_int16(uint32_t a)
{
	int32_t v = pf_to_int32(a);

	if (v > INT16_MAX)
		return INT16_MAX;
	if (v < INT16_MIN)
		return INT16_MIN;
	return (int16_t)v;
}

uint32_t pf_from_int(int32_t v)
{
	uint32_t sign = v < 0 ? SIGN : 0, m = v < 0 ? -(uint32_t)v : (uint32_t)v;
	unsigned top;

	if (!m)
		return 0;
	top = 31 - (unsigned)__builtin_clz(m);
	m = top > 23 ? m >> (top - 23) : m << (23 - top);
	return sign | (top + 127) << 23 | (m & 0x7fffff);
}

/* m / 2^frac * 2^exp, m of 24 bits at most, with a sign */
static uint32_t scaled(uint32_t sign, uint32_t m, int frac, int exp)
{
	int top = 31 - __builtin_clz(m);
	int biased = top - frac + exp + 127;

	if (biased < 1)
		return sign;
	if (biased > 254)
		return sign | MAX_NORMAL;
	return sign | (uint32_t)biased << 23 | (m << (23 - top) & 0x7fffff);
}

uint32_t pf_rcp(uint32_t b)
{
	uint32_t m = 0x800000 | (b & 0x7fffff);
	uint64_t n;

	if (is_zero(b))
		return (b & SIGN) | MAX_NORMAL;
	/* ceil(2^16 / (m / 2^23)): 2^15 .. 2^16 */
	n = ((1ull << 39) + m - 1) / m;
	return scaled(b & SIGN, (uint32_t)n, 16, 127 - (int)(b >> 23 & 0xff));
}

uint32_t pf_rsqrt(uint32_t b)
{
	uint64_t m = 0x800000 | (b & 0x7fffff), n = 0;
	int exp = (int)(b >> 23 & 0xff) - 127;

	if (is_zero(b))
		return (b & SIGN) | MAX_NORMAL;
	if (exp & 1) {
		m <<= 1;
		exp--;
	}
	/* The largest n with n^2 m / 2^23 < 2^34, then one more: 1/sqrt(m) rounded up, 17 bits. */
	for (uint64_t bit = 1 << 16; bit; bit >>= 1) {
		if ((n + bit) * (n + bit) * m < 1ull << 57)
			n += bit;
	}
	return scaled(b & SIGN, (uint32_t)(n + 1), 17, -exp / 2);
}

uint32_t pf_rcp_step(uint32_t a, uint32_t b)
{
	return pack(2.0 - number(a) * number(b), 0);
}

uint32_t pf_rsqrt_step(uint32_t a, uint32_t b)
{
	double product = number(a) * number(b);

	return pack((3.0 - (product < 0 ? -product : product)) / 2.0, 0);
}
