/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devtree: memory, strings and files. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include "devtree.h"

void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "devtree: ");
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

void *xalloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		die("out of memory");
	return p;
}

char *format(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	int length = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (length < 0)
		die("cannot format a message");
	text = xalloc((size_t)length + 1);
	va_start(args, fmt);
	vsnprintf(text, (size_t)length + 1, fmt, args);
	va_end(args);
	return text;
}

char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	size_t used = 0, room = 0;

	if (!file)
		die("%s: %s", path, strerror(errno));
	for (;;) {
		if (room - used < 2) {
			room = room ? room * 2 : 65536;
			data = realloc(data, room);
			if (!data)
				die("%s: out of memory", path);
		}
		size_t got = fread(data + used, 1, room - used - 1, file);
		if (got == 0)
			break;
		used += got;
	}
	if (ferror(file))
		die("%s: %s", path, strerror(errno));
	fclose(file);
	data[used] = '\0';
	if (size)
		*size = used;
	return data;
}
