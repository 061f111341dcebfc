/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 ATA controller (5130xxxx): one channel, its timing MSRs and bus master. */
#ifndef GEODESIM_CS5536_IDE_H
#define GEODESIM_CS5536_IDE_H

#include "frame/env.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "parts/ata.h"
#include "parts/bmide.h"

#define IDE_MSRS 13

struct ide {
	const struct env *env;
	struct gld gld;
	uint64_t value[IDE_MSRS];
	struct reg_cover cover[IDE_MSRS];
	/* Drives: ata_attach(&ide.ata, 0 or 1, ...). ata.irq is the pin IDE_IRQ0 (GPIO2). */
	struct ata_channel ata;
	struct bmide master;
	bool pins;	/* the balls belong to IDE, not to the flash interface */
	uint8_t judged; /* timings that were looked at since they changed */
};

/** ide_init - power-on. @memory: the way of a bus master on this GLIU port (PAE is the port's). */
void ide_init(struct ide *ide, const struct env *env, struct dma_if memory);

/** ide_reset - hard reset; drives are reset too. */
void ide_reset(struct ide *ide);

/** ide_device - the module for its GLIU port. */
struct gl_device ide_device(struct ide *ide);

/** ide_regs - the nth register file, NULL after the last. */
const struct reg_file *ide_regs(const struct ide *ide, unsigned n);

/** ide_set_pins - BALL_OPTS bit 0 changed: 1, the balls are IDE's; 0: the flash interface's. */
void ide_set_pins(struct ide *ide, bool ide_mode);

#endif
