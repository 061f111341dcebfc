/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a coreboot table: memory that is all fuzz, and a table of fuzz under right checksums. */
#include "fuzz.h"
#include <lib/checksum.h>
#include <lib/endian.h>
#include "reader.h"

#define TABLE_AT 0x500

static void read_all(const uint8_t *bytes, size_t size)
{
	struct memory memory;
	struct timestamps stamps;
	struct cbtable_record record;
	struct cbtable table;
	size_t cursor = 0, length;
	char *text;

	memory_from_bytes(&memory, bytes, size);
	if (cbtable_open(&memory, &table))
		return;
	while (cbtable_next(&table, &cursor, &record) > 0) {
		MUST(record.size >= 8);
		MUST(inside(record.data, record.size, table.records, table.size));
	}
	if (console_read(&memory, &table, &text, &length) == 0) {
		MUST(strlen(text) == length);
		free(text);
	}
	if (timestamps_read(&memory, &table, &stamps) == 0) {
		MUST(stamps.mhz);
		free(stamps.stamp);
	}
	cbtable_free(&table);
	memory_close(&memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The first two bytes say how much of the input is the table; memory follows. */
	uint32_t table = size >= 2 ? read_le16(data) : 0;
	uint8_t *bytes, *header;

	read_all(data, size);
	if (size < 2)
		return 0;
	data += 2;
	size -= 2;
	if (table > size)
		table = (uint32_t)size;
	bytes = calloc(1, TABLE_AT + 24 + size);
	MUST(bytes);
	header = bytes + TABLE_AT;
	memcpy(header + 24, data, size);
	memcpy(header, "LBIO", 4);
	write_le32(header + 4, 24);
	write_le32(header + 12, table);
	write_le32(header + 16, ip_checksum(header + 24, table));
	write_le32(header + 20, 1);
	/* As many records as a walk finds. */
	for (uint32_t at = 0, n = 0; at + 8 <= table; at += read_le32(header + 24 + at + 4)) {
		write_le32(header + 20, ++n);
		if (read_le32(header + 24 + at + 4) < 8 ||
		    read_le32(header + 24 + at + 4) > table - at)
			break;
	}
	write_le32(header + 8, ip_checksum(header, 24));
	read_all(bytes, TABLE_AT + 24 + size);
	free(bytes);
	return 0;
}
