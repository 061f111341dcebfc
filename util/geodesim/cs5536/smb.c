/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMBus controller: registers, master and slave, at the programmed bit rate. */
#include "cs5536/smb.h"

#include <string.h>

#include "strict/rules.h"

enum { R_SDA, R_STS, R_CTRL_STS, R_CTRL1, R_ADDR, R_CTRL2, R_CTRL3 };

enum {
	STS_XMIT = 0x01,
	STS_MASTER = 0x02,
	STS_NMATCH = 0x04,
	STS_STASTR = 0x08,
	STS_NEGACK = 0x10,
	STS_BER = 0x20,
	STS_SDAST = 0x40,
	STS_SLVSTP = 0x80,
	STS_W1C = STS_NMATCH | STS_STASTR | STS_NEGACK | STS_BER | STS_SLVSTP,
};

enum {
	CST_BUSY = 0x01,
	CST_BB = 0x02,
	CST_MATCH = 0x04,
	CST_GCMTCH = 0x08,
	CST_TSDA = 0x10,
	CST_TGSCL = 0x20,
};

enum {
	CTL1_START = 0x01,
	CTL1_STOP = 0x02,
	CTL1_INTEN = 0x04,
	CTL1_ACK = 0x10,
	CTL1_GCMEN = 0x20,
	CTL1_NMINTE = 0x40,
	CTL1_STASTRE = 0x80,
};

#define CTL2_EN	     0x01
#define ADDR_SAEN    0x80

/* SCL lasts 4 x SCLFRQ periods of 24 MHz, so SCLFRQ / 6 microseconds. The divider's least value
 * is 8 in the cells that share this design. */
#define SCLFRQ_LEAST 8u

/* A register access is taken over into the cell's 24 MHz clock and back: six of its periods, an
 * estimate. Drivers bound their waits by so many reads of the status, and at the slowest rate in
 * use an address with the first byte behind it lasts 0.38 ms. */
#define ACCESS_NS    250

#define START_BITS   1u
#define STOP_BITS    1u
#define BYTE_BITS    9u

static uint8_t get(const struct smb *s, unsigned r)
{
	return (uint8_t)s->value[r];
}

static void set_bits(struct smb *s, unsigned r, uint8_t bits)
{
	s->value[r] |= bits;
}

static void clear_bits(struct smb *s, unsigned r, uint8_t bits)
{
	s->value[r] &= (uint8_t)~bits;
}

static bool enabled(const struct smb *s)
{
	return get(s, R_CTRL2) & CTL2_EN;
}

static bool master(const struct smb *s)
{
	return get(s, R_STS) & STS_MASTER;
}

static uint64_t bits_ns(const struct smb *s, unsigned bits)
{
	unsigned frq = get(s, R_CTRL2) >> 1 | (unsigned)get(s, R_CTRL3) << 7;

	if (frq < SCLFRQ_LEAST)
		frq = SCLFRQ_LEAST;
	return (uint64_t)bits * frq * 500 / 3;
}

uint64_t smb_byte_ns(const struct smb *s)
{
	return bits_ns(s, BYTE_BITS);
}

bool smb_wired(const struct smb *s)
{
	if (!s->gpio)
		return true;
	for (unsigned pin = GPIO_SMB_CLK; pin <= GPIO_SMB_DATA; pin++)
		if (!gpio_drives_aux1(s->gpio, pin) || !gpio_hears_aux1(s->gpio, pin))
			return false;
	return true;
}

static void update_irq(struct smb *s)
{
	uint8_t sts = get(s, R_STS), ctl1 = get(s, R_CTRL1);
	bool on = sts & (STS_SDAST | STS_BER | STS_NEGACK);

	on = on || ((sts & STS_NMATCH) && (ctl1 & CTL1_NMINTE));
	on = on || ((sts & STS_STASTR) && (ctl1 & CTL1_STASTRE));
	signal_set(&s->irq, on && (ctl1 & CTL1_INTEN));
}

static void begin(struct smb *s, enum smb_work work, unsigned bits)
{
	s->work = work;
	event_schedule(s->env->clock, &s->done, clock_after_ns(s->env->clock, bits_ns(s, bits)));
}

/* May a pending stop go out now? Not while a byte waits to be read or a NACK to be seen. */
static bool stop_fits(const struct smb *s)
{
	if (s->state == SMB_RECV)
		return false;
	return s->state != SMB_NACKED || !(get(s, R_STS) & STS_NEGACK);
}

