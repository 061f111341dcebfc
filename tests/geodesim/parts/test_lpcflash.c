/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot flash at command level, with locks and power loss. */
#include "bench.h"

#include <stdlib.h>

#include "parts/lpcflash.h"

struct rig {
	struct bench b;
	struct lpcflash f;
	struct mem_if mem, regs;
	uint8_t *bytes;
	bool lost;
};

static void power_lost(void *o)
{
	((struct rig *)o)->lost = true;
}

static void setup(struct rig *r, const char *name)
{
	const struct lpcflash_chip *chip = lpcflash_find(name);

	assert_non_null(chip);
	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	r->bytes = malloc(chip->size);
	assert_non_null(r->bytes);
	for (uint32_t i = 0; i < chip->size; i++)
		r->bytes[i] = (uint8_t)(i * 31 + 7);
	lpcflash_init(&r->f, chip, r->bytes, &r->b.clock, NULL);
	r->f.power_lost = power_lost;
	r->f.power_opaque = r;
	r->mem = lpcflash_mem(&r->f);
	r->regs = lpcflash_regs(&r->f);
}

static void put(struct rig *r, uint32_t at, uint8_t val)
{
	r->mem.write(r->mem.opaque, at, 1, val);
}

static uint8_t get(struct rig *r, uint32_t at)
{
	return (uint8_t)r->mem.read(r->mem.opaque, at, 1);
}

static void unlock(struct rig *r, uint8_t code)
{
	put(r, 0x5555, 0xaa);
	put(r, 0x2aaa, 0x55);
	put(r, 0x5555, code);
}

static void start_erase(struct rig *r, uint32_t at, uint8_t code)
{
	unlock(r, 0x80);
	put(r, 0x5555, 0xaa);
	put(r, 0x2aaa, 0x55);
	put(r, at, code);
}

static void the_chip_identifies_itself(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	assert_int_equal(get(&r, 1), r.bytes[1]);
	unlock(&r, 0x90);
	assert_int_equal(get(&r, 0), 0xbf);
	assert_int_equal(get(&r, 1), 0x51);
	assert_null(r.mem.page(r.mem.opaque, 0, false));
	put(&r, 0, 0xf0);
	assert_int_equal(get(&r, 1), r.bytes[1]);
	assert_non_null(r.mem.page(r.mem.opaque, 0, false));
	free(r.bytes);
}

static void programming_only_clears_bits_and_can_be_polled(void **state)
{
	struct rig r;
	uint8_t first;

	(void)state;
	setup(&r, "SST49LF040");
	r.bytes[0x1234] = 0xf3;
	unlock(&r, 0xa0);
	put(&r, 0x1234, 0x5f);
	first = get(&r, 0x1234);
	assert_int_equal(first & 0x80, 0x80); /* the complement of data bit 7 */
	assert_int_equal((first ^ get(&r, 0x1234)) & 0x40, 0x40);
	bench_run_ns(&r.b, 13000);
	assert_int_equal(r.f.state, LPCFLASH_BUSY);
	bench_run_ns(&r.b, 1001);
	assert_int_equal(get(&r, 0x1234), 0x53);
	assert_int_equal(get(&r, 0x1234), 0x53);
	free(r.bytes);
}

static void a_sector_erase_touches_its_sector_only(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	start_erase(&r, 0x3456, 0x30);
	assert_int_equal(get(&r, 0x3000) & 0x80, 0);
	bench_run_ns(&r.b, 18000001);
	for (uint32_t i = 0; i < 4096; i++)
		assert_int_equal(get(&r, 0x3000 + i), 0xff);
	assert_int_equal(get(&r, 0x2fff), (uint8_t)(0x2fff * 31 + 7));
	assert_int_equal(get(&r, 0x4000), (uint8_t)(0x4000 * 31 + 7));
	free(r.bytes);
}

