/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Multiplication and division: MUL IMUL DIV IDIV. */

#include "cpu/internal.h"
#include "cpu/ops.h"

/*
 * CF and OF tell whether the upper half matters. The manuals leave the others undefined; here SF,
 * ZF and PF follow the low half and AF is 0.
 */
static void mul_flags(struct cpu *cpu, uint32_t low_signed, bool upper)
{
	cpu->z = low_signed;
	cpu->sp = low_signed;
	cpu->cf = upper;
	cpu->x = 0;
	cpu_set_cf_of(cpu, upper, upper);
}

static void mul8(struct cpu *cpu, uint8_t b)
{
	uint16_t r = (uint16_t)(reg8(cpu, 0) * b);

	set_reg16(cpu, EAX, r);
	mul_flags(cpu, (uint32_t)(int8_t)r, r >> 8);
}
static void mul16(struct cpu *cpu, uint16_t b)
{
	uint32_t r = (uint32_t)reg16(cpu, EAX) * b;

	set_reg16(cpu, EAX, (uint16_t)r);
	set_reg16(cpu, EDX, (uint16_t)(r >> 16));
	mul_flags(cpu, (uint32_t)(int16_t)r, r >> 16);
}
static void mul32(struct cpu *cpu, uint32_t b)
{
	uint64_t r = (uint64_t)cpu->r[EAX] * b;

	cpu->r[EAX] = (uint32_t)r;
	cpu->r[EDX] = (uint32_t)(r >> 32);
	mul_flags(cpu, (uint32_t)r, r >> 32);
}
static void imul8(struct cpu *cpu, uint8_t b)
{
	int16_t r = (int16_t)((int8_t)reg8(cpu, 0) * (int8_t)b);

	set_reg16(cpu, EAX, (uint16_t)r);
	mul_flags(cpu, (uint32_t)(int8_t)r, r != (int8_t)r);
}
static void imul16(struct cpu *cpu, uint16_t b)
{
	int32_t r = (int32_t)(int16_t)reg16(cpu, EAX) * (int16_t)b;

	set_reg16(cpu, EAX, (uint16_t)r);
	set_reg16(cpu, EDX, (uint16_t)((uint32_t)r >> 16));
	mul_flags(cpu, (uint32_t)(int16_t)r, r != (int16_t)r);
}
static void imul32(struct cpu *cpu, uint32_t b)
{
	int64_t r = (int64_t)(int32_t)cpu->r[EAX] * (int32_t)b;

	cpu->r[EAX] = (uint32_t)r;
	cpu->r[EDX] = (uint32_t)((uint64_t)r >> 32);
	mul_flags(cpu, (uint32_t)r, r != (int32_t)r);
}
/* Division leaves the flags as they were (the manuals: undefined). */
static void div8(struct cpu *cpu, uint8_t b)
{
	uint16_t a = reg16(cpu, EAX);

	if (b == 0 || a / b > 0xff)
		cpu_fault(cpu, EXC_DE);
	set_reg16(cpu, EAX, (uint16_t)((a % b) << 8 | a / b));
}
static void div16(struct cpu *cpu, uint16_t b)
{
	uint32_t a = (uint32_t)reg16(cpu, EDX) << 16 | reg16(cpu, EAX);

	if (b == 0 || a / b > 0xffff)
		cpu_fault(cpu, EXC_DE);
	set_reg16(cpu, EAX, (uint16_t)(a / b));
	set_reg16(cpu, EDX, (uint16_t)(a % b));
}
static void div32(struct cpu *cpu, uint32_t b)
{
	uint64_t a = (uint64_t)cpu->r[EDX] << 32 | cpu->r[EAX];

	if (b == 0 || a / b > 0xffffffffu)
		cpu_fault(cpu, EXC_DE);
	cpu->r[EAX] = (uint32_t)(a / b);
	cpu->r[EDX] = (uint32_t)(a % b);
}
static void idiv8(struct cpu *cpu, uint8_t b)
{
	int a = (int16_t)reg16(cpu, EAX), d = (int8_t)b;

	if (d == 0 || a / d != (int8_t)(a / d))
		cpu_fault(cpu, EXC_DE);
	set_reg16(cpu, EAX, (uint16_t)((uint8_t)(a % d) << 8 | (uint8_t)(a / d)));
}
static void idiv16(struct cpu *cpu, uint16_t b)
{
	int64_t a = (int32_t)((uint32_t)reg16(cpu, EDX) << 16 | reg16(cpu, EAX));
	int64_t d = (int16_t)b;

	if (d == 0 || a / d != (int16_t)(a / d))
		cpu_fault(cpu, EXC_DE);
	set_reg16(cpu, EAX, (uint16_t)(a / d));
	set_reg16(cpu, EDX, (uint16_t)(a % d));
}
static void idiv32(struct cpu *cpu, uint32_t b)
{
	int64_t a = (int64_t)((uint64_t)cpu->r[EDX] << 32 | cpu->r[EAX]);
	int64_t d = (int32_t)b;

	/* -2^63 / -1 does not fit even in 64 bits. */
	if (d == 0 || (d == -1 && a == INT64_MIN) || a / d != (int32_t)(a / d))
		cpu_fault(cpu, EXC_DE);
	cpu->r[EAX] = (uint32_t)(a / d);
	cpu->r[EDX] = (uint32_t)(a % d);
}

