/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pins: who drives them, what the inputs see, which events come of it. */
#include "cs5536/gpio.h"

#include <string.h>

#include "cs5536/gpio_priv.h"
#include "strict/rules.h"

#define SLOW_HZ	     32768u
#define STANDBY_PINS 0x1f00u /* 24 to 28, in the high bank */
#define DEPTH_MAX    8

/* What a block behind IN_AUX1 sees while its pin is not switched to it: the resting level. */
#define AUX1_IDLE_HIGH                                                                        \
	(1u << GPIO_UART2_RX | 1u << GPIO_UART1_RX | 1u << GPIO_THRM_ALRM | 1u << GPIO_INTD | \
	 1u << GPIO_SMB_CLK | 1u << GPIO_SMB_DATA | 1u << GPIO_LOW_BAT | 1u << GPIO_PME |     \
	 1u << GPIO_PWR_BUT)

static bool feature(const struct gpio *g, enum gpio_feature f, unsigned n)
{
	return g->value[f + (n < 16 ? 0 : GPIO_HIGH)] >> (n & 15) & 1;
}

static void set_status(struct gpio *g, enum gpio_feature f, unsigned n)
{
	g->value[f + (n < 16 ? 0 : GPIO_HIGH)] |= 1u << (n & 15);
}

static bool is_lpc(const struct gpio *g, unsigned n)
{
	return g->lpc_pins >> n & 1;
}

bool gpio_drives_aux1(const struct gpio *g, unsigned n)
{
	return !is_lpc(g, n) && feature(g, OUT_EN, n) && feature(g, OUT_AUX1, n);
}

bool gpio_drives_aux2(const struct gpio *g, unsigned n)
{
	return !is_lpc(g, n) && feature(g, OUT_EN, n) && feature(g, OUT_AUX2, n) &&
	       !feature(g, OUT_AUX1, n);
}

bool gpio_hears_aux1(const struct gpio *g, unsigned n)
{
	return !is_lpc(g, n) && feature(g, IN_EN, n) && feature(g, IN_AUX1, n);
}

bool gpio_level(const struct gpio *g, unsigned n)
{
	return g->pin[n].level;
}

struct gpio_channel *gpio_channel_of(struct gpio *g, unsigned n)
{
	for (unsigned c = 0; c < GPIO_CHANNELS; c++)
		if (g->value[GPIO_FE + c] == n)
			return &g->channel[c];
	return NULL;
}

/* The chip's own driver. The SMBus drives its pins as open drain whatever OUT_OD_EN says. */
static enum gpio_drive chip_drive(const struct gpio *g, unsigned n)
{
	bool smb = n == GPIO_SMB_CLK || n == GPIO_SMB_DATA;
	bool level, open_drain = feature(g, OUT_OD, n);

	if (is_lpc(g, n) || !feature(g, OUT_EN, n))
		return GPIO_FREE;
	if (feature(g, OUT_AUX1, n)) {
		level = g->aux1_out[n].level;
		open_drain |= smb;
	} else if (feature(g, OUT_AUX2, n)) {
		level = g->aux2_out[n].level;
	} else {
		level = feature(g, OUT_VAL, n);
	}
	level ^= feature(g, OUT_INV, n);
	if (level)
		return open_drain ? GPIO_FREE : GPIO_DRIVE_HIGH;
	return GPIO_DRIVE_LOW;
}

static bool resolve(struct gpio *g, unsigned n)
{
	enum gpio_drive chip = chip_drive(g, n), board = g->drive[n];

	if (g->pull_low[n].level)
		board = GPIO_DRIVE_LOW;
	if (chip != GPIO_FREE && board != GPIO_FREE && chip != board) {
		if (!(g->fought >> n & 1))
			rule_broken(g->env->rules, RULE_GPIO_CONTENTION,
				    "GPIO%u is driven %s, the board drives it %s", n,
				    chip == GPIO_DRIVE_HIGH ? "high" : "low",
				    board == GPIO_DRIVE_HIGH ? "high" : "low");
		g->fought |= 1u << n;
		return false;
	}
	g->fought &= ~(1u << n);
	if (chip != GPIO_FREE)
		return chip == GPIO_DRIVE_HIGH;
	if (board != GPIO_FREE)
		return board == GPIO_DRIVE_HIGH;
	if (g->pull[n] != GPIO_FREE)
		return g->pull[n] == GPIO_DRIVE_HIGH;
	/* With neither pull the pin floats; it is taken for low. */
	return feature(g, PU_EN, n);
}

