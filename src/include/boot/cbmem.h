/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cbmem: objects at the top of low RAM that outlive the firmware, handed out from the top down. */
#ifndef BOOT_CBMEM_H
#define BOOT_CBMEM_H

#include <stddef.h>
#include <stdint.h>

#define CBMEM_MAX_ENTRIES  16

/* Ids as coreboot's tools know them. */
#define CBMEM_ID_CONSOLE   0x434f4e53u
#define CBMEM_ID_TIMESTAMP 0x54494d45u
#define CBMEM_ID_CBTABLE   0x43425442u
#define CBMEM_ID_ACPI	   0x41435049u
#define CBMEM_ID_SMBIOS	   0x534d4254u
#define CBMEM_ID_RAMSTAGE  0x9a357a9eu
#define CBMEM_ID_STACK	   0x5354414bu /* "STAK": context and stack of ramstage */
#define CBMEM_ID_ROOT	   0xff4007ffu

struct cbmem_entry {
	uint32_t id;
	uint32_t base;
	uint32_t size;
};

struct cbmem_directory {
	uint32_t magic;
	uint32_t top;  /* first byte behind cbmem */
	uint32_t base; /* lowest byte handed out so far, 4 KiB aligned */
	uint32_t count;
	struct cbmem_entry entry[CBMEM_MAX_ENTRIES];
};

/*
 * Opens cbmem below `top` (the end of low RAM, rounded down to 64 KiB here) and notes the directory
 * in the context. When the machine wakes (context()->resuming), the directory that is there is kept, and what is asked
 * for is what was handed out before; where that cannot be, it is no wake any more.
 */
void cbmem_init(uint64_t top);

/*
 * Hands out `size` bytes, aligned to `align` (a power of two, at least 4096 is used), under `id`.
 * Returns NULL, with a message, when the directory is full or RAM would not suffice.
 */
void *cbmem_add_aligned(uint32_t id, size_t size, size_t align);

/* As cbmem_add_aligned() with 4 KiB alignment. */
void *cbmem_add(uint32_t id, size_t size);

/* The object with this id, or NULL. *size (when not NULL) gets its length in bytes. */
void *cbmem_find(uint32_t id, size_t *size);

/* The directory, or NULL while there is no RAM. */
struct cbmem_directory *cbmem_directory(void);

#endif
