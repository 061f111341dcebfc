/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8254 interval timer: three counters, all six modes, binary and BCD. */
#ifndef GEODESIM_PARTS_I8254_H
#define GEODESIM_PARTS_I8254_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define I8254_REGS 10
#define I8254_HZ   1193182u /* 14.31818 MHz / 12 */

/*
 * One counter. Nothing counts: values follow from the tick at which the counting element was
 * loaded. Ticks are those of the 1.19 MHz clock since power-on.
 */
struct i8254_counter {
	struct i8254 *pit;
	uint8_t mode; /* 0..5 */
	bool bcd;
	uint8_t access; /* 1 low byte, 2 high byte, 3 both */
	bool gate;
	bool written;	 /* a count was written since the control word */
	bool started;	 /* the counting element was loaded */
	uint32_t reload; /* count register: 1..65536, in BCD 1..10000 */
	uint32_t period; /* what the counting element was loaded with */
	int64_t loaded;	 /* tick at which it was (or will be) loaded */
	int64_t ran;	 /* modes 0, 4: ticks counted before the gate last opened */
	int64_t change;	 /* modes 2, 3: tick at which `reload` takes over; INT64_MAX: none */
	uint8_t low;	 /* first byte of a two-byte write */
	bool wrote_low, read_high;
	bool count_latched, status_latched;
	uint16_t latch;
	uint8_t status;
	int64_t edge_tick; /* tick of the next change of the output */
	struct signal out;
	struct event edge;
};

struct i8254 {
	struct i8254_counter counter[3];
	struct clock *clock;
	uint8_t control[3];   /* control words as written (shadow registers of some chipsets) */
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[I8254_REGS];
	struct reg_cover reg_cover[I8254_REGS];
};

/** i8254_init - power-on: no counter programmed, gates 0 and 1 open, gate 2 closed. */
void i8254_init(struct i8254 *p, struct clock *clock);

/** i8254_reset - back to the state after i8254_init(); who listens stays. */
void i8254_reset(struct i8254 *p);

/** i8254_gate - drive the gate of counter @n (port 61h bit 0 for counter 2). */
void i8254_gate(struct i8254 *p, unsigned n, bool level);

/** i8254_out - level of output @n at this moment. */
bool i8254_out(struct i8254 *p, unsigned n);

/** i8254_written - the count of counter @n as software last wrote it (shadow registers). */
uint16_t i8254_written(const struct i8254 *p, unsigned n);

/** i8254_refresh - the refresh toggle of port 61h bit 4: changes with every period of counter 1
 *  (18 ticks, about 15 us, until somebody programs it: DRAM wants refresh from power-on). */
bool i8254_refresh(struct i8254 *p);

/** i8254_io - ports 40h-43h. */
struct io_if i8254_io(struct i8254 *p);

#endif
