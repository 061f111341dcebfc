/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The six basic operations in all their operand forms. */
#include "fpu/exec.h"
#include "fpu/operate.h"
#include "fpu/x87_handlers.h"

typedef unsigned (*arith_reg)(const struct fpu_state *f, struct ext80 *r, const struct ext80 *a,
			      const struct ext80 *b);

/* ST(dst) = ST(0) op ST(n), then perhaps a pop. The operation's order is that of ST(0). */
static inline __attribute__((always_inline)) void arith(struct cpu *cpu, const struct insn *i,
							arith_reg op, unsigned dst, bool pop)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 r;

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0) || x87_empty(f, i->rm))) {
		if (!x87_stack_fault(cpu, false))
			return;
		r = x87_indefinite();
	} else {
		unsigned sw = op(f, &r, x87_st(f, 0), x87_st(f, i->rm));

		if (unlikely(!x87_done(cpu, sw)))
			return;
	}
	x87_set(f, dst, &r);
	if (pop)
		x87_pop(f);
}

/* The end of ST(0) = ST(0) op memory: r was computed with host status sw. */
static inline void arith_memory_end(struct cpu *cpu, const struct ext80 *r, unsigned sw)
{
	if (likely(x87_done(cpu, sw)))
		x87_set(&cpu->fpu, 0, r);
}

static void arith_memory_empty(struct cpu *cpu)
{
	struct ext80 nan = x87_indefinite();

	if (x87_stack_fault(cpu, false))
		x87_set(&cpu->fpu, 0, &nan);
}

#define ARITH_MEMORY(op, format, type, bits)                                                \
	void x87_f##op##_##format(struct cpu *cpu, const struct insn *i)                    \
	{                                                                                   \
		struct fpu_state *f = x87_enter(cpu);                                       \
		uint32_t off = cpu_ea(cpu, i);                                              \
		type b = (type)cpu_ld##bits(cpu, i->seg, off);                              \
		struct ext80 r;                                                             \
                                                                                            \
		x87_record_mem(cpu, i, off);                                                \
		if (unlikely(x87_empty(f, 0)))                                              \
			arith_memory_empty(cpu);                                            \
		else                                                                        \
			arith_memory_end(cpu, &r,                                           \
					 operate_##op##_##format(f, &r, x87_st(f, 0), &b)); \
	}

#define ARITH(op)                                                   \
	void x87_f##op##_st0(struct cpu *cpu, const struct insn *i) \
	{                                                           \
		arith(cpu, i, operate_##op, 0, false);              \
	}                                                           \
	void x87_f##op##_sti(struct cpu *cpu, const struct insn *i) \
	{                                                           \
		arith(cpu, i, operate_##op, i->rm, false);          \
	}                                                           \
	void x87_f##op##p(struct cpu *cpu, const struct insn *i)    \
	{                                                           \
		arith(cpu, i, operate_##op, i->rm, true);           \
	}                                                           \
	ARITH_MEMORY(op, f32, uint32_t, 32)                         \
	ARITH_MEMORY(op, f64, uint64_t, 64)                         \
	ARITH_MEMORY(op, i16, int16_t, 16)                          \
	ARITH_MEMORY(op, i32, int32_t, 32)

ARITH(add)
ARITH(mul)
ARITH(sub)
ARITH(subr)
ARITH(div)
ARITH(divr)
