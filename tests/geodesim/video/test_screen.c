/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures of the frame buffer: formats, palette, gamma, cursor, outputs, and no signal. */
#include "shot.h"

static uint32_t spread(uint32_t c, unsigned bits)
{
	c <<= 8 - bits;
	return c | c >> bits;
}

static void open_linear(struct video *t, uint32_t dcfg, uint32_t pitch)
{
	dc_open(t);
	crt_on(t);
	native_640x480(t, dcfg, pitch);
}

static void eight_bits_a_pixel_go_through_the_palette(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x000, 1024);
	dc_w(t, 0x70, 0);
	for (unsigned n = 0; n < 256; n++)
		dc_w(t, 0x74, n * 0x010203 & 0xffffff);
	for (unsigned y = 0; y < 480; y++) {
		for (unsigned x = 0; x < 640; x++)
			t->mem[y * 1024 + x] = (uint8_t)(x * 3 + y);
	}
	take_shot(t, &s);
	assert_string_equal(s.why, "");
	assert_int_equal(s.image.width, 640);
	assert_int_equal(s.image.height, 480);
	for (unsigned y = 0; y < 480; y++) {
		for (unsigned x = 0; x < 640; x++)
			assert_int_equal(shot_pixel(&s, x, y),
					 (uint8_t)(x * 3 + y) * 0x010203 & 0xffffff);
	}
	free(s.rgb);
}

static void sixteen_bits(struct video *t, uint32_t dcfg, unsigned r, unsigned g, unsigned b)
{
	struct shot s;

	open_linear(t, dcfg | 0x02000100, 1280);
	for (unsigned n = 0; n < 640 * 480; n++) {
		t->mem[2 * n] = (uint8_t)(n * 7);
		t->mem[2 * n + 1] = (uint8_t)(n * 7 >> 8);
	}
	take_shot(t, &s);
	for (unsigned n = 0; n < 640 * 480; n++) {
		uint16_t p = (uint16_t)(n * 7);
		uint32_t want = spread(p >> (g + b) & ((1u << r) - 1), r) << 16 |
				spread(p >> b & ((1u << g) - 1), g) << 8 |
				spread(p & ((1u << b) - 1), b);

		assert_int_equal(shot_pixel(&s, n % 640, n / 640), want);
	}
	free(s.rgb);
}

static void sixteen_bits_come_in_three_formats(void **state)
{
	struct video *t = *state;

	sixteen_bits(t, 0x000, 5, 6, 5);
	sixteen_bits(t, 0x400, 5, 5, 5);
	sixteen_bits(t, 0x800, 4, 4, 4);
}

static void thirty_two_bits_show_as_they_are_or_corrected(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 4096);
	for (unsigned y = 0; y < 480; y++) {
		for (unsigned x = 0; x < 640; x++) {
			uint8_t *at = t->mem + y * 4096 + x * 4;

			at[0] = (uint8_t)x;
			at[1] = (uint8_t)y;
			at[2] = (uint8_t)(x >> 2);
			at[3] = 0x80;
		}
	}
	take_shot(t, &s);
	for (unsigned y = 0; y < 480; y++) {
		for (unsigned x = 0; x < 640; x++)
			assert_int_equal(shot_pixel(&s, x, y),
					 (x >> 2 & 0xff) << 16 | (y & 0xff) << 8 | (x & 0xff));
	}
	free(s.rgb);
	dc_w(t, 0x08, 0x01000259); /* through the palette, which inverts here */
	dc_w(t, 0x70, 0);
	for (unsigned n = 0; n < 256; n++)
		dc_w(t, 0x74, (255 - n) * 0x010101);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 8, 3), 0xfdfcf7);
	free(s.rgb);
}

static void only_fetched_pixels_are_shown(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	memset(t->mem, 0xff, 640 * 480 * 4);
	dc_w(t, 0x30, 320 * 4 / 8); /* half a line */
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 319, 10), 0xffffff);
	assert_int_equal(shot_pixel(&s, 320, 10), 0);
	free(s.rgb);
}

