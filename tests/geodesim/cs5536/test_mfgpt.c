/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The multi-function timers: counting, compares, interrupts, the watchdog, locks and domains. */
#include "sbio_bench.h"

#include "cs5536/mfgpt.h"

#define CMP1(n)	   ((uint16_t)((n)*8))
#define CMP2(n)	   ((uint16_t)((n)*8 + 2))
#define CNT(n)	   ((uint16_t)((n)*8 + 4))
#define SETUP(n)   ((uint16_t)((n)*8 + 6))

#define RUN	   0x8000
#define FLAG2	   0x4000
#define FLAG1	   0x2000
#define DONE	   0x1000
#define STOP_EN	   0x0800
#define CMP2_EVENT 0x0300
#define CMP2_GE	   0x0200
#define CMP2_EQUAL 0x0100
#define CMP1_EVENT 0x00c0
#define CMP1_GE	   0x0080
#define CMP1_EQUAL 0x0040
#define FAST	   0x0010

struct rig {
	struct sb_bench s;
	struct mfgpt m;
	struct io_if io;
	struct edges z[8], nmi, reset;
};

static void setup(struct rig *r)
{
	sb_bench_init(&r->s);
	mfgpt_init(&r->m, &r->s.env);
	r->io = mfgpt_io(&r->m);
	for (unsigned i = 0; i < 8; i++)
		edges_watch(&r->z[i], &r->s.b, &r->m.z[i]);
	edges_watch(&r->nmi, &r->s.b, &r->m.nmi);
	edges_watch(&r->reset, &r->s.b, &r->m.reset);
}

/* Let @n ticks of a @hz clock divided by 2^@scale pass, ending just behind a tick. */
static void ticks(struct rig *r, uint64_t hz, unsigned scale, uint64_t n)
{
	uint64_t now = clock_ticks(&r->s.b.clock, hz) >> scale;

	bench_run_to(&r->s.b, clock_at_tick(&r->s.b.clock, hz, (now + n) << scale));
}

static void slow(struct rig *r, uint64_t n)
{
	ticks(r, MFGPT_SLOW_HZ, 0, n);
}

static void every_register_is_sound(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	table_is_sound(mfgpt_regs(&r.m, 0));
	assert_null(mfgpt_regs(&r.m, 1));
	for (unsigned n = 0; n < MFGPT_TIMERS; n++) {
		assert_int_equal(in16(r.io, SETUP(n)), 0);
		out16(r.io, CMP1(n), (uint16_t)(0x1111 + n));
		out16(r.io, CMP2(n), (uint16_t)(0x2222 + n));
		out16(r.io, CNT(n), (uint16_t)(0x3333 + n));
	}
	for (unsigned n = 0; n < MFGPT_TIMERS; n++) {
		assert_int_equal(in16(r.io, CMP1(n)), 0x1111 + n);
		assert_int_equal(in32(r.io, CMP2(n)), 0x33332222 + n * 0x10001);
		assert_int_equal(in16(r.io, CNT(n)), 0x3333 + n);
	}
	slow(&r, 100);
	assert_int_equal(in16(r.io, CNT(3)), 0x3336); /* not switched on */
	sb_bench_silent(&r.s);
}

static void both_clocks_and_all_prescalers_count(void **state)
{
	struct rig r;

	(void)state;
	for (unsigned scale = 0; scale < 16; scale++) {
		setup(&r);
		ticks(&r, MFGPT_SLOW_HZ, scale, 1);
		out16(r.io, SETUP(0), (uint16_t)(RUN | scale));
		ticks(&r, MFGPT_SLOW_HZ, scale, 5);
		assert_int_equal(in16(r.io, CNT(0)), 5);
		ticks(&r, MFGPT_HZ, scale, 1);
		out16(r.io, SETUP(5), (uint16_t)(RUN | FAST | scale));
		ticks(&r, MFGPT_HZ, scale, 1000);
		assert_int_equal(in16(r.io, CNT(5)), 1000);
	}
}

static void a_second_is_a_second(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out16(r.io, SETUP(0), RUN | 15); /* 1 Hz */
	bench_run_ns(&r.s.b, UINT64_C(60000000000));
	assert_int_equal(in16(r.io, CNT(0)), 60);
}

