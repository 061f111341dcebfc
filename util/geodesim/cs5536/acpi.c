/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ACPI registers: events become SCI, SMI or wake; the PM timer; the request to sleep. */
#include "cs5536/acpi.h"

#include <string.h>

#include "strict/rules.h"

enum { R_PM1_STS, R_PM1_EN, R_PM1_CNT, R_PM2_CNT, R_PM_TMR, R_GPE0_STS, R_GPE0_EN };

enum {
	CNT_SCI_EN = 1 << 0,
	CNT_BM_RLD = 1 << 1,
	CNT_GBL_RLS = 1 << 2,
	CNT_GBL_FLAG = 1 << 9,
	CNT_SLP_EN = 1 << 13,
};

#define STS_SET_GBL	0x0800u
#define PM1_EVENTS	(ACPI_TMR | ACPI_GBL | ACPI_PWRBTN | ACPI_SLPBTN | ACPI_RTC)
#define GPE_EVENTS	0xc03f007fu
#define STANDBY_PM1	(ACPI_PWRBTN | ACPI_RTC)
#define STANDBY_GPE	0xc0000000u
#define TIMER_TOP_TICKS UINT64_C(0x80000000)
#define HOOK_GPE	3

static void update(struct acpi *a)
{
	uint32_t pm1 = (uint32_t)(a->value[R_PM1_STS] & a->value[R_PM1_EN]) & PM1_EVENTS;
	uint32_t gpe = (uint32_t)(a->value[R_GPE0_STS] & a->value[R_GPE0_EN]);
	bool sci_en = a->value[R_PM1_CNT] & CNT_SCI_EN;
	bool pending;

	if (a->standby) {
		pm1 &= STANDBY_PM1;
		gpe &= STANDBY_GPE;
	}
	pending = pm1 || gpe;
	signal_set(&a->sci, pending && sci_en && !a->standby);
	signal_set(&a->asmi, pending && !sci_en && !a->standby);
	signal_set(&a->wake, pending);
}

void acpi_set_status(struct acpi *a, uint16_t bits)
{
	a->value[R_PM1_STS] |= bits;
	update(a);
}

void acpi_bus_master(struct acpi *a)
{
	a->value[R_PM1_STS] |= ACPI_BM; /* no event of its own: nothing to update */
}

uint32_t acpi_timer(const struct acpi *a)
{
	return (uint32_t)clock_ticks(a->env->clock, ACPI_TIMER_HZ);
}

static void power_button_changed(void *opaque, bool level)
{
	if (level)
		acpi_set_status(opaque, ACPI_PWRBTN);
}

static void sleep_button_changed(void *opaque, bool level)
{
	const struct acpi *a = opaque;

	if (level && !a->standby)
		acpi_set_status(opaque, ACPI_SLPBTN);
}

static void rtc_changed(void *opaque, bool level)
{
	if (level)
		acpi_set_status(opaque, ACPI_RTC);
}

/* General events are latched, and set again as long as their source asks. */
static void latch_gpe(struct acpi *a)
{
	for (unsigned n = 0; n < 32; n++)
		if (a->gpe[n].level && (!a->standby || (STANDBY_GPE >> n & 1)))
			a->value[R_GPE0_STS] |= (GPE_EVENTS & 1u << n);
	update(a);
}

static void gpe_changed(void *opaque, bool level)
{
	if (level)
		latch_gpe(opaque);
}

static void schedule_roll(struct acpi *a)
{
	uint64_t turn = clock_ticks(a->env->clock, ACPI_TIMER_HZ) / TIMER_TOP_TICKS + 1;

	event_schedule(a->env->clock, &a->roll,
		       clock_at_tick(a->env->clock, ACPI_TIMER_HZ, turn * TIMER_TOP_TICKS));
}

/* The top bit of the timer turned over. */
static void roll_fire(void *opaque, uint64_t due)
{
	struct acpi *a = opaque;

	(void)due;
	if (!a->standby)
		acpi_set_status(a, ACPI_TMR);
	schedule_roll(a);
}

