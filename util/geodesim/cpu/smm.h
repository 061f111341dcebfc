/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System management mode and debug management mode. */
#ifndef GEODESIM_CPU_SMM_H
#define GEODESIM_CPU_SMM_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

/* SMM_CTL (1301) */
enum {
	SMM_NMI_EN = 0x01,
	SMM_SUSP_EN = 0x02,
	SMM_NEST_SMI_EN = 0x04,
	SMM_INST_EN = 0x08,
	SMM_INTL_SMI_EN = 0x10,
	SMM_EXTL_SMI_EN = 0x20,
};

/* SMM flags in the header. */
enum {
	SMM_CW = 0x0001,
	SMM_I = 0x0002,
	SMM_P = 0x0004,
	SMM_S = 0x0008,
	SMM_H = 0x0010,
	SMM_M = 0x0020,
	SMM_X = 0x0040,
	SMM_V = 0x0080,
	SMM_N = 0x0100,
	SMM_CR = 0x8000,
};

bool smm_allows_nmi(const struct cpu *cpu);
/** smm_allows_suspend - SUSP# is honoured now: outside of SMM, and inside where SMM_CTL lets it. */
bool smm_allows_suspend(const struct cpu *cpu);
/* An asynchronous SMI may be taken now. */
bool smm_allows_smi(const struct cpu *cpu);
/**
 * smm_enter_sync - at the boundary behind an access that answered with a synchronous SMI
 * Returns false when SMM_CTL does not let it through: then it is forgotten.
 */
bool smm_enter_sync(struct cpu *cpu);
void smm_enter_async(struct cpu *cpu);
/** smm_code_base - the megabyte that real-mode code segments keep in SMM (MSR 133B 31:20). */
uint32_t smm_code_base(const struct cpu *cpu);

#endif
