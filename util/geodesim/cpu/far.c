/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Far jumps and calls: direct, through call gates, and to tasks. */

#include "cpu/frame.h"
#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/stack.h"
#include "cpu/task.h"

/* Load CS for a transfer that has been checked; cpl is the new privilege level. */
static void load_cs(struct cpu *cpu, uint16_t sel, struct descriptor *d, unsigned cpl)
{
	seg_set_accessed(cpu, d);
	cpu->cpl = (uint8_t)cpl;
	seg_from_descriptor(cpu, CS, (uint16_t)((sel & ~3u) | cpl), d);
}

static void check_offset(struct cpu *cpu, const struct descriptor *d, uint32_t off)
{
	if (off > desc_limit(d))
		cpu_gp(cpu, 0);
}

/* A code segment named directly by JMP or CALL: must run at the current privilege level. */
static void check_direct(struct cpu *cpu, uint16_t sel, const struct descriptor *d)
{
	uint16_t attr = desc_attr(d);
	unsigned dpl = attr_dpl(attr), rpl = sel & 3;

	if (attr & SEG_DC ? dpl > cpu->cpl : rpl > cpu->cpl || dpl != cpu->cpl)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
}

/* Gates and TSS descriptors: DPL must be at least CPL and RPL. */
static void check_gate(struct cpu *cpu, uint16_t sel, const struct descriptor *d)
{
	uint16_t attr = desc_attr(d);
	unsigned dpl = attr_dpl(attr);

	if (dpl < cpu->cpl || dpl < (sel & 3u))
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
}

/* Through a call gate with JMP: same privilege, or a conforming segment. */
static void jump_gate(struct cpu *cpu, const struct descriptor *gate, bool wide)
{
	uint16_t sel = gate->lo >> 16, attr;
	uint32_t off = (gate->lo & 0xffff) | (wide ? gate->hi & 0xffff0000u : 0);
	struct descriptor d;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (!attr_is_code(attr) ||
	    (attr & SEG_DC ? attr_dpl(attr) > cpu->cpl : attr_dpl(attr) != cpu->cpl))
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	check_offset(cpu, &d, off);
	load_cs(cpu, sel, &d, cpu->cpl);
	cpu->eip = off;
}

static void call_gate(struct cpu *cpu, const struct insn *i, const struct descriptor *gate,
		      bool wide)
{
	uint16_t sel = gate->lo >> 16, attr;
	uint32_t off = (gate->lo & 0xffff) | (wide ? gate->hi & 0xffff0000u : 0);
	unsigned size = wide ? 4 : 2, count = gate->hi & 31, cpl = cpu->cpl;
	struct descriptor d;
	struct frame f;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (!attr_is_code(attr) || attr_dpl(attr) > cpl)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);

	if (!(attr & SEG_DC) && attr_dpl(attr) < cpl) {
		uint32_t params[32];

		cpl = attr_dpl(attr);
		frame_inner(cpu, &f, cpl);
		for (unsigned n = 0; n < count; n++)
			params[n] = wide ? top32(cpu, (int)n * 4) : top16(cpu, (int)n * 2);
		frame_reserve(cpu, &f, size, count + 4);
		check_offset(cpu, &d, off);
		frame_push(cpu, &f, size, cpu->seg[SS].sel);
		frame_push(cpu, &f, size, cpu->r[ESP]);
		while (count--)
			frame_push(cpu, &f, size, params[count]);
	} else {
		frame_current(cpu, &f);
		frame_reserve(cpu, &f, size, 2);
		check_offset(cpu, &d, off);
	}
	frame_push(cpu, &f, size, cpu->seg[CS].sel);
	frame_push(cpu, &f, size, cpu_next_eip(cpu, i));
	load_cs(cpu, sel, &d, cpl);
	frame_commit(cpu, &f);
	cpu->eip = off;
}

static void to_task(struct cpu *cpu, const struct insn *i, uint16_t tss, enum task_reason reason)
{
	cpu->eip = cpu_next_eip(cpu, i);
	task_switch(cpu, tss, reason, false, 0);
}

