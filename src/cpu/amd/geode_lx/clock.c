/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rate of the Geode LX's core clock, and so of its time-stamp counter, as the PLL is programmed. */
#include <arch/cpu.h>
#include <cpu/cpu.h>
#include <cpu/geode_lx.h>

uint32_t geode_lx_core_khz(void)
{
	const uint64_t pll = rdmsr(GLCP_SYS_RSTPLL_MSR);
	uint32_t khz = ((uint32_t)(pll >> RSTPLL_COREMULT_SHIFT & RSTPLL_MULT_MASK) + 1) * 100000;

	if (pll & RSTPLL_COREBYPASS)
		return DOTREF_KHZ;
	if (pll & RSTPLL_PCI66)
		khz *= 2;
	if (pll & RSTPLL_COREDIV)
		khz /= 2;
	return khz / 3;
}

uint32_t cpu_tsc_khz(void)
{
	return geode_lx_core_khz();
}
