/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage's heap: what its image and BSS leave of its space at the top of RAM. */
#include <stdint.h>
#include <string.h>
#include <boot/cbmem.h>
#include <boot/heap.h>
#include <console/console.h>

#define HEAP_ALIGN 16u

extern uint8_t ramstage_end[];

static uint8_t *heap_next, *heap_end;

void *xzalloc(size_t size)
{
	uint8_t *p;

	if (!heap_next) {
		size_t space = 0;
		uint8_t *base = cbmem_find(CBMEM_ID_RAMSTAGE, &space);

		heap_next = ramstage_end;
		heap_end = base + space;
	}
	if (size > (size_t)(heap_end - heap_next) - HEAP_ALIGN)
		die("Ramstage's heap is full (%zu bytes wanted): raise RAMSTAGE_SPACE_KB.\n", size);
	p = heap_next;
	heap_next += (size + HEAP_ALIGN - 1) & ~(HEAP_ALIGN - 1);
	return memset(p, 0, size);
}
