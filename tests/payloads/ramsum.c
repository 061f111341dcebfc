/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that fills RAM with a pattern of its addresses and reads it back: 4 to 14 MiB, whose sum it prints, and the
 * last MiB of RAM. It ends a simulator by its exit port (-DEXIT_PORT): 0 when all was right.
 */
#include "tables.h"

#define MIB	  0x100000u
#define SUM_START (4 * MIB)
#define SUM_END	  (14 * MIB)
#define STEP	  52 /* odd in lines, so that all places of a line are met */

PAYLOAD_ENTRY_WITH_TABLE();

/* The end of the RAM that starts at 1 MiB, by the coreboot table's memory record. */
static uint32_t ram_end(const uint32_t *table)
{
	for (const uint32_t *range = NULL; (range = next_range(table, range));) {
		if (range[0] <= MIB && range[0] + range[2] > SUM_END && range[4] == MEMORY_RAM)
			return range[0] + range[2];
	}
	return 0;
}

static uint32_t pattern(uint32_t address)
{
	return address * 2654435761u ^ address >> 7;
}

static uint32_t wrong;

static uint32_t test(uint32_t start, uint32_t end)
{
	uint32_t sum = 0;

	for (uint32_t a = start; a < end; a += STEP)
		*(volatile uint32_t *)a = pattern(a);
	for (uint32_t a = start; a < end; a += STEP) {
		const uint32_t found = *(volatile uint32_t *)a;

		wrong += found != pattern(a);
		sum = (sum << 1 | sum >> 31) ^ found;
	}
	return sum;
}

void payload_main(const uint32_t *table);

void payload_main(const uint32_t *table)
{
	const uint32_t end = ram_end(table);

	put("\r\nRAM to ");
	put_hex(end, 8);
	put(" sum ");
	put_hex(test(SUM_START, SUM_END), 8);
	if (end > SUM_END)
		test(end > SUM_END + MIB ? end - MIB : SUM_END, end);
	put(" wrong ");
	put_hex(wrong, 8);
	put("\r\n");
	drain();
	outb(EXIT_PORT, wrong || !end);
	for (;;)
		__asm__ volatile("hlt");
}
