/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addition, subtraction and logic: ADD OR ADC SBB AND SUB XOR CMP TEST INC DEC NOT NEG. */

#include "cpu/arith.h"
#include "cpu/ops.h"

/* Two operands that write the first: r/m,reg  reg,r/m  r/m,immediate. */
#define DEFINE_BINARY(name, bits)                                                            \
	void op_##name##_eg##bits##_r(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		SET##bits(i->rm, name##bits(cpu, GET##bits(i->rm), GET##bits(i->reg)));      \
	}                                                                                    \
	void op_##name##_eg##bits##_m(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		uint8_t *p;                                                                  \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p);           \
                                                                                             \
		cpu_rmw_end##bits(cpu, p, name##bits(cpu, a, GET##bits(i->reg)));            \
	}                                                                                    \
	void op_##name##_ge##bits##_r(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		SET##bits(i->reg, name##bits(cpu, GET##bits(i->reg), GET##bits(i->rm)));     \
	}                                                                                    \
	void op_##name##_ge##bits##_m(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		uint##bits##_t b = cpu_ld##bits(cpu, i->seg, cpu_ea(cpu, i));                \
                                                                                             \
		SET##bits(i->reg, name##bits(cpu, GET##bits(i->reg), b));                    \
	}                                                                                    \
	void op_##name##_ei##bits##_r(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		SET##bits(i->rm, name##bits(cpu, GET##bits(i->rm), (uint##bits##_t)i->imm)); \
	}                                                                                    \
	void op_##name##_ei##bits##_m(struct cpu *cpu, const struct insn *i)                 \
	{                                                                                    \
		uint8_t *p;                                                                  \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p);           \
                                                                                             \
		cpu_rmw_end##bits(cpu, p, name##bits(cpu, a, (uint##bits##_t)i->imm));       \
	}

/* Two operands, only flags: CMP and TEST. */
#define DEFINE_COMPARE(name, bits)                                                             \
	void op_##name##_eg##bits##_r(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, GET##bits(i->rm), GET##bits(i->reg));                          \
	}                                                                                      \
	void op_##name##_eg##bits##_m(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, cpu_ld##bits(cpu, i->seg, cpu_ea(cpu, i)), GET##bits(i->reg)); \
	}                                                                                      \
	void op_##name##_ge##bits##_r(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, GET##bits(i->reg), GET##bits(i->rm));                          \
	}                                                                                      \
	void op_##name##_ge##bits##_m(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, GET##bits(i->reg), cpu_ld##bits(cpu, i->seg, cpu_ea(cpu, i))); \
	}                                                                                      \
	void op_##name##_ei##bits##_r(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, GET##bits(i->rm), (uint##bits##_t)i->imm);                     \
	}                                                                                      \
	void op_##name##_ei##bits##_m(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                      \
		name##bits(cpu, cpu_ld##bits(cpu, i->seg, cpu_ea(cpu, i)),                     \
			   (uint##bits##_t)i->imm);                                            \
	}

#define DEFINE_UNARY(name, bits)                                                   \
	void op_##name##bits##_r(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		SET##bits(i->rm, name##bits(cpu, GET##bits(i->rm)));               \
	}                                                                          \
	void op_##name##bits##_m(struct cpu *cpu, const struct insn *i)            \
	{                                                                          \
		uint8_t *p;                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p); \
                                                                                   \
		cpu_rmw_end##bits(cpu, p, name##bits(cpu, a));                     \
	}

#define ALL_SIZES(define, name) define(name, 8) define(name, 16) define(name, 32)

ALL_SIZES(DEFINE_BINARY, add)
ALL_SIZES(DEFINE_BINARY, or)
ALL_SIZES(DEFINE_BINARY, adc)
ALL_SIZES(DEFINE_BINARY, sbb)
ALL_SIZES(DEFINE_BINARY, and)
ALL_SIZES(DEFINE_BINARY, sub)
ALL_SIZES(DEFINE_BINARY, xor)
ALL_SIZES(DEFINE_COMPARE, cmp)
ALL_SIZES(DEFINE_COMPARE, test)
ALL_SIZES(DEFINE_UNARY, inc)
ALL_SIZES(DEFINE_UNARY, dec)
ALL_SIZES(DEFINE_UNARY, not )
ALL_SIZES(DEFINE_UNARY, neg)

/* XADD: exchange, then add. */
#define DEFINE_XADD(bits)                                                          \
	void op_xadd##bits##_r(struct cpu *cpu, const struct insn *i)              \
	{                                                                          \
		uint##bits##_t a = GET##bits(i->rm), b = GET##bits(i->reg);        \
                                                                                   \
		SET##bits(i->reg, a);                                              \
		SET##bits(i->rm, add##bits(cpu, a, b));                            \
	}                                                                          \
	void op_xadd##bits##_m(struct cpu *cpu, const struct insn *i)              \
	{                                                                          \
		uint8_t *p;                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p); \
		uint##bits##_t b = GET##bits(i->reg);                              \
                                                                                   \
		cpu_rmw_end##bits(cpu, p, add##bits(cpu, a, b));                   \
		SET##bits(i->reg, a);                                              \
	}

DEFINE_XADD(8)
DEFINE_XADD(16)
DEFINE_XADD(32)

/* CMPXCHG: the destination is written in both cases, as the bus cycle is. */
#define DEFINE_CMPXCHG(bits)                                                       \
	void op_cmpxchg##bits##_r(struct cpu *cpu, const struct insn *i)           \
	{                                                                          \
		uint##bits##_t a = GET##bits(i->rm);                               \
                                                                                   \
		cmp##bits(cpu, GET##bits(EAX), a);                                 \
		if (cpu->z == 0)                                                   \
			SET##bits(i->rm, GET##bits(i->reg));                       \
		else                                                               \
			SET##bits(EAX, a);                                         \
	}                                                                          \
	void op_cmpxchg##bits##_m(struct cpu *cpu, const struct insn *i)           \
	{                                                                          \
		uint8_t *p;                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p); \
                                                                                   \
		cmp##bits(cpu, GET##bits(EAX), a);                                 \
		if (cpu->z == 0) {                                                 \
			cpu_rmw_end##bits(cpu, p, GET##bits(i->reg));              \
		} else {                                                           \
			cpu_rmw_end##bits(cpu, p, a);                              \
			SET##bits(EAX, a);                                         \
		}                                                                  \
	}

DEFINE_CMPXCHG(8)
DEFINE_CMPXCHG(16)
DEFINE_CMPXCHG(32)

void op_cmpxchg8b(struct cpu *cpu, const struct insn *i)
{
	uint8_t *p;
	uint64_t a = cpu_rmw64(cpu, i->seg, cpu_ea(cpu, i), &p);
	uint64_t cmp = (uint64_t)cpu->r[EDX] << 32 | cpu->r[EAX];
	uint32_t flags = cpu_arith_flags(cpu) & ~FLAG_ZF;

	if (a == cmp) {
		cpu_rmw_end64(cpu, p, (uint64_t)cpu->r[ECX] << 32 | cpu->r[EBX]);
		flags |= FLAG_ZF;
	} else {
		cpu_rmw_end64(cpu, p, a);
		cpu->r[EAX] = (uint32_t)a;
		cpu->r[EDX] = (uint32_t)(a >> 32);
	}
	cpu_set_arith_flags(cpu, flags);
}

/* SALC (D6): AL = CF ? FF : 0. */
void op_salc(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	set_reg8(cpu, 0, cpu->cf ? 0xff : 0);
}
