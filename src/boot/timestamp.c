/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Timestamps, kept where the context says. */
#include <arch/cpu.h>
#include <boot/context.h>
#include <boot/timestamp.h>

void timestamp_add(enum timestamp_id id)
{
	struct timestamp_table *table = context()->timestamps;

	if (!table || table->num_entries >= table->max_entries)
		return;
	table->entry[table->num_entries].id = id;
	table->entry[table->num_entries].ticks = rdtsc() - table->base_time;
	table->num_entries++;
}
