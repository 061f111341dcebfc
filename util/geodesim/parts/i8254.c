/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8254 interval timer (Intel 8254 data sheet): counters computed from the clock. */
#include "parts/i8254.h"

#include <string.h>

#include "parts/portregs.h"

#define NO_EDGE	      INT64_MAX
#define REFRESH_TICKS 18

enum { COUNT, CONTROL = 3, STATUS = 6, COMMAND = 9 };

static const struct reg regs[I8254_REGS] = {
	PORT_REG(COUNT + 0, "PIT count 0 (40)", 8, .side_effect = true),
	PORT_REG(COUNT + 1, "PIT count 1 (41)", 8, .side_effect = true),
	PORT_REG(COUNT + 2, "PIT count 2 (42)", 8, .side_effect = true),
	PORT_REG(CONTROL + 0, "PIT control word 0 (43)", 8, ),
	PORT_REG(CONTROL + 1, "PIT control word 1 (43)", 8, ),
	PORT_REG(CONTROL + 2, "PIT control word 2 (43)", 8, ),
	PORT_REG(STATUS + 0, "PIT status 0 (40)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(STATUS + 1, "PIT status 1 (41)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(STATUS + 2, "PIT status 2 (42)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(COMMAND, "PIT latch and read-back commands (43)", 8, ),
};

static const struct reg_table reg_table = REG_TABLE("8254", PORT_REGS, regs);

static int64_t ticks_now(const struct i8254 *p)
{
	return (int64_t)clock_ticks(p->clock, I8254_HZ);
}

static bool gate_stops(const struct i8254_counter *c)
{
	return c->mode == 0 || c->mode == 4;
}

/* Ticks the counting element has run at tick t since it was loaded. */
static int64_t elapsed(const struct i8254_counter *c, int64_t t)
{
	if (gate_stops(c) && !c->gate)
		return c->ran;
	return c->ran + (t > c->loaded ? t - c->loaded : 0);
}

/* Modes 2 and 3: does the counter run (started and the gate open)? */
static bool cycling(const struct i8254_counter *c)
{
	return c->started && c->gate;
}

/* Ticks of the high part of a mode 3 cycle: one more than the low part for odd counts. */
static int64_t high_part(uint32_t period)
{
	return (period + 1) / 2;
}

/* A count written in the middle of a cycle takes over at its end (mode 3: of its half). */
static void apply_change(struct i8254_counter *c, int64_t t)
{
	int64_t pos, at = c->change;

	if (at == NO_EDGE || t < at)
		return;
	pos = (at - c->loaded) % c->period;
	c->period = c->reload;
	c->loaded = at;
	if (c->mode == 3 && pos != 0)
		c->loaded = at - high_part(c->period); /* the low half begins */
	c->change = NO_EDGE;
}

static bool out_at(const struct i8254_counter *c, int64_t t)
{
	int64_t e = elapsed(c, t), pos;

	switch (c->mode) {
	case 0: return c->started && t >= c->loaded && e >= c->period;
	case 1: return !c->started || t < c->loaded || e >= c->period;
	case 4:
	case 5: return !c->started || t < c->loaded || e != c->period;
	default: break;
	}
	if (!cycling(c) || t < c->loaded)
		return true;
	pos = e % c->period;
	if (c->mode == 2)
		return c->period == 1 || pos != c->period - 1;
	return pos < high_part(c->period);
}

/* First tick after t at which the output changes. */
static int64_t next_edge(const struct i8254_counter *c, int64_t t)
{
	int64_t end = c->loaded + c->period - c->ran, pos;

	if (!c->started || (gate_stops(c) && !c->gate))
		return NO_EDGE;
	switch (c->mode) {
	case 0: return t < end ? end : NO_EDGE;
	case 1:
		if (t < c->loaded)
			return c->loaded;
		return t < end ? end : NO_EDGE;
	case 4:
	case 5:
		if (t < end)
			return end;
		return t < end + 1 ? end + 1 : NO_EDGE;
	default: break;
	}
	if (!c->gate || c->period < 2)
		return NO_EDGE;
	if (t < c->loaded)
		t = c->loaded;
	pos = (t - c->loaded) % c->period;
	if (c->mode == 2)
		return t + (pos < c->period - 1 ? c->period - 1 - pos : 1);
	return t + (pos < high_part(c->period) ? high_part(c->period) : c->period) - pos;
}

/* Show the output at tick t and wait for its next change. */
static void settle(struct i8254_counter *c, int64_t t)
{
	apply_change(c, t);
	signal_set(&c->out, out_at(c, t));
	if (!c->out.hooks)
		return;
	c->edge_tick = next_edge(c, t);
	if (c->edge_tick == NO_EDGE)
		event_cancel(c->pit->clock, &c->edge);
	else
		event_schedule(c->pit->clock, &c->edge,
			       clock_at_tick(c->pit->clock, I8254_HZ, (uint64_t)c->edge_tick));
}

static void edge_fire(void *opaque, uint64_t due)
{
	struct i8254_counter *c = opaque;

	(void)due;
	settle(c, c->edge_tick);
}

/* Show every change of the output up to now, then the present level. */
static int64_t catch_up(struct i8254_counter *c)
{
	int64_t t = ticks_now(c->pit);

	while (c->edge.queued && c->edge_tick <= t)
		settle(c, c->edge_tick);
	apply_change(c, t);
	return t;
}

static void load(struct i8254_counter *c, int64_t t)
{
	c->period = c->reload;
	c->loaded = t + 1; /* the next falling edge of CLK */
	c->ran = 0;
	c->change = NO_EDGE;
	c->started = true;
}

static uint32_t from_bcd(uint16_t v)
{
	return (v >> 12) * 1000u + (v >> 8 & 15) * 100u + (v >> 4 & 15) * 10u + (v & 15);
}

static uint16_t to_bcd(uint32_t v)
{
	return (uint16_t)(v / 1000 % 10 << 12 | v / 100 % 10 << 8 | v / 10 % 10 << 4 | v % 10);
}

static uint16_t count_at(const struct i8254_counter *c, int64_t t)
{
	int64_t modulus = c->bcd ? 10000 : 65536;
	int64_t e = elapsed(c, t), value;

	if (c->mode == 2 || c->mode == 3) {
		int64_t pos = cycling(c) ? e % c->period : 0;

		value = c->period - pos;
		if (c->mode == 3) {
			if (pos >= high_part(c->period))
				pos -= high_part(c->period);
			value = (c->period & ~UINT32_C(1)) - 2 * pos;
		}
	} else {
		value = c->period - e % modulus;
	}
	value %= modulus;
	if (value < 0)
		value += modulus;
	return c->bcd ? to_bcd((uint32_t)value) : (uint16_t)value;
}

static void write_count(struct i8254_counter *c, uint16_t raw)
{
	int64_t t = catch_up(c);
	uint32_t n = c->bcd ? from_bcd(raw) : raw;

	c->reload = n ? n : c->bcd ? 10000 : 65536;
	c->written = true;
	switch (c->mode) {
	case 1:
	case 5: break; /* waits for the gate */
	case 0:
	case 4: load(c, t); break;
	default:
		if (!c->started || t < c->loaded) {
			load(c, t);
		} else if (cycling(c)) {
			int64_t pos = (t - c->loaded) % c->period;
			int64_t half = high_part(c->period);

			c->change = t - pos + (c->mode == 3 && pos < half ? half : c->period);
		}
		break;
	}
	settle(c, t);
}

static void write_data(struct i8254_counter *c, uint8_t val)
{
	int64_t t;

	switch (c->access) {
	case 1: write_count(c, val); break;
	case 2: write_count(c, (uint16_t)(val << 8)); break;
	default:
		if (c->wrote_low) {
			c->wrote_low = false;
			write_count(c, (uint16_t)(val << 8 | c->low));
			break;
		}
		c->low = val;
		c->wrote_low = true;
		if (c->mode == 0) { /* the first byte stops the counter, OUT goes low */
			t = catch_up(c);
			c->started = false;
			settle(c, t);
		}
		break;
	}
}

static uint8_t status_byte(const struct i8254_counter *c, int64_t t)
{
	bool null_count =
		!c->started || t < c->loaded || c->change != NO_EDGE || c->period != c->reload;

	return (uint8_t)(out_at(c, t) << 7 | null_count << 6 | c->access << 4 | c->mode << 1 |
			 c->bcd);
}

static void latch_count(struct i8254_counter *c)
{
	if (c->count_latched)
		return;
	c->latch = count_at(c, catch_up(c));
	c->count_latched = true;
}

static void write_control(struct i8254 *p, uint8_t val)
{
	struct i8254_counter *c;
	int64_t t;

	if (val >> 6 == 3) { /* read-back command */
		for (unsigned n = 0; n < 3; n++) {
			if (!(val & 2 << n))
				continue;
			c = &p->counter[n];
			if (!(val & 0x20))
				latch_count(c);
			if (!(val & 0x10) && !c->status_latched) {
				c->status = status_byte(c, catch_up(c));
				c->status_latched = true;
			}
		}
		return;
	}
	c = &p->counter[val >> 6];
	if ((val >> 4 & 3) == 0) {
		latch_count(c);
		return;
	}
	t = catch_up(c);
	p->control[val >> 6] = val;
	c->access = val >> 4 & 3;
	c->mode = val >> 1 & 7;
	if (c->mode > 5)
		c->mode -= 4; /* modes 6 and 7 are 2 and 3 */
	c->bcd = val & 1;
	c->started = false;
	c->written = false;
	c->wrote_low = false;
	c->read_high = false;
	c->count_latched = false;
	c->status_latched = false;
	c->change = NO_EDGE;
	settle(c, t);
}

static uint8_t read_data(struct i8254_counter *c)
{
	uint16_t value;
	bool high;

	if (c->status_latched) {
		c->status_latched = false;
		return c->status;
	}
	value = c->count_latched ? c->latch : count_at(c, catch_up(c));
	if (c->access == 3) {
		high = c->read_high;
		c->read_high = !c->read_high;
	} else {
		high = c->access == 2;
	}
	if (c->access != 3 || high)
		c->count_latched = false;
	return (uint8_t)(high ? value >> 8 : value);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct i8254 *p = opaque;

	unsigned n = offset & 3;
	struct i8254_counter *c = &p->counter[n % 3];

	(void)size;
	if (n == 3)
		return 0xff;
	return port_reg_read(&p->regs, (c->status_latched ? STATUS : COUNT) + n, read_data(c));
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct i8254 *p = opaque;

	(void)size;
	if ((offset & 3) == 3) {
		bool command = (val >> 6 & 3) == 3 || !(val & 0x30);

		port_reg_write(&p->regs, command ? COMMAND : CONTROL + (val >> 6 & 3), val, 0xff);
		write_control(p, (uint8_t)val);
		return;
	}
	port_reg_write(&p->regs, COUNT + (offset & 3u), val, 0xff);
	write_data(&p->counter[offset & 3], (uint8_t)val);
}

struct io_if i8254_io(struct i8254 *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

void i8254_reset(struct i8254 *p)
{
	memset(p->control, 0, sizeof(p->control));
	for (unsigned n = 0; n < 3; n++) {
		struct i8254_counter *old = &p->counter[n];
		struct i8254_counter fresh = {
			.pit = p,
			.access = 3,
			.gate = n != 2,
			.reload = 65536,
			.period = 65536,
			.change = NO_EDGE,
			.out = old->out,
			.edge = old->edge,
		};

		event_cancel(p->clock, &old->edge);
		fresh.edge.queued = false;
		*old = fresh;
		signal_set(&old->out, false);
	}
}

void i8254_init(struct i8254 *p, struct clock *clock)
{
	static const char *const out_name[3] = {"pit.out0", "pit.out1", "pit.out2"};
	static const char *const edge_name[3] = {"pit.edge0", "pit.edge1", "pit.edge2"};

	memset(p, 0, sizeof(*p));
	p->clock = clock;
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	for (unsigned n = 0; n < 3; n++) {
		struct i8254_counter *c = &p->counter[n];

		signal_init(&c->out, out_name[n]);
		event_init(&c->edge, edge_name[n], edge_fire, c);
	}
	i8254_reset(p);
}

void i8254_gate(struct i8254 *p, unsigned n, bool level)
{
	struct i8254_counter *c = &p->counter[n];
	int64_t t;

	if (c->gate == level)
		return;
	t = catch_up(c);
	if (gate_stops(c)) {
		if (!level && t > c->loaded) {
			c->ran += t - c->loaded;
			c->loaded = t;
		} else if (level && t > c->loaded) {
			c->loaded = t;
		}
	} else if (level && c->written) {
		load(c, t); /* rising edge: trigger or restart */
	}
	c->gate = level;
	settle(c, t);
}

bool i8254_out(struct i8254 *p, unsigned n)
{
	struct i8254_counter *c = &p->counter[n];

	return out_at(c, catch_up(c));
}

uint16_t i8254_written(const struct i8254 *p, unsigned n)
{
	const struct i8254_counter *c = &p->counter[n % 3];

	return c->bcd ? to_bcd(c->reload) : (uint16_t)c->reload;
}

bool i8254_refresh(struct i8254 *p)
{
	struct i8254_counter *c = &p->counter[1];
	int64_t t = catch_up(c);

	if (c->started && (c->mode == 2 || c->mode == 3) && t >= c->loaded)
		return (t - c->loaded) / c->period & 1;
	return t / REFRESH_TICKS & 1;
}
