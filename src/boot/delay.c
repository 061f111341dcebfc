/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Delays by the time-stamp counter. */
#include <arch/cpu.h>
#include <boot/context.h>
#include <console/console.h>
#include <cpu/cpu.h>

void delay_us(uint32_t us)
{
	struct stage_context *ctx = context();
	uint64_t end;

	if (!ctx->tsc_khz)
		ctx->tsc_khz = cpu_tsc_khz();
	/* One kHz more than measured, so that rounding never shortens the wait. */
	end = rdtsc() + (uint64_t)us * (ctx->tsc_khz / 1000 + 1);
	while (rdtsc() < end)
		console_uart_pump();
}
