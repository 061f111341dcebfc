/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graphics processor: registers, the running and the pending operation, interrupts. */
#include "lx/gp.h"

#include "lx/gp_internal.h"
#include "strict/rules.h"

#define GP_BASE	   UINT32_C(0xa0000000)
#define GP_DEVICE  0x0003d400 /* CAP; the revision byte is not known (sheet 3.2) */
#define SETUP_NS   50	      /* to begin an operation: an estimate */
#define STEP_BYTES 0x4000u    /* drawn between two looks at the clock */
#define RESET_KEY  0x69u

enum { MSR_SMI = 0x2002 };

static void smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct gp *g = f->owner;

	(void)i;
	(void)old;
	signal_set(&g->asmi, val >> 32 & ~val & 1);
}

static void pm_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	reg_poke(f, i, (uint32_t)val); /* PRQ clears itself at the wake-up that comes at once */
}

static const struct reg msrs[GP_MSRS] = {
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = GP_DEVICE, .ro = UINT64_MAX},
	/* 27:16 CBASE; firmware writes priorities into 15:0, which have no effect. */
	{.name = "GLD_MSR_CONFIG",
	 .addr = 0x2001,
	 .width = 64,
	 .unmodelled = ~UINT64_C(0x0fff0000)},
	{.name = "GLD_MSR_SMI",
	 .addr = MSR_SMI,
	 .width = 64,
	 .reset = 1,
	 .w1c = UINT64_C(1) << 32,
	 .ro = ~UINT64_C(0x100000001),
	 .post_write = smi_written},
	/* Address and type errors of bus requests: none is made here. */
	{.name = "GLD_MSR_ERROR",
	 .addr = 0x2003,
	 .width = 64,
	 .w1c = 0x30000,
	 .ro = ~UINT64_C(0x30003),
	 .unmodelled = 3},
	{.name = "GLD_MSR_PM",
	 .addr = 0x2004,
	 .width = 64,
	 .unmodelled = UINT64_MAX,
	 .post_write = pm_written},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = UINT64_MAX},
};
static const struct reg_why msr_why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2003, 0x2003, "masks of address and type errors, which cannot happen here"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("gp", "msr", msrs, msr_why);

void gp_interrupt(struct gp *g, unsigned n)
{
	uint32_t val = gp_get(g, GP_INT_CNTRL);
	uint64_t smi = gld_get(&g->gld, MSR_SMI);

	if (val >> n & 1) /* masked conditions are not recorded (data book p.277) */
		return;
	gp_set(g, GP_INT_CNTRL, val | 1u << (16 + n));
	gld_set(&g->gld, MSR_SMI, smi | UINT64_C(1) << 32);
	signal_set(&g->irq, true);
	signal_set(&g->asmi, ~smi & 1);
}

static bool commands_left(const struct gp *g)
{
	return g->fetching || gp_get(g, GP_CMD_READ) != gp_get(g, GP_CMD_WRITE);
}

static uint64_t status_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct gp *g = f->owner;
	bool room = g->busy && g->job.host && g->job.have + 32 <= sizeof(g->job.data);

	(void)i;
	(void)val;
	/* 3 (source FIFO half empty) always: the FIFO is emptied as it is filled. */
	return (g->busy || g->pending ? 1 : 0) | (gp_get(g, GP_INT_CNTRL) >> 16 ? 2 : 0) |
	       (g->pending ? 4 : 0) | 8 | (commands_left(g) ? 0 : 0x10) | (room ? 0x20 : 0);
}

static void plan(struct gp *g, uint64_t ns)
{
	event_schedule(g->env->clock, &g->step, clock_after_ns(g->env->clock, ns));
}

/* Take the registers as they are now. */
static void take(struct gp *g, bool vector, uint32_t mode)
{
	struct gp_job *j = &g->job;

	j->vector = vector;
	j->mode = mode;
	j->raster = gp_get(g, GP_RASTER_MODE);
	j->dst = gp_get(g, GP_DST_OFFSET);
	j->src = gp_get(g, GP_SRC_OFFSET);
	j->stride = gp_get(g, GP_STRIDE);
	j->size = gp_get(g, GP_WID_HEIGHT);
	j->fg = gp_get(g, GP_SRC_COLOR_FG);
	j->bg = gp_get(g, GP_SRC_COLOR_BG);
	j->base = gp_get(g, GP_BASE_OFFSET);
	j->ch3_mode = gp_get(g, GP_CH3_MODE_STR);
	for (unsigned n = 0; n < 6; n++)
		j->pat_color[n] = gp_get(g, GP_PAT_COLOR_0 + 4 * n);
	j->pat_data[0] = gp_get(g, GP_PAT_DATA_0);
	j->pat_data[1] = gp_get(g, GP_PAT_DATA_1);
	gp_job_setup(g, j);
}

