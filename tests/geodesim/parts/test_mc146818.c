/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real-time clock at register level. */
#include "bench.h"

#include "parts/mc146818.h"

struct rig {
	struct bench b;
	struct mc146818 r;
	struct io_if io;
	struct edges irq;
};

static void setup(struct rig *g)
{
	bench_init(&g->b);
	mc146818_init(&g->r, &g->b.clock);
	g->io = mc146818_io(&g->r);
	edges_watch(&g->irq, &g->b, &g->r.irq);
}

static uint8_t get(struct rig *g, uint8_t index)
{
	out8(g->io, 0, index);
	return in8(g->io, 1);
}

static void put(struct rig *g, uint8_t index, uint8_t val)
{
	out8(g->io, 0, index);
	out8(g->io, 1, val);
}

static void time_is(struct rig *g, const uint8_t want[7])
{
	static const uint8_t index[7] = {0x32, 9, 8, 7, 4, 2, 0};

	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(get(g, index[i]), want[i]);
}

static void a_given_time_is_shown_in_bcd(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	mc146818_set_time(&g.r, 1182945599); /* 2007-06-27 11:59:59, a Wednesday */
	time_is(&g, (uint8_t[]){0x20, 0x07, 0x06, 0x27, 0x11, 0x59, 0x59});
	assert_int_equal(get(&g, 6), 4);
	bench_run_ns(&g.b, 1000000000);
	time_is(&g, (uint8_t[]){0x20, 0x07, 0x06, 0x27, 0x12, 0x00, 0x00});
}

static void the_day_of_the_week_goes_on_from_where_it_is_set(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	mc146818_set_time(&g.r, 1182988799); /* a Wednesday's last second */
	put(&g, 6, 7);			     /* whatever the calendar says */
	bench_run_ns(&g.b, 1000000000);
	assert_int_equal(get(&g, 6), 1);
	time_is(&g, (uint8_t[]){0x20, 0x07, 0x06, 0x28, 0x00, 0x00, 0x00});
}

static void the_century_turns(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	mc146818_set_time(&g.r, 946684799); /* 1999-12-31 23:59:59 */
	bench_run_ns(&g.b, 1000000000);
	time_is(&g, (uint8_t[]){0x20, 0x00, 0x01, 0x01, 0x00, 0x00, 0x00});
}

static void february_has_29_days_in_leap_years(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	mc146818_set_time(&g.r, 1204243199); /* 2008-02-28 23:59:59 */
	bench_run_ns(&g.b, 1000000000);
	time_is(&g, (uint8_t[]){0x20, 0x08, 0x02, 0x29, 0x00, 0x00, 0x00});
	mc146818_set_time(&g.r, 1172707199); /* 2007-02-28 23:59:59 */
	bench_run_ns(&g.b, 1000000000);
	time_is(&g, (uint8_t[]){0x20, 0x07, 0x03, 0x01, 0x00, 0x00, 0x00});
}

static void twelve_hour_mode_marks_the_afternoon(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 0x0b, 0x80);
	put(&g, 4, 0x11);
	put(&g, 2, 0x59);
	put(&g, 0, 0x59);
	put(&g, 0x0b, 0x00);
	bench_run_ns(&g.b, 1000000000);
	assert_int_equal(get(&g, 4), 0x92); /* 12 p.m. */
	bench_run_ns(&g.b, UINT64_C(3600000000000));
	assert_int_equal(get(&g, 4), 0x81);
}

static void binary_mode_counts_in_binary(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 0x0b, 0x86);
	put(&g, 0, 58);
	put(&g, 2, 59);
	put(&g, 4, 23);
	put(&g, 0x0b, 0x06);
	bench_run_ns(&g.b, 2000000000);
	assert_int_equal(get(&g, 0), 0);
	assert_int_equal(get(&g, 4), 0);
}

static void the_set_bit_stops_the_time(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 0x0b, 0x92);
	assert_int_equal(get(&g, 0x0b), 0x82); /* SET clears UIE */
	bench_run_ns(&g.b, 5000000000);
	assert_int_equal(get(&g, 0), 0);
}

static void update_in_progress_shows_just_before_the_second(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	bench_run_ns(&g.b, 999000000);
	assert_int_equal(get(&g, 0x0a), 0x26);
	bench_run_ns(&g.b, 900000);
	assert_int_equal(get(&g, 0x0a), 0xa6);
	bench_run_ns(&g.b, 200000);
	assert_int_equal(get(&g, 0x0a), 0x26);
	assert_int_equal(get(&g, 0), 1);
}

