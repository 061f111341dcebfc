/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shifts and rotates: ROL ROR RCL RCR SHL SHR SAR SHLD SHRD. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/shifting.h"

#define GET8(n)	    reg8(cpu, n)
#define GET16(n)    reg16(cpu, n)
#define GET32(n)    (cpu->r[n])
#define SET8(n, v)  set_reg8(cpu, n, v)
#define SET16(n, v) set_reg16(cpu, n, v)
#define SET32(n, v) (cpu->r[n] = (v))

/* Memory is read and written even when the count is 0, as the bus shows; flags stay then. */
#define DEFINE_FORMS(name, bits, form, count)                                      \
	void op_##name##_##form##bits##_r(struct cpu *cpu, const struct insn *i)   \
	{                                                                          \
		unsigned n = (count)&31;                                           \
                                                                                   \
		if (n)                                                             \
			SET##bits(i->rm, name##bits(cpu, GET##bits(i->rm), n));    \
	}                                                                          \
	void op_##name##_##form##bits##_m(struct cpu *cpu, const struct insn *i)   \
	{                                                                          \
		unsigned n = (count)&31;                                           \
		uint8_t *p;                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p); \
                                                                                   \
		cpu_rmw_end##bits(cpu, p, n ? name##bits(cpu, a, n) : a);          \
	}

#define DEFINE_SHIFT(name)                     \
	DEFINE_FORMS(name, 8, i, i->imm)       \
	DEFINE_FORMS(name, 16, i, i->imm)      \
	DEFINE_FORMS(name, 32, i, i->imm)      \
	DEFINE_FORMS(name, 8, 1, 1)            \
	DEFINE_FORMS(name, 16, 1, 1)           \
	DEFINE_FORMS(name, 32, 1, 1)           \
	DEFINE_FORMS(name, 8, c, cpu->r[ECX])  \
	DEFINE_FORMS(name, 16, c, cpu->r[ECX]) \
	DEFINE_FORMS(name, 32, c, cpu->r[ECX])

DEFINE_SHIFT(rol)
DEFINE_SHIFT(ror)
DEFINE_SHIFT(rcl)
DEFINE_SHIFT(rcr)
DEFINE_SHIFT(shl)
DEFINE_SHIFT(shr)
DEFINE_SHIFT(sar)

/*
 * Double shifts. A word shift by more than 16 is undefined; like the 386 and its successors the
 * operand then is the destination, the source and the destination again.
 */
static uint32_t shld32(struct cpu *cpu, uint32_t a, uint32_t b, unsigned n)
{
	uint64_t w = (uint64_t)a << 32 | b;
	uint32_t r = (uint32_t)(w << n >> 32);
	bool cf = a >> (32 - n) & 1;

	shifted32(cpu, r, cf, (r >> 31) ^ ((w << (n - 1)) >> 63));
	return r;
}
static uint32_t shrd32(struct cpu *cpu, uint32_t a, uint32_t b, unsigned n)
{
	uint64_t w = (uint64_t)b << 32 | a;
	uint32_t r = (uint32_t)(w >> n);

	shifted32(cpu, r, a >> (n - 1) & 1, (r >> 31) ^ (r >> 30 & 1));
	return r;
}
static uint16_t shld16(struct cpu *cpu, uint16_t a, uint16_t b, unsigned n)
{
	uint64_t w = (uint64_t)a << 32 | (uint64_t)b << 16 | a;
	uint16_t r = (uint16_t)(w << n >> 32);
	bool before = (w << (n - 1)) >> 47 & 1;

	shifted16(cpu, r, before, (r >> 15 & 1) ^ before);
	return r;
}
static uint16_t shrd16(struct cpu *cpu, uint16_t a, uint16_t b, unsigned n)
{
	uint64_t w = (uint64_t)a << 32 | (uint64_t)b << 16 | a;
	uint16_t r = (uint16_t)(w >> n);

	shifted16(cpu, r, w >> (n - 1) & 1, (r >> 15 & 1) ^ (r >> 14 & 1));
	return r;
}

#define DEFINE_DOUBLE(name, bits, form, count)                                                     \
	void op_##name##_##form##bits##_r(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                          \
		unsigned n = (count)&31;                                                           \
                                                                                                   \
		if (n)                                                                             \
			SET##bits(i->rm, name##bits(cpu, GET##bits(i->rm), GET##bits(i->reg), n)); \
	}                                                                                          \
	void op_##name##_##form##bits##_m(struct cpu *cpu, const struct insn *i)                   \
	{                                                                                          \
		unsigned n = (count)&31;                                                           \
		uint8_t *p;                                                                        \
		uint##bits##_t a = cpu_rmw##bits(cpu, i->seg, cpu_ea(cpu, i), &p);                 \
                                                                                                   \
		cpu_rmw_end##bits(cpu, p, n ? name##bits(cpu, a, GET##bits(i->reg), n) : a);       \
	}

DEFINE_DOUBLE(shld, 16, i, i->imm)
DEFINE_DOUBLE(shld, 32, i, i->imm)
DEFINE_DOUBLE(shld, 16, c, cpu->r[ECX])
DEFINE_DOUBLE(shld, 32, c, cpu->r[ECX])
DEFINE_DOUBLE(shrd, 16, i, i->imm)
DEFINE_DOUBLE(shrd, 32, i, i->imm)
DEFINE_DOUBLE(shrd, 16, c, cpu->r[ECX])
DEFINE_DOUBLE(shrd, 32, c, cpu->r[ECX])
