/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One integer clock (the processor's core clock), board time, and the queue of future events. */
#ifndef GEODESIM_FRAME_CLOCK_H
#define GEODESIM_FRAME_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_NEVER UINT64_MAX

/* A future happening. The owner embeds it; the queue never allocates. */
struct event {
	const char *name;
	void (*fire)(void *opaque, uint64_t due); /* `due` is the clock asked for, not today's */
	void *opaque;
	uint64_t when;
	bool queued;
	struct event *next;
};

/*
 * The clock. `now` is asked of the processor (or of a test), so that a part called in the middle
 * of an instruction sees the right time. Events with the same clock fire in the order in which
 * they were scheduled.
 */
struct clock {
	uint64_t (*now)(void *opaque);
	/* Told when an event became the earliest, so that the processor stops there. */
	void (*deadline)(void *opaque, uint64_t when);
	void *opaque;
	uint64_t hz;
	uint64_t base_clock; /* where the present frequency began ... */
	uint64_t base_ps;    /* ... and the board time there */
	struct event *first;
};

/** clock_init - @hz: core clock in Hz; @now and @deadline (may be NULL) get @opaque. */
void clock_init(struct clock *c, uint64_t hz, uint64_t (*now)(void *opaque),
		void (*deadline)(void *opaque, uint64_t when), void *opaque);

/** clock_now - core clocks since power-on. */
static inline uint64_t clock_now(const struct clock *c)
{
	return c->now(c->opaque);
}

/** clock_ps - board time in picoseconds at core clock @when (not before the last clock_set_hz). */
uint64_t clock_ps(const struct clock *c, uint64_t when);

/** clock_at_ps - the first core clock at which clock_ps() reaches @ps. */
uint64_t clock_at_ps(const struct clock *c, uint64_t ps);

/**
 * clock_ticks - whole ticks of a @hz oscillator that runs since power-on, at this moment
 * clock_at_tick - the first core clock at which clock_ticks() reaches @tick.
 */
uint64_t clock_ticks(const struct clock *c, uint64_t hz);
uint64_t clock_at_tick(const struct clock *c, uint64_t hz, uint64_t tick);

/** clock_after_ns - the core clock @ns nanoseconds from now. */
uint64_t clock_after_ns(const struct clock *c, uint64_t ns);

/** clock_set_hz - the core clock changes now; events keep their board time. */
void clock_set_hz(struct clock *c, uint64_t hz);

/** event_init - name it and say what it calls; it is not queued. */
void event_init(struct event *e, const char *name, void (*fire)(void *opaque, uint64_t due),
		void *opaque);

/** event_schedule - (re)queue for core clock @when; a time in the past fires at the next look. */
void event_schedule(struct clock *c, struct event *e, uint64_t when);

/** event_cancel - take out of the queue; harmless when not queued. */
void event_cancel(struct clock *c, struct event *e);

/** clock_next_event - core clock of the earliest event, or CLOCK_NEVER. */
uint64_t clock_next_event(const struct clock *c);

/** clock_run_due - fire, in order, every event whose time has come. */
void clock_run_due(struct clock *c);

#endif
