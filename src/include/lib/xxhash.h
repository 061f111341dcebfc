/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XXH32, the 32-bit hash of the manifests and of LZ4 frames. */
#ifndef LIB_XXHASH_H
#define LIB_XXHASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * XXH32 of `size` bytes at `data` (any alignment; may be NULL when size is 0).
 * About 1.6 instructions a byte on i586. It finds damage, not malice.
 * Source: the XXH32 algorithm description, xxHash specification 0.1.1.
 */
uint32_t xxh32(const void *data, size_t size, uint32_t seed);

/* The same. Calls `beside`, if not NULL, every 256 bytes: 0.2 ms on slow flash. */
uint32_t xxh32_beside(const void *data, size_t size, uint32_t seed, void (*beside)(void));

#endif
