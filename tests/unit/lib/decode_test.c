/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoders on files of the real packers: contents come back, damage is told. */
#include "samples.h"
#include <lib/compress.h>
#include <lib/errors.h>

struct packer {
	uint32_t method;
	const char *folder;
	const char *suffix;
	bool checked; /* the format holds checksums: every flipped bit must be noticed */
};

static const struct packer packers[] = {
	{COMPRESS_LZ4, "lz4", ".fast", true},	 {COMPRESS_LZ4, "lz4", ".small", true},
	{COMPRESS_LZ4, "lz4", ".sums", true},	 {COMPRESS_LZ4, "lz4", ".linked", false},
	{COMPRESS_LZ4, "lz4", ".cbfs", false},	 {COMPRESS_LZMA, "lzma", ".sdk", false},
	{COMPRESS_LZMA, "lzma", ".mark", false}, {COMPRESS_LZMA, "lzma", ".lp4", false},
	{COMPRESS_LZMA, "lzma", ".cbfs", false}, {COMPRESS_NRV2B, "nrv2b", ".best", false},
};

#define PACKERS (sizeof(packers) / sizeof(packers[0]))

static const char *const names[] = {"empty", "one", "zeros", "text", "noise", "program"};

#define NAMES (sizeof(names) / sizeof(names[0]))

static bool has_sample(const struct packer *p, const char *name)
{
	/* cbfstool's packer was only run on what it can make smaller. */
	return strcmp(p->suffix, ".cbfs") || !strcmp(name, "text") || !strcmp(name, "program");
}

/* Expands into memory of exactly `cap` bytes; the caller frees *out. */
static int expand(const struct packer *p, const uint8_t *packed, size_t n, uint8_t **out,
		  size_t cap, size_t *size)
{
	static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];

	*out = malloc(cap ? cap : 1);
	assert_non_null(*out);
	memset(*out, 0xee, cap);
	return decompress(p->method, packed, n, *out, cap, size, work, sizeof(work));
}

static void every_packers_output_comes_back(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < NAMES; i++) {
		size_t plain_size;
		uint8_t *plain = read_sample("plain", names[i], "", &plain_size);

		for (j = 0; j < PACKERS; j++) {
			const struct packer *p = &packers[j];
			size_t packed_size, size = 1;
			uint8_t *packed, *out;

			if (!has_sample(p, names[i]))
				continue;
			packed = read_sample(p->folder, names[i], p->suffix, &packed_size);
			assert_int_equal(expand(p, packed, packed_size, &out, plain_size, &size),
					 0);
			assert_int_equal(size, plain_size);
			assert_memory_equal(out, plain, plain_size);
			free(out);
			/* Room to spare changes nothing. */
			assert_int_equal(
				expand(p, packed, packed_size, &out, plain_size + 1000, &size), 0);
			assert_int_equal(size, plain_size);
			assert_memory_equal(out, plain, plain_size);
			assert_int_equal(out[plain_size + 999], 0xee);
			free(out);
			free(packed);
		}
		free(plain);
	}
}

static void too_little_room_is_told(void **state)
{
	size_t i, j, k;

	(void)state;
	for (i = 1; i < NAMES; i++) {
		size_t plain_size;
		uint8_t *plain = read_sample("plain", names[i], "", &plain_size);
		const size_t caps[] = {plain_size - 1, plain_size / 2, 0};

		for (j = 0; j < PACKERS; j++) {
			for (k = 0; k < 3; k++) {
				const struct packer *p = &packers[j];
				size_t packed_size, size = 1;
				uint8_t *packed, *out;

				if (!has_sample(p, names[i]))
					continue;
				packed = read_sample(p->folder, names[i], p->suffix, &packed_size);
				assert_int_equal(
					expand(p, packed, packed_size, &out, caps[k], &size),
					ERR_NO_SPACE);
				assert_int_equal(size, 0);
				free(out);
				free(packed);
			}
		}
		free(plain);
	}
}

static void every_cut_is_told(void **state)
{
	size_t plain_size, packed_size, cut, j;
	uint8_t *plain = read_sample("plain", "text", "", &plain_size);

	(void)state;
	for (j = 0; j < PACKERS; j++) {
		const struct packer *p = &packers[j];
		uint8_t *packed = read_sample(p->folder, "text", p->suffix, &packed_size);

		for (cut = 0; cut < packed_size; cut++) {
			uint8_t *part = exact_copy(packed, cut), *out;
			size_t size = 1;
			int err = expand(p, part, cut, &out, plain_size, &size);

			/* An LZMA stream of known size may be complete before its last byte. */
			if (err || p->method != COMPRESS_LZMA)
				assert_int_equal(err, ERR_TRUNCATED);
			assert_true(err ? !size : !memcmp(out, plain, plain_size));
			free(out);
			free(part);
		}
		free(packed);
	}
	free(plain);
}

static void bytes_behind_the_end_are_told(void **state)
{
	size_t packed_size, size, j;

	(void)state;
	for (j = 0; j < PACKERS; j++) {
		const struct packer *p = &packers[j];
		uint8_t *packed = read_sample(p->folder, "text", p->suffix, &packed_size);
		uint8_t *longer = malloc(packed_size + 1), *out;

		assert_non_null(longer);
		memcpy(longer, packed, packed_size);
		longer[packed_size] = 0;
		assert_int_equal(expand(p, longer, packed_size + 1, &out, 5000, &size), ERR_SIZE);
		free(out);
		free(longer);
		free(packed);
	}
}

