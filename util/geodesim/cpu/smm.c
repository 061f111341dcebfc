/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System management mode: entry, the header, SMINT, RSM, and the descriptor save instructions. */

#include "cpu/smm.h"
#include "cpu/internal.h"
#include "cpu/mgmt.h"
#include "cpu/msr.h"
#include "cpu/ops.h"
#include "cpu/rconf.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/system.h"
#include "cpu/tlb.h"

/* The header: dwords stored downward from the address in SMM_HDR (LX data book p.652, 655). */
enum {
	HDR_DR7 = 0x04,
	HDR_EFLAGS = 0x08,
	HDR_CR0 = 0x0c,
	HDR_CURRENT_IP = 0x10,
	HDR_NEXT_IP = 0x14,
	HDR_CS = 0x18, /* flags, selector */
	HDR_CS_BASE = 0x1c,
	HDR_CS_LIMIT = 0x20,
	HDR_FLAGS = 0x24, /* SS flags, SMM flags */
	HDR_IO = 0x28,	  /* size, port */
	HDR_IO_DATA = 0x2c,
	HDR_SMM_CTL = 0x30,
};

static uint32_t control(const struct cpu *cpu)
{
	return (uint32_t)msr_get(cpu, MSR_SMM_CTL);
}
static void set_control(struct cpu *cpu, uint32_t v)
{
	reg_poke(&cpu->msr, cpu->msr_index[MSR_SMM_CTL] - 1u, v);
}

bool smm_allows_nmi(const struct cpu *cpu)
{
	return !cpu->smm || (control(cpu) & SMM_NMI_EN);
}
bool smm_allows_suspend(const struct cpu *cpu)
{
	return !cpu->smm || (control(cpu) & SMM_SUSP_EN);
}

bool smm_allows_smi(const struct cpu *cpu)
{
	uint32_t c = control(cpu);

	return (c & SMM_EXTL_SMI_EN) && (!cpu->smm || (c & SMM_NEST_SMI_EN)) && !cpu->dmm &&
	       cpu->state != CPU_SHUTDOWN;
}
uint32_t smm_code_base(const struct cpu *cpu)
{
	return (uint32_t)msr_get(cpu, MSR_SMM_BASE) & 0xfff00000u;
}

uint32_t mgmt_load(struct cpu *cpu, uint32_t top, uint32_t down)
{
	return (uint32_t)phys_load(cpu, (top - down) & cpu->a20_mask, rconf_header_properties(cpu),
				   4, 0);
}
void mgmt_store(struct cpu *cpu, uint32_t top, uint32_t down, uint32_t v)
{
	phys_store(cpu, (top - down) & cpu->a20_mask, rconf_header_properties(cpu), 4, v, 0);
}

uint32_t mgmt_raw_limit(const struct segment *s)
{
	return s->attr & SEG_G ? s->limit >> 12 : s->limit;
}
uint32_t mgmt_limit(uint32_t raw, uint16_t attr)
{
	raw &= 0xfffff;
	return attr & SEG_G ? raw << 12 | 0xfff : raw;
}
uint32_t mgmt_cs_flags(const struct cpu *cpu)
{
	uint16_t attr = cpu->seg[CS].attr;
	bool data = attr_is_data(attr);
	uint32_t f = 0;

	if (data || (attr & SEG_RW))
		f |= SMM_CR;
	if (data && (attr & SEG_RW))
		f |= SMM_CW;
	return f;
}

void mgmt_enter(struct cpu *cpu, uint32_t base, uint32_t limit)
{
	cpu->shadow = false;
	cpu->trap = 0;
	cpu->tf_armed = false;
	cpu->cpl = 0;
	cpu_set_eflags(cpu, 0, FLAGS_ALL);
	set_dr7(cpu, 0x400);
	set_cr0(cpu, cpu->cr0 & ~(uint32_t)(CR0_PE | CR0_PG | CR0_EM | CR0_TS));
	seg_set(cpu, CS, (uint16_t)(base >> 4), base, limit, SEG_P | SEG_S | SEG_RW | SEG_ACCESSED);
	cpu->eip = 0;
	/* Routing and region properties differ from here on. */
	tlb_flush(cpu);
	cpu_update_mode(cpu);
	cpu_update_attention(cpu);
}

