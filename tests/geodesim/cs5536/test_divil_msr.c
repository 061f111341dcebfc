/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's MSRs: every one of them, reset values, masks, aliases, what writing them does. */
#include "divil_bench.h"

static void every_table_is_well_formed(void **state)
{
	struct rig *r = rig_new("SST49LF040", true);
	char err[200];
	unsigned n = 0;

	(void)state;
	for (; divil_regs(&r->d, n); n++) {
		if (reg_table_check(divil_regs(&r->d, n)->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(n, 13);
	rig_free(r);
}

/* What the sheet says of each register after reset. */
static void reset_values_are_those_of_the_data_book(void **state)
{
	static const struct {
		uint16_t index;
		uint64_t val;
	} want[] = {
		{0x00, 0x5df500}, {0x01, 0},	  {0x02, 0},	{0x03, 0},	    {0x04, 0},
		{0x05, 0},	  {0x08, 0},	  {0x09, 0},	{0x0a, 0},	    {0x0b, 0},
		{0x0c, 0},	  {0x0d, 0},	  {0x0e, 0},	{0x0f, 0},	    {0x10, 0},
		{0x11, 0},	  {0x12, 0},	  {0x13, 0},	{0x14, 0x4000003},  {0x15, 0x71},
		{0x16, 0},	  {0x17, 0},	  {0x18, 0},	{0x1b, 0x07770777}, {0x1c, 0x777},
		{0x1e, 0},	  {0x1f, 0x10},	  {0x20, 0},	{0x21, 0},	    {0x22, 0},
		{0x23, 0},	  {0x24, 0xffff}, {0x25, 0},	{0x26, 0},	    {0x27, 0},
		{0x28, 0},	  {0x29, 0},	  {0x2b, 0},	{0x30, 0},	    {0x31, 0},
		{0x32, 0},	  {0x33, 0},	  {0x37, 3},	{0x38, 0},	    {0x39, 0},
		{0x3a, 2},	  {0x3c, 0},	  {0x3d, 0},	{0x3e, 2},	    {0x40, 0},
		{0x41, 0},	  {0x48, 0},	  {0x49, 0xff}, {0x4c, 0},	    {0x4d, 0},
		{0x4e, 0},	  {0x54, 0},	  {0x55, 0},	{0x56, 0},	    {0x57, 0},
	};
	struct rig *r = rig_new("SST49LF040", true);

	(void)state;
	for (unsigned i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		if (rd(r, want[i].index) != want[i].val)
			fail_msg("MSR %02x is %llx", want[i].index,
				 (unsigned long long)rd(r, want[i].index));
	}
	assert_int_equal(r->rules.hits, 0);
	rig_free(r);
}

/* VSA uses index bit 13 on companion modules; it means nothing there. */
static void index_bit_13_means_nothing(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	for (unsigned i = 0; i < divil_msr_table.count; i++) {
		uint32_t index = divil_msr_table.reg[i].addr;

		if (index == 0x50 || divil_msr_table.reg[i].side_effect)
			continue;
		assert_int_equal(rd(r, 0x2000 | index), rd(r, index));
	}
	wr(r, 0x200c, LBAR_ON | 0x6100);
	assert_int_equal(rd(r, 0x0c), LBAR_ON | 0x6100);
	rig_free(r);
}

/* Every writable bit of every register that is plain storage keeps what is written. */
static void writable_bits_keep_their_value(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned i = 0; i < divil_msr_table.count; i++) {
		const struct reg *g = &divil_msr_table.reg[i];
		uint64_t plain = ~(g->ro | g->w1c | g->reserved);

		if (g->read || g->addr == 0x2b || g->addr == 0x17 || g->addr == 0x54)
			continue;
		wr(r, g->addr, (g->reset & ~plain) | plain);
		if ((rd(r, g->addr) & plain) != plain)
			fail_msg("%s lost ones: %llx", g->name, (unsigned long long)rd(r, g->addr));
		wr(r, g->addr, g->reset & ~plain);
		if (rd(r, g->addr) & plain)
			fail_msg("%s lost zeros: %llx", g->name,
				 (unsigned long long)rd(r, g->addr));
	}
	rig_free(r);
}

static void reserved_bits_stay_and_are_named(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned i = 0; i < divil_msr_table.count; i++) {
		const struct reg *g = &divil_msr_table.reg[i];
		uint64_t before = r->rules.broken[RULE_RESERVED_BITS];

		if (!g->reserved)
			continue;
		wr(r, g->addr, g->reset ^ g->reserved);
		assert_int_equal(rd(r, g->addr) & g->reserved, g->reset & g->reserved);
		assert_true(r->rules.broken[RULE_RESERVED_BITS] > before);
	}
	rig_free(r);
}

static void an_msr_that_is_not_there_reads_zero_and_is_named(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	assert_int_equal(rd(r, 0x123), 0);
	wr(r, 0x123, 5);
	assert_int_equal(rd(r, 0x123), 0);
	assert_int_equal(r->rules.broken[RULE_UNKNOWN_MSR], 3);
	rig_free(r);
}

/* Values that historic firmware and Linux write or compare with, from the sheets. */
static void values_of_shipped_firmware_break_no_rule(void **state)
{
	static const struct {
		uint16_t index;
		uint64_t val;
	} put[] = {
		{0x01, 0xf000},
		{0x02, UINT64_C(0xfbff00000000)},
		{0x02, 0x20ec},
		{0x04, 0x50554111},
		{0x08, UINT64_C(0xf00100001880)},
		{0x09, UINT64_C(0xfffff001fe01a000)},
		{0x0b, UINT64_C(0xf001000018b0)},
		{0x0c, UINT64_C(0xf00100001000)},
		{0x0d, UINT64_C(0xffc100001800)},
		{0x0e, UINT64_C(0xf00100001840)},
		{0x0f, UINT64_C(0xf00100001400)},
		{0x10, UINT64_C(0xfffff00600000000)},
		{0x11, UINT64_C(0x0000fff100000022)},
		{0x14, 0x80070003},
		{0x14, 0x80700003},
		{0x15, 0xf7d},
		{0x15, 0xf7c},
		{0x16, 1},
		{0x18, 8},
		{0x1b, 0x00100010},
		{0x1f, 0x11},
		{0x20, 0x00350a00},
		{0x21, 0x34000000},
		{0x22, 0x2222},
		{0x23, 0x33b006e0},
		{0x25, 0x1002},
		{0x25, 0x105a},
		{0x28, 0xee},
		{0x29, 0x01000000},
		{0x2b, 0xff},
		{0x3a, 0x12},
		{0x3e, 1},
		{0x40, 0x7777},
		{0x4e, 0xeffd00c0},
		{0x4e, 0xefa500c0},
		{0x55, 0x3d},
		{0x56, 0x3e},
		{0x57, 0x32},
	};
	struct rig *r = rig_new("SST49LF040", true);

	(void)state;
	for (unsigned i = 0; i < sizeof(put) / sizeof(put[0]); i++)
		wr(r, put[i].index, put[i].val);
	if (r->rules.hits)
		fail_msg("%s", r->rules.hit[0].text);
	/* The old Linux GPIO driver wants to read back exactly what firmware wrote. */
	assert_int_equal(rd(r, 0x0c), UINT64_C(0xf00100001000));
	/* The latched strap is not changed by writing. */
	assert_int_equal(rd(r, 0x15) & 0x300, 0);
	rig_free(r);
}

static void the_boot_strap_shows_in_ball_opts(void **state)
{
	struct rig *r = rig_new("SST49LF004B", false); /* answers firmware-hub cycles only */

	(void)state;
	assert_int_equal(rd(r, 0x15), 0x71 | 3 << 2 | 3 << 8 | 3 << 10);
	assert_true(divil_ide_pins(&r->d));
	wr(r, 0x15, 0xf7c);
	assert_false(divil_ide_pins(&r->d));
	divil_reset(&r->d);
	assert_true(divil_ide_pins(&r->d));
	rig_free(r);
}

static void soft_reset_shutdown_and_watchdog_reset_the_board(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 0x17, 0);
	assert_int_equal(r->resets, 0);
	wr(r, 0x17, 1);
	assert_int_equal(r->resets, 1);
	assert_int_equal(r->d.reset_cause, PMS_CAUSE_SOFT);
	divil_shutdown(&r->d);
	assert_int_equal(r->resets, 1); /* RESET_SHUT_EN is off */
	wr(r, 0x14, UINT64_C(0x84000003));
	divil_shutdown(&r->d);
	assert_int_equal(r->resets, 2);
	assert_int_equal(r->d.reset_cause, PMS_CAUSE_SHUTDOWN);
	signal_pulse(&r->sbio.mfgpt.reset);
	assert_int_equal(r->resets, 3);
	assert_int_equal(r->d.reset_cause, PMS_CAUSE_WATCHDOG);
	rig_free(r);
}

