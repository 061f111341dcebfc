/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manifest: the input as lines under a right first line, and as a whole file. */
#include "fuzz.h"
#include <lib/errors.h>
#include <lib/manifest.h>
#include <lib/xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t head = 30;
	struct manifest_entry entry;
	struct manifest m;
	char first[31];
	char *text = malloc(head + size);

	MUST(text);
	if (manifest_check_self(data, size, &m) == 0)
		MUST(inside(m.lines, m.size, data, size));
	snprintf(first, sizeof(first), "geodeboot-manifest 1 %08x\n", xxh32(data, size, 0));
	memcpy(text, first, head);
	memcpy(text + head, data, size);
	MUST(manifest_check_self(text, head + size, &m) == 0);
	if (manifest_find(&m, "img/linux", &entry) == 0)
		MUST(entry.size != 5 ||
		     manifest_check_file(&m, "img/linux", "abcde", 5) != ERR_SIZE);
	manifest_find(&m, "", &entry);
	free(text);
	return 0;
}
