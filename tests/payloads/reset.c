/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that resets the machine through the ACPI tables' reset register and says so each time it starts. When the
 * machine goes on, or there is no such register, it ends a simulator by its exit port (-DEXIT_PORT).
 */
#include "payload.h"

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

PAYLOAD_ENTRY();

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
		drain();
		outb((uint16_t)word(table + FADT_RESET_ADDRESS),
		     (uint8_t)word(table + FADT_RESET_VALUE));
		for (volatile uint32_t i = 0; i < PATIENCE; i++)
			;
		put("nothing happens\r\n");
	} else {
		put("\r\nno reset register\r\n");
	}
	drain();
	outb(EXIT_PORT, 1);
	for (;;)
		__asm__ volatile("hlt");
}
