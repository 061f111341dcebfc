/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot flash behind DIVIL: decode, write protection in layers, power loss at each command. */
#include "divil_bench.h"

#define SIZE   0x80000u
#define TOP    (0u - SIZE) /* the chip's lowest address below 4 GiB */
#define SECTOR 0x3000u	   /* within the chip, 4 KiB */
#define BYTES  6u	   /* programmed after the erase */

static void put(struct rig *r, uint32_t offset, uint8_t val)
{
	mem_out(r, TOP + offset, 1, val);
}

static void unlock(struct rig *r, uint8_t code)
{
	put(r, 0x5555, 0xaa);
	put(r, 0x2aaa, 0x55);
	put(r, 0x5555, code);
}

static void program(struct rig *r, uint32_t offset, uint8_t val)
{
	unlock(r, 0xa0);
	put(r, offset, val);
}

static void erase(struct rig *r, uint32_t offset)
{
	unlock(r, 0x80);
	put(r, 0x5555, 0xaa);
	put(r, 0x2aaa, 0x55);
	put(r, offset, 0x30);
}

static uint8_t pattern(unsigned i)
{
	return (uint8_t)(0x5a + 0x31 * i);
}

static void the_reset_vector_is_the_end_of_the_flash(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);

	(void)state;
	assert_int_equal(mem_in(r, 0xfffffff0, 1), r->rom[SIZE - 16]);
	assert_int_equal(mem_in(r, 0xfff80000, 4), (uint32_t)r->rom[0] | (uint32_t)r->rom[1] << 8 |
							   (uint32_t)r->rom[2] << 16 |
							   (uint32_t)r->rom[3] << 24);
	/* The chip decodes its own address lines only: it repeats over 4 MiB. */
	assert_int_equal(mem_in(r, 0xfff00010, 1), r->rom[0x10]);
	assert_int_equal(mem_in(r, 0xffc00010, 1), r->rom[0x10]);
	assert_int_equal(mem_in(r, 0xf0000000, 4), 0xffffffff);
	/* Read through a page pointer, too, but never written. */
	assert_ptr_equal(r->dev.mem_page(r->dev.opaque, 0xfffff000, false, 0),
			 r->rom + SIZE - 4096);
	assert_null(r->dev.mem_page(r->dev.opaque, 0xfffff000, true, 0));
	rig_free(r);
}

static void f_remap_shows_the_top_below_1_mib(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);
	unsigned routes = r->routes;

	(void)state;
	assert_int_equal(mem_in(r, 0xffff0, 1), r->rom[SIZE - 16]);
	assert_int_equal(mem_in(r, 0xf0000, 1), r->rom[SIZE - 0x10000]);
	assert_int_equal(mem_in(r, 0xeffff, 1), 0xff);
	wr(r, 0x14, 3); /* F_REMAP off */
	assert_true(r->routes > routes);
	assert_int_equal(mem_in(r, 0xffff0, 1), 0xff);
	assert_null(r->dev.mem_page(r->dev.opaque, 0xff000, false, 0));
	wr(r, 0x14, 3 | 1 << 27); /* E_REMAP on */
	assert_int_equal(mem_in(r, 0xe0010, 1), r->rom[SIZE - 0x20000 + 16]);
	rig_free(r);
}

static void the_kind_of_cycle_must_be_the_chips(void **state)
{
	static const struct {
		const char *chip;
		bool lpc, fwh;
	} part[] = {
		{"SST49LF040", true, false},
		{"SST49LF004B", false, true},
		{"PM49FL004", true, true},
		{"A49LF040A", true, true},
	};

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct rig *r = rig_new(part[i].chip, false);
		uint8_t last = r->rom[SIZE - 1];

		assert_int_equal(mem_in(r, 0xffffffff, 1), last);
		wr(r, 0x15, 0x71);
		assert_int_equal(mem_in(r, 0xffffffff, 1), part[i].lpc ? last : 0xff);
		wr(r, 0x15, 0x7d);
		assert_int_equal(mem_in(r, 0xffffffff, 1), part[i].fwh ? last : 0xff);
		wr(r, 0x15, 0x79); /* NOR on the IDE pins: there is none */
		assert_int_equal(mem_in(r, 0xffffffff, 1), 0xff);
		rig_free(r);
	}
}