static void block_and_chip_erase_work_on_lpc_parts(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	start_erase(&r, 0x1ffff, 0x50);
	bench_run_ns(&r.b, 18000001);
	assert_int_equal(get(&r, 0x10000), 0xff);
	assert_int_not_equal(get(&r, 0x20000), 0xff);
	start_erase(&r, 0x5555, 0x10);
	bench_run_ns(&r.b, 70000001);
	for (uint32_t i = 0; i < r.f.chip->size; i++)
		assert_int_equal(r.bytes[i], 0xff);
	free(r.bytes);
}

static void a_wrong_sequence_changes_nothing(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	put(&r, 0x5555, 0xaa);
	put(&r, 0x2aab, 0x55);
	put(&r, 0x5555, 0xa0);
	put(&r, 0x100, 0x00);
	bench_run_ns(&r.b, 1000000);
	assert_int_equal(get(&r, 0x100), r.bytes[0x100]);
	assert_int_equal(r.f.operations, 0);
	free(r.bytes);
}

static void a_locked_block_refuses_until_unlocked(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF004A");
	assert_int_equal(r.regs.read(r.regs.opaque, 0x70002, 1), 1);
	start_erase(&r, 0x70000, 0x30);
	assert_int_equal(r.f.operations, 0);
	r.regs.write(r.regs.opaque, 0x70002, 1, 0);
	start_erase(&r, 0x70000, 0x30);
	bench_run_ns(&r.b, 18000001);
	assert_int_equal(get(&r, 0x70000), 0xff);
	r.regs.write(r.regs.opaque, 0x70002, 1, 3); /* locked down */
	r.regs.write(r.regs.opaque, 0x70002, 1, 0);
	assert_int_equal(r.regs.read(r.regs.opaque, 0x70002, 1), 3);
	lpcflash_reset(&r.f);
	assert_int_equal(r.regs.read(r.regs.opaque, 0x70002, 1), 1);
	free(r.bytes);
}

static void fwh_identification_is_in_the_register_space(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF004B");
	assert_int_equal(r.regs.read(r.regs.opaque, 0x40000, 1), 0xbf);
	assert_int_equal(r.regs.read(r.regs.opaque, 0x40001, 1), 0x60);
	free(r.bytes);
	setup(&r, "W39V040A");
	assert_int_equal(r.regs.read(r.regs.opaque, 0x40000, 2), 0xffff);
	free(r.bytes);
}

static void power_loss_in_a_program_leaves_some_bits(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	r.bytes[0x10] = 0xff;
	lpcflash_cut_power(&r.f, 1, 50);
	unlock(&r, 0xa0);
	put(&r, 0x10, 0x00);
	bench_run_ns(&r.b, 14001);
	assert_true(r.lost);
	assert_int_equal(get(&r, 0x10), 0xff); /* no power: the bus floats */
	lpcflash_power_on(&r.f);
	assert_int_equal(get(&r, 0x10), 0x0f);
	free(r.bytes);
}

static void power_loss_in_an_erase_leaves_a_torn_sector(void **state)
{
	static const struct {
		unsigned percent;
		uint8_t at_0, at_1000, at_3000;
	} row[] = {{0, 7, 0, 0}, {25, 0, 0, 0}, {75, 0xff, 0xff, 0}, {100, 0xff, 0xff, 0xff}};

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct rig r;
		uint8_t keep_1000, keep_3000;

		setup(&r, "SST49LF040");
		keep_1000 = r.bytes[1000];
		keep_3000 = r.bytes[3000];
		lpcflash_cut_power(&r.f, 1, row[i].percent);
		start_erase(&r, 0, 0x30);
		bench_run_ns(&r.b, 18000001);
		assert_true(r.lost);
		lpcflash_power_on(&r.f);
		assert_int_equal(get(&r, 0), row[i].at_0);
		assert_int_equal(get(&r, 1000), i ? row[i].at_1000 : keep_1000);
		assert_int_equal(get(&r, 3000), i > 1 ? row[i].at_3000 : keep_3000);
		assert_int_equal(get(&r, 4096), (uint8_t)(4096 * 31 + 7));
		free(r.bytes);
	}
}

