/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graphics processor's alpha unit (LX data book 6.3.11, 6.4.2.11). */
#include "lx/gp_internal.h"

/* Channels of a pixel: alpha, red, green, blue, eight bits each. */
struct argb {
	unsigned c[4];
};

/* Positions and widths of the channels in the formats of GP_RASTER_MODE 31:28. */
struct layout {
	uint8_t shift[4], bits[4];
};

static const struct layout *find_layout(uint32_t raster)
{
	static const struct layout rgb332 = {{0, 5, 2, 0}, {0, 3, 3, 2}};
	static const struct layout argb4444 = {{12, 8, 4, 0}, {4, 4, 4, 4}};
	static const struct layout argb1555 = {{15, 10, 5, 0}, {1, 5, 5, 5}};
	static const struct layout rgb565 = {{0, 11, 5, 0}, {0, 5, 6, 5}};
	static const struct layout argb8888 = {{24, 16, 8, 0}, {8, 8, 8, 8}};

	switch (raster >> 28) {
	case 4: return &argb4444;
	case 5: return &argb1555;
	case 6: return &rgb565;
	case 8: return &argb8888;
	default: return &rgb332;
	}
}

static struct argb unpack(const struct layout *l, uint32_t pixel)
{
	struct argb a;

	for (unsigned n = 0; n < 4; n++) {
		unsigned max = (1u << l->bits[n]) - 1;

		a.c[n] = max ? (pixel >> l->shift[n] & max) * 255 / max : 255;
	}
	return a;
}

static uint32_t pack(const struct layout *l, const struct argb *a)
{
	uint32_t pixel = 0;

	for (unsigned n = 0; n < 4; n++)
		pixel |= a->c[n] >> (8 - l->bits[n]) << l->shift[n];
	return pixel;
}

static unsigned times(unsigned a, unsigned b)
{
	return (a * b + 127) / 255;
}

/* The factor for channel @n of the pixel. */
static unsigned factor(uint32_t raster, const struct argb *a, const struct argb *b, unsigned n)
{
	switch (raster >> 17 & 7) {
	case 0: return a->c[0];
	case 1: return b->c[0];
	case 4: return a->c[n];
	case 5: return b->c[n];
	case 2:
	case 6: return raster & 0xff;
	default: return 255;
	}
}

uint32_t gp_blend(uint32_t raster, uint32_t source, uint32_t dest)
{
	const struct layout *l = find_layout(raster);
	unsigned operation = raster >> 20 & 3, enable = raster >> 22 & 3;
	bool swapped = raster & 0x10000;
	struct argb a = unpack(l, swapped ? dest : source);
	struct argb b = unpack(l, swapped ? source : dest);
	struct argb out = operation == 1 ? b : a; /* what the operation leaves alone */

	for (unsigned n = 0; n < 4; n++) {
		unsigned f = factor(raster, &a, &b, n), sum;

		if (n == 0 ? !(enable & 2) : !(enable & 1))
			continue;
		switch (operation) {
		case 0: sum = times(f, a.c[n]); break;
		case 1: sum = times(255 - f, b.c[n]); break;
		case 2: sum = a.c[n] + times(255 - f, b.c[n]); break;
		default: sum = times(f, a.c[n]) + times(255 - f, b.c[n]); break;
		}
		out.c[n] = sum > 255 ? 255 : sum;
	}
	return pack(l, &out);
}
