/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory controller: timings and clocks against the SPD; what real boards programme. */
#include "glmc_bench.h"

#define HI_500_400 0x59c
#define HI_500_333 0x49c
#define HI_500_266 0x39c

/* A right start-up with fields changed before the modules start. */
static void start_changed(struct mem_box *x, uint32_t msr, uint64_t clear, uint64_t set)
{
	for (unsigned s = 0; s < STEP_COUNT; s++) {
		do_step(x, (enum step)s);
		if (s == STEP_TIMINGS)
			mc_change(x, msr, clear, set);
	}
	mem_wr(x, 0x40, 8, 42);
}

/* DDR400, 333 and 266 parts at their clock and slower are content with what the SPD asks. */
static void what_the_spd_asks_is_enough(void **state)
{
	static const struct {
		unsigned speed;
		uint32_t multipliers;
	} use[] = {{400, HI_500_400}, {400, HI_500_333}, {400, HI_500_266},
		   {333, HI_500_333}, {333, HI_500_266}, {266, HI_500_266}};

	(void)state;
	for (unsigned n = 0; n < sizeof(use) / sizeof(use[0]); n++) {
		uint8_t spd[SPD_BYTES];
		struct mem_box x;

		mem_box_init(&x, usual(spd, use[n].speed), NULL, use[n].multipliers);
		start(&x);
		mem_wr(&x, 0, 8, 1);
		if (!silent(&x.b))
			fail_msg("DDR%u at %03X", use[n].speed, use[n].multipliers);
		mem_box_done(&x);
	}
}

static void each_timing_one_short_is_named(void **state)
{
	static const struct {
		const char *name;
		uint32_t msr;
		unsigned shift;
		uint64_t mask;
		enum rule rule;
	} field[] = {
		{"tRAS", MC_CF8F, 20, 15, RULE_DRAM_TIMING},
		{"tRP", MC_CF8F, 16, 7, RULE_DRAM_TIMING},
		{"tRCD", MC_CF8F, 12, 7, RULE_DRAM_TIMING},
		{"tRRD", MC_CF8F, 8, 15, RULE_DRAM_TIMING},
		{"tRC", MC_CF8F, 24, 15, RULE_DRAM_TIMING},
		{"tRFC", MC_CF1017, 16, 31, RULE_DRAM_TIMING},
		{"tWTR", MC_CF1017, 28, 3, RULE_DRAM_TIMING},
		{"write to data", MC_CF1017, 0, 7, RULE_DRAM_TIMING},
		{"tWR", MC_CF8F, 6, 3, RULE_DRAM_WRITE_RECOVERY},
		{"read timing control", MC_CF1017, 24, 7, RULE_DRAM_READ_DELAY},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < sizeof(field) / sizeof(field[0]); n++) {
		struct mem_box x;
		uint64_t right;

		mem_box_init(&x, spd, NULL, HI_500_400);
		start(&x);
		right = mc_rd(&x, field[n].msr) >> field[n].shift & field[n].mask;
		mem_wr(&x, 0, 8, 1);
		assert_true(silent(&x.b));
		glmc_reset(&x.glmc);
		start_changed(&x, field[n].msr, field[n].mask << field[n].shift,
			      (right - 1) << field[n].shift);
		if (!only_broken(&x.b, field[n].rule))
			fail_msg("%s", field[n].name);
		assert_int_equal(x.b.rules.hits, 1);
		if (strncmp(x.b.rules.hit[0].text, field[n].name, strlen(field[n].name)))
			fail_msg("%s: %s", field[n].name, x.b.rules.hit[0].text);
		mem_box_done(&x);
	}
}

static void slower_is_margin_not_breach(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct dram_timing row;
	struct mem_box x;
	bool seen = false;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start_changed(&x, MC_CF8F, 7 << 16, 5 << 16);
	assert_true(silent(&x.b));
	for (unsigned n = 0; glmc_timing_row(&x.glmc, n, &row); n++) {
		assert_non_null(row.name);
		assert_non_null(row.unit);
		assert_false(row.violated);
		if (!strcmp(row.name, "tRP")) {
			assert_int_equal(row.programmed, 5);
			assert_int_equal(row.required, 3);
			assert_int_equal(row.margin, 2);
			assert_int_equal(row.spd_byte, 27);
			seen = true;
		}
	}
	assert_true(seen);
	mem_box_done(&x);
}

