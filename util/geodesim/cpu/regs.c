/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers by number, for debuggers, --bare and tests. */

#include "cpu/internal.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/system.h"

static const char *const names[CPU_REG_COUNT] = {
	[CPU_REG_EAX] = "eax",
	[CPU_REG_ECX] = "ecx",
	[CPU_REG_EDX] = "edx",
	[CPU_REG_EBX] = "ebx",
	[CPU_REG_ESP] = "esp",
	[CPU_REG_EBP] = "ebp",
	[CPU_REG_ESI] = "esi",
	[CPU_REG_EDI] = "edi",
	[CPU_REG_EIP] = "eip",
	[CPU_REG_EFLAGS] = "eflags",
	[CPU_REG_ES] = "es",
	[CPU_REG_CS] = "cs",
	[CPU_REG_SS] = "ss",
	[CPU_REG_DS] = "ds",
	[CPU_REG_FS] = "fs",
	[CPU_REG_GS] = "gs",
	[CPU_REG_LDTR] = "ldtr",
	[CPU_REG_TR] = "tr",
	[CPU_REG_ES_BASE] = "es_base",
	[CPU_REG_CS_BASE] = "cs_base",
	[CPU_REG_SS_BASE] = "ss_base",
	[CPU_REG_DS_BASE] = "ds_base",
	[CPU_REG_FS_BASE] = "fs_base",
	[CPU_REG_GS_BASE] = "gs_base",
	[CPU_REG_LDTR_BASE] = "ldtr_base",
	[CPU_REG_TR_BASE] = "tr_base",
	[CPU_REG_ES_LIMIT] = "es_limit",
	[CPU_REG_CS_LIMIT] = "cs_limit",
	[CPU_REG_SS_LIMIT] = "ss_limit",
	[CPU_REG_DS_LIMIT] = "ds_limit",
	[CPU_REG_FS_LIMIT] = "fs_limit",
	[CPU_REG_GS_LIMIT] = "gs_limit",
	[CPU_REG_LDTR_LIMIT] = "ldtr_limit",
	[CPU_REG_TR_LIMIT] = "tr_limit",
	[CPU_REG_ES_ATTR] = "es_attr",
	[CPU_REG_CS_ATTR] = "cs_attr",
	[CPU_REG_SS_ATTR] = "ss_attr",
	[CPU_REG_DS_ATTR] = "ds_attr",
	[CPU_REG_FS_ATTR] = "fs_attr",
	[CPU_REG_GS_ATTR] = "gs_attr",
	[CPU_REG_LDTR_ATTR] = "ldtr_attr",
	[CPU_REG_TR_ATTR] = "tr_attr",
	[CPU_REG_GDTR_BASE] = "gdtr_base",
	[CPU_REG_GDTR_LIMIT] = "gdtr_limit",
	[CPU_REG_IDTR_BASE] = "idtr_base",
	[CPU_REG_IDTR_LIMIT] = "idtr_limit",
	[CPU_REG_CR0] = "cr0",
	[CPU_REG_CR2] = "cr2",
	[CPU_REG_CR3] = "cr3",
	[CPU_REG_CR4] = "cr4",
	[CPU_REG_DR0] = "dr0",
	[CPU_REG_DR1] = "dr1",
	[CPU_REG_DR2] = "dr2",
	[CPU_REG_DR3] = "dr3",
	[CPU_REG_DR6] = "dr6",
	[CPU_REG_DR7] = "dr7",
	[CPU_REG_CPL] = "cpl",
};

const char *cpu_reg_name(enum cpu_reg reg)
{
	return reg < CPU_REG_COUNT ? names[reg] : "?";
}

uint64_t cpu_get_reg(const struct cpu *cpu, enum cpu_reg reg)
{
	if (reg <= CPU_REG_EDI)
		return cpu->r[reg];
	if (reg >= CPU_REG_ES && reg <= CPU_REG_TR)
		return cpu->seg[reg - CPU_REG_ES].sel;
	if (reg >= CPU_REG_ES_BASE && reg <= CPU_REG_TR_BASE)
		return cpu->seg[reg - CPU_REG_ES_BASE].base;
	if (reg >= CPU_REG_ES_LIMIT && reg <= CPU_REG_TR_LIMIT)
		return cpu->seg[reg - CPU_REG_ES_LIMIT].limit;
	if (reg >= CPU_REG_ES_ATTR && reg <= CPU_REG_TR_ATTR)
		return cpu->seg[reg - CPU_REG_ES_ATTR].attr;
	switch (reg) {
	case CPU_REG_EIP:
		/* From within a bus callback: the instruction in progress. */
		return cpu->cur == &cpu->idle ? cpu->eip : cpu_insn_eip(cpu, cpu->cur);
	case CPU_REG_EFLAGS: return cpu_eflags(cpu);
	case CPU_REG_GDTR_BASE: return cpu->gdtr.base;
	case CPU_REG_GDTR_LIMIT: return cpu->gdtr.limit;
	case CPU_REG_IDTR_BASE: return cpu->idtr.base;
	case CPU_REG_IDTR_LIMIT: return cpu->idtr.limit;
	case CPU_REG_CR0: return cpu->cr0;
	case CPU_REG_CR2: return cpu->cr2;
	case CPU_REG_CR3: return cpu->cr3;
	case CPU_REG_CR4: return cpu->cr4;
	case CPU_REG_DR0:
	case CPU_REG_DR1:
	case CPU_REG_DR2:
	case CPU_REG_DR3: return cpu->dr[reg - CPU_REG_DR0];
	case CPU_REG_DR6: return cpu->dr[6];
	case CPU_REG_DR7: return cpu->dr[7];
	case CPU_REG_CPL: return cpu->cpl;
	default: return 0;
	}
}

