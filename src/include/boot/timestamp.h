/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Timestamps of stages and steps, in the format of the coreboot table's timestamp record. */
#ifndef BOOT_TIMESTAMP_H
#define BOOT_TIMESTAMP_H

#include <stdint.h>

#define EARLY_TIMESTAMPS 24
#define MAX_TIMESTAMPS	 96

/* Ids that Debian's cbmem and GRUB print by name. */
enum timestamp_id {
	TS_START = 0,
	TS_ROMSTAGE_START = 1,
	TS_RAM_INIT_START = 2,
	TS_RAM_INIT_END = 3,
	TS_ROMSTAGE_END = 4,
	TS_RAMSTAGE_LOAD_START = 8,
	TS_RAMSTAGE_LOAD_END = 9,
	TS_RAMSTAGE_START = 10,
	TS_BOOTBLOCK_START = 11,
	TS_BOOTBLOCK_END = 12,
	TS_ROMSTAGE_LOAD_START = 13,
	TS_ROMSTAGE_LOAD_END = 14,
	TS_LZMA_START = 15,
	TS_LZMA_END = 16,
	TS_LZ4_START = 17,
	TS_LZ4_END = 18,
	TS_DEVICE_ENUMERATE = 30,
	TS_DEVICE_CONFIGURE = 40,
	TS_DEVICE_ENABLE = 50,
	TS_DEVICE_INIT = 60,
	TS_DEVICE_DONE = 70,
	TS_CBMEM_READY = 75,
	TS_WRITE_TABLES = 80,
	TS_LOAD_PAYLOAD = 90,
	TS_PAYLOAD_JUMP = 99,
};

struct __attribute__((packed)) timestamp_entry {
	uint32_t id;
	uint64_t ticks; /* since base_time */
};

struct __attribute__((packed)) timestamp_table {
	uint64_t base_time;
	uint16_t max_entries;
	uint16_t tick_freq_mhz;
	uint32_t num_entries;
	struct timestamp_entry entry[];
};

/* Notes that `id` happens now. Silently dropped once the table is full. */
void timestamp_add(enum timestamp_id id);

#endif
