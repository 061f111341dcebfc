/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moves: MOV MOVZX MOVSX LEA XCHG XLAT CBW CWD LAHF SAHF and the flag instructions. */

#include "cpu/internal.h"
#include "cpu/ops.h"

#define GET8(n)	    reg8(cpu, n)
#define GET16(n)    reg16(cpu, n)
#define GET32(n)    (cpu->r[n])
#define SET8(n, v)  set_reg8(cpu, n, v)
#define SET16(n, v) set_reg16(cpu, n, v)
#define SET32(n, v) (cpu->r[n] = (v))

#define DEFINE_MOV(bits)                                                           \
	void op_mov_eg##bits##_r(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		SET##bits(i->rm, GET##bits(i->reg));                               \
	}                                                                          \
	void op_mov_eg##bits##_m(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		cpu_st##bits(cpu, i->seg, cpu_ea(cpu, i), GET##bits(i->reg));      \
	}                                                                          \
	void op_mov_ge##bits##_r(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		SET##bits(i->reg, GET##bits(i->rm));                               \
	}                                                                          \
	void op_mov_ge##bits##_m(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		SET##bits(i->reg, cpu_ld##bits(cpu, i->seg, cpu_ea(cpu, i)));      \
	}                                                                          \
	void op_mov_ei##bits##_r(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		SET##bits(i->rm, (uint##bits##_t)i->imm);                          \
	}                                                                          \
	void op_mov_ei##bits##_m(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		cpu_st##bits(cpu, i->seg, cpu_ea(cpu, i), (uint##bits##_t)i->imm); \
	}                                                                          \
	/* A0-A3: the address stands in the instruction. */                        \
	void op_mov_load##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                          \
		SET##bits(EAX, cpu_ld##bits(cpu, i->seg, i->disp));                \
	}                                                                          \
	void op_mov_store##bits(struct cpu *cpu, const struct insn *i)             \
	{                                                                          \
		cpu_st##bits(cpu, i->seg, i->disp, GET##bits(EAX));                \
	}                                                                          \
	void op_xchg##bits##_r(struct cpu *cpu, const struct insn *i)              \
	{                                                                          \
		uint##bits##_t a = GET##bits(i->rm);                               \
                                                                                   \
		SET##bits(i->rm, GET##bits(i->reg));                               \
		SET##bits(i->reg, a);                                              \
	}                                                                          \
	void op_xchg##bits##_m(struct cpu *cpu, const struct insn *i)              \
	{                                                                          \
		uint8_t *p;                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p); \
                                                                                   \
		cpu_rmw_end##bits(cpu, p, GET##bits(i->reg));                      \
		SET##bits(i->reg, a);                                              \
	}

DEFINE_MOV(8)
DEFINE_MOV(16)
DEFINE_MOV(32)

/* Widening moves: destination size, source size. */
#define DEFINE_EXTEND(name, to, from, type)                                                     \
	void op_##name##from##_##to##_r(struct cpu *cpu, const struct insn *i)                  \
	{                                                                                       \
		SET##to(i->reg, (uint##to##_t)(type)GET##from(i->rm));                          \
	}                                                                                       \
	void op_##name##from##_##to##_m(struct cpu *cpu, const struct insn *i)                  \
	{                                                                                       \
		SET##to(i->reg, (uint##to##_t)(type)cpu_ld##from(cpu, i->seg, cpu_ea(cpu, i))); \
	}

DEFINE_EXTEND(movzx, 16, 8, uint8_t)
DEFINE_EXTEND(movzx, 32, 8, uint8_t)
DEFINE_EXTEND(movzx, 16, 16, uint16_t)
DEFINE_EXTEND(movzx, 32, 16, uint16_t)
DEFINE_EXTEND(movsx, 16, 8, int8_t)
DEFINE_EXTEND(movsx, 32, 8, int8_t)
DEFINE_EXTEND(movsx, 16, 16, int16_t)
DEFINE_EXTEND(movsx, 32, 16, int16_t)

void op_lea16(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->reg, (uint16_t)cpu_ea(cpu, i));
}
void op_lea32(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = cpu_ea(cpu, i);
}

/* 90-97: with the accumulator. 90 itself is NOP. */
void op_xchg_acc16(struct cpu *cpu, const struct insn *i)
{
	uint16_t a = reg16(cpu, i->rm);

	set_reg16(cpu, i->rm, reg16(cpu, EAX));
	set_reg16(cpu, EAX, a);
}
void op_xchg_acc32(struct cpu *cpu, const struct insn *i)
{
	uint32_t a = cpu->r[i->rm];

	cpu->r[i->rm] = cpu->r[EAX];
	cpu->r[EAX] = a;
}
void op_nop(struct cpu *cpu, const struct insn *i)
{
	(void)cpu;
	(void)i;
}

void op_xlat(struct cpu *cpu, const struct insn *i)
{
	uint32_t ea = (cpu->r[EBX] + reg8(cpu, 0)) & i->ea_mask;

	set_reg8(cpu, 0, cpu_ld8(cpu, i->seg, ea));
}

void op_cbw16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg16(cpu, EAX, (uint16_t)(int8_t)reg8(cpu, 0));
}
void op_cbw32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu->r[EAX] = (uint32_t)(int16_t)cpu->r[EAX];
}
void op_cwd16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg16(cpu, EDX, (cpu->r[EAX] & 0x8000) ? 0xffff : 0);
}
void op_cwd32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu->r[EDX] = (cpu->r[EAX] >> 31) ? 0xffffffffu : 0;
}

void op_lahf(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg8(cpu, 1, (uint8_t)(cpu_arith_flags(cpu) | 2));
}
void op_sahf(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_set_arith_flags(cpu, reg8(cpu, 1) | (flag_of(cpu) ? FLAG_OF : 0));
}
void op_clc(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_set_cf(cpu, false);
}
void op_stc(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_set_cf(cpu, true);
}
void op_cmc(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_set_cf(cpu, !cpu->cf);
}
void op_cld(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu->eflags &= ~(uint32_t)FLAG_DF;
}
void op_std(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu->eflags |= FLAG_DF;
}
