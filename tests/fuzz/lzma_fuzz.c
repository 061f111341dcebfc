/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LZMA-alone files. */
#include "decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t got, again;
	int err;
	uint8_t *out = decode(COMPRESS_LZMA, data, size, 80000, &got, &err);

	if (!err) {
		uint8_t *tight = decode(COMPRESS_LZMA, data, size, got, &again, &err);

		MUST(!err && again == got && !memcmp(out, tight, got));
		free(tight);
	}
	free(out);
	return 0;
}
