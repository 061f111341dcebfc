/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stack frames of far transfers: checked as a whole, then pushed without faults. */
#ifndef GEODESIM_CPU_FRAME_H
#define GEODESIM_CPU_FRAME_H

#include "cpu/internal.h"

struct frame {
	struct segment ss;
	uint32_t sp;
	uint32_t mask;
	uint32_t error; /* selector for #SS when there is no room; 0 for the current stack */
	bool user;	/* stores with user rights */
};

/** frame_current - a frame on the current stack. */
void frame_current(const struct cpu *cpu, struct frame *f);
/**
 * frame_inner - a frame on the stack the TSS names for privilege level cpl
 * Raises #TS, #SS as far calls and interrupts do.
 */
void frame_inner(struct cpu *cpu, struct frame *f, unsigned cpl);
/** frame_reserve - raise what count pushes of size (2 or 4) bytes would raise. */
void frame_reserve(struct cpu *cpu, const struct frame *f, unsigned size, unsigned count);
/** frame_push - after frame_reserve(). size 2 or 4. */
void frame_push(struct cpu *cpu, struct frame *f, unsigned size, uint32_t val);
/** frame_commit - SS (if it changed) and ESP become the frame's. CPL must be set already. */
void frame_commit(struct cpu *cpu, const struct frame *f);

#endif
