/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Region configuration: which property byte holds at a physical address. */

#include "cpu/internal.h"
#include "cpu/msr.h"
#include "cpu/rconf.h"

/* RCONF_SMM, RCONF_DMM and RCONF0-7 share the layout of base (31:12), enable and top (63:44). */
static bool in_region(uint64_t v, uint32_t phys)
{
	uint32_t base = (uint32_t)v & PAGE_MASK, top = (uint32_t)(v >> 32) & PAGE_MASK;

	return (v & 0x100) && (phys & PAGE_MASK) >= base && (phys & PAGE_MASK) <= top;
}

static uint8_t fixed(const struct cpu *cpu, uint32_t phys)
{
	uint32_t msr = MSR_RCONF_A0_BF + ((phys - 0xa0000) >> 17);

	return (uint8_t)(msr_get(cpu, msr) >> 8 * (phys >> 14 & 7));
}

static uint8_t by_default(const struct cpu *cpu, uint32_t phys)
{
	uint64_t v = msr_get(cpu, MSR_RCONF_DEFAULT);
	uint32_t page = phys >> 12;

	if (page <= (uint32_t)(v >> 8 & 0xfffff))
		return (uint8_t)v;
	if (page >= (uint32_t)(v >> 36 & 0xfffff))
		return (uint8_t)(v >> 56);
	return (uint8_t)(v >> 28);
}

/*
 * The highest entry that contains the address wins: SMM and DMM, then RCONF0-7, then the fixed
 * ranges A0000-FFFFF, then the defaults. (That RCONF0-7 go before the fixed ranges is a guess;
 * firmware never lets them overlap.)
 */
uint8_t rconf_properties(const struct cpu *cpu, uint32_t phys)
{
	uint64_t v = msr_get(cpu, MSR_RCONF_SMM);
	uint8_t p;

	if (in_region(v, phys)) {
		p = cpu->smm ? (uint8_t)(v >> 32) : (uint8_t)v;
		return p & 0x3f;
	}
	v = msr_get(cpu, MSR_RCONF_DMM);
	if (in_region(v, phys)) {
		p = cpu->dmm ? (uint8_t)(v >> 32) : (uint8_t)v;
		return p & 0x3f;
	}
	for (unsigned n = 0; n < 8; n++) {
		v = msr_get(cpu, MSR_RCONF0 + n);
		if (in_region(v, phys))
			return v & 0x3f;
	}
	if (phys >= 0xa0000 && phys < 0x100000)
		return fixed(cpu, phys) & 0x3f;
	return by_default(cpu, phys) & 0x3f;
}

uint8_t rconf_walk_properties(const struct cpu *cpu)
{
	return msr_get(cpu, MSR_RCONF_BYPASS) & 0x3f;
}
uint8_t rconf_header_properties(const struct cpu *cpu)
{
	return msr_get(cpu, MSR_RCONF_BYPASS) >> 8 & 0x3f;
}
