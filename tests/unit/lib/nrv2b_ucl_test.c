/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The NRV2B decoder against libucl's safe one, on good streams and on damaged ones. */
#include "samples.h"
#include <lib/compress.h>
#include <ucl/ucl.h>

/* Both decoders on the same stream and the same room: same verdict, same bytes. */
static void compare(const uint8_t *packed, size_t n, size_t cap)
{
	uint8_t *ours = malloc(cap + 1), *theirs = malloc(cap + 1);
	ucl_uint their_size = (ucl_uint)cap;
	size_t our_size;
	int err, ucl_err;

	assert_true(ours && theirs);
	err = nrv2b_decode(packed, n, ours, cap, &our_size);
	ucl_err = ucl_nrv2b_decompress_safe_le32(packed, (ucl_uint)n, theirs, &their_size, NULL);
	assert_int_equal(!err, ucl_err == UCL_E_OK);
	if (!err) {
		assert_int_equal(our_size, their_size);
		assert_memory_equal(ours, theirs, our_size);
	}
	free(ours);
	free(theirs);
}

static void good_streams_agree(void **state)
{
	static const char *const names[] = {"one", "zeros", "text", "noise", "program"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n, size;
		uint8_t *packed = read_sample("nrv2b", names[i], ".best", &n);
		uint8_t *plain = read_sample("plain", names[i], "", &size);

		compare(packed, n, size);
		compare(packed, n, size - 1);
		compare(packed, n, size + 1);
		free(plain);
		free(packed);
	}
}

static void damaged_streams_agree(void **state)
{
	size_t n, size, round;
	uint8_t *packed = read_sample("nrv2b", "program", ".best", &n);
	uint8_t *plain = read_sample("plain", "program", "", &size);
	uint32_t seed = 7;

	(void)state;
	/* A short prefix, so that the damage decides. */
	n = 600;
	for (round = 0; round < 5000; round++) {
		uint8_t *damaged = exact_copy(packed, n);
		unsigned int flips = 1 + round % 3;

		while (flips--) {
			seed = seed * 1664525 + 1013904223;
			damaged[(seed >> 8) % n] ^= (uint8_t)(1u << (seed >> 29));
		}
		compare(damaged, n, size);
		free(damaged);
	}
	free(packed);
	packed = read_sample("nrv2b", "text", ".best", &n);
	for (round = 0; round < n * 8; round++) {
		packed[round / 8] ^= (uint8_t)(1u << round % 8);
		compare(packed, n, 3000);
		packed[round / 8] ^= (uint8_t)(1u << round % 8);
	}
	free(packed);
	free(plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_streams_agree),
		cmocka_unit_test(damaged_streams_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
