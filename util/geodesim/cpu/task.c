/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Task switches: saving one TSS, loading the next. */

#include "cpu/internal.h"
#include "cpu/debug.h"
#include "cpu/frame.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/task.h"
#include "cpu/tlb.h"

/* What a TSS holds, of either size. */
struct task_state {
	uint32_t cr3, eip, eflags;
	uint32_t r[8];
	uint16_t sel[6]; /* ES CS SS DS FS GS */
	uint16_t ldt;
	bool trap;
};

static bool tss_wide(uint16_t attr)
{
	return attr & 8;
}

/* Size of the part of a TSS that a switch reads. */
static uint32_t tss_last(bool wide)
{
	return wide ? 0x67 : 0x2b;
}

static void load_state(struct cpu *cpu, uint32_t base, bool wide, struct task_state *t)
{
	if (wide) {
		t->cr3 = (uint32_t)cpu_sys_load(cpu, base + 0x1c, 4);
		t->eip = (uint32_t)cpu_sys_load(cpu, base + 0x20, 4);
		t->eflags = (uint32_t)cpu_sys_load(cpu, base + 0x24, 4);
		for (unsigned n = 0; n < 8; n++)
			t->r[n] = (uint32_t)cpu_sys_load(cpu, base + 0x28 + n * 4, 4);
		for (unsigned n = 0; n < 6; n++)
			t->sel[n] = (uint16_t)cpu_sys_load(cpu, base + 0x48 + n * 4, 2);
		t->ldt = (uint16_t)cpu_sys_load(cpu, base + 0x60, 2);
		t->trap = cpu_sys_load(cpu, base + 0x64, 1) & 1;
		return;
	}
	t->cr3 = cpu->cr3;
	t->eip = (uint32_t)cpu_sys_load(cpu, base + 0x0e, 2);
	t->eflags = (uint32_t)cpu_sys_load(cpu, base + 0x10, 2);
	/* The upper halves become ones, as on the 386. */
	for (unsigned n = 0; n < 8; n++)
		t->r[n] = 0xffff0000u | (uint32_t)cpu_sys_load(cpu, base + 0x12 + n * 2, 2);
	for (unsigned n = 0; n < 4; n++)
		t->sel[n] = (uint16_t)cpu_sys_load(cpu, base + 0x22 + n * 2, 2);
	t->sel[FS] = 0;
	t->sel[GS] = 0;
	t->ldt = (uint16_t)cpu_sys_load(cpu, base + 0x2a, 2);
	t->trap = false;
}

static void save_state(struct cpu *cpu, uint32_t eflags)
{
	uint32_t base = cpu->seg[TR].base;

	if (tss_wide(cpu->seg[TR].attr)) {
		cpu_sys_store(cpu, base + 0x20, 4, cpu->eip);
		cpu_sys_store(cpu, base + 0x24, 4, eflags);
		for (unsigned n = 0; n < 8; n++)
			cpu_sys_store(cpu, base + 0x28 + n * 4, 4, cpu->r[n]);
		for (unsigned n = 0; n < 6; n++)
			cpu_sys_store(cpu, base + 0x48 + n * 4, 2, cpu->seg[n].sel);
		return;
	}
	cpu_sys_store(cpu, base + 0x0e, 2, cpu->eip & 0xffff);
	cpu_sys_store(cpu, base + 0x10, 2, eflags & 0xffff);
	for (unsigned n = 0; n < 8; n++)
		cpu_sys_store(cpu, base + 0x12 + n * 2, 2, cpu->r[n] & 0xffff);
	for (unsigned n = 0; n < 4; n++)
		cpu_sys_store(cpu, base + 0x22 + n * 2, 2, cpu->seg[n].sel);
}

static void set_busy(struct cpu *cpu, struct descriptor *d, bool busy)
{
	d->hi = busy ? d->hi | 0x200 : d->hi & ~0x200u;
	cpu_sys_store(cpu, d->lin + 4, 4, d->hi);
}

/* LDTR of the new task: faults are #TS in the new task's context. */
static void load_ldt(struct cpu *cpu, uint16_t sel)
{
	struct descriptor d;
	uint16_t attr;

	seg_set_null(cpu, LDTR, sel);
	if (!(sel & 0xfffc))
		return;
	if ((sel & 4) || !seg_read_descriptor(cpu, sel, &d))
		cpu_fault_error(cpu, EXC_TS, sel & 0xfffcu);
	attr = desc_attr(&d);
	if (attr_type(attr) != TYPE_LDT || !(attr & SEG_P))
		cpu_fault_error(cpu, EXC_TS, sel & 0xfffcu);
	seg_from_descriptor(cpu, LDTR, sel, &d);
}

