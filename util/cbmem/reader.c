/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the coreboot table, walks its records, reads memory console and timestamps. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include "reader.h"

#define SCAN_STEP      16
#define MAX_FORWARDS   4
#define CURSOR_MASK    0x0fffffffu
#define CURSOR_WRAPPED 0x80000000u

/* Where tables or forwards to them may lie; the end is exclusive. */
static const struct {
	uint32_t start, end;
} areas[] = {{0, 0x1000}, {0xf0000, 0x100000}};

/* Reads and checks the table with its header at `address`. */
static int load(const struct memory *memory, uint64_t address, struct cbtable *table)
{
	struct cb_header header;
	int err = memory->read(memory, address, &header, sizeof(header));

	if (err)
		return err;
	if (header.signature != CBTABLE_SIGNATURE)
		return ERR_NOT_FOUND;
	if (header.header_bytes != sizeof(header) || header.table_bytes > READER_MAX_TABLE)
		return ERR_SIZE;
	if (ip_checksum(&header, sizeof(header)) != 0)
		return ERR_CHECKSUM;
	table->address = address;
	table->size = header.table_bytes;
	table->entries = header.table_entries;
	table->records = malloc(header.table_bytes ? header.table_bytes : 1);
	if (!table->records)
		return ERR_NO_MEMORY;
	err = memory->read(memory, address + sizeof(header), table->records, table->size);
	if (!err && ip_checksum(table->records, table->size) != (uint16_t)header.table_checksum)
		err = ERR_CHECKSUM;
	if (err)
		cbtable_free(table);
	return err;
}

/* Loads the table at `address`, or the one it forwards to. */
static int load_and_follow(const struct memory *memory, uint64_t address, struct cbtable *table)
{
	for (unsigned hop = 0; hop < MAX_FORWARDS; hop++) {
		struct cbtable_record forward;
		int err = load(memory, address, table);

		if (err)
			return err;
		if (cbtable_get(table, CB_TAG_FORWARD, sizeof(struct cb_address), &forward))
			return 0;
		address = read_le64(forward.data + offsetof(struct cb_address, address));
		cbtable_free(table);
	}
	return ERR_CORRUPT;
}

int cbtable_open(const struct memory *memory, struct cbtable *table)
{
	int last = ERR_NOT_FOUND;

	for (unsigned i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		for (uint32_t at = areas[i].start; at < areas[i].end; at += SCAN_STEP) {
			uint32_t signature;
			int err = memory->read(memory, at, &signature, sizeof(signature));

			if (err || signature != CBTABLE_SIGNATURE)
				continue;
			err = load_and_follow(memory, at, table);
			if (!err)
				return 0;
			last = err;
		}
	}
	return last;
}

void cbtable_free(struct cbtable *table)
{
	free(table->records);
	table->records = NULL;
}

int cbtable_next(const struct cbtable *table, size_t *cursor, struct cbtable_record *record)
{
	size_t left = table->size - *cursor;

	if (left == 0)
		return 0;
	if (left < sizeof(struct cb_record))
		return ERR_CORRUPT;
	record->data = table->records + *cursor;
	record->tag = read_le32(record->data);
	record->size = read_le32(record->data + 4);
	if (record->size < sizeof(struct cb_record) || record->size > left)
		return ERR_CORRUPT;
	*cursor += record->size;
	return 1;
}

int cbtable_get(const struct cbtable *table, uint32_t tag, uint32_t min_size,
		struct cbtable_record *record)
{
	size_t cursor = 0;
	int more;

	while ((more = cbtable_next(table, &cursor, record)) > 0) {
		if (record->tag == tag && record->size >= min_size)
			return 0;
	}
	return more < 0 ? more : ERR_NOT_FOUND;
}

/* Address in the record with this tag. */
static int object_address(const struct cbtable *table, uint32_t tag, uint64_t *address)
{
	struct cbtable_record record;
	int err = cbtable_get(table, tag, sizeof(struct cb_address), &record);

	if (!err)
		*address = read_le64(record.data + offsetof(struct cb_address, address));
	return err;
}

static bool is_text(char c)
{
	return c == '\n' || c == '\t' || c == '\r' || (c >= ' ' && c <= '~');
}

int console_read(const struct memory *memory, const struct cbtable *table, char **text,
		 size_t *length)
{
	uint32_t head[2], size, cursor, oldest = 0;
	uint64_t address;
	char *out, *body;
	int err = object_address(table, CB_TAG_CBMEM_CONSOLE, &address);

	if (!err)
		err = memory->read(memory, address, head, sizeof(head));
	if (err)
		return err;
	size = head[0];
	cursor = head[1] & CURSOR_MASK;
	if (size > READER_MAX_CONSOLE || cursor > size)
		return ERR_SIZE;
	*length = head[1] & CURSOR_WRAPPED ? size : cursor;
	if (head[1] & CURSOR_WRAPPED)
		oldest = cursor;
	body = malloc(size + 1);
	out = malloc(*length + 1);
	err = body && out ? memory->read(memory, address + sizeof(head), body, size)
			  : ERR_NO_MEMORY;
	if (err) {
		free(body);
		free(out);
		return err;
	}
	for (size_t i = 0; i < *length; i++) {
		char c = body[(oldest + i) % size];

		out[i] = is_text(c) ? c : '?';
	}
	out[*length] = '\0';
	free(body);
	*text = out;
	return 0;
}

static int by_time(const void *a, const void *b)
{
	const struct timestamp *x = a, *y = b;

	if (x->ticks != y->ticks)
		return x->ticks < y->ticks ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* The timestamp object: u64 base, u16 room, u16 MHz, u32 count, then {u32 id, u64 ticks} packed. */
#define STAMPS_HEAD 16u
#define STAMP_SIZE  12u

int timestamps_read(const struct memory *memory, const struct cbtable *table,
		    struct timestamps *stamps)
{
	uint8_t head[STAMPS_HEAD], *entries;
	uint64_t address, base;
	uint32_t count;
	int err = object_address(table, CB_TAG_TIMESTAMPS, &address);

	if (!err)
		err = memory->read(memory, address, head, sizeof(head));
	if (err)
		return err;
	base = read_le64(head);
	count = read_le32(head + 12);
	stamps->mhz = read_le16(head + 10);
	if (stamps->mhz == 0 || count > READER_MAX_STAMPS || count > read_le16(head + 8))
		return ERR_CORRUPT;

	entries = malloc(count * STAMP_SIZE + 1);
	stamps->count = count + 1;
	stamps->stamp = calloc(stamps->count, sizeof(*stamps->stamp));
	err = entries && stamps->stamp
		      ? memory->read(memory, address + STAMPS_HEAD, entries, count * STAMP_SIZE)
		      : ERR_NO_MEMORY;
	if (err) {
		free(entries);
		free(stamps->stamp);
		return err;
	}
	stamps->stamp[0] = (struct timestamp){0, base};
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *entry = entries + i * STAMP_SIZE;

		stamps->stamp[i + 1].id = read_le32(entry);
		stamps->stamp[i + 1].ticks = base + read_le64(entry + 4);
	}
	free(entries);
	qsort(stamps->stamp + 1, count, sizeof(*stamps->stamp), by_time);
	return 0;
}
