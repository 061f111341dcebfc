/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short ways for the commonest instructions of flat 32-bit code: same effect, fewer checks. */

#include "cpu/arith.h"
#include "cpu/fast.h"
#include "cpu/ops.h"
#include "cpu/shifting.h"

/*
 * The memory forms run only under MODE_FLAT, with 32-bit addressing and no index register: then
 * the address is linear as it stands. What their accesses cannot do directly falls back to the
 * full way.
 */
static inline uint32_t address(const struct cpu *cpu, const struct insn *i)
{
	return cpu->r[i->base] + i->disp;
}

/*
 * These handlers go on to the next instruction by themselves (a jump, once optimised), without a
 * detour through run_block(). The last one of a block leads to op_block_end(). Instructions that
 * touch memory look at cpu->attention first: what they touched may want the main loop's eye.
 */
#define NEXT                         \
	do {                         \
		cpu->cur = i + 1;    \
		i[1].fn(cpu, i + 1); \
		return;              \
	} while (0)
#define NEXT_UNLESS_ATTENTION                \
	do {                                 \
		if (likely(!cpu->attention)) \
			NEXT;                \
	} while (0)

#define DEFINE_MOV(bits)                                                             \
	static void mov_ge##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		SET##bits(i->reg, cpu_ldf##bits(cpu, i->seg, address(cpu, i)));      \
		NEXT_UNLESS_ATTENTION;                                               \
	}                                                                            \
	static void mov_eg##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		cpu_stf##bits(cpu, i->seg, address(cpu, i), GET##bits(i->reg));      \
		NEXT_UNLESS_ATTENTION;                                               \
	}                                                                            \
	static void mov_ei##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                            \
		cpu_stf##bits(cpu, i->seg, address(cpu, i), (uint##bits##_t)i->imm); \
		NEXT_UNLESS_ATTENTION;                                               \
	}

DEFINE_MOV(8)
DEFINE_MOV(16)
DEFINE_MOV(32)

static void movzx8(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = cpu_ldf8(cpu, i->seg, address(cpu, i));
	NEXT_UNLESS_ATTENTION;
}
static void movzx16(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = cpu_ldf16(cpu, i->seg, address(cpu, i));
	NEXT_UNLESS_ATTENTION;
}
static void movsx8(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->reg] = (uint32_t)(int8_t)cpu_ldf8(cpu, i->seg, address(cpu, i));
	NEXT_UNLESS_ATTENTION;
}

