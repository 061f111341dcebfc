/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 3DNow! arithmetic against exact integers and long double, and its promises of precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fpu/threednow_float.h"

#define SIGN	   0x80000000u
#define MAX_NORMAL 0x7f7fffffu

static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/* A normal number, its exponent within a range, now and then with a simple significand. */
static uint32_t number(uint64_t *state, unsigned low, unsigned high)
{
	uint64_t v = next(state);
	uint32_t f = (uint32_t)(v >> 32) & 0x7fffff;

	if (v % 7 == 0)
		f &= ~0u << v / 7 % 23;
	return ((uint32_t)v & SIGN) | (uint32_t)(low + v / 64 % (high - low + 1)) << 23 | f;
}

static float as_float(uint32_t v)
{
	float f;

	memcpy(&f, &v, sizeof(f));
	return f;
}

/*
 * Round an exact number to 24 bits, to nearest even, by long double: its 64 bits hold every
 * product exactly; sums are exact when the exponents are at most 39 apart, as the tests arrange.
 */
static uint32_t rounded(long double exact, uint32_t zero_sign)
{
	long double magnitude = fabsl(exact), m, whole, rest;
	uint32_t sign = exact < 0 ? SIGN : 0;
	int exp;

	if (magnitude < 0x1p-126L)
		return zero_sign;
	m = ldexpl(frexpl(magnitude, &exp), 24); /* 2^23 <= m < 2^24 */
	whole = floorl(m);
	rest = m - whole;
	if (rest > 0.5L || (rest == 0.5L && fmodl(whole, 2) != 0))
		whole += 1;
	if (whole == 0x1p24L) {
		whole = 0x1p23L;
		exp++;
	}
	if (exp + 126 > 254)
		return sign | MAX_NORMAL;
	return sign | (uint32_t)(exp + 126) << 23 | ((uint32_t)whole & 0x7fffff);
}

static void sums_and_products_round_to_nearest_even(void **state)
{
	uint64_t rng = 1;

	(void)state;
	for (unsigned n = 0; n < 1000000; n++) {
		unsigned exp = 40 + (unsigned)(next(&rng) % 214);
		unsigned low = n & 1 ? 1 : exp - 39;
		uint32_t a = number(&rng, exp, exp), b = number(&rng, low, low > exp ? low : exp);
		uint32_t c = number(&rng, exp - 39, exp);
		uint32_t larger = (a & ~SIGN) >= (c & ~SIGN) ? a : c;

		assert_int_equal(pf_mul(a, b),
				 rounded((long double)as_float(a) * as_float(b), (a ^ b) & SIGN));
		assert_int_equal(pf_add(a, c),
				 rounded((long double)as_float(a) + as_float(c), larger & SIGN));
		assert_int_equal(pf_sub(a, c ^ SIGN), pf_add(a, c));
	}
}

static void sums_of_far_numbers_keep_the_larger(void **state)
{
	uint64_t rng = 2;

	(void)state;
	for (unsigned n = 0; n < 100000; n++) {
		uint32_t a = number(&rng, 100, 254), b = number(&rng, 1, 74);

		/* The smaller is below a quarter of the last place. */
		assert_int_equal(pf_add(a, b), a);
		assert_int_equal(pf_add(b, a), a);
	}
}

static void there_are_no_denormals_infinities_or_nans(void **state)
{
	(void)state;
	/* results */
	assert_int_equal(pf_add(MAX_NORMAL, MAX_NORMAL), MAX_NORMAL);
	assert_int_equal(pf_mul(MAX_NORMAL | SIGN, MAX_NORMAL), MAX_NORMAL | SIGN);
	assert_int_equal(pf_mul(0x00800000, 0x3f000000), 0);
	assert_int_equal(pf_mul(0x00800000, 0xbf000000), SIGN);
	assert_int_equal(pf_sub(0x00800001, 0x00800000), 0);
	assert_int_equal(pf_sub(0x00800000, 0x00800001), SIGN);
	/* denormal operands are zeros */
	assert_int_equal(pf_add(0x00000001, 0x3f800000), 0x3f800000);
	assert_int_equal(pf_mul(0x007fffff, 0x7f000000), 0);
	/* zeros */
	assert_int_equal(pf_add(SIGN, SIGN), SIGN);
	assert_int_equal(pf_add(SIGN, 0), 0);
	assert_int_equal(pf_sub(0, SIGN), 0);
	assert_int_equal(pf_sub(SIGN, 0), SIGN);
	assert_int_equal(pf_add(0xbf800000, 0x3f800000), SIGN);
	assert_int_equal(pf_add(0x3f800000, 0xbf800000), 0);
	/* the binade of infinities is made of numbers, and saturates */
	assert_int_equal(pf_mul(0x7f800000, 0x3f800000), MAX_NORMAL);
	assert_int_equal(pf_mul(0x7f800000, 0x3f000000), 0x7f000000);
}

static void comparisons_order_numbers_and_ignore_the_sign_of_zero(void **state)
{
	static const uint32_t ascending[] = {0xff7fffff, 0xbf800000, 0x80800000, 0,
					     0x00800000, 0x3f800000, 0x7f7fffff};
	unsigned count = sizeof(ascending) / sizeof(ascending[0]);

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		for (unsigned k = 0; k < count; k++) {
			uint32_t a = ascending[i], b = ascending[k];
			uint32_t low = i < k ? a : b, high = i < k ? b : a;

			assert_int_equal(pf_gt(a, b), i > k);
			assert_int_equal(pf_ge(a, b), i >= k);
			assert_int_equal(pf_eq(a, b), i == k);
			assert_int_equal(pf_max(a, b), high);
			assert_int_equal(pf_min(a, b), low);
		}
	}
	assert_true(pf_eq(0, SIGN) && pf_ge(SIGN, 0) && !pf_gt(0, SIGN));
	assert_int_equal(pf_max(SIGN, SIGN), 0);
	assert_int_equal(pf_min(SIGN, 0x3f800000), 0);
}

