/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control instructions: control and status words, environment and state in memory. */
#include "fpu/exec.h"
#include "fpu/x87_handlers.h"

void x87_enter_slow(struct cpu *cpu)
{
	if (cpu->cr0 & (CR0_EM | CR0_TS))
		cpu_fault(cpu, EXC_NM);
	/* Comes back only while IGNNE# is asserted: then the error is ignored. */
	cpu_fpu_error(cpu);
}

/* ES may have changed: the FERR# pin follows. */
static void update_ferr(struct cpu *cpu)
{
	cpu_fpu_ferr(cpu, cpu->fpu.sw & X87_ES);
}

/* FWAIT: a task that has another's registers need not be told unless MP asks for it. */
void x87_fwait(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	if ((cpu->cr0 & (CR0_MP | CR0_TS)) == (CR0_MP | CR0_TS))
		cpu_fault(cpu, EXC_NM);
	if (cpu->fpu.sw & X87_ES)
		cpu_fpu_error(cpu);
}

void x87_fldcw(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	uint16_t v = cpu_ld16(cpu, i->seg, cpu_ea(cpu, i));

	f->cw = (v & X87_CW_WRITABLE) | X87_CW_FIXED;
	x87_update_es(f);
	update_ferr(cpu);
}

void x87_fnstcw(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);

	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), f->cw);
}

void x87_fnstsw(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);

	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), fpu_status_word(f));
}

void x87_fnstsw_ax(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);

	(void)i;
	set_reg16(cpu, EAX, fpu_status_word(f));
}

void x87_fnclex(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);

	(void)i;
	f->sw &= X87_CC;
	update_ferr(cpu);
}

void x87_fninit(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);

	(void)i;
	fpu_init(f);
	update_ferr(cpu);
}

/* FENI, FDISI, FSETPM of the 8087 and 80287: accepted, without effect. */
void x87_obsolete(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	x87_enter_nowait(cpu);
}

/*
 * The environment in memory: seven words or dwords. In real and virtual-8086 mode the pointers are
 * linear addresses and the opcode is there; in protected mode they are selector and offset, and
 * the 16-bit form has no opcode.
 */
static bool real_format(const struct cpu *cpu)
{
	return !cpu_protected(cpu) || cpu_v86(cpu);
}

static unsigned env_size(const struct insn *i)
{
	return i->flags & INSN_OP32 ? 28 : 14;
}

static void store_env(struct cpu *cpu, const struct insn *i, uint32_t off)
{
	struct fpu_state *f = &cpu->fpu;
	uint32_t ip = f->fip, dp = f->fdp;
	uint32_t w[7] = {f->cw, fpu_status_word(f), fpu_tag_word(f)};

	if (real_format(cpu)) {
		ip += (uint32_t)f->fcs << 4;
		dp += (uint32_t)f->fds << 4;
	}
	if (i->flags & INSN_OP32) {
		for (unsigned n = 0; n < 3; n++)
			w[n] |= 0xffff0000;
		if (real_format(cpu)) {
			w[3] = 0xffff0000 | (ip & 0xffff);
			w[4] = (ip >> 16) << 12 | f->fop;
			w[5] = 0xffff0000 | (dp & 0xffff);
			w[6] = (dp >> 16) << 12;
		} else {
			w[3] = ip;
			w[4] = (uint32_t)f->fop << 16 | f->fcs;
			w[5] = dp;
			w[6] = 0xffff0000 | f->fds;
		}
		for (unsigned n = 0; n < 7; n++)
			cpu_st32(cpu, i->seg, (off + 4 * n) & i->ea_mask, w[n]);
		return;
	}
	w[3] = ip;
	w[5] = dp;
	if (real_format(cpu)) {
		w[4] = (ip >> 16 & 15) << 12 | f->fop;
		w[6] = (dp >> 16 & 15) << 12;
	} else {
		w[4] = f->fcs;
		w[6] = f->fds;
	}
	for (unsigned n = 0; n < 7; n++)
		cpu_st16(cpu, i->seg, (off + 2 * n) & i->ea_mask, (uint16_t)w[n]);
}

