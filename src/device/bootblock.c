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
		int err = entry->ops->init ? entry->ops->init(entry->config) : 0;

		if (err) {
			pr_err("%s: %s\n", entry->name, err_str(err));
			result = result ? result : err;
		}
	}
	return result;
}

int chips_start_clocks(void)
{
	for (unsigned i = 0; i < devtree_bootblock_count; i++) {
		const struct chip_bootblock_entry *entry = &devtree_bootblock[i];
		int err = entry->ops->start_clocks ? entry->ops->start_clocks(entry->config) : 0;

		if (err)
			return err;
	}
	return 0;
}

int chips_resume(void)
{
	int region = ERR_NO_DEVICE;

	for (unsigned i = 0; i < devtree_bootblock_count && region < 0; i++) {
		const struct chip_bootblock_entry *entry = &devtree_bootblock[i];

		if (entry->ops->resume)
			region = entry->ops->resume(entry->config);
	}
	return region;
}

int chips_bootblock_smbus_read(uint8_t address, uint8_t offset, uint8_t *data, unsigned count)
{
	for (unsigned i = 0; i < devtree_bootblock_count; i++) {
		const struct chip_bootblock_entry *entry = &devtree_bootblock[i];

		if (entry->ops->smbus_read)
			return entry->ops->smbus_read(entry->config, address, offset, data, count);
	}
	return ERR_NO_DEVICE;
}
