/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: GeodeLink descriptors of memory (data book 33234H, 4.1.3 and 4.2.3), in both GLIUs. */
#include <arch/cpu.h>
#include "geode_lx.h"
#include "memory_map.h"

#define MIB	    (1024u * 1024)
#define PAGE_SHIFT  12
#define PAGES	    0xfffffu
#define HIGH_MEMORY MIB

uint32_t geode_lx_usable_top(uint32_t ram_bytes, uint32_t framebuffer_mib)
{
	return ram_bytes - GEODE_LX_SMM_SIZE - framebuffer_mib * MIB;
}

void geode_lx_map_base(void)
{
	static const struct {
		uint32_t msr;
		uint64_t value;
	} table[] = {
		{GLIU0_P2D_BM0, P2D_BM_0_7FFFF},     {GLIU1_P2D_BM0, P2D_BM_0_7FFFF},
		{GLIU0_P2D_BM1, P2D_BM_80000_9FFFF}, {GLIU1_P2D_BM1, P2D_BM_80000_9FFFF},
		{GLIU0_P2D_SC0, P2D_SC_C0000_FFFFF}, {GLIU1_P2D_SC0, P2D_SC_C0000_FFFFF},
		{GLIU0_COH, GLIU_COH_CPU},	     {GLIU1_COH, GLIU1_COH_GLIU0},
		{GLIU1_IOD_SC0, IOD_SC_FERR},
	};

	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		wrmsr(table[i].msr, table[i].value);
}

void geode_lx_map_high(uint32_t top)
{
	const uint64_t range = P2D_PORT_MEMORY |
			       (uint64_t)((top - 1) >> PAGE_SHIFT) << P2D_R_PMAX_SHIFT |
			       HIGH_MEMORY >> PAGE_SHIFT;

	wrmsr(GLIU0_P2D_R0, range);
	wrmsr(GLIU1_P2D_R0, range);
}

void geode_lx_map_smm(uint32_t base, uint32_t physical, uint32_t size)
{
	const uint32_t offset = (physical - base) >> PAGE_SHIFT;

	wrmsr(GEODE_LX_SMM_DESCRIPTOR, P2D_PORT_MEMORY | (uint64_t)(offset & PAGES) << 40 |
					       (uint64_t)(base >> PAGE_SHIFT) << 20 |
					       (PAGES & ~((size >> PAGE_SHIFT) - 1)));
}
