/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLMC: what register writes do to the modules; refresh and decay. */
#include "lx/glmc_internal.h"
#include "strict/rules.h"

/*
 * How long cells keep their charge without refresh. The standard promises 64 ms at the highest
 * temperature; at room temperature real cells last for seconds, and boards are on record that
 * refreshed every cell but once a second.
 */
#define RETENTION_NS UINT64_C(2000000000)
#define STANDARD_NS  UINT64_C(64000000) /* all rows within this time */
#define TREFI_PS     7812000

uint64_t glmc_now_ps(const struct glmc *m)
{
	return clock_ps(m->env->clock, clock_now(m->env->clock));
}

uint32_t glmc_period_ps(const struct glmc *m)
{
	unsigned khz = glcp_ddr_khz(m->glcp);

	return khz ? 1000000000u / khz : 0;
}

void glmc_settings_changed(struct glmc *m)
{
	dram_layout_decode(&m->layout, gld_get(&m->gld, MC_CF07), gld_get(&m->gld, MC_CF8F));
	m->judged = false;
	m->hole_told = false;
	env_routes_changed(m->env);
}

/* Does refresh come often enough that socket @n keeps its contents? */
static bool kept(const struct glmc *m, unsigned n)
{
	uint64_t interval = (gld_get(&m->gld, MC_CF07) & CF07_REF_INT) >> 8;
	uint64_t wanted = m->spd[n].refresh ? m->spd[n].refresh : TREFI_PS;
	uint64_t programmed = interval * 16 * glmc_period_ps(m); /* in ps */

	if (m->self_refresh)
		return true;
	return m->start[n].cke && m->start[n].ready && programmed &&
	       programmed <= wanted * (RETENTION_NS / STANDARD_NS);
}

void glmc_refresh_changed(struct glmc *m)
{
	bool lost = false;

	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		lost = lost || (m->cells[n].size && !kept(m, n));
	if (!lost)
		event_cancel(m->env->clock, &m->decay);
	else if (!m->decay.queued)
		event_schedule(m->env->clock, &m->decay,
			       clock_after_ns(m->env->clock, RETENTION_NS));
}

void glmc_decayed(void *opaque, uint64_t due)
{
	struct glmc *m = opaque;

	(void)due;
	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		if (!kept(m, n))
			dram_cells_lose(&m->cells[n]);
	}
	env_routes_changed(m->env);
}

static void command(struct glmc *m, enum dram_command c, const struct dram_mode *mode)
{
	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		if (m->layout.socket[n].present)
			dram_start_command(&m->start[n], m->env->rules, n, c, mode, glmc_now_ps(m),
					   glmc_period_ps(m));
	}
}

/* PROG_DRAM and REF_TST act when they become 1; FORCE_PRE sends a precharge ahead. */
void glmc_cf07_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glmc *m = f->owner;
	uint64_t rising = val & ~old;
	unsigned ba = val >> CF07_MSR_BA & 3;
	struct dram_mode mode = {
		.dll_disable = val & CF07_EMR_DLL,
		.weak_drive = val & CF07_EMR_DRV,
		.dll_reset = val & CF07_RST_DLL,
		.cas_code = gld_get(&m->gld, MC_CF8F) >> 28 & 7,
	};

	(void)i;
	glmc_settings_changed(m);
	if ((rising & (CF07_PROG_DRAM | CF07_REF_TST)) &&
	    (gld_get(&m->gld, MC_CFCLK) & CFCLK_FORCE_PRE))
		command(m, DRAM_PRECHARGE_ALL, NULL);
	if (rising & CF07_PROG_DRAM) {
		if (ba > 1)
			rule_broken(m->env->rules, RULE_DRAM_SETTING, "MSR_BA = %u", ba);
		else
			command(m, ba ? DRAM_EMRS : DRAM_MRS, &mode);
	}
	if (rising & CF07_REF_TST)
		command(m, DRAM_REFRESH, NULL);
	glmc_refresh_changed(m);
}

void glmc_cfclk_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glmc *m = f->owner;
	bool raised = old & ~val & (CFCLK_MASK_CKE0 | CFCLK_MASK_CKE0 << 1);
	const char *fault = glcp_pll_fault(m->glcp);

	(void)i;
	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		dram_start_cke(&m->start[n], m->spd[n].bytes ? m->env->rules : NULL, n,
			       !(val & CFCLK_MASK_CKE0 << n), glmc_now_ps(m), m->glcp->running_ps);
	if (raised) {
		m->self_refresh = false;
		if (fault)
			rule_broken(m->env->rules, RULE_PLL_STATE, "DRAM is started, but %s",
				    fault);
	}
	glmc_settings_changed(m);
	glmc_refresh_changed(m);
}

void glmc_timing_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if (old != val)
		glmc_settings_changed(f->owner);
}
