/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which opcodes a run executed. */
#ifndef GEODESIM_CPU_COVERAGE_H
#define GEODESIM_CPU_COVERAGE_H

#include "cpu/internal.h"

/* While coverage is on, blocks have one instruction, so what is decoded is what is executed. */
struct coverage {
	uint32_t integer[2][256][8][2][2]; /* map, opcode, ModRM reg, memory, 32-bit operand */
	uint32_t x87[8][256];		   /* D8-DF by ModRM */
	uint32_t media[256][2];		   /* 0F xx of the FPU's rows, memory form */
	uint32_t threednow[256];	   /* 0F 0F by suffix */
};

void coverage_free(struct coverage *cov);
/** coverage_count - one more instruction of this kind; fpu: it is a row of the FPU's. */
void coverage_count(struct coverage *cov, const struct insn *i, bool fpu);

static inline void coverage_note(struct cpu *cpu, const struct opcode *row, const struct insn *i)
{
	if (unlikely(cpu->cov != NULL))
		coverage_count(cpu->cov, i, row->flags & OP_FPU);
}

#endif
