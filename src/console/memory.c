/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory console: a ring in the format of the coreboot table's CBMEM console record. */
#include <string.h>

#include "sinks.h"

#define CURSOR_MASK 0x0fffffffu
#define WRAPPED	    0x80000000u

void memory_console_write(struct console_ring *ring, const char *text, size_t length)
{
	uint32_t at = ring->cursor & CURSOR_MASK;
	uint32_t wrapped = ring->cursor & WRAPPED;

	while (length) {
		size_t part = ring->size - at;

		if (part > length)
			part = length;
		memcpy(ring->body + at, text, part);
		text += part;
		length -= part;
		at += part;
		if (at == ring->size) {
			at = 0;
			wrapped = WRAPPED;
		}
	}
	ring->cursor = at | wrapped;
}
