/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory map: finds who answers an address; plain memory; a bus master's view. */
#include "frame/bus.h"

#include <stddef.h>
#include <string.h>

#define PAGE_BYTES 4096u

static uint64_t ones(unsigned size)
{
	return size >= 8 ? UINT64_MAX : (UINT64_C(1) << (size * 8)) - 1;
}

void mem_map_init(struct mem_map *m, void (*changed)(void *opaque), void *opaque)
{
	memset(m, 0, sizeof(*m));
	m->changed = changed;
	m->opaque = opaque;
}

void mem_map_changed(struct mem_map *m)
{
	if (m->changed)
		m->changed(m->opaque);
}

void mem_map_add(struct mem_map *m, struct mem_range *r, const char *name, uint32_t base,
		 uint64_t size, struct mem_if mem)
{
	r->name = name;
	r->base = base;
	r->size = size;
	r->enabled = true;
	r->mem = mem;
	r->map = m;
	r->next = m->ranges;
	m->ranges = r;
	mem_map_changed(m);
}

void mem_range_move(struct mem_range *r, bool enabled, uint32_t base)
{
	if (r->enabled == enabled && r->base == base)
		return;
	r->enabled = enabled;
	r->base = base;
	mem_map_changed(r->map);
}

const struct mem_range *mem_map_find(const struct mem_map *m, uint32_t addr)
{
	for (const struct mem_range *r = m->ranges; r; r = r->next) {
		if (r->enabled && addr >= r->base && addr - r->base < r->size)
			return r;
	}
	return NULL;
}

static bool holds(const struct mem_range *r, uint32_t addr, unsigned size)
{
	return (uint64_t)(addr - r->base) + size <= r->size;
}

uint64_t mem_map_read(struct mem_map *m, uint32_t addr, unsigned size)
{
	const struct mem_range *r = mem_map_find(m, addr);
	unsigned half = size / 2;

	if (r && holds(r, addr, size))
		return r->mem.read(r->mem.opaque, addr - r->base, size) & ones(size);
	if (size == 1 || (!r && !mem_map_find(m, addr + half))) {
		if (m->subtractive.read)
			return m->subtractive.read(m->subtractive.opaque, addr, size) & ones(size);
		return ones(size);
	}
	return mem_map_read(m, addr, half) | mem_map_read(m, addr + half, half) << (half * 8);
}

void mem_map_write(struct mem_map *m, uint32_t addr, unsigned size, uint64_t val)
{
	const struct mem_range *r = mem_map_find(m, addr);
	unsigned half = size / 2;

	if (r && holds(r, addr, size)) {
		r->mem.write(r->mem.opaque, addr - r->base, size, val & ones(size));
		return;
	}
	if (size == 1 || (!r && !mem_map_find(m, addr + half))) {
		if (m->subtractive.write)
			m->subtractive.write(m->subtractive.opaque, addr, size, val & ones(size));
		return;
	}
	mem_map_write(m, addr, half, val & ones(half));
	mem_map_write(m, addr + half, half, val >> (half * 8));
}

uint8_t *mem_map_page(struct mem_map *m, uint32_t addr, bool write)
{
	const struct mem_range *r;
	const struct mem_if *mem = &m->subtractive;
	uint32_t offset = addr & ~(PAGE_BYTES - 1), page = offset;

	r = mem_map_find(m, page);
	if (r) {
		if (!holds(r, page, PAGE_BYTES))
			return NULL;
		offset = page - r->base;
		if (offset % PAGE_BYTES)
			return NULL;
		mem = &r->mem;
	}
	/* A smaller range that begins inside the page needs single accesses. */
	for (const struct mem_range *s = m->ranges; s && s != r; s = s->next) {
		if (s->enabled && s->base > page && s->base - page < PAGE_BYTES)
			return NULL;
	}
	return mem->page ? mem->page(mem->opaque, offset, write) : NULL;
}

static bool dma_read(void *opaque, uint32_t addr, void *buf, uint32_t len)
{
	struct mem_map *m = opaque;
	uint8_t *out = buf;
	bool answered = true;

	while (len) {
		uint32_t n = PAGE_BYTES - addr % PAGE_BYTES;
		uint8_t *page = mem_map_page(m, addr, false);

		if (n > len)
			n = len;
		if (page) {
			memcpy(out, page + addr % PAGE_BYTES, n);
		} else {
			for (uint32_t i = 0; i < n; i++) {
				answered &= m->subtractive.read || mem_map_find(m, addr + i);
				out[i] = (uint8_t)mem_map_read(m, addr + i, 1);
			}
		}
		out += n;
		addr += n;
		len -= n;
	}
	return answered;
}

static bool dma_write(void *opaque, uint32_t addr, const void *buf, uint32_t len)
{
	struct mem_map *m = opaque;
	const uint8_t *in = buf;
	bool answered = true;

	while (len) {
		uint32_t n = PAGE_BYTES - addr % PAGE_BYTES;
		uint8_t *page = mem_map_page(m, addr, true);

		if (n > len)
			n = len;
		if (page) {
			memcpy(page + addr % PAGE_BYTES, in, n);
		} else {
			for (uint32_t i = 0; i < n; i++) {
				answered &= m->subtractive.write || mem_map_find(m, addr + i);
				mem_map_write(m, addr + i, 1, in[i]);
			}
		}
		in += n;
		addr += n;
		len -= n;
	}
	return answered;
}

struct dma_if mem_map_dma(struct mem_map *m)
{
	return (struct dma_if){.opaque = m, .read = dma_read, .write = dma_write};
}

static uint64_t ram_read(void *opaque, uint32_t offset, unsigned size)
{
	const struct ram *r = opaque;
	uint64_t val = 0;

	if ((uint64_t)offset + size > r->size)
		return ones(size);
	memcpy(&val, r->bytes + offset, size); /* host and guest are little-endian */
	return val;
}

static void ram_write(void *opaque, uint32_t offset, unsigned size, uint64_t val)
{
	struct ram *r = opaque;

	if (!r->read_only && (uint64_t)offset + size <= r->size)
		memcpy(r->bytes + offset, &val, size);
}

static uint8_t *ram_page(void *opaque, uint32_t offset, bool write)
{
	struct ram *r = opaque;

	if ((write && r->read_only) || (uint64_t)offset + PAGE_BYTES > r->size)
		return NULL;
	return r->bytes + offset;
}

struct mem_if ram_mem_if(struct ram *r)
{
	return (struct mem_if){.opaque = r, .read = ram_read, .write = ram_write, .page = ram_page};
}
