/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the registers of the pins and the pins: not for others. */
#ifndef GEODESIM_CS5536_GPIO_PRIV_H
#define GEODESIM_CS5536_GPIO_PRIV_H

#include "cs5536/gpio.h"

/* Registers of a bank, in order. */
enum gpio_feature {
	OUT_VAL,
	OUT_EN,
	OUT_OD,
	OUT_INV,
	OUT_AUX1,
	OUT_AUX2,
	PU_EN,
	PD_EN,
	IN_EN,
	IN_INV,
	IN_FLTR,
	IN_EVNTCNT,
	READ_BACK,
	IN_AUX1,
	EVENTS_EN,
	LOCK_EN,
	POSEDGE_EN,
	NEGEDGE_EN,
	POSEDGE_STS,
	NEGEDGE_STS,
	GPIO_FEATURES
};

/* Registers of a channel, in order. */
enum { FILTER_AMOUNT, FILTER_COUNT, EVENT_COUNT, EVENT_COMPARE, CHANNEL_REGS };

/* Indexes into the table. */
enum {
	GPIO_LOW_CHANNELS = GPIO_FEATURES,
	GPIO_HIGH = GPIO_LOW_CHANNELS + 6 * CHANNEL_REGS,
	GPIO_HIGH_CHANNELS = GPIO_HIGH + GPIO_FEATURES,
	GPIO_MAP = GPIO_HIGH_CHANNELS + 2 * CHANNEL_REGS,
	GPIO_FE = GPIO_MAP + 4,
	GPIO_DEC_LOW = GPIO_FE + GPIO_CHANNELS,
	GPIO_DEC_HIGH,
};

extern const struct reg_table gpio_table;

/* Index of register @k of channel @n. */
static inline unsigned gpio_channel_reg(unsigned n, unsigned k)
{
	return k + (n < 6 ? GPIO_LOW_CHANNELS + n * CHANNEL_REGS
			  : GPIO_HIGH_CHANNELS + (n - 6) * CHANNEL_REGS);
}

/* The channel that pin @n is assigned to, or NULL. */
struct gpio_channel *gpio_channel_of(struct gpio *g, unsigned n);

/* Something changed: bring all pins, inputs and events up to date. */
void gpio_update_all(struct gpio *g);

#endif
