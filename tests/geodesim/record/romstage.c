/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first stage of record, in ROM with its stack in cache-as-RAM: steps 3 to 12 of the boot
 * sequence on record, its order, values and access sizes. What a checklist asks about the state
 * before memory exists is looked at on the way and kept for the second stage.
 */
#include "record.h"
#include "print.h"
#include "smb.h"

void rom_main(void);

static void die(u8 code)
{
	post(code);
	print("stopped at POST ");
	print_hex(code, 2);
	print("\n");
	print_sent();
	for (;;)
		__asm__ volatile("hlt");
}

/* Before anything is set up: the ROM below 1 MiB, the registers' defaults. */
static void look_at_reset_state(struct seen *seen)
{
	static const struct {
		u32 first, last;
		u64 val;
	} free[] = {
		{0x10000020, 0x10000025, 0x000000fffff00000},
		{0x10000026, 0x10000027, 0x000000fffff00000},
		{0x10000028, 0x1000002b, 0x00000000000fffff},
		{0x1000002c, 0x1000002c, 0},
		{0x100000e0, 0x100000e2, 0x000000fffff00000},
		{0x100000e3, 0x100000e8, 0},
		{0x40000020, 0x40000029, 0x000000fffff00000},
		{0x4000002a, 0x4000002d, 0x00000000000fffff},
		{0x4000002e, 0x4000002e, 0},
		{0x400000e0, 0x400000e2, 0x000000fffff00000},
		{0x400000e3, 0x400000e6, 0},
	};

	seen->rom_alias = *(volatile u32 *)0xffff0 == *(volatile u32 *)0xfffffff0 &&
			  *(volatile u32 *)0xf0000 == *(volatile u32 *)0xffff0000;
	for (u32 i = 0; i < sizeof(free) / sizeof(free[0]); i++) {
		for (u32 msr = free[i].first; msr <= free[i].last; msr++)
			seen->defaults_bad += rdmsr(msr) != free[i].val;
	}
}

