/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the graphics processor draws: raster operations on lines, vectors (LX data book 6.3). */
#include <string.h>

#include "lx/gp_internal.h"

#define REGION	  0x1000000u /* operations wrap inside 16 MiB */
#define PM_MONO	  1u
#define PM_COLOR  2u
#define SM_COLOR  0u
#define SM_PACKED 2u
#define RASTER_SI 0x2000u
#define RASTER_PI 0x1000u
#define RASTER_ST 0x0800u
#define RASTER_PT 0x0400u
#define RASTER_EN 0x00c00000u

static uint32_t dst_base(const struct gp_job *j)
{
	return j->base & 0xffc00000;
}

static uint32_t src_base(const struct gp_job *j)
{
	return (j->base >> 12 & 0x3ff) << 22;
}

static void transfer(struct gp *g, uint32_t base, uint32_t offset, uint8_t *buf, uint32_t len,
		     bool write)
{
	while (len) {
		uint32_t at = offset & (REGION - 1);
		uint32_t part = len < REGION - at ? len : REGION - at;

		if (write)
			g->mem.write(g->mem.opaque, base + at, buf, part);
		else if (!g->mem.read(g->mem.opaque, base + at, buf, part))
			memset(buf, 0xff, part);
		offset += part;
		buf += part;
		len -= part;
	}
}

static uint32_t get_pixel(const uint8_t *at, unsigned bytes)
{
	uint32_t val = 0;

	for (unsigned n = 0; n < bytes; n++)
		val |= (uint32_t)at[n] << 8 * n;
	return val;
}

static void put_pixel(uint8_t *at, unsigned bytes, uint32_t val)
{
	for (unsigned n = 0; n < bytes; n++)
		at[n] = (uint8_t)(val >> 8 * n);
}

static bool needs_source(const struct gp_job *j)
{
	return !j->vector && (j->mode & 3);
}

static unsigned source_mode(const struct gp_job *j)
{
	return j->mode >> 6 & 3;
}

void gp_job_setup(struct gp *g, struct gp_job *j)
{
	unsigned format = j->raster >> 28;

	j->bytes = format & 8 ? 4 : format & 4 ? 2 : 1;
	j->width = j->size >> 16 & 0xfff;
	j->height = j->vector || !j->width ? 0 : j->size & 0xfff;
	j->y = 0;
	j->packed = j->src & 0xffffff;
	j->have = 0;
	j->host = !j->vector && (j->mode & 3) == 2;
	/* Channel 3: only 8x8 colour patterns of the destination's own format. */
	j->skip = (j->ch3_mode & CH3_EN) &&
		  (!(j->ch3_mode & CH3_PM) || (j->ch3_mode >> 24 & 0xf) != format);
	if (j->skip && trace_on(g->env->trace, TRACE_MODEL))
		trace_line(g->env->trace, TRACE_MODEL,
			   "gp: an operation with channel 3 (mode %08X) is not drawn",
			   (unsigned)j->ch3_mode);
}

/* Source bytes of a line, and in @first the byte of them where it begins. */
static uint32_t source_bytes(const struct gp_job *j)
{
	if (source_mode(j) == SM_COLOR)
		return j->width * j->bytes;
	return ((j->src >> 26 & 7) + j->width + 7) / 8;
}

uint32_t gp_line_needs(const struct gp_job *j)
{
	uint32_t skip = j->src & 3;

	if (source_mode(j) == SM_PACKED) /* lines follow each other byte by byte */
		return (j->y ? 0 : skip) + source_bytes(j);
	return (skip + source_bytes(j) + 3) & ~3u;
}

/* The source data of line j->y, as they lie in memory, to @line. */
static void fetch_source(struct gp *g, struct gp_job *j, uint8_t *line)
{
	uint32_t bytes = source_bytes(j), step = j->stride >> 16, offset = j->src & 0xffffff;

	if (j->host) {
		uint32_t used = gp_line_needs(j), skip = used - bytes;

		if (source_mode(j) != SM_PACKED)
			skip = j->src & 3;
		memcpy(line, j->data + skip, bytes);
		memmove(j->data, j->data + used, j->have - used);
		j->have -= used;
		return;
	}
	if (source_mode(j) == SM_PACKED) {
		transfer(g, src_base(j), j->packed, line, bytes, false);
		j->packed += bytes;
		return;
	}
	offset = j->mode & BLT_Y ? offset - j->y * step : offset + j->y * step;
	if (source_mode(j) == SM_COLOR) {
		offset &= ~(j->bytes - 1);
		if (j->mode & BLT_X)
			offset -= (j->width - 1) * j->bytes;
	}
	transfer(g, src_base(j), offset, line, bytes, false);
}

/* Pixel @x of a line's source; false: transparent. */
static bool source_pixel(const struct gp_job *j, const uint8_t *line, unsigned x, uint32_t *val)
{
	unsigned bit;
	bool set;

	if (!needs_source(j)) {
		*val = j->vector ? j->fg : 0;
		return true;
	}
	if (source_mode(j) == SM_COLOR) {
		uint32_t mask = j->bytes == 4 ? UINT32_MAX : (1u << 8 * j->bytes) - 1;

		*val = get_pixel(line + x * j->bytes, j->bytes);
		return !(j->raster & RASTER_ST) || ((*val ^ j->fg) & j->bg & mask);
	}
	bit = (j->src >> 26 & 7) + x;
	set = line[bit / 8] >> (7 - bit % 8) & 1;
	set ^= !!(j->raster & RASTER_SI);
	*val = set ? j->fg : j->bg;
	return set || !(j->raster & RASTER_ST);
}