/* JMP or CALL far in protected mode. */
static void far_protected(struct cpu *cpu, const struct insn *i, uint16_t sel, uint32_t off,
			  bool call)
{
	bool wide = i->flags & INSN_OP32;
	unsigned size = wide ? 4 : 2;
	struct descriptor d;
	struct frame f;
	uint16_t attr;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (attr_is_code(attr)) {
		check_direct(cpu, sel, &d);
		if (call) {
			frame_current(cpu, &f);
			frame_reserve(cpu, &f, size, 2);
			check_offset(cpu, &d, off);
			frame_push(cpu, &f, size, cpu->seg[CS].sel);
			frame_push(cpu, &f, size, cpu_next_eip(cpu, i));
		} else {
			check_offset(cpu, &d, off);
		}
		load_cs(cpu, sel, &d, cpu->cpl);
		if (call)
			frame_commit(cpu, &f);
		cpu->eip = off;
		return;
	}
	switch (attr_type(attr)) {
	case TYPE_CALL16:
	case TYPE_CALL32:
		check_gate(cpu, sel, &d);
		if (call)
			call_gate(cpu, i, &d, attr_type(attr) == TYPE_CALL32);
		else
			jump_gate(cpu, &d, attr_type(attr) == TYPE_CALL32);
		break;
	case TYPE_TASK_GATE:
		check_gate(cpu, sel, &d);
		to_task(cpu, i, (uint16_t)(d.lo >> 16), call ? TASK_CALL : TASK_JUMP);
		break;
	case TYPE_TSS16:
	case TYPE_TSS32:
		check_gate(cpu, sel, &d);
		to_task(cpu, i, sel, call ? TASK_CALL : TASK_JUMP);
		break;
	default: cpu_gp(cpu, sel & 0xfffcu);
	}
}

static void jump_far(struct cpu *cpu, const struct insn *i, uint16_t sel, uint32_t off)
{
	if (cpu_protected(cpu) && !cpu_v86(cpu)) {
		far_protected(cpu, i, sel, off, false);
		return;
	}
	if (off > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	seg_load(cpu, CS, sel);
	cpu->eip = off;
}
static void call_far(struct cpu *cpu, const struct insn *i, uint16_t sel, uint32_t off)
{
	unsigned size = i->flags & INSN_OP32 ? 4 : 2;
	struct frame f;

	if (cpu_protected(cpu) && !cpu_v86(cpu)) {
		far_protected(cpu, i, sel, off, true);
		return;
	}
	frame_current(cpu, &f);
	frame_reserve(cpu, &f, size, 2);
	if (off > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	frame_push(cpu, &f, size, cpu->seg[CS].sel);
	frame_push(cpu, &f, size, cpu_next_eip(cpu, i));
	frame_commit(cpu, &f);
	seg_load(cpu, CS, sel);
	cpu->eip = off;
}

void op_jmpf_i16(struct cpu *cpu, const struct insn *i)
{
	jump_far(cpu, i, i->imm2, i->imm);
}
void op_jmpf_i32(struct cpu *cpu, const struct insn *i)
{
	jump_far(cpu, i, i->imm2, i->imm);
}
void op_callf_i16(struct cpu *cpu, const struct insn *i)
{
	call_far(cpu, i, i->imm2, i->imm);
}
void op_callf_i32(struct cpu *cpu, const struct insn *i)
{
	call_far(cpu, i, i->imm2, i->imm);
}

/* The far pointer in memory: offset by operand size, then the selector. */
static uint32_t far_pointer(struct cpu *cpu, const struct insn *i, uint16_t *sel)
{
	uint32_t ea = cpu_ea(cpu, i), off;

	if (i->flags & INSN_OP32) {
		off = cpu_ld32(cpu, i->seg, ea);
		*sel = cpu_ld16(cpu, i->seg, ea + 4);
	} else {
		off = cpu_ld16(cpu, i->seg, ea);
		*sel = cpu_ld16(cpu, i->seg, ea + 2);
	}
	return off;
}
void op_jmpf_m16(struct cpu *cpu, const struct insn *i)
{
	uint16_t sel;
	uint32_t off = far_pointer(cpu, i, &sel);

	jump_far(cpu, i, sel, off);
}
void op_jmpf_m32(struct cpu *cpu, const struct insn *i)
{
	op_jmpf_m16(cpu, i);
}
void op_callf_m16(struct cpu *cpu, const struct insn *i)
{
	uint16_t sel;
	uint32_t off = far_pointer(cpu, i, &sel);

	call_far(cpu, i, sel, off);
}
void op_callf_m32(struct cpu *cpu, const struct insn *i)
{
	op_callf_m16(cpu, i);
}