static void the_counter_restarts_at_compare_2(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	slow(&r, 1);
	out16(r.io, CMP2(1), 9);
	out16(r.io, SETUP(1), RUN | CMP2_EVENT);
	slow(&r, 9);
	assert_int_equal(in16(r.io, CNT(1)), 9);
	assert_int_equal(in16(r.io, SETUP(1)), RUN | FLAG2 | DONE | CMP2_EVENT);
	slow(&r, 1);
	assert_int_equal(in16(r.io, CNT(1)), 0);
	out16(r.io, SETUP(1), RUN | FLAG2);
	assert_int_equal(in16(r.io, SETUP(1)), RUN | DONE | CMP2_EVENT);
	slow(&r, 123);
	assert_int_equal(in16(r.io, CNT(1)), 3);
	assert_true(in16(r.io, SETUP(1)) & FLAG2);
	/* Without a compare 2 it runs to the end. */
	out16(r.io, CMP2(2), 9);
	out16(r.io, SETUP(2), RUN);
	slow(&r, 65540);
	assert_int_equal(in16(r.io, CNT(2)), 4);
}

static void setup_is_written_once(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out16(r.io, CMP2(4), 0xffff);
	out16(r.io, SETUP(4), CMP2_EVENT | 4);
	assert_int_equal(in16(r.io, SETUP(4)), DONE | CMP2_EVENT | 4);
	out16(r.io, SETUP(4), RUN | CMP1_EVENT | STOP_EN | 9);
	assert_int_equal(in16(r.io, SETUP(4)), RUN | DONE | CMP2_EVENT | 4);
	out16(r.io, SETUP(4), 0);
	assert_int_equal(in16(r.io, SETUP(4)), DONE | CMP2_EVENT | 4);
	mfgpt_unlock(&r.m, 0xef);
	assert_int_equal(in16(r.io, SETUP(4)), DONE | CMP2_EVENT | 4);
	mfgpt_unlock(&r.m, 0xff);
	assert_int_equal(in16(r.io, SETUP(4)), 0);
	out16(r.io, SETUP(4), CMP1_GE | FAST);
	assert_int_equal(in16(r.io, SETUP(4)), DONE | CMP1_GE | FAST);
	out16(r.io, SETUP(7), FAST | 3); /* the slow domain has one clock */
	assert_int_equal(in16(r.io, SETUP(7)), DONE | 3);
	sb_bench_silent(&r.s);
}

static void level_modes_show_the_compare(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	slow(&r, 1);
	out16(r.io, CMP1(0), 4);
	out16(r.io, CMP2(0), 7);
	out16(r.io, SETUP(0), RUN | CMP1_GE | CMP2_EQUAL);
	mfgpt_set_irq(&r.m, 0x0101);
	for (unsigned i = 1; i < 40; i++) {
		uint16_t want = RUN | DONE | CMP1_GE | CMP2_EQUAL;

		slow(&r, 1);
		if (i % 8 >= 4)
			want |= FLAG1;
		if (i % 8 == 7)
			want |= FLAG2;
		assert_int_equal(in16(r.io, SETUP(0)), want);
		assert_int_equal(r.m.z[0].level, i % 8 >= 4);
		assert_int_equal(r.m.z[4].level, i % 8 == 7);
	}
	assert_int_equal(r.z[0].rises, 5);
	assert_int_equal(r.z[4].rises, 5);
	/* Equal on compare 1. */
	out16(r.io, CMP1(3), 2);
	out16(r.io, CMP2(3), 3);
	out16(r.io, SETUP(3), RUN | CMP1_EQUAL | CMP2_GE);
	mfgpt_set_irq(&r.m, 0x0008);
	slow(&r, 40);
	assert_int_equal(r.z[3].rises, 10);
	assert_in_range(r.z[3].falls, 9, 10);
}

