/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The display controller's memory-mapped registers (LX data book 6.6.3-6.6.16, sheet 7.2). */
#include "lx/dc_internal.h"
#include "strict/rules.h"

/* What is undefined after power-up (the data book's xxxxxxxx) is this here, in the bits it has. */
#define ODD	 UINT32_C(0xa5a5a5a5)
#define CLEAR_NS 5125 /* about 2050 GeodeLink clocks at 400 MHz */

static struct dc *dc_of(struct reg_file *f)
{
	return f->owner;
}

static void timing_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if (old != val)
		dc_retime(dc_of(f), false);
}

static void general_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if ((old ^ val) & (GCFG_VGAE | GCFG_VGAFT))
		dc_retime(dc_of(f), false);
}

static void display_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	if (~old & val & DCFG_TGEN) {
		if (dc_get(d, DC_GENERAL_CFG) & GCFG_VGAE)
			rule_broken(d->env->rules, RULE_VIDEO_ORDER,
				    "TGEN is set while VGAE is set");
		if (!d->base_set)
			rule_broken(d->env->rules, RULE_VIDEO_BASE,
				    "TGEN is set, DC_GLIU0_MEM_OFFSET was never written");
	}
	if ((old ^ val) & (DCFG_TGEN | DCFG_TRUP))
		dc_retime(d, val & (DCFG_TRUP | (~old & DCFG_TGEN)));
}

static void fb_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	(void)old;
	d->flipped = false;
	if (!d->timing.hz) {
		d->shown_fb = (uint32_t)val;
		d->flipped = true;
	}
}

static void cursor_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	(void)old;
	(void)val;
	if (!d->timing.hz) {
		d->shown_cursor_x = dc_get(d, DC_CURSOR_X);
		d->shown_cursor_y = dc_get(d, DC_CURSOR_Y);
	}
}

static uint64_t line_count_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct dc *d = dc_of(f);
	struct dc_beam b = dc_beam_now(d);
	bool even = b.running && (dc_get(d, DC_IRQ_FILT_CTL) & FILT_INTERLACE) && (b.frame & 1);
	uint32_t line = b.line & 0x7ff;

	(void)i;
	(void)val;
	/* The line being fetched is the line being shown here: nothing is buffered. */
	return (b.active ? 0 : UINT32_C(1) << 31) | (b.v_active ? 0 : UINT32_C(1) << 30) |
	       (b.v_sync ? UINT32_C(1) << 29 : 0) | (d->flipped ? UINT32_C(1) << 27 : 0) |
	       line << 16 | (even ? UINT32_C(1) << 13 : 0) | line;
}

static unsigned palette_step(struct dc *d)
{
	uint32_t at = dc_get(d, DC_PAL_ADDRESS) & 0x1ff;

	dc_set(d, DC_PAL_ADDRESS, (at + 1) & 0x1ff);
	return at;
}

static uint64_t palette_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct dc *d = dc_of(f);
	unsigned at = palette_step(d);

	(void)i;
	(void)val;
	return at < DC_PALETTE ? d->palette[at] : 0;
}

static void palette_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);
	unsigned at = palette_step(d);

	(void)i;
	(void)old;
	if (at < DC_PALETTE)
		d->palette[at] = (uint32_t)val & 0xffffff;
}

static void base_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	dc_of(f)->base_set = true;
}

static uint64_t dv_ctl_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	return val | (clock_now(d->env->clock) < d->clearing_until);
}

static void dv_ctl_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)old;
	if (!(val & 1))
		return;
	reg_poke(f, i, val & ~UINT64_C(1));
	for (unsigned n = 0; n < DC_DIRTY; n++)
		d->dirty_valid[n] = 1;
	d->clearing_until = clock_after_ns(d->env->clock, CLEAR_NS);
}

static uint64_t dv_acc_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	(void)val;
	return d->dirty_valid[dc_get(d, DC_MEM_OFFSET) & (DC_DIRTY - 1)];
}

