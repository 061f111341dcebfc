/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MC146818 real-time clock with 256 bytes of battery-backed memory. */
#ifndef GEODESIM_PARTS_MC146818_H
#define GEODESIM_PARTS_MC146818_H

#include <stddef.h>

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define MC146818_REGS  18
#define MC146818_BYTES 256 /* bank 0 (ports 70-71) and bank 1 (72-73), 128 each */

/* RAM lock register of the National cell (PC8730x, PC87366 data sheets): until the next reset. */
enum {
	MC146818_LOCK_EXTENDED = 0x08,	     /* bank 1: no access */
	MC146818_LOCK_EXTENDED_READ = 0x10,  /* bank 1, 00-1F: reads give ones */
	MC146818_LOCK_EXTENDED_WRITE = 0x20, /* bank 1, 00-1F: writes are lost */
	MC146818_LOCK_WRITE = 0x40,	     /* memory of both banks: writes are lost */
	MC146818_LOCK_STANDARD = 0x80,	     /* 38-3F: no access */
};

struct mc146818 {
	uint8_t byte[MC146818_BYTES]; /* 0..9 the time, 0A-0D the registers A-D, the rest RAM */
	uint8_t index[2];	      /* of each bank, as written */
	uint8_t century_at;	      /* index of the century byte that rolls over, 0: none */
	uint8_t day_alarm_at;	      /* indexes of the alarm's day and month, 0: none */
	uint8_t month_alarm_at;
	uint8_t ram_lock;     /* MC146818_LOCK_*: parts of the memory that are blocked */
	bool nmi_masked;      /* bit 7 of port 70h */
	bool battery_ok;      /* register D bit 7 */
	struct reg_file regs; /* what software used, see parts/portregs.h */
	uint64_t reg_value[MC146818_REGS];
	struct reg_cover reg_cover[MC146818_REGS];
	struct clock *clock;
	uint64_t second_ps;   /* board time of the next update */
	uint64_t periodic_ps; /* board time from which periods count */
	struct event second, periodic;
	struct signal irq;   /* to input 8 */
	struct signal alarm; /* pulse at an alarm, whether enabled or not (chipset wake-up) */
};

/**
 * mc146818_init - power-on with a good battery and zeroed memory
 * The clock runs (divider 010) in 24-hour BCD mode at 2000-01-01 00:00:00 until it is set.
 */
void mc146818_init(struct mc146818 *r, struct clock *clock);

/** mc146818_set_time - the time of day, @unix_time seconds since 1970 (UTC), in register B's
 *  format; the century goes to index 32h as well. */
void mc146818_set_time(struct mc146818 *r, int64_t unix_time);

/**
 * mc146818_load - contents of a battery file: @size 128 or 256 bytes, indexes 0 upwards
 * The time goes on where the file stopped. Returns 0, or -1 for another size.
 */
int mc146818_load(struct mc146818 *r, const uint8_t *bytes, size_t size);

/** mc146818_battery - test face: a dead battery clears memory and register D bit 7. */
void mc146818_battery(struct mc146818 *r, bool ok);

/** mc146818_reset - RESET#: interrupt enables and flags are cleared, time and memory stay. */
void mc146818_reset(struct mc146818 *r);

/** mc146818_io - ports 70h-73h. Ports 70h and 72h read back what was written. */
struct io_if mc146818_io(struct mc146818 *r);

#endif
