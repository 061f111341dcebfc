/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic flags, kept as the results they come from (struct cpu: z, sp, cf, x). */
#ifndef GEODESIM_CPU_FLAGS_H
#define GEODESIM_CPU_FLAGS_H

/* Included by cpu/internal.h only. */

static inline bool flag_cf(const struct cpu *cpu)
{
	return cpu->cf;
}
static inline bool flag_zf(const struct cpu *cpu)
{
	return cpu->z == 0;
}
static inline bool flag_sf(const struct cpu *cpu)
{
	return cpu->sp >> 31;
}
static inline bool flag_of(const struct cpu *cpu)
{
	return (cpu->x >> 31) ^ cpu->cf;
}
static inline bool flag_af(const struct cpu *cpu)
{
	return (cpu->x >> 4) & 1;
}
static inline bool flag_pf(const struct cpu *cpu)
{
	return !__builtin_parity(cpu->sp & 0xff);
}

/* CF, PF, AF, ZF, SF, OF as EFLAGS bits. */
static inline uint32_t cpu_arith_flags(const struct cpu *cpu)
{
	return cpu->cf | (uint32_t)flag_pf(cpu) << 2 | (cpu->x & FLAG_AF) |
	       (uint32_t)flag_zf(cpu) << 6 | (uint32_t)flag_sf(cpu) << 7 |
	       (uint32_t)flag_of(cpu) << 11;
}
/* Set all six from EFLAGS bits; other bits of v are ignored. */
static inline void cpu_set_arith_flags(struct cpu *cpu, uint32_t v)
{
	cpu->cf = v & FLAG_CF;
	cpu->z = !(v & FLAG_ZF);
	cpu->sp = (v & FLAG_SF ? 0x80000000u : 0) | (v & FLAG_PF ? 0 : 1);
	cpu->x = (v & FLAG_AF) | (((v >> 11) ^ v) & 1) << 31;
}
/* Set CF and OF, keep the rest. */
static inline void cpu_set_cf_of(struct cpu *cpu, bool cf, bool of)
{
	cpu->cf = cf;
	cpu->x = (cpu->x & 0x7fffffffu) | (uint32_t)(cf ^ of) << 31;
}
/* Set CF, keep the rest (OF too). */
static inline void cpu_set_cf(struct cpu *cpu, bool cf)
{
	cpu_set_cf_of(cpu, cf, flag_of(cpu));
}

/* The whole register. */
static inline uint32_t cpu_eflags(const struct cpu *cpu)
{
	return cpu->eflags | cpu_arith_flags(cpu);
}

#endif
