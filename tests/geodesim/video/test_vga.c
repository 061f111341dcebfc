/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VGA: ports, memory modes, and the pictures of modes 03h, 12h and 13h. */
#include "shot.h"

/* Colours a VGA BIOS would load for the first sixteen attributes, in six bits. */
static void load_text_palette(struct video *t)
{
	for (unsigned n = 0; n < 64; n++)
		vga_color(t, (uint8_t)n, (uint8_t)((n >> 2 & 1) * 42 + (n >> 5 & 1) * 21),
			  (uint8_t)((n >> 1 & 1) * 42 + (n >> 4 & 1) * 21),
			  (uint8_t)((n & 1) * 42 + (n >> 3 & 1) * 21));
}

static uint32_t text_color(unsigned attribute)
{
	unsigned n = vga_mode_03.atc[attribute];

	return from_six((n >> 2 & 1) * 42 + (n >> 5 & 1) * 21,
			(n >> 1 & 1) * 42 + (n >> 4 & 1) * 21, (n & 1) * 42 + (n >> 3 & 1) * 21);
}

static void show_vga(struct video *t, const struct vga_setup *m, uint64_t hz)
{
	dc_open(t);
	crt_on(t);
	t->dot_hz = hz;
	vga_set_mode(t, m);
	dc_w(t, 0x04, 0x00000081);
}

/* Glyph c: each row is a pattern made of c and the row. */
static uint8_t glyph(uint8_t c, unsigned row)
{
	return (uint8_t)(c * 37 + row * 11 + 1);
}

static void load_font(struct video *t)
{
	vga_index(t, 0x3c4, 2, 0x04);
	vga_index(t, 0x3c4, 4, 0x06);
	vga_index(t, 0x3ce, 4, 0x02);
	vga_index(t, 0x3ce, 5, 0x00);
	vga_index(t, 0x3ce, 6, 0x04);
	for (unsigned c = 0; c < 256; c++) {
		for (unsigned row = 0; row < 16; row++)
			vga_poke(t, 0xa0000 + c * 32 + row, glyph((uint8_t)c, row));
	}
	assert_int_equal(vga_peek(t, 0xa0000 + 'A' * 32 + 3), glyph('A', 3));
	vga_index(t, 0x3c4, 2, 0x03);
	vga_index(t, 0x3c4, 4, 0x02);
	vga_index(t, 0x3ce, 4, 0x00);
	vga_index(t, 0x3ce, 5, 0x10);
	vga_index(t, 0x3ce, 6, 0x0e);
}

static void text_reads_back_as_written(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_03, 28322000);
	for (unsigned n = 0; n < 4000; n++)
		vga_poke(t, 0xb8000 + n, (uint8_t)(n * 7));
	for (unsigned n = 0; n < 4000; n++)
		assert_int_equal(vga_peek(t, 0xb8000 + n), (uint8_t)(n * 7));
	/* Characters in plane 0, attributes in plane 1, at every second address. */
	assert_int_equal(t->mem[10 * 8], (uint8_t)(20 * 7));
	assert_int_equal(t->mem[10 * 8 + 1], (uint8_t)(21 * 7));
	assert_int_equal(t->rules.hits, 0);
}

static void a_text_screen_is_drawn_from_the_loaded_font(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_03, 28322000);
	load_text_palette(t);
	load_font(t);
	vga_index(t, 0x3d4, 0x0a, 0x20); /* no cursor */
	for (unsigned n = 0; n < 80 * 25; n++) {
		vga_poke(t, 0xb8000 + 2 * n, (uint8_t)n);
		vga_poke(t, 0xb8000 + 2 * n + 1, (uint8_t)(n / 80 + n % 7) & 0x7f);
	}
	take_shot(t, &s);
	assert_string_equal(s.why, "");
	assert_int_equal(s.image.width, 720);
	assert_int_equal(s.image.height, 400);
	for (unsigned y = 0; y < 400; y++) {
		for (unsigned x = 0; x < 720; x++) {
			unsigned n = y / 16 * 80 + x / 9, dot = x % 9;
			uint8_t c = (uint8_t)n, a = (uint8_t)(n / 80 + n % 7) & 0x7f;
			uint8_t bits = glyph(c, y % 16);
			bool ninth = c >= 0xc0 && c <= 0xdf && (bits & 1);
			bool on = dot < 8 ? bits >> (7 - dot) & 1 : ninth;

			assert_int_equal(shot_pixel(&s, x, y), text_color(on ? a & 15 : a >> 4));
		}
	}
	free(s.rgb);
}

