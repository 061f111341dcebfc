/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole files in memory. */
#ifndef NRV2B_FILE_H
#define NRV2B_FILE_H

#include <stddef.h>
#include <stdint.h>

#define FILE_MAX_SIZE ((long)1 << 30)

struct bytes {
	uint8_t *data;
	size_t size;
};

/* Reads a whole file; ends the program with a message when that fails or it is above 1 GiB. */
struct bytes read_whole(const char *path);

/* Writes a whole file; on failure removes it and ends the program with a message. */
void write_whole(const char *path, struct bytes bytes);

/* Prints "nrv2b: " and the message, and ends the program with status 1. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* malloc() that ends the program when there is no memory. */
void *allocate(size_t size);

#endif
