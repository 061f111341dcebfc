/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Square root, rounding, scaling, taking apart, remainders. */
#include "fpu/exec.h"
#include "fpu/fx.h"
#include "fpu/native.h"
#include "fpu/round.h"
#include "fpu/x87_handlers.h"

/* ST(0) is empty: the indefinite takes its place, when masked. */
static void empty_st0(struct cpu *cpu)
{
	struct ext80 nan = x87_indefinite();

	if (x87_stack_fault(cpu, false))
		x87_set(&cpu->fpu, 0, &nan);
}

typedef unsigned (*one_op)(const struct fpu_state *f, struct ext80 *r, const struct ext80 *a);

static inline void one(struct cpu *cpu, const struct insn *i, one_op op)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 r;

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0)))
		empty_st0(cpu);
	else if (x87_done(cpu, op(f, &r, x87_st(f, 0))))
		x87_set(f, 0, &r);
}

void x87_fsqrt(struct cpu *cpu, const struct insn *i)
{
	one(cpu, i, native_sqrt);
}

void x87_frndint(struct cpu *cpu, const struct insn *i)
{
	one(cpu, i, native_rndint);
}

void x87_fscale(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 r;

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, 0) || x87_empty(f, 1)))
		empty_st0(cpu);
	else if (x87_done(cpu, native_scale(f, &r, x87_st(f, 0), x87_st(f, 1))))
		x87_set(f, 0, &r);
}

/* Write v to ST(0) and push w: FXTRACT. */
static void replace_and_push(struct fpu_state *f, const struct ext80 *v, const struct ext80 *w)
{
	x87_set(f, 0, v);
	x87_push(f, w);
}

static struct ext80 small_int(int v)
{
	unsigned m = v < 0 ? (unsigned)-v : (unsigned)v;
	unsigned top;

	if (!m)
		return x87_make(0, 0);
	top = 31 - (unsigned)__builtin_clz(m);
	return x87_make((v < 0 ? X87_SIGN : 0) | (X87_BIAS + top), (uint64_t)m << (63 - top));
}

/* FXTRACT: ST(0) = exponent, then push the significand with exponent zero. */
void x87_fxtract(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	const struct ext80 *v = x87_st(f, 0);
	enum x87_class class = x87_classify(v);
	struct ext80 exponent, significand = *v;
	unsigned flags = 0;
	int exp = v->se & X87_EXP;

	x87_record(cpu, i);
	if (x87_empty(f, 0) || !x87_empty(f, 7)) {
		exponent = x87_indefinite();
		if (x87_stack_fault(cpu, !x87_empty(f, 0)))
			replace_and_push(f, &exponent, &exponent);
		return;
	}
	switch (class) {
	case X87_ZERO:
		flags = X87_ZE;
		exponent = x87_make(X87_SIGN | X87_EXP, X87_INTEGER_BIT);
		break;
	case X87_INFINITY: exponent = x87_make(X87_EXP, X87_INTEGER_BIT); break;
	case X87_SNAN:
	case X87_UNSUPPORTED:
		flags = X87_IE;
		if (class == X87_UNSUPPORTED)
			significand = x87_indefinite();
		significand.m |= X87_QUIET_BIT;
		exponent = significand;
		break;
	case X87_QNAN: exponent = significand; break;
	case X87_DENORMAL:
		flags = X87_DE;
		exp = 1 - __builtin_clzll(v->m);
		significand.m = v->m << __builtin_clzll(v->m);
		/* fall through */
	default:
		exponent = small_int(exp - X87_BIAS);
		significand.se = (uint16_t)((v->se & X87_SIGN) | X87_BIAS);
	}
	if (x87_done(cpu, flags))
		replace_and_push(f, &exponent, &significand);
}

/* The low quotient bits of a complete reduction: Q2, Q1, Q0 in C0, C3, C1. */
static unsigned quotient_cc(unsigned q)
{
	return (q & 4 ? X87_C0 : 0) | (q & 2 ? X87_C3 : 0) | (q & 1 ? X87_C1 : 0);
}

/* (a * 2^shift) mod b for a, b < 2^64; *q gets the low bits of the quotient. shift 0..63. */
static uint64_t shifted_mod(uint64_t a, uint64_t b, unsigned shift, unsigned *q)
{
	unsigned __int128 n = (unsigned __int128)a << shift;

	*q = (unsigned)(n / b);
	return (uint64_t)(n % b);
}

