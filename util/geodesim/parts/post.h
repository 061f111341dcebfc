/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POST code port (80h by default): what a POST card would show. */
#ifndef GEODESIM_PARTS_POST_H
#define GEODESIM_PARTS_POST_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/trace.h"

struct post {
	uint8_t last;
	uint64_t count;
	struct trace *trace;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[1];
	struct reg_cover reg_cover[1];
	struct io_if behind; /* also sees the access: port 80h is a DMA page register */
	void (*code)(void *opaque, uint8_t code); /* may be NULL */
	void *opaque;
};

/** post_init - nothing shown; @behind may have NULL members. */
void post_init(struct post *p, struct trace *trace, struct io_if behind);

/** post_io - the one port. Reads give what is behind it, else the last code. */
struct io_if post_io(struct post *p);

#endif
