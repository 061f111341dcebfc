/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keyboard controller and keyboard at register level. */
#include "bench.h"

#include "parts/kbc.h"

struct rig {
	struct bench b;
	struct kbc k;
	struct io_if io;
	struct edges irq, reset;
};

static void setup(struct rig *r)
{
	bench_init(&r->b);
	kbc_init(&r->k, &r->b.clock);
	r->io = kbc_io(&r->k);
	edges_watch(&r->irq, &r->b, &r->k.irq1);
	edges_watch(&r->reset, &r->b, &r->k.reset);
}

/* The next byte for the host; -1 when none comes within 10 ms. */
static int next(struct rig *r)
{
	for (unsigned i = 0; i < 100; i++) {
		if (in8(r->io, 4) & 1)
			return in8(r->io, 0);
		bench_run_ns(&r->b, 100000);
	}
	return -1;
}

static void self_test_and_command_byte_work(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 4, 0xaa);
	assert_int_equal(next(&r), 0x55);
	assert_int_equal(in8(r.io, 4) & 4, 4);
	out8(r.io, 4, 0xab);
	assert_int_equal(next(&r), 0x00);
	out8(r.io, 4, 0x60);
	out8(r.io, 0, 0x65);
	out8(r.io, 4, 0x20);
	assert_int_equal(next(&r), 0x65);
}

static void the_keyboard_answers_reset_and_identify(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 4, 0x60);
	out8(r.io, 0, 0x05); /* interrupt, no translation */
	out8(r.io, 0, 0xff);
	assert_int_equal(next(&r), 0xfa);
	assert_int_equal(next(&r), 0xaa);
	out8(r.io, 0, 0xf2);
	assert_int_equal(next(&r), 0xfa);
	assert_int_equal(next(&r), 0xab);
	assert_int_equal(next(&r), 0x83);
	out8(r.io, 0, 0xee);
	assert_int_equal(next(&r), 0xee);
	out8(r.io, 0, 0x05); /* no such command */
	assert_int_equal(next(&r), 0xfe);
	assert_int_equal(r.irq.rises, 7);
}

static void keys_come_translated_to_set_1(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 4, 0x60);
	out8(r.io, 0, 0x45);
	assert_int_equal(kbc_key(&r.k, 0x1c, true), 0); /* A */
	assert_int_equal(kbc_key(&r.k, 0x1c, false), 0);
	assert_int_equal(next(&r), 0x1e);
	assert_int_equal(next(&r), 0x9e);
	kbc_key(&r.k, 0xe075, true); /* cursor up */
	kbc_key(&r.k, 0xe075, false);
	assert_int_equal(next(&r), 0xe0);
	assert_int_equal(next(&r), 0x48);
	assert_int_equal(next(&r), 0xe0);
	assert_int_equal(next(&r), 0xc8);
	assert_int_equal(next(&r), -1);
}

static void a_full_keyboard_buffer_refuses_keys(void **state)
{
	struct rig r;
	unsigned n = 0;

	(void)state;
	setup(&r);
	while (n < 1000 && kbc_key(&r.k, 0x1c, true) == 0)
		n++;
	assert_in_range(n, 16, 64);
}

static void a20_and_reset_hang_on_the_output_port(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_true(r.k.a20.level);
	out8(r.io, 4, 0xd1);
	out8(r.io, 0, 0xcd);
	assert_false(r.k.a20.level);
	out8(r.io, 4, 0xdf);
	assert_true(r.k.a20.level);
	out8(r.io, 4, 0xdd);
	assert_false(r.k.a20.level);
	out8(r.io, 4, 0xfe);
	assert_int_equal(r.reset.rises, 1);
	out8(r.io, 4, 0xd1);
	out8(r.io, 0, 0xce); /* bit 0 low: reset */
	assert_int_equal(r.reset.rises, 2);
}

static void a_disabled_keyboard_keeps_its_keys(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 4, 0xad);
	kbc_key(&r.k, 0x1c, true);
	assert_int_equal(next(&r), -1);
	out8(r.io, 4, 0xae);
	assert_int_equal(next(&r), 0x1e);
}

static void its_register_table_is_well_formed_and_counts(void **state)
{
	struct bench b;
	struct kbc k;
	struct io_if io;
	char err[200];

	(void)state;
	bench_init(&b);
	kbc_init(&k, &b.clock);
	io = kbc_io(&k);
	if (reg_table_check(k.regs.table, err, sizeof(err)))
		fail_msg("%s", err);
	out8(io, 4, 0x60);
	out8(io, 0, 0x47);
	in8(io, 4);
	assert_int_equal(k.regs.cover[3].wrote1, 0x60); /* command */
	assert_int_equal(k.regs.cover[4].wrote1, 0x47); /* command byte */
	assert_int_equal(k.regs.cover[2].reads, 1);	/* status */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(self_test_and_command_byte_work),
		cmocka_unit_test(the_keyboard_answers_reset_and_identify),
		cmocka_unit_test(keys_come_translated_to_set_1),
		cmocka_unit_test(a_full_keyboard_buffer_refuses_keys),
		cmocka_unit_test(a20_and_reset_hang_on_the_output_port),
		cmocka_unit_test(a_disabled_keyboard_keeps_its_keys),
		cmocka_unit_test(its_register_table_is_well_formed_and_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
