/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Near control transfers: Jcc JMP CALL RET LOOP JCXZ, and BOUND. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/cond.h"
#include "cpu/stack.h"

/* A target beyond the code segment faults in the jump itself. */
static inline void check_target(struct cpu *cpu, uint32_t target)
{
	if (unlikely(target > cpu->seg[CS].limit))
		cpu_gp(cpu, 0);
}
static inline void jump16(struct cpu *cpu, uint32_t target)
{
	target &= 0xffff;
	check_target(cpu, target);
	cpu->eip = target;
}
static inline void jump32(struct cpu *cpu, uint32_t target)
{
	check_target(cpu, target);
	cpu->eip = target;
}

#define DEFINE_JCC(cc)                                              \
	void op_j##cc##16(struct cpu * cpu, const struct insn *i)   \
	{                                                           \
		if (cond_##cc(cpu))                                 \
			jump16(cpu, cpu_next_eip(cpu, i) + i->imm); \
		else                                                \
			cpu->eip = cpu_next_eip(cpu, i);            \
	}                                                           \
	void op_j##cc##32(struct cpu * cpu, const struct insn *i)   \
	{                                                           \
		if (cond_##cc(cpu))                                 \
			jump32(cpu, cpu_next_eip(cpu, i) + i->imm); \
		else                                                \
			cpu->eip = cpu_next_eip(cpu, i);            \
	}

CONDITIONS(DEFINE_JCC)

void op_jmp16(struct cpu *cpu, const struct insn *i)
{
	jump16(cpu, cpu_next_eip(cpu, i) + i->imm);
}
void op_jmp32(struct cpu *cpu, const struct insn *i)
{
	jump32(cpu, cpu_next_eip(cpu, i) + i->imm);
}
void op_jmp_e16_r(struct cpu *cpu, const struct insn *i)
{
	jump16(cpu, reg16(cpu, i->rm));
}
void op_jmp_e32_r(struct cpu *cpu, const struct insn *i)
{
	jump32(cpu, cpu->r[i->rm]);
}
void op_jmp_e16_m(struct cpu *cpu, const struct insn *i)
{
	jump16(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_jmp_e32_m(struct cpu *cpu, const struct insn *i)
{
	jump32(cpu, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)));
}

static inline void call16(struct cpu *cpu, const struct insn *i, uint32_t target)
{
	target &= 0xffff;
	check_target(cpu, target);
	push16(cpu, (uint16_t)cpu_next_eip(cpu, i));
	cpu->eip = target;
}
static inline void call32(struct cpu *cpu, const struct insn *i, uint32_t target)
{
	check_target(cpu, target);
	push32(cpu, cpu_next_eip(cpu, i));
	cpu->eip = target;
}
void op_call16(struct cpu *cpu, const struct insn *i)
{
	call16(cpu, i, cpu_next_eip(cpu, i) + i->imm);
}
void op_call32(struct cpu *cpu, const struct insn *i)
{
	call32(cpu, i, cpu_next_eip(cpu, i) + i->imm);
}
void op_call_e16_r(struct cpu *cpu, const struct insn *i)
{
	call16(cpu, i, reg16(cpu, i->rm));
}
void op_call_e32_r(struct cpu *cpu, const struct insn *i)
{
	call32(cpu, i, cpu->r[i->rm]);
}
void op_call_e16_m(struct cpu *cpu, const struct insn *i)
{
	call16(cpu, i, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_call_e32_m(struct cpu *cpu, const struct insn *i)
{
	call32(cpu, i, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)));
}

/* RET and RET n (imm 0 for the plain form). */
void op_ret16(struct cpu *cpu, const struct insn *i)
{
	uint16_t target = top16(cpu, 0);

	check_target(cpu, target);
	drop(cpu, 2 + i->imm);
	cpu->eip = target;
}
void op_ret32(struct cpu *cpu, const struct insn *i)
{
	uint32_t target = top32(cpu, 0);

	check_target(cpu, target);
	drop(cpu, 4 + i->imm);
	cpu->eip = target;
}

/* LOOPcc and JCXZ: the address size chooses CX or ECX, the operand size the target. */
static inline void loop(struct cpu *cpu, const struct insn *i, bool also)
{
	uint32_t count = (cpu->r[ECX] - 1) & i->ea_mask;
	uint32_t target = cpu_next_eip(cpu, i);

	if (count && also) {
		target += i->imm;
		if (!(i->flags & INSN_OP32))
			target &= 0xffff;
		check_target(cpu, target);
	}
	cpu->r[ECX] = (cpu->r[ECX] & ~i->ea_mask) | count;
	cpu->eip = target;
}
void op_loop(struct cpu *cpu, const struct insn *i)
{
	loop(cpu, i, true);
}
void op_loopz(struct cpu *cpu, const struct insn *i)
{
	loop(cpu, i, flag_zf(cpu));
}
void op_loopnz(struct cpu *cpu, const struct insn *i)
{
	loop(cpu, i, !flag_zf(cpu));
}
void op_jcxz(struct cpu *cpu, const struct insn *i)
{
	uint32_t target = cpu_next_eip(cpu, i);

	if ((cpu->r[ECX] & i->ea_mask) == 0) {
		target += i->imm;
		if (!(i->flags & INSN_OP32))
			target &= 0xffff;
		check_target(cpu, target);
	}
	cpu->eip = target;
}

void op_bound16(struct cpu *cpu, const struct insn *i)
{
	uint32_t ea = cpu_ea(cpu, i);
	int16_t low = (int16_t)cpu_ld16(cpu, i->seg, ea);
	int16_t high = (int16_t)cpu_ld16(cpu, i->seg, ea + 2);
	int16_t v = (int16_t)reg16(cpu, i->reg);

	if (v < low || v > high)
		cpu_fault(cpu, EXC_BR);
}
void op_bound32(struct cpu *cpu, const struct insn *i)
{
	uint32_t ea = cpu_ea(cpu, i);
	int32_t low = (int32_t)cpu_ld32(cpu, i->seg, ea);
	int32_t high = (int32_t)cpu_ld32(cpu, i->seg, ea + 4);
	int32_t v = (int32_t)cpu->r[i->reg];

	if (v < low || v > high)
		cpu_fault(cpu, EXC_BR);
}
