/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Winbond W83627HF super I/O: configuration, UARTs, keyboard, printer port, monitor, watchdog. */
#ifndef GEODESIM_PARTS_W83627HF_H
#define GEODESIM_PARTS_W83627HF_H

#include "frame/env.h"
#include "parts/superio.h"

#define W83627HF_DEVICES      12 /* logical devices 0 to Bh; 4 does not exist */
#define W83627HF_MONITOR_REGS 112
#define W83627HF_LPT_REGS     3

struct w83627hf {
	const struct env *env;
	struct superio sio;
	unsigned unlock;     /* bytes of the key that came */
	uint16_t port;	     /* what the strap at RTSA# says: 2Eh or 4Eh */
	uint8_t clock_mhz;   /* what the board feeds it: 24 or 48 */
	uint8_t clksel_mhz;  /* what the strap at SOUTB says at power-on */
	struct reg_file lpt; /* the printer port, nothing plugged in */
	uint64_t lpt_value[W83627HF_LPT_REGS];
	struct reg_cover lpt_cover[W83627HF_LPT_REGS];
	struct reg_file monitor;
	uint64_t monitor_value[W83627HF_MONITOR_REGS];
	struct reg_cover monitor_cover[W83627HF_MONITOR_REGS];
	uint8_t monitor_index;
	struct event watchdog;
	struct signal watchdog_irq; /* to the frame of its own register */
	struct signal reset;	    /* WDTO#: the watchdog ran out, pulse */
	/* A character left UART A (0) or B (1). May be NULL. */
	void (*sent)(void *opaque, unsigned uart, uint8_t byte);
	void *sent_opaque;
};

/**
 * w83627hf_init - power-on, with its ports on @lpc
 * @port: of the configuration registers after reset, 2Eh or 4Eh; @clock_mhz: at its clock
 * pin, 24 or 48; @clksel_mhz: the same as the board's strap says.
 */
void w83627hf_init(struct w83627hf *c, const struct env *env, struct io_map *lpc, uint16_t port,
		   uint8_t clock_mhz, uint8_t clksel_mhz);

/** w83627hf_reset - LRESET#. */
void w83627hf_reset(struct w83627hf *c);

/** w83627hf_regs - the nth register file, NULL after the last. */
const struct reg_file *w83627hf_regs(const struct w83627hf *c, unsigned n);

#endif
