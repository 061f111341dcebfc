/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The NAND chip by the cycles of its bus. */
#include "bench.h"

#include "parts/nand.h"

struct rig {
	struct bench b;
	struct trace trace;
	struct nand n;
	unsigned moved;
};

static void moved(void *o)
{
	((struct rig *)o)->moved++;
}

static int setup(void **state)
{
	static struct rig r;

	memset(&r, 0, sizeof(r));
	bench_init(&r.b);
	nand_init(&r.n, &r.b.clock, &r.trace);
	r.n.changed = moved;
	r.n.opaque = &r;
	*state = &r;
	return 0;
}

static int teardown(void **state)
{
	nand_free(&((struct rig *)*state)->n);
	return 0;
}

static void wait_ns(struct rig *r, uint64_t ns)
{
	bench_run_to(&r->b, clock_after_ns(&r->b.clock, ns));
}

static void begin(struct rig *r, uint8_t command, unsigned column, unsigned row)
{
	nand_command(&r->n, command);
	if (command != 0x60) {
		nand_address(&r->n, (uint8_t)column);
		nand_address(&r->n, (uint8_t)(column >> 8));
	}
	nand_address(&r->n, (uint8_t)row);
	nand_address(&r->n, (uint8_t)(row >> 8));
}

static void program(struct rig *r, unsigned row, unsigned column, const char *text)
{
	begin(r, 0x80, column, row);
	for (; *text; text++)
		nand_write(&r->n, (uint8_t)*text);
	nand_command(&r->n, 0x10);
	wait_ns(r, NAND_PROGRAM_NS);
}

static void expect(struct rig *r, unsigned row, unsigned column, const char *text)
{
	begin(r, 0x00, column, row);
	nand_command(&r->n, 0x30);
	wait_ns(r, NAND_READ_NS);
	for (; *text; text++)
		assert_int_equal(nand_read(&r->n), (uint8_t)*text);
}

static uint8_t status(struct rig *r)
{
	nand_command(&r->n, 0x70);
	return nand_read(&r->n);
}

static void it_says_who_it_is(void **state)
{
	static const uint8_t id[] = {0xec, 0xf1, 0x00, 0x95, 0x40};
	struct rig *r = *state;

	nand_command(&r->n, 0x90);
	nand_address(&r->n, 0);
	for (unsigned i = 0; i < sizeof(id); i++)
		assert_int_equal(nand_read(&r->n), id[i]);
	nand_command(&r->n, 0x90);
	nand_address(&r->n, 0x20); /* ONFI is younger */
	assert_int_not_equal(nand_read(&r->n), 'O');
}

static void what_is_programmed_is_read(void **state)
{
	struct rig *r = *state;

	expect(r, 70, 0, "\xff\xff");
	program(r, 70, 2000, "hello");
	assert_int_equal(status(r), 0xe0);
	expect(r, 70, 2000, "hello\xff");
	expect(r, 71, 2000, "\xff\xff");
	program(r, 65535, 2110, "ab");
	expect(r, 65535, 2110, "ab\xff"); /* beyond the spare bytes there is nothing */
}

static void programming_clears_bits_and_erasing_sets_a_block(void **state)
{
	struct rig *r = *state;

	program(r, 64, 0, "\xf0");
	program(r, 127, 0, "\x55");
	program(r, 128, 0, "\x66");
	program(r, 64, 0, "\x3f");
	expect(r, 64, 0, "\x30");
	begin(r, 0x60, 0, 64);
	nand_command(&r->n, 0xd0);
	assert_int_equal(status(r), 0x80);
	wait_ns(r, NAND_ERASE_NS);
	assert_int_equal(status(r), 0xe0);
	expect(r, 64, 0, "\xff");
	expect(r, 127, 0, "\xff");
	expect(r, 128, 0, "\x66");
}

static void columns_may_change_within_a_page(void **state)
{
	struct rig *r = *state;

	begin(r, 0x80, 10, 3);
	nand_write(&r->n, 1);
	nand_command(&r->n, 0x85);
	nand_address(&r->n, 0x00);
	nand_address(&r->n, 0x08);
	nand_write(&r->n, 2);
	nand_command(&r->n, 0x10);
	wait_ns(r, NAND_PROGRAM_NS);
	expect(r, 3, 10, "\x01");
	nand_command(&r->n, 0x05);
	nand_address(&r->n, 0x00);
	nand_address(&r->n, 0x08);
	nand_command(&r->n, 0xe0);
	assert_int_equal(nand_read(&r->n), 2);
}

static void reading_goes_on_behind_a_look_at_the_status(void **state)
{
	struct rig *r = *state;

	program(r, 5, 0, "xyz");
	expect(r, 5, 0, "x");
	assert_int_equal(status(r), 0xe0);
	nand_command(&r->n, 0x00);
	assert_int_equal(nand_read(&r->n), 'y');
}

static void it_is_busy_for_its_time_and_says_when_that_ends(void **state)
{
	struct rig *r = *state;
	unsigned before;

	begin(r, 0x00, 0, 1);
	before = r->moved;
	nand_command(&r->n, 0x30);
	assert_false(nand_ready(&r->n));
	assert_int_equal(r->moved, before + 1);
	assert_int_equal(nand_read(&r->n), 0xff);
	wait_ns(r, NAND_READ_NS - 1000);
	assert_false(nand_ready(&r->n));
	wait_ns(r, 1000);
	assert_true(nand_ready(&r->n));
	assert_int_equal(r->moved, before + 2);
}

static void broken_sequences_do_nothing_and_are_told(void **state)
{
	struct rig *r = *state;
	uint64_t told = r->trace.checks;

	program(r, 9, 0, "q");
	nand_command(&r->n, 0x10); /* nothing to program */
	nand_command(&r->n, 0x60);
	nand_address(&r->n, 9);
	nand_command(&r->n, 0xd0); /* half a row */
	assert_true(nand_ready(&r->n));
	nand_write(&r->n, 1);
	nand_command(&r->n, 0x70);
	nand_address(&r->n, 1);
	assert_int_equal(r->trace.checks - told, 4);
	expect(r, 9, 0, "q");
	begin(r, 0x60, 0, 9);
	nand_command(&r->n, 0xd0);
	begin(r, 0x00, 0, 9); /* too early: the address too has no command */
	assert_int_equal(r->trace.checks - told, 9);
	nand_command(&r->n, 0xff);
	wait_ns(r, NAND_RESET_NS);
	assert_int_equal(status(r), 0xe0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_says_who_it_is, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_programmed_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(programming_clears_bits_and_erasing_sets_a_block,
						setup, teardown),
		cmocka_unit_test_setup_teardown(columns_may_change_within_a_page, setup, teardown),
		cmocka_unit_test_setup_teardown(reading_goes_on_behind_a_look_at_the_status, setup,
						teardown),
		cmocka_unit_test_setup_teardown(it_is_busy_for_its_time_and_says_when_that_ends,
						setup, teardown),
		cmocka_unit_test_setup_teardown(broken_sequences_do_nothing_and_are_told, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
