/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System instructions: control and debug registers, tables, HLT, CLI, STI, SYSENTER, SYSEXIT. */

#include "cpu/system.h"
#include "cpu/cache.h"
#include "cpu/debug.h"
#include "cpu/internal.h"
#include "cpu/msr.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/tlb.h"

#define CR0_ALL                                                                                    \
	(CR0_PE | CR0_MP | CR0_EM | CR0_TS | CR0_ET | CR0_NE | CR0_WP | CR0_AM | CR0_NW | CR0_CD | \
	 CR0_PG)
#define DR7_GD 0x2000u
#define DR6_BD 0x2000u

static void need_level0(struct cpu *cpu)
{
	if (cpu->cpl != 0)
		cpu_gp(cpu, 0);
}

void set_cr0(struct cpu *cpu, uint32_t v)
{
	uint32_t old = cpu->cr0;

	cpu->cr0 = (v & CR0_ALL) | CR0_ET;
	v = cpu->cr0 ^ old;
	if (v & (CR0_PG | CR0_PE | CR0_WP))
		tlb_flush(cpu);
	if (v & CR0_PE)
		seg_update_all(cpu);
	if (v & (CR0_CD | CR0_NW))
		cache_reconsider(cpu);
	if (v & CR0_CD) /* boards answer uncached memory access by access */
		cpu_flush_mappings(cpu);
	cpu_update_mode(cpu);
}
void set_cr3(struct cpu *cpu, uint32_t v)
{
	cpu->cr3 = v & (PAGE_MASK | 0x18);
	tlb_flush_local(cpu);
}
void set_cr4(struct cpu *cpu, uint32_t v)
{
	uint32_t changed = cpu->cr4 ^ v;

	cpu->cr4 = v;
	if (changed & (CR4_PSE | CR4_PGE))
		tlb_flush(cpu);
	if (changed & CR4_DE)
		debug_update(cpu);
}
void set_dr6(struct cpu *cpu, uint32_t v)
{
	cpu->dr[6] = (v & 0xe00f) | 0xffff0ff0u;
}
void set_dr7(struct cpu *cpu, uint32_t v)
{
	cpu->dr[7] = (v & 0xffff23ffu) | 0x400;
	debug_update(cpu);
}

void op_mov_r_cr(struct cpu *cpu, const struct insn *i)
{
	uint32_t v;

	switch (i->reg) {
	case 0: v = cpu->cr0; break;
	case 2: v = cpu->cr2; break;
	case 3: v = cpu->cr3; break;
	case 4: v = cpu->cr4; break;
	default: cpu_ud(cpu);
	}
	need_level0(cpu);
	cpu->r[i->rm] = v;
}
void op_mov_cr_r(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = cpu->r[i->rm];

	if (i->reg == 1 || i->reg > 4)
		cpu_ud(cpu);
	need_level0(cpu);
	switch (i->reg) {
	case 0:
		if ((v & CR0_PG) && !(v & CR0_PE))
			cpu_gp(cpu, 0);
		if ((v & CR0_NW) && !(v & CR0_CD))
			cpu_gp(cpu, 0);
		set_cr0(cpu, v);
		break;
	case 2: cpu->cr2 = v; break;
	case 3: set_cr3(cpu, v); break;
	default:
		if (v & ~CR4_ALL)
			cpu_gp(cpu, 0);
		set_cr4(cpu, v);
	}
}

/* DR4 and DR5 mean DR6 and DR7 unless CR4.DE is set; DR7.GD guards all of them. */
static unsigned debug_register(struct cpu *cpu, const struct insn *i)
{
	unsigned n = i->reg;

	if (n == 4 || n == 5) {
		if (cpu->cr4 & CR4_DE)
			cpu_ud(cpu);
		n += 2;
	}
	need_level0(cpu);
	if (cpu->dr[7] & DR7_GD) {
		cpu->dr[6] |= DR6_BD;
		cpu_fault(cpu, EXC_DB);
	}
	return n;
}
void op_mov_r_dr(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->rm] = cpu->dr[debug_register(cpu, i)];
}
void op_mov_dr_r(struct cpu *cpu, const struct insn *i)
{
	unsigned n = debug_register(cpu, i);
	uint32_t v = cpu->r[i->rm];

	if (n == 6) {
		set_dr6(cpu, v);
	} else if (n == 7) {
		set_dr7(cpu, v);
	} else {
		cpu->dr[n] = v;
		debug_update(cpu);
	}
}

void op_clts(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_level0(cpu);
	cpu->cr0 &= ~CR0_TS;
}
void op_smsw16_r(struct cpu *cpu, const struct insn *i)
{
	set_reg16(cpu, i->rm, (uint16_t)cpu->cr0);
}
void op_smsw32_r(struct cpu *cpu, const struct insn *i)
{
	cpu->r[i->rm] = cpu->cr0;
}
void op_smsw16_m(struct cpu *cpu, const struct insn *i)
{
	cpu_st16(cpu, i->seg, cpu_ea(cpu, i), (uint16_t)cpu->cr0);
}
void op_smsw32_m(struct cpu *cpu, const struct insn *i)
{
	op_smsw16_m(cpu, i);
}
/* LMSW sets the low four bits, but cannot clear PE. */
static void lmsw(struct cpu *cpu, uint16_t v)
{
	set_cr0(cpu, (cpu->cr0 & ~(uint32_t)(CR0_MP | CR0_EM | CR0_TS)) | (v & 0xf));
}
void op_lmsw_r(struct cpu *cpu, const struct insn *i)
{
	need_level0(cpu);
	lmsw(cpu, reg16(cpu, i->rm));
}
void op_lmsw_m(struct cpu *cpu, const struct insn *i)
{
	need_level0(cpu);
	lmsw(cpu, cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)));
}

