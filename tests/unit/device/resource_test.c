/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The resource allocator: given cases. */
#include "../test.h"
#include <lib/errors.h>
#include "tree.h"

#define KIB 1024ull
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static int teardown(void **state)
{
	(void)state;
	arena_free();
	return 0;
}

static void bars_of_a_plain_pc_get_addresses_at_the_top(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *vga = tree_device(&tree, tree.domain);
	struct device *nic = tree_device(&tree, tree.domain);
	struct resource *frame = tree_bar(vga, RES_MEM | RES_PREFETCH, 16 * MIB);
	struct resource *io = tree_bar(nic, RES_IO, 64);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 0);
	assert_int_equal(frame->base, 0xfd000000);
	assert_int_equal(io->base, 0xffc0);
}

static void a_bar_is_put_around_fixed_ranges(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *dev = tree_device(&tree, tree.domain);
	struct device *isa = tree_device(&tree, tree.domain);
	struct resource *io;
	struct resource_plan plan;

	(void)state;
	/* all but AF20h..AF5Fh */
	tree_fixed(isa, RES_IO, 0x1000, 0x9f20);
	tree_fixed(isa, RES_IO, 0xaf60, 0x50a0);
	io = tree_bar(dev, RES_IO, 32);
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	assert_int_equal(io->base, 0xaf40);
}

static void a_bar_that_fills_the_space_to_the_byte_fits(void **state)
{
	struct tree tree = tree_new(0xf0000000);
	struct device *dev = tree_device(&tree, tree.domain);
	struct resource_plan plan;

	(void)state;
	/* F0000000h..FEBFFFFFh is 236 MiB: 128 + 64 + 32 + 8 + 4 */
	for (unsigned i = 0; i < 5; i++)
		tree_bar(dev, RES_MEM, (const unsigned[]){4, 32, 8, 128, 64}[i] * MIB);
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 0);
}

static void a_window_of_odd_size_does_not_take_a_big_bars_place(void **state)
{
	struct tree tree =
		tree_new(0xfe500000); /* 7 MiB, the upper 4 of them aligned for the BAR */
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_MEM);
	struct device *behind = tree_device(&tree, bridge);
	struct resource_plan plan;

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		tree_bar(behind, RES_MEM, 1 * MIB);
	tree_bar(tree_device(&tree, tree.domain), RES_MEM, 4 * MIB);
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 0);
}

static void a_bar_bigger_than_the_hole_is_named_and_the_rest_works(void **state)
{
	struct tree tree = tree_new(0xe0000000);
	struct device *big = tree_device(&tree, tree.domain);
	struct device *small = tree_device(&tree, tree.domain);
	struct resource *impossible = tree_bar(big, RES_MEM | RES_PREFETCH | RES_64BIT, GIB);
	struct resource *possible = tree_bar(small, RES_MEM, 128 * KIB);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 1);
	assert_ptr_equal(plan.missed[0].dev, big);
	assert_ptr_equal(plan.missed[0].res, impossible);
	assert_true(possible->flags & RES_ASSIGNED);
}

static void a_bar_that_wraps_4_gib_alone_is_named(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_MEM | RES_PREFETCH);
	struct device *dev = tree_device(&tree, bridge);
	struct resource *res = tree_bar(dev, RES_MEM | RES_PREFETCH | RES_64BIT, 4 * GIB);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	assert_int_equal(plan.missed_count, 1);
	assert_ptr_equal(plan.missed[0].res, res);
	/* the biggest a BAR can say */
	tree_unassign(&tree);
	res->size = res->align = 1ull << 63;
	plan = tree_assign(&tree, false);
	assert_int_equal(plan.missed_count, 1);
}

static void behind_bridges_only_what_is_too_big_stays_off(void **state)
{
	struct tree tree = tree_new(0xe0000000);
	struct device *bridge = tree.domain;
	struct resource *big, *small;
	struct resource_plan plan;

	(void)state;
	for (unsigned depth = 0; depth < 12; depth++)
		bridge = tree_bridge(&tree, bridge, RES_IO | RES_MEM | RES_PREFETCH);
	big = tree_bar(tree_device(&tree, bridge), RES_MEM, 512 * MIB);
	small = tree_bar(tree_device(&tree, bridge), RES_MEM, 4 * KIB);
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 1);
	assert_ptr_equal(plan.missed[0].res, big);
	assert_true(small->flags & RES_ASSIGNED);
}

