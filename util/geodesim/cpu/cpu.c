/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor as a part: creation, reset, pins, clock, debugger's memory access. */

#include <stdlib.h>
#include <string.h>

#include "cpu/block.h"
#include "cpu/cache.h"
#include "cpu/coverage.h"
#include "cpu/debug.h"
#include "cpu/internal.h"
#include "cpu/msr.h"
#include "cpu/rconf.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/smm.h"
#include "cpu/system.h"
#include "cpu/tlb.h"

/* What RESET and INIT have in common. */
static void reset_core(struct cpu *cpu)
{
	const uint16_t data = SEG_P | SEG_S | SEG_RW | SEG_ACCESSED;

	cpu->smm = false;
	cpu->dmm = false;
	cpu->cpl = 0;
	cpu->eflags = 2;
	cpu_set_arith_flags(cpu, 0);
	memset(cpu->r, 0, sizeof(cpu->r));
	cpu->r[EDX] = (uint32_t)msr_get(cpu, MSR_CPUID0 + 2);
	cpu->eip = 0xfff0;
	cpu->cr2 = 0;
	cpu->cr3 = 0;
	cpu->cr4 = 0;
	for (unsigned n = 0; n < SEG_COUNT; n++)
		seg_set(cpu, n, 0, 0, 0xffff, data);
	seg_set(cpu, CS, 0xf000, 0xffff0000u, 0xffff, data);
	seg_set(cpu, LDTR, 0, 0, 0xffff, SEG_P | TYPE_LDT);
	seg_set(cpu, TR, 0, 0, 0xffff, SEG_P | TYPE_TSS32_BUSY);
	cpu->gdtr = (struct table_reg){0, 0xffff, 0xffff};
	cpu->idtr = (struct table_reg){0, 0xffff, 0xffff};
	memset(cpu->dr, 0, sizeof(cpu->dr));
	set_dr6(cpu, 0);
	set_dr7(cpu, 0);
	cpu->state = CPU_RUNNING;
	cpu->shadow = false;
	cpu->nmi_latch = false;
	cpu->nmi_blocked = false;
	cpu->trap = 0;
	cpu->ssmi = 0;
	cpu->tf_armed = false;
	cpu->exc_first = -1;
	cpu->exc_ext = false;
	cpu->attention &= ~(uint32_t)ATT_SSMI;
	cpu->cur = &cpu->idle;
	seg_update_all(cpu);
	tlb_flush(cpu);
	code_flush(cpu);
	cpu_update_mode(cpu);
	cpu_update_attention(cpu);
}

void cpu_power_on(struct cpu *cpu)
{
	msr_reset(cpu);
	cache_reset(cpu);
	cpu->cr0 = CR0_CD | CR0_NW | CR0_ET;
	cpu->tsc_base = 0 - cpu->clock;
	fpu_reset(&cpu->fpu);
	cpu->ferr = false;
	reset_core(cpu);
}

/* INIT and a RESET from within an instruction wait for its end. */
void cpu_init_now(struct cpu *cpu)
{
	if (cpu->reset_wanted) {
		cpu->reset_wanted = false;
		cpu_power_on(cpu);
		return;
	}
	cpu->cr0 = (cpu->cr0 & (CR0_CD | CR0_NW)) | CR0_ET;
	reset_core(cpu);
}
void cpu_reset(struct cpu *cpu)
{
	cpu->reset_wanted = true;
	cpu_init_signal(cpu);
}
void cpu_init_signal(struct cpu *cpu)
{
	if (cpu->running)
		cpu->attention |= ATT_INIT;
	else
		cpu_init_now(cpu);
}

struct cpu *cpu_new(enum cpu_model model, const struct cpu_bus *bus)
{
	struct cpu *cpu = aligned_alloc(64, (sizeof(*cpu) + 63) & ~(size_t)63);

	if (!cpu)
		return NULL;
	memset(cpu, 0, sizeof(*cpu));
	cpu->model = model;
	cpu->bus = *bus;
	cpu->a20_mask = 0xffffffffu;
	cpu->cur = &cpu->idle;
	cpu->tlb = cpu->tlbs[0];
	cpu->code = code_new();
	cpu->cache = cache_new(model == CPU_GEODE_LX, model == CPU_GEODE_LX ? 16 : 4);
	cpu->dbg = debug_new();
	if (!cpu->code || !cpu->cache || !cpu->dbg || msr_init(cpu) < 0) {
		cpu_free(cpu);
		return NULL;
	}
	cpu_power_on(cpu);
	return cpu;
}
void cpu_free(struct cpu *cpu)
{
	if (!cpu)
		return;
	coverage_free(cpu->cov);
	msr_free(cpu);
	debug_free(cpu->dbg);
	cache_free(cpu->cache);
	code_free(cpu->code);
	free(cpu);
}

