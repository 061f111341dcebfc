/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The coreboot table: our reader, which checks all sums, finds everything the writer was told. */
#include <test.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include <tables/cbtable.h>
#include <tables/table_buffer.h>
#include <print.h>
#include <reader.h>

#define DUMP_SIZE 0x20000u
#define TABLE	  0x10000u
#define SIZE	  4096

/* A layout of one option, one enumeration and the checksum, as nvramtool writes it. */
static uint32_t layout[] = {
	0xc8, 88, 12,						/* head */
	0xc9, 28, 520, 4,   'e',	2,	    0x00676264, /* option "dbg" */
	0xca, 24, 2,   0,   0x61666544, 0x00746c75,		/* value 0: "Default" */
	0xcc, 24, 520, 703, 704,	1,			/* checksum */
};

static struct memmap map;
static const struct cb_serial serial = {.type = CB_SERIAL_IO,
					.base = 0x3f8,
					.baud = 115200,
					.register_width = 1,
					.input_hz = 1843200};
static const struct cb_framebuffer fb = {.address = 0xe0000000,
					 .width = 1024,
					 .height = 768,
					 .pitch = 4096,
					 .bits_per_pixel = 32,
					 .red = {16, 8},
					 .green = {8, 8},
					 .blue = {0, 8}};
static const struct cb_boot_media media = {.fmap_offset = 0x700000,
					   .cbfs_offset = 0x701000,
					   .cbfs_size = 0x8ff000,
					   .media_size = 16 << 20};
static const struct cbtable_string strings[] = {{CB_TAG_VERSION, "1.2"},
						{CB_TAG_EXTRA_VERSION, ""}};
static const struct cbtable_object objects[] = {{0x434f4e53, 0xfff0000, 0x10000},
						{0x54494d45, 0xffef000, 0x1000}};

static struct cbtable_info info(void)
{
	layout[1] = sizeof(layout);
	memset(&map, 0, sizeof(map));
	memmap_add(&map, 0, 0x10000000, MEM_RAM);
	memmap_add(&map, 0, 0x1000, MEM_TABLE);
	memmap_add(&map, 0xa0000, 0x60000, MEM_RESERVED);
	return (struct cbtable_info){
		.map = &map,
		.vendor = "Maker",
		.part = "Board 1",
		.strings = strings,
		.string_count = 2,
		.serial = &serial,
		.framebuffer = &fb,
		.boot_media = &media,
		.console_ring = 0xfff0000,
		.timestamps = 0xffef000,
		.acpi_rsdp = 0xffe0000,
		.tsc_khz = 500000,
		.objects = objects,
		.object_count = 2,
		.layout = layout,
		.layout_size = sizeof(layout),
	};
}

/* A machine whose firmware wrote `in`; opens the table in it the way the OS tool does. */
static uint8_t *boot(const struct cbtable_info *in, struct cbtable *table)
{
	uint8_t *dump = calloc(1, DUMP_SIZE);
	struct table_buffer out = {.name = "coreboot", .base = dump + TABLE, .size = SIZE};
	struct memory memory;

	assert_true(cbtable_write(&out, in) > 0);
	assert_true(table_finish(&out) > 0);
	cbtable_write_forward(dump + CBTABLE_FORWARD_BASE, TABLE);
	memory_from_bytes(&memory, dump, DUMP_SIZE);
	assert_int_equal(cbtable_open(&memory, table), 0);
	assert_int_equal(table->address, TABLE);
	return dump;
}

static const uint8_t *get(const struct cbtable *table, uint32_t tag)
{
	struct cbtable_record record;

	assert_int_equal(cbtable_get(table, tag, 8, &record), 0);
	assert_int_equal(record.size % 4, 0);
	return record.data;
}