/* Take up what was asked for, if the wires are free for it. */
static void advance(struct smb *s)
{
	uint8_t ctl1 = get(s, R_CTRL1);

	if (s->work != SMB_QUIET || !enabled(s))
		return;
	if ((ctl1 & CTL1_STOP) && !master(s))
		clear_bits(s, R_CTRL1, CTL1_STOP);
	if (master(s) && (get(s, R_STS) & STS_STASTR))
		return; /* the bus is stalled until software has seen the address phase */
	if ((ctl1 & CTL1_STOP) && master(s) && stop_fits(s)) {
		begin(s, SMB_STOP, STOP_BITS);
		return;
	}
	if (!(ctl1 & CTL1_START) || (master(s) && s->state == SMB_RECV))
		return;
	if (s->foreign) {
		clear_bits(s, R_CTRL1, CTL1_START);
		set_bits(s, R_STS, STS_BER);
		set_bits(s, R_CTRL_STS, CST_BB);
		return;
	}
	/* Without pins, or with the clock held low, the start never gets out. */
	if (!smb_wired(s) || !i2c_scl(&s->bus))
		return;
	clear_bits(s, R_STS, STS_SDAST);
	set_bits(s, R_CTRL_STS, CST_BUSY);
	begin(s, SMB_START, START_BITS);
}

static void bus_error(struct smb *s)
{
	clear_bits(s, R_STS, STS_MASTER | STS_XMIT | STS_SDAST | STS_STASTR);
	set_bits(s, R_STS, STS_BER);
	clear_bits(s, R_CTRL_STS, CST_BUSY);
	s->state = SMB_IDLE;
	s->fetch_held = false;
}

static void nacked(struct smb *s)
{
	set_bits(s, R_STS, STS_NEGACK);
	s->state = SMB_NACKED;
}

static void address_done(struct smb *s)
{
	bool read = s->shift & 1;
	bool stall = get(s, R_CTRL1) & CTL1_STASTRE;
	bool ack = i2c_start(&s->bus, s->shift);

	clear_bits(s, R_STS, STS_XMIT);
	if (!read)
		set_bits(s, R_STS, STS_XMIT);
	if (!ack) {
		nacked(s);
		return;
	}
	clear_bits(s, R_STS, STS_NEGACK);
	s->state = read ? SMB_RECV : SMB_SEND;
	if (stall)
		set_bits(s, R_STS, STS_STASTR);
	if (!read)
		set_bits(s, R_STS, STS_SDAST);
	else if (stall)
		s->fetch_held = true;
	else
		begin(s, SMB_BYTE_IN, BYTE_BITS);
}

static void start_done(struct smb *s)
{
	clear_bits(s, R_CTRL1, CTL1_START);
	set_bits(s, R_STS, STS_MASTER | STS_XMIT | STS_SDAST);
	clear_bits(s, R_STS, STS_STASTR);
	set_bits(s, R_CTRL_STS, CST_BUSY | CST_BB);
	s->state = SMB_IDLE;
	s->fetch_held = false;
}

static void stop_done(struct smb *s)
{
	i2c_stop(&s->bus);
	s->value[R_STS] = 0;
	clear_bits(s, R_CTRL_STS, CST_BUSY | CST_BB);
	clear_bits(s, R_CTRL1, CTL1_STOP);
	s->state = SMB_IDLE;
}

static void work_done(void *opaque, uint64_t due)
{
	struct smb *s = opaque;
	enum smb_work work = s->work;

	(void)due;
	s->work = SMB_QUIET;
	if (work == SMB_START) {
		start_done(s);
	} else if (work == SMB_STOP) {
		stop_done(s);
	} else if (!i2c_scl(&s->bus)) {
		/* The clock is held low: the byte ends when it is let go, which a look at the
		 * registers finds out. */
		s->work = work;
		return;
	} else if (!i2c_sda(&s->bus)) {
		bus_error(s);
	} else if (work == SMB_ADDRESS) {
		address_done(s);
	} else if (work == SMB_BYTE_OUT) {
		if (i2c_write(&s->bus, s->shift))
			set_bits(s, R_STS, STS_SDAST);
		else
			nacked(s);
	} else {
		s->shift = i2c_read(&s->bus, !(get(s, R_CTRL1) & CTL1_ACK));
		clear_bits(s, R_CTRL1, CTL1_ACK);
		set_bits(s, R_STS, STS_SDAST);
	}
	advance(s);
	update_irq(s);
}

/* A wire that was held low may be free again: go on with what it stopped. */
static void look(struct smb *s)
{
	if (s->work != SMB_QUIET && !s->done.queued && i2c_scl(&s->bus))
		begin(s, s->work, 1);
	advance(s);
	update_irq(s);
}

