/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where board files are: one folder a vendor, one file a board. */
#ifndef GEODESIM_BOARD_FIND_H
#define GEODESIM_BOARD_FIND_H

#include <stddef.h>

#define BOARD_PATH 1024

/**
 * board_dir - the folder with the vendors' folders
 * @wanted: of --board-dir, or empty: then beside the program or in the source tree it was built
 * in. Returns 0, or -1 with the reason in @err.
 */
int board_dir(const char *wanted, char dir[BOARD_PATH], char *err, size_t err_size);

/**
 * board_path - the file of @board: "vendor/board", or a path that ends in .cfg
 * @key gets "vendor/board" (128 bytes). Returns 0, or -1 with the reason (and the boards there
 * are) in @err.
 */
int board_path(const char *dir, const char *board, char path[BOARD_PATH], char key[128], char *err,
	       size_t err_size);

/** board_each - @fn for every board in @dir, sorted: its key and file. Returns their number. */
unsigned board_each(const char *dir, void (*fn)(void *opaque, const char *key, const char *path),
		    void *opaque);

#endif
