/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the coreboot table and what it points to. Nothing that is read is trusted. */
#ifndef CBMEM_READER_H
#define CBMEM_READER_H

#include <stddef.h>
#include <stdint.h>
#include <tables/coreboot.h>
#include "memory.h"

/* More than this no table, console or timestamp object is believed to have. */
#define READER_MAX_TABLE   (1u << 20)
#define READER_MAX_CONSOLE (16u << 20)
#define READER_MAX_STAMPS  65535u

/* A copy of the table's records. */
struct cbtable {
	uint64_t address; /* of the header */
	uint8_t *records;
	uint32_t size;	  /* bytes of records */
	uint32_t entries; /* as the header says */
};

/* One record; data points into the table's copy and holds `size` bytes, head included. */
struct cbtable_record {
	uint32_t tag;
	uint32_t size;
	const uint8_t *data;
};

struct timestamp {
	uint32_t id;
	uint64_t ticks; /* of the time-stamp counter */
};

struct timestamps {
	uint32_t mhz; /* ticks per microsecond, never 0 */
	uint32_t count;
	struct timestamp *stamp; /* in the order of time; the base time is the first, with id 0 */
};

/*
 * Searches the first page and the F segment for a table whose checksums are right, and follows forward
 * records. Returns 0, ERR_NOT_FOUND, ERR_NO_MEMORY, or the error of the last table that looked like
 * one (ERR_CHECKSUM, ERR_SIZE, ...). Free the table with cbtable_free().
 */
int cbtable_open(const struct memory *memory, struct cbtable *table);
void cbtable_free(struct cbtable *table);

/*
 * Gives the record at *cursor (start with 0) and moves it on. Returns 1, 0 at the end, ERR_CORRUPT
 * for a record that breaks out of the table.
 */
int cbtable_next(const struct cbtable *table, size_t *cursor, struct cbtable_record *record);

/* The first record with this tag and at least `min_size` bytes. Returns 0 or a negative code. */
int cbtable_get(const struct cbtable *table, uint32_t tag, uint32_t min_size,
		struct cbtable_record *record);

/*
 * The text of the memory console, oldest first, terminated; what is no text comes as '?'.
 * Returns 0 with *text to be freed and *length its length, or a negative code.
 */
int console_read(const struct memory *memory, const struct cbtable *table, char **text,
		 size_t *length);

/* The timestamps. Returns 0 with stamps->stamp to be freed, or a negative code. */
int timestamps_read(const struct memory *memory, const struct cbtable *table,
		    struct timestamps *stamps);

#endif
