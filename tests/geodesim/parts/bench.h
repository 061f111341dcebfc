/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test bench for parts: a clock without a processor. */
#ifndef TESTS_GEODESIM_PARTS_BENCH_H
#define TESTS_GEODESIM_PARTS_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/signal.h"

#define BENCH_HZ UINT64_C(500000000)

struct bench {
	struct clock clock;
	uint64_t now;
};

static inline uint64_t bench_now(void *o)
{
	return ((struct bench *)o)->now;
}

static inline void bench_init(struct bench *b)
{
	b->now = 0;
	clock_init(&b->clock, BENCH_HZ, bench_now, NULL, b);
}

/* Let time pass up to core clock @until, event by event. */
static inline void bench_run_to(struct bench *b, uint64_t until)
{
	while (clock_next_event(&b->clock) <= until) {
		if (clock_next_event(&b->clock) > b->now)
			b->now = clock_next_event(&b->clock);
		clock_run_due(&b->clock);
	}
	b->now = until;
}

static inline void bench_run_ns(struct bench *b, uint64_t ns)
{
	bench_run_to(b, clock_after_ns(&b->clock, ns));
}

static inline uint8_t in8(struct io_if io, uint16_t offset)
{
	return (uint8_t)io.read(io.opaque, offset, 1);
}

static inline void out8(struct io_if io, uint16_t offset, uint8_t val)
{
	io.write(io.opaque, offset, 1, val);
}

/* Counts the edges of a signal. */
struct edges {
	unsigned rises, falls;
	uint64_t last_rise;
	struct bench *bench;
	struct signal_hook hook;
};

static inline void edges_changed(void *o, bool level)
{
	struct edges *e = o;

	if (level) {
		e->rises++;
		e->last_rise = e->bench->now;
	} else {
		e->falls++;
	}
}

static inline void edges_watch(struct edges *e, struct bench *b, struct signal *s)
{
	memset(e, 0, sizeof(*e));
	e->bench = b;
	signal_connect(s, &e->hook, edges_changed, e);
}

#endif
