/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 24C02: random and sequential reads, page writes, its write cycle and its faults. */
#include "parts/eeprom.h"

#include <string.h>

static bool ee_address(void *opaque, uint8_t addr, bool read)
{
	struct eeprom *e = opaque;

	if (addr != e->addr)
		return false;
	e->page_mask = 0; /* a repeated start gives up a write that has no stop yet */
	if (e->nack_address) {
		if (e->nack_address != I2C_FOREVER)
			e->nack_address--;
		e->nacks++;
		return false;
	}
	if (clock_now(e->clock) < e->busy_until) {
		e->nacks++;
		return false;
	}
	e->want_pointer = !read;
	return true;
}

static bool ee_pointer(struct eeprom *e, uint8_t byte)
{
	e->want_pointer = false;
	if (byte == e->nack_offset && e->nack_times) {
		if (e->nack_times != I2C_FOREVER)
			e->nack_times--;
		e->nacks++;
		return false;
	}
	e->pointer = byte;
	return true;
}

static bool ee_write(void *opaque, uint8_t byte)
{
	struct eeprom *e = opaque;
	unsigned at;

	if (e->want_pointer)
		return ee_pointer(e, byte);
	/* Within the page the address wraps; what is sent first is overwritten. */
	at = e->pointer % EEPROM_PAGE;
	e->page[at] = byte;
	e->page_mask |= (uint8_t)(1u << at);
	e->pointer = (uint8_t)((e->pointer & ~(EEPROM_PAGE - 1)) | ((at + 1) % EEPROM_PAGE));
	return true;
}

static uint8_t ee_read(void *opaque)
{
	struct eeprom *e = opaque;
	uint8_t at = e->pointer++;

	e->reads[at]++;
	if (at == e->hang_offset && e->hang_bus) {
		i2c_hold_sda(e->hang_bus, e->hang_clocks);
		e->hang_bus = NULL;
	}
	return e->data[at] ^ e->flip[at];
}

static void ee_stop(void *opaque)
{
	struct eeprom *e = opaque;
	unsigned page = e->pointer & ~(EEPROM_PAGE - 1u);

	if (!e->page_mask)
		return;
	if (!e->protect) {
		for (unsigned i = 0; i < EEPROM_PAGE; i++)
			if (e->page_mask >> i & 1)
				e->data[page + i] = e->page[i];
		e->busy_until = clock_after_ns(e->clock, EEPROM_WRITE_NS);
	}
	e->page_mask = 0;
}

void eeprom_init(struct eeprom *e, struct clock *clock, uint8_t addr, const uint8_t *data,
		 unsigned len)
{
	memset(e, 0, sizeof(*e));
	e->clock = clock;
	e->addr = addr;
	memset(e->data, 0xff, sizeof(e->data));
	memcpy(e->data, data, len < EEPROM_SIZE ? len : EEPROM_SIZE);
	e->nack_offset = EEPROM_NO_BYTE;
	e->hang_offset = EEPROM_NO_BYTE;
}

struct i2c_device eeprom_device(struct eeprom *e)
{
	return (struct i2c_device){"24C02", e, ee_address, ee_write, ee_read, ee_stop};
}

void eeprom_protect(struct eeprom *e, bool on)
{
	e->protect = on;
}

void eeprom_nack_address(struct eeprom *e, unsigned times)
{
	e->nack_address = times;
}

void eeprom_nack_byte(struct eeprom *e, uint8_t offset, unsigned times)
{
	e->nack_offset = offset;
	e->nack_times = times;
}

void eeprom_flip(struct eeprom *e, uint8_t offset, uint8_t mask)
{
	e->flip[offset] = mask;
}

void eeprom_hang(struct eeprom *e, struct i2c_bus *bus, uint8_t offset, uint32_t clocks)
{
	e->hang_bus = bus;
	e->hang_offset = offset;
	e->hang_clocks = clocks;
}
