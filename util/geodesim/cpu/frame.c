/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stack frames of far calls and interrupts. */

#include "cpu/frame.h"
#include "cpu/run.h"
#include "cpu/seg.h"

void frame_current(const struct cpu *cpu, struct frame *f)
{
	f->ss = cpu->seg[SS];
	f->mask = cpu->sp_mask;
	f->sp = cpu->r[ESP] & f->mask;
	f->error = 0;
	f->user = cpu->cpl == 3;
}

void frame_inner(struct cpu *cpu, struct frame *f, unsigned cpl)
{
	const struct segment *tss = &cpu->seg[TR];
	bool wide = tss->attr & 8; /* 32-bit TSS */
	uint32_t at = wide ? 4 + 8 * cpl : 2 + 4 * cpl;
	uint32_t sp, error;
	uint16_t sel, attr;
	struct descriptor d;

	if (at + (wide ? 5 : 3) > tss->limit)
		cpu_fault_error(cpu, EXC_TS, tss->sel & 0xfffcu);
	sp = (uint32_t)cpu_sys_load(cpu, tss->base + at, wide ? 4 : 2);
	sel = (uint16_t)cpu_sys_load(cpu, tss->base + at + (wide ? 4 : 2), 2);
	error = sel & 0xfffcu;
	if (!error)
		cpu_fault_error(cpu, EXC_TS, 0);
	seg_fetch_descriptor(cpu, sel, &d, EXC_TS);
	attr = desc_attr(&d);
	if ((sel & 3u) != cpl || attr_dpl(attr) != cpl || !attr_is_data(attr) || !(attr & SEG_RW))
		cpu_fault_error(cpu, EXC_TS, error);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_SS, error);
	seg_set_accessed(cpu, &d);
	f->ss.sel = sel;
	f->ss.base = desc_base(&d);
	f->ss.limit = desc_limit(&d);
	f->ss.attr = desc_attr(&d);
	f->mask = f->ss.attr & SEG_DB ? 0xffffffffu : 0xffff;
	f->sp = sp & f->mask;
	f->error = error;
	f->user = cpl == 3;
}

/* May size bytes at off be written in the segment? */
static bool in_segment(const struct cpu *cpu, const struct segment *s, uint32_t off, unsigned size)
{
	uint64_t last = (uint64_t)off + size - 1;

	if (cpu_protected(cpu) &&
	    (!(s->attr & SEG_P) || !attr_is_data(s->attr) || !(s->attr & SEG_RW)))
		return false;
	if (attr_is_data(s->attr) && (s->attr & SEG_DC))
		return off > s->limit && last <= (s->attr & SEG_DB ? 0xffffffffu : 0xffffu);
	return last <= s->limit || s->limit == 0xffffffffu;
}

void frame_reserve(struct cpu *cpu, const struct frame *f, unsigned size, unsigned count)
{
	/* Push by push: a 16-bit stack may wrap between two of them, but not within one. */
	for (unsigned n = 1; n <= count; n++) {
		uint32_t off = (f->sp - n * size) & f->mask, lin = f->ss.base + off;

		if (!in_segment(cpu, &f->ss, off, size))
			cpu_fault_error(cpu, EXC_SS, f->error);
		/* The ends, and what may be the first in its page. */
		if (n == 1 || n == count || (lin & 0xfff) + 2 * size > 0x1000)
			cpu_linear_check(cpu, lin, size, true, f->user);
	}
}

void frame_push(struct cpu *cpu, struct frame *f, unsigned size, uint32_t val)
{
	f->sp = (f->sp - size) & f->mask;
	cpu_linear_store(cpu, f->ss.base + f->sp, size, val, f->user);
}

void frame_commit(struct cpu *cpu, const struct frame *f)
{
	if (f->error)
		seg_set(cpu, SS, f->ss.sel, f->ss.base, f->ss.limit, f->ss.attr);
	cpu->r[ESP] = (cpu->r[ESP] & ~f->mask) | f->sp;
}
