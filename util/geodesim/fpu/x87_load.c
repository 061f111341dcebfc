/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads: memory formats, constants and other registers onto the stack. */
#include "fpu/exec.h"
#include "fpu/native.h"
#include "fpu/soft.h"
#include "fpu/x87_handlers.h"

/*
 * Push a converted number; sw is the conversion's status word. Only an invalid operand (a
 * signalling NaN) keeps its number out: a denormal is loaded even when its exception is unmasked.
 */
static void load_converted(struct cpu *cpu, const struct ext80 *v, unsigned sw)
{
	struct ext80 nan = x87_indefinite();

	/* A full stack comes before anything the operand could raise. */
	if (!x87_empty(&cpu->fpu, 7)) {
		if (x87_stack_fault(cpu, true))
			x87_push(&cpu->fpu, &nan);
	} else if (!(x87_raise(cpu, sw & X87_FLAGS, 0, X87_C1) & X87_IE)) {
		x87_push(&cpu->fpu, v);
	}
}

#define FLD_REAL(format, type, bits)                                 \
	void x87_fld_##format(struct cpu *cpu, const struct insn *i) \
	{                                                            \
		uint32_t off;                                        \
		struct ext80 r;                                      \
		type v;                                              \
                                                                     \
		x87_enter(cpu);                                      \
		off = cpu_ea(cpu, i);                                \
		v = cpu_ld##bits(cpu, i->seg, off);                  \
		x87_record_mem(cpu, i, off);                         \
		if (likely(soft_from_##format(&r, &v))) {            \
			x87_load(cpu, &r);                           \
		} else {                                             \
			unsigned sw = native_load_##format(&r, &v);  \
                                                                     \
			load_converted(cpu, &r, sw);                 \
		}                                                    \
	}
FLD_REAL(f32, uint32_t, 32)
FLD_REAL(f64, uint64_t, 64)

/* Any 80-bit pattern loads as it is, without an exception. */
void x87_fld_f80(struct cpu *cpu, const struct insn *i)
{
	uint32_t off;
	struct ext80 r = x87_make(0, 0);

	x87_enter(cpu);
	off = cpu_ea(cpu, i);
	cpu_ld80(cpu, i->seg, off, &r.m, &r.se);
	x87_record_mem(cpu, i, off);
	x87_load(cpu, &r);
}

#define FILD(bits)                                                                \
	void x87_fild_i##bits(struct cpu *cpu, const struct insn *i)              \
	{                                                                         \
		uint32_t off;                                                     \
		struct ext80 r;                                                   \
                                                                                  \
		x87_enter(cpu);                                                   \
		off = cpu_ea(cpu, i);                                             \
		r = soft_from_int((int##bits##_t)cpu_ld##bits(cpu, i->seg, off)); \
		x87_record_mem(cpu, i, off);                                      \
		x87_load(cpu, &r);                                                \
	}
FILD(16)
FILD(32)
FILD(64)

/*
 * FBLD: 18 packed digits and a sign. Digits above 9 are undefined by the manuals; here they count
 * with their value.
 */
void x87_fbld(struct cpu *cpu, const struct insn *i)
{
	uint32_t off;
	uint64_t digits, value = 0;
	uint16_t top;
	struct ext80 r;

	x87_enter(cpu);
	off = cpu_ea(cpu, i);
	cpu_ld80(cpu, i->seg, off, &digits, &top);
	x87_record_mem(cpu, i, off);
	value = (top >> 4 & 15) * 10 + (top & 15);
	for (int shift = 60; shift >= 0; shift -= 4)
		value = value * 10 + (digits >> shift & 15);
	r = soft_from_int((int64_t)value);
	r.se |= top & X87_SIGN;
	x87_load(cpu, &r);
}

void x87_fld_sti(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 r = *x87_st(f, i->rm);

	x87_record(cpu, i);
	if (unlikely(x87_empty(f, i->rm))) {
		r = x87_indefinite();
		if (x87_stack_fault(cpu, false))
			x87_push(f, &r);
		return;
	}
	x87_load(cpu, &r);
}

/*
 * Constants are kept to more bits than a register has and rounded as the control word says: the
 * significand cut off, and whether the rest is at least a half.
 */
static void load_constant(struct cpu *cpu, const struct insn *i, unsigned exp, uint64_t cut,
			  bool half)
{
	struct fpu_state *f = x87_enter(cpu);
	unsigned rc = f->cw & X87_CW_RC;
	struct ext80 r;

	x87_record(cpu, i);
	r = x87_make(exp, cut + (rc == X87_RC_UP || (rc == X87_RC_NEAR && half)));
	x87_load(cpu, &r);
}

void x87_fld1(struct cpu *cpu, const struct insn *i)
{
	struct ext80 r = x87_make(X87_BIAS, X87_INTEGER_BIT);

	x87_enter(cpu);
	x87_record(cpu, i);
	x87_load(cpu, &r);
}

void x87_fldz(struct cpu *cpu, const struct insn *i)
{
	struct ext80 r = x87_make(0, 0);

	x87_enter(cpu);
	x87_record(cpu, i);
	x87_load(cpu, &r);
}

void x87_fldl2t(struct cpu *cpu, const struct insn *i)
{
	load_constant(cpu, i, 0x4000, 0xd49a784bcd1b8afeull, false);
}

void x87_fldl2e(struct cpu *cpu, const struct insn *i)
{
	load_constant(cpu, i, 0x3fff, 0xb8aa3b295c17f0bbull, true);
}

void x87_fldpi(struct cpu *cpu, const struct insn *i)
{
	load_constant(cpu, i, 0x4000, 0xc90fdaa22168c234ull, true);
}

void x87_fldlg2(struct cpu *cpu, const struct insn *i)
{
	load_constant(cpu, i, 0x3ffd, 0x9a209a84fbcff798ull, true);
}

void x87_fldln2(struct cpu *cpu, const struct insn *i)
{
	load_constant(cpu, i, 0x3ffe, 0xb17217f7d1cf79abull, true);
}
