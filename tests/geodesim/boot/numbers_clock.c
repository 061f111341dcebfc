/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A number in a line; the core's clock as kernels measure it. */
#include "numbers.h"

void say_value(const char *name, u32 at, u32 val)
{
	say(name);
	say(" ");
	say_hex(at, 4);
	say(" ");
	say_hex(val, 8);
	say("\n");
}

/** say_core_clock - core clocks in a microsecond, by timer 2 of the 8254 over 10 ms. */
void say_core_clock(void)
{
	u64 start;
	u32 clocks_us;

	outb(0x61, (inb(0x61) & 0xfd) | 1);
	outb(0x43, 0xb0);
	outb(0x42, 11932 & 0xff);
	outb(0x42, 11932 >> 8);
	start = rdtsc();
	for (u32 i = 0; i < 1000000 && !(inb(0x61) & 0x20); i++)
		;
	clocks_us = (u32)(rdtsc() - start) / 10000;
	say("clocks per us ");
	say_dec(clocks_us);
	say("\n");
}
