/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what the reader found. */
#ifndef CBMEM_PRINT_H
#define CBMEM_PRINT_H

#include <stdio.h>
#include "reader.h"

/* Every record of the table, one or more lines each. Returns 0, or ERR_CORRUPT for a broken table. */
int print_table(FILE *out, const struct cbtable *table);

/* A line for each timestamp: name, time since the first one and since the last line. */
void print_timestamps(FILE *out, const struct timestamps *stamps);

/* The same for programs: id, microseconds since the first one, name; separated by tabs. */
void print_timestamps_raw(FILE *out, const struct timestamps *stamps);

#endif