static void an_expansion_rom_gives_way_before_a_bar(void **state)
{
	struct tree tree = tree_new(0xfe900000); /* 3 MiB */
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_MEM);
	struct device *dev = tree_device(&tree, bridge);
	struct resource *rom = tree_bar(dev, RES_MEM | RES_PREFETCH | RES_ROM, 1 * MIB);
	struct resource *bar = tree_bar(dev, RES_MEM, 2 * MIB);
	struct resource *second = tree_bar(dev, RES_MEM | RES_PREFETCH | RES_ROM, 512 * KIB);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 2);
	assert_ptr_equal(plan.missed[0].res, rom);
	assert_ptr_equal(plan.missed[1].res, second);
	assert_true(bar->flags & RES_ASSIGNED);
}

static void a_full_io_space_leaves_the_last_devices_without(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *nic[20];
	struct resource_plan plan;
	unsigned with_io = 0;

	(void)state;
	for (unsigned i = 0; i < 20; i++) {
		struct device *bridge = tree_bridge(&tree, tree.domain, RES_IO | RES_MEM);

		nic[i] = tree_device(&tree, bridge);
		tree_bar(nic[i], RES_MEM, 128 * KIB);
		tree_bar(nic[i], RES_IO, 64);
	}
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	/* 15 windows of 4 KiB fit between 1000h and FFFFh; memory is there for all */
	assert_int_equal(plan.missed_count, 5);
	for (unsigned i = 0; i < 20; i++) {
		assert_true(nic[i]->res->flags & RES_ASSIGNED);
		with_io += !!(nic[i]->res->next->flags & RES_ASSIGNED);
	}
	assert_int_equal(with_io, 15);
}

static void a_bridge_without_io_window_costs_its_devices_only_their_io(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *outer = tree_bridge(&tree, tree.domain, RES_MEM);
	struct device *inner = tree_bridge(&tree, outer, RES_IO | RES_MEM);
	struct device *dev = tree_device(&tree, inner);
	struct resource *io = tree_bar(dev, RES_IO, 16), *memory = tree_bar(dev, RES_MEM, 4096);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 1);
	assert_ptr_equal(plan.missed[0].res, io);
	assert_true(memory->flags & RES_ASSIGNED);
}

static void prefetchable_memory_uses_the_prefetchable_window_and_roms_do_not(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_MEM | RES_PREFETCH);
	struct device *dev = tree_device(&tree, bridge);
	struct resource *frame = tree_bar(dev, RES_MEM | RES_PREFETCH, 32 * MIB);
	struct resource *rom = tree_bar(dev, RES_MEM | RES_PREFETCH | RES_ROM, 64 * KIB);
	struct resource *plain = bridge->res, *prefetch = bridge->res->next;
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	tree_check(&tree, &plan, false);
	assert_true(frame->base >= prefetch->base && resource_end(frame) <= resource_end(prefetch));
	assert_true(rom->base >= plain->base && resource_end(rom) <= resource_end(plain));
	assert_int_equal(prefetch->size, 32 * MIB);
	assert_int_equal(plain->size, 1 * MIB);
}

static void a_bridge_with_nothing_behind_it_gets_no_window(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_IO | RES_MEM | RES_PREFETCH);
	struct resource_plan plan = tree_assign(&tree, false);

	(void)state;
	assert_int_equal(plan.missed_count, 0);
	for (const struct resource *res = bridge->res; res; res = res->next)
		assert_false(res->flags & RES_ASSIGNED);
}

static void io_stays_out_of_the_aliases_of_isa_cards(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_IO | RES_MEM);
	struct device *behind = tree_device(&tree, bridge);
	struct device *dev = tree_device(&tree, tree.domain);
	struct resource_plan plan;

	(void)state;
	for (unsigned i = 0; i < 12; i++) {
		tree_bar(behind, RES_IO, 4u << (i % 8));
		tree_bar(dev, RES_IO, 8u << (i % 6));
	}
	plan = tree_assign(&tree, true);
	tree_check(&tree, &plan, true);
	assert_int_equal(plan.missed_count, 0);
}

static void a_bar_for_the_first_megabyte_is_named(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *dev = tree_device(&tree, tree.domain);
	struct device *bridge = tree_bridge(&tree, tree.domain, RES_MEM);
	struct device *behind = tree_device(&tree, bridge);
	struct resource_plan plan;

	(void)state;
	tree_bar(dev, RES_MEM, 4096)->limit = 0xfffff;
	tree_bar(behind, RES_MEM, 4096)->limit = 0xfffff;
	plan = tree_assign(&tree, false);
	tree_check(&tree, &plan, false);
	assert_int_equal(plan.missed_count, 2);
}