static void dv_acc_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct dc *d = dc_of(f);

	(void)i;
	(void)old;
	d->dirty_valid[dc_get(d, DC_MEM_OFFSET) & (DC_DIRTY - 1)] = val & 3;
}

/* Which of the two words of a coefficient @i is, and the selected coefficient. */
static uint32_t *coefficient(struct dc *d, struct reg_file *f, unsigned i)
{
	return &d->filter[dc_get(d, DC_IRQ_FILT_CTL) & (DC_FILTERS - 1)]
			 [f->table->reg[i].addr == DC_FILT_COEFF2];
}

static uint64_t coeff_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return *coefficient(dc_of(f), f, i);
}

static void coeff_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	*coefficient(dc_of(f), f, i) = (uint32_t)val;
}

static void irq_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	dc_update_lines(dc_of(f));
}

static uint64_t vga_status_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct dc *d = dc_of(f);
	struct dc_beam b = dc_beam_now(d);
	uint8_t isr1 = dc_vga_retrace(d);
	uint32_t out = d->vga_events | (isr1 & 1u) << 4 | (isr1 & 8u) << 2 |
		       (b.line & 0x3ff) << 12 | (uint32_t)(b.frame & 0x3f) << 24;

	(void)i;
	(void)val;
	d->vga_events = 0;
	return out;
}

#define PLAIN(NAME, ADDR, RESET, UNMODELLED)                                   \
	{                                                                      \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = (RESET), \
		.unmodelled = (UNMODELLED)                                     \
	}
/* An offset in graphics memory: 28 bits, undefined after power-up. */
#define OFFSET(NAME, ADDR)                                                              \
	{                                                                               \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = ODD & 0x0fffffff, \
		.reserved = 0xf0000000, .unmodelled = 0x0fffffff                        \
	}
#define TIMING(NAME, ADDR, BITS)                                                    \
	{                                                                           \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = ODD & (BITS), \
		.reserved = 0xffffffff & ~(BITS), .post_write = timing_written      \
	}
#define EVEN(NAME, ADDR)                                                              \
	{                                                                             \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = ODD & (V_BITS), \
		.reserved = 0xffffffff & ~(V_BITS), .unmodelled = (V_BITS)            \
	}
#define H_BITS 0x0fff0fff
#define V_BITS 0x07ff07ff

/*
 * Unmodelled: compression (CMPE, DECE, the dirty/valid memory's effect), FIFO priorities and
 * watermarks, the video overlay, its colour keys and its scaling, VBI data, genlock (no video
 * arrives), signatures, filter arithmetic and the even fields of interlaced pictures. All are
 * stored as on the chip; they change nothing of what a picture taken of the screen shows, or no
 * known program for these boards needs them.
 */
