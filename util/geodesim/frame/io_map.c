/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The port map: finds who answers and splits accesses as the bus would. */
#include "frame/bus.h"

#include <stddef.h>
#include <string.h>

static uint32_t ones(unsigned size)
{
	return size >= 4 ? UINT32_MAX : (UINT32_C(1) << (size * 8)) - 1;
}

void io_map_init(struct io_map *m)
{
	memset(m, 0, sizeof(*m));
}

void io_map_add(struct io_map *m, struct io_range *r, const char *name, uint16_t base,
		uint32_t count, uint8_t max_size, struct io_if io)
{
	r->name = name;
	r->base = base;
	r->count = count;
	r->max_size = max_size;
	r->enabled = true;
	r->io = io;
	r->next = m->ranges;
	m->ranges = r;
}

void io_range_move(struct io_range *r, bool enabled, uint16_t base)
{
	r->enabled = enabled;
	r->base = base;
}

const struct io_range *io_map_find(const struct io_map *m, uint16_t port)
{
	for (const struct io_range *r = m->ranges; r; r = r->next) {
		if (r->enabled && port >= r->base && (uint32_t)(port - r->base) < r->count)
			return r;
	}
	return NULL;
}

/* Can @r take the whole access, or must it be cut in halves? */
static bool takes_whole(const struct io_range *r, uint16_t port, unsigned size)
{
	return size <= r->max_size && (uint32_t)(port - r->base) + size <= r->count;
}

uint32_t io_map_read(struct io_map *m, uint16_t port, unsigned size)
{
	const struct io_range *r = io_map_find(m, port);
	unsigned half = size / 2;

	if (r && (size == 1 || takes_whole(r, port, size)))
		return r->io.read(r->io.opaque, (uint16_t)(port - r->base), size) & ones(size);
	if (size == 1 || (!r && !io_map_find(m, (uint16_t)(port + half)))) {
		if (m->subtractive.read)
			return m->subtractive.read(m->subtractive.opaque, port, size) & ones(size);
		return ones(size);
	}
	return io_map_read(m, port, half) | io_map_read(m, (uint16_t)(port + half), half)
						    << (half * 8);
}

void io_map_write(struct io_map *m, uint16_t port, unsigned size, uint32_t val)
{
	const struct io_range *r = io_map_find(m, port);
	unsigned half = size / 2;

	if (r && (size == 1 || takes_whole(r, port, size))) {
		r->io.write(r->io.opaque, (uint16_t)(port - r->base), size, val & ones(size));
		return;
	}
	if (size == 1 || (!r && !io_map_find(m, (uint16_t)(port + half)))) {
		if (m->subtractive.write)
			m->subtractive.write(m->subtractive.opaque, port, size, val & ones(size));
		return;
	}
	io_map_write(m, port, half, val & ones(half));
	io_map_write(m, (uint16_t)(port + half), half, val >> (half * 8));
}
