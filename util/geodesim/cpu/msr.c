/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core MSRs: access rules, effects, and RDMSR WRMSR CPUID RDTSC RDPMC. */

#include <stdlib.h>

#include "cpu/msr.h"
#include "cpu/cache.h"
#include "cpu/debug.h"
#include "cpu/internal.h"
#include "cpu/msrtable.h"
#include "cpu/ops.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/system.h"
#include "cpu/tlb.h"

#define MSR_UNLOCK 0x45524f434c494156ull
#define CORE_MSRS  0x4000u /* below: the channel fields are all zero */

/* Where the GX2's CPUID differs from the LX's (fact sheet: signature 552h, maker NSC). */
static const struct {
	uint32_t msr;
	uint64_t val;
} gx2_values[] = {
	{0x2000, 0x00086000},
	{0x3000, 0x646f654700000001ull},
	{0x3001, 0x79622065u * 0x100000000ull + 0x43534e20u},
	{0x3002, 0x552},
	{0x3003, 0x0080a93d00000000ull},
	{0x3006, 0x80000006},
	{0x3007, 0},
	{0x3008, 0x552},
	{0x3009, 0xc0c0a13d00000000ull},
	{0x300e, 0x6e6f6974614e2079ull}, /* "y Nation" */
	{0x300f, 0x00696d65u * 0x100000000ull + 0x53206c61u},
	{0x3011, 0x1004012010040120ull},
	{0x3012, 0},
	{0x3013, 0},
};

static struct cpu *owner(struct reg_file *f)
{
	return f->owner;
}

/* Index of an MSR this model has, or -1. */
static int find(const struct cpu *cpu, uint32_t msr)
{
	/* The GX2 has no L2 and none of the array timing registers. */
	if (cpu->model == CPU_GEODE_GX2 && msr >= 0x1920 && msr <= 0x1983 && msr != 0x1930)
		return -1;
	return cpu->msr_index[msr % CORE_MSRS] - 1;
}

uint64_t msr_get(const struct cpu *cpu, uint32_t msr)
{
	return cpu->msr_value[cpu->msr_index[msr] - 1];
}

static void on_note(void *opaque, const struct reg_file *f, unsigned i, enum reg_note n,
		    uint64_t val)
{
	struct cpu *cpu = opaque;

	(void)f;
	(void)i;
	(void)val;
	if (n == REG_NOTE_RESERVED || n == REG_NOTE_READ_ONLY)
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_RESERVED_MSR);
}

int msr_init(struct cpu *cpu)
{
	cpu->msr_value = calloc(msr_table.count, sizeof(*cpu->msr_value));
	cpu->msr_cover = calloc(msr_table.count, sizeof(*cpu->msr_cover));
	cpu->msr_index = calloc(CORE_MSRS, sizeof(*cpu->msr_index));
	if (!cpu->msr_value || !cpu->msr_cover || !cpu->msr_index)
		return -1;
	for (unsigned n = 0; n < msr_table.count; n++)
		cpu->msr_index[msr_table.reg[n].addr] = (uint16_t)(n + 1);
	reg_file_init(&cpu->msr, &msr_table, cpu, cpu->msr_value, cpu->msr_cover);
	cpu->msr.note = on_note;
	cpu->msr.note_opaque = cpu;
	msr_reset(cpu);
	return 0;
}
void msr_free(struct cpu *cpu)
{
	free(cpu->msr_value);
	free(cpu->msr_cover);
	free(cpu->msr_index);
}
void msr_reset(struct cpu *cpu)
{
	reg_file_reset(&cpu->msr);
	if (cpu->model != CPU_GEODE_GX2)
		return;
	for (unsigned n = 0; n < sizeof(gx2_values) / sizeof(gx2_values[0]); n++)
		reg_poke(&cpu->msr, (unsigned)find(cpu, gx2_values[n].msr), gx2_values[n].val);
}

/* Locked: outside SMM and DMM only the lock itself and the low, architectural MSRs remain. */
static bool locked_out(const struct cpu *cpu, uint32_t msr)
{
	return (msr_get(cpu, MSR_MSR_LOCK) & 1) && !cpu->smm && !cpu->dmm && msr > 0xfff &&
	       msr != MSR_MSR_LOCK;
}

static bool core_read(struct cpu *cpu, uint32_t msr, uint64_t *val)
{
	int i = find(cpu, msr);

	if (i < 0) {
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_UNKNOWN_MSR);
		return false;
	}
	*val = reg_read(&cpu->msr, (unsigned)i);
	return true;
}
static bool core_write(struct cpu *cpu, uint32_t msr, uint64_t val)
{
	int i = find(cpu, msr);

	if (i < 0) {
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_STRICT, CPU_STRICT_UNKNOWN_MSR);
		return false;
	}
	return reg_write(&cpu->msr, (unsigned)i, val, ~0ull) == 0;
}

bool msr_guest_read(struct cpu *cpu, uint32_t msr, uint64_t *val)
{
	bool ok;

	*val = 0;
	if (locked_out(cpu, msr))
		ok = false;
	else if (msr < CORE_MSRS)
		ok = core_read(cpu, msr, val);
	else
		ok = cpu->bus.msr_read(cpu->bus.opaque, msr, val);
	if (cpu->hooks.msr)
		cpu->hooks.msr(cpu->hooks.opaque, msr, *val, false, ok);
	return ok;
}
bool msr_guest_write(struct cpu *cpu, uint32_t msr, uint64_t val)
{
	bool ok;

	if (locked_out(cpu, msr))
		ok = false;
	else if (msr < CORE_MSRS)
		ok = core_write(cpu, msr, val);
	else
		ok = cpu->bus.msr_write(cpu->bus.opaque, msr, val);
	if (cpu->hooks.msr)
		cpu->hooks.msr(cpu->hooks.opaque, msr, val, true, ok);
	return ok;
}

