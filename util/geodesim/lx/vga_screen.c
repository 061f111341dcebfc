/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the VGA shows: from its memory through the attribute controller to palette entries. */
#include <string.h>

#include "lx/vga.h"
#include "lx/vga_internal.h"

#define CURSOR_FRAMES 8	 /* the cursor is on so many frames, then off */
#define BLINK_FRAMES  16 /* characters likewise */

bool vga_mode_now(const struct vga *v, struct vga_mode *mode, const char **why)
{
	uint8_t overflow = vga_cr(v, 0x07);

	if ((vga_sr(v, 0) & 3) != 3)
		*why = "the VGA sequencer is held in reset (3C5h index 0)";
	else if (!(vga_cr(v, 0x17) & 0x80))
		*why = "the VGA CRTC is held in reset (index 17h bit 7)";
	else if (vga_sr(v, 1) & 0x20)
		*why = "the VGA screen is switched off (3C5h index 1 bit 5)";
	else if (!(v->atc_index & 0x20))
		*why = "the VGA palette belongs to the processor (3C0h bit 5 is clear)";
	else
		*why = NULL;
	mode->text = !(vga_gr(v, 6) & 1);
	mode->packed256 = vga_gr(v, 5) & 0x40;
	mode->dots = mode->text && !(vga_sr(v, 1) & 1) ? 9 : 8;
	mode->width = (vga_cr(v, 0x01) + 1u) * mode->dots;
	mode->height = (vga_cr(v, 0x12) | (overflow & 2u) << 7 | (overflow & 0x40u) << 3) + 1u;
	return !*why;
}

void vga_timing(const struct vga *v, struct vga_timing *t)
{
	unsigned dots = vga_sr(v, 1) & 1 ? 8 : 9;
	uint8_t overflow = vga_cr(v, 0x07);

	t->h_total = (vga_cr(v, 0x00) + 5u) * dots;
	t->h_active = (vga_cr(v, 0x01) + 1u) * dots;
	t->v_total = (vga_cr(v, 0x06) | (overflow & 1u) << 8 | (overflow & 0x20u) << 4) + 2u;
	t->v_active = (vga_cr(v, 0x12) | (overflow & 2u) << 7 | (overflow & 0x40u) << 3) + 1u;
	t->v_sync_start = vga_cr(v, 0x10) | (overflow & 4u) << 6 | (overflow & 0x80u) << 2;
	t->v_sync_lines = (vga_cr(v, 0x11) - t->v_sync_start) & 0xf;
	t->divider = vga_sr(v, 1) & 8 ? 2 : 1;
}

/* Address counter and row scan counter to an address of the display memory. */
static uint32_t counter_address(const struct vga *v, uint32_t ma, unsigned row_scan)
{
	uint8_t mode = vga_cr(v, 0x17);
	uint32_t at;

	if (vga_cr(v, 0x14) & 0x40) /* doubleword */
		at = ma << 2 | (ma >> 14 & 3);
	else if (!(mode & 0x40)) /* word */
		at = ma << 1 | (mode & 0x20 ? ma >> 15 & 1 : ma >> 13 & 1);
	else
		at = ma;
	at &= 0xffff;
	if (!(mode & 1)) /* CGA's interleaved lines */
		at = (at & ~0x2000u) | (row_scan & 1) << 13;
	if (!(mode & 2))
		at = (at & ~0x4000u) | (row_scan >> 1 & 1) << 14;
	return at | (uint32_t)vga_cr(v, VGA_CR_EXT_START) << 16;
}

static uint32_t load(const struct vga *v, uint32_t at)
{
	return v->host.load(v->host.opaque, (at & 0x3fffff) * 4);
}

/* Four bits of a pixel through the attribute controller. */
static uint8_t attribute(const struct vga *v, unsigned pixel)
{
	uint8_t a = vga_ar(v, pixel & vga_ar(v, 0x12) & 0xf), select = vga_ar(v, 0x14);

	if (vga_ar(v, 0x10) & 0x80)
		a = (uint8_t)((a & 0xf) | (select & 3) << 4);
	return (uint8_t)(a | (select & 0xc) << 4);
}

/* A line of the screen: where it begins in memory, and its line in the row of characters. */
struct row {
	uint32_t ma;
	unsigned scan;
	unsigned pan;
};

static struct row find_row(const struct vga *v, unsigned line)
{
	uint8_t max = vga_cr(v, 0x09), overflow = vga_cr(v, 0x07);
	unsigned compare = vga_cr(v, 0x18) | (overflow & 0x10u) << 4 | (unsigned)(max & 0x40) << 3;
	unsigned height = (max & 0x1f) + 1u, preset = vga_cr(v, 0x08) & 0x1f;
	struct row r = {.ma = (uint32_t)vga_cr(v, 0x0c) << 8 | vga_cr(v, 0x0d),
			.pan = vga_ar(v, 0x13)};

