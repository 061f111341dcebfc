/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The firmware's tables as test payloads read them: records of the coreboot table, the ACPI tables' FADT. */
#ifndef TESTS_PAYLOADS_TABLES_H
#define TESTS_PAYLOADS_TABLES_H

#include <stddef.h>
#include "payload.h"

#define TAG_MEMORY  1
#define MEMORY_RAM  1
#define RANGE_WORDS 5
#define RSDP_SPACE  0x000e0000u
#define RSDP_END    0x00100000u
#define RSDP_RSDT   16
#define HEADER	    36

/** find_record - the first record of the coreboot table with this tag, NULL: there is none. */
static inline const uint32_t *find_record(const uint32_t *table, uint32_t tag)
{
	const uint32_t *record = (const uint32_t *)((const uint8_t *)table + table[1]);

	for (uint32_t left = table[5]; left--;
	     record = (const uint32_t *)((const uint8_t *)record + record[1])) {
		if (record[0] == tag)
			return record;
	}
	return NULL;
}

/**
 * next_range - the range of the memory record behind @range (NULL: the first), NULL: no more.
 * A range is base and size in two words each, and its type.
 */
static inline const uint32_t *next_range(const uint32_t *table, const uint32_t *range)
{
	const uint32_t *record = find_record(table, TAG_MEMORY);

	if (!record)
		return NULL;
	range = range ? range + RANGE_WORDS : record + 2;
	return (const uint8_t *)range < (const uint8_t *)record + record[1] ? range : NULL;
}

/** word - 32 bits of memory. */
static inline uint32_t word(uint32_t address)
{
	return *(volatile uint32_t *)address;
}

/** find_fadt - address of the fixed ACPI description table, 0: there is none. */
static inline uint32_t find_fadt(void)
{
	for (uint32_t at = RSDP_SPACE; at < RSDP_END; at += 16) {
		if (word(at) != 0x20445352 || word(at + 4) != 0x20525450) /* "RSD PTR " */
			continue;
		const uint32_t rsdt = word(at + RSDP_RSDT);

		for (uint32_t entry = HEADER; entry < word(rsdt + 4); entry += 4) {
			if (word(word(rsdt + entry)) == 0x50434146) /* "FACP" */
				return word(rsdt + entry);
		}
	}
	return 0;
}

#endif
