/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLMC: the DDR memory controller of the Geode LX, with the modules in its sockets. */
#ifndef GEODESIM_LX_GLMC_H
#define GEODESIM_LX_GLMC_H

#include "frame/env.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "lx/dram.h"
#include "lx/glcp.h"

#define GLMC_REGS    32
#define GLMC_SOCKETS 2

struct glmc {
	const struct env *env;
	struct glcp *glcp;
	struct gld gld;
	uint64_t values[GLMC_REGS];
	struct reg_cover cover[GLMC_REGS];

	struct dram_spd spd[GLMC_SOCKETS]; /* what is really there */
	struct dram_cells cells[GLMC_SOCKETS];
	struct dram_start start[GLMC_SOCKETS];
	struct dram_layout layout; /* as programmed */
	bool broken[GLMC_SOCKETS]; /* test face: the module does not answer */
	bool judged;		   /* settings were judged since they last changed */
	uint64_t judged_delays;
	bool hole_told, dll_told;
	bool self_refresh; /* modules keep themselves until CKE rises */
	uint64_t seed;
	struct event decay; /* refresh stopped: contents go */
	struct signal asmi, aerr;
};

/**
 * glmc_init - power on
 * @spd: per socket the 256 bytes of what is there, or NULL (empty); must stay valid.
 * @seed: of undefined contents. 0, or -1: no host memory.
 */
int glmc_init(struct glmc *m, const struct env *env, struct glcp *glcp,
	      const uint8_t *const spd[GLMC_SOCKETS], uint64_t seed);
void glmc_free(struct glmc *m);

/** glmc_reset - hard or chip reset: registers back, CKE low; cells keep their charge a while. */
void glmc_reset(struct glmc *m);

/** glmc_power_off - the modules lose power: contents are gone. Call glmc_reset() too. */
void glmc_power_off(struct glmc *m);

/**
 * glmc_self_refresh - the board goes to Save-to-RAM: call before glmc_reset()
 * With PMode1 enabled (GLD_MSR_PM) the modules keep their contents until CKE rises again;
 * otherwise refresh ends here and they are lost after a while.
 */
void glmc_self_refresh(struct glmc *m);

/** glmc_device - what sits on GLIU0 port 1. */
struct gl_device glmc_device(struct glmc *m);

const struct reg_file *glmc_regs(const struct glmc *m, unsigned n);

/** glmc_size - bytes of memory as programmed (0: none); glmc_fitted - as really there. */
uint64_t glmc_size(const struct glmc *m);
uint64_t glmc_fitted(const struct glmc *m);

/** glmc_usable - every programmed module went through its start-up. */
bool glmc_usable(const struct glmc *m);

/**
 * glmc_timing_row - settings against the modules' needs, for the report
 * @n: from 0; false after the last. Computed for the registers and the clock of now.
 */
bool glmc_timing_row(const struct glmc *m, unsigned n, struct dram_timing *row);

/* Test face. Addresses are physical, through the programmed layout. false: no DRAM there. */
bool glmc_fault_flip(struct glmc *m, uint32_t addr, unsigned bit);
bool glmc_fault_stuck(struct glmc *m, uint32_t addr, unsigned bit, bool level);
/** glmc_fault_dimm - the module in @socket stops answering (reads are noise), or is repaired. */
void glmc_fault_dimm(struct glmc *m, unsigned socket, bool broken);
void glmc_fault_clear(struct glmc *m);

#endif
