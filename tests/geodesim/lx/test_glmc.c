/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory controller: registers, the start-up of the modules, undefined and lost contents. */
#include "glmc_bench.h"

#define HI_500_400 0x59c
#define DEBUGGER   8 /* CPU_MEM_DEBUG */

static void registers_are_well_formed(void **state)
{
	struct mem_box x;
	char err[200];

	(void)state;
	mem_box_init(&x, NULL, NULL, HI_500_400);
	if (reg_table_check(glmc_regs(&x.glmc, 0)->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_true(glmc_regs(&x.glmc, 0)->table->count <= GLMC_REGS);
	assert_int_equal(mc_rd(&x, 0x2000) & 0xffffff00, 0x20400);
	assert_int_equal(mc_rd(&x, MC_CF07), UINT64_C(0x1007100700000040));
	assert_int_equal(mc_rd(&x, MC_CF8F), UINT64_C(0x18000008287337a3));
	assert_int_equal(mc_rd(&x, MC_CF1017), 0x11080001);
	assert_int_equal(mc_rd(&x, MC_CFCLK), 0x1300);
	assert_int_equal(mc_rd(&x, 0x1c), 0xff00ff);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void right_start_up_is_silent_and_gives_memory(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0, 4, 0x12345678);
	mem_wr(&x, 0x1000003, 8, UINT64_C(0x1122334455667788));
	assert_int_equal(mem_rd(&x, 0, 4), 0x12345678);
	assert_int_equal(mem_rd(&x, 0x1000003, 8), UINT64_C(0x1122334455667788));
	assert_int_equal(mem_rd(&x, 0x1000005, 2), 0x5566);
	assert_true(silent(&x.b));
	assert_true(glmc_usable(&x.glmc));
	assert_int_equal(glmc_size(&x.glmc), 256 << 20);
	assert_int_equal(glmc_fitted(&x.glmc), 256 << 20);
	mem_box_done(&x);
}

static void every_step_left_out_is_named(void **state)
{
	static const struct {
		enum step step;
		enum rule rule;
		bool works; /* the module holds data all the same */
	} steps[] = {
		{STEP_PLL, RULE_PLL_STATE, true},
		{STEP_DELAYS, RULE_DELAY_CONTROLS, true},
		{STEP_WAIT_CKE, RULE_DRAM_CKE_EARLY, true},
		{STEP_CKE, RULE_DRAM_CKE_LOW, false},
		{STEP_PRECHARGE, RULE_DRAM_PRECHARGE, true},
		{STEP_EMRS, RULE_DRAM_DLL_ENABLE, false},
		{STEP_MRS_DLL_RESET, RULE_DRAM_DLL_RESET, false},
		{STEP_WAIT_DLL, RULE_DRAM_DLL_WAIT, true},
		{STEP_PRECHARGE_2, RULE_DRAM_PRECHARGE, true},
		{STEP_REFRESH_1, RULE_DRAM_TWO_REFRESHES, true},
		{STEP_REFRESH_2, RULE_DRAM_TWO_REFRESHES, true},
		{STEP_MRS, RULE_DRAM_MODE_FINAL, false},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	for (unsigned n = 0; n < sizeof(steps) / sizeof(steps[0]); n++) {
		struct mem_box x;

		mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
		start_without(&x, steps[n].step);
		mem_wr(&x, 0x100, 4, 0xa5a51234);
		if ((mem_rd(&x, 0x100, 4) == 0xa5a51234) != steps[n].works)
			fail_msg("without step %d the data is %s", steps[n].step,
				 steps[n].works ? "lost" : "there");
		assert_true(x.b.rules.broken[steps[n].rule]);
		/* Without the PLL everything else is wrong too. */
		if (steps[n].step != STEP_PLL && !only_broken(&x.b, steps[n].rule))
			fail_msg("step %d", steps[n].step);
		mem_box_done(&x);
	}
}

/* Two steps changed places. */
static void swapped_steps_are_named(void **state)
{
	static const struct {
		enum step first; /* comes after the next one */
		enum rule rule;
	} swaps[] = {
		{STEP_WAIT_CKE, RULE_DRAM_CKE_EARLY},	   {STEP_CKE, RULE_DRAM_CKE_LOW},
		{STEP_EMRS, RULE_DRAM_DLL_ENABLE},	   {STEP_MRS_DLL_RESET, RULE_DRAM_DLL_WAIT},
		{STEP_REFRESH_2, RULE_DRAM_TWO_REFRESHES},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	for (unsigned n = 0; n < sizeof(swaps) / sizeof(swaps[0]); n++) {
		struct mem_box x;

		mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
		for (unsigned s = 0; s < STEP_COUNT; s++) {
			unsigned t = s == (unsigned)swaps[n].first	 ? s + 1
				     : s == (unsigned)swaps[n].first + 1 ? s - 1
									 : s;

			if (swaps[n].first == STEP_CKE && t == STEP_CKE)
				do_step(&x, STEP_EMRS); /* a command, then CKE, then all again */
			do_step(&x, (enum step)t);
		}
		mem_rd(&x, 0, 4);
		if (!x.b.rules.broken[swaps[n].rule])
			fail_msg("swap at step %d: %s not named", swaps[n].first,
				 rules_info(swaps[n].rule)->name);
		mem_box_done(&x);
	}
}

static void cke_at_once_is_named_before_anything_is_programmed(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	do_step(&x, STEP_PLL);
	do_step(&x, STEP_CKE);
	assert_true(only_broken(&x.b, RULE_DRAM_CKE_EARLY));
	assert_int_equal(x.b.rules.hits, 1); /* the empty socket does not mind */
	mem_box_done(&x);
}

static void last_mode_set_with_dll_reset_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start_without(&x, STEP_MRS);
	do_step(&x, STEP_MRS_DLL_RESET);
	mem_rd(&x, 0, 4);
	assert_true(only_broken(&x.b, RULE_DRAM_MODE_FINAL));
	mem_box_done(&x);
}

static void start_up_may_be_repeated(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x100, 4, 0xa5a51234);
	for (unsigned s = STEP_PRECHARGE; s < STEP_COUNT; s++)
		do_step(&x, (enum step)s);
	assert_int_equal(mem_rd(&x, 0x100, 4), 0xa5a51234);
	/* More refreshes than needed, and precharge left on, are legal. */
	mc_change(&x, MC_CFCLK, 0, 0x10000);
	for (unsigned n = 0; n < 10; n++)
		do_step(&x, STEP_REFRESH_1);
	assert_int_equal(mem_rd(&x, 0x100, 4), 0xa5a51234);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void unlocked_pll_is_named_when_memory_starts(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	for (unsigned which = 0; which < 3; which++) {
		mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
		for (unsigned s = 0; s < STEP_COUNT; s++) {
			if (s == STEP_CKE)
				glcp_fault_pll(&x.glcp, which == 1, which == 2);
			do_step(&x, (enum step)s);
		}
		assert_int_equal(x.b.rules.broken[RULE_PLL_STATE], which ? 1 : 0);
		mem_box_done(&x);
	}
}

static void dll_left_disabled_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	for (unsigned s = 0; s < STEP_COUNT; s++) {
		if (s == STEP_EMRS)
			mc_change(&x, MC_CF07, 0, 1 << 24);
		do_step(&x, (enum step)s);
	}
	mem_rd(&x, 0, 4);
	assert_true(x.b.rules.broken[RULE_DRAM_DLL_ENABLE]);
	mem_box_done(&x);
}

static void access_before_start_up_is_named_and_undefined(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;
	uint64_t seen;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	mem_wr(&x, 0x100, 4, 0x11223344);
	seen = mem_rd(&x, 0x100, 4);
	assert_int_not_equal(seen, 0x11223344);
	assert_int_equal(mem_rd(&x, 0x100, 4), seen);
	assert_null(x.mem.mem_page(x.mem.opaque, 0, false, 0));
	assert_true(only_broken(&x.b, RULE_DRAM_EARLY));
	lx_bench_forgive(&x.b);
	/* Geometry alone does not make memory. */
	do_step(&x, STEP_PLL);
	do_step(&x, STEP_DELAYS);
	do_step(&x, STEP_GEOMETRY);
	mem_rd(&x, 0x100, 4);
	assert_true(only_broken(&x.b, RULE_DRAM_EARLY));
	mem_box_done(&x);
}

static void debugger_breaks_no_rule(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	x.mem.mem_read(x.mem.opaque, 0x100, 4, DEBUGGER);
	assert_null(x.mem.mem_page(x.mem.opaque, 0, true, DEBUGGER));
	start(&x);
	x.mem.mem_write(x.mem.opaque, 0x100, 4, 5, DEBUGGER);
	assert_int_equal(x.mem.mem_read(x.mem.opaque, 0x100, 4, DEBUGGER), 5);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void contents_are_undefined_after_start_up(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x, y;
	unsigned ones = 0, equal = 0;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	mem_box_init(&y, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	start(&y);
	for (unsigned n = 0; n < 1024; n++) {
		uint64_t a = mem_rd(&x, 0x200000 + 8 * n, 8);

		assert_int_equal(a, mem_rd(&y, 0x200000 + 8 * n, 8)); /* reproducible */
		ones += (unsigned)__builtin_popcountll(a);
		equal += a == mem_rd(&x, 0x400000 + 8 * n, 8);
	}
	assert_in_range(ones, 30000, 35500); /* of 65536 bits */
	assert_int_equal(equal, 0);
	mem_wr(&x, 0x200000, 8, 1);
	glmc_power_off(&x.glmc);
	glmc_reset(&x.glmc);
	start(&x);
	assert_int_not_equal(mem_rd(&x, 0x200000, 8), 1);
	assert_int_not_equal(mem_rd(&x, 0x200008, 8), mem_rd(&y, 0x200008, 8));
	assert_true(silent(&x.b));
	mem_box_done(&x);
	mem_box_done(&y);
}

static void reset_keeps_cells_but_needs_a_start_up(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x100, 8, 77);
	glmc_reset(&x.glmc);
	assert_int_not_equal(mem_rd(&x, 0x100, 8), 77);
	assert_true(only_broken(&x.b, RULE_DRAM_EARLY));
	lx_bench_forgive(&x.b);
	start(&x);
	assert_int_equal(mem_rd(&x, 0x100, 8), 77);
	/* Reset again, and no refresh for too long. */
	glmc_reset(&x.glmc);
	bench_run_ns(&x.b.bench, UINT64_C(3000000000));
	start(&x);
	assert_int_not_equal(mem_rd(&x, 0x100, 8), 77);
	mem_box_done(&x);
}

static void refresh_turned_off_loses_contents(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x100, 8, 77);
	bench_run_ns(&x.b.bench, UINT64_C(10000000000));
	assert_int_equal(mem_rd(&x, 0x100, 8), 77);
	mc_change(&x, MC_CF07, 0xffff00, 0);
	assert_int_equal(mem_rd(&x, 0x100, 8), 77);
	assert_true(only_broken(&x.b, RULE_DRAM_REFRESH));
	bench_run_ns(&x.b.bench, UINT64_C(3000000000));
	assert_int_not_equal(mem_rd(&x, 0x100, 8), 77);
	mem_box_done(&x);
}

/* AMD's SMI handler takes CKE away, then resets the board with code and a stack in the cache. */
static void code_goes_on_when_cke_is_taken_away(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;
	const unsigned fetch = 2, smm = 1; /* CPU_MEM_FETCH, CPU_MEM_SMM */

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x100, 8, 77);
	mc_change(&x, MC_CFCLK, 0, 0x300);
	assert_int_equal(x.mem.mem_read(x.mem.opaque, 0x100, 8, fetch), 77);
	assert_non_null(x.mem.mem_page(x.mem.opaque, 0, false, fetch));
	x.mem.mem_write(x.mem.opaque, 0x200, 4, 88, smm);
	assert_int_equal(x.mem.mem_read(x.mem.opaque, 0x200, 4, smm), 88);
	assert_null(x.mem.mem_page(x.mem.opaque, 0, false, 0));
	assert_true(silent(&x.b));
	assert_int_not_equal(mem_rd(&x, 0x100, 8), 77);
	assert_true(only_broken(&x.b, RULE_DRAM_CKE_LOW));
	mem_box_done(&x);
}

static void self_refresh_keeps_contents(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	for (unsigned pm = 0; pm < 2; pm++) {
		start(&x);
		mem_wr(&x, 0x100, 8, 77);
		mc_wr(&x, MC_PM, pm ? 5 : 1);
		glmc_self_refresh(&x.glmc);
		glmc_reset(&x.glmc);
		bench_run_ns(&x.b.bench, UINT64_C(100000000000));
		start(&x);
		assert_int_equal(mem_rd(&x, 0x100, 8) == 77, pm);
	}
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void memory_beyond_the_modules_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x0ffffff8, 8, 1);
	assert_true(silent(&x.b));
	mem_wr(&x, 0x10000000, 8, 1);
	assert_int_not_equal(mem_rd(&x, 0x10000000, 8), 1);
	assert_null(x.mem.mem_page(x.mem.opaque, 0x10000000, false, 0));
	assert_true(only_broken(&x.b, RULE_DRAM_HOLE));
	mem_box_done(&x);
}

