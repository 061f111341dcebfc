/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stuck memory bits: the page is taken out of direct access and every access is repaired. */
#include "parts/memfault.h"

#include <string.h>

#define PAGE_BYTES 4096u

static uint64_t page_read(void *opaque, uint32_t offset, unsigned size)
{
	const struct memfault_page *p = opaque;
	const struct memfault *f = p->owner;
	uint32_t addr = p->base + offset;
	uint64_t val = 0;

	memcpy(&val, f->ram->bytes + addr, size);
	for (unsigned n = 0; n < f->count; n++) {
		const struct memfault_bit *b = &f->bit[n];
		uint64_t mask;

		if (b->addr < addr || b->addr - addr >= size)
			continue;
		mask = UINT64_C(1) << ((b->addr - addr) * 8 + b->bit);
		val = b->stuck_at ? val | mask : val & ~mask;
	}
	return val;
}

static void page_write(void *opaque, uint32_t offset, unsigned size, uint64_t val)
{
	const struct memfault_page *p = opaque;

	memcpy(p->owner->ram->bytes + p->base + offset, &val, size);
}

void memfault_init(struct memfault *f, struct ram *ram)
{
	memset(f, 0, sizeof(*f));
	f->ram = ram;
}

int memfault_add(struct memfault *f, struct mem_map *map, uint32_t addr, unsigned bit,
		 bool stuck_at)
{
	uint32_t base = addr & ~(PAGE_BYTES - 1);
	unsigned n;

	if (f->count == MEMFAULT_MAX || (uint64_t)base + PAGE_BYTES > f->ram->size)
		return -1;
	f->bit[f->count++] =
		(struct memfault_bit){.addr = addr, .bit = bit & 7, .stuck_at = stuck_at};
	for (n = 0; n < f->pages; n++) {
		if (f->page[n].base == base)
			return 0;
	}
	f->page[n] = (struct memfault_page){.owner = f, .base = base};
	f->pages++;
	mem_map_add(map, &f->range[n], "faulty RAM", base, PAGE_BYTES,
		    (struct mem_if){.opaque = &f->page[n], .read = page_read, .write = page_write});
	return 0;
}
