/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 93C46, organised as 64 x 16 (data sheets of Atmel AT93C46, Microchip 93LC46B).
 * A command is a start bit, two opcode bits and six address bits; programming is done as soon as
 * CS falls, and DO then says "ready" at once: its few milliseconds are not modelled.
 */
#include "parts/eeprom93c46.h"

#include <string.h>

enum { OP_SPECIAL, OP_WRITE, OP_READ, OP_ERASE };
enum { SPECIAL_EWDS, SPECIAL_WRAL, SPECIAL_ERAL, SPECIAL_EWEN };

#define COMMAND_BITS 8
#define DATA_BITS    16

void eeprom93c46_init(struct eeprom93c46 *e)
{
	memset(e, 0, sizeof(*e));
	memset(e->word, 0xff, sizeof(e->word));
	e->out = true;
}

/* CS falls: a complete programming command is executed. */
static void execute(struct eeprom93c46 *e)
{
	uint8_t address = e->op & (EEPROM93C46_WORDS - 1);
	bool data = e->bits == COMMAND_BITS + DATA_BITS;
	uint16_t val = (uint16_t)e->shift;

	if (e->bits < COMMAND_BITS)
		return;
	if (e->op >> 6 == OP_SPECIAL && address >> 4 == SPECIAL_EWDS)
		e->write_enabled = false;
	if (e->op >> 6 == OP_SPECIAL && address >> 4 == SPECIAL_EWEN)
		e->write_enabled = true;
	if (!e->write_enabled)
		return;
	if (e->op >> 6 == OP_WRITE && data)
		e->word[address] = val;
	else if (e->op >> 6 == OP_ERASE)
		e->word[address] = 0xffff;
	else if (e->op >> 6 == OP_SPECIAL && address >> 4 == SPECIAL_ERAL)
		memset(e->word, 0xff, sizeof(e->word));
	else if (e->op >> 6 == OP_SPECIAL && address >> 4 == SPECIAL_WRAL && data)
		for (unsigned n = 0; n < EEPROM93C46_WORDS; n++)
			e->word[n] = val;
}

/* SK rises. */
static void clock_in(struct eeprom93c46 *e, bool di)
{
	if (!e->started) {
		e->started = di;
		return;
	}
	if (e->reading) { /* goes on with the next words as long as it is clocked */
		unsigned bit = e->bits++ - COMMAND_BITS;
		uint16_t word = e->word[((e->op & 63) + bit / DATA_BITS) % EEPROM93C46_WORDS];

		e->out = word >> (DATA_BITS - 1 - bit % DATA_BITS) & 1;
		return;
	}
	if (e->bits == COMMAND_BITS + DATA_BITS)
		return;
	e->shift = e->shift << 1 | di;
	if (++e->bits != COMMAND_BITS)
		return;
	e->op = (uint8_t)e->shift;
	e->shift = 0;
	e->reading = e->op >> 6 == OP_READ;
	if (e->reading)
		e->out = false; /* the dummy bit in front of the data */
}

bool eeprom93c46_pins(struct eeprom93c46 *e, bool cs, bool sk, bool di)
{
	if (e->cs && !cs)
		execute(e);
	if (e->cs != cs) {
		e->started = false;
		e->reading = false;
		e->bits = 0;
		e->shift = 0;
		e->out = true;
	} else if (cs && sk && !e->sk) {
		clock_in(e, di);
	}
	e->cs = cs;
	e->sk = sk;
	return e->out;
}