static void load_cs(struct cpu *cpu, uint16_t sel)
{
	struct descriptor d;
	unsigned rpl = sel & 3;
	uint16_t attr;

	if (!(sel & 0xfffc))
		cpu_fault_error(cpu, EXC_TS, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_TS);
	attr = desc_attr(&d);
	if (!attr_is_code(attr) || (attr & SEG_DC ? attr_dpl(attr) > rpl : attr_dpl(attr) != rpl))
		cpu_fault_error(cpu, EXC_TS, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	seg_set_accessed(cpu, &d);
	seg_from_descriptor(cpu, CS, sel, &d);
}

/* Segment registers of the new task, in virtual-8086 or protected form. */
static void load_segments(struct cpu *cpu, const struct task_state *t)
{
	static const uint8_t order[4] = {DS, ES, FS, GS};

	if (cpu_v86(cpu)) {
		for (unsigned n = 0; n < 6; n++)
			seg_set_v86(cpu, n, t->sel[n]);
		return;
	}
	/* The stack first: a fault about CS is delivered on it. */
	seg_load_protected(cpu, SS, t->sel[SS], EXC_TS);
	load_cs(cpu, t->sel[CS]);
	for (unsigned n = 0; n < 4; n++)
		seg_load_protected(cpu, order[n], t->sel[order[n]], EXC_TS);
}

uint16_t task_gate_selector(uint32_t lo)
{
	return (uint16_t)(lo >> 16);
}

void task_switch(struct cpu *cpu, uint16_t sel, enum task_reason reason, bool has_error,
		 uint32_t error)
{
	enum cpu_vector vector = reason == TASK_RETURN ? EXC_TS : EXC_GP;
	uint16_t old_sel = cpu->seg[TR].sel, attr, want;
	uint32_t old_base = cpu->seg[TR].base, base, eflags;
	struct descriptor old, d;
	struct task_state t;
	bool wide;

	if (!(sel & 0xfffc) || (sel & 4))
		cpu_fault_error(cpu, vector, sel & 0xfffcu);
	seg_fetch_descriptor(cpu, sel, &d, vector);
	attr = desc_attr(&d);
	want = reason == TASK_RETURN ? TYPE_BUSY : 0;
	if ((attr_type(attr) & ~8u) != (TYPE_TSS16 | want))
		cpu_fault_error(cpu, vector, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	wide = tss_wide(attr);
	base = desc_base(&d);
	if (desc_limit(&d) < tss_last(wide))
		cpu_fault_error(cpu, EXC_TS, sel & 0xfffcu);
	seg_fetch_descriptor(cpu, old_sel, &old, EXC_TS);

	/* Every page a switch touches is checked before anything changes. */
	cpu_sys_check(cpu, old_base, tss_last(tss_wide(cpu->seg[TR].attr)) + 1, true);
	cpu_sys_check(cpu, base, tss_last(wide) + 1, reason == TASK_CALL);
	cpu_sys_check(cpu, old.lin, 8, true);
	cpu_sys_check(cpu, d.lin, 8, true);
	load_state(cpu, base, wide, &t);

	eflags = cpu_eflags(cpu);
	if (reason == TASK_RETURN)
		eflags &= ~(uint32_t)FLAG_NT;
	if (reason != TASK_CALL)
		set_busy(cpu, &old, false);
	save_state(cpu, eflags);
	if (reason == TASK_CALL) {
		cpu_sys_store(cpu, base, 2, old_sel);
		t.eflags |= FLAG_NT;
	}
	if (reason != TASK_RETURN)
		set_busy(cpu, &d, true);

	/* From here on the new task runs: faults belong to it. */
	seg_set(cpu, TR, sel, base, desc_limit(&d), (uint16_t)(desc_attr(&d) | TYPE_BUSY));
	cpu->cr0 |= CR0_TS;
	if (wide && (cpu->cr0 & CR0_PG) && cpu->cr3 != t.cr3) {
		cpu->cr3 = t.cr3;
		tlb_flush_local(cpu);
	}
	cpu->eip = t.eip;
	for (unsigned n = 0; n < 8; n++)
		cpu->r[n] = t.r[n];
	cpu_set_eflags(cpu, t.eflags & (wide ? 0xffffffffu : 0xffffu), FLAGS_ALL);
	/* Local breakpoints do not outlive the task. */
	cpu->dr[7] &= ~0x155u;
	debug_update(cpu);
	cpu->eip_base = cpu->eip;
	cpu->cur = &cpu->idle;
	/* All selectors are in place before the first descriptor is looked at. */
	for (unsigned n = 0; n < 6; n++) {
		cpu->seg[n].sel = t.sel[n];
		cpu->seg[n].attr = 0;
		seg_update(cpu, &cpu->seg[n]);
	}
	cpu->cpl = cpu_v86(cpu) ? 3 : t.sel[CS] & 3;
	cpu_update_mode(cpu);
	load_ldt(cpu, t.ldt);
	load_segments(cpu, &t);
	cpu_update_mode(cpu);

	if (has_error) {
		unsigned size = wide ? 4 : 2;
		struct frame f;

		frame_current(cpu, &f);
		frame_reserve(cpu, &f, size, 1);
		frame_push(cpu, &f, size, error);
		frame_commit(cpu, &f);
	}
	if (cpu->eip > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	if (t.trap)
		cpu->trap |= 0x8000; /* DR6.BT */
	cpu_update_attention(cpu);
}
