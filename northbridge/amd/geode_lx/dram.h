/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting the memory modules, and a look whether they work. */
#ifndef GEODE_LX_DRAM_H
#define GEODE_LX_DRAM_H

#include <stdint.h>
#include "timings.h"

/*
 * Programs the memory controller and takes the modules through their start-up. Returns 0, or ERR_IO when the
 * DRAM's delay-locked loop does not start (erratum 34), which only a full reset heals.
 */
int geode_lx_dram_start(const struct geode_lx_memory *memory, const struct geode_lx_plan *plan);

/*
 * Quick test of data and address lines over `bytes` of RAM from 0 on, past the cache. Returns 0 or ERR_IO,
 * with a message that names the address and the wrong bits.
 */
int geode_lx_dram_test(uint32_t bytes);

#endif
