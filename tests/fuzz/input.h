/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fuzzer's input, taken piece by piece; after its end there are zeros. */
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include <stdint.h>

struct input {
	const uint8_t *at, *end;
};

/** take64 - the next @n (0 to 8) bytes as a number, lowest first. */
static inline uint64_t take64(struct input *in, unsigned n)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < n; i++)
		v |= (uint64_t)(in->at < in->end ? *in->at++ : 0) << (8 * i);
	return v;
}

/** take - the same of 0 to 4 bytes. */
static inline uint32_t take(struct input *in, unsigned n)
{
	return (uint32_t)take64(in, n);
}

#endif
