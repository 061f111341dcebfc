/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cbmem tool's reader: log and timestamps come out right, and hostile memory never harms it. */
#include <test.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include <tables/cbtable.h>
#include <tables/table_buffer.h>
#include <reader.h>

#define DUMP_SIZE 0x20000u
#define TABLE	  0x10000u
#define CONSOLE	  0x11000u
#define STAMPS	  0x12000u

static uint8_t dump[DUMP_SIZE];
static struct memory memory;
static struct cbtable table;

/* Memory with a table that points at CONSOLE and STAMPS. */
static int set_up(void **state)
{
	static const struct memmap map = {{{0, 0xa0000, MEM_RAM}}, 1};
	struct cbtable_info in = {.map = &map,
				  .vendor = "v",
				  .part = "p",
				  .console_ring = CONSOLE,
				  .timestamps = STAMPS};
	struct table_buffer out = {.base = dump + TABLE, .size = 4096};

	(void)state;
	memset(dump, 0, sizeof(dump));
	cbtable_write(&out, &in);
	cbtable_write_forward(dump + CBTABLE_FORWARD_BASE, TABLE);
	memory_from_bytes(&memory, dump, sizeof(dump));
	table.records = NULL;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cbtable_free(&table);
	return 0;
}

static void set_console(uint32_t size, uint32_t cursor, const char *body)
{
	write_le32(dump + CONSOLE, size);
	write_le32(dump + CONSOLE + 4, cursor);
	memcpy(dump + CONSOLE + 8, body, strlen(body));
}

static void the_log_is_printed_from_its_start(void **state)
{
	size_t length;
	char *text;

	(void)state;
	set_console(16, 6, "hello\n");
	assert_int_equal(cbtable_open(&memory, &table), 0);
	assert_int_equal(console_read(&memory, &table, &text, &length), 0);
	assert_string_equal(text, "hello\n");
	assert_int_equal(length, 6);
	free(text);
}

static void a_wrapped_log_is_printed_oldest_line_first(void **state)
{
	size_t length;
	char *text;

	(void)state;
	set_console(8, 0x80000003u,
		    "new\x01"
		    "old!");
	assert_int_equal(cbtable_open(&memory, &table), 0);
	assert_int_equal(console_read(&memory, &table, &text, &length), 0);
	assert_string_equal(text, "?old!new");
	free(text);
}

static void a_log_with_impossible_sizes_is_refused(void **state)
{
	size_t length;
	char *text;

	(void)state;
	assert_int_equal(cbtable_open(&memory, &table), 0);
	set_console(8, 9, "");
	assert_int_equal(console_read(&memory, &table, &text, &length), ERR_SIZE);
	set_console(0xffffffff, 0, "");
	assert_int_equal(console_read(&memory, &table, &text, &length), ERR_SIZE);
	set_console(DUMP_SIZE, 0, "");
	assert_int_equal(console_read(&memory, &table, &text, &length), ERR_RANGE);
	set_console(0, 0x80000000, "");
	assert_int_equal(console_read(&memory, &table, &text, &length), 0);
	assert_int_equal(length, 0);
	free(text);
}

static void put_stamp(unsigned i, uint32_t id, uint64_t ticks)
{
	write_le32(dump + STAMPS + 16 + i * 12, id);
	write_le64(dump + STAMPS + 16 + i * 12 + 4, ticks);
}

static void timestamps_are_sorted_by_time(void **state)
{
	struct timestamps stamps;

	(void)state;
	write_le64(dump + STAMPS, 1000);
	write_le16(dump + STAMPS + 8, 10);
	write_le16(dump + STAMPS + 10, 500);
	write_le32(dump + STAMPS + 12, 2);
	put_stamp(0, 90, 5000);
	put_stamp(1, 10, 100);
	assert_int_equal(cbtable_open(&memory, &table), 0);
	assert_int_equal(timestamps_read(&memory, &table, &stamps), 0);
	assert_int_equal(stamps.mhz, 500);
	assert_int_equal(stamps.count, 3);
	assert_int_equal(stamps.stamp[0].ticks, 1000);
	assert_int_equal(stamps.stamp[1].id, 10);
	assert_int_equal(stamps.stamp[1].ticks, 1100);
	assert_int_equal(stamps.stamp[2].id, 90);
	free(stamps.stamp);
}

