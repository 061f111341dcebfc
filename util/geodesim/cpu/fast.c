/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short ways for the commonest instructions of flat 32-bit code: same effect, fewer checks. */

#include "cpu/arith.h"
#include "cpu/fast.h"
#include "cpu/ops.h"

/*
 * These run only under MODE_FLAT, with 32-bit addressing and no index register: then the address
 * is linear as it stands. What their accesses cannot do directly falls back to the full way.
 */
static inline uint32_t address(const struct cpu *cpu, const struct insn *i)
{
	return cpu->r[i->base] + i->disp;
}

#define DEFINE_MOV(bits)                                                             \
	static void mov_ge##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		SET##bits(i->reg, cpu_ldf##bits(cpu, i->seg, address(cpu, i)));      \
	}                                                                            \
	static void mov_eg##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		cpu_stf##bits(cpu, i->seg, address(cpu, i), GET##bits(i->reg));      \
	}                                                                            \
	static void mov_ei##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		cpu_stf##bits(cpu, i->seg, address(cpu, i), (uint##bits##_t)i->imm); \
	}

DEFINE_MOV(8)
DEFINE_MOV(16)
DEFINE_MOV(32)

static void movzx8(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = cpu_ldf8(cpu, i->seg, address(cpu, i));
}
static void movzx16(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = cpu_ldf16(cpu, i->seg, address(cpu, i));
}
static void movsx8(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = (uint32_t)(int8_t)cpu_ldf8(cpu, i->seg, address(cpu, i));
}

#define DEFINE_LOAD_OP(name)                                          \
	static void name##_ge(struct cpu *cpu, const struct insn *i)  \
	{                                                             \
		uint32_t b = cpu_ldf32(cpu, i->seg, address(cpu, i)); \
                                                                      \
		cpu->r[i->reg] = name##32(cpu, cpu->r[i->reg], b);    \
	}

DEFINE_LOAD_OP(add)
DEFINE_LOAD_OP(or)
DEFINE_LOAD_OP(adc)
DEFINE_LOAD_OP(sbb)
DEFINE_LOAD_OP(and)
DEFINE_LOAD_OP(sub)
DEFINE_LOAD_OP(xor)

#define DEFINE_COMPARE(name, bits)                                                               \
	static void name##_eg##bits(struct cpu *cpu, const struct insn *i)                       \
	{                                                                                        \
		name##bits(cpu, cpu_ldf##bits(cpu, i->seg, address(cpu, i)), GET##bits(i->reg)); \
	}                                                                                        \
	static void name##_ei##bits(struct cpu *cpu, const struct insn *i)                       \
	{                                                                                        \
		name##bits(cpu, cpu_ldf##bits(cpu, i->seg, address(cpu, i)),                     \
			   (uint##bits##_t)i->imm);                                              \
	}

DEFINE_COMPARE(cmp, 8)
DEFINE_COMPARE(cmp, 32)
DEFINE_COMPARE(test, 8)
DEFINE_COMPARE(test, 32)

static void cmp_ge32(struct cpu *cpu, const struct insn *i)
{
	cmp32(cpu, cpu->r[i->reg], cpu_ldf32(cpu, i->seg, address(cpu, i)));
}

static inline void push(struct cpu *cpu, uint32_t v)
{
	uint32_t sp = cpu->r[ESP] - 4;

	cpu_stf32(cpu, SS, sp, v);
	cpu->r[ESP] = sp;
}
static void push_r(struct cpu *cpu, const struct insn *i)
{
	push(cpu, cpu->r[i->rm]);
}
static void push_i(struct cpu *cpu, const struct insn *i)
{
	push(cpu, i->imm);
}
static void push_m(struct cpu *cpu, const struct insn *i)
{
	push(cpu, cpu_ldf32(cpu, i->seg, address(cpu, i)));
}
static void pop_r(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = cpu_ldf32(cpu, SS, cpu->r[ESP]);

	cpu->r[ESP] += 4;
	cpu->r[i->rm] = v;
}
static void call(struct cpu *cpu, const struct insn *i)
{
	uint32_t next = cpu_next_eip(cpu, i), target = next + i->imm;

	if (unlikely(target > cpu->seg[CS].limit))
		cpu_gp(cpu, 0);
	push(cpu, next);
	cpu->eip = target;
}
static void ret(struct cpu *cpu, const struct insn *i)
{
	uint32_t target = cpu_ldf32(cpu, SS, cpu->r[ESP]);

	if (unlikely(target > cpu->seg[CS].limit))
		cpu_gp(cpu, 0);
	cpu->r[ESP] += 4 + i->imm;
	cpu->eip = target;
}

struct form {
	cpu_handler general, fast;
};

static const struct form memory_forms[] = {
	{op_mov_ge32_m, mov_ge32},   {op_mov_eg32_m, mov_eg32},	  {op_mov_ei32_m, mov_ei32},
	{op_mov_ge8_m, mov_ge8},     {op_mov_eg8_m, mov_eg8},	  {op_mov_ei8_m, mov_ei8},
	{op_mov_ge16_m, mov_ge16},   {op_mov_eg16_m, mov_eg16},	  {op_mov_ei16_m, mov_ei16},
	{op_movzx8_32_m, movzx8},    {op_movzx16_32_m, movzx16},  {op_movsx8_32_m, movsx8},
	{op_add_ge32_m, add_ge},     {op_or_ge32_m, or_ge},	  {op_adc_ge32_m, adc_ge},
	{op_sbb_ge32_m, sbb_ge},     {op_and_ge32_m, and_ge},	  {op_sub_ge32_m, sub_ge},
	{op_xor_ge32_m, xor_ge},     {op_cmp_ge32_m, cmp_ge32},	  {op_cmp_eg32_m, cmp_eg32},
	{op_cmp_ei32_m, cmp_ei32},   {op_cmp_eg8_m, cmp_eg8},	  {op_cmp_ei8_m, cmp_ei8},
	{op_test_eg32_m, test_eg32}, {op_test_ei32_m, test_ei32}, {op_test_eg8_m, test_eg8},
	{op_test_ei8_m, test_ei8},   {op_push_m32, push_m},
};
static const struct form stack_forms[] = {
	{op_push_r32, push_r}, {op_push_i32, push_i}, {op_pop_r32, pop_r},
	{op_call32, call},     {op_ret32, ret},
};

static cpu_handler find(const struct form *f, unsigned count, cpu_handler fn)
{
	for (unsigned n = 0; n < count; n++)
		if (f[n].general == fn)
			return f[n].fast;
	return fn;
}

cpu_handler fast_form(const struct insn *i, cpu_handler fn)
{
	if (!(i->flags & INSN_MEM))
		return find(stack_forms, sizeof(stack_forms) / sizeof(stack_forms[0]), fn);
	if (!(i->flags & INSN_ADDR32) || i->index != INSN_NO_REG || i->seg == CS || i->seg > DS)
		return fn;
	return find(memory_forms, sizeof(memory_forms) / sizeof(memory_forms[0]), fn);
}
