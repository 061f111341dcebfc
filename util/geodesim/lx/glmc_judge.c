/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLMC: settings against what is really in the sockets, judged at the first access. */
#include <inttypes.h>

#include "lx/glmc_internal.h"
#include "strict/rules.h"

#define FAST_KHZ	334000 /* of the GeodeLink clock */

/* GLCP_DELAY_CONTROLS. */
#define DELAY_EN	(UINT64_C(1) << 63)
#define DELAY_SDCLK_DIS (UINT64_C(1) << 55) /* clocks of the second module off */
#define DELAY_STATUS	UINT64_C(0x7c0)
#define DELAY_DLL	UINT64_C(0x3f) /* override: tuned by hand on some boards */
#define DELAY_LOW	0x56960004

/* By number of modules and of chips on them; GeodeLink below 334 MHz, or faster (fact sheet 5.4). */
static const struct {
	uint8_t dimms, devices;
	uint32_t slow, fast;
} delays[] = {
	{1, 4, 0x837100ff, 0x827100ff},	 {1, 8, 0x837100aa, 0x827100aa},
	{1, 16, 0x837100aa, 0x82710055}, {2, 8, 0x837100a5, 0x82710000},
	{2, 16, 0x937100a5, 0xc27100a5}, {2, 20, 0xb37100a5, 0xb27100a5},
	{2, 24, 0xb37100a5, 0xb27100a5}, {2, 32, 0xb37100a5, 0xb2710000},
};

/* One module on a bus with termination resistors. */
#define DELAY_TERMINATED 0xf2f100ff

static bool used(const struct glmc *m, unsigned n)
{
	return m->layout.socket[n].present && m->spd[n].usable;
}

static void judge_delays(const struct glmc *m)
{
	uint64_t value = glcp_delay_controls(m->glcp), plain = value;
	unsigned dimms = used(m, 0) + used(m, 1);
	unsigned devices =
		(used(m, 0) ? m->spd[0].devices : 0) + (used(m, 1) ? m->spd[1].devices : 0);
	/* A module that is plugged in but left alone is a load of no table on record. */
	bool idle = (m->spd[0].bytes && !used(m, 0)) || (m->spd[1].bytes && !used(m, 1));
	uint32_t wanted = 0, hi;

	if (used(m, 1) && (value & DELAY_EN) && (value & DELAY_SDCLK_DIS))
		rule_broken(m->env->rules, RULE_DELAY_SDCLK,
			    "DIMM1 is used with SDCLK 1, 3, 5 off (%016" PRIX64 ")", value);
	for (unsigned n = sizeof(delays) / sizeof(delays[0]); n-- > 0;) {
		if (delays[n].dimms == dimms && devices <= delays[n].devices)
			wanted =
				glcp_gliu_khz(m->glcp) < FAST_KHZ ? delays[n].slow : delays[n].fast;
	}
	plain &= ~(DELAY_SDCLK_DIS | DELAY_STATUS | DELAY_DLL);
	hi = (uint32_t)(plain >> 32);
	if ((!wanted || idle) && (value & DELAY_EN)) /* a load that no table on record knows */
		return;
	if ((hi == wanted || (dimms == 1 && hi == (DELAY_TERMINATED & ~UINT32_C(0x800000)))) &&
	    (plain & UINT32_MAX) == (DELAY_LOW & ~DELAY_DLL))
		return;
	rule_broken(m->env->rules, RULE_DELAY_CONTROLS,
		    "%016" PRIX64 " for %u DIMMs with %u chips at %u MHz; known good is %08" PRIX32
		    ":%08X",
		    value, dimms, devices, glcp_gliu_khz(m->glcp) / 1000, wanted, DELAY_LOW);
}

static void geometry(const struct glmc *m, unsigned n, const char *what, unsigned programmed,
		     unsigned real)
{
	if (programmed != real)
		rule_broken(m->env->rules, RULE_DRAM_GEOMETRY,
			    "DIMM%u: %s programmed as %u, the module has %u", n, what, programmed,
			    real);
}

