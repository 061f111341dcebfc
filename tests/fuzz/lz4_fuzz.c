/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LZ4 frames, with the header checksum made right so that the fuzzer gets past it. */
#include "decode.h"
#include <lib/endian.h>
#include <lib/xxhash.h>

static void mend_header(uint8_t *frame, size_t size)
{
	size_t descriptor = 2;

	if (size < 7 || read_le32(frame) != 0x184d2204)
		return;
	if (frame[4] & 0x08)
		descriptor += 8;
	if (size > 4 + descriptor)
		frame[4 + descriptor] = (uint8_t)(xxh32(frame + 4, descriptor, 0) >> 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *frame = malloc(size ? size : 1), *out, *tight;
	size_t got, again;
	int err;

	MUST(frame);
	memcpy(frame, data, size);
	mend_header(frame, size);
	out = decode(COMPRESS_LZ4, frame, size, 80000, &got, &err);
	if (!err) {
		/* With no room to spare the careful paths must give the same bytes. */
		tight = decode(COMPRESS_LZ4, frame, size, got, &again, &err);
		MUST(!err && again == got && !memcmp(out, tight, got));
		free(tight);
	}
	free(out);
	free(frame);
	return 0;
}
