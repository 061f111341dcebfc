/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSRs of the Geode LX outside the processor core (data book 33234H; sections in brackets). */
#ifndef GEODE_LX_H
#define GEODE_LX_H

/* GLIU0 and GLIU1 [4.2]: where memory addresses and ports are sent */
#define GLIU0_P2D_BM0	  0x10000020
#define GLIU0_P2D_BM1	  0x10000021
#define GLIU0_P2D_R0	  0x10000028
#define GLIU0_P2D_SC0	  0x1000002c
#define GLIU0_COH	  0x10000080
#define GLIU0_ARB	  0x10000082
#define GLIU1_P2D_BM0	  0x40000020
#define GLIU1_P2D_BM1	  0x40000021
#define GLIU1_P2D_R0	  0x4000002a
#define GLIU1_P2D_SC0	  0x4000002e
#define GLIU1_COH	  0x40000080
#define GLIU1_PAE	  0x40000081
#define GLIU1_ARB	  0x40000082
#define GLIU1_IOD_SC0	  0x400000e3
#define GLIU_COH_CPU	  3 /* GLIU0's port of the processor */
#define GLIU1_COH_GLIU0	  1
#define GLIU_ARB_QUACK_EN 0x8000000000000000ull
#define GLIU_ARB_DACK_EN  0x1000000000000000ull
#define GLIU1_PAE_ONE_REQUEST \
	0x0880 /* cleared: security block and GLPCI have one request under way */

/* Memory goes to port 1: of GLIU0 the memory controller, of GLIU1 GLIU0. */
#define P2D_PORT_MEMORY	   (1ull << 61)
#define P2D_BM_0_7FFFF	   (P2D_PORT_MEMORY | 0x000fff80ull)
#define P2D_BM_80000_9FFFF (P2D_PORT_MEMORY | 0x080fffe0ull)
#define P2D_SC_C0000_FFFFF \
	(P2D_PORT_MEMORY | 0x0000ffffffff0003ull) /* all 16 KiB, reads and writes */
#define P2D_R_PMAX_SHIFT	20
#define IOD_SC_FERR		0x60000000033000f0ull /* ports F0h, F1h to GLCP */

/* GLMC, the memory controller [6.2.2] */
#define MC_CF07_DATA		0x20000018
#define MC_CF07_MSR_BA		0x10000000u /* with PROG_DRAM: the extended mode register */
#define MC_CF07_RST_DLL		0x08000000u
#define MC_CF07_REF_TST		0x00000008u
#define MC_CF07_PROG_DRAM	0x00000001u
#define MC_CF8F_DATA		0x20000019
#define MC_CF1017_DATA		0x2000001a
#define MC_CFCLK_DBUG		0x2000001d
#define MC_CFCLK_FORCE_PRE	0x00010000u
#define MC_CFCLK_TRISTATE_DIS	0x00001000u
#define MC_CFCLK_MASK_CKE	0x00000300u
#define MC_CF_PMCTR		0x20000020
#define MC_CF_PMCTR_VALUE	0x0000020000000000ull

/* GLCP [6.14.2] */
#define GLCP_DELAY_CONTROLS	0x4c00000f
#define DELAY_CONTROLS_DLL_MASK 0x7ffu
#define DELAY_CONTROLS_DLL_DEAD 0x104u /* erratum 34 */
#define GLCP_SYS_RSTPLL		0x4c000014
#define RSTPLL_GLIUMULT_SHIFT	39
#define RSTPLL_GLIUDIV		0x0000004000000000ull
#define RSTPLL_COREMULT_SHIFT	33
#define RSTPLL_COREDIV		0x0000000100000000ull
#define RSTPLL_MULT_MASK	0x1full
#define RSTPLL_SWFLAGS		0xfc000000u
#define RSTPLL_SWFLAGS_STARTED	0x04000000u
#define RSTPLL_LOCKS		0x03000000u /* GLIULOCK, CORELOCK */
#define RSTPLL_HOLD_SHIFT	16
#define RSTPLL_HOLD_MASK	0x00ff0000u
#define RSTPLL_PDS		0x00006000u /* GLIUPD, COREPD */
#define RSTPLL_BYPASSES		0x00001800u /* GLIUBYPASS, COREBYPASS */
#define RSTPLL_PCI66		0x00000080u
#define RSTPLL_CHIP_RESET	0x00000001u
#define GLCP_TH_OD		0x4c00001e
#define GLCP_TH_OD_VALUE	0x603c

/* GLPCI [6.16.2] */
#define GLPCI_EXT_MSR		0x5000201e /* PCI device numbers behind port 4 of GLIU1, a byte each */
#define EXT_MSR_COMPANION_SHIFT 8	   /* field 2: 51xxxxxxh */

#endif
