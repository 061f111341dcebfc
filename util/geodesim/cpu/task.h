/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Task switches. */
#ifndef GEODESIM_CPU_TASK_H
#define GEODESIM_CPU_TASK_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

enum task_reason {
	TASK_JUMP,
	TASK_CALL, /* and interrupts: nested */
	TASK_RETURN,
};

/**
 * task_switch - switch to the TSS that selector sel names
 * cpu->eip is what the old task resumes with. error is pushed on the new stack when has_error.
 * Checks the descriptor (type, presence; not its privilege, which depends on the way here).
 */
void task_switch(struct cpu *cpu, uint16_t sel, enum task_reason reason, bool has_error,
		 uint32_t error);
/** task_via_gate - the TSS selector a task gate (its two words) leads to, gate P checked. */
uint16_t task_gate_selector(uint32_t lo);

#endif
