/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes an expanded ramstage runnable where it lies (format: boot/stage.h). */
#include <string.h>
#include <boot/stage.h>

#define LONG_DISTANCE 0xff
#define CALL	      0xe8u /* with a 32-bit distance behind it */

/* util/mkramstage wrote targets behind what looks like calls, since they pack better: back to distances. */
static void restore_calls(uint8_t *image, uint32_t size)
{
	for (uint32_t at = sizeof(struct stage_header); at + 5 <= size; at++) {
		if (image[at] != CALL)
			continue;
		*(uint32_t *)(image + at + 1) -= at + 5;
		at += 4;
	}
}

uintptr_t stage_relocate(void *base, size_t size, size_t space)
{
	const struct stage_header *h = base;
	uint8_t *image = base;
	const uint8_t *reloc, *end;
	uint32_t image_size, memory_size, entry, at = 0;

	if (size < sizeof(*h) || h->magic != STAGE_MAGIC || h->image_size > size ||
	    h->relocs_size != size - h->image_size || h->memory_size < h->image_size ||
	    h->memory_size > space || h->entry >= h->image_size)
		return 0;
	image_size = h->image_size;
	memory_size = h->memory_size;
	entry = h->entry;
	end = image + size;
	restore_calls(image, image_size);
	for (reloc = image + image_size; reloc < end; reloc++) {
		uint32_t distance = *reloc;

		if (distance == LONG_DISTANCE) {
			if (end - reloc < 3)
				return 0;
			distance = reloc[1] | (uint32_t)reloc[2] << 8;
			reloc += 2;
		}
		at += distance;
		if (at > image_size - sizeof(uint32_t))
			return 0;
		*(uint32_t *)(image + at) += (uint32_t)(uintptr_t)base;
	}
	memset(image + image_size, 0, memory_size - image_size);
	return (uintptr_t)base + entry;
}
