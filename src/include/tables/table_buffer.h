/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Appending to a table in a buffer of limited size: nothing is ever written behind its end. */
#ifndef TABLES_TABLE_BUFFER_H
#define TABLES_TABLE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/*
 * What does not fit is counted but not written, so a writer appends without checks and
 * table_finish() tells at the end. base may be NULL with size 0, to measure.
 */
struct table_buffer {
	const char *name; /* for messages: "SMBIOS" */
	uint8_t *base;
	size_t size;
	size_t used; /* bytes appended so far; above size after an overflow */
};

/* Appends `size` bytes; data may be NULL for zeros. Returns the offset at which they start. */
size_t table_put(struct table_buffer *out, const void *data, size_t size);
size_t table_put8(struct table_buffer *out, uint8_t value);
size_t table_put32(struct table_buffer *out, uint32_t value);

/* Appends zeros up to a multiple of `align` (a power of two). Returns the new offset. */
size_t table_align(struct table_buffer *out, size_t align);

/* Changes bytes that were appended before; what lies outside of the buffer is left alone. */
void table_set(struct table_buffer *out, size_t offset, const void *data, size_t size);
void table_set32(struct table_buffer *out, size_t offset, uint32_t value);

/*
 * Sets the byte at `at` so that the `size` bytes from `start` sum to 0 modulo 256.
 * Does nothing when they do not lie within the buffer.
 */
void table_checksum8(struct table_buffer *out, size_t start, size_t size, size_t at);

/* Bytes used, or ERR_NO_SPACE when not everything fitted; `used` then is the size that is needed. */
int table_finish(const struct table_buffer *out);

#endif
