/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transcendental functions against libquadmath: 113-bit arithmetic that shares no code with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <quadmath.h>

#include <cmocka.h>

#include "fpu/fx.h"
#include "fpu/round.h"

/* Largest error allowed, in units in the last place of an 80-bit number: half of one is rounding. */
#define MAX_ULP 0.501
#define ROUNDS	20000

struct rng {
	uint64_t state;
};

static uint64_t next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/* A random number with unbiased exponent in first .. last. */
static struct ext80 number(struct rng *r, int first, int last, bool may_be_negative)
{
	unsigned exp = (unsigned)(first + (int)(next(r) % (unsigned)(last - first + 1)) + X87_BIAS);
	uint64_t m = next(r) | X87_INTEGER_BIT;

	if (next(r) % 8 == 0)
		m = X87_INTEGER_BIT | m >> 1 >> next(r) % 62;
	return x87_make(exp | (may_be_negative ? next(r) & X87_SIGN : 0), m);
}

static __float128 value(const struct ext80 *v)
{
	__float128 m = (__float128)v->m;

	m = ldexpq(m, (v->se & X87_EXP) - X87_BIAS - 63);
	return v->se & X87_SIGN ? -m : m;
}

/* Error of the rounded result against the reference, in its units in the last place. */
static double error_ulp(struct fx f, __float128 exact)
{
	struct ext80 r;
	__float128 unit;

	fpu_round(&r, f.sign, f.exp, f.m | 1, 0x37f);
	unit = ldexpq(1, ((r.se & X87_EXP) ? r.se & X87_EXP : 1) - X87_BIAS - 63);
	return (double)fabsq((value(&r) - exact) / unit);
}

static void track(double *worst, double e)
{
	if (e > *worst)
		*worst = e;
}

static void sine_and_cosine_are_right_to_the_last_bit(void **state)
{
	struct rng r = {1};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 x = number(&r, -70, n & 1 ? 3 : 62, true);
		struct fx s, c;

		fx_sincos(fx_from_ext(&x), &s, &c);
		track(&worst, error_ulp(s, sinq(value(&x))));
		track(&worst, error_ulp(c, cosq(value(&x))));
		track(&worst, error_ulp(fx_div(s, c), tanq(value(&x))));
	}
	print_message("sin, cos, tan: %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void sine_near_multiples_of_pi_keeps_its_digits(void **state)
{
	double worst = 0;

	(void)state;
	for (unsigned n = 1; n < 2000; n++) {
		/* The 80-bit number nearest n pi / 2: its sine or cosine is a tiny rest. */
		struct ext80 x;
		struct fx p = fx_mul(fx_pi(), fx_from_int((int)n)), s, c;

		p.exp--;
		fpu_round(&x, false, p.exp, p.m, 0x37f);
		fx_sincos(fx_from_ext(&x), &s, &c);
		track(&worst, error_ulp(s, sinq(value(&x))));
		track(&worst, error_ulp(c, cosq(value(&x))));
	}
	print_message("sin, cos near n pi / 2: %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void arc_tangent_is_right_in_all_quadrants(void **state)
{
	struct rng r = {2};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 y = number(&r, -40, 40, true);
		struct ext80 x = number(&r, -40, 40, true);

		if (n & 1)
			y.se = (uint16_t)((y.se & X87_SIGN) | ((x.se & X87_EXP) + n % 8 - 4));
		track(&worst, error_ulp(fx_atan2(fx_from_ext(&y), fx_from_ext(&x)),
					atan2q(value(&y), value(&x))));
	}
	print_message("atan: %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void exponential_is_right_over_the_instructions_range(void **state)
{
	struct rng r = {3};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 x = number(&r, -70, -1, true);

		track(&worst, error_ulp(fx_exp2m1(fx_from_ext(&x)), expm1q(value(&x) * M_LN2q)));
	}
	print_message("2^x - 1: %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void exponential_beyond_its_range_stays_sensible(void **state)
{
	struct rng r = {4};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 x = number(&r, 0, 12, true);

		track(&worst, error_ulp(fx_exp2m1(fx_from_ext(&x)), exp2q(value(&x)) - 1));
	}
	print_message("2^x - 1 beyond 1: %.4f ulp\n", worst);
	assert_true(worst < 0.6);
}

static void logarithm_is_right_everywhere(void **state)
{
	struct rng r = {5};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 x = number(&r, n & 1 ? -2 : -16382, n & 1 ? 2 : 16383, false);

		if (x.m != X87_INTEGER_BIT)
			track(&worst, error_ulp(fx_log2(fx_from_ext(&x)), log2q(value(&x))));
	}
	print_message("log2: %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void logarithm_of_one_plus_x_keeps_small_digits(void **state)
{
	struct rng r = {6};
	double worst = 0;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 x = number(&r, -70, -2, true);

		track(&worst, error_ulp(fx_log2p1(fx_from_ext(&x)), log1pq(value(&x)) / M_LN2q));
	}
	print_message("log2(1 + x): %.4f ulp\n", worst);
	assert_true(worst < MAX_ULP);
}

static void powers_of_two_have_exact_logarithms(void **state)
{
	(void)state;
	for (int e = -16382; e <= 16383; e++) {
		struct ext80 x = x87_make((unsigned)(e + X87_BIAS), X87_INTEGER_BIT);
		struct fx l = fx_log2(fx_from_ext(&x)), want = fx_from_int(e);

		assert_true(l.m == want.m &&
			    (e == 0 || (l.exp == want.exp && l.sign == want.sign)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sine_and_cosine_are_right_to_the_last_bit),
		cmocka_unit_test(sine_near_multiples_of_pi_keeps_its_digits),
		cmocka_unit_test(arc_tangent_is_right_in_all_quadrants),
		cmocka_unit_test(exponential_is_right_over_the_instructions_range),
		cmocka_unit_test(exponential_beyond_its_range_stays_sensible),
		cmocka_unit_test(logarithm_is_right_everywhere),
		cmocka_unit_test(logarithm_of_one_plus_x_keeps_small_digits),
		cmocka_unit_test(powers_of_two_have_exact_logarithms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