#define DEFINE_LOAD_OP(name)                                          \
	static void name##_ge(struct cpu *cpu, const struct insn *i)  \
	{                                                             \
		uint32_t b = cpu_ldf32(cpu, i->seg, address(cpu, i)); \
                                                                      \
		cpu->r[i->reg] = name##32(cpu, cpu->r[i->reg], b);    \
		NEXT_UNLESS_ATTENTION;                                \
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
		NEXT_UNLESS_ATTENTION;                                                           \
	}                                                                                        \
	static void name##_ei##bits(struct cpu *cpu, const struct insn *i)                       \
	{                                                                                        \
		name##bits(cpu, cpu_ldf##bits(cpu, i->seg, address(cpu, i)),                     \
			   (uint##bits##_t)i->imm);                                              \
		NEXT_UNLESS_ATTENTION;                                                           \
	}

DEFINE_COMPARE(cmp, 8)
DEFINE_COMPARE(cmp, 32)
DEFINE_COMPARE(test, 8)
DEFINE_COMPARE(test, 32)

static void cmp_ge32(struct cpu *cpu, const struct insn *i)
{
	cmp32(cpu, cpu->r[i->reg], cpu_ldf32(cpu, i->seg, address(cpu, i)));
	NEXT_UNLESS_ATTENTION;
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
	NEXT_UNLESS_ATTENTION;
}
static void push_i(struct cpu *cpu, const struct insn *i)
{
	push(cpu, i->imm);
	NEXT_UNLESS_ATTENTION;
}
static void push_m(struct cpu *cpu, const struct insn *i)
{
	push(cpu, cpu_ldf32(cpu, i->seg, address(cpu, i)));
	NEXT_UNLESS_ATTENTION;
}
static void pop_r(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = cpu_ldf32(cpu, SS, cpu->r[ESP]);

	cpu->r[ESP] += 4;
	cpu->r[i->rm] = v;
	NEXT_UNLESS_ATTENTION;
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

/* Register forms: the same in every mode. */
#define DEFINE_REGISTER(name, expr)                             \
	static void name(struct cpu *cpu, const struct insn *i) \
	{                                                       \
		expr;                                           \
		NEXT;                                           \
	}
#define DST cpu->r[i->rm]
#define SRC cpu->r[i->reg]

DEFINE_REGISTER(r_mov_eg, DST = SRC)
DEFINE_REGISTER(r_mov_ge, SRC = DST)
DEFINE_REGISTER(r_mov_ei, DST = i->imm)
DEFINE_REGISTER(r_lea, SRC = cpu_ea(cpu, i))
DEFINE_REGISTER(r_movzx8, SRC = reg8(cpu, i->rm))
DEFINE_REGISTER(r_movzx16, SRC = reg16(cpu, i->rm))
DEFINE_REGISTER(r_movsx8, SRC = (uint32_t)(int8_t)reg8(cpu, i->rm))
DEFINE_REGISTER(r_inc, DST = inc32(cpu, DST))
DEFINE_REGISTER(r_dec, DST = dec32(cpu, DST))
DEFINE_REGISTER(r_neg, DST = neg32(cpu, DST))
DEFINE_REGISTER(r_not, DST = ~DST)
DEFINE_REGISTER(r_mov8_eg, set_reg8(cpu, i->rm, reg8(cpu, i->reg)))
DEFINE_REGISTER(r_mov8_ge, set_reg8(cpu, i->reg, reg8(cpu, i->rm)))
DEFINE_REGISTER(r_mov8_ei, set_reg8(cpu, i->rm, (uint8_t)i->imm))
DEFINE_REGISTER(r_cmp8_eg, cmp8(cpu, reg8(cpu, i->rm), reg8(cpu, i->reg)))
DEFINE_REGISTER(r_cmp8_ei, cmp8(cpu, reg8(cpu, i->rm), (uint8_t)i->imm))
DEFINE_REGISTER(r_test8_eg, test8(cpu, reg8(cpu, i->rm), reg8(cpu, i->reg)))
DEFINE_REGISTER(r_test8_ei, test8(cpu, reg8(cpu, i->rm), (uint8_t)i->imm))

#define DEFINE_ALU(name)                                              \
	DEFINE_REGISTER(r_##name##_eg, DST = name##32(cpu, DST, SRC)) \
	DEFINE_REGISTER(r_##name##_ge, SRC = name##32(cpu, SRC, DST)) \
	DEFINE_REGISTER(r_##name##_ei, DST = name##32(cpu, DST, i->imm))

DEFINE_ALU(add)
DEFINE_ALU(or)
DEFINE_ALU(adc)
DEFINE_ALU(sbb)
DEFINE_ALU(and)
DEFINE_ALU(sub)
DEFINE_ALU(xor)
DEFINE_REGISTER(r_cmp_eg, cmp32(cpu, DST, SRC))
DEFINE_REGISTER(r_cmp_ge, cmp32(cpu, SRC, DST))
DEFINE_REGISTER(r_cmp_ei, cmp32(cpu, DST, i->imm))
DEFINE_REGISTER(r_test_eg, test32(cpu, DST, SRC))
DEFINE_REGISTER(r_test_ei, test32(cpu, DST, i->imm))

/* Shifts by a constant; a count of zero keeps the flags. */
#define DEFINE_SHIFT(name) \
	DEFINE_REGISTER(r_##name, if (likely(i->imm & 31)) DST = name##32(cpu, DST, i->imm & 31))

DEFINE_SHIFT(shl)
DEFINE_SHIFT(shr)
DEFINE_SHIFT(sar)
DEFINE_SHIFT(rol)
DEFINE_SHIFT(ror)

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

static const struct form register_forms[] = {
	{op_mov_eg32_r, r_mov_eg},   {op_mov_ge32_r, r_mov_ge},	   {op_mov_ei32_r, r_mov_ei},
	{op_movzx8_32_r, r_movzx8},  {op_movzx16_32_r, r_movzx16}, {op_movsx8_32_r, r_movsx8},
	{op_inc32_r, r_inc},	     {op_dec32_r, r_dec},	   {op_neg32_r, r_neg},
	{op_not32_r, r_not},	     {op_mov_eg8_r, r_mov8_eg},	   {op_mov_ge8_r, r_mov8_ge},
	{op_mov_ei8_r, r_mov8_ei},   {op_cmp_eg8_r, r_cmp8_eg},	   {op_cmp_ei8_r, r_cmp8_ei},
	{op_test_eg8_r, r_test8_eg}, {op_test_ei8_r, r_test8_ei},  {op_cmp_eg32_r, r_cmp_eg},
	{op_cmp_ge32_r, r_cmp_ge},   {op_cmp_ei32_r, r_cmp_ei},	   {op_test_eg32_r, r_test_eg},
	{op_test_ei32_r, r_test_ei}, {op_add_eg32_r, r_add_eg},	   {op_add_ge32_r, r_add_ge},
	{op_add_ei32_r, r_add_ei},   {op_or_eg32_r, r_or_eg},	   {op_or_ge32_r, r_or_ge},
	{op_or_ei32_r, r_or_ei},     {op_adc_eg32_r, r_adc_eg},	   {op_adc_ge32_r, r_adc_ge},
	{op_adc_ei32_r, r_adc_ei},   {op_sbb_eg32_r, r_sbb_eg},	   {op_sbb_ge32_r, r_sbb_ge},
	{op_sbb_ei32_r, r_sbb_ei},   {op_and_eg32_r, r_and_eg},	   {op_and_ge32_r, r_and_ge},
	{op_and_ei32_r, r_and_ei},   {op_sub_eg32_r, r_sub_eg},	   {op_sub_ge32_r, r_sub_ge},
	{op_sub_ei32_r, r_sub_ei},   {op_xor_eg32_r, r_xor_eg},	   {op_xor_ge32_r, r_xor_ge},
	{op_xor_ei32_r, r_xor_ei},   {op_shl_i32_r, r_shl},	   {op_shr_i32_r, r_shr},
	{op_sar_i32_r, r_sar},	     {op_rol_i32_r, r_rol},	   {op_ror_i32_r, r_ror},
};

static cpu_handler find(const struct form *f, unsigned count, cpu_handler fn)
{
	for (unsigned n = 0; n < count; n++)
		if (f[n].general == fn)
			return f[n].fast;
	return fn;
}

#define FIND(table, fn) find(table, sizeof(table) / sizeof((table)[0]), fn)

cpu_handler fast_form(const struct insn *i, cpu_handler fn, bool flat)
{
	if (fn == op_lea32)
		return r_lea;
	if (!(i->flags & INSN_MEM)) {
		cpu_handler fast = FIND(register_forms, fn);

		return fast == fn && flat ? FIND(stack_forms, fn) : fast;
	}
	if (!flat || !(i->flags & INSN_ADDR32) || i->index != INSN_NO_REG || i->seg == CS ||
	    i->seg > DS)
		return fn;
	return FIND(memory_forms, fn);
}

void op_block_end(struct cpu *cpu, const struct insn *i)
{
	cpu->cur = i - 1;
}
