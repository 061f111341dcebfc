/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frequencies of the Geode LX from the words of GLCP_SYS_RSTPLL and GLCP_DOTPLL. */
#ifndef GEODESIM_LX_PLL_H
#define GEODESIM_LX_PLL_H

#include <stdbool.h>
#include <stdint.h>

#define PLL_DOTREF_KHZ	   48000 /* reference of the pixel clock, and of everything in bypass */

/* Bits of GLCP_SYS_RSTPLL (LX data book 6.14.2.13). */
#define RSTPLL_CHIP_RESET  UINT64_C(0x1)
#define RSTPLL_STRAPS	   UINT64_C(0xfe) /* 7: 66 MHz reference, 6: stall, 5:1: speeds */
#define RSTPLL_PW1	   UINT64_C(0x80)
#define RSTPLL_COREBYPASS  UINT64_C(0x800)
#define RSTPLL_GLIUBYPASS  UINT64_C(0x1000)
#define RSTPLL_COREPD	   UINT64_C(0x2000)
#define RSTPLL_GLIUPD	   UINT64_C(0x4000)
#define RSTPLL_HOLD_SHIFT  16
#define RSTPLL_HOLD	   UINT64_C(0xff0000)
#define RSTPLL_CORELOCK	   UINT64_C(0x1000000)
#define RSTPLL_GLIULOCK	   UINT64_C(0x2000000)
#define RSTPLL_SWFLAGS	   UINT64_C(0xfc000000)
#define RSTPLL_MULTIPLIERS UINT64_C(0xfff00000000)

/**
 * pll_core_khz, pll_gliu_khz - the PLL's output for the multipliers of @rstpll
 * @pci_khz: the PCI clock, reference of both. 33.33 MHz * (mult + 1), halved by the divider bit.
 */
unsigned pll_core_khz(uint64_t rstpll, unsigned pci_khz);
unsigned pll_gliu_khz(uint64_t rstpll, unsigned pci_khz);

/**
 * pll_straps_known - does anything on record say what these straps select? (RSTPLL[7:0])
 * The data book's table 6-87 is not at hand; one line of it is known from a real board's log.
 */
bool pll_straps_known(unsigned straps);

/** pll_strap_multipliers - RSTPLL[43:32] at power-on for RSTPLL[7:0] = @straps. Straps that are
 *  not known select what the known ones do. */
uint32_t pll_strap_multipliers(unsigned straps);

/** pll_dot_khz - pixel clock for GLCP_DOTPLL = @dotpll when locked; 0 when powered down. */
unsigned pll_dot_khz(uint64_t dotpll);

#endif
