/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moves among registers: exchange, conditional move, sign changes, stack pointer. */
#include "fpu/exec.h"
#include "fpu/x87_handlers.h"

/* An empty register of the two becomes the indefinite, then the exchange goes on. */
void x87_fxch(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 a = *x87_st(f, 0);
	struct ext80 b = *x87_st(f, i->rm);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	if (unlikely(x87_empty(f, 0) || x87_empty(f, i->rm))) {
		if (!x87_stack_fault(cpu, false))
			return;
		if (x87_empty(f, 0))
			a = x87_indefinite();
		if (x87_empty(f, i->rm))
			b = x87_indefinite();
	}
	x87_set(f, i->rm, &a);
	x87_set(f, 0, &b);
}

static inline void conditional_move(struct cpu *cpu, const struct insn *i, bool taken)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 v = *x87_st(f, i->rm);

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0) || x87_empty(f, i->rm))) {
		if (!x87_stack_fault(cpu, false))
			return;
		v = x87_indefinite();
		taken = true;
	}
	if (taken)
		x87_set(f, 0, &v);
}

void x87_fcmovb(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, flag_cf(cpu));
}

void x87_fcmove(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, flag_zf(cpu));
}

void x87_fcmovbe(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, flag_cf(cpu) || flag_zf(cpu));
}

void x87_fcmovu(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, flag_pf(cpu));
}

void x87_fcmovnb(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, !flag_cf(cpu));
}

void x87_fcmovne(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, !flag_zf(cpu));
}

void x87_fcmovnbe(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, !flag_cf(cpu) && !flag_zf(cpu));
}

void x87_fcmovnu(struct cpu *cpu, const struct insn *i)
{
	conditional_move(cpu, i, !flag_pf(cpu));
}

/* FCHS and FABS: only the sign bit changes, whatever the register holds. */
static inline void set_sign(struct cpu *cpu, const struct insn *i, unsigned keep, unsigned flip)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 v = *x87_st(f, 0);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	if (unlikely(x87_empty(f, 0))) {
		if (!x87_stack_fault(cpu, false))
			return;
		v = x87_indefinite();
	} else {
		v.se = (uint16_t)((v.se & keep) ^ flip);
	}
	x87_set(f, 0, &v);
}

void x87_fchs(struct cpu *cpu, const struct insn *i)
{
	set_sign(cpu, i, 0xffff, X87_SIGN);
}

void x87_fabs(struct cpu *cpu, const struct insn *i)
{
	set_sign(cpu, i, X87_EXP, 0);
}

void x87_fnop(struct cpu *cpu, const struct insn *i)
{
	x87_enter(cpu);
	x87_record(cpu, i);
}

void x87_fincstp(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	f->top = (f->top + 1) & 7;
}

void x87_fdecstp(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	f->top = (f->top - 1) & 7;
}

void x87_ffree(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	f->full &= (uint8_t) ~(1u << x87_phys(f, i->rm));
}

/* FFREEP, an old alias: FFREE, then a pop. */
void x87_ffreep(struct cpu *cpu, const struct insn *i)
{
	x87_ffree(cpu, i);
	x87_pop(&cpu->fpu);
}
