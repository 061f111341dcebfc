/* SPDX-License-Identifier: GPL-2.0-or-later */
/* printk: one formatted message to every sink that wants its level. */
#include <boot/context.h>
#include <console/console.h>
#include <console/post.h>
#include <arch/cpu.h>

#include "sinks.h"

#define MAX_MESSAGE 256

static void put_message(int level, const char *text, size_t length)
{
	const struct stage_context *ctx = context();

	if (ctx->console && level <= ctx->memory_level)
		memory_console_write(ctx->console, text, length);
	if (CONFIG(CONSOLE_SERIAL) && ctx->uart_ready && level <= ctx->uart_level)
		uart8250_write(text, length);
}

static int put_formatted(int level, const char *fmt, va_list args)
{
	char text[MAX_MESSAGE];
	int length = vsnprintk(text, sizeof(text), fmt, args);

	if (length >= (int)sizeof(text))
		length = sizeof(text) - 1;
	put_message(level, text, (size_t)length);
	return length;
}

void printk(int level, const char *fmt, ...)
{
	const struct stage_context *ctx = context();
	va_list args;

	/* Formatting is most of the cost: do none of it for a message nobody takes. */
	if (level > ctx->memory_level && level > ctx->uart_level)
		return;
	va_start(args, fmt);
	put_formatted(level, fmt, args);
	va_end(args);
}

void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put_formatted(PR_EMERG, fmt, args);
	va_end(args);
	printk(PR_EMERG, "%s: stopped, nothing else can run.\n", context()->stage);
	post_code(POST_DIE);
	console_uart_drain();
	cpu_halt();
}