static void the_cursor_and_blinking_text_blink(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_03, 28322000);
	load_text_palette(t);
	vga_poke(t, 0xb8000 + 1, 0x07); /* a cell with an empty glyph under the cursor */
	vga_poke(t, 0xb8002, 'x');
	vga_poke(t, 0xb8003, 0x87); /* blinking */
	t->mem[('x' * 32 + 5) * 4 + 2] = 0xff;
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 13), text_color(7)); /* lines 13 and 14 */
	assert_int_equal(shot_pixel(&s, 0, 12), text_color(0));
	assert_int_equal(shot_pixel(&s, 9, 5), text_color(7));
	free(s.rgb);
	bench_run_ns(&t->bench, UINT64_C(10) * 1000000000 / 70);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 13), text_color(0));
	assert_int_equal(shot_pixel(&s, 9, 5), text_color(7));
	free(s.rgb);
	bench_run_ns(&t->bench, UINT64_C(8) * 1000000000 / 70);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 13), text_color(7));
	assert_int_equal(shot_pixel(&s, 9, 5), text_color(0));
	free(s.rgb);
}

static void text_scrolls_with_the_start_address(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_03, 28322000);
	load_text_palette(t);
	vga_index(t, 0x3d4, 0x0a, 0x20);
	vga_poke(t, 0xb8000 + 160 + 1, 0x20); /* a green cell at the second row */
	vga_index(t, 0x3d4, 0x0d, 80);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 0), text_color(2));
	assert_int_equal(shot_pixel(&s, 9, 0), text_color(0));
	free(s.rgb);
}

/* The start address has six bits more than a VGA's: pictures beyond the first 256 KiB. */
static void the_start_address_reaches_all_graphics_memory(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_03, 28322000);
	load_text_palette(t);
	vga_index(t, 0x3d4, 0x0a, 0x20);
	t->mem[(0x10000 * 4) + 1] = 0x20; /* the attribute plane, 64 Ki addresses on */
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 0), text_color(0));
	free(s.rgb);
	vga_index(t, 0x3d4, 0x30, 0x57); /* the key to the extended registers */
	vga_index(t, 0x3d4, 0x30, 0x4c);
	vga_index(t, 0x3d4, 0x44, 1);
	take_shot(t, &s);
	assert_int_equal(shot_pixel(&s, 0, 0), text_color(2));
	free(s.rgb);
}

static void mode_13h_shows_one_byte_a_pixel(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_13, 25175000);
	for (unsigned n = 0; n < 256; n++)
		vga_color(t, (uint8_t)n, n & 63, (n >> 1) & 63, 63 - (n >> 2));
	for (unsigned n = 0; n < 64000; n++)
		vga_poke(t, 0xa0000 + n, (uint8_t)(n * 13 + n / 320));
	assert_int_equal(vga_peek(t, 0xa0000 + 12345), (uint8_t)(12345 * 13 + 12345 / 320));
	take_shot(t, &s);
	assert_int_equal(s.image.width, 640);
	assert_int_equal(s.image.height, 400);
	for (unsigned y = 0; y < 400; y++) {
		for (unsigned x = 0; x < 640; x++) {
			unsigned n = y / 2 * 320 + x / 2, c = (uint8_t)(n * 13 + n / 320);

			assert_int_equal(shot_pixel(&s, x, y),
					 from_six(c & 63, (c >> 1) & 63, 63 - (c >> 2)));
		}
	}
	free(s.rgb);
}

static void mode_12h_has_four_planes(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_12, 25175000);
	load_text_palette(t);
	for (unsigned plane = 0; plane < 4; plane++) {
		vga_index(t, 0x3c4, 2, (uint8_t)(1 << plane));
		for (unsigned n = 0; n < 80 * 480; n++)
			vga_poke(t, 0xa0000 + n, (uint8_t)(n * (plane * 2 + 1) >> plane));
	}
	for (uint8_t plane = 0; plane < 4; plane++) {
		vga_index(t, 0x3ce, 4, plane);
		assert_int_equal(vga_peek(t, 0xa0000 + 3333),
				 (uint8_t)(3333 * (plane * 2 + 1) >> plane));
	}
	take_shot(t, &s);
	assert_int_equal(s.image.width, 640);
	assert_int_equal(s.image.height, 480);
	for (unsigned y = 0; y < 480; y++) {
		for (unsigned x = 0; x < 640; x++) {
			unsigned n = y * 80 + x / 8, c = 0;

			for (unsigned plane = 0; plane < 4; plane++)
				c |= ((uint8_t)(n * (plane * 2 + 1) >> plane) >> (7 - x % 8) & 1)
				     << plane;
			assert_int_equal(shot_pixel(&s, x, y), text_color(c));
		}
	}
	free(s.rgb);
}

