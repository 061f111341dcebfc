/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPD contents of DDR modules: built, read back, refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "board/spd.h"

static const struct spd_geometry ddr400 = {
	.rows = 13, .columns = 10, .banks = 4, .ranks = 1, .width = 16, .speed = 400};

/* The bytes the LX start-up needs, of four Promos V58C2512164SA-J5I (recorded by a firmware). */
static void test_a_256_mib_module_has_the_bytes_of_a_real_one(void **state)
{
	static const uint8_t real[][2] = {
		{0x02, 0x07}, {0x03, 0x0d}, {0x04, 0x0a}, {0x05, 0x01}, {0x09, 0x50}, {0x0c, 0x82},
		{0x11, 0x04}, {0x12, 0x1c}, {0x15, 0x20}, {0x17, 0x60}, {0x19, 0x75}, {0x1b, 0x3c},
		{0x1c, 0x28}, {0x1d, 0x3c}, {0x1e, 0x28}, {0x1f, 0x40}, {0x2a, 0x46},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	assert_int_equal(spd_build(&ddr400, spd), 0);
	for (size_t n = 0; n < sizeof(real) / sizeof(real[0]); n++)
		assert_int_equal(spd[real[n][0]], real[n][1]);
	assert_int_equal(spd_mib(spd), 256);
	assert_memory_equal(spd + 73, "GS-DDR400-256     ", 18);
}

static void test_the_density_byte_and_size_fit_for_every_geometry(void **state)
{
	unsigned legal = 0;

	(void)state;
	for (unsigned n = 0; n < 4 * 5 * 2 * 2 * 3; n++) {
		struct spd_geometry g = {
			.rows = (uint8_t)(11 + n % 4),
			.columns = (uint8_t)(8 + n / 4 % 5),
			.banks = n / 20 % 2 ? 4 : 2,
			.ranks = (uint8_t)(1 + n / 40 % 2),
			.width = (uint8_t)(4 << n / 80),
			.speed = 333,
		};
		uint8_t spd[SPD_BYTES];
		uint64_t rank = (UINT64_C(8) << (g.rows + g.columns)) * g.banks, told;

		if (spd_build(&g, spd))
			continue;
		legal++;
		assert_int_equal(spd_mib(spd), rank * g.ranks >> 20);
		/* One bit: 4 MiB times its value, the low two bits also 1 and 2 GiB. */
		assert_int_equal(spd[31] & (spd[31] - 1), 0);
		told = (uint64_t)spd[31] << 22;
		assert_true(told == rank || told << 8 == rank);
		assert_int_equal(spd[63], spd_checksum(spd));
		/* 4096 rows in 64 ms are 15.6 us, 8192 are 7.8 us. */
		assert_int_equal(spd[12], g.rows >= 13 ? 0x82 : 0x80);
	}
	assert_true(legal > 100);
}

static void test_slower_bins_have_longer_times(void **state)
{
	static const uint16_t speed[] = {400, 333, 266, 200};
	static const unsigned times[] = {27, 28, 29, 30, 41, 42};
	uint8_t fast[SPD_BYTES], slow[SPD_BYTES];

	(void)state;
	for (unsigned n = 0; n < 3; n++) {
		struct spd_geometry g = ddr400;

		g.speed = speed[n];
		assert_int_equal(spd_build(&g, fast), 0);
		g.speed = speed[n + 1];
		assert_int_equal(spd_build(&g, slow), 0);
		for (unsigned t = 0; t < 6; t++)
			assert_true(slow[times[t]] >= fast[times[t]]);
		/* Cycle time at the highest latency: ns and tenths. */
		assert_true(slow[9] > fast[9]);
	}
}

static void test_sizes_give_usual_modules_and_odd_ones_none(void **state)
{
	struct spd_geometry g;
	uint8_t spd[SPD_BYTES];

	(void)state;
	for (unsigned mib = 32; mib <= 1024; mib *= 2) {
		assert_int_equal(spd_for_size(mib, 400, &g), 0);
		assert_int_equal(spd_build(&g, spd), 0);
		assert_int_equal(spd_mib(spd), mib);
	}
	assert_int_equal(spd_for_size(16, 400, &g), -1);
	assert_int_equal(spd_for_size(100, 400, &g), -1);
	assert_int_equal(spd_for_size(2048, 400, &g), -1);
}

static void test_geometries_that_no_chip_has_are_refused(void **state)
{
	uint8_t spd[SPD_BYTES];
	struct spd_geometry g;

	(void)state;
	g = ddr400;
	g.rows = 15;
	assert_int_equal(spd_build(&g, spd), -1);
	g = ddr400;
	g.banks = 3;
	assert_int_equal(spd_build(&g, spd), -1);
	g = ddr400;
	g.speed = 300;
	assert_int_equal(spd_build(&g, spd), -1);
	g = ddr400; /* 2 Gbit */
	g.rows = 14;
	g.columns = 11;
	assert_int_equal(spd_build(&g, spd), -1);
}

static void test_a_file_is_taken_with_128_or_256_bytes(void **state)
{
	uint8_t spd[SPD_BYTES], got[SPD_BYTES];
	char err[200];

	(void)state;
	spd_build(&ddr400, spd);
	assert_int_equal(spd_load(spd, 256, got, err, sizeof(err)), 0);
	assert_memory_equal(spd, got, 256);
	assert_int_equal(spd_load(spd, 128, got, err, sizeof(err)), 0);
	assert_memory_equal(spd, got, 128);
	assert_int_equal(got[128], 0xff);
}

static void refused(const uint8_t *spd, size_t size, const char *why)
{
	uint8_t got[SPD_BYTES];
	char err[200] = "";

	assert_int_equal(spd_load(spd, size, got, err, sizeof(err)), -1);
	if (!strstr(err, why))
		fail_msg("\"%s\" does not say \"%s\"", err, why);
}

static void test_a_damaged_or_foreign_file_is_refused_with_the_reason(void **state)
{
	uint8_t spd[SPD_BYTES];

	(void)state;
	spd_build(&ddr400, spd);
	refused(spd, 100, "128 or 256 bytes");
	spd[2] = 8;
	refused(spd, 256, "byte 2 is 08: not DDR");
	spd_build(&ddr400, spd);
	spd[30]++;
	refused(spd, 256, "byte 63");
	spd_build(&ddr400, spd);
	spd[5] = 3;
	spd[63] = spd_checksum(spd);
	refused(spd, 256, "3 module banks");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_256_mib_module_has_the_bytes_of_a_real_one),
		cmocka_unit_test(test_the_density_byte_and_size_fit_for_every_geometry),
		cmocka_unit_test(test_slower_bins_have_longer_times),
		cmocka_unit_test(test_sizes_give_usual_modules_and_odd_ones_none),
		cmocka_unit_test(test_geometries_that_no_chip_has_are_refused),
		cmocka_unit_test(test_a_file_is_taken_with_128_or_256_bytes),
		cmocka_unit_test(test_a_damaged_or_foreign_file_is_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
