/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The integer shortcuts of x87 arithmetic against the host's x87: digits, inexact flag, C1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fpu/native.h"
#include "fpu/soft.h"

#define ROUNDS 400000

static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/* Numbers whose sums, products and quotients often end in ties, carries and cancellation. */
static struct ext80 number(uint64_t *rng)
{
	uint64_t v = next(rng), m = next(rng) | X87_INTEGER_BIT;
	unsigned exp = X87_BIAS + (unsigned)(v >> 8) % 140 - 70;

	switch (v % 8) {
	case 0: m = X87_INTEGER_BIT; break;
	case 1: m = X87_INTEGER_BIT | 1ull << (v >> 32) % 63; break;
	case 2: m = ~0ull << (v >> 32) % 63; break;
	case 3: m = X87_INTEGER_BIT | (v >> 32) % 4; break;
	case 4: m &= ~0ull << 32; break;
	default: break;
	}
	if (v >> 40 & 31)
		return x87_make((unsigned)(v >> 16 & X87_SIGN) | exp, m);
	/* rarely zero or near the ends of the range */
	if (v >> 45 & 1)
		return x87_make((unsigned)(v >> 16 & X87_SIGN), 0);
	return x87_make((unsigned)(v >> 16 & X87_SIGN) |
				(v >> 46 & 1 ? 1 + exp % 80 : 0x7ffe - exp % 80),
			m);
}

/* Masked exceptions, 64 bits, to nearest; all flags clear, so the host reports every new one. */
static const struct fpu_state fresh = {.cw = 0x37f};

typedef unsigned (*soft_op)(struct ext80 *r, const struct ext80 *a, const struct ext80 *b);
typedef unsigned (*native_op)(const struct fpu_state *f, struct ext80 *r, const struct ext80 *a,
			      const struct ext80 *b);

static void compare_operation(const char *name, soft_op soft, native_op native)
{
	uint64_t rng = 1;
	unsigned declined = 0;

	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 a = number(&rng), b = number(&rng), r, want;
		unsigned sw, host;

		if (n % 4 == 0)
			b.se = (uint16_t)((b.se & X87_SIGN) | (a.se & X87_EXP));
		sw = soft(&r, &a, &b);
		if (sw == SOFT_DECLINED) {
			declined++;
			continue;
		}
		host = native(&fresh, &want, &a, &b) & (X87_FLAGS | X87_C1);
		if (sw != host || r.m != want.m || r.se != want.se)
			fail_msg(
				"%s %04x.%016llx %04x.%016llx: %04x.%016llx (%x), host %04x.%016llx (%x)",
				name, a.se, (unsigned long long)a.m, b.se, (unsigned long long)b.m,
				r.se, (unsigned long long)r.m, sw, want.se,
				(unsigned long long)want.m, host);
	}
	/* The shortcut must be what runs. */
	assert_true(declined < ROUNDS / 10);
}

static void sums_differences_products_and_quotients_agree(void **state)
{
	(void)state;
	compare_operation("add", soft_add, native_add);
	compare_operation("sub", soft_sub, native_sub);
	compare_operation("subr", soft_subr, native_subr);
	compare_operation("mul", soft_mul, native_mul);
	compare_operation("div", soft_div, native_div);
	compare_operation("divr", soft_divr, native_divr);
}

static void comparisons_agree(void **state)
{
	uint64_t rng = 2;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 a = number(&rng), b = n % 8 ? number(&rng) : a;
		unsigned sw = soft_com(&a, &b);

		if (sw != SOFT_DECLINED)
			assert_int_equal(sw,
					 native_com(&fresh, &a, &b) & (X87_C3 | X87_C2 | X87_C0));
	}
}

static void conversions_to_shorter_formats_agree(void **state)
{
	uint64_t rng = 3;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 a = number(&rng);
		uint32_t f, f_want = 0;
		uint64_t d, d_want = 0;
		unsigned sw;

		if (n & 1)
			a.se = (uint16_t)((a.se & X87_SIGN) |
					  (X87_BIAS + (n & 2 ? 1023 : -1022) - n % 8));
		sw = soft_to_f64(&d, &a);
		if (sw != SOFT_DECLINED) {
			assert_int_equal(sw, native_store_f64(&fresh, &d_want, &a) &
						     (X87_FLAGS | X87_C1));
			assert_true(d == d_want);
		}
		sw = soft_to_f32(&f, &a);
		if (sw != SOFT_DECLINED) {
			assert_int_equal(sw, native_store_f32(&fresh, &f_want, &a) &
						     (X87_FLAGS | X87_C1));
			assert_int_equal(f, f_want);
		}
	}
}

static void conversions_to_integers_agree(void **state)
{
	struct fpu_state cut = fresh;
	uint64_t rng = 4;

	(void)state;
	cut.cw |= X87_RC_ZERO;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct ext80 a = number(&rng);
		int64_t v, want = 0;
		unsigned sw;

		if (n & 1)
			a.se = (uint16_t)((a.se & X87_SIGN) | (X87_BIAS - 2 + n / 2 % 66));
		sw = soft_to_int(&v, &a, n & 4);
		if (sw == SOFT_DECLINED)
			continue;
		assert_int_equal(sw, native_store_i64(n & 4 ? &cut : &fresh, &want, &a) &
					     (X87_FLAGS | X87_C1));
		assert_true(v == want);
	}
}

static void loads_agree(void **state)
{
	uint64_t rng = 5;

	(void)state;
	for (unsigned n = 0; n < ROUNDS; n++) {
		uint64_t d = next(&rng);
		uint32_t f = (uint32_t)(d >> 16);
		struct ext80 r, want;

		if (soft_from_f64(&r, &d)) {
			assert_int_equal(native_load_f64(&want, &d) & X87_FLAGS, 0);
			assert_true(r.m == want.m && r.se == want.se);
		}
		if (soft_from_f32(&r, &f)) {
			assert_int_equal(native_load_f32(&want, &f) & X87_FLAGS, 0);
			assert_true(r.m == want.m && r.se == want.se);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_differences_products_and_quotients_agree),
		cmocka_unit_test(comparisons_agree),
		cmocka_unit_test(conversions_to_shorter_formats_agree),
		cmocka_unit_test(conversions_to_integers_agree),
		cmocka_unit_test(loads_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
