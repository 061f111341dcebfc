/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transcendental instructions: special operands here, the functions themselves in fx_*.c. */
#include "fpu/exec.h"
#include "fpu/fx.h"
#include "fpu/native.h"
#include "fpu/round.h"
#include "fpu/x87_handlers.h"

/*
 * All of them compute in software from exactly rounded integer steps, so they give the same digits
 * on every host, within about half a unit in the last place. The last digits of the real part are
 * not known. Angles are reduced by the true pi.
 */
struct result {
	struct ext80 v;
	unsigned flags; /* exceptions; C1 when rounded up */
};

static struct result plain(struct ext80 v)
{
	return (struct result){v, 0};
}

static struct result invalid(void)
{
	return (struct result){x87_indefinite(), X87_IE};
}

static struct ext80 infinity(bool sign)
{
	return x87_make((sign ? X87_SIGN : 0) | X87_EXP, X87_INTEGER_BIT);
}

static struct ext80 zero(bool sign)
{
	return x87_make(sign ? X87_SIGN : 0, 0);
}

static struct ext80 one(void)
{
	return x87_make(X87_BIAS, X87_INTEGER_BIT);
}

/* Round an irrational number (sticky) or one whose digits are all there. */
static struct result rounded(const struct fpu_state *f, struct fx v, bool sticky)
{
	struct result r;

	r.flags = fpu_round(&r.v, v.sign, v.exp, v.m | sticky, f->cw);
	return r;
}

/* The NaN that one or two operands lead to; the host's addition follows the same rules. */
static struct result nan_of(const struct fpu_state *f, const struct ext80 *a, const struct ext80 *b)
{
	struct result r;

	r.flags = native_add(f, &r.v, a, b) & (X87_IE | X87_DE);
	return r;
}

static unsigned denormal_flag(enum x87_class class)
{
	return class == X87_DENORMAL ? X87_DE : 0;
}

/* Deliver a result to ST(0) unless an unmasked exception forbids it. */
static bool deliver(struct cpu *cpu, const struct result *r)
{
	if (!x87_done(cpu, x87_visible(&cpu->fpu, r->flags)))
		return false;
	x87_set(&cpu->fpu, 0, &r->v);
	return true;
}

static void underflow_st0(struct cpu *cpu)
{
	struct ext80 nan = x87_indefinite();

	if (x87_stack_fault(cpu, false))
		x87_set(&cpu->fpu, 0, &nan);
}

enum trig { TRIG_SIN, TRIG_COS, TRIG_BOTH, TRIG_TAN };

/* Both results of an operand that is zero, infinite or a NaN. */
static void trig_special(const struct fpu_state *f, const struct ext80 *x, enum x87_class class,
			 struct result *s, struct result *c)
{
	if (class == X87_ZERO) {
		*s = plain(*x);
		*c = plain(one());
	} else {
		*s = class == X87_INFINITY ? invalid() : nan_of(f, x, x);
		*c = *s;
	}
}

/* |x| < 2^63, not zero */
static void trig_compute(const struct fpu_state *f, const struct ext80 *x, enum trig kind,
			 struct result *s, struct result *c)
{
	struct fx sine, cosine;

	fx_sincos(fx_from_ext(x), &sine, &cosine);
	if (kind == TRIG_TAN) {
		struct fx v = fx_from_ext(x);

		/* tan x = x (1 + x^2 / 3): for small x a little more than x, by less than a digit. */
		*s = rounded(f, v.exp < -40 ? v : fx_div(sine, cosine), true);
		*c = plain(one());
		return;
	}
	*s = rounded(f, sine, true);
	*c = rounded(f, cosine, true);
}