/* Step 4: the same table on all boards. */
static void early_table(void)
{
	static const struct {
		u32 msr;
		u64 val;
	} table[] = {
		{0x1808, 0x24fffc000000a000},
		{0x180b, 0},
		{0x180c, 0},
		{0x180d, 0},
		{0x10000020, 0x20000000000fff80},
		{0x10000021, 0x20000000080fffe0},
		{0x1000002c, 0x2000ffffffff0003},
		{0x10000028, 0x2000001f6bf00100},
		{0x40000020, 0x20000000000fff80},
		{0x40000021, 0x20000000080fffe0},
		{0x4000002e, 0x2000ffffffff0003},
		{0x4000002a, 0x2000001f6bf00100},
	};

	for (u32 i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		wrmsr(table[i].msr, table[i].val);
}

/* How many of the companion's blocks have an address: after a full reset none has. */
static u32 lbars_set(void)
{
	u32 set = 0;

	for (u32 msr = 0x5140000b; msr <= 0x5140000f; msr++)
		set += rdmsr(msr) != 0;
	return set;
}

/* What the companion shows before VSA comes. */
static void look_at_companion(struct seen *seen)
{
	outl(0xcf8, 0x80007800);
	seen->glpci_id = inl(0xcfc);
	outl(0xcf8, 0x80007808);
	seen->class = inl(0xcfc);
	outl(0xcf8, 0x80001800); /* nobody */
	seen->unmapped += inl(0xcfc) != 0xffffffff;
	seen->unmapped += inb(0xee00) != 0xff;
	seen->unmapped += inw(0xee00) != 0xffff;
	seen->unmapped += *(volatile u32 *)0xe0000000 != 0xffffffff;
	seen->ac1c = inw(0xac1e);
	for (u32 msr = 0x51020020; msr <= 0x51020024; msr++)
		seen->defaults_bad += rdmsr(msr) != 0x000000fffff00000;
	for (u32 msr = 0x510100e1; msr <= 0x510100e9; msr++)
		seen->defaults_bad += rdmsr(msr) != 0x000000fffff00000;
	for (u32 msr = 0x510100eb; msr <= 0x510100f1; msr++)
		seen->defaults_bad += rdmsr(msr) != 0;
	seen->defaults_bad += rdmsr(0x510100e0) != 0x600000001f0ffff0;
}

/* Steps 5 and 6. */
static void companion(struct seen *seen)
{
	u64 val;

	if (PROBES) {
		val = rdmsr(0x51400014); /* nobody is there yet */
		seen->early_divil = (u32)(val >> 32) | (u32)val;
	}
	wrmsr(0x5000201e, 0x0f00);
	msr_change(0x51000010, 0x18, 0x10);
	look_at_companion(seen);
	if ((u32)rdmsr(RSTPLL) & 0xfc000000) {
		seen->lbars_kept = rdmsr(0x5140000b) == 0x0000f00100006000 &&
				   rdmsr(0x5140000c) == 0x0000f00100006100 &&
				   rdmsr(0x5140000f) == 0x0000f00100009d00 &&
				   (inl(0x6110) & 0xc000) == 0xc000 && inb(0x6005) == 0xff;
		return;
	}
	cmos_write(CMOS_LBARS, (u8)lbars_set());

	outl(0, 0x02000000);
	val = rdmsr(0x51600005);
	if (val >> 32 & 0x10)
		wrmsr(0x51600005, val & 0xfffffffbffffffff);
	wrmsr(0x5140000b, 0x0000f00100006000);
	wrmsr(0x5140000c, 0x0000f00100006100);
	wrmsr(0x5140000d, 0x0000f00100006200);
	wrmsr(0x5140000e, 0x0000f00100009c00);
	wrmsr(0x5140000f, 0x0000f00100009d00);
	if (cmos_read(CMOS_SLEPT) == 0x33) {
		/* Back from sleep, by the sign left in the standby domain. */
		cmos_write(CMOS_SLEPT,
			   (inl(0x9d30) & 0xffff) == 0x9999 && inl(0x9d14) != 0x4601 ? 1 : 2);
	}
	outl(0x6110, 0xc000);
	outl(0x6104, 0xc000);
	outl(0x6134, 0xc000);
	outl(0x6120, 0xc000);
	outb(0x6005, 0xff);
	outb(0x6004, 0xef);
	if (POWER_BUTTON)
		outl(0x9d40, 0x40020000);
	outl(0x6190, 0x100);
	outl(0x6184, 0x100);
}

static void sio_write(const u8 (*list)[2], u32 count)
{
	for (u32 i = 0; i < count; i++) {
		outb(0x2e, list[i][0]);
		outb(0x2f, list[i][1]);
	}
}

/* COM1 is logical device 2 here, 1 there. The clock is 48 MHz: the straps of one board say 24. */
static void superio(void)
{
	static const u8 winbond[][2] = {{0x24, 0xc4}, {0x07, 2},    {0x30, 0},
					{0x60, 0x03}, {0x61, 0xf8}, {0x30, 1}};
	/* LiteRunner: pins, and the watchdog that counts since power-on. */
	static const u8 ite[][2] = {
		{0x07, 7},    {0x2c, 0x07}, {0x14, 0x23}, {0x72, 0x90}, {0x73, 0},    {0x74, 0},
		{0x25, 0xbf}, {0x2a, 0x17}, {0x26, 0xf3}, {0x27, 0xff}, {0x28, 0xdf}, {0x29, 0x27},
		{0xb8, 0x66}, {0xb9, 0x0f}, {0xc0, 0x07}, {0xc8, 0x07}, {0xc1, 0x03}, {0xc9, 0x03},
		{0xc2, 0xff}, {0xf5, 0x2d}, {0xf8, 0x08}, {0x07, 1},	{0x30, 0},    {0x60, 0x03},
		{0x61, 0xf8}, {0x30, 1},    {0x02, 0x02}};

	wrmsr(0x5140003a, 1);
	wrmsr(0x5140003a, 0);
	wrmsr(0x5140003e, 1);
	wrmsr(0x5140003e, 0);
	if (SIO == SIO_W83627HF) {
		outb(0x2e, 0x87);
		outb(0x2e, 0x87);
		sio_write(winbond + !SIO_48MHZ, sizeof(winbond) / 2 - !SIO_48MHZ);
		outb(0x2e, 0xaa);
	} else {
		outb(0x2e, 0x87);
		outb(0x2e, 0x01);
		outb(0x2e, 0x55);
		outb(0x2e, 0x55);
		sio_write(ite, sizeof(ite) / 2);
	}
}

/* Step 7. */
static void console(void)
{
	if (UART == 1) {
		outl(0x6104, 0x100);
		outl(0x6110, 0x100);
		outl(0x6120, 0x200);
		outl(0x6134, 0x200);
		msr_change(0x51400014, 0, 0x70000);
		wrmsr(0x5140003a, 0x12);
	} else if (UART == 2) {
		wrmsr(0x5140003a, 1);
		wrmsr(0x5140003a, 0);
		outl(0x6104, 0x10);
		outl(0x6110, 0x10);
		outl(0x6120, 0x08);
		outl(0x6134, 0x08);
		msr_change(0x51400014, 0, 0x700000);
		wrmsr(0x5140003e, 0x12);
	} else {
		superio();
	}
	if (LEDS) { /* step 8: one LED lit, two dark */
		outl(0x6104, 0x40);
		outl(0x6184, 0x200);
		outl(0x6184, 0x800);
		outl(0x6180, 0x200);
		outl(0x6180, 0x800);
	}
	outb(COM1 + 1, 0);
	outb(COM1 + 2, 1);
	outb(COM1 + 4, 3);
	outb(COM1 + 3, 0x83);
	outb(COM1 + 0, 1);
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 3);
}

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
static u8 spd_logged(struct seen *seen, u8 device, u8 at)
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