static void a_hard_reset_brings_every_msr_back(void **state)
{
	struct rig *r = rig_new("SST49LF040", true);
	uint64_t want[DIVIL_MSRS];

	(void)state;
	memcpy(want, r->d.value, sizeof(want));
	wr(r, 0x0b, LBAR_ON | BASE_SMB);
	wr(r, 0x14, 0x770003);
	wr(r, 0x20, 0x12345678);
	wr(r, 0x4e, 0xeffd00c0);
	wr(r, 0x57, 0x32);
	out(r, 0x21, 1, 0x5a);
	divil_reset(&r->d);
	assert_memory_equal(want, r->d.value, sizeof(want));
	assert_int_equal(in(r, BASE_SMB, 1), 0xff);
	assert_int_equal(r->d.uart[0].base, 0);
	assert_int_equal(r->d.rtc.century_at, 0);
	assert_int_equal(in(r, 0x21, 1), 0);
	rig_free(r);
}

static void shadows_tell_what_was_written(void **state)
{
	static const uint8_t pic[12] = {0x11, 0x20, 4, 1, 0x20, 0x0b, 0x11, 0x28, 2, 1, 0x65, 0x0a};
	static const uint8_t pit[9] = {0x34, 0x12, 0x78, 0x56, 0xbc, 0x9a, 0x34, 0x74, 0xb6};
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned n = 0; n < 2; n++) {
		uint16_t base = n ? 0xa0 : 0x20;

		out(r, base, 1, pic[6 * n]);
		for (unsigned i = 1; i < 4; i++)
			out(r, base + 1, 1, pic[6 * n + i]);
		out(r, base, 1, pic[6 * n + 4]);
		out(r, base, 1, pic[6 * n + 5]);
	}
	rd(r, 0x34); /* the write sets the pointer back */
	wr(r, 0x34, 0);
	for (unsigned i = 0; i < 12; i++)
		assert_int_equal(rd(r, 0x34), pic[i]);
	for (unsigned n = 0; n < 3; n++) {
		out(r, 0x43, 1, pit[6 + n]);
		out(r, 0x40 + n, 1, pit[2 * n]);
		out(r, 0x40 + n, 1, pit[2 * n + 1]);
	}
	rd(r, 0x36);
	wr(r, 0x36, 0);
	for (unsigned i = 0; i < 9; i++)
		assert_int_equal(rd(r, 0x36), pit[i]);
	out(r, 0x0b, 1, 0x46);
	out(r, 0xd6, 1, 0xc0);
	out(r, 0x0f, 1, 0x5);
	assert_int_equal(rd(r, 0x43), 0x46);
	assert_int_equal(rd(r, 0x45), 0xc0);
	assert_int_equal(rd(r, 0x49), 0xf5);
	out(r, 0x3f2, 1, 0x1c);
	out(r, 0x377, 1, 2);
	assert_int_equal(rd(r, 0x30), 0x1c);
	assert_int_equal(rd(r, 0x31), 0);
	assert_int_equal(rd(r, 0x33), 2);
	rig_free(r);
}

