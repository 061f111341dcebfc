/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What system management mode and debug management mode share. */
#ifndef GEODESIM_CPU_MGMT_H
#define GEODESIM_CPU_MGMT_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;
struct segment;

/* A dword of a header, down bytes below its top. Physical, with RCONF_BYPASS's properties. */
uint32_t mgmt_load(struct cpu *cpu, uint32_t top, uint32_t down);
void mgmt_store(struct cpu *cpu, uint32_t top, uint32_t down, uint32_t v);
/* A limit as the headers hold it (20 bits, in pages with the G flag), and back. */
uint32_t mgmt_raw_limit(const struct segment *s);
uint32_t mgmt_limit(uint32_t raw, uint16_t attr);
/* CS readable and writable, as header flags (SMM_CR, SMM_CW). */
uint32_t mgmt_cs_flags(const struct cpu *cpu);
/** mgmt_enter - the processor state that a handler starts with: real mode at base:0. */
void mgmt_enter(struct cpu *cpu, uint32_t base, uint32_t limit);
/** mgmt_need - #UD unless level 0 and enabled, or in a management mode. */
void mgmt_need(struct cpu *cpu, bool enabled);

/* Debug management. */
/** dmm_owns_debug - debug events enter DMM, so RSM leaves DR7 alone. */
bool dmm_owns_debug(const struct cpu *cpu);
/** dmm_enter_debug - a debug exception turns into a DMM entry; false: it is to be delivered. */
bool dmm_enter_debug(struct cpu *cpu);

#endif