static void settle_fire(void *opaque, uint64_t due)
{
	struct gpio_channel *c = opaque;

	(void)due;
	c->filtered = c->candidate;
	gpio_update_all(c->gpio);
}

/* A level gets through the filter when it has lasted the amount of 32 kHz ticks. */
static bool filter(struct gpio_channel *c, bool level)
{
	struct clock *clock = c->gpio->env->clock;
	uint64_t ticks = c->gpio->value[gpio_channel_reg(c->n, FILTER_AMOUNT)];

	if (ticks == 0) {
		event_cancel(clock, &c->settle);
		c->candidate = c->filtered = level;
	} else if (level == c->filtered) {
		event_cancel(clock, &c->settle);
		c->candidate = level;
	} else if (level != c->candidate || !c->settle.queued) {
		c->candidate = level;
		event_schedule(clock, &c->settle,
			       clock_at_tick(clock, SLOW_HZ, clock_ticks(clock, SLOW_HZ) + ticks));
	}
	return c->filtered;
}

/* Count a rising edge; the counter's output is high above the compare value. */
static bool count(struct gpio *g, struct gpio_channel *c, bool before, bool level)
{
	uint64_t *n = &g->value[gpio_channel_reg(c->n, EVENT_COUNT)];

	if (level && !before && *n < 0xffff)
		++*n;
	return *n > g->value[gpio_channel_reg(c->n, EVENT_COMPARE)];
}

static bool has_event(const struct gpio *g, unsigned n)
{
	bool rise = feature(g, POSEDGE_EN, n), fall = feature(g, NEGEDGE_EN, n);

	if (!feature(g, EVENTS_EN, n) || !feature(g, IN_EN, n))
		return false;
	if (!rise && !fall)
		return g->in[n].level;
	return (rise && feature(g, POSEDGE_STS, n)) || (fall && feature(g, NEGEDGE_STS, n));
}

bool gpio_route(const struct gpio *g, unsigned n, unsigned *group, bool *pme)
{
	unsigned nibble = (unsigned)(g->value[GPIO_MAP + n / 8] >> (n % 8 * 4)) & 15;

	*group = nibble & 7;
	*pme = nibble & 8;
	return feature(g, EVENTS_EN, n) && feature(g, IN_EN, n) && !is_lpc(g, n);
}

static void update_groups(struct gpio *g)
{
	uint8_t irq = 0, pme = 0;

	for (unsigned n = 0; n < GPIO_PINS; n++) {
		unsigned group;
		bool is_pme;

		if (!gpio_route(g, n, &group, &is_pme) || !has_event(g, n))
			continue;
		if (is_pme)
			pme |= (uint8_t)(1u << group);
		else
			irq |= (uint8_t)(1u << group);
	}
	for (unsigned i = 0; i < 8; i++) {
		signal_set(&g->irq[i], irq >> i & 1);
		signal_set(&g->pme[i], pme >> i & 1);
	}
}

static void update_input(struct gpio *g, unsigned n)
{
	struct gpio_channel *c = gpio_channel_of(g, n);
	bool on = feature(g, IN_EN, n) && !is_lpc(g, n);
	bool before = g->in[n].level;
	bool level = on && (g->pin[n].level ^ feature(g, IN_INV, n));

	if (on && c && feature(g, IN_FLTR, n))
		level = filter(c, level);
	signal_set(&g->aux1_in[n], on && feature(g, IN_AUX1, n) ? level : AUX1_IDLE_HIGH >> n & 1);
	if (on && c && feature(g, IN_EVNTCNT, n)) {
		bool edge = c->counted;

		c->counted = level;
		level = count(g, c, edge, level);
	}
	if (on && level && !before && feature(g, POSEDGE_EN, n))
		set_status(g, POSEDGE_STS, n);
	if (on && !level && before && feature(g, NEGEDGE_EN, n))
		set_status(g, NEGEDGE_STS, n);
	signal_set(&g->in[n], level);
}

static void update_pin(struct gpio *g, unsigned n)
{
	signal_set(&g->pin[n], resolve(g, n));
	update_input(g, n);
}

/* Listeners of a pin may drive pins in turn; wiring that never settles is cut off. */
static bool enter(struct gpio *g)
{
	if (g->depth == DEPTH_MAX)
		return false;
	g->depth++;
	return true;
}

