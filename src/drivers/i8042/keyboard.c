/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys for the boot menu: scan code set 1 (IBM PC AT Technical Reference, keyboard section). */
#include <arch/io.h>
#include <drivers/kbc.h>

#define KBC_DATA	   0x60
#define KBC_STATUS	   0x64

#define STATUS_OUTPUT_FULL 0x01
#define STATUS_MOUSE	   0x20
#define CODE_RELEASE	   0x80 /* also set in prefixes and in the keyboard's own answers */

/* Scan codes 01h to 32h. Every other key is a space: to the menu it is "any key". */
static const char keys[] = "\0331234567890-=\b\tqwertyuiop[]\r asdfghjkl;'` \\zxcvbnm";

int kbc_getc(void)
{
	uint8_t status = inb(KBC_STATUS);
	uint8_t code;

	/* A board without the controller reads all ones. */
	if (status == 0xff || !(status & STATUS_OUTPUT_FULL))
		return -1;
	code = inb(KBC_DATA);
	if (status & STATUS_MOUSE || !code || code & CODE_RELEASE)
		return -1;
	return code < sizeof(keys) ? keys[code - 1] : ' ';
}
