/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a test payload finds and what it should have found. */
#ifndef TESTS_PAYLOADS_CHECK_H
#define TESTS_PAYLOADS_CHECK_H

#include "payload.h"

static unsigned wrong;

/** check - count and say what is not @expected. */
static inline void check(const char *what, uint32_t found, uint32_t expected)
{
	if (found == expected)
		return;
	wrong++;
	put("WRONG ");
	put(what);
	put(" ");
	put_hex(found, 8);
	put(" not ");
	put_hex(expected, 8);
	put("\r\n");
}

#endif
