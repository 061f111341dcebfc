/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the display controller and the video processor put on the screen. */
#ifndef GEODESIM_LX_DC_SCREEN_H
#define GEODESIM_LX_DC_SCREEN_H

#include <stddef.h>
#include <stdint.h>

#include "lx/dc.h"
#include "lx/vp.h"

#define PICTURE_SIDE_MAX 2048

struct picture {
	unsigned width, height;
	uint8_t *rgb; /* three bytes a pixel, rows from the top; malloc()ed */
};

/**
 * dc_screen - take the picture of this moment
 * Returns true; or false when no signal leaves the chip: @why says what is missing and the
 * picture is an empty 640x480 one. @p->rgb is NULL only when memory ran out.
 */
bool dc_screen(struct dc *d, struct vp *v, struct picture *p, char *why, size_t size);

/** picture_free - release it. */
void picture_free(struct picture *p);

#endif
