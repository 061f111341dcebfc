/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Physical memory as the reader sees it: of this machine, of a dump, or of a test. */
#ifndef CBMEM_MEMORY_H
#define CBMEM_MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct memory {
	/* Copies `size` bytes from physical `address`. Returns 0, or a negative code when not all is there. */
	int (*read)(const struct memory *memory, uint64_t address, void *buffer, size_t size);
	int fd;
	const uint8_t *bytes; /* memory_from_bytes() only */
	uint64_t size;	      /* bytes that exist, counted from address 0; 0 = unknown */
};

/* Through a memory device such as /dev/mem, by mmap. Returns 0, or a negative code (errno says why). */
int memory_open_device(struct memory *memory, const char *path);

/* A file that holds memory from address 0, as QEMU's pmemsave writes it. Errors as above. */
int memory_open_dump(struct memory *memory, const char *path);

/* `size` bytes that stand for memory from address 0. */
void memory_from_bytes(struct memory *memory, const uint8_t *bytes, size_t size);

void memory_close(struct memory *memory);

#endif
