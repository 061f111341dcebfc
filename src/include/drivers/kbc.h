/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys from the PS/2 keyboard behind the 8042. */
#ifndef DRIVERS_KBC_H
#define DRIVERS_KBC_H

/*
 * The ASCII code of a pressed key that waits (digits, small letters, Enter as '\r', Escape; every other
 * key is a space), or -1. Needs a controller that translates to scan code set 1, as after reset.
 */
int kbc_getc(void);

#endif
