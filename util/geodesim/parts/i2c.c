/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two-wire bus: who answers an address, and wires that a device holds low. */
#include "parts/i2c.h"

#include <stddef.h>
#include <string.h>

void i2c_bus_init(struct i2c_bus *b)
{
	memset(b, 0, sizeof(*b));
	b->active = I2C_DEVICES;
}

bool i2c_attach(struct i2c_bus *b, struct i2c_device d)
{
	if (b->count == I2C_DEVICES)
		return false;
	b->device[b->count++] = d;
	return true;
}

static struct i2c_device *active(struct i2c_bus *b)
{
	return b->active < b->count ? &b->device[b->active] : NULL;
}

bool i2c_start(struct i2c_bus *b, uint8_t byte)
{
	b->active = I2C_DEVICES;
	for (unsigned i = 0; i < b->count; i++) {
		struct i2c_device *d = &b->device[i];

		/* Two devices at one address both pull the line: the first one is heard. */
		if (d->address(d->opaque, byte >> 1, byte & 1) && b->active == I2C_DEVICES)
			b->active = i;
	}
	return active(b) != NULL;
}

bool i2c_write(struct i2c_bus *b, uint8_t byte)
{
	struct i2c_device *d = active(b);

	return d && d->write(d->opaque, byte);
}

uint8_t i2c_read(struct i2c_bus *b, bool ack)
{
	struct i2c_device *d = active(b);
	uint8_t byte = d ? d->read(d->opaque) : 0xff;

	if (!ack)
		b->active = I2C_DEVICES; /* the device has let go until the next start */
	return byte;
}

void i2c_stop(struct i2c_bus *b)
{
	b->active = I2C_DEVICES;
	for (unsigned i = 0; i < b->count; i++)
		b->device[i].stop(b->device[i].opaque);
}

void i2c_clock(struct i2c_bus *b)
{
	if (b->sda_clocks && b->sda_clocks != I2C_FOREVER && !b->scl_held)
		b->sda_clocks--;
}

void i2c_hold_sda(struct i2c_bus *b, uint32_t clocks)
{
	b->sda_clocks = clocks;
}

void i2c_hold_scl(struct i2c_bus *b, bool held)
{
	b->scl_held = held;
}
