/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that looks for a NAND chip as drivers do, by the LBARs of the companion's chip selects, and prints the
 * two bytes of each one's identity. It ends a simulator by its exit port (-DEXIT_PORT): 0 when it found one.
 */
#include <stddef.h>
#include <stdint.h>

#define COM1	      0x3f8
#define LINE_STATUS   5
#define LBAR_FLSH0    0x51400010
#define CHIP_SELECTS  4
#define NAND_PAGE     0xfffff007u /* a page of memory, NAND, enabled */
#define CTL	      0x800
#define IO	      0x801
#define CTL_SELECTED  0x00 /* CE# low */
#define CTL_CLE	      0x02
#define CTL_ALE	      0x04
#define CTL_OFF	      0x01
#define READ_IDENTITY 0x90

static uint8_t stack[4096] __attribute__((used, aligned(16)));

__asm__(".globl _start\n_start: cli\n mov $stack + 4096, %esp\n call payload_main\n");

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void put(const char *text)
{
	for (; *text; text++) {
		while (!(inb(COM1 + LINE_STATUS) & 0x20))
			;
		outb(COM1, (uint8_t)*text);
	}
}

static void put_hex(uint32_t value, int digits)
{
	while (digits--) {
		const char text[2] = {"0123456789abcdef"[value >> 4 * digits & 15], 0};

		put(text);
	}
}

static uint16_t identity(volatile uint8_t *window)
{
	uint16_t id;

	window[CTL] = CTL_SELECTED | CTL_CLE;
	window[IO] = READ_IDENTITY;
	window[CTL] = CTL_SELECTED | CTL_ALE;
	window[IO] = 0;
	window[CTL] = CTL_SELECTED;
	id = window[0];
	id = (uint16_t)(id << 8 | window[0]);
	window[CTL] = CTL_OFF;
	return id;
}

void payload_main(void);

void payload_main(void)
{
	unsigned chips = 0;

	put("\r\n");
	for (uint32_t i = 0; i < CHIP_SELECTS; i++) {
		uint32_t base, high;

		__asm__ volatile("rdmsr" : "=a"(base), "=d"(high) : "c"(LBAR_FLSH0 + i));
		if (high != NAND_PAGE)
			continue;
		put("chip select ");
		put_hex(i, 1);
		put(" identity ");
		put_hex(identity((volatile uint8_t *)(uintptr_t)base), 4);
		put("\r\n");
		chips++;
	}
	while (!(inb(COM1 + LINE_STATUS) & 0x40))
		;
	outb(EXIT_PORT, !chips);
	for (;;)
		__asm__ volatile("hlt");
}
