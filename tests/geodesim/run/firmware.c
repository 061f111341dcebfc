/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tiny firmware for tests of the tools: POST codes, serial text, memory, the exit port. */

static volatile unsigned *const counter = (unsigned *)0x9000;

static inline void outb(unsigned short port, unsigned char val)
{
	__asm__ volatile("outb %0, %1" : : "a"(val), "Nd"(port));
}

static inline unsigned char inb(unsigned short port)
{
	unsigned char val;

	__asm__ volatile("inb %1, %0" : "=a"(val) : "Nd"(port));
	return val;
}

static void say(const char *text)
{
	while (*text) {
		while (!(inb(0x3fd) & 0x20))
			;
		outb(0x3f8, *text++);
	}
}

static void __attribute__((noinline)) count_up(unsigned n)
{
	*counter += n;
}

/* Program one byte of a flash part and wait for it. Runs from RAM: a busy flash has no code. */
static void __attribute__((noinline, noclone)) program_byte(void)
{
	volatile unsigned char *rom = (unsigned char *)0xfff80000;

	rom[0x5555] = 0xaa;
	rom[0x2aaa] = 0x55;
	rom[0x5555] = 0xa0;
	rom[0x1000] = 0x42;
	while ((rom[0x1000] ^ rom[0x1000]) & 0x40)
		;
}

static void program_flash(void)
{
	unsigned char *ram = (unsigned char *)0xa000;

	for (unsigned i = 0; i < 256; i++)
		ram[i] = ((const unsigned char *)program_byte)[i];
	((void (*)(void))ram)();
}

void firmware_main(void)
{
	outb(0x80, 0x22);
	outb(0x3fb, 0x83);
	outb(0x3f8, 1);
	outb(0x3f9, 0);
	outb(0x3fb, 0x03);
	outb(0x3fc, 0x0b);
	say("firmware runs\r\n");
	*counter = 0;
	for (unsigned i = 0; i < 10; i++)
		count_up(i);
	outb(0x80, (unsigned char)*counter); /* 45 = 2Dh */
	program_flash();
	say("type a key\r\n");
	while (!(inb(0x3fd) & 1))
		;
	say(inb(0x3f8) == 'r' ? "reset\r\n" : "end\r\n");
	while (!(inb(0x3fd) & 0x40))
		;
	if (inb(0x3ff) == 0)
		outb(0xf4, 5);
	outb(0xcf9, 6);
}
