/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main loop and what changes its course. */
#ifndef GEODESIM_CPU_RUN_H
#define GEODESIM_CPU_RUN_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

/** cpu_update_attention - recompute cpu->attention after a pin or a flag changed. */
void cpu_update_attention(struct cpu *cpu);
/** cpu_update_mode - recompute cpu->mode, sp_mask and the TLB in use (CS, SS, CPL, CR0, VM, AC). */
void cpu_update_mode(struct cpu *cpu);
/** cpu_set_eflags - change the EFLAGS bits in mask to v's, and what depends on them. */
void cpu_set_eflags(struct cpu *cpu, uint32_t v, uint32_t mask);
/** cpu_shadow - no interrupt is taken before the next instruction has completed (MOV SS, STI). */
void cpu_shadow(struct cpu *cpu);
/** cpu_set_state - enter HLT, shutdown or the wait for FERR#'s interrupt, or run on. */
void cpu_set_state(struct cpu *cpu, unsigned state);
/** cpu_debug_stop - leave cpu_run() after this instruction and tell the board (watchpoint). */
void cpu_debug_stop(struct cpu *cpu, uint32_t linear);
/** cpu_init_now - what INIT does, at an instruction boundary. */
void cpu_init_now(struct cpu *cpu);
/** cpu_power_on - registers, MSRs and caches as RESET# leaves them. */
void cpu_power_on(struct cpu *cpu);

#endif