static void clock_beyond_the_module_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 266), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0, 8, 1);
	assert_true(x.b.rules.broken[RULE_DRAM_CLOCK]);
	mem_box_done(&x);
}

static void cas_latency_must_be_the_modules_own(void **state)
{
	/* Code, and what DDR400B (3-3-3) at 200 MHz says to it. */
	static const struct {
		unsigned code;
		bool ok;
	} cas[] = {{0, false}, {1, false}, {2, false}, {3, true},
		   {4, false}, {5, false}, {6, false}, {7, false}};
	uint8_t spd[SPD_BYTES];

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < 8; n++) {
		struct mem_box x;

		mem_box_init(&x, spd, NULL, HI_500_400);
		start_changed(&x, MC_CF8F, 7 << 28, cas[n].code << 28);
		if (cas[n].ok)
			assert_true(silent(&x.b));
		else if (!only_broken(&x.b, RULE_DRAM_CAS))
			fail_msg("CAS code %u", cas[n].code);
		mem_box_done(&x);
	}
}

/* At 133 MHz CL 2 is fast enough too: choosing 2.5 is margin. */
static void slower_clock_allows_lower_latency(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_266);
	start_changed(&x, MC_CF8F, 7 << 28, 2 << 28);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void cas_changed_after_start_up_gives_garbage(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_266);
	start(&x);
	mem_wr(&x, 0, 8, 0x1234);
	mc_change(&x, MC_CF8F, 7 << 28, 2 << 28);
	assert_int_not_equal(mem_rd(&x, 0, 8), 0x1234);
	assert_true(only_broken(&x.b, RULE_DRAM_CAS));
	mem_box_done(&x);
}

static void refresh_one_step_too_slow_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	for (unsigned over = 0; over < 2; over++) {
		mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
		/* 97 * 16 clocks of 5 ns are 7760 ns; 7812 are allowed. */
		start_changed(&x, MC_CF07, 0xffff00, (97 + over) << 8);
		if (over)
			assert_true(only_broken(&x.b, RULE_DRAM_REFRESH));
		else
			assert_true(silent(&x.b));
		mem_box_done(&x);
	}
}

static void weak_drive_needs_a_weak_driver(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	usual(spd, 400);
	for (unsigned has = 0; has < 2; has++) {
		spd[22] = (uint8_t)((spd[22] & ~1u) | has);
		mem_box_init(&x, spd, NULL, HI_500_400);
		start_changed(&x, MC_CF07, 0, 1 << 25);
		assert_true(has ? silent(&x.b) : only_broken(&x.b, RULE_DRAM_DRIVE));
		mem_box_done(&x);
	}
}

static void other_settings_are_judged(void **state)
{
	static const struct {
		uint32_t msr;
		uint64_t clear, set;
		enum rule rule;
	} setting[] = {
		{MC_CF8F, UINT64_C(1) << 40, 0, RULE_DRAM_REORDER},
		{MC_CF8F, 0, 1 << 15, RULE_RESERVED_BITS},
		{MC_CF07, 0, UINT64_C(1) << 57, RULE_RESERVED_BITS},
		{MC_CF1017, 0, 1 << 3, RULE_RESERVED_BITS},
	};
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < sizeof(setting) / sizeof(setting[0]); n++) {
		mem_box_init(&x, spd, NULL, HI_500_400);
		start_changed(&x, setting[n].msr, setting[n].clear, setting[n].set);
		assert_true(only_broken(&x.b, setting[n].rule));
		mem_box_done(&x);
	}
	/* PROG_DRAM left set; bank address of a DDR2 register; PMode1 with too short an exit. */
	mem_box_init(&x, spd, NULL, HI_500_400);
	start(&x);
	mc_change(&x, MC_CF07, 0, 1);
	mem_wr(&x, 0, 8, 1);
	assert_true(only_broken(&x.b, RULE_DRAM_PROG_LEFT));
	lx_bench_forgive(&x.b);
	mc_change(&x, MC_CF07, 1, 0);
	mc_change(&x, MC_CF07, 0, 2 << 28 | 1);
	assert_true(only_broken(&x.b, RULE_DRAM_SETTING));
	lx_bench_forgive(&x.b);
	mc_change(&x, MC_CF07, 3 << 28 | 1, 0);
	mc_wr(&x, MC_PM, 5);
	mem_wr(&x, 0, 8, 1);
	assert_true(silent(&x.b));
	mc_change(&x, MC_CF1017, 0xff00, 199 << 8);
	mem_wr(&x, 0, 8, 1);
	assert_true(only_broken(&x.b, RULE_DRAM_TIMING));
	mem_box_done(&x);
}

