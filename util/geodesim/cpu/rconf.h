/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Region configuration: cacheability and write properties by physical address (MSRs 1808-1817). */
#ifndef GEODESIM_CPU_RCONF_H
#define GEODESIM_CPU_RCONF_H

#include <stdint.h>

struct cpu;

/* Property byte (LX data book, p.170). */
enum {
	RCONF_CD = 0x01, /* not cached */
	RCONF_WA = 0x02, /* write misses allocate */
	RCONF_WP = 0x04, /* writes are discarded */
	RCONF_WT = 0x08,
	RCONF_WC = 0x10,
	RCONF_WS = 0x20,
};

/** rconf_properties - the property byte in force at a physical address. */
uint8_t rconf_properties(const struct cpu *cpu, uint32_t phys);
/** rconf_walk_properties / rconf_header_properties - of page walks and SMM/DMM headers (180A). */
uint8_t rconf_walk_properties(const struct cpu *cpu);
uint8_t rconf_header_properties(const struct cpu *cpu);

#endif
