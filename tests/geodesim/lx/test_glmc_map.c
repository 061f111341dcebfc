/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory controller: addresses of every legal module, right and wrong settings. */
#include "glmc_bench.h"

#define HI_500_400 0x59c
#define HI_500_266 0x39c
#define HIGH_ORDER (UINT64_C(1) << 33)

static uint64_t total(const struct mem_box *x)
{
	return glmc_size(&x->glmc);
}

/* A value that tells where it belongs. */
static uint64_t mark(uint64_t addr)
{
	return addr * UINT64_C(0x9e3779b97f4a7c15) ^ UINT64_C(0x5555aaaa12345678);
}

/* Addresses that differ from 0 and from all ones in one bit, and some in between: when two of
 * them met in one cell a wire would be missing. Returns how many do not hold their mark. */
static unsigned aliases(struct mem_box *x, uint64_t size)
{
	uint64_t at[160];
	unsigned count = 0, wrong = 0;

	for (uint64_t bit = 8; bit < size; bit <<= 1) {
		at[count++] = bit;
		if (((size - 8) ^ bit) < size)
			at[count++] = (size - 8) ^ bit;
	}
	at[count++] = 0;
	at[count++] = size - 8;
	for (unsigned n = 0; n < 64; n++)
		at[count++] = (n * UINT64_C(0x1234568) + n * size / 64) % size & ~UINT64_C(7);
	for (unsigned n = 0; n < count; n++)
		mem_wr(x, (uint32_t)at[n], 8, mark(at[n]));
	for (unsigned n = 0; n < count; n++)
		wrong += mem_rd(x, (uint32_t)at[n], 8) != mark(at[n]);
	return wrong;
}

/* Every module JEDEC has, in one or two sockets. Returns false where there is none. */
static bool module(uint8_t spd[SPD_BYTES], unsigned n, unsigned speed)
{
	const struct spd_geometry g = {.rows = (uint8_t)(11 + n % 4),
				       .columns = (uint8_t)(8 + n / 4 % 5),
				       .banks = n / 20 % 2 ? 4 : 2,
				       .ranks = (uint8_t)(1 + n / 40 % 2),
				       .width = (uint8_t)(4 << n / 80 % 3),
				       .speed = (uint16_t)speed};

	return spd_build(&g, spd) == 0;
}

#define MODULES 240

/* With one module, linear: the 4 KiB pages are lent and agree with single accesses. */
static void one_module_of_every_kind_has_no_alias(void **state)
{
	unsigned tried = 0, linear = 0;

	(void)state;
	for (unsigned n = 0; n < MODULES; n++) {
		uint8_t spd[SPD_BYTES];
		struct mem_box x;

		if (!module(spd, n, 400))
			continue;
		mem_box_init(&x, spd, NULL, HI_500_400);
		if (!x.glmc.spd[0].usable) { /* over 1 GiB: no size code */
			assert_true(spd_mib(spd) > 1024);
			mem_box_done(&x);
			continue;
		}
		start(&x);
		assert_int_equal(total(&x), (uint64_t)spd_mib(spd) << 20);
		if (aliases(&x, total(&x)))
			fail_msg("%u rows, %u columns, %u banks, %u ranks: aliases", spd[3], spd[4],
				 spd[17], spd[5]);
		if (!silent(&x.b))
			fail_msg("%u rows, %u columns, %u banks, %u ranks, width %u: not silent",
				 spd[3], spd[4], spd[17], spd[5], spd[13]);
		for (uint64_t a = 0; a < total(&x); a += total(&x) / 32) {
			uint8_t *page = x.mem.mem_page(x.mem.opaque, (uint32_t)a, true, 0);

			if (!page)
				continue;
			linear++;
			page[a >> 20 & 0xff8] = 0x77;
			assert_int_equal(mem_rd(&x, (uint32_t)(a | (a >> 20 & 0xff8)), 1), 0x77);
		}
		tried++;
		mem_box_done(&x);
	}
	print_message("%u modules\n", tried);
	assert_true(tried >= 20);
	assert_int_equal(linear, tried * 32); /* the fast path serves all of them */
}

