/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shadows are read from the parts themselves; only the floppy ports have none (sheet 2.7). */
#include "cs5536/shadow.h"

#include <string.h>

void shadow_init(struct shadow *s, const struct i8259 *pic, const struct i8254 *pit,
		 const struct i8237 *dma)
{
	memset(s, 0, sizeof(*s));
	s->pic = pic;
	s->pit = pit;
	s->dma = dma;
}

void shadow_reset(struct shadow *s)
{
	s->pic_next = 0;
	s->pit_next = 0;
	memset(s->floppy, 0, sizeof(s->floppy));
}

uint8_t shadow_pic(struct shadow *s)
{
	unsigned n = s->pic_next;
	const struct i8259_chip *c = &s->pic->chip[n / 6];

	s->pic_next = (n + 1) % 12;
	switch (n % 6) {
	case 4: return c->ocw2;
	case 5: return c->ocw3;
	default: return c->icw[n % 6];
	}
}

uint8_t shadow_pit(struct shadow *s)
{
	unsigned n = s->pit_next;

	s->pit_next = (n + 1) % 9;
	if (n >= 6)
		return s->pit->control[n - 6];
	return (uint8_t)(i8254_written(s->pit, n / 2) >> (n & 1 ? 8 : 0));
}

uint8_t shadow_dma_mode(const struct shadow *s, unsigned channel)
{
	return s->dma->chip[channel >> 2 & 1].channel[channel & 3].mode;
}

/* Chip 0's four masks in 3:0, chip 1's in 7:4. */
uint8_t shadow_dma_mask(const struct shadow *s)
{
	return (uint8_t)((s->dma->chip[0].mask & 15) | (s->dma->chip[1].mask & 15) << 4);
}

void shadow_floppy(struct shadow *s, uint16_t port, uint8_t val)
{
	static const uint16_t floppy_port[4] = {0x3f2, 0x3f7, 0x372, 0x377};

	for (unsigned n = 0; n < 4; n++) {
		if (port == floppy_port[n])
			s->floppy[n] = val;
	}
}
