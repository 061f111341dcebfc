/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segment registers: loading them, their limits, and access checks. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/smm.h"
#include "cpu/stack.h"

void seg_update(const struct cpu *cpu, struct segment *s)
{
	bool prot = cpu_protected(cpu);

	s->rd_last = -1;
	s->wr_last = -1;
	if (!prot) {
		/* Without protection only the limit counts, and a direction nobody changes. */
		if (attr_is_data(s->attr) && (s->attr & SEG_DC))
			return;
		s->rd_last = s->limit;
		s->wr_last = s->limit;
		return;
	}
	if (!(s->attr & SEG_P) || !(s->attr & SEG_S))
		return;
	if (s->attr & SEG_CODE) {
		if (s->attr & SEG_RW)
			s->rd_last = s->limit;
	} else if (!(s->attr & SEG_DC)) {
		s->rd_last = s->limit;
		if (s->attr & SEG_RW)
			s->wr_last = s->limit;
	}
}
void seg_update_all(struct cpu *cpu)
{
	for (unsigned n = 0; n < SEG_COUNT; n++)
		seg_update(cpu, &cpu->seg[n]);
}

void seg_set(struct cpu *cpu, unsigned seg, uint16_t sel, uint32_t base, uint32_t limit,
	     uint16_t attr)
{
	struct segment *s = &cpu->seg[seg];

	s->sel = sel;
	s->base = base;
	s->limit = limit;
	s->attr = attr;
	seg_update(cpu, s);
	if (seg <= DS)
		cpu_update_mode(cpu);
}
void seg_set_real(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	struct segment *s = &cpu->seg[seg];
	uint32_t base = (uint32_t)sel << 4;
	uint16_t attr = s->attr;

	if (seg == CS && cpu->smm)
		base |= smm_code_base(cpu);
	if (seg == CS)
		attr = (uint16_t)((attr & 0xf000) | SEG_P | SEG_S | SEG_RW | SEG_ACCESSED);
	else if (!(attr & SEG_P))
		attr = (uint16_t)(attr | SEG_P | SEG_S | SEG_RW | SEG_ACCESSED);
	seg_set(cpu, seg, sel, base, s->limit, attr);
}
void seg_set_v86(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	seg_set(cpu, seg, sel, (uint32_t)sel << 4, 0xffff,
		SEG_P | SEG_DPL | SEG_S | SEG_RW | SEG_ACCESSED);
}
void seg_set_null(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	seg_set(cpu, seg, sel, 0, 0, 0);
}
void seg_from_descriptor(struct cpu *cpu, unsigned seg, uint16_t sel, const struct descriptor *d)
{
	seg_set(cpu, seg, sel, desc_base(d), desc_limit(d), desc_attr(d));
}

uint32_t seg_check(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size, bool write)
{
	const struct segment *s = &cpu->seg[seg];
	enum cpu_vector vector = seg == SS ? EXC_SS : EXC_GP;
	uint64_t last = (uint64_t)off + size - 1;
	bool down = attr_is_data(s->attr) && (s->attr & SEG_DC);

	if (cpu_protected(cpu)) {
		if (!(s->attr & SEG_P))
			cpu_fault_error(cpu, vector, 0);
		if (write ? !attr_is_data(s->attr) || !(s->attr & SEG_RW)
			  : attr_is_code(s->attr) && !(s->attr & SEG_RW))
			cpu_fault_error(cpu, vector, 0);
	}
	if (down) {
		uint32_t top = s->attr & SEG_DB ? 0xffffffffu : 0xffff;

		if (off <= s->limit || last > top)
			cpu_fault_error(cpu, vector, 0);
	} else if (last > s->limit && !(s->limit == 0xffffffffu && off <= s->limit)) {
		/* In a 4 GiB segment an operand may wrap around. */
		cpu_fault_error(cpu, vector, 0);
	}
	return s->base + off;
}

bool seg_read_descriptor(struct cpu *cpu, uint16_t sel, struct descriptor *d)
{
	uint32_t base = cpu->gdtr.base, limit = cpu->gdtr.limit;

	if (sel & 4) {
		if (!(cpu->seg[LDTR].attr & SEG_P))
			return false;
		base = cpu->seg[LDTR].base;
		limit = cpu->seg[LDTR].limit;
	}
	if ((uint32_t)(sel | 7) > limit)
		return false;
	d->lin = base + (sel & 0xfff8u);
	d->lo = (uint32_t)cpu_sys_load(cpu, d->lin, 4);
	d->hi = (uint32_t)cpu_sys_load(cpu, d->lin + 4, 4);
	return true;
}
void seg_fetch_descriptor(struct cpu *cpu, uint16_t sel, struct descriptor *d,
			  enum cpu_vector vector)
{
	if (!seg_read_descriptor(cpu, sel, d))
		cpu_fault_error(cpu, vector, sel & 0xfffcu);
}
void seg_set_accessed(struct cpu *cpu, struct descriptor *d)
{
	if (d->hi & 0x100)
		return;
	d->hi |= 0x100;
	cpu_sys_store(cpu, d->lin + 4, 4, d->hi);
}

