/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock: core clocks to board time and back, and an ordered list of future events. */
#include "frame/clock.h"

#include <stddef.h>
#include <string.h>

#define PS_PER_S UINT64_C(1000000000000)

/* a * b / c without overflow in between; the results of this file fit 64 bits for 200 days. */
static uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c)
{
	return (uint64_t)((unsigned __int128)a * b / c);
}

static uint64_t mul_div_up(uint64_t a, uint64_t b, uint64_t c)
{
	return (uint64_t)(((unsigned __int128)a * b + c - 1) / c);
}

void clock_init(struct clock *c, uint64_t hz, uint64_t (*now)(void *opaque),
		void (*deadline)(void *opaque, uint64_t when), void *opaque)
{
	memset(c, 0, sizeof(*c));
	c->hz = hz;
	c->now = now;
	c->deadline = deadline;
	c->opaque = opaque;
}

uint64_t clock_ps(const struct clock *c, uint64_t when)
{
	if (when < c->base_clock)
		return c->base_ps;
	return c->base_ps + mul_div(when - c->base_clock, PS_PER_S, c->hz);
}

uint64_t clock_at_ps(const struct clock *c, uint64_t ps)
{
	if (ps <= c->base_ps)
		return c->base_clock;
	return c->base_clock + mul_div_up(ps - c->base_ps, c->hz, PS_PER_S);
}

uint64_t clock_ticks(const struct clock *c, uint64_t hz)
{
	return mul_div(clock_ps(c, clock_now(c)), hz, PS_PER_S);
}

uint64_t clock_at_tick(const struct clock *c, uint64_t hz, uint64_t tick)
{
	return clock_at_ps(c, mul_div_up(tick, PS_PER_S, hz));
}

uint64_t clock_after_ns(const struct clock *c, uint64_t ns)
{
	return clock_at_ps(c, clock_ps(c, clock_now(c)) + ns * 1000);
}

void clock_set_hz(struct clock *c, uint64_t hz)
{
	uint64_t now = clock_now(c), now_ps = clock_ps(c, now);
	struct clock old = *c;

	c->base_clock = now;
	c->base_ps = now_ps;
	c->hz = hz;
	/* The order of events is that of their times, so it stays. */
	for (struct event *e = c->first; e; e = e->next) {
		if (e->when > now && e->when != CLOCK_NEVER)
			e->when = clock_at_ps(c, clock_ps(&old, e->when));
	}
	if (c->first && c->deadline)
		c->deadline(c->opaque, c->first->when);
}

void event_init(struct event *e, const char *name, void (*fire)(void *opaque, uint64_t due),
		void *opaque)
{
	memset(e, 0, sizeof(*e));
	e->name = name;
	e->fire = fire;
	e->opaque = opaque;
}

void event_schedule(struct clock *c, struct event *e, uint64_t when)
{
	struct event **at = &c->first;

	event_cancel(c, e);
	while (*at && (*at)->when <= when)
		at = &(*at)->next;
	e->when = when;
	e->queued = true;
	e->next = *at;
	*at = e;
	if (c->first == e && c->deadline)
		c->deadline(c->opaque, when);
}

void event_cancel(struct clock *c, struct event *e)
{
	if (!e->queued)
		return;
	for (struct event **at = &c->first; *at; at = &(*at)->next) {
		if (*at == e) {
			*at = e->next;
			break;
		}
	}
	e->queued = false;
	e->next = NULL;
}

uint64_t clock_next_event(const struct clock *c)
{
	return c->first ? c->first->when : CLOCK_NEVER;
}

void clock_run_due(struct clock *c)
{
	while (c->first && c->first->when <= clock_now(c)) {
		struct event *e = c->first;

		c->first = e->next;
		e->queued = false;
		e->next = NULL;
		e->fire(e->opaque, e->when);
	}
}
