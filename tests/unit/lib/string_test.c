/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The firmware's memcpy() and friends (here fw_memcpy and so on) against simple models. */
#include "test.h"

void *fw_memcpy(void *dest, const void *src, size_t n);
void *fw_memmove(void *dest, const void *src, size_t n);
void *fw_memset(void *dest, int byte, size_t n);
int fw_memcmp(const void *a, const void *b, size_t n);
size_t fw_strlen(const char *s);
size_t fw_strnlen(const char *s, size_t max);
int fw_strcmp(const char *a, const char *b);
int fw_strncmp(const char *a, const char *b, size_t n);
char *fw_strchr(const char *s, int c);

static void fill(uint8_t *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
}

static void memmove_moves_any_overlap(void **state)
{
	uint8_t bytes[48], model[48];
	size_t from, to, n, i;

	(void)state;
	for (from = 0; from < 16; from++) {
		for (to = 0; to < 16; to++) {
			for (n = 0; n <= 32; n++) {
				uint8_t copy[32];

				fill(bytes, sizeof(bytes));
				fill(model, sizeof(model));
				for (i = 0; i < n; i++)
					copy[i] = model[from + i];
				for (i = 0; i < n; i++)
					model[to + i] = copy[i];
				assert_ptr_equal(fw_memmove(bytes + to, bytes + from, n),
						 bytes + to);
				for (i = 0; i < sizeof(bytes); i++)
					assert_int_equal(bytes[i], model[i]);
			}
		}
	}
}

static void memcpy_and_memset_touch_only_their_bytes(void **state)
{
	uint8_t from[40], to[40];
	size_t at, n, i;

	(void)state;
	fill(from, sizeof(from));
	for (at = 0; at < 8; at++) {
		for (n = 0; n + at < 32; n++) {
			for (i = 0; i < sizeof(to); i++)
				to[i] = 0xcc;
			assert_ptr_equal(fw_memcpy(to + at, from + 3, n), to + at);
			for (i = 0; i < sizeof(to); i++)
				assert_int_equal(to[i],
						 i >= at && i < at + n ? from[i - at + 3] : 0xcc);
			assert_ptr_equal(fw_memset(to + at, 0x1a5, n), to + at);
			for (i = 0; i < sizeof(to); i++)
				assert_int_equal(to[i], i >= at && i < at + n ? 0xa5 : 0xcc);
		}
	}
}

static void comparisons_have_the_sign_of_unsigned_bytes(void **state)
{
	(void)state;
	assert_int_equal(fw_memcmp("abc", "abc", 3), 0);
	assert_int_equal(fw_memcmp("abc", "abd", 2), 0);
	assert_true(fw_memcmp("\x80", "\x7f", 1) > 0);
	assert_true(fw_memcmp("a", "b", 1) < 0);
	assert_int_equal(fw_memcmp("a", "b", 0), 0);
	assert_int_equal(fw_strcmp("same", "same"), 0);
	assert_true(fw_strcmp("same", "sam") > 0);
	assert_true(fw_strcmp("sam", "same") < 0);
	assert_true(fw_strcmp("\xff", "a") > 0);
	assert_int_equal(fw_strncmp("same", "sample", 3), 0);
	assert_true(fw_strncmp("same", "sample", 4) < 0);
	assert_int_equal(fw_strncmp("a", "a\0b", 3), 0);
}

static void lengths_and_searches(void **state)
{
	static const char text[] = "geode";

	(void)state;
	assert_int_equal(fw_strlen(""), 0);
	assert_int_equal(fw_strlen(text), 5);
	assert_int_equal(fw_strnlen(text, 3), 3);
	assert_int_equal(fw_strnlen(text, 9), 5);
	assert_ptr_equal(fw_strchr(text, 'e'), text + 1);
	assert_ptr_equal(fw_strchr(text, 0), text + 5);
	assert_null(fw_strchr(text, 'x'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memmove_moves_any_overlap),
		cmocka_unit_test(memcpy_and_memset_touch_only_their_bytes),
		cmocka_unit_test(comparisons_have_the_sign_of_unsigned_bytes),
		cmocka_unit_test(lengths_and_searches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
