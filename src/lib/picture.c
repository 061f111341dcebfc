/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paints the boot picture: a table of colours and a byte for each pixel. */
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/picture.h>

#define BYTES_PER_PIXEL 4u

/* The head of a picture that is whole. */
struct head {
	uint32_t width, height, colours;
	const uint8_t *table, *pixels;
};

static int read_head(const uint8_t *file, size_t size, struct head *head)
{
	size_t left;

	if (size < PICTURE_HEADER)
		return ERR_TRUNCATED;
	head->width = read_le16(file + 4);
	head->height = read_le16(file + 6);
	head->colours = read_le16(file + 8);
	if (read_le32(file) != PICTURE_MAGIC || !head->width || !head->height || !head->colours ||
	    head->colours > PICTURE_MAX_COLOURS)
		return ERR_CORRUPT;
	left = size - PICTURE_HEADER;
	if (left < head->colours * 4u)
		return ERR_TRUNCATED;
	head->table = file + PICTURE_HEADER;
	head->pixels = head->table + head->colours * 4u;
	return (left - head->colours * 4u) / head->width < head->height ? ERR_TRUNCATED : 0;
}

static uint32_t colour_of(uint32_t rgb, const struct picture_screen *screen)
{
	return (rgb >> 16 & 0xff) << screen->red | (rgb >> 8 & 0xff) << screen->green |
	       (rgb & 0xff) << screen->blue;
}

int picture_paint(const void *file, size_t size, const struct picture_screen *screen)
{
	uint32_t colours[PICTURE_MAX_COLOURS];
	struct head head;
	uint8_t *line;
	int err = read_head(file, size, &head);

	if (err)
		return err;
	if (head.width > screen->width || head.height > screen->height)
		return ERR_NO_SPACE;
	for (size_t i = 0; i < (size_t)head.width * head.height; i++) {
		if (head.pixels[i] >= head.colours)
			return ERR_CORRUPT;
	}
	for (uint32_t i = 0; i < head.colours; i++)
		colours[i] = colour_of(read_le32(head.table + 4 * i), screen);
	line = (uint8_t *)screen->base +
	       (size_t)(screen->height - head.height) / 2 * screen->pitch +
	       (size_t)(screen->width - head.width) / 2 * BYTES_PER_PIXEL;
	for (uint32_t y = 0; y < head.height; y++, line += screen->pitch) {
		volatile uint32_t *out = (volatile uint32_t *)line;

		for (uint32_t x = 0; x < head.width; x++)
			out[x] = colours[*head.pixels++];
	}
	return 0;
}
