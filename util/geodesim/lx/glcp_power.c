/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLCP: throttling and C2, their I/O block, SMI, and the signals once on keyboard pins. */
#include "lx/glcp_internal.h"
#include "strict/rules.h"

#define THT_EN	    0x10
#define P_LVL2_IN   0x1000
#define IO_MASK	    0x1f /* the block is 32 bytes; the descriptor places it */
#define SMI_PMCNT   (1 << 18)
#define SMI_PML2    (1 << 19)
#define SMI_EXT	    (1 << 20)
#define SMI_PMCNT_M (1 << 2)
#define SMI_PML2_M  (1 << 3)
#define SMI_ASYNC   0x13 /* masks and (shifted by 16) states of the asynchronous sources */

/* Offsets of the I/O block and the MSRs they are. */
static const struct {
	uint8_t offset;
	uint16_t msr;
} block[] = {{0x00, GLCP_CNT},
	     {0x04, GLCP_LVL2},
	     {0x10, GLCP_TH_SD},
	     {0x14, GLCP_TH_SF},
	     {0x18, GLCP_TH_OD}};

static uint64_t pci_clocks_ns(const struct glcp *g, uint64_t clocks)
{
	return clocks * UINT64_C(1000000000) / g->config.pci_hz;
}

static void after(struct glcp *g, struct event *e, uint64_t pci_clocks)
{
	event_schedule(g->env->clock, e,
		       clock_after_ns(g->env->clock, pci_clocks_ns(g, pci_clocks)));
}

static void update_suspend(struct glcp *g)
{
	signal_set(&g->suspend, g->c2 || g->throttled);
}

static uint64_t start_delay(const struct glcp *g)
{
	return 16 * (gld_get(&g->gld, GLCP_TH_SD) & 0xfff) + 1;
}

/* Throttling alternates 16 * SCALE * CLK_VAL running and 16 * SCALE * (15 - CLK_VAL) suspended. */
static void throttle_fire(void *opaque, uint64_t due)
{
	struct glcp *g = opaque;
	uint64_t cnt = gld_get(&g->gld, GLCP_CNT);
	uint64_t scale = gld_get(&g->gld, GLCP_TH_SF) & 0xff, run = cnt & 15;

	(void)due;
	if (!(cnt & THT_EN) || !scale || run == 15 || !run) {
		g->throttled = false;
	} else {
		g->throttled = !g->throttled;
		after(g, &g->throttle, 16 * scale * (g->throttled ? 15 - run : run));
	}
	update_suspend(g);
}

static void restart_throttle(struct glcp *g)
{
	g->throttled = false;
	event_cancel(g->env->clock, &g->throttle);
	if (gld_get(&g->gld, GLCP_CNT) & THT_EN)
		after(g, &g->throttle, start_delay(g));
	update_suspend(g);
}

static void c2_fire(void *opaque, uint64_t due)
{
	struct glcp *g = opaque;

	(void)due;
	g->c2 = true;
	update_suspend(g);
}

static void end_c2(struct glcp *g)
{
	event_cancel(g->env->clock, &g->c2_start);
	gld_set(&g->gld, GLCP_TH_SD, gld_get(&g->gld, GLCP_TH_SD) & ~(uint64_t)P_LVL2_IN);
	g->c2 = false;
	update_suspend(g);
}

void glcp_wake(struct glcp *g)
{
	if (gld_get(&g->gld, GLCP_TH_SD) & P_LVL2_IN)
		end_c2(g);
	if (g->throttled || g->throttle.queued)
		restart_throttle(g);
}

void glcp_cnt_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glcp *g = f->owner;

	(void)i;
	(void)old;
	if ((val & THT_EN) && !(val & 15))
		rule_broken(g->env->rules, RULE_THROTTLE_VALUE, "GLCP_CNT = %02X", (unsigned)val);
	restart_throttle(g);
}

/* Writing 1 to P_LVL2_IN has cleared it. */
void glcp_th_sd_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if (old & ~val & P_LVL2_IN)
		end_c2(f->owner);
}

