/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The services of the stand-in for VSA: what its files share. */
#ifndef RECORD_SMM_H
#define RECORD_SMM_H

#include "record.h"
#include "vsa.h"

#define BOX32(at) (*(volatile u32 *)(BOX + (at)))
#define HDR(at)	  (*(volatile u32 *)(VSA_BASE + VSA_HEADER - (at)))
#define HDR_FLAGS HDR(0x24)
#define HDR_IO	  HDR(0x28)
#define HDR_DATA  HDR(0x2c)
#define F_WRITE	  2
#define F_SMINT	  8
#define BM_FREE	  0x000000fffff00000ull
#define R_FREE	  0x00000000000fffffull
#define FB	  0x90000000u

struct regs {
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
};

/* The first descriptor of a range that still holds the default; 0: none. */
u32 descriptor_free(u32 first, u32 last, u64 unused);

/* Read and written back: status bits are cleared by ones. Returns what was read. */
u64 acknowledge(u32 msr);

/* A dword merged with a partial access at byte @shift / 8. */
u32 merge(u32 old, u32 data, u32 shift, u32 size);

/* The result of a trapped read: into EAX, or to memory for INS. */
void answer(struct regs *r, u32 val);

/* smm_start.c: all that is done once; trapping ACPI accesses or not. */
void start(void);
void acpi_traps(u32 on);

/* smm_virtual.c: AC1C and AC1E; has the screen got its memory? */
void virtual_register(struct regs *r);
u32 graphics_there(void);

/* smm_pci.c: one configuration access; the latency timer at the end of POST. */
void configuration(struct regs *r, u32 cf8);
void pci_post_ended(void);

#endif
