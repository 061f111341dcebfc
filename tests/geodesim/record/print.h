/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on COM1, for each stage a copy of its own. */
#ifndef PRINT_H
#define PRINT_H

#define MAYBE static __attribute__((unused))

MAYBE void put(char c)
{
	for (u32 i = 0; i < 100000 && !(inb(COM1 + 5) & 0x20); i++)
		;
	outb(COM1, (u8)c);
}

MAYBE void print(const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			put('\r');
		put(*text);
	}
}

MAYBE void print_hex(u32 val, unsigned digits)
{
	while (digits--)
		put("0123456789ABCDEF"[val >> digits * 4 & 15]);
}

MAYBE void print_value(const char *name, u32 val)
{
	print(name);
	put(' ');
	print_hex(val, 8);
	print("\n");
}

/* One line: name, hi:lo of an MSR. */
MAYBE void print_msr(const char *name, u32 msr)
{
	u64 val = rdmsr(msr);

	print(name);
	put(' ');
	print_hex((u32)(val >> 32), 8);
	put(':');
	print_hex((u32)val, 8);
	print("\n");
}

MAYBE void print_sent(void)
{
	for (u32 i = 0; i < 100000 && !(inb(COM1 + 5) & 0x40); i++)
		;
}

#endif