bool cpu_msr_read(struct cpu *cpu, uint32_t msr, uint64_t *val)
{
	int i = msr < CORE_MSRS ? find(cpu, msr) : -1;

	if (i < 0)
		return false;
	*val = msr_table.reg[i].read && !msr_table.reg[i].side_effect
		       ? msr_table.reg[i].read(&cpu->msr, (unsigned)i, cpu->msr_value[i])
		       : cpu->msr_value[i];
	return true;
}
bool cpu_msr_write(struct cpu *cpu, uint32_t msr, uint64_t val)
{
	int i = msr < CORE_MSRS ? find(cpu, msr) : -1;

	return i >= 0 && reg_write(&cpu->msr, (unsigned)i, val, ~0ull) == 0;
}
const struct reg_file *cpu_msr_file(const struct cpu *cpu)
{
	return &cpu->msr;
}

/* Hooks. The TSC runs with the clock; a write loads the low half and clears the high one. */
uint64_t msr_tsc_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return cpu_clock(owner(f)) + owner(f)->tsc_base;
}
void msr_tsc_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	owner(f)->tsc_base = (uint32_t)val - cpu_clock(owner(f));
}
uint64_t msr_real_tsc_read(struct reg_file *f, unsigned i, uint64_t val)
{
	uint64_t real = cpu_clock(owner(f));

	(void)val;
	if (msr_table.reg[i].addr == 0x1910)
		return real;
	return (real + owner(f)->tsc_base) << 32 | (uint32_t)real;
}
void msr_attention_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	cpu_update_attention(owner(f));
}
void msr_regions_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if (old == val)
		return;
	tlb_flush(owner(f));
	cache_reconsider(owner(f));
}
void msr_dm_config_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	cache_reconsider(owner(f));
}
uint64_t msr_dc_data_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return cache_read_data(owner(f));
}
void msr_dc_data_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	cache_write_data(owner(f), val);
}
uint64_t msr_dc_tag_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return cache_read_tag(owner(f), msr_table.reg[i].addr == 0x1893);
}
void msr_dc_tag_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	cache_write_tag(owner(f), val, msr_table.reg[i].addr == 0x1893);
}
void msr_l2_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	cache_l2_config(owner(f), val);
}
/* The right word unlocks, any other locks; only bit 0 reads back. */
int msr_lock_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	(void)old;
	*val = *val == MSR_UNLOCK ? 0 : 1;
	return 0;
}

/* RDMSR and WRMSR: level 0, in real mode always. */
static void need_level0(struct cpu *cpu)
{
	if (cpu->cpl != 0)
		cpu_gp(cpu, 0);
}
void op_rdmsr(struct cpu *cpu, const struct insn *i)
{
	uint64_t v;

	(void)i;
	need_level0(cpu);
	if (!msr_guest_read(cpu, cpu->r[ECX], &v))
		cpu_gp(cpu, 0);
	cpu->r[EAX] = (uint32_t)v;
	cpu->r[EDX] = (uint32_t)(v >> 32);
}
void op_wrmsr(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	need_level0(cpu);
	if (!msr_guest_write(cpu, cpu->r[ECX], (uint64_t)cpu->r[EDX] << 32 | cpu->r[EAX]))
		cpu_gp(cpu, 0);
}

/* CPUID shows MSRs 3000-3013. Leaves that do not exist read as zero. */
void op_cpuid(struct cpu *cpu, const struct insn *i)
{
	uint32_t leaf = cpu->r[EAX], msr = 0;
	uint64_t ba = 0, dc = 0;

	(void)i;
	if (leaf <= (uint32_t)msr_get(cpu, MSR_CPUID0) && leaf <= 2)
		msr = MSR_CPUID0 + leaf * 2;
	else if (leaf >= 0x80000000u && leaf <= 0x80000006u)
		msr = MSR_CPUID0 + 6 + (leaf - 0x80000000u) * 2;
	if (msr) {
		ba = msr_get(cpu, msr);
		dc = msr_get(cpu, msr + 1);
	}
	cpu->r[EAX] = (uint32_t)ba;
	cpu->r[EBX] = (uint32_t)(ba >> 32);
	cpu->r[ECX] = (uint32_t)dc;
	cpu->r[EDX] = (uint32_t)(dc >> 32);
}

void op_rdtsc(struct cpu *cpu, const struct insn *i)
{
	uint64_t v = cpu_clock(cpu) + cpu->tsc_base;

	(void)i;
	if ((cpu->cr4 & CR4_TSD) && cpu->cpl != 0)
		cpu_gp(cpu, 0);
	cpu->r[EAX] = (uint32_t)v;
	cpu->r[EDX] = (uint32_t)(v >> 32);
}
void op_rdpmc(struct cpu *cpu, const struct insn *i)
{
	uint64_t v;

	(void)i;
	if (!(cpu->cr4 & CR4_PCE) && cpu->cpl != 0)
		cpu_gp(cpu, 0);
	if (cpu->r[ECX] > 1)
		cpu_gp(cpu, 0);
	v = msr_get(cpu, MSR_PERF_CNT0 + cpu->r[ECX]) & 0xffffffffffull;
	cpu->r[EAX] = (uint32_t)v;
	cpu->r[EDX] = (uint32_t)(v >> 32);
}
