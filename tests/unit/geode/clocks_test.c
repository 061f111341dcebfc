/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PLL words; those of real boards on record among them. */
#include "clocks.h"
#include "test.h"

static void the_word_of_a_real_board_comes_out(void **state)
{
	/* ALIX.1C: what it reads after power-on, and what its firmware wrote. */
	const uint64_t cold = 0x0000059c0000182eull;
	const struct geode_lx_clocks clocks = geode_lx_clocks_of(cold);

	(void)state;
	assert_int_equal(geode_lx_clock_mhz(clocks.core), 500);
	assert_int_equal(geode_lx_clock_mhz(clocks.geodelink), 400);
	assert_int_equal(geode_lx_clocks_word(cold, clocks, 0xde), 0x0000059c04de602full);
}

static void speeds_on_record_have_their_multipliers(void **state)
{
	static const struct {
		uint32_t cpu, geodelink, hi;
	} boards[] = {{500, 266, 0x39c}, {500, 333, 0x49c}, {500, 400, 0x59c}, {333, 333, 0x492}};

	(void)state;
	for (unsigned i = 0; i < sizeof(boards) / sizeof(boards[0]); i++) {
		const struct geode_lx_clocks clocks = {geode_lx_clock_steps(boards[i].cpu),
						       geode_lx_clock_steps(boards[i].geodelink)};

		assert_int_equal(geode_lx_clocks_word(0, clocks, 0xde) >> 32, boards[i].hi);
		assert_int_equal(geode_lx_clock_mhz(clocks.core), boards[i].cpu);
		assert_int_equal(geode_lx_clock_mhz(clocks.geodelink), boards[i].geodelink);
	}
}

static void a_66_mhz_reference_is_halved(void **state)
{
	/* OLPC's XO-1: 433/333 MHz. */
	const struct geode_lx_clocks clocks = {13, 10};
	const uint64_t word = geode_lx_clocks_word(0x80, clocks, 0xde);

	(void)state;
	assert_int_equal(word >> 32, 0x4d9);
	assert_int_equal(geode_lx_clocks_of(word).core, 13);
	assert_int_equal(geode_lx_clocks_of(word).geodelink, 10);
}

static void an_odd_speed_is_never_exceeded(void **state)
{
	(void)state;
	for (uint32_t mhz = 34; mhz <= 600; mhz++)
		assert_true(geode_lx_clock_mhz(geode_lx_clock_steps(mhz)) <= mhz);
	assert_int_equal(geode_lx_clock_steps(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_of_a_real_board_comes_out),
		cmocka_unit_test(speeds_on_record_have_their_multipliers),
		cmocka_unit_test(a_66_mhz_reference_is_halved),
		cmocka_unit_test(an_odd_speed_is_never_exceeded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
