/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSRs that show the processor's own registers: segments, IDT, GDT, DRn, GPRs, EFLAGS, CRn. */

#include "cpu/internal.h"
#include "cpu/msrtable.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/system.h"

static struct cpu *owner(struct reg_file *f)
{
	return f->owner;
}

/* Register numbers within 132x and 133x. */
enum { VIEW_LDT = 6, VIEW_TSS = 8, VIEW_IDT = 9, VIEW_GDT = 10 };

static struct segment *viewed(struct cpu *cpu, unsigned n)
{
	if (n <= GS)
		return &cpu->seg[n];
	return n == VIEW_LDT ? &cpu->seg[LDTR] : &cpu->seg[TR];
}
static struct table_reg *viewed_table(struct cpu *cpu, unsigned n)
{
	if (n == VIEW_IDT)
		return &cpu->idtr;
	return n == VIEW_GDT ? &cpu->gdtr : NULL;
}

static void changed(struct cpu *cpu, struct segment *s)
{
	seg_update(cpu, s);
	cpu_update_mode(cpu);
}

/*
 * 132x: selector in 15:0, flags in 31:16; the IDT and GDT have their limit there. VSA saves and
 * writes 1329, then 1339, and restores them: 133x still has the limit to restore, so the order does
 * not matter.
 */
uint64_t msr_segment_read(struct reg_file *f, unsigned i, uint64_t val)
{
	unsigned n = msr_table.reg[i].addr & 15;
	struct table_reg *t = viewed_table(owner(f), n);

	(void)val;
	if (t)
		return t->limit;
	return (uint64_t)viewed(owner(f), n)->attr << 16 | viewed(owner(f), n)->sel;
}
void msr_segment_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	unsigned n = msr_table.reg[i].addr & 15;
	struct table_reg *t = viewed_table(owner(f), n);
	struct segment *s;

	(void)old;
	if (t) {
		t->limit = (uint16_t)val;
		return;
	}
	s = viewed(owner(f), n);
	s->sel = (uint16_t)val;
	s->attr = (uint16_t)(val >> 16) & 0xf0ff;
	changed(owner(f), s);
}

/* 133x: base in 31:0, limit above (20 bits, in pages with the G flag). */
uint64_t msr_segment_base_read(struct reg_file *f, unsigned i, uint64_t val)
{
	unsigned n = msr_table.reg[i].addr & 15;
	struct table_reg *t = viewed_table(owner(f), n);
	const struct segment *s;
	uint32_t limit;

	(void)val;
	if (t)
		return (uint64_t)t->shown << 32 | t->base;
	s = viewed(owner(f), n);
	limit = s->attr & SEG_G ? s->limit >> 12 : s->limit;
	return (uint64_t)limit << 32 | s->base;
}
void msr_segment_base_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	unsigned n = msr_table.reg[i].addr & 15;
	struct table_reg *t = viewed_table(owner(f), n);
	uint32_t limit = (uint32_t)(val >> 32);
	struct segment *s;

	(void)old;
	if (t) {
		t->base = (uint32_t)val;
		/* A handler may give the limit by 1329 and leave it out here. */
		if (limit)
			t->limit = (uint16_t)limit;
		t->shown = t->limit;
		return;
	}
	s = viewed(owner(f), n);
	s->base = (uint32_t)val;
	s->limit = s->attr & SEG_G ? limit << 12 | 0xfff : limit & 0xfffff;
	changed(owner(f), s);
}

uint64_t msr_dr_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const uint32_t *dr = &owner(f)->dr[(msr_table.reg[i].addr & 3) * 2];

	(void)val;
	return (uint64_t)dr[1] << 32 | dr[0];
}
void msr_dr_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct cpu *cpu = owner(f);
	unsigned n = (msr_table.reg[i].addr & 3) * 2;

	(void)old;
	if (n == 6) {
		set_dr6(cpu, (uint32_t)val);
		set_dr7(cpu, (uint32_t)(val >> 32));
		return;
	}
	cpu->dr[n] = (uint32_t)val;
	cpu->dr[n + 1] = (uint32_t)(val >> 32);
	set_dr7(cpu, cpu->dr[7]);
}

uint64_t msr_gpr_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return owner(f)->r[msr_table.reg[i].addr & 7];
}
void msr_gpr_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	owner(f)->r[msr_table.reg[i].addr & 7] = (uint32_t)val;
}
uint64_t msr_eflags_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return cpu_eflags(owner(f));
}
/* VM stays: no MSR write changes the mode. */
void msr_eflags_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	cpu_set_eflags(owner(f), (uint32_t)val, FLAGS_ALL & ~(uint32_t)FLAG_VM);
}
uint64_t msr_cr0_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return owner(f)->cr0;
}
/* As MOV CR0, but for PE and PG, which stay. */
void msr_cr0_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	uint32_t mode = CR0_PE | CR0_PG;

	(void)i;
	(void)old;
	set_cr0(owner(f), ((uint32_t)val & ~mode) | (owner(f)->cr0 & mode));
}
uint64_t msr_cr_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct cpu *cpu = owner(f);

	(void)val;
	switch (msr_table.reg[i].addr & 7) {
	case 2: return cpu->cr2;
	case 3: return cpu->cr3;
	case 4: return cpu->cr4;
	default: return 0;
	}
}