static void the_first_update_after_divider_reset_comes_after_half_a_second(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 0x0a, 0x76);
	bench_run_ns(&g.b, 3000000000);
	assert_int_equal(get(&g, 0), 0);
	put(&g, 0x0a, 0x26);
	bench_run_ns(&g.b, 499000000);
	assert_int_equal(get(&g, 0), 0);
	bench_run_ns(&g.b, 2000000);
	assert_int_equal(get(&g, 0), 1);
}

static void an_alarm_interrupts_and_register_c_tells_once(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 1, 0x03);
	put(&g, 3, 0xff); /* any minute and hour */
	put(&g, 5, 0xff);
	put(&g, 0x0b, 0x22);
	bench_run_ns(&g.b, 2500000000);
	assert_int_equal(g.irq.rises, 0);
	bench_run_ns(&g.b, 1000000000);
	assert_int_equal(g.irq.rises, 1);
	assert_int_equal(get(&g, 0x0c) & 0xb0, 0xb0);
	assert_int_equal(get(&g, 0x0c), 0);
	assert_false(g.r.irq.level);
	bench_run_ns(&g.b, 60000000000);
	assert_int_equal(g.irq.rises, 2);
}

static void the_periodic_interrupt_has_its_rate(void **state)
{
	struct rig g;
	unsigned count = 0;

	(void)state;
	setup(&g);
	put(&g, 0x0b, 0x42); /* 1024 Hz */
	for (unsigned i = 0; i < 10000; i++) {
		bench_run_ns(&g.b, 100000);
		if (g.r.irq.level) {
			assert_int_equal(get(&g, 0x0c) & 0xc0, 0xc0);
			count++;
		}
	}
	assert_in_range(count, 1023, 1025);
}

static void memory_survives_reset_and_goes_through_a_battery_file(void **state)
{
	struct rig g;
	struct mc146818 second;
	uint8_t file[256];

	(void)state;
	setup(&g);
	put(&g, 0x7f, 0xa5);
	out8(g.io, 2, 0x10); /* the second bank */
	out8(g.io, 3, 0x5a);
	mc146818_reset(&g.r);
	assert_int_equal(get(&g, 0x7f), 0xa5);
	memcpy(file, g.r.byte, sizeof(file));
	mc146818_init(&second, &g.b.clock);
	assert_int_equal(mc146818_load(&second, file, 200), -1);
	assert_int_equal(mc146818_load(&second, file, 256), 0);
	assert_int_equal(second.byte[128 + 0x10], 0x5a);
	assert_int_equal(second.byte[9], g.r.byte[9]);
}

static void a_dead_battery_clears_memory_and_the_valid_bit(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	put(&g, 0x40, 1);
	assert_int_equal(get(&g, 0x0d), 0x80);
	mc146818_battery(&g.r, false);
	assert_int_equal(get(&g, 0x0d), 0);
	assert_int_equal(get(&g, 0x40), 0);
}

static void bit_7_of_the_index_is_the_nmi_mask(void **state)
{
	struct rig g;

	(void)state;
	setup(&g);
	out8(g.io, 0, 0x8d);
	assert_true(g.r.nmi_masked);
	assert_int_equal(in8(g.io, 1), 0x80);
	assert_int_equal(in8(g.io, 0), 0x8d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_given_time_is_shown_in_bcd),
		cmocka_unit_test(the_day_of_the_week_goes_on_from_where_it_is_set),
		cmocka_unit_test(the_century_turns),
		cmocka_unit_test(february_has_29_days_in_leap_years),
		cmocka_unit_test(twelve_hour_mode_marks_the_afternoon),
		cmocka_unit_test(binary_mode_counts_in_binary),
		cmocka_unit_test(the_set_bit_stops_the_time),
		cmocka_unit_test(update_in_progress_shows_just_before_the_second),
		cmocka_unit_test(the_first_update_after_divider_reset_comes_after_half_a_second),
		cmocka_unit_test(an_alarm_interrupts_and_register_c_tells_once),
		cmocka_unit_test(the_periodic_interrupt_has_its_rate),
		cmocka_unit_test(memory_survives_reset_and_goes_through_a_battery_file),
		cmocka_unit_test(a_dead_battery_clears_memory_and_the_valid_bit),
		cmocka_unit_test(bit_7_of_the_index_is_the_nmi_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