static void the_video_processor_corrects_gamma(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	memset(t->mem, 0x40, 640 * 480 * 4);
	vp_w(t, 0x038, 0x40);
	vp_w(t, 0x040, 0x123456);
	take_shot(t, &s); /* bypassed */
	assert_int_equal(shot_pixel(&s, 0, 0), 0x404040);
	free(s.rgb);
	vp_w(t, 0x050, 0);
	take_shot(t, &s); /* the RAM serves the video stream */
	assert_int_equal(shot_pixel(&s, 0, 0), 0x404040);
	free(s.rgb);
	vp_w(t, 0x008, 0x0029000f);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 0), 0x123456);
	free(s.rgb);
	vp_w(t, 0x038, 0x40);
	assert_int_equal(vp_r(t, 0x040), 0x123456);
	assert_int_equal(vp_r(t, 0x038), 0x41);
}

static void the_cursor_has_two_colours_inverts_and_lets_through(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	memset(t->mem, 0x30, 640 * 480 * 4);
	dc_w(t, 0x70, 0x100);
	dc_w(t, 0x74, 0xff0000);
	dc_w(t, 0x74, 0x00ff00);
	/* AND and XOR masks, leftmost pixel highest: colour 0, colour 1, transparent, inverted. */
	for (unsigned y = 0; y < 64; y++) {
		t->mem[0x200000 + y * 16 + 7] = 0x3f;
		t->mem[0x200000 + y * 16 + 15] = 0x50;
		memset(t->mem + 0x200000 + y * 16, 0xff, 7);
	}
	dc_w(t, 0x18, 0x200000);
	dc_w(t, 0x60, 100);
	dc_w(t, 0x64, 50);
	dc_w(t, 0x04, 0x0002b603);
	bench_run_ns(&t->bench, 20000000); /* taken with the next frame */
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 99, 50), 0x303030);
	assert_int_equal(shot_pixel(&s, 100, 49), 0x303030);
	assert_int_equal(shot_pixel(&s, 100, 50), 0xff0000);
	assert_int_equal(shot_pixel(&s, 101, 50), 0x00ff00);
	assert_int_equal(shot_pixel(&s, 102, 50), 0x303030);
	assert_int_equal(shot_pixel(&s, 103, 50), 0xcfcfcf);
	assert_int_equal(shot_pixel(&s, 104, 50), 0x303030);
	assert_int_equal(shot_pixel(&s, 100, 113), 0xff0000);
	assert_int_equal(shot_pixel(&s, 100, 114), 0x303030);
	free(s.rgb);
	dc_w(t, 0x60, 1u << 11); /* its second column at the left edge */
	dc_w(t, 0x64, 479);
	bench_run_ns(&t->bench, 20000000);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 479), 0x00ff00);
	free(s.rgb);
}

static void a_colour_cursor_is_blended(void **state)
{
	struct video *t = *state;
	const uint8_t half_red[4] = {0x00, 0x00, 0xff, 0x80};
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	memset(t->mem, 0x40, 640 * 480 * 4);
	memcpy(t->mem + 0x200000 + 192 * 3 + 4 * 47, half_red, 4);
	dc_w(t, 0x18, 0x200000);
	dc_w(t, 0x60, 10);
	dc_w(t, 0x64, 20);
	dc_w(t, 0x04, 0x0002b607);
	bench_run_ns(&t->bench, 20000000);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 57, 23), 0xa02020);
	assert_int_equal(shot_pixel(&s, 56, 23), 0x404040);
	assert_int_equal(shot_pixel(&s, 58, 23), 0x404040);
	free(s.rgb);
}

static void expect_none(struct video *t, const char *reason)
{
	struct shot s;

	take_shot(t, &s);
	if (!strstr(s.why, reason))
		fail_msg("\"%s\" does not tell of \"%s\"", s.why, reason);
	assert_int_equal(s.image.width, 640);
	assert_int_equal(s.image.height, 480);
	assert_true(shot_is_dark(&s));
	free(s.rgb);
}