static void start(struct gp *g, bool vector, uint32_t mode)
{
	take(g, vector, mode);
	g->busy = true;
	g->throttled = mode & (vector ? VEC_TH : BLT_TH);
	if (!g->throttled)
		plan(g, SETUP_NS);
}

void gp_begin(struct gp *g, bool vector, uint32_t mode)
{
	if (!g->busy) {
		start(g, vector, mode);
		return;
	}
	g->pending = true;
	g->pending_vector = vector;
	g->pending_mode = mode;
}

static void finish(struct gp *g)
{
	g->busy = false;
	if (!g->pending) {
		gp_idle(g);
		return;
	}
	g->pending = false;
	start(g, g->pending_vector, g->pending_mode);
}

void gp_idle(struct gp *g)
{
	if (!commands_left(g))
		gp_interrupt(g, 1);
	gp_commands(g);
}

/* A few lines, then time passes: 8 bytes a GeodeLink clock of 2.5 ns, each byte read and written. */
static void step(void *o, uint64_t due)
{
	struct gp *g = o;
	struct gp_job *j = &g->job;
	uint32_t line = j->width * j->bytes, lines = line ? STEP_BYTES / line + 1 : 1;

	(void)due;
	if (j->vector) {
		gp_draw_vector(g, j);
		finish(g);
		return;
	}
	if (j->host && !j->skip) { /* each line is drawn when its data have come */
		if (j->y >= j->height)
			finish(g);
		return;
	}
	for (uint32_t n = 0; n < lines && j->y < j->height; n++)
		gp_draw_line(g, j);
	if (j->y < j->height)
		plan(g, lines * line * 5 / 8 + 1);
	else
		finish(g);
}

void gp_host_data(struct gp *g, uint32_t val)
{
	struct gp_job *j = &g->job;

	if (!g->busy || !j->host || j->skip || j->y >= j->height)
		return;
	for (unsigned n = 0; n < 4 && j->have < sizeof(j->data); n++)
		j->data[j->have++] = (uint8_t)(val >> 8 * n);
	while (j->y < j->height && j->have >= gp_line_needs(j))
		gp_draw_line(g, j);
	if (j->y >= j->height)
		plan(g, SETUP_NS);
}

static void vblank_changed(void *o, bool level)
{
	struct gp *g = o;

	if (level && g->busy && g->throttled) {
		g->throttled = false;
		plan(g, SETUP_NS);
		gp_commands(g); /* which may carry its data */
	}
}

static void mode_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	gp_begin(f->owner, f->table->reg[i].addr == GP_VECTOR_MODE, (uint32_t)val);
}

static void reset_engine(struct gp *g)
{
	reg_file_reset(&g->regs);
	event_cancel(g->env->clock, &g->step);
	event_cancel(g->env->clock, &g->fetch);
	g->busy = g->pending = g->throttled = g->fetching = false;
	signal_set(&g->irq, false);
}

static void status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	if (val >> 24 == RESET_KEY)
		reset_engine(f->owner);
	else
		reg_poke(f, i, 0);
}

static void host_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	gp_host_data(f->owner, (uint32_t)val);
}

static void cmd_read_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	gp_set(f->owner, GP_CMD_WRITE, (uint32_t)val);
}

static void cmd_write_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	gp_commands(f->owner);
}

static uint32_t *lut_step(struct gp *g)
{
	uint32_t at = gp_get(g, GP_LUT_INDEX);

	gp_set(g, GP_LUT_INDEX, (at & ~(GP_LUT - 1u)) | ((at + 1) & (GP_LUT - 1)));
	return &g->lut[at & (GP_LUT - 1)];
}

static uint64_t lut_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return *lut_step(f->owner);
}

static void lut_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	*lut_step(f->owner) = (uint32_t)val;
}

static void int_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct gp *g = f->owner;

	(void)i;
	(void)old;
	signal_set(&g->irq, val >> 16);
}

static uint64_t write_only(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)f;
	(void)i;
	(void)val;
	return 0;
}

