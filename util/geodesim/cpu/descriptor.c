/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions about descriptors: LLDT LTR SLDT STR LAR LSL VERR VERW ARPL. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/seg.h"

/* None of them exists in real and virtual-8086 mode. */
static void need_protected(struct cpu *cpu)
{
	if (!cpu_protected(cpu) || cpu_v86(cpu))
		cpu_ud(cpu);
}

static void set_zf(struct cpu *cpu, bool zf)
{
	uint32_t f = cpu_arith_flags(cpu) & ~(uint32_t)FLAG_ZF;

	cpu_set_arith_flags(cpu, zf ? f | FLAG_ZF : f);
}

void op_sldt16_r(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	set_reg16(cpu, i->rm, cpu->seg[LDTR].sel);
}
void op_sldt32_r(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	cpu->r[i->rm] = cpu->seg[LDTR].sel;
}
void op_sldt16_m(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), cpu->seg[LDTR].sel);
}
void op_sldt32_m(struct cpu *cpu, const struct insn *i)
{
	op_sldt16_m(cpu, i);
}
void op_str16_r(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	set_reg16(cpu, i->rm, cpu->seg[TR].sel);
}
void op_str32_r(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	cpu->r[i->rm] = cpu->seg[TR].sel;
}
void op_str16_m(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), cpu->seg[TR].sel);
}
void op_str32_m(struct cpu *cpu, const struct insn *i)
{
	op_str16_m(cpu, i);
}

static void lldt(struct cpu *cpu, uint16_t sel)
{
	struct descriptor d;
	uint16_t attr;

	if (!(sel & 0xfffc)) {
		seg_set_null(cpu, LDTR, sel);
		return;
	}
	if (sel & 4)
		cpu_gp(cpu, sel & 0xfffcu);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (attr_type(attr) != TYPE_LDT)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	seg_from_descriptor(cpu, LDTR, sel, &d);
}
static void ltr(struct cpu *cpu, uint16_t sel)
{
	struct descriptor d;
	uint16_t attr;

	if (!(sel & 0xfffc))
		cpu_gp(cpu, 0);
	if (sel & 4)
		cpu_gp(cpu, sel & 0xfffcu);
	seg_fetch_descriptor(cpu, sel, &d, EXC_GP);
	attr = desc_attr(&d);
	if (attr_type(attr) != TYPE_TSS16 && attr_type(attr) != TYPE_TSS32)
		cpu_gp(cpu, sel & 0xfffcu);
	if (!(attr & SEG_P))
		cpu_fault_error(cpu, EXC_NP, sel & 0xfffcu);
	d.hi |= 0x200;
	cpu_sys_store(cpu, d.lin + 4, 4, d.hi);
	seg_from_descriptor(cpu, TR, sel, &d);
}
static void privileged(struct cpu *cpu)
{
	need_protected(cpu);
	if (cpu->cpl != 0)
		cpu_gp(cpu, 0);
}
void op_lldt_r(struct cpu *cpu, const struct insn *i)
{
	privileged(cpu);
	lldt(cpu, reg16(cpu, i->rm));
}
void op_lldt_m(struct cpu *cpu, const struct insn *i)
{
	privileged(cpu);
	lldt(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}
void op_ltr_r(struct cpu *cpu, const struct insn *i)
{
	privileged(cpu);
	ltr(cpu, reg16(cpu, i->rm));
}
void op_ltr_m(struct cpu *cpu, const struct insn *i)
{
	privileged(cpu);
	ltr(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}

/* Is the segment visible at the current and requested privilege level? */
static bool visible(const struct cpu *cpu, uint16_t sel, uint16_t attr)
{
	unsigned dpl = attr_dpl(attr);

	if (attr_is_code(attr) && (attr & SEG_DC))
		return true;
	return dpl >= cpu->cpl && dpl >= (sel & 3u);
}

/* System descriptor types that LAR and LSL accept, as bit masks. */
#define LAR_TYPES 0x1a3eu
#define LSL_TYPES 0x0a0eu

static bool inspect(struct cpu *cpu, uint16_t sel, unsigned types, struct descriptor *d)
{
	uint16_t attr;

	if (!(sel & 0xfffc) || !seg_read_descriptor(cpu, sel, d))
		return false;
	attr = desc_attr(d);
	if (!(attr & SEG_S) && !(types >> attr_type(attr) & 1))
		return false;
	return visible(cpu, sel, attr);
}

static uint16_t selector_operand(struct cpu *cpu, const struct insn *i)
{
	need_protected(cpu);
	return i->flags & INSN_MEM ? cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)) : reg16(cpu, i->rm);
}