/* Bit 11 is no status: writing it as one raises GBL_STS. */
static int status_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	(void)old;
	if (*val & STS_SET_GBL)
		*val |= ACPI_GBL;
	*val &= ~(uint64_t)STS_SET_GBL;
	return 0;
}

static void event_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	latch_gpe(f->owner);
}

static int control_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct acpi *a = f->owner;

	(void)i;
	(void)old;
	if (*val & CNT_GBL_RLS)
		*val |= CNT_GBL_FLAG;
	a->sleep_wanted = *val & CNT_SLP_EN;
	*val &= ~(uint64_t)(CNT_GBL_RLS | CNT_SLP_EN);
	return 0;
}

static void control_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct acpi *a = f->owner;

	(void)i;
	(void)old;
	(void)val;
	update(a);
	signal_pulse(&a->pm1_write);
	/* An enabled event that already waits keeps the system awake. */
	if (a->sleep_wanted && !a->wake.level)
		signal_pulse(&a->sleep);
	a->sleep_wanted = false;
}

static void pm2_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct acpi *a = f->owner;

	(void)i;
	(void)old;
	(void)val;
	signal_pulse(&a->pm2_write);
}

static uint64_t timer_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return acpi_timer(f->owner);
}

/* BM_RLD and ARB_DIS serve the C3 state, which the processor does not have. SLP_TYP is a mark for
 * software: the PMS registers alone say which power goes away. */
static const struct reg acpi_reg[ACPI_REGS] = {
	[R_PM1_STS] = {.name = "PM1_STS",
		       .addr = 0x00,
		       .width = 16,
		       .w1c = 0xffff & ~STS_SET_GBL,
		       .pre_write = status_pre_write,
		       .post_write = event_write},
	[R_PM1_EN] = {.name = "PM1_EN",
		      .addr = 0x02,
		      .width = 16,
		      .reset = ACPI_PWRBTN,
		      .reserved = 0xffff & ~PM1_EVENTS,
		      .post_write = event_write},
	[R_PM1_CNT] = {.name = "PM1_CNT",
		       .addr = 0x08,
		       .width = 32,
		       .w1c = CNT_GBL_FLAG,
		       .reserved = 0xffffc1f8,
		       .unmodelled = CNT_BM_RLD,
		       .pre_write = control_pre_write,
		       .post_write = control_write},
	[R_PM2_CNT] = {.name = "PM2_CNT",
		       .addr = 0x0c,
		       .width = 32,
		       .reserved = 0xfffffffe,
		       .unmodelled = 1,
		       .post_write = pm2_write},
	[R_PM_TMR] =
		{.name = "PM_TMR", .addr = 0x10, .width = 32, .ro = 0xffffffff, .read = timer_read},
	[R_GPE0_STS] = {.name = "PM_GPE0_STS",
			.addr = 0x18,
			.width = 32,
			.w1c = 0xffffffff,
			.post_write = event_write},
	[R_GPE0_EN] = {.name = "PM_GPE0_EN",
		       .addr = 0x1c,
		       .width = 32,
		       .reserved = ~GPE_EVENTS,
		       .post_write = event_write},
};

static const struct reg_why acpi_why[] = {
	{0x0, UINT32_MAX, "serves the C3 state, which the processor does not have"},
};
static const struct reg_table acpi_table = REG_TABLE_WHY("CS5536 ACPI", "io", acpi_reg, acpi_why);

