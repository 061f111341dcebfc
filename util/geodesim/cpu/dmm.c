/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debug management mode: DMINT, RDM, and debug exceptions that enter it. */

#include "cpu/internal.h"
#include "cpu/mgmt.h"
#include "cpu/msr.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/smm.h"
#include "cpu/system.h"
#include "cpu/tlb.h"

/* DMI_CTL (1302). Only the meaning of these two is known, not that no other bits act. */
#define DMI_INST_EN    0x01u /* DMINT and RDM are legal outside the management modes */
#define DMI_DBG_AS_DMI 0x08u /* debug exceptions enter DMM */

/* The header below DMM_HDR (LX data book p.647). */
enum {
	HDR_DR6 = 0x04,
	HDR_DR7 = 0x08,
	HDR_XDR6 = 0x0c,
	HDR_XDR7 = 0x10,
	HDR_SS = 0x14,
	HDR_CS = 0x18,
	HDR_CS_BASE = 0x1c,
	HDR_CS_LIMIT = 0x20,
	HDR_CURRENT_IP = 0x24,
	HDR_NEXT_IP = 0x28,
	HDR_CR0 = 0x2c,
	HDR_EFLAGS = 0x30,
	HDR_FLAGS = 0x34,
	HDR_TEMP6 = 0x38,
	HDR_TEMP0 = 0x3c,
};

bool dmm_owns_debug(const struct cpu *cpu)
{
	return msr_get(cpu, MSR_DMM_CTL) & DMI_DBG_AS_DMI;
}

static void enter(struct cpu *cpu, uint32_t flags, uint32_t current, uint32_t next)
{
	uint32_t top = (uint32_t)msr_get(cpu, MSR_DMM_HDR);
	uint64_t where = msr_get(cpu, MSR_DMM_BASE);

	if (cpu->state != CPU_RUNNING) {
		flags |= SMM_H;
		cpu_set_state(cpu, CPU_RUNNING);
	}
	flags |= mgmt_cs_flags(cpu);
	mgmt_store(cpu, top, HDR_DR6, cpu->dr[6]);
	mgmt_store(cpu, top, HDR_DR7, cpu->dr[7]);
	mgmt_store(cpu, top, HDR_XDR6, 0);
	mgmt_store(cpu, top, HDR_XDR7, 0);
	mgmt_store(cpu, top, HDR_SS, (uint32_t)cpu->seg[SS].attr << 16 | cpu->seg[SS].sel);
	mgmt_store(cpu, top, HDR_CS, (uint32_t)cpu->seg[CS].attr << 16 | cpu->seg[CS].sel);
	mgmt_store(cpu, top, HDR_CS_BASE, cpu->seg[CS].base);
	mgmt_store(cpu, top, HDR_CS_LIMIT, mgmt_raw_limit(&cpu->seg[CS]));
	mgmt_store(cpu, top, HDR_CURRENT_IP, current);
	mgmt_store(cpu, top, HDR_NEXT_IP, next);
	mgmt_store(cpu, top, HDR_CR0, cpu->cr0);
	mgmt_store(cpu, top, HDR_EFLAGS, cpu_eflags(cpu));
	mgmt_store(cpu, top, HDR_FLAGS, flags);
	mgmt_store(cpu, top, HDR_TEMP6, 0);
	mgmt_store(cpu, top, HDR_TEMP0, 0);
	if (cpu->hooks.smi)
		cpu->hooks.smi(cpu->hooks.opaque, true, flags, top);
	cpu->dmm = true;
	cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_DMM_ACTIVE, 1);
	cpu->clock += cost_clocks[COST_INT];
	mgmt_enter(cpu, (uint32_t)where, (uint32_t)(where >> 32));
}

bool dmm_enter_debug(struct cpu *cpu)
{
	if (!dmm_owns_debug(cpu) || cpu->dmm)
		return false;
	enter(cpu, 0, cpu->eip, cpu->eip);
	return true;
}

static void need_dmm_insn(struct cpu *cpu)
{
	mgmt_need(cpu, msr_get(cpu, MSR_DMM_CTL) & DMI_INST_EN);
}

void op_dmint(struct cpu *cpu, const struct insn *i)
{
	need_dmm_insn(cpu);
	enter(cpu, SMM_S, cpu_insn_eip(cpu, i), cpu_next_eip(cpu, i));
}

void op_rdm(struct cpu *cpu, const struct insn *i)
{
	uint32_t top = (uint32_t)msr_get(cpu, MSR_DMM_HDR), cs, flags, cr0, eflags;
	uint16_t attr;

	(void)i;
	need_dmm_insn(cpu);
	cs = mgmt_load(cpu, top, HDR_CS);
	flags = mgmt_load(cpu, top, HDR_FLAGS);
	cr0 = mgmt_load(cpu, top, HDR_CR0);
	eflags = mgmt_load(cpu, top, HDR_EFLAGS);
	attr = (uint16_t)(cs >> 16) & 0xf0ff;
	cpu->seg[SS].attr = (uint16_t)(mgmt_load(cpu, top, HDR_SS) >> 16) & 0xf0ff;
	cpu->cpl = (uint8_t)attr_dpl(cpu->seg[SS].attr);
	seg_set(cpu, CS, (uint16_t)cs, mgmt_load(cpu, top, HDR_CS_BASE),
		mgmt_limit(mgmt_load(cpu, top, HDR_CS_LIMIT), attr), attr);
	cpu->eip = mgmt_load(cpu, top, HDR_NEXT_IP);
	set_dr6(cpu, mgmt_load(cpu, top, HDR_DR6));
	set_dr7(cpu, mgmt_load(cpu, top, HDR_DR7));
	if (cpu->dmm) {
		cpu->dmm = false;
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_DMM_ACTIVE, 0);
	}
	set_cr0(cpu, cr0 & CR0_PE ? cr0 : cr0 & ~CR0_PG);
	cpu_set_eflags(cpu, eflags, FLAGS_ALL);
	seg_update_all(cpu);
	tlb_flush(cpu);
	cpu_update_mode(cpu);
	if (cpu->hooks.smi)
		cpu->hooks.smi(cpu->hooks.opaque, false, flags, top);
	if (flags & SMM_H)
		cpu_set_state(cpu, CPU_HALTED);
	cpu_update_attention(cpu);
}