	r.ma += vga_cr(v, 0x08) >> 5 & 3;
	if (line > compare) { /* the lower part of a split screen begins at address 0 */
		line -= compare + 1;
		r.ma = preset = 0;
		if (vga_ar(v, 0x10) & 0x20)
			r.pan = 0;
	}
	if (max & 0x80)
		line /= 2;
	line += preset;
	r.ma += line / height * vga_cr(v, 0x13) * 2;
	r.scan = line % height;
	return r;
}

static uint32_t font_base(unsigned select)
{
	return (select & 3) << 14 | (select >> 2 & 1) << 13;
}

static bool cursor_at(const struct vga *v, uint32_t ma, unsigned scan, uint64_t frame)
{
	uint8_t start = vga_cr(v, 0x0a), end = vga_cr(v, 0x0b);
	uint32_t at = (uint32_t)vga_cr(v, 0x0e) << 8 | vga_cr(v, 0x0f);

	return !(start & 0x20) && ma == at && scan >= (start & 0x1f) && scan <= (end & 0x1f) &&
	       !(frame / CURSOR_FRAMES & 1);
}

static void text_cell(const struct vga *v, const struct row *r, unsigned column, uint64_t frame,
		      unsigned dots, uint8_t *out)
{
	uint32_t ma = r->ma + column, cell = load(v, counter_address(v, ma, r->scan));
	uint8_t c = (uint8_t)cell, a = (uint8_t)(cell >> 8), mode = vga_ar(v, 0x10);
	uint8_t map = vga_sr(v, 3), fg = a & 0xf, bg = a >> 4;
	unsigned select = a & 8 ? (map >> 2 & 3) | (map >> 3 & 4) : (map & 3) | (map >> 2 & 4);
	uint32_t bits = load(v, font_base(select) + c * 32u + r->scan) >> 16 & 0xff;

	bits = bits << 1;
	if ((mode & 4) && c >= 0xc0 && c <= 0xdf)
		bits |= bits >> 1 & 1;
	if ((a & 0x77) == 1 && r->scan == (vga_cr(v, 0x14) & 0x1fu) && (mode & 2))
		bits = 0x1ff; /* underlined */
	if (mode & 8) {	      /* bit 7 blinks */
		bg &= 7;
		if ((a & 0x80) && (frame / BLINK_FRAMES & 1))
			bits = 0;
	}
	if (cursor_at(v, ma, r->scan, frame))
		bits = 0x1ff;
	for (unsigned n = 0; n < dots; n++)
		out[n] = attribute(v, bits >> (8 - n) & 1 ? fg : bg);
}

static void planar_cell(const struct vga *v, uint32_t at, uint8_t *out)
{
	uint32_t d = load(v, at);

	for (unsigned n = 0; n < 8; n++) {
		unsigned s = 7 - n;

		out[n] = attribute(v, (d >> s & 1) | (d >> (8 + s) & 1) << 1 |
					      (d >> (16 + s) & 1) << 2 | (d >> (24 + s) & 1) << 3);
	}
}

/* Modes 4 and 5: two bits a pixel, four pixels from planes 0 and 2, four from 1 and 3. */
static void interleaved_cell(const struct vga *v, uint32_t at, uint8_t *out)
{
	uint32_t d = load(v, at);

	for (unsigned n = 0; n < 8; n++) {
		unsigned s = (n < 4 ? 0 : 8) + 6 - 2 * (n & 3);

		out[n] = attribute(v, (d >> s & 3) | (d >> (16 + s) & 3) << 2);
	}
}

static void packed_cell(const struct vga *v, uint32_t at, uint8_t *out)
{
	uint32_t d = load(v, at);

	for (unsigned n = 0; n < 8; n++)
		out[n] = (uint8_t)(d >> n / 2 * 8);
}

/* Dots the picture is moved to the left. */
static unsigned pan_dots(const struct vga_mode *mode, unsigned pan)
{
	if (mode->packed256)
		return pan & 6;
	if (mode->dots == 9)
		return pan >= 8 ? 0 : pan + 1;
	return pan & 7;
}

void vga_row(const struct vga *v, const struct vga_mode *mode, unsigned line, uint64_t frame,
	     uint8_t *entry)
{
	struct row r = find_row(v, line);
	unsigned columns = mode->width / mode->dots, pan = pan_dots(mode, r.pan);
	uint8_t mask = (uint8_t)v->general_value[VGA_PEL_MASK];
	uint8_t cell[9];

	for (unsigned c = 0; c <= columns; c++) {
		uint32_t at = counter_address(v, r.ma + c, r.scan);

		if (mode->text)
			text_cell(v, &r, c, frame, mode->dots, cell);
		else if (mode->packed256)
			packed_cell(v, at, cell);
		else if (vga_gr(v, 5) & 0x20)
			interleaved_cell(v, at, cell);
		else
			planar_cell(v, at, cell);
		for (unsigned n = 0; n < mode->dots; n++) {
			unsigned x = c * mode->dots + n;

			if (x >= pan && x - pan < mode->width)
				entry[x - pan] = cell[n] & mask;
		}
	}
}