static uint32_t planes_at(const struct video *t, unsigned n)
{
	const uint8_t *m = t->mem + n * 4;

	return m[0] | (uint32_t)m[1] << 8 | (uint32_t)m[2] << 16 | (uint32_t)m[3] << 24;
}

static void write_modes_combine_data_latches_and_masks(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_12, 25175000);
	vga_poke(t, 0xa0000, 0x0f); /* write mode 0, all planes */
	assert_int_equal(planes_at(t, 0), 0x0f0f0f0f);
	vga_index(t, 0x3ce, 0, 0x05); /* set/reset for planes 0 to 2 */
	vga_index(t, 0x3ce, 1, 0x07);
	vga_poke(t, 0xa0001, 0x3c);
	assert_int_equal(planes_at(t, 1), 0x3cff00ff);
	vga_index(t, 0x3ce, 1, 0x00);
	vga_index(t, 0x3ce, 3, 0x0b); /* rotate by 3, AND with the latches */
	vga_peek(t, 0xa0000);
	vga_poke(t, 0xa0002, 0xf0);
	assert_int_equal(planes_at(t, 2), 0x0e0e0e0e);
	vga_index(t, 0x3ce, 3, 0x18); /* XOR */
	vga_index(t, 0x3ce, 8, 0x3c); /* only these bits */
	vga_peek(t, 0xa0000);
	vga_poke(t, 0xa0003, 0xff);
	assert_int_equal(planes_at(t, 3), 0x33333333);
	vga_index(t, 0x3ce, 5, 0x01); /* write mode 1: the latches as they are */
	vga_peek(t, 0xa0001);
	vga_poke(t, 0xa0004, 0x00);
	assert_int_equal(planes_at(t, 4), 0x3cff00ff);
	vga_index(t, 0x3ce, 3, 0x00);
	vga_index(t, 0x3ce, 5, 0x02); /* write mode 2: a colour */
	vga_index(t, 0x3ce, 8, 0xf0);
	vga_peek(t, 0xa0000);
	vga_poke(t, 0xa0005, 0x09);
	assert_int_equal(planes_at(t, 5), 0xff0f0fff);
	vga_index(t, 0x3ce, 5, 0x03); /* write mode 3: data are a further mask */
	vga_index(t, 0x3ce, 8, 0xff);
	vga_index(t, 0x3ce, 0, 0x02);
	vga_peek(t, 0xa0000);
	vga_poke(t, 0xa0006, 0x81);
	assert_int_equal(planes_at(t, 6), 0x0e0e8f0e);
	vga_index(t, 0x3c4, 2, 0x08); /* only plane 3 */
	vga_index(t, 0x3ce, 5, 0x00);
	vga_poke(t, 0xa0007, 0x55);
	assert_int_equal(planes_at(t, 7), 0x55000000);
}

static void read_mode_1_compares_colours(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_12, 25175000);
	t->mem[0] = 0xf0;
	t->mem[1] = 0xcc;
	t->mem[2] = 0xaa;
	t->mem[3] = 0x00;
	vga_index(t, 0x3ce, 5, 0x08);
	vga_index(t, 0x3ce, 2, 0x05); /* planes 0 and 2 set, 1 and 3 clear */
	vga_index(t, 0x3ce, 7, 0x0f);
	assert_int_equal(vga_peek(t, 0xa0000), 0xf0 & ~0xcc & 0xaa);
	vga_index(t, 0x3ce, 7, 0x01);
	assert_int_equal(vga_peek(t, 0xa0000), 0xf0);
}

static void packed_chain_4_is_contiguous(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_13, 25175000);
	vga_index(t, 0x3d4, 0x43, 1); /* locked: nothing happens */
	vga_poke(t, 0xa0005, 0x11);
	assert_int_equal(t->mem[4 * 4 + 1], 0x11);
	vga_index(t, 0x3d4, 0x30, 0x4c);
	assert_int_equal(vga_in(t, 0x3d5), 0);
	vga_index(t, 0x3d4, 0x43, 1);
	vga_poke(t, 0xa0005, 0x22);
	assert_int_equal(t->mem[5], 0x22);
	vga_index(t, 0x3d4, 0x30, 0);
	assert_int_equal(vga_in(t, 0x3d5), 0xff);
}

