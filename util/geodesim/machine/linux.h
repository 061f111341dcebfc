/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warm start of a Linux kernel (or anything with its boot protocol) without firmware. */
#ifndef GEODESIM_MACHINE_LINUX_H
#define GEODESIM_MACHINE_LINUX_H

#include <stddef.h>

#include "machine/machine.h"

struct linux_boot {
	const uint8_t *kernel;
	size_t kernel_size;
	const uint8_t *initrd; /* may be NULL */
	size_t initrd_size;
	const char *command_line;
	uint64_t ram_bytes; /* RAM ends here; told to the kernel */
};

/**
 * linux_boot_load - put kernel, initrd, command line and zero page into memory, wherever the
 * machine routes it, and set the processor to the 32-bit entry's state (Linux
 * Documentation/x86/boot.rst).
 * Memory map told: 0-640K and 1 MiB to the end of RAM. Returns 0, or -1 with the reason in @err.
 */
int linux_boot_load(struct machine *m, const struct linux_boot *boot, char *err, size_t err_size);

#endif
