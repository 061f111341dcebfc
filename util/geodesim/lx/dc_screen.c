/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture of the screen: frame buffer or VGA, palette, cursor, gamma. */
#include "lx/dc_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lx/dc_internal.h"

#define NO_SIGNAL_WIDTH	 640
#define NO_SIGNAL_HEIGHT 480
#define CURSOR_SIDE	 64
#define COLOR_CURSOR	 48 /* pixels in a line of a colour cursor */

void picture_free(struct picture *p)
{
	free(p->rgb);
	p->rgb = NULL;
}

static bool allocate(struct picture *p, unsigned width, unsigned height)
{
	p->width = width;
	p->height = height;
	p->rgb = calloc((size_t)width * height, 3);
	return p->rgb;
}

static void put(struct picture *p, unsigned x, unsigned y, uint32_t rgb)
{
	uint8_t *at = p->rgb + ((size_t)y * p->width + x) * 3;

	at[0] = (uint8_t)(rgb >> 16);
	at[1] = (uint8_t)(rgb >> 8);
	at[2] = (uint8_t)rgb;
}

static uint32_t get(const struct picture *p, unsigned x, unsigned y)
{
	const uint8_t *at = p->rgb + ((size_t)y * p->width + x) * 3;

	return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

/* How a pixel of the frame buffer is coded. */
struct format {
	unsigned bytes;
	unsigned red, green, blue;		  /* positions of the lowest bits */
	unsigned red_bits, green_bits, blue_bits; /* 0 red bits: palette entries */
};

static struct format find_format(uint32_t dcfg)
{
	static const struct format formats[3] = {
		{2, 11, 5, 0, 5, 6, 5}, {2, 10, 5, 0, 5, 5, 5}, {2, 8, 4, 0, 4, 4, 4}};
	unsigned kind = dcfg >> 10 & 3;

	switch (dcfg >> 8 & 3) {
	case 0: return (struct format){.bytes = 1};
	case 1: return formats[kind < 3 ? kind : 0];
	default: /* 24 bits in cells of 32, and 32 with an alpha value */
		return (struct format){4, 16, 8, 0, 8, 8, 8};
	}
}

/* @bits of @val at @shift, widened to eight by repeating the high ones. */
static uint32_t widen(uint32_t val, unsigned shift, unsigned bits)
{
	uint32_t c = val >> shift & ((1u << bits) - 1);

	c <<= 8 - bits;
	return c | c >> bits;
}

static uint32_t pixel_colour(const struct dc *d, const struct format *f, const uint8_t *at)
{
	uint32_t val = 0, r, g, b;

	for (unsigned n = 0; n < f->bytes; n++)
		val |= (uint32_t)at[n] << 8 * n;
	if (!f->red_bits)
		return d->palette[val];
	r = widen(val, f->red, f->red_bits);
	g = widen(val, f->green, f->green_bits);
	b = widen(val, f->blue, f->blue_bits);
	if (dc_get(d, DC_DISPLAY_CFG) & DCFG_PALB)
		return r << 16 | g << 8 | b;
	/* Not bypassed, the palette corrects each colour by itself. */
	return (d->palette[r] & 0xff0000) | (d->palette[g] & 0x00ff00) | (d->palette[b] & 0xff);
}

static void draw_linear(struct dc *d, struct picture *p, uint8_t *line)
{
	struct format f = find_format(dc_get(d, DC_DISPLAY_CFG));
	uint32_t pitch = (dc_get(d, DC_GFX_PITCH) & 0xffff) * 8;
	uint32_t fetched = (dc_get(d, DC_LINE_SIZE) & 0x3ff) * 8;

	/* Pixels beyond what DC_LINE_SIZE fetches stay dark. */
	if (fetched > p->width * f.bytes)
		fetched = p->width * f.bytes;
	for (unsigned y = 0; y < p->height; y++) {
		memset(line, 0xff, fetched);
		dc_load(d, d->shown_fb + y * pitch, line, fetched);
		for (unsigned x = 0; x < fetched / f.bytes; x++)
			put(p, x, y, pixel_colour(d, &f, line + x * f.bytes));
	}
}

static uint64_t load64(const uint8_t *at)
{
	uint64_t val = 0;

	for (unsigned n = 0; n < 8; n++)
		val |= (uint64_t)at[n] << 8 * n;
	return val;
}

/* AND and XOR masks of a line in turn, the leftmost pixel highest (data book p.284). */
static void cursor_line(const struct dc *d, struct picture *p, unsigned x0, unsigned first,
			unsigned y, const uint8_t *data)
{
	uint64_t and_mask = load64(data), xor_mask = load64(data + 8);

	for (unsigned c = first; c < CURSOR_SIDE && x0 + c - first < p->width; c++) {
		unsigned x = x0 + c - first;
		bool a = and_mask >> (63 - c) & 1, o = xor_mask >> (63 - c) & 1;

		if (!a)
			put(p, x, y, d->palette[o ? 0x101 : 0x100]);
		else if (o)
			put(p, x, y, ~get(p, x, y) & 0xffffff);
	}
}

static uint32_t blend(uint32_t below, uint32_t above, unsigned alpha)
{
	uint32_t out = 0;

	for (unsigned shift = 0; shift < 24; shift += 8) {
		unsigned a = above >> shift & 0xff, b = below >> shift & 0xff;

		out |= (a * alpha + b * (255 - alpha) + 127) / 255 << shift;
	}
	return out;
}

static void color_cursor_line(struct picture *p, unsigned x0, unsigned first, unsigned y,
			      const uint8_t *data)
{
	for (unsigned c = first; c < COLOR_CURSOR && x0 + c - first < p->width; c++) {
		const uint8_t *at = data + c * 4;
		uint32_t rgb = (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
		unsigned x = x0 + c - first;

		put(p, x, y, blend(get(p, x, y), rgb, at[3]));
	}
}

static void draw_cursor(struct dc *d, struct picture *p)
{
	bool color = dc_get(d, DC_GENERAL_CFG) & GCFG_CLR_CUR;
	unsigned x = d->shown_cursor_x & 0x7ff, first_x = d->shown_cursor_x >> 11 & 0x3f;
	unsigned y = d->shown_cursor_y & 0x7ff, first_y = d->shown_cursor_y >> 11 & 0x3f;
	uint32_t size = color ? COLOR_CURSOR * 4 : 16;
	uint8_t data[COLOR_CURSOR * 4];

	for (unsigned r = first_y; r < CURSOR_SIDE && y + r - first_y < p->height; r++) {
		if (!dc_load(d, dc_get(d, DC_CURS_ST_OFFSET) + r * size, data, size))
			return;
		if (color)
			color_cursor_line(p, x, first_x, y + r - first_y, data);
		else
			cursor_line(d, p, x, first_x, y + r - first_y, data);
	}
}

/* The VGA's picture; with fixed timing it is stretched to the display controller's. */
static void draw_vga(struct dc *d, struct picture *p, const struct vga_mode *mode, uint8_t *line)
{
	uint64_t frame = dc_beam_now(d).frame;
	unsigned drawn = UINT32_MAX;

	for (unsigned y = 0; y < p->height; y++) {
		unsigned from = (unsigned)((uint64_t)y * mode->height / p->height);

		if (from != drawn)
			vga_row(&d->vga, mode, from, frame, line);
		drawn = from;
		for (unsigned x = 0; x < p->width; x++)
			put(p, x, y, d->palette[line[(uint64_t)x * mode->width / p->width]]);
	}
}

/* Does a picture leave the chip? */
static bool has_signal(struct dc *d, struct vp *v, char *why, size_t size)
{
	const char *crt, *panel;

	dc_look_at_clock(d);
	if (!d->timing.hz) {
		bool vga = dc_get(d, DC_GENERAL_CFG) & GCFG_VGAE;

		if (!d->dot_hz)
			snprintf(why, size, "the pixel clock does not run (DOTPLL, 4C000015)");
		else if (!vga && !(dc_get(d, DC_DISPLAY_CFG) & DCFG_TGEN))
			snprintf(why, size, "the timing generator is off (DC 08h bit 0)");
		else
			snprintf(why, size, "the %s timing makes no frame",
				 vga ? "VGA's" : "display controller's");
		return false;
	}
	if (vp_crt_on(v, &crt) || vp_panel_on(v, &panel))
		return true;
	snprintf(why, size, "CRT: %s; panel: %s", crt, panel);
	return false;
}

static bool draw(struct dc *d, struct picture *p, char *why, size_t size)
{
	uint32_t gcfg = dc_get(d, DC_GENERAL_CFG), dcfg = dc_get(d, DC_DISPLAY_CFG);
	uint8_t *line;

	line = calloc(PICTURE_SIDE_MAX * 3, 4);
	if (!line)
		return false;
	if (gcfg & GCFG_VGAE) {
		struct vga_mode mode;
		const char *reason;

		if (!vga_mode_now(&d->vga, &mode, &reason))
			snprintf(why, size, "dark: %s", reason);
		else
			draw_vga(d, p, &mode, line);
	} else if (!(gcfg & GCFG_DFLE)) {
		snprintf(why, size, "dark: the display FIFO is not loaded (DC 04h bit 0)");
	} else if (!(dcfg & DCFG_GDEN)) {
		snprintf(why, size, "dark: graphics data are off (DC 08h bit 3)");
	} else {
		draw_linear(d, p, line);
		if (gcfg & GCFG_CURE)
			draw_cursor(d, p);
	}
	free(line);
	return true;
}

bool dc_screen(struct dc *d, struct vp *v, struct picture *p, char *why, size_t size)
{
	bool signal;

	if (size)
		*why = '\0';
	*p = (struct picture){0};
	signal = has_signal(d, v, why, size);
	if (!signal) {
		allocate(p, NO_SIGNAL_WIDTH, NO_SIGNAL_HEIGHT);
		return false;
	}
	if (!allocate(p, d->timing.h_active, d->timing.v_active))
		return false;
	if (!draw(d, p, why, size)) {
		picture_free(p);
		return false;
	}
	for (unsigned y = 0; y < p->height; y++) {
		for (unsigned x = 0; x < p->width; x++)
			put(p, x, y, vp_colour(v, get(p, x, y)));
	}
	return true;
}
