/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The display controller's registers, timing and interrupts. */
#include "video.h"

#define LINE_NS UINT64_C(31777) /* 800 pixels at 25.175 MHz */

static void setup_registers_are_locked(void **state)
{
	struct video *t = *state;

	dc_w(t, 0x34, 0x100);
	assert_int_not_equal(dc_r(t, 0x34), 0x100);
	assert_int_equal(broken(t, RULE_VIDEO_LOCKED), 1);
	dc_w(t, 0x00, 0x4758);
	assert_int_equal(dc_r(t, 0x00), 0x4758);
	dc_w(t, 0x34, 0x100);
	assert_int_equal(dc_r(t, 0x34), 0x100);
	dc_w(t, 0x00, 0);
	dc_w(t, 0x34, 0x200);
	assert_int_equal(dc_r(t, 0x34), 0x100);
	assert_int_equal(dc_r(t, 0x00), 0);
}

/* Linux' lxfb sets the palette and a pointer moves the cursor while the rest is locked. */
static void palette_cursor_and_interrupts_are_not_locked(void **state)
{
	struct video *t = *state;

	dc_w(t, 0x70, 0x10);
	dc_w(t, 0x74, 0x123456);
	dc_w(t, 0x60, 0x55);
	dc_w(t, 0xc8, 0x00030003);
	dc_w(t, 0x70, 0x10);
	assert_int_equal(dc_r(t, 0x74), 0x123456);
	assert_int_equal(dc_r(t, 0x60), 0x55);
	assert_int_equal(t->rules.hits, 0);
}

static void the_palette_index_counts_and_reaches_the_cursor_colours(void **state)
{
	struct video *t = *state;

	dc_w(t, 0x70, 0xff);
	dc_w(t, 0x74, 0x111111);
	dc_w(t, 0x74, 0x222222);
	assert_int_equal(dc_r(t, 0x70), 0x101);
	dc_w(t, 0x70, 0xff);
	assert_int_equal(dc_r(t, 0x74), 0x111111);
	assert_int_equal(dc_r(t, 0x74), 0x222222);
	dc_w(t, 0x70, 0x1ff); /* no such entry */
	dc_w(t, 0x74, 0x333333);
	dc_w(t, 0x70, 0x1ff);
	assert_int_equal(dc_r(t, 0x74), 0);
}

static void reserved_bits_and_holes_are_noticed(void **state)
{
	struct video *t = *state;

	dc_w(t, 0x00, 0x4758);
	dc_w(t, 0x10, 0xf0001000);
	assert_int_equal(dc_r(t, 0x10), 0x00001000);
	assert_int_equal(broken(t, RULE_RESERVED_BITS), 1);
	dc_w(t, 0x200, 1);
	assert_int_equal(broken(t, RULE_VIDEO_HOLE), 1);
	assert_int_equal(dc_r(t, 0x200), 0);
}

static void bytes_and_quadwords_reach_the_registers(void **state)
{
	struct video *t = *state;

	t->dev.mem_write(t->dev.opaque, 0x00, 8, UINT64_C(0x100004758), 0);
	assert_int_equal(dc_r(t, 0x04), 1);
	t->dev.mem_write(t->dev.opaque, 0x35, 1, 0x12, 0);
	assert_int_equal(t->dev.mem_read(t->dev.opaque, 0x35, 1, 0), 0x12);
	assert_int_equal(t->dev.mem_read(t->dev.opaque, 0x00, 8, 0), UINT64_C(0x100004758));
	assert_int_equal(broken(t, RULE_VIDEO_ALIAS), 0);
	/* A descriptor without offset: it answers, but some such addresses fail on the chip. */
	assert_int_equal(t->dev.mem_read(t->dev.opaque, 0xfe004000, 4, 0), 0x4758);
	assert_int_equal(broken(t, RULE_VIDEO_ALIAS), 1);
}

static void the_line_counter_follows_the_pixel_clock(void **state)
{
	struct video *t = *state;
	uint32_t status;

	dc_open(t);
	assert_int_equal(dc_r(t, 0x6c) >> 30, 3); /* nothing is displayed */
	native_640x480(t, 0, 640);
	for (unsigned line = 0; line < 525; line++) {
		status = dc_r(t, 0x6c);
		assert_int_equal(status & 0x7ff, line);
		assert_int_equal(status >> 16 & 0x7ff, line);
		assert_int_equal(status >> 31 & 1, line >= 480);
		assert_int_equal(status >> 30 & 1, line >= 480);
		assert_int_equal(status >> 29 & 1, line == 490 || line == 491);
		bench_run_ns(&t->bench, LINE_NS);
	}
	assert_int_equal(dc_r(t, 0x6c) & 0x7ff, 0);
	bench_run_ns(&t->bench, 700 * UINT64_C(1000000000) / 25175000);
	assert_int_equal(dc_r(t, 0x6c) >> 30, 2); /* beside the picture */
}