#define REG(NAME, ADDR)                                     \
	{                                                   \
		.name = (NAME), .addr = (ADDR), .width = 32 \
	}

/*
 * Unmodelled: channel 3 but for its 8x8 colour patterns (conversion of formats, rotation, its own
 * host data), and checkpoint interrupts, for which the data book names no status bit.
 */
static const struct reg regs[GP_REGS] = {
	REG("GP_DST_OFFSET", GP_DST_OFFSET),
	REG("GP_SRC_OFFSET/GP_VEC_ERR", GP_SRC_OFFSET),
	REG("GP_STRIDE", GP_STRIDE),
	REG("GP_WID_HEIGHT/GP_VEC_LEN", GP_WID_HEIGHT),
	REG("GP_SRC_COLOR_FG", GP_SRC_COLOR_FG),
	REG("GP_SRC_COLOR_BG", GP_SRC_COLOR_BG),
	REG("GP_PAT_COLOR_0", GP_PAT_COLOR_0),
	REG("GP_PAT_COLOR_1", GP_PAT_COLOR_0 + 0x04),
	REG("GP_PAT_COLOR_2", GP_PAT_COLOR_0 + 0x08),
	REG("GP_PAT_COLOR_3", GP_PAT_COLOR_0 + 0x0c),
	REG("GP_PAT_COLOR_4", GP_PAT_COLOR_0 + 0x10),
	REG("GP_PAT_COLOR_5", GP_PAT_COLOR_0 + 0x14),
	REG("GP_PAT_DATA_0", GP_PAT_DATA_0),
	REG("GP_PAT_DATA_1", GP_PAT_DATA_1),
	REG("GP_RASTER_MODE", GP_RASTER_MODE),
	{.name = "GP_VECTOR_MODE",
	 .addr = GP_VECTOR_MODE,
	 .width = 32,
	 .unmodelled = 0x20,
	 .post_write = mode_written,
	 .read = write_only},
	{.name = "GP_BLT_MODE",
	 .addr = GP_BLT_MODE,
	 .width = 32,
	 .unmodelled = 0x800,
	 .post_write = mode_written,
	 .read = write_only},
	{.name = "GP_BLT_STATUS/GP_RESET",
	 .addr = GP_BLT_STATUS,
	 .width = 32,
	 .post_write = status_written,
	 .read = status_read},
	{.name = "GP_HST_SRC",
	 .addr = GP_HST_SRC,
	 .width = 32,
	 .post_write = host_written,
	 .read = write_only},
	{.name = "GP_BASE_OFFSET", .addr = GP_BASE_OFFSET, .width = 32, .reset = 0x01004010},
	{.name = "GP_CMD_TOP",
	 .addr = GP_CMD_TOP,
	 .width = 32,
	 .reset = 0x01000000,
	 .ro = 0xff00001f,
	 .probed = true},
	{.name = "GP_CMD_BOT",
	 .addr = GP_CMD_BOT,
	 .width = 32,
	 .reset = 0x00ffffe0,
	 .ro = 0xff00001f,
	 .probed = true},
	{.name = "GP_CMD_READ",
	 .addr = GP_CMD_READ,
	 .width = 32,
	 .ro = 0xff000003,
	 .probed = true,
	 .post_write = cmd_read_written},
	{.name = "GP_CMD_WRITE",
	 .addr = GP_CMD_WRITE,
	 .width = 32,
	 .ro = 0xff000003,
	 .probed = true,
	 .post_write = cmd_write_written},
	{.name = "GP_CH3_OFFSET", .addr = GP_CH3_OFFSET, .width = 32, .unmodelled = 0xffffffff},
	{.name = "GP_CH3_MODE_STR", .addr = GP_CH3_MODE_STR, .width = 32, .unmodelled = 0x70dfffff},
	{.name = "GP_CH3_WIDHI", .addr = GP_CH3_WIDHI, .width = 32, .unmodelled = 0xffffffff},
	{.name = "GP_CH3_HSRC",
	 .addr = GP_CH3_HSRC,
	 .width = 32,
	 .unmodelled = 0xffffffff,
	 .read = write_only},
	REG("GP_LUT_INDEX", GP_LUT_INDEX),
	{.name = "GP_LUT_DATA",
	 .addr = GP_LUT_DATA,
	 .width = 32,
	 .side_effect = true,
	 .post_write = lut_written,
	 .read = lut_read},
	{.name = "GP_INT_CNTRL",
	 .addr = GP_INT_CNTRL,
	 .width = 32,
	 .reset = 0x0000ffff,
	 .w1c = 0x00030000,
	 .ro = 0xfffcfffc,
	 .probed = true,
	 .post_write = int_written},
};
static const struct reg_why why[] = {
	{0x3c, 0x3c, "bit 5, checkpoint interrupt: the data book names no status bit for it"},
	{0x40, 0x40, "bit 11, checkpoint interrupt: the data book names no status bit for it"},
	{0x60, 0x6c,
	 "of channel 3 only its 8x8 colour patterns: conversion, rotation and host data have no user here"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("gp", "mmio", regs, why);

uint32_t gp_get(const struct gp *g, uint32_t offset)
{
	int i = reg_find(&reg_table, offset);

	return i < 0 ? 0 : (uint32_t)g->value[i];
}

void gp_set(struct gp *g, uint32_t offset, uint32_t val)
{
	int i = reg_find(&reg_table, offset);

	if (i >= 0)
		reg_poke(&g->regs, (unsigned)i, val);
}

static uint64_t gp_msr_read(void *o, uint32_t msr)
{
	return gld_msr_read(&((struct gp *)o)->gld, msr);
}

static void gp_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct gp *)o)->gld, msr, val);
}