static void the_window_answers_only_where_it_is_mapped(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_03, 28322000);
	vga_poke(t, 0xa0000, 0x55);
	assert_int_equal(vga_peek(t, 0xa0000), 0xff);
	vga_poke(t, 0xb0000, 0x55);
	assert_int_equal(vga_peek(t, 0xb0000), 0xff);
	vga_out(t, 0x3c2, 0x65); /* RAM disabled */
	vga_poke(t, 0xb8000, 0x55);
	assert_int_equal(vga_peek(t, 0xb8000), 0xff);
	assert_int_equal(t->mem[0], 0);
}

static void registers_can_be_mapped_into_vga_space(void **state)
{
	struct video *t = *state;

	show_vga(t, &vga_mode_03, 28322000);
	vga_index(t, 0x3d4, 0x30, 0x4c);
	vga_index(t, 0x3d4, 0x43, 0x02);
	assert_int_equal(t->dev.mem_read(t->dev.opaque, 0xa0000, 4, 0), 0x4758);
	t->dev.mem_write(t->dev.opaque, 0xa0034, 4, 0x123, 0);
	assert_int_equal(dc_r(t, 0x34), 0x123);
	vga_index(t, 0x3d4, 0x43, 0x06); /* B8000h: the frame buffer has it already */
	vga_poke(t, 0xb8000, 0x41);
	assert_int_equal(vga_peek(t, 0xb8000), 0x41);
}

static void ports_follow_the_colour_select(void **state)
{
	struct video *t = *state;

	vga_out(t, 0x3c2, 0x67);
	vga_index(t, 0x3d4, 0x0e, 0x12);
	assert_int_equal(vga_in(t, 0x3b5), 0xff);
	vga_out(t, 0x3c2, 0x66);
	assert_int_equal(vga_in(t, 0x3d5), 0xff);
	assert_int_equal(vga_in(t, 0x3b5), 0x12);
	assert_int_equal(vga_in(t, 0x3cc), 0x66);
	assert_int_equal(t->dev.io_read(t->dev.opaque, 0x3b4, 2, 0), 0x120e);
}

static void crtc_registers_0_to_7_can_be_protected(void **state)
{
	struct video *t = *state;

	vga_out(t, 0x3c2, 0x67);
	vga_index(t, 0x3d4, 0x00, 0x5f);
	vga_index(t, 0x3d4, 0x07, 0x00);
	vga_index(t, 0x3d4, 0x11, 0x80);
	vga_index(t, 0x3d4, 0x00, 0xff);
	assert_int_equal(vga_in(t, 0x3d5), 0x5f);
	vga_index(t, 0x3d4, 0x07, 0xff);
	assert_int_equal(vga_in(t, 0x3d5), 0x10); /* the line compare bit stays open */
}

static void the_attribute_flip_flop_is_reset_by_input_status_1(void **state)
{
	struct video *t = *state;

	vga_out(t, 0x3c2, 0x67);
	vga_in(t, 0x3da);
	vga_out(t, 0x3c0, 0x11);
	vga_in(t, 0x3da);
	vga_out(t, 0x3c0, 0x12); /* an index again */
	vga_out(t, 0x3c0, 0x0f);
	vga_in(t, 0x3da);
	vga_out(t, 0x3c0, 0x12);
	assert_int_equal(vga_in(t, 0x3c1), 0x0f);
	vga_in(t, 0x3da);
	vga_out(t, 0x3c0, 0x11);
	assert_int_equal(vga_in(t, 0x3c1), 0x00);
}

static void the_palette_counts_by_itself_and_can_be_protected(void **state)
{
	struct video *t = *state;

	vga_color(t, 0x20, 1, 2, 3);
	vga_out(t, 0x3c9, 63);
	vga_out(t, 0x3c9, 32);
	vga_out(t, 0x3c9, 0);
	vga_out(t, 0x3c7, 0x20);
	assert_int_equal(vga_in(t, 0x3c7), 3);
	assert_int_equal(vga_in(t, 0x3c9), 1);
	assert_int_equal(vga_in(t, 0x3c9), 2);
	assert_int_equal(vga_in(t, 0x3c9), 3);
	assert_int_equal(vga_in(t, 0x3c9), 63);
	dc_w(t, 0x70, 0x21);
	assert_int_equal(dc_r(t, 0x74), 0xff8200);
	dc_w(t, 0x100, 1); /* WPPAL */
	vga_color(t, 0x21, 9, 9, 9);
	dc_w(t, 0x70, 0x21);
	assert_int_equal(dc_r(t, 0x74), 0xff8200);
}

