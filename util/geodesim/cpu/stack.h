/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pushes and pops for instructions. */
#ifndef GEODESIM_CPU_STACK_H
#define GEODESIM_CPU_STACK_H

#include "cpu/internal.h"

/* The stack offset that lies delta bytes from the top, as wide as the stack segment says. */
static inline uint32_t stack_at(const struct cpu *cpu, int delta)
{
	return (cpu->r[ESP] + (uint32_t)delta) & cpu->sp_mask;
}
static inline void set_sp(struct cpu *cpu, uint32_t sp)
{
	cpu->r[ESP] = (cpu->r[ESP] & ~cpu->sp_mask) | (sp & cpu->sp_mask);
}
static inline void push16(struct cpu *cpu, uint16_t v)
{
	uint32_t sp = stack_at(cpu, -2);

	cpu_st16(cpu, SS, sp, v);
	set_sp(cpu, sp);
}
static inline void push32(struct cpu *cpu, uint32_t v)
{
	uint32_t sp = stack_at(cpu, -4);

	cpu_st32(cpu, SS, sp, v);
	set_sp(cpu, sp);
}
/* Pops: read, and move ESP only once the caller can no longer fault. */
static inline uint16_t top16(struct cpu *cpu, int delta)
{
	return cpu_ld16(cpu, SS, stack_at(cpu, delta));
}
static inline uint32_t top32(struct cpu *cpu, int delta)
{
	return cpu_ld32(cpu, SS, stack_at(cpu, delta));
}
static inline void drop(struct cpu *cpu, unsigned bytes)
{
	set_sp(cpu, cpu->r[ESP] + bytes);
}

#endif
