/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port 92h (system control port A): fast A20 gate and fast processor reset. */
#ifndef GEODESIM_PARTS_PORT92_H
#define GEODESIM_PARTS_PORT92_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"

struct port92 {
	uint8_t val; /* bits 1 (A20) and 0 (reset) */
	struct signal a20;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[1];
	struct reg_cover reg_cover[1];
	struct signal init; /* pulse when bit 0 goes from 0 to 1 */
};

/** port92_init - reset state: A20 as given by @a20. */
void port92_init(struct port92 *p, bool a20);

/** port92_reset - reset state again, A20 as given by @a20. */
void port92_reset(struct port92 *p, bool a20);

/** port92_io - the one port. */
struct io_if port92_io(struct port92 *p);

#endif
