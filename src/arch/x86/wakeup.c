/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies the code that leaves protected mode to where real mode reaches it. */
#include <string.h>
#include <arch/wakeup.h>

#define PLACE 0x600 /* wakeup_code.S has it too */

extern const uint8_t wakeup_code[], wakeup_code_end[];

void wakeup(uint32_t vector)
{
	memcpy((void *)PLACE, wakeup_code, (uintptr_t)wakeup_code_end - (uintptr_t)wakeup_code);
	__asm__ volatile("jmp *%1" : : "a"(vector), "r"(PLACE) : "memory");
	__builtin_unreachable();
}