static void trig(struct cpu *cpu, const struct insn *i, enum trig kind)
{
	struct fpu_state *f = x87_enter(cpu);
	const struct ext80 *x = x87_st(f, 0);
	enum x87_class class = x87_classify(x);
	bool two = kind == TRIG_BOTH || kind == TRIG_TAN;
	struct result s, c;
	unsigned flags;

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C2;
	if (x87_empty(f, 0) || (two && !x87_empty(f, 7))) {
		s.v = x87_indefinite();
		if (x87_stack_fault(cpu, !x87_empty(f, 0))) {
			x87_set(f, 0, &s.v);
			if (two)
				x87_push(f, &s.v);
		}
		return;
	}
	if (class != X87_NORMAL && class != X87_DENORMAL) {
		trig_special(f, x, class, &s, &c);
	} else if ((x->se & X87_EXP) >= X87_BIAS + 63) {
		f->sw = (uint16_t)((f->sw & ~X87_C1) | X87_C2);
		return;
	} else {
		trig_compute(f, x, kind, &s, &c);
	}
	if (kind == TRIG_COS)
		s = c;
	flags = s.flags | denormal_flag(class);
	if (two)
		flags = (flags & ~X87_C1) | c.flags;
	if (!x87_done(cpu, x87_visible(f, flags)))
		return;
	x87_set(f, 0, &s.v);
	if (two)
		x87_push(f, &c.v);
}

void x87_fsin(struct cpu *cpu, const struct insn *i)
{
	trig(cpu, i, TRIG_SIN);
}

void x87_fcos(struct cpu *cpu, const struct insn *i)
{
	trig(cpu, i, TRIG_COS);
}

void x87_fsincos(struct cpu *cpu, const struct insn *i)
{
	trig(cpu, i, TRIG_BOTH);
}

void x87_fptan(struct cpu *cpu, const struct insn *i)
{
	trig(cpu, i, TRIG_TAN);
}

void x87_f2xm1(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	const struct ext80 *x = x87_st(f, 0);
	enum x87_class class = x87_classify(x);
	struct result r;

	x87_record(cpu, i);
	if (x87_empty(f, 0)) {
		underflow_st0(cpu);
		return;
	}
	if (x87_nan_class(class)) {
		r = nan_of(f, x, x);
	} else if (class == X87_INFINITY) {
		r = plain(x->se & X87_SIGN ? x87_make(X87_SIGN | X87_BIAS, X87_INTEGER_BIT) : *x);
	} else if (class == X87_ZERO) {
		r = plain(*x);
	} else {
		bool exact = (x->se & X87_EXP) == X87_BIAS && x->m == X87_INTEGER_BIT;

		r = rounded(f, fx_exp2m1(fx_from_ext(x)), !exact);
		r.flags |= denormal_flag(class);
	}
	deliver(cpu, &r);
}

/* An angle known by symmetry: n * pi / 4. */
static struct result angle(const struct fpu_state *f, bool sign, int n)
{
	struct fx v = fx_pi();

	v = fx_mul(v, fx_from_int(n));
	v.exp -= 2;
	v.sign = sign;
	return rounded(f, v, true);
}

static struct result arc_tangent(const struct fpu_state *f, const struct ext80 *y,
				 const struct ext80 *x)
{
	enum x87_class cy = x87_classify(y), cx = x87_classify(x);
	bool sign = y->se & X87_SIGN, left = x->se & X87_SIGN;
	struct result r;

	if (x87_nan_class(cy) || x87_nan_class(cx))
		return nan_of(f, y, x);
	if (cy == X87_INFINITY && cx == X87_INFINITY)
		return angle(f, sign, left ? 3 : 1);
	if (cy == X87_ZERO || cx == X87_INFINITY)
		r = left ? angle(f, sign, 4) : plain(zero(sign));
	else if (cx == X87_ZERO || cy == X87_INFINITY)
		r = angle(f, sign, 2);
	else
		r = rounded(f, fx_atan2(fx_from_ext(y), fx_from_ext(x)), true);
	r.flags |= denormal_flag(cy) | denormal_flag(cx);
	return r;
}

/* y times a logarithm that is infinite or zero, or y infinite: no digits to compute. */
static struct result special_product(const struct ext80 *y, enum x87_class cy, bool log_infinite,
				     bool log_zero, bool log_sign)
{
	bool sign = (y->se >> 15) != log_sign;

	if ((log_infinite && cy == X87_ZERO) || (log_zero && cy == X87_INFINITY))
		return invalid();
	if (log_infinite || cy == X87_INFINITY)
		return plain(infinity(sign));
	return plain(zero(sign));
}

