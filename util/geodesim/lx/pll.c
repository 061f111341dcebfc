/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frequencies of the Geode LX from the words of GLCP_SYS_RSTPLL and GLCP_DOTPLL. */
#include "lx/pll.h"

/* reference * (mult + 1) / (1 + div) in kHz. */
static unsigned multiplied(unsigned field, unsigned pci_khz)
{
	unsigned half = field & 1, mult = field >> 1 & 0x1f;
	/* The reference is a third of 100 or 200 MHz; in kHz alone the third would be lost. */
	uint64_t hundreds = (pci_khz * 3 + 500) / 1000;

	return (unsigned)(hundreds * 1000 * (mult + 1) / 3 / (half + 1));
}

unsigned pll_core_khz(uint64_t rstpll, unsigned pci_khz)
{
	return multiplied((unsigned)(rstpll >> 32) & 0x3f, pci_khz);
}

unsigned pll_gliu_khz(uint64_t rstpll, unsigned pci_khz)
{
	return multiplied((unsigned)(rstpll >> 38) & 0x3f, pci_khz);
}

/* From the log of a PC Engines ALIX.1C: 0000059C:0000182E with straps [5:1] = 10111b, 33 MHz. */
#define STRAPS_SPEED	    0x3e
#define STRAPS_500_400	    0x2e
#define MULTIPLIERS_500_400 0x59c
#define DIVIDERS	    0x41 /* set with a 66 MHz reference (boards on record: 3DDh, 4D9h) */

bool pll_straps_known(unsigned straps)
{
	return (straps & STRAPS_SPEED) == STRAPS_500_400;
}

uint32_t pll_strap_multipliers(unsigned straps)
{
	return (straps & RSTPLL_PW1) ? MULTIPLIERS_500_400 | DIVIDERS : MULTIPLIERS_500_400;
}

unsigned pll_dot_khz(uint64_t dotpll)
{
	uint64_t m = dotpll >> 44 & 7, n = dotpll >> 36 & 0xff, p = dotpll >> 32 & 0xf;
	uint64_t khz = PLL_DOTREF_KHZ * (n + 1) / ((m + 1) * (p + 1));

	if (dotpll & 1 << 14) /* PD */
		return (dotpll & 1 << 15) ? PLL_DOTREF_KHZ : 0;
	if (dotpll & 1 << 15) /* BYPASS */
		khz = PLL_DOTREF_KHZ;
	if (dotpll >> 48 & 1) /* DIV4 */
		khz /= 4;
	if (dotpll >> 24 & 1) /* HALFPIX */
		khz /= 2;
	return (unsigned)khz;
}
