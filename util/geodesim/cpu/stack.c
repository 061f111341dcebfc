/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PUSH POP PUSHA POPA PUSHF POPF ENTER LEAVE. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/stack.h"

void op_push_r16(struct cpu *cpu, const struct insn *i)
{
	push16(cpu, reg16(cpu, i->rm));
}
void op_push_r32(struct cpu *cpu, const struct insn *i)
{
	push32(cpu, cpu->r[i->rm]);
}
void op_push_m16(struct cpu *cpu, const struct insn *i)
{
	push16(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_push_m32(struct cpu *cpu, const struct insn *i)
{
	push32(cpu, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_push_i16(struct cpu *cpu, const struct insn *i)
{
	push16(cpu, (uint16_t)i->imm);
}
void op_push_i32(struct cpu *cpu, const struct insn *i)
{
	push32(cpu, i->imm);
}

void op_pop_r16(struct cpu *cpu, const struct insn *i)
{
	uint16_t v = top16(cpu, 0);

	drop(cpu, 2);
	set_reg16(cpu, i->rm, v);
}
void op_pop_r32(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = top32(cpu, 0);

	drop(cpu, 4);
	cpu->r[i->rm] = v;
}
/* An address that uses ESP is worked out after ESP has moved. */
static uint32_t pop_ea(const struct cpu *cpu, const struct insn *i, unsigned bytes)
{
	return (cpu_ea(cpu, i) + (i->base == ESP ? bytes : 0)) & i->ea_mask;
}
void op_pop_m16(struct cpu *cpu, const struct insn *i)
{
	uint16_t v = top16(cpu, 0);

	cpu_st16(cpu, i->seg, pop_ea(cpu, i, 2), v);
	drop(cpu, 2);
}
void op_pop_m32(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = top32(cpu, 0);

	cpu_st32(cpu, i->seg, pop_ea(cpu, i, 4), v);
	drop(cpu, 4);
}

void op_pusha16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	for (int n = 1; n <= 8; n++)
		cpu_check_range(cpu, SS, stack_at(cpu, -2 * n), 2, true);
	for (int n = 0; n < 8; n++)
		cpu_st16(cpu, SS, stack_at(cpu, -2 * (n + 1)), reg16(cpu, (unsigned)n));
	set_sp(cpu, cpu->r[ESP] - 16);
}
void op_pusha32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	for (int n = 1; n <= 8; n++)
		cpu_check_range(cpu, SS, stack_at(cpu, -4 * n), 4, true);
	for (int n = 0; n < 8; n++)
		cpu_st32(cpu, SS, stack_at(cpu, -4 * (n + 1)), cpu->r[n]);
	set_sp(cpu, cpu->r[ESP] - 32);
}
void op_popa16(struct cpu *cpu, const struct insn *i)
{
	uint16_t v[8];

	(void)i;
	for (int n = 0; n < 8; n++)
		v[n] = top16(cpu, 2 * n);
	for (unsigned n = 0; n < 8; n++)
		if (n != 3)
			set_reg16(cpu, EDI - n, v[n]);
	drop(cpu, 16);
}
void op_popa32(struct cpu *cpu, const struct insn *i)
{
	uint32_t v[8];

	(void)i;
	for (int n = 0; n < 8; n++)
		v[n] = top32(cpu, 4 * n);
	for (unsigned n = 0; n < 8; n++)
		if (n != 3)
			cpu->r[EDI - n] = v[n];
	drop(cpu, 32);
}

/* In virtual-8086 mode PUSHF and POPF need IOPL 3 (there is no VME here). */
static void check_iopl(struct cpu *cpu)
{
	if (cpu_v86(cpu) && (cpu->eflags & FLAG_IOPL) != FLAG_IOPL)
		cpu_gp(cpu, 0);
}
void op_pushf16(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	check_iopl(cpu);
	push16(cpu, (uint16_t)cpu_eflags(cpu));
}
void op_pushf32(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	check_iopl(cpu);
	push32(cpu, cpu_eflags(cpu) & ~(uint32_t)(FLAG_VM | FLAG_RF));
}

/* Which flags POPF may change follows from CPL and IOPL; VM and RF never (RF becomes 0). */
static uint32_t popf_mask(const struct cpu *cpu)
{
	uint32_t mask = FLAGS_ALL & ~(uint32_t)(FLAG_VM | FLAG_RF);

	if (!cpu_protected(cpu))
		return mask;
	if (cpu->cpl > 0)
		mask &= ~(uint32_t)FLAG_IOPL;
	if (cpu->cpl > (cpu->eflags & FLAG_IOPL) >> 12)
		mask &= ~(uint32_t)FLAG_IF;
	return mask;
}
void op_popf16(struct cpu *cpu, const struct insn *i)
{
	uint16_t v;

	(void)i;
	check_iopl(cpu);
	v = top16(cpu, 0);
	drop(cpu, 2);
	cpu_set_eflags(cpu, v, popf_mask(cpu) & 0xffff);
}
void op_popf32(struct cpu *cpu, const struct insn *i)
{
	uint32_t v;

	(void)i;
	check_iopl(cpu);
	v = top32(cpu, 0);
	drop(cpu, 4);
	cpu_set_eflags(cpu, v, popf_mask(cpu));
	cpu->eflags &= ~(uint32_t)FLAG_RF;
}

/*
 * ENTER: push the frame pointer, copy level - 1 outer frame pointers and push the new one, then
 * make room. All of it is checked first, the lowest byte of the new frame included.
 */
static void enter(struct cpu *cpu, const struct insn *i, int size)
{
	unsigned level = i->imm2 & 31;
	uint32_t frame = stack_at(cpu, -size);
	uint32_t bp = cpu->r[EBP];
	/* As a doubleword the frame pointer is all of ESP, on a 16-bit stack too. */
	uint32_t pointer = (cpu->r[ESP] & ~cpu->sp_mask) | frame;
	uint32_t sp;

	for (unsigned n = 0; n <= level; n++) {
		uint32_t from = (bp - n * (unsigned)size) & cpu->sp_mask;

		if (n && n < level)
			cpu_check_range(cpu, SS, from, (unsigned)size, false);
		cpu_check_range(cpu, SS, stack_at(cpu, -size * (int)(n + 1)), (unsigned)size, true);
	}
	sp = stack_at(cpu, -size * (int)(level + 1) - (int)i->imm);
	cpu_check_range(cpu, SS, sp, (unsigned)size, true);

	/* Each pointer is read when its turn comes: the pushes may overlap the old frame. */
	for (unsigned n = 0; n <= level; n++) {
		uint32_t at = stack_at(cpu, -size * (int)(n + 1));
		uint32_t from = (bp - n * (unsigned)size) & cpu->sp_mask;
		uint32_t v = bp;

		if (n == level && level)
			v = pointer;
		else if (n)
			v = size == 2 ? cpu_ld16(cpu, SS, from) : cpu_ld32(cpu, SS, from);
		if (size == 2)
			cpu_st16(cpu, SS, at, (uint16_t)v);
		else
			cpu_st32(cpu, SS, at, v);
	}
	if (size == 2)
		set_reg16(cpu, EBP, (uint16_t)frame);
	else
		cpu->r[EBP] = pointer;
	set_sp(cpu, sp);
}
void op_enter16(struct cpu *cpu, const struct insn *i)
{
	enter(cpu, i, 2);
}
void op_enter32(struct cpu *cpu, const struct insn *i)
{
	enter(cpu, i, 4);
}
void op_leave16(struct cpu *cpu, const struct insn *i)
{
	uint32_t sp = cpu->r[EBP] & cpu->sp_mask;
	uint16_t v = cpu_ld16(cpu, SS, sp);

	(void)i;
	set_sp(cpu, sp + 2);
	set_reg16(cpu, EBP, v);
}
void op_leave32(struct cpu *cpu, const struct insn *i)
{
	uint32_t sp = cpu->r[EBP] & cpu->sp_mask;
	uint32_t v = cpu_ld32(cpu, SS, sp);

	(void)i;
	set_sp(cpu, sp + 4);
	cpu->r[EBP] = v;
}