static void a_reader_finds_every_record_through_the_forward_table(void **state)
{
	struct cbtable_info in = info();
	struct cbtable table;
	struct cbtable_record record;
	uint8_t *dump = boot(&in, &table);
	const uint8_t *r;
	size_t cursor = 0;
	unsigned count = 0;

	(void)state;
	while (cbtable_next(&table, &cursor, &record) > 0)
		count++;
	assert_int_equal(count, table.entries);

	r = get(&table, CB_TAG_MAINBOARD);
	assert_string_equal((const char *)r + 10 + r[8], "Maker");
	assert_string_equal((const char *)r + 10 + r[9], "Board 1");
	assert_string_equal((const char *)get(&table, CB_TAG_VERSION) + 8, "1.2");
	assert_string_equal((const char *)get(&table, CB_TAG_EXTRA_VERSION) + 8, "");
	r = get(&table, CB_TAG_SERIAL);
	assert_int_equal(read_le32(r + 4), 32);
	assert_int_equal(read_le32(r + 12), 0x3f8);
	assert_int_equal(read_le32(r + 16), 115200);
	assert_int_equal(read_le64(get(&table, CB_TAG_CBMEM_CONSOLE) + 8), 0xfff0000);
	assert_int_equal(read_le64(get(&table, CB_TAG_TIMESTAMPS) + 8), 0xffef000);
	assert_int_equal(read_le64(get(&table, CB_TAG_ACPI_RSDP) + 8), 0xffe0000);
	assert_int_equal(read_le32(get(&table, CB_TAG_TSC_INFO) + 8), 500000);
	r = get(&table, CB_TAG_BOOT_MEDIA);
	assert_int_equal(read_le32(r + 4), 40);
	assert_int_equal(read_le64(r + 32), 16 << 20);
	r = get(&table, CB_TAG_CBMEM_ENTRY);
	assert_int_equal(read_le32(r + 4), 24);
	assert_int_equal(read_le32(r + 20), 0x434f4e53);
	cbtable_free(&table);
	free(dump);
}

static void the_framebuffer_record_has_coreboots_layout(void **state)
{
	static const uint8_t expected[] = {0x12, 0,  0, 0, 40, 0, 0, 0, 0, 0, 0, 0xe0, 0, 0,
					   0,	 0,  0, 4, 0,  0, 0, 3, 0, 0, 0, 16,   0, 0,
					   32,	 16, 8, 8, 8,  0, 8, 0, 0, 0, 0, 0};
	struct cbtable_info in = info();
	struct cbtable table;
	uint8_t *dump = boot(&in, &table);

	(void)state;
	assert_memory_equal(get(&table, CB_TAG_FRAMEBUFFER), expected, sizeof(expected));
	cbtable_free(&table);
	free(dump);
}

static void the_memory_record_is_the_memory_map(void **state)
{
	struct cbtable_info in = info();
	struct cbtable table;
	uint8_t *dump = boot(&in, &table);
	const uint8_t *r = get(&table, CB_TAG_MEMORY);

	(void)state;
	assert_int_equal(read_le32(r + 4), 8 + 20 * map.count);
	for (unsigned i = 0; i < map.count; i++) {
		assert_int_equal(read_le64(r + 8 + 20 * i), map.range[i].base);
		assert_int_equal(read_le64(r + 16 + 20 * i), map.range[i].size);
		assert_int_equal(read_le32(r + 24 + 20 * i), map.range[i].type);
	}
	cbtable_free(&table);
	free(dump);
}

static void nvramtools_layout_and_its_checksum_are_in_the_table(void **state)
{
	struct cbtable_info in = info();
	struct cbtable table;
	uint8_t *dump = boot(&in, &table);
	const uint8_t *r = get(&table, CB_TAG_OPTION_CHECKSUM);

	(void)state;
	assert_memory_equal(get(&table, CB_TAG_OPTION_TABLE), layout, sizeof(layout));
	assert_int_equal(read_le32(r + 8), 520);
	assert_int_equal(read_le32(r + 12), 703);
	assert_int_equal(read_le32(r + 16), 704);
	cbtable_free(&table);
	free(dump);
}