static void conversions_cut_off_and_saturate(void **state)
{
	uint64_t rng = 3;

	(void)state;
	for (unsigned n = 0; n < 1000000; n++) {
		uint32_t a = number(&rng, 100, 160);
		double d = as_float(a);
		int64_t exact = (int64_t)d;
		int64_t clamped = exact > INT32_MAX   ? INT32_MAX
				  : exact < INT32_MIN ? INT32_MIN
						      : exact;
		int64_t word = exact > INT16_MAX   ? INT16_MAX
			       : exact < INT16_MIN ? INT16_MIN
						   : exact;
		int32_t i = (int32_t)(next(&rng) >> n % 32);
		uint32_t f = pf_from_int(i);
		int64_t back = (int64_t)as_float(f);

		assert_int_equal(pf_to_int32(a), clamped);
		assert_int_equal(pf_to_int16(a), word);
		/* Never away from zero, and less than one unit of 24 bits off. */
		assert_true(llabs((long long)back) <= llabs((long long)i));
		assert_true(llabs((long long)(i - back)) < 1 + llabs((long long)i) / (1 << 23));
	}
	assert_int_equal(pf_to_int32(0xff800000), INT32_MIN);
	assert_int_equal(pf_from_int(INT32_MIN), 0xcf000000);
}

static void reciprocal_estimate_has_14_bits(void **state)
{
	double worst = 0;

	(void)state;
	for (uint32_t f = 0; f < 1 << 23; f++) {
		uint32_t b = 0x3f800000 | f;
		double e = fabs((double)as_float(pf_rcp(b)) * as_float(b) - 1);

		worst = e > worst ? e : worst;
	}
	print_message("PFRCP: relative error 2^%.2f\n", log2(worst));
	assert_true(worst < 0x1p-14);
	assert_int_equal(pf_rcp(0x3f800000), 0x3f800000);
	assert_int_equal(pf_rcp(0xc0000000), 0xbf000000);
	assert_int_equal(pf_rcp(0), MAX_NORMAL);
	assert_int_equal(pf_rcp(SIGN), MAX_NORMAL | SIGN);
	assert_int_equal(pf_rcp(0x7f000001), 0); /* above 2^127: below the least normal number */
}

static void square_root_estimate_has_15_bits(void **state)
{
	double worst = 0;

	(void)state;
	for (uint32_t f = 0; f < 1 << 24; f++) {
		uint32_t b = 0x3f800000 + f;
		double e = fabs((double)as_float(pf_rsqrt(b)) * sqrt((double)as_float(b)) - 1);

		worst = e > worst ? e : worst;
	}
	print_message("PFRSQRT: relative error 2^%.2f\n", log2(worst));
	assert_true(worst < 0x1p-15);
	assert_int_equal(pf_rsqrt(0x40800000), 0x3f000000);
	assert_int_equal(pf_rsqrt(0xc0800000), 0xbf000000);
	assert_int_equal(pf_rsqrt(0), MAX_NORMAL);
}

/* AMD: PFRCP, PFRCPIT1, PFRCPIT2 give the reciprocal to within one unit of the last place. */
static void refined_reciprocal_is_at_most_one_unit_off(void **state)
{
	unsigned off[3] = {0, 0, 0};

	(void)state;
	for (uint32_t f = 0; f < 1 << 23; f++) {
		uint32_t b = 0x3f800000 | f, x0 = pf_rcp(b);
		uint32_t x2 = pf_mul(pf_rcp_step(b, x0), x0);
		float exact = (float)(1.0 / (double)as_float(b));
		uint32_t want;
		unsigned distance;

		memcpy(&want, &exact, sizeof(want));
		distance = want > x2 ? want - x2 : x2 - want;
		assert_true(distance <= 1);
		off[distance]++;
	}
	print_message("refined 1/x: %.1f%% exactly rounded\n", 100.0 * off[0] / (1 << 23));
}

static void refined_square_root_is_at_most_one_unit_off(void **state)
{
	unsigned off[3] = {0, 0, 0};

	(void)state;
	for (uint32_t f = 0; f < 1 << 24; f++) {
		uint32_t b = 0x3f800000 + f, x0 = pf_rsqrt(b), x1 = pf_mul(x0, x0);
		uint32_t x3 = pf_mul(pf_rsqrt_step(b, x1), x0);
		float exact = (float)(1.0 / sqrt((double)as_float(b)));
		uint32_t want;
		unsigned distance;

		memcpy(&want, &exact, sizeof(want));
		distance = want > x3 ? want - x3 : x3 - want;
		assert_true(distance <= 1);
		off[distance]++;
	}
	print_message("refined 1/sqrt(x): %.1f%% exactly rounded\n", 100.0 * off[0] / (1 << 24));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_products_round_to_nearest_even),
		cmocka_unit_test(sums_of_far_numbers_keep_the_larger),
		cmocka_unit_test(there_are_no_denormals_infinities_or_nans),
		cmocka_unit_test(comparisons_order_numbers_and_ignore_the_sign_of_zero),
		cmocka_unit_test(conversions_cut_off_and_saturate),
		cmocka_unit_test(reciprocal_estimate_has_14_bits),
		cmocka_unit_test(square_root_estimate_has_15_bits),
		cmocka_unit_test(refined_reciprocal_is_at_most_one_unit_off),
		cmocka_unit_test(refined_square_root_is_at_most_one_unit_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
