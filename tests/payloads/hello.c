/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that says on the serial port that it runs and whether it was loaded whole, then powers
 * the machine off. -DNAME="..." names it; -DBULK=n gives it n bytes of data to be loaded; -DRESET
 * makes it reset the machine, -DRETURN return to the firmware.
 */
#include "payload.h"

#ifndef NAME
#define NAME "hello"
#endif
#ifndef BULK
#define BULK 4096
#endif

#define STRING(x)     STRING2(x)
#define STRING2(x)    #x
#define PM1_CONTROL   0x604
#define SLEEP_S5      0x2000
#define RESET_CONTROL 0xcf9

/* Filled by the assembler so that any lost or doubled byte changes the sum. */
__asm__(".data\n.balign 4\n.globl bulk\nbulk:\n.set i, 0\n.rept " STRING(
	BULK) "/4\n"
	      ".long (i * 40503) ^ (i >> 3)\n.set i, i + 1\n.endr\n.text\n");
extern const uint32_t bulk[BULK / 4];
static volatile uint8_t zeros[8192];

__asm__(".globl _start\n_start: cli\n mov %esp, firmware_stack\n mov $stack + 4096, %esp\n"
	" call payload_main\n mov firmware_stack, %esp\n ret\n.local firmware_stack\n"
	".comm firmware_stack, 4, 4\n");

void payload_main(void);

void payload_main(void)
{
	const char *state = " runs\r\n";
	uint32_t i;

	for (i = 0; i < BULK / 4; i++) {
		if (bulk[i] != ((i * 40503) ^ (i >> 3)))
			state = " runs with damaged data\r\n";
	}
	for (i = 0; i < sizeof(zeros); i++) {
		if (zeros[i])
			state = " runs with a dirty BSS\r\n";
	}
	put("payload " NAME);
	put(state);
	drain();
#ifdef RETURN
	return;
#endif
#ifdef RESET
	outb(RESET_CONTROL, 6);
#else
	__asm__ volatile("outw %w0, %w1" : : "a"(SLEEP_S5), "Nd"(PM1_CONTROL));
#endif
	for (;;)
		__asm__ volatile("hlt");
}
