/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand-off: a page of code and data outside the firmware that does the last copies and jumps. */
#ifndef PAYLOAD_HANDOFF_H
#define PAYLOAD_HANDOFF_H

#define HANDOFF_SIZE	   4096 /* code, parameters, and from the end down the payload's first stack */
#define HANDOFF_PARAMETERS 512	/* offset of struct handoff; the code comes before it */
#define HANDOFF_NOTES	   2048 /* offset of the boot notes block */
#define HANDOFF_NOTES_SIZE 1024

/* Offsets into struct handoff, for the assembly. */
#define HANDOFF_ENTRY	   0
#define HANDOFF_EAX	   4
#define HANDOFF_EBX	   8
#define HANDOFF_ESI	   12
#define HANDOFF_ARGUMENT   16
#define HANDOFF_RETURN_TO  20
#define HANDOFF_RETURN_SP  24
#define HANDOFF_COPIES	   28
#define HANDOFF_COPY	   32

#ifndef __ASSEMBLER__
#include <stdint.h>
#include <lib/load.h>

struct handoff {
	uint32_t entry; /* of the payload */
	uint32_t eax, ebx, esi;
	uint32_t argument;  /* found by the payload at 4(%esp): the coreboot table */
	uint32_t return_to; /* where a payload that returns comes back to; 0: the machine halts */
	uint32_t return_sp;
	uint32_t copies;
	struct load_copy copy[LOAD_MAX_COPIES];
};

/*
 * Puts the hand-off into the HANDOFF_SIZE bytes at physical address `page` and runs it. notes: boot notes block of
 * `notes_size` bytes, whose new address becomes EBX when notes_size is not 0.
 */
_Noreturn void handoff_run(uint32_t page, const struct handoff *handoff, const void *notes,
			   uint32_t notes_size);

#endif
#endif
