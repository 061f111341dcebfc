/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole board sleeps and wakes: what memory, the companion and the processor keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geode_bench.h"

#define PATTERN UINT64_C(0x0123456789abcdef)
#define PLACES	64u
#define ACPI	0x9c00
#define PMS	0x9d00

static struct geode_bench bench;

static int on(void **state)
{
	(void)state;
	if (geode_bench_init(&bench))
		return -1;
	/* The reset vector: a POST code, then a jump to itself. */
	memcpy(bench.rom + BENCH_FLASH - 16, "\xb0\x5a\xe6\x80\xeb\xfe", 6);
	if (geode_bench_on(&bench))
		return -1;
	bench.g->stay_when_off = true;
	return geode_warm_start(bench.g, bench.err, sizeof(bench.err));
}

static int off(void **state)
{
	(void)state;
	geode_bench_free(&bench);
	return 0;
}

static void run_ms(unsigned ms)
{
	struct machine *m = &bench.g->m;

	m->end_clock = clock_after_ns(&m->clock, ms * UINT64_C(1000000));
	machine_run(m);
	machine_continue(m);
}

static void write_pattern(void)
{
	for (unsigned n = 0; n < PLACES; n++)
		bench_store(&bench, 0x200000 + n * 0x11008, 8, PATTERN * (n + 1));
}

static unsigned places_kept(void)
{
	unsigned kept = 0;

	for (unsigned n = 0; n < PLACES; n++)
		kept += bench_load(&bench, 0x200000 + n * 0x11008, 8) == PATTERN * (n + 1);
	return kept;
}

/* As an operating system and its firmware do it: the button may wake, memory keeps itself. */
static void fall_asleep(bool self_refresh)
{
	write_pattern();
	bench_wrmsr(&bench, 0x20002004, self_refresh ? 0x4 : 0);
	bench_out(&bench, ACPI, 4, 0x0100ffff);	      /* PM1: the power button */
	bench_out(&bench, PMS + 0x10, 4, 0x40000e00); /* SLEEP_CLK */
	bench_out(&bench, PMS + 0x30, 4, 0x40000100); /* working domain: on after a delay */
	bench_out(&bench, PMS + 0x34, 4, 0x40000001); /* and off in sleep */
	bench_out(&bench, PMS + 0x38, 4, 0x40000080); /* reset delay */
	bench_out(&bench, PMS + 0x54, 4, 0x2ffff);
	bench_out(&bench, ACPI + 8, 4, 0x2000); /* SLP_EN */
}

static void press_power(void)
{
	assert_true(geode_button(bench.g, "power", true));
	run_ms(2);
	geode_button(bench.g, "power", false);
	run_ms(40);
}

static void test_memory_survives_suspend_to_ram(void **state)
{
	(void)state;
	fall_asleep(true);
	run_ms(3000); /* longer than cells last alone */
	assert_true(bench.g->off);
	assert_true(bench.g->m.asleep);
	bench.g->divil.post.last = 0;
	press_power();
	assert_false(bench.g->off);
	assert_int_equal(bench.g->divil.post.last, 0x5a); /* from the reset vector */
	/* The chips start from nothing; the breadcrumb of the standby domain is there. */
	assert_int_equal(bench_rdmsr(&bench, 0x5000201e), 0);
	assert_int_equal(geode_warm_start(bench.g, bench.err, sizeof(bench.err)), 0);
	assert_int_equal(bench_in(&bench, PMS + 0x30, 4), 0x40000100);
	assert_int_equal(bench_in(&bench, ACPI, 2) & 0x8100, 0x8100); /* woken, by the button */
	assert_int_equal(places_kept(), PLACES);
}

static void test_memory_without_self_refresh_does_not(void **state)
{
	(void)state;
	fall_asleep(false);
	run_ms(3000); /* longer than cells last alone */
	assert_true(bench.g->off);
	press_power();
	assert_int_equal(geode_warm_start(bench.g, bench.err, sizeof(bench.err)), 0);
	assert_true(places_kept() < PLACES / 8);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, on, off)
	const struct CMUnitTest tests[] = {
		TEST(test_memory_survives_suspend_to_ram),
		TEST(test_memory_without_self_refresh_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
