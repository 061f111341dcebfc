/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts the hand-off code and its parameters in place and leaves for good. */
#include <string.h>
#include <payload/handoff.h>

_Static_assert(HANDOFF_PARAMETERS + sizeof(struct handoff) <= HANDOFF_NOTES,
	       "parameters reach into the notes");
_Static_assert(__builtin_offsetof(struct handoff, copy) == HANDOFF_COPY,
	       "handoff.S counts on this");
_Static_assert(__builtin_offsetof(struct handoff, return_sp) == HANDOFF_RETURN_SP,
	       "handoff.S counts on this");

extern const uint8_t handoff_code[], handoff_code_end[];

void handoff_run(uint32_t page, const struct handoff *handoff, const void *notes,
		 uint32_t notes_size)
{
	uint8_t *at = (uint8_t *)(uintptr_t)page;
	struct handoff *parameters = (struct handoff *)(uintptr_t)(page + HANDOFF_PARAMETERS);

	memcpy(at, handoff_code, (uintptr_t)handoff_code_end - (uintptr_t)handoff_code);
	*parameters = *handoff;
	if (notes_size) {
		memcpy(at + HANDOFF_NOTES, notes, notes_size);
		parameters->ebx = page + HANDOFF_NOTES;
	}
	__asm__ volatile("jmp *%%eax" : : "a"(page) : "memory");
	__builtin_unreachable();
}
