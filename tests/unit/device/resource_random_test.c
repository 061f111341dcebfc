/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The resource allocator on random trees: whatever is asked for, the answer keeps the rules. */
#include "../test.h"
#include "tree.h"

#define TREES 3000

static uint32_t seed;

/* xorshift32: the same trees in every run. */
static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static void random_bars(struct device *dev, unsigned biggest)
{
	for (unsigned i = any(5); i > 0; i--) {
		if (any(3) == 0) {
			tree_bar(dev, RES_IO, 4ull << any(7));
			continue;
		}
		tree_bar(dev, RES_MEM | (any(2) ? RES_PREFETCH | RES_64BIT : 0),
			 16ull << any(biggest));
	}
	if (any(3) == 0)
		tree_bar(dev, RES_MEM | RES_PREFETCH | RES_ROM, 2048ull << any(10));
}

/* Bridges of all kinds, devices, fixed ranges; `biggest`: memory BARs of up to 16 << biggest bytes. */
static struct tree random_tree(unsigned devices, unsigned biggest)
{
	struct tree tree = tree_new(0x10000000ull + ((uint64_t)any(0xd0) << 24));
	struct device *bridge[32] = {tree.domain};
	unsigned bridges = 1;

	for (unsigned i = 0; i < devices; i++) {
		struct device *parent = bridge[any(bridges)];

		if (any(3) == 0 && bridges < 32) {
			unsigned windows =
				RES_MEM | (any(4) ? RES_IO : 0) | (any(3) ? RES_PREFETCH : 0);

			bridge[bridges] = tree_bridge(&tree, parent, windows);
			random_bars(bridge[bridges++], 12);
			continue;
		}
		random_bars(tree_device(&tree, parent), biggest);
	}
	for (unsigned i = any(6); i > 0; i--) {
		struct device *isa = tree_device(&tree, tree.domain);

		if (any(2))
			tree_fixed(isa, RES_IO, any(0xff00), 1 + any(0x100));
		else
			tree_fixed(isa, RES_MEM, (uint64_t)any(0xffff) << 16, 1ull << any(25));
	}
	return tree;
}

static void no_random_machine_gets_overlapping_or_crooked_addresses(void **state)
{
	unsigned missed = 0, full = 0;

	(void)state;
	for (unsigned i = 0; i < TREES; i++) {
		bool isa_aliases = i % 4 == 3;
		struct resource_plan plan;
		struct tree tree;

		seed = i + 1;
		tree = random_tree(1 + any(40), 8 + any(22));
		plan = tree_assign(&tree, isa_aliases);
		tree_check(&tree, &plan, isa_aliases);
		missed += plan.missed_count;
		full += plan.missed_count == 0;
		arena_free();
	}
	/* Both kinds were there: machines where all fits, and some where it cannot. */
	assert_true(full > TREES / 10);
	assert_true(missed > TREES / 10);
}

static void what_fits_easily_is_never_left_out(void **state)
{
	(void)state;
	for (unsigned i = 0; i < TREES; i++) {
		struct tree tree;
		struct resource_plan plan;

		seed = 0x1000000 + i;
		tree = tree_new(0x20000000);
		for (unsigned d = 0; d < 12; d++) {
			struct device *bridge =
				tree_bridge(&tree, tree.domain, RES_IO | RES_MEM | RES_PREFETCH);
			struct device *dev = tree_device(&tree, any(2) ? bridge : tree.domain);

			tree_bar(dev, RES_IO, 4ull << any(7));
			tree_bar(dev, RES_MEM, 16ull << any(20));
			tree_bar(dev, RES_MEM | RES_PREFETCH, 16ull << any(22));
		}
		plan = tree_assign(&tree, false);
		tree_check(&tree, &plan, false);
		assert_int_equal(plan.missed_count, 0);
		arena_free();
	}
}

static void the_same_machine_always_gets_the_same_addresses(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		struct tree a, b;
		struct device *x, *y;

		seed = i + 77;
		a = random_tree(20, 20);
		seed = i + 77;
		b = random_tree(20, 20);
		tree_assign(&a, false);
		tree_assign(&b, false);
		/* and a second run over the same tree changes nothing */
		tree_unassign(&b);
		tree_assign(&b, false);
		for (x = a.domain->next, y = b.domain->next; x; x = x->next, y = y->next) {
			struct resource *r = x->res, *s = y->res;

			for (; r; r = r->next, s = s->next) {
				assert_int_equal(r->flags & RES_FAILED, s->flags & RES_FAILED);
				if (r->flags & RES_ASSIGNED && r->size)
					assert_int_equal(r->base, s->base);
			}
		}
		arena_free();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_random_machine_gets_overlapping_or_crooked_addresses),
		cmocka_unit_test(what_fits_easily_is_never_left_out),
		cmocka_unit_test(the_same_machine_always_gets_the_same_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
