/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every fuzz target needs. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that must hold for every input. */
#define MUST(condition)                                                                         \
	do {                                                                                    \
		if (!(condition)) {                                                             \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                                \
		}                                                                               \
	} while (0)

/* True when `size` bytes at `p` lie inside of the input. */
static inline bool inside(const void *p, size_t size, const uint8_t *data, size_t data_size)
{
	uintptr_t at = (uintptr_t)p, base = (uintptr_t)data;

	return at >= base && at - base <= data_size && size <= data_size - (at - base);
}

#endif
