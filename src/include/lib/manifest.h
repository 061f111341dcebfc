/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manifest: the text file of a region that says what its other files must contain. */
#ifndef LIB_MANIFEST_H
#define LIB_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

/*
 * Format, all hexadecimal in lower case with exactly 8 digits:
 *   geodeboot-manifest 1 <XXH32, seed 0, of everything behind this line>\n
 *   <XXH32, seed 0, of the file> <its number of bytes> <file name>\n     one per file
 * The file is what CBFS holds of it: header, name, attributes and stored bytes. The header counts
 * because a load address or a size in it can do as much harm as a wrong byte of code.
 */
#define MANIFEST_NAME "manifest"

/* The lines behind the first one; what manifest_check_self() gives to the functions below. */
struct manifest {
	const char *lines;
	size_t size;
	void (*beside)(void); /* what to call now and then while a file is checked; NULL */
};

struct manifest_entry {
	uint32_t hash;
	uint32_t size;
};

/*
 * Checks the first line of a manifest of `size` bytes and the hash in it.
 * Returns 0 with *manifest filled (it points into `text`), ERR_CORRUPT when the first line is not
 * that of a manifest of version 1, or ERR_CHECKSUM.
 */
int manifest_check_self(const void *text, size_t size, struct manifest *manifest);

/*
 * Finds the line of the file `name`. Returns 0 with *entry filled, ERR_NOT_FOUND, or ERR_CORRUPT
 * for a line that breaks the format in front of it.
 */
int manifest_find(const struct manifest *manifest, const char *name, struct manifest_entry *entry);

/*
 * Checks the file `name`: `size` bytes from its CBFS header (struct cbfs_file: header) to the end
 * of its data. Returns 0, the errors of manifest_find(), ERR_SIZE or ERR_CHECKSUM.
 */
int manifest_check_file(const struct manifest *manifest, const char *name, const void *data,
			size_t size);

#endif