/* Colour patterns in the registers: 8x4, 8x2 or 8x1 pixels, data 0, data 1, colours 0 to 5. */
static uint32_t color_pattern(const struct gp_job *j, unsigned px, unsigned py)
{
	unsigned lines = 4 / j->bytes, byte = ((py % lines) * 8 + px) * j->bytes;
	uint32_t word = byte < 8 ? j->pat_data[byte / 4] : j->pat_color[byte / 4 - 2];

	return word >> 8 * (byte % 4);
}

static uint32_t lut_pattern(const struct gp *g, const struct gp_job *j, unsigned px, unsigned py)
{
	unsigned byte = (py * 8 + px) * j->bytes;

	return g->lut[0x100 + byte / 4] >> 8 * (byte % 4);
}

/* The pattern at column @px, line @py of its 8x8; false: transparent. */
static bool pattern_pixel(const struct gp *g, const struct gp_job *j, unsigned px, unsigned py,
			  uint32_t *val)
{
	unsigned line = py & 7;
	bool set;

	px &= 7;
	*val = j->pat_color[0];
	if (j->ch3_mode & CH3_EN) {
		*val = lut_pattern(g, j, px, line);
		return true;
	}
	switch (j->raster >> 8 & 3) {
	case PM_MONO:
		set = j->pat_data[line / 4] >> (8 * (line % 4) + 7 - px) & 1;
		set ^= !!(j->raster & RASTER_PI);
		*val = j->pat_color[set];
		return set || !(j->raster & RASTER_PT);
	case PM_COLOR: *val = color_pattern(j, px, line); return true;
	default: return true;
	}
}

/* The ternary raster operation: bit PSD of the code, for every bit of the pixel. */
static uint32_t raster_op(uint8_t rop, uint32_t p, uint32_t s, uint32_t d)
{
	uint32_t out = 0;

	for (unsigned n = 0; n < 8; n++) {
		if (rop >> n & 1)
			out |= (n & 4 ? p : ~p) & (n & 2 ? s : ~s) & (n & 1 ? d : ~d);
	}
	return out;
}

static uint32_t combine(const struct gp_job *j, uint32_t p, uint32_t s, uint32_t d)
{
	return j->raster & RASTER_EN ? gp_blend(j->raster, s, d)
				     : raster_op((uint8_t)j->raster, p, s, d);
}

void gp_draw_line(struct gp *g, struct gp_job *j)
{
	bool left = j->mode & BLT_X, up = j->mode & BLT_Y;
	uint32_t step = (j->stride & 0xffff) * j->y, at = j->dst & 0xffffff;
	unsigned px = j->dst >> 26 & 7, py = j->dst >> 29;
	uint8_t source[GP_WIDTH_MAX * 4 + 8], line[GP_WIDTH_MAX * 4];
	uint32_t bytes = j->width * j->bytes;
	unsigned from = 0;

	if (needs_source(j) && !j->skip)
		fetch_source(g, j, source);
	at = (up ? at - step : at + step) & ~(j->bytes - 1);
	py = up ? py - j->y : py + j->y;
	if (left) {
		at -= bytes - j->bytes;
		px -= j->width - 1;
	}
	j->y++;
	if (j->skip)
		return;
	if (j->mode & BLT_DR)
		transfer(g, dst_base(j), at, line, bytes, false);
	else
		memset(line, 0, bytes);
	/* Runs of pixels that are not transparent are written. */
	for (unsigned x = 0; x <= j->width; x++) {
		uint32_t s = 0, p = 0;
		bool draw = x < j->width && pattern_pixel(g, j, px + x, py, &p) &&
			    source_pixel(j, source, x, &s);

		if (draw) {
			uint8_t *pixel = line + x * j->bytes;

			put_pixel(pixel, j->bytes, combine(j, p, s, get_pixel(pixel, j->bytes)));
		} else {
			if (x > from)
				transfer(g, dst_base(j), at + from * j->bytes,
					 line + from * j->bytes, (x - from) * j->bytes, true);
			from = x + 1;
		}
	}
}

void gp_draw_vector(struct gp *g, struct gp_job *j)
{
	int32_t error = (int16_t)j->size;
	int32_t axial = (int16_t)(j->src >> 16), diagonal = (int16_t)j->src;
	uint32_t stride = j->stride & 0xffff, at = j->dst & 0xffffff & ~(j->bytes - 1);
	unsigned px = j->dst >> 26 & 7, py = j->dst >> 29;
	bool y_major = j->mode & VEC_YJ;

	for (unsigned n = 0; n < j->width && !j->skip; n++) {
		uint32_t s = j->fg, p, d;
		uint8_t pixel[4] = {0};
		bool minor = error >= 0;
		/* Which of x and y step now, and which way. */
		bool step_x = !y_major || minor, step_y = y_major || minor;
		bool right = j->mode & (y_major ? VEC_DN : VEC_DJ);
		bool down = j->mode & (y_major ? VEC_DJ : VEC_DN);

		if (pattern_pixel(g, j, px, py, &p)) {
			if (j->mode & VEC_DR)
				transfer(g, dst_base(j), at, pixel, j->bytes, false);
			d = get_pixel(pixel, j->bytes);
			put_pixel(pixel, j->bytes, combine(j, p, s, d));
			transfer(g, dst_base(j), at, pixel, j->bytes, true);
		}
		error += minor ? diagonal : axial;
		if (step_x) {
			at = right ? at + j->bytes : at - j->bytes;
			px = right ? px + 1 : px - 1;
		}
		if (step_y) {
			at = down ? at + stride : at - stride;
			py = down ? py + 1 : py - 1;
		}
	}
}
