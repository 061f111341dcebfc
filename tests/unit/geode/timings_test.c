/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From modules and clock to the memory controller's fields; values on record of real boards among them. */
#include <lib/errors.h>
#include "module.h"
#include "timings.h"

/* CF8F bits 31:8: CAS latency and the clocks from tRC to tRRD. */
#define TIMINGS(plan) ((uint32_t)geode_lx_register(plan, GEODE_LX_CF8F, 0) >> 8)

static void put(struct geode_lx_memory *memory, unsigned slot, const uint8_t *spd)
{
	struct spd_refusal refusal;

	assert_int_equal(spd_decode(spd, &memory->module[slot], &refusal), 0);
	memory->present[slot] = true;
}

static void usual(struct geode_lx_memory *memory, uint8_t multiplier)
{
	uint8_t spd[SPD_SIZE];

	memset(memory, 0, sizeof(*memory));
	spd_usual(spd);
	put(memory, 0, spd);
	memory->multiplier = multiplier;
}

/* The boards with four V58C2512164SA-J5I, and OLPC's XO-1 at 333 MHz, had these values in their registers. */
static void boards_on_record_get_their_values(void **state)
{
	static const struct {
		uint8_t multiplier;
		uint32_t timings;
		uint16_t refresh;
	} boards[] = {{12, 0x3b8332, 97}, {10, 0x6a7332, 81}, {8, 0x286222, 65}};

	(void)state;
	for (unsigned i = 0; i < sizeof(boards) / sizeof(boards[0]); i++) {
		struct geode_lx_memory memory;
		struct geode_lx_refusal refusal;
		struct geode_lx_plan plan;
		uint64_t cf07;

		usual(&memory, boards[i].multiplier);
		assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
		assert_int_equal(TIMINGS(&plan), boards[i].timings);
		assert_int_equal(plan.field[GEODE_LX_REF_INT], boards[i].refresh);
		cf07 = geode_lx_register(&plan, GEODE_LX_CF07, 0x1007100700000040ull);
		assert_int_equal(cf07 >> 32, 0x10076013);
		assert_int_equal(plan.total_mib, 256);
	}
}

static void two_modules_get_the_slower_of_each_value(void **state)
{
	struct geode_lx_memory memory;
	struct geode_lx_refusal refusal;
	struct geode_lx_plan plan;
	uint8_t spd[SPD_SIZE];

	(void)state;
	usual(&memory, 10);
	spd_usual(spd);
	/* CL 3 and 2, nothing between; more time from RAS to CAS; refreshed twice as often. */
	spd[SPD_CAS_LATENCIES] = 0x14;
	spd[SPD_CYCLE_CL_MAX] = 0x60;
	spd[SPD_CYCLE_CL_MAX_05] = 0;
	spd[SPD_TRCD] = 0x50;
	spd[SPD_REFRESH] = 0x81;
	spd[SPD_COLUMNS] = 9;
	spd[SPD_RANK_SIZE] = 0x20;
	spd_sum(spd);
	put(&memory, 1, spd);
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
	assert_int_equal(plan.cas, 6);
	assert_int_equal(plan.field[GEODE_LX_ACT2CMD], 4);
	assert_int_equal(plan.need_ps[GEODE_LX_ACT2CMD], 20000);
	assert_int_equal(plan.field[GEODE_LX_REF_INT], 3900 * 10 / 60 / 16);
	assert_int_equal(geode_lx_register(&plan, GEODE_LX_CF07, 0) >> 32, 0x50126013);
	assert_int_equal(plan.total_mib, 384);
	assert_int_equal(plan.delay_controls, 0x837100a556960004ull);
}

static void a_module_in_the_second_socket_alone_works(void **state)
{
	struct geode_lx_memory memory;
	struct geode_lx_refusal refusal;
	struct geode_lx_plan plan;
	uint8_t spd[SPD_SIZE];

	(void)state;
	memset(&memory, 0, sizeof(memory));
	memory.multiplier = 12;
	memory.terminated = true;
	spd_usual(spd);
	put(&memory, 1, spd);
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
	assert_int_equal(geode_lx_register(&plan, GEODE_LX_CF07, 0) >> 32, 0x60131007);
	assert_int_equal(plan.delay_controls, 0xf27100ff56960004ull);
}

