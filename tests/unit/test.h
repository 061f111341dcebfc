/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka with the headers it wants included first. */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/*
 * A copy of `n` bytes in memory of exactly that size, so that a read too far is caught; free() it.
 */
static inline void *exact_copy(const void *data, size_t n)
{
	void *copy = malloc(n ? n : 1);

	assert_non_null(copy);
	if (n)
		memcpy(copy, data, n);
	return copy;
}

#endif
