/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $PIR: byte for byte what a kernel without ACPI reads. */
#include <test.h>
#include <lib/checksum.h>
#include <lib/errors.h>
#include <tables/pirq.h>
#include <tables/table_buffer.h>

static const struct pirq_slot slots[] = {
	{.bus = 0,
	 .devfn = 0x08,
	 .pin = {{0x60, 0x0c00}, {0x61, 0x0c00}, {0x62, 0x0c00}, {0x63, 0x0c00}}},
	{.bus = 1, .devfn = 0x18, .pin = {{0x62, 0x0400}}, .slot = 3},
};

static const struct pirq_info info = {
	.router_devfn = 0x08,
	.exclusive_irqs = 0x0c00,
	.router_vendor = 0x8086,
	.router_device = 0x7000,
	.slots = slots,
	.slot_count = 2,
};

static void the_table_has_the_bytes_of_the_specification(void **state)
{
	uint8_t expected[64] = {'$', 'P',  'I', 'R',  0,    1,	  64, 0,
				0,   0x08, 0,	0x0c, 0x86, 0x80, 0,  0x70};
	static const uint8_t slot_bytes[32] = {
		0, 0x08, 0x60, 0, 0x0c, 0x61, 0, 0x0c, 0x62, 0, 0x0c, 0x63, 0, 0x0c, 0, 0,
		1, 0x18, 0x62, 0, 0x04, 0,    0, 0,    0,    0, 0,    0,    0, 0,    3, 0};
	uint8_t bytes[64];
	struct table_buffer out = {.name = "$PIR", .base = bytes, .size = sizeof(bytes)};

	(void)state;
	assert_int_equal(pirq_write(&out, &info), 0);
	assert_int_equal(table_finish(&out), 64);
	assert_int_equal(byte_sum(bytes, 64), 0);
	memcpy(expected + 32, slot_bytes, sizeof(slot_bytes));
	expected[31] = bytes[31];
	assert_memory_equal(bytes, expected, sizeof(bytes));
}

static void a_board_without_slots_gives_a_bare_header(void **state)
{
	struct pirq_info none = info;
	uint8_t bytes[32];
	struct table_buffer out = {.name = "$PIR", .base = bytes, .size = sizeof(bytes)};

	(void)state;
	none.slot_count = 0;
	assert_int_equal(pirq_write(&out, &none), 0);
	assert_int_equal(table_finish(&out), 32);
	assert_int_equal(byte_sum(bytes, 32), 0);
}

static void too_small_a_buffer_and_too_many_slots_are_errors(void **state)
{
	struct pirq_info many = info;
	uint8_t *bytes = malloc(63);
	struct table_buffer out = {.name = "$PIR", .base = bytes, .size = 63};

	(void)state;
	assert_int_equal(pirq_write(&out, &info), 0);
	assert_int_equal(table_finish(&out), ERR_NO_SPACE);
	assert_int_equal(out.used, 64);
	many.slot_count = 4095;
	out.used = 0;
	assert_int_equal(pirq_write(&out, &many), ERR_RANGE);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_has_the_bytes_of_the_specification),
		cmocka_unit_test(a_board_without_slots_gives_a_bare_header),
		cmocka_unit_test(too_small_a_buffer_and_too_many_slots_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
