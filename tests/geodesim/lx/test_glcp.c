/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLCP: clocks, the chip reset, straps, pixel PLL, throttling, side-band signals. */
#include "lx/glcp.h"

#include <stdlib.h>

#include "lx_bench.h"

#define SYS_RSTPLL 0x14
#define DOTPLL	   0x15
#define DELAY	   0x0f

struct box {
	struct lx_bench b;
	struct glcp glcp;
	struct gl_device dev;
	unsigned resets;
};

static void chip_reset_asked(void *o)
{
	((struct box *)o)->resets++;
}

/* Straps and clock of an ALIX.1C. */
static void box_init_with(struct box *x, struct glcp_config c)
{
	lx_bench_init(&x->b);
	x->resets = 0;
	c.opaque = x;
	c.chip_reset = chip_reset_asked;
	glcp_init(&x->glcp, &x->b.env, &c);
	x->dev = glcp_device(&x->glcp);
}

static void box_init(struct box *x)
{
	box_init_with(
		x, (struct glcp_config){.straps = 0x2e, .pci_hz = 33333333, .core_max_mhz = 500});
}

static uint64_t rd(struct box *x, uint32_t msr)
{
	return x->dev.msr_read(x->dev.opaque, msr);
}

static void wr(struct box *x, uint32_t msr, uint64_t val)
{
	x->dev.msr_write(x->dev.opaque, msr, val);
}

/* As the machine does it: the processor starts when the reset has held. */
static void chip_reset(struct box *x)
{
	glcp_chip_reset(&x->glcp);
	bench_run_ns(&x->b.bench, glcp_reset_hold_ns(&x->glcp));
}

/* What the strap path of real firmware writes (fact sheet 5.3). */
static uint64_t strap_path(uint64_t v)
{
	return (v & ~UINT64_C(0xff1800)) | 0xde0000 | 0x6000 | 0x4000001;
}

