/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FMAP: an area that is found lies inside the flash. */
#include "fuzz.h"
#include <lib/fmap.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"NORMAL", "COREBOOT", "FMAP", ""};
	struct fmap_area area;
	size_t offset = 0, i;

	if (fmap_locate(data, size, 1, &offset) == 0)
		MUST(offset < size);
	for (i = 0; i < 4; i++) {
		if (fmap_find(data, size, offset, names[i], &area) == 0)
			MUST(area.size && area.size <= size && area.offset <= size - area.size);
	}
	return 0;
}