static void a_reset_in_an_erase_tears_it_too(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	start_erase(&r, 0, 0x30);
	bench_run_ns(&r.b, 9000000);
	lpcflash_reset(&r.f);
	assert_int_equal(get(&r, 0), 0);
	assert_int_equal(get(&r, 4095), 0);
	bench_run_ns(&r.b, 18000001);
	assert_int_equal(get(&r, 0), 0);
	free(r.bytes);
}

/* Every block has its lock; a read lock hides it. */
static void each_block_has_its_own_lock(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF008A");
	for (uint32_t block = 0; block < 16; block++) {
		uint32_t at = block << 16;

		start_erase(&r, at + 0x2000, 0x30);
		assert_int_equal(r.f.operations, block);
		r.regs.write(r.regs.opaque, at + 2, 1, 0);
		start_erase(&r, at + 0x2000, 0x30);
		assert_int_equal(r.f.operations, block + 1);
		bench_run_ns(&r.b, 18000001);
		assert_int_equal(get(&r, at + 0x2000), 0xff);
		assert_int_equal(get(&r, at + 0x4000), (uint8_t)((at + 0x4000) * 31 + 7));
		r.regs.write(r.regs.opaque, at + 2, 1, 4);
		assert_int_equal(get(&r, at + 0x4000), 0);
	}
	free(r.bytes);
}

/* Byte @i of a unit of @size after @percent of an erase, that was @was: the documented tear. */
static uint8_t torn(uint8_t was, uint32_t i, uint32_t size, unsigned percent)
{
	if (percent < 50)
		return i < (uint64_t)size * percent / 50 ? 0 : was;
	return i < (uint64_t)size * (percent - 50) / 50 ? 0xff : 0;
}

/* Each erase command, cut at each tenth: what is on both sides of the tear, and next door. */
static void every_erase_tears_as_documented(void **state)
{
	static const struct {
		const char *chip;
		uint32_t at, first, size;
		uint8_t code;
	} command[] = {
		{"SST49LF040", 0x3456, 0x3000, 0x1000, 0x30},
		{"SST49LF040", 0x1ffff, 0x10000, 0x10000, 0x50},
		{"SST49LF040", 0x5555, 0, 0x80000, 0x10},
		{"SST49LF020A", 0x8001, 0x8000, 0x4000, 0x50},
		{"W39V040A", 0x7f000, 0x7f000, 0x1000, 0x30},
		{"A49LF040A", 0x20000, 0x20000, 0x10000, 0x50},
		{"PM49FL004", 0x20000, 0x20000, 0x10000, 0x50},
	};

	(void)state;
	for (unsigned n = 0; n < sizeof(command) / sizeof(command[0]); n++) {
		for (unsigned percent = 0; percent <= 100; percent += 10) {
			uint32_t first = command[n].first, size = command[n].size, edge;
			struct rig r;

			setup(&r, command[n].chip);
			memset(r.f.lock, 0, sizeof(r.f.lock));
			lpcflash_cut_power(&r.f, 1, percent);
			start_erase(&r, command[n].at, command[n].code);
			bench_run_ns(&r.b, 9000000000);
			assert_true(r.lost);
			assert_int_equal(get(&r, first), 0xff); /* nobody drives the bus */
			lpcflash_power_on(&r.f);
			edge = (uint32_t)((uint64_t)size * (percent % 50) / 50);
			for (uint32_t i = 0; i < size;
			     i += i + 64 < edge || i > edge + 64 ? 61 : 1) {
				uint8_t was = (uint8_t)((first + i) * 31 + 7);

				/* A clock's rounding moves the tear by a byte or two. */
				if (i + 2 > edge && i < edge + 2)
					continue;
				assert_int_equal(get(&r, first + i), torn(was, i, size, percent));
			}
			if (first)
				assert_int_equal(get(&r, first - 1),
						 (uint8_t)((first - 1) * 31 + 7));
			if (first + size < r.f.chip->size)
				assert_int_equal(get(&r, first + size),
						 (uint8_t)((first + size) * 31 + 7));
			/* The part works again, and the erase can be repeated. */
			memset(r.f.lock, 0, sizeof(r.f.lock));
			start_erase(&r, command[n].at, command[n].code);
			bench_run_ns(&r.b, 9000000000);
			assert_int_equal(get(&r, first + size - 1), 0xff);
			free(r.bytes);
		}
	}
}

