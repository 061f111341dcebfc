/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBFS: files are found, damage is told, nothing is read outside of the region. */
#include "samples.h"
#include <lib/cbfs.h>
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>

#define REGION 1024

/* A region under construction: files follow each other, free space is a file too. */
struct region {
	uint8_t bytes[REGION];
	size_t pos;
};

/* Adds a file with `attr_size` bytes of attributes; returns its header. */
static uint8_t *add(struct region *r, const char *name, uint32_t type, const void *attr,
		    size_t attr_size, const char *data)
{
	uint8_t *header = r->bytes + r->pos;
	size_t name_size = (strlen(name) + 4) & ~3u;
	size_t data_offset = 24 + name_size + attr_size;

	memcpy(header, "LARCHIVE", 8);
	write_be32(header + 8, (uint32_t)strlen(data));
	write_be32(header + 12, type);
	write_be32(header + 16, attr_size ? (uint32_t)(24 + name_size) : 0);
	write_be32(header + 20, (uint32_t)data_offset);
	memset(header + 24, 0, name_size);
	memcpy(header + 24, name, strlen(name));
	if (attr_size)
		memcpy(header + 24 + name_size, attr, attr_size);
	memcpy(header + data_offset, data, strlen(data));
	r->pos = (r->pos + data_offset + strlen(data) + 63) & ~(size_t)63;
	return header;
}

static void start(struct region *r)
{
	memset(r, 0xff, sizeof(*r));
	r->pos = 0;
}

/* Makes the rest one free file, as cbfstool does. */
static void finish(struct region *r)
{
	uint8_t *header = r->bytes + r->pos;

	if (r->pos == REGION)
		return;
	memcpy(header, "LARCHIVE", 8);
	write_be32(header + 8, (uint32_t)(REGION - r->pos - 28));
	write_be32(header + 12, CBFS_TYPE_FREE);
	write_be32(header + 16, 0);
	write_be32(header + 20, 28);
	memset(header + 24, 0, 4);
}

static int find(struct region *r, const char *name, struct cbfs_file *file)
{
	struct cbfs cbfs = {r->bytes, REGION};

	return cbfs_find(&cbfs, name, file);
}

static void a_file_is_found_by_its_exact_name(void **state)
{
	struct cbfs_file file;
	struct region r;

	(void)state;
	start(&r);
	add(&r, "romstage", CBFS_TYPE_RAW, NULL, 0, "first");
	add(&r, "img/linux", CBFS_TYPE_RAW, NULL, 0, "second");
	finish(&r);

	assert_int_equal(find(&r, "img/linux", &file), 0);
	assert_string_equal(file.name, "img/linux");
	assert_int_equal(file.type, CBFS_TYPE_RAW);
	assert_int_equal(file.stored_size, 6);
	assert_int_equal(file.size, 6);
	assert_int_equal(file.compression, COMPRESS_NONE);
	assert_false(file.is_stage);
	assert_memory_equal(file.data, "second", 6);
	assert_ptr_equal(file.header, r.bytes + 64);

	assert_int_equal(find(&r, "IMG/linux", &file), ERR_NOT_FOUND);
	assert_int_equal(find(&r, "img/linu", &file), ERR_NOT_FOUND);
	assert_int_equal(find(&r, "", &file), ERR_NOT_FOUND);
}

static void deleted_and_free_files_are_not_seen(void **state)
{
	struct cbfs_file file;
	struct region r;
	struct cbfs cbfs = {r.bytes, REGION};
	size_t cursor = 0;

	(void)state;
	start(&r);
	add(&r, "a", CBFS_TYPE_DELETED, NULL, 0, "x");
	add(&r, "a", CBFS_TYPE_FREE, NULL, 0, "x");
	add(&r, "a", CBFS_TYPE_RAW, NULL, 0, "kept");
	finish(&r);
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 1);
	assert_memory_equal(file.data, "kept", 4);
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 0);
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 0);
}