void cpu_set_intr(struct cpu *cpu, bool level)
{
	cpu->intr = level;
	cpu_update_attention(cpu);
}
void cpu_set_nmi(struct cpu *cpu, bool level)
{
	if (level && !cpu->nmi_line)
		cpu->nmi_latch = true;
	cpu->nmi_line = level;
	cpu_update_attention(cpu);
}
void cpu_set_smi(struct cpu *cpu, bool level)
{
	cpu->smi_line = level;
	cpu_update_attention(cpu);
}
void cpu_set_a20(struct cpu *cpu, bool enabled)
{
	uint32_t mask = enabled ? 0xffffffffu : 0xffefffffu;

	if (mask == cpu->a20_mask)
		return;
	cpu->a20_mask = mask;
	tlb_flush(cpu);
	cpu->attention |= ATT_CODE;
}
void cpu_set_ignne(struct cpu *cpu, bool level)
{
	cpu->ignne = level;
	if (level && cpu->state == CPU_FPU_WAIT)
		cpu_set_state(cpu, CPU_RUNNING);
}

uint64_t cpu_clock(const struct cpu *cpu)
{
	return cpu->clock + cpu->cur->clk;
}
uint64_t cpu_instructions(const struct cpu *cpu)
{
	return cpu->insns;
}
void cpu_add_clocks(struct cpu *cpu, unsigned n)
{
	cpu->clock += n;
}
void cpu_set_deadline(struct cpu *cpu, uint64_t clock)
{
	if (clock < cpu->limit)
		cpu->limit = clock;
}
void cpu_stop(struct cpu *cpu)
{
	cpu->stop = true;
	cpu_update_attention(cpu);
}

bool cpu_halted(const struct cpu *cpu)
{
	return cpu->state == CPU_HALTED;
}
bool cpu_in_shutdown(const struct cpu *cpu)
{
	return cpu->state == CPU_SHUTDOWN;
}
bool cpu_in_smm(const struct cpu *cpu)
{
	return cpu->smm;
}

void cpu_flush_mappings(struct cpu *cpu)
{
	tlb_flush(cpu);
	code_flush(cpu);
}
void cpu_memory_written(struct cpu *cpu, uint32_t paddr, uint32_t len)
{
	uint32_t at = paddr;

	if (cpu->cache_on)
		cache_snoop_write(cpu, paddr, len);
	while (len) {
		uint32_t part = 0x1000 - (at & 0xfff);

		if (part > len)
			part = len;
		code_written(cpu, at, part);
		at += part;
		len -= part;
	}
}
void cpu_memory_snoop_read(struct cpu *cpu, uint32_t paddr, uint32_t len)
{
	if (cpu->cache_on)
		cache_snoop_read(cpu, paddr, len);
}

bool cpu_linear_to_physical(struct cpu *cpu, uint32_t linear, uint32_t *phys)
{
	return tlb_probe(cpu, linear, phys);
}
size_t cpu_read_linear(struct cpu *cpu, uint32_t linear, void *buf, size_t len)
{
	uint8_t *p = buf;

	for (size_t n = 0; n < len; n++) {
		uint32_t phys;

		if (!tlb_probe(cpu, linear + (uint32_t)n, &phys))
			return n;
		p[n] = (uint8_t)phys_load(cpu, phys, RCONF_CD, 1, CPU_MEM_DEBUG);
	}
	return len;
}
size_t cpu_write_linear(struct cpu *cpu, uint32_t linear, const void *buf, size_t len)
{
	const uint8_t *p = buf;

	for (size_t n = 0; n < len; n++) {
		uint32_t phys;

		if (!tlb_probe(cpu, linear + (uint32_t)n, &phys))
			return n;
		phys_store(cpu, phys, 0, 1, p[n], CPU_MEM_DEBUG);
	}
	return len;
}

struct fpu_state *cpu_fpu(struct cpu *cpu)
{
	return &cpu->fpu;
}

void cpu_fpu_error(struct cpu *cpu)
{
	if (cpu->cr0 & CR0_NE)
		cpu_fault(cpu, EXC_MF);
	if (cpu->ignne)
		return;
	/* The instruction waits for the interrupt that FERR# raises, then starts again. */
	cpu_set_state(cpu, CPU_FPU_WAIT);
	longjmp(cpu->jmp, 2);
}
void cpu_fpu_ferr(struct cpu *cpu, bool es)
{
	bool level = es && !(cpu->cr0 & CR0_NE);

	if (level == cpu->ferr)
		return;
	cpu->ferr = level;
	cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_FERR, level);
}
