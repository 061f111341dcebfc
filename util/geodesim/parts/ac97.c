/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AC'97 codec registers: what drivers probe, mute, set and read back (AC'97 2.3, chapter 5). */
#include "parts/ac97.h"

#include <string.h>

enum {
	RESET = 0x00,
	POWER = 0x26,
	EXTENDED_ID = 0x28,
	EXTENDED_CONTROL = 0x2a,
	DAC_RATE = 0x2c,
	ADC_RATE = 0x32,
	VENDOR_FIRST = 0x5a,
	ID_HIGH = 0x7c,
	ID_LOW = 0x7e,
};
enum { VRA = 1 };
enum { RATE_MIN = 7000, RATE_MAX = 48000 };

/* Mixer registers: reset value and the bits that can be set. */
static const struct {
	uint8_t reg;
	uint16_t reset, writable;
} mixer[] = {
	{0x02, 0x8000, 0x9f1f}, /* master */
	{0x04, 0x8000, 0x9f1f}, /* headphones */
	{0x06, 0x8000, 0x801f}, /* mono */
	{0x0a, 0x8000, 0x9ffe}, /* beep */
	{0x0c, 0x8008, 0x801f}, /* phone */
	{0x0e, 0x8008, 0x805f}, /* microphone */
	{0x10, 0x8808, 0x9f1f}, /* line */
	{0x12, 0x8808, 0x9f1f}, /* CD */
	{0x16, 0x8808, 0x9f1f}, /* auxiliary */
	{0x18, 0x8808, 0x9f1f}, /* PCM */
	{0x1a, 0x0000, 0x0707}, /* record source */
	{0x1c, 0x8000, 0x8f0f}, /* record gain */
	{0x20, 0x0000, 0x8380}, /* general purpose */
};

void ac97_reset(struct ac97 *c)
{
	memset(c->reg, 0, sizeof(c->reg));
	for (unsigned i = 0; i < sizeof(mixer) / sizeof(mixer[0]); i++)
		c->reg[mixer[i].reg / 2] = mixer[i].reset;
	c->reg[EXTENDED_ID / 2] = VRA;
	c->reg[DAC_RATE / 2] = RATE_MAX;
	c->reg[ADC_RATE / 2] = RATE_MAX;
	c->reg[ID_HIGH / 2] = (uint16_t)(c->id >> 16);
	c->reg[ID_LOW / 2] = (uint16_t)c->id;
}

void ac97_init(struct ac97 *c, uint32_t id)
{
	memset(c, 0, sizeof(*c));
	c->present = id != 0;
	c->id = id;
	ac97_reset(c);
}

/* Sections that are powered: ADC, DAC, mixer, reference, each off with its PR bit. */
static uint16_t ready(uint16_t power)
{
	uint16_t on = 0xf;

	if (power & 0x100)
		on &= (uint16_t)~1u;
	if (power & 0x200)
		on &= (uint16_t)~2u;
	if (power & 0xc00)
		on &= (uint16_t)~4u;
	if (power & 0x800)
		on &= (uint16_t)~8u;
	return on;
}

uint16_t ac97_read(const struct ac97 *c, unsigned reg)
{
	reg &= 0x7e;
	if (reg == POWER)
		return (uint16_t)(c->reg[reg / 2] | ready(c->reg[reg / 2]));
	return c->reg[reg / 2];
}

static void set_rate(struct ac97 *c, unsigned reg, uint16_t val)
{
	if (!(c->reg[EXTENDED_CONTROL / 2] & VRA))
		return;
	c->reg[reg / 2] = val < RATE_MIN ? RATE_MIN : val > RATE_MAX ? RATE_MAX : val;
}

void ac97_write(struct ac97 *c, unsigned reg, uint16_t val)
{
	reg &= 0x7e;
	for (unsigned i = 0; i < sizeof(mixer) / sizeof(mixer[0]); i++) {
		if (mixer[i].reg == reg)
			c->reg[reg / 2] = val & mixer[i].writable;
	}
	switch (reg) {
	case RESET: ac97_reset(c); break;
	case POWER: c->reg[reg / 2] = val & 0xff00; break;
	case EXTENDED_CONTROL:
		c->reg[reg / 2] = val & VRA;
		if (!(val & VRA))
			c->reg[DAC_RATE / 2] = c->reg[ADC_RATE / 2] = RATE_MAX;
		break;
	case DAC_RATE:
	case ADC_RATE: set_rate(c, reg, val); break;
	default:
		if (reg >= VENDOR_FIRST && reg < ID_HIGH) /* the maker's own: stored */
			c->reg[reg / 2] = val;
		break;
	}
}

unsigned ac97_rate(const struct ac97 *c, bool record)
{
	unsigned rate = c->reg[(record ? ADC_RATE : DAC_RATE) / 2];

	return rate < RATE_MIN ? RATE_MIN : rate;
}
