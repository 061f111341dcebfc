/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Goes through the boot order until a payload runs. */
#include <arch/cpu.h>
#include <boot/context.h>
#include <boot/stages.h>
#include <console/console.h>
#include <drivers/option_store.h>
#include <payload/payload.h>

static struct boot_order order;

static unsigned int preset_entry(void)
{
	uint32_t wanted;

	if (option_get(OPTION_BOOT_DEFAULT, &wanted) || !wanted)
		return 0;
	if (wanted > order.count) {
		pr_warn("CMOS option boot_default is %u, but there are only %u entries.\n", wanted,
			order.count);
		return 0;
	}
	return wanted - 1;
}

/* Tries every entry once, the one at `first` before the others. */
static void try_all(unsigned int first)
{
	for (unsigned int i = 0; i < order.count; i++) {
		const struct bootorder_entry *entry = &order.entry[(first + i) % order.count];

		post_code(POST_LOAD_PAYLOAD);
		pr_info("Payload %s (%s)%s%s\n", entry->title, entry->file,
			entry->cmdline[0] ? " " : "", entry->cmdline);
		timestamp_add(TS_LOAD_PAYLOAD);
		payload_start(order.region, entry);
		post_code(POST_PAYLOAD_FAILED);
	}
}

void payload_boot(void)
{
	enum boot_region own = context()->region;
	enum boot_region other = own == REGION_NORMAL ? REGION_FALLBACK : REGION_NORMAL;

	boot_order_read(own, &order);
	if (order.count)
		try_all(boot_menu(&order, preset_entry()));
	else
		pr_err("%s has no boot order.\n", region_name(own));

	if (CONFIG_NORMAL_SIZE_KB) {
		pr_err("No payload of %s can be started, trying %s.\n", region_name(own),
		       region_name(other));
		boot_order_read(other, &order);
		try_all(0);
	}

	post_code(POST_NO_PAYLOAD);
	pr_emerg("No payload can be started. Write a good image, or press a key to try again.\n");
	for (;;) {
		while (boot_key() < 0)
			cpu_relax();
		boot_order_read(own, &order);
		if (order.count)
			try_all(boot_menu(&order, 0));
	}
}
