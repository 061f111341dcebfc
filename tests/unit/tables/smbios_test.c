/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBIOS: a reader that walks the structures as dmidecode does finds each type with its strings. */
#include <test.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include <tables/smbios.h>
#include <tables/table_buffer.h>

#define ADDRESS 0x0ff70000u
#define SIZE	4096
#define MIB	(1ull << 20)

static struct memmap map;

static struct smbios_info info(uint64_t low_mib, uint64_t high_mib)
{
	memset(&map, 0, sizeof(map));
	memmap_add(&map, 0, low_mib * MIB, MEM_RAM);
	memmap_add(&map, 0xa0000, 0x60000, MEM_RESERVED);
	memmap_add(&map, low_mib * MIB - 0x40000, 0x40000, MEM_TABLE);
	memmap_add(&map, 0xff000000, 0x1000000, MEM_RESERVED);
	if (high_mib)
		memmap_add(&map, 1ull << 32, high_mib * MIB, MEM_RAM);
	return (struct smbios_info){
		.firmware_vendor = "geodeboot",
		.firmware_version = "1.0",
		.firmware_date = "11/21/2026",
		.rom_size = 16 * MIB,
		.manufacturer = "Maker",
		.product = "Board",
		.cpu = {.vendor = "AuthenticAMD",
			.signature = 0x5a2,
			.features = 0x88a93d,
			.mhz = 500},
		.memory = &map,
	};
}

static struct table_buffer open_buffer(size_t size)
{
	struct table_buffer out = {.name = "SMBIOS", .base = malloc(size ? size : 1), .size = size};

	memset(out.base, 0xa5, size);
	return out;
}

/* The n-th structure of a type; each step checks the chain up to the end structure. */
static const uint8_t *find(const struct table_buffer *out, int entry, uint8_t type, unsigned n)
{
	const uint8_t *ep = out->base + entry;
	uint32_t start = read_le32(ep + 24) - ADDRESS;
	uint32_t end = start + read_le16(ep + 22);
	unsigned count = 0;
	const uint8_t *found = NULL;

	assert_memory_equal(ep, "_SM_", 4);
	assert_int_equal(byte_sum(ep, 31), 0);
	assert_memory_equal(ep + 16, "_DMI_", 5);
	assert_int_equal(byte_sum(ep + 16, 15), 0);
	assert_int_equal(end, out->used);
	while (start < end) {
		const uint8_t *s = out->base + start;

		assert_in_range(s[1], 4, end - start);
		if (s[0] == type && n-- == 0)
			found = s;
		start += s[1];
		while (out->base[start] || out->base[start + 1])
			start++;
		start += 2;
		assert_in_range(start, 0, end);
		assert_in_range(out->base + start - s, 1, read_le16(ep + 8));
		count++;
	}
	assert_int_equal(count, read_le16(ep + 28));
	return found;
}

static const char *string(const uint8_t *structure, unsigned number)
{
	const char *s = (const char *)structure + structure[1];

	assert_int_not_equal(number, 0);
	while (--number)
		s += strlen(s) + 1;
	return s;
}

static void every_type_is_there_with_its_strings(void **state)
{
	static const uint8_t types[] = {0, 1, 2, 3, 4, 16, 17, 19, 32, 127};
	struct table_buffer out = open_buffer(SIZE);
	struct smbios_info in = info(256, 0);
	int entry = smbios_write(&out, ADDRESS, &in);
	const uint8_t *s;

	(void)state;
	assert_true(table_finish(&out) > 0);
	for (unsigned i = 0; i < sizeof(types); i++)
		assert_non_null(find(&out, entry, types[i], 0));
	s = find(&out, entry, 0, 0);
	assert_string_equal(string(s, s[4]), "geodeboot");
	assert_string_equal(string(s, s[5]), "1.0");
	assert_string_equal(string(s, s[8]), "11/21/2026");
	assert_int_equal(s[9], 255);
	s = find(&out, entry, 1, 0);
	assert_string_equal(string(s, s[4]), "Maker");
	assert_string_equal(string(s, s[5]), "Board");
	assert_int_equal(s[6], 0); /* no version, no serial number */
	assert_int_equal(s[7], 0);
	s = find(&out, entry, 2, 0);
	assert_string_equal(string(s, s[5]), "Board");
	assert_int_equal(read_le16(s + 11), read_le16(find(&out, entry, 3, 0) + 2));
	s = find(&out, entry, 4, 0);
	assert_string_equal(string(s, s[7]), "AuthenticAMD");
	assert_int_equal(read_le32(s + 8), 0x5a2);
	assert_int_equal(read_le16(s + 22), 500);
	assert_string_equal(string(find(&out, entry, 17, 0), 1), "RAM");
	free(out.base);
}

static void memory_size_and_ranges_are_those_of_the_map(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct smbios_info in = info(3072, 1024);
	int entry = smbios_write(&out, ADDRESS, &in);
	const uint8_t *s;

	(void)state;
	s = find(&out, entry, 17, 0);
	assert_int_equal(read_le16(s + 12), 4096);
	assert_int_equal(read_le16(s + 4), read_le16(find(&out, entry, 16, 0) + 2));
	assert_int_equal(read_le32(find(&out, entry, 16, 0) + 7), 4096 * 1024);
	s = find(&out, entry, 19, 0);
	assert_int_equal(read_le32(s + 4), 0);
	assert_int_equal(read_le32(s + 8), 3072 * 1024 - 1);
	s = find(&out, entry, 19, 1);
	assert_int_equal(read_le32(s + 4), 4096 * 1024);
	assert_int_equal(read_le32(s + 8), 5120 * 1024 - 1);
	assert_null(find(&out, entry, 19, 2));
	free(out.base);
}

static void no_two_structures_share_a_handle(void **state)
{
	static const uint8_t types[] = {0, 1, 2, 3, 4, 16, 17, 19, 32, 127};
	struct table_buffer out = open_buffer(SIZE);
	struct smbios_info in = info(3072, 1024);
	int entry = smbios_write(&out, ADDRESS, &in);

	(void)state;
	for (unsigned i = 0; i < sizeof(types); i++) {
		for (unsigned j = 0; j < i; j++)
			assert_int_not_equal(read_le16(find(&out, entry, types[i], 0) + 2),
					     read_le16(find(&out, entry, types[j], 0) + 2));
	}
	assert_int_not_equal(read_le16(find(&out, entry, 19, 0) + 2),
			     read_le16(find(&out, entry, 19, 1) + 2));
	free(out.base);
}

static void a_buffer_that_is_too_small_is_reported_with_the_needed_size(void **state)
{
	struct smbios_info in = info(256, 0);
	struct table_buffer whole = open_buffer(SIZE);
	size_t needed;

	(void)state;
	smbios_write(&whole, ADDRESS, &in);
	needed = whole.used;
	for (size_t size = 0; size < needed; size++) {
		struct table_buffer out = open_buffer(size);

		smbios_write(&out, ADDRESS, &in);
		assert_int_equal(table_finish(&out), ERR_NO_SPACE);
		assert_int_equal(out.used, needed);
		free(out.base);
	}
	free(whole.base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_there_with_its_strings),
		cmocka_unit_test(memory_size_and_ranges_are_those_of_the_map),
		cmocka_unit_test(no_two_structures_share_a_handle),
		cmocka_unit_test(a_buffer_that_is_too_small_is_reported_with_the_needed_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
