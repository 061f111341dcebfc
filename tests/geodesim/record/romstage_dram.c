/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first stage of record: SPD bytes, and memory started by them (step 11). */
#include "romstage.h"
#include "print.h"
#include "smb.h"

/* Tables of soldered memory, in ROM: only device 50h, and only these. */
static const u8 spd_set[][2] = {
#if SPD_SET == SPD_ALIX
	{0x02, 0x07}, {0x03, 0x03}, {0x04, 0x0a}, {0x05, 0x01}, {0x09, 0x0a},
	{0x0c, 0x3a}, {0x0d, 0x08}, {0x11, 0x04}, {0x12, 0x10}, {0x15, 0xff},
	{0x16, 0xff}, {0x17, 0x3c}, {0x19, 0x4b}, {0x1b, 0x0f}, {0x1c, 0x0a},
	{0x1d, 0x0f}, {0x1e, 0x28}, {0x1f, 0x40}, {0x2a, 0x46},
#elif SPD_SET == SPD_LIPPERT
	{0x02, 0x07}, {0x03, 0x0d}, {0x04, 0x0a}, {0x05, 0x01}, {0x09, 0x50},
	{0x0c, 0x82}, {0x0d, 0x40}, {0x11, 0x04}, {0x12, 0x1c}, {0x15, 0x20},
	{0x16, 0x40}, {0x17, 0x60}, {0x19, 0x75}, {0x1b, 0x3c}, {0x1c, 0x28},
	{0x1d, 0x3c}, {0x1e, 0x28}, {0x1f, 0x40}, {0x2a, 0x46},
#elif SPD_SET == SPD_DBE61
	{0x02, 0x07}, {0x03, 0x0d}, {0x04, 0x09}, {0x05, 0x01}, {0x09, 0x50}, {0x0c, 0x82},
	{0x0d, 0x08}, {0x11, 0x04}, {0x12, 0x1c}, {0x15, 0x20}, {0x16, 0xc0}, {0x17, 0x60},
	{0x19, 0x75}, {0x1b, 0x3c}, {0x1c, 0x28}, {0x1d, 0x3c}, {0x1e, 0x28}, {0x1f, 0x20},
	{0x20, 0x60}, {0x29, 0x37}, {0x2a, 0x46},
#else
	{0xff, 0xff},
#endif
};

static u8 spd(u8 device, u8 at)
{
	if (SPD_SET == SPD_BUS)
		return smb_byte(device, at);
	for (u32 i = 0; device == 0x50 && i < sizeof(spd_set) / 2; i++) {
		if (spd_set[i][0] == at)
			return spd_set[i][1];
	}
	return 0xff;
}

/* As in the log of an ALIX.1C. */
u8 spd_logged(struct seen *seen, u8 device, u8 at)
{
	u8 val = spd(device, at);

	print("SPD ");
	print_hex(device, 2);
	print(" ");
	print_hex(at, 2);
	print(" ");
	print_hex(val, 2);
	print("\n");
	if (device == 0x51)
		seen->spd_nack += val == 0xff;
	if (device == 0x50 && at == 2)
		seen->spd_type = val;
	return val;
}

u32 gliu_mhz(void)
{
	u32 speed = ((u32)(rdmsr(RSTPLL) >> 39 & 31) + 1) * 333;

	return speed / 10 + (speed % 10 > 5);
}

/* Half a module's geometry in MC_CF07. */
static u32 geometry(struct seen *seen, u8 device)
{
	u32 size, val, columns, page, bit = 0;

	if (spd_logged(seen, device, 0x02) == 0xff)
		return 0x1007; /* as at reset: not installed */
	val = (u32)(spd_logged(seen, device, 0x05) >> 1) << 8;
	val |= (u32)(spd_logged(seen, device, 0x11) >> 2) << 4;
	if (spd_logged(seen, device, 0x03) & 0xf0 || spd_logged(seen, device, 0x04) & 0xf0)
		die(0x7c);
	size = spd_logged(seen, device, 0x1f);
	size = (size | size << 8) & 0x1fc;
	if (val & 0x100)
		size <<= 1;
	while (bit < 16 && !(size >> bit & 1))
		bit++;
	if (bit > 8)
		die(0x7b);
	val |= bit << 12;
	columns = spd_logged(seen, device, 0x04) & 15;
	columns = columns == 1 ? 16 : columns == 2 ? 17 : columns >= 7 ? columns : 0;
	if (columns > 17)
		die(0x7a);
	page = (columns - 7) & 0xff;
	return val | (page > 5 ? 7 : page);
}

static u32 speed_of(u8 cycle)
{
	return cycle && cycle != 0xff ? 20000 / ((u32)(cycle >> 4) * 10 + (cycle & 15)) : 0;
}

/* The latencies a module has at this clock; all ones: no module. */
static u32 latencies(u8 device)
{
	u32 map = spd(device, 0x12), speed = gliu_mhz(), highest = 7;
	u8 half = spd(device, 0x17), one = spd(device, 0x19);

	if (map == 0xff)
		return 0;
	while (highest && !(map >> highest & 1))
		highest--;
	if (half && speed_of(half) >= speed) {
		highest--;
		if (one && speed_of(one) >= speed)
			highest--;
	}
	return map & ~((1u << highest) - 1);
}

static u32 clocks_of(u32 ns)
{
	u32 product = ns * (gliu_mhz() / 2);

	return product / 1000 + (product % 1000 != 0);
}

