/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two-wire bus (I2C, SMBus): what a device is to its master, the wires and their faults. */
#ifndef GEODESIM_PARTS_I2C_H
#define GEODESIM_PARTS_I2C_H

#include <stdbool.h>
#include <stdint.h>

#define I2C_DEVICES 16
#define I2C_FOREVER UINT32_MAX

/* A device on the bus. The members are all needed. Acknowledge: true = the device pulls low. */
struct i2c_device {
	const char *name;
	void *opaque;
	/* A start or repeated start with the 7-bit address @addr; only the right device answers. */
	bool (*address)(void *opaque, uint8_t addr, bool read);
	bool (*write)(void *opaque, uint8_t byte);
	uint8_t (*read)(void *opaque);
	void (*stop)(void *opaque);
};

/* The wires. Nothing takes time here: the master knows how long a byte lasts. */
struct i2c_bus {
	struct i2c_device device[I2C_DEVICES];
	unsigned count;
	unsigned active;     /* addressed device, I2C_DEVICES: none */
	uint32_t sda_clocks; /* a device holds SDA low for so many clocks yet */
	bool scl_held;	     /* a device holds SCL low */
};

/** i2c_bus_init - a bus with pull-ups and no device. */
void i2c_bus_init(struct i2c_bus *b);

/** i2c_attach - put a device on the bus; false when the bus is full. */
bool i2c_attach(struct i2c_bus *b, struct i2c_device d);

/** i2c_start - start or repeated start and the address byte (bit 0: read); is it acknowledged? */
bool i2c_start(struct i2c_bus *b, uint8_t byte);

/** i2c_write - one byte to the addressed device; is it acknowledged? */
bool i2c_write(struct i2c_bus *b, uint8_t byte);

/** i2c_read - one byte from the addressed device (FFh when there is none); @ack: the master
 *  acknowledges it, so that the device goes on with the next byte. */
uint8_t i2c_read(struct i2c_bus *b, bool ack);

/** i2c_stop - a stop condition. */
void i2c_stop(struct i2c_bus *b);

/** i2c_clock - one pulse of SCL beside a transfer: a device that holds SDA gets on by one bit. */
void i2c_clock(struct i2c_bus *b);

/** i2c_hold_sda - test face: a device holds SDA low for the next @clocks clocks (or
 *  I2C_FOREVER). i2c_hold_scl - test face: a device holds SCL low, or lets go. */
void i2c_hold_sda(struct i2c_bus *b, uint32_t clocks);
void i2c_hold_scl(struct i2c_bus *b, bool held);

/** i2c_sda, i2c_scl - levels of the wires as far as devices are concerned. */
static inline bool i2c_sda(const struct i2c_bus *b)
{
	return b->sda_clocks == 0;
}

static inline bool i2c_scl(const struct i2c_bus *b)
{
	return !b->scl_held;
}

#endif
