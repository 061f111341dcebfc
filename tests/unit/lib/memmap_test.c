/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory map: later ranges win, all stays sorted and merged, places found are really free. */
#include "test.h"
#include <lib/errors.h>
#include <lib/memmap.h>

#define KIB 1024ull
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static void assert_range(const struct memmap *map, unsigned int i, uint64_t base, uint64_t size,
			 uint32_t type)
{
	assert_true(i < map->count);
	assert_true(map->range[i].base == base);
	assert_true(map->range[i].size == size);
	assert_int_equal(map->range[i].type, type);
}

static void a_later_range_cuts_a_hole(void **state)
{
	struct memmap map = {0};

	(void)state;
	assert_int_equal(memmap_add(&map, 0, 256 * MIB, MEM_RAM), 0);
	assert_int_equal(memmap_add(&map, 0xa0000, 0x60000, MEM_RESERVED), 0);
	assert_int_equal(memmap_add(&map, 255 * MIB, MIB, MEM_TABLE), 0);
	assert_int_equal(memmap_add(&map, 0, 0x1000, MEM_TABLE), 0);
	assert_int_equal(map.count, 5);
	assert_range(&map, 0, 0, 0x1000, MEM_TABLE);
	assert_range(&map, 1, 0x1000, 0x9f000, MEM_RAM);
	assert_range(&map, 2, 0xa0000, 0x60000, MEM_RESERVED);
	assert_range(&map, 3, MIB, 254 * MIB, MEM_RAM);
	assert_range(&map, 4, 255 * MIB, MIB, MEM_TABLE);
}

static void equal_neighbours_become_one(void **state)
{
	struct memmap map = {0};

	(void)state;
	memmap_add(&map, 2 * MIB, MIB, MEM_RAM);
	memmap_add(&map, 0, MIB, MEM_RAM);
	assert_int_equal(map.count, 2);
	memmap_add(&map, MIB, MIB, MEM_RAM);
	assert_int_equal(map.count, 1);
	assert_range(&map, 0, 0, 3 * MIB, MEM_RAM);
	memmap_add(&map, MIB, MIB, MEM_NVS);
	memmap_add(&map, MIB, MIB, MEM_RAM);
	assert_int_equal(map.count, 1);
}

static void none_removes(void **state)
{
	struct memmap map = {0};

	(void)state;
	memmap_add(&map, 0, 4 * GIB, MEM_RAM);
	memmap_add(&map, 3 * GIB, GIB, MEM_NONE);
	assert_int_equal(map.count, 1);
	assert_range(&map, 0, 0, 3 * GIB, MEM_RAM);
	memmap_add(&map, 0, UINT64_MAX, MEM_NONE);
	assert_int_equal(map.count, 0);
}

static void wrapping_ranges_are_refused(void **state)
{
	struct memmap map = {0};

	(void)state;
	assert_int_equal(memmap_add(&map, UINT64_MAX, 1, MEM_RAM), ERR_RANGE);
	assert_int_equal(memmap_add(&map, 2, UINT64_MAX, MEM_RAM), ERR_RANGE);
	assert_int_equal(memmap_add(&map, 5, 0, MEM_RAM), 0);
	assert_int_equal(map.count, 0);
}

static void a_full_map_stays_as_it_is(void **state)
{
	struct memmap map = {0}, before;
	unsigned int i;

	(void)state;
	for (i = 0; i < MEMMAP_MAX; i++)
		assert_int_equal(memmap_add(&map, i * 2 * MIB, MIB, MEM_RAM), 0);
	before = map;
	assert_int_equal(memmap_add(&map, GIB, MIB, MEM_RAM), ERR_NO_SPACE);
	assert_int_equal(memmap_add(&map, 100, 100, MEM_NVS), ERR_NO_SPACE);
	assert_memory_equal(&map, &before, sizeof(map));
	/* What makes the map smaller still works. */
	assert_int_equal(memmap_add(&map, MIB, MIB, MEM_RAM), 0);
	assert_int_equal(map.count, MEMMAP_MAX - 1);
}

static void questions_about_types(void **state)
{
	struct memmap map = {0};

	(void)state;
	memmap_add(&map, MIB, MIB, MEM_RAM);
	memmap_add(&map, 4 * GIB, MIB, MEM_RAM);
	memmap_add(&map, 2 * MIB, MIB, MEM_ACPI);
	assert_true(memmap_is(&map, MIB, MIB, MEM_RAM));
	assert_true(memmap_is(&map, 4 * GIB + MIB - 1, 1, MEM_RAM));
	assert_false(memmap_is(&map, MIB, MIB + 1, MEM_RAM));
	assert_false(memmap_is(&map, MIB - 1, 2, MEM_RAM));
	assert_false(memmap_is(&map, MIB, 0, MEM_RAM));
	assert_false(memmap_is(&map, MIB + 1, UINT64_MAX, MEM_RAM));
	assert_false(memmap_is(&map, 0, 1, MEM_NONE));
	assert_int_equal(memmap_type(&map, 3 * MIB - 1), MEM_ACPI);
	assert_int_equal(memmap_type(&map, 3 * MIB), MEM_NONE);
	assert_true(memmap_total(&map, MEM_RAM) == 2 * MIB);
	assert_true(memmap_total(&map, MEM_NVS) == 0);
}

static void overlap_of_ranges(void **state)
{
	(void)state;
	assert_true(mem_overlap(0, 10, 9, 1));
	assert_true(mem_overlap(9, 1, 0, 10));
	assert_false(mem_overlap(0, 10, 10, 1));
	assert_false(mem_overlap(10, 1, 0, 10));
	assert_false(mem_overlap(5, 0, 0, 10));
	assert_true(mem_overlap(0, UINT64_MAX, UINT64_MAX - 1, 1));
}

