/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSRs of the Geode LX processor core (data book 33234H, section 5.5), the phases of a boot that its region
 * configuration knows, and the one register of the clock module that tells the core clock.
 */
#ifndef CPU_GEODE_LX_H
#define CPU_GEODE_LX_H

#define IF_CONFIG_MSR		 0x1100 /* 5.5.2.13: instruction fetch */
#define IF_CONFIG_BTM_SYNC	 0x0000010000000000ull
#define XC_CONFIG_MSR		 0x1210
#define XC_CONFIG_SUSP_ON_HLT	 0x00000001u
#define XC_CONFIG_SUSP_ON_PAUSE	 0x00000002u
#define IM_CONFIG_MSR		 0x1700	     /* instruction memory */
#define IM_CONFIG_EBE		 0x00000400u /* evict clean lines: the L2 cache lives from them */
#define DM_CONFIG0_MSR		 0x1800	     /* 5.5.2.40: data memory */
#define DM_CONFIG0_WSREQ_SHIFT	 44 /* write-serialised requests under way at once, 0: any number */
#define DM_CONFIG0_WSREQ_MASK	 0x0000700000000000ull
#define DM_CONFIG0_EVCTONRPL	 0x00004000u
#define DM_CONFIG0_DCDIS	 0x00000100
#define DM_CONFIG0_WBINVD	 0x00000020u /* INVD writes back first */
#define DM_CONFIG0_MISSER	 0x00000002u

/* Region configuration (5.5.2.43 to 5.5.2.50, p.170): properties of addresses. */
#define RCONF_DEFAULT_MSR	 0x1808
#define RCONF_BYPASS_MSR	 0x180a
#define RCONF_A0_BF_MSR		 0x180b
#define RCONF_C0_DF_MSR		 0x180c
#define RCONF_E0_FF_MSR		 0x180d
#define RCONF_SMM_MSR		 0x180e
#define RCONF0_MSR		 0x1810 /* to RCONF7: last page in bits 63:44, first page in 31:12 */
#define RCONF_EN		 0x00000100
#define RCONF_WS		 0x20 /* write-serialise */
#define RCONF_WC		 0x10 /* write-combine */
#define RCONF_WT		 0x08 /* write-through */
#define RCONF_WP		 0x04 /* writes are discarded */
#define RCONF_WA		 0x02 /* write-allocate */
#define RCONF_CD		 0x01 /* not cached */

/* RCONF_DEFAULT's fields within its halves. */
#define RCONF_HI_ROMRC_SHIFT	 24
#define RCONF_HI_ROMBASE_SHIFT	 4
#define RCONF_LO_DEVRC_SHIFT	 28
#define RCONF_HI_DEVRC_SHIFT	 4 /* to the right */
#define RCONF_LO_SYSTOP_SHIFT	 8

/* The L1 data cache's arrays (5.5.2.56 to 5.5.2.59): 16 ways of 128 lines, a way is 4 KiB. */
#define DC_INDEX_MSR		 0x1890 /* line in bits 10:4, way in bits 3:0 */
#define DC_DATA_MSR		 0x1891 /* 8 bytes; four writes fill a line */
#define DC_TAG_MSR		 0x1892 /* address in bits 31:12, bit 0 valid */
#define DC_TAG_VALID		 0x00000001
#define DC_LINE_STEP		 0x10
#define DC_LINES_END		 0x800
#define DC_WAY_SIZE		 0x1000
#define DC_WAYS			 16

#define BC_CONFIG0_MSR		 0x1900 /* 5.5.2.88: bus controller */
#define BC_CONFIG0_PAUSEDLY_2	 0x02000000u
#define BC_CONFIG0_PAUSEDLY_MASK 0x0f000000u
#define BC_CONFIG0_SUSP_EN	 0x00001000u
#define BC_CONFIG0_TSC_SUSP	 0x00000020u
#define L2_CONFIG_MSR		 0x1920
#define L2_CONFIG_INVALIDATE	 0x00000010u
#define L2_CONFIG_ON		 0x0000000fu /* enabled, filled by both L1 caches */
#define PMODE_MSR		 0x1930
#define PMODE_GATING		 0x00070303u
#define MSS_ARRAY_CTL_EN_MSR	 0x1980
#define MSS_ARRAY_CTL0_MSR	 0x1981
#define MSS_ARRAY_CTL1_MSR	 0x1982
#define MSS_ARRAY_CTL2_MSR	 0x1983
#define FP_MODE_MSR		 0x1a00
#define FP_MODE_IMPRECISE	 0x00000001u

/* Sense timings of the cache arrays, as AMD's own firmware sets them. */
#define MSS_ARRAY_CTL0_VALUE	 0x2814d352
#define MSS_ARRAY_CTL1_VALUE	 0x1068334d
#define MSS_ARRAY_CTL2_LO	 0x83104104
#define MSS_ARRAY_CTL2_HI	 0x00000106
#define GLCP_FIFOCTL_MSR	 0x4c00005e /* the high half goes with them */
#define GLCP_FIFOCTL_HI_VALUE	 0x00000005

/* GLCP_SYS_RSTPLL (6.14.2.13). Multipliers count from 1, in steps of 33.3 MHz. */
#define GLCP_SYS_RSTPLL_MSR	 0x4c000014
#define RSTPLL_COREMULT_SHIFT	 33
#define RSTPLL_COREDIV		 0x0000000100000000ull
#define RSTPLL_MULT_MASK	 0x1f
#define RSTPLL_COREBYPASS	 0x00000800u
#define RSTPLL_PCI66		 0x00000080u
#define DOTREF_KHZ		 48000u /* what a PLL in bypass passes on */

#ifndef __ASSEMBLER__
#include <stdint.h>

/* What memory may be cached, and how writes to devices are ordered, depends on how far the boot is. */
enum geode_lx_phase {
	GEODE_LX_PHASE_RAM, /* firmware runs from RAM and reads the flash: the flash is cached */
	GEODE_LX_PHASE_PAYLOAD, /* somebody else runs: the flash may be written */
};

/*
 * Sets the region configuration for a phase. top: first byte behind the RAM that is to be cached, page aligned.
 * The caller writes the caches back when lines with other properties may be in them.
 */
void geode_lx_set_regions(enum geode_lx_phase phase, uint32_t top);

/* The core clock in kHz as the PLL is programmed. */
uint32_t geode_lx_core_khz(void);

/*
 * Before RAM RCONF0 is the cache-as-RAM block, RCONF1 the bootblock's code and RCONF2 romstage's.
 */
#define RCONF_ROMSTAGE_CODE 2
#define RCONFS_BEFORE_RAM   3

#endif
#endif
