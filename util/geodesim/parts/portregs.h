/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register tables of parts that decode by hand: several registers share a port there. */
#ifndef GEODESIM_PARTS_PORTREGS_H
#define GEODESIM_PARTS_PORTREGS_H

#include "frame/regs.h"

/*
 * The part keeps its state its own way and tells the register file of every access, so that the
 * registers are documented and their use is covered like all others. The table's space is
 * "behind ports"; its addresses only number the registers, the names tell the port.
 */
#define PORT_REGS "behind ports"

/* One entry; what follows the width are more members of struct reg. */
#define PORT_REG(INDEX, NAME, WIDTH, ...) \
	[INDEX] = {.name = (NAME), .addr = (INDEX)*4, .width = (WIDTH), __VA_ARGS__}

/** port_reg_read - the guest read register @i and got @val; returns @val. */
static inline uint8_t port_reg_read(struct reg_file *f, unsigned i, uint8_t val)
{
	f->value[i] = val;
	if (f->cover)
		f->cover[i].reads++;
	return val;
}

/** port_reg_write - the guest wrote @val, in one piece of the register's @lanes. */
static inline void port_reg_write(struct reg_file *f, unsigned i, uint64_t val, uint64_t lanes)
{
	f->value[i] = (f->value[i] & ~lanes) | (val & lanes);
	if (!f->cover)
		return;
	f->cover[i].writes++;
	f->cover[i].wrote1 |= val & lanes;
	f->cover[i].wrote0 |= ~val & lanes;
}

#endif
