/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What super I/O chips have in common: PnP configuration registers behind an index and a data
 * port, logical devices whose ports move, interrupts led to a frame of the serial stream. */
#ifndef GEODESIM_PARTS_SUPERIO_H
#define GEODESIM_PARTS_SUPERIO_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "frame/trace.h"
#include "parts/kbc.h"
#include "parts/uart16550.h"

#define SUPERIO_DEVICES 12 /* logical devices at most */
#define SUPERIO_REGS	64 /* of one of them */
#define SUPERIO_BLOCKS	10
#define SUPERIO_LINES	6

/* PnP register numbers (Plug and Play ISA 1.0a, A.2 and A.3). */
enum {
	SUPERIO_DEVICE = 0x07,
	SUPERIO_ACTIVATE = 0x30,
	SUPERIO_BASE0 = 0x60,
	SUPERIO_BASE1 = 0x62,
	SUPERIO_IRQ0 = 0x70,
	SUPERIO_IRQ1 = 0x72,
};

struct superio;

/* The registers of a logical device; the one after the last device has the global ones. */
struct superio_file {
	struct reg_file regs;
	uint64_t value[SUPERIO_REGS];
	struct reg_cover cover[SUPERIO_REGS];
	struct superio *chip;
};

/* A run of ports, where a pair of base address registers puts it. */
struct superio_block {
	struct io_range range;
	uint8_t device, base; /* index of the base's high byte */
	bool always;	      /* whether the device is activated or not */
};

/* An interrupt of a logical device. */
struct superio_line {
	struct signal *from;
	struct signal_hook hook;
	uint8_t device, reg; /* which names the frame */
	struct superio *chip;
};

struct superio {
	void *opaque; /* the chip */
	/* A register with superio_written() as its hook was written; places are updated already. */
	void (*written)(void *opaque, unsigned device, uint8_t index, uint8_t val);
	/* A byte came to the index port: is the chip in configuration mode after it? */
	bool (*key)(void *opaque, bool open, uint8_t byte);
	unsigned devices; /* logical devices; file number of the global registers */
	bool open;	  /* configuration mode */
	uint8_t index;
	struct superio_file file[SUPERIO_DEVICES + 1];
	struct io_map *lpc;
	struct io_range config;
	struct superio_block block[SUPERIO_BLOCKS];
	unsigned blocks;
	struct superio_line line[SUPERIO_LINES];
	unsigned lines;
	struct uart16550 uart[2];
	struct kbc kbc;
	struct signal irq[16]; /* frames of the serial interrupt stream; 0 is never used */
};

/**
 * superio_init - registers at their defaults, configuration ports at @port of @lpc
 * @tables: @devices + 1 of them, the global registers' last. Set `opaque`, `written` and `key`
 * before; add blocks and lines after, then call superio_place().
 */
void superio_init(struct superio *s, struct clock *clock, struct trace *trace, struct io_map *lpc,
		  uint16_t port, const struct reg_table *tables, unsigned devices);

/** superio_reset - LRESET#: normal mode, registers at their defaults, UARTs reset. */
void superio_reset(struct superio *s);

/** superio_block - @count ports of logical @device at the base in registers @base, @base + 1. */
struct superio_block *superio_block(struct superio *s, const char *name, uint8_t device,
				    uint8_t base, uint32_t count, struct io_if io);

/** superio_line - @from goes to the frame in register @reg of @device while that is active. */
void superio_line(struct superio *s, struct signal *from, uint8_t device, uint8_t reg);

/** superio_serial, superio_keyboard - the usual blocks and lines of these devices. */
void superio_serial(struct superio *s, unsigned uart, uint8_t device);
void superio_keyboard(struct superio *s, uint8_t device);

/** superio_place - ports and interrupts to where the registers say. */
void superio_place(struct superio *s);

/** superio_written - the post-write hook of registers that move or start something. */
void superio_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);

/** superio_get, superio_set - register @index of @device as stored; 0 where there is none. */
uint8_t superio_get(const struct superio *s, unsigned device, uint8_t index);
void superio_set(struct superio *s, unsigned device, uint8_t index, uint8_t val);

/** superio_regs - register file @n: devices, global, UARTs, keyboard; NULL after the last. */
const struct reg_file *superio_regs(const struct superio *s, unsigned n);

/* Entries of register tables: with effect; stored only; identification. */
#define SUPERIO_ACTS(n, at, val)                                                               \
	{                                                                                      \
		.name = n, .addr = at, .width = 8, .reset = val, .post_write = superio_written \
	}
#define SUPERIO_KEPT(n, at, val)                                                    \
	{                                                                           \
		.name = n, .addr = at, .width = 8, .reset = val, .unmodelled = 0xff \
	}
#define SUPERIO_ID(n, at, val)                                              \
	{                                                                   \
		.name = n, .addr = at, .width = 8, .reset = val, .ro = 0xff \
	}

#endif
