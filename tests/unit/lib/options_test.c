/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CMOS options: fields and sums as nvramtool has them, and the rule for NORMAL or FALLBACK. */
#include "samples.h"
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/options.h>

static void fields_are_where_nvramtool_puts_them(void **state)
{
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0};
	uint32_t value;

	(void)state;
	image[64] = 0xb4;
	image[65] = 0x12;
	image[66] = 0x34;
	assert_int_equal(options_read(image, 64 * 8 + 2, 1, &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(options_read(image, 64 * 8 + 4, 4, &value), 0);
	assert_int_equal(value, 0xb);
	assert_int_equal(options_read(image, 65 * 8, 16, &value), 0);
	assert_int_equal(value, 0x3412);
	assert_int_equal(options_read(image, 124 * 8, 32, &value), 0);
	assert_int_equal(value, 0);
}

static void writing_changes_only_the_field(void **state)
{
	uint8_t image[OPTIONS_IMAGE_SIZE];
	uint32_t value;
	unsigned int i;

	(void)state;
	memset(image, 0xff, sizeof(image));
	assert_int_equal(options_write(image, 64 * 8 + 3, 2, 1), 0);
	assert_int_equal(image[64], 0xef);
	assert_int_equal(options_write(image, 96 * 8, 24, 0x123456), 0);
	assert_int_equal(options_read(image, 96 * 8, 24, &value), 0);
	assert_int_equal(value, 0x123456);
	for (i = 0; i < sizeof(image); i++) {
		if (i != 64 && (i < 96 || i > 98))
			assert_int_equal(image[i], 0xff);
	}
	assert_int_equal(options_write(image, 64 * 8, 2, 4), ERR_INVALID);
	assert_int_equal(image[64], 0xef);
}

static void impossible_fields_are_refused(void **state)
{
	static const struct {
		unsigned int start, length;
		int err;
	} cases[] = {
		{0, 0, ERR_INVALID},	      {0, 33, ERR_INVALID},	  {1024, 1, ERR_RANGE},
		{1023, 2, ERR_RANGE},	      {6, 3, ERR_INVALID},	  {4, 8, ERR_INVALID},
		{0, 12, ERR_INVALID},	      {0xffffffff, 8, ERR_RANGE}, {1016, 16, ERR_RANGE},
		{0, 0xffffffff, ERR_INVALID},
	};
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0};
	uint8_t *exact = exact_copy(image, sizeof(image));
	uint32_t value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(options_read(exact, cases[i].start, cases[i].length, &value),
				 cases[i].err);
		assert_int_equal(options_write(exact, cases[i].start, cases[i].length, 0),
				 cases[i].err);
	}
	free(exact);
}

static void the_sum_is_plain_and_big_endian(void **state)
{
	const struct options_range range = {.first = 49, .last = 125, .sum = 126};
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0};

	(void)state;
	/* The example seen with nvramtool: 40h and the text "hda1" give 019Eh. */
	image[60] = 0x40;
	memcpy(image + 70, "hda1", 4);
	assert_false(options_valid(image, &range));
	options_seal(image, &range);
	assert_int_equal(image[126], 0x01);
	assert_int_equal(image[127], 0x9e);
	assert_true(options_valid(image, &range));
	image[49] ^= 1;
	assert_false(options_valid(image, &range));
	image[49] ^= 1;
	image[48] ^= 1; /* outside of the range */
	assert_true(options_valid(image, &range));
}

static void ranges_that_make_no_sense_are_refused(void **state)
{
	static const struct options_range bad[] = {
		{50, 49, 126}, {49, 128, 126}, {49, 125, 127}, {49, 125, 125}, {49, 125, 48}};
	const struct options_range good[] = {{49, 125, 126}, {49, 125, 47}, {49, 49, 50}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(options_range_ok(&bad[i]));
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(options_range_ok(&good[i]));
}

static void normal_is_tried_three_times_and_then_fallback_stays(void **state)
{
	uint8_t byte = 0x04; /* an unrelated bit that must survive */
	unsigned int i;

	(void)state;
	for (i = 1; i <= 3; i++) {
		assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
		assert_int_equal(byte, i << 4 | 0x06);
	}
	for (i = 0; i < 5; i++) {
		assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_ATTEMPTS_USED);
		assert_int_equal(byte, 0x34);
	}
	/* Somebody sets boot_option: NORMAL gets its attempts back. */
	byte |= BOOT_BYTE_OPTION;
	assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
	assert_int_equal(byte, 0x16);
}

