/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Far returns: RETF and IRET. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/stack.h"
#include "cpu/task.h"

static uint32_t top(struct cpu *cpu, unsigned size, unsigned n)
{
	return size == 4 ? top32(cpu, (int)(n * 4)) : top16(cpu, (int)(n * 2));
}

/* The code segment a return goes to; #GP and #NP as they must be. Its RPL is the new CPL. */
static void check_return_cs(struct cpu *cpu, uint16_t sel, struct descriptor *d)
{
	unsigned rpl = sel & 3;
	uint16_t attr;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, d, EXC_GP);
	attr = desc_attr(d);
	if (rpl < cpu->cpl || !attr_is_code(attr) ||
	    (attr & SEG_DC ? attr_dpl(attr) > rpl : attr_dpl(attr) != rpl))
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
}

static void check_return_ss(struct cpu *cpu, uint16_t sel, unsigned rpl, struct descriptor *d)
{
	uint16_t attr;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, d, EXC_GP);
	attr = desc_attr(d);
	if ((sel & 3u) != rpl || !attr_is_data(attr) || !(attr & SEG_RW) || attr_dpl(attr) != rpl)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_SS, sel & 0xfffcu);
}

/* After a return outwards: data segments the new level may not use become null. */
static void drop_inner_segments(struct cpu *cpu)
{
	static const uint8_t data[4] = {ES, DS, FS, GS};

	for (unsigned n = 0; n < 4; n++) {
		const struct segment *s = &cpu->seg[data[n]];
		bool conforming = attr_is_code(s->attr) && (s->attr & SEG_DC);

		if ((s->attr & SEG_P) && !conforming && attr_dpl(s->attr) < cpu->cpl)
			seg_set_null(cpu, data[n], 0);
	}
}

/*
 * The part RETF and IRET share in protected mode: CS:EIP lie at the top, behind them skip more
 * words (EFLAGS), release bytes of parameters, and for an outer level ESP and SS.
 */
static void return_protected(struct cpu *cpu, unsigned size, unsigned skip, uint32_t release)
{
	uint32_t eip = top(cpu, size, 0);
	uint16_t cs = (uint16_t)top(cpu, size, 1);
	unsigned rpl = cs & 3;
	struct descriptor dc, ds;

	check_return_cs(cpu, cs, &dc);
	if (rpl == cpu->cpl) {
		if (eip > desc_limit(&dc))
			cpu_gp(cpu, 0);
		seg_set_accessed(cpu, &dc);
		drop(cpu, (2 + skip) * size + release);
		seg_from_descriptor(cpu, CS, cs, &dc);
		cpu->eip = eip;
		return;
	}
	uint32_t at = (2 + skip) * size + release;
	uint32_t esp = size == 4 ? top32(cpu, (int)at) : top16(cpu, (int)at);
	uint16_t ss = top16(cpu, (int)(at + size));

	check_return_ss(cpu, ss, rpl, &ds);
	if (eip > desc_limit(&dc))
		cpu_gp(cpu, 0);
	seg_set_accessed(cpu, &dc);
	seg_set_accessed(cpu, &ds);
	cpu->cpl = (uint8_t)rpl;
	seg_from_descriptor(cpu, CS, cs, &dc);
	seg_from_descriptor(cpu, SS, ss, &ds);
	if (cpu->sp_mask == 0xffffffffu)
		cpu->r[ESP] = esp;
	else
		set_reg16(cpu, ESP, (uint16_t)esp);
	if (release)
		drop(cpu, release);
	drop_inner_segments(cpu);
	cpu->eip = eip;
}

