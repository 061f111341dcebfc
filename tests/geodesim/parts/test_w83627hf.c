/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The W83627HF as firmware and drivers see it, over its ports. */
#include "sio_bench.h"

#include <stdlib.h>

#include "parts/w83627hf_table.h"

#define MONITOR 0x290

struct fixture {
	struct sio_bench s;
	struct w83627hf c;
	struct edges reset;
};

static void sent(void *o, unsigned uart, uint8_t byte)
{
	struct sio_bench *s = o;

	s->sent[uart]++;
	s->last[uart] = byte;
}

static void start(struct fixture *f, uint16_t port, uint8_t mhz, uint8_t strap)
{
	sio_bench_init(&f->s, port);
	w83627hf_init(&f->c, &f->s.env, &f->s.lpc, port, mhz, strap);
	f->c.sent = sent;
	f->c.sent_opaque = &f->s;
	edges_watch(&f->reset, &f->s.b, &f->c.reset);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	start(f, 0x2e, 48, 48);
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
	index_bytes(s, "\x87\x87", 2);
}

static void only_the_key_opens_the_configuration(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	assert_int_equal(config_get(s, 2, 0x20), 0xff);
	index_bytes(s, "\x87\x01\x87", 3);
	assert_int_equal(config_get(s, 2, 0x20), 0xff);
	open_config(s);
	assert_int_equal(config_get(s, 2, 0x20), 0x52);
	index_bytes(s, "\xaa", 1);
	assert_int_equal(config_get(s, 2, 0x20), 0xff);
}

static void the_strap_or_cr26_moves_the_configuration_ports(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	open_config(s);
	config_set(s, 0, 0x26, 0x40);
	assert_int_equal(inb(s, 0x2e), 0xff);
	s->port = 0x4e;
	assert_int_equal(config_get(s, 0, 0x20), 0x52);
	w83627hf_reset(&f->c);
	open_config(s);
	assert_int_equal(config_get(s, 0, 0x20), 0xff);
	start(f, 0x4e, 48, 48);
	open_config(s);
	assert_int_equal(config_get(s, 0, 0x26), 0x40);
}

static void every_configuration_register_keeps_what_it_may(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	open_config(s);
	for (unsigned d = 0; d <= WB_GLOBAL; d++) {
		const struct reg_table *t = &w83627hf_tables[d];

		for (unsigned i = 0; i < t->count; i++) {
			uint8_t at = (uint8_t)t->reg[i].addr, ro = (uint8_t)t->reg[i].ro;
			uint8_t was = config_get(s, (uint8_t)d, at);

			/* The reset bit, the chosen device and the port have tests of their own. */
			if (d == WB_GLOBAL &&
			    (at == WB_CR02 || at == SUPERIO_DEVICE || at == WB_CR26))
				continue;
			assert_int_equal(was, at == SUPERIO_DEVICE ? d : t->reg[i].reset);
			config_set(s, (uint8_t)d, at, 0x55);
			if (d != WB_GPIO2 || at != WB_WDT_CONTROL)
				assert_int_equal(config_get(s, (uint8_t)d, at),
						 (0x55 & ~ro) | (was & ro));
			config_set(s, (uint8_t)d, at, was);
		}
	}
	config_set(s, 2, 0x60, 0x12);
	config_set(s, 2, 0x02, 0x01);
	assert_int_equal(config_get(s, 2, 0x60), 0x03);
	assert_int_equal(config_get(s, 4, 0x30), 0);
	config_set(s, 4, 0x30, 1);
	assert_int_equal(config_get(s, 4, 0x30), 0);
}

static void a_uart_is_where_its_base_address_says_while_active(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	assert_true(scratch_at(s, 0x3f8));
	assert_true(scratch_at(s, 0x2f8));
	open_config(s);
	config_set(s, WB_UARTA, 0x30, 0);
	assert_false(scratch_at(s, 0x3f8));
	config_base(s, WB_UARTA, 0x60, 0x3e8);
	config_set(s, WB_UARTA, 0x30, 1);
	assert_true(scratch_at(s, 0x3e8));
	config_base(s, WB_UARTA, 0x60, 0);
	assert_false(scratch_at(s, 0x3e8));
}

static void program_uart(struct sio_bench *s, uint16_t base, uint8_t divisor)
{
	outb(s, base + 3, 0x83);
	outb(s, base, divisor);
	outb(s, base + 1, 0);
	outb(s, base + 3, 0x03);
}

static void a_character_takes_the_time_of_its_bit_rate(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	program_uart(s, 0x3f8, 1);
	outb(s, 0x3f8, 'G');
	bench_run_ns(&s->b, 86000); /* ten bits at 115200: 86.8 us */
	assert_int_equal(s->sent[0], 0);
	bench_run_ns(&s->b, 1000);
	assert_int_equal(s->sent[0], 1);
	assert_int_equal(s->last[0], 'G');
	open_config(s);
	config_set(s, WB_UARTB, WB_UART_CLOCK, 2); /* 24 MHz over 16: 1.5 Mbit/s */
	program_uart(s, 0x2f8, 1);
	outb(s, 0x2f8, 'x');
	bench_run_ns(&s->b, 6800);
	assert_int_equal(s->last[1], 'x');
	assert_int_equal(s->rules.hits, 0);
}

