/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LM86: registers, conversions, alarms. Conversions take no time; a standby stops them. */
#include "parts/lm86.h"

#include <stddef.h>
#include <string.h>

enum {
	R_LOCAL,
	R_REMOTE,
	R_STATUS,
	R_CONFIG,
	R_RATE,
	R_LOCAL_HIGH,
	R_LOCAL_LOW,
	R_REMOTE_HIGH,
	R_REMOTE_LOW,
	R_REMOTE_FINE,
	R_OFFSET,
	R_OFFSET_FINE,
	R_REMOTE_HIGH_FINE,
	R_REMOTE_LOW_FINE,
	R_REMOTE_CRIT,
	R_LOCAL_CRIT,
	R_HYSTERESIS,
	R_FILTER,
	R_MAKER,
	R_REVISION,
};

enum {
	ST_LCRIT = 0x01,
	ST_RCRIT = 0x02,
	ST_OPEN = 0x04,
	ST_RLOW = 0x08,
	ST_RHIGH = 0x10,
	ST_LLOW = 0x20,
	ST_LHIGH = 0x40,
};

enum {
	CFG_LOCAL_CRIT_MASK = 0x04,
	CFG_REMOTE_CRIT_MASK = 0x10,
	CFG_STANDBY = 0x40,
	CFG_ALERT_MASK = 0x80,
};

#define ONE_SHOT 0x0f

/* Eighths of a degree from a high byte and a low byte, of which the upper three bits count. */
static int eighths(const struct lm86 *l, unsigned high, unsigned low)
{
	return (int8_t)l->value[high] * 8 + (int)(l->value[low] >> 5);
}

static uint8_t conditions(const struct lm86 *l)
{
	int local = (int8_t)l->value[R_LOCAL], remote = eighths(l, R_REMOTE, R_REMOTE_FINE);
	int below = l->critical.level ? (int)l->value[R_HYSTERESIS] : 0;
	uint8_t on = 0;

	if (local > (int8_t)l->value[R_LOCAL_HIGH])
		on |= ST_LHIGH;
	if (local < (int8_t)l->value[R_LOCAL_LOW])
		on |= ST_LLOW;
	if (local >= (int8_t)l->value[R_LOCAL_CRIT] - below)
		on |= ST_LCRIT;
	if (l->open)
		return on | ST_OPEN;
	if (remote > eighths(l, R_REMOTE_HIGH, R_REMOTE_HIGH_FINE))
		on |= ST_RHIGH;
	if (remote < eighths(l, R_REMOTE_LOW, R_REMOTE_LOW_FINE))
		on |= ST_RLOW;
	if (remote >= ((int8_t)l->value[R_REMOTE_CRIT] - below) * 8)
		on |= ST_RCRIT;
	return on;
}

static void judge(struct lm86 *l)
{
	uint8_t config = (uint8_t)l->value[R_CONFIG], now = conditions(l), critical = now;

	l->latched |= now;
	if (config & CFG_LOCAL_CRIT_MASK)
		critical &= (uint8_t)~ST_LCRIT;
	if (config & CFG_REMOTE_CRIT_MASK)
		critical &= (uint8_t)~ST_RCRIT;
	signal_set(&l->critical, critical & (ST_LCRIT | ST_RCRIT));
	signal_set(&l->alert, l->latched && !(config & CFG_ALERT_MASK));
}

static void convert(struct lm86 *l)
{
	int remote = l->remote + eighths(l, R_OFFSET, R_OFFSET_FINE);

	if (remote > 1023)
		remote = 1023;
	if (remote < -1024)
		remote = -1024;
	l->value[R_LOCAL] = (uint8_t)l->local;
	l->value[R_REMOTE] = (uint8_t)((unsigned)(remote + 1024) / 8 - 128);
	l->value[R_REMOTE_FINE] = ((unsigned)(remote + 1024) & 7) << 5;
	judge(l);
}

static void temperature_changed(struct lm86 *l)
{
	if (!(l->value[R_CONFIG] & CFG_STANDBY))
		convert(l);
}

static uint64_t status_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct lm86 *l = f->owner;
	uint8_t was = l->latched;

	(void)i;
	(void)val;
	l->latched = 0;
	judge(l); /* what still holds comes back with the next conversion */
	return was;
}

static void settings_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct lm86 *l = f->owner;

	(void)i;
	(void)old;
	(void)val;
	temperature_changed(l);
	judge(l);
}

#define READ_ONLY(N, A, RESET)                                                     \
	{                                                                          \
		.name = (N), .addr = (A), .width = 8, .reset = (RESET), .ro = 0xff \
	}
#define SETTING(N, A, RESET, RO)                                                    \
	{                                                                           \
		.name = (N), .addr = (A), .width = 8, .reset = (RESET), .ro = (RO), \
		.probed = true, .post_write = settings_write                        \
	}

/* The fault queue (configuration bit 0), the conversion rate and the filter shape a measurement
 * that is exact here. */