static void compression_and_stage_attributes_are_read(void **state)
{
	uint8_t attr[48] = {0};
	struct cbfs_file file;
	struct region r;

	(void)state;
	write_be32(attr, 0x53746748);
	write_be32(attr + 4, 24);
	write_be32(attr + 8, 1);
	write_be32(attr + 12, 0x2000);
	write_be32(attr + 16, 0x10);
	write_be32(attr + 20, 0x400);
	write_be32(attr + 24, 0x12345678); /* unknown: skipped by its length */
	write_be32(attr + 28, 8);
	write_be32(attr + 32, 0x42435a4c);
	write_be32(attr + 36, 16);
	write_be32(attr + 40, COMPRESS_LZ4);
	write_be32(attr + 44, 999);
	start(&r);
	add(&r, "stage", CBFS_TYPE_STAGE, attr, sizeof(attr), "code");
	finish(&r);
	assert_int_equal(find(&r, "stage", &file), 0);
	assert_true(file.is_stage);
	assert_true(file.load == 0x100002000ull);
	assert_int_equal(file.entry_offset, 0x10);
	assert_int_equal(file.memlen, 0x400);
	assert_int_equal(file.compression, COMPRESS_LZ4);
	assert_int_equal(file.size, 999);
	assert_int_equal(file.stored_size, 4);

	/* An entry behind the stage's memory is no stage. */
	write_be32(attr + 16, 0x400);
	start(&r);
	add(&r, "stage", CBFS_TYPE_STAGE, attr, sizeof(attr), "code");
	finish(&r);
	assert_int_equal(find(&r, "stage", &file), ERR_CORRUPT);
}

static void an_attribute_of_wrong_length_is_damage(void **state)
{
	static const uint32_t lengths[] = {0, 7, 12, 17, 0xffffffff};
	uint8_t attr[16] = {0};
	struct cbfs_file file;
	struct region r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		write_be32(attr, 0x42435a4c);
		write_be32(attr + 4, lengths[i]);
		start(&r);
		add(&r, "f", CBFS_TYPE_RAW, attr, sizeof(attr), "x");
		finish(&r);
		assert_int_equal(find(&r, "f", &file), ERR_CORRUPT);
	}
}

static void an_erased_region_is_damage_not_an_empty_one(void **state)
{
	struct cbfs_file file;
	struct region r;

	(void)state;
	start(&r);
	assert_int_equal(find(&r, "romstage", &file), ERR_CORRUPT);
	memset(r.bytes, 0, REGION);
	assert_int_equal(find(&r, "romstage", &file), ERR_CORRUPT);
}

static void a_header_that_lies_is_told(void **state)
{
	struct cbfs_file file;
	struct region r;
	uint8_t *header;

	(void)state;
	start(&r);
	add(&r, "first", CBFS_TYPE_RAW, NULL, 0, "x");
	header = add(&r, "second", CBFS_TYPE_RAW, NULL, 0, "y");
	finish(&r);
	assert_int_equal(find(&r, "second", &file), 0);

	write_be32(header + 8, REGION); /* data beyond the region */
	assert_int_equal(find(&r, "second", &file), ERR_TRUNCATED);
	write_be32(header + 8, 0xffffffff); /* and so far that it would wrap */
	assert_int_equal(find(&r, "second", &file), ERR_TRUNCATED);
	write_be32(header + 8, 1);
	write_be32(header + 20, 0xfffffff0);
	assert_int_equal(find(&r, "second", &file), ERR_TRUNCATED);
	write_be32(header + 20, 24); /* no room for a name */
	assert_int_equal(find(&r, "second", &file), ERR_CORRUPT);
	write_be32(header + 20, 0); /* a file that would contain itself */
	assert_int_equal(find(&r, "second", &file), ERR_CORRUPT);
	write_be32(header + 20, 28); /* cuts the name before its end */
	assert_int_equal(find(&r, "second", &file), ERR_CORRUPT);
	write_be32(header + 20, 32);
	write_be32(header + 16, 40); /* attributes behind the data */
	assert_int_equal(find(&r, "second", &file), ERR_CORRUPT);
	write_be32(header + 16, 24); /* 24 or less means none */
	assert_int_equal(find(&r, "second", &file), 0);
	header[0] = 'l';
	assert_int_equal(find(&r, "second", &file), ERR_CORRUPT);
	/* What stands before the damage is still found. */
	assert_int_equal(find(&r, "first", &file), 0);
}

