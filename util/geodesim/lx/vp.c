/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The video processor: registers, gamma, CRT DAC and the panel's power sequence. */
#include "lx/vp.h"

#include "strict/rules.h"

#define VP_BASE	  UINT32_C(0x48000000)
#define VP_DEVICE 0x0003f400	     /* CAP; the revision byte is not known (sheet 3.2) */
#define FRAME_NS  UINT64_C(16666667) /* the sequence counts frames: 60 Hz ones */

enum {
	VCFG = 0x000,
	DCFG = 0x008,
	SCL = 0x020,
	PAR = 0x038,
	PDR = 0x040,
	MISC = 0x050,
	FP_PM = 0x410,
	COEFFICIENTS = 0x1000,
	MSR_CONFIG = 0x2001,
};

#define DCFG_ON	    0x0000000fu /* CRT_EN, HSYNC_EN, VSYNC_EN, DAC_BL_EN */
#define DCFG_GV_GAM 0x00200000u /* the gamma RAM serves the graphics stream */
#define MISC_BYPASS 0x00000001u
#define MISC_DOWN   0x00000c00u
#define PM_ON	    0x01000000u
#define CONFIG_FPC  0x00008000u

static const struct reg msrs[VP_MSRS] = {
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = VP_DEVICE, .ro = UINT64_MAX},
	/* Of it only the output format (5:3) and FPC (15) decide what is shown. */
	{.name = "GLD_MSR_CONFIG",
	 .addr = MSR_CONFIG,
	 .width = 64,
	 .unmodelled = ~(UINT64_C(0x38) | CONFIG_FPC)},
	/* No SMI or error arises: no CRC and no bus error is modelled. */
	{.name = "GLD_MSR_SMI", .addr = 0x2002, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_ERROR", .addr = 0x2003, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM", .addr = 0x2004, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "VP_MSR_DIAG", .addr = 0x2010, .width = 64, .unmodelled = UINT64_MAX},
	/* Which pads drive what: the panel's wiring is not part of the model. */
	{.name = "VP_MSR_PADSEL", .addr = 0x2011, .width = 64, .unmodelled = UINT64_MAX},
};
static const struct reg_why msr_why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2002, 0x2002, "the CRC that raises it is not computed"},
	{0x2003, 0x2003, "no bus error happens here"},
	{0x2010, 0x2010, "a test bus inside the chip, not published"},
	{0x2011, 0x2011, "pad choices: the panel's wiring is not part of the model"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("vp", "msr", msrs, msr_why);

static struct vp *vp_of(struct reg_file *f)
{
	return f->owner;
}

static unsigned gamma_step(struct vp *v)
{
	int i = reg_find(v->regs.table, PAR);
	unsigned at = (unsigned)reg_peek(&v->regs, (unsigned)i) & 0xff;

	reg_poke(&v->regs, (unsigned)i, (at + 1) & 0xff);
	return at;
}

static uint64_t gamma_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct vp *v = vp_of(f);

	(void)i;
	(void)val;
	return v->gamma[gamma_step(v)];
}

static void gamma_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vp *v = vp_of(f);

	(void)i;
	(void)old;
	v->gamma[gamma_step(v)] = (uint32_t)val & 0xffffff;
}

static uint64_t pm_read(struct reg_file *f, unsigned i, uint64_t val)
{
	static const unsigned bit[] = {
		[VP_PANEL_OFF] = 1, [VP_PANEL_POWERED] = 3, [VP_PANEL_ON] = 0, [VP_PANEL_DARK] = 2};

	(void)i;
	return (val & ~UINT64_C(0xf)) | UINT64_C(1) << bit[vp_of(f)->panel];
}

static void set_panel(struct vp *v, enum vp_panel panel)
{
	v->panel = panel;
	signal_set(&v->vdd, panel != VP_PANEL_OFF);
	signal_set(&v->data, panel == VP_PANEL_ON);
}

static void panel_wait(struct vp *v)
{
	unsigned frames = vp_get(v, DCFG) >> 17 & 7;

	event_schedule(v->env->clock, &v->panel_event,
		       clock_after_ns(v->env->clock, (frames ? frames : 1) * FRAME_NS));
}

static void panel_step(void *o, uint64_t due)
{
	struct vp *v = o;

	(void)due;
	set_panel(v, vp_get(v, FP_PM) & PM_ON ? VP_PANEL_ON : VP_PANEL_OFF);
}

/* Power first, data after a delay; the other way round when going off. */
static void pm_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vp *v = vp_of(f);

	(void)i;
	if (!((old ^ val) & PM_ON))
		return;
	set_panel(v, val & PM_ON ? VP_PANEL_POWERED : VP_PANEL_DARK);
	panel_wait(v);
}

/* The upper half of every register reads as zero. */
#define REG(NAME, ADDR, RESET, BITS, UNMODELLED)                               \
	{                                                                      \
		.name = (NAME), .addr = (ADDR), .width = 64, .reset = (RESET), \
		.ro = ~UINT64_C(BITS), .probed = 1, .unmodelled = (UNMODELLED) \
	}
