/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port CF9h: reset control register. */
#ifndef GEODESIM_PARTS_PORTCF9_H
#define GEODESIM_PARTS_PORTCF9_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"

struct portcf9 {
	uint8_t val;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[1];
	struct reg_cover reg_cover[1];
	struct signal soft; /* pulse: processor INIT */
	struct signal hard; /* pulse: whole board reset */
};

/** portcf9_init - reset state. */
void portcf9_init(struct portcf9 *p);

/** portcf9_io - the one port. Bit 2 going from 0 to 1 resets: hard when bit 1 is set. */
struct io_if portcf9_io(struct portcf9 *p);

#endif
