/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's shadow registers of write-only legacy ports. */
#ifndef GEODESIM_CS5536_SHADOW_H
#define GEODESIM_CS5536_SHADOW_H

#include "parts/i8237.h"
#include "parts/i8254.h"
#include "parts/i8259.h"

struct shadow {
	const struct i8259 *pic;
	const struct i8254 *pit;
	const struct i8237 *dma;
	unsigned pic_next, pit_next; /* read pointers */
	uint8_t floppy[4];	     /* last bytes written to 3F2h, 3F7h, 372h, 377h */
};

/** shadow_init - @pic, @pit, @dma are the parts that are shadowed. shadow_reset - hard reset. */
void shadow_init(struct shadow *s, const struct i8259 *pic, const struct i8254 *pit,
		 const struct i8237 *dma);
void shadow_reset(struct shadow *s);

/** shadow_pic - the next of PIC_SHDW's twelve bytes; shadow_pit - of PIT_SHDW's nine. */
uint8_t shadow_pic(struct shadow *s);
uint8_t shadow_pit(struct shadow *s);

/** shadow_dma_mode, shadow_dma_mask - DMA_SHDW_CHn and DMA_MSK_SHDW. */
uint8_t shadow_dma_mode(const struct shadow *s, unsigned channel);
uint8_t shadow_dma_mask(const struct shadow *s);

/** shadow_floppy - a write passes to LPC on @port: kept if it is a floppy port. */
void shadow_floppy(struct shadow *s, uint16_t port, uint8_t val);

#endif
