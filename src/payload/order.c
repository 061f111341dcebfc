/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot order file of a region. */
#include <console/console.h>
#include <lib/errors.h>
#include <payload/payload.h>

#define BOOT_ORDER_FILE "bootorder"

void boot_order_read(enum boot_region region, struct boot_order *order)
{
	struct bootorder_cursor cursor = {0};
	struct cbfs_file file;

	order->region = region;
	order->count = 0;
	if (region_file(region, BOOT_ORDER_FILE, true, &file))
		return;
	while (order->count < MAX_BOOT_ENTRIES) {
		struct bootorder_entry *entry = &order->entry[order->count];
		int got = bootorder_next((const char *)file.data, file.stored_size, &cursor, entry);

		if (!got)
			return;
		if (got < 0)
			pr_warn("%s: %s line %u: %s.\n", region_name(region), BOOT_ORDER_FILE,
				entry->line, err_str(got));
		else
			order->count++;
	}
	pr_warn("%s: %s: only the first %u entries are used.\n", region_name(region),
		BOOT_ORDER_FILE, MAX_BOOT_ENTRIES);
}
