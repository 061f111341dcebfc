/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where firmware hangs or goes wrong when a board does not do what it waits for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geode_bench.h"

#define EXTMSR 0x5000201eu
#define SMB    0x6000
#define ACPI   0x9c00

static struct geode_bench bench;

static int on(void **state)
{
	(void)state;
	if (geode_bench_init(&bench) || geode_bench_on(&bench))
		return -1;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	return 0;
}

static int off(void **state)
{
	(void)state;
	geode_bench_free(&bench);
	return 0;
}

static int warm(void **state)
{
	return on(state) || geode_warm_start(bench.g, bench.err, sizeof(bench.err));
}

static uint32_t in(uint16_t port, unsigned size)
{
	return bench_in(&bench, port, size);
}

static void out(uint16_t port, unsigned size, uint32_t val)
{
	bench_out(&bench, port, size, val);
}

static void pass_us(unsigned us)
{
	machine_charge_ns(&bench.g->m, us * UINT64_C(1000));
	clock_run_due(&bench.g->m.clock);
}

/* Delay loops of DRAM start-up wait until all of port 61h is 00, then until it is not. */
static void test_port_61_shows_refresh_and_nothing_else(void **state)
{
	unsigned zero = 0, ten = 0, changes = 0, last = in(0x61, 1);

	(void)state;
	for (unsigned n = 0; n < 1000; n++) {
		unsigned now = in(0x61, 1);

		zero += now == 0;
		ten += now == 0x10;
		changes += now != last;
		last = now;
		pass_us(1);
	}
	assert_int_equal(zero + ten, 1000);
	assert_in_range(changes, 50, 150); /* 15 us a toggle, and what the reads took */
}

/* The timer of power management, by port and by MSR. */
static void test_the_pm_timer_runs_at_3_58_mhz(void **state)
{
	uint32_t first, passed;

	(void)state;
	first = in(ACPI + 0x10, 4);
	machine_charge_ns(&bench.g->m, 100000000);
	passed = in(ACPI + 0x10, 4) - first;
	assert_in_range(passed, 357954, 357960);
	assert_in_range((uint32_t)bench_rdmsr(&bench, 0x51400050) - in(ACPI + 0x10, 4), -20u,
			UINT32_MAX);
}

/* The calling port of an SMI handler: ones while there is none, a trap once it is routed. */
static void test_the_virtual_register_port(void **state)
{
	(void)state;
	out(0xac1c, 2, 0xfc53);
	assert_int_equal(in(0xac1c, 2), 0xffff);
	assert_int_equal(in(0xac1c, 4), 0xffffffff);
	bench_wrmsr(&bench, 0x10002002, 0x0e);
	bench_wrmsr(&bench, 0x100000e3, 0x00000000f030ac18);
	assert_int_equal(in(0xac1e, 2), 0);
	assert_int_equal(bench_rdmsr(&bench, 0x10002002) >> 32, 1);
}

/* Functions that only an SMI handler makes up: writes go nowhere, reads are ones. */
static void test_virtual_functions_are_not_there(void **state)
{
	static const uint32_t hide[] = {0x8000097c, 0x80007b7c, 0x80007e7c, 0x80007f7c, 0x80007a40};

	(void)state;
	for (unsigned n = 0; n < sizeof(hide) / sizeof(hide[0]); n++) {
		out(0xcf8, 4, hide[n]);
		assert_int_equal(in(0xcf8, 4), hide[n]);
		out(0xcfc, 4, 0xdeadbeef);
		assert_int_equal(in(0xcfc, 4), 0xffffffff);
		assert_int_equal(in(0xcf8, 4), hide[n]);
	}
	out(0xcf8, 4, 0xdeadbeef); /* reserved bits do not come back */
	assert_int_equal(in(0xcf8, 4) & 0x80fffffc, 0x80adbeec);
	assert_int_equal(in(0xcfc, 4), 0xffffffff);
}

/* One byte over the SMBus step by step as firmware does it; -1: no answer. */
static int smbus_byte(uint8_t device, uint8_t offset)
{
	static const struct {
		uint8_t start, shift;
	} step[] = {{1, 0}, {0, 0}, {1, 1}};
	int byte = -1;

	out(SMB + 3, 1, in(SMB + 3, 1) | 1); /* START */
	for (unsigned n = 0; n < 3; n++) {
		unsigned polls;

		if (n == 2)
			out(SMB + 3, 1, in(SMB + 3, 1) | 1);
		for (polls = 0; polls < 1000 && !(in(SMB + 1, 1) & 0x70); polls++)
			pass_us(1);
		assert_true(polls < 1000);
		out(SMB, 1, n == 1 ? offset : (unsigned)(device << 1 | step[n].shift));
		for (polls = 0; polls < 1000 && !(in(SMB + 1, 1) & 0x70); polls++)
			pass_us(1);
		assert_true(polls < 1000);
		if (in(SMB + 1, 1) & 0x30)
			goto end;
	}
	out(SMB + 3, 1, 2); /* STOP, then the byte */
	assert_int_equal(in(SMB + 1, 1) & 0x40, 0x40);
	byte = (int)in(SMB, 1);
end:
	if (byte < 0) {
		out(SMB + 3, 1, 2);
		pass_us(100);
		out(SMB + 1, 1, in(SMB + 1, 1));
		out(SMB + 1, 1, 0);
	}
	for (unsigned polls = 0; polls < 1000 && in(SMB + 3, 1) & 2; polls++)
		pass_us(1);
	assert_int_equal(in(SMB + 3, 1) & 2, 0); /* the stop is over */
	return byte;
}