static uint64_t gp_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	(void)flags;
	return reg_read_bytes(&((struct gp *)o)->regs, addr & (GP_MMIO_SIZE - 1), size, 0);
}

/* Writes that the data book forbids while something runs. */
static void judge(struct gp *g, uint32_t at)
{
	at &= ~3u;
	if (g->pending && at != GP_BLT_STATUS && at != GP_HST_SRC && at != GP_INT_CNTRL)
		rule_broken(g->env->rules, RULE_GP_PENDING, "write of GP offset %02X",
			    (unsigned)at);
	if (commands_left(g) && (at == GP_CMD_TOP || at == GP_CMD_BOT || at == GP_CMD_READ))
		rule_broken(g->env->rules, RULE_GP_HAZARD, "write of GP offset %02X", (unsigned)at);
}

static void gp_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct gp *g = o;
	uint32_t at = addr & (GP_MMIO_SIZE - 1);

	(void)flags;
	if (size == 8) {
		gp_mem_write(o, addr, 4, (uint32_t)val, flags);
		gp_mem_write(o, addr + 4, 4, val >> 32, flags);
		return;
	}
	if (at >= 0x100 && at < 0x400) { /* the whole range is GP_HST_SRC */
		gp_host_data(g, (uint32_t)val);
		return;
	}
	judge(g, at);
	if (reg_write_bytes(&g->regs, at, size, val))
		rule_broken(g->env->rules, RULE_VIDEO_HOLE, "write of GP offset %04X",
			    (unsigned)at);
}

void gp_init(struct gp *g, const struct env *env, struct dma_if mem, struct signal *vblank)
{
	*g = (struct gp){.env = env, .mem = mem};
	gld_init(&g->gld, env, &msr_table, g, g->msr_value, g->msr_cover, GP_BASE, 0);
	reg_file_init(&g->regs, &reg_table, g, g->value, g->cover);
	g->regs.note = rules_reg_note;
	g->regs.note_opaque = env->rules;
	event_init(&g->step, "gp", step, g);
	gp_commands_init(g);
	signal_init(&g->irq, "gp.irq");
	signal_init(&g->asmi, "gp.asmi");
	signal_init(&g->aerr, "gp.aerr");
	if (vblank)
		signal_connect(vblank, &g->vblank_hook, vblank_changed, g);
	gp_reset(g);
}

void gp_reset(struct gp *g)
{
	reg_file_reset(&g->gld.regs);
	reset_engine(g);
	signal_set(&g->asmi, false);
}

struct gl_device gp_device(struct gp *g)
{
	return (struct gl_device){
		.name = "gp",
		.opaque = g,
		.msr_read = gp_msr_read,
		.msr_write = gp_msr_write,
		.mem_read = gp_mem_read,
		.mem_write = gp_mem_write,
		.asmi = &g->asmi,
		.aerr = &g->aerr,
	};
}

const struct reg_file *gp_regs(const struct gp *g, unsigned n)
{
	const struct reg_file *const file[] = {&g->gld.regs, &g->regs};

	return n < 2 ? file[n] : NULL;
}
