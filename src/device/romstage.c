/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Romstage's chip hooks, in the order of the tree. */
#include <console/console.h>
#include <device/chip.h>
#include <lib/errors.h>

int chips_early_init(void)
{
	int result = 0;

	for (unsigned i = 0; i < devtree_romstage_count; i++) {
		const struct chip_romstage_entry *entry = &devtree_romstage[i];
		int err = entry->ops->early_init ? entry->ops->early_init(entry->config) : 0;

		if (err) {
			pr_err("%s: %s\n", entry->name, err_str(err));
			result = result ? result : err;
		}
	}
	return result;
}

int chips_ram_init(struct ram_info *ram)
{
	for (unsigned i = 0; i < devtree_romstage_count; i++) {
		const struct chip_romstage_entry *entry = &devtree_romstage[i];

		if (entry->ops->ram_init)
			return entry->ops->ram_init(entry->config, ram);
	}
	return ERR_NO_DEVICE;
}

int chips_smbus_read(uint8_t address, uint8_t offset, uint8_t *data, unsigned count)
{
	for (unsigned i = 0; i < devtree_romstage_count; i++) {
		const struct chip_romstage_entry *entry = &devtree_romstage[i];

		if (entry->ops->smbus_read)
			return entry->ops->smbus_read(entry->config, address, offset, data, count);
	}
	return ERR_NO_DEVICE;
}

void chips_full_reset(void)
{
	for (unsigned i = 0; i < devtree_romstage_count; i++) {
		const struct chip_romstage_entry *entry = &devtree_romstage[i];

		if (entry->ops->full_reset)
			entry->ops->full_reset(entry->config);
	}
}