static void the_pm_timer_runs_in_its_msr_too(void **state)
{
	struct rig *r = rig_new(NULL, true);
	uint64_t a, b;

	(void)state;
	wr(r, 0x0e, LBAR_ON | BASE_ACPI);
	a = rd(r, 0x50);
	bench_run_ns(&r->b, 1000000);
	b = rd(r, 0x50);
	assert_in_range(b - a, 3579, 3580);
	assert_int_equal(in(r, BASE_ACPI + 0x10, 4), b);
	rig_free(r);
}

/* Also the parts that decode by hand tell which of their registers were used. */
static void coverage_counts_the_registers_behind_ports(void **state)
{
	struct rig *r = rig_new("SST49LF004B", false);
	unsigned unused = 0;

	(void)state;
	out(r, 0x20, 1, 0x11);
	out(r, 0x21, 1, 0x20);
	out(r, 0x21, 1, 4);
	out(r, 0x21, 1, 1);
	out(r, 0x21, 1, 0xfb);
	assert_int_equal(r->d.pic.regs.cover[1].wrote1, 0x20); /* ICW2 */
	assert_int_equal(r->d.pic.regs.cover[4].wrote1, 0xfb); /* the mask */
	wr(r, 0x14, 0x70003);
	out(r, 0x3fb, 1, 0x83);
	out(r, 0x3f8, 1, 1);
	out(r, 0x3fb, 1, 3);
	in(r, 0x3fd, 1);
	assert_int_equal(r->d.uart[0].uart.regs.cover[3].wrote1, 1); /* DLL */
	assert_int_equal(r->d.uart[0].uart.regs.cover[9].reads, 1);  /* LSR */
	mem_in(r, 0xffbc0000, 1);
	assert_int_equal(r->flash.regs.cover[16].reads, 1);
	for (unsigned i = 0; i < I8237_REGS; i++)
		unused += !r->d.dma.regs.cover[i].writes;
	assert_int_equal(unused, I8237_REGS);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_is_well_formed),
		cmocka_unit_test(reset_values_are_those_of_the_data_book),
		cmocka_unit_test(index_bit_13_means_nothing),
		cmocka_unit_test(writable_bits_keep_their_value),
		cmocka_unit_test(reserved_bits_stay_and_are_named),
		cmocka_unit_test(an_msr_that_is_not_there_reads_zero_and_is_named),
		cmocka_unit_test(values_of_shipped_firmware_break_no_rule),
		cmocka_unit_test(the_boot_strap_shows_in_ball_opts),
		cmocka_unit_test(soft_reset_shutdown_and_watchdog_reset_the_board),
		cmocka_unit_test(a_hard_reset_brings_every_msr_back),
		cmocka_unit_test(shadows_tell_what_was_written),
		cmocka_unit_test(the_pm_timer_runs_in_its_msr_too),
		cmocka_unit_test(coverage_counts_the_registers_behind_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
