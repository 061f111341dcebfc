/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The temperature sensor on its bus: identification, readings, limits, alarms. */
#include "bench.h"

#include "parts/lm86.h"

struct rig {
	struct bench b;
	struct i2c_bus bus;
	struct lm86 l;
};

static void setup(struct rig *r)
{
	bench_init(&r->b);
	i2c_bus_init(&r->bus);
	lm86_init(&r->l, 0x4c);
	assert_true(i2c_attach(&r->bus, lm86_device(&r->l)));
}

static uint8_t get(struct rig *r, uint8_t at)
{
	uint8_t byte;

	assert_true(i2c_start(&r->bus, 0x98));
	assert_true(i2c_write(&r->bus, at));
	assert_true(i2c_start(&r->bus, 0x99));
	byte = i2c_read(&r->bus, false);
	i2c_stop(&r->bus);
	return byte;
}

static void put(struct rig *r, uint8_t at, uint8_t byte)
{
	assert_true(i2c_start(&r->bus, 0x98));
	assert_true(i2c_write(&r->bus, at));
	assert_true(i2c_write(&r->bus, byte));
	i2c_stop(&r->bus);
}

static void drivers_recognise_it(void **state)
{
	struct rig r;
	char err[200];

	(void)state;
	setup(&r);
	assert_int_equal(reg_table_check(lm86_regs(&r.l, 0)->table, err, sizeof(err)), 0);
	assert_null(lm86_regs(&r.l, 1));
	assert_false(i2c_start(&r.bus, 0x4d << 1));
	assert_int_equal(get(&r, 0xfe), 0x01);
	assert_int_equal(get(&r, 0xff), 0x11);
	assert_int_equal(get(&r, 0x03), 0);
	assert_int_equal(get(&r, 0x04), 8);
	assert_int_equal(get(&r, 0x05), 70);
	assert_int_equal(get(&r, 0x19), 85);
	assert_int_equal(get(&r, 0x21), 10);
	assert_int_equal(get(&r, 0xbf), 0);
	assert_int_equal(get(&r, 0x30), 0);
	put(&r, 0x09, 0xff); /* bits that read 0 tell it from others */
	assert_int_equal(get(&r, 0x03), 0xd5);
	put(&r, 0x03, 0x00);
	assert_int_equal(get(&r, 0x03), 0xd5);
}

static void temperatures_are_read(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(get(&r, 0x00), 35);
	assert_int_equal(get(&r, 0x01), 35);
	lm86_set(&r.l, -5, 51 * 8 + 3);
	assert_int_equal(get(&r, 0x00), 0xfb);
	assert_int_equal(get(&r, 0x01), 51);
	assert_int_equal(get(&r, 0x10), 0x60);
	lm86_set(&r.l, 0, -1); /* -0.125 */
	assert_int_equal(get(&r, 0x01), 0xff);
	assert_int_equal(get(&r, 0x10), 0xe0);
	put(&r, 0x11, 0xf0); /* -16 + 0.5 */
	put(&r, 0x12, 0x80);
	lm86_set(&r.l, 0, 60 * 8);
	assert_int_equal(get(&r, 0x01), 44);
	assert_int_equal(get(&r, 0x10), 0x80);
	put(&r, 0x11, 0x7f);
	assert_int_equal(get(&r, 0x01), 127); /* the end of the scale */
	assert_int_equal(get(&r, 0x10), 0xe0);
}

static void limits_raise_alarms_until_read(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(get(&r, 0x02), 0);
	lm86_set(&r.l, 71, 35 * 8);
	assert_true(r.l.alert.level);
	lm86_set(&r.l, 35, 35 * 8);
	assert_true(r.l.alert.level);
	assert_int_equal(get(&r, 0x02), 0x40);
	assert_false(r.l.alert.level);
	assert_int_equal(get(&r, 0x02), 0);
	put(&r, 0x0d, 40);
	put(&r, 0x13, 0x20); /* 40.125 */
	lm86_set(&r.l, 35, 40 * 8 + 1);
	assert_int_equal(get(&r, 0x02), 0);
	lm86_set(&r.l, 35, 40 * 8 + 2);
	assert_int_equal(get(&r, 0x02), 0x10);
	assert_int_equal(get(&r, 0x02), 0x10); /* it still is too hot */
	put(&r, 0x0e, 41);
	assert_int_equal(get(&r, 0x02), 0x18);
	put(&r, 0x0c, 36);
	assert_int_equal(get(&r, 0x02), 0x38);
	lm86_set_open(&r.l, true);
	get(&r, 0x02);
	assert_int_equal(get(&r, 0x02), 0x24);
	put(&r, 0x09, 0x80);
	assert_false(r.l.alert.level);
}

static void too_hot_is_told_at_once_with_hysteresis(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	lm86_set(&r.l, 35, 85 * 8 - 1);
	assert_false(r.l.critical.level);
	lm86_set(&r.l, 35, 85 * 8);
	assert_true(r.l.critical.level);
	lm86_set(&r.l, 35, 76 * 8);
	assert_true(r.l.critical.level);
	lm86_set(&r.l, 35, 75 * 8 - 1);
	assert_false(r.l.critical.level);
	lm86_set(&r.l, 90, 35 * 8);
	assert_true(r.l.critical.level);
	put(&r, 0x09, 0x04);
	assert_false(r.l.critical.level);
	put(&r, 0x20, 100);
	put(&r, 0x09, 0);
	assert_false(r.l.critical.level);
}

static void every_limit_counts(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	put(&r, 0x0b, 30); /* local high */
	assert_int_equal(get(&r, 0x05), 30);
	assert_int_equal(get(&r, 0x02), 0x40);
	put(&r, 0x0b, 50);
	get(&r, 0x02);
	assert_int_equal(get(&r, 0x02), 0);
	put(&r, 0x0e, 35); /* remote low: 35.5 with its fraction */
	put(&r, 0x14, 0x80);
	assert_int_equal(get(&r, 0x14), 0x80);
	assert_int_equal(get(&r, 0x02), 0x08);
	put(&r, 0x0e, 0);
	get(&r, 0x02);
	put(&r, 0x19, 40); /* remote critical, hysteresis 3 */
	put(&r, 0x21, 3);
	lm86_set(&r.l, 35, 40 * 8);
	assert_true(r.l.critical.level);
	lm86_set(&r.l, 35, 37 * 8);
	assert_true(r.l.critical.level);
	lm86_set(&r.l, 35, 37 * 8 - 1);
	assert_false(r.l.critical.level);
}

static void standby_keeps_the_last_reading(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	put(&r, 0x09, 0x40);
	lm86_set(&r.l, 50, 50 * 8);
	assert_int_equal(get(&r, 0x00), 35);
	put(&r, 0x0f, 0);
	assert_int_equal(get(&r, 0x00), 50);
	lm86_set(&r.l, 60, 60 * 8);
	put(&r, 0x09, 0);
	assert_int_equal(get(&r, 0x01), 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drivers_recognise_it),
		cmocka_unit_test(temperatures_are_read),
		cmocka_unit_test(limits_raise_alarms_until_read),
		cmocka_unit_test(too_hot_is_told_at_once_with_hysteresis),
		cmocka_unit_test(every_limit_counts),
		cmocka_unit_test(standby_keeps_the_last_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