static void a_damaged_layout_is_left_out_and_the_rest_stays_good(void **state)
{
	struct cbtable_info in = info();
	uint8_t dump[DUMP_SIZE] = {0};
	struct table_buffer out = {.name = "coreboot", .base = dump + TABLE, .size = SIZE};
	struct cbtable_record record;
	struct memory memory;
	struct cbtable table;

	(void)state;
	in.layout_size -= 4;
	assert_int_equal(cbtable_write(&out, &in), ERR_TRUNCATED);
	cbtable_write_forward(dump + CBTABLE_FORWARD_BASE, TABLE);
	memory_from_bytes(&memory, dump, sizeof(dump));
	assert_int_equal(cbtable_open(&memory, &table), 0);
	assert_int_equal(cbtable_get(&table, CB_TAG_OPTION_TABLE, 8, &record), ERR_NOT_FOUND);
	assert_int_equal(cbtable_get(&table, CB_TAG_MEMORY, 8, &record), 0);
	cbtable_free(&table);
}

static void parts_that_are_not_there_have_no_record(void **state)
{
	struct cbtable_info in = {.map = &map, .vendor = "", .part = ""};
	struct cbtable_record record;
	struct cbtable table;
	uint8_t *dump;

	(void)state;
	memset(&map, 0, sizeof(map));
	dump = boot(&in, &table);
	assert_int_equal(table.entries, 2);
	assert_int_equal(cbtable_get(&table, CB_TAG_FRAMEBUFFER, 8, &record), ERR_NOT_FOUND);
	assert_int_equal(cbtable_get(&table, CB_TAG_SERIAL, 8, &record), ERR_NOT_FOUND);
	cbtable_free(&table);
	free(dump);
}

static void a_buffer_that_is_too_small_is_reported_with_the_needed_size(void **state)
{
	struct cbtable_info in = info();
	uint8_t *bytes = malloc(SIZE);
	struct table_buffer whole = {.name = "coreboot", .base = bytes, .size = SIZE};

	(void)state;
	cbtable_write(&whole, &in);
	for (size_t size = 0; size < whole.used; size++) {
		struct table_buffer out = {.base = malloc(size + 1), .size = size};

		cbtable_write(&out, &in);
		assert_int_equal(table_finish(&out), ERR_NO_SPACE);
		assert_int_equal(out.used, whole.used);
		free(out.base);
	}
	free(bytes);
}

static void the_listing_names_what_is_in_the_table(void **state)
{
	static const char *const expected[] = {
		"Maker, Board 1",	   "firmware tables", "port 3f8, 115200 baud",
		"1024x768x32 at e0000000", "FMAP at 700000",  "500000 kHz",
		"bit  520,  4 bits  dbg",  "sum at bit 704",  "memory console"};
	struct cbtable_info in = info();
	struct cbtable table;
	uint8_t *dump = boot(&in, &table);
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_int_equal(print_table(out, &table), 0);
	fclose(out);
	for (unsigned i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		if (!strstr(text, expected[i]))
			fail_msg("\"%s\" is missing in:\n%s", expected[i], text);
	}
	free(text);
	cbtable_free(&table);
	free(dump);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_finds_every_record_through_the_forward_table),
		cmocka_unit_test(the_framebuffer_record_has_coreboots_layout),
		cmocka_unit_test(the_memory_record_is_the_memory_map),
		cmocka_unit_test(nvramtools_layout_and_its_checksum_are_in_the_table),
		cmocka_unit_test(a_damaged_layout_is_left_out_and_the_rest_stays_good),
		cmocka_unit_test(parts_that_are_not_there_have_no_record),
		cmocka_unit_test(a_buffer_that_is_too_small_is_reported_with_the_needed_size),
		cmocka_unit_test(the_listing_names_what_is_in_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
