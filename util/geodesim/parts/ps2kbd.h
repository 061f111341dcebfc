/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PS/2 keyboard: commands and scan code set 2 (translation is the controller's). */
#ifndef GEODESIM_PARTS_PS2KBD_H
#define GEODESIM_PARTS_PS2KBD_H

#include <stdbool.h>
#include <stdint.h>

#define PS2KBD_BUFFER 32

struct ps2kbd {
	uint8_t buffer[PS2KBD_BUFFER];
	unsigned head, count;
	uint8_t pending; /* command that waits for its argument */
	uint8_t last;	 /* last byte sent, for RESEND */
	uint8_t set;	 /* scan code set, 1 to 3 */
	uint8_t leds, rate;
	bool scanning;
};

/** ps2kbd_init - after power-on, before the self test is asked for. */
void ps2kbd_init(struct ps2kbd *k);

/** ps2kbd_send - a byte from the host. Answers go to the buffer. */
void ps2kbd_send(struct ps2kbd *k, uint8_t byte);

/** ps2kbd_ready - is a byte waiting for the host? ps2kbd_get - fetch it. */
bool ps2kbd_ready(const struct ps2kbd *k);
uint8_t ps2kbd_get(struct ps2kbd *k);

/** ps2kbd_key - a key of set 2 (0xE0xx: extended). 0, or -1: buffer full or scanning off. */
int ps2kbd_key(struct ps2kbd *k, uint16_t code, bool pressed);

#endif
