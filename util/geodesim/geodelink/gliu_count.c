/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statistics counters: descriptor hits and time, with SMIs and errors (LX data book 4.2.3). */
#include "geodelink/gliu_internal.h"

static uint64_t action(const struct gliu *g, unsigned n)
{
	return gld_get(&g->gld, GLIU_ACTION + 4 * n);
}

/* CNT: bits 63:32 are the value to load, 31:0 count. */
static uint32_t count(const struct gliu *g, unsigned n)
{
	return (uint32_t)gld_get(&g->gld, GLIU_CNT + 4 * n);
}

static void set_count(struct gliu *g, unsigned n, uint32_t val)
{
	uint64_t load = gld_get(&g->gld, GLIU_CNT + 4 * n) & ~(uint64_t)UINT32_MAX;

	gld_set(&g->gld, GLIU_CNT + 4 * n, load | val);
}

static void at_zero(struct gliu *g, unsigned n)
{
	uint64_t act = action(g, n);

	if (act & GLIU_ZERO_SMI)
		gliu_note_smi(g, GLIU_SMI_COUNTER + n);
	if (act & GLIU_ZERO_ERR)
		gliu_note_error(g, GLIU_ERROR_COUNTER + n);
}

/* Ticks of the counter: the unit's clock divided by PREDIV + 1. */
static uint64_t divisor(const struct gliu *g, unsigned n)
{
	return (action(g, n) >> 8 & 0xffff) + 1;
}

static uint64_t ticks(const struct gliu *g, unsigned n)
{
	return clock_ticks(g->env->clock, g->hz) / divisor(g, n);
}

static bool runs(const struct gliu *g, unsigned n)
{
	return action(g, n) & GLIU_ALWAYS_DEC && (count(g, n) || action(g, n) & GLIU_WRAP);
}

static void sync(struct gliu *g, unsigned n)
{
	struct gliu_counter *c = &g->counter[n];
	uint64_t now, passed;
	uint32_t was = count(g, n);

	if (!runs(g, n))
		return;
	now = ticks(g, n);
	passed = now - c->since;
	c->since = now;
	if (passed < was || action(g, n) & GLIU_WRAP)
		set_count(g, n, (uint32_t)(was - passed));
	else
		set_count(g, n, 0);
}

static void start(struct gliu *g, unsigned n)
{
	struct gliu_counter *c = &g->counter[n];
	uint64_t steps;

	event_cancel(g->env->clock, &c->zero);
	if (!runs(g, n))
		return;
	c->since = ticks(g, n);
	steps = count(g, n) ? count(g, n) : UINT64_C(1) << 32;
	event_schedule(g->env->clock, &c->zero,
		       clock_at_tick(g->env->clock, g->hz, (c->since + steps) * divisor(g, n)));
}

static void zero_fire(void *opaque, uint64_t due)
{
	struct gliu_counter *c = opaque;
	struct gliu *g = c->gliu;

	(void)due;
	sync(g, c->n);
	if (!count(g, c->n))
		at_zero(g, c->n);
	start(g, c->n);
}

void gliu_count_hit(struct gliu *g, bool io, unsigned n)
{
	for (unsigned i = 0; i < g->shape->counters; i++) {
		uint64_t act = action(g, i), mask = gld_get(&g->gld, GLIU_MASK + 4 * i);
		uint32_t watched = (uint32_t)(io ? mask >> 32 : mask);

		if (!(watched >> n & 1) || !(act & 15))
			continue;
		sync(g, i);
		if (act & GLIU_HIT_LDEN) {
			set_count(g, i, (uint32_t)(gld_get(&g->gld, GLIU_CNT + 4 * i) >> 32));
		} else if (act & GLIU_HIT_DEC && (count(g, i) || act & GLIU_WRAP)) {
			set_count(g, i, count(g, i) - 1);
			if (!count(g, i))
				at_zero(g, i);
		}
		if (act & GLIU_HIT_ASMI)
			gliu_note_smi(g, GLIU_SMI_COUNTER + i);
		if (act & GLIU_HIT_ERR)
			gliu_note_error(g, GLIU_ERROR_COUNTER + i);
		start(g, i);
	}
}

/* Which descriptors are watched? Memory whose hits count must not be reached by host pointers. */
static void watch(struct gliu *g)
{
	uint32_t p2d = 0, iod = 0;

	for (unsigned i = 0; i < g->shape->counters; i++) {
		uint64_t mask = gld_get(&g->gld, GLIU_MASK + 4 * i);

		if (!(action(g, i) & 15))
			continue;
		p2d |= (uint32_t)mask;
		iod |= (uint32_t)(mask >> 32);
	}
	g->counted_iod = iod;
	if (p2d == g->counted_p2d)
		return;
	g->counted_p2d = p2d;
	env_routes_changed(g->env);
}

int gliu_action_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct gliu *g = f->owner;

	(void)old;
	(void)val;
	sync(g, (f->table->reg[i].addr - GLIU_ACTION) / 4); /* at the old rate until now */
	return 0;
}

void gliu_counter_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct gliu *g = f->owner;
	unsigned n = (f->table->reg[i].addr - GLIU_CNT) / 4;

	(void)old;
	(void)val;
	watch(g);
	start(g, n);
}

uint64_t gliu_count_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct gliu *g = f->owner;
	unsigned n = (f->table->reg[i].addr - GLIU_CNT) / 4;

	(void)val;
	sync(g, n);
	return gld_get(&g->gld, GLIU_CNT + 4 * n);
}

void gliu_counters_init(struct gliu *g)
{
	for (unsigned n = 0; n < GLIU_COUNTERS; n++) {
		g->counter[n].gliu = g;
		g->counter[n].n = (uint8_t)n;
		event_init(&g->counter[n].zero, "gliu.counter", zero_fire, &g->counter[n]);
	}
}

void gliu_counters_reset(struct gliu *g)
{
	g->counted_p2d = g->counted_iod = 0;
	for (unsigned n = 0; n < GLIU_COUNTERS; n++)
		event_cancel(g->env->clock, &g->counter[n].zero);
}

void gliu_counters_sync(struct gliu *g)
{
	for (unsigned n = 0; n < g->shape->counters; n++)
		sync(g, n);
}

void gliu_counters_start(struct gliu *g)
{
	for (unsigned n = 0; n < g->shape->counters; n++)
		start(g, n);
}