static void lar(struct cpu *cpu, const struct insn *i)
{
	struct descriptor d;
	bool ok = inspect(cpu, selector_operand(cpu, i), LAR_TYPES, &d);

	set_zf(cpu, ok);
	if (!ok)
		return;
	if (i->flags & INSN_OP32)
		cpu->r[i->reg] = d.hi & 0x00f0ff00;
	else
		set_reg16(cpu, i->reg, d.hi & 0xff00);
}
static void lsl(struct cpu *cpu, const struct insn *i)
{
	struct descriptor d;
	bool ok = inspect(cpu, selector_operand(cpu, i), LSL_TYPES, &d);

	set_zf(cpu, ok);
	if (!ok)
		return;
	if (i->flags & INSN_OP32)
		cpu->r[i->reg] = desc_limit(&d);
	else
		set_reg16(cpu, i->reg, (uint16_t)desc_limit(&d));
}
void op_lar16_r(struct cpu *cpu, const struct insn *i)
{
	lar(cpu, i);
}
void op_lar32_r(struct cpu *cpu, const struct insn *i)
{
	lar(cpu, i);
}
void op_lar16_m(struct cpu *cpu, const struct insn *i)
{
	lar(cpu, i);
}
void op_lar32_m(struct cpu *cpu, const struct insn *i)
{
	lar(cpu, i);
}
void op_lsl16_r(struct cpu *cpu, const struct insn *i)
{
	lsl(cpu, i);
}
void op_lsl32_r(struct cpu *cpu, const struct insn *i)
{
	lsl(cpu, i);
}
void op_lsl16_m(struct cpu *cpu, const struct insn *i)
{
	lsl(cpu, i);
}
void op_lsl32_m(struct cpu *cpu, const struct insn *i)
{
	lsl(cpu, i);
}

static void verify(struct cpu *cpu, const struct insn *i, bool write)
{
	struct descriptor d;
	bool ok = inspect(cpu, selector_operand(cpu, i), 0, &d);

	if (ok && write)
		ok = attr_is_data(desc_attr(&d)) && (desc_attr(&d) & SEG_RW);
	else if (ok)
		ok = attr_is_data(desc_attr(&d)) || (desc_attr(&d) & SEG_RW);
	set_zf(cpu, ok);
}
void op_verr_r(struct cpu *cpu, const struct insn *i)
{
	verify(cpu, i, false);
}
void op_verr_m(struct cpu *cpu, const struct insn *i)
{
	verify(cpu, i, false);
}
void op_verw_r(struct cpu *cpu, const struct insn *i)
{
	verify(cpu, i, true);
}
void op_verw_m(struct cpu *cpu, const struct insn *i)
{
	verify(cpu, i, true);
}

/* ARPL: raise the destination's RPL to the source's. */
void op_arpl_r(struct cpu *cpu, const struct insn *i)
{
	uint16_t a, rpl = reg16(cpu, i->reg) & 3;

	need_protected(cpu);
	a = reg16(cpu, i->rm);
	set_zf(cpu, (a & 3) < rpl);
	if ((a & 3) < rpl)
		set_reg16(cpu, i->rm, (uint16_t)((a & ~3u) | rpl));
}
/* Memory is written, and must be writable, only when the RPL rises. */
void op_arpl_m(struct cpu *cpu, const struct insn *i)
{
	uint16_t a, rpl = reg16(cpu, i->reg) & 3;
	uint32_t ea;

	need_protected(cpu);
	ea = cpu_ea(cpu, i);
	a = cpu_ld16(cpu, i->seg, ea);
	if ((a & 3) < rpl)
		cpu_st16(cpu, i->seg, ea, (uint16_t)((a & ~3u) | rpl));
	set_zf(cpu, (a & 3) < rpl);
}