static void modules_the_controller_cannot_run_are_named(void **state)
{
	static const struct {
		uint8_t byte, value;
	} bad[] = {{2, 8}, {2, 4}, {21, 0x21}, {21, 0x22}, {6, 32}};

	(void)state;
	for (unsigned n = 0; n < sizeof(bad) / sizeof(bad[0]); n++) {
		uint8_t spd[SPD_BYTES];
		struct mem_box x;

		usual(spd, 400);
		spd[bad[n].byte] = bad[n].value;
		mem_box_init(&x, spd, NULL, HI_500_400);
		assert_int_equal(glmc_fitted(&x.glmc), 0);
		start(&x);
		mem_wr(&x, 0, 4, 0x31415926);
		assert_int_not_equal(mem_rd(&x, 0, 4), 0x31415926);
		assert_true(only_broken(&x.b, RULE_DRAM_MODULE));
		mem_box_done(&x);
	}
}

static void empty_socket_programmed_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	for (unsigned s = 0; s < STEP_COUNT; s++) {
		do_step(&x, (enum step)s);
		if (s == STEP_GEOMETRY)
			mc_wr(&x, MC_CF07,
			      (mc_rd(&x, MC_CF07) & UINT64_C(0xffffffffffff)) |
				      (mc_rd(&x, MC_CF07) >> 32 & 0xffff) << 48);
	}
	mem_rd(&x, 0, 4);
	assert_true(x.b.rules.broken[RULE_DRAM_GEOMETRY]);
	mem_box_done(&x);
}

