/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that resets the machine through the ACPI tables' reset register and says so each time it starts. When the
 * machine goes on, or there is no such register, it ends a simulator by its exit port (-DEXIT_PORT).
 */
#include <stdint.h>

#define COM1		   0x3f8
#define LINE_STATUS	   5
#define RSDP_SPACE	   0x000e0000u
#define RSDP_END	   0x00100000u
#define RSDP_RSDT	   16
#define HEADER		   36
#define FADT_FLAGS	   112
#define FADT_RESET_SPACE   116
#define FADT_RESET_ADDRESS 120
#define FADT_RESET_VALUE   128
#define RESET_REGISTER	   0x400u
#define SPACE_IO	   1
#define PATIENCE	   10000000u

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
	while (!(inb(COM1 + LINE_STATUS) & 0x40))
		;
}

static uint32_t word(uint32_t address)
{
	return *(volatile uint32_t *)address;
}

/* The fixed ACPI description table, 0: there is none. */
static uint32_t fadt(void)
{
	for (uint32_t at = RSDP_SPACE; at < RSDP_END; at += 16) {
		if (word(at) != 0x20445352 || word(at + 4) != 0x20525450) /* "RSD PTR " */
			continue;
		const uint32_t rsdt = word(at + RSDP_RSDT);

		for (uint32_t entry = HEADER; entry < word(rsdt + 4); entry += 4) {
			if (word(word(rsdt + entry)) == 0x50434146) /* "FACP" */
				return word(rsdt + entry);
		}
	}
	return 0;
}

void payload_main(void);

void payload_main(void)
{
	const uint32_t table = fadt();

	if (table && word(table + FADT_FLAGS) & RESET_REGISTER &&
	    (word(table + FADT_RESET_SPACE) & 0xff) == SPACE_IO) {
		put("\r\nreset by the register of the tables\r\n");
		outb((uint16_t)word(table + FADT_RESET_ADDRESS),
		     (uint8_t)word(table + FADT_RESET_VALUE));
		for (volatile uint32_t i = 0; i < PATIENCE; i++)
			;
		put("nothing happens\r\n");
	} else {
		put("\r\nno reset register\r\n");
	}
	outb(EXIT_PORT, 1);
	for (;;)
		__asm__ volatile("hlt");
}