static void return_real(struct cpu *cpu, unsigned size, unsigned skip, uint32_t release)
{
	uint32_t eip = top(cpu, size, 0);
	uint16_t cs = (uint16_t)top(cpu, size, 1);

	if (eip > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	drop(cpu, (2 + skip) * size + release);
	seg_load(cpu, CS, cs);
	cpu->eip = eip;
}

static void retf(struct cpu *cpu, const struct insn *i, unsigned size)
{
	if (cpu_protected(cpu) && !cpu_v86(cpu))
		return_protected(cpu, size, 0, i->imm);
	else
		return_real(cpu, size, 0, i->imm);
}
void op_retf16(struct cpu *cpu, const struct insn *i)
{
	retf(cpu, i, 2);
}
void op_retf32(struct cpu *cpu, const struct insn *i)
{
	retf(cpu, i, 4);
}

/* IRET from level 0 to virtual-8086 mode: nine dwords. */
static void iret_to_v86(struct cpu *cpu, uint32_t eflags)
{
	static const uint8_t order[5] = {SS, ES, DS, FS, GS};
	uint32_t eip = top32(cpu, 0), esp = top32(cpu, 12);
	uint16_t cs = (uint16_t)top32(cpu, 4), sel[5];

	for (unsigned n = 0; n < 5; n++)
		sel[n] = (uint16_t)top32(cpu, 16 + (int)n * 4);
	if (eip > 0xffff)
		cpu_gp(cpu, 0);
	cpu->cpl = 3;
	cpu_set_eflags(cpu, eflags, FLAGS_ALL);
	seg_set_v86(cpu, CS, cs);
	for (unsigned n = 0; n < 5; n++)
		seg_set_v86(cpu, order[n], sel[n]);
	cpu->r[ESP] = esp;
	cpu->eip = eip;
	seg_update_all(cpu);
	cpu_update_mode(cpu);
}

/* The flags IRET may change at privilege level cpl. */
static uint32_t iret_mask(const struct cpu *cpu, unsigned size, unsigned cpl)
{
	uint32_t mask = FLAGS_ALL & ~(uint32_t)FLAG_VM;

	if (size == 2)
		mask &= 0xffff;
	if (cpu_protected(cpu)) {
		if (cpl > 0)
			mask &= ~(uint32_t)FLAG_IOPL;
		if (cpl > (cpu->eflags & FLAG_IOPL) >> 12)
			mask &= ~(uint32_t)FLAG_IF;
	}
	return mask;
}

static void iret(struct cpu *cpu, const struct insn *i, unsigned size)
{
	unsigned cpl = cpu->cpl;
	uint32_t eflags;

	if (!cpu_protected(cpu) || cpu_v86(cpu)) {
		if (cpu_v86(cpu) && (cpu->eflags & FLAG_IOPL) != FLAG_IOPL)
			cpu_gp(cpu, 0);
		eflags = top(cpu, size, 2);
		return_real(cpu, size, 1, 0);
		cpu_set_eflags(cpu, eflags, iret_mask(cpu, size, cpl));
	} else if (cpu->eflags & FLAG_NT) {
		uint16_t link;

		if (cpu->seg[TR].limit < 1)
			cpu_fault_error(cpu, EXC_TS, cpu->seg[TR].sel & 0xfffcu);
		link = (uint16_t)cpu_sys_load(cpu, cpu->seg[TR].base, 2);
		cpu->eip = cpu_next_eip(cpu, i);
		task_switch(cpu, link, TASK_RETURN, false, 0);
	} else {
		eflags = top(cpu, size, 2);
		if (size == 4 && (eflags & FLAG_VM) && cpl == 0) {
			iret_to_v86(cpu, eflags);
		} else {
			uint32_t mask = iret_mask(cpu, size, cpl);

			return_protected(cpu, size, 1, 0);
			cpu_set_eflags(cpu, eflags, mask);
		}
	}
	cpu->nmi_blocked = false;
	cpu_update_attention(cpu);
}
void op_iret16(struct cpu *cpu, const struct insn *i)
{
	iret(cpu, i, 2);
}
void op_iret32(struct cpu *cpu, const struct insn *i)
{
	iret(cpu, i, 4);
}