static void set_selector(struct cpu *cpu, unsigned seg, uint16_t sel)
{
	struct segment *s = &cpu->seg[seg];

	if (seg <= GS && cpu_v86(cpu))
		seg_set_v86(cpu, seg, sel);
	else if (seg <= GS && !cpu_protected(cpu))
		seg_set(cpu, seg, sel, (uint32_t)sel << 4, 0xffff,
			SEG_P | SEG_S | SEG_RW | SEG_ACCESSED);
	else
		s->sel = sel;
}

static void set_hidden(struct cpu *cpu, unsigned seg)
{
	seg_update(cpu, &cpu->seg[seg]);
	cpu_update_mode(cpu);
}

void cpu_set_reg(struct cpu *cpu, enum cpu_reg reg, uint64_t val)
{
	uint32_t v = (uint32_t)val;

	if (reg <= CPU_REG_EDI) {
		cpu->r[reg] = v;
		return;
	}
	if (reg >= CPU_REG_ES && reg <= CPU_REG_TR) {
		set_selector(cpu, reg - CPU_REG_ES, (uint16_t)v);
		return;
	}
	if (reg >= CPU_REG_ES_BASE && reg <= CPU_REG_TR_BASE) {
		cpu->seg[reg - CPU_REG_ES_BASE].base = v;
		set_hidden(cpu, reg - CPU_REG_ES_BASE);
		return;
	}
	if (reg >= CPU_REG_ES_LIMIT && reg <= CPU_REG_TR_LIMIT) {
		cpu->seg[reg - CPU_REG_ES_LIMIT].limit = v;
		set_hidden(cpu, reg - CPU_REG_ES_LIMIT);
		return;
	}
	if (reg >= CPU_REG_ES_ATTR && reg <= CPU_REG_TR_ATTR) {
		cpu->seg[reg - CPU_REG_ES_ATTR].attr = v & 0xf0ff;
		set_hidden(cpu, reg - CPU_REG_ES_ATTR);
		return;
	}
	switch (reg) {
	case CPU_REG_EIP: cpu->eip = v; break;
	case CPU_REG_EFLAGS:
		/* Without protection there is no virtual-8086 mode. */
		if (!cpu_protected(cpu))
			v &= ~(uint32_t)FLAG_VM;
		cpu_set_eflags(cpu, v, FLAGS_ALL);
		break;
	case CPU_REG_GDTR_BASE: cpu->gdtr.base = v; break;
	case CPU_REG_GDTR_LIMIT: cpu->gdtr.limit = cpu->gdtr.shown = (uint16_t)v; break;
	case CPU_REG_IDTR_BASE: cpu->idtr.base = v; break;
	case CPU_REG_IDTR_LIMIT: cpu->idtr.limit = cpu->idtr.shown = (uint16_t)v; break;
	case CPU_REG_CR0: set_cr0(cpu, v & CR0_PE ? v : v & ~CR0_PG); break;
	case CPU_REG_CR2: cpu->cr2 = v; break;
	case CPU_REG_CR3: set_cr3(cpu, v); break;
	case CPU_REG_CR4: set_cr4(cpu, v & CR4_ALL); break;
	case CPU_REG_DR0:
	case CPU_REG_DR1:
	case CPU_REG_DR2:
	case CPU_REG_DR3:
		cpu->dr[reg - CPU_REG_DR0] = v;
		set_dr7(cpu, cpu->dr[7]);
		break;
	case CPU_REG_DR6: set_dr6(cpu, v); break;
	case CPU_REG_DR7: set_dr7(cpu, v); break;
	case CPU_REG_CPL: seg_set_cpl(cpu, v & 3); break;
	default: break;
	}
}
