/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: request priorities (GLD_MSR_CONFIG, bits 11:0) and clock gating (GLD_MSR_PM, two bits for
 * each clock domain, 1 = gated by hardware) of the GeodeLink modules (data book 6, standard GLD MSRs).
 */
#include <arch/cpu.h>
#include "ramstage.h"

#define GLD_MSR_CONFIG 0x2001
#define GLD_MSR_PM     0x2004

#define CONFIG_MASK    0xfffu /* secondary priority, primary priority, priority id */
#define KEEP	       0xffff /* leave the register alone */

#define GLIU0	       0x10000000u
#define GLMC	       0x20000000u
#define GLIU1	       0x40000000u
#define VP	       0x48000000u
#define GLCP	       0x4c000000u
#define GLPCI	       0x50000000u
#define VIP	       0x54000000u
#define SECURITY_BLOCK 0x58000000u
#define DC	       0x80000000u
#define GP	       0xa0000000u

/* The display controller goes first: its FIFO runs empty within microseconds. */
static const struct module {
	uint32_t msr;
	uint16_t config;
	uint16_t pm;
} modules[] = {
	{GLIU0, KEEP, 0x005}, {GLMC, KEEP, 0x001},
	{GLIU1, KEEP, 0x005}, {DC, 0x720, 0x015},
	{GP, KEEP, 0x001},    {VP, 0x000, 0x555},
	{GLCP, 0x001, 0x014}, {GLPCI, 0x017, 0x015},
	{VIP, 0x622, 0x005},  {SECURITY_BLOCK, 0x013, 0x015},
};

void geode_lx_tune_modules(void)
{
	for (unsigned i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		const struct module *m = &modules[i];

		if (m->config != KEEP) {
			uint64_t config = rdmsr(m->msr + GLD_MSR_CONFIG);

			wrmsr(m->msr + GLD_MSR_CONFIG,
			      (config & ~(uint64_t)CONFIG_MASK) | m->config);
		}
		wrmsr(m->msr + GLD_MSR_PM, m->pm);
	}
}
