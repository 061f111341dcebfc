/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that resets the machine through the ACPI tables' reset register and says so each time it starts. When the
 * machine goes on, or there is no such register, it ends a simulator by its exit port (-DEXIT_PORT).
 */
#include "tables.h"

#define FADT_FLAGS	   112
#define FADT_RESET_SPACE   116
#define FADT_RESET_ADDRESS 120
#define FADT_RESET_VALUE   128
#define RESET_REGISTER	   0x400u
#define SPACE_IO	   1
#define PATIENCE	   10000000u

PAYLOAD_ENTRY();

void payload_main(void);

void payload_main(void)
{
	const uint32_t table = find_fadt();

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
