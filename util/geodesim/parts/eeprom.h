/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 24C02 serial EEPROM of a DIMM's SPD (Atmel AT24C02 data sheet; JEDEC 21-C SPD annex). */
#ifndef GEODESIM_PARTS_EEPROM_H
#define GEODESIM_PARTS_EEPROM_H

#include "frame/clock.h"
#include "parts/i2c.h"

#define EEPROM_SIZE	256
#define EEPROM_PAGE	8
#define EEPROM_WRITE_NS 5000000 /* the self-timed write cycle: no answer for so long */
#define EEPROM_NO_BYTE	0x100

/*
 * 256 bytes. A write sends the byte address and up to 8 bytes, stored at the stop; a read goes on
 * where the last access ended and wraps at the end.
 */
struct eeprom {
	struct clock *clock;
	uint8_t addr; /* 7-bit, 50h-57h */
	uint8_t data[EEPROM_SIZE];
	bool protect;	   /* WP pin: bytes are acknowledged and dropped */
	uint8_t pointer;   /* address counter */
	bool want_pointer; /* the next byte written is the address */
	uint8_t page[EEPROM_PAGE];
	uint8_t page_mask; /* which bytes of `page` wait for the stop */
	uint64_t busy_until;
	/* Faults. Offsets are EEPROM_NO_BYTE when off. */
	unsigned nack_address; /* so many address bytes get no answer (I2C_FOREVER) */
	unsigned nack_offset;  /* setting the pointer to this byte is not acknowledged */
	unsigned nack_times;   /* so many times */
	unsigned hang_offset;  /* reading this byte leaves SDA low ... */
	uint32_t hang_clocks;  /* ... for so many clocks */
	struct i2c_bus *hang_bus;
	uint8_t flip[EEPROM_SIZE]; /* bits read inverted */
	/* What the guest did. */
	uint32_t reads[EEPROM_SIZE], nacks;
};

/** eeprom_init - at 7-bit address @addr with @len bytes of content, the rest FFh. */
void eeprom_init(struct eeprom *e, struct clock *clock, uint8_t addr, const uint8_t *data,
		 unsigned len);

/** eeprom_device - its face to the bus (i2c_attach()). */
struct i2c_device eeprom_device(struct eeprom *e);

/** eeprom_protect - the WP pin. */
void eeprom_protect(struct eeprom *e, bool on);

/** eeprom_nack_address - test face: the next @times address bytes get no answer. */
void eeprom_nack_address(struct eeprom *e, unsigned times);

/** eeprom_nack_byte - test face: setting the pointer to @offset is not acknowledged, @times. */
void eeprom_nack_byte(struct eeprom *e, uint8_t offset, unsigned times);

/** eeprom_flip - test face: the bits @mask of byte @offset read inverted. */
void eeprom_flip(struct eeprom *e, uint8_t offset, uint8_t mask);

/** eeprom_hang - test face: once, at the reading of byte @offset, SDA of @bus stays low for
 *  @clocks clocks. */
void eeprom_hang(struct eeprom *e, struct i2c_bus *bus, uint8_t offset, uint32_t clocks);

#endif
