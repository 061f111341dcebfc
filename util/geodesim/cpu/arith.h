/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addition, subtraction and logic with their flags, for each operand size. */
#ifndef GEODESIM_CPU_ARITH_H
#define GEODESIM_CPU_ARITH_H

#include "cpu/internal.h"

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

#endif