/* Step 9. */
static void pll(void)
{
	u64 val = rdmsr(RSTPLL);

	post(0xa0);
	print_msr("GLCP_SYS_RSTPLL", RSTPLL);
	if ((u32)val & 0xfc000000) {
		print("PLL configured\n");
		return;
	}
	post(PLL ? 0xa1 : 0xa2);
	print("Configuring PLL\n");
	print_sent();
	val &= ~0x00ff1800ull;
	val |= 0x00de0000 | 0x6000 | 0x04000001;
	if (PLL)
		val = 0x0000059cull << 32 | PLL | 0x04000001;
	wrmsr(RSTPLL, val);
	die(0xa3);
}

static u32 gliu_mhz(void)
{
	u32 speed = ((u32)(rdmsr(RSTPLL) >> 39 & 31) + 1) * 333;

	return speed / 10 + (speed % 10 > 5);
}

/* Step 10; the delays read two SPD bytes of each module. */
static void delays(struct seen *seen)
{
	u32 width = spd_logged(seen, 0x50, 0x0d), banks = spd_logged(seen, 0x50, 0x05);
	u32 chips = width && width != 0xff ? 64 / width * banks : 0;
	u32 second = spd_logged(seen, 0x51, 0x0d), slow = gliu_mhz() < 334;
	u64 val = 0xf2f100ff56960004; /* one module on a terminated bus */

	if ((u32)rdmsr(0x4c00000f) & ~0x7c0u)
		return;
	if (second != 0xff) {
		chips += 64 / second * spd_logged(seen, 0x51, 0x05);
		val = chips <= 8    ? slow ? 0x837100a556960004 : 0x8271000056960004
		      : chips <= 16 ? slow ? 0x937100a556960004 : 0xc27100a556960004
		      : chips <= 24 ? slow ? 0xb37100a556960004 : 0xb27100a556960004
				    : (slow ? 0xb37100a556960004 : 0xb271000056960004);
	} else {
		if (THIRD) /* says that the board has no termination */
			val = chips <= 4   ? 0x827100ff56960004
			      : chips <= 8 ? 0x827100aa56960004
					   : 0x8271005556960004;
		val |= 1ull << 55;
	}
	wrmsr(0x4c00000f, val);
}

static void cpu_registers(struct seen *seen)
{
	msr_change(0x1100, 0, 0x100ull << 32);
	msr_change(0x10000082, 1ull << 60, 1ull << 63);
	msr_change(0x40000082, 1ull << 60, 1ull << 63);
	msr_change(0x40000081, 0x880, 0);
	wrmsr(0x1981, 0x2814d352);
	wrmsr(0x1982, 0x1068334d);
	wrmsr(0x1983, 0x0000010683104104);
	msr_change(0x4c00005e, 0xffffffffull << 32, 5ull << 32);
	wrmsr(0x1980, 1);
	delays(seen);
	msr_change(0x1301, 0, 8);
	msr_change(0x1a00, 0, 1);
	msr_change(0x1210, 0, 3);
	msr_change(0x1900, 0x0f000000, 0x02001020);
	wrmsr(0x4c00001e, 0x603c);
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

static void dram(struct seen *seen)
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
static void management(struct seen *seen)
{
	static const u8 message[] = {0x50, 0x28, 0x01, 0x01};
	u32 sent = 0;

	if (smb_start()) {
		while (sent < sizeof(message) && smb_send(message[sent]))
			sent++;
	}
	smb_failed(); /* which stops */
	seen->smc_sent = sent;
}

void rom_main(void)
{
	struct seen *seen = (struct seen *)CAR_BASE;

	for (u32 i = 0; i < sizeof(*seen) / 4; i++)
		((volatile u32 *)seen)[i] = 0;
	outb(0x43, 0x56);
	outb(0x41, 0x12);
	look_at_reset_state(seen);
	early_table();
	companion(seen);
	console();
	print(BOARD_NAME " first stage\n");
	pll();
	cpu_registers(seen);
	if (SIO == SIO_IT8712F)
		management(seen);
	dram(seen);
	print_msr("MC_CF07", 0x20000018);
	print_msr("MC_CF8F", 0x20000019);
	print_msr("MC_CF1017", 0x2000001a);
	print_msr("DELAY", 0x4c00000f);
	seen->magic = SEEN_MAGIC;
	for (u32 i = 0; i < sizeof(seen->pattern) / 4; i++)
		seen->pattern[i] = i * 0x9e3779b1;
	if (ALIX) {
		post(0x02);
		__asm__ volatile("wbinvd" : : : "memory");
	}
}
