/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures of the screen as PNG files. */
#ifndef GEODESIM_TOOLS_PNG_H
#define GEODESIM_TOOLS_PNG_H

#include <stddef.h>

#include "lx/dc_screen.h"

/** png_write - 0 or a negative errno. */
int png_write(const char *path, const struct picture *p);

/** video_no_screen - the dark picture of a board that is off. Returns 0 or a negative errno. */
int video_no_screen(const char *path);

/**
 * video_screenshot - write what the CRT or panel shows now to @path
 * Without a signal the picture is a dark one, and @why says what is missing (else it is empty).
 * Returns 0 or a negative errno.
 */
int video_screenshot(struct dc *d, struct vp *v, const char *path, char *why, size_t size);

#endif
