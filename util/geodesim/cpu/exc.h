/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Delivery of exceptions and interrupts. */
#ifndef GEODESIM_CPU_EXC_H
#define GEODESIM_CPU_EXC_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

enum int_kind {
	INT_SOFT,     /* INT n, INT3, INTO: gate DPL counts, returns behind the instruction */
	INT_EXTERNAL, /* INTR, NMI */
	INT_FAULT,    /* restarts the instruction: RF is set in the pushed EFLAGS */
	INT_TRAP,     /* #DB after an instruction, ICEBP */
};

/** cpu_interrupt - deliver a vector; cpu->eip is the return address. May fault itself. */
void cpu_interrupt(struct cpu *cpu, uint8_t vector, enum int_kind kind, bool has_error,
		   uint32_t error);
/** cpu_interrupt_event - the same for events that are not instructions: faults get EXT. */
void cpu_interrupt_event(struct cpu *cpu, uint8_t vector, enum int_kind kind);
/** cpu_deliver_fault - what cpu_fault() left behind; called by cpu_run() after the longjmp. */
void cpu_deliver_fault(struct cpu *cpu);

#endif
