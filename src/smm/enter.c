/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the entry code to the dispatcher, and the notes in the memory console. */
#include <boot/context.h>
#include <smm/modules.h>

#define CURSOR_MASK 0x0fffffffu

void smm_enter(struct smm_regs *regs, uint32_t es_base);

void smm_enter(struct smm_regs *regs, uint32_t es_base)
{
	struct smm_event ev = {
		.regs = regs,
		.header = (struct smm_header *)(SMM_BASE + SMM_HEADER_TOP -
						sizeof(struct smm_header)),
		.es_base = es_base,
	};

	smm_dispatch(&ev);
}

/* The cursor lies in the operating system's reach: only positions inside the ring are written. */
static void put(char c)
{
	struct console_ring *ring = (struct console_ring *)(uintptr_t)smm_image.params.console;
	const uint32_t size = smm_image.params.console_size;
	uint32_t at;

	if (!ring || !size)
		return;
	at = ring->cursor & CURSOR_MASK;
	if (at >= size)
		at = 0;
	ring->body[at] = (uint8_t)c;
	if (++at == size)
		ring->cursor = 0x80000000u;
	else
		ring->cursor = (ring->cursor & 0x80000000u) | at;
}

void smm_note(const char *text, uint32_t number)
{
	while (*text)
		put(*text++);
	for (int shift = 28; shift >= 0; shift -= 4)
		put("0123456789abcdef"[number >> shift & 15]);
	put('\n');
}
