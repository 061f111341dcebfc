/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From modules and clock to the fields of the memory controller. Pure: also built for the host. */
#ifndef GEODE_LX_TIMINGS_H
#define GEODE_LX_TIMINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <lib/spd.h>

#define GEODE_LX_SLOTS	   2

/*
 * All clocks are multiples of 33.3 MHz, a third of 100 MHz; the memory clock is half of GeodeLink's. So with a
 * multiplier m its period T is exactly 60000 / m ps, and a time of t ps is ceil(t * m / 60000) clocks.
 */
#define GEODE_LX_PERIOD_PS 60000u

enum geode_lx_field {
#define FIELD(name, reg, shift, bits, source, formula) GEODE_LX_##name,
#include "fields.def"
#undef FIELD
	GEODE_LX_FIELDS
};

enum geode_lx_mc_register { GEODE_LX_CF07, GEODE_LX_CF8F, GEODE_LX_CF1017, GEODE_LX_MC_REGISTERS };

struct geode_lx_memory {
	bool present[GEODE_LX_SLOTS];		  /* and to be used */
	struct ddr_module module[GEODE_LX_SLOTS]; /* zeros where there is none */
	uint8_t multiplier;			  /* GeodeLink clock in 33.3 MHz */
	bool terminated;			  /* the bus has termination resistors */
};

struct geode_lx_plan {
	uint16_t field[GEODE_LX_FIELDS];
	uint32_t need_ps[GEODE_LX_FIELDS]; /* the time behind a field, 0: there is none */
	uint8_t cas;			   /* half clocks */
	uint32_t total_mib;
	uint64_t delay_controls; /* GLCP_DELAY_CONTROLS */
};

/* Why a module cannot be used. */
struct geode_lx_refusal {
	uint8_t slot;
	uint8_t byte; /* of the SPD */
	const char *reason;
};

/*
 * Fills in the plan for the modules that are present, by the slowest of each value. Returns 0; ERR_NO_DEVICE
 * without a module; ERR_UNSUPPORTED with *refusal.
 */
int geode_lx_plan(const struct geode_lx_memory *memory, struct geode_lx_plan *plan,
		  struct geode_lx_refusal *refusal);

/* The register with all fields of the plan put in; the other bits stay as in `now`. */
uint64_t geode_lx_register(const struct geode_lx_plan *plan, enum geode_lx_mc_register reg,
			   uint64_t now);

/* Highest GeodeLink multiplier for a module whose shortest cycle is this: that of DDR400, 333, 266 or 200. */
uint8_t geode_lx_multiplier_for(uint32_t cycle_ps);

#endif