static void the_second_boot_location_has_its_own_window(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);

	(void)state;
	/* Far below the chip's own window: nothing answers, whatever the code, and nothing breaks. */
	wr(r, 0x15, 0x71 | 3 << 10);
	assert_int_equal(mem_in(r, 0xf00f0000, 4), 0xffffffff);
	assert_int_equal(mem_in(r, 0xffffffff, 1), r->rom[SIZE - 1]);
	rig_free(r);
}

static void writes_are_lost_without_the_write_enable(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);
	uint8_t old;

	(void)state;
	old = r->rom[SECTOR];
	program(r, SECTOR, 0);
	bench_run_ns(&r->b, 1000000);
	assert_int_equal(r->rom[SECTOR], old);
	assert_int_equal(r->rules.broken[RULE_FLASH_PROTECTED], 4);
	wr(r, 0x18, 8);
	program(r, SECTOR, 0);
	bench_run_ns(&r->b, 1000000);
	assert_int_equal(r->rom[SECTOR], 0);
	assert_int_equal(r->rules.broken[RULE_FLASH_PROTECTED], 4);
	rig_free(r);
}

static void firmware_hubs_have_a_lock_of_their_own(void **state)
{
	struct rig *r = rig_new("SST49LF004B", false);
	uint8_t old;

	(void)state;
	old = r->rom[SECTOR];
	wr(r, 0x18, 8);
	assert_int_equal(mem_in(r, TOP - 0x400000 + 2, 1), 1);
	program(r, SECTOR, 0);
	bench_run_ns(&r->b, 1000000);
	assert_int_equal(r->rom[SECTOR], old);
	mem_out(r, TOP - 0x400000 + 2, 1, 0);
	program(r, SECTOR, 0);
	bench_run_ns(&r->b, 1000000);
	assert_int_equal(r->rom[SECTOR], 0);
	/* Its identification is in the register space, too. */
	assert_int_equal(mem_in(r, 0xffbc0000, 2), 0x60bf);
	rig_free(r);
}

static void the_status_toggles_until_the_command_is_done(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);
	uint64_t a, b;

	(void)state;
	wr(r, 0x18, 8);
	erase(r, SECTOR);
	assert_null(r->dev.mem_page(r->dev.opaque, TOP, false, 0));
	a = mem_in(r, TOP + SECTOR, 1);
	b = mem_in(r, TOP + SECTOR, 1);
	assert_int_equal((a ^ b) & 0x40, 0x40);
	assert_int_equal(a & 0x80, 0);
	bench_run_ns(&r->b, 30000000);
	assert_int_equal(mem_in(r, TOP + SECTOR, 1), 0xff);
	assert_non_null(r->dev.mem_page(r->dev.opaque, TOP, false, 0));
	rig_free(r);
}

/* An update: one sector erased, some bytes programmed; op counts from 1. */
static void update(struct rig *r)
{
	erase(r, SECTOR);
	bench_run_ns(&r->b, 30000000);
	for (unsigned i = 0; i < BYTES; i++) {
		program(r, SECTOR + i, pattern(i));
		bench_run_ns(&r->b, 1000000);
	}
}

/* What doc/simulator.md says is left when power fails in operation `op` at `percent`. */
static void expect_torn(uint8_t *rom, unsigned op, unsigned percent)
{
	for (unsigned done = 1; done <= op; done++) {
		unsigned p = done < op ? 100 : percent;

		if (done == 1) {
			unsigned zeroed = p >= 50 ? 4096 : 4096 * p / 50;
			unsigned set = p > 50 ? 4096 * (p - 50) / 50 : 0;

			memset(rom + SECTOR, 0, zeroed);
			memset(rom + SECTOR, 0xff, set);
		} else {
			unsigned bits = 8 * p / 100;

			rom[SECTOR + done - 2] &= (uint8_t)(pattern(done - 2) | 0xff >> bits);
		}
	}
}

