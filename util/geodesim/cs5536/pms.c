/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The power management sequencer: each enabled control acts after its delay. */
#include "cs5536/pms.h"

#include <string.h>

#include "strict/rules.h"

enum {
	R_SSD,
	R_SCXA,
	R_SCYA,
	R_SODA,
	R_SCLK,
	R_SED,
	R_SCXD,
	R_SCYD,
	R_SIDD,
	R_WKD, /* from here on in the standby domain */
	R_WKXD,
	R_RD,
	R_WKXA,
	R_FSD,
	R_TSD,
	R_PSD,
	R_NWKD,
	R_AWKD,
	R_SSC,
};

#define ENABLE	   0x40000000u
#define LOCK	   0x80000000u
#define DELAY	   0x3fffffffu
#define SSC_SET_PI 0x00010000u
#define SSC_CLR_PI 0x00020000u
#define SSC_PI	   0x00040000u
#define PS	   UINT64_C(1000000000000) /* a second */

static bool enabled(const struct pms *p, unsigned r)
{
	return p->value[r] & ENABLE;
}

/* The core clock at which the delay of register @r is over, counted from @from. */
static uint64_t delay_end(const struct pms *p, unsigned r, uint64_t from)
{
	uint64_t hz = r < R_WKD ? ACPI_TIMER_HZ : PMS_SLOW_HZ;
	uint64_t ticks = p->value[r] & DELAY;
	uint64_t ps = ticks / hz * PS + ticks % hz * PS / hz;

	return clock_at_ps(p->env->clock, clock_ps(p->env->clock, from) + ps);
}

static uint64_t now(const struct pms *p)
{
	return clock_now(p->env->clock);
}

static void arm(struct pms *p, unsigned r, uint64_t from)
{
	if (enabled(p, r))
		event_schedule(p->env->clock, &p->timer[r].event, delay_end(p, r, from));
}

static void disarm_all(struct pms *p)
{
	for (unsigned r = 0; r < PMS_REGS; r++)
		if (r < R_FSD || r > R_PSD) /* what is pressed stays pressed */
			event_cancel(p->env->clock, &p->timer[r].event);
	event_cancel(p->env->clock, &p->wake_check);
}

static void update_power(struct pms *p)
{
	bool rails = p->working.level || (p->work_aux_pin.level && p->state != PMS_OFF);

	if (p->standby.level && !rails)
		p->rails_lost = true;
	signal_set(&p->power_off, p->standby.level && !rails);
}

/* The clocks run again, or are gone with their power: sleep is over either way. */
static void sleep_pins_rest(struct pms *p)
{
	signal_set(&p->slp_clk, false);
	signal_set(&p->sleep_x, false);
	signal_set(&p->sleep_y, false);
}

static void enter_standby(struct pms *p, bool abnormal, unsigned cause)
{
	if (p->state == PMS_STANDBY || p->state == PMS_OFF)
		return;
	if (abnormal)
		disarm_all(p);
	p->state = PMS_STANDBY;
	p->abnormal = abnormal;
	p->rails_lost = false;
	p->entered = now(p);
	p->value[R_SSC] |= cause;
	if (abnormal) {
		signal_set(&p->working, false);
		signal_set(&p->work_aux, false);
	}
	signal_set(&p->suspend, false);
	signal_set(&p->sleeping, true);
	sleep_pins_rest(p);
	signal_set(&p->standby, true);
	acpi_standby(p->acpi, true, abnormal);
	update_power(p);
}

/* Reset goes away: the working domain begins anew. */
static void woken(struct pms *p)
{
	p->state = PMS_WORKING;
	p->abnormal = false;
	acpi_standby(p->acpi, false, false);
	if (!p->cold)
		acpi_set_status(p->acpi, ACPI_WAK);
	signal_set(&p->sleeping, false);
	signal_set(&p->standby, false);
	p->cold = false;
}

static void wake_from_standby(struct pms *p)
{
	disarm_all(p);
	p->state = PMS_WAKING;
	signal_set(&p->working, true);
	if (enabled(p, R_WKXA))
		arm(p, R_WKXA, now(p));
	else
		signal_set(&p->work_aux, true);
	update_power(p);
	if (enabled(p, R_RD))
		arm(p, R_RD, now(p));
	else
		woken(p);
}

