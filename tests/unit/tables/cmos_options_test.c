/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CMOS options: fields, the sum, the boot rule, and that nvramtool and we read one another's CMOS. */
#include <test.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/options.h>

#define LAYOUT "mainboard/emulation/qemu-i440fx/cmos.layout"

static const struct options_range range = {0x41, 0x57, 0x58};

static void an_option_is_read_back_as_written(void **state)
{
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0};
	uint32_t value;

	(void)state;
	assert_int_equal(options_write(image, 522, 4, 9), 0);
	assert_int_equal(image[65], 9 << 2);
	assert_int_equal(options_read(image, 522, 4, &value), 0);
	assert_int_equal(value, 9);
	image[65] = 0xff;
	assert_int_equal(options_write(image, 522, 4, 0), 0);
	assert_int_equal(image[65], 0xc3);
	assert_int_equal(options_write(image, 528, 32, 0x12345678), 0);
	assert_int_equal(read_le32(image + 66), 0x12345678);
	assert_int_equal(options_read(image, 528, 32, &value), 0);
	assert_int_equal(value, 0x12345678);
}

static void impossible_options_are_refused(void **state)
{
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0};
	uint32_t value;

	(void)state;
	assert_int_equal(options_read(image, 1024, 1, &value), ERR_RANGE);
	assert_int_equal(options_read(image, 1016, 16, &value), ERR_RANGE);
	assert_int_equal(options_read(image, 0xffffffff, 8, &value), ERR_RANGE);
	assert_int_equal(options_read(image, 6, 4, &value), ERR_INVALID);
	assert_int_equal(options_read(image, 0, 12, &value), ERR_INVALID);
	assert_int_equal(options_read(image, 0, 0, &value), ERR_INVALID);
	assert_int_equal(options_read(image, 0, 40, &value), ERR_INVALID);
	assert_int_equal(options_write(image, 0, 4, 16), ERR_INVALID);
	assert_int_equal(options_write(image, 0, 8, 256), ERR_INVALID);
}

static void one_changed_bit_breaks_the_checksum(void **state)
{
	uint8_t image[OPTIONS_IMAGE_SIZE];

	(void)state;
	for (unsigned i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i * 37);
	options_seal(image, &range);
	assert_true(options_valid(image, &range));
	for (unsigned bit = range.first * 8; bit < (range.sum + 2) * 8u; bit++) {
		image[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(options_valid(image, &range));
		image[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	image[range.first - 1] ^= 0xff;
	assert_true(options_valid(image, &range));
}

static void ranges_that_hold_their_own_sum_are_refused(void **state)
{
	(void)state;
	assert_true(options_range_ok(&range));
	assert_true(options_range_ok(&(struct options_range){49, 125, 126}));
	assert_true(options_range_ok(&(struct options_range){49, 125, 47}));
	assert_false(options_range_ok(&(struct options_range){49, 125, 48}));
	assert_false(options_range_ok(&(struct options_range){49, 125, 125}));
	assert_false(options_range_ok(&(struct options_range){49, 126, 127}));
	assert_false(options_range_ok(&(struct options_range){50, 49, 60}));
	assert_false(options_range_ok(&(struct options_range){49, 128, 20}));
}

static void normal_is_tried_three_times_then_fallback_stays(void **state)
{
	uint8_t byte = 0;

	(void)state;
	for (unsigned i = 1; i <= 3; i++) {
		assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
		assert_int_equal(byte, i << 4 | BOOT_BYTE_LAST);
	}
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_ATTEMPTS_USED);
		assert_int_equal(byte, 3 << 4);
	}
}

static void a_boot_that_was_declared_good_starts_the_count_again(void **state)
{
	uint8_t byte = 3 << 4;

	(void)state;
	byte |= BOOT_BYTE_OPTION; /* nvramtool -w boot_option=Normal */
	assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
	assert_int_equal(byte, 1 << 4 | BOOT_BYTE_LAST);
}

static void a_bad_checksum_means_fallback_until_somebody_asks_for_normal(void **state)
{
	uint8_t byte = 0xff;

	(void)state;
	assert_int_equal(options_boot_rule(&byte, false, 3), BOOT_UNTRUSTED);
	assert_int_equal(byte, 3 << 4 | BOOT_BYTE_KEPT);
	assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_ATTEMPTS_USED);
	byte |= BOOT_BYTE_OPTION;
	assert_int_equal(options_boot_rule(&byte, true, 3), BOOT_NORMAL);
}