static const struct reg regs[DC_REGS] = {
	{.name = "DC_UNLOCK", .addr = DC_UNLOCK, .width = 32, .reserved = 0xffff0000},
	{.name = "DC_GENERAL_CFG",
	 .addr = DC_GENERAL_CFG,
	 .width = 32,
	 .unmodelled = 0xfffbff78,
	 .post_write = general_written},
	{.name = "DC_DISPLAY_CFG",
	 .addr = DC_DISPLAY_CFG,
	 .width = 32,
	 .unmodelled = 0xfd0ff0b6,
	 .post_write = display_written},
	PLAIN("DC_ARB_CFG", DC_ARB_CFG, 0, 0xffffffff),
	{.name = "DC_FB_ST_OFFSET",
	 .addr = DC_FB_ST_OFFSET,
	 .width = 32,
	 .reset = ODD & 0x0fffffff,
	 .reserved = 0xf0000000,
	 .post_write = fb_written},
	OFFSET("DC_CB_ST_OFFSET", 0x14),
	{.name = "DC_CURS_ST_OFFSET",
	 .addr = DC_CURS_ST_OFFSET,
	 .width = 32,
	 .reset = ODD & 0x0fffffff,
	 .reserved = 0xf0000000},
	OFFSET("DC_ICON_ST_OFFSET", 0x1c),
	OFFSET("DC_VID_Y_ST_OFFSET", 0x20),
	OFFSET("DC_VID_U_ST_OFFSET", 0x24),
	OFFSET("DC_VID_V_ST_OFFSET", 0x28),
	PLAIN("DC_DV_TOP", 0x2c, 0, 0x00fffc01),
	PLAIN("DC_LINE_SIZE", DC_LINE_SIZE, ODD & 0x3ff7f3ff, 0x3ff7f000),
	PLAIN("DC_GFX_PITCH", DC_GFX_PITCH, ODD, 0xffff0000),
	PLAIN("DC_VID_YUV_PITCH", 0x38, ODD, 0xffffffff),
	TIMING("DC_H_ACTIVE_TIMING", DC_H_ACTIVE, H_BITS),
	TIMING("DC_H_BLANK_TIMING", DC_H_BLANK, H_BITS),
	TIMING("DC_H_SYNC_TIMING", DC_H_SYNC, H_BITS),
	TIMING("DC_V_ACTIVE_TIMING", DC_V_ACTIVE, V_BITS),
	TIMING("DC_V_BLANK_TIMING", DC_V_BLANK, V_BITS),
	TIMING("DC_V_SYNC_TIMING", DC_V_SYNC, V_BITS),
	PLAIN("DC_FB_ACTIVE", DC_FB_ACTIVE, ODD & 0x0fff0fff, 0),
	{.name = "DC_CURSOR_X",
	 .addr = DC_CURSOR_X,
	 .width = 32,
	 .reset = ODD & 0x1ffff,
	 .reserved = 0xfffe0000,
	 .post_write = cursor_written},
	{.name = "DC_CURSOR_Y",
	 .addr = DC_CURSOR_Y,
	 .width = 32,
	 .reset = ODD & 0x1ffff,
	 .reserved = 0xfffe0000,
	 .post_write = cursor_written},
	{.name = "DC_LINE_CNT/STATUS",
	 .addr = DC_LINE_CNT,
	 .width = 32,
	 .ro = 0xffffffff,
	 .read = line_count_read},
	{.name = "DC_PAL_ADDRESS", .addr = DC_PAL_ADDRESS, .width = 32, .reserved = 0xfffffe00},
	{.name = "DC_PAL_DATA",
	 .addr = DC_PAL_DATA,
	 .width = 32,
	 .side_effect = true,
	 .post_write = palette_written,
	 .read = palette_read},
	PLAIN("DC_DFIFO_DIAG", 0x78, 0, 0xffffffff),
	PLAIN("DC_CFIFO_DIAG", 0x7c, 0, 0xffffffff),
	PLAIN("DC_VID_DS_DELTA", 0x80, 0, 0xffffffff),
	{.name = "DC_GLIU0_MEM_OFFSET",
	 .addr = DC_MEM_OFFSET,
	 .width = 32,
	 .reserved = 0x000ff800,
	 .post_write = base_written},
	{.name = "DC_DV_CTL",
	 .addr = DC_DV_CTL,
	 .width = 32,
	 .unmodelled = 0xffffff02,
	 .post_write = dv_ctl_written,
	 .read = dv_ctl_read},
	{.name = "DC_DV_ACCESS",
	 .addr = DC_DV_ACC,
	 .width = 32,
	 .unmodelled = 0x3,
	 .post_write = dv_acc_written,
	 .read = dv_acc_read},
	PLAIN("DC_GFX_SCALE", DC_GFX_SCALE, 0x40004000, 0),
	{.name = "DC_IRQ_FILT_CTL",
	 .addr = DC_IRQ_FILT_CTL,
	 .width = 32,
	 .unmodelled = 0xf800fe00,
	 .post_write = timing_written},
	{.name = "DC_FILT_COEFF1",
	 .addr = DC_FILT_COEFF1,
	 .width = 32,
	 .unmodelled = 0xffffffff,
	 .post_write = coeff_written,
	 .read = coeff_read},
	{.name = "DC_FILT_COEFF2",
	 .addr = DC_FILT_COEFF2,
	 .width = 32,
	 .unmodelled = 0xffffffff,
	 .post_write = coeff_written,
	 .read = coeff_read},
	PLAIN("DC_VBI_EVEN_CTL", 0xa0, ODD & 0x0ffffff8, 0xffffffff),
	PLAIN("DC_VBI_ODD_CTL", 0xa4, ODD & 0x0ffffff8, 0xffffffff),
	PLAIN("DC_VBI_HOR", 0xa8, ODD & 0x0fff0fff, 0xffffffff),
	PLAIN("DC_VBI_LN_ODD", 0xac, ODD & 0xfffffffc, 0xffffffff),
	PLAIN("DC_VBI_LN_EVEN", 0xb0, ODD & 0xfffffffc, 0xffffffff),
	PLAIN("DC_VBI_PITCH", 0xb4, ODD, 0xffffffff),
	PLAIN("DC_CLR_KEY", 0xb8, 0, 0xffffffff),
	PLAIN("DC_CLR_KEY_MASK", 0xbc, ODD & 0xffffff, 0xffffffff),
	PLAIN("DC_CLR_KEY_X", 0xc0, 0, 0xffffffff),
	PLAIN("DC_CLR_KEY_Y", 0xc4, 0, 0xffffffff),
	{.name = "DC_IRQ",
	 .addr = DC_IRQ,
	 .width = 32,
	 .reset = 0x3,
	 .w1c = 0x00030000,
	 .unmodelled = 0xfffcfffe,
	 .post_write = irq_written},
	/* 23:20 are the states of a video input that has no signal. */
	{.name = "DC_GENLK_CTL",
	 .addr = 0xd4,
	 .width = 32,
	 .ro = 0x00f00000,
	 .probed = true,
	 .unmodelled = 0xff0fffff},
	OFFSET("DC_VID_EVEN_Y_ST_OFFSET", 0xd8),
	OFFSET("DC_VID_EVEN_U_ST_OFFSET", 0xdc),
	OFFSET("DC_VID_EVEN_V_ST_OFFSET", 0xe0),
	EVEN("DC_V_ACTIVE_EVEN_TIMING", 0xe4),
	EVEN("DC_V_BLANK_EVEN_TIMING", 0xe8),
	EVEN("DC_V_SYNC_EVEN_TIMING", 0xec),
	{.name = "VGA_CONFIG", .addr = DC_VGA_CONFIG, .width = 32, .reserved = 0xfffffffe},
	{.name = "VGA_STATUS",
	 .addr = DC_VGA_STATUS,
	 .width = 32,
	 .side_effect = true,
	 .ro = 0xffffffff,
	 .read = vga_status_read},
};

