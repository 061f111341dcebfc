/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first UART of a super I/O at port 2Eh becomes COM1 (Winbond W83627HF data sheet, chapter 11;
 * ITE IT8712F data sheet, chapter 8).
 */
#include "boot.h"

#define INDEX 0x2e
#define DATA  0x2f

static void set(u8 reg, u8 val)
{
	outb(INDEX, reg);
	outb(DATA, val);
}

/* The UART is logical device @ldn. */
static void uart(u8 ldn)
{
	set(0x07, ldn);
	set(0x60, COM1 >> 8);
	set(0x61, COM1 & 0xff);
	set(0x70, 4);
	set(0x30, 1);
}

static void w83627hf(void)
{
	outb(INDEX, 0x87);
	outb(INDEX, 0x87);
	if (BOARD_CONSOLE == W83627HF_48) {
		outb(INDEX, 0x24);
		outb(DATA, inb(DATA) | 0x40);
	}
	uart(2);
	outb(INDEX, 0xaa);
}

/* Its watchdog has been armed by the reset: it is stopped first. */
static void it8712f(void)
{
	static const u8 key[] = {0x87, 0x01, 0x55, 0x55};

	for (unsigned i = 0; i < sizeof(key); i++)
		outb(INDEX, key[i]);
	set(0x07, 7);
	set(0x72, 0x90);
	set(0x73, 0);
	set(0x74, 0);
	uart(1);
	set(0x02, 0x02);
}

void superio_uart(void)
{
	if (BOARD_CONSOLE == IT8712F)
		it8712f();
	else
		w83627hf();
}
