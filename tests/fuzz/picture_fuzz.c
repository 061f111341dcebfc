/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot picture: any file paints inside of the screen or not at all. */
#include "fuzz.h"
#include <lib/picture.h>

#define WIDTH	  64u
#define HEIGHT	  48u
#define UNTOUCHED 0xeeeeeeeeu

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint32_t pixels[HEIGHT * WIDTH];
	const struct picture_screen screen = {pixels, WIDTH, HEIGHT, WIDTH * 4, 16, 8, 0};
	uint8_t *file = malloc(size + 4);
	int err;

	/* Most inputs get the right magic. */
	MUST(file);
	memcpy(file, "PIC1", 4);
	memcpy(file + 4, data, size);
	memset(pixels, 0xee, sizeof(pixels));
	err = size && data[0] == 'P' ? picture_paint(data, size, &screen)
				     : picture_paint(file, size + 4, &screen);
	free(file);
	for (uint32_t i = 0; err && i < HEIGHT * WIDTH; i++)
		MUST(pixels[i] == UNTOUCHED);
	return 0;
}
