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

/* The descriptor in GLIU0 that leads from 1 MiB to the top of RAM there. */
#define GEODE_LX_MEMORY_DESCRIPTOR 0x10000028 /* P2D_R0 */

/* Leads 1 MiB to `top` to memory; called again, the old top is forgotten. */
void geode_lx_map_high(uint32_t top);

/*
 * Shows `size` bytes of RAM (a power of two) from `physical` on at `base`, a multiple of size: an SMI handler's
 * memory, through a descriptor of GLIU0.
 */
#define GEODE_LX_SMM_DESCRIPTOR 0x10000026 /* P2D_BMO0 */
void geode_lx_map_smm(uint32_t base, uint32_t physical, uint32_t size);

#endif