static void places_are_found_around_what_is_used(void **state)
{
	const struct mem_range used[] = {{15 * MIB, MIB, 0}, {MIB, 2 * MIB, 0}};
	struct mem_request req = {.size = MIB,
				  .align = 4096,
				  .min = MIB,
				  .max = UINT32_MAX,
				  .used = used,
				  .used_count = 2};
	struct memmap map = {0};
	uint64_t at;

	(void)state;
	memmap_add(&map, 0, 16 * MIB, MEM_RAM);
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 3 * MIB);
	req.highest = true;
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 14 * MIB);
	req.size = 12 * MIB;
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 3 * MIB);
	req.size++;
	assert_int_equal(memmap_find(&map, &req, &at), ERR_NO_MEMORY);
	req.size = 100;
	req.max = 8 * MIB;
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 8 * MIB - 4096);
	req.size = 0;
	assert_int_equal(memmap_find(&map, &req, &at), ERR_INVALID);
	req.size = 1;
	req.align = 3;
	assert_int_equal(memmap_find(&map, &req, &at), ERR_INVALID);
}

static void limits_at_the_end_of_the_address_space(void **state)
{
	struct mem_request req = {.size = 1, .align = 1ull << 63, .min = 1, .max = UINT64_MAX};
	struct memmap map = {0};
	uint64_t at;

	(void)state;
	memmap_add(&map, 0, UINT64_MAX, MEM_RAM);
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 1ull << 63);
	req.min = (1ull << 63) + 1;
	assert_int_equal(memmap_find(&map, &req, &at), ERR_NO_MEMORY);
	req.align = 1;
	req.min = 0;
	req.size = UINT64_MAX;
	assert_int_equal(memmap_find(&map, &req, &at), 0);
	assert_true(at == 0);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A map of 256 cells kept byte by byte is the model that random additions are compared with. */
static void random_additions_equal_a_byte_by_byte_model(void **state)
{
	uint32_t seed = 3;
	unsigned int round;

	(void)state;
	for (round = 0; round < 3000; round++) {
		uint32_t model[257] = {0};
		struct memmap map = {0};
		unsigned int i, step;

		for (step = 0; step < 12; step++) {
			unsigned int base = next_random(&seed) % 256;
			unsigned int size = next_random(&seed) % (257 - base);
			uint32_t type = next_random(&seed) % 4;

			assert_int_equal(memmap_add(&map, base, size, type), 0);
			for (i = base; i < base + size; i++)
				model[i] = type;
		}
		for (i = 0; i < 256; i++)
			assert_int_equal(memmap_type(&map, i), model[i]);
		for (i = 0; i < map.count; i++) {
			const struct mem_range *r = &map.range[i], *next = r + 1;

			assert_true(r->size && r->type != MEM_NONE);
			if (i + 1 == map.count)
				break;
			assert_true(r->base + r->size <= next->base);
			assert_false(r->base + r->size == next->base && r->type == next->type);
		}
	}
}

static void random_places_are_free_and_extreme(void **state)
{
	uint32_t seed = 5;
	unsigned int round;

	(void)state;
	for (round = 0; round < 5000; round++) {
		struct memmap map = {0};
		struct mem_range used[3];
		struct mem_request req = {.used = used, .used_count = 3};
		bool free_cell[256];
		uint64_t at = 0;
		unsigned int i, j;
		int expected = -1, err;

		memset(free_cell, 0, sizeof(free_cell));
		for (i = 0; i < 4; i++) {
			unsigned int base = next_random(&seed) % 200;
			unsigned int size = 1 + next_random(&seed) % 56;

			memmap_add(&map, base, size, MEM_RAM);
			memset(free_cell + base, 1, size);
		}
		for (i = 0; i < 3; i++) {
			used[i].base = next_random(&seed) % 200;
			used[i].size = next_random(&seed) % 30;
			memset(free_cell + used[i].base, 0, used[i].size);
		}
		req.size = 1 + next_random(&seed) % 40;
		req.align = 1u << next_random(&seed) % 6;
		req.min = next_random(&seed) % 100;
		req.max = 100 + next_random(&seed) % 156;
		req.highest = next_random(&seed) % 2;
		for (i = (unsigned int)req.min; i + req.size - 1 <= req.max; i++) {
			if (i % req.align || (expected >= 0 && !req.highest))
				continue;
			for (j = 0; j < req.size && free_cell[i + j]; j++)
				;
			if (j == req.size)
				expected = (int)i;
		}
		err = memmap_find(&map, &req, &at);
		assert_int_equal(err, expected < 0 ? ERR_NO_MEMORY : 0);
		if (!err)
			assert_int_equal(at, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_later_range_cuts_a_hole),
		cmocka_unit_test(equal_neighbours_become_one),
		cmocka_unit_test(none_removes),
		cmocka_unit_test(wrapping_ranges_are_refused),
		cmocka_unit_test(a_full_map_stays_as_it_is),
		cmocka_unit_test(questions_about_types),
		cmocka_unit_test(overlap_of_ranges),
		cmocka_unit_test(places_are_found_around_what_is_used),
		cmocka_unit_test(limits_at_the_end_of_the_address_space),
		cmocka_unit_test(random_additions_equal_a_byte_by_byte_model),
		cmocka_unit_test(random_places_are_free_and_extreme),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