static void power_loss_at_each_command_leaves_the_documented_state(void **state)
{
	static const unsigned percent[] = {0, 10, 25, 50, 60, 75, 90, 100};

	(void)state;
	for (unsigned op = 1; op <= 1 + BYTES; op++) {
		for (unsigned p = 0; p < sizeof(percent) / sizeof(percent[0]); p++) {
			struct rig *r = rig_new("SST49LF040", false);
			uint8_t *want = malloc(SIZE);
			unsigned slack = 0;

			assert_non_null(want);
			memcpy(want, r->rom, SIZE);
			expect_torn(want, op, percent[p]);
			wr(r, 0x18, 8);
			lpcflash_cut_power(&r->flash, op, percent[p]);
			update(r);
			/* Dead until power returns: even the reset vector is gone. */
			assert_int_equal(mem_in(r, 0xfffffff0, 4), 0xffffffff);
			assert_null(r->dev.mem_page(r->dev.opaque, 0xfffff000, false, 0));
			/* The edge of a torn erase falls on a core clock, not on a byte. */
			for (uint32_t i = 0; i < SIZE; i++)
				slack += want[i] != r->rom[i];
			assert_true(slack <= (op == 1 ? 2 : 0));
			lpcflash_power_on(&r->flash);
			divil_reset(&r->d);
			assert_int_equal(mem_in(r, 0xffffffff, 1), r->rom[SIZE - 1]);
			free(want);
			rig_free(r);
		}
	}
}

static void a_reset_in_an_erase_tears_it_too(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);

	(void)state;
	wr(r, 0x18, 8);
	erase(r, SECTOR);
	bench_run_ns(&r->b, 4500000); /* a quarter of 18 ms: half of the sector is zeros */
	divil_reset(&r->d);
	assert_int_equal(r->rom[SECTOR], 0);
	assert_int_equal(r->rom[SECTOR + 2040], 0);
	assert_int_not_equal(r->rom[SECTOR + 2056] | r->rom[SECTOR + 2057], 0);
	/* And the write enable is off again. */
	program(r, 0x100, 0);
	assert_true(r->rules.broken[RULE_FLASH_PROTECTED]);
	rig_free(r);
}

static void memory_nobody_claims_reads_as_ones(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);
	static uint8_t bytes[4096];
	struct ram ram = {.bytes = bytes, .size = sizeof(bytes)};
	struct mem_range range;

	(void)state;
	assert_int_equal(mem_in(r, 0xe0000000, 8), UINT64_MAX);
	mem_out(r, 0xe0000000, 4, 0x12345678);
	mem_map_add(&r->d.lpc.mem, &range, "LPC memory", 0xe0000000, 4096, ram_mem_if(&ram));
	mem_out(r, 0xe0000000, 4, 0x12345678);
	assert_int_equal(mem_in(r, 0xe0000000, 4), 0x12345678);
	wr(r, 0x14, rd(r, 0x14) | 1 << 24); /* LPC_DISABLE_MEM */
	assert_int_equal(mem_in(r, 0xe0000000, 4), 0xffffffff);
	/* The boot flash stays. */
	assert_int_equal(mem_in(r, 0xffffffff, 1), r->rom[SIZE - 1]);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reset_vector_is_the_end_of_the_flash),
		cmocka_unit_test(f_remap_shows_the_top_below_1_mib),
		cmocka_unit_test(the_kind_of_cycle_must_be_the_chips),
		cmocka_unit_test(the_second_boot_location_has_its_own_window),
		cmocka_unit_test(writes_are_lost_without_the_write_enable),
		cmocka_unit_test(firmware_hubs_have_a_lock_of_their_own),
		cmocka_unit_test(the_status_toggles_until_the_command_is_done),
		cmocka_unit_test(power_loss_at_each_command_leaves_the_documented_state),
		cmocka_unit_test(a_reset_in_an_erase_tears_it_too),
		cmocka_unit_test(memory_nobody_claims_reads_as_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