static void enter(struct cpu *cpu, uint32_t flags, uint32_t current, uint32_t next)
{
	uint32_t top = (uint32_t)msr_get(cpu, MSR_SMM_HDR);
	uint64_t where = msr_get(cpu, MSR_SMM_BASE);
	bool io = flags & (SMM_V | SMM_M);
	static const uint8_t sizes[5] = {0, 0x1, 0x3, 0, 0xf};

	if (cpu->state != CPU_RUNNING) {
		flags |= SMM_H;
		cpu_set_state(cpu, CPU_RUNNING);
	}
	if (cpu->smm)
		flags |= SMM_N;
	flags |= mgmt_cs_flags(cpu);
	mgmt_store(cpu, top, HDR_DR7, cpu->dr[7]);
	mgmt_store(cpu, top, HDR_EFLAGS, cpu_eflags(cpu));
	mgmt_store(cpu, top, HDR_CR0, cpu->cr0);
	mgmt_store(cpu, top, HDR_CURRENT_IP, current);
	mgmt_store(cpu, top, HDR_NEXT_IP, next);
	mgmt_store(cpu, top, HDR_CS, (uint32_t)cpu->seg[CS].attr << 16 | cpu->seg[CS].sel);
	mgmt_store(cpu, top, HDR_CS_BASE, cpu->seg[CS].base);
	mgmt_store(cpu, top, HDR_CS_LIMIT, mgmt_raw_limit(&cpu->seg[CS]));
	mgmt_store(cpu, top, HDR_FLAGS, (uint32_t)cpu->seg[SS].attr << 16 | flags);
	mgmt_store(cpu, top, HDR_IO, io ? (uint32_t)sizes[cpu->io_size] << 16 | cpu->io_port : 0);
	mgmt_store(cpu, top, HDR_IO_DATA, io && cpu->io_write ? cpu->io_data : 0);
	mgmt_store(cpu, top, HDR_SMM_CTL, control(cpu));

	if (cpu->hooks.smi)
		cpu->hooks.smi(cpu->hooks.opaque, true, flags, top);
	if (!cpu->smm) {
		cpu->smm = true;
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_SMI_ACTIVE, 1);
	}
	/* The handler runs without further SMIs until it, or the RSM, allows them again. */
	set_control(cpu, control(cpu) & ~(uint32_t)SMM_NEST_SMI_EN);
	cpu->clock += cost_clocks[COST_INT];
	mgmt_enter(cpu, (uint32_t)where, (uint32_t)(where >> 32));
}

void smm_enter_async(struct cpu *cpu)
{
	enter(cpu, SMM_X, cpu->eip, cpu->eip);
}

bool smm_enter_sync(struct cpu *cpu)
{
	uint32_t c = control(cpu), flags = cpu->ssmi == 2 ? SMM_M : SMM_V;

	cpu->attention &= ~(uint32_t)ATT_SSMI;
	cpu->ssmi = 0;
	if (!(c & SMM_INTL_SMI_EN) || (cpu->smm && !(c & SMM_NEST_SMI_EN)) || cpu->dmm)
		return false;
	if (cpu->ssmi_io) {
		if (cpu->io_write)
			flags |= SMM_I;
		if (cpu->io_rep)
			flags |= SMM_P;
	} else {
		cpu->io_port = 0;
		cpu->io_size = 0;
		cpu->io_write = false;
	}
	enter(cpu, flags, cpu->insn_eip, cpu->eip);
	return true;
}

void cpu_sync_smi(struct cpu *cpu, bool external)
{
	if (cpu->cur == &cpu->idle)
		return;
	cpu->ssmi = external ? 2 : 1;
	cpu->ssmi_io = cpu->io_valid;
	cpu->insn_eip = cpu_insn_eip(cpu, cpu->cur);
	cpu->attention |= ATT_SSMI;
}

/* Level 0, and enabled by SMM_INST_EN or in one of the management modes. */
void mgmt_need(struct cpu *cpu, bool enabled)
{
	if (cpu->cpl != 0 || !(enabled || cpu->smm || cpu->dmm))
		cpu_ud(cpu);
}
static void need_smm_insn(struct cpu *cpu)
{
	mgmt_need(cpu, control(cpu) & SMM_INST_EN);
}

void op_smint(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	enter(cpu, SMM_S, cpu_insn_eip(cpu, i), cpu_next_eip(cpu, i));
}

