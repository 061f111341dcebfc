/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caches as firmware sees them: cache-as-RAM, lost lines, region properties, write-back. */

#include "board.h"

#define WINDOW 0xc8000u

/* Plant lines the way firmware does: data, then tag with its valid bit. */
static void plant(struct board *b, uint32_t base, unsigned ways, unsigned way_bits)
{
	for (unsigned way = 0; way < ways; way++) {
		for (unsigned line = 0; line < 128; line++) {
			board_msr(b, 0x1890, line << way_bits | way);
			for (unsigned q = 0; q < 4; q++)
				board_msr(b, 0x1891, 0);
			board_msr(b, 0x1892, (base + way * 0x1000) | 1);
		}
	}
}

/* Cached regions everywhere, nothing answers from C8000 to CFFFF. */
static struct board *car_board(enum cpu_model model)
{
	struct board *b = board_new(model);

	board_msr(b, 0x1808, 0x01fffff010010000ull);
	for (unsigned n = 0x180b; n <= 0x180d; n++)
		board_msr(b, n, 0);
	b->absent_from = WINDOW;
	b->absent_to = WINDOW + 0x8000;
	cpu_flush_mappings(b->cpu);
	return b;
}

static void poke(struct board *b, uint32_t addr, uint8_t v)
{
	BOARD_CODE(b, 0x10000, 0x88, 0x07); /* mov [bx], al */
	cpu_set_reg(b->cpu, CPU_REG_DS_BASE, addr & ~0xffu);
	cpu_set_reg(b->cpu, CPU_REG_EBX, addr & 0xff);
	cpu_set_reg(b->cpu, CPU_REG_EAX, v);
	board_steps(b, 1);
}
static uint8_t peek(struct board *b, uint32_t addr)
{
	BOARD_CODE(b, 0x10000, 0x8a, 0x07); /* mov al, [bx] */
	cpu_set_reg(b->cpu, CPU_REG_DS_BASE, addr & ~0xffu);
	cpu_set_reg(b->cpu, CPU_REG_EBX, addr & 0xff);
	board_steps(b, 1);
	return (uint8_t)board_reg(b, CPU_REG_EAX);
}
static void execute(struct board *b, uint8_t op)
{
	uint8_t code[2] = {0x0f, op};

	board_code(b, 0x10000, code, 2);
	board_steps(b, 1);
}
#define INVD   0x08
#define WBINVD 0x09

static void cache_as_ram_works_without_memory(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	assert_int_equal(peek(b, WINDOW), 0xff);
	plant(b, WINDOW, 8, 4);
	for (uint32_t a = 0; a < 0x8000; a += 0x7f)
		poke(b, WINDOW + a, (uint8_t)(a * 7));
	b->mem_accesses = 0;
	for (uint32_t a = 0; a < 0x8000; a += 0x7f)
		assert_int_equal(peek(b, WINDOW + a), (uint8_t)(a * 7));
	assert_int_equal(b->mem_accesses, 0);
	/* Outside the window nothing has changed. */
	assert_int_equal(peek(b, 0x3000), 0);
	board_free(b);
}

static void cache_as_ram_on_gx2_has_four_ways(void **state)
{
	struct board *b = car_board(CPU_GEODE_GX2);

	(void)state;
	plant(b, WINDOW, 4, 2);
	poke(b, WINDOW + 0x3fff, 0x33);
	poke(b, WINDOW, 0x11);
	assert_int_equal(peek(b, WINDOW + 0x3fff), 0x33);
	assert_int_equal(peek(b, WINDOW), 0x11);
	assert_int_equal(peek(b, WINDOW + 0x4000), 0xff);
	board_free(b);
}

static void planting_a_line_twice_loses_the_first(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW, 0x55);
	assert_int_equal(b->signals[CPU_SIGNAL_STRICT], 0);
	/* The same way and line for another page: the dirty one is gone, and that is told. */
	board_msr(b, 0x1890, 0);
	board_msr(b, 0x1892, (WINDOW + 0x1000) | 1);
	assert_int_equal(b->signals[CPU_SIGNAL_STRICT], 1);
	assert_int_equal(b->last_arg[CPU_SIGNAL_STRICT], CPU_STRICT_LOST_LINE);
	assert_int_equal(peek(b, WINDOW), 0xff);
	board_free(b);
}

