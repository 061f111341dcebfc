/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calling 16-bit real-mode code from ramstage, and serving the software interrupts that it asks for. */
#ifndef ARCH_REALMODE_H
#define ARCH_REALMODE_H

/*
 * Memory below 1 MiB that a call uses: vectors at 0, an empty BIOS data area from 400h, the stack down from
 * REALMODE_BASE, and the code that switches from there on. Nothing of it must be kept by the caller.
 */
#define REALMODE_BASE	   0x1000
#define REALMODE_BIOS_DATA 0x400

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stdint.h>

/* A software interrupt: the registers of the interrupted program, which get the values found here. */
struct realmode_frame {
	uint16_t gs, fs, es, ds;
	uint32_t edi, esi, ebp, esp_unused, ebx, edx, ecx, eax;
	uint16_t ip, cs, flags;
};

#define REALMODE_CARRY 0x0001

/*
 * Serves interrupt `vector`. 0: back to the program; any other value ends the call, which returns it. Runs on the
 * stack of the caller of realmode_call(), below its frame.
 */
typedef int (*realmode_service)(struct realmode_frame *frame, uint32_t vector);

/*
 * Calls segment:offset far, with ECX and EDX as given, SS:SP = 0:REALMODE_BASE less the return address, DS = 40h, all
 * other registers 0 and interrupts off; every vector of the table at 0 ends in `service`. Returns 0 when the code
 * comes back with RETF, or what the service said. Without limit in time.
 */
int realmode_call(uint16_t segment, uint16_t offset, uint32_t ecx, uint32_t edx,
		  realmode_service service);
#endif

#endif