static void a_boot_declared_good_is_never_counted_out(void **state)
{
	uint8_t byte = BOOT_BYTE_OPTION;
	unsigned int i;

	(void)state;
	for (i = 0; i < 20; i++) {
		assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
		byte |= BOOT_BYTE_OPTION; /* what the operating system does */
	}
}

static void options_that_cannot_be_trusted_mean_fallback(void **state)
{
	unsigned int b;

	(void)state;
	for (b = 0; b < 256; b++) {
		uint8_t byte = (uint8_t)b;

		assert_int_equal(options_boot_rule(&byte, false, 3), BOOT_UNTRUSTED);
		assert_int_equal(byte, (b & BOOT_BYTE_KEPT) | 0x30);
	}
}

static void the_rule_holds_for_every_byte_and_limit(void **state)
{
	unsigned int b, limit;

	(void)state;
	for (limit = 1; limit <= 15; limit++) {
		for (b = 0; b < 256; b++) {
			unsigned int tries = b & BOOT_BYTE_OPTION ? 0 : b >> 4;
			uint8_t byte = (uint8_t)b;
			enum boot_verdict verdict = options_boot_rule(&byte, true, limit);

			assert_int_equal(verdict, tries < limit ? BOOT_NORMAL : BOOT_ATTEMPTS_USED);
			assert_int_equal(byte & BOOT_BYTE_LAST, tries < limit ? BOOT_BYTE_LAST : 0);
			assert_int_equal(byte & BOOT_BYTE_OPTION, 0);
			assert_int_equal(byte & BOOT_BYTE_KEPT, b & BOOT_BYTE_KEPT);
			assert_int_equal(byte >> 4, tries < limit ? tries + 1 : tries);
		}
	}
}

static void nvramtools_layout_is_accepted(void **state)
{
	struct options_range range;
	size_t size;
	uint8_t *layout = read_sample("cmos", "layout", "", &size);

	(void)state;
	assert_int_equal(options_check_layout(layout, size, &range), 0);
	assert_int_equal(range.first, 65);
	assert_int_equal(range.last, 122);
	assert_int_equal(range.sum, 123);
	free(layout);
}

static void a_damaged_layout_is_told(void **state)
{
	struct options_range range;
	size_t size, cut, i;
	uint8_t *layout = read_sample("cmos", "layout", "", &size);

	(void)state;
	for (cut = 0; cut < size; cut++) {
		uint8_t *part = exact_copy(layout, cut);

		assert_int_equal(options_check_layout(part, cut, &range), ERR_TRUNCATED);
		free(part);
	}
	for (i = 0; i < size * 8; i++) {
		layout[i / 8] ^= (uint8_t)(1u << i % 8);
		if (!options_check_layout(layout, size, &range))
			assert_true(options_range_ok(&range));
		layout[i / 8] ^= (uint8_t)(1u << i % 8);
	}
	write_le32(layout + 12 + 4, 0); /* a record that would never end */
	assert_int_equal(options_check_layout(layout, size, &range), ERR_CORRUPT);
	free(layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_where_nvramtool_puts_them),
		cmocka_unit_test(writing_changes_only_the_field),
		cmocka_unit_test(impossible_fields_are_refused),
		cmocka_unit_test(the_sum_is_plain_and_big_endian),
		cmocka_unit_test(ranges_that_make_no_sense_are_refused),
		cmocka_unit_test(normal_is_tried_three_times_and_then_fallback_stays),
		cmocka_unit_test(a_boot_declared_good_is_never_counted_out),
		cmocka_unit_test(options_that_cannot_be_trusted_mean_fallback),
		cmocka_unit_test(the_rule_holds_for_every_byte_and_limit),
		cmocka_unit_test(nvramtools_layout_is_accepted),
		cmocka_unit_test(a_damaged_layout_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
