/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot picture: the file that util/mkpicture makes, and painting it. */
#ifndef LIB_PICTURE_H
#define LIB_PICTURE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The file, little-endian: the magic, width and height in pixels, number of colours (1 to 256), reserved (0), each 16
 * bits; then the colours, 0x00rrggbb in 32 bits; then a byte for each pixel, the number of its colour, line by line.
 */
#define PICTURE_MAGIC	    0x31434950u /* "PIC1" */
#define PICTURE_HEADER	    12u
#define PICTURE_MAX_COLOURS 256u

/* Where to: pixels of 32 bits, with the place of the lowest bit of each colour's eight. */
struct picture_screen {
	void *base;
	uint32_t width, height; /* pixels */
	uint32_t pitch;		/* bytes per line */
	uint8_t red, green, blue;
};

/*
 * Paints the picture of `size` bytes at `file` into the middle of the screen. Returns 0; ERR_CORRUPT when it is none,
 * ERR_TRUNCATED when bytes are missing, ERR_NO_SPACE when the screen is smaller. After an error nothing is painted.
 */
int picture_paint(const void *file, size_t size, const struct picture_screen *screen);

#endif