static void a_tail_too_short_for_a_header_ends_the_region(void **state)
{
	uint8_t *bytes;
	struct cbfs_file file;
	struct region r;
	struct cbfs cbfs = {NULL, 64 + 63};
	size_t cursor = 0;

	(void)state;
	start(&r);
	add(&r, "only", CBFS_TYPE_RAW, NULL, 0, "x");
	bytes = exact_copy(r.bytes, cbfs.size);
	cbfs.base = bytes;
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 1);
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 0);
	free(bytes);
}

static void an_image_of_cbfstool_is_read(void **state)
{
	static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];
	static const char *const names[] = {"text", "img/text", "flat", "elf", "number", "placed"};
	size_t text_size, size, cursor = 0, i;
	uint8_t *text = read_sample("plain", "text", "", &text_size);
	struct cbfs cbfs;
	struct cbfs_file file;
	uint8_t *image = read_sample("cbfs", "fallback", "", &cbfs.size), *out;

	(void)state;
	cbfs.base = image;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 1);
		assert_string_equal(file.name, names[i]);
	}
	assert_int_equal(cbfs_next(&cbfs, &cursor, &file), 0);

	assert_int_equal(cbfs_find(&cbfs, "elf", &file), 0);
	assert_int_equal(file.type, CBFS_TYPE_SELF);
	assert_int_equal(cbfs_find(&cbfs, "placed", &file), 0);
	assert_int_equal(file.data - image, 0x1000);
	out = malloc(text_size);
	assert_non_null(out);
	for (i = 0; i < 2; i++) {
		assert_int_equal(cbfs_find(&cbfs, names[i], &file), 0);
		assert_int_equal(file.compression, i ? COMPRESS_LZ4 : COMPRESS_LZMA);
		assert_int_equal(file.size, text_size);
		assert_int_equal(decompress(file.compression, file.data, file.stored_size, out,
					    file.size, &size, work, sizeof(work)),
				 0);
		assert_int_equal(size, text_size);
		assert_memory_equal(out, text, text_size);
	}
	free(out);
	free(image);
	free(text);
}

static void random_damage_never_reads_outside_or_loops(void **state)
{
	uint32_t seed = 1;
	unsigned int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		struct cbfs_file file;
		struct region r;
		struct cbfs cbfs = {.size = 512};
		size_t cursor = 0, last = 0;
		uint8_t *bytes;
		unsigned int i;

		start(&r);
		add(&r, "first", CBFS_TYPE_RAW, NULL, 0, "some data");
		add(&r, "second", CBFS_TYPE_RAW, NULL, 0, "more data");
		finish(&r);
		for (i = 0; i < 4; i++) {
			seed = seed * 1664525 + 1013904223;
			r.bytes[(seed >> 16) % 192] = (uint8_t)(seed >> 8);
		}
		bytes = exact_copy(r.bytes, cbfs.size);
		cbfs.base = bytes;
		while (cbfs_next(&cbfs, &cursor, &file) > 0) {
			assert_true(cursor > last);
			assert_true(file.data >= bytes && file.stored_size <= cbfs.size);
			assert_true((size_t)(file.data - bytes) <= cbfs.size - file.stored_size);
			assert_true(strlen(file.name) < cbfs.size);
			last = cursor;
		}
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_found_by_its_exact_name),
		cmocka_unit_test(deleted_and_free_files_are_not_seen),
		cmocka_unit_test(compression_and_stage_attributes_are_read),
		cmocka_unit_test(an_attribute_of_wrong_length_is_damage),
		cmocka_unit_test(an_erased_region_is_damage_not_an_empty_one),
		cmocka_unit_test(a_header_that_lies_is_told),
		cmocka_unit_test(a_tail_too_short_for_a_header_ends_the_region),
		cmocka_unit_test(an_image_of_cbfstool_is_read),
		cmocka_unit_test(random_damage_never_reads_outside_or_loops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
