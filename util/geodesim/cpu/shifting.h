/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shifts and rotates with their flags, for each operand size. */
#ifndef GEODESIM_CPU_SHIFTING_H
#define GEODESIM_CPU_SHIFTING_H

#include "cpu/internal.h"

/*
 * Counts are 1..31 here (masked to five bits; zero changes nothing, flags included). Where the
 * manuals leave OF undefined (counts other than 1) it is what the last single-bit step gives, as
 * on the parts that shift bit by bit. AF, undefined for shifts, becomes 0.
 */
#define DEFINE_SHIFTS(bits)                                                                       \
	static inline uint##bits##_t rol##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		unsigned k = n % bits;                                                            \
		uint##bits##_t r = k ? (uint##bits##_t)(a << k | a >> (bits - k)) : a;            \
                                                                                                  \
		cpu_set_cf_of(cpu, r & 1, (r ^ r >> (bits - 1)) & 1);                             \
		return r;                                                                         \
	}                                                                                         \
	static inline uint##bits##_t ror##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		unsigned k = n % bits;                                                            \
		uint##bits##_t r = k ? (uint##bits##_t)(a >> k | a << (bits - k)) : a;            \
                                                                                                  \
		cpu_set_cf_of(cpu, r >> (bits - 1) & 1, (r >> (bits - 1) ^ r >> (bits - 2)) & 1); \
		return r;                                                                         \
	}                                                                                         \
	static inline uint##bits##_t rcl##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		unsigned k = n % (bits + 1);                                                      \
		uint64_t w = (uint64_t)cpu->cf << bits | a;                                       \
		uint##bits##_t r;                                                                 \
		bool cf;                                                                          \
                                                                                                  \
		if (k)                                                                            \
			w = w << k | w >> (bits + 1 - k);                                         \
		r = (uint##bits##_t)w;                                                            \
		cf = w >> bits & 1;                                                               \
		cpu_set_cf_of(cpu, cf, (r >> (bits - 1) & 1) ^ cf);                               \
		return r;                                                                         \
	}                                                                                         \
	static inline uint##bits##_t rcr##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		unsigned k = n % (bits + 1);                                                      \
		uint64_t w = (uint64_t)cpu->cf << bits | a;                                       \
		uint##bits##_t r;                                                                 \
                                                                                                  \
		if (k)                                                                            \
			w = w >> k | w << (bits + 1 - k);                                         \
		r = (uint##bits##_t)w;                                                            \
		cpu_set_cf_of(cpu, w >> bits & 1, (r >> (bits - 1) ^ r >> (bits - 2)) & 1);       \
		return r;                                                                         \
	}                                                                                         \
	static inline void shifted##bits(struct cpu *cpu, uint##bits##_t r, bool cf, bool of)     \
	{                                                                                         \
		cpu->z = r;                                                                       \
		cpu->sp = (uint32_t)(int32_t)(int##bits##_t)r;                                    \
		cpu->cf = cf;                                                                     \
		cpu->x = (uint32_t)(cf ^ of) << 31;                                               \
	}                                                                                         \
	static inline uint##bits##_t shl##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		uint64_t w = (uint64_t)a << n;                                                    \
		bool cf = w >> bits & 1;                                                          \
                                                                                                  \
		shifted##bits(cpu, (uint##bits##_t)w, cf, (w >> (bits - 1) & 1) ^ cf);            \
		return (uint##bits##_t)w;                                                         \
	}                                                                                         \
	static inline uint##bits##_t shr##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		uint64_t w = (uint64_t)a >> (n - 1);                                              \
		uint##bits##_t r = (uint##bits##_t)(w >> 1);                                      \
                                                                                                  \
		shifted##bits(cpu, r, w & 1, (r ^ r << 1) >> (bits - 1) & 1);                     \
		return r;                                                                         \
	}                                                                                         \
	static inline uint##bits##_t sar##bits(struct cpu *cpu, uint##bits##_t a, unsigned n)     \
	{                                                                                         \
		int64_t w = (int64_t)(int##bits##_t)a >> (n - 1);                                 \
		uint##bits##_t r = (uint##bits##_t)(w >> 1);                                      \
                                                                                                  \
		shifted##bits(cpu, r, w & 1, 0);                                                  \
		return r;                                                                         \
	}

DEFINE_SHIFTS(8)
DEFINE_SHIFTS(16)
DEFINE_SHIFTS(32)

#endif
