/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interval timer at register level: every mode, every way to read. */
#include "bench.h"

#include "parts/i8254.h"

struct rig {
	struct bench b;
	struct i8254 p;
	struct io_if io;
	struct edges e;
};

static void setup(struct rig *r)
{
	bench_init(&r->b);
	i8254_init(&r->p, &r->b.clock);
	r->io = i8254_io(&r->p);
	edges_watch(&r->e, &r->b, &r->p.counter[0].out);
	bench_run_ns(&r->b, 1000000);
}

/* Let @n ticks pass, ending right after a tick. */
static void ticks(struct rig *r, uint64_t n)
{
	uint64_t now = clock_ticks(&r->b.clock, I8254_HZ);

	bench_run_to(&r->b, clock_at_tick(&r->b.clock, I8254_HZ, now + n));
}

static void program(struct rig *r, uint8_t control, uint16_t count)
{
	ticks(r, 1); /* just behind a tick, so that counting begins with the next */
	out8(r->io, 3, control);
	out8(r->io, control >> 6, (uint8_t)count);
	out8(r->io, control >> 6, (uint8_t)(count >> 8));
}

static uint16_t latched(struct rig *r, unsigned n)
{
	uint8_t low;

	out8(r->io, 3, (uint8_t)(n << 6));
	low = in8(r->io, (uint16_t)n);
	return (uint16_t)(low | in8(r->io, (uint16_t)n) << 8);
}

static void mode_0_raises_its_output_once_after_the_count(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x30, 100);
	assert_false(r.p.counter[0].out.level);
	ticks(&r, 100);
	assert_int_equal(latched(&r, 0), 1);
	assert_int_equal(r.e.rises, 0);
	ticks(&r, 1);
	assert_int_equal(r.e.rises, 1);
	assert_int_equal(latched(&r, 0), 0);
	ticks(&r, 1);
	assert_int_equal(latched(&r, 0), 0xffff); /* goes on counting, output stays */
	assert_int_equal(r.e.falls, 0);
}

static void mode_0_waits_while_its_gate_is_closed(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x30, 100);
	ticks(&r, 11);
	i8254_gate(&r.p, 0, false);
	ticks(&r, 1000);
	assert_int_equal(latched(&r, 0), 90);
	i8254_gate(&r.p, 0, true);
	ticks(&r, 89);
	assert_int_equal(r.e.rises, 0);
	ticks(&r, 1);
	assert_int_equal(r.e.rises, 1);
}

static void mode_1_gives_one_pulse_for_each_gate_edge(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 3, 0x32); /* output high from here */
	program(&r, 0x32, 50);
	ticks(&r, 200);
	assert_int_equal(r.e.falls, 0);
	i8254_gate(&r.p, 0, false);
	i8254_gate(&r.p, 0, true);
	ticks(&r, 2);
	assert_int_equal(r.e.falls, 1);
	ticks(&r, 60);
	assert_true(r.p.counter[0].out.level);
	i8254_gate(&r.p, 0, false);
	i8254_gate(&r.p, 0, true);
	ticks(&r, 100);
	assert_int_equal(r.e.falls, 2);
}

static void mode_2_gives_a_short_low_pulse_each_period(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x34, 10);
	ticks(&r, 1);
	r.e.rises = r.e.falls = 0;
	ticks(&r, 100);
	assert_int_equal(r.e.falls, 10);
	assert_int_equal(r.e.rises, 10);
	assert_int_equal(latched(&r, 0), 10);
	ticks(&r, 9);
	assert_int_equal(latched(&r, 0), 1);
	assert_false(i8254_out(&r.p, 0));
}

static void a_new_count_in_mode_2_takes_over_at_the_end_of_the_period(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x34, 10);
	ticks(&r, 1 + 5);
	out8(r.io, 0, 20);
	out8(r.io, 0, 0);
	assert_int_equal(latched(&r, 0), 5);
	ticks(&r, 5);
	assert_int_equal(latched(&r, 0), 20);
}

static void mode_3_is_high_for_half_of_the_period(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x36, 10);
	ticks(&r, 1);
	for (unsigned i = 0; i < 20; i++, ticks(&r, 1))
		assert_int_equal(i8254_out(&r.p, 0), i % 10 < 5);
	program(&r, 0x36, 7); /* odd: high for one tick more */
	ticks(&r, 1);
	for (unsigned i = 0; i < 21; i++, ticks(&r, 1))
		assert_int_equal(i8254_out(&r.p, 0), i % 7 < 4);
}

