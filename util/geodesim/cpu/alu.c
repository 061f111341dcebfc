/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addition, subtraction and logic: ADD OR ADC SBB AND SUB XOR CMP TEST INC DEC NOT NEG. */

#include "cpu/internal.h"
#include "cpu/ops.h"

#define GET8(n)	    reg8(cpu, n)
#define GET16(n)    reg16(cpu, n)
#define GET32(n)    (cpu->r[n])
#define SET8(n, v)  set_reg8(cpu, n, v)
#define SET16(n, v) set_reg16(cpu, n, v)
#define SET32(n, v) (cpu->r[n] = (v))

/*
 * The carry-in vector of the top bit goes to x bit 31, that of bit 4 stays there: AF and, against
 * CF, OF follow from it (flags.h).
 */
#define ALIGN8(v)   ((uint32_t)(v) << 24 | ((v)&FLAG_AF))
#define ALIGN16(v)  ((uint32_t)(v) << 16 | ((v)&FLAG_AF))
#define ALIGN32(v)  (v)

#define DEFINE_ARITH(bits)                                                          \
	static inline void result##bits(struct cpu *cpu, uint##bits##_t r)          \
	{                                                                           \
		cpu->z = r;                                                         \
		cpu->sp = (uint32_t)(int32_t)(int##bits##_t)r;                      \
	}                                                                           \
	static inline uint##bits##_t add##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		uint##bits##_t r = a + b;                                           \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->cf = r < a;                                                    \
		cpu->x = ALIGN##bits(a ^ b ^ r);                                    \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t adc##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		uint64_t wide = (uint64_t)a + b + cpu->cf;                          \
		uint##bits##_t r = (uint##bits##_t)wide;                            \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->cf = (wide >> bits) & 1;                                       \
		cpu->x = ALIGN##bits(a ^ b ^ r);                                    \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t sub##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		uint##bits##_t r = a - b;                                           \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->cf = a < b;                                                    \
		cpu->x = ALIGN##bits(a ^ b ^ r);                                    \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t cmp##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		return sub##bits(cpu, a, b);                                        \
	}                                                                           \
	static inline uint##bits##_t sbb##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		uint64_t wide = (uint64_t)a - b - cpu->cf;                          \
		uint##bits##_t r = (uint##bits##_t)wide;                            \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->cf = (wide >> bits) & 1;                                       \
		cpu->x = ALIGN##bits(a ^ b ^ r);                                    \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t logic##bits(struct cpu *cpu, uint##bits##_t r) \
	{                                                                           \
		result##bits(cpu, r);                                               \
		cpu->cf = 0;                                                        \
		cpu->x = 0;                                                         \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t or                                             \
		##bits(struct cpu *cpu, uint##bits##_t a, uint##bits##_t b)         \
	{                                                                           \
		return logic##bits(cpu, a | b);                                     \
	}                                                                           \
	static inline uint##bits##_t and##bits(struct cpu *cpu, uint##bits##_t a,   \
					       uint##bits##_t b)                    \
	{                                                                           \
		return logic##bits(cpu, a & b);                                     \
	}                                                                           \
	static inline uint##bits##_t test##bits(struct cpu *cpu, uint##bits##_t a,  \
						uint##bits##_t b)                   \
	{                                                                           \
		return logic##bits(cpu, a & b);                                     \
	}                                                                           \
	static inline uint##bits##_t xor                                            \
		##bits(struct cpu *cpu, uint##bits##_t a, uint##bits##_t b)         \
	{                                                                           \
		return logic##bits(cpu, a ^ b);                                     \
	}                                                                           \
	/* INC and DEC keep CF. */                                                  \
	static inline uint##bits##_t inc##bits(struct cpu *cpu, uint##bits##_t a)   \
	{                                                                           \
		uint##bits##_t r = a + 1;                                           \
		uint32_t of = r == (uint##bits##_t)(1ull << (bits - 1));            \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->x = ((a ^ r) & FLAG_AF) | (of ^ cpu->cf) << 31;                \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t dec##bits(struct cpu *cpu, uint##bits##_t a)   \
	{                                                                           \
		uint##bits##_t r = a - 1;                                           \
		uint32_t of = a == (uint##bits##_t)(1ull << (bits - 1));            \
                                                                                    \
		result##bits(cpu, r);                                               \
		cpu->x = ((a ^ r) & FLAG_AF) | (of ^ cpu->cf) << 31;                \
		return r;                                                           \
	}                                                                           \
	static inline uint##bits##_t neg##bits(struct cpu *cpu, uint##bits##_t a)   \
	{                                                                           \
		return sub##bits(cpu, 0, a);                                        \
	}                                                                           \
	static inline uint##bits##_t not ##bits(struct cpu * cpu, uint##bits##_t a) \
	{                                                                           \
		(void)cpu;                                                          \
		return (uint##bits##_t) ~a;                                         \
	}

DEFINE_ARITH(8)
DEFINE_ARITH(16)
DEFINE_ARITH(32)

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
