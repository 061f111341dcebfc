/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a session: what a run reads, recorded or replayed, and what it writes. */
#include "tools/session_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void record_option(void *replay, const char *name, const char *value)
{
	replay_option(replay, name, value);
}

int session_open_replay(struct session *s)
{
	replay_off(&s->replay);
	if (s->o.replay[0]) {
		char path[OPTIONS_TEXT];
		struct options clean = s->o;

		/* The recorded options replace those given; what concerns this host stays. */
		options_defaults(&s->o);
		memcpy(path, clean.replay, sizeof(path));
		memcpy(s->o.serial, clean.serial, sizeof(s->o.serial));
		s->o.serials = clean.serials;
		memcpy(s->o.trace, clean.trace, sizeof(s->o.trace));
		memcpy(s->o.trace_file, clean.trace_file, sizeof(s->o.trace_file));
		memcpy(s->o.gdb, clean.gdb, sizeof(s->o.gdb));
		memcpy(s->o.coverage, clean.coverage, sizeof(s->o.coverage));
		memcpy(s->o.summary, clean.summary, sizeof(s->o.summary));
		memcpy(s->o.report, clean.report, sizeof(s->o.report));
		memcpy(s->o.flash_out, clean.flash_out, sizeof(s->o.flash_out));
		memcpy(s->o.screenshot, clean.screenshot, sizeof(s->o.screenshot));
		memcpy(s->o.symbols, clean.symbols, sizeof(s->o.symbols));
		s->o.elfs = clean.elfs;
		s->o.strict = clean.strict;
		memcpy(s->o.replay, path, sizeof(path));
		s->o.quiet = clean.quiet;
		return replay_play(&s->replay, path, options_set, &s->o, s->err, sizeof(s->err));
	}
	if (s->o.record[0]) {
		if (replay_record(&s->replay, s->o.record, s->err, sizeof(s->err)))
			return -1;
		options_each(&s->o, record_option, &s->replay);
	}
	return 0;
}

int session_read(struct session *s, const char *role, const char *path,
		 const struct replay_file **f)
{
	*f = NULL;
	if (!path[0])
		return 0;
	*f = replay_read_file(&s->replay, role, path, s->err, sizeof(s->err));
	return *f ? 0 : -1;
}

int session_read_cmos(struct session *s, const struct replay_file **f)
{
	bool there = false;

	*f = NULL;
	if (s->replay.mode == REPLAY_PLAY) {
		for (const struct replay_file *r = s->replay.files; r; r = r->next)
			there |= strcmp(r->role, "cmos") == 0;
	} else {
		there = access(s->o.cmos, F_OK) == 0 || errno != ENOENT;
	}
	return there ? session_read(s, "cmos", s->o.cmos, f) : 0;
}

int session_read_rom(struct session *s)
{
	const struct replay_file *rom;

	if (session_read(s, "rom", s->o.rom, &rom))
		return -1;
	if (!rom)
		return 0;
	s->rom = malloc(rom->size ? rom->size : 1);
	if (!s->rom || rom->size > UINT32_MAX) {
		snprintf(s->err, sizeof(s->err), "ROM file is too large");
		return -1;
	}
	memcpy(s->rom, rom->bytes, rom->size);
	s->rom_size = rom->size;
	return 0;
}

int session_read_image(struct session *s, const char *role, const char *path,
		       struct diskimage *image, struct disk_if *out)
{
	const struct replay_file *f;
	int rc;

	if (s->replay.mode != REPLAY_OFF && session_read(s, role, path, &f))
		return -1;
	if (s->replay.mode == REPLAY_PLAY)
		rc = diskimage_from_memory(image, f->bytes, f->size);
	else
		rc = diskimage_open(image, path, s->o.snapshot);
	if (rc) {
		snprintf(s->err, sizeof(s->err), "disk %s: %s", path,
			 rc == -EINVAL ? "not a whole number of sectors" : strerror(-rc));
		return -1;
	}
	*out = diskimage_if(image);
	return 0;
}

int session_read_disks(struct session *s, struct disk_if *out, unsigned count)
{
	static const char *const role[OPTIONS_DISKS] = {"disk0", "disk1", "disk2", "disk3"};

	for (unsigned n = 0; n < OPTIONS_DISKS; n++) {
		if (!s->o.disk[n][0])
			continue;
		if (n >= count) {
			snprintf(s->err, sizeof(s->err), "disk %s: this machine takes %u",
				 s->o.disk[n], count);
			return -1;
		}
		if (session_read_image(s, role[n], s->o.disk[n], &s->disk[n], &out[n]))
			return -1;
	}
	return 0;
}

bool session_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && access(path, R_OK | X_OK) == 0;
}

int session_check_outputs(struct session *s)
{
	bool keep = !s->o.snapshot && s->replay.mode != REPLAY_PLAY;
	const char *const path[] = {keep ? s->o.cmos : "", s->o.flash_out,  s->o.coverage,
				    s->o.summary,	   s->o.screenshot, s->o.report};

	for (size_t n = 0; n < sizeof(path) / sizeof(path[0]); n++) {
		char folder[OPTIONS_TEXT];
		char *slash;

		snprintf(folder, sizeof(folder), "%s", path[n]);
		slash = strrchr(folder, '/');
		if (slash && !slash[1]) { /* DIR/ */
			*slash = '\0';
			slash = strrchr(folder, '/');
		}
		if (!slash || slash == folder)
			continue;
		*slash = '\0';
		if (access(folder, W_OK | X_OK)) {
			snprintf(s->err, sizeof(s->err),
				 "%.500s cannot be written at the end: folder %.500s: %s", path[n],
				 folder, strerror(errno));
			return -1;
		}
	}
	return 0;
}

int session_write(struct session *s, const char *path, const uint8_t *bytes, size_t size)
{
	FILE *f = fopen(path, "wb");
	int rc = f ? 0 : -1;

	if (f && fwrite(bytes, 1, size, f) != size)
		rc = -1;
	if (f && fclose(f))
		rc = -1;
	if (rc)
		snprintf(s->err, sizeof(s->err), "%s: cannot be written", path);
	return rc;
}
