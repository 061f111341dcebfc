/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bus-master IDE engine of one channel (SFF-8038i): 8 ports, descriptor table, any chipset. */
#ifndef GEODESIM_PARTS_BMIDE_H
#define GEODESIM_PARTS_BMIDE_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/signal.h"
#include "frame/trace.h"
#include "parts/ata.h"

struct bmide {
	struct ata_channel *ata;
	struct clock *clock;
	struct trace *trace;
	struct dma_if memory;
	uint8_t command, status;
	uint32_t table;
	uint32_t next; /* next descriptor */
	uint32_t addr; /* of the region in work */
	uint32_t left; /* bytes left in it */
	bool last;     /* it is the last one */
	/* How long @sectors take on the chipset's side, UINT64_MAX: the transfer hangs. NULL: as
	 * long as the drive's mode says. Set after bmide_init(). */
	uint64_t (*transfer_ns)(void *opaque, uint32_t sectors);
	void *opaque;
	struct event move;
	struct signal_hook irq_hook, dmarq_hook;
};

/** bmide_init - reset state; @ata's signals are hooked. */
void bmide_init(struct bmide *b, struct ata_channel *ata, struct clock *clock, struct trace *trace,
		struct dma_if memory);

/** bmide_reset - RESET#. */
void bmide_reset(struct bmide *b);

/** bmide_io - the 8 ports: command at 0, status at 2, table address at 4. */
struct io_if bmide_io(struct bmide *b);

#endif
