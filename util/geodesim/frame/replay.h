/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run's inputs in one file: options, contents of all files, and what came in at which clock. */
#ifndef GEODESIM_FRAME_REPLAY_H
#define GEODESIM_FRAME_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define REPLAY_BYTES_MAX 1536 /* bytes in one input: an Ethernet frame is one */

enum replay_mode { REPLAY_OFF, REPLAY_RECORD, REPLAY_PLAY };

/* One input. Channels: "serial0".., "key", "net0", "stop" (no bytes: the host ended the run). */
struct replay_input {
	uint64_t clock;
	char channel[16];
	uint8_t bytes[REPLAY_BYTES_MAX];
	size_t count;
};

/* A file's contents. Owned by the struct replay. */
struct replay_file {
	char role[16];
	uint8_t *bytes;
	size_t size;
	bool allocated;
	struct replay_file *next;
};

struct replay {
	enum replay_mode mode;
	FILE *out;
	uint8_t *image; /* the whole replay file */
	size_t size, at;
	struct replay_file *files;
	struct replay_input ahead; /* next input to deliver */
	bool has_ahead;
	bool ended; /* an "end" line was met */
	uint64_t end_clock, end_instructions;
};

/** replay_off - neither record nor play: files are simply read. */
void replay_off(struct replay *r);

/** replay_record - write a new file at @path. 0, or -1 with the reason in @err. */
int replay_record(struct replay *r, const char *path, char *err, size_t err_size);

/**
 * replay_play - read the file at @path and check its form
 * @option is called for each option recorded. 0, or -1 with the reason in @err.
 */
int replay_play(struct replay *r, const char *path,
		int (*option)(void *opaque, const char *name, const char *value), void *opaque,
		char *err, size_t err_size);

/** replay_parse - as replay_play(), from memory: @image is malloc'ed and becomes @r's. */
int replay_parse(struct replay *r, uint8_t *image, size_t size,
		 int (*option)(void *opaque, const char *name, const char *value), void *opaque,
		 char *err, size_t err_size);

/** replay_option - record an option of the run. */
void replay_option(struct replay *r, const char *name, const char *value);

/**
 * replay_read_file - contents of the file with @role ("kernel", "disk0", ...)
 * Off or recording: read from @path (and recorded). Playing: from the replay file; @path is not
 * touched. NULL with the reason in @err. Empty files have a valid pointer and size 0.
 */
const struct replay_file *replay_read_file(struct replay *r, const char *role, const char *path,
					   char *err, size_t err_size);

/** replay_start - all options and files are told; inputs follow. */
void replay_start(struct replay *r);

/** replay_put - record an input that happens at @clock. */
void replay_put(struct replay *r, uint64_t clock, const char *channel, const uint8_t *bytes,
		size_t count);

/** replay_peek - playing: the next input, or NULL. replay_pop - it was delivered. */
const struct replay_input *replay_peek(const struct replay *r);
void replay_pop(struct replay *r);

/** replay_end - record how the run ended; playing: 0 when it ended the same way, else -1. */
int replay_end(struct replay *r, uint64_t clock, uint64_t instructions);

/** replay_close - release everything, also the files. 0, or -1 when writing failed. */
int replay_close(struct replay *r);

/** replay_slurp - read a whole file of at most 2 GiB into malloc'ed memory. 0 or -errno. */
int replay_slurp(const char *path, uint8_t **bytes, size_t *size);

#endif
