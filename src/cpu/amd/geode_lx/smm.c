/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: where System Management Mode is, and that it may be entered (data book 33234H, 5.5.2.16 and 5.5.2.50). */
#include <arch/cpu.h>
#include <cpu/geode_lx.h>
#include <smm/load.h>

#define SMM_CTL		0x1301
#define SMM_CTL_INST_EN 0x08 /* software SMIs */
#define SMM_CTL_INTL_EN 0x10 /* of the processor's GeodeLink */
#define SMM_CTL_EXTL_EN 0x20 /* and of the companion */
#define SMM_HDR_MSR	0x132b
#define SMM_LOC_MSR	0x133b
#define PAGE_SIZE	4096u

/* Inside cached as RAM is; from outside it can be read but not written. */
void cpu_smm_enable(uint32_t base, uint32_t size, uint32_t header_top)
{
	wbinvd();
	wrmsr(RCONF_SMM_MSR,
	      (uint64_t)(base + size - PAGE_SIZE) << 32 | base | RCONF_EN | RCONF_WP);
	wrmsr(SMM_LOC_MSR, (uint64_t)(size - 1) << 32 | base);
	wrmsr(SMM_HDR_MSR, header_top);
	wrmsr(SMM_CTL, SMM_CTL_INST_EN | SMM_CTL_INTL_EN | SMM_CTL_EXTL_EN);
}

uint32_t cpu_smm_call(uint32_t code)
{
	/* SMINT */
	__asm__ volatile(".byte 0x0f, 0x38" : "+a"(code) : : "memory");
	return code;
}