/* A board that feeds 48 MHz while the strap says 24: every bit is half as long as it should be. */
static void a_wrong_clock_select_garbles_what_is_sent(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	start(f, 0x2e, 48, 24);
	program_uart(s, 0x3f8, 1);
	outb(s, 0x3f8, 'G');
	bench_run_ns(&s->b, 44000);
	assert_int_equal(s->sent[0], 1);
	assert_int_equal(s->last[0], 0xf8 | 1 | 4); /* bits 2, 4, 6 of 47h, then the idle line */
	assert_int_equal(s->rules.broken[RULE_SIO_CLOCK], 1);
	open_config(s);
	config_set(s, 0, 0x24, config_get(s, 0, 0x24) | 0x40);
	outb(s, 0x3f8, 'G');
	bench_run_ns(&s->b, 87000);
	assert_int_equal(s->last[0], 'G');
	assert_int_equal(s->rules.broken[RULE_SIO_CLOCK], 1);

	rules_free(&s->rules);
	/* The other way round every bit is seen twice. */
	start(f, 0x2e, 24, 48);
	program_uart(s, 0x3f8, 1);
	outb(s, 0x3f8, 'G');
	bench_run_ns(&s->b, 174000);
	assert_int_equal(s->last[0], 0x7e);
	rules_free(&s->rules);
}

static void a_uart_interrupts_in_the_frame_that_was_chosen(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	outb(s, 0x3f8 + 4, 0x08);
	outb(s, 0x3f8 + 1, 0x02);
	assert_true(f->c.sio.irq[4].level);
	open_config(s);
	config_set(s, WB_UARTA, 0x70, 11);
	assert_false(f->c.sio.irq[4].level);
	assert_true(f->c.sio.irq[11].level);
	config_set(s, WB_UARTA, 0x30, 0);
	assert_false(f->c.sio.irq[11].level);
	config_set(s, WB_UARTA, 0x70, 0);
	config_set(s, WB_UARTA, 0x30, 1);
	for (unsigned n = 0; n < 16; n++)
		assert_false(f->c.sio.irq[n].level);
}

static void the_keyboard_controller_tests_itself(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	outb(s, 0x64, 0xaa);
	bench_run_ns(&s->b, 1000000);
	assert_int_equal(inb(s, 0x64) & 1, 1);
	assert_int_equal(inb(s, 0x60), 0x55);
	open_config(s);
	config_base(s, WB_KEYBOARD, 0x62, 0x164);
	assert_int_equal(inb(s, 0x64), 0xff);
	assert_int_equal(inb(s, 0x164) & 1, 0);
}

static void the_printer_port_has_nothing_connected(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	outb(s, 0x378, 0xa5);
	assert_int_equal(inb(s, 0x378), 0xa5);
	outb(s, 0x379, 0);
	assert_int_equal(inb(s, 0x379), 0x7f);
	outb(s, 0x37a, 0x0c);
	assert_int_equal(inb(s, 0x37a), 0xcc);
}

static uint8_t monitor_get(struct sio_bench *s, uint8_t bank, uint8_t index)
{
	outb(s, MONITOR + 5, WB_MONITOR_BANK);
	outb(s, MONITOR + 6, 0x80 | bank);
	outb(s, MONITOR + 5, index);
	return inb(s, MONITOR + 6);
}

static void the_monitor_shows_a_cool_board(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	assert_int_equal(inb(s, MONITOR + 5), 0xff);
	open_config(s);
	config_base(s, WB_MONITOR, 0x60, MONITOR);
	config_set(s, WB_MONITOR, 0x30, 1);
	assert_int_equal(monitor_get(s, 0, 0x22) * 16, 3296); /* 3.3 V */
	assert_int_equal(monitor_get(s, 0, 0x27), 35);	      /* degrees */
	assert_int_equal(monitor_get(s, 1, 0x50), 33);
	assert_int_equal(monitor_get(s, 0, 0x58), 0x21);
	assert_int_equal(monitor_get(s, 0, 0x4f), 0x5c);
	outb(s, MONITOR + 5, WB_MONITOR_BANK);
	assert_int_equal(inb(s, MONITOR + 5), WB_MONITOR_BANK);
	outb(s, MONITOR + 6, 0);
	outb(s, MONITOR + 5, 0x4f);
	assert_int_equal(inb(s, MONITOR + 6), 0xa3);
	assert_int_equal(inb(s, MONITOR + 2), 0xff);
}

static void the_monitor_starts_over_but_keeps_its_serial_address(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;

	open_config(s);
	config_base(s, WB_MONITOR, 0x60, MONITOR);
	config_set(s, WB_MONITOR, 0x30, 1);
	monitor_get(s, 0, 0x48);
	outb(s, MONITOR + 6, 0x2a);
	monitor_get(s, 1, 0x53);
	outb(s, MONITOR + 6, 60);
	monitor_get(s, 0, 0x40);
	outb(s, MONITOR + 6, 0x81);
	assert_int_equal(inb(s, MONITOR + 6), 0x01);
	assert_int_equal(monitor_get(s, 1, 0x53), 75);
	assert_int_equal(monitor_get(s, 0, 0x48), 0x2a);
}

