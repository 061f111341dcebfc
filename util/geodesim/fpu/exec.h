/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the instruction handlers of the floating-point unit share. */
#ifndef GEODESIM_FPU_EXEC_H
#define GEODESIM_FPU_EXEC_H

#include "cpu/internal.h"
#include "fpu/x87.h"

/* One opcode: its handler (NULL: undefined), its name for traces and coverage, its cost class. */
struct fpu_op {
	cpu_handler fn;
	const char *name;
	uint8_t cost;
};

/* Escape opcodes D8..DF: by memory operand, or by registers. */
extern const struct fpu_op x87_memory_ops[8][8];
const struct fpu_op *x87_register_op(unsigned opcode, unsigned modrm);
/* 0F xx opcodes of MMX and its extensions, NULL when xx is none; and 0F 0F by suffix. */
const struct fpu_op *mmx_op(const struct insn *i);
const struct fpu_op *threednow_op(unsigned suffix);

/* The faults of a write of len bytes that is not made piece by piece, or not made at all. */
static inline void fpu_check_write(struct cpu *cpu, const struct insn *i, uint32_t off,
				   unsigned len, unsigned alignment)
{
	cpu_check_range(cpu, i->seg, off, len, true);
	if (unlikely(cpu->eflags & FLAG_AC) && (cpu->cr0 & CR0_AM) && cpu->cpl == 3 &&
	    ((cpu->seg[i->seg].base + off) & (alignment - 1)))
		cpu_fault_error(cpu, EXC_AC, 0);
}

/* The way out of x87_enter() and mmx_enter() when something stands against the instruction. */
void x87_enter_slow(struct cpu *cpu);
void mmx_enter_slow(struct cpu *cpu);

/* Start of a waiting x87 instruction: #NM when emulated or another task's, then a pending #MF. */
static inline struct fpu_state *x87_enter(struct cpu *cpu)
{
	if (unlikely((cpu->cr0 & (CR0_EM | CR0_TS)) || (cpu->fpu.sw & X87_ES)))
		x87_enter_slow(cpu);
	return &cpu->fpu;
}

/* Start of an x87 instruction that does not wait: only #NM. */
static inline struct fpu_state *x87_enter_nowait(struct cpu *cpu)
{
	if (unlikely(cpu->cr0 & (CR0_EM | CR0_TS)))
		cpu_fault(cpu, EXC_NM);
	return &cpu->fpu;
}

/* Note which non-control instruction runs. After its last possible fault. */
static inline void x87_record(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = &cpu->fpu;

	f->fop = (uint16_t)((i->opcode & 7) << 8 | i->modrm);
	f->fip = cpu_insn_eip(cpu, i);
	f->fcs = cpu->seg[CS].sel;
}

static inline void x87_record_mem(struct cpu *cpu, const struct insn *i, uint32_t off)
{
	x87_record(cpu, i);
	cpu->fpu.fdp = off;
	cpu->fpu.fds = cpu->seg[i->seg].sel;
}

/*
 * Record exceptions (X87_FLAGS, X87_SF) and replace the bits of cc_mask by those of cc. ES and B
 * follow. Returns the flags among them that are unmasked.
 */
static inline unsigned x87_raise(struct cpu *cpu, unsigned flags, unsigned cc, unsigned cc_mask)
{
	struct fpu_state *f = &cpu->fpu;
	unsigned open = flags & ~f->cw & X87_FLAGS;

	f->sw = (uint16_t)((f->sw & ~cc_mask) | (cc & cc_mask) | (flags & (X87_FLAGS | X87_SF)));
	if (unlikely(open)) {
		f->sw |= X87_ES | X87_B;
		cpu_fpu_ferr(cpu, true);
	}
	return open;
}

/* Flags that, when unmasked, keep an arithmetic instruction from delivering a result. */
#define X87_BEFORE (X87_IE | X87_DE | X87_ZE)

/* As x87_raise() for the status word of an operation: flags and C1. True: deliver the result. */
static inline bool x87_done(struct cpu *cpu, unsigned sw)
{
	return !(x87_raise(cpu, sw & X87_FLAGS, sw, X87_C1) & X87_BEFORE);
}

/* Flags of a software result: an unmasked one from before the computation hides those after it. */
static inline unsigned x87_visible(const struct fpu_state *f, unsigned flags)
{
	return flags & ~f->cw & X87_BEFORE ? flags & X87_BEFORE : flags;
}

/* Stack underflow (C1 0) or overflow (C1 1). True: masked, so the masked response is due. */
static inline bool x87_stack_fault(struct cpu *cpu, bool overflow)
{
	return !x87_raise(cpu, X87_IE | X87_SF, overflow ? X87_C1 : 0, X87_C1);
}

/* Push v, or report the overflow of the stack. C1 ends 0 or 1 accordingly. */
static inline void x87_load(struct cpu *cpu, const struct ext80 *v)
{
	struct fpu_state *f = &cpu->fpu;

	f->sw &= (uint16_t)~X87_C1;
	if (likely(x87_empty(f, 7))) {
		x87_push(f, v);
	} else if (x87_stack_fault(cpu, true)) {
		struct ext80 nan = x87_indefinite();

		x87_push(f, &nan);
	}
}

#endif
