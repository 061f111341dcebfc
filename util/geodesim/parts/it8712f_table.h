/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration registers of the IT8712F. */
#ifndef GEODESIM_PARTS_IT8712F_TABLE_H
#define GEODESIM_PARTS_IT8712F_TABLE_H

#include "parts/it8712f.h"

/* Logical devices. */
enum {
	IT_FDC = 0,
	IT_COM1 = 1,
	IT_COM2 = 2,
	IT_LPT = 3,
	IT_MONITOR = 4,
	IT_KEYBOARD = 5,
	IT_MOUSE = 6,
	IT_GPIO = 7,
	IT_GLOBAL = IT8712F_DEVICES,
};

/* Registers that act. */
enum {
	IT_CONFIG_CONTROL = 0x02,   /* bit 1: leave configuration mode; bit 0: software reset */
	IT_WATCHDOG_CONTROL = 0x72, /* bit 7: seconds, not minutes; 6: KRST#, 4: PWROK */
	IT_WATCHDOG_LOW = 0x73,
	IT_WATCHDOG_HIGH = 0x74,
};

/* By logical device, then the global ones. */
extern const struct reg_table it8712f_tables[IT8712F_DEVICES + 1];

#endif
