/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hashes, checksums and error texts against known values. */
#include "test.h"
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/xxhash.h>

static void xxh32_gives_the_reference_values(void **state)
{
	uint8_t bytes[101];
	uint32_t v = 2654435761u;
	size_t i;

	(void)state;
	/* The generator of the reference implementation's sanity check. */
	for (i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)(v >> 24);
		v *= v;
	}
	assert_int_equal(xxh32(NULL, 0, 0), 0x02cc5d05);
	assert_int_equal(xxh32(NULL, 0, 2654435761u), 0x36b78ae7);
	assert_int_equal(xxh32(bytes, 1, 0), 0xb85cbee5);
	assert_int_equal(xxh32(bytes, 14, 0), 0xe5aa0ab4);
	assert_int_equal(xxh32(bytes, 101, 0), 0x1f1aa412);
	assert_int_equal(xxh32(bytes, 101, 2654435761u), 0x498ec8e2);
	assert_int_equal(xxh32("Nobody inspects the spammish repetition", 39, 0), 0xe2293b2f);
}

static void xxh32_reads_any_alignment(void **state)
{
	static const char text[] = "Nobody inspects the spammish repetition";
	char shifted[64];
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		memcpy(shifted + i, text, 39);
		assert_int_equal(xxh32(shifted + i, 39, 0), 0xe2293b2f);
	}
}

static void ip_checksum_is_that_of_the_rfc(void **state)
{
	/* RFC 1071's example, whose big-endian sum is ddf2. */
	static const uint8_t bytes[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
	uint8_t table[10] = {1, 2, 3, 4, 5, 6, 7, 8, 0, 0};

	(void)state;
	assert_int_equal(ip_checksum(bytes, 8), (uint16_t)~0xf2dd);
	assert_int_equal(ip_checksum(NULL, 0), 0xffff);
	write_le16(table + 8, ip_checksum(table, 10));
	assert_int_equal(ip_checksum(table, 10), 0);
}

static void joined_ip_checksums_equal_that_of_the_whole(void **state)
{
	uint8_t bytes[41];
	size_t cut, i;

	(void)state;
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 37 + 200);
	for (cut = 0; cut <= sizeof(bytes); cut++) {
		uint16_t a = ip_checksum(bytes, cut);
		uint16_t b = ip_checksum(bytes + cut, sizeof(bytes) - cut);

		assert_int_equal(ip_checksum_join(a, cut, b), ip_checksum(bytes, sizeof(bytes)));
	}
}

static void byte_sum_wraps(void **state)
{
	static const uint8_t bytes[] = {0xff, 0x80, 0x81, 0x03};

	(void)state;
	assert_int_equal(byte_sum(bytes, 4), 3);
	assert_int_equal(byte_sum(bytes, 0), 0);
}

static void every_error_has_its_own_text(void **state)
{
	int a, b;

	(void)state;
	for (a = 0; a >= ERR_UNKNOWN_TYPE; a--) {
		assert_true(strlen(err_str(a)) > 3);
		assert_string_not_equal(err_str(a), "unknown error");
		for (b = 0; b > a; b--)
			assert_string_not_equal(err_str(a), err_str(b));
	}
	assert_string_equal(err_str(ERR_NOT_FOUND), "not found");
	assert_string_equal(err_str(ERR_UNKNOWN_TYPE), "unknown file type");
	assert_string_equal(err_str(ERR_UNKNOWN_TYPE - 1), "unknown error");
	assert_string_equal(err_str(INT32_MIN), "unknown error");
	assert_string_equal(err_str(5), "no error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xxh32_gives_the_reference_values),
		cmocka_unit_test(xxh32_reads_any_alignment),
		cmocka_unit_test(ip_checksum_is_that_of_the_rfc),
		cmocka_unit_test(joined_ip_checksums_equal_that_of_the_whole),
		cmocka_unit_test(byte_sum_wraps),
		cmocka_unit_test(every_error_has_its_own_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
