/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stage context: made on cache-as-RAM, moved to RAM with everything in it. */
#include <string.h>
#include <arch/cpu.h>
#include <boot/context.h>

void context_init(const char *stage)
{
	struct stage_context *ctx = context();

	memset(ctx, 0, sizeof(*ctx));
	ctx->magic = CONTEXT_MAGIC;
	ctx->stage = stage;
	ctx->uart_level = CONFIG_DEFAULT_LOGLEVEL;
	ctx->memory_level = CONFIG_MEMORY_LOGLEVEL;
	ctx->console = (struct console_ring *)ctx->early_console;
	ctx->console->size = EARLY_CONSOLE_SIZE;
	ctx->timestamps = (struct timestamp_table *)ctx->early_timestamps;
	ctx->timestamps->max_entries = EARLY_TIMESTAMPS;
}

void context_move(void *block, void (*fn)(void))
{
	struct stage_context *old = context();
	struct stage_context *new = block;

	memcpy(new, old, sizeof(*new));
	/* What pointed into the old block points to the same place in the new one. */
	new->console = (struct console_ring *)new->early_console;
	new->timestamps = (struct timestamp_table *)new->early_timestamps;
	__asm__ volatile("movl %0, %%esp\n\t"
			 "xorl %%ebp, %%ebp\n\t"
			 "call *%1"
			 :
			 : "r"((uintptr_t)block + CONFIG_CAR_SIZE), "r"(fn)
			 : "memory");
	__builtin_unreachable();
}
