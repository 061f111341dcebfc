/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 93C46: 64 words of EEPROM behind three wires (Microwire), beside Ethernet chips. */
#ifndef GEODESIM_PARTS_EEPROM93C46_H
#define GEODESIM_PARTS_EEPROM93C46_H

#include <stdbool.h>
#include <stdint.h>

#define EEPROM93C46_WORDS 64

struct eeprom93c46 {
	uint16_t word[EEPROM93C46_WORDS];
	bool cs, sk; /* levels of the pins as last seen */
	bool out;    /* DO */
	bool write_enabled;
	bool started;	/* the start bit came */
	uint32_t shift; /* bits of the command after the start bit, then data */
	unsigned bits;
	uint8_t op; /* opcode and address, 8 bits, when they are complete */
	bool reading;
};

/** eeprom93c46_init - power-on, erased, writes disabled. Set word[] afterwards. */
void eeprom93c46_init(struct eeprom93c46 *e);

/** eeprom93c46_pins - levels at CS, SK and DI; returns DO (high while nobody drives it). */
bool eeprom93c46_pins(struct eeprom93c46 *e, bool cs, bool sk, bool di);

#endif
