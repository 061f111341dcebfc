/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bits: BT BTS BTR BTC BSF BSR BSWAP and SETcc, CMOVcc. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/cond.h"

static uint32_t keep(uint32_t a, uint32_t bit)
{
	(void)bit;
	return a;
}
static uint32_t set(uint32_t a, uint32_t bit)
{
	return a | bit;
}
static uint32_t clear(uint32_t a, uint32_t bit)
{
	return a & ~bit;
}
static uint32_t flip(uint32_t a, uint32_t bit)
{
	return a ^ bit;
}

/* The bit goes to CF; the other flags stay (OF, SF, AF, PF: undefined in the manuals). */
static inline void take_bit(struct cpu *cpu, uint32_t a, unsigned n)
{
	cpu_set_cf(cpu, a >> n & 1);
}

/* With a register index a memory operand is a bit string: any signed bit number is valid. */
static inline uint32_t string_ea16(struct cpu *cpu, const struct insn *i)
{
	int32_t word = (int16_t)reg16(cpu, i->reg) >> 4;

	return (cpu_ea(cpu, i) + (uint32_t)word * 2) & i->ea_mask;
}
static inline uint32_t string_ea32(struct cpu *cpu, const struct insn *i)
{
	int32_t dword = (int32_t)cpu->r[i->reg] >> 5;

	return (cpu_ea(cpu, i) + (uint32_t)dword * 4) & i->ea_mask;
}

#define DEFINE_BT(name, change)                                        \
	void op_##name##_eg16_r(struct cpu *cpu, const struct insn *i) \
	{                                                              \
		unsigned n = cpu->r[i->reg] & 15;                      \
		uint16_t a = reg16(cpu, i->rm);                        \
                                                                       \
		take_bit(cpu, a, n);                                   \
		set_reg16(cpu, i->rm, (uint16_t)change(a, 1u << n));   \
	}                                                              \
	void op_##name##_eg32_r(struct cpu *cpu, const struct insn *i) \
	{                                                              \
		unsigned n = cpu->r[i->reg] & 31;                      \
		uint32_t a = cpu->r[i->rm];                            \
                                                                       \
		take_bit(cpu, a, n);                                   \
		cpu->r[i->rm] = change(a, 1u << n);                    \
	}                                                              \
	void op_##name##_ei16_r(struct cpu *cpu, const struct insn *i) \
	{                                                              \
		unsigned n = i->imm & 15;                              \
		uint16_t a = reg16(cpu, i->rm);                        \
                                                                       \
		take_bit(cpu, a, n);                                   \
		set_reg16(cpu, i->rm, (uint16_t)change(a, 1u << n));   \
	}                                                              \
	void op_##name##_ei32_r(struct cpu *cpu, const struct insn *i) \
	{                                                              \
		unsigned n = i->imm & 31;                              \
		uint32_t a = cpu->r[i->rm];                            \
                                                                       \
		take_bit(cpu, a, n);                                   \
		cpu->r[i->rm] = change(a, 1u << n);                    \
	}

#define DEFINE_BT_MEMORY(name, change, form, bits, address, number)                 \
	void op_##name##_##form##bits##_m(struct cpu *cpu, const struct insn *i)    \
	{                                                                           \
		unsigned n = (number) & (bits - 1);                                 \
		uint8_t *p;                                                         \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, address(cpu, i), &p); \
                                                                                    \
		take_bit(cpu, a, n);                                                \
		cpu_rmw_end##bits(cpu, p, (uint##bits##_t)change(a, 1u << n));      \
	}

#define DEFINE_BT_ALL(name, change)                                         \
	DEFINE_BT(name, change)                                             \
	DEFINE_BT_MEMORY(name, change, eg, 16, string_ea16, cpu->r[i->reg]) \
	DEFINE_BT_MEMORY(name, change, eg, 32, string_ea32, cpu->r[i->reg]) \
	DEFINE_BT_MEMORY(name, change, ei, 16, cpu_ea, i->imm)              \
	DEFINE_BT_MEMORY(name, change, ei, 32, cpu_ea, i->imm)

DEFINE_BT(bt, keep)
DEFINE_BT_ALL(bts, set)
DEFINE_BT_ALL(btr, clear)
DEFINE_BT_ALL(btc, flip)