static void wake_from_sleep(struct pms *p)
{
	disarm_all(p);
	p->state = PMS_WORKING;
	acpi_set_status(p->acpi, ACPI_WAK);
	signal_set(&p->slp_clk, false);
	for (unsigned r = R_SCXD; r <= R_SCYD; r++) {
		if (enabled(p, r))
			arm(p, r, now(p));
		else
			signal_set(r == R_SCXD ? &p->sleep_x : &p->sleep_y, false);
	}
	if (enabled(p, R_SED))
		arm(p, R_SED, now(p));
	else
		signal_set(&p->sleeping, false);
}

static void look_for_wake(struct pms *p)
{
	unsigned hold = p->abnormal ? R_AWKD : R_NWKD;

	if (p->state == PMS_OFF) {
		if (p->button.level)
			wake_from_standby(p);
		return;
	}
	if (!p->acpi->wake.level)
		return;
	if (p->state == PMS_REQUEST) {
		p->state = PMS_WORKING;
		signal_set(&p->suspend, false);
	} else if (p->state == PMS_SLEEP) {
		wake_from_sleep(p);
	} else if (p->state == PMS_STANDBY) {
		if (enabled(p, hold) && now(p) < delay_end(p, hold, p->entered))
			event_schedule(p->env->clock, &p->wake_check,
				       delay_end(p, hold, p->entered));
		else
			wake_from_standby(p);
	}
}

static void wake_check_fire(void *opaque, uint64_t due)
{
	(void)due;
	look_for_wake(opaque);
}

static void work_aux_off(struct pms *p)
{
	signal_set(&p->work_aux, false);
	if (p->work_aux_pin.level)
		rule_broken(p->env->rules, RULE_SOFT_OFF_RAILS,
			    "WORK_AUX goes low, but GPIO24 does not follow it");
	enter_standby(p, false, PMS_CAUSE_OFF);
	update_power(p);
}

static void timer_fire(void *opaque, uint64_t due)
{
	const struct pms_timer *t = opaque;
	struct pms *p = t->pms;

	(void)due;
	switch (t->reg) {
	case R_SCXA: signal_set(&p->sleep_x, true); break;
	case R_SCYA: signal_set(&p->sleep_y, true); break;
	case R_SCLK: signal_set(&p->slp_clk, true); break;
	case R_SED: signal_set(&p->sleeping, false); break;
	case R_SCXD: signal_set(&p->sleep_x, false); break;
	case R_SCYD: signal_set(&p->sleep_y, false); break;
	case R_WKD:
		signal_set(&p->working, false);
		enter_standby(p, false, PMS_CAUSE_OFF);
		update_power(p);
		break;
	case R_WKXD: work_aux_off(p); break;
	case R_RD: woken(p); break;
	case R_WKXA:
		signal_set(&p->work_aux, true);
		update_power(p);
		break;
	case R_FSD: enter_standby(p, true, PMS_CAUSE_BUTTON); break;
	case R_TSD: enter_standby(p, true, PMS_CAUSE_THERMAL); break;
	case R_PSD: enter_standby(p, true, PMS_CAUSE_LOW_BAT); break;
	default: break;
	}
	/* A wake that came while power was on its way down. */
	if (p->state == PMS_STANDBY)
		look_for_wake(p);
}

/* PM_SSD puts off all that follows; its delay has 15 bits and no enable. */
void pms_suspended(struct pms *p)
{
	uint64_t ticks = p->value[R_SSD] & 0x7fff;
	uint64_t from;

	if (p->state != PMS_REQUEST)
		return;
	from = clock_after_ns(p->env->clock, ticks * 1000000000 / ACPI_TIMER_HZ);
	p->state = PMS_SLEEP;
	signal_set(&p->suspend, false);
	signal_set(&p->sleeping, true);
	arm(p, R_SCXA, from);
	arm(p, R_SCYA, from);
	arm(p, R_SCLK, from);
	arm(p, R_WKXD, from);
	arm(p, R_WKD, from);
	look_for_wake(p);
}

static void sleep_asked(void *opaque, bool level)
{
	struct pms *p = opaque;

	if (!level || p->state != PMS_WORKING)
		return;
	p->state = PMS_REQUEST;
	signal_set(&p->suspend, true);
}

