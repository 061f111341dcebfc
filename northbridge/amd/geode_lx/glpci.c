/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: GLPCI, the bridge between GeodeLink and PCI (data book 6.16.2), for bus masters. */
#include <arch/cpu.h>
#include "ramstage.h"

#define GLPCI_CTRL	   0x50002010
#define GLPCI_ARB	   0x50002011
#define GLPCI_REN	   0x50002014
#define GLPCI_A0_BF	   0x50002015
#define GLPCI_C0_DF	   0x50002016
#define GLPCI_E0_FF	   0x50002017
#define GLPCI_R0	   0x50002018
#define GLPCI_R1	   0x50002019
#define GLPCI_SPARE	   0x5000201f

/* CTRL: flush, read and south bridge read thresholds all at their most, no initial latency limit. */
#define CTRL_THRESHOLDS	   (0xfffull << 52)
#define CTRL_WTO_MASK	   (7ull << 43)
#define CTRL_WTO	   (6ull << 43)
#define CTRL_ILTO_MASK	   (3ull << 40)
#define CTRL_LAT_MASK	   (0x1full << 35)
#define CTRL_LAT(clocks)   ((uint64_t)(clocks) / 8 << 35)
#define CTRL_IRFT_MASK	   (7u << 18)
#define CTRL_IRFT	   (6u << 18) /* inbound read fetch threshold */
#define CTRL_IRFC_MASK	   (3u << 16)
#define CTRL_IRFC	   (2u << 16) /* and count */
#define CTRL_LDE	   (1u << 9)  /* latency disconnect: on unless the latency timer is 0 */
#define CTRL_OWC	   (1u << 4)
#define CTRL_PCD	   (1u << 2)
#define CTRL_ME		   (1u << 0)

#define PCI_LATENCY_CLOCKS 64

/*
 * Three REQ#/GNT# pairs: all can be preempted, the processor overrides, the bus is parked on it. REQ2
 * is the companion's, for which disks wait: 4 retries, 3 holds.
 */
#define ARB_VALUE	   0x0400030000800f01ull

/* REN: a bit for each 16 KiB from A0000h. The VGA hole is not memory. */
#define REN_C0_FF	   0x00ffff00u

/* Properties of inbound memory: prefetched, combined; the bytes of the fixed ranges are also read-only here. */
#define REGION_ENABLE	   0x100u
#define REGION_PROPERTIES  0x30u /* PF, WC */
#define FIXED_PROPERTIES   0x3535353535353535ull

#define SPARE_CLEAR	   0x07u
#define SPARE_SET	   0x7bu /* AILTO, PPD, PPC, MPC, NSE, SUPO */

#define BASE_MEMORY_END	   0xa0000u
#define HIGH_MEMORY	   0x100000u
#define PAGE_MASK	   0xfffff000u

/* A region of memory that PCI masters reach; end is the first address behind it. */
static uint64_t region(uint32_t base, uint32_t end)
{
	return (uint64_t)((end - 1) & PAGE_MASK) << 32 | base | REGION_ENABLE | REGION_PROPERTIES;
}

void geode_lx_glpci_setup(uint32_t low_top)
{
	uint64_t ctrl = rdmsr(GLPCI_CTRL);

	wrmsr(GLPCI_R0, region(0, BASE_MEMORY_END));
	wrmsr(GLPCI_R1, region(HIGH_MEMORY, low_top));
	wrmsr(GLPCI_A0_BF, FIXED_PROPERTIES);
	wrmsr(GLPCI_C0_DF, FIXED_PROPERTIES);
	wrmsr(GLPCI_E0_FF, FIXED_PROPERTIES);
	wrmsr(GLPCI_REN, REN_C0_FF);

	ctrl &= ~(CTRL_WTO_MASK | CTRL_ILTO_MASK | CTRL_LAT_MASK | CTRL_IRFT_MASK | CTRL_IRFC_MASK);
	ctrl |= CTRL_THRESHOLDS | CTRL_WTO | CTRL_LAT(PCI_LATENCY_CLOCKS) | CTRL_IRFT | CTRL_IRFC |
		CTRL_LDE | CTRL_OWC | CTRL_PCD | CTRL_ME;
	wrmsr(GLPCI_CTRL, ctrl);
	wrmsr(GLPCI_ARB, ARB_VALUE);
	wrmsr(GLPCI_SPARE, (rdmsr(GLPCI_SPARE) & ~(uint64_t)SPARE_CLEAR) | SPARE_SET);
}
