/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBFS: any bytes can be walked; what is found lies inside and is found again by name. */
#include "fuzz.h"
#include <lib/cbfs.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cbfs cbfs = {data, size};
	struct cbfs_file file, again;
	size_t cursor = 0, last = 0;

	while (cbfs_next(&cbfs, &cursor, &file) > 0) {
		MUST(cursor > last && cursor <= size);
		MUST(inside(file.data, file.stored_size, data, size));
		MUST(inside(file.name, strlen(file.name) + 1, data, size));
		MUST(!file.is_stage || file.entry_offset < file.memlen);
		MUST(cbfs_find(&cbfs, file.name, &again) == 0);
		MUST(!strcmp(again.name, file.name) && again.data <= file.data);
		last = cursor;
	}
	return 0;
}
