/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table that does not fit is reported with its size, and nothing behind the buffer is written. */
#include <test.h>
#include <lib/errors.h>
#include <tables/table_buffer.h>

/* A buffer of exactly `size` bytes, so that ASan sees the first byte behind it. */
static struct table_buffer open_buffer(size_t size)
{
	struct table_buffer out = {.name = "test", .base = malloc(size ? size : 1), .size = size};

	assert_non_null(out.base);
	memset(out.base, 0xa5, size);
	return out;
}

static void what_is_appended_is_there(void **state)
{
	struct table_buffer out = open_buffer(16);

	(void)state;
	assert_int_equal(table_put8(&out, 0x11), 0);
	assert_int_equal(table_align(&out, 4), 4);
	assert_int_equal(table_put32(&out, 0x04030201), 4);
	assert_int_equal(table_put(&out, NULL, 2), 8);
	assert_int_equal(table_finish(&out), 10);
	assert_memory_equal(out.base, "\x11\0\0\0\1\2\3\4\0\0\xa5", 11);
	free(out.base);
}

static void what_does_not_fit_is_counted_and_reported(void **state)
{
	struct table_buffer out = open_buffer(7);

	(void)state;
	table_put32(&out, 1);
	assert_int_equal(table_finish(&out), 4);
	table_put32(&out, 2);
	assert_int_equal(table_finish(&out), ERR_NO_SPACE);
	assert_int_equal(out.used, 8);
	assert_memory_equal(out.base, "\1\0\0\0\xa5\xa5\xa5", 7);
	/* Later changes of lost parts are ignored too. */
	table_set32(&out, 4, 9);
	table_checksum8(&out, 0, 8, 0);
	assert_memory_equal(out.base, "\1\0\0\0\xa5\xa5\xa5", 7);
	free(out.base);
}

static void a_buffer_exactly_big_enough_is_enough(void **state)
{
	struct table_buffer out = open_buffer(4);

	(void)state;
	table_put32(&out, 1);
	assert_int_equal(table_finish(&out), 4);
	free(out.base);
}

static void a_count_that_would_wrap_stays_an_overflow(void **state)
{
	struct table_buffer out = {.name = "test"};

	(void)state;
	table_put(&out, "x", SIZE_MAX);
	table_put(&out, "x", SIZE_MAX);
	assert_true(out.used == SIZE_MAX);
	assert_int_equal(table_finish(&out), ERR_NO_SPACE);
}

static void checksum_makes_the_bytes_sum_to_zero(void **state)
{
	struct table_buffer out = open_buffer(8);
	uint8_t sum = 0;

	(void)state;
	table_put(&out, "\x80\x81\x82\xff\x01\x02\x03\x04", 8);
	table_checksum8(&out, 0, 8, 3);
	for (unsigned i = 0; i < 8; i++)
		sum = (uint8_t)(sum + out.base[i]);
	assert_int_equal(sum, 0);
	free(out.base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_appended_is_there),
		cmocka_unit_test(what_does_not_fit_is_counted_and_reported),
		cmocka_unit_test(a_buffer_exactly_big_enough_is_enough),
		cmocka_unit_test(a_count_that_would_wrap_stays_an_overflow),
		cmocka_unit_test(checksum_makes_the_bytes_sum_to_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
