/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where board files are: one folder a vendor, one file a board. */
#include "board/find.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".cfg"

static int is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int board_dir(const char *wanted, char dir[BOARD_PATH], char *err, size_t err_size)
{
	/* The program is build/geodesim/geodesim in the tree, or bin/geodesim when installed. */
	static const char *const near[] = {"../../util/geodesim/boards", "../share/geodesim/boards",
					   "boards"};
	char exe[BOARD_PATH / 2];
	ssize_t n;

	if (wanted[0]) {
		if (is_dir(wanted) && snprintf(dir, BOARD_PATH, "%s", wanted) < BOARD_PATH)
			return 0;
		snprintf(err, err_size, "--board-dir %s: no such folder", wanted);
		return -1;
	}
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n > 0) {
		exe[n] = '\0';
		*strrchr(exe, '/') = '\0';
		for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
			snprintf(dir, BOARD_PATH, "%s/%s", exe, near[i]);
			if (is_dir(dir))
				return 0;
		}
	}
	snprintf(dir, BOARD_PATH, "util/geodesim/boards");
	if (is_dir(dir))
		return 0;
	snprintf(err, err_size, "no folder of board files found: give --board-dir");
	return -1;
}

/* "v/b" of ".../v/b.cfg", which a path without a folder has only half of. */
static void key_of(const char *path, char key[128])
{
	const char *slash = strrchr(path, '/'), *from = path;
	size_t length;

	if (slash) {
		for (from = slash; from > path && from[-1] != '/'; from--)
			;
	}
	length = strlen(from) - strlen(ENDING);
	snprintf(key, 128, "%.*s", (int)length, from);
}

static void add_name(void *opaque, const char *key, const char *path)
{
	char *list = opaque;
	size_t used = strlen(list);

	(void)path;
	snprintf(list + used, 512 - used, "%s%s", used ? ", " : "", key);
}

int board_path(const char *dir, const char *board, char path[BOARD_PATH], char key[128], char *err,
	       size_t err_size)
{
	size_t length = strlen(board);
	char list[512] = "";

	if (length > strlen(ENDING) && strcmp(board + length - strlen(ENDING), ENDING) == 0) {
		snprintf(path, BOARD_PATH, "%s", board);
		key_of(board, key);
		return 0;
	}
	snprintf(key, 128, "%s", board);
	if (snprintf(path, BOARD_PATH, "%s/%s" ENDING, dir, board) < BOARD_PATH &&
	    !strstr(board, "..") && access(path, R_OK) == 0)
		return 0;
	board_each(dir, add_name, list);
	snprintf(err, err_size, "there is no board %s; there are: %s", board, list);
	return -1;
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static int is_board(const struct dirent *d)
{
	size_t length = strlen(d->d_name);

	return visible(d) && length > strlen(ENDING) &&
	       strcmp(d->d_name + length - strlen(ENDING), ENDING) == 0;
}

static unsigned each_of_vendor(const char *dir, const char *vendor,
			       void (*fn)(void *opaque, const char *key, const char *path),
			       void *opaque)
{
	char folder[BOARD_PATH], path[2 * BOARD_PATH], key[128];
	struct dirent **list;
	int count;

	if (snprintf(folder, sizeof(folder), "%s/%s", dir, vendor) >= (int)sizeof(folder))
		return 0;
	count = scandir(folder, &list, is_board, alphasort);
	for (int n = 0; n < count; n++) {
		snprintf(path, sizeof(path), "%s/%s", folder, list[n]->d_name);
		key_of(path, key);
		fn(opaque, key, path);
		free(list[n]);
	}
	if (count >= 0)
		free(list);
	return count > 0 ? (unsigned)count : 0;
}

unsigned board_each(const char *dir, void (*fn)(void *opaque, const char *key, const char *path),
		    void *opaque)
{
	struct dirent **list;
	unsigned boards = 0;
	int count = scandir(dir, &list, visible, alphasort);

	for (int n = 0; n < count; n++) {
		boards += each_of_vendor(dir, list[n]->d_name, fn, opaque);
		free(list[n]);
	}
	if (count >= 0)
		free(list);
	return boards;
}
