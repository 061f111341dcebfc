/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LM86 temperature sensor on the SMBus (data sheet SNIS114E). */
#ifndef GEODESIM_PARTS_LM86_H
#define GEODESIM_PARTS_LM86_H

#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/i2c.h"

#define LM86_REGS 20

/*
 * Two temperatures: its own, and that of a diode in the processor. A command byte chooses a
 * register for all that follows; several registers are written at another address than read.
 */
struct lm86 {
	uint8_t addr;
	uint8_t command;
	bool want_command;
	int8_t local;	 /* degrees */
	int16_t remote;	 /* eighths of a degree */
	bool open;	 /* no diode is connected */
	uint8_t latched; /* alarms since the status was read */
	struct reg_file regs;
	uint64_t value[LM86_REGS];
	struct reg_cover cover[LM86_REGS];
	struct signal critical; /* T_CRIT_A# asserted */
	struct signal alert;	/* ALERT# asserted */
};

/** lm86_init - power-on at 7-bit address @addr; both temperatures 35 degrees. */
void lm86_init(struct lm86 *l, uint8_t addr);

/** lm86_device - its face to the bus. */
struct i2c_device lm86_device(struct lm86 *l);

/** lm86_regs - register file @n, NULL after the last. */
const struct reg_file *lm86_regs(const struct lm86 *l, unsigned n);

/** lm86_set - test face: @local in degrees, @remote in eighths of a degree. */
void lm86_set(struct lm86 *l, int8_t local, int16_t remote);

/** lm86_set_open - test face: the diode is cut off, or back. */
void lm86_set_open(struct lm86 *l, bool open);

#endif
