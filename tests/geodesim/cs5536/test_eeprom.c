/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SPD EEPROM on its bus: reads, page writes, write protect, faults. */
#include "sbio_bench.h"

#include "parts/eeprom.h"

struct rig {
	struct bench b;
	struct i2c_bus bus;
	struct eeprom rom, other;
};

static void setup(struct rig *r)
{
	uint8_t data[EEPROM_SIZE];

	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	bench_run_ns(&r->b, 1000);
	for (unsigned i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(255 - i);
	i2c_bus_init(&r->bus);
	eeprom_init(&r->rom, &r->b.clock, 0x50, data, sizeof(data));
	eeprom_init(&r->other, &r->b.clock, 0x51, data, 2);
	assert_true(i2c_attach(&r->bus, eeprom_device(&r->rom)));
	assert_true(i2c_attach(&r->bus, eeprom_device(&r->other)));
}

static uint8_t read_at(struct rig *r, uint8_t addr, uint8_t offset)
{
	uint8_t byte;

	assert_true(i2c_start(&r->bus, (uint8_t)(addr << 1)));
	assert_true(i2c_write(&r->bus, offset));
	assert_true(i2c_start(&r->bus, (uint8_t)(addr << 1 | 1)));
	byte = i2c_read(&r->bus, false);
	i2c_stop(&r->bus);
	return byte;
}

static void every_byte_is_read_at_random_and_in_sequence(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned i = 0; i < EEPROM_SIZE; i++)
		assert_int_equal(read_at(&r, 0x50, (uint8_t)i), 255 - i);
	assert_int_equal(read_at(&r, 0x51, 0), 255);
	assert_int_equal(read_at(&r, 0x51, 2), 0xff);
	/* Without an address it goes on where it was, and around. */
	assert_int_equal(read_at(&r, 0x50, 0xfd), 2);
	assert_true(i2c_start(&r.bus, 0xa1));
	assert_int_equal(i2c_read(&r.bus, true), 1);
	assert_int_equal(i2c_read(&r.bus, true), 0);
	assert_int_equal(i2c_read(&r.bus, false), 255);
	assert_int_equal(i2c_read(&r.bus, true), 0xff); /* it has let go */
	i2c_stop(&r.bus);
}

static void nobody_else_answers(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned a = 0; a < 0x80; a++) {
		assert_int_equal(i2c_start(&r.bus, (uint8_t)(a << 1)), a == 0x50 || a == 0x51);
		i2c_stop(&r.bus);
	}
	assert_false(i2c_write(&r.bus, 0));
	assert_int_equal(i2c_read(&r.bus, true), 0xff);
}

static void a_bus_holds_sixteen_devices(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned i = 2; i < I2C_DEVICES; i++)
		assert_true(i2c_attach(&r.bus, eeprom_device(&r.other)));
	assert_false(i2c_attach(&r.bus, eeprom_device(&r.other)));
}

static void a_page_is_written_at_the_stop(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_true(i2c_start(&r.bus, 0xa0));
	assert_true(i2c_write(&r.bus, 0x16));
	for (unsigned i = 0; i < 3; i++)
		assert_true(i2c_write(&r.bus, (uint8_t)(0xa0 + i)));
	assert_int_equal(r.rom.data[0x16], 255 - 0x16); /* nothing before the stop */
	i2c_stop(&r.bus);
	assert_int_equal(r.rom.data[0x16], 0xa0);
	assert_int_equal(r.rom.data[0x17], 0xa1);
	assert_int_equal(r.rom.data[0x10], 0xa2); /* around the page of eight */
	assert_int_equal(r.rom.data[0x18], 255 - 0x18);
	assert_false(i2c_start(&r.bus, 0xa0));
	bench_run_ns(&r.b, EEPROM_WRITE_NS);
	assert_int_equal(read_at(&r, 0x50, 0x17), 0xa1);
	/* A start instead of the stop gives the write up. */
	assert_true(i2c_start(&r.bus, 0xa0));
	assert_true(i2c_write(&r.bus, 0x20));
	assert_true(i2c_write(&r.bus, 0x55));
	assert_int_equal(read_at(&r, 0x50, 0x20), 255 - 0x20);
}

static void a_protected_part_takes_no_data(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	eeprom_protect(&r.rom, true);
	assert_true(i2c_start(&r.bus, 0xa0));
	assert_true(i2c_write(&r.bus, 0));
	assert_true(i2c_write(&r.bus, 0x12));
	i2c_stop(&r.bus);
	assert_int_equal(read_at(&r, 0x50, 0), 255);
	eeprom_protect(&r.rom, false);
	assert_true(i2c_start(&r.bus, 0xa0));
	assert_true(i2c_write(&r.bus, 0));
	assert_true(i2c_write(&r.bus, 0x12));
	i2c_stop(&r.bus);
	bench_run_ns(&r.b, EEPROM_WRITE_NS);
	assert_int_equal(read_at(&r, 0x50, 0), 0x12);
}

static void faults_do_what_they_say(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	eeprom_flip(&r.rom, 9, 0x40);
	assert_int_equal(read_at(&r, 0x50, 9), (255 - 9) ^ 0x40);
	eeprom_flip(&r.rom, 9, 0);
	assert_int_equal(read_at(&r, 0x50, 9), 255 - 9);
	eeprom_nack_byte(&r.rom, 0x1f, 1);
	assert_true(i2c_start(&r.bus, 0xa0));
	assert_false(i2c_write(&r.bus, 0x1f));
	i2c_stop(&r.bus);
	assert_int_equal(read_at(&r, 0x50, 0x1f), 255 - 0x1f);
	eeprom_nack_address(&r.rom, I2C_FOREVER);
	for (unsigned i = 0; i < 100; i++)
		assert_false(i2c_start(&r.bus, 0xa0));
	assert_int_equal(r.rom.nacks, 101);
	eeprom_nack_address(&r.rom, 0);
	eeprom_hang(&r.rom, &r.bus, 3, 2);
	assert_int_equal(read_at(&r, 0x50, 2), 253);
	assert_true(i2c_sda(&r.bus));
	assert_int_equal(read_at(&r, 0x50, 3), 252);
	assert_false(i2c_sda(&r.bus));
	i2c_clock(&r.bus);
	assert_false(i2c_sda(&r.bus));
	i2c_clock(&r.bus);
	assert_true(i2c_sda(&r.bus));
	assert_int_equal(read_at(&r, 0x50, 3), 252); /* once only */
	assert_true(i2c_sda(&r.bus));
	i2c_hold_sda(&r.bus, I2C_FOREVER);
	for (unsigned i = 0; i < 100; i++)
		i2c_clock(&r.bus);
	assert_false(i2c_sda(&r.bus));
	i2c_hold_scl(&r.bus, true);
	assert_false(i2c_scl(&r.bus));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_read_at_random_and_in_sequence),
		cmocka_unit_test(nobody_else_answers),
		cmocka_unit_test(a_bus_holds_sixteen_devices),
		cmocka_unit_test(a_page_is_written_at_the_stop),
		cmocka_unit_test(a_protected_part_takes_no_data),
		cmocka_unit_test(faults_do_what_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