void seg_load_protected(struct cpu *cpu, unsigned seg, uint16_t sel, enum cpu_vector vector)
{
	struct descriptor d;
	uint32_t error = sel & 0xfffcu;
	unsigned rpl = sel & 3, dpl;
	uint16_t attr;

	if (!error) {
		if (seg == SS)
			cpu_fault_error(cpu, vector, 0);
		seg_set_null(cpu, seg, sel);
		return;
	}
	seg_fetch_descriptor(cpu, sel, &d, vector);
	attr = desc_attr(&d);
	dpl = attr_dpl(attr);
	if (seg == SS) {
		if (!attr_is_data(attr) || !(attr & SEG_RW) || rpl != cpu->cpl || dpl != cpu->cpl)
			cpu_fault_error(cpu, vector, error);
		if (!(attr & SEG_P))
			cpu_fault_error(cpu, EXC_SS, error);
	} else {
		bool conforming = attr_is_code(attr) && (attr & SEG_DC);

		if (!(attr & SEG_S) || (attr_is_code(attr) && !(attr & SEG_RW)))
			cpu_fault_error(cpu, vector, error);
		if (!conforming && (dpl < cpu->cpl || dpl < rpl))
			cpu_fault_error(cpu, vector, error);
		if (!(attr & SEG_P))
			cpu_fault_error(cpu, EXC_NP, error);
	}
	seg_set_accessed(cpu, &d);
	seg_from_descriptor(cpu, seg, sel, &d);
}
void seg_load(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	if (!cpu_protected(cpu))
		seg_set_real(cpu, seg, sel);
	else if (cpu_v86(cpu))
		seg_set_v86(cpu, seg, sel);
	else
		seg_load_protected(cpu, seg, sel, EXC_GP);
}

void seg_set_cpl(struct cpu *cpu, unsigned cpl)
{
	cpu->cpl = (uint8_t)cpl;
	cpu_update_mode(cpu);
}

/* MOV from a segment register: a register destination is widened, memory gets a word. */
static unsigned sreg_of(struct cpu *cpu, const struct insn *i)
{
	if (i->reg > GS)
		cpu_ud(cpu);
	return i->reg;
}
void op_mov_es16_r(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->rm, cpu->seg[sreg_of(cpu, i)].sel);
}
void op_mov_es32_r(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->rm] = cpu->seg[sreg_of(cpu, i)].sel;
}
void op_mov_es16_m(struct cpu *cpu, const struct insn *i)
{
	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), cpu->seg[sreg_of(cpu, i)].sel);
}
void op_mov_es32_m(struct cpu *cpu, const struct insn *i)
{
	op_mov_es16_m(cpu, i);
}

static void mov_sreg(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	seg_load(cpu, seg, sel);
	if (seg == SS)
		cpu_shadow(cpu);
}
static unsigned sreg_dest(struct cpu *cpu, const struct insn *i)
{
	if (i->reg == CS)
		cpu_ud(cpu);
	return sreg_of(cpu, i);
}
void op_mov_sreg_r(struct cpu *cpu, const struct insn *i)
{
	mov_sreg(cpu, sreg_dest(cpu, i), reg16(cpu, i->rm));
}
void op_mov_sreg_m(struct cpu *cpu, const struct insn *i)
{
	unsigned seg = sreg_dest(cpu, i);

	mov_sreg(cpu, seg, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}

/* PUSH and POP of a segment register: the opcode's bits 5:3 name it. */
static unsigned sreg_in_opcode(const struct insn *i)
{
	return i->opcode >> 3 & 7;
}
void op_push_sreg16(struct cpu *cpu, const struct insn *i)
{
	push16(cpu, cpu->seg[sreg_in_opcode(i)].sel);
}
/* With a 32-bit operand ESP moves by four, but only the selector's word is written. */
void op_push_sreg32(struct cpu *cpu, const struct insn *i)
{
	uint32_t sp = stack_at(cpu, -4);

	cpu_st16(cpu, SS, sp, cpu->seg[sreg_in_opcode(i)].sel);
	set_sp(cpu, sp);
}
static void pop_sreg(struct cpu *cpu, const struct insn *i, unsigned size)
{
	unsigned seg = sreg_in_opcode(i);
	uint16_t sel = top16(cpu, 0);
	uint32_t sp = stack_at(cpu, (int)size);
	uint32_t old_mask = cpu->sp_mask;

	seg_load(cpu, seg, sel);
	/* POP SS may change the stack's width: the pop itself was done with the old one. */
	cpu->r[ESP] = (cpu->r[ESP] & ~old_mask) | sp;
	if (seg == SS)
		cpu_shadow(cpu);
}
void op_pop_sreg16(struct cpu *cpu, const struct insn *i)
{
	pop_sreg(cpu, i, 2);
}
void op_pop_sreg32(struct cpu *cpu, const struct insn *i)
{
	pop_sreg(cpu, i, 4);
}

/* LDS LES LSS LFS LGS */
static unsigned far_target(const struct insn *i)
{
	if (i->map == 0)
		return i->opcode == 0xc4 ? ES : DS;
	return i->opcode == 0xb2 ? SS : i->opcode == 0xb4 ? FS : GS;
}
void op_load_far16(struct cpu *cpu, const struct insn *i)
{
	uint32_t ea = cpu_ea(cpu, i);
	uint16_t off = cpu_ld16(cpu, i->seg, ea);
	uint16_t sel = cpu_ld16(cpu, i->seg, ea + 2);

	seg_load(cpu, far_target(i), sel);
	set_reg16(cpu, i->reg, off);
}
void op_load_far32(struct cpu *cpu, const struct insn *i)
{
	uint32_t ea = cpu_ea(cpu, i);
	uint32_t off = cpu_ld32(cpu, i->seg, ea);
	uint16_t sel = cpu_ld16(cpu, i->seg, ea + 4);

	seg_load(cpu, far_target(i), sel);
	cpu->r[i->reg] = off;
}