#define DEFINE_ONE_OPERAND(name)                                      \
	void op_##name##8_r(struct cpu * cpu, const struct insn *i)   \
	{                                                             \
		name##8(cpu, reg8(cpu, i->rm));                       \
	}                                                             \
	void op_##name##8_m(struct cpu * cpu, const struct insn *i)   \
	{                                                             \
		name##8(cpu, cpu_ld8(cpu, i->seg, cpu_ea(cpu, i)));   \
	}                                                             \
	void op_##name##16_r(struct cpu * cpu, const struct insn *i)  \
	{                                                             \
		name##16(cpu, reg16(cpu, i->rm));                     \
	}                                                             \
	void op_##name##16_m(struct cpu * cpu, const struct insn *i)  \
	{                                                             \
		name##16(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i))); \
	}                                                             \
	void op_##name##32_r(struct cpu * cpu, const struct insn *i)  \
	{                                                             \
		name##32(cpu, cpu->r[i->rm]);                         \
	}                                                             \
	void op_##name##32_m(struct cpu * cpu, const struct insn *i)  \
	{                                                             \
		name##32(cpu, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i))); \
	}

DEFINE_ONE_OPERAND(mul)
DEFINE_ONE_OPERAND(imul)
DEFINE_ONE_OPERAND(div)
DEFINE_ONE_OPERAND(idiv)

static uint16_t product16(struct cpu *cpu, uint16_t a, uint16_t b)
{
	int32_t r = (int32_t)(int16_t)a * (int16_t)b;

	mul_flags(cpu, (uint32_t)(int16_t)r, r != (int16_t)r);
	return (uint16_t)r;
}
static uint32_t product32(struct cpu *cpu, uint32_t a, uint32_t b)
{
	int64_t r = (int64_t)(int32_t)a * (int32_t)b;

	mul_flags(cpu, (uint32_t)r, r != (int32_t)r);
	return (uint32_t)r;
}

/* IMUL reg, r/m and IMUL reg, r/m, immediate. */
void op_imul_ge16_r(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->reg, product16(cpu, reg16(cpu, i->reg), reg16(cpu, i->rm)));
}
void op_imul_ge16_m(struct cpu *cpu, const struct insn *i)
{
	uint16_t b = cpu_ld16(cpu, i->seg, cpu_ea(cpu, i));

	set_reg16(cpu, i->reg, product16(cpu, reg16(cpu, i->reg), b));
}
void op_imul_ge32_r(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = product32(cpu, cpu->r[i->reg], cpu->r[i->rm]);
}
void op_imul_ge32_m(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = product32(cpu, cpu->r[i->reg], cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_imul_gei16_r(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->reg, product16(cpu, reg16(cpu, i->rm), (uint16_t)i->imm));
}
void op_imul_gei16_m(struct cpu *cpu, const struct insn *i)
{
	uint16_t a = cpu_ld16(cpu, i->seg, cpu_ea(cpu, i));

	set_reg16(cpu, i->reg, product16(cpu, a, (uint16_t)i->imm));
}
void op_imul_gei32_r(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = product32(cpu, cpu->r[i->rm], i->imm);
}
void op_imul_gei32_m(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = product32(cpu, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)), i->imm);
}
