/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bench for the video blocks: a clock, memory, a pixel clock, and judged rules. */
#ifndef TESTS_GEODESIM_VIDEO_VIDEO_H
#define TESTS_GEODESIM_VIDEO_VIDEO_H

#include <stdlib.h>

#include "../parts/bench.h"
#include "geodelink/gl.h"
#include "lx/dc.h"
#include "lx/vp.h"
#include "strict/rules.h"

#define MEM_SIZE   0x1000000u
#define FB_ADDR	   0x40000000u /* where the display controller is told its memory is */
#define DC_REGS_AT 0u	       /* registers: offset 0 inside the device */

struct video {
	struct bench bench;
	struct trace trace;
	struct rules rules;
	struct env env;
	uint8_t *mem;  /* answers at FB_ADDR */
	uint32_t base; /* ... or here */
	uint64_t dot_hz;
	unsigned ssmis;
	struct dc dc;
	struct vp vp;
	struct gl_device dev, vp_dev;
};

static inline bool video_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct video *t = o;

	if (addr < t->base || addr - t->base > MEM_SIZE - len) {
		memset(buf, 0xff, len);
		return false;
	}
	memcpy(buf, t->mem + (addr - t->base), len);
	return true;
}

static inline bool video_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct video *t = o;

	if (addr < t->base || addr - t->base > MEM_SIZE - len)
		return false;
	memcpy(t->mem + (addr - t->base), buf, len);
	return true;
}

static inline struct dma_if video_mem(struct video *t)
{
	return (struct dma_if){.opaque = t, .read = video_read, .write = video_write};
}

static inline uint64_t video_dot(void *o)
{
	return ((struct video *)o)->dot_hz;
}

static inline void video_ssmi(void *o, bool external)
{
	assert_false(external);
	((struct video *)o)->ssmis++;
}

static inline int video_setup(void **state)
{
	struct video *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	bench_init(&t->bench);
	trace_init(&t->trace, &t->bench.clock);
	rules_init(&t->rules, &t->trace);
	t->env = (struct env){.clock = &t->bench.clock,
			      .trace = &t->trace,
			      .rules = &t->rules,
			      .opaque = t,
			      .ssmi = video_ssmi};
	t->mem = calloc(1, MEM_SIZE);
	assert_non_null(t->mem);
	t->base = FB_ADDR;
	t->dot_hz = 25175000;
	dc_init(&t->dc, &t->env, video_mem(t), (struct dot_clock){.opaque = t, .hz = video_dot});
	vp_init(&t->vp, &t->env);
	t->dev = dc_device(&t->dc);
	t->vp_dev = vp_device(&t->vp);
	*state = t;
	return 0;
}

static inline int video_teardown(void **state)
{
	struct video *t = *state;

	rules_free(&t->rules);
	free(t->mem);
	free(t);
	return 0;
}

static inline uint32_t dc_r(struct video *t, uint32_t at)
{
	return (uint32_t)t->dev.mem_read(t->dev.opaque, at, 4, 0);
}

static inline void dc_w(struct video *t, uint32_t at, uint32_t val)
{
	t->dev.mem_write(t->dev.opaque, at, 4, val, 0);
}

static inline uint32_t vp_r(struct video *t, uint32_t at)
{
	return (uint32_t)t->vp_dev.mem_read(t->vp_dev.opaque, at, 4, 0);
}

static inline void vp_w(struct video *t, uint32_t at, uint32_t val)
{
	t->vp_dev.mem_write(t->vp_dev.opaque, at, 4, val, 0);
}

static inline uint8_t vga_in(struct video *t, uint16_t port)
{
	return (uint8_t)t->dev.io_read(t->dev.opaque, port, 1, 0);
}

static inline void vga_out(struct video *t, uint16_t port, uint8_t val)
{
	t->dev.io_write(t->dev.opaque, port, 1, val, 0);
}

static inline uint8_t vga_peek(struct video *t, uint32_t addr)
{
	return (uint8_t)t->dev.mem_read(t->dev.opaque, addr, 1, 0);
}

static inline void vga_poke(struct video *t, uint32_t addr, uint8_t val)
{
	t->dev.mem_write(t->dev.opaque, addr, 1, val, 0);
}

static inline void vga_index(struct video *t, uint16_t port, uint8_t index, uint8_t val)
{
	vga_out(t, port, index);
	vga_out(t, (uint16_t)(port + 1), val);
}

/* Unlock and tell where memory is. */
static inline void dc_open(struct video *t)
{
	dc_w(t, 0x00, 0x4758);
	dc_w(t, 0x84, FB_ADDR);
}