/* The larger of two bytes, FF counting as none. */
static u32 larger(u8 at)
{
	u32 a = spd(0x50, at), b = spd(0x51, at);

	a = a == 0xff ? 0 : a;
	b = b == 0xff ? 0 : b;
	return a > b ? a : b;
}

static void timings(void)
{
	static const u8 code[8] = {5, 5, 2, 6, 3, 7, 4, 0};
	static const u8 interval[6] = {15, 3, 7, 31, 62, 125};
	u32 a = latencies(0x50), b = latencies(0x51), map = a && b ? a & b : a | b, bit = 0;
	u32 ras, rp, rcd, rrd, rfc, fast = gliu_mhz() / 2, refresh[2], us;

	post(0x75);
	if (!map)
		die(0x78);
	while (!(map >> bit & 1))
		bit++;
	msr_change(0x20000019, 0x70000000, (u64)code[bit & 7] << 28);
	ras = clocks_of(larger(0x1e));
	rp = clocks_of(larger(0x1b) >> 2);
	rcd = clocks_of(larger(0x1d) >> 2);
	rrd = clocks_of(larger(0x1c) >> 2);
	rfc = larger(0x2a) ? clocks_of(larger(0x2a)) : ras + rp + 1;
	msr_change(0x20000019, 0x0fffff00,
		   1ull << 40 | (ras + rp) << 24 | ras << 20 | rp << 16 | rcd << 12 | rrd << 8);
	msr_change(0x2000001a, 0x301f0000, (fast > 198 ? 2u : 1u) << 28 | rfc << 16);
	if (spd(0x50, 0x16) != 0xff && spd(0x50, 0x16) & 1 &&
	    (spd(0x51, 0x16) == 0xff || spd(0x51, 0x16) & 1))
		msr_change(0x20000018, 0, 1u << 25);
	for (u32 i = 0; i < 2; i++) {
		u32 n = spd((u8)(0x50 + i), 0x0c);

		refresh[i] = n == 0xff ? 0xffff : interval[(n & 15) > 5 ? 5 : n & 15];
	}
	us = refresh[0] < refresh[1] ? refresh[0] : refresh[1];
	msr_change(0x20000018, 0x00ffff00, (u64)(us * fast / 16) << 8);
}

static void pulse(u32 msr, u64 bits)
{
	msr_change(msr, 0, bits);
	msr_change(msr, bits, 0);
}

/* Step 11, the enable phase. */
static void dram_enable(struct seen *seen)
{
	post(0x76);
	if ((rdmsr(0x20000018) >> 32 & 0x70007) == 0x70007)
		die(0x77);
	msr_change(0x2000001d, 0x300, 0);
	msr_change(0x2000001d, 0, 0x10000);
	pulse(0x20000018, 1u << 28 | 1);
	msr_change(0x2000001d, 0x10000, 0);
	pulse(0x20000018, 1u << 27 | 1);
	/* Until the byte is exactly 00; the second loop of record ends at once. */
	for (u32 i = 1; i < 10000; i++) {
		u8 val = inb(0x61);

		seen->port61_high += val >> 4 & 1;
		if (!val) {
			seen->port61_low = i;
			break;
		}
	}
	/* Not of record: that it would have been high again. */
	for (u32 i = 0; i < 1000 && !seen->port61_high; i++)
		seen->port61_high += inb(0x61) >> 4 & 1;
	msr_change(0x2000001d, 0, 0x10000);
	pulse(0x20000018, 8);
	msr_change(0x2000001d, 0x10000, 0);
	pulse(0x20000018, 8);
	pulse(0x20000018, 1);
	msr_change(0x2000001d, 0x1000, 0);
	if ((rdmsr(0x20000018) >> 48 & 7) == 7)
		msr_change(0x4c00000f, 0, 1ull << 55);
	wrmsr(0x20000020, 0x200ull << 32);
	msr_change(0x2000001a, 0, 0xd100);
	post(0x7e);
	for (u32 at = 0; at < 5; at++)
		poke(at, at);
	seen->delay = (u32)rdmsr(0x4c00000f);
	if ((seen->delay & 0x7ff) == 0x104) {
		print("DLL failed\n");
		msr_change(0x51400017, 0, 1);
	}
}

void dram(struct seen *seen)
{
	u64 cf07;
	u32 a, b;

	msr_change(0x2000001a, 0x07000000, (gliu_mhz() < 334 ? 3ull : 4ull) << 24);
	msr_change(0x20000018, 0xf0, 0x40);

	post(0x70);
	a = spd_logged(seen, 0x50, 0x15);
	b = spd_logged(seen, 0x51, 0x15);
	if ((a != 0xff && a & 3) || (b != 0xff && b & 3))
		die(0x7c);
	post(0x72);
	a = speed_of(spd_logged(seen, 0x50, 0x09));
	b = speed_of(spd_logged(seen, 0x51, 0x09));
	if ((a && a < gliu_mhz()) || (b && b < gliu_mhz()))
		die(0xa5);
	post(0x73);
	cf07 = geometry(seen, 0x50);
	post(0x74);
	cf07 |= (u64)geometry(seen, 0x51) << 16;
	msr_change(0x20000018, 0xf177f177ull << 32, cf07 << 32);
	timings();
	dram_enable(seen);
}

/* LiteRunner: one write to its system management controller, spread spectrum; answered or not. */
void management(void)
{
	static const u8 message[] = {0x50, 0x28, 0x01, 0x01};
	u32 sent = 0;

	if (smb_start()) {
		while (sent < sizeof(message) && smb_send(message[sent]))
			sent++;
	}
	smb_failed(); /* which stops */
}