static void times_are_exact_at_the_edge_of_a_clock(void **state)
{
	struct geode_lx_memory memory;
	struct geode_lx_refusal refusal;
	struct geode_lx_plan plan;

	(void)state;
	usual(&memory, 10); /* T = 6000 ps */
	memory.module[0].trp_ps = 18000;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
	assert_int_equal(plan.field[GEODE_LX_PRE2ACT], 3);
	memory.module[0].trp_ps = 18001;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
	assert_int_equal(plan.field[GEODE_LX_PRE2ACT], 4);
	memory.multiplier = 9; /* T = 6666 2/3 ps: 3 T = 20000 */
	memory.module[0].trp_ps = 20000;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
	assert_int_equal(plan.field[GEODE_LX_PRE2ACT], 3);
}

static void what_the_controller_cannot_do_is_refused(void **state)
{
	struct geode_lx_memory memory;
	struct geode_lx_refusal refusal;
	struct geode_lx_plan plan;

	(void)state;
	memset(&memory, 0, sizeof(memory));
	memory.multiplier = 12;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_NO_DEVICE);

	usual(&memory, 12);
	memory.module[0].rank_mib = 1024;
	memory.module[0].ranks = 2;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_UNSUPPORTED);
	assert_int_equal(refusal.byte, SPD_RANK_SIZE);

	usual(&memory, 12);
	memory.module[0].cycle_ps[6] = 6000;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_UNSUPPORTED);
	assert_int_equal(refusal.byte, SPD_CYCLE_CL_MAX);

	usual(&memory, 12);
	memory.module[0].trfc_ps = 160000;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_UNSUPPORTED);
	assert_int_equal(refusal.byte, SPD_TRFC);

	usual(&memory, 6);
	memory.module[0].longest_cycle_ps = 8000;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_UNSUPPORTED);
	assert_int_equal(refusal.byte, SPD_CYCLE_MAX);

	/* Each works alone, but they have no latency in common. */
	usual(&memory, 8);
	memory.present[1] = true;
	memory.module[1] = memory.module[0];
	memory.module[0].cycle_ps[4] = memory.module[0].cycle_ps[5] = 0;
	memory.module[1].cycle_ps[6] = 0;
	assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), ERR_UNSUPPORTED);
	assert_int_equal(refusal.byte, SPD_CAS_LATENCIES);
}

/* No time is ever below what the module wants, none more than a clock above, for all clocks. */
static void no_time_is_short(void **state)
{
	(void)state;
	for (uint8_t multiplier = 6; multiplier <= 12; multiplier++) {
		for (uint32_t ps = 5000; ps <= 30000; ps += 250) {
			const uint64_t period = GEODE_LX_PERIOD_PS;
			struct geode_lx_memory memory;
			struct geode_lx_refusal refusal;
			struct geode_lx_plan plan;
			uint64_t clocks;

			usual(&memory, multiplier);
			memory.module[0].trcd_ps = ps;
			assert_int_equal(geode_lx_plan(&memory, &plan, &refusal), 0);
			clocks = plan.field[GEODE_LX_ACT2CMD];
			assert_true(clocks * period >= (uint64_t)ps * multiplier);
			assert_true((clocks - 1) * period < (uint64_t)ps * multiplier);
		}
	}
}

static void geodelink_follows_the_modules_speed(void **state)
{
	static const struct {
		uint32_t cycle_ps;
		uint8_t multiplier;
	} cases[] = {{5000, 12}, {4000, 12}, {6000, 10}, {5001, 10}, {7500, 8},
		     {7000, 8},	 {10000, 6}, {8000, 6},	 {12000, 6}, {0, 6}};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(geode_lx_multiplier_for(cases[i].cycle_ps), cases[i].multiplier);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boards_on_record_get_their_values),
		cmocka_unit_test(two_modules_get_the_slower_of_each_value),
		cmocka_unit_test(a_module_in_the_second_socket_alone_works),
		cmocka_unit_test(times_are_exact_at_the_edge_of_a_clock),
		cmocka_unit_test(what_the_controller_cannot_do_is_refused),
		cmocka_unit_test(no_time_is_short),
		cmocka_unit_test(geodelink_follows_the_modules_speed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