#define STORED(NAME, ADDR, BITS) REG(NAME, ADDR, 0, BITS, BITS)

/*
 * Unmodelled: the video overlay with its scaler, keys and alpha windows (nothing that boots needs
 * it), CRC signatures, dithering, and the video output port. They are stored. Panel timing is
 * stored: what reaches a panel is the display controller's timing.
 */
static const struct reg regs[VP_REGS] = {
	STORED("VCFG", VCFG, 0xffffffff),
	REG("DCFG", DCFG, 0, 0xffffffff, 0xffdffff0 & ~0x000e0000),
	STORED("VX", 0x010, 0x0fff0fff),
	STORED("VY", 0x018, 0x07ff07ff),
	STORED("SCL", SCL, 0x7fffffff),
	STORED("VCK", 0x028, 0xffffffff),
	STORED("VCM", 0x030, 0xffffffff),
	REG("PAR", PAR, 0, 0x000000ff, 0),
	{.name = "PDR",
	 .addr = PDR,
	 .width = 64,
	 .side_effect = true,
	 .ro = ~UINT64_C(0xffffff),
	 .probed = 1,
	 .post_write = gamma_written,
	 .read = gamma_read},
	STORED("SLR", 0x048, 0xffffffff),
	REG("MISC", MISC, MISC_DOWN, 0xffffffff, 0xfffff3fe),
	STORED("CCS", 0x058, 0xffffffff),
	STORED("VYS", 0x060, 0xffffffff),
	STORED("VXS", 0x068, 0xffffffff),
	STORED("VDC", 0x078, 0xffffffff),
	STORED("CRC", 0x088, 0xffffffff),
	STORED("CRC32", 0x090, 0xffffffff),
	STORED("VDE", 0x098, 0xffffffff),
	STORED("CCK", 0x0a0, 0x1fffffff),
	STORED("CCM", 0x0a8, 0x00ffffff),
	STORED("CC1", 0x0b0, 0x00ffffff),
	STORED("CC2", 0x0b8, 0x00ffffff),
	STORED("A1X", 0x0c0, 0x0fff0fff),
	STORED("A1Y", 0x0c8, 0x07ff07ff),
	STORED("A1C", 0x0d0, 0x01ffffff),
	STORED("A1T", 0x0d8, 0x0007ffff),
	STORED("A2X", 0x0e0, 0x0fff0fff),
	STORED("A2Y", 0x0e8, 0x07ff07ff),
	STORED("A2C", 0x0f0, 0x01ffffff),
	STORED("A2T", 0x0f8, 0x0007ffff),
	STORED("A3X", 0x100, 0x0fff0fff),
	STORED("A3Y", 0x108, 0x07ff07ff),
	STORED("A3C", 0x110, 0x01ffffff),
	STORED("A3T", 0x118, 0x0007ffff),
	STORED("VRR", 0x120, 0xffffffff),
	REG("AWT", 0x128, 0, 0, 0),
	STORED("VTM", 0x130, 0xffffffff),
	STORED("VYE", 0x138, 0x07ff07ff),
	STORED("A1YE", 0x140, 0x07ff07ff),
	STORED("A2YE", 0x148, 0x07ff07ff),
	STORED("A3YE", 0x150, 0x07ff07ff),
	STORED("FP_PT1", 0x400, 0xffffffff),
	STORED("FP_PT2", 0x408, 0xffffffff),
	{.name = "FP_PM",
	 .addr = FP_PM,
	 .width = 64,
	 .reset = 2,
	 .ro = ~UINT64_C(0xfffffff0),
	 .probed = 1,
	 .unmodelled = 0xfefffff0,
	 .post_write = pm_written,
	 .read = pm_read},
	STORED("FP_DFC", 0x418, 0x000014ff),
	STORED("FP_DCA", 0x448, 0xffffffff),
	STORED("FP_DMD", 0x450, 0xffffffff),
	STORED("FP_CRC", 0x458, 0xffffffff),
	STORED("FP_CRC32", 0x468, 0xffffffff),
	STORED("VOPC", 0x800, 0xffffffff),
	STORED("SIG", 0x808, 0xffffffff),
};
static const struct reg_why why[] = {
	{0x8, 0x8, "video overlay, power-down sequence times: not drawn"},
	{0x50, 0x50, "analogue power-down bits of the DAC"},
	{0x78, 0x90, "screen check sums for a chip test"},
	{0x120, 0x120, "screen check sums for a chip test"},
	{0x0, 0x150, "the video overlay with its scaler, keys and alpha windows is not drawn"},
	{0x400, 0x410,
	 "panel timing and polarity: what reaches a panel is the display controller's timing"},
	{0x418, 0x450, "dithering is not drawn"},
	{0x458, 0x468, "screen check sums for a chip test"},
	{0x800, 0x808, "the video output port has no receiver on any board"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("vp", "mmio", regs, why);

uint64_t vp_get(const struct vp *v, uint32_t offset)
{
	int i = reg_find(&reg_table, offset);

	return i < 0 ? 0 : v->value[i];
}

bool vp_crt_on(const struct vp *v, const char **why)
{
	uint64_t config = gld_get(&v->gld, MSR_CONFIG);

	*why = NULL;
	if ((config >> 3 & 7) != 0 && !(config & CONFIG_FPC))
		*why = "not the output chosen (48002001 bits 5:3)";
	else if ((vp_get(v, DCFG) & DCFG_ON) != DCFG_ON)
		*why = "display logic, syncs or DAC off (VP 008h bits 3:0)";
	else if (vp_get(v, MISC) & MISC_DOWN)
		*why = "DAC without power (VP 050h bits 11:10)";
	return !*why;
}

bool vp_panel_on(const struct vp *v, const char **why)
{
	*why = NULL;
	if ((gld_get(&v->gld, MSR_CONFIG) >> 3 & 7) != 1)
		*why = "not the output chosen (48002001 bits 5:3)";
	else if (!(vp_get(v, DCFG) & 1))
		*why = "display logic held in reset (VP 008h bit 0)";
	else if (v->panel != VP_PANEL_ON)
		*why = "panel not powered up (VP 410h bit 24)";
	return !*why;
}

uint32_t vp_colour(const struct vp *v, uint32_t rgb)
{
	if ((vp_get(v, MISC) & MISC_BYPASS) || !(vp_get(v, DCFG) & DCFG_GV_GAM))
		return rgb;
	return (v->gamma[rgb >> 16 & 0xff] & 0xff0000) | (v->gamma[rgb >> 8 & 0xff] & 0x00ff00) |
	       (v->gamma[rgb & 0xff] & 0x0000ff);
}

/* The data book prints PADSEL's address without the 2000h; programs use both (sheet 7.1). */
static uint32_t alias(uint32_t msr)
{
	return (msr & 0x3fff) == 0x0011 ? msr | 0x2000 : msr;
}

static uint64_t vp_msr_read(void *o, uint32_t msr)
{
	return gld_msr_read(&((struct vp *)o)->gld, alias(msr));
}

static void vp_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct vp *)o)->gld, alias(msr), val);
}

