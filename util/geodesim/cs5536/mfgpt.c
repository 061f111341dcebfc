/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The multi-function timers: counts follow from the clock, events and outputs from the counts. */
#include "cs5536/mfgpt.h"

#include <string.h>

#include "strict/rules.h"

enum { R_CMP1, R_CMP2, R_CNT, R_SETUP, TIMER_REGS };

enum {
	SETUP_SCALE = 0x000f,
	SETUP_CLKSEL = 0x0010,
	SETUP_REV_EN = 0x0020,
	SETUP_EXT_EN = 0x0400,
	SETUP_STOP_EN = 0x0800,
	SETUP_FIELDS = 0x0fff,
	SETUP_DONE = 0x1000,
	SETUP_CMP1 = 0x2000, /* compare 2 is the next bit */
	SETUP_CNT_EN = 0x8000,
};

enum { MODE_OFF, MODE_EQUAL, MODE_GE, MODE_EVENT };

#define NO_TICK UINT64_MAX

static uint16_t get(const struct mfgpt_timer *t, unsigned r)
{
	return (uint16_t)t->m->value[t->n * TIMER_REGS + r];
}

static unsigned mode(const struct mfgpt_timer *t, unsigned c)
{
	return get(t, R_SETUP) >> (6 + 2 * c) & 3;
}

static bool running(const struct mfgpt_timer *t)
{
	uint16_t setup = get(t, R_SETUP);

	return (setup & SETUP_CNT_EN) && !(t->m->sleeping && (setup & SETUP_STOP_EN));
}

static uint32_t timer_hz(const struct mfgpt_timer *t)
{
	return get(t, R_SETUP) & SETUP_CLKSEL ? MFGPT_HZ : MFGPT_SLOW_HZ;
}

/* The prescaler runs freely; so a first tick may come early. */
static uint64_t tick_now(const struct mfgpt_timer *t)
{
	return clock_ticks(t->m->env->clock, timer_hz(t)) >> (get(t, R_SETUP) & SETUP_SCALE);
}

/* The count after which the counter is 0 again. */
static uint32_t top(const struct mfgpt_timer *t)
{
	return mode(t, 1) == MODE_OFF ? 0xffff : get(t, R_CMP2);
}

/* Ticks from `since` until the count is 0. Above the top an equal compare is missed and the
 * counter runs through; the other modes find the count too high and restart it. */
static uint32_t ticks_to_zero(const struct mfgpt_timer *t)
{
	if (t->base <= top(t))
		return top(t) + 1 - t->base;
	return mode(t, 1) == MODE_EQUAL ? 0x10000u - t->base : 1;
}

static uint16_t count_after(const struct mfgpt_timer *t, uint64_t ticks)
{
	uint32_t zero = ticks_to_zero(t);

	if (ticks < zero)
		return (uint16_t)(t->base + ticks);
	return (uint16_t)((ticks - zero) % (top(t) + 1));
}

/* Ticks (at least 1) from `since` until the counter next arrives at @count, or NO_TICK. */
static uint64_t ticks_to(const struct mfgpt_timer *t, uint32_t count)
{
	uint32_t zero = ticks_to_zero(t);

	if (count > t->base && count - t->base < zero)
		return count - t->base;
	return count <= top(t) ? (uint64_t)zero + count : NO_TICK;
}

static bool condition(const struct mfgpt_timer *t, unsigned c, uint16_t count)
{
	if (mode(t, c) == MODE_EQUAL)
		return count == get(t, R_CMP1 + c);
	return mode(t, c) != MODE_OFF && count >= get(t, R_CMP1 + c);
}

static bool flag(const struct mfgpt_timer *t, unsigned c)
{
	return get(t, R_SETUP) & (SETUP_CMP1 << c);
}

static void set_flag(struct mfgpt_timer *t, unsigned c)
{
	t->m->value[t->n * TIMER_REGS + R_SETUP] |= (unsigned)SETUP_CMP1 << c;
}

/* Bring count and event flags up to this moment. */
static void sync(struct mfgpt_timer *t)
{
	uint64_t now = tick_now(t), passed = now - t->since;

	if (running(t)) {
		for (unsigned c = 0; c < 2; c++)
			if (mode(t, c) == MODE_EVENT && ticks_to(t, get(t, R_CMP1 + c)) <= passed)
				set_flag(t, c);
		t->base = count_after(t, passed);
	}
	t->since = now;
	for (unsigned c = 0; c < 2; c++)
		t->was[c] = running(t) && condition(t, c, t->base);
}

/* After a write: a condition that has become true by it is an event too. */
static void catch_up(struct mfgpt_timer *t)
{
	for (unsigned c = 0; c < 2; c++) {
		bool now = running(t) && condition(t, c, t->base);

		if (mode(t, c) == MODE_EVENT && now && !t->was[c])
			set_flag(t, c);
		t->was[c] = now;
	}
}