static void second_modules_clocks_must_run(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;
	uint64_t delays;

	(void)state;
	usual(spd, 400);
	mem_box_init(&x, spd, spd, HI_500_400);
	start(&x);
	mem_wr(&x, 0, 8, 1);
	mem_wr(&x, 0x8000, 8, 2); /* the other module, interleaved */
	assert_true(silent(&x.b));
	delays = x.clk.msr_read(x.clk.opaque, DELAY);
	x.clk.msr_write(x.clk.opaque, DELAY, delays | UINT64_C(1) << 55);
	assert_int_equal(mem_rd(&x, 0, 8), 1);
	assert_int_not_equal(mem_rd(&x, 0x8000, 8), 2);
	assert_true(only_broken(&x.b, RULE_DELAY_SDCLK));
	mem_box_done(&x);
}

/* The ALIX.1C of the log: table in the firmware for its soldered chips, terminated bus. */
static void alix_1c_as_in_its_log(void **state)
{
	static const uint8_t table[][2] = {
		{2, 7},	    {3, 3},	{4, 0x0a},  {5, 1},	{9, 0x0a},  {12, 0x3a},
		{13, 8},    {17, 4},	{18, 0x10}, {23, 0x3c}, {25, 0x4b}, {27, 0x0f},
		{28, 0x0a}, {29, 0x0f}, {30, 0x28}, {31, 0x40}, {42, 0x46}};
	/* What is soldered: four DDR400 chips of 512 Mbit, 3-3-3. */
	const struct spd_geometry real = {
		.rows = 13, .columns = 10, .banks = 4, .ranks = 1, .width = 16, .speed = 400};

	(void)state;
	for (unsigned as_soldered = 0; as_soldered < 2; as_soldered++) {
		uint8_t spd[SPD_BYTES];
		struct mem_box x;

		memset(spd, 0xff, sizeof(spd));
		for (unsigned n = 0; n < sizeof(table) / sizeof(table[0]); n++)
			spd[table[n][0]] = table[n][1];
		if (as_soldered)
			assert_int_equal(spd_build(&real, spd), 0);
		mem_box_init(&x, spd, NULL, HI_500_400);
		assert_int_equal(glmc_fitted(&x.glmc), 256 << 20);
		do_step(&x, STEP_PLL);
		x.clk.msr_write(x.clk.opaque, DELAY, UINT64_C(0xf2f100ff56960004));
		mc_wr(&x, MC_CF07, UINT64_C(0x1007601300061a40));
		mc_wr(&x, MC_CF8F, UINT64_C(0x18000108398111a3));
		mc_wr(&x, MC_CF1017, 0x240e0001);
		for (unsigned s = STEP_WAIT_CKE; s < STEP_COUNT; s++)
			do_step(&x, (enum step)s);
		mc_change(&x, MC_CFCLK, 0x1000, 0);
		mc_wr(&x, 0x20, UINT64_C(0x20000000000));
		mc_change(&x, MC_CF1017, 0, 0xd100);
		for (unsigned n = 0; n < 5; n++)
			mem_wr(&x, n, 4, 0);
		assert_int_equal(mc_rd(&x, MC_CF07), UINT64_C(0x1007601300061a40));
		assert_int_equal(mc_rd(&x, MC_CF1017), 0x240ed101);
		assert_int_equal(x.clk.msr_read(x.clk.opaque, DELAY) & 0x7ff, 0x444);
		assert_int_equal(glmc_size(&x.glmc), 256 << 20);
		if (!as_soldered) {
			assert_int_equal(rules_violations(&x.b.rules), 0);
		} else {
			/* tRP, tRCD, tRRD of one clock, and refresh 16 times too slow, as on record. */
			assert_true(x.b.rules.broken[RULE_DRAM_TIMING] == 4);
			assert_true(x.b.rules.broken[RULE_DRAM_REFRESH] == 1);
			assert_int_equal(rules_violations(&x.b.rules), 5);
		}
		/* It ran all the same, for as long as anybody waited. */
		mem_wr(&x, 0x700000, 8, 99);
		bench_run_ns(&x.b.bench, UINT64_C(60000000000));
		assert_int_equal(mem_rd(&x, 0x700000, 8), 99);
		mem_box_done(&x);
	}
}

