/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage's heap: handed out in order, never given back. */
#ifndef BOOT_HEAP_H
#define BOOT_HEAP_H

#include <stddef.h>

/* `size` zeroed bytes, 16-byte aligned. Dies with a message when the heap is exhausted. */
void *xzalloc(size_t size);

#endif