/* Deliver a remainder and its condition codes, unless an unmasked exception forbids it. */
static void remainder_done(struct cpu *cpu, const struct ext80 *r, unsigned flags, unsigned cc)
{
	struct fpu_state *f = &cpu->fpu;

	flags = x87_visible(f, flags);
	if (flags & ~f->cw & X87_BEFORE) {
		x87_raise(cpu, flags, 0, 0);
	} else {
		x87_raise(cpu, flags, cc, X87_CC);
		x87_set(f, 0, r);
	}
}

/*
 * The remainder of two finite nonzero numbers. FPREM cuts the quotient off, FPREM1 rounds it to
 * nearest even. Exponents 64 or more apart are brought nearer by 32 to 63 (so that the distance
 * left is a multiple of 32, less one step) and C2 says that the work is not finished.
 */
static void remainder_of(struct cpu *cpu, const struct ext80 *a, const struct ext80 *b,
			 bool nearest, unsigned flags)
{
	struct fpu_state *f = &cpu->fpu;
	int ea = a->se & X87_EXP, eb = b->se & X87_EXP, d, exp;
	unsigned za = (unsigned)__builtin_clzll(a->m), zb = (unsigned)__builtin_clzll(b->m);
	uint64_t ma = a->m << za, mb = b->m << zb, rem;
	bool sign = a->se & X87_SIGN;
	unsigned q = 0, cc = 0;
	struct ext80 r = *a;

	ea = (ea ? ea : 1) - (int)za;
	eb = (eb ? eb : 1) - (int)zb;
	d = ea - eb;
	exp = eb;
	if (d < -1 || (d < 0 && !nearest)) {
		/* |a| < |b|, and less than half of it when it matters. */
		rem = ma;
		exp = ea;
	} else if (d >= 64) {
		unsigned n = ((unsigned)d & 31) | 32;

		rem = shifted_mod(ma, mb, n, &q);
		exp = eb + d - (int)n;
		cc = X87_C2;
	} else {
		if (d < 0) {
			rem = ma;
			exp = ea;
		} else {
			rem = shifted_mod(ma, mb, (unsigned)d, &q);
		}
		if (nearest) {
			/* Compare 2 * rem with b, both at the scale of exp. */
			unsigned __int128 twice = (unsigned __int128)rem << 1;
			unsigned __int128 full = (unsigned __int128)mb << (eb - exp);

			if (twice > full || (twice == full && (q & 1))) {
				rem = (uint64_t)(full - rem);
				sign = !sign;
				q++;
			}
		}
		cc = quotient_cc(q);
	}
	if (rem == 0) {
		r = x87_make(a->se & X87_SIGN, 0);
	} else {
		int z = __builtin_clzll(rem);
		unsigned __int128 m = (unsigned __int128)(rem << z) << 64;

		flags |= fpu_round(&r, sign, exp - z - X87_BIAS, m, f->cw) & X87_FLAGS;
	}
	remainder_done(cpu, &r, flags, cc);
}

static void remainder_insn(struct cpu *cpu, const struct insn *i, bool nearest)
{
	struct fpu_state *f = x87_enter(cpu);
	const struct ext80 *a = x87_st(f, 0), *b = x87_st(f, 1);
	enum x87_class ca = x87_classify(a), cb = x87_classify(b);
	struct ext80 r = *a;
	unsigned flags = 0;

	x87_record(cpu, i);
	/* C2 clear also means that there is nothing to go on with. */
	f->sw &= (uint16_t) ~(X87_C2 | X87_C1);
	if (x87_empty(f, 0) || x87_empty(f, 1)) {
		empty_st0(cpu);
		return;
	}
	if (x87_nan_class(ca) || x87_nan_class(cb)) {
		/* The addition follows the same rules for NaNs. */
		flags = native_add(f, &r, a, b) & X87_FLAGS;
	} else if (ca == X87_INFINITY || cb == X87_ZERO) {
		flags = X87_IE;
		r = x87_indefinite();
	} else {
		if (ca == X87_DENORMAL || cb == X87_DENORMAL)
			flags = X87_DE;
		if (ca != X87_ZERO && cb != X87_INFINITY) {
			remainder_of(cpu, a, b, nearest, flags);
			return;
		}
		if (ca == X87_DENORMAL) {
			struct fx v = fx_from_ext(a);

			/* unchanged, but an unmasked underflow shows */
			flags |= fpu_round(&r, v.sign, v.exp, v.m, f->cw) & X87_FLAGS;
		}
		remainder_done(cpu, &r, flags, 0);
		return;
	}
	if (x87_done(cpu, flags))
		x87_set(f, 0, &r);
}

void x87_fprem(struct cpu *cpu, const struct insn *i)
{
	remainder_insn(cpu, i, false);
}

void x87_fprem1(struct cpu *cpu, const struct insn *i)
{
	remainder_insn(cpu, i, true);
}
