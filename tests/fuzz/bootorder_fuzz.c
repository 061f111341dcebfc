/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot order: every line is one step, and every text that comes out is terminated and printable. */
#include "fuzz.h"
#include <lib/bootorder.h>

static void check_text(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	MUST(length < size);
	while (length--)
		MUST((unsigned char)text[length] >= ' ' || text[length] == '\t');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bootorder_cursor cursor = {0};
	struct bootorder_entry entry;
	size_t last = 0;
	int ret;

	while ((ret = bootorder_next((const char *)data, size, &cursor, &entry)) != 0) {
		MUST(cursor.pos > last && cursor.pos <= size);
		MUST(entry.line == cursor.line);
		last = cursor.pos;
		if (ret < 0)
			continue;
		MUST(entry.file[0]);
		check_text(entry.title, sizeof(entry.title));
		check_text(entry.file, sizeof(entry.file));
		check_text(entry.initrd, sizeof(entry.initrd));
		check_text(entry.cmdline, sizeof(entry.cmdline));
	}
	MUST(cursor.pos == size);
	return 0;
}