static bool coefficient(uint32_t at)
{
	return at >= COEFFICIENTS && at < COEFFICIENTS + VP_COEFFS * 4;
}

static uint64_t vp_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct vp *v = o;
	uint32_t at = addr & (VP_MMIO_SIZE - 1);
	uint64_t val = 0;

	(void)flags;
	if (!coefficient(at))
		return reg_read_bytes(&v->regs, at, size, 0);
	for (unsigned n = 0; n < size && coefficient(at + n); n++) {
		uint32_t c = v->coeff[(at + n - COEFFICIENTS) / 4];

		val |= (uint64_t)(c >> 8 * ((at + n) & 3) & 0xff) << 8 * n;
	}
	return val;
}

static void vp_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct vp *v = o;
	uint32_t at = addr & (VP_MMIO_SIZE - 1);

	(void)flags;
	if (!coefficient(at)) {
		if (reg_write_bytes(&v->regs, at, size, val))
			rule_broken(v->env->rules, RULE_VIDEO_HOLE, "write of VP offset %04X",
				    (unsigned)at);
		return;
	}
	for (unsigned n = 0; n < size && coefficient(at + n); n++) {
		uint32_t *c = &v->coeff[(at + n - COEFFICIENTS) / 4];
		unsigned shift = 8 * ((at + n) & 3);

		*c = (*c & ~(0xffu << shift)) | (uint32_t)(val >> 8 * n & 0xff) << shift;
	}
}

void vp_init(struct vp *v, const struct env *env)
{
	*v = (struct vp){.env = env};
	gld_init(&v->gld, env, &msr_table, v, v->msr_value, v->msr_cover, VP_BASE, 0);
	reg_file_init(&v->regs, &reg_table, v, v->value, v->cover);
	v->regs.note = rules_reg_note;
	v->regs.note_opaque = env->rules;
	event_init(&v->panel_event, "panel power", panel_step, v);
	signal_init(&v->vdd, "vp.vdd");
	signal_init(&v->data, "vp.data");
	signal_init(&v->asmi, "vp.asmi");
	signal_init(&v->aerr, "vp.aerr");
	vp_reset(v);
}

void vp_reset(struct vp *v)
{
	reg_file_reset(&v->gld.regs);
	reg_file_reset(&v->regs);
	event_cancel(v->env->clock, &v->panel_event);
	set_panel(v, VP_PANEL_OFF);
}

struct gl_device vp_device(struct vp *v)
{
	return (struct gl_device){
		.name = "vp",
		.opaque = v,
		.msr_read = vp_msr_read,
		.msr_write = vp_msr_write,
		.mem_read = vp_mem_read,
		.mem_write = vp_mem_write,
		.asmi = &v->asmi,
		.aerr = &v->aerr,
	};
}

const struct reg_file *vp_regs(const struct vp *v, unsigned n)
{
	const struct reg_file *const file[] = {&v->gld.regs, &v->regs};

	return n < 2 ? file[n] : NULL;
}