static void wake_changed(void *opaque, bool level)
{
	if (level)
		look_for_wake(opaque);
}

/* A fail-safe counts while its input is asserted. */
static void hold_changed(struct pms *p, unsigned r, bool level)
{
	event_cancel(p->env->clock, &p->timer[r].event);
	if (level && p->state != PMS_STANDBY && p->state != PMS_OFF)
		arm(p, r, now(p));
}

static void button_changed(void *opaque, bool level)
{
	struct pms *p = opaque;

	hold_changed(p, R_FSD, level);
	if (level)
		look_for_wake(p);
}

static void thermal_changed(void *opaque, bool level)
{
	hold_changed(opaque, R_TSD, level);
}

static void low_bat_changed(void *opaque, bool level)
{
	hold_changed(opaque, R_PSD, level);
}

static void work_aux_pin_changed(void *opaque, bool level)
{
	(void)level;
	update_power(opaque);
}

static void hold_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct pms *p = f->owner;
	const struct signal *in = i == R_FSD ? &p->button : i == R_TSD ? &p->thermal : &p->low_bat;

	(void)old;
	(void)val;
	hold_changed(p, i, in->level);
}

static int ssc_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	(void)old;
	if (*val & SSC_SET_PI)
		*val |= SSC_PI;
	if (*val & SSC_CLR_PI)
		*val &= ~(uint64_t)SSC_PI;
	*val &= ~(uint64_t)(SSC_SET_PI | SSC_CLR_PI);
	return 0;
}

/* Delay and enable. Bit 31 is taken for a write lock that no software sets. */
#define CONTROL(N, A)                                                     \
	{                                                                 \
		.name = (N), .addr = (A), .width = 32, .unmodelled = LOCK \
	}
#define HOLD(N, A)                                                         \
	{                                                                  \
		.name = (N), .addr = (A), .width = 32, .unmodelled = LOCK, \
		.post_write = hold_write                                   \
	}
/* Isolation of outputs and inputs in sleep: the parts behind the pins sleep too, so that nothing
 * on a board could tell. */
#define ISOLATE(N, A)                                                           \
	{                                                                       \
		.name = (N), .addr = (A), .width = 32, .unmodelled = 0xffffffff \
	}

static const struct reg pms_reg[PMS_REGS] = {
	/* What sets bit 15 is not known: it reads 0 and takes the write that clears it. */
	[R_SSD] = {.name = "PM_SSD",
		   .addr = 0x00,
		   .width = 32,
		   .w1c = 0x8000,
		   .unmodelled = 0xffff0000},
	[R_SCXA] = CONTROL("PM_SCXA", 0x04),
	[R_SCYA] = CONTROL("PM_SCYA", 0x08),
	[R_SODA] = ISOLATE("PM_OUT_SLPCTL", 0x0c),
	[R_SCLK] = CONTROL("PM_SCLK", 0x10),
	[R_SED] = CONTROL("PM_SED", 0x14),
	[R_SCXD] = CONTROL("PM_SCXD", 0x18),
	[R_SCYD] = CONTROL("PM_SCYD", 0x1c),
	[R_SIDD] = ISOLATE("PM_IN_SLPCTL", 0x20),
	[R_WKD] = CONTROL("PM_WKD", 0x30),
	[R_WKXD] = CONTROL("PM_WKXD", 0x34),
	[R_RD] = CONTROL("PM_RD", 0x38),
	[R_WKXA] = CONTROL("PM_WKXA", 0x3c),
	[R_FSD] = HOLD("PM_FSD", 0x40),
	[R_TSD] = HOLD("PM_TSD", 0x44),
	[R_PSD] = HOLD("PM_PSD", 0x48),
	[R_NWKD] = CONTROL("PM_NWKD", 0x4c),
	[R_AWKD] = CONTROL("PM_AWKD", 0x50),
	[R_SSC] = {.name = "PM_SSC",
		   .addr = 0x54,
		   .width = 32,
		   .reset = SSC_PI,
		   .w1c = 0xffff,
		   .ro = SSC_PI,
		   .probed = true,
		   .reserved = 0xfff80000,
		   .pre_write = ssc_pre_write},
};