void acpi_init(struct acpi *a, const struct env *env)
{
	memset(a, 0, sizeof(*a));
	a->env = env;
	signal_init(&a->sci, "acpi_sci");
	signal_init(&a->asmi, "acpi_asmi");
	signal_init(&a->sleep, "acpi_sleep");
	signal_init(&a->wake, "acpi_wake");
	signal_init(&a->pm1_write, "acpi_pm1_write");
	signal_init(&a->pm2_write, "acpi_pm2_write");
	signal_init(&a->power_button, "power_button");
	signal_init(&a->sleep_button, "sleep_button");
	signal_init(&a->rtc_alarm, "rtc_alarm");
	signal_connect(&a->power_button, &a->hook[0], power_button_changed, a);
	signal_connect(&a->sleep_button, &a->hook[1], sleep_button_changed, a);
	signal_connect(&a->rtc_alarm, &a->hook[2], rtc_changed, a);
	for (unsigned n = 0; n < 32; n++) {
		signal_init(&a->gpe[n], "gpe0");
		signal_connect(&a->gpe[n], &a->hook[HOOK_GPE + n], gpe_changed, a);
	}
	event_init(&a->roll, "pm_timer", roll_fire, a);
	reg_file_init(&a->regs, &acpi_table, a, a->value, a->cover);
	a->regs.note = rules_reg_note;
	a->regs.note_opaque = env->rules;
	schedule_roll(a);
}

void acpi_power_cut(struct acpi *a)
{
	reg_file_reset(&a->regs);
	a->shadow = 0;
	a->standby = false;
	update(a);
}

void acpi_reset(struct acpi *a)
{
	a->value[R_PM1_CNT] = a->value[R_PM2_CNT] = 0;
	a->shadow = 0;
	latch_gpe(a);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct acpi *a = opaque;

	return (uint32_t)reg_read_bytes(&a->regs, offset & 0x3f, size, 0);
}

static uint32_t reserved_bits(const struct acpi *a, unsigned at)
{
	uint32_t bits = 0;

	for (unsigned n = 0; n < 4; n++) {
		int i = reg_find(a->regs.table, at + n);
		const struct reg *r;

		if (i < 0)
			continue;
		r = &a->regs.table->reg[i];
		bits |= (uint32_t)((r->reserved ^ (r->reset & r->reserved)) >>
					   8 * (at + n - r->addr) &
				   0xff)
			<< 8 * n;
	}
	return bits;
}

/* Less than 32 bits: what is written meets in one shadow register, and that goes out as a whole. */
static void write_part(struct acpi *a, unsigned at, unsigned size, uint32_t val)
{
	uint32_t lanes = (size == 4 ? UINT32_MAX : (1u << size * 8) - 1) << (at % 4 * 8);

	rule_broken(a->env->rules, RULE_ACPI_WIDTH, "%u bits written to ACPI register %02X",
		    size * 8, at);
	a->shadow = (a->shadow & ~lanes) | (val << (at % 4 * 8) & lanes);
	/* What the shadow held is named above: once is enough for its reserved bits. */
	reg_write_bytes(&a->regs, at & ~3u, 4, a->shadow & (lanes | ~reserved_bits(a, at & ~3u)));
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct acpi *a = opaque;
	unsigned at = offset & 0x3f;

	if (size == 4 && at % 4 == 0) {
		reg_write_bytes(&a->regs, at, 4, val);
		return;
	}
	while (size) {
		unsigned n = 4 - at % 4;

		if (n > size)
			n = size;
		write_part(a, at, n, val);
		val >>= n * 8; /* n is below 4 here */
		at = (at + n) & 0x3f;
		size -= n;
	}
}

struct io_if acpi_io(struct acpi *a)
{
	return (struct io_if){a, io_read, io_write};
}

const struct reg_file *acpi_regs(const struct acpi *a, unsigned n)
{
	return n ? NULL : &a->regs;
}

void acpi_standby(struct acpi *a, bool on, bool abnormal)
{
	a->standby = on;
	if (on && abnormal) {
		a->value[R_PM1_EN] = ACPI_PWRBTN;
		a->value[R_GPE0_EN] = 0;
		a->value[R_PM1_STS] &= ~(uint64_t)ACPI_PWRBTN;
	}
	latch_gpe(a);
}
