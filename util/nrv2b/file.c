/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and writing whole files. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "file.h"

void fail(const char *format, ...)
{
	va_list args;

	fputs("nrv2b: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void *allocate(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory)
		fail("no memory for %zu bytes", size);
	return memory;
}

struct bytes read_whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct bytes bytes;
	long size;

	if (!file)
		fail("%s: %s", path, strerror(errno));
	if (fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
		fail("%s: not a regular file", path);
	if (size > FILE_MAX_SIZE)
		fail("%s: %ld bytes are more than the limit of %ld", path, size, FILE_MAX_SIZE);
	bytes.size = (size_t)size;
	bytes.data = allocate(bytes.size);
	if (fread(bytes.data, 1, bytes.size, file) != bytes.size)
		fail("%s: cannot be read", path);
	fclose(file);
	return bytes;
}

void write_whole(const char *path, struct bytes bytes)
{
	FILE *file = fopen(path, "wb");

	if (!file)
		fail("%s: %s", path, strerror(errno));
	if (fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file)) {
		remove(path);
		fail("%s: cannot be written", path);
	}
}
