/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Payloads: the boot order and its menu, loading, starting. */
#ifndef PAYLOAD_PAYLOAD_H
#define PAYLOAD_PAYLOAD_H

#include <boot/region.h>
#include <lib/bootorder.h>

#define MAX_BOOT_ENTRIES 16

/* The entries of a region's boot order that can be read; order->count may be 0. */
struct boot_order {
	enum boot_region region;
	unsigned int count;
	struct bootorder_entry entry[MAX_BOOT_ENTRIES];
};

/* Reads the boot order of a region; says what is wrong with lines it must skip. */
void boot_order_read(enum boot_region region, struct boot_order *order);

/* A key from the serial console or the PS/2 keyboard, or -1 when none waits. */
int boot_key(void);

/*
 * Gives a key the time to stop the boot, and shows the menu when one came. preset: the entry to start without a key.
 * Returns the chosen index below order->count.
 */
unsigned int boot_menu(const struct boot_order *order, unsigned int preset);

/* Loads an entry and jumps to it. Returns only when it could not be loaded (the cause has been printed). */
void payload_start(enum boot_region region, const struct bootorder_entry *entry);

#endif
