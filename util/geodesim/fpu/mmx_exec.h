/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the MMX and 3DNow! handlers share: entry checks, operands, register access. */
#ifndef GEODESIM_FPU_MMX_EXEC_H
#define GEODESIM_FPU_MMX_EXEC_H

#include "fpu/exec.h"

/* Start of an instruction: #UD when emulated, #NM when another task's, then a pending #MF. */
static inline void mmx_enter(struct cpu *cpu)
{
	if (unlikely((cpu->cr0 & (CR0_EM | CR0_TS)) || (cpu->fpu.sw & X87_ES)))
		mmx_enter_slow(cpu);
}

/* After the last possible fault: the registers are in use as MMX registers. */
static inline void mmx_use(struct cpu *cpu)
{
	cpu->fpu.top = 0;
	cpu->fpu.full = 0xff;
}

/* The second operand of 64 bits: a register or memory. */
static inline uint64_t mmx_source(struct cpu *cpu, const struct insn *i)
{
	if (i->flags & INSN_MEM)
		return cpu_ld64(cpu, i->seg, cpu_ea(cpu, i));
	return cpu->fpu.r[i->rm].m;
}

/* The same when only the low half counts: memory of 32 bits. */
static inline uint64_t mmx_source_low(struct cpu *cpu, const struct insn *i)
{
	if (i->flags & INSN_MEM)
		return cpu_ld32(cpu, i->seg, cpu_ea(cpu, i));
	return cpu->fpu.r[i->rm].m;
}

/* Writing sets all bits of sign and exponent, so that the x87 sees a NaN. */
static inline void mmx_write(struct cpu *cpu, unsigned n, uint64_t v)
{
	cpu->fpu.r[n].m = v;
	cpu->fpu.r[n].se = 0xffff;
}

/* A handler of "mm = EXPR of a (the old mm) and b (what SOURCE reads)"; TWO: mm/m64. */
#define MMX_FROM(name, source, expr)                            \
	static void name(struct cpu *cpu, const struct insn *i) \
	{                                                       \
		uint64_t a, b;                                  \
                                                                \
		mmx_enter(cpu);                                 \
		b = source(cpu, i);                             \
		a = cpu->fpu.r[i->reg].m;                       \
		mmx_use(cpu);                                   \
		mmx_write(cpu, i->reg, expr);                   \
	}
#define MMX_TWO(name, expr) MMX_FROM(name, mmx_source, expr)

#endif
