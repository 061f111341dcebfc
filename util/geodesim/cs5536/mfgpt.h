/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's eight multi-function timers (cs5536 sheet 5). */
#ifndef GEODESIM_CS5536_MFGPT_H
#define GEODESIM_CS5536_MFGPT_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define MFGPT_TIMERS  8
#define MFGPT_REGS    (MFGPT_TIMERS * 4)
#define MFGPT_HZ      14318180u
#define MFGPT_SLOW_HZ 32768u

struct mfgpt;

/* One timer. Nothing counts: the count follows from the tick at which it was `base`. */
struct mfgpt_timer {
	struct mfgpt *m;
	unsigned n;
	uint16_t base;	/* count at `since` */
	uint64_t since; /* prescaled tick */
	bool was[2];	/* compare 1, 2: condition at the last look (events are its rises) */
	struct event edge;
};

struct mfgpt {
	const struct env *env;
	struct reg_file regs;
	uint64_t value[MFGPT_REGS];
	struct reg_cover cover[MFGPT_REGS];
	uint32_t irq_msr, nr_msr; /* MSRs 51400028, 51400029 */
	bool sleeping;
	bool barked;			 /* a reset condition was there at the last look */
	struct signal z[8];		 /* to Z0-Z7 of the interrupt mapper */
	struct signal nmi;		 /* level; bit 16 of 51400029 is the NMI logic's */
	struct signal reset;		 /* a watchdog ran out: pulse */
	struct signal out[MFGPT_TIMERS]; /* compare 1's output: timer n's pin (GPIO 5, 6, 7, 27) */
	struct mfgpt_timer timer[MFGPT_TIMERS];
};

/** mfgpt_init - standby power appears: all timers at reset. */
void mfgpt_init(struct mfgpt *m, const struct env *env);

/** mfgpt_reset - reset of the working domain: timers 6 and 7 run on. */
void mfgpt_reset(struct mfgpt *m);

/** mfgpt_power_cut - standby power went away and came back: all timers at reset. */
void mfgpt_power_cut(struct mfgpt *m);

/** mfgpt_io - 64 ports at LBAR_MFGPT. */
struct io_if mfgpt_io(struct mfgpt *m);

/** mfgpt_regs - register file @n, NULL after the last. */
const struct reg_file *mfgpt_regs(const struct mfgpt *m, unsigned n);

/** mfgpt_set_irq, mfgpt_set_nr - MSRs 51400028 and 51400029 were written. */
void mfgpt_set_irq(struct mfgpt *m, uint32_t val);
void mfgpt_set_nr(struct mfgpt *m, uint32_t val);

/** mfgpt_unlock - MSR 5140002B was written: each bit n of @val clears timer n's SETUP. */
void mfgpt_unlock(struct mfgpt *m, uint32_t val);

/** mfgpt_sleep - the system sleeps: timers with STOP_EN pause. */
void mfgpt_sleep(struct mfgpt *m, bool sleeping);

/** mfgpt_count - the count of timer @n at this moment. */
uint16_t mfgpt_count(const struct mfgpt *m, unsigned n);

#endif