static void module_left_out_is_named(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	usual(spd, 400);
	mem_box_init(&x, spd, spd, HI_500_400);
	for (unsigned step = 0; step < STEP_COUNT; step++) {
		do_step(&x, (enum step)step);
		if (step == STEP_GEOMETRY) /* the delays are right for the load */
			mc_change(&x, MC_CF07, UINT64_C(0xffff) << 48, UINT64_C(0x1007) << 48);
	}
	mem_wr(&x, 0, 4, 5);
	assert_int_equal(mem_rd(&x, 0, 4), 5);
	assert_int_equal(glmc_size(&x.glmc), 256 << 20);
	assert_true(only_broken(&x.b, RULE_DRAM_UNUSED));
	mem_box_done(&x);
}

static void erratum_34_is_seen_when_data_is_used(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	glcp_fault_dll(&x.glcp, true);
	start(&x);
	mem_wr(&x, 0, 4, 0x12345678);
	mem_wr(&x, 4, 4, 0x12345678);
	assert_int_equal(x.clk.msr_read(x.clk.opaque, DELAY) & 0x7ff, 0x104);
	assert_true(silent(&x.b)); /* writing and looking is what the work-around does */
	assert_int_not_equal(mem_rd(&x, 0, 4), 0x12345678);
	assert_null(x.mem.mem_page(x.mem.opaque, 0, false, 0));
	assert_true(only_broken(&x.b, RULE_DRAM_DLL_FAILED));
	lx_bench_forgive(&x.b);
	glcp_reset(&x.glcp); /* the full reset */
	glmc_reset(&x.glmc);
	start(&x);
	mem_wr(&x, 0, 4, 0x12345678);
	assert_int_equal(mem_rd(&x, 0, 4), 0x12345678);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void test_face_breaks_memory(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start(&x);
	mem_wr(&x, 0x5000, 8, 0);
	assert_true(glmc_fault_flip(&x.glmc, 0x5002, 3));
	assert_int_equal(mem_rd(&x, 0x5000, 8), 0x080000);
	mem_wr(&x, 0x5002, 1, 0);
	assert_int_equal(mem_rd(&x, 0x5000, 8), 0);
	assert_non_null(x.mem.mem_page(x.mem.opaque, 0x5000, true, 0));
	assert_true(glmc_fault_stuck(&x.glmc, 0x5002, 3, true));
	assert_null(x.mem.mem_page(x.mem.opaque, 0x5000, true, 0));
	assert_int_equal(mem_rd(&x, 0x5000, 8), 0x080000);
	mem_wr(&x, 0x5002, 1, 0xf7);
	assert_int_equal(mem_rd(&x, 0x5002, 1), 0xff);
	assert_false(glmc_fault_flip(&x.glmc, 0xf0000000, 0));
	glmc_fault_dimm(&x.glmc, 0, true);
	mem_wr(&x, 0x6000, 4, 0x600d600d);
	assert_int_not_equal(mem_rd(&x, 0x6000, 4), 0x600d600d);
	glmc_fault_clear(&x.glmc);
	assert_int_equal(mem_rd(&x, 0x5002, 1), 0xf7);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

static void pages_come_and_go_with_the_settings(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct mem_box x;
	uint8_t *page;
	unsigned routes;

	(void)state;
	mem_box_init(&x, usual(spd, 400), NULL, HI_500_400);
	start_without(&x, STEP_MRS);
	assert_null(x.mem.mem_page(x.mem.opaque, 0x3000, true, 0));
	routes = x.b.routes;
	do_step(&x, STEP_MRS);
	assert_true(x.b.routes > routes); /* what was refused is to be asked for again */
	routes = x.b.routes;
	page = x.mem.mem_page(x.mem.opaque, 0x3000, true, 0);
	assert_non_null(page);
	page[5] = 0x5a;
	assert_int_equal(mem_rd(&x, 0x3005, 1), 0x5a);
	assert_int_equal(x.b.routes, routes);
	mc_change(&x, MC_CF07, 0x100, 0);
	assert_int_equal(x.b.routes, routes + 1);
	assert_true(silent(&x.b));
	mem_box_done(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registers_are_well_formed),
		cmocka_unit_test(right_start_up_is_silent_and_gives_memory),
		cmocka_unit_test(every_step_left_out_is_named),
		cmocka_unit_test(swapped_steps_are_named),
		cmocka_unit_test(cke_at_once_is_named_before_anything_is_programmed),
		cmocka_unit_test(last_mode_set_with_dll_reset_is_named),
		cmocka_unit_test(start_up_may_be_repeated),
		cmocka_unit_test(unlocked_pll_is_named_when_memory_starts),
		cmocka_unit_test(dll_left_disabled_is_named),
		cmocka_unit_test(access_before_start_up_is_named_and_undefined),
		cmocka_unit_test(debugger_breaks_no_rule),
		cmocka_unit_test(contents_are_undefined_after_start_up),
		cmocka_unit_test(reset_keeps_cells_but_needs_a_start_up),
		cmocka_unit_test(refresh_turned_off_loses_contents),
		cmocka_unit_test(code_goes_on_when_cke_is_taken_away),
		cmocka_unit_test(self_refresh_keeps_contents),
		cmocka_unit_test(memory_beyond_the_modules_is_named),
		cmocka_unit_test(modules_the_controller_cannot_run_are_named),
		cmocka_unit_test(empty_socket_programmed_is_named),
		cmocka_unit_test(module_left_out_is_named),
		cmocka_unit_test(erratum_34_is_seen_when_data_is_used),
		cmocka_unit_test(test_face_breaks_memory),
		cmocka_unit_test(pages_come_and_go_with_the_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