static void an_event_interrupts_until_it_is_cleared(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	/* The order of a one-shot: stop, count, compare, clear, go. */
	out16(r.io, SETUP(5), CMP1_EVENT | FAST | 10);
	out16(r.io, CNT(5), 0);
	out16(r.io, CMP1(5), 0xda);
	out16(r.io, CMP2(5), 0xffff);
	out16(r.io, SETUP(5), FLAG1 | FLAG2);
	mfgpt_set_irq(&r.m, 0xee);
	ticks(&r, MFGPT_HZ, 10, 1);
	out16(r.io, SETUP(5), RUN);
	ticks(&r, MFGPT_HZ, 10, 0xd9);
	assert_false(r.m.z[1].level);
	ticks(&r, MFGPT_HZ, 10, 1);
	assert_true(r.m.z[1].level);
	slow(&r, 1000);
	assert_true(r.m.z[1].level);
	out16(r.io, SETUP(5), RUN | FLAG1);
	assert_false(r.m.z[1].level); /* the count is still above, but that is no new event */
	assert_int_equal(r.z[1].rises, 1);
}

static void a_periodic_tick_keeps_its_rate(void **state)
{
	struct rig r;
	uint64_t first;

	(void)state;
	setup(&r);
	/* As an operating system has it: 100 a second from 14.318 MHz. */
	out16(r.io, CMP2(0), 17896);
	out16(r.io, CNT(0), 0);
	out16(r.io, SETUP(0), 0xe310 | 3);
	mfgpt_set_irq(&r.m, 0x100);
	bench_run_ns(&r.s.b, 10000000);
	assert_true(r.m.z[4].level);
	first = r.z[4].last_rise;
	for (unsigned i = 1; i <= 100; i++) {
		out16(r.io, SETUP(0), RUN | FLAG2);
		assert_false(r.m.z[4].level);
		bench_run_ns(&r.s.b, 10000000);
		assert_int_equal(r.z[4].rises, i + 1);
	}
	/* 100 periods of 17897 ticks of 14318180 / 8 Hz. */
	assert_in_range((r.z[4].last_rise - first) / (BENCH_HZ / 1000000), 999953, 999963);
}

static void timers_of_a_pair_share_a_line(void **state)
{
	struct rig r;

	(void)state;
	for (unsigned n = 0; n < MFGPT_TIMERS; n++)
		for (unsigned c = 0; c < 2; c++) {
			setup(&r);
			out16(r.io, CMP1(n), 3);
			out16(r.io, CMP2(n), 5);
			out16(r.io, SETUP(n), RUN | (c ? CMP2_EVENT : CMP1_EVENT));
			slow(&r, 20);
			mfgpt_set_irq(&r.m, 1u << (n + 8 * c));
			for (unsigned k = 0; k < 8; k++)
				assert_int_equal(r.m.z[k].level, k == n % 4 + 4 * c);
			mfgpt_set_irq(&r.m, ~(1u << (n + 8 * c)));
			for (unsigned k = 0; k < 8; k++)
				assert_false(r.m.z[k].level);
			assert_false(r.m.nmi.level);
			mfgpt_set_nr(&r.m, 1u << (n + 8 * c));
			assert_true(r.m.nmi.level);
			assert_int_equal(r.reset.rises, 0);
		}
}

static void a_watchdog_resets_when_nobody_pats_it(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out16(r.io, SETUP(0), STOP_EN | CMP2_EVENT | 15);
	out16(r.io, CMP2(0), 30);
	mfgpt_set_nr(&r.m, 1u << 24);
	out16(r.io, SETUP(0), RUN);
	for (unsigned i = 0; i < 10; i++) {
		bench_run_ns(&r.s.b, UINT64_C(20000000000));
		out16(r.io, CNT(0), 0);
	}
	assert_int_equal(r.reset.rises, 0);
	bench_run_ns(&r.s.b, UINT64_C(28000000000));
	assert_int_equal(r.reset.rises, 0);
	bench_run_ns(&r.s.b, UINT64_C(3000000000));
	assert_int_equal(r.reset.rises, 1);
	mfgpt_reset(&r.m);
	assert_int_equal(in16(r.io, SETUP(0)), 0);
	bench_run_ns(&r.s.b, UINT64_C(60000000000));
	assert_int_equal(r.reset.rises, 1);
	sb_bench_silent(&r.s);
}