void op_rsm(struct cpu *cpu, const struct insn *i)
{
	uint32_t top = (uint32_t)msr_get(cpu, MSR_SMM_HDR), flags, cs, cr0;
	uint16_t attr;

	(void)i;
	need_smm_insn(cpu);
	flags = mgmt_load(cpu, top, HDR_FLAGS);
	cs = mgmt_load(cpu, top, HDR_CS);
	cr0 = mgmt_load(cpu, top, HDR_CR0);
	attr = (uint16_t)(cs >> 16) & 0xf0ff;
	set_control(cpu, mgmt_load(cpu, top, HDR_SMM_CTL));
	cpu->seg[SS].attr = (uint16_t)(flags >> 16) & 0xf0ff;
	cpu->cpl = (uint8_t)attr_dpl(cpu->seg[SS].attr);
	seg_set(cpu, CS, (uint16_t)cs, mgmt_load(cpu, top, HDR_CS_BASE),
		mgmt_limit(mgmt_load(cpu, top, HDR_CS_LIMIT), attr), attr);
	if (!(cr0 & CR0_PE))
		cr0 &= ~CR0_PG;
	cpu->eip = mgmt_load(cpu, top, HDR_NEXT_IP);
	cpu->nmi_blocked = false;
	uint32_t eflags = mgmt_load(cpu, top, HDR_EFLAGS);
	uint32_t dr7 = mgmt_load(cpu, top, HDR_DR7);

	if (cpu->smm && !(flags & SMM_N)) {
		cpu->smm = false;
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_SMI_ACTIVE, 0);
	} else {
		cpu->smm = flags & SMM_N;
	}
	set_cr0(cpu, cr0);
	cpu_set_eflags(cpu, eflags, FLAGS_ALL);
	if (!dmm_owns_debug(cpu))
		set_dr7(cpu, dr7);
	seg_update_all(cpu);
	tlb_flush(cpu);
	cpu_update_mode(cpu);
	if (cpu->hooks.smi)
		cpu->hooks.smi(cpu->hooks.opaque, false, flags & 0xffff, top);
	if (flags & SMM_H)
		cpu_set_state(cpu, CPU_HALTED);
	cpu_update_attention(cpu);
}

/*
 * The descriptor cache in memory: eight bytes as a descriptor table holds them, then the
 * selector. The limit is the 20-bit one.
 */
static void store_segment(struct cpu *cpu, const struct insn *i, const struct segment *s)
{
	uint32_t ea = cpu_ea(cpu, i), limit = mgmt_raw_limit(s);
	uint64_t d = (limit & 0xffff) | (uint64_t)(s->base & 0xffffff) << 16 |
		     (uint64_t)(s->attr & 0xff) << 40 | (uint64_t)(limit >> 16 & 0xf) << 48 |
		     (uint64_t)(s->attr >> 12) << 52 | (uint64_t)(s->base >> 24) << 56;

	cpu_check_range(cpu, i->seg, ea, 10, true);
	cpu_st64(cpu, i->seg, ea, d);
	cpu_st16(cpu, i->seg, ea + 8, s->sel);
}
static void load_segment(struct cpu *cpu, const struct insn *i, unsigned seg)
{
	uint32_t ea = cpu_ea(cpu, i);
	uint64_t v = cpu_ld64(cpu, i->seg, ea);
	uint16_t sel = cpu_ld16(cpu, i->seg, ea + 8);
	struct descriptor d = {.lo = (uint32_t)v, .hi = (uint32_t)(v >> 32)};

	seg_from_descriptor(cpu, seg, sel, &d);
}
void op_svdc(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	if (i->reg > GS)
		cpu_ud(cpu);
	store_segment(cpu, i, &cpu->seg[i->reg]);
}
void op_rsdc(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	if (i->reg > GS)
		cpu_ud(cpu);
	load_segment(cpu, i, i->reg);
}
void op_svldt(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	store_segment(cpu, i, &cpu->seg[LDTR]);
}
void op_rsldt(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	load_segment(cpu, i, LDTR);
}
void op_svts(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	store_segment(cpu, i, &cpu->seg[TR]);
}
void op_rsts(struct cpu *cpu, const struct insn *i)
{
	need_smm_insn(cpu);
	load_segment(cpu, i, TR);
}
