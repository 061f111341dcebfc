/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The IT8712F as firmware sees it, over its ports. */
#include "sio_bench.h"

#include <stdlib.h>

#include "parts/it8712f_table.h"

struct fixture {
	struct sio_bench s;
	struct it8712f c;
	struct edges reset;
};

static void start(struct fixture *f, uint16_t port, unsigned watchdog_s)
{
	sio_bench_init(&f->s, port);
	it8712f_init(&f->c, &f->s.env, &f->s.lpc, port, watchdog_s);
	edges_watch(&f->reset, &f->s.b, &f->c.reset);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	start(f, 0x2e, 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	rules_free(&f->s.rules);
	free(f);
	return 0;
}

static void open_config(struct sio_bench *s)
{
	index_bytes(s, s->port == 0x2e ? "\x87\x01\x55\x55" : "\x87\x01\x55\xaa", 4);
}

static void only_the_key_of_its_port_opens_the_configuration(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	index_bytes(s, "\x87\x01\x55\xaa", 4);
	assert_int_equal(config_get(s, 0, 0x20), 0xff);
	open_config(s);
	assert_int_equal(config_get(s, 0, 0x20), 0x87);
	assert_int_equal(config_get(s, 0, 0x21), 0x12);
	config_set(s, 0, 0x02, 0x02);
	assert_int_equal(config_get(s, 0, 0x20), 0xff);
	start(f, 0x4e, 0);
	index_bytes(s, "\x87\x87\x01\x55\xaa", 5); /* a repeated first byte does no harm */
	assert_int_equal(config_get(s, 0, 0x20), 0x87);
}

static void every_configuration_register_keeps_what_it_may(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	open_config(s);
	for (unsigned d = 0; d <= IT_GLOBAL; d++) {
		const struct reg_table *t = &it8712f_tables[d];

		for (unsigned i = 0; i < t->count; i++) {
			uint8_t at = (uint8_t)t->reg[i].addr, ro = (uint8_t)t->reg[i].ro;
			uint8_t was = config_get(s, (uint8_t)d, at);

			assert_int_equal(
				was, d == IT_GLOBAL && at == SUPERIO_DEVICE ? d : t->reg[i].reset);
			if (d == IT_GLOBAL && (at == SUPERIO_DEVICE || at == IT_CONFIG_CONTROL))
				continue;
			config_set(s, (uint8_t)d, at, 0xa5);
			assert_int_equal(config_get(s, (uint8_t)d, at), (0xa5 & ~ro) | (was & ro));
			config_set(s, (uint8_t)d, at, was);
		}
	}
}

static void the_first_uart_is_off_until_it_is_activated(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	assert_false(scratch_at(s, 0x3f8));
	open_config(s);
	config_set(s, IT_COM1, 0x30, 1);
	assert_true(scratch_at(s, 0x3f8));
	outb(s, 0x3f8 + 4, 0x08);
	outb(s, 0x3f8 + 1, 0x02);
	assert_true(f->c.sio.irq[4].level);
	it8712f_reset(&f->c);
	assert_false(scratch_at(s, 0x3f8));
	assert_false(f->c.sio.irq[4].level);
}

static void the_armed_watchdog_resets_a_board_that_forgets_it(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	start(f, 0x2e, 56);
	bench_run_ns(&s->b, 55900000000);
	assert_int_equal(f->reset.rises, 0);
	bench_run_ns(&s->b, 200000000);
	assert_int_equal(f->reset.rises, 1);
	/* The reset arms it again; this time it is stopped. */
	it8712f_reset(&f->c);
	open_config(s);
	assert_int_equal(config_get(s, IT_GPIO, IT_WATCHDOG_LOW), 56);
	config_set(s, IT_GPIO, IT_WATCHDOG_LOW, 0);
	bench_run_ns(&s->b, 60000000000);
	assert_int_equal(f->reset.rises, 1);
}

static void the_watchdog_counts_minutes_or_16_bits_of_seconds(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	open_config(s);
	config_set(s, IT_GPIO, IT_WATCHDOG_CONTROL, 0x40);
	config_set(s, IT_GPIO, IT_WATCHDOG_LOW, 1);
	bench_run_ns(&s->b, 59900000000);
	assert_int_equal(f->reset.rises, 0);
	bench_run_ns(&s->b, 200000000);
	assert_int_equal(f->reset.rises, 1);
	config_set(s, IT_GPIO, IT_WATCHDOG_CONTROL, 0x80); /* nothing is reset */
	config_set(s, IT_GPIO, IT_WATCHDOG_HIGH, 1);
	bench_run_ns(&s->b, 255900000000);
	assert_int_equal(config_get(s, IT_GPIO, IT_WATCHDOG_HIGH), 1);
	bench_run_ns(&s->b, 200000000);
	assert_int_equal(config_get(s, IT_GPIO, IT_WATCHDOG_HIGH), 0);
	assert_int_equal(f->reset.rises, 1);
}

static void the_monitor_and_the_pins_are_where_they_are_put(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	open_config(s);
	config_set(s, IT_MONITOR, 0x30, 1);
	outb(s, 0x295, 0x58);
	assert_int_equal(inb(s, 0x295), 0x58);
	assert_int_equal(inb(s, 0x296), 0x90);
	outb(s, 0x296, 0); /* read only */
	assert_int_equal(inb(s, 0x296), 0x90);
	outb(s, 0x295, 0x29);
	assert_int_equal(inb(s, 0x296), 35);
	outb(s, 0x295, 0x30);
	outb(s, 0x296, 0x77);
	assert_int_equal(inb(s, 0x296), 0x77);
	assert_int_equal(inb(s, 0x290), 0xff);
	config_base(s, IT_GPIO, 0x62, 0x1220);
	outb(s, 0x1222, 0x3c);
	assert_int_equal(inb(s, 0x1222), 0x3c);
	assert_int_equal(inb(s, 0x1221), 0);
}

static void the_keyboard_controller_tests_itself(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	outb(s, 0x64, 0xaa);
	bench_run_ns(&s->b, 1000000);
	assert_int_equal(inb(s, 0x60), 0x55);
}

static void its_tables_are_well_formed(void **state)
{
	const struct fixture *f = *state;
	char err[200];
	unsigned n = 0;

	for (; it8712f_regs(&f->c, n); n++) {
		if (reg_table_check(it8712f_regs(&f->c, n)->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(n, 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(only_the_key_of_its_port_opens_the_configuration),
		T(every_configuration_register_keeps_what_it_may),
		T(the_first_uart_is_off_until_it_is_activated),
		T(the_armed_watchdog_resets_a_board_that_forgets_it),
		T(the_watchdog_counts_minutes_or_16_bits_of_seconds),
		T(the_monitor_and_the_pins_are_where_they_are_put),
		T(the_keyboard_controller_tests_itself),
		T(its_tables_are_well_formed),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