static void unknown_crtc_indexes_raise_an_smi_when_enabled(void **state)
{
	struct video *t = *state;

	vga_out(t, 0x3c2, 0x67);
	vga_out(t, 0x3d4, 0x33);
	vga_in(t, 0x3d5);
	assert_int_equal(t->ssmis, 0); /* masked, but recorded */
	assert_true(t->dev.msr_read(t->dev.opaque, 0x2002) >> (32 + 4) & 1);
	assert_int_equal(dc_r(t, 0x104) & 0xf, 0x8 | 0x1);
	assert_int_equal(dc_r(t, 0x104) & 0xf, 0); /* reading cleared them */
	t->dev.msr_write(t->dev.opaque, 0x2002, 0x1001ffef);
	vga_out(t, 0x3d5, 0x55);
	assert_int_equal(t->ssmis, 1);
	vga_index(t, 0x3d4, 0x0e, 0);
	assert_int_equal(t->ssmis, 1);
}

static void the_screen_is_dark_while_the_vga_is_held(void **state)
{
	struct video *t = *state;
	struct shot s;

	show_vga(t, &vga_mode_03, 28322000);
	load_text_palette(t);
	memset(t->mem, 0x77, 0x10000);
	vga_index(t, 0x3c4, 1, 0x20); /* screen off */
	take_shot(t, &s);
	assert_true(shot_is_dark(&s));
	assert_non_null(strstr(s.why, "switched off"));
	free(s.rgb);
	vga_index(t, 0x3c4, 1, 0x00);
	vga_in(t, 0x3da);
	vga_out(t, 0x3c0, 0x00); /* palette to the processor */
	take_shot(t, &s);
	assert_non_null(strstr(s.why, "palette belongs"));
	free(s.rgb);
}

static void fixed_timing_stretches_the_vga_picture(void **state)
{
	struct video *t = *state;
	struct shot s;

	dc_open(t);
	crt_on(t);
	native_640x480(t, 0, 640);
	show_vga(t, &vga_mode_13, 25175000);
	dc_w(t, 0x04, 0x00040081);
	vga_color(t, 5, 63, 0, 0);
	for (unsigned n = 0; n < 64000; n++)
		vga_poke(t, 0xa0000 + n, n / 320 >= 100 ? 5 : 0);
	take_shot(t, &s);
	assert_int_equal(s.image.width, 640);
	assert_int_equal(s.image.height, 480);
	assert_int_equal(shot_pixel(&s, 100, 239), 0);
	assert_int_equal(shot_pixel(&s, 100, 240), 0xff0000);
	free(s.rgb);
}

static void vga_memory_before_its_base_is_set_breaks_a_rule(void **state)
{
	struct video *t = *state;

	vga_set_mode(t, &vga_mode_03);
	t->base = 0; /* memory is at 0, and that is where the text goes */
	vga_poke(t, 0xb8000, 0x41);
	assert_int_equal(t->mem[0], 0x41);
	assert_int_equal(broken(t, RULE_VIDEO_BASE), 1);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, video_setup, video_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_reads_back_as_written),
		TEST(a_text_screen_is_drawn_from_the_loaded_font),
		TEST(the_cursor_and_blinking_text_blink),
		TEST(text_scrolls_with_the_start_address),
		TEST(the_start_address_reaches_all_graphics_memory),
		TEST(mode_13h_shows_one_byte_a_pixel),
		TEST(mode_12h_has_four_planes),
		TEST(write_modes_combine_data_latches_and_masks),
		TEST(read_mode_1_compares_colours),
		TEST(packed_chain_4_is_contiguous),
		TEST(the_window_answers_only_where_it_is_mapped),
		TEST(registers_can_be_mapped_into_vga_space),
		TEST(ports_follow_the_colour_select),
		TEST(crtc_registers_0_to_7_can_be_protected),
		TEST(the_attribute_flip_flop_is_reset_by_input_status_1),
		TEST(the_palette_counts_by_itself_and_can_be_protected),
		TEST(unknown_crtc_indexes_raise_an_smi_when_enabled),
		TEST(the_screen_is_dark_while_the_vga_is_held),
		TEST(fixed_timing_stretches_the_vga_picture),
		TEST(vga_memory_before_its_base_is_set_breaks_a_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
