/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bootblock's chip hooks, in the order of the tree. */
#include <console/console.h>
#include <device/chip.h>
#include <lib/errors.h>

int chips_bootblock_init(void)
{
	int result = 0;

	for (unsigned i = 0; i < devtree_bootblock_count; i++) {
		const struct chip_bootblock_entry *entry = &devtree_bootblock[i];
		int err = entry->ops->init(entry->config);

		if (err) {
			pr_err("%s: %s\n", entry->name, err_str(err));
			result = result ? result : err;
		}
	}
	return result;
}
