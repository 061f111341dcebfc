/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The SMI handler's file ("smm" in CBFS) and its memory: what the loader and the handler agree on.
 * The file is linked to run at SMM_BASE; everything else lies at fixed offsets behind it.
 */
#ifndef SMM_IMAGE_H
#define SMM_IMAGE_H

/* Where the processor sees SMM memory, and how much of it there is. */
#define SMM_BASE	  0x80400000
#define SMM_SIZE	  0x20000

/* Offsets in it: the stack grows down to the image, the processor's header lies above the stack. */
#define SMM_STACK_TOP	  0x4000
#define SMM_HEADER_TOP	  0x4040
#define SMM_STACK_SIZE	  0x800

#define SMM_MAGIC	  0x314d4d53 /* "SMM1" */
/* EAX of the first software SMI, and what the handler puts there when it is ready. */
#define SMM_INIT	  0x00f0
#define SMM_READY	  SMM_MAGIC

#define SMM_PARAMS_OFFSET 0x10

#ifndef __ASSEMBLER__
#include <stdint.h>

/* What the firmware knows and the handler needs. Filled in by the smm hooks of the chips. */
struct smm_params {
	uint8_t companion_device; /* PCI device number of the companion */
	/* Functions of PCI devices 1 and companion_device that are to be there, one bit each. */
	uint8_t north_functions;
	uint8_t south_functions;
	uint8_t region; /* enum boot_region: where the firmware runs from */
	uint32_t
		framebuffer_ram; /* physical address of the display's memory, and its size in bytes */
	uint32_t framebuffer_size; /* 0: no display */
	uint32_t console;	   /* memory console, struct console_ring; 0: none */
	uint32_t console_size;	   /* bytes of its body */
};

/* The head of the file. */
struct smm_image {
	uint8_t jump[4];
	uint32_t magic;
	uint32_t size; /* of the file, and of its memory: .bss is in it */
	uint32_t reserved;
	struct smm_params params;
};
#endif

#endif