/* All pairs of a choice of modules, low- and high-order interleave, with bank hashing. */
static void two_modules_have_no_alias(void **state)
{
	unsigned pairs = 0, interleaved = 0;

	(void)state;
	for (unsigned n = 0; n < MODULES * MODULES; n += n % 7 + 29) {
		uint8_t spd[2][SPD_BYTES];
		struct mem_box x;

		if (!module(spd[0], n % MODULES, 400) ||
		    !module(spd[1], n % 3 ? n / MODULES : n % MODULES, 400))
			continue;
		mem_box_init(&x, spd[0], spd[1], HI_500_266);
		if (!x.glmc.spd[0].usable || !x.glmc.spd[1].usable) {
			mem_box_done(&x);
			continue;
		}
		start(&x);
		for (unsigned way = 0; way < 4; way++) {
			/* A hash takes an address bit above the banks: rows of all modules. */
			uint64_t hash = way & 2 ? UINT64_C(0x1f) << 48 : 0;

			mc_change(&x, MC_CF8F, HIGH_ORDER | UINT64_C(0x1f) << 48,
				  (way & 1 ? HIGH_ORDER : 0) | hash);
			if (aliases(&x, total(&x)))
				fail_msg("modules %u, %u, way %u: aliases", n % MODULES,
					 n / MODULES, way);
			interleaved += x.glmc.layout.interleaved;
		}
		if (!silent(&x.b))
			fail_msg("modules %u, %u: not silent", n % MODULES, n / MODULES);
		pairs++;
		mem_box_done(&x);
	}
	print_message("%u pairs, %u ways interleaved\n", pairs, interleaved);
	assert_true(pairs > 100 && interleaved > 10);
}

/* Data book p.211: two 32 MB modules of four component banks: high order puts the pages of
 * neighbouring banks 8 MB apart. P.212: low order takes the bits above the page. */
static void interleaving_examples_of_the_data_book(void **state)
{
	struct dram_layout l;
	struct dram_place p;

	(void)state;
	/* 32 MB, 1 module bank, 4 component banks, 2 KB pages (8 columns), twice. */
	dram_layout_decode(&l, UINT64_C(0x3011301100000000), HIGH_ORDER);
	for (unsigned n = 0; n < 8; n++) {
		assert_true(dram_layout_place(&l, n * (8 << 20) + 0x10, &p));
		assert_int_equal(p.dimm, n / 4);
		assert_int_equal(p.bank, n % 4);
		assert_int_equal(p.row, 0);
		assert_int_equal(p.column, 2);
	}
	dram_layout_decode(&l, UINT64_C(0x3011301100000000), 0);
	for (unsigned n = 0; n < 16; n++) {
		assert_true(dram_layout_place(&l, n * (2 << 10), &p));
		assert_int_equal(p.bank, n % 4);
		assert_int_equal(p.dimm, n / 4 % 2);
		assert_int_equal(p.row, n / 8);
	}
	/* Four identical module banks of 8 KB pages. */
	dram_layout_decode(&l, UINT64_C(0x7113711300000000), 0);
	for (unsigned n = 0; n < 32; n++) {
		assert_true(dram_layout_place(&l, n * (8 << 10), &p));
		assert_int_equal(p.bank, n % 4);
		assert_int_equal(p.rank, n / 4 % 2);
		assert_int_equal(p.dimm, n / 8 % 2);
		assert_int_equal(p.row, n / 16);
	}
}

static void hash_bits_move_banks(void **state)
{
	struct dram_layout l;
	struct dram_place p;

	(void)state;
	for (unsigned select = 0; select < 4; select++) {
		uint64_t hash = UINT64_C(7) << 48 | (uint64_t)select << 51;

		dram_layout_decode(&l, UINT64_C(0x0007611300000000), hash);
		assert_true(dram_layout_place(&l, 0, &p));
		assert_int_equal(p.bank + 4 * p.rank, 0);
		assert_true(dram_layout_place(&l, 1u << (18 + select), &p));
		assert_int_equal(p.bank + 4 * p.rank, 7);
		assert_true(dram_layout_place(&l, 1u << (18 + (select + 1) % 4), &p));
		assert_int_equal(p.bank + 4 * p.rank, 0);
	}
}