static void writing_the_count_above_the_compare_is_an_event(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out16(r.io, SETUP(2), CMP2_EVENT | 15);
	out16(r.io, CMP2(2), 30);
	mfgpt_set_nr(&r.m, 1u << 26);
	out16(r.io, SETUP(2), RUN);
	out16(r.io, CNT(2), 31);
	assert_int_equal(r.reset.rises, 1);
	/* With the reset switched off during the load nothing happens. */
	setup(&r);
	out16(r.io, SETUP(2), CMP2_EVENT | 15);
	out16(r.io, CMP2(2), 30);
	mfgpt_set_nr(&r.m, 1u << 26);
	out16(r.io, SETUP(2), RUN);
	out16(r.io, SETUP(2), 0);
	mfgpt_set_nr(&r.m, 0);
	out16(r.io, CNT(2), 31);
	out16(r.io, CNT(2), 0);
	out16(r.io, SETUP(2), FLAG1 | FLAG2);
	mfgpt_set_nr(&r.m, 1u << 26);
	out16(r.io, SETUP(2), RUN);
	assert_int_equal(r.reset.rises, 0);
}

static void timers_6_and_7_cannot_reset_but_survive_one(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned n = 5; n < MFGPT_TIMERS; n++) {
		out16(r.io, CMP2(n), 0x1000);
		out16(r.io, SETUP(n), RUN | CMP2_EVENT);
	}
	mfgpt_set_nr(&r.m, 0xc0000000);
	slow(&r, 0x1100);
	assert_int_equal(r.reset.rises, 0);
	mfgpt_reset(&r.m);
	assert_int_equal(in16(r.io, SETUP(5)), 0);
	assert_int_equal(in16(r.io, SETUP(6)), RUN | FLAG2 | DONE | CMP2_EVENT);
	slow(&r, 10);
	assert_in_range(in16(r.io, CNT(7)), 0x108, 0x10b);
	mfgpt_power_cut(&r.m);
	assert_int_equal(in16(r.io, SETUP(7)), 0);
	assert_int_equal(in16(r.io, CNT(7)), 0);
}

static void stop_en_pauses_in_sleep(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	slow(&r, 1);
	out16(r.io, SETUP(0), RUN | STOP_EN);
	out16(r.io, SETUP(1), RUN);
	slow(&r, 100);
	mfgpt_sleep(&r.m, true);
	slow(&r, 100);
	assert_int_equal(in16(r.io, CNT(0)), 100);
	assert_int_equal(in16(r.io, CNT(1)), 200);
	mfgpt_sleep(&r.m, false);
	slow(&r, 50);
	assert_int_equal(in16(r.io, CNT(0)), 150);
	assert_int_equal(mfgpt_count(&r.m, 0), 150);
	assert_int_equal(mfgpt_count(&r.m, 1), 250);
}

static void an_output_is_a_duty_cycle(void **state)
{
	struct rig r;
	struct edges out;

	(void)state;
	setup(&r);
	edges_watch(&out, &r.s.b, &r.m.out[7]);
	out16(r.io, CMP1(7), 24);
	out16(r.io, CMP2(7), 31);
	slow(&r, 1);
	out16(r.io, SETUP(7), RUN | CMP1_GE | CMP2_GE);
	slow(&r, 32768);
	assert_int_equal(out.rises, 1024);
	assert_int_equal(out.falls, 1024);
}

static void unmodelled_bits_are_listed(void **state)
{
	const struct reg_table *t;
	struct rig r;
	int i;

	(void)state;
	setup(&r);
	t = mfgpt_regs(&r.m, 0)->table;
	i = reg_find(t, SETUP(0));
	assert_true(i >= 0);
	assert_int_equal(t->reg[i].unmodelled, 0x0420);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_is_sound),
		cmocka_unit_test(both_clocks_and_all_prescalers_count),
		cmocka_unit_test(a_second_is_a_second),
		cmocka_unit_test(the_counter_restarts_at_compare_2),
		cmocka_unit_test(setup_is_written_once),
		cmocka_unit_test(level_modes_show_the_compare),
		cmocka_unit_test(an_event_interrupts_until_it_is_cleared),
		cmocka_unit_test(a_periodic_tick_keeps_its_rate),
		cmocka_unit_test(timers_of_a_pair_share_a_line),
		cmocka_unit_test(a_watchdog_resets_when_nobody_pats_it),
		cmocka_unit_test(writing_the_count_above_the_compare_is_an_event),
		cmocka_unit_test(timers_6_and_7_cannot_reset_but_survive_one),
		cmocka_unit_test(stop_en_pauses_in_sleep),
		cmocka_unit_test(an_output_is_a_duty_cycle),
		cmocka_unit_test(unmodelled_bits_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
