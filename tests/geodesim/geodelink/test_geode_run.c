/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small programs in the boot flash: what a board does with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geode_bench.h"

static struct geode_bench bench;

static int setup(void **state)
{
	(void)state;
	return geode_bench_init(&bench);
}

static int teardown(void **state)
{
	(void)state;
	geode_bench_free(&bench);
	return 0;
}

/* Runs @code for @ms of board time at most. */
static enum machine_stop run(const void *code, size_t size, unsigned ms)
{
	geode_bench_code(&bench, code, size);
	assert_int_equal(geode_bench_on(&bench), 0);
	bench.g->m.end_clock = clock_at_ps(&bench.g->m.clock, UINT64_C(1000000000) * ms);
	return machine_run(&bench.g->m);
}

#define RUN(ms, ...)                                         \
	({                                                   \
		static const uint8_t code[] = {__VA_ARGS__}; \
		run(code, sizeof(code), (ms));               \
	})

static unsigned broken(enum rule rule)
{
	return (unsigned)bench.g->rules.broken[rule];
}

static void test_reset_vector_runs_from_flash(void **state)
{
	(void)state;
	/* mov al, 5Ah; out 80h, al; hlt */
	RUN(1, 0xb0, 0x5a, 0xe6, 0x80, 0xf4);
	assert_int_equal(bench.g->divil.post.last, 0x5a);
	assert_true(bench.g->rom.uncached > 0);
	assert_int_equal(bench.g->rules.hits, 0);
}

static void test_a_wait_without_end_is_named(void **state)
{
	(void)state;
	/* 1: in al, 92h; jmp 1b */
	assert_int_equal(RUN(3100, 0xe4, 0x92, 0xeb, 0xfc), MACHINE_STOP_TIME);
	assert_int_equal(broken(RULE_UNBOUNDED_POLL), 1);
	assert_int_equal(bench.g->rules.hit[0].first.pc, 0xffffff00);
}

static void test_waiting_for_a_key_is_not(void **state)
{
	(void)state;
	RUN(3100, 0xe4, 0x64, 0xeb, 0xfc);
	assert_int_equal(broken(RULE_UNBOUNDED_POLL), 0);
}

/* Port 61h bit 4 changes with each refresh request. */
static void test_waiting_for_a_counter_is_not(void **state)
{
	(void)state;
	RUN(3100, 0xe4, 0x61, 0xeb, 0xfc);
	assert_int_equal(broken(RULE_UNBOUNDED_POLL), 0);
}

static void test_waiting_for_a_drive_to_spin_up_is_not(void **state)
{
	(void)state;
	/* mov dx, 1F7h; 1: in al, dx; jmp 1b */
	RUN(3100, 0xba, 0xf7, 0x01, 0xec, 0xeb, 0xfd);
	assert_int_equal(broken(RULE_UNBOUNDED_POLL), 0);
}

/* A wait that looks at two things has a way out. */
static void test_waiting_for_two_things_is_not(void **state)
{
	(void)state;
	/* 1: in al, 92h; in al, A1h; jmp 1b */
	RUN(3100, 0xe4, 0x92, 0xe4, 0xa1, 0xeb, 0xfa);
	assert_int_equal(broken(RULE_UNBOUNDED_POLL), 0);
}

/* The PLL set-up: the program starts again with another clock and finds its flag. */
static void test_pll_setup_starts_the_program_again(void **state)
{
	(void)state;
	RUN(10, 0x66, 0xb9, 0x14, 0x00, 0x00, 0x4c, /* mov ecx, 4C000014h */
	    0x0f, 0x32,				    /* rdmsr */
	    0x66, 0xa9, 0x00, 0x00, 0x00, 0x04,	    /* test eax, 1 << 26 */
	    0x75, 0x0f,				    /* jnz 1f */
	    0x66, 0x25, 0xff, 0xe7, 0x00, 0xff,	    /* and eax, ~00FF1800h */
	    0x66, 0x0d, 0x01, 0x60, 0xde, 0x04,	    /* or eax, 04DE6001h */
	    0x0f, 0x30,				    /* wrmsr */
	    0xf4,				    /* hlt: never reached */
	    0xb0, 0x77, 0xe6, 0x80, 0xf4);	    /* 1: post 77 */
	assert_int_equal(bench.g->divil.post.last, 0x77);
	assert_int_equal(bench.g->m.resets, 1);
	assert_in_range(bench.g->m.clock.hz, 499000000, 501000000);
	assert_int_equal(bench.g->rules.hits, 0);
}

/* LEG_IO's bit 31 turns a triple fault into a reset of the board. */
static void test_shutdown_resets_when_leg_io_says_so(void **state)
{
	/* lidt with limit 0, then int3 */
	static const uint8_t code[] = {0x2e, 0x0f, 0x01, 0x1e, 0x08, 0xff, 0xcc,
				       0xf4, 0,	   0,	 0,    0,    0,	   0};

	(void)state;
	assert_int_equal(run(code, sizeof(code), 5), MACHINE_STOP_SHUTDOWN);
	machine_continue(&bench.g->m);
	geode_free(bench.g);
	bench.g = NULL;
	assert_int_equal(geode_bench_on(&bench), 0);
	bench_wrmsr(&bench, 0x5000201e, 0xf00);
	bench_wrmsr(&bench, 0x51400014, bench_rdmsr(&bench, 0x51400014) | 1u << 31);
	bench.g->m.stop_on_reset = true;
	bench.g->m.end_clock = 10000000;
	assert_int_equal(machine_run(&bench.g->m), MACHINE_STOP_RESET);
}

static void test_rom_left_cacheable_is_named(void **state)
{
	struct cpu *cpu;

	(void)state;
	assert_int_equal(geode_bench_on(&bench), 0);
	assert_int_equal(geode_warm_start(bench.g, bench.err, sizeof(bench.err)), 0);
	cpu = bench.g->m.cpu;
	bench_store(&bench, 0x500, 1, 0xf4);
	cpu_set_reg(cpu, CPU_REG_CS, 0);
	cpu_set_reg(cpu, CPU_REG_EIP, 0x500);
	bench.g->m.end_clock = cpu_clock(cpu) + 1000;
	machine_run(&bench.g->m);
	assert_int_equal(broken(RULE_ROM_CACHED), 0);
	cpu_msr_write(cpu, 0x1808, 0x24fffc021001fe00);
	machine_continue(&bench.g->m);
	bench.g->m.end_clock = cpu_clock(cpu) + 1000;
	machine_run(&bench.g->m);
	assert_int_equal(broken(RULE_ROM_CACHED), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_reset_vector_runs_from_flash),
		TEST(test_a_wait_without_end_is_named),
		TEST(test_waiting_for_a_key_is_not),
		TEST(test_waiting_for_a_counter_is_not),
		TEST(test_waiting_for_a_drive_to_spin_up_is_not),
		TEST(test_waiting_for_two_things_is_not),
		TEST(test_pll_setup_starts_the_program_again),
		TEST(test_shutdown_resets_when_leg_io_says_so),
		TEST(test_rom_left_cacheable_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
