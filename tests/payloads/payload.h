/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test payloads in C share: a stack, MSRs, text on the first serial port. */
#ifndef TESTS_PAYLOADS_PAYLOAD_H
#define TESTS_PAYLOADS_PAYLOAD_H

#include <stdint.h>
#include <arch/io.h>

#define COM1	    0x3f8
#define LINE_STATUS 5
#define LINE_ROOM   0x20 /* a byte may be written */
#define LINE_IDLE   0x40 /* the last one has left */

static uint8_t stack[4096] __attribute__((used, aligned(16)));

/* Entry of a payload that does not come back: interrupts off, its own stack, payload_main(). */
#define PAYLOAD_ENTRY() \
	__asm__(".globl _start\n_start: cli\n mov $stack + 4096, %esp\n call payload_main\n")

/* The same of a payload that is given the firmware's argument, the coreboot table. */
#define PAYLOAD_ENTRY_WITH_TABLE()                                                                       \
	__asm__(".globl _start\n_start: cli\n mov 4(%esp), %eax\n mov $stack + 4096, %esp\n push %eax\n" \
		" call payload_main\n")

static inline uint64_t rdmsr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

/** put - write text to the serial port. */
static inline void put(const char *text)
{
	for (; *text; text++) {
		while (!(inb(COM1 + LINE_STATUS) & LINE_ROOM))
			;
		outb(COM1, (uint8_t)*text);
	}
}

/** put_hex - write the lowest @digits (1 to 16) hexadecimal digits of @value. */
static inline void put_hex(uint64_t value, unsigned digits)
{
	char text[17] = {0};

	for (unsigned i = digits; i-- > 0; value >>= 4)
		text[i] = "0123456789abcdef"[value & 15];
	put(text);
}

/** drain - wait until what was written has left the serial port. */
static inline void drain(void)
{
	while (!(inb(COM1 + LINE_STATUS) & LINE_IDLE))
		;
}

#endif