static void the_pc_timer_ticks_18_times_a_second(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x36, 0);
	ticks(&r, 1);
	r.e.rises = 0;
	bench_run_ns(&r.b, UINT64_C(10000000000));
	assert_int_equal(r.e.rises, 182);
}

static void mode_4_strobes_once_for_one_tick(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 3, 0x38);
	r.e.falls = r.e.rises = 0;
	program(&r, 0x38, 30);
	ticks(&r, 31);
	assert_int_equal(r.e.falls, 1);
	assert_false(i8254_out(&r.p, 0));
	ticks(&r, 1);
	assert_true(i8254_out(&r.p, 0));
	ticks(&r, 100000);
	assert_int_equal(r.e.falls, 1);
}

static void mode_5_strobes_after_a_gate_edge(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 3, 0x3a);
	program(&r, 0x3a, 30);
	r.e.falls = 0;
	ticks(&r, 100);
	assert_int_equal(r.e.falls, 0);
	i8254_gate(&r.p, 0, false);
	i8254_gate(&r.p, 0, true);
	ticks(&r, 100);
	assert_int_equal(r.e.falls, 1);
}

static void read_back_latches_count_and_status_together(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0xb6, 1000); /* counter 2: gate closed */
	i8254_gate(&r.p, 2, true);
	ticks(&r, 1 + 100);
	out8(r.io, 3, 0xc8); /* read-back of counter 2: status, then count */
	ticks(&r, 50);
	assert_int_equal(in8(r.io, 2), 0xb6);
	assert_int_equal(in8(r.io, 2), 800 & 0xff); /* mode 3 counts by two */
	assert_int_equal(in8(r.io, 2), 800 >> 8);
}

static void status_shows_a_count_that_was_not_loaded_yet(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	ticks(&r, 1);
	out8(r.io, 3, 0x34);
	out8(r.io, 3, 0xe2);
	assert_int_equal(in8(r.io, 0) & 0x40, 0x40);
	out8(r.io, 0, 0x10);
	out8(r.io, 0, 0);
	ticks(&r, 2);
	out8(r.io, 3, 0xe2);
	assert_int_equal(in8(r.io, 0) & 0x40, 0);
}

static void decimal_counters_count_in_decimal(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	program(&r, 0x31, 0x1000);
	ticks(&r, 1 + 1);
	assert_int_equal(latched(&r, 0), 0x0999);
	ticks(&r, 1000);
	assert_int_equal(latched(&r, 0), 0x9999);
}

static void refresh_toggles_even_before_the_timer_is_programmed(void **state)
{
	struct rig r;
	unsigned changes = 0;
	bool last;

	(void)state;
	setup(&r);
	last = i8254_refresh(&r.p);
	for (unsigned i = 0; i < 1000; i++) {
		bench_run_ns(&r.b, 1000);
		changes += i8254_refresh(&r.p) != last;
		last = i8254_refresh(&r.p);
	}
	assert_in_range(changes, 65, 67); /* every 15.09 us */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mode_0_raises_its_output_once_after_the_count),
		cmocka_unit_test(mode_0_waits_while_its_gate_is_closed),
		cmocka_unit_test(mode_1_gives_one_pulse_for_each_gate_edge),
		cmocka_unit_test(mode_2_gives_a_short_low_pulse_each_period),
		cmocka_unit_test(a_new_count_in_mode_2_takes_over_at_the_end_of_the_period),
		cmocka_unit_test(mode_3_is_high_for_half_of_the_period),
		cmocka_unit_test(the_pc_timer_ticks_18_times_a_second),
		cmocka_unit_test(mode_4_strobes_once_for_one_tick),
		cmocka_unit_test(mode_5_strobes_after_a_gate_edge),
		cmocka_unit_test(read_back_latches_count_and_status_together),
		cmocka_unit_test(status_shows_a_count_that_was_not_loaded_yet),
		cmocka_unit_test(decimal_counters_count_in_decimal),
		cmocka_unit_test(refresh_toggles_even_before_the_timer_is_programmed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