static void no_line_is_counted_without_a_pixel_clock(void **state)
{
	struct video *t = *state;

	dc_open(t);
	native_640x480(t, 0, 640);
	bench_run_ns(&t->bench, 100 * LINE_NS);
	assert_int_equal(dc_r(t, 0x6c) & 0x7ff, 99);
	t->dot_hz = 0;
	dc_dot_clock_changed(&t->dc);
	assert_int_equal(dc_r(t, 0x6c) & 0x7ff, 0);
	assert_int_equal(dc_r(t, 0x6c) >> 30, 3);
	t->dot_hz = 50350000; /* twice as fast; seen at the next access at the latest */
	dc_w(t, 0xc8, 0x00030003);
	bench_run_ns(&t->bench, 100 * LINE_NS);
	assert_int_equal(dc_r(t, 0x6c) & 0x7ff, 199);
}

static void a_new_timing_waits_for_trup(void **state)
{
	struct video *t = *state;

	dc_open(t);
	native_640x480(t, 0, 640);
	dc_w(t, 0x08, 0x01000019); /* TRUP clear */
	dc_w(t, 0x50, 624u << 16 | 599);
	bench_run_ns(&t->bench, 500 * LINE_NS);
	assert_int_equal(dc_r(t, 0x6c) >> 30 & 1, 1);
	dc_w(t, 0x08, 0x01000059);
	bench_run_ns(&t->bench, 500 * LINE_NS);
	assert_int_equal(dc_r(t, 0x6c) >> 30 & 1, 0);
}

static void the_line_interrupt_comes_at_its_line(void **state)
{
	struct video *t = *state;
	struct edges irq;

	edges_watch(&irq, &t->bench, &t->dc.irq);
	dc_open(t);
	native_640x480(t, 0, 640);
	dc_w(t, 0x94, 100u << 16);
	bench_run_ns(&t->bench, 600 * LINE_NS);
	assert_int_equal(irq.rises, 0); /* masked after reset */
	dc_w(t, 0xc8, 0x00000002);
	bench_run_ns(&t->bench, 525 * LINE_NS);
	assert_int_equal(irq.rises, 1);
	assert_int_equal(dc_r(t, 0xc8) >> 16, 1);
	dc_w(t, 0xc8, 0x00010002);
	assert_int_equal(irq.falls, 1);
	while (!t->dc.irq.level)
		bench_run_ns(&t->bench, LINE_NS / 4);
	assert_int_equal(dc_r(t, 0x6c) & 0x7ff, 100);
	dc_w(t, 0xc8, 0x00030003); /* as drivers quiet it */
	assert_false(t->dc.irq.level);
	bench_run_ns(&t->bench, 1100 * LINE_NS);
	assert_int_equal(irq.rises, 2);
}

static void the_vertical_blank_raises_an_smi_when_enabled(void **state)
{
	struct video *t = *state;
	struct edges smi, blank;

	edges_watch(&smi, &t->bench, &t->dc.asmi);
	edges_watch(&blank, &t->bench, &t->dc.vblank);
	dc_open(t);
	native_640x480(t, 0, 640);
	bench_run_ns(&t->bench, 530 * LINE_NS);
	assert_int_equal(blank.rises, 1);
	assert_int_equal(blank.falls, 1);
	assert_int_equal(smi.rises, 0);
	assert_true(t->dev.msr_read(t->dev.opaque, 0x2002) >> 32 & 1); /* recorded, though masked */
	t->dev.msr_write(t->dev.opaque, 0x2002, UINT64_C(0x1001ffff1001fffe));
	assert_int_equal(smi.rises, 0);
	bench_run_ns(&t->bench, 525 * LINE_NS);
	assert_int_equal(smi.rises, 1);
	t->dev.msr_write(t->dev.opaque, 0x2002, UINT64_C(0x11001fffe));
	assert_int_equal(smi.falls, 1);
}

static void the_frame_buffer_offset_is_taken_with_the_next_frame(void **state)
{
	struct video *t = *state;

	dc_open(t);
	native_640x480(t, 0, 640);
	assert_true(dc_r(t, 0x6c) >> 27 & 1);
	dc_w(t, 0x10, 0x10000);
	assert_false(dc_r(t, 0x6c) >> 27 & 1);
	assert_int_equal(t->dc.shown_fb, 0);
	bench_run_ns(&t->bench, 526 * LINE_NS);
	assert_true(dc_r(t, 0x6c) >> 27 & 1);
	assert_int_equal(t->dc.shown_fb, 0x10000);
}

static void clearing_the_dirty_memory_takes_its_time(void **state)
{
	struct video *t = *state;

	dc_open(t);
	dc_w(t, 0x84, FB_ADDR | 5);
	dc_w(t, 0x8c, 2);
	assert_int_equal(dc_r(t, 0x8c), 2);
	dc_w(t, 0x88, FB_ADDR | 1);
	assert_int_equal(dc_r(t, 0x88) & 1, 1);
	assert_int_equal(dc_r(t, 0x8c), 1);
	bench_run_ns(&t->bench, 6000);
	assert_int_equal(dc_r(t, 0x88), FB_ADDR);
}

