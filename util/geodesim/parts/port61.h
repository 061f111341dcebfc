/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port 61h (system control port B): timer 2 gate, speaker, NMI sources, refresh toggle. */
#ifndef GEODESIM_PARTS_PORT61_H
#define GEODESIM_PARTS_PORT61_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/i8254.h"

struct port61 {
	struct i8254 *pit;
	uint8_t control;  /* bits 3:0 as written */
	bool serr, iochk; /* latched NMI sources, bits 7 and 6 */
	struct signal nmi;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[1];
	struct reg_cover reg_cover[1];
};

/** port61_init - reset state; bit 0 drives the gate of @pit's counter 2. */
void port61_init(struct port61 *p, struct i8254 *pit);

/** port61_reset - reset state again. */
void port61_reset(struct port61 *p);

/** port61_serr, port61_iochk - an error was signalled; kept until its mask bit is written 1. */
void port61_serr(struct port61 *p);
void port61_iochk(struct port61 *p);

/** port61_io - the one port. */
struct io_if port61_io(struct port61 *p);

#endif