static void registers_are_well_formed(void **state)
{
	struct box x;
	char err[200];

	(void)state;
	box_init(&x);
	if (reg_table_check(glcp_regs(&x.glcp, 0)->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_true(glcp_regs(&x.glcp, 0)->table->count <= GLCP_REGS);
	assert_null(glcp_regs(&x.glcp, 1));
	assert_int_equal(rd(&x, 0x2000) & 0xffffff00, 0x2400);
	assert_int_equal(rd(&x, 0x17) & 0xff, 0x33);
	assert_int_equal(rd(&x, 0x2002), 0x1f);
	assert_int_equal(rd(&x, 0x18), 0xf);
	assert_int_equal(rd(&x, 0x16), 2);
	lx_bench_done(&x.b);
}

static void real_board_reads_its_pll_words(void **state)
{
	struct box x;
	uint64_t v;

	(void)state;
	box_init(&x);
	v = rd(&x, SYS_RSTPLL);
	assert_int_equal(v, UINT64_C(0x0000059c0000182e));
	assert_int_equal(glcp_core_hz(&x.glcp), 48000000);
	assert_non_null(glcp_pll_fault(&x.glcp));
	assert_int_equal(strap_path(v), UINT64_C(0x0000059c04de602f));
	wr(&x, SYS_RSTPLL, strap_path(v));
	assert_int_equal(x.resets, 1);
	assert_int_equal(glcp_reset_hold_ns(&x.glcp) / 1000, 106);
	chip_reset(&x);
	assert_int_equal(rd(&x, SYS_RSTPLL), UINT64_C(0x0000059c07de002e));
	assert_int_equal(glcp_core_hz(&x.glcp), 500000000);
	assert_int_equal(glcp_gliu_khz(&x.glcp), 400000);
	assert_int_equal(glcp_ddr_khz(&x.glcp), 200000);
	assert_null(glcp_pll_fault(&x.glcp));
	assert_true(silent(&x.b));
	/* RESET# starts over. */
	glcp_reset(&x.glcp);
	assert_int_equal(rd(&x, SYS_RSTPLL), UINT64_C(0x0000059c0000182e));
	lx_bench_done(&x.b);
}

static void board_words_give_their_clocks(void **state)
{
	static const struct {
		uint32_t hi;
		unsigned pci_khz, core, gliu;
	} on_record[] = {
		{0x39c, 33333, 500000, 266666}, {0x49c, 33333, 500000, 333333},
		{0x59c, 33333, 500000, 400000}, {0x3dd, 66667, 500000, 266666},
		{0x3d9, 66667, 433333, 266666}, {0x4d9, 66667, 433333, 333333},
		{0x4d3, 66667, 333333, 333333},
	};

	(void)state;
	for (unsigned n = 0; n < sizeof(on_record) / sizeof(on_record[0]); n++) {
		uint64_t v = (uint64_t)on_record[n].hi << 32;

		assert_int_equal(pll_core_khz(v, on_record[n].pci_khz), on_record[n].core);
		assert_int_equal(pll_gliu_khz(v, on_record[n].pci_khz), on_record[n].gliu);
	}
}

/* Words of boards that programme the PLL by hand, written as they are. */
static void manual_board_words_work(void **state)
{
	static const struct {
		uint32_t hi, lo;
	} word[] = {{0x39c, 0x00de6000},
		    {0x39c, 0x07de0000},
		    {0x39c, 0x07de001e},
		    {0x49c, 0x00de6001},
		    {0x59c, 0x00de602e}};

	(void)state;
	for (unsigned n = 0; n < sizeof(word) / sizeof(word[0]); n++) {
		struct box x;

		box_init(&x);
		wr(&x, SYS_RSTPLL, (uint64_t)word[n].hi << 32 | word[n].lo | 0x4000001);
		chip_reset(&x);
		assert_int_equal(x.resets, 1);
		assert_int_equal(rd(&x, SYS_RSTPLL) >> 32, word[n].hi);
		assert_int_equal(rd(&x, SYS_RSTPLL) & 0xfe, 0x2e);
		assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0x3000000);
		assert_true(rd(&x, SYS_RSTPLL) & 0x4000000);
		assert_null(glcp_pll_fault(&x.glcp));
		assert_true(silent(&x.b));
		lx_bench_done(&x.b);
	}
}

static void pll_mistakes_are_named(void **state)
{
	static const struct {
		uint32_t hi, lo;
		enum rule rule;
	} bad[] = {
		{0x59c, 0x04de602e, RULE_PLL_RESET},	   /* CHIP_RESET forgotten */
		{0x598, 0x0401602f, RULE_PLL_HOLD},	   /* hold of 480 ns */
		{0x592, 0x04de602f, RULE_CORE_BELOW_GLIU}, /* 333 below 400 */
		{0x5a0, 0x04de602f, RULE_CLOCK_GRADE},	   /* 566 MHz on a 500 MHz part */
		{0x61c, 0x04de602f, RULE_CLOCK_GRADE},	   /* DDR at 433 MT/s */
	};

	(void)state;
	for (unsigned n = 0; n < sizeof(bad) / sizeof(bad[0]); n++) {
		struct box x;

		box_init(&x);
		wr(&x, SYS_RSTPLL, (uint64_t)bad[n].hi << 32 | bad[n].lo);
		assert_true(only_broken(&x.b, bad[n].rule));
		lx_bench_done(&x.b);
	}
}

static unsigned resets_told(struct box *x, unsigned times)
{
	unsigned before = x->b.rules.broken[RULE_PLL_RESET];

	for (unsigned n = 0; n < times; n++) {
		wr(x, SYS_RSTPLL, UINT64_C(0x0000059c00de602f));
		chip_reset(x);
	}
	return x->b.rules.broken[RULE_PLL_RESET] - before;
}

static void chip_resets_without_end_are_named(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	assert_int_equal(resets_told(&x, 3), 0);
	glcp_reset(&x.glcp); /* the reset button: begins anew */
	assert_int_equal(resets_told(&x, 3), 0);
	bench_run_ns(&x.b.bench, 1100000000); /* somebody reboots after a while */
	assert_int_equal(resets_told(&x, 3), 0);
	assert_int_equal(resets_told(&x, 3), 1);
	lx_bench_done(&x.b);
}

static void bypass_left_on_stays_slow(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, SYS_RSTPLL, UINT64_C(0x0000059c04de782f));
	chip_reset(&x);
	assert_int_equal(glcp_core_hz(&x.glcp), 48000000);
	assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0);
	assert_string_equal(glcp_pll_fault(&x.glcp), "the core PLL is in bypass");
	lx_bench_done(&x.b);
}

static void pll_that_does_not_lock_shows_no_lock(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	glcp_fault_pll(&x.glcp, false, true);
	wr(&x, SYS_RSTPLL, strap_path(rd(&x, SYS_RSTPLL)));
	chip_reset(&x);
	assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0x1000000);
	assert_string_equal(glcp_pll_fault(&x.glcp), "the GeodeLink PLL is not locked");
	glcp_fault_pll(&x.glcp, false, false);
	assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0x3000000);
	lx_bench_done(&x.b);
}

static void short_hold_locks_late(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, SYS_RSTPLL, UINT64_C(0x0000059c0400602f));
	chip_reset(&x);
	assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0);
	assert_non_null(glcp_pll_fault(&x.glcp));
	bench_run_ns(&x.b.bench, 50000);
	assert_int_equal(rd(&x, SYS_RSTPLL) & 0x3000000, 0x3000000);
	assert_null(glcp_pll_fault(&x.glcp));
	lx_bench_done(&x.b);
}