static uint64_t sda_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct smb *s = f->owner;
	bool full = get(s, R_STS) & STS_SDAST;

	(void)i;
	(void)val;
	if (s->slave && !s->slave_read && full) {
		s->slave_full = false;
		clear_bits(s, R_STS, STS_SDAST);
	} else if (s->state == SMB_RECV && full) {
		clear_bits(s, R_STS, STS_SDAST);
		if (get(s, R_CTRL1) & (CTL1_STOP | CTL1_START)) {
			s->state = SMB_IDLE;
			advance(s);
		} else {
			begin(s, SMB_BYTE_IN, BYTE_BITS);
		}
	} else if (enabled(s)) {
		rule_broken(s->env->rules, RULE_SMBUS_NOT_READY,
			    "SMB_SDA read without a byte in it");
	}
	update_irq(s);
	return s->shift;
}

static void sda_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct smb *s = f->owner;
	bool ready = get(s, R_STS) & STS_SDAST;

	(void)old;
	f->value[i] = 0;
	if (!enabled(s))
		return;
	if (s->slave && s->slave_read && ready) {
		s->shift = (uint8_t)val;
		s->slave_full = true;
		clear_bits(s, R_STS, STS_SDAST);
	} else if (master(s) && ready && (s->state == SMB_IDLE || s->state == SMB_SEND)) {
		s->shift = (uint8_t)val;
		clear_bits(s, R_STS, STS_SDAST | STS_STASTR);
		begin(s, s->state == SMB_IDLE ? SMB_ADDRESS : SMB_BYTE_OUT, BYTE_BITS);
	} else {
		rule_broken(s->env->rules, RULE_SMBUS_NOT_READY,
			    "SMB_SDA written while the controller takes no byte");
	}
	update_irq(s);
}

static uint64_t sts_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	look(f->owner);
	return f->value[i];
}

static void sts_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct smb *s = f->owner;

	(void)i;
	if ((old & ~val & STS_STASTR) && s->fetch_held) {
		s->fetch_held = false;
		if (get(s, R_CTRL1) & (CTL1_STOP | CTL1_START))
			s->state = SMB_IDLE; /* only the address was wanted */
		else
			begin(s, SMB_BYTE_IN, BYTE_BITS);
	}
	advance(s);
	update_irq(s);
}

static uint64_t cst_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct smb *s = f->owner;

	(void)val;
	look(s);
	return (f->value[i] & ~(uint64_t)CST_TSDA) |
	       (i2c_sda(&s->bus) || !smb_wired(s) ? CST_TSDA : 0);
}

static int cst_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct smb *s = f->owner;

	(void)i;
	(void)old;
	/* A pulse of the clock is made only to free SDA from a device that lost count. */
	if ((*val & CST_TGSCL) && enabled(s) && smb_wired(s) && !master(s))
		i2c_clock(&s->bus);
	*val &= ~(uint64_t)CST_TGSCL;
	return 0;
}

static int ctrl1_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	const struct smb *s = f->owner;

	(void)i;
	if (!enabled(s))
		*val = 0;
	/* Once asked for, a start or a stop is only cleared by being done. */
	*val |= old & (CTL1_START | CTL1_STOP);
	return 0;
}

static void ctrl1_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct smb *s = f->owner;

	(void)i;
	if ((val & ~old & CTL1_START) && !smb_wired(s))
		rule_broken(s->env->rules, RULE_SMBUS_PINS,
			    "start asked for, but GPIO14 and GPIO15 do not reach the controller");
	advance(s);
	update_irq(s);
}

static uint64_t ctrl1_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	look(f->owner);
	return f->value[i];
}

static void ctrl2_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct smb *s = f->owner;

	(void)i;
	if ((val & CTL2_EN) || !(old & CTL2_EN))
		return;
	event_cancel(s->env->clock, &s->done);
	s->work = SMB_QUIET;
	s->state = SMB_IDLE;
	s->fetch_held = s->slave = s->slave_full = false;
	s->value[R_CTRL1] = s->value[R_STS] = s->value[R_CTRL_STS] = 0;
	update_irq(s);
}