/* A wrong geometry is named, and two addresses meet as they would on the board. */
static void wrong_settings_alias_as_real_modules_do(void **state)
{
	static const struct {
		const char *what;
		uint16_t clear, set;
		uint32_t a, b; /* these two share a cell, or b has none */
		bool none;
	} wrong[] = {
		/* 12 columns told, 10 there: the two lines are not connected. */
		{"columns too many", 7, 5, 0, 0x2000, false},
		/* 2 banks told, 4 there: rows take the bits, and the 14th row line ends nowhere. */
		{"banks too few", 0x10, 0, 0, 0x08000000, false},
		/* Size too large: the top row line is not connected. */
		{"size too large", 0xf000, 0x7000, 0, 0x10000000, false},
		/* 2 module banks told, 1 there: the second chip select goes nowhere. */
		{"module banks too many", 0, 0x100, 0, 0x8000, true},
	};
	uint8_t spd[SPD_BYTES];

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < sizeof(wrong) / sizeof(wrong[0]); n++) {
		struct mem_box x;

		mem_box_init(&x, spd, NULL, HI_500_400);
		for (unsigned s = 0; s < STEP_COUNT; s++) {
			do_step(&x, (enum step)s);
			if (s == STEP_GEOMETRY)
				mc_change(&x, MC_CF07, (uint64_t)wrong[n].clear << 32,
					  (uint64_t)wrong[n].set << 32);
		}
		mem_wr(&x, wrong[n].a, 8, 0x1111);
		mem_wr(&x, wrong[n].b, 8, 0x2222);
		if (wrong[n].none) {
			assert_int_equal(mem_rd(&x, wrong[n].a, 8), 0x1111);
			assert_int_not_equal(mem_rd(&x, wrong[n].b, 8), 0x2222);
		} else if (mem_rd(&x, wrong[n].a, 8) != 0x2222) {
			fail_msg("%s: no alias", wrong[n].what);
		}
		assert_true(aliases(&x, total(&x)) > 0);
		if (!only_broken(&x.b, RULE_DRAM_GEOMETRY))
			fail_msg("%s", wrong[n].what);
		mem_box_done(&x);
	}
}

/* A size or page too small hides memory but does not alias. */
static void settings_too_small_are_named(void **state)
{
	static const struct {
		uint16_t clear, set;
	} small[] = {{0xf000, 0x5000}, {7, 2}};
	uint8_t spd[SPD_BYTES];

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < 2; n++) {
		struct mem_box x;

		mem_box_init(&x, spd, NULL, HI_500_400);
		for (unsigned s = 0; s < STEP_COUNT; s++) {
			do_step(&x, (enum step)s);
			if (s == STEP_GEOMETRY)
				mc_change(&x, MC_CF07, (uint64_t)small[n].clear << 32,
					  (uint64_t)small[n].set << 32);
		}
		mem_wr(&x, 0, 4, 1);
		assert_true(only_broken(&x.b, RULE_DRAM_GEOMETRY));
		mem_box_done(&x);
	}
}

static void undefined_codes_are_named(void **state)
{
	static const uint16_t code[] = {0x0013, 0x9013, 0x6016};
	uint8_t spd[SPD_BYTES];

	(void)state;
	usual(spd, 400);
	for (unsigned n = 0; n < sizeof(code) / sizeof(code[0]); n++) {
		struct mem_box x;

		mem_box_init(&x, spd, spd, HI_500_400);
		for (unsigned s = 0; s < STEP_COUNT; s++) {
			do_step(&x, (enum step)s);
			if (s == STEP_GEOMETRY)
				mc_change(&x, MC_CF07, UINT64_C(0xffff) << 48,
					  (uint64_t)code[n] << 48);
		}
		mem_rd(&x, 0, 4);
		assert_true(x.b.rules.broken[RULE_DRAM_SETTING]);
		mem_box_done(&x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_module_of_every_kind_has_no_alias),
		cmocka_unit_test(two_modules_have_no_alias),
		cmocka_unit_test(interleaving_examples_of_the_data_book),
		cmocka_unit_test(hash_bits_move_banks),
		cmocka_unit_test(wrong_settings_alias_as_real_modules_do),
		cmocka_unit_test(settings_too_small_are_named),
		cmocka_unit_test(undefined_codes_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
