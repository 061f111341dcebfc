/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees made by hand or at random, for the allocator's tests. */
#ifndef TESTS_UNIT_DEVICE_TREE_H
#define TESTS_UNIT_DEVICE_TREE_H

#include <device/device.h>

/* Memory of one test: freed as a whole. */
void *arena_alloc(size_t size);
void arena_free(void);

/* A tree under construction: root, domain, and every device in list order. */
struct tree {
	struct device *root;
	struct device *domain;
	struct device *last;
};

/* Root and domain with I/O [1000h, FFFFh] and memory [memory, FEBFFFFFh]. */
struct tree tree_new(uint64_t memory);

/* A device behind `parent`; parents are made before what is behind them. */
struct device *tree_device(struct tree *tree, struct device *parent);

/* A bridge with the windows asked for: RES_IO, RES_MEM, RES_PREFETCH ored. */
struct device *tree_bridge(struct tree *tree, struct device *parent, unsigned windows);

/* A BAR as the PCI code makes it: size is the alignment too. */
struct resource *tree_bar(struct device *dev, unsigned flags, uint64_t size);

struct resource *tree_fixed(struct device *dev, unsigned flags, uint64_t base, uint64_t size);

/* The window of `bridge` that the rules give to a resource behind it, or NULL. */
const struct resource *tree_window(const struct device *bridge, const struct resource *res);

/* Forgets the results of an earlier run. */
void tree_unassign(struct tree *tree);

/* Runs the allocator on it. */
struct resource_plan tree_assign(struct tree *tree, bool isa_aliases);

/*
 * Fails the test unless every assigned resource is aligned, inside its window and its limit, and apart
 * from its neighbours and everything fixed, and every other one is in the plan's list exactly once.
 */
void tree_check(const struct tree *tree, const struct resource_plan *plan, bool isa_aliases);

#endif