static const struct reg smb_reg[SMB_REGS] = {
	[R_SDA] = {"SMB_SDA", 0, 8, .side_effect = true, .read = sda_read, .post_write = sda_write},
	[R_STS] = {"SMB_STS", 1, 8, .ro = STS_SDAST | STS_MASTER | STS_XMIT, .probed = true,
		   .w1c = STS_W1C, .side_effect = true, .read = sts_read, .post_write = sts_write},
	[R_CTRL_STS] = {"SMB_CTRL_STS", 2, 8, .ro = CST_TSDA | CST_GCMTCH | CST_MATCH | CST_BUSY,
			.probed = true, .w1c = CST_BB, .reserved = 0xc0, .side_effect = true,
			.read = cst_read, .pre_write = cst_pre_write},
	[R_CTRL1] = {"SMB_CTRL1", 3, 8, .reserved = 0x08, .side_effect = true, .read = ctrl1_read,
		     .pre_write = ctrl1_pre_write, .post_write = ctrl1_write},
	[R_ADDR] = {.name = "SMB_ADDR", .addr = 4, .width = 8},
	[R_CTRL2] = {"SMB_CTRL2", 5, 8, .post_write = ctrl2_write},
	[R_CTRL3] = {.name = "SMB_CTRL3", .addr = 6, .width = 8},
};

static const struct reg_table smb_table = REG_TABLE("CS5536 SMB", "io", smb_reg);

void smb_init(struct smb *s, const struct env *env, const struct gpio *gpio)
{
	memset(s, 0, sizeof(*s));
	s->env = env;
	s->gpio = gpio;
	i2c_bus_init(&s->bus);
	signal_init(&s->irq, "smb_irq");
	event_init(&s->done, "smb", work_done, s);
	reg_file_init(&s->regs, &smb_table, s, s->value, s->cover);
	s->regs.note = rules_reg_note;
	s->regs.note_opaque = env->rules;
}

void smb_reset(struct smb *s)
{
	event_cancel(s->env->clock, &s->done);
	reg_file_reset(&s->regs);
	s->state = SMB_IDLE;
	s->work = SMB_QUIET;
	s->shift = 0;
	s->fetch_held = s->slave = s->slave_full = false;
	update_irq(s);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct smb *s = opaque;

	env_charge_ns(s->env, ACCESS_NS);
	return (uint32_t)reg_read_bytes(&s->regs, offset & 7, size, UINT64_MAX);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct smb *s = opaque;

	env_charge_ns(s->env, ACCESS_NS);
	reg_write_bytes(&s->regs, offset & 7, size, val);
}

struct io_if smb_io(struct smb *s)
{
	return (struct io_if){s, io_read, io_write};
}

const struct reg_file *smb_regs(const struct smb *s, unsigned n)
{
	return n ? NULL : &s->regs;
}

bool smb_foreign_start(struct smb *s, uint8_t byte)
{
	uint8_t addr = get(s, R_ADDR);
	bool match = (addr & ADDR_SAEN) && (addr & 0x7f) == byte >> 1;
	bool general = byte == 0 && (get(s, R_CTRL1) & CTL1_GCMEN);

	s->foreign = true;
	s->slave = false;
	if (!enabled(s) || !smb_wired(s))
		return false;
	set_bits(s, R_CTRL_STS, CST_BB);
	if (!match && !general)
		return false;
	s->slave = true;
	s->slave_full = false;
	s->slave_read = byte & 1;
	set_bits(s, R_CTRL_STS, match ? CST_MATCH : CST_GCMTCH);
	set_bits(s, R_STS, STS_NMATCH | (s->slave_read ? STS_XMIT | STS_SDAST : 0));
	update_irq(s);
	return true;
}

bool smb_foreign_write(struct smb *s, uint8_t byte)
{
	bool nack = get(s, R_CTRL1) & CTL1_ACK;

	if (!s->slave || s->slave_read || s->slave_full)
		return false;
	clear_bits(s, R_CTRL1, CTL1_ACK);
	s->shift = byte;
	s->slave_full = true;
	set_bits(s, R_STS, STS_SDAST);
	update_irq(s);
	return !nack;
}

bool smb_foreign_read(struct smb *s, uint8_t *byte)
{
	if (!s->slave || !s->slave_read || !s->slave_full)
		return false;
	*byte = s->shift;
	s->slave_full = false;
	set_bits(s, R_STS, STS_SDAST);
	update_irq(s);
	return true;
}

void smb_foreign_stop(struct smb *s)
{
	if (s->slave) {
		set_bits(s, R_STS, STS_SLVSTP);
		clear_bits(s, R_STS, STS_XMIT | (s->slave_read ? STS_SDAST : 0));
	}
	s->foreign = s->slave = false;
	clear_bits(s, R_CTRL_STS, CST_BB | CST_MATCH | CST_GCMTCH);
	update_irq(s);
}
