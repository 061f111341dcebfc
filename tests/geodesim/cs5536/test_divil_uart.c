/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's UARTs: silent until decoded, enabled and switched to pins; banks. */
#include "divil_bench.h"

/* A character's time at 115200 is 87 us. */
#define CHARACTER_NS 100000

static void speak(struct rig *r, uint16_t base, const char *text)
{
	out(r, base + 3, 1, 0x83);
	out(r, base, 1, 1);
	out(r, base + 1, 1, 0);
	out(r, base + 3, 1, 3);
	for (; *text; text++) {
		out(r, base, 1, (uint8_t)*text);
		bench_run_ns(&r->b, CHARACTER_NS);
	}
}

/* Steps of the bring-up, each one bit, so that a test can leave one out. */
enum { GPIO = 1, DECODE = 2, ENABLE = 4, ALL_STEPS = 7 };

static void bring_up(struct rig *r, unsigned n, unsigned steps)
{
	uint32_t tx = n ? 1 << 4 : 1 << 8, rx = n ? 1 << 3 : 1 << 9;

	wr(r, 0x0c, LBAR_ON | BASE_GPIO);
	if (steps & GPIO) {
		out(r, BASE_GPIO + 0x04, 4, tx);
		out(r, BASE_GPIO + 0x10, 4, tx);
		out(r, BASE_GPIO + 0x20, 4, rx);
		out(r, BASE_GPIO + 0x34, 4, rx);
	}
	if (steps & DECODE)
		wr(r, 0x14, rd(r, 0x14) | (n ? 5u << 20 : 7u << 16));
	wr(r, n ? 0x3e : 0x3a, steps & ENABLE ? 0x12 : 0);
}

static void a_uart_speaks_after_the_whole_bring_up(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 2; n++) {
		struct rig *r = rig_new(NULL, true);

		bring_up(r, n, ALL_STEPS);
		speak(r, n ? 0x2f8 : 0x3f8, "coreboot");
		assert_string_equal(r->sent[n], "coreboot");
		assert_int_equal(r->rules.hits, 0);
		rig_free(r);
	}
}

static void any_step_left_out_means_silence(void **state)
{
	(void)state;
	for (unsigned steps = 0; steps < ALL_STEPS; steps++) {
		for (unsigned n = 0; n < 2; n++) {
			struct rig *r = rig_new(NULL, true);

			bring_up(r, n, steps);
			speak(r, n ? 0x2f8 : 0x3f8, "lost");
			assert_string_equal(r->sent[n], "");
			/* Only the pins can be told from wanting no UART at all. */
			assert_int_equal(r->rules.broken[RULE_UART_PINS] > 0,
					 steps == (DECODE | ENABLE));
			if (!(steps & DECODE) || !(steps & ENABLE))
				assert_int_equal(in(r, n ? 0x2fd : 0x3fd, 1), 0xff);
			rig_free(r);
		}
	}
}

static void received_characters_need_the_pin_too(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	bring_up(r, 0, DECODE | ENABLE);
	out(r, 0x3fc, 1, 3);
	uart16550_receive(&r->d.uart[0].uart, (const uint8_t *)"a", 1);
	bench_run_ns(&r->b, CHARACTER_NS);
	assert_int_equal(in(r, 0x3fd, 1) & 1, 0);
	bring_up(r, 0, ALL_STEPS);
	in(r, 0x3fd, 1);
	uart16550_receive(&r->d.uart[0].uart, (const uint8_t *)"b", 1);
	bench_run_ns(&r->b, CHARACTER_NS);
	assert_int_equal(in(r, 0x3fd, 1) & 1, 1);
	assert_int_equal(in(r, 0x3f8, 1), 'b');
	rig_free(r);
}

static void leg_io_places_the_uarts(void **state)
{
	static const uint16_t base[8] = {0, 0, 0, 0, 0x2e8, 0x2f8, 0x3e8, 0x3f8};
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned n = 0; n < 2; n++) {
		for (unsigned field = 0; field < 8; field++) {
			wr(r, 0x14, 3 | (uint64_t)field << (n ? 20 : 16));
			for (unsigned f = 4; f < 8; f++) {
				out(r, base[f] + 7, 1, 0x5a);
				assert_int_equal(in(r, base[f] + 7, 1),
						 base[f] == base[field] ? 0x5a : 0xff);
			}
		}
	}
	rig_free(r);
}

static void two_uarts_at_one_place_are_named(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x14, 0x770003);
	in(r, 0x3fd, 1);
	assert_int_equal(r->rules.broken[RULE_LBAR_OVERLAP], 1);
	rig_free(r);
}

static void soft_reset_clears_and_disabling_hides(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x14, 0x70003);
	out(r, 0x3ff, 1, 0x77);
	wr(r, 0x3a, 1);
	assert_int_equal(in(r, 0x3ff, 1), 0xff);
	wr(r, 0x3a, 0);
	assert_int_equal(in(r, 0x3ff, 1), 0xff);
	wr(r, 0x3a, 2);
	assert_int_equal(in(r, 0x3ff, 1), 0);
	rig_free(r);
}

/* What Linux does to find the National cell: EXCR1 in bank 2 shows loop-back as MCR has it. */
static void upper_banks_exist_only_when_enabled(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x14, 0x70003);
	for (unsigned banks = 0; banks < 2; banks++) {
		wr(r, 0x3a, banks ? 0x12 : 2);
		out(r, 0x3fb, 1, 0);
		out(r, 0x3fc, 1, 0x10);
		out(r, 0x3fb, 1, 0xe0);
		assert_int_equal(in(r, 0x3fa, 1) & 0x10, banks ? 0x10 : 0);
		out(r, 0x3fb, 1, 0);
		out(r, 0x3fc, 1, 0);
		out(r, 0x3fb, 1, 0xe0);
		assert_int_equal(in(r, 0x3fa, 1) & 0x10, 0);
		out(r, 0x3fb, 1, 3);
	}
	/* The prescaler of bank 2 raises the base rate to 921600. */
	out(r, 0x3fb, 1, 0xe0);
	out(r, 0x3fc, 1, 0x10);
	out(r, 0x3fb, 1, 3);
	assert_int_equal(r->d.uart[0].uart.base_baud, 921600);
	/* DLAB still is DLAB. */
	out(r, 0x3fb, 1, 0x83);
	out(r, 0x3f8, 1, 8);
	out(r, 0x3fb, 1, 0xe0);
	assert_int_equal(in(r, 0x3f8, 1), 8);
	out(r, 0x3fb, 1, 3);
	assert_int_equal(in(r, 0x3fb, 1), 3);
	rig_free(r);
}

static void uart_interrupts_go_through_the_mapper(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x14, 0x570003);
	wr(r, 0x21, 0x34000000);
	out(r, 0x3fc, 1, 8);
	out(r, 0x3f9, 1, 2); /* transmitter empty */
	assert_true(r->d.pic.line[4].level);
	assert_false(r->d.pic.line[3].level);
	out(r, 0x2fc, 1, 8);
	out(r, 0x2f9, 1, 2);
	assert_true(r->d.pic.line[3].level);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uart_speaks_after_the_whole_bring_up),
		cmocka_unit_test(any_step_left_out_means_silence),
		cmocka_unit_test(received_characters_need_the_pin_too),
		cmocka_unit_test(leg_io_places_the_uarts),
		cmocka_unit_test(two_uarts_at_one_place_are_named),
		cmocka_unit_test(soft_reset_clears_and_disabling_hides),
		cmocka_unit_test(upper_banks_exist_only_when_enabled),
		cmocka_unit_test(uart_interrupts_go_through_the_mapper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
