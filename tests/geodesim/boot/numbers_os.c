/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers on record that operating systems show: serial port, keyboard, clock, sensor, audio; and
 * the descriptors, regions and base addresses that Open Firmware leaves on a board without VSA.
 */
#include "boot.h"
#include "numbers.h"

#define SENSOR	  0x4c
#define AUDIO	  0x1480
#define CODEC_NEW 0x10000

/* Each value was read from a board, so each bit of it must be kept. */
static const struct {
	u32 msr, hi, lo;
} golden[] = {
	{0x10000022, 0xa00000fe, 0x000ffffc}, {0x40000022, 0x200000fe, 0x000ffffc},
	{0x00001811, 0xfe003000, 0xfe000101}, {0x1000002a, 0x801ffcfe, 0x007fe004},
	{0x40000024, 0x200000fe, 0x004ffffc}, {0x00001812, 0xfe007000, 0xfe004101},
	{0x10000023, 0x400000fe, 0x008ffffc}, {0x40000025, 0x400000fe, 0x008ffffc},
	{0x00001813, 0xfe00b000, 0xfe008101}, {0x10000024, 0x400000fe, 0x00cffffc},
	{0x40000026, 0xa00000fe, 0x00cffffc}, {0x00001814, 0xfe00f000, 0xfe00c101},
	{0x10000025, 0x400000fe, 0x010ffffc}, {0x4000002b, 0xc00000fe, 0x013fe010},
	{0x00001815, 0xfe013000, 0xfe010101}, {0x10000029, 0x20a7e0fd, 0xffffd000},
	{0x4000002a, 0x200000fd, 0xffffd000}, {0x00001810, 0xfdfff000, 0xfd000111},
	{0x51000020, 0x06004001, 0x06000001}, {0x51000021, 0x010fc001, 0x01000001},
	{0x51000022, 0x0183c001, 0x01800001}, {0x51000023, 0x0189c001, 0x01880001},
	{0x51000024, 0x0147c001, 0x01400001}, {0x51000025, 0x0187c001, 0x01840001},
	{0x51000026, 0x014fc001, 0x01480001}, {0x51000027, 0xfe01a000, 0xfe01a001},
	{0x51000028, 0xfe01b000, 0xfe01b001}, {0x51000029, 0xefc00000, 0xefc00001},
	{0x5100002b, 0x018ac001, 0x018a0001}, {0x5100002f, 0x00084001, 0x00084009},
	{0x51010020, 0x400000ef, 0xc00fffff}, {0x51010023, 0x500000fe, 0x01afffff},
	{0x51010024, 0x400000fe, 0x01bfffff}, {0x510100e0, 0x60000000, 0x1f0ffff8},
	{0x510100e1, 0xa0000001, 0x480fff80}, {0x510100e2, 0x80000001, 0x400fff80},
	{0x510100e3, 0x80000001, 0x840fffe0}, {0x510100e4, 0x00000001, 0x858ffff8},
	{0x510100eb, 0x00000000, 0xf0301850}, {0x510100e5, 0x60000001, 0x8a0ffff0},
	{0x51200008, 0x0000000e, 0xfe01a000}, {0x51200009, 0x0000200e, 0xfe01b000},
	{0x5120000b, 0x00000002, 0xefc00000}, {0x51400008, 0x0000f001, 0x00001880},
	{0x51400009, 0xfffff001, 0xfe01a000}, {0x5140000b, 0x0000f001, 0x000018b0},
	{0x5140000c, 0x0000f001, 0x00001000}, {0x5140000d, 0x0000f001, 0x00001800},
	{0x5140000e, 0x0000f001, 0x00001840}, {0x5140000f, 0x0000f001, 0x00001400},
	{0x51300008, 0x00000000, 0x000018a1}, {0x51300010, 0x00000000, 0x00004002},
};

/* The same for memory: Open Firmware's map of 256 MiB. */
static const struct {
	u32 msr, hi, lo;
} memory_map[] = {
	{0x10000020, 0x20000000, 0x000fff80}, {0x10000026, 0x20000000, 0x080fffe0},
	{0x10000027, 0x20000000, 0x0c0fffc0}, {0x10000028, 0x2000000e, 0xfff00100},
	{0x10000029, 0x212000fd, 0xffffd000}, {0x1000002b, 0x20f400ff, 0xbffff800},
	{0x40000020, 0x20000000, 0x000fff00}, {0x4000002c, 0x2000000e, 0xfff00100},
};

static void kept(u32 msr, u32 hi, u32 lo)
{
	wrmsr(msr, (u64)hi << 32 | lo);
	say_msr("golden", msr);
}

/** numbers_golden - written and read back; the companion's blocks are elsewhere afterwards. */
void numbers_golden(void)
{
	for (u32 i = 0; i < sizeof(memory_map) / sizeof(memory_map[0]); i++)
		kept(memory_map[i].msr, memory_map[i].hi, memory_map[i].lo);
	for (u32 i = 0; i < sizeof(golden) / sizeof(golden[0]); i++)
		kept(golden[i].msr, golden[i].hi, golden[i].lo);
}

/* With the FIFO on, the high bits of IIR say that it works. */
static void uart(void)
{
	say_wait();
	outb(COM1 + 2, 0x01);
	say_value("UART FIFO", COM1 + 2, inb(COM1 + 2) & 0xc0);
}

/* The first and the last bytes of the 114 of RAM. */
static void rtc(void)
{
	static const u8 at[] = {0x0e, 0x7f};

	for (u32 i = 0; i < sizeof(at); i++) {
		outb(0x70, at[i]);
		outb(0x71, (u8)~at[i]);
	}
	for (u32 i = 0; i < sizeof(at); i++) {
		outb(0x70, at[i]);
		say_value("CMOS", at[i], inb(0x71));
	}
}

/* A command to the codec that is not there. */
static void audio(void)
{
	wrmsr(0x510100e1, 0xa0000001480fff80ull);
	outl(AUDIO + 0x0c, 0x80000000 | CODEC_NEW);
	delay_us(100);
	say_value("codec status", 8, inl(AUDIO + 8));
}

/** numbers_os - what drivers look at on an ALIX.2D. */
void numbers_os(void)
{
	uart();
	say_value("keyboard", 0x60, inb(0x60));
	say_value("keyboard", 0x64, inb(0x64));
	rtc();
	say_value("sensor", 0xfe, (u32)smbus_read(SENSOR, 0xfe));
	say_value("sensor", 0xff, (u32)smbus_read(SENSOR, 0xff));
	audio();
}