static bool output(const struct mfgpt_timer *t, unsigned c)
{
	return mode(t, c) == MODE_EVENT ? flag(t, c) : running(t) && condition(t, c, t->base);
}

static bool routed(const struct mfgpt_timer *t, unsigned c)
{
	uint32_t bit = 1u << (t->n + 8 * c);
	bool reset = c == 1 && t->n < 6 && (t->m->nr_msr >> (24 + t->n) & 1);

	return ((t->m->irq_msr | t->m->nr_msr) & bit) || reset || (c == 0 && t->m->out[t->n].hooks);
}

/* Ticks until output @c changes next, as far as somebody looks at it. */
static uint64_t ticks_to_change(const struct mfgpt_timer *t, unsigned c)
{
	uint32_t cmp = get(t, R_CMP1 + c);
	uint64_t first, next;

	if (mode(t, c) == MODE_OFF || !routed(t, c) || (mode(t, c) == MODE_EVENT && flag(t, c)))
		return NO_TICK;
	first = ticks_to(t, cmp);
	if (mode(t, c) == MODE_EVENT)
		return first;
	next = ticks_to(t, 0);
	if (next < first)
		first = next;
	next = mode(t, c) == MODE_EQUAL ? ticks_to(t, cmp + 1) : NO_TICK;
	return next < first ? next : first;
}

static void schedule(struct mfgpt_timer *t)
{
	struct clock *clock = t->m->env->clock;
	uint64_t ticks, other;

	ticks = running(t) ? ticks_to_change(t, 0) : NO_TICK;
	other = running(t) ? ticks_to_change(t, 1) : NO_TICK;
	if (other < ticks)
		ticks = other;
	if (ticks == NO_TICK)
		event_cancel(clock, &t->edge);
	else
		event_schedule(
			clock, &t->edge,
			clock_at_tick(clock, timer_hz(t),
				      (t->since + ticks) << (get(t, R_SETUP) & SETUP_SCALE)));
}

static void update(struct mfgpt *m)
{
	uint32_t out = 0;
	bool bark;

	for (unsigned n = 0; n < MFGPT_TIMERS; n++)
		for (unsigned c = 0; c < 2; c++)
			out |= (uint32_t)output(&m->timer[n], c) << (n + 8 * c);
	for (unsigned k = 0; k < 8; k++) {
		uint32_t pair = 0x11u << (k < 4 ? k : 8 + k - 4);

		signal_set(&m->z[k], out & m->irq_msr & pair);
		signal_set(&m->out[k], out >> k & 1);
	}
	signal_set(&m->nmi, out & m->nr_msr & 0xffff);
	bark = (out >> 8) & (m->nr_msr >> 24) & 0x3f;
	if (bark && !m->barked)
		signal_pulse(&m->reset);
	m->barked = bark;
}

static void edge_fire(void *opaque, uint64_t due)
{
	struct mfgpt_timer *t = opaque;

	(void)due;
	sync(t);
	schedule(t);
	update(t->m);
}

static struct mfgpt_timer *timer_of(struct reg_file *f, unsigned i)
{
	struct mfgpt *m = f->owner;

	return &m->timer[i / TIMER_REGS];
}

static void compare_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	(void)val;
	catch_up(timer_of(f, i));
}

static uint64_t count_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return timer_of(f, i)->base;
}

static void count_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct mfgpt_timer *t = timer_of(f, i);

	(void)old;
	t->base = (uint16_t)val;
	catch_up(t);
}

/* The first write sets the timer up; after it only the run bit and the event flags change. */
static int setup_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	if (old & SETUP_DONE)
		*val = (*val & ~(uint64_t)SETUP_FIELDS) | (old & SETUP_FIELDS);
	*val |= SETUP_DONE;
	return 0;
}

static void setup_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct mfgpt_timer *t = timer_of(f, i);

	(void)old;
	(void)val;
	t->since = tick_now(t); /* the clock may be another one now */
	catch_up(t);
}

/* In the level modes the flag bits show the compare outputs. */
static uint64_t setup_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct mfgpt_timer *t = timer_of(f, i);

	for (unsigned c = 0; c < 2; c++)
		if (mode(t, c) != MODE_EVENT && output(t, c))
			val |= (unsigned)SETUP_CMP1 << c;
	return val;
}

/* No board wires an external enable (EXT_EN), and the reversed bit order (REV_EN) only dithers
 * the duty cycle of an output: both are stored. Timers 6 and 7 have the slow clock alone. */