static void chip_reset_returns_other_registers(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, DELAY, UINT64_C(0xf2f100ff56960004));
	wr(&x, 0x31, 1);
	assert_true(x.glcp.a20m.level);
	wr(&x, SYS_RSTPLL, strap_path(rd(&x, SYS_RSTPLL)));
	chip_reset(&x);
	assert_int_equal(rd(&x, DELAY), 0);
	assert_false(x.glcp.a20m.level);
	lx_bench_done(&x.b);
}

static void delay_controls_show_the_dll(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, DELAY, UINT64_C(0xf2f100ff56960004));
	assert_int_equal(rd(&x, DELAY) & 0x7ff, 4);
	glcp_dram_written(&x.glcp);
	assert_int_equal(rd(&x, DELAY), UINT64_C(0xf2f100ff56960444));
	assert_false(glcp_dll_failed(&x.glcp));
	glcp_fault_dll(&x.glcp, true);
	assert_int_equal(rd(&x, DELAY) & 0x7ff, 0x104);
	assert_true(glcp_dll_failed(&x.glcp));
	glcp_reset(&x.glcp); /* the next start works */
	glcp_dram_written(&x.glcp);
	assert_false(glcp_dll_failed(&x.glcp));
	lx_bench_done(&x.b);
}

static void pixel_clock_locks_in_time(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	assert_int_equal(glcp_dot_khz(&x.glcp), 0);
	wr(&x, DOTPLL, UINT64_C(0x0000216c00000001));
	assert_int_equal(rd(&x, DOTPLL) & 1 << 25, 0);
	bench_run_ns(&x.b.bench, 99000);
	assert_int_equal(rd(&x, DOTPLL) & 1 << 25, 0);
	bench_run_ns(&x.b.bench, 1001);
	assert_int_equal(rd(&x, DOTPLL) & 1 << 25, 1 << 25);
	wr(&x, DOTPLL, UINT64_C(0x0000216c00000000));
	assert_true(silent(&x.b));
	assert_int_equal(glcp_dot_khz(&x.glcp), 28307); /* 48 * 23 / (3 * 13) */
	wr(&x, DOTPLL, UINT64_C(0x0000421400000001));
	wr(&x, DOTPLL, UINT64_C(0x0000421400000000));
	assert_true(only_broken(&x.b, RULE_DOTPLL_LOCK));
	glcp_fault_dot(&x.glcp, true);
	bench_run_ns(&x.b.bench, 1000000);
	assert_int_equal(rd(&x, DOTPLL) & 1 << 25, 0);
	lx_bench_done(&x.b);
}

/* Modes of the fact sheet 5.5 come out within 0.5 %. */
static void pixel_clocks_of_record(void **state)
{
	static const struct {
		uint32_t hi;
		unsigned khz;
	} mode[] = {{0x215d, 25175}, {0x216c, 28322},  {0x3147, 31500},	 {0x57, 36000},
		    {0x45, 40000},   {0x3207, 49500},  {0x2187, 50000},	 {0x4286, 56250},
		    {0x31e4, 74250}, {0x4284, 78750},  {0x4214, 65000},	 {0x1081, 108000},
		    {0x6363, 94500}, {0x41b1, 135000}, {0x62d1, 157500}, {0x31a1, 162000},
		    {0x41e1, 148500}};

	(void)state;
	for (unsigned n = 0; n < sizeof(mode) / sizeof(mode[0]); n++) {
		int khz = (int)pll_dot_khz((uint64_t)mode[n].hi << 32), want = (int)mode[n].khz;

		if (abs(khz - want) * 200 > want)
			fail_msg("%04" PRIX32 ": %d kHz, not %d", mode[n].hi, khz, want);
	}
}

static void companion_smi_is_a_state(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	signal_set(&x.glcp.cis_smi, true);
	assert_false(x.glcp.asmi.level); /* masked at reset */
	wr(&x, 0x2002, 0x0f);
	assert_true(x.glcp.asmi.level);
	wr(&x, 0x2002, 0x10000f | 1 << 20); /* cannot be cleared here */
	assert_true(x.glcp.asmi.level);
	signal_set(&x.glcp.cis_smi, false);
	assert_false(x.glcp.asmi.level);
	assert_int_equal(rd(&x, 0x2002), 0x0f);
	lx_bench_done(&x.b);
}

