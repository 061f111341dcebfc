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
	ctx->console = &ctx->early_console;
	ctx->early_console.size = EARLY_CONSOLE_SIZE;
	ctx->timestamps = &ctx->early_timestamps;
	ctx->early_timestamps.max_entries = EARLY_TIMESTAMPS;
	ctx->early_timestamps.base_time = 0;
}

void context_move(void *block, void (*fn)(void))
{
	struct stage_context *old = context();
	struct stage_context *new = block;

	memcpy(new, old, sizeof(*new));
	/* What pointed into the old block points to the same place in the new one. */
	if (old->console == &old->early_console)
		new->console = &new->early_console;
	if (old->timestamps == &old->early_timestamps)
		new->timestamps = &new->early_timestamps;
	__asm__ volatile("movl %0, %%esp\n\t"
			 "xorl %%ebp, %%ebp\n\t"
			 "call *%1"
			 :
			 : "r"((uintptr_t)block + CONFIG_CAR_SIZE), "r"(fn)
			 : "memory");
	__builtin_unreachable();
}
