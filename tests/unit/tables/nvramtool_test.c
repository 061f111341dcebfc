/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nvramtool and the firmware read one another's CMOS; any damage to a layout is survived. */
#include <test.h>
#include <lib/options.h>

#define LAYOUT "mainboard/emulation/qemu-i440fx/cmos.layout"

static const struct options_range range = {0x41, 0x57, 0x58};

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

static FILE *open_cmos(const char *directory, const char *mode)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cmos", directory);
	file = fopen(path, mode);
	assert_non_null(file);
	return file;
}

static void write_cmos(const char *directory, const uint8_t image[256])
{
	FILE *file = open_cmos(directory, "w");

	assert_int_equal(fwrite(image, 1, 256, file), 256);
	fclose(file);
}

static void read_cmos(const char *directory, uint8_t image[256])
{
	FILE *file = open_cmos(directory, "r");

	assert_int_equal(fread(image, 1, 256, file), 256);
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
	write_cmos(directory, image);
	free(nvramtool(directory, "-w debug_level=Spew"));
	free(nvramtool(directory, "-w boot_timeout=0x7b"));
	free(nvramtool(directory, "-w boot_option=Normal"));
	read_cmos(directory, image);
	assert_true(options_valid(image, &range));
	assert_int_equal(options_read(image, 520, 4, &value), 0);
	assert_int_equal(value, 8);
	assert_int_equal(options_read(image, 536, 8, &value), 0);
	assert_int_equal(value, 0x7b);
	assert_int_equal(image[0x40], BOOT_BYTE_OPTION);

	options_write(image, 528, 8, 3);
	options_seal(image, &range);
	write_cmos(directory, image);
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
		cmocka_unit_test(nvramtool_and_the_firmware_read_one_anothers_options),
		cmocka_unit_test(nvramtools_layout_passes_and_any_damage_to_it_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