static void every_monitor_register_keeps_what_it_may(void **state)
{
	struct sio_bench *s = &((struct fixture *)*state)->s;
	const struct reg_table *t = &w83627hf_monitor_table;

	open_config(s);
	config_base(s, WB_MONITOR, 0x60, MONITOR);
	config_set(s, WB_MONITOR, 0x30, 1);
	for (unsigned i = 0; i < t->count; i++) {
		uint8_t bank = (uint8_t)(t->reg[i].addr >> 8), at = (uint8_t)t->reg[i].addr;
		uint8_t ro = (uint8_t)t->reg[i].ro, was = monitor_get(s, bank, at);

		assert_int_equal(was, t->reg[i].reset);
		if (at == WB_MONITOR_BANK)
			continue;
		outb(s, MONITOR + 6, 0x3c);
		assert_int_equal(monitor_get(s, bank, at), (0x3c & ~ro) | (was & ro));
	}
	assert_int_equal(monitor_get(s, 3, 0x50), 0);
	outb(s, MONITOR + 6, 1);
	assert_int_equal(monitor_get(s, 3, 0x50), 0);
}

static void the_watchdog_resets_after_its_seconds(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	open_config(s);
	config_set(s, WB_GPIO2, 0x30, 1);
	config_set(s, WB_GPIO2, WB_WDT_CONTROL, 9);
	config_set(s, WB_GPIO2, WB_WDT_COUNT, 3);
	bench_run_ns(&s->b, 2900000000);
	config_set(s, WB_GPIO2, WB_WDT_COUNT, 3); /* fed */
	bench_run_ns(&s->b, 2900000000);
	assert_int_equal(f->reset.rises, 0);
	bench_run_ns(&s->b, 200000000);
	assert_int_equal(f->reset.rises, 1);
	assert_int_equal(config_get(s, WB_GPIO2, WB_WDT_COUNT), 0);
	assert_int_equal(config_get(s, WB_GPIO2, WB_WDT_CONTROL), WB_WDT_DONE | 9);
	assert_true(f->c.sio.irq[9].level);
	config_set(s, WB_GPIO2, WB_WDT_CONTROL, 9);
	assert_false(f->c.sio.irq[9].level);
	config_set(s, WB_GPIO2, WB_WDT_COUNT, 1);
	config_set(s, WB_GPIO2, WB_WDT_COUNT, 0);
	bench_run_ns(&s->b, 2000000000);
	assert_int_equal(f->reset.rises, 1);
}

static void the_watchdog_counts_minutes_and_can_be_forced(void **state)
{
	struct fixture *f = *state;
	struct sio_bench *s = &f->s;

	open_config(s);
	config_set(s, WB_GPIO2, WB_WDT_MODE, WB_WDT_MINUTES);
	config_set(s, WB_GPIO2, WB_WDT_COUNT, 1);
	bench_run_ns(&s->b, 59900000000);
	assert_int_equal(f->reset.rises, 0);
	bench_run_ns(&s->b, 200000000);
	assert_int_equal(f->reset.rises, 1);
	config_set(s, WB_GPIO2, WB_WDT_CONTROL, WB_WDT_FORCE);
	assert_int_equal(f->reset.rises, 2);
	/* With the pin used as GP24 the board does not see it. */
	config_set(s, 0, WB_CR2B, WB_CR2B_GP24);
	config_set(s, WB_GPIO2, WB_WDT_CONTROL, WB_WDT_FORCE);
	assert_int_equal(f->reset.rises, 2);
	assert_int_equal(config_get(s, WB_GPIO2, WB_WDT_CONTROL), WB_WDT_DONE);
}

static void its_tables_are_well_formed(void **state)
{
	const struct fixture *f = *state;
	char err[200];
	unsigned n = 0;

	for (; w83627hf_regs(&f->c, n); n++) {
		if (reg_table_check(w83627hf_regs(&f->c, n)->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(n, 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(only_the_key_opens_the_configuration),
		T(the_strap_or_cr26_moves_the_configuration_ports),
		T(every_configuration_register_keeps_what_it_may),
		T(a_uart_is_where_its_base_address_says_while_active),
		T(a_character_takes_the_time_of_its_bit_rate),
		T(a_wrong_clock_select_garbles_what_is_sent),
		T(a_uart_interrupts_in_the_frame_that_was_chosen),
		T(the_keyboard_controller_tests_itself),
		T(the_printer_port_has_nothing_connected),
		T(the_monitor_shows_a_cool_board),
		T(the_monitor_starts_over_but_keeps_its_serial_address),
		T(every_monitor_register_keeps_what_it_may),
		T(the_watchdog_resets_after_its_seconds),
		T(the_watchdog_counts_minutes_and_can_be_forced),
		T(its_tables_are_well_formed),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
