/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PS/2 keyboard (IBM PS/2 Hardware Interface Technical Reference, keyboard chapter). */
#include "parts/ps2kbd.h"

#include <string.h>

enum { ACK = 0xfa, RESEND = 0xfe, SELF_TEST_OK = 0xaa, ECHO = 0xee, RELEASE = 0xf0 };

static void put(struct ps2kbd *k, uint8_t byte)
{
	if (k->count < PS2KBD_BUFFER)
		k->buffer[(k->head + k->count++) % PS2KBD_BUFFER] = byte;
}

static void defaults(struct ps2kbd *k)
{
	k->set = 2;
	k->rate = 0x2b;
	k->pending = 0;
}

void ps2kbd_init(struct ps2kbd *k)
{
	memset(k, 0, sizeof(*k));
	defaults(k);
	k->scanning = true;
}

bool ps2kbd_ready(const struct ps2kbd *k)
{
	return k->count != 0;
}

uint8_t ps2kbd_get(struct ps2kbd *k)
{
	if (!k->count)
		return 0;
	k->last = k->buffer[k->head];
	k->head = (k->head + 1) % PS2KBD_BUFFER;
	k->count--;
	return k->last;
}

static void argument(struct ps2kbd *k, uint8_t byte)
{
	uint8_t command = k->pending;

	k->pending = 0;
	put(k, ACK);
	switch (command) {
	case 0xed: k->leds = byte & 7; break;
	case 0xf3: k->rate = byte & 0x7f; break;
	default: /* F0: scan code set, 0 asks for it */
		if (byte == 0)
			put(k, k->set);
		else if (byte <= 3)
			k->set = byte;
		break;
	}
}

void ps2kbd_send(struct ps2kbd *k, uint8_t byte)
{
	if (byte == RESEND) {
		put(k, k->last);
		return;
	}
	k->count = 0; /* a command from the host empties the buffer */
	if (k->pending && byte < 0xed) {
		argument(k, byte);
		return;
	}
	k->pending = 0;
	switch (byte) {
	case 0xed:
	case 0xf0:
	case 0xf3:
		k->pending = byte;
		put(k, ACK);
		break;
	case ECHO: put(k, ECHO); break;
	case 0xf2:
		put(k, ACK);
		put(k, 0xab);
		put(k, 0x83);
		break;
	case 0xf4:
	case 0xf5:
		k->scanning = byte == 0xf4;
		if (byte == 0xf5)
			defaults(k);
		put(k, ACK);
		break;
	case 0xf6:
		defaults(k);
		put(k, ACK);
		break;
	case 0xf7:
	case 0xf8:
	case 0xf9:
	case 0xfa: put(k, ACK); break; /* key types: of set 3 only */
	case 0xff:
		defaults(k);
		k->scanning = true;
		k->leds = 0;
		put(k, ACK);
		put(k, SELF_TEST_OK);
		break;
	default: put(k, RESEND); break;
	}
}

int ps2kbd_key(struct ps2kbd *k, uint16_t code, bool pressed)
{
	unsigned need = 1 + (code >> 8 != 0) + !pressed;

	if (!k->scanning || k->count + need > PS2KBD_BUFFER)
		return -1;
	if (code >> 8)
		put(k, (uint8_t)(code >> 8));
	if (!pressed)
		put(k, RELEASE);
	put(k, (uint8_t)code);
	return 0;
}
