/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on the companion's first UART. */
#include "boot.h"

#define LSR_EMPTY 0x20
#define LSR_IDLE  0x40

static void put(char c)
{
	for (u32 i = 0; i < 100000; i++) {
		if (inb(COM1 + 5) & LSR_EMPTY)
			break;
	}
	outb(COM1, (u8)c);
}

void say(const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			put('\r');
		put(*text);
	}
}

void say_hex(u32 val, unsigned digits)
{
	while (digits--)
		put("0123456789ABCDEF"[val >> digits * 4 & 15]);
}

void say_dec(u32 val)
{
	u32 div = 1;

	while (val / div >= 10)
		div *= 10;
	for (; div; div /= 10)
		put((char)('0' + val / div % 10));
}

/** say_msr - one line: name, address, value. */
void say_msr(const char *name, u32 msr)
{
	u64 val = rdmsr(msr);

	say(name);
	say(" ");
	say_hex(msr, 8);
	say(" ");
	say_hex((u32)(val >> 32), 8);
	say(":");
	say_hex((u32)val, 8);
	say("\n");
}

/** say_wait - until all is sent, or long enough. */
void say_wait(void)
{
	for (u32 i = 0; i < 100000 && !(inb(COM1 + 5) & LSR_IDLE); i++)
		;
}

/** stop - say why, wait until it is sent, halt for good. */
void stop(const char *text)
{
	say(text);
	say_wait();
	for (;;)
		__asm__ volatile("cli; hlt");
}
