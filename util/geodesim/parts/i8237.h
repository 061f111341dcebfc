/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pair of 8237A DMA controllers of a PC with their page registers. */
#ifndef GEODESIM_PARTS_I8237_H
#define GEODESIM_PARTS_I8237_H

#include "frame/bus.h"
#include "frame/regs.h"

#define I8237_CHIP_REGS 20
#define I8237_REGS	(2 * I8237_CHIP_REGS + 16)

struct i8237_channel {
	uint16_t base_addr, base_count, addr, count;
	uint8_t mode;
};

struct i8237_chip {
	struct i8237_channel channel[4];
	bool flip_flop; /* next byte of a 16-bit register is the high one */
	uint8_t command, status, mask, request, temporary;
};

/* A device on a channel: gives or takes `unit` (1 or 2) bytes a transfer. */
struct i8237_device {
	void *opaque;
	uint16_t (*give)(void *opaque, bool last);	      /* device to memory */
	void (*take)(void *opaque, uint16_t unit, bool last); /* memory to device */
};

struct i8237 {
	struct i8237_chip chip[2]; /* 0: channels 0-3, bytes; 1: channels 4-7, words */
	uint8_t page[16];	   /* ports 80h-8Fh */
	struct i8237_device device[8];
	struct dma_if memory;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[I8237_REGS];
	struct reg_cover reg_cover[I8237_REGS];
};

/** i8237_init - reset state; @memory is what transfers read and write. */
void i8237_init(struct i8237 *d, struct dma_if memory);

/** i8237_reset - back to the state after i8237_init(); devices stay. */
void i8237_reset(struct i8237 *d);

/** i8237_attach - @device answers on channel @n (0..7 but 4). */
void i8237_attach(struct i8237 *d, unsigned n, struct i8237_device device);

/**
 * i8237_request - the device asks for up to @units transfers now (DREQ)
 * Returns how many were made: 0 while the channel is masked or disabled. The channel's terminal
 * count ends it early.
 */
unsigned i8237_request(struct i8237 *d, unsigned n, unsigned units);

/** i8237_page_io - ports 80h-8Fh: the page registers (80h, 84h..86h, 88h.. are spare). */
struct io_if i8237_page_io(struct i8237 *d);

/** i8237_io - chip 0: ports 00h-0Fh; chip 1: C0h-DFh (every second port). */
struct io_if i8237_io(struct i8237 *d, unsigned chip);

#endif
