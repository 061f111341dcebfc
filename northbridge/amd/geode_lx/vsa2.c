/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: the memory map that VSA2 expects before it is called, and what it makes of it. It takes the display's
 * memory from the end of RAM itself, so that the way to memory first goes up to SMM memory.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <boot/context.h>
#include <console/console.h>
#include <cpu/geode_lx.h>
#include <device/device.h>
#include <lib/errors.h>
#include <smm/vsa2.h>
#include "chip.h"
#include "memory_map.h"
#include "ramstage.h"

#define MIB		 (1024u * 1024u)

/* SMM memory as PCI masters see it, as AMD's firmware has it: data book 4.2.3 and 6.16.2. */
#define GLIU1_P2D_BM3	 0x40000023
#define GLIU1_SMM	 0x20000080400fffe0ull
#define GLPCI_R2	 0x5000201a
#define GLPCI_SMM	 0x8041f00080400120ull
#define GLPCI_PBUS	 0x50002012
#define SMM_CTL		 0x1301
#define SMM_CTL_INST_EN	 0x08

#define P2D_R_PMAX_SHIFT 20
#define PAGE_SHIFT	 12
#define PAGES		 0xfffffu

/* Descriptors that lead nowhere (the value after reset, by kind), all but those that lead to memory. */
static const struct {
	uint32_t first, last;
	uint64_t nothing;
} unused[] = {
	{0x10000022, 0x10000027, 0x000000fffff00000ull}, {0x10000029, 0x1000002b, 0xfffffull},
	{0x100000e0, 0x100000e2, 0x000000fffff00000ull}, {0x100000e3, 0x100000e8, 0},
	{0x40000022, 0x40000029, 0x000000fffff00000ull}, {0x4000002b, 0x4000002d, 0xfffffull},
	{0x400000e0, 0x400000e2, 0x000000fffff00000ull}, {0x400000e4, 0x400000e6, 0},
};

/* How far the way to memory goes: for the processor, PCI masters and caching. */
static void set_top(uint32_t top)
{
	geode_lx_map_high(top);
	geode_lx_glpci_setup(top);
	wbinvd();
	geode_lx_set_regions(GEODE_LX_PHASE_RAM, top);
}

static int prepare(const struct dt_node *node, struct vsa2_machine *machine)
{
	const struct amd_geode_lx_config *config = node->config;
	const uint32_t smm_ram = (uint32_t)context()->ram.low_top + config->framebuffer_mib * MIB;

	set_top(smm_ram);
	geode_lx_map_smm(VSA2_SMM_BASE, smm_ram, VSA2_SMM_SIZE);
	wrmsr(GLIU1_P2D_BM3, GLIU1_SMM);
	wrmsr(GLPCI_R2, GLPCI_SMM);
	wrmsr(SMM_CTL, SMM_CTL_INST_EN);
	machine->smm_descriptor = GEODE_LX_SMM_DESCRIPTOR;
	machine->memory_descriptor = GEODE_LX_MEMORY_DESCRIPTOR;
	machine->framebuffer_mib = config->framebuffer_mib;
	return 0;
}

/* The firmware lives at the end of RAM and has divided it itself: both must have come to the same. */
static int started(const struct dt_node *node, const struct vsa2_machine *machine)
{
	const uint32_t low_top = (uint32_t)context()->ram.low_top;
	const uint32_t taken = machine->display ? 0 : machine->framebuffer_mib * MIB;
	const uint32_t top =
		(uint32_t)((rdmsr(GEODE_LX_MEMORY_DESCRIPTOR) >> P2D_R_PMAX_SHIFT & PAGES) + 1)
		<< PAGE_SHIFT;

	(void)node;
	if (top == low_top + taken)
		return 0;
	pr_err("VSA2: RAM ends at %08x now, not at %08x\n", (unsigned)top,
	       (unsigned)(low_top + taken));
	return ERR_RANGE;
}

static void abandon(const struct dt_node *node)
{
	(void)node;
	wrmsr(SMM_CTL, 0);
	wrmsr(GLPCI_PBUS, 0);
	wrmsr(RCONF_SMM_MSR, 0);
	wrmsr(GLPCI_R2, 0);
	for (unsigned i = 0; i < sizeof(unused) / sizeof(unused[0]); i++) {
		for (uint32_t msr = unused[i].first; msr <= unused[i].last; msr++)
			wrmsr(msr, unused[i].nothing);
	}
	set_top((uint32_t)context()->ram.low_top);
}

const struct vsa2_ops geode_lx_vsa2_ops = {
	.prepare = prepare,
	.started = started,
	.abandon = abandon,
};

static int prepare_display(const struct dt_node *node, struct vsa2_machine *machine)
{
	(void)node;
	machine->display = true;
	return 0;
}

const struct vsa2_ops geode_lx_vsa2_display_ops = {
	.prepare = prepare_display,
};