static void filter_coefficients_read_back_by_index(void **state)
{
	struct video *t = *state;

	dc_open(t);
	for (unsigned n = 0; n < 256; n++) {
		dc_w(t, 0x94, n);
		dc_w(t, 0x98, n * 0x10001);
		dc_w(t, 0x9c, ~n);
	}
	for (unsigned n = 0; n < 256; n++) {
		dc_w(t, 0x94, n);
		assert_int_equal(dc_r(t, 0x98), n * 0x10001);
		assert_int_equal(dc_r(t, 0x9c), ~n);
	}
}

static void starting_the_timing_in_the_wrong_order_breaks_rules(void **state)
{
	struct video *t = *state;

	dc_w(t, 0x00, 0x4758);
	dc_w(t, 0x08, 1);
	assert_int_equal(broken(t, RULE_VIDEO_BASE), 1);
	dc_w(t, 0x08, 0);
	dc_w(t, 0x84, FB_ADDR);
	dc_w(t, 0x04, 0x80);
	dc_w(t, 0x08, 1);
	assert_int_equal(broken(t, RULE_VIDEO_ORDER), 1);
	assert_int_equal(broken(t, RULE_VIDEO_BASE), 1);
}

/* The order of AMD's drivers (sheet 7.4) is silent. */
static void the_mode_set_on_record_breaks_no_rule(void **state)
{
	struct video *t = *state;

	dc_open(t);
	dc_w(t, 0x04, 0);
	vp_w(t, 0x000, 0);
	vp_w(t, 0x0d8, 0);
	dc_w(t, 0xc8, 0x00030003);
	vp_w(t, 0x050, 0x400);
	vp_w(t, 0x008, 0);
	dc_w(t, 0x08, 0);
	dc_w(t, 0x14, 0);
	dc_w(t, 0x18, 0);
	dc_w(t, 0x94, 0);
	dc_w(t, 0xd4, 0);
	dc_w(t, 0x2c, 640 * 480 | 1);
	dc_w(t, 0x88, FB_ADDR);
	vp_w(t, 0x008, 0x0009000f);
	vp_w(t, 0x050, 0);
	native_640x480(t, 0, 640);
	dc_w(t, 0x08, 0x0b000059);
	dc_w(t, 0x00, 0);
	assert_int_equal(t->rules.hits, 0);
}

static void the_vga_timing_runs_from_its_own_registers(void **state)
{
	struct video *t = *state;
	unsigned retraces = 0;

	dc_open(t);
	t->dot_hz = 28322000;
	vga_set_mode(t, &vga_mode_03);
	dc_w(t, 0x04, 0x81);
	/* 900 pixels, 449 lines: 70.08 frames a second. */
	for (unsigned n = 0; n < 449 * 70; n++) {
		bool was = vga_in(t, 0x3da) & 8;

		bench_run_ns(&t->bench, 31778);
		retraces += !was && (vga_in(t, 0x3da) & 8);
	}
	assert_int_equal(retraces, 70);
	while (vga_in(t, 0x3da) & 1)
		bench_run_ns(&t->bench, 1000);
	assert_int_equal(dc_r(t, 0x104) >> 4 & 3, 0);
	bench_run_ns(&t->bench, 412 * UINT64_C(31778));
	while (!(vga_in(t, 0x3da) & 8))
		bench_run_ns(&t->bench, 1000);
	assert_int_equal(dc_r(t, 0x104) >> 4 & 3, 3);
	assert_int_equal(dc_r(t, 0x104) >> 12 & 0x3ff, 412);
}

static void reset_forgets_everything(void **state)
{
	struct video *t = *state;

	dc_open(t);
	native_640x480(t, 0, 640);
	vga_set_mode(t, &vga_mode_03);
	dc_reset(&t->dc);
	assert_int_equal(dc_r(t, 0x00), 0);
	assert_int_equal(dc_r(t, 0x04), 0);
	assert_int_equal(dc_r(t, 0x84), 0);
	assert_int_equal(dc_r(t, 0x6c) >> 30, 3);
	assert_int_equal(vga_in(t, 0x3cc), 0x02);
	assert_int_equal(clock_next_event(&t->bench.clock), CLOCK_NEVER);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, video_setup, video_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(setup_registers_are_locked),
		TEST(palette_cursor_and_interrupts_are_not_locked),
		TEST(the_palette_index_counts_and_reaches_the_cursor_colours),
		TEST(reserved_bits_and_holes_are_noticed),
		TEST(bytes_and_quadwords_reach_the_registers),
		TEST(the_line_counter_follows_the_pixel_clock),
		TEST(no_line_is_counted_without_a_pixel_clock),
		TEST(a_new_timing_waits_for_trup),
		TEST(the_line_interrupt_comes_at_its_line),
		TEST(the_vertical_blank_raises_an_smi_when_enabled),
		TEST(the_frame_buffer_offset_is_taken_with_the_next_frame),
		TEST(clearing_the_dirty_memory_takes_its_time),
		TEST(filter_coefficients_read_back_by_index),
		TEST(starting_the_timing_in_the_wrong_order_breaks_rules),
		TEST(the_mode_set_on_record_breaks_no_rule),
		TEST(the_vga_timing_runs_from_its_own_registers),
		TEST(reset_forgets_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
