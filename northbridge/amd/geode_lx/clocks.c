/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Multipliers of the Geode LX's PLLs (data book 33234H, 6.14.2.13). Pure: also tested on the host. */
#include "clocks.h"
#include "geode_lx.h"

uint8_t geode_lx_clock_steps(uint32_t mhz)
{
	/* steps * 100 / 3, rounded down, is at most mhz */
	return (uint8_t)(mhz ? ((mhz + 1) * 3 - 1) / 100 : 0);
}

uint32_t geode_lx_clock_mhz(uint8_t steps)
{
	return steps * 100u / 3;
}

/* A multiplier counts from 1 in reference clocks of 33.3 or 66.7 MHz, halved if its divider is on. */
static uint8_t steps_of(uint64_t rstpll, unsigned shift, uint64_t divider)
{
	uint8_t steps = (uint8_t)((rstpll >> shift & RSTPLL_MULT_MASK) + 1);

	if (rstpll & RSTPLL_PCI66)
		steps *= 2;
	return rstpll & divider ? steps / 2 : steps;
}

struct geode_lx_clocks geode_lx_clocks_of(uint64_t rstpll)
{
	return (struct geode_lx_clocks){
		.core = steps_of(rstpll, RSTPLL_COREMULT_SHIFT, RSTPLL_COREDIV),
		.geodelink = steps_of(rstpll, RSTPLL_GLIUMULT_SHIFT, RSTPLL_GLIUDIV),
	};
}

uint64_t geode_lx_clocks_word(uint64_t rstpll, struct geode_lx_clocks clocks, uint8_t hold)
{
	uint64_t word = (uint64_t)(clocks.geodelink - 1) << RSTPLL_GLIUMULT_SHIFT |
			(uint64_t)(clocks.core - 1) << RSTPLL_COREMULT_SHIFT;
	uint32_t low = (uint32_t)rstpll;

	if (rstpll & RSTPLL_PCI66)
		word |= RSTPLL_GLIUDIV | RSTPLL_COREDIV;
	low &= ~(RSTPLL_SWFLAGS | RSTPLL_HOLD_MASK | RSTPLL_BYPASSES);
	low |= (uint32_t)hold << RSTPLL_HOLD_SHIFT | RSTPLL_PDS | RSTPLL_SWFLAGS_STARTED |
	       RSTPLL_CHIP_RESET;
	return word | low;
}