static void invd_drops_and_wbinvd_saves(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW, 0x55);
	execute(b, INVD);
	assert_int_equal(peek(b, WINDOW), 0xff);
	assert_int_equal(b->last_arg[CPU_SIGNAL_STRICT], CPU_STRICT_LOST_LINE);
	/* With memory behind the window WBINVD takes the contents there. */
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW, 0x66);
	b->absent_to = b->absent_from;
	cpu_flush_mappings(b->cpu);
	assert_int_equal(peek(b, WINDOW), 0x66);
	assert_int_equal(b->ram[WINDOW], 0);
	execute(b, WBINVD);
	assert_int_equal(b->ram[WINDOW], 0x66);
	assert_int_equal(peek(b, WINDOW), 0x66);
	board_free(b);
}

static void wbinvd_without_memory_loses_the_stack(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW, 0x55);
	execute(b, WBINVD);
	assert_int_equal(peek(b, WINDOW), 0xff);
	board_free(b);
}

static void dm_config_turns_invd_into_wbinvd(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	b->absent_to = b->absent_from;
	cpu_flush_mappings(b->cpu);
	board_msr(b, 0x1800, 0x20);
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW + 5, 0x77);
	execute(b, INVD);
	assert_int_equal(b->ram[WINDOW + 5], 0x77);
	board_free(b);
}

static void dcdis_takes_the_data_cache_away(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	plant(b, WINDOW, 1, 4);
	poke(b, WINDOW, 0x55);
	board_msr(b, 0x1800, 0x100);
	assert_int_equal(peek(b, WINDOW), 0xff);
	board_free(b);
}

static void reading_fills_lines_that_stay_after_the_freeze(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	/* Caches on: a read of nothing fills a line with ones, then CD and NW freeze it. */
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	assert_int_equal(peek(b, WINDOW), 0xff);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x60000010);
	poke(b, WINDOW + 3, 0x42);
	assert_int_equal(peek(b, WINDOW + 3), 0x42);
	/* A line that was not read is not there: no fills after the freeze. */
	poke(b, WINDOW + 0x400, 0x42);
	assert_int_equal(peek(b, WINDOW + 0x400), 0xff);
	board_free(b);
}

static void uncached_regions_are_never_filled(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	for (unsigned n = 0x180b; n <= 0x180d; n++)
		board_msr(b, n, 0x0101010101010101ull);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	peek(b, WINDOW);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x60000010);
	poke(b, WINDOW, 0x42);
	assert_int_equal(peek(b, WINDOW), 0xff);
	board_free(b);
}

static void invd_undoes_writes_that_were_only_cached(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	/* Write-allocate for the low megabyte: the line is fetched and only the cache changes. */
	board_msr(b, 0x1808, 0x01fffff010010002ull);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	b->ram[0x50000] = 1;
	cpu_memory_written(b->cpu, 0x50000, 1);
	poke(b, 0x50000, 2);
	assert_int_equal(peek(b, 0x50000), 2);
	assert_int_equal(b->ram[0x50000], 1);
	execute(b, INVD);
	assert_int_equal(peek(b, 0x50000), 1);
	/* And WBINVD makes such a write last. */
	poke(b, 0x50000, 3);
	execute(b, WBINVD);
	assert_int_equal(b->ram[0x50000], 3);
	board_free(b);
}

static void write_through_reaches_memory_at_once(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	board_msr(b, 0x1808, 0x01fffff010010008ull);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	peek(b, 0x50000);
	poke(b, 0x50000, 2);
	assert_int_equal(b->ram[0x50000], 2);
	execute(b, INVD);
	assert_int_equal(peek(b, 0x50000), 2);
	board_free(b);
}

static void write_protected_regions_discard_writes(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	b->absent_to = b->absent_from;
	board_msr(b, 0x180d, 0x0505050505050505ull); /* E0000-FFFFF: uncached, protected */
	b->ram[0xe1000] = 0x12;
	poke(b, 0xe1000, 0x34);
	assert_int_equal(b->ram[0xe1000], 0x12);
	/* RCONF0 covers one page and goes before. */
	board_msr(b, 0x1810, 0x000e100000000000ull | 0x000e1101);
	poke(b, 0xe1000, 0x56);
	assert_int_equal(b->ram[0xe1000], 0x56);
	poke(b, 0xe2000, 0x56);
	assert_int_equal(b->ram[0xe2000], 0);
	board_free(b);
}

