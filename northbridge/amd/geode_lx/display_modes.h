/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: timings of the display modes. */
#ifndef GEODE_LX_DISPLAY_MODES_H
#define GEODE_LX_DISPLAY_MODES_H

#include <stddef.h>
#include <stdint.h>

/* One direction of a picture, in pixels or lines from the first visible one. */
struct display_axis {
	uint16_t active;
	uint16_t blank_start;
	uint16_t sync_start;
	uint16_t sync_end;
	uint16_t blank_end;
	uint16_t total;
};

struct display_mode {
	struct display_axis h;
	struct display_axis v;
	uint16_t dotpll; /* high word of GLCP_DOTPLL: M, N and P of the pixel clock */
	uint8_t negative_sync;
};

/* The mode of this size at 60 Hz, or NULL when there is none. */
const struct display_mode *geode_lx_display_mode(uint16_t width, uint16_t height);

/* Makes a picture of `size` bytes black. */
void geode_lx_blank(void *picture, size_t size);

#endif
