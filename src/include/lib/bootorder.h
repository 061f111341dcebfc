/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot order: a text file in CBFS, one entry a line. */
#ifndef LIB_BOOTORDER_H
#define LIB_BOOTORDER_H

#include <stddef.h>

#define BOOTORDER_TITLE_SIZE   48
#define BOOTORDER_NAME_SIZE    64
#define BOOTORDER_CMDLINE_SIZE 512

/*
 *   <title>  <file> [initrd=<file>] [-- <command line>]
 *
 * The title ends at the first tab or pair of blanks; single blanks belong to it. `#` starts a
 * comment line; empty lines are skipped. The command line goes to the end of the line.
 */
struct bootorder_entry {
	char title[BOOTORDER_TITLE_SIZE];
	char file[BOOTORDER_NAME_SIZE];
	char initrd[BOOTORDER_NAME_SIZE];     /* empty: none */
	char cmdline[BOOTORDER_CMDLINE_SIZE]; /* empty: none */
	unsigned int line;		      /* number of its line, from 1 */
};

/* Position in the text: start with all zero. */
struct bootorder_cursor {
	size_t pos;
	unsigned int line;
};

/*
 * Gives the next entry of a boot order of `size` bytes (not NUL-terminated) and moves the cursor
 * behind its line. Returns 1 with *entry filled; 0 at the end; or, with only entry->line filled and
 * the cursor behind the bad line, so that the caller may go on:
 *   ERR_INVALID   no file name, an unknown word, or a control character in the line
 *   ERR_NO_SPACE  title, name or command line too long
 */
int bootorder_next(const char *text, size_t size, struct bootorder_cursor *cursor,
		   struct bootorder_entry *entry);

#endif
