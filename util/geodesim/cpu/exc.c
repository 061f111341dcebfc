/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions and interrupts: raising, delivering, double faults; INT INT3 INTO ICEBP. */

#include "cpu/exc.h"
#include "cpu/frame.h"
#include "cpu/internal.h"
#include "cpu/mgmt.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/task.h"

_Noreturn void cpu_fault(struct cpu *cpu, enum cpu_vector vector)
{
	cpu->exc_vector = vector;
	cpu->exc_has_error = false;
	cpu->exc_error = 0;
	longjmp(cpu->jmp, 1);
}
_Noreturn void cpu_fault_error(struct cpu *cpu, enum cpu_vector vector, uint32_t error)
{
	cpu->exc_vector = vector;
	cpu->exc_has_error = true;
	/* Selector errors met while an event is delivered say that it came from outside. */
	cpu->exc_error = error | (cpu->exc_ext && vector != EXC_PF && vector != EXC_AC);
	longjmp(cpu->jmp, 1);
}

/* The flags as an exception pushes them: RF says that the instruction is to be restarted. */
static uint32_t pushed_flags(const struct cpu *cpu, enum int_kind kind)
{
	uint32_t f = cpu_eflags(cpu);

	if (kind == INT_FAULT)
		f |= FLAG_RF;
	return f;
}

static void interrupt_real(struct cpu *cpu, uint8_t vector, enum int_kind kind)
{
	uint32_t entry;
	struct frame f;
	uint16_t ip, cs;

	if (vector * 4u + 3 > cpu->idtr.limit)
		cpu_gp(cpu, vector * 8u + 2);
	entry = (uint32_t)cpu_sys_load(cpu, cpu->idtr.base + vector * 4u, 4);
	ip = (uint16_t)entry;
	cs = (uint16_t)(entry >> 16);
	frame_current(cpu, &f);
	frame_reserve(cpu, &f, 2, 3);
	if (ip > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	frame_push(cpu, &f, 2, pushed_flags(cpu, kind) & 0xffff);
	frame_push(cpu, &f, 2, cpu->seg[CS].sel);
	frame_push(cpu, &f, 2, cpu->eip & 0xffff);
	frame_commit(cpu, &f);
	cpu_set_eflags(cpu, 0, FLAG_IF | FLAG_TF | FLAG_RF | FLAG_AC);
	seg_set_real(cpu, CS, cs);
	cpu->eip = ip;
}

/* Gate checks; returns the gate's type. */
static unsigned read_gate(struct cpu *cpu, uint8_t vector, enum int_kind kind,
			  struct descriptor *gate)
{
	uint32_t error = vector * 8u + 2;
	uint16_t attr;

	if (vector * 8u + 7 > cpu->idtr.limit)
		cpu_gp(cpu, error);
	gate->lin = cpu->idtr.base + vector * 8u;
	gate->lo = (uint32_t)cpu_sys_load(cpu, gate->lin, 4);
	gate->hi = (uint32_t)cpu_sys_load(cpu, gate->lin + 4, 4);
	attr = desc_attr(gate);
	switch (attr_type(attr)) {
	case TYPE_TASK_GATE:
	case TYPE_INT16:
	case TYPE_TRAP16:
	case TYPE_INT32:
	case TYPE_TRAP32: break;
	default: cpu_gp(cpu, error);
	}
	if (kind == INT_SOFT && attr_dpl(attr) < cpu->cpl)
		cpu_gp(cpu, error);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, error);
	return attr_type(attr);
}

static void interrupt_protected(struct cpu *cpu, uint8_t vector, enum int_kind kind, bool has_error,
				uint32_t error)
{
	static const uint8_t data[4] = {GS, FS, DS, ES};
	unsigned type, size, cpl = cpu->cpl, words = has_error ? 4 : 3;
	bool v86 = cpu_v86(cpu), inner;
	uint32_t off, flags = pushed_flags(cpu, kind);
	struct descriptor gate, d;
	struct frame f;
	uint16_t sel, attr;

	type = read_gate(cpu, vector, kind, &gate);
	sel = task_gate_selector(gate.lo);
	if (type == TYPE_TASK_GATE) {
		if (kind == INT_FAULT)
			cpu->eflags |= FLAG_RF;
		task_switch(cpu, sel, TASK_CALL, has_error, error);
		return;
	}
	size = type & 8 ? 4 : 2;
	off = (gate.lo & 0xffff) | (size == 4 ? gate.hi & 0xffff0000u : 0);
	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (!attr_is_code(attr) || attr_dpl(attr) > cpl)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	inner = !(attr & SEG_DC) && attr_dpl(attr) < cpl;
	if (v86 && (!inner || attr_dpl(attr) != 0))
		cpu_gp(cpu, sel & 0xfffcu);

	if (inner) {
		cpl = attr_dpl(attr);
		frame_inner(cpu, &f, cpl);
		words += v86 ? 6 : 2;
	} else {
		frame_current(cpu, &f);
	}
	frame_reserve(cpu, &f, size, words);
	if (off > desc_limit(&d))
		cpu_gp(cpu, 0);
	seg_set_accessed(cpu, &d);
	if (inner) {
		if (v86)
			for (unsigned n = 0; n < 4; n++)
				frame_push(cpu, &f, size, cpu->seg[data[n]].sel);
		frame_push(cpu, &f, size, cpu->seg[SS].sel);
		frame_push(cpu, &f, size, cpu->r[ESP]);
	}
	frame_push(cpu, &f, size, flags);
	frame_push(cpu, &f, size, cpu->seg[CS].sel);
	frame_push(cpu, &f, size, cpu->eip);
	if (has_error)
		frame_push(cpu, &f, size, error);

	cpu->cpl = (uint8_t)cpl;
	cpu_set_eflags(cpu, 0, FLAG_TF | FLAG_NT | FLAG_RF | FLAG_VM | (type & 1 ? 0 : FLAG_IF));
	if (v86)
		for (unsigned n = 0; n < 4; n++)
			seg_set_null(cpu, data[n], 0);
	seg_from_descriptor(cpu, CS, (uint16_t)((sel & ~3u) | cpl), &d);
	frame_commit(cpu, &f);
	if (v86)
		seg_update_all(cpu);
	cpu->eip = off;
}