/* LiPPERT LX boards at 400 and 333, OLPC XO-1: words of record (boards sheet 2.8). */
static void other_boards_words_are_within_their_spd(void **state)
{
	static const uint8_t lippert[][2] = {
		{2, 7},	    {3, 0x0d},	{4, 0x0a},  {5, 1},	{9, 0x50},  {12, 0x82}, {13, 0x40},
		{17, 4},    {18, 0x1c}, {21, 0x20}, {22, 0x40}, {23, 0x60}, {25, 0x75}, {27, 0x3c},
		{28, 0x28}, {29, 0x3c}, {30, 0x28}, {31, 0x40}, {42, 0x46}};
	static const struct {
		uint32_t multipliers, refresh, cf8f, cf1017;
	} board[] = {
		{HI_500_400, 0x57, 0x3b8332a3, 0x240ed101},
		{HI_500_333, 0x48, 0x6a7332a3, 0x130cd101},
		{HI_500_333, 0x50, 0x6a7332a0, 0x130cd801},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	memset(spd, 0xff, sizeof(spd));
	for (unsigned n = 0; n < sizeof(lippert) / sizeof(lippert[0]); n++)
		spd[lippert[n][0]] = lippert[n][1];
	for (unsigned n = 0; n < sizeof(board) / sizeof(board[0]); n++) {
		struct mem_box x;

		mem_box_init(&x, spd, NULL, board[n].multipliers);
		do_step(&x, STEP_PLL);
		x.clk.msr_write(x.clk.opaque, DELAY, UINT64_C(0xf2f100ff56960004));
		mc_wr(&x, MC_CF07, UINT64_C(0x1007601300000040) | board[n].refresh << 8);
		mc_wr(&x, MC_CF8F, UINT64_C(0x1800010800000000) | board[n].cf8f);
		mc_wr(&x, MC_CF1017, board[n].cf1017);
		for (unsigned s = STEP_WAIT_CKE; s < STEP_COUNT; s++)
			do_step(&x, (enum step)s);
		mem_wr(&x, 0, 4, 0);
		if (rules_violations(&x.b.rules)) {
			lx_bench_show(&x.b);
			fail_msg("board %u", n);
		}
		mem_box_done(&x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_spd_asks_is_enough),
		cmocka_unit_test(each_timing_one_short_is_named),
		cmocka_unit_test(slower_is_margin_not_breach),
		cmocka_unit_test(clock_beyond_the_module_is_named),
		cmocka_unit_test(cas_latency_must_be_the_modules_own),
		cmocka_unit_test(slower_clock_allows_lower_latency),
		cmocka_unit_test(cas_changed_after_start_up_gives_garbage),
		cmocka_unit_test(refresh_one_step_too_slow_is_named),
		cmocka_unit_test(weak_drive_needs_a_weak_driver),
		cmocka_unit_test(other_settings_are_judged),
		cmocka_unit_test(second_modules_clocks_must_run),
		cmocka_unit_test(alix_1c_as_in_its_log),
		cmocka_unit_test(other_boards_words_are_within_their_spd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
