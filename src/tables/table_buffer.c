/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Appending to a table in a buffer of limited size. */
#include <stdbool.h>
#include <string.h>
#include <lib/checksum.h>
#include <lib/errors.h>
#include <tables/table_buffer.h>

/* True when the `size` bytes from `offset` lie within the buffer. */
static bool inside(const struct table_buffer *out, size_t offset, size_t size)
{
	return offset <= out->size && size <= out->size - offset;
}

size_t table_put(struct table_buffer *out, const void *data, size_t size)
{
	size_t offset = out->used;

	if (inside(out, offset, size) && size > 0) {
		if (data)
			memcpy(out->base + offset, data, size);
		else
			memset(out->base + offset, 0, size);
	}
	out->used = size <= SIZE_MAX - offset ? offset + size : SIZE_MAX;
	return offset;
}

size_t table_put8(struct table_buffer *out, uint8_t value)
{
	return table_put(out, &value, sizeof(value));
}

size_t table_put32(struct table_buffer *out, uint32_t value)
{
	return table_put(out, &value, sizeof(value));
}

size_t table_align(struct table_buffer *out, size_t align)
{
	table_put(out, NULL, -out->used & (align - 1));
	return out->used;
}

void table_set(struct table_buffer *out, size_t offset, const void *data, size_t size)
{
	if (inside(out, offset, size))
		memcpy(out->base + offset, data, size);
}

void table_set32(struct table_buffer *out, size_t offset, uint32_t value)
{
	table_set(out, offset, &value, sizeof(value));
}

void table_checksum8(struct table_buffer *out, size_t start, size_t size, size_t at)
{
	if (!inside(out, start, size) || !inside(out, at, 1))
		return;
	out->base[at] = 0;
	out->base[at] = (uint8_t)-byte_sum(out->base + start, size);
}

int table_finish(const struct table_buffer *out)
{
	if (out->used > out->size || out->used > INT32_MAX)
		return ERR_NO_SPACE;
	return (int)out->used;
}
