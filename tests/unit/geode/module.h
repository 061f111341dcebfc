/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An SPD of a usual module, for tests to change. */
#ifndef TESTS_UNIT_GEODE_MODULE_H
#define TESTS_UNIT_GEODE_MODULE_H

#include <lib/spd.h>
#include "test.h"

/* Makes the checksum right. */
static inline void spd_sum(uint8_t *spd)
{
	uint8_t sum = 0;

	for (unsigned i = 0; i < SPD_CHECKSUM; i++)
		sum = (uint8_t)(sum + spd[i]);
	spd[SPD_CHECKSUM] = sum;
}

/* 256 MiB of DDR400 with CL 3, 2.5 and 2: four chips of 512 Mbit, 13 rows, 10 columns (boards' V58C2512164SA-J5I). */
static inline void spd_usual(uint8_t *spd)
{
	static const uint8_t usual[SPD_SIZE] = {
		[0] = 128,   [1] = 8,	  [2] = 7,     [3] = 13,    [4] = 10,	 [5] = 1,
		[6] = 64,    [8] = 4,	  [9] = 0x50,  [10] = 0x65, [12] = 0x82, [13] = 16,
		[15] = 1,    [16] = 0x0e, [17] = 4,    [18] = 0x1c, [19] = 1,	 [20] = 2,
		[21] = 0x20, [22] = 0x40, [23] = 0x60, [24] = 70,   [25] = 0x75, [26] = 75,
		[27] = 0x3c, [28] = 0x28, [29] = 0x3c, [30] = 0x28, [31] = 0x40, [41] = 0x37,
		[42] = 0x46, [43] = 0x30};

	memcpy(spd, usual, sizeof(usual));
	spd_sum(spd);
}

#endif
