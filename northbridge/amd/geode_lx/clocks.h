/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Geode LX's clocks: what is wanted, and the register word that starts the PLLs. */
#ifndef GEODE_LX_CLOCKS_H
#define GEODE_LX_CLOCKS_H

#include <stdint.h>

/* Clocks in steps of 33.3 MHz; 0 in a wish: no wish. */
struct geode_lx_clocks {
	uint8_t core;
	uint8_t geodelink;
};

/* Steps of the fastest clock that is not above `mhz` (333 stands for 333.3): 0 for 0. */
uint8_t geode_lx_clock_steps(uint32_t mhz);

/* Whole MHz of a clock in steps. */
uint32_t geode_lx_clock_mhz(uint8_t steps);

/* The clocks that GLCP_SYS_RSTPLL shows, from straps or as set. */
struct geode_lx_clocks geode_lx_clocks_of(uint64_t rstpll);

/*
 * GLCP_SYS_RSTPLL with these clocks, PLLs out of bypass, the software flag that says so and CHIP_RESET: writing
 * it resets the chip. hold: HOLD_COUNT.
 */
uint64_t geode_lx_clocks_word(uint64_t rstpll, struct geode_lx_clocks clocks, uint8_t hold);

#endif
