/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a CBFS: the file container of each flash region. All contents are untrusted. */
#ifndef LIB_CBFS_H
#define LIB_CBFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* File types (cbfstool 4.15). Deleted and free files are never returned. */
#define CBFS_TYPE_DELETED      0x00000000u
#define CBFS_TYPE_FREE	       0xffffffffu
#define CBFS_TYPE_BOOTBLOCK    0x01u
#define CBFS_TYPE_HEADER       0x02u
#define CBFS_TYPE_LEGACY_STAGE 0x10u
#define CBFS_TYPE_STAGE	       0x11u
#define CBFS_TYPE_SELF	       0x20u
#define CBFS_TYPE_RAW	       0x50u
#define CBFS_TYPE_CMOS_DEFAULT 0xaau
#define CBFS_TYPE_CMOS_LAYOUT  0x1aau

#define CBFS_ALIGN	       64u

/* A region of memory-mapped flash that holds a CBFS: base address and size in bytes. */
struct cbfs {
	const uint8_t *base;
	size_t size;
};

struct cbfs_file {
	const char *name;      /* NUL-terminated, inside the region */
	uint32_t type;	       /* CBFS_TYPE_ */
	const uint8_t *header; /* first byte of the file: header, name, attributes, then data */
	const uint8_t *data;   /* stored bytes, inside the region */
	size_t stored_size;    /* number of stored bytes */
	uint32_t compression;  /* COMPRESS_ of compress.h, as stored; not checked here */
	size_t size;   /* bytes when expanded, as declared (untrusted); stored_size if not packed */
	bool is_stage; /* the three fields below are valid */
	uint64_t load; /* physical load address */
	uint32_t entry_offset; /* from load, below memlen */
	uint32_t memlen;       /* bytes of memory from load, zeroed tail included */
};

/*
 * Gives the file at or behind *cursor (start with 0) and moves the cursor behind it.
 * Returns 1 with *file filled, 0 at the end of the region, or
 *   ERR_CORRUPT    no file header where one must be, or a header or attribute that is wrong
 *   ERR_TRUNCATED  a file that reaches beyond the region
 * An error ends the walk: nothing behind a damaged header can be trusted.
 */
int cbfs_next(const struct cbfs *cbfs, size_t *cursor, struct cbfs_file *file);

/*
 * Finds the first file named exactly `name`. Returns 0 with *file filled, ERR_NOT_FOUND, or the
 * error of cbfs_next() when the walk met damage before the file was found.
 */
int cbfs_find(const struct cbfs *cbfs, const char *name, struct cbfs_file *file);

#endif
