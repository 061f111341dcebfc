/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the device tree, the devices found and the CPU to the inputs of the table writers. */
#ifndef TABLES_DESCRIBE_H
#define TABLES_DESCRIBE_H

#include <stdbool.h>
#include <stdint.h>

struct memmap;
struct table_buffer;

/*
 * Each appends one table to `out`, whose base is the physical address at which it stays. They return
 * the offset of what an OS looks for (RSDP, entry point, $PIR, header), ERR_NO_DEVICE when this machine
 * has nothing to describe that way, or the writer's error.
 */

/* coreboot_table, coreboot_size: where the coreboot table will be. */
int describe_acpi(struct table_buffer *out, uint32_t coreboot_table, uint32_t coreboot_size);
int describe_smbios(struct table_buffer *out, const struct memmap *map);
/* *slots: how many slots are in the table. */
int describe_pirq(struct table_buffer *out, unsigned *slots);
/* rsdp: physical address or 0. */
int describe_coreboot(struct table_buffer *out, const struct memmap *map, uint32_t rsdp);

#endif