static void throttle_ports_trap(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	x.dev.io_write(x.dev.opaque, 0x9e00, 4, 0x0f, 0);
	assert_int_equal(x.b.ssmi, 0);
	wr(&x, 0x2002, 0x13);
	x.dev.io_write(x.dev.opaque, 0x9e00, 1, 0x0e, 0);
	assert_int_equal(x.b.ssmi, 1);
	assert_int_equal(rd(&x, 0x18), 0x0e);
	assert_int_equal(rd(&x, 0x2002) >> 16, 4);
	wr(&x, 0x18, 0x0f); /* as an MSR: no trap */
	assert_int_equal(x.b.ssmi, 1);
	assert_int_equal(x.dev.io_read(x.dev.opaque, 0x9e04, 1, 0), 0);
	assert_int_equal(x.b.ssmi, 2);
	wr(&x, 0x2002, 0xc0013);
	assert_int_equal(rd(&x, 0x2002), 0x13);
	lx_bench_done(&x.b);
}

static void c2_suspends_until_woken(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, 0x1c, 3); /* 48 PCI clocks */
	x.dev.io_read(x.dev.opaque, 0x9e04, 1, 0);
	assert_int_equal(rd(&x, 0x1c), 0x1003);
	bench_run_ns(&x.b.bench, 1400);
	assert_false(x.glcp.suspend.level);
	bench_run_ns(&x.b.bench, 200);
	assert_true(x.glcp.suspend.level);
	glcp_wake(&x.glcp);
	assert_false(x.glcp.suspend.level);
	assert_int_equal(rd(&x, 0x1c), 3);
	/* Aborted by writing the bit. */
	x.dev.io_read(x.dev.opaque, 0x9e04, 1, 0);
	wr(&x, 0x1c, 0x1003);
	bench_run_ns(&x.b.bench, 5000);
	assert_false(x.glcp.suspend.level);
	lx_bench_done(&x.b);
}

/* Data book p.561: SCALE 3 and CLK_VAL 5 run 240 PCI clocks and suspend 480. */
static void throttling_has_the_books_duty(void **state)
{
	struct box x;
	struct edges e;
	uint64_t rise, suspended = 0;

	(void)state;
	box_init(&x);
	edges_watch(&e, &x.b.bench, &x.glcp.suspend);
	wr(&x, 0x1d, 3);
	wr(&x, 0x18, 0x15);
	bench_run_ns(&x.b.bench, 100); /* throttling begins suspended */
	assert_int_equal(e.rises, 1);
	rise = e.last_rise;
	while (x.glcp.suspend.level) {
		bench_run_ns(&x.b.bench, 30);
		suspended += 30;
	}
	assert_in_range(suspended, 14300, 14500);
	while (!x.glcp.suspend.level)
		bench_run_ns(&x.b.bench, 30);
	assert_in_range((e.last_rise - rise) * 2, 21500, 21700); /* 720 clocks of 30 ns */
	wr(&x, 0x18, 0x0f);
	assert_false(x.glcp.suspend.level);
	assert_true(silent(&x.b));
	wr(&x, 0x18, 0x10);
	assert_true(only_broken(&x.b, RULE_THROTTLE_VALUE));
	lx_bench_done(&x.b);
}

static void side_band_registers_drive_pins(void **state)
{
	struct box x;

	(void)state;
	box_init(&x);
	wr(&x, 0x32, 1);
	assert_true(x.glcp.nmi.level);
	wr(&x, 0x33, 1);
	assert_true(x.glcp.init.level);
	wr(&x, 0x33, 0);
	assert_false(x.glcp.init.level);
	assert_true(silent(&x.b));
	wr(&x, 0x31, 2);
	assert_true(only_broken(&x.b, RULE_RESERVED_BITS));
	lx_bench_done(&x.b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registers_are_well_formed),
		cmocka_unit_test(real_board_reads_its_pll_words),
		cmocka_unit_test(board_words_give_their_clocks),
		cmocka_unit_test(manual_board_words_work),
		cmocka_unit_test(pll_mistakes_are_named),
		cmocka_unit_test(chip_resets_without_end_are_named),
		cmocka_unit_test(bypass_left_on_stays_slow),
		cmocka_unit_test(pll_that_does_not_lock_shows_no_lock),
		cmocka_unit_test(short_hold_locks_late),
		cmocka_unit_test(chip_reset_returns_other_registers),
		cmocka_unit_test(delay_controls_show_the_dll),
		cmocka_unit_test(pixel_clock_locks_in_time),
		cmocka_unit_test(pixel_clocks_of_record),
		cmocka_unit_test(companion_smi_is_a_state),
		cmocka_unit_test(throttle_ports_trap),
		cmocka_unit_test(c2_suspends_until_woken),
		cmocka_unit_test(throttling_has_the_books_duty),
		cmocka_unit_test(side_band_registers_drive_pins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
