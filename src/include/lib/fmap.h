/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the FMAP, the table of flash regions. Its contents are untrusted. */
#ifndef LIB_FMAP_H
#define LIB_FMAP_H

#include <stddef.h>
#include <stdint.h>

/* A named area: offset from the start of the flash and size in bytes; always inside the flash. */
struct fmap_area {
	uint32_t offset;
	uint32_t size;
	uint16_t flags;
};

/* Area flags. */
#define FMAP_STATIC	0x1u
#define FMAP_COMPRESSED 0x2u
#define FMAP_RO		0x4u
#define FMAP_PRESERVE	0x8u

/*
 * Looks up the area named `area` in the FMAP at `fmap_offset` of a memory-mapped flash of `size`
 * bytes. Returns 0 with *out filled, or
 *   ERR_CORRUPT    no FMAP there, or its header is wrong
 *   ERR_TRUNCATED  the table reaches beyond the flash
 *   ERR_NOT_FOUND  no such area
 *   ERR_RANGE      the area reaches beyond the flash, or is empty
 */
int fmap_find(const uint8_t *flash, size_t size, size_t fmap_offset, const char *area,
	      struct fmap_area *out);

/*
 * Searches the flash for an FMAP with a sound header at every multiple of `step` bytes (a power of
 * two) and gives the offset of the first. Returns 0 or ERR_NOT_FOUND. Costs size / step reads of
 * flash: use a known offset where there is one.
 */
int fmap_locate(const uint8_t *flash, size_t size, size_t step, size_t *fmap_offset);

#endif
