/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparisons, tests and classification. */
#include "fpu/exec.h"
#include "fpu/operate.h"
#include "fpu/x87_handlers.h"

#define CC_COMPARE (X87_C3 | X87_C2 | X87_C0)

typedef unsigned (*compare_reg)(const struct fpu_state *f, const struct ext80 *a,
				const struct ext80 *b);

static inline void pop_n(struct fpu_state *f, unsigned n)
{
	for (; n; n--)
		x87_pop(f);
}

/* Deliver a comparison's status word: C3, C2, C0 from it, C1 zero. False: unmasked exception. */
static inline bool compare_done(struct cpu *cpu, unsigned sw)
{
	return !(x87_raise(cpu, sw & X87_FLAGS, sw & CC_COMPARE, X87_CC) & X87_BEFORE);
}

/* A comparison with an empty register: unordered. False: the exception is unmasked. */
static bool compare_empty(struct cpu *cpu)
{
	return !x87_raise(cpu, X87_IE | X87_SF, CC_COMPARE, X87_CC);
}

static inline __attribute__((always_inline)) void compare(struct cpu *cpu, const struct insn *i,
							  compare_reg op, unsigned pops)
{
	struct fpu_state *f = x87_enter(cpu);
	bool ok;

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0) || x87_empty(f, i->rm)))
		ok = compare_empty(cpu);
	else
		ok = compare_done(cpu, op(f, x87_st(f, 0), x87_st(f, i->rm)));
	if (likely(ok))
		pop_n(f, pops);
}

void x87_fcom(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_com, 0);
}

void x87_fcomp(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_com, 1);
}

void x87_fcompp(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_com, 2);
}

void x87_fucom(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_ucom, 0);
}

void x87_fucomp(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_ucom, 1);
}

void x87_fucompp(struct cpu *cpu, const struct insn *i)
{
	compare(cpu, i, operate_ucom, 2);
}

#define COMPARE_MEMORY(name, format, type, bits, pops)                                     \
	void x87_##name##_##format(struct cpu *cpu, const struct insn *i)                  \
	{                                                                                  \
		struct fpu_state *f = x87_enter(cpu);                                      \
		uint32_t off = cpu_ea(cpu, i);                                             \
		type b = (type)cpu_ld##bits(cpu, i->seg, off);                             \
		bool ok;                                                                   \
                                                                                           \
		x87_record_mem(cpu, i, off);                                               \
		if (unlikely(x87_empty(f, 0)))                                             \
			ok = compare_empty(cpu);                                           \
		else                                                                       \
			ok = compare_done(cpu, operate_com_##format(f, x87_st(f, 0), &b)); \
		if (likely(ok))                                                            \
			pop_n(f, pops);                                                    \
	}
COMPARE_MEMORY(fcom, f32, uint32_t, 32, 0)
COMPARE_MEMORY(fcom, f64, uint64_t, 64, 0)
COMPARE_MEMORY(fcom, i16, int16_t, 16, 0)
COMPARE_MEMORY(fcom, i32, int32_t, 32, 0)
COMPARE_MEMORY(fcomp, f32, uint32_t, 32, 1)
COMPARE_MEMORY(fcomp, f64, uint64_t, 64, 1)
COMPARE_MEMORY(fcomp, i16, int16_t, 16, 1)
COMPARE_MEMORY(fcomp, i32, int32_t, 32, 1)

/* FCOMI and kin: ZF, PF, CF get what C3, C2, C0 would; OF, SF and AF become zero. */
static inline __attribute__((always_inline)) void compare_eflags(struct cpu *cpu,
								 const struct insn *i,
								 compare_reg op, bool pop)
{
	struct fpu_state *f = x87_enter(cpu);
	unsigned cc = CC_COMPARE;
	bool ok;

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0) || x87_empty(f, i->rm))) {
		ok = x87_stack_fault(cpu, false);
	} else {
		cc = op(f, x87_st(f, 0), x87_st(f, i->rm));
		ok = !(x87_raise(cpu, cc & X87_FLAGS, 0, 0) & X87_BEFORE);
	}
	cpu_set_arith_flags(cpu, (cc & X87_C3 ? FLAG_ZF : 0) | (cc & X87_C2 ? FLAG_PF : 0) |
					 (cc & X87_C0 ? FLAG_CF : 0));
	if (pop && likely(ok))
		x87_pop(f);
}

void x87_fcomi(struct cpu *cpu, const struct insn *i)
{
	compare_eflags(cpu, i, operate_com, false);
}

void x87_fcomip(struct cpu *cpu, const struct insn *i)
{
	compare_eflags(cpu, i, operate_com, true);
}

void x87_fucomi(struct cpu *cpu, const struct insn *i)
{
	compare_eflags(cpu, i, operate_ucom, false);
}

void x87_fucomip(struct cpu *cpu, const struct insn *i)
{
	compare_eflags(cpu, i, operate_ucom, true);
}

void x87_ftst(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 zero = x87_make(0, 0);

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0)))
		compare_empty(cpu);
	else
		compare_done(cpu, operate_com(f, x87_st(f, 0), &zero));
}

/* FXAM: C3 C2 C0 name the class, C1 the sign (of an empty register too). */
void x87_fxam(struct cpu *cpu, const struct insn *i)
{
	static const uint16_t class_cc[] = {
		[X87_ZERO] = X87_C3,
		[X87_NORMAL] = X87_C2,
		[X87_DENORMAL] = X87_C3 | X87_C2,
		[X87_INFINITY] = X87_C2 | X87_C0,
		[X87_QNAN] = X87_C0,
		[X87_SNAN] = X87_C0,
		[X87_UNSUPPORTED] = 0,
	};
	struct fpu_state *f = x87_enter(cpu);
	const struct ext80 *v = x87_st(f, 0);
	unsigned cc = x87_empty(f, 0) ? X87_C3 | X87_C0 : class_cc[x87_classify(v)];

	x87_record(cpu, i);
	if (v->se & X87_SIGN)
		cc |= X87_C1;
	x87_raise(cpu, 0, cc, X87_CC);
}
