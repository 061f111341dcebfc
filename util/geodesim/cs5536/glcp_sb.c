/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSRs of the companion's GLCP (cs5536 sheet 1.7). */
#include "cs5536/glcp_sb.h"

#include <string.h>

#define GLCP_SB_BASE 0x51700000u
#define CLOCK_BITS   UINT64_C(0x00007fffffffffff) /* 47 clocks have a bit */
#define ALL	     UINT64_MAX

static void sys_rst_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static uint64_t clocks_active(struct reg_file *f, unsigned i, uint64_t val);

/*
 * Clock gating saves power and changes nothing that software can see, so those registers are stored
 * without effect. PMCLKOFF is kept for those who ask glcp_sb_clock_off(). The debug registers are
 * AMD's own. 08h-0Ch, 12h, 13h act only while the processor is suspended.
 */
static const struct reg glcp_reg[] = {
	{.name = "GLD_MSR_CAP", .addr = 0x00, .width = 64, .reset = 0x502003, .ro = ALL},
	{.name = "GLD_MSR_CONFIG", .addr = 0x01, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_SMI", .addr = 0x02, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_ERROR", .addr = 0x03, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_PM", .addr = 0x04, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_DIAG", .addr = 0x05, .width = 64, .unmodelled = ALL},
	{.name = "CLK_DIS_DELAY", .addr = 0x08, .width = 64, .unmodelled = ALL},
	{.name = "PM_CLK_DISABLE", .addr = 0x09, .width = 64, .unmodelled = ALL},
	{.name = "GLB_PM", .addr = 0x0b, .width = 64, .unmodelled = ALL},
	{.name = "DBGOUT", .addr = 0x0c, .width = 64, .unmodelled = ALL},
	{.name = "reserved", .addr = 0x0d, .width = 64, .unmodelled = ALL},
	{.name = "DOWSER", .addr = 0x0e, .width = 64},
	{.name = "reserved", .addr = 0x0f, .width = 64, .unmodelled = ALL},
	{.name = "PMCLKOFF", .addr = 0x10, .width = 64, .ro = ~CLOCK_BITS, .probed = true},
	{.name = "PMCLKACTIVE",
	 .addr = 0x11,
	 .width = 64,
	 .reset = CLOCK_BITS,
	 .ro = ALL,
	 .read = clocks_active},
	{.name = "PMCLKDISABLE", .addr = 0x12, .width = 64, .unmodelled = ALL},
	{.name = "PMCLK4ACK", .addr = 0x13, .width = 64, .unmodelled = ALL},
	{.name = "SYS_RST", .addr = 0x14, .width = 64, .post_write = sys_rst_written},
	{.name = "reserved", .addr = 0x15, .width = 64, .unmodelled = ALL},
	{.name = "DBGCLKCTL", .addr = 0x16, .width = 64, .unmodelled = ALL},
	{.name = "CHIP_REV_ID", .addr = 0x17, .width = 64, .reset = GLCP_SB_REVISION, .ro = ALL},
};

static const struct reg_why glcp_why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x2, 0x3, "no SMI and no error arises here"},
	{0xc, 0xc, "debug logic is for a probe"},
	{0xd, 0xd, "reserved by the book, stored"},
	{0xf, 0xf, "reserved by the book, stored"},
	{0x15, 0x15, "reserved by the book, stored"},
	{0x16, 0x16, "debug logic is for a probe"},
	{0x8, 0x13, "clock gating saves power and changes nothing else"},
};
static const struct reg_table glcp_table = REG_TABLE_WHY("cs5536 GLCP", "msr", glcp_reg, glcp_why);

_Static_assert(sizeof(glcp_reg) / sizeof(glcp_reg[0]) <= GLCP_SB_MSRS, "room for every MSR");

static void sys_rst_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glcp_sb *g = f->owner;

	(void)i;
	(void)old;
	if (val & 1)
		signal_pulse(&g->reset);
}

/* Every clock runs that nobody forced off. */
static uint64_t clocks_active(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	return val & ~gld_get(&((struct glcp_sb *)f->owner)->gld, 0x10);
}

void glcp_sb_init(struct glcp_sb *g, const struct env *env)
{
	memset(g, 0, sizeof(*g));
	g->env = env;
	gld_init(&g->gld, env, &glcp_table, g, g->value, g->cover, GLCP_SB_BASE, 0x2000);
	signal_init(&g->reset, "glcp_sb.reset");
}

void glcp_sb_reset(struct glcp_sb *g)
{
	reg_file_reset(&g->gld.regs);
}

struct gl_device glcp_sb_device(struct glcp_sb *g)
{
	return (struct gl_device){.name = "cs5536 GLCP",
				  .opaque = &g->gld,
				  .msr_read = gld_msr_read,
				  .msr_write = gld_msr_write};
}

bool glcp_sb_clock_off(const struct glcp_sb *g, enum glcp_sb_clock clock)
{
	return gld_get(&g->gld, 0x10) >> clock & 1;
}

const struct reg_file *glcp_sb_regs(const struct glcp_sb *g, unsigned n)
{
	return n == 0 ? &g->gld.regs : NULL;
}
