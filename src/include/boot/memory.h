/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory map of this boot, as payloads and the OS get to know it. */
#ifndef BOOT_MEMORY_H
#define BOOT_MEMORY_H

#include <lib/memmap.h>

/* The map; complete after the step that writes the tables. */
struct memmap *boot_memmap(void);

#endif
