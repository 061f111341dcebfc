/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file "ramstage" of a region: header, image, packed relocations.
 *
 * Header and image are linked at 0 and run at any 4 KiB boundary. The relocations say where a 32-bit
 * word holds an address: one byte each, the distance from the last one; FFh means that the distance
 * follows as two little-endian bytes. They lie where the image's BSS will be. The header counts in bytes.
 * Behind each byte E8h (call) between header and relocations, 4 bytes hold not the distance but distance
 * plus place: the target of a call, the same for all callers, which packs better. What follows such an operand
 * is looked at next.
 */
#ifndef BOOT_STAGE_H
#define BOOT_STAGE_H

#define STAGE_MAGIC 0x47545343 /* "CSTG" */

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

struct stage_header {
	uint32_t magic;
	uint32_t image_size;  /* header, code and data: where the relocations start */
	uint32_t memory_size; /* image and BSS */
	uint32_t relocs_size; /* filled in by util/mkramstage */
	uint32_t entry;	      /* offset of void entry(void), entered on the stage's stack */
};

/*
 * Makes the stage file of `size` bytes at `base` runnable there: checks the header, restores the
 * calls, applies the relocations, clears the BSS. `space` is the room at base in bytes.
 * Returns the entry address, or 0 when the file is damaged.
 */
uintptr_t stage_relocate(void *base, size_t size, size_t space);

#endif
#endif