/* y * log of the finite nonzero number or, with plus_one, of it plus one */
static struct result log_product(const struct fpu_state *f, const struct ext80 *y,
				 enum x87_class cy, struct fx x, bool plus_one)
{
	struct fx log = plus_one ? fx_log2p1(x) : fx_log2(x);
	/* The logarithm of a power of two is exact, and so is its product with y. */
	bool exact = !plus_one && x.m << 1 == 0;

	if (!log.m || cy == X87_ZERO || cy == X87_INFINITY)
		return special_product(y, cy, false, !log.m, log.m && log.sign);
	return rounded(f, fx_mul(log, fx_from_ext(y)), !exact);
}

/* y * log2(x) */
static struct result y_log2(const struct fpu_state *f, const struct ext80 *y, const struct ext80 *x)
{
	enum x87_class cy = x87_classify(y), cx = x87_classify(x);
	unsigned flags = denormal_flag(cy) | denormal_flag(cx);
	struct result r;

	if (x87_nan_class(cy) || x87_nan_class(cx))
		return nan_of(f, y, x);
	if (cx == X87_ZERO) {
		r = special_product(y, cy, true, false, true);
		if (cy != X87_ZERO && cy != X87_INFINITY)
			r.flags |= X87_ZE;
	} else if (x->se & X87_SIGN) {
		return invalid();
	} else if (cx == X87_INFINITY) {
		r = special_product(y, cy, true, false, false);
	} else {
		r = log_product(f, y, cy, fx_from_ext(x), false);
	}
	if (!(r.flags & (X87_IE | X87_ZE)))
		r.flags |= flags;
	return r;
}

/* y * log2(x + 1) */
static struct result y_log2p1(const struct fpu_state *f, const struct ext80 *y,
			      const struct ext80 *x)
{
	enum x87_class cy = x87_classify(y), cx = x87_classify(x);
	unsigned flags = denormal_flag(cy) | denormal_flag(cx);
	bool negative = x->se & X87_SIGN;
	struct result r;

	if (x87_nan_class(cy) || x87_nan_class(cx))
		return nan_of(f, y, x);
	/* Minus one and less is outside the range; treat it as y_log2() treats zero and less. */
	if (negative && (x->se & X87_EXP) >= X87_BIAS) {
		if ((x->se & X87_EXP) > X87_BIAS || x->m > X87_INTEGER_BIT)
			return invalid();
		r = special_product(y, cy, true, false, true);
		if (cy != X87_ZERO && cy != X87_INFINITY)
			r.flags |= X87_ZE;
	} else if (cx == X87_ZERO || cx == X87_INFINITY) {
		r = special_product(y, cy, cx == X87_INFINITY, cx == X87_ZERO, negative);
	} else {
		r = log_product(f, y, cy, fx_from_ext(x), true);
	}
	if (!(r.flags & (X87_IE | X87_ZE)))
		r.flags |= flags;
	return r;
}

typedef struct result (*binary_function)(const struct fpu_state *f, const struct ext80 *y,
					 const struct ext80 *x);

/* ST(1) = function(ST(1), ST(0)), then a pop. */
static void binary(struct cpu *cpu, const struct insn *i, binary_function function)
{
	struct fpu_state *f = x87_enter(cpu);
	struct result r;

	x87_record(cpu, i);
	if (x87_empty(f, 0) || x87_empty(f, 1)) {
		if (!x87_stack_fault(cpu, false))
			return;
		r.v = x87_indefinite();
	} else {
		r = function(f, x87_st(f, 1), x87_st(f, 0));
		if (!x87_done(cpu, x87_visible(f, r.flags)))
			return;
	}
	x87_set(f, 1, &r.v);
	x87_pop(f);
}

void x87_fpatan(struct cpu *cpu, const struct insn *i)
{
	binary(cpu, i, arc_tangent);
}

void x87_fyl2x(struct cpu *cpu, const struct insn *i)
{
	binary(cpu, i, y_log2);
}

void x87_fyl2xp1(struct cpu *cpu, const struct insn *i)
{
	binary(cpu, i, y_log2p1);
}
