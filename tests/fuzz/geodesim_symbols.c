/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the ELF files that give addresses their function and line. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/symbols.h"

/* The inputs of a run are all kinds of bytes; few of them begin as an ELF file does. This makes
 * the header of each sound, so that what follows it is read. */
static void make_elf(uint8_t *image, size_t size)
{
	static const uint8_t ident[20] = {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0,
					  0,	0,   0,	  0,   0, 0, 2, 0, 3, 0};

	memcpy(image, ident, size < sizeof(ident) ? size : sizeof(ident));
	if (size < 52)
		return;
	image[40] = 52; /* header size */
	image[41] = 0;
	image[46] = 40; /* section header size */
	image[47] = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64], err[200], text[300];
	const char *paths[2] = {path, path};
	struct symbols *s;
	uint8_t *image;
	int fd;

	if (size < 2 || size > 65536)
		return 0;
	image = malloc(size);
	fd = memfd_create("symbols", 0);
	if (!image || fd < 0)
		abort();
	memcpy(image, data, size);
	if (data[size - 1] & 1)
		make_elf(image, size);
	if (write(fd, image, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	s = symbols_open(paths, 1 + (data[size - 1] >> 7), err, sizeof(err));
	for (unsigned n = 0; s && n < 64; n++) {
		uint32_t addr = n * 0x04030201u;

		if (n * 4 + 4 <= size)
			memcpy(&addr, image + n * 4, 4);
		symbols_find(s, addr, text, n & 1 ? sizeof(text) : 8);
	}
	symbols_close(s);
	close(fd);
	free(image);
	return 0;
}
