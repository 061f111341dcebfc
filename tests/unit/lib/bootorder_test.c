/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot order: what people write is understood; mistakes name their line, the rest goes on. */
#include "test.h"
#include <lib/bootorder.h>
#include <lib/errors.h>

static int next(const char *text, struct bootorder_cursor *cursor, struct bootorder_entry *entry)
{
	char *copy = exact_copy(text, strlen(text));
	int ret = bootorder_next(copy, strlen(text), cursor, entry);

	free(copy);
	return ret;
}

static void entries_are_read_in_order(void **state)
{
	static const char text[] =
		"# comment\n"
		"\n"
		"Debian Linux  img/linux initrd=img/initrd -- console=ttyS0  quiet\n"
		"Memory test\timg/memtest\r\n"
		"  GRUB \t img/grub   \n"
		"Plain  img/elf --\n"
		"Last  img/last";
	struct bootorder_cursor cursor = {0};
	struct bootorder_entry e;

	(void)state;
	assert_int_equal(next(text, &cursor, &e), 1);
	assert_string_equal(e.title, "Debian Linux");
	assert_string_equal(e.file, "img/linux");
	assert_string_equal(e.initrd, "img/initrd");
	assert_string_equal(e.cmdline, "console=ttyS0  quiet");
	assert_int_equal(e.line, 3);
	assert_int_equal(next(text, &cursor, &e), 1);
	assert_string_equal(e.title, "Memory test");
	assert_string_equal(e.file, "img/memtest");
	assert_string_equal(e.initrd, "");
	assert_string_equal(e.cmdline, "");
	assert_int_equal(next(text, &cursor, &e), 1);
	assert_string_equal(e.title, "GRUB");
	assert_string_equal(e.file, "img/grub");
	assert_int_equal(next(text, &cursor, &e), 1);
	assert_string_equal(e.cmdline, "");
	assert_int_equal(next(text, &cursor, &e), 1);
	assert_string_equal(e.file, "img/last");
	assert_int_equal(e.line, 7);
	assert_int_equal(next(text, &cursor, &e), 0);
	assert_int_equal(next(text, &cursor, &e), 0);
}

static void mistakes_name_their_line_and_the_rest_goes_on(void **state)
{
	static const char *const bad[] = {
		"Only a title",	       "Title  file what=ever",
		"Title  file initrd=", "Title  file initrd=a initrd=b",
		"Title  file\x1b[2J",  "Title  -- cmdline\x01",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bootorder_cursor cursor = {0};
		struct bootorder_entry e;
		char text[200];

		snprintf(text, sizeof(text), "\n%s\nGood  file\n", bad[i]);
		assert_int_equal(next(text, &cursor, &e), ERR_INVALID);
		assert_int_equal(e.line, 2);
		assert_int_equal(next(text, &cursor, &e), 1);
		assert_string_equal(e.title, "Good");
		assert_int_equal(next(text, &cursor, &e), 0);
	}
}

static void text_that_is_too_long_is_told(void **state)
{
	static const char *const format[] = {"%0*d  file\n", "Title  %0*d\n",
					     "Title  f initrd=%0*d\n", "Title  f -- %0*d\n"};
	static const int limit[] = {BOOTORDER_TITLE_SIZE, BOOTORDER_NAME_SIZE, BOOTORDER_NAME_SIZE,
				    BOOTORDER_CMDLINE_SIZE};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct bootorder_cursor cursor = {0};
		struct bootorder_entry e;
		char text[1000];

		snprintf(text, sizeof(text), format[i], limit[i] - 1, 0);
		assert_int_equal(next(text, &cursor, &e), 1);
		cursor = (struct bootorder_cursor){0};
		snprintf(text, sizeof(text), format[i], limit[i], 0);
		assert_int_equal(next(text, &cursor, &e), ERR_NO_SPACE);
		assert_int_equal(next(text, &cursor, &e), 0);
	}
}

static void an_empty_file_has_no_entries(void **state)
{
	struct bootorder_cursor cursor = {0};
	struct bootorder_entry e;

	(void)state;
	assert_int_equal(bootorder_next("", 0, &cursor, &e), 0);
	assert_int_equal(next("\n \n\t\n#\n", &cursor, &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_read_in_order),
		cmocka_unit_test(mistakes_name_their_line_and_the_rest_goes_on),
		cmocka_unit_test(text_that_is_too_long_is_told),
		cmocka_unit_test(an_empty_file_has_no_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
