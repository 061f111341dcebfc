/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reading the boot flash costs the processor: uncached, line by line, or not at all. */
#ifndef GEODESIM_MACHINE_GEODE_ROM_H
#define GEODESIM_MACHINE_GEODE_ROM_H

#include <stdbool.h>
#include <stdint.h>

#define GEODE_ROUTES	512 /* remembered pages */
#define GEODE_ROM_LINE	32
#define GEODE_ROM_LINES ((UINT32_C(4) << 20) / GEODE_ROM_LINE) /* parts up to 4 MiB */

/*
 * The processor's caches hold lines of the boot flash once it may cache them: the first access to a
 * line reads 32 bytes over LPC, later ones are free. Evictions are not modelled. Uncached, each
 * access goes out; instruction fetch takes aligned quadwords and keeps the last one.
 */
struct geode_rom {
	const uint8_t *bytes;
	uint32_t size;
	uint8_t line[GEODE_ROM_LINES / 8];
	/* Page pointers as the GLIUs gave them, until routing changes. */
	struct geode_route {
		uint32_t tag; /* page address, bit 0 valid, bit 1 write, bit 2 SMM */
		uint8_t *page;
	} route[GEODE_ROUTES];
	uint32_t fetched; /* address of the quadword in the fetch buffer, 1: none */
	uint64_t quad;
	uint64_t fills, uncached; /* lines filled, quadwords fetched: for reports */
	unsigned quiet;		  /* accesses to lines held since the last fill */
};

#endif
