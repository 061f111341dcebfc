/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ITE IT8712F super I/O: configuration, two UARTs, keyboard controller, watchdog, monitor. */
#ifndef GEODESIM_PARTS_IT8712F_H
#define GEODESIM_PARTS_IT8712F_H

#include "frame/env.h"
#include "parts/superio.h"

#define IT8712F_DEVICES 11 /* logical devices 0 to Ah */

struct it8712f {
	const struct env *env;
	struct superio sio;
	unsigned unlock; /* bytes of the key that came */
	uint8_t monitor_index, monitor[256];
	uint8_t simple_io[5];	    /* levels the GP1x to GP5x pins are driven to */
	unsigned watchdog_power_on; /* seconds the board arms it with at reset; 0: off */
	struct event watchdog;
	struct signal reset; /* the watchdog ran out: pulse */
};

/**
 * it8712f_init - power-on, with its ports on @lpc
 * @port: of the configuration registers. @watchdog_s: seconds after reset at which a board that
 * arms the watchdog by strap is reset; 0: it does not.
 */
void it8712f_init(struct it8712f *c, const struct env *env, struct io_map *lpc, uint16_t port,
		  unsigned watchdog_s);

/** it8712f_reset - LRESET#. */
void it8712f_reset(struct it8712f *c);

/** it8712f_regs - the nth register file, NULL after the last. */
const struct reg_file *it8712f_regs(const struct it8712f *c, unsigned n);

#endif
