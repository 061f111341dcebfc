/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POST codes: one table, src/include/console/post_codes.def, makes the enum here and the doc page. */
#ifndef CONSOLE_POST_H
#define CONSOLE_POST_H

#include <arch/io.h>

#define POST_PORT 0x80

enum post_code {
#define POST_CODE(code, stage, symbol, meaning) symbol = code,
#include <console/post_codes.def>
#undef POST_CODE
};

/* Shows `code` on port 0x80. */
static inline void post_code(enum post_code code)
{
	if (CONFIG(POST_PORT80))
		outb(POST_PORT, (uint8_t)code);
}

#endif