void cpu_interrupt(struct cpu *cpu, uint8_t vector, enum int_kind kind, bool has_error,
		   uint32_t error)
{
	if (unlikely(cpu->hooks.event != NULL))
		cpu->hooks.event(cpu->hooks.opaque, vector, has_error ? (int32_t)error : -1,
				 kind == INT_EXTERNAL);
	/* An interrupt clears TF before a single-step trap could be taken. */
	cpu->tf_armed = false;
	if (vector == EXC_DB && kind == INT_TRAP) {
		if (dmm_enter_debug(cpu))
			return;
		/* The handler may use the debug registers. */
		cpu->dr[7] &= ~0x2000u;
	}
	if (cpu_protected(cpu))
		interrupt_protected(cpu, vector, kind, has_error, error);
	else
		interrupt_real(cpu, vector, kind);
	cpu_update_attention(cpu);
}

void cpu_interrupt_event(struct cpu *cpu, uint8_t vector, enum int_kind kind)
{
	cpu->exc_ext = true;
	cpu_interrupt(cpu, vector, kind, false, 0);
	cpu->exc_ext = false;
}

/* The classes that decide what becomes of a fault during the delivery of another. */
static bool contributory(int vector)
{
	return vector == EXC_DE || (vector >= EXC_TS && vector <= EXC_GP);
}

void cpu_deliver_fault(struct cpu *cpu)
{
	uint8_t vector = cpu->exc_vector;
	bool has_error = cpu->exc_has_error;
	uint32_t error = cpu->exc_error;
	int first = cpu->exc_first;

	if (first == EXC_DF) {
		cpu->exc_first = -1;
		cpu->exc_ext = false;
		cpu_set_state(cpu, CPU_SHUTDOWN);
		return;
	}
	if ((contributory(first) && contributory(vector)) ||
	    (first == EXC_PF && (vector == EXC_PF || contributory(vector)))) {
		vector = EXC_DF;
		has_error = true;
		error = 0;
	}
	cpu->exc_first = vector;
	cpu->exc_ext = true;
	/* #DB here is an instruction breakpoint: its handler decides about RF. */
	cpu_interrupt(cpu, vector, vector == EXC_DB ? INT_TRAP : INT_FAULT, has_error, error);
	cpu->exc_first = -1;
	cpu->exc_ext = false;
}

/* INT n and its relatives return behind the instruction. */
static void software(struct cpu *cpu, const struct insn *i, uint8_t vector)
{
	/* Faults of the delivery restart the instruction: eip_base still names it. */
	cpu->eip = cpu_next_eip(cpu, i);
	cpu_interrupt(cpu, vector, INT_SOFT, false, 0);
}
void op_int(struct cpu *cpu, const struct insn *i)
{
	if (cpu_v86(cpu) && (cpu->eflags & FLAG_IOPL) != FLAG_IOPL)
		cpu_gp(cpu, 0);
	software(cpu, i, (uint8_t)i->imm);
}
void op_int3(struct cpu *cpu, const struct insn *i)
{
	software(cpu, i, EXC_BP);
}
void op_into(struct cpu *cpu, const struct insn *i)
{
	if (flag_of(cpu)) {
		cpu->clock += cost_clocks[COST_INT];
		software(cpu, i, EXC_OF);
	} else {
		cpu->eip = cpu_next_eip(cpu, i);
	}
}
/* ICEBP: as #DB, without a privilege check of the gate. */
void op_icebp(struct cpu *cpu, const struct insn *i)
{
	cpu->eip = cpu_next_eip(cpu, i);
	cpu_interrupt(cpu, EXC_DB, INT_TRAP, false, 0);
}

void op_ud(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_ud(cpu);
}
void op_too_long(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	cpu_gp(cpu, 0);
}
