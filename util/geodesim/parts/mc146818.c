/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MC146818 real-time clock (Motorola data sheet; PC use of it: ports 70h-73h). */
#include "parts/mc146818.h"

#include <string.h>

#include "parts/portregs.h"

#define PS_PER_SECOND UINT64_C(1000000000000)
#define PS_UIP	      (UINT64_C(244) * 1000000) /* update in progress shows 244 us ahead */
#define HALF_SECOND   (PS_PER_SECOND / 2)

enum { REG_A = 10, REG_B, REG_C, REG_D };
enum { A_UIP = 0x80, A_DV = 0x70, A_DV_RUN = 0x20, A_RS = 0x0f };
enum { B_SET = 0x80, B_PIE = 0x40, B_AIE = 0x20, B_UIE = 0x10, B_BINARY = 4, B_24H = 2 };
enum { C_IRQF = 0x80, C_PF = 0x40, C_AF = 0x20, C_UF = 0x10 };

enum { BANK0_INDEX = 14, BANK1_INDEX, BANK0_RAM, BANK1_RAM };

/* Not modelled: daylight saving and square wave (register B bits 0 and 3). */
static const struct reg regs[MC146818_REGS] = {
	PORT_REG(0, "RTC 00 seconds", 8, ),
	PORT_REG(1, "RTC 01 seconds alarm", 8, ),
	PORT_REG(2, "RTC 02 minutes", 8, ),
	PORT_REG(3, "RTC 03 minutes alarm", 8, ),
	PORT_REG(4, "RTC 04 hours", 8, ),
	PORT_REG(5, "RTC 05 hours alarm", 8, ),
	PORT_REG(6, "RTC 06 day of week", 8, ),
	PORT_REG(7, "RTC 07 day of month", 8, ),
	PORT_REG(8, "RTC 08 month", 8, ),
	PORT_REG(9, "RTC 09 year", 8, ),
	PORT_REG(REG_A, "RTC 0A register A", 8, .ro = A_UIP),
	PORT_REG(REG_B, "RTC 0B register B", 8, .unmodelled = 9),
	PORT_REG(REG_C, "RTC 0C register C", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(REG_D, "RTC 0D register D", 8, .ro = 0xff),
	PORT_REG(BANK0_INDEX, "RTC index and NMI mask (70)", 8, ),
	PORT_REG(BANK1_INDEX, "RTC extended index (72)", 8, ),
	PORT_REG(BANK0_RAM, "RTC memory 0E-7F (71)", 8, ),
	PORT_REG(BANK1_RAM, "RTC extended memory (73)", 8, ),
};

static const struct reg_why why[] = {
	{0x2c, 0x2c, "daylight saving and the square wave pin"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("RTC", PORT_REGS, regs, why);

/* The register behind byte i: the time and registers A to D one by one, memory as a whole. */
static unsigned register_of(unsigned i)
{
	if (i <= REG_D)
		return i;
	return i < 128 ? BANK0_RAM : BANK1_RAM;
}

static uint64_t now_ps(const struct mc146818 *r)
{
	return clock_ps(r->clock, clock_now(r->clock));
}

static unsigned decode(const struct mc146818 *r, uint8_t v)
{
	return r->byte[REG_B] & B_BINARY ? v : (v >> 4) * 10u + (v & 15);
}

static uint8_t encode(const struct mc146818 *r, unsigned v)
{
	return (uint8_t)(r->byte[REG_B] & B_BINARY ? v : (v / 10 % 10) << 4 | v % 10);
}

static unsigned decode_hour(const struct mc146818 *r, uint8_t v)
{
	if (r->byte[REG_B] & B_24H)
		return decode(r, v);
	return decode(r, v & 0x7f) % 12 + (v & 0x80 ? 12 : 0);
}

static uint8_t encode_hour(const struct mc146818 *r, unsigned hour)
{
	if (r->byte[REG_B] & B_24H)
		return encode(r, hour);
	return encode(r, hour % 12 ? hour % 12 : 12) | (hour >= 12 ? 0x80 : 0);
}

static bool leap_year(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned days_in_month(unsigned month, unsigned year)
{
	static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 31;
	return days[month - 1] + (month == 2 && leap_year(year));
}

/* The year the leap rule is taken from: the chip itself knows two digits, all multiples of
 * four being leap years; that is right for 1901 to 2099. */
static unsigned full_year(const struct mc146818 *r)
{
	return 2000 + decode(r, r->byte[9]) % 100;
}

static void irq_update(struct mc146818 *r)
{
	uint8_t c = r->byte[REG_C] & (C_PF | C_AF | C_UF);

	if (c & r->byte[REG_B])
		c |= C_IRQF;
	r->byte[REG_C] = c;
	signal_set(&r->irq, c & C_IRQF);
}

/* One second forward, with the carries. */
static void count_second(struct mc146818 *r)
{
	uint8_t *t = r->byte;
	unsigned sec = decode(r, t[0]) + 1, min = decode(r, t[2]), hour = decode_hour(r, t[4]);
	unsigned wday = t[6], day = decode(r, t[7]), month = decode(r, t[8]);
	unsigned year = decode(r, t[9]);

	if (sec >= 60) {
		sec = 0;
		min++;
	}
	t[0] = encode(r, sec);
	if (min >= 60) {
		min = 0;
		hour++;
	}
	t[2] = encode(r, min);
	if (hour < 24) {
		t[4] = encode_hour(r, hour);
		return;
	}
	t[4] = encode_hour(r, 0);
	t[6] = (uint8_t)(wday % 7 + 1);
	if (++day > days_in_month(month, full_year(r))) {
		day = 1;
		month++;
	}
	t[7] = encode(r, day);
	if (month > 12) {
		month = 1;
		year++;
	}
	t[8] = encode(r, month);
	if (year > 99) {
		year = 0;
		if (r->century_at)
			t[r->century_at] = encode(r, decode(r, t[r->century_at]) + 1);
	}
	t[9] = encode(r, year);
}

/* The day or month alarm at index @at (0: there is none) against the time's byte @i. */
static bool date_matches(const struct mc146818 *r, uint8_t at, unsigned i)
{
	return !at || (r->byte[at] & 0xc0) == 0xc0 || r->byte[at] == r->byte[i];
}

/* An alarm byte of C0 to FF matches anything. */
static bool alarm_matches(const struct mc146818 *r)
{
	for (unsigned i = 0; i < 6; i += 2) {
		uint8_t want = r->byte[i + 1];

		if ((want & 0xc0) != 0xc0 && want != r->byte[i])
			return false;
	}
	return date_matches(r, r->day_alarm_at, 7) && date_matches(r, r->month_alarm_at, 8);
}

static bool counting(const struct mc146818 *r)
{
	return (r->byte[REG_A] & A_DV) == A_DV_RUN && !(r->byte[REG_B] & B_SET);
}

static void second_fire(void *opaque, uint64_t due)
{
	struct mc146818 *r = opaque;

	(void)due;
	r->second_ps += PS_PER_SECOND;
	event_schedule(r->clock, &r->second, clock_at_ps(r->clock, r->second_ps));
	if (!counting(r))
		return;
	count_second(r);
	r->byte[REG_C] |= C_UF;
	if (alarm_matches(r)) {
		r->byte[REG_C] |= C_AF;
		signal_pulse(&r->alarm);
	}
	irq_update(r);
}

/* Period of the periodic interrupt in ticks of 32768 Hz; 0: off. */
static unsigned period_ticks(const struct mc146818 *r)
{
	unsigned rs = r->byte[REG_A] & A_RS;

	if (rs == 0 || (r->byte[REG_A] & A_DV) != A_DV_RUN)
		return 0;
	return 1u << (rs <= 2 ? rs + 6 : rs - 1);
}

static uint64_t period_ps(unsigned ticks)
{
	return PS_PER_SECOND * ticks / 32768;
}

/* PF rises with every period, wanted or not; without PIE it is enough to look when asked. */
static void periodic_rearm(struct mc146818 *r)
{
	unsigned ticks = period_ticks(r);
	uint64_t now = now_ps(r), period;

	if (!ticks || !(r->byte[REG_B] & B_PIE)) {
		event_cancel(r->clock, &r->periodic);
		return;
	}
	period = period_ps(ticks);
	now = r->periodic_ps + ((now - r->periodic_ps) / period + 1) * period;
	event_schedule(r->clock, &r->periodic, clock_at_ps(r->clock, now));
}

static void periodic_fire(void *opaque, uint64_t due)
{
	struct mc146818 *r = opaque;

	(void)due;
	r->byte[REG_C] |= C_PF;
	irq_update(r);
	periodic_rearm(r);
}

static uint8_t read_c(struct mc146818 *r)
{
	unsigned ticks = period_ticks(r);
	uint64_t now = now_ps(r);
	uint8_t c;

	if (ticks && !(r->byte[REG_B] & B_PIE) && now - r->periodic_ps >= period_ps(ticks))
		r->byte[REG_C] |= C_PF;
	if (ticks)
		r->periodic_ps += (now - r->periodic_ps) / period_ps(ticks) * period_ps(ticks);
	c = r->byte[REG_C];
	r->byte[REG_C] = 0;
	irq_update(r);
	return c;
}

static void write_a(struct mc146818 *r, uint8_t val)
{
	bool ran = (r->byte[REG_A] & A_DV) == A_DV_RUN;

	r->byte[REG_A] = val & (uint8_t)~A_UIP;
	if (!ran && (val & A_DV) == A_DV_RUN) {
		/* The divider leaves reset: the first update comes half a second later. */
		r->second_ps = now_ps(r) + HALF_SECOND;
		event_schedule(r->clock, &r->second, clock_at_ps(r->clock, r->second_ps));
	}
	r->periodic_ps = now_ps(r);
	periodic_rearm(r);
}

/* Does the RAM lock keep an access to byte i away? */
static bool locked(const struct mc146818 *r, unsigned i, bool write)
{
	if (i <= REG_D)
		return false;
	if (write && (r->ram_lock & MC146818_LOCK_WRITE))
		return true;
	if (i < 128)
		return (r->ram_lock & MC146818_LOCK_STANDARD) && (i & 0x78) == 0x38;
	if (r->ram_lock & MC146818_LOCK_EXTENDED)
		return true;
	return (i & 0x7f) < 0x20 &&
	       (r->ram_lock & (write ? MC146818_LOCK_EXTENDED_WRITE : MC146818_LOCK_EXTENDED_READ));
}

static void write_byte(struct mc146818 *r, unsigned i, uint8_t val)
{
	if (locked(r, i, true))
		return;
	switch (i) {
	case REG_A: write_a(r, val); break;
	case REG_B:
		if (val & B_SET)
			val &= (uint8_t)~B_UIE; /* SET clears UIE */
		r->byte[REG_B] = val;
		irq_update(r);
		periodic_rearm(r);
		break;
	case REG_C:
	case REG_D: break; /* read only */
	default: r->byte[i] = val; break;
	}
}

static uint8_t read_byte(struct mc146818 *r, unsigned i)
{
	if (locked(r, i, false))
		return 0xff;
	switch (i) {
	case REG_A:
		if (counting(r) && r->second_ps - now_ps(r) <= PS_UIP)
			return r->byte[REG_A] | A_UIP;
		return r->byte[REG_A];
	case REG_C: return read_c(r);
	case REG_D: return r->battery_ok ? 0x80 : 0;
	default: return r->byte[i];
	}
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct mc146818 *r = opaque;
	unsigned bank = offset >> 1 & 1, i = bank * 128 + r->index[bank];

	(void)size;
	if (!(offset & 1))
		return port_reg_read(
			&r->regs, BANK0_INDEX + bank,
			(uint8_t)(r->index[bank] | (bank == 0 && r->nmi_masked ? 0x80 : 0)));
	return port_reg_read(&r->regs, register_of(i), read_byte(r, i));
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct mc146818 *r = opaque;
	unsigned bank = offset >> 1 & 1, i = bank * 128 + r->index[bank];

	(void)size;
	port_reg_write(&r->regs, offset & 1 ? register_of(i) : BANK0_INDEX + bank, val, 0xff);
	if (offset & 1) {
		write_byte(r, i, (uint8_t)val);
		return;
	}
	r->index[bank] = val & 0x7f;
	if (bank == 0)
		r->nmi_masked = val & 0x80;
}

struct io_if mc146818_io(struct mc146818 *r)
{
	return (struct io_if){.opaque = r, .read = io_read, .write = io_write};
}

static void restart(struct mc146818 *r)
{
	r->second_ps = now_ps(r) + PS_PER_SECOND;
	r->periodic_ps = now_ps(r);
	event_schedule(r->clock, &r->second, clock_at_ps(r->clock, r->second_ps));
	periodic_rearm(r);
}

void mc146818_init(struct mc146818 *r, struct clock *clock)
{
	memset(r, 0, sizeof(*r));
	r->clock = clock;
	reg_file_init(&r->regs, &reg_table, r, r->reg_value, r->reg_cover);
	r->battery_ok = true;
	r->century_at = 0x32;
	r->byte[REG_A] = 0x26; /* 32768 Hz, 1024 Hz periodic rate */
	r->byte[REG_B] = B_24H;
	signal_init(&r->irq, "rtc.irq");
	signal_init(&r->alarm, "rtc.alarm");
	event_init(&r->second, "rtc.second", second_fire, r);
	event_init(&r->periodic, "rtc.periodic", periodic_fire, r);
	mc146818_set_time(r, INT64_C(946684800));
	restart(r);
}

void mc146818_set_time(struct mc146818 *r, int64_t unix_time)
{
	int64_t days = unix_time / 86400, rest = unix_time % 86400;
	unsigned year = 1970, month = 1;

	if (unix_time < 0) {
		days = 0;
		rest = 0;
	}
	r->byte[0] = encode(r, (unsigned)(rest % 60));
	r->byte[2] = encode(r, (unsigned)(rest / 60 % 60));
	r->byte[4] = encode_hour(r, (unsigned)(rest / 3600));
	r->byte[6] = (uint8_t)((days + 4) % 7 + 1); /* 1 = Sunday; 1970-01-01 was a Thursday */
	days %= 146097 * 25;			    /* ten thousand years */
	while (days >= (leap_year(year) ? 366 : 365))
		days -= leap_year(year++) ? 366 : 365;
	while (days >= days_in_month(month, year))
		days -= days_in_month(month++, year);
	r->byte[7] = encode(r, (unsigned)days + 1);
	r->byte[8] = encode(r, month);
	r->byte[9] = encode(r, year % 100);
	if (r->century_at)
		r->byte[r->century_at] = encode(r, year / 100);
}

int mc146818_load(struct mc146818 *r, const uint8_t *bytes, size_t size)
{
	uint8_t a;

	if (size != 128 && size != 256)
		return -1;
	memcpy(r->byte, bytes, size);
	a = r->byte[REG_A] & (uint8_t)~A_UIP;
	r->byte[REG_A] = a;
	r->byte[REG_C] = 0;
	r->byte[REG_D] = 0;
	mc146818_reset(r);
	restart(r);
	return 0;
}

void mc146818_battery(struct mc146818 *r, bool ok)
{
	r->battery_ok = ok;
	if (!ok)
		memset(r->byte + REG_D + 1, 0, MC146818_BYTES - REG_D - 1);
}

void mc146818_reset(struct mc146818 *r)
{
	r->ram_lock = 0;
	r->byte[REG_B] &= (uint8_t) ~(B_PIE | B_AIE | B_UIE | 0x08);
	r->byte[REG_C] = 0;
	irq_update(r);
	periodic_rearm(r);
}
