/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that leaves protected mode as programs for the 286 do: a shutdown code in CMOS, then a reset of the
 * processor alone through port 92h and through the keyboard controller. It is a BIOS too: a far jump at F000:FFF0 leads
 * to code that looks at the processor. Then it resets with code 0. EXIT_PORT (-D): what ends a simulator.
 */
#include "check.h"
#include "restart.h"

/* With A20 off. What the code at LOW found is at 6fe0h. */
static void leave(const char *how, uint8_t code, uint16_t port, uint8_t value)
{
	put(how);
	drain();
	for (unsigned i = 0; i < 8; i++)
		FOUND[i] = 0xffffffff;
	FOUND[0x100000 / 4] = 0;
	outb(PORT_92, 0);
	check("A20 off", FOUND[0x100000 / 4], 0xffffffff);
	shutdown_code(code);
	if (!reset_here(port, value)) {
		wrong++;
		put(": nothing happens\r\n");
		return;
	}
	check("A20", FOUND[0x100000 / 4], 0);
	check("port 92h", inb(PORT_92) & 2, 2);
	check("CR0", FOUND[0] & 0x9fffffff, 0x10);
	check("EFLAGS", FOUND[1] & 0x3f702, 0x2);
	check("EDX", FOUND[2], 0x5a2);
	check("EAX", FOUND[3], 0);
	check("ESP", FOUND[4], 0);
	check("segments", FOUND[5] & 0xffff, 0);
	check("IDT's limit", FOUND[6] & 0xffff, 0x3ff);
	check("IDT", FOUND[6] >> 16 | FOUND[7] << 16, 0);
	put(": goes on\r\n");
}

void payload_main(void);

void payload_main(void)
{
	put("\r\nresets of the processor\r\n");
	put_bios();
	leave("port 92h, code 5", 0x05, PORT_92, 0x01);
	leave("port 92h, code 9", 0x09, PORT_92, 0x03);
	leave("keyboard controller, code 0Ah", 0x0a, KEYBOARD, PULSE);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	if (wrong) {
		outb(EXIT_PORT, 1);
	} else {
		shutdown_code(0);
		outb(PORT_92, 0x03);
	}
	for (;;)
		__asm__ volatile("hlt");
}