/* A byte program, cut in each eighth: bits fall from the highest on, and only those to fall. */
static void every_part_of_a_program_tears_as_documented(void **state)
{
	(void)state;
	for (unsigned data = 0; data < 256; data += 5) {
		for (unsigned eighth = 0; eighth <= 8; eighth++) {
			uint8_t gone = (uint8_t)(0xff00 >> eighth);
			struct rig r;

			setup(&r, "SST49LF020");
			r.bytes[0x77] = 0xf7;
			lpcflash_cut_power(&r.f, 2, (eighth * 25 + 1) / 2);
			unlock(&r, 0xa0);
			put(&r, 0x76, 0);
			bench_run_ns(&r.b, 20000);
			assert_false(r.lost); /* the second it was to be */
			unlock(&r, 0xa0);
			put(&r, 0x77, (uint8_t)data);
			bench_run_ns(&r.b, 40000);
			assert_true(r.lost);
			lpcflash_power_on(&r.f);
			assert_int_equal(get(&r, 0x76), 0);
			assert_int_equal(get(&r, 0x77), 0xf7 & (data | (0xff & ~gone)));
			free(r.bytes);
		}
	}
}

/* What is refused takes no time and cannot be cut: the next that is not refused is. */
static void a_refused_command_is_not_the_one_that_is_cut(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF004A");
	lpcflash_cut_power(&r.f, 1, 50);
	start_erase(&r, 0x70000, 0x30);
	bench_run_ns(&r.b, 100000000);
	assert_false(r.lost);
	assert_int_equal(get(&r, 0x70000), (uint8_t)(0x70000 * 31 + 7));
	r.regs.write(r.regs.opaque, 0x70002, 1, 0);
	start_erase(&r, 0x70000, 0x30);
	bench_run_ns(&r.b, 200000000);
	assert_true(r.lost);
	lpcflash_power_on(&r.f);
	assert_int_equal(get(&r, 0x70000), 0);
	/* Its locks are as after any power-on. */
	assert_int_equal(r.regs.read(r.regs.opaque, 0x70002, 1), 1);
	free(r.bytes);
}

static void the_write_protect_pin_wins(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, "SST49LF040");
	r.f.write_protect = true;
	start_erase(&r, 0, 0x30);
	bench_run_ns(&r.b, 18000001);
	assert_int_equal(get(&r, 0), 7);
	free(r.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_chip_identifies_itself),
		cmocka_unit_test(programming_only_clears_bits_and_can_be_polled),
		cmocka_unit_test(a_sector_erase_touches_its_sector_only),
		cmocka_unit_test(block_and_chip_erase_work_on_lpc_parts),
		cmocka_unit_test(a_wrong_sequence_changes_nothing),
		cmocka_unit_test(a_locked_block_refuses_until_unlocked),
		cmocka_unit_test(fwh_identification_is_in_the_register_space),
		cmocka_unit_test(power_loss_in_a_program_leaves_some_bits),
		cmocka_unit_test(power_loss_in_an_erase_leaves_a_torn_sector),
		cmocka_unit_test(a_reset_in_an_erase_tears_it_too),
		cmocka_unit_test(the_write_protect_pin_wins),
		cmocka_unit_test(each_block_has_its_own_lock),
		cmocka_unit_test(every_erase_tears_as_documented),
		cmocka_unit_test(every_part_of_a_program_tears_as_documented),
		cmocka_unit_test(a_refused_command_is_not_the_one_that_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
