/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FMAP: areas are found, and only inside the flash. */
#include "test.h"
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/fmap.h>

#define FLASH 8192
#define AT    4096

static void make(uint8_t *flash, unsigned int areas)
{
	uint8_t *header = flash + AT;
	unsigned int i;

	memset(flash, 0xff, FLASH);
	memcpy(header, "__FMAP__\1\1", 10);
	write_le64(header + 10, 0);
	write_le32(header + 18, FLASH);
	memset(header + 22, 0, 32);
	write_le16(header + 54, (uint16_t)areas);
	for (i = 0; i < areas; i++) {
		uint8_t *area = header + 56 + 42 * i;

		write_le32(area, i * 1024);
		write_le32(area + 4, 1024);
		memset(area + 8, 0, 32);
		snprintf((char *)area + 8, 32, "AREA%u", i);
		write_le16(area + 40, FMAP_PRESERVE);
	}
}

static void an_area_is_found_by_name(void **state)
{
	static uint8_t flash[FLASH];
	struct fmap_area area;

	(void)state;
	make(flash, 3);
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA2", &area), 0);
	assert_int_equal(area.offset, 2048);
	assert_int_equal(area.size, 1024);
	assert_int_equal(area.flags, FMAP_PRESERVE);
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA3", &area), ERR_NOT_FOUND);
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA", &area), ERR_NOT_FOUND);
}

static void a_broken_header_is_told(void **state)
{
	static uint8_t flash[FLASH];
	struct fmap_area area;

	(void)state;
	make(flash, 1);
	assert_int_equal(fmap_find(flash, FLASH, 0, "AREA0", &area), ERR_CORRUPT);
	assert_int_equal(fmap_find(flash, FLASH, FLASH, "AREA0", &area), ERR_CORRUPT);
	assert_int_equal(fmap_find(flash, FLASH, SIZE_MAX, "AREA0", &area), ERR_CORRUPT);
	flash[AT + 8] = 2;
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA0", &area), ERR_CORRUPT);
	flash[AT + 8] = 1;
	write_le16(flash + AT + 54, 0xffff);
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA0", &area), ERR_TRUNCATED);
	write_le16(flash + AT + 54, (FLASH - AT - 56) / 42 + 1);
	assert_int_equal(fmap_find(flash, FLASH, AT, "AREA0", &area), ERR_TRUNCATED);
}

static void an_area_outside_the_flash_is_refused(void **state)
{
	static const uint32_t bad[][2] = {{FLASH, 1},	   {FLASH - 1, 2},  {0, FLASH + 1},
					  {0xffffffff, 1}, {1, 0xffffffff}, {0, 0}};
	static uint8_t flash[FLASH];
	struct fmap_area area;
	size_t i;

	(void)state;
	make(flash, 1);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_le32(flash + AT + 56, bad[i][0]);
		write_le32(flash + AT + 60, bad[i][1]);
		assert_int_equal(fmap_find(flash, FLASH, AT, "AREA0", &area), ERR_RANGE);
	}
}

static void an_unterminated_name_matches_nothing(void **state)
{
	static const char name[] = "0123456789abcdef0123456789abcdef";
	static uint8_t flash[FLASH];
	struct fmap_area area;

	(void)state;
	make(flash, 1);
	memcpy(flash + AT + 56 + 8, name, 32);
	assert_int_equal(fmap_find(flash, FLASH, AT, name, &area), ERR_NOT_FOUND);
}

static void a_moved_fmap_is_located(void **state)
{
	static uint8_t flash[FLASH];
	uint8_t *cut;
	size_t offset = 0;

	(void)state;
	make(flash, 1);
	assert_int_equal(fmap_locate(flash, FLASH, 1024, &offset), 0);
	assert_int_equal(offset, AT);
	flash[AT + 8] = 9;
	assert_int_equal(fmap_locate(flash, FLASH, 64, &offset), ERR_NOT_FOUND);

	/* The magic at the very end is no header, and nothing behind it is read. */
	cut = exact_copy("__FMAP__", 8);
	assert_int_equal(fmap_locate(cut, 8, 4, &offset), ERR_NOT_FOUND);
	free(cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_area_is_found_by_name),
		cmocka_unit_test(a_broken_header_is_told),
		cmocka_unit_test(an_area_outside_the_flash_is_refused),
		cmocka_unit_test(an_unterminated_name_matches_nothing),
		cmocka_unit_test(a_moved_fmap_is_located),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
