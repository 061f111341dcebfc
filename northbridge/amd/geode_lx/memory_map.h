/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GeodeLink descriptors for memory, and how the top of RAM is divided. */
#ifndef GEODE_LX_MEMORY_MAP_H
#define GEODE_LX_MEMORY_MAP_H

#include <stdint.h>

/* At the top of RAM, above the display's memory: the place of an SMI handler. */
#define GEODE_LX_SMM_SIZE 0x20000u

/*
 * From the top of RAM down: SMM_SIZE for an SMI handler, then the display's memory. Returns the first byte behind
 * what is left for everybody.
 */
uint32_t geode_lx_usable_top(uint32_t ram_bytes, uint32_t framebuffer_mib);

/* Leads 0 to 9FFFFh and C0000h to FFFFFh to memory, and makes masters snoop the processor's caches. */
void geode_lx_map_base(void);

/* Leads 1 MiB to `top` to memory; called again, the old top is forgotten. */
void geode_lx_map_high(uint32_t top);

#endif