static void timestamps_without_a_clock_rate_or_room_are_refused(void **state)
{
	struct timestamps stamps;

	(void)state;
	assert_int_equal(cbtable_open(&memory, &table), 0);
	assert_int_equal(timestamps_read(&memory, &table, &stamps), ERR_CORRUPT);
	write_le16(dump + STAMPS + 10, 500);
	write_le16(dump + STAMPS + 8, 1);
	write_le32(dump + STAMPS + 12, 2);
	assert_int_equal(timestamps_read(&memory, &table, &stamps), ERR_CORRUPT);
	write_le16(dump + STAMPS + 8, 65535);
	write_le32(dump + STAMPS + 12, 65535);
	assert_int_equal(timestamps_read(&memory, &table, &stamps), ERR_RANGE);
}

static void a_table_with_a_wrong_checksum_is_not_believed(void **state)
{
	(void)state;
	dump[TABLE + 40] ^= 1;
	assert_int_equal(cbtable_open(&memory, &table), ERR_CHECKSUM);
	dump[TABLE + 40] ^= 1;
	dump[CBTABLE_FORWARD_BASE + 8] ^= 1;
	assert_int_equal(cbtable_open(&memory, &table), ERR_CHECKSUM);
}

static void forwards_in_a_circle_end(void **state)
{
	(void)state;
	cbtable_write_forward(dump + CBTABLE_FORWARD_BASE, TABLE);
	cbtable_write_forward(dump + TABLE, CBTABLE_FORWARD_BASE);
	assert_int_equal(cbtable_open(&memory, &table), ERR_CORRUPT);
}

static void memory_without_a_table_is_said_so(void **state)
{
	(void)state;
	memset(dump, 0, sizeof(dump));
	assert_int_equal(cbtable_open(&memory, &table), ERR_NOT_FOUND);
	memory_from_bytes(&memory, dump, 3);
	assert_int_equal(cbtable_open(&memory, &table), ERR_NOT_FOUND);
	memory_from_bytes(&memory, dump, 0);
	assert_int_equal(cbtable_open(&memory, &table), ERR_NOT_FOUND);
}

/* Whoever can write memory can make the sums right: every byte is changed, with sums that match. */
static void any_changed_byte_is_survived_even_with_right_checksums(void **state)
{
	struct cb_header *header = (struct cb_header *)(dump + TABLE);
	uint32_t size = header->table_bytes, opened = 0;

	(void)state;
	set_console(16, 6, "hello\n");
	for (uint32_t i = 0; i < size * 8; i++) {
		uint8_t *byte = dump + TABLE + sizeof(*header) + i / 8;
		struct cbtable_record record;
		struct timestamps stamps;
		size_t cursor = 0, length;
		char *text;

		*byte ^= (uint8_t)(1u << i % 8);
		header->table_checksum = ip_checksum(header + 1, size);
		header->header_checksum = 0;
		header->header_checksum = ip_checksum(header, sizeof(*header));
		/* A record that has become a forward leads nowhere. */
		if (cbtable_open(&memory, &table) == 0) {
			while (cbtable_next(&table, &cursor, &record) > 0)
				assert_in_range(cursor, 1, size);
			if (!console_read(&memory, &table, &text, &length))
				free(text);
			if (!timestamps_read(&memory, &table, &stamps))
				free(stamps.stamp);
			cbtable_free(&table);
			opened++;
		}
		*byte ^= (uint8_t)(1u << i % 8);
	}
	assert_in_range(opened, size * 8 - 3, size * 8);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_log_is_printed_from_its_start),
		TEST(a_wrapped_log_is_printed_oldest_line_first),
		TEST(a_log_with_impossible_sizes_is_refused),
		TEST(timestamps_are_sorted_by_time),
		TEST(timestamps_without_a_clock_rate_or_room_are_refused),
		TEST(a_table_with_a_wrong_checksum_is_not_believed),
		TEST(forwards_in_a_circle_end),
		TEST(memory_without_a_table_is_said_so),
		TEST(any_changed_byte_is_survived_even_with_right_checksums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