static void without_a_signal_the_picture_is_dark_and_says_why(void **state)
{
	struct video *t = *state;
	struct shot s;

	expect_none(t, "timing generator is off");
	open_linear(t, 0x02000200, 2560);
	memset(t->mem, 0x40, 640 * 480 * 4);
	vp_w(t, 0x008, 0x00090000);
	expect_none(t, "syncs or DAC off");
	vp_w(t, 0x008, 0x0009000f);
	vp_w(t, 0x050, 0x401);
	expect_none(t, "DAC without power");
	vp_w(t, 0x050, 0x001);
	t->vp_dev.msr_write(t->vp_dev.opaque, 0x2001, 0x08);
	expect_none(t, "panel not powered");
	t->vp_dev.msr_write(t->vp_dev.opaque, 0x2001, 0x00);
	t->dot_hz = 0;
	dc_dot_clock_changed(&t->dc);
	expect_none(t, "pixel clock");
	t->dot_hz = 25175000;
	dc_dot_clock_changed(&t->dc);
	dc_w(t, 0x40, 599u << 16 | 639); /* a line shorter than its picture */
	expect_none(t, "makes no frame");
	dc_w(t, 0x40, 799u << 16 | 639);
	dc_w(t, 0x04, 0);
	expect_none(t, "FIFO");
	dc_w(t, 0x04, 1);
	take_shot(t, &s);
	assert_string_equal(s.why, "");
	assert_int_equal(shot_pixel(&s, 5, 5), 0x404040);
	free(s.rgb);
}

static void memory_that_does_not_answer_is_white(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	t->base = 0x10000000; /* no descriptor leads there */
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 0), 0xffffff);
	free(s.rgb);
}

static void a_panel_comes_up_in_steps(void **state)
{
	struct video *t = *state;
	struct shot s;

	open_linear(t, 0x02000200, 2560);
	t->vp_dev.msr_write(t->vp_dev.opaque, 0x2001, 0x08);
	assert_int_equal(vp_r(t, 0x410) & 0xf, 2); /* off */
	vp_w(t, 0x410, 0x01000000);
	assert_int_equal(vp_r(t, 0x410) & 0xf, 8);
	assert_true(t->vp.vdd.level);
	assert_false(t->vp.data.level);
	bench_run_ns(&t->bench, 100000000); /* four frames were asked for */
	assert_int_equal(vp_r(t, 0x410) & 0xf, 1);
	assert_true(t->vp.data.level);
	take_shot(t, &s);
	assert_string_equal(s.why, "");
	free(s.rgb);
	vp_w(t, 0x410, 0);
	assert_int_equal(vp_r(t, 0x410) & 0xf, 4);
	assert_false(t->vp.data.level);
	assert_true(t->vp.vdd.level);
	bench_run_ns(&t->bench, 100000000);
	assert_int_equal(vp_r(t, 0x410) & 0xf, 2);
	assert_false(t->vp.vdd.level);
}

static void an_unwritable_file_is_an_error(void **state)
{
	struct video *t = *state;
	char why[100];

	open_linear(t, 0x02000200, 2560);
	assert_true(video_screenshot(&t->dc, &t->vp, "/nonexistent/x.png", why, sizeof(why)) < 0);
}

static void scaler_coefficients_read_back(void **state)
{
	struct video *t = *state;

	for (uint32_t at = 0x1000; at < 0x2000; at += 4)
		vp_w(t, at, at * 0x11);
	for (uint32_t at = 0x1000; at < 0x2000; at += 4)
		assert_int_equal(vp_r(t, at), at * 0x11);
	t->vp_dev.mem_write(t->vp_dev.opaque, 0x1ffc, 8, UINT64_MAX, 0); /* over the end */
	assert_int_equal(vp_r(t, 0x1ffc), UINT32_MAX);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, video_setup, video_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(eight_bits_a_pixel_go_through_the_palette),
		TEST(sixteen_bits_come_in_three_formats),
		TEST(thirty_two_bits_show_as_they_are_or_corrected),
		TEST(only_fetched_pixels_are_shown),
		TEST(the_video_processor_corrects_gamma),
		TEST(the_cursor_has_two_colours_inverts_and_lets_through),
		TEST(a_colour_cursor_is_blended),
		TEST(without_a_signal_the_picture_is_dark_and_says_why),
		TEST(memory_that_does_not_answer_is_white),
		TEST(a_panel_comes_up_in_steps),
		TEST(an_unwritable_file_is_an_error),
		TEST(scaler_coefficients_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
