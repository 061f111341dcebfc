/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ITE IT8712F super I/O: configuration, two UARTs, keyboard controller, watchdog, monitor. */
#ifndef GEODESIM_PARTS_IT8712F_H
#define GEODESIM_PARTS_IT8712F_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/kbc.h"
#include "parts/uart16550.h"

#define IT8712F_DEVICES	  11 /* logical devices 0 to Ah */
#define IT8712F_REGS_MAX  64 /* of one logical device */
#define IT8712F_PORTS_MAX 8

struct it8712f;

/* A part of the chip with ports: where its base address registers put it. */
struct it8712f_block {
	struct io_range range;
	uint8_t device, base; /* logical device, index of the base's high byte */
};

/* The registers of a logical device; number IT8712F_DEVICES are the global ones. */
struct it8712f_file {
	struct reg_file regs;
	uint64_t value[IT8712F_REGS_MAX];
	struct reg_cover cover[IT8712F_REGS_MAX];
	struct it8712f *chip;
};

struct it8712f {
	struct clock *clock;
	uint16_t port; /* 2Eh or 4Eh */
	unsigned unlock;
	bool open; /* configuration mode */
	uint8_t index, selected;
	struct it8712f_file file[IT8712F_DEVICES + 1];
	struct io_range config;
	struct it8712f_block block[IT8712F_PORTS_MAX];
	unsigned blocks;
	struct uart16550 uart[2];
	struct kbc kbc;
	uint8_t monitor_index, monitor[256];
	uint8_t simple_io[5];	    /* levels the GP1x to GP5x pins are driven to */
	unsigned watchdog_power_on; /* seconds the board arms it with at reset; 0: off */
	struct event watchdog;
	struct signal reset;	    /* the watchdog ran out: pulse */
	struct signal irq[16];	    /* frames of the serial interrupt stream */
	struct signal_hook hook[3]; /* UARTs, keyboard */
};

/**
 * it8712f_init - power-on, with its ports on @lpc
 * @port: of the configuration registers. @watchdog_s: seconds after reset at which a board that
 * arms the watchdog by strap is reset; 0: it does not.
 */
void it8712f_init(struct it8712f *c, struct clock *clock, struct io_map *lpc, uint16_t port,
		  unsigned watchdog_s);

/** it8712f_reset - LRESET#. */
void it8712f_reset(struct it8712f *c);

/** it8712f_regs - the nth register file, NULL after the last. */
const struct reg_file *it8712f_regs(const struct it8712f *c, unsigned n);

/** it8712f_get - a configuration register of logical @device (IT8712F_DEVICES: global). */
uint8_t it8712f_get(const struct it8712f *c, unsigned device, uint8_t index);

#endif