/* For all bytes: the board's bits stay, and NORMAL is never run without being counted. */
static void every_boot_byte_has_a_safe_successor(void **state)
{
	(void)state;
	for (unsigned start = 0; start < 256; start++) {
		for (unsigned max = 1; max <= BOOT_COUNTER_MAX; max++) {
			uint8_t byte = (uint8_t)start;
			enum boot_verdict verdict = options_boot_rule(&byte, true, max);

			assert_int_equal(byte & BOOT_BYTE_KEPT, start & BOOT_BYTE_KEPT);
			assert_false(byte & BOOT_BYTE_OPTION);
			assert_int_equal(!!(byte & BOOT_BYTE_LAST), verdict == BOOT_NORMAL);
			if (verdict == BOOT_NORMAL)
				assert_in_range(byte >> 4, 1, max);
			else
				assert_true(start >> 4 >= max && !(start & BOOT_BYTE_OPTION));
		}
	}
}

/* Runs nvramtool with the board's layout; `arguments` may name the files %1$s = directory. */
static char *nvramtool(const char *directory, const char *arguments)
{
	char command[512];
	char *output = calloc(1, 4096);
	FILE *pipe;

	snprintf(command, sizeof(command), "nvramtool -y " LAYOUT " -D %s/cmos %s 2>&1", directory,
		 arguments);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_true(fread(output, 1, 4095, pipe) < 4095);
	if (pclose(pipe))
		fail_msg("%s: %s", command, output);
	return output;
}

static void file_io(const char *directory, const char *name, const char *mode, void *data,
		    size_t size)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, mode);
	assert_non_null(file);
	assert_int_equal(mode[0] == 'r' ? fread(data, 1, size, file) : fwrite(data, 1, size, file),
			 size);
	fclose(file);
}

static void nvramtool_and_the_firmware_read_one_anothers_options(void **state)
{
	char directory[] = "/tmp/options-test-XXXXXX";
	uint8_t image[256] = {0};
	uint32_t value;
	char *output;

	(void)state;
	assert_non_null(mkdtemp(directory));
	file_io(directory, "cmos", "w", image, sizeof(image));
	free(nvramtool(directory, "-w debug_level=Spew"));
	free(nvramtool(directory, "-w boot_timeout=0x7b"));
	free(nvramtool(directory, "-w boot_option=Normal"));
	file_io(directory, "cmos", "r", image, sizeof(image));
	assert_true(options_valid(image, &range));
	assert_int_equal(options_read(image, 520, 4, &value), 0);
	assert_int_equal(value, 8);
	assert_int_equal(options_read(image, 536, 8, &value), 0);
	assert_int_equal(value, 0x7b);
	assert_int_equal(image[0x40], BOOT_BYTE_OPTION);

	options_write(image, 528, 8, 3);
	options_seal(image, &range);
	file_io(directory, "cmos", "w", image, sizeof(image));
	output = nvramtool(directory, "-a");
	assert_non_null(strstr(output, "boot_default = 0x3"));
	assert_non_null(strstr(output, "debug_level = Spew"));
	assert_null(strstr(output, "hecksum"));
	free(output);
	assert_int_equal(remove(strcat(strcpy((char[64]){0}, directory), "/cmos")), 0);
	assert_int_equal(remove(directory), 0);
}

static void nvramtools_layout_passes_and_any_damage_to_it_is_survived(void **state)
{
	char directory[] = "/tmp/options-test-XXXXXX";
	struct options_range found;
	char command[256];
	uint8_t layout[2048], *copy;
	size_t size;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(command, sizeof(command), "nvramtool -y " LAYOUT " -L %s/layout", directory);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "%s/layout", directory);
	file = fopen(command, "r");
	assert_non_null(file);
	size = fread(layout, 1, sizeof(layout), file);
	fclose(file);
	assert_int_equal(remove(command), 0);
	assert_int_equal(remove(directory), 0);

	assert_int_equal(options_check_layout(layout, size, &found), 0);
	assert_memory_equal(&found, &range, sizeof(range));
	for (size_t cut = 0; cut < size; cut++) {
		copy = exact_copy(layout, cut);
		assert_true(options_check_layout(copy, cut, &found) < 0);
		free(copy);
	}
	copy = exact_copy(layout, size);
	for (size_t bit = 0; bit < size * 8; bit++) {
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (options_check_layout(copy, size, &found) == 0)
			assert_true(options_range_ok(&found));
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_option_is_read_back_as_written),
		cmocka_unit_test(impossible_options_are_refused),
		cmocka_unit_test(one_changed_bit_breaks_the_checksum),
		cmocka_unit_test(ranges_that_hold_their_own_sum_are_refused),
		cmocka_unit_test(normal_is_tried_three_times_then_fallback_stays),
		cmocka_unit_test(a_boot_that_was_declared_good_starts_the_count_again),
		cmocka_unit_test(a_bad_checksum_means_fallback_until_somebody_asks_for_normal),
		cmocka_unit_test(every_boot_byte_has_a_safe_successor),
		cmocka_unit_test(nvramtool_and_the_firmware_read_one_anothers_options),
		cmocka_unit_test(nvramtools_layout_passes_and_any_damage_to_it_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