void gpio_update_all(struct gpio *g)
{
	if (!enter(g))
		return;
	for (unsigned n = 0; n < GPIO_PINS; n++)
		update_pin(g, n);
	update_groups(g);
	g->depth--;
}

static void update_one(struct gpio *g, unsigned n)
{
	if (!enter(g))
		return;
	update_pin(g, n);
	update_groups(g);
	g->depth--;
}

void gpio_drive(struct gpio *g, unsigned n, enum gpio_drive d)
{
	g->drive[n] = (uint8_t)d;
	update_one(g, n);
}

void gpio_pull(struct gpio *g, unsigned n, enum gpio_drive d)
{
	g->pull[n] = (uint8_t)d;
	update_one(g, n);
}

void gpio_set_lpc_pins(struct gpio *g, uint32_t mask)
{
	g->lpc_pins = mask & 0x7f0000;
	gpio_update_all(g);
}

static void wire_changed(void *opaque, bool level)
{
	struct gpio_wire *w = opaque;

	(void)level;
	update_one(w->gpio, w->n);
}

static void init_signals(struct gpio *g)
{
	for (unsigned n = 0; n < GPIO_PINS; n++) {
		struct gpio_wire *w = &g->wire[n];

		signal_init(&g->pin[n], "gpio_pin");
		signal_init(&g->in[n], "gpio_in");
		signal_init(&g->aux1_in[n], "gpio_aux1_in");
		signal_init(&g->aux1_out[n], "gpio_aux1_out");
		signal_init(&g->aux2_out[n], "gpio_aux2_out");
		signal_init(&g->pull_low[n], "gpio_pull_low");
		g->aux1_in[n].level = AUX1_IDLE_HIGH >> n & 1;
		w->gpio = g;
		w->n = n;
		signal_connect(&g->aux1_out[n], &w->hook[0], wire_changed, w);
		signal_connect(&g->aux2_out[n], &w->hook[1], wire_changed, w);
		signal_connect(&g->pull_low[n], &w->hook[2], wire_changed, w);
	}
	for (unsigned i = 0; i < 8; i++) {
		signal_init(&g->irq[i], "gpio_irq");
		signal_init(&g->pme[i], "gpio_pme");
	}
	/* Lines that rest high: serial data and the SMBus. */
	g->aux1_out[GPIO_UART1_TX].level = g->aux1_out[GPIO_UART2_TX].level = true;
	g->aux1_out[GPIO_SMB_CLK].level = g->aux1_out[GPIO_SMB_DATA].level = true;
}

void gpio_init(struct gpio *g, const struct env *env)
{
	memset(g, 0, sizeof(*g));
	g->env = env;
	init_signals(g);
	for (unsigned c = 0; c < GPIO_CHANNELS; c++) {
		g->channel[c].gpio = g;
		g->channel[c].n = c;
		event_init(&g->channel[c].settle, "gpio_filter", settle_fire, &g->channel[c]);
	}
	reg_file_init(&g->regs, &gpio_table, g, g->value, g->cover);
	g->regs.note = rules_reg_note;
	g->regs.note_opaque = env->rules;
	gpio_update_all(g);
}

void gpio_power_cut(struct gpio *g)
{
	reg_file_reset(&g->regs);
	for (unsigned c = 0; c < GPIO_CHANNELS; c++)
		event_cancel(g->env->clock, &g->channel[c].settle);
	g->resumed = false;
	gpio_update_all(g);
}

void gpio_reset(struct gpio *g, bool resumed)
{
	const uint64_t keep = STANDBY_PINS | (uint64_t)STANDBY_PINS << 16;

	for (unsigned i = 0; i < GPIO_REGS; i++) {
		uint64_t reset = gpio_table.reg[i].reset;

		if (i >= GPIO_HIGH && i < GPIO_HIGH_CHANNELS && i != GPIO_HIGH + LOCK_EN)
			g->value[i] = (reset & ~keep) | (g->value[i] & keep);
		else if (i < GPIO_HIGH_CHANNELS || (i >= GPIO_MAP && i < GPIO_MAP + 3) ||
			 (i >= GPIO_FE && i < GPIO_FE + 6))
			g->value[i] = reset;
	}
	for (unsigned c = 0; c < 6; c++)
		event_cancel(g->env->clock, &g->channel[c].settle);
	g->resumed = resumed;
	gpio_update_all(g);
}