static const struct reg_why pms_why[] = {
	{0x0, 0x0, "31 to 16: bits not documented"},
	{0xc, 0xc, "isolated pins in sleep: the parts behind them sleep too"},
	{0x20, 0x20, "isolated pins in sleep: the parts behind them sleep too"},
	{0x0, UINT32_MAX, "bit 31 is taken for a write lock that no software sets"},
};
static const struct reg_table pms_table = REG_TABLE_WHY("CS5536 PMS", "io", pms_reg, pms_why);

static void init_signals(struct pms *p)
{
	signal_init(&p->suspend, "suspend");
	signal_init(&p->sleeping, "sleeping");
	signal_init(&p->slp_clk, "slp_clk");
	signal_init(&p->sleep_x, "sleep_x");
	signal_init(&p->sleep_y, "sleep_y");
	signal_init(&p->working, "working");
	signal_init(&p->work_aux, "work_aux");
	signal_init(&p->standby, "standby");
	signal_init(&p->power_off, "power_off");
	signal_init(&p->button, "button");
	signal_init(&p->thermal, "thermal");
	signal_init(&p->low_bat, "low_bat");
	signal_init(&p->work_aux_pin, "work_aux_pin");
	signal_connect(&p->button, &p->hook[0], button_changed, p);
	signal_connect(&p->thermal, &p->hook[1], thermal_changed, p);
	signal_connect(&p->low_bat, &p->hook[2], low_bat_changed, p);
	signal_connect(&p->work_aux_pin, &p->hook[3], work_aux_pin_changed, p);
	signal_connect(&p->acpi->sleep, &p->hook[4], sleep_asked, p);
	signal_connect(&p->acpi->wake, &p->hook[5], wake_changed, p);
}

void pms_init(struct pms *p, const struct env *env, struct acpi *a)
{
	memset(p, 0, sizeof(*p));
	p->env = env;
	p->acpi = a;
	init_signals(p);
	for (unsigned r = 0; r < PMS_REGS; r++) {
		p->timer[r].pms = p;
		p->timer[r].reg = r;
		event_init(&p->timer[r].event, "pms", timer_fire, &p->timer[r]);
	}
	event_init(&p->wake_check, "pms_wake", wake_check_fire, p);
	reg_file_init(&p->regs, &pms_table, p, p->value, p->cover);
	p->regs.note = rules_reg_note;
	p->regs.note_opaque = env->rules;
	p->state = PMS_WORKING;
	p->working.level = p->work_aux.level = true;
	p->working.drivers = p->work_aux.drivers = 1;
}

void pms_reset(struct pms *p, unsigned cause)
{
	disarm_all(p);
	for (unsigned r = 0; r < R_WKD; r++)
		p->value[r] = pms_reg[r].reset;
	p->value[R_SSC] |= cause;
	p->state = PMS_WORKING;
	p->abnormal = p->cold = false;
	signal_set(&p->suspend, false);
	sleep_pins_rest(p);
	signal_set(&p->working, true);
	signal_set(&p->work_aux, true);
	signal_set(&p->sleeping, false);
	signal_set(&p->standby, false);
	acpi_standby(p->acpi, false, false);
	update_power(p);
}

void pms_power_cut(struct pms *p)
{
	uint64_t pi = p->value[R_SSC] & SSC_PI;

	for (unsigned r = 0; r < PMS_REGS; r++)
		event_cancel(p->env->clock, &p->timer[r].event);
	event_cancel(p->env->clock, &p->wake_check);
	reg_file_reset(&p->regs);
	p->value[R_SSC] = pi;
	p->abnormal = false;
	signal_set(&p->suspend, false);
	sleep_pins_rest(p);
	p->state = PMS_OFF;
	p->cold = true;
	signal_set(&p->working, false);
	signal_set(&p->work_aux, false);
	signal_set(&p->sleeping, true);
	signal_set(&p->standby, true);
	acpi_standby(p->acpi, true, true);
	update_power(p);
	if (pi)
		wake_from_standby(p);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct pms *p = opaque;

	return (uint32_t)reg_read_bytes(&p->regs, offset & 0x7f, size, 0);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct pms *p = opaque;

	reg_write_bytes(&p->regs, offset & 0x7f, size, val);
}

struct io_if pms_io(struct pms *p)
{
	return (struct io_if){p, io_read, io_write};
}

const struct reg_file *pms_regs(const struct pms *p, unsigned n)
{
	return n ? NULL : &p->regs;
}
