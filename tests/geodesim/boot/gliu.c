/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who answers at which address: descriptors of both GLIUs, regions of the PCI bridge for bus
 * masters (LX data book, GLIU and GLPCI registers).
 *
 * All memory is reached: the part hidden behind the VGA window (A0000-BFFFF) appears above the SMM
 * window as long as the memory test runs.
 */
#include "boot.h"

#define GLIU0	    0x10000000
#define GLIU1	    0x40000000
#define P2D_BM0	    0x20
#define P2D_BM1	    0x21
#define P2D_BM3	    0x23
#define P2D_BM4	    0x24
#define BMO0	    0x26
#define BMO1	    0x27
#define GLIU0_R	    0x28
#define GLIU0_SC    0x2c
#define GLIU1_R	    0x2a
#define GLIU1_SC    0x2e
#define COHERENCY   0x80
#define PORT1	    (1ull << 61)

#define GLPCI_CTRL  0x50002010
#define GLPCI_ARB   0x50002011
#define GLPCI_REN   0x50002014
#define GLPCI_A0    0x50002015
#define GLPCI_R0    0x50002018
#define GLPCI_SPARE 0x5000201f

/* A block of 2^n pages to port 1. */
static u64 block(u32 page, u32 pages)
{
	return PORT1 | (u64)page << 20 | (0x100000 - pages);
}

/* The same, going out at another page. */
static u64 moved_block(u32 page, u32 pages, u32 to)
{
	return block(page, pages) | (u64)((to - page) & 0xfffff) << 40;
}

static u64 range(u32 from, u32 last)
{
	return PORT1 | (u64)last << 20 | from;
}

/** gliu_memory - all ways to the memory, once its size is known. */
void gliu_memory(const struct boot_info *info)
{
	u32 smm_page = SMM_BASE / 4096, smm_pages = SMM_SIZE / 4096;
	u32 top = info->ram_pages - (MISTAKE_IS(SMI_ALIAS) ? 0 : smm_pages) - 1;
	u64 shadow = PORT1 | (MISTAKE_IS(SHADOW_READ_ONLY) ? 0xffff0000ull : 0xffffffff0000ull) |
		     0xc0000 >> 18;

	wrmsr(GLIU0 + P2D_BM0, block(0, 0x80));
	if (!MISTAKE_IS(DESCRIPTOR_MISSING))
		wrmsr(GLIU0 + P2D_BM1, block(0x80, 0x20));
	if (MISTAKE_IS(DESCRIPTORS_OVERLAP))
		wrmsr(GLIU0 + P2D_BM3, block(0x40, 0x40));
	wrmsr(GLIU0 + GLIU0_SC, shadow);
	wrmsr(GLIU0 + GLIU0_R, range(0x100, top));
	wrmsr(GLIU0 + BMO0, moved_block(smm_page, smm_pages, info->ram_pages - smm_pages));
	wrmsr(GLIU0 + BMO1, moved_block(smm_page + smm_pages, 0x20, 0xa0));
	wrmsr(GLIU0 + COHERENCY, 3);

	if (!MISTAKE_IS(GLIU1_FORGOTTEN))
		wrmsr(GLIU1 + P2D_BM0, block(0, 0x80));
	wrmsr(GLIU1 + P2D_BM1, block(0x80, 0x20));
	wrmsr(GLIU1 + GLIU1_SC, shadow);
	wrmsr(GLIU1 + GLIU1_R, range(0x100, top));
	wrmsr(GLIU1 + P2D_BM3, block(smm_page, smm_pages));
	wrmsr(GLIU1 + COHERENCY, 1);
	wrmsr(GLIU1 + 0xe3, 0x60000000033000f0ull); /* FERR: port F0h to the GLCP */
	if (MISTAKE_IS(IO_DESCRIPTORS_OVERLAP))
		wrmsr(GLIU1 + 0xe0, 0x600000000f0ffff0ull);
}

/** gliu_hidden_close - the window to the hidden memory is taken away again. */
void gliu_hidden_close(void)
{
	wrmsr(GLIU0 + BMO1, 0x000000fffff00000ull);
}

/** glpci_setup - bus masters reach the memory; reads and writes of the processor go on. */
void glpci_setup(const struct boot_info *info)
{
	u64 top = info->ram_pages - SMM_SIZE / 4096 - 1;

	wrmsr(GLPCI_REN, 0x00ffff00);
	for (unsigned i = 0; i < 3; i++)
		wrmsr(GLPCI_A0 + i, 0x3535353535353535ull);
	if (!MISTAKE_IS(PCI_REGION_MISSING))
		wrmsr(GLPCI_R0, 0x9f00000000130ull);
	wrmsr(GLPCI_R0 + 1, top << 44 | 0x100130);
	wrmsr(GLPCI_R0 + 2, 0x8041f00080400120ull);
	wrmsr(GLPCI_ARB, 0x0400030000800f01ull);
	wrmsr(GLPCI_CTRL, 0xfff01140001a021dull);
	msr_change(GLPCI_SPARE, 7, 0x7b);
}