static void smm_region_is_protected_outside_smm_only(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	b->absent_to = b->absent_from;
	board_msr(b, 0x180e, 0x0014100000140000ull | 0x104); /* 140000-141FFF, outside: WP */
	board_msr(b, 0x1301, 0x38);
	board_msr(b, 0x132b, 0x78000);
	board_msr(b, 0x133b, 0xffffull << 32 | 0x140000);
	poke(b, 0x141000, 0x11);
	assert_int_equal(b->ram[0x141000], 0);
	/* In the handler: mov [bx], al with the same DS and BX; rsm */
	memcpy(b->ram + 0x140000, "\x88\x07\x0f\xaa", 4);
	BOARD_CODE(b, 0x10000, 0x90, 0x90);
	cpu_set_reg(b->cpu, CPU_REG_EBX, 0);
	cpu_set_smi(b->cpu, true);
	board_steps(b, 2);
	assert_int_equal(b->ram[0x141000], 0x11);
	board_free(b);
}

static void code_just_written_is_fetched_from_the_cache(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);
	static const uint8_t code[] = {0xb0, 0x77, 0xf4}; /* mov al, 77h; hlt */

	(void)state;
	board_msr(b, 0x1808, 0x01fffff010010002ull);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	for (unsigned n = 0; n < 3; n++)
		poke(b, 0x50000 + n, code[n]);
	assert_int_equal(b->ram[0x50000], 0);
	cpu_set_reg(b->cpu, CPU_REG_CS, 0x5000);
	cpu_set_reg(b->cpu, CPU_REG_EIP, 0);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EAX) & 0xff, 0x77);
	board_free(b);
}

static void bus_masters_see_dirty_lines_and_drop_stale_ones(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	board_msr(b, 0x1808, 0x01fffff010010002ull);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	poke(b, 0x50000, 9);
	assert_int_equal(b->ram[0x50000], 0);
	cpu_memory_snoop_read(b->cpu, 0x50000, 64);
	assert_int_equal(b->ram[0x50000], 9);
	b->ram[0x50000] = 8;
	cpu_memory_written(b->cpu, 0x50000, 1);
	assert_int_equal(peek(b, 0x50000), 8);
	board_free(b);
}

static void l2_keeps_what_l1_evicts(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	board_msr(b, 0x1808, 0x01fffff010200002ull);
	board_msr(b, 0x1700, 0x400);
	board_msr(b, 0x1800, 0x4000);
	board_msr(b, 0x1920, 0x10);
	board_msr(b, 0x1920, 0x0f);
	assert_int_equal(b->signals[CPU_SIGNAL_STRICT], 0);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x10);
	/* Seventeen lines of one set: one of them must leave L1, none may reach memory. */
	for (unsigned n = 0; n < 17; n++)
		poke(b, 0x100000 + n * 0x1000, (uint8_t)(n + 1));
	for (unsigned n = 0; n < 17; n++)
		assert_int_equal(b->ram[0x100000 + n * 0x1000], 0);
	for (unsigned n = 0; n < 17; n++)
		assert_int_equal(peek(b, 0x100000 + n * 0x1000), n + 1);
	execute(b, WBINVD);
	for (unsigned n = 0; n < 17; n++)
		assert_int_equal(b->ram[0x100000 + n * 0x1000], n + 1);
	board_free(b);
}

static void l2_without_its_preconditions_is_told(void **state)
{
	struct board *b = car_board(CPU_GEODE_LX);

	(void)state;
	board_msr(b, 0x1920, 0x0f);
	assert_int_equal(b->last_arg[CPU_SIGNAL_STRICT], CPU_STRICT_L2_RULES);
	board_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cache_as_ram_works_without_memory),
		cmocka_unit_test(cache_as_ram_on_gx2_has_four_ways),
		cmocka_unit_test(planting_a_line_twice_loses_the_first),
		cmocka_unit_test(invd_drops_and_wbinvd_saves),
		cmocka_unit_test(wbinvd_without_memory_loses_the_stack),
		cmocka_unit_test(dm_config_turns_invd_into_wbinvd),
		cmocka_unit_test(dcdis_takes_the_data_cache_away),
		cmocka_unit_test(reading_fills_lines_that_stay_after_the_freeze),
		cmocka_unit_test(uncached_regions_are_never_filled),
		cmocka_unit_test(invd_undoes_writes_that_were_only_cached),
		cmocka_unit_test(write_through_reaches_memory_at_once),
		cmocka_unit_test(write_protected_regions_discard_writes),
		cmocka_unit_test(smm_region_is_protected_outside_smm_only),
		cmocka_unit_test(code_just_written_is_fetched_from_the_cache),
		cmocka_unit_test(bus_masters_see_dirty_lines_and_drop_stale_ones),
		cmocka_unit_test(l2_keeps_what_l1_evicts),
		cmocka_unit_test(l2_without_its_preconditions_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