#define TIMER(N, A, RO)                                                                            \
	{"MFGPT" N "_CMP1", (A), 16, .post_write = compare_write},                                 \
		{"MFGPT" N "_CMP2", (A) + 2, 16, .post_write = compare_write},                     \
		{"MFGPT" N "_CNT", (A) + 4, 16, .read = count_read, .post_write = count_write},    \
	{                                                                                          \
		.name = "MFGPT" N "_SETUP", .addr = (A) + 6, .width = 16, .ro = SETUP_DONE | (RO), \
		.probed = true, .w1c = 0x6000, .unmodelled = SETUP_REV_EN | SETUP_EXT_EN,          \
		.read = setup_read, .pre_write = setup_pre_write, .post_write = setup_write        \
	}

static const struct reg mfgpt_reg[MFGPT_REGS] = {
	TIMER("0", 0x00, 0),
	TIMER("1", 0x08, 0),
	TIMER("2", 0x10, 0),
	TIMER("3", 0x18, 0),
	TIMER("4", 0x20, 0),
	TIMER("5", 0x28, 0),
	TIMER("6", 0x30, SETUP_CLKSEL),
	TIMER("7", 0x38, SETUP_CLKSEL),
};

static const struct reg_why mfgpt_why[] = {
	{0x0, UINT32_MAX,
	 "bits 10 and 5 only change which order the counter's bits have and what an output's duty is"},
};
static const struct reg_table mfgpt_table =
	REG_TABLE_WHY("CS5536 MFGPT", "io", mfgpt_reg, mfgpt_why);

static void sync_all(struct mfgpt *m)
{
	for (unsigned n = 0; n < MFGPT_TIMERS; n++)
		sync(&m->timer[n]);
}

static void settle_all(struct mfgpt *m)
{
	for (unsigned n = 0; n < MFGPT_TIMERS; n++)
		schedule(&m->timer[n]);
	update(m);
}

void mfgpt_init(struct mfgpt *m, const struct env *env)
{
	memset(m, 0, sizeof(*m));
	m->env = env;
	for (unsigned n = 0; n < MFGPT_TIMERS; n++) {
		struct mfgpt_timer *t = &m->timer[n];

		t->m = m;
		t->n = n;
		event_init(&t->edge, "mfgpt", edge_fire, t);
		signal_init(&m->out[n], "mfgpt_out");
		signal_init(&m->z[n], "mfgpt_irq");
	}
	signal_init(&m->nmi, "mfgpt_nmi");
	signal_init(&m->reset, "mfgpt_reset");
	reg_file_init(&m->regs, &mfgpt_table, m, m->value, m->cover);
	m->regs.note = rules_reg_note;
	m->regs.note_opaque = env->rules;
}

static void clear_timer(struct mfgpt_timer *t)
{
	for (unsigned r = 0; r < TIMER_REGS; r++)
		t->m->value[t->n * TIMER_REGS + r] = 0;
	t->base = 0;
	t->was[0] = t->was[1] = false;
}

static void reset_timers(struct mfgpt *m, unsigned count)
{
	sync_all(m);
	for (unsigned n = 0; n < count; n++)
		clear_timer(&m->timer[n]);
	m->irq_msr = m->nr_msr = 0;
	settle_all(m);
}

void mfgpt_reset(struct mfgpt *m)
{
	reset_timers(m, 6);
}

void mfgpt_power_cut(struct mfgpt *m)
{
	reset_timers(m, MFGPT_TIMERS);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct mfgpt *m = opaque;

	sync_all(m);
	return (uint32_t)reg_read_bytes(&m->regs, offset & 0x3f, size, UINT64_MAX);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct mfgpt *m = opaque;

	sync_all(m);
	reg_write_bytes(&m->regs, offset & 0x3f, size, val);
	settle_all(m);
}

struct io_if mfgpt_io(struct mfgpt *m)
{
	return (struct io_if){m, io_read, io_write};
}

const struct reg_file *mfgpt_regs(const struct mfgpt *m, unsigned n)
{
	return n ? NULL : &m->regs;
}

void mfgpt_set_irq(struct mfgpt *m, uint32_t val)
{
	sync_all(m);
	m->irq_msr = val;
	settle_all(m);
}

void mfgpt_set_nr(struct mfgpt *m, uint32_t val)
{
	sync_all(m);
	m->nr_msr = val;
	settle_all(m);
}

void mfgpt_unlock(struct mfgpt *m, uint32_t val)
{
	sync_all(m);
	for (unsigned n = 0; n < MFGPT_TIMERS; n++)
		if (val >> n & 1)
			m->value[n * TIMER_REGS + R_SETUP] = 0;
	sync_all(m);
	settle_all(m);
}

void mfgpt_sleep(struct mfgpt *m, bool sleeping)
{
	sync_all(m);
	m->sleeping = sleeping;
	settle_all(m);
}

uint16_t mfgpt_count(const struct mfgpt *m, unsigned n)
{
	const struct mfgpt_timer *t = &m->timer[n];

	return running(t) ? count_after(t, tick_now(t) - t->since) : t->base;
}
