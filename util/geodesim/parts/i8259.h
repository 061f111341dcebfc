/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pair of 8259A interrupt controllers of a PC, with the edge/level registers. */
#ifndef GEODESIM_PARTS_I8259_H
#define GEODESIM_PARTS_I8259_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "frame/trace.h"

#define I8259_REGS 22

/* One 8259A (Intel 8259A data sheet). */
struct i8259_chip {
	uint8_t irr, isr, imr;
	uint8_t lines;	   /* level of the inputs, to find edges */
	uint8_t elcr;	   /* 1: the input is level triggered */
	uint8_t elcr_mask; /* inputs that may be level triggered */
	uint8_t icw[4];	   /* as last written (shadow registers of some chipsets show them) */
	uint8_t ocw2, ocw3;
	uint8_t init_step; /* next ICW expected (2..4), 0: operating */
	uint8_t lowest;	   /* input with the lowest priority */
	bool rotate_aeoi;
	bool special_mask;
	bool poll;
	bool read_isr;
	bool secondary;
};

struct i8259 {
	struct i8259_chip chip[2]; /* 0: inputs 0-7, 1: inputs 8-15, cascaded on input 2 */
	struct signal intr;	   /* to the processor */
	struct signal line[16];	   /* inputs; 2 is not connected */
	struct signal_hook hook[16];
	struct i8259_line {
		struct i8259 *pic;
		unsigned n;
	} link[16];
	struct trace *trace;
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[I8259_REGS];
	struct reg_cover reg_cover[I8259_REGS];
};

/** i8259_init - reset state: not initialised, nothing pending. @trace may be NULL. */
void i8259_init(struct i8259 *p, struct trace *trace);

/** i8259_reset - back to the state after i8259_init(); who listens and what drives stays. */
void i8259_reset(struct i8259 *p);

/** i8259_ack - the processor's interrupt acknowledge; returns the vector. With nothing pending
 *  it is input 7's (a spurious interrupt), as on the real pair. */
uint8_t i8259_ack(struct i8259 *p);

/** i8259_io - ports of chip @n (0: 20h-21h, 1: A0h-A1h), relative to the base. */
struct io_if i8259_io(struct i8259 *p, unsigned n);

/** i8259_elcr_io - ports 4D0h-4D1h. */
struct io_if i8259_elcr_io(struct i8259 *p);

#endif
