/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: the processor alone starts anew, as old programs for the 286 want it that leave protected mode this way.
 * The header that RSM loads says so (data book 33234H, 8.3): not all steppings can use GLCP's register for it.
 */
#include <smm/event.h>
#include <smm/hw.h>

#define DATA_ATTRIBUTES 0x0093 /* of a segment: present, written to; 16 bits */
#define START_SELECTOR	0xf000
#define START_BASE	0x000f0000u
#define START_LIMIT	0xffffu
#define START_IP	0xfff0u
#define EFLAGS_START	0x00000002u
#define CR0_START	0x00000010u
#define CR0_CACHE	0x60000000u /* INIT# leaves these bits alone */
#define DR7_START	0x00000400u
#define EDX_START	0x000005a2u /* family, model, stepping */

void smm_restart(struct smm_event *ev)
{
	struct smm_header *header = ev->header;

	header->flags = SMM_FLAG_READABLE | SMM_FLAG_WRITABLE;
	header->ss_flags = DATA_ATTRIBUTES;
	header->cs_limit = START_LIMIT;
	header->cs_base = START_BASE;
	header->cs_selector = START_SELECTOR;
	header->cs_flags = DATA_ATTRIBUTES;
	header->next_ip = START_IP;
	header->cr0 = (header->cr0 & CR0_CACHE) | CR0_START;
	header->eflags = EFLAGS_START;
	header->dr7 = DR7_START;
	*ev->regs = (struct smm_regs){.edx = EDX_START};
	smm_start_state();
}