static const struct reg_why why[] = {
	{0x4, 0x4,
	 "compression, FIFO priorities, video and icon overlays: no part of the picture taken"},
	{0x8, 0x8, "video, alpha and dithering choices, interlace: not drawn"},
	{0xc, 0xc, "FIFO watermarks: fetching never starves here"},
	{0x14, 0x14, "frame buffer compression: only speed"},
	{0x1c, 0x28, "the icon and the video overlay are not drawn"},
	{0x2c, 0x2c, "the compression's dirty memory: only speed"},
	{0x30, 0x30, "lengths of compressed and video lines"},
	{0x34, 0x34, "31:16: pitch of the compression buffer"},
	{0x38, 0x38, "the video overlay is not drawn"},
	{0x78, 0x7c, "FIFO contents for a chip test"},
	{0x80, 0x80, "the video overlay is not drawn"},
	{0x88, 0x8c, "the compression's dirty memory: only its interface is there"},
	{0x94, 0x9c, "the filter's arithmetic is not drawn; the table reads back"},
	{0xa0, 0xb4, "data in the blanking intervals: no such output"},
	{0xb8, 0xc4, "colour keys of the video overlay, which is not drawn"},
	{0xc8, 0xc8, "reserved by the book, stored"},
	{0xd4, 0xd4, "genlock: no video comes in"},
	{0xd8, 0xec, "even fields: pictures are not interlaced"},
};
const struct reg_table dc_reg_table = REG_TABLE_WHY("dc", "mmio", regs, why);
