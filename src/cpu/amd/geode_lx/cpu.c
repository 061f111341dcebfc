/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: leaving cache-as-RAM, caches, clock rate, and the work-arounds of the processor core. */
#include <arch/cpu.h>
#include <boot/context.h>
#include <boot/region.h>
#include <cpu/cpu.h>
#include <cpu/geode_lx.h>

#define PAGE_SIZE 4096u

#define CR0_CD	  0x40000000u
#define CR0_NW	  0x20000000u

/* The context, and at least 4 KiB of stack, fit in the block. */
_Static_assert(sizeof(struct stage_context) + 4096 <= CONFIG_CAR_SIZE,
	       "CAR_SIZE is too small for the context and a stack");

/* A register and what changes in it. */
struct msr_change {
	uint32_t msr;
	uint64_t clear, set;
};

static const struct msr_change cache_setup[] = {
	/* L2 rules: the L1 caches must hand their victims on before it is enabled. */
	{IM_CONFIG_MSR, 0, IM_CONFIG_EBE},
	/*
	 * "PCI deadlock": misses are serialised. At most two write-serialised requests under way, so that a snoop
	 * hit finds room.
	 */
	{DM_CONFIG0_MSR, DM_CONFIG0_WSREQ_MASK,
	 2ull << DM_CONFIG0_WSREQ_SHIFT | DM_CONFIG0_EVCTONRPL | DM_CONFIG0_MISSER},
};

static const struct msr_change core_setup[] = {
	/* "BTM periodic sync": a trace sync record every 256 bytes. */
	{IF_CONFIG_MSR, 0, IF_CONFIG_BTM_SYNC},
	{XC_CONFIG_MSR, 0, XC_CONFIG_SUSP_ON_HLT | XC_CONFIG_SUSP_ON_PAUSE},
	/* The time-stamp counter runs on in Suspend. PAUSEDLY of 2: erratum PBZ 213. */
	{BC_CONFIG0_MSR, BC_CONFIG0_PAUSEDLY_MASK,
	 BC_CONFIG0_PAUSEDLY_2 | BC_CONFIG0_SUSP_EN | BC_CONFIG0_TSC_SUSP},
	/* x87 exceptions need not be precise. */
	{FP_MODE_MSR, 0, FP_MODE_IMPRECISE},
	{PMODE_MSR, 0, PMODE_GATING},
	/* Software that says INVD means WBINVD. */
	{DM_CONFIG0_MSR, 0, DM_CONFIG0_WBINVD},
};

static void change_msrs(const struct msr_change *change, unsigned count)
{
	for (; count--; change++)
		wrmsr(change->msr, (rdmsr(change->msr) & ~change->clear) | change->set);
}

#define CHANGE_MSRS(table) change_msrs(table, sizeof(table) / sizeof((table)[0]))

static void write_cr0(uint32_t value)
{
	__asm__ volatile("movl %0, %%cr0" : : "r"(value) : "memory");
}

void cpu_cache_code(uintptr_t start, uintptr_t end)
{
	const uint32_t base = (start + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
	const uint32_t top = end & ~(PAGE_SIZE - 1);

	if (base < top)
		wrmsr(RCONF0_MSR + RCONF_ROMSTAGE_CODE,
		      (uint64_t)(top - PAGE_SIZE) << 32 | base | RCONF_EN | RCONF_WP);
}

/*
 * Stack and context lie in RAM by now, written there past the cache. The block's lines go to the RAM at
 * their address, so that none is lost, and the caches start empty with the regions of RAM.
 */
void cpu_car_disable(void)
{
	wbinvd();
	CHANGE_MSRS(cache_setup);
	geode_lx_set_regions(GEODE_LX_PHASE_RAM, (uint32_t)context()->ram.low_top);
	for (unsigned i = 0; i < RCONFS_BEFORE_RAM; i++)
		wrmsr(RCONF0_MSR + i, 0);
	wrmsr(L2_CONFIG_MSR, L2_CONFIG_INVALIDATE);
	wrmsr(L2_CONFIG_MSR, L2_CONFIG_ON);
	write_cr0(read_cr0() & ~(CR0_CD | CR0_NW));
}

void cpu_rom_cache(bool on)
{
	const enum geode_lx_phase phase = on ? GEODE_LX_PHASE_RAM : GEODE_LX_PHASE_PAYLOAD;

	wbinvd();
	geode_lx_set_regions(phase, (uint32_t)context()->ram.low_top);
}

void cpu_init(void)
{
	CHANGE_MSRS(core_setup);
}
