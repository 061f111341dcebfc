/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: timings of the display modes at 60 Hz (VESA DMT) and their pixel clocks (data book 6.14.2.14). */
#include <stddef.h>
#include "display_modes.h"

/* f = 48 MHz * (N + 1) / ((M + 1) * (P + 1)), M = bits 14:12, N = 11:4, P = 3:0 */
static const struct display_mode modes[] = {
	{{640, 648, 656, 752, 792, 800},
	 {480, 488, 490, 492, 517, 525},
	 0x215d,
	 1}, /* 25.175 MHz */
	{{800, 800, 840, 968, 1056, 1056}, {600, 600, 601, 605, 628, 628}, 0x0045, 0}, /* 40 MHz */
	{{1024, 1024, 1048, 1184, 1344, 1344},
	 {768, 768, 771, 777, 806, 806},
	 0x4214,
	 1}, /* 65 MHz */
};

const struct display_mode *geode_lx_display_mode(uint16_t width, uint16_t height)
{
	for (unsigned i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (modes[i].h.active == width && modes[i].v.active == height)
			return &modes[i];
	}
	return NULL;
}
