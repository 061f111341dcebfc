/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding into memory of exactly the room that is given, so that a byte too far is caught. */
#ifndef TESTS_FUZZ_DECODE_H
#define TESTS_FUZZ_DECODE_H

#include "fuzz.h"
#include <lib/compress.h>

/* Expands `data` into `cap` bytes; returns the output (free it), its size and the result. */
static inline uint8_t *decode(uint32_t method, const uint8_t *data, size_t n, size_t cap,
			      size_t *size, int *err)
{
	static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];
	uint8_t *out = malloc(cap ? cap : 1);

	MUST(out);
	*size = SIZE_MAX;
	*err = decompress(method, data, n, out, cap, size, work, sizeof(work));
	MUST(*err ? *err < 0 && !*size : *size <= cap);
	return out;
}

#endif