static const struct reg lm86_reg[LM86_REGS] = {
	[R_LOCAL] = READ_ONLY("LT", 0x00, 0),
	[R_REMOTE] = READ_ONLY("RTHB", 0x01, 0),
	[R_STATUS] = {.name = "SR",
		      .addr = 0x02,
		      .width = 8,
		      .ro = 0xff,
		      .side_effect = true,
		      .read = status_read},
	[R_CONFIG] = {.name = "C",
		      .addr = 0x03,
		      .width = 8,
		      .ro = 0x2a,
		      .probed = true,
		      .unmodelled = 0x01,
		      .post_write = settings_write},
	[R_RATE] = {.name = "CR", .addr = 0x04, .width = 8, .reset = 0x08, .unmodelled = 0xff},
	[R_LOCAL_HIGH] = SETTING("LHS", 0x05, 70, 0),
	[R_LOCAL_LOW] = SETTING("LLS", 0x06, 0, 0),
	[R_REMOTE_HIGH] = SETTING("RHSHB", 0x07, 70, 0),
	[R_REMOTE_LOW] = SETTING("RLSHB", 0x08, 0, 0),
	[R_REMOTE_FINE] = READ_ONLY("RTLB", 0x10, 0),
	[R_OFFSET] = SETTING("RTOHB", 0x11, 0, 0),
	[R_OFFSET_FINE] = SETTING("RTOLB", 0x12, 0, 0x1f),
	[R_REMOTE_HIGH_FINE] = SETTING("RHSLB", 0x13, 0, 0x1f),
	[R_REMOTE_LOW_FINE] = SETTING("RLSLB", 0x14, 0, 0x1f),
	[R_REMOTE_CRIT] = SETTING("RCS", 0x19, 85, 0),
	[R_LOCAL_CRIT] = SETTING("LCS", 0x20, 85, 0),
	[R_HYSTERESIS] = SETTING("TH", 0x21, 10, 0xe0),
	[R_FILTER] = {.name = "RDTF",
		      .addr = 0xbf,
		      .width = 8,
		      .ro = 0xf8,
		      .probed = true,
		      .unmodelled = 0x07},
	[R_MAKER] = READ_ONLY("RMID", 0xfe, 0x01),
	[R_REVISION] = READ_ONLY("RDR", 0xff, 0x11),
};

static const struct reg_why lm86_why[] = {
	{0x3, 0x3, "bit 0: the fault queue; a reading here is never wrong"},
	{0x4, 0x4, "conversion rate: a temperature is always ready"},
	{0xbf, 0xbf, "filter of readings, which have no noise"},
};
static const struct reg_table lm86_table = REG_TABLE_WHY("LM86", "smbus", lm86_reg, lm86_why);

static bool dev_address(void *opaque, uint8_t addr, bool read)
{
	struct lm86 *l = opaque;

	if (addr != l->addr)
		return false;
	l->want_command = !read;
	return true;
}

static bool dev_write(void *opaque, uint8_t byte)
{
	struct lm86 *l = opaque;
	uint8_t at = l->command;
	int i;

	if (l->want_command) {
		l->want_command = false;
		l->command = byte;
		return true;
	}
	if (at == ONE_SHOT) {
		convert(l);
		return true;
	}
	if (at >= 0x03 && at <= 0x08)
		return true; /* read addresses: nothing is written */
	if (at >= 0x09 && at <= 0x0e)
		at = (uint8_t)(at - 6);
	i = reg_find(&lm86_table, at);
	if (i >= 0)
		reg_write(&l->regs, (unsigned)i, byte, 0xff);
	return true;
}

static uint8_t dev_read(void *opaque)
{
	struct lm86 *l = opaque;
	int i = reg_find(&lm86_table, l->command);

	return i < 0 ? 0 : (uint8_t)reg_read(&l->regs, (unsigned)i);
}

static void dev_stop(void *opaque)
{
	(void)opaque;
}

void lm86_init(struct lm86 *l, uint8_t addr)
{
	memset(l, 0, sizeof(*l));
	l->addr = addr;
	l->local = 35;
	l->remote = 35 * 8;
	signal_init(&l->critical, "t_crit");
	signal_init(&l->alert, "temperature_alert");
	reg_file_init(&l->regs, &lm86_table, l, l->value, l->cover);
	convert(l);
}

struct i2c_device lm86_device(struct lm86 *l)
{
	return (struct i2c_device){"LM86", l, dev_address, dev_write, dev_read, dev_stop};
}

const struct reg_file *lm86_regs(const struct lm86 *l, unsigned n)
{
	return n ? NULL : &l->regs;
}

void lm86_set(struct lm86 *l, int8_t local, int16_t remote)
{
	l->local = local;
	l->remote = remote;
	temperature_changed(l);
}

void lm86_set_open(struct lm86 *l, bool open)
{
	l->open = open;
	temperature_changed(l);
}