static void two_fixed_ranges_in_the_same_place_are_reported(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *pm = tree_device(&tree, tree.domain);
	struct device *smbus = tree_device(&tree, tree.domain);
	struct device *other = tree_device(&tree, tree.domain);
	struct resource *second;
	struct resource_plan plan;

	(void)state;
	tree_fixed(pm, RES_IO, 0x600, 64);
	second = tree_fixed(smbus, RES_IO, 0x63f, 16);
	tree_fixed(other, RES_IO, 0x640 + 15, 16);
	tree_fixed(other, RES_MEM, 0x600, 64);
	plan = tree_assign(&tree, false);
	assert_int_equal(plan.overlap_count, 1);
	assert_ptr_equal(plan.overlaps[0].res, second);
	assert_ptr_equal(plan.overlaps[0].dev, smbus);
}

static void subtractive_ranges_take_nothing_away(void **state)
{
	struct tree tree = tree_new(256 * MIB);
	struct device *isa = tree_device(&tree, tree.domain);
	struct device *dev = tree_device(&tree, tree.domain);
	struct resource *io;
	struct resource_plan plan;

	(void)state;
	tree_fixed(isa, RES_IO | RES_SUBTRACTIVE, 0, 0x10000);
	io = tree_bar(dev, RES_IO, 256);
	plan = tree_assign(&tree, false);
	assert_true(io->flags & RES_ASSIGNED);
	assert_int_equal(plan.overlap_count, 0);
}

static void nonsense_is_refused_and_nothing_is_placed(void **state)
{
	static const struct resource bad[] = {
		{.flags = RES_MEM, .size = 4096, .align = 3000},
		{.flags = RES_MEM, .size = 4096, .align = 0},
		{.flags = RES_MEM | RES_IO, .size = 16, .align = 16},
		{.flags = 0, .size = 16, .align = 16},
		{.flags = RES_MEM | RES_FIXED, .base = UINT64_MAX - 5, .size = 16, .align = 1},
		{.flags = RES_MEM | RES_WINDOW, .granularity = 12345},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct tree tree = tree_new(256 * MIB);
		struct device *dev = tree_device(&tree, tree.domain);
		struct resource *good = tree_bar(dev, RES_IO, 64);
		struct resource_plan plan = {
			.devices = tree.root,
			.domain = tree.domain,
			.alloc = arena_alloc,
		};

		good->next = arena_alloc(sizeof(bad[i]));
		memcpy(good->next, &bad[i], sizeof(bad[i]));
		assert_int_equal(resource_assign(&plan), ERR_INVALID);
		assert_false(good->flags & RES_ASSIGNED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bars_of_a_plain_pc_get_addresses_at_the_top),
		cmocka_unit_test(a_bar_is_put_around_fixed_ranges),
		cmocka_unit_test(a_bar_that_fills_the_space_to_the_byte_fits),
		cmocka_unit_test(a_window_of_odd_size_does_not_take_a_big_bars_place),
		cmocka_unit_test(a_bar_bigger_than_the_hole_is_named_and_the_rest_works),
		cmocka_unit_test(a_bar_that_wraps_4_gib_alone_is_named),
		cmocka_unit_test(behind_bridges_only_what_is_too_big_stays_off),
		cmocka_unit_test(an_expansion_rom_gives_way_before_a_bar),
		cmocka_unit_test(a_full_io_space_leaves_the_last_devices_without),
		cmocka_unit_test(a_bridge_without_io_window_costs_its_devices_only_their_io),
		cmocka_unit_test(prefetchable_memory_uses_the_prefetchable_window_and_roms_do_not),
		cmocka_unit_test(a_bridge_with_nothing_behind_it_gets_no_window),
		cmocka_unit_test(io_stays_out_of_the_aliases_of_isa_cards),
		cmocka_unit_test(a_bar_for_the_first_megabyte_is_named),
		cmocka_unit_test(two_fixed_ranges_in_the_same_place_are_reported),
		cmocka_unit_test(subtractive_ranges_take_nothing_away),
		cmocka_unit_test(nonsense_is_refused_and_nothing_is_placed),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
