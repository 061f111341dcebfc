/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mkelfimage tells the conversion stub, and the addresses both agree on. */
#ifndef MKELFIMAGE_PARAMS_H
#define MKELFIMAGE_PARAMS_H

#define STUB_ADDRESS	  0x10000 /* code, parameters, then BSS and stack */
#define ZERO_PAGE_ADDRESS 0x20000
#define ZERO_PAGE_SIZE	  0x1000
#define CMDLINE_ADDRESS	  0x21000
#define CMDLINE_SIZE	  0x1000 /* with NUL */

#define STUB_MAGIC	  0x4c454b4d /* "MKEL" */

#ifndef __ASSEMBLER__
#include <stdint.h>

/* The last bytes of the stub's image; mkelfimage overwrites them. */
struct stub_params {
	uint32_t magic;	       /* STUB_MAGIC */
	uint32_t memsz;	       /* of the stub in memory, set by the stub's link */
	uint32_t kernel_entry; /* 32-bit entry point */
	uint32_t runtime;      /* where the kernel runs ... */
	uint32_t runtime_size; /* ... and the RAM it needs there */
};
#endif

#endif