void op_bt_eg16_m(struct cpu *cpu, const struct insn *i)
{
	take_bit(cpu, cpu_ld16(cpu, i->seg, string_ea16(cpu, i)), cpu->r[i->reg] & 15);
}
void op_bt_eg32_m(struct cpu *cpu, const struct insn *i)
{
	take_bit(cpu, cpu_ld32(cpu, i->seg, string_ea32(cpu, i)), cpu->r[i->reg] & 31);
}
void op_bt_ei16_m(struct cpu *cpu, const struct insn *i)
{
	take_bit(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)), i->imm & 15);
}
void op_bt_ei32_m(struct cpu *cpu, const struct insn *i)
{
	take_bit(cpu, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i)), i->imm & 31);
}

/* BSF and BSR: only ZF is defined; a zero source leaves the destination alone. */
static void scan_flags(struct cpu *cpu, bool zero)
{
	uint32_t f = cpu_arith_flags(cpu) & ~FLAG_ZF;

	cpu_set_arith_flags(cpu, zero ? f | FLAG_ZF : f);
}
static void bsf16(struct cpu *cpu, unsigned reg, uint16_t a)
{
	if (a)
		set_reg16(cpu, reg, (uint16_t)__builtin_ctz(a));
	scan_flags(cpu, a == 0);
}
static void bsf32(struct cpu *cpu, unsigned reg, uint32_t a)
{
	if (a)
		cpu->r[reg] = (uint32_t)__builtin_ctz(a);
	scan_flags(cpu, a == 0);
}
static void bsr16(struct cpu *cpu, unsigned reg, uint16_t a)
{
	if (a)
		set_reg16(cpu, reg, (uint16_t)(31 - __builtin_clz(a)));
	scan_flags(cpu, a == 0);
}
static void bsr32(struct cpu *cpu, unsigned reg, uint32_t a)
{
	if (a)
		cpu->r[reg] = (uint32_t)(31 - __builtin_clz(a));
	scan_flags(cpu, a == 0);
}

#define DEFINE_SCAN(name)                                                     \
	void op_##name##16_r(struct cpu * cpu, const struct insn *i)          \
	{                                                                     \
		name##16(cpu, i->reg, reg16(cpu, i->rm));                     \
	}                                                                     \
	void op_##name##16_m(struct cpu * cpu, const struct insn *i)          \
	{                                                                     \
		name##16(cpu, i->reg, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i))); \
	}                                                                     \
	void op_##name##32_r(struct cpu * cpu, const struct insn *i)          \
	{                                                                     \
		name##32(cpu, i->reg, cpu->r[i->rm]);                         \
	}                                                                     \
	void op_##name##32_m(struct cpu * cpu, const struct insn *i)          \
	{                                                                     \
		name##32(cpu, i->reg, cpu_ld32(cpu, i->seg, cpu_ea(cpu, i))); \
	}

DEFINE_SCAN(bsf)
DEFINE_SCAN(bsr)

void op_bswap32(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->rm] = __builtin_bswap32(cpu->r[i->rm]);
}
/* With a 16-bit operand BSWAP is undefined; like most parts this one then clears the word. */
void op_bswap16(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->rm, 0);
}

#define DEFINE_CONDITIONAL(cc)                                         \
	void op_set##cc##_r(struct cpu *cpu, const struct insn *i)     \
	{                                                              \
		set_reg8(cpu, i->rm, cond_##cc(cpu));                  \
	}                                                              \
	void op_set##cc##_m(struct cpu *cpu, const struct insn *i)     \
	{                                                              \
		cpu_st8(cpu, i->seg, cpu_ea(cpu, i), cond_##cc(cpu));  \
	}                                                              \
	void op_cmov##cc##16_r(struct cpu * cpu, const struct insn *i) \
	{                                                              \
		if (cond_##cc(cpu))                                    \
			set_reg16(cpu, i->reg, reg16(cpu, i->rm));     \
	}                                                              \
	void op_cmov##cc##32_r(struct cpu * cpu, const struct insn *i) \
	{                                                              \
		if (cond_##cc(cpu))                                    \
			cpu->r[i->reg] = cpu->r[i->rm];                \
	}                                                              \
	/* The operand is read whatever the condition. */              \
	void op_cmov##cc##16_m(struct cpu * cpu, const struct insn *i) \
	{                                                              \
		uint16_t v = cpu_ld16(cpu, i->seg, cpu_ea(cpu, i));    \
                                                                       \
		if (cond_##cc(cpu))                                    \
			set_reg16(cpu, i->reg, v);                     \
	}                                                              \
	void op_cmov##cc##32_m(struct cpu * cpu, const struct insn *i) \
	{                                                              \
		uint32_t v = cpu_ld32(cpu, i->seg, cpu_ea(cpu, i));    \
                                                                       \
		if (cond_##cc(cpu))                                    \
			cpu->r[i->reg] = v;                            \
	}

CONDITIONS(DEFINE_CONDITIONAL)