/* CRT output with everything on. */
static inline void crt_on(struct video *t)
{
	t->vp_dev.msr_write(t->vp_dev.opaque, 0x2001, 0);
	vp_w(t, 0x008, 0x0009000f);
	vp_w(t, 0x050, 0x00000001);
}

/* The native timing of 640x480 at 60 Hz (sheet 7.5); @dcfg: depth and format bits of DC 08h. */
static inline void native_640x480(struct video *t, uint32_t dcfg, uint32_t pitch)
{
	t->dot_hz = 25175000;
	dc_w(t, 0x10, 0);
	dc_w(t, 0x30, (640 * pitch / 640 + 7) / 8);
	dc_w(t, 0x34, pitch / 8);
	dc_w(t, 0x40, 799u << 16 | 639);
	dc_w(t, 0x44, 791u << 16 | 647);
	dc_w(t, 0x48, 751u << 16 | 655);
	dc_w(t, 0x50, 524u << 16 | 479);
	dc_w(t, 0x54, 516u << 16 | 487);
	dc_w(t, 0x58, 491u << 16 | 489);
	dc_w(t, 0x5c, 639u << 16 | 479);
	dc_w(t, 0x90, 0x40004000);
	dc_w(t, 0x08, 0x01000059 | dcfg);
	dc_w(t, 0x0c, 0);
	dc_w(t, 0x04, 0x0002b601);
}

/* A standard VGA mode's registers. */
struct vga_setup {
	uint8_t misc, seq[5], crtc[25], gdc[9], atc[21];
};

static const struct vga_setup vga_mode_03 = {
	.misc = 0x67,
	.seq = {0x03, 0x00, 0x03, 0x00, 0x02},
	.crtc = {0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00,
		 0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff},
	.gdc = {0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x00, 0xff},
	.atc = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a,
		0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x0c, 0x00, 0x0f, 0x08, 0x00},
};

static const struct vga_setup vga_mode_13 = {
	.misc = 0x63,
	.seq = {0x03, 0x01, 0x0f, 0x00, 0x0e},
	.crtc = {0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0x41, 0x00, 0x00, 0x00,
		 0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x40, 0x96, 0xb9, 0xa3, 0xff},
	.gdc = {0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x05, 0x0f, 0xff},
	.atc = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
		0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x41, 0x00, 0x0f, 0x00, 0x00},
};

static const struct vga_setup vga_mode_12 = {
	.misc = 0xe3,
	.seq = {0x03, 0x01, 0x0f, 0x00, 0x06},
	.crtc = {0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0x0b, 0x3e, 0x00, 0x40, 0x00, 0x00, 0x00,
		 0x00, 0x00, 0x00, 0xea, 0x8c, 0xdf, 0x28, 0x00, 0xe7, 0x04, 0xe3, 0xff},
	.gdc = {0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff},
	.atc = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a,
		0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x01, 0x00, 0x0f, 0x00, 0x00},
};

static inline void vga_set_mode(struct video *t, const struct vga_setup *m)
{
	vga_out(t, 0x3c2, m->misc);
	for (unsigned n = 0; n < 5; n++)
		vga_index(t, 0x3c4, (uint8_t)n, m->seq[n]);
	vga_index(t, 0x3d4, 0x11, 0x0e); /* lift the protection */
	for (unsigned n = 0; n < 25; n++)
		vga_index(t, 0x3d4, (uint8_t)n, m->crtc[n]);
	for (unsigned n = 0; n < 9; n++)
		vga_index(t, 0x3ce, (uint8_t)n, m->gdc[n]);
	vga_in(t, 0x3da);
	for (unsigned n = 0; n < 21; n++) {
		vga_out(t, 0x3c0, (uint8_t)n);
		vga_out(t, 0x3c0, m->atc[n]);
	}
	vga_out(t, 0x3c0, 0x20);
	vga_out(t, 0x3c6, 0xff);
}

/* Six bits a colour. */
static inline void vga_color(struct video *t, uint8_t entry, uint8_t r, uint8_t g, uint8_t b)
{
	vga_out(t, 0x3c8, entry);
	vga_out(t, 0x3c9, r);
	vga_out(t, 0x3c9, g);
	vga_out(t, 0x3c9, b);
}

static inline uint32_t from_six(unsigned r, unsigned g, unsigned b)
{
	return (r << 2 | r >> 4) << 16 | (g << 2 | g >> 4) << 8 | (b << 2 | b >> 4);
}

static inline unsigned broken(struct video *t, enum rule rule)
{
	return (unsigned)t->rules.broken[rule];
}

#endif
