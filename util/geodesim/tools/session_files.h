/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a session: what a run reads, recorded or replayed, and what it writes. */
#ifndef GEODESIM_TOOLS_SESSION_FILES_H
#define GEODESIM_TOOLS_SESSION_FILES_H

#include "tools/session.h"

/* All: 0, or -1 with s->err set. */

/** session_open_replay - begin recording or replaying, when the options say so. */
int session_open_replay(struct session *s);

/** session_read - an optional file by its role in records; *f is NULL when @path is empty. */
int session_read(struct session *s, const char *role, const char *path,
		 const struct replay_file **f);

/** session_read_cmos - the battery file of --cmos; *f is NULL when there is none yet: an empty
 *  battery, of which the run's end makes the file. */
int session_read_cmos(struct session *s, const struct replay_file **f);

/** session_read_rom - a changeable copy of --rom in s->rom. */
int session_read_rom(struct session *s);

/** session_read_image - open a disk image. session_read_disks - those of --disk, at most @count. */
int session_read_image(struct session *s, const char *role, const char *path,
		       struct diskimage *image, struct disk_if *out);
int session_read_disks(struct session *s, struct disk_if *out, unsigned count);

/** session_is_folder - may files of that folder be read? */
bool session_is_folder(const char *path);

/** session_check_outputs - is there a folder for each file that the run's end is to write? */
int session_check_outputs(struct session *s);

/** session_write - write a whole file. */
int session_write(struct session *s, const char *path, const uint8_t *bytes, size_t size);

#endif
