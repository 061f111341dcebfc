/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The serial port at register level. */
#include "bench.h"

#include "parts/uart16550.h"

#define CHAR_NS 86806 /* ten bits at 115200 baud */

struct rig {
	struct bench b;
	struct uart16550 u;
	struct io_if io;
	struct edges irq;
	uint8_t sent[64];
	unsigned count;
};

static void sent(void *o, uint8_t byte)
{
	struct rig *r = o;

	r->sent[r->count++ & 63] = byte;
}

static void setup(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	uart16550_init(&r->u, &r->b.clock, "uart", sent, r);
	r->io = uart16550_io(&r->u);
	edges_watch(&r->irq, &r->b, &r->u.irq);
	out8(r->io, 3, 0x03); /* 8n1, divisor 1 */
	out8(r->io, 4, 0x0b);
}

static void a_character_takes_its_time_on_the_line(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 0, 'a');
	assert_int_equal(in8(r.io, 5), 0x20); /* THR empty again, shifting */
	out8(r.io, 0, 'b');
	assert_int_equal(in8(r.io, 5), 0x00);
	bench_run_ns(&r.b, CHAR_NS - 100);
	assert_int_equal(r.count, 0);
	bench_run_ns(&r.b, 200);
	assert_int_equal(r.count, 1);
	bench_run_ns(&r.b, CHAR_NS);
	assert_int_equal(r.count, 2);
	assert_int_equal(in8(r.io, 5), 0x60);
	assert_memory_equal(r.sent, "ab", 2);
}

static void a_larger_divisor_is_slower(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 3, 0x83);
	out8(r.io, 0, 12); /* 9600 baud */
	out8(r.io, 1, 0);
	assert_int_equal(in8(r.io, 0), 12);
	out8(r.io, 3, 0x03);
	out8(r.io, 0, 'x');
	bench_run_ns(&r.b, 1041000);
	assert_int_equal(r.count, 0);
	bench_run_ns(&r.b, 1000);
	assert_int_equal(r.count, 1);
}

static void the_fifo_takes_sixteen_characters(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 2, 0x07);
	assert_int_equal(in8(r.io, 2) & 0xc0, 0xc0);
	for (unsigned i = 0; i < 17; i++) /* one goes straight to the shift register */
		out8(r.io, 0, (uint8_t)('A' + i));
	bench_run_ns(&r.b, 17 * CHAR_NS + 1000);
	assert_int_equal(r.count, 17);
	assert_memory_equal(r.sent, "ABCDEFGHIJKLMNOPQ", 17);
}

static void received_characters_interrupt_at_the_trigger_level(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 2, 0x41); /* FIFO, trigger 4 */
	out8(r.io, 1, 0x01);
	assert_int_equal(uart16550_receive(&r.u, (const uint8_t *)"1234", 4), 4);
	bench_run_ns(&r.b, 3 * CHAR_NS + 1000);
	assert_int_equal(r.irq.rises, 0);
	bench_run_ns(&r.b, CHAR_NS);
	assert_int_equal(r.irq.rises, 1);
	assert_int_equal(in8(r.io, 2), 0xc4);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(in8(r.io, 0), '1' + i);
	assert_false(r.u.irq.level);
	assert_int_equal(in8(r.io, 5) & 1, 0);
}

static void a_lonely_character_in_the_fifo_times_out(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 2, 0xc1);
	out8(r.io, 1, 0x01);
	uart16550_receive(&r.u, (const uint8_t *)"z", 1);
	bench_run_ns(&r.b, 2 * CHAR_NS);
	assert_false(r.u.irq.level);
	bench_run_ns(&r.b, 4 * CHAR_NS);
	assert_true(r.u.irq.level);
	assert_int_equal(in8(r.io, 2), 0xcc);
	assert_int_equal(in8(r.io, 0), 'z');
	assert_false(r.u.irq.level);
}

static void typing_ahead_loses_nothing(void **state)
{
	struct rig r;
	uint8_t text[200], got[200];
	unsigned n = 0;

	(void)state;
	setup(&r);
	out8(r.io, 2, 0x01);
	for (unsigned i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)(i * 7);
	assert_int_equal(uart16550_receive(&r.u, text, sizeof(text)), sizeof(text));
	for (unsigned tries = 0; n < sizeof(got) && tries < 1000; tries++) {
		bench_run_ns(&r.b, 10 * CHAR_NS);
		while (in8(r.io, 5) & 1)
			got[n++] = in8(r.io, 0);
	}
	assert_memory_equal(text, got, sizeof(text));
}

static void an_overrun_is_told_once(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	uart16550_break(&r.u);
	uart16550_break(&r.u); /* no FIFO: the second replaces the first */
	assert_int_equal(in8(r.io, 5), 0x60 | 0x01 | 0x02 | 0x18);
	assert_int_equal(in8(r.io, 5), 0x61);
}

static void the_empty_transmitter_interrupt_goes_when_identified(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 1, 0x02);
	assert_true(r.u.irq.level);
	assert_int_equal(in8(r.io, 2), 0x02);
	assert_false(r.u.irq.level);
	assert_int_equal(in8(r.io, 2), 0x01);
	out8(r.io, 0, 'x');
	assert_true(r.u.irq.level); /* moved to the shift register at once */
}

static void loop_back_returns_characters_and_modem_lines(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 4, 0x1a); /* loop, OUT2, RTS */
	assert_int_equal(in8(r.io, 6) & 0xf0, 0x90);
	out8(r.io, 0, 0x42);
	bench_run_ns(&r.b, CHAR_NS + 1000);
	assert_int_equal(in8(r.io, 0), 0x42);
	assert_int_equal(r.count, 0);
	assert_false(r.u.irq.level);
}

static void modem_line_changes_interrupt(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	in8(r.io, 6);
	out8(r.io, 1, 0x08);
	uart16550_modem(&r.u, 0x20 | 0x80); /* CTS drops */
	assert_true(r.u.irq.level);
	assert_int_equal(in8(r.io, 2), 0x00);
	assert_int_equal(in8(r.io, 6), 0xa1);
	assert_false(r.u.irq.level);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_character_takes_its_time_on_the_line),
		cmocka_unit_test(a_larger_divisor_is_slower),
		cmocka_unit_test(the_fifo_takes_sixteen_characters),
		cmocka_unit_test(received_characters_interrupt_at_the_trigger_level),
		cmocka_unit_test(a_lonely_character_in_the_fifo_times_out),
		cmocka_unit_test(typing_ahead_loses_nothing),
		cmocka_unit_test(an_overrun_is_told_once),
		cmocka_unit_test(the_empty_transmitter_interrupt_goes_when_identified),
		cmocka_unit_test(loop_back_returns_characters_and_modem_lines),
		cmocka_unit_test(modem_line_changes_interrupt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
