/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Geode LX: the frame buffer's contents. */
#include <string.h>
#include "display_modes.h"

void geode_lx_blank(void *picture, size_t size)
{
	memset(picture, 0, size);
}