static void read_env(struct cpu *cpu, const struct insn *i, uint32_t off, uint32_t w[7])
{
	for (unsigned n = 0; n < 7; n++) {
		if (i->flags & INSN_OP32)
			w[n] = cpu_ld32(cpu, i->seg, (off + 4 * n) & i->ea_mask);
		else
			w[n] = cpu_ld16(cpu, i->seg, (off + 2 * n) & i->ea_mask);
	}
}

static void take_env(struct cpu *cpu, const struct insn *i, const uint32_t w[7])
{
	struct fpu_state *f = &cpu->fpu;

	fpu_load_words(f, (uint16_t)w[0], (uint16_t)w[1], (uint16_t)w[2]);
	if (!real_format(cpu)) {
		f->fip = w[3];
		f->fcs = (uint16_t)w[4];
		f->fdp = w[5];
		f->fds = (uint16_t)w[6];
		if (i->flags & INSN_OP32)
			f->fop = w[4] >> 16 & 0x7ff;
	} else {
		f->fip = (w[3] & 0xffff) | (w[4] >> 12 & 0xffff) << 16;
		f->fcs = 0;
		f->fop = w[4] & 0x7ff;
		f->fdp = (w[5] & 0xffff) | (w[6] >> 12 & 0xffff) << 16;
		f->fds = 0;
	}
	update_ferr(cpu);
}

void x87_fnstenv(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);
	uint32_t off = cpu_ea(cpu, i);

	cpu_check_range(cpu, i->seg, off, env_size(i), true);
	store_env(cpu, i, off);
	f->cw |= X87_FLAGS;
	x87_update_es(f);
	update_ferr(cpu);
}

void x87_fldenv(struct cpu *cpu, const struct insn *i)
{
	uint32_t w[7];

	x87_enter(cpu);
	read_env(cpu, i, cpu_ea(cpu, i), w);
	take_env(cpu, i, w);
}

/* Registers lie ten bytes apart: by words, so that they need no alignment of their own. */
static void store_register(struct cpu *cpu, const struct insn *i, uint32_t off,
			   const struct ext80 *v)
{
	for (unsigned n = 0; n < 4; n++)
		cpu_st16(cpu, i->seg, (off + 2 * n) & i->ea_mask, (uint16_t)(v->m >> (16 * n)));
	cpu_st16(cpu, i->seg, (off + 8) & i->ea_mask, v->se);
}

static void load_register(struct cpu *cpu, const struct insn *i, uint32_t off, struct ext80 *v)
{
	v->m = 0;
	for (unsigned n = 0; n < 4; n++)
		v->m |= (uint64_t)cpu_ld16(cpu, i->seg, (off + 2 * n) & i->ea_mask) << (16 * n);
	v->se = cpu_ld16(cpu, i->seg, (off + 8) & i->ea_mask);
}

/* The state: the environment, then ST(0) to ST(7) of ten bytes each. */
void x87_fnsave(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter_nowait(cpu);
	uint32_t off = cpu_ea(cpu, i);
	uint32_t regs = off + env_size(i);

	cpu_check_range(cpu, i->seg, off, env_size(i) + 80, true);
	store_env(cpu, i, off);
	for (unsigned n = 0; n < 8; n++) {
		const struct ext80 *v = x87_st(f, n);

		store_register(cpu, i, regs + 10 * n, v);
	}
	fpu_init(f);
	update_ferr(cpu);
}

void x87_frstor(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	uint32_t off = cpu_ea(cpu, i);
	uint32_t regs = off + env_size(i);
	struct ext80 v[8];
	uint32_t w[7];

	read_env(cpu, i, off, w);
	for (unsigned n = 0; n < 8; n++)
		load_register(cpu, i, regs + 10 * n, &v[n]);
	take_env(cpu, i, w);
	for (unsigned n = 0; n < 8; n++) {
		x87_st(f, n)->m = v[n].m;
		x87_st(f, n)->se = v[n].se;
	}
}
