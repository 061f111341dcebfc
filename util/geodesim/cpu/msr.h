/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's model-specific registers. */
#ifndef GEODESIM_CPU_MSR_H
#define GEODESIM_CPU_MSR_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

enum cpu_msr {
	MSR_TSC = 0x0010,
	MSR_PERF_CNT0 = 0x00c1,
	MSR_PERF_CNT1 = 0x00c2,
	MSR_SYSENTER_CS = 0x0174,
	MSR_SYSENTER_ESP = 0x0175,
	MSR_SYSENTER_EIP = 0x0176,
	MSR_PERF_SEL0 = 0x0186,
	MSR_PERF_SEL1 = 0x0187,
	MSR_XC_CONFIG = 0x1210,
	MSR_SMM_CTL = 0x1301,
	MSR_DMM_CTL = 0x1302,
	MSR_SEG_FLAGS = 0x1320, /* + segment: selector and flags */
	MSR_SMM_HDR = 0x132b,
	MSR_DMM_HDR = 0x132c,
	MSR_SEG_BASE = 0x1330, /* + segment: base and limit */
	MSR_SMM_BASE = 0x133b,
	MSR_DMM_BASE = 0x133c,
	MSR_IM_CONFIG = 0x1700,
	MSR_DM_CONFIG0 = 0x1800,
	MSR_RCONF_DEFAULT = 0x1808,
	MSR_RCONF_BYPASS = 0x180a,
	MSR_RCONF_A0_BF = 0x180b,
	MSR_RCONF_SMM = 0x180e,
	MSR_RCONF_DMM = 0x180f,
	MSR_RCONF0 = 0x1810,
	MSR_DC_INDEX = 0x1890,
	MSR_BC_CONFIG0 = 0x1900,
	MSR_MSR_LOCK = 0x1908,
	MSR_L2_CONFIG = 0x1920,
	MSR_CPUID0 = 0x3000,
};

/* DM_CONFIG0 bits the model acts on. */
#define DM_WBINVD    0x20u
#define DM_DCDIS     0x100u
#define DM_EVCTONRPL 0x4000u
#define IM_EBE	     0x400u

int msr_init(struct cpu *cpu);
void msr_free(struct cpu *cpu);
/** msr_get - the stored value of a core MSR that is known to exist. */
uint64_t msr_get(const struct cpu *cpu, uint32_t msr);
/** msr_reset - RESET#: all values to their defaults. */
void msr_reset(struct cpu *cpu);
/** msr_guest_read / msr_guest_write - RDMSR and WRMSR; false: #GP(0). */
bool msr_guest_read(struct cpu *cpu, uint32_t msr, uint64_t *val);
bool msr_guest_write(struct cpu *cpu, uint32_t msr, uint64_t val);

#endif