static void flipped_bits_never_write_outside(void **state)
{
	size_t plain_size, packed_size, bit, j;
	uint8_t *plain = read_sample("plain", "text", "", &plain_size);

	(void)state;
	for (j = 0; j < PACKERS; j++) {
		const struct packer *p = &packers[j];
		uint8_t *packed = read_sample(p->folder, "text", p->suffix, &packed_size);

		for (bit = 0; bit < packed_size * 8; bit++) {
			uint8_t *out;
			size_t size = 1;
			int err;

			packed[bit / 8] ^= (uint8_t)(1u << bit % 8);
			err = expand(p, packed, packed_size, &out, plain_size, &size);
			assert_true(err <= 0 && size <= plain_size && (!err || !size));
			if (p->checked && !err)
				assert_memory_equal(out, plain, plain_size);
			free(out);
			packed[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
		free(packed);
	}
	free(plain);
}

static void lzma_sizes_that_lie_are_told(void **state)
{
	static const struct packer sdk = {COMPRESS_LZMA, "lzma", ".sdk", false};
	size_t n, size;
	uint8_t *packed = read_sample("lzma", "text", ".sdk", &n), *out;

	(void)state;
	packed[5]++; /* one byte more than there is */
	assert_int_equal(expand(&sdk, packed, n, &out, 5000, &size), ERR_TRUNCATED);
	free(out);
	packed[5] -= 2; /* one byte less */
	assert_int_equal(expand(&sdk, packed, n, &out, 5000, &size), ERR_SIZE);
	free(out);
	packed[12] = 0x80; /* absurdly many */
	assert_int_equal(expand(&sdk, packed, n, &out, 5000, &size), ERR_NO_SPACE);
	free(out);
	free(packed);
}

static void lzma_needs_enough_scratch_memory(void **state)
{
	static uint32_t work[15980 / 4];
	size_t n, size;
	uint8_t *packed = read_sample("lzma", "text", ".sdk", &n);
	uint8_t out[5000];

	(void)state;
	assert_int_equal(lzma_decode(packed, n, out, sizeof(out), &size, work, sizeof(work)), 0);
	assert_int_equal(lzma_decode(packed, n, out, sizeof(out), &size, work, sizeof(work) - 1),
			 ERR_NO_MEMORY);
	assert_int_equal(lzma_decode(packed, n, out, sizeof(out), &size, NULL, 0), ERR_NO_MEMORY);
	packed[0] = 225; /* no such properties */
	assert_int_equal(lzma_decode(packed, n, out, sizeof(out), &size, work, sizeof(work)),
			 ERR_UNSUPPORTED);
	free(packed);
}

static void lz4_checksums_are_checked(void **state)
{
	size_t n, size;
	uint8_t *packed = read_sample("lz4", "text", ".small", &n);
	uint8_t out[5000];

	(void)state;
	packed[14] ^= 0x10; /* header checksum, behind FLG, BD and an 8-byte size */
	assert_int_equal(lz4_decode(packed, n, out, sizeof(out), &size), ERR_CHECKSUM);
	packed[14] ^= 0x10;
	packed[n - 1] ^= 0x10; /* content checksum */
	assert_int_equal(lz4_decode(packed, n, out, sizeof(out), &size), ERR_CHECKSUM);
	free(packed);

	packed = read_sample("lz4", "text", ".sums", &n);
	packed[n - 9] ^= 0x10; /* block checksum, before end mark and content checksum */
	assert_int_equal(lz4_decode(packed, n, out, sizeof(out), &size), ERR_CHECKSUM);
	free(packed);
}

static void none_copies_and_unknown_methods_are_refused(void **state)
{
	uint8_t out[4] = {0};
	size_t size;

	(void)state;
	assert_int_equal(decompress(COMPRESS_NONE, "abcd", 4, out, 4, &size, NULL, 0), 0);
	assert_memory_equal(out, "abcd", 4);
	assert_int_equal(size, 4);
	assert_int_equal(decompress(COMPRESS_NONE, "abcd", 4, out, 3, &size, NULL, 0),
			 ERR_NO_SPACE);
	assert_int_equal(decompress(3, "abcd", 4, out, 4, &size, NULL, 0), ERR_UNSUPPORTED);
	assert_int_equal(size, 0);
	assert_string_equal(compress_name(COMPRESS_NRV2B), "nrv2b");
	assert_string_equal(compress_name(3), "unknown compression");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_packers_output_comes_back),
		cmocka_unit_test(too_little_room_is_told),
		cmocka_unit_test(every_cut_is_told),
		cmocka_unit_test(bytes_behind_the_end_are_told),
		cmocka_unit_test(flipped_bits_never_write_outside),
		cmocka_unit_test(lzma_sizes_that_lie_are_told),
		cmocka_unit_test(lzma_needs_enough_scratch_memory),
		cmocka_unit_test(lz4_checksums_are_checked),
		cmocka_unit_test(none_copies_and_unknown_methods_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
