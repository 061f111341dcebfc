/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manifest: right files pass, everything else is told. */
#include "test.h"
#include <lib/errors.h>
#include <lib/manifest.h>
#include <lib/xxhash.h>

/* A manifest with the given lines and a right first line, in memory of its size. */
static char *make(const char *lines, size_t *size)
{
	char text[1024];

	*size = (size_t)snprintf(text, sizeof(text), "geodeboot-manifest 1 %08x\n%s",
				 xxh32(lines, strlen(lines), 0), lines);
	return exact_copy(text, *size);
}

static void a_listed_file_with_right_contents_passes(void **state)
{
	struct manifest m;
	char lines[200];
	size_t size;
	char *text;

	(void)state;
	snprintf(lines, sizeof(lines), "%08x %08x other\n%08x %08x img/linux\n", xxh32("abc", 3, 0),
		 3u, xxh32("stage", 5, 0), 5u);
	text = make(lines, &size);
	assert_int_equal(manifest_check_self(text, size, &m), 0);
	assert_int_equal(manifest_check_file(&m, "img/linux", "stage", 5), 0);
	assert_int_equal(manifest_check_file(&m, "img/linux", "stagf", 5), ERR_CHECKSUM);
	assert_int_equal(manifest_check_file(&m, "img/linux", "stag", 4), ERR_SIZE);
	assert_int_equal(manifest_check_file(&m, "img/linu", "stage", 5), ERR_NOT_FOUND);
	assert_int_equal(manifest_check_file(&m, "img/linux2", "stage", 5), ERR_NOT_FOUND);
	free(text);
}

static void an_empty_list_is_a_manifest(void **state)
{
	struct manifest m;
	size_t size;
	char *text = make("", &size);

	(void)state;
	assert_int_equal(manifest_check_self(text, size, &m), 0);
	assert_int_equal(manifest_check_file(&m, "x", "", 0), ERR_NOT_FOUND);
	free(text);
}

static void any_changed_byte_is_noticed(void **state)
{
	size_t size, i;
	char *text = make("01234567 89abcdef romstage\n", &size);
	struct manifest m;

	(void)state;
	for (i = 0; i < size; i++) {
		text[i] ^= 1;
		assert_int_not_equal(manifest_check_self(text, size, &m), 0);
		text[i] ^= 1;
		assert_int_not_equal(manifest_check_self(text, i, &m), 0);
	}
	assert_int_equal(manifest_check_self(text, size, &m), 0);
	free(text);
}

static void a_line_that_breaks_the_format_is_told(void **state)
{
	static const char *const bad[] = {
		"0123456 789abcdef romstage\n", "01234567 89ABCDEF romstage\n",
		"01234567-89abcdef romstage\n", "01234567 89abcdef\n",
		"01234567 89abcdef romstage",	"\n",
		"01234567 89abcdef ",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct manifest_entry entry;
		struct manifest m;
		size_t size;
		char *text = make(bad[i], &size);

		assert_int_equal(manifest_check_self(text, size, &m), 0);
		assert_int_equal(manifest_find(&m, "romstage", &entry), ERR_CORRUPT);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listed_file_with_right_contents_passes),
		cmocka_unit_test(an_empty_list_is_a_manifest),
		cmocka_unit_test(any_changed_byte_is_noticed),
		cmocka_unit_test(a_line_that_breaks_the_format_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
