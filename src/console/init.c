/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings the console up in a stage. */
#include <boot/context.h>
#include <console/console.h>
#include <console/post.h>

#include "sinks.h"

void console_init(const char *version)
{
	struct stage_context *ctx = context();

	if (CONFIG(CONSOLE_SERIAL) && !ctx->uart_ready)
		uart8250_init();
	post_code(POST_CONSOLE_READY);
	/* The form that cbmem -1 looks for to find the last boot: two newlines, then this line. */
	printk(PR_DEBUG, "\n\ncoreboot-%s %s starting...\n", version, ctx->stage);
}
