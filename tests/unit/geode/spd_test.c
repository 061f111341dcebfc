/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPD contents: what is read from them, and which byte is named when a module cannot be used. */
#include <lib/errors.h>
#include "module.h"

static void a_usual_module_is_read_without_rounding(void **state)
{
	struct spd_refusal refusal;
	struct ddr_module m;
	uint8_t spd[SPD_SIZE];

	(void)state;
	spd_usual(spd);
	assert_int_equal(spd_decode(spd, &m, &refusal), 0);
	assert_int_equal(m.rows, 13);
	assert_int_equal(m.columns, 10);
	assert_int_equal(m.rank_mib, 256);
	assert_int_equal(m.chips, 4);
	assert_int_equal(m.cycle_ps[6], 5000);
	assert_int_equal(m.cycle_ps[5], 6000);
	assert_int_equal(m.cycle_ps[4], 7500);
	assert_int_equal(m.cycle_ps[3], 0);
	assert_int_equal(m.trp_ps, 15000);
	assert_int_equal(m.trrd_ps, 10000);
	assert_int_equal(m.tras_ps, 40000);
	assert_int_equal(m.trc_ps, 55000);
	assert_int_equal(m.trfc_ps, 70000);
	assert_int_equal(m.trefi_ps, 7800000);
	assert_int_equal(m.longest_cycle_ps, 12000);
}

static void cycle_times_have_fractions_of_their_own(void **state)
{
	static const struct {
		uint8_t code;
		uint32_t ps;
	} codes[] = {{0x50, 5000}, {0x75, 7500}, {0xa0, 10000}, {0x7a, 7250}, {0x6b, 6333},
		     {0x6c, 6666}, {0x7d, 7750}, {0x6e, 0},	{0x6f, 0},    {0, 0}};

	(void)state;
	for (unsigned i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_int_equal(spd_cycle_ps(codes[i].code), codes[i].ps);
}

static void what_an_old_spd_leaves_out_comes_from_the_standard(void **state)
{
	struct spd_refusal refusal;
	struct ddr_module m;
	uint8_t spd[SPD_SIZE];

	(void)state;
	spd_usual(spd);
	spd[SPD_TRC] = spd[SPD_TRFC] = 0;
	spd_sum(spd);
	assert_int_equal(spd_decode(spd, &m, &refusal), 0);
	assert_int_equal(m.trc_ps, 55000);
	assert_int_equal(m.trfc_ps, 75000);
	spd[SPD_ROWS] = 14;
	spd[SPD_RANK_SIZE] = 0x80;
	spd_sum(spd);
	assert_int_equal(spd_decode(spd, &m, &refusal), 0);
	assert_int_equal(m.trfc_ps, 120000);
}

static void the_byte_that_is_to_blame_is_named(void **state)
{
	static const struct {
		uint8_t byte, value;
		int err;
	} cases[] = {
		{SPD_MEMORY_TYPE, 8, ERR_UNSUPPORTED},	 {SPD_MEMORY_TYPE, 4, ERR_UNSUPPORTED},
		{SPD_ROWS, 0x1d, ERR_UNSUPPORTED},	 {SPD_ROWS, 3, ERR_CORRUPT},
		{SPD_COLUMNS, 0x9a, ERR_UNSUPPORTED},	 {SPD_COLUMNS, 13, ERR_CORRUPT},
		{SPD_RANKS, 0, ERR_UNSUPPORTED},	 {SPD_RANKS, 3, ERR_UNSUPPORTED},
		{SPD_WIDTH, 72, ERR_UNSUPPORTED},	 {SPD_WIDTH, 32, ERR_UNSUPPORTED},
		{SPD_CONFIGURATION, 2, ERR_UNSUPPORTED}, {SPD_VOLTAGE, 5, ERR_UNSUPPORTED},
		{SPD_ATTRIBUTES, 0x22, ERR_UNSUPPORTED}, {SPD_ATTRIBUTES, 0x21, ERR_UNSUPPORTED},
		{SPD_BURST_LENGTHS, 2, ERR_UNSUPPORTED}, {SPD_CHIP_WIDTH, 5, ERR_CORRUPT},
		{SPD_BANKS, 8, ERR_UNSUPPORTED},	 {SPD_CAS_LATENCIES, 0, ERR_CORRUPT},
		{SPD_CYCLE_CL_MAX, 0, ERR_CORRUPT},	 {SPD_CYCLE_CL_MAX, 0x5f, ERR_CORRUPT},
		{SPD_REFRESH, 0x86, ERR_CORRUPT},	 {SPD_TRP, 0, ERR_CORRUPT},
		{SPD_TRAS, 0xff, ERR_CORRUPT},		 {SPD_RANK_SIZE, 0x20, ERR_CORRUPT},
		{SPD_RANK_SIZE, 0x60, ERR_CORRUPT},
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spd_refusal refusal = {0};
		struct ddr_module m;
		uint8_t spd[SPD_SIZE];

		spd_usual(spd);
		spd[cases[i].byte] = cases[i].value;
		spd_sum(spd);
		assert_int_equal(spd_decode(spd, &m, &refusal), cases[i].err);
		assert_int_equal(refusal.byte, cases[i].byte);
		assert_int_equal(refusal.value, cases[i].value);
		assert_non_null(refusal.reason);
	}
}

static void any_changed_byte_breaks_the_checksum(void **state)
{
	(void)state;
	for (unsigned i = 0; i < SPD_SIZE; i++) {
		struct spd_refusal refusal;
		struct ddr_module m;
		uint8_t spd[SPD_SIZE];

		spd_usual(spd);
		spd[i] ^= 1;
		assert_int_not_equal(spd_decode(spd, &m, &refusal), 0);
	}
}

/* Every size, shift and index holds for whatever bytes there are (sanitizers watch). */
static void random_bytes_do_no_harm(void **state)
{
	uint32_t seed = 1;
	unsigned accepted = 0;

	(void)state;
	for (unsigned n = 0; n < 300000; n++) {
		struct spd_refusal refusal;
		struct ddr_module m;
		uint8_t spd[SPD_SIZE];

		spd_usual(spd);
		for (unsigned k = 0; k < n % 5; k++) {
			seed = seed * 1664525 + 1013904223;
			spd[seed >> 26] = (uint8_t)(seed >> 8);
		}
		spd_sum(spd);
		accepted += spd_decode(spd, &m, &refusal) == 0;
	}
	assert_true(accepted > 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_usual_module_is_read_without_rounding),
		cmocka_unit_test(cycle_times_have_fractions_of_their_own),
		cmocka_unit_test(what_an_old_spd_leaves_out_comes_from_the_standard),
		cmocka_unit_test(the_byte_that_is_to_blame_is_named),
		cmocka_unit_test(any_changed_byte_breaks_the_checksum),
		cmocka_unit_test(random_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
