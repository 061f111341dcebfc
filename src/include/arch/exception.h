/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPU exceptions end the boot with a register dump. */
#ifndef ARCH_EXCEPTION_H
#define ARCH_EXCEPTION_H

#include <stdint.h>

/* What exception_entry.S leaves on the stack. */
struct exception_frame {
	uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
	uint32_t vector, error;
	uint32_t eip, cs, eflags;
};

/*
 * Builds the interrupt descriptor table of this stage in the context and loads it. Each stage calls it
 * for itself: the handlers of the stage before may be gone.
 */
void exception_init(void);

#endif