/* A module that is not there is asked first, as for most boards; the next one must still answer. */
static void test_spd_bytes_and_empty_sockets(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 3; round++) {
		assert_int_equal(smbus_byte(0x51, 2), -1);
		assert_int_equal(smbus_byte(0x50, 2), 7);
		assert_int_equal(smbus_byte(0x50, 3), bench.spd[3]);
		assert_int_equal(smbus_byte(0x50, 63), bench.spd[63]);
	}
}

/* Either chip's register resets the board; afterwards the companion has no LBARs. */
static void test_reset_registers(void **state)
{
	static const uint32_t way[] = {0x51400017, 0x51700014};
	struct geode *g = bench.g;

	(void)state;
	for (unsigned n = 0; n < 2; n++) {
		bench_wrmsr(&bench, EXTMSR, 0xf00);
		bench_wrmsr(&bench, 0x5140000b, 0x0000f00100006000);
		g->m.reset_wanted = MACHINE_RESET_NONE;
		bench_wrmsr(&bench, way[n], 1);
		assert_int_equal(g->m.reset_wanted, MACHINE_RESET_HARD);
		g->m.reset(&g->m, MACHINE_RESET_HARD);
		g->m.reset_wanted = MACHINE_RESET_NONE;
		bench_wrmsr(&bench, EXTMSR, 0xf00);
		assert_int_equal(bench_rdmsr(&bench, 0x5140000b), 0);
		assert_int_equal(in(0x6000, 1), 0xff);
	}
}

/* The watchdog: comparator 2 of timer 0 may reset the board. */
static void test_the_watchdog_bites(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x51400029, bench_rdmsr(&bench, 0x51400029) | 1 << 24);
	out(0x6200 + 2, 2, 100);
	out(0x6200 + 4, 2, 0);
	out(0x6200 + 6, 2, 0x8300); /* compare 2 as an event, 32 kHz: 3 ms */
	bench.g->m.reset_wanted = MACHINE_RESET_NONE;
	pass_us(2000);
	assert_int_equal(bench.g->m.reset_wanted, MACHINE_RESET_NONE);
	pass_us(2000);
	assert_int_equal(bench.g->m.reset_wanted, MACHINE_RESET_HARD);
}

/* What is not there: ones, on every path. */
static void test_nobody_answers(void **state)
{
	static const uint16_t port[] = {0x170, 0x376, 0x278, 0x378, 0x2e, 0x290, 0x5000, 0xfffc};

	(void)state;
	for (unsigned n = 0; n < sizeof(port) / sizeof(port[0]); n++)
		assert_int_equal(in(port[n], 1), 0xff);
	assert_int_equal(bench_load(&bench, 0xd0000000, 4), 0xffffffff);
	assert_int_equal(bench_load(&bench, 0xf0000000, 8), UINT64_MAX);
}

/* A bus master's access leaves its mark for those who would stop the caches. */
static void test_bus_masters_leave_a_mark(void **state)
{
	struct dma_if dma = glpci_dma(&bench.g->glpci);
	uint32_t word = 1;

	(void)state;
	out(ACPI, 4, 0x0010);
	assert_int_equal(in(ACPI, 2) & 0x10, 0);
	assert_true(dma.write(dma.opaque, 0x200000, &word, 4));
	assert_int_equal(in(ACPI, 2) & 0x10, 0x10);
	out(ACPI, 4, 0x0010);
	assert_int_equal(in(ACPI, 2) & 0x10, 0);
}

/* The pixel PLL's lock bit comes by itself; drivers wait without a limit. */
static void test_the_pixel_clock_locks(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x4c000015, 0x0000219f00000001);
	bench_wrmsr(&bench, 0x4c000015, 0x0000219f00000000);
	for (unsigned n = 0; n < 1000 && !(bench_rdmsr(&bench, 0x4c000015) >> 25 & 1); n++) {
		pass_us(1);
	}
	assert_int_equal(bench_rdmsr(&bench, 0x4c000015) >> 25 & 1, 1);
}

int main(void)
{
#define COLD(f) cmocka_unit_test_setup_teardown(f, on, off)
#define WARM(f) cmocka_unit_test_setup_teardown(f, warm, off)
	const struct CMUnitTest tests[] = {
		COLD(test_port_61_shows_refresh_and_nothing_else),
		WARM(test_the_pm_timer_runs_at_3_58_mhz),
		COLD(test_the_virtual_register_port),
		COLD(test_virtual_functions_are_not_there),
		WARM(test_spd_bytes_and_empty_sockets),
		COLD(test_reset_registers),
		WARM(test_the_watchdog_bites),
		WARM(test_nobody_answers),
		WARM(test_bus_masters_leave_a_mark),
		COLD(test_the_pixel_clock_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