static void store_table(struct cpu *cpu, const struct insn *i, const struct table_reg *t)
{
	uint32_t ea = cpu_ea(cpu, i);

	cpu_check_range(cpu, i->seg, ea, 6, true);
	cpu_st16(cpu, i->seg, ea, t->limit);
	cpu_st32(cpu, i->seg, ea + 2, t->base);
}
static void load_table(struct cpu *cpu, const struct insn *i, struct table_reg *t)
{
	uint32_t ea = cpu_ea(cpu, i), base;
	uint16_t limit;

	need_level0(cpu);
	limit = cpu_ld16(cpu, i->seg, ea);
	base = cpu_ld32(cpu, i->seg, ea + 2);
	/* With a 16-bit operand the base has 24 bits. */
	t->base = i->flags & INSN_OP32 ? base : base & 0xffffff;
	t->limit = t->shown = limit;
}
void op_sgdt(struct cpu *cpu, const struct insn *i)
{
	store_table(cpu, i, &cpu->gdtr);
}
void op_sidt(struct cpu *cpu, const struct insn *i)
{
	store_table(cpu, i, &cpu->idtr);
}
void op_lgdt16(struct cpu *cpu, const struct insn *i)
{
	load_table(cpu, i, &cpu->gdtr);
}
void op_lgdt32(struct cpu *cpu, const struct insn *i)
{
	load_table(cpu, i, &cpu->gdtr);
}
void op_lidt16(struct cpu *cpu, const struct insn *i)
{
	load_table(cpu, i, &cpu->idtr);
}
void op_lidt32(struct cpu *cpu, const struct insn *i)
{
	load_table(cpu, i, &cpu->idtr);
}
void op_invlpg(struct cpu *cpu, const struct insn *i)
{
	need_level0(cpu);
	tlb_flush_page(cpu, cpu->seg[i->seg].base + cpu_ea(cpu, i));
}

void op_hlt(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_level0(cpu);
	cpu_set_state(cpu, CPU_HALTED);
}

/* CLI and STI need CPL <= IOPL (virtual-8086 mode: IOPL 3). */
static void need_iopl(struct cpu *cpu)
{
	if (cpu_protected(cpu) && cpu->cpl > (cpu->eflags & FLAG_IOPL) >> 12)
		cpu_gp(cpu, 0);
}
void op_cli(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_iopl(cpu);
	cpu_set_eflags(cpu, 0, FLAG_IF);
}
void op_sti(struct cpu *cpu, const struct insn *i)
{
	bool was = cpu->eflags & FLAG_IF;

	(void)i;
	need_iopl(cpu);
	cpu_set_eflags(cpu, FLAG_IF, FLAG_IF);
	if (!was)
		cpu_shadow(cpu);
}

static void flat(struct cpu *cpu, unsigned seg, uint16_t sel, unsigned dpl, bool code)
{
	uint16_t attr = (uint16_t)(SEG_G | SEG_DB | SEG_P | dpl << 5 | SEG_S | SEG_RW |
				   SEG_ACCESSED | (code ? SEG_CODE : 0));

	seg_set(cpu, seg, sel, 0, 0xffffffffu, attr);
}
void op_sysenter(struct cpu *cpu, const struct insn *i)
{
	uint16_t cs = (uint16_t)msr_get(cpu, MSR_SYSENTER_CS) & 0xfffc;

	(void)i;
	if (!cpu_protected(cpu) || !cs)
		cpu_gp(cpu, 0);
	cpu->cpl = 0;
	cpu_set_eflags(cpu, 0, FLAG_VM | FLAG_IF | FLAG_RF);
	flat(cpu, CS, cs, 0, true);
	flat(cpu, SS, (uint16_t)(cs + 8), 0, false);
	cpu->r[ESP] = (uint32_t)msr_get(cpu, MSR_SYSENTER_ESP);
	cpu->eip = (uint32_t)msr_get(cpu, MSR_SYSENTER_EIP);
}
void op_sysexit(struct cpu *cpu, const struct insn *i)
{
	uint16_t cs = (uint16_t)msr_get(cpu, MSR_SYSENTER_CS) & 0xfffc;

	(void)i;
	if (!cpu_protected(cpu) || !cs || cpu->cpl != 0)
		cpu_gp(cpu, 0);
	cpu->cpl = 3;
	flat(cpu, CS, (uint16_t)((cs + 16) | 3), 3, true);
	flat(cpu, SS, (uint16_t)((cs + 24) | 3), 3, false);
	cpu->r[ESP] = cpu->r[ECX];
	cpu->eip = cpu->r[EDX];
	cpu_update_attention(cpu);
}

/* The caches: INVD may be made to act as WBINVD (cache.c looks at DM_CONFIG0). */
void op_invd(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_level0(cpu);
	cache_invd(cpu);
}
void op_wbinvd(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_level0(cpu);
	cache_wbinvd(cpu);
}
void op_clflush(struct cpu *cpu, const struct insn *i)
{
	/* Checked and translated like a byte load. */
	uint32_t ea = cpu_ea(cpu, i), phys;

	cpu_check_range(cpu, i->seg, ea, 1, false);
	if (tlb_probe(cpu, cpu->seg[i->seg].base + ea, &phys))
		cache_flush_line(cpu, phys);
}
void op_sfence(struct cpu *cpu, const struct insn *i)
{
	/* Stores are in order here. */
	(void)cpu;
	(void)i;
}
