/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLCP of the Geode LX: clocks, PLLs, straps, chip reset, power management, side-band signals. */
#ifndef GEODESIM_LX_GLCP_H
#define GEODESIM_LX_GLCP_H

#include "frame/env.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "lx/pll.h"

#define GLCP_REGS 96 /* room for the MSR table */

/* The part and its straps, and what it tells the machine. */
struct glcp_config {
	uint8_t straps;	      /* RSTPLL[7:0] as read: bits 7:1 are sampled at power-on */
	uint32_t multipliers; /* RSTPLL[43:32] at power-on; 0: what the straps select */
	uint32_t pci_hz;      /* reference: 33333333 or 66666667 */
	uint8_t revision;     /* GLCP_CHIP_REVID; 0: 33h (C3) */
	unsigned core_max_mhz;
	unsigned ddr_max_mhz; /* of the data rate; 0: 400 */
	void *opaque;
	/*
	 * Firmware wrote CHIP_RESET. The machine ends the instruction, then resets the processor and
	 * all of the LX but nothing behind GLPCI, calling glcp_chip_reset() for this block, and sets
	 * the clock to glcp_core_hz().
	 */
	void (*chip_reset)(void *opaque);
};

struct glcp {
	const struct env *env;
	struct glcp_config config;
	struct gld gld;
	uint64_t values[GLCP_REGS];
	struct reg_cover cover[GLCP_REGS];

	struct {
		uint64_t value, ps;
		unsigned times;
	} again;	     /* the last chip reset, and how often it came */
	uint64_t latched;    /* RSTPLL as the PLLs run now */
	uint64_t running_ps; /* board time at which the clocks began to run as they do */
	uint64_t locked_ps;  /* ... at which the system PLLs lock */
	uint64_t dot_ps;     /* ... at which the pixel PLL locks */
	bool pll_fault[2];   /* test face: core, GLIU PLL never lock */
	bool dot_fault;	     /* test face: pixel PLL never locks */
	bool dll_fault;	     /* test face: erratum 34 */
	bool dll_started;    /* DRAM was written since reset */

	struct signal asmi;    /* into GLIU1 */
	struct signal cis_smi; /* input: SMI bit of the companion's packets */
	struct signal_hook cis_smi_hook;
	struct signal a20m; /* to the processor: mask A20 */
	struct signal nmi, init;
	struct signal suspend; /* processor stopped by C2 or throttling */
	struct event c2_start, throttle;
	bool c2, throttled; /* what stops the processor */
};

/** glcp_init - power on: RESET# state. Straps and reference from @config (copied). */
void glcp_init(struct glcp *g, const struct env *env, const struct glcp_config *config);

/** glcp_reset - RESET# pin: everything, straps sampled again, PLLs in bypass. */
void glcp_reset(struct glcp *g);

/** glcp_chip_reset - CHIP_RESET was written: PLLs run as programmed, flags and multipliers stay.
 *  The machine lets glcp_reset_hold_ns() pass before the processor starts. */
void glcp_chip_reset(struct glcp *g);

/** glcp_device - what sits on GLIU1 port 3. Its ports are the power management registers:
 *  offset in the block = port[4:0]. */
struct gl_device glcp_device(struct glcp *g);

const struct reg_file *glcp_regs(const struct glcp *g, unsigned n);

/** glcp_core_hz - processor clock now. glcp_gliu_khz, glcp_ddr_khz - GeodeLink, DRAM clock
 *  (half the GeodeLink clock). glcp_dot_khz - pixel clock, 0 when it does not run. */
uint64_t glcp_core_hz(const struct glcp *g);
unsigned glcp_gliu_khz(const struct glcp *g);
unsigned glcp_ddr_khz(const struct glcp *g);
unsigned glcp_dot_khz(const struct glcp *g);

/** glcp_pll_fault - NULL when both system PLLs run and are locked; else what is wrong. */
const char *glcp_pll_fault(const struct glcp *g);

/** glcp_reset_hold_ns - how long the chip reset holds, by HOLD_COUNT. */
unsigned glcp_reset_hold_ns(const struct glcp *g);

/** glcp_delay_controls - GLCP_DELAY_CONTROLS as programmed, without status. */
uint64_t glcp_delay_controls(const struct glcp *g);

/** glcp_dram_written - the memory controller wrote to DRAM for the first time: the DLL starts. */
void glcp_dram_written(struct glcp *g);

/** glcp_dll_failed - the DRAM DLL did not start (erratum 34): data is not to be trusted. */
bool glcp_dll_failed(const struct glcp *g);

/** glcp_wake - an interrupt, SMI or debug event: C2 ends, throttling pauses. */
void glcp_wake(struct glcp *g);

/* Test face. */
/** glcp_fault_pll - from now on the core or GLIU PLL does not lock. */
void glcp_fault_pll(struct glcp *g, bool core, bool gliu);
/** glcp_fault_dot - the pixel PLL does not lock. */
void glcp_fault_dot(struct glcp *g, bool on);
/** glcp_fault_dll - the DRAM DLL does not start at the next start-up. */
void glcp_fault_dll(struct glcp *g, bool on);

#endif