void glcp_th_sf_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if (old != val)
		restart_throttle(f->owner);
}

static void update_asmi(struct glcp *g)
{
	uint64_t smi = gld_get(&g->gld, GLCP_SMI);

	signal_set(&g->asmi, (smi >> 16 & ~smi & SMI_ASYNC) != 0);
}

void glcp_smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_asmi(f->owner);
}

/* The SMI bit of the companion's last packet: a state, not an event. */
static void cis_smi_changed(void *opaque, bool level)
{
	struct glcp *g = opaque;
	uint64_t smi = gld_get(&g->gld, GLCP_SMI) & ~(uint64_t)SMI_EXT;

	gld_set(&g->gld, GLCP_SMI, level ? smi | SMI_EXT : smi);
	update_asmi(g);
}

/* A synchronous SMI for the port access in progress, when its source is on. */
static void ssmi(struct glcp *g, uint64_t mask, uint64_t state, unsigned flags)
{
	uint64_t smi = gld_get(&g->gld, GLCP_SMI);

	if ((smi & mask) || (flags & GL_DMA))
		return;
	gld_set(&g->gld, GLCP_SMI, smi | state);
	env_ssmi(g->env, false);
}

static void level_2_read(struct glcp *g, unsigned flags)
{
	gld_set(&g->gld, GLCP_TH_SD, gld_get(&g->gld, GLCP_TH_SD) | P_LVL2_IN);
	after(g, &g->c2_start, start_delay(g));
	ssmi(g, SMI_PML2_M, SMI_PML2, flags);
}

static int find(unsigned offset)
{
	for (unsigned n = 0; n < sizeof(block) / sizeof(block[0]); n++) {
		if (offset - block[n].offset < 4)
			return (int)n;
	}
	return -1;
}

uint32_t glcp_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags)
{
	struct glcp *g = opaque;
	unsigned offset = port & IO_MASK;
	int n = find(offset);
	uint64_t val;

	if (n < 0)
		return 0;
	val = gld_msr_read(&g->gld, block[n].msr);
	offset -= block[n].offset;
	if (block[n].msr == GLCP_LVL2 && !offset)
		level_2_read(g, flags);
	val = (val & UINT32_MAX) >> 8 * offset;
	return (uint32_t)(size < 4 ? val & ((1u << 8 * size) - 1) : val);
}

void glcp_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct glcp *g = opaque;
	unsigned offset = port & IO_MASK;
	int n = find(offset);
	uint64_t lanes = size < 4 ? (UINT64_C(1) << 8 * size) - 1 : UINT32_MAX;

	if (n < 0)
		return;
	offset -= block[n].offset;
	lanes = lanes << 8 * offset & UINT32_MAX;
	reg_write(&g->gld.regs, (unsigned)reg_find(g->gld.regs.table, block[n].msr),
		  (uint64_t)val << 8 * offset, lanes);
	if (block[n].msr == GLCP_CNT && !offset)
		ssmi(g, SMI_PMCNT_M, SMI_PMCNT, flags);
}

void glcp_a20m_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	signal_set(&((struct glcp *)f->owner)->a20m, val & 1);
}

void glcp_nmi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	signal_set(&((struct glcp *)f->owner)->nmi, val & 1);
}

void glcp_init_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	signal_set(&((struct glcp *)f->owner)->init, val & 1);
}

void glcp_power_reset(struct glcp *g)
{
	g->c2 = false;
	event_cancel(g->env->clock, &g->c2_start);
	restart_throttle(g);
	cis_smi_changed(g, g->cis_smi.level);
}

void glcp_power_init(struct glcp *g)
{
	signal_init(&g->asmi, "glcp asmi");
	signal_init(&g->cis_smi, "glcp cis smi");
	signal_init(&g->suspend, "glcp suspend");
	signal_connect(&g->cis_smi, &g->cis_smi_hook, cis_smi_changed, g);
	event_init(&g->c2_start, "glcp c2", c2_fire, g);
	event_init(&g->throttle, "glcp throttle", throttle_fire, g);
}