static void judge_socket(const struct glmc *m, unsigned n)
{
	const struct dram_socket *s = &m->layout.socket[n];
	const struct dram_spd *spd = &m->spd[n];
	const struct dram_start *start = &m->start[n];
	struct rules *rules = m->env->rules;
	unsigned cas = gld_get(&m->gld, MC_CF8F) >> 28 & 7;
	uint32_t period = glmc_period_ps(m);

	if (!spd->bytes) {
		rule_broken(rules, RULE_DRAM_GEOMETRY,
			    "DIMM%u: programmed, but the socket is empty", n);
		return;
	}
	if (!spd->usable) {
		rule_broken(rules, RULE_DRAM_MODULE, "DIMM%u: %s", n, spd->unusable);
		return;
	}
	geometry(m, n, "MiB", (unsigned)(s->size >> 20), (unsigned)(spd->size >> 20));
	geometry(m, n, "module banks", 1u << s->rank_bits, spd->ranks);
	geometry(m, n, "component banks", 1u << s->bank_bits, spd->banks);
	geometry(m, n, "column bits", s->columns, spd->columns);
	if (spd->cycle_max_ps && period > spd->cycle_max_ps)
		rule_broken(rules, RULE_DRAM_CLOCK,
			    "DIMM%u: cycle of %" PRIu32 " ps, at most %" PRIu32, n, period,
			    spd->cycle_max_ps);
	if (start->weak_drive && !spd->weak_driver)
		rule_broken(rules, RULE_DRAM_DRIVE, "DIMM%u: reduced drive chosen, SPD 22 has none",
			    n);
	if (start->cas_code != cas)
		rule_broken(rules, RULE_DRAM_CAS,
			    "DIMM%u: mode register has CAS code %u, the controller %u", n,
			    start->cas_code, cas);
}

static void judge_timings(const struct glmc *m)
{
	struct dram_timing row;

	for (unsigned n = 0; glmc_timing_row(m, n, &row); n++) {
		if (!row.violated)
			continue;
		if (row.spd_byte)
			rule_broken(m->env->rules, row.rule, "%s: %u %s, needed %u (SPD byte %u)",
				    row.name, row.programmed, row.unit, row.required, row.spd_byte);
		else
			rule_broken(m->env->rules, row.rule, "%s: %u %s, needed %u", row.name,
				    row.programmed, row.unit, row.required);
	}
}

void glmc_judge(struct glmc *m)
{
	struct rules *rules = m->env->rules;

	m->judged = true;
	m->judged_delays = glcp_delay_controls(m->glcp);
	if (!m->layout.valid)
		rule_broken(rules, RULE_DRAM_SETTING, "MC_CF07_DATA[63:32] = %08" PRIX32,
			    (uint32_t)(gld_get(&m->gld, MC_CF07) >> 32));
	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		if (m->layout.socket[n].present)
			judge_socket(m, n);
		else if (m->spd[n].usable)
			rule_broken(rules, RULE_DRAM_UNUSED,
				    "DIMM%u: %" PRIu64 " MiB in the socket are not programmed", n,
				    m->spd[n].size >> 20);
	}
	if (!used(m, 0) && !used(m, 1))
		return;
	judge_timings(m);
	judge_delays(m);
	if (!(gld_get(&m->gld, MC_CF8F) >> 40 & 1))
		rule_broken(rules, RULE_DRAM_REORDER, "REORDER_DIS is 0");
	if (gld_get(&m->gld, MC_CF07) & CF07_PROG_DRAM)
		rule_broken(rules, RULE_DRAM_PROG_LEFT, "memory is used with PROG_DRAM set");
}

bool glmc_timing_row(const struct glmc *m, unsigned n, struct dram_timing *row)
{
	struct dram_timing rows[DRAM_TIMINGS];
	struct dram_spd spd[GLMC_SOCKETS];

	for (unsigned i = 0; i < GLMC_SOCKETS; i++) {
		spd[i] = m->spd[i];
		spd[i].usable = used(m, i);
	}
	if (n >= dram_timings(rows, spd, gld_get(&m->gld, MC_CF07), gld_get(&m->gld, MC_CF8F),
			      gld_get(&m->gld, MC_CF1017), gld_get(&m->gld, MC_PM),
			      glcp_ddr_khz(m->glcp)))
		return false;
	*row = rows[n];
	return true;
}
