/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recording and replaying a run's inputs. The file: text lines, contents in between as bytes. */
#include "frame/replay.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAGIC	 "geodesim-replay 1\n"
#define FILE_MAX UINT64_C(0x80000000)

/* FNV-1a, 64 bits: finds accidents, not attacks. */
static uint64_t hash(const uint8_t *p, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	while (n--)
		h = (h ^ *p++) * UINT64_C(0x100000001b3);
	return h;
}

int replay_slurp(const char *path, uint8_t **bytes, size_t *size)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	int rc = 0;

	*bytes = NULL;
	if (!f)
		return -errno;
	if (fstat(fileno(f), &st))
		rc = -errno;
	else if (!S_ISREG(st.st_mode))
		rc = -EINVAL;
	else if ((uint64_t)st.st_size > FILE_MAX)
		rc = -EFBIG;
	if (!rc) {
		*size = (size_t)st.st_size;
		*bytes = malloc(*size + 1);
		if (!*bytes)
			rc = -ENOMEM;
		else if (fread(*bytes, 1, *size, f) != *size)
			rc = -EIO;
	}
	if (rc) {
		free(*bytes);
		*bytes = NULL;
	}
	fclose(f);
	return rc;
}

void replay_off(struct replay *r)
{
	memset(r, 0, sizeof(*r));
}

int replay_record(struct replay *r, const char *path, char *err, size_t err_size)
{
	replay_off(r);
	r->out = fopen(path, "wb");
	if (!r->out) {
		snprintf(err, err_size, "%s: %s", path, strerror(errno));
		return -1;
	}
	r->mode = REPLAY_RECORD;
	fputs(MAGIC, r->out);
	return 0;
}

/* One line of at most max-1 characters, without its end; NULL at the end or when too long. */
static const char *line(struct replay *r, char *buf, size_t max)
{
	size_t n = 0;

	while (r->at + n < r->size && r->image[r->at + n] != '\n') {
		if (n + 1 >= max)
			return NULL;
		buf[n] = (char)r->image[r->at + n];
		n++;
	}
	if (r->at + n >= r->size)
		return NULL;
	buf[n] = '\0';
	r->at += n + 1;
	return buf;
}

/* A counted run of bytes followed by a line end. */
static uint8_t *counted(struct replay *r, uint64_t n)
{
	uint8_t *p = r->image + r->at;

	if (n >= r->size - r->at || p[n] != '\n')
		return NULL;
	r->at += (size_t)n + 1;
	return p;
}

static struct replay_file *add_file(struct replay *r, const char *role)
{
	struct replay_file *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	snprintf(f->role, sizeof(f->role), "%s", role);
	f->next = r->files;
	r->files = f;
	return f;
}

static int parse_option(struct replay *r, const char *text,
			int (*option)(void *opaque, const char *name, const char *value),
			void *opaque)
{
	char name[32];
	uint64_t n;
	uint8_t *value;

	if (sscanf(text, "option %31s %" SCNu64, name, &n) != 2 || n > 65536)
		return -1;
	value = counted(r, n);
	if (!value)
		return -1;
	value[n] = '\0'; /* over the line end */
	return option(opaque, name, (const char *)value);
}

static int parse_file(struct replay *r, const char *text)
{
	struct replay_file *f;
	uint64_t n, want;
	uint8_t *bytes;
	char role[16];

	if (sscanf(text, "file %15s %" SCNu64 " %" SCNx64, role, &n, &want) != 3 || n > FILE_MAX)
		return -1;
	bytes = counted(r, n);
	if (!bytes || hash(bytes, (size_t)n) != want)
		return -1;
	f = add_file(r, role);
	if (!f)
		return -1;
	f->bytes = bytes;
	f->size = (size_t)n;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Read the next input line into r->ahead. */
static int look_ahead(struct replay *r)
{
	char buf[64 + 2 * REPLAY_BYTES_MAX];
	struct replay_input *in = &r->ahead;
	const char *p;
	int used = 0;

	r->has_ahead = false;
	if (!line(r, buf, sizeof(buf)))
		return r->at == r->size ? 0 : -1;
	if (sscanf(buf, "end %" SCNu64 " %" SCNu64, &r->end_clock, &r->end_instructions) == 2) {
		r->ended = true;
		return 0;
	}
	if (sscanf(buf, "in %" SCNu64 " %15s %n", &in->clock, in->channel, &used) != 2 || !used)
		return -1;
	in->count = 0;
	for (p = buf + used; p[0] && p[1]; p += 2) {
		int hi = hex_digit(p[0]), lo = hex_digit(p[1]);

		if (hi < 0 || lo < 0 || in->count >= REPLAY_BYTES_MAX)
			return -1;
		in->bytes[in->count++] = (uint8_t)(hi << 4 | lo);
	}
	r->has_ahead = true;
	return 0;
}

int replay_parse(struct replay *r, uint8_t *image, size_t size,
		 int (*option)(void *opaque, const char *name, const char *value), void *opaque,
		 char *err, size_t err_size)
{
	char buf[128];
	int rc = 0;

	replay_off(r);
	r->mode = REPLAY_PLAY;
	r->image = image;
	r->size = size;
	if (size < strlen(MAGIC) || memcmp(image, MAGIC, strlen(MAGIC))) {
		snprintf(err, err_size, "not a replay file of this version");
		return -1;
	}
	r->at = strlen(MAGIC);
	for (;;) {
		if (!line(r, buf, sizeof(buf)))
			rc = -1;
		else if (strncmp(buf, "option ", 7) == 0)
			rc = parse_option(r, buf, option, opaque);
		else if (strncmp(buf, "file ", 5) == 0)
			rc = parse_file(r, buf);
		else if (strcmp(buf, "run") == 0)
			break;
		else
			rc = -1;
		if (rc)
			break;
	}
	if (!rc)
		rc = look_ahead(r);
	if (rc)
		snprintf(err, err_size, "replay file is damaged near byte %zu", r->at);
	return rc ? -1 : 0;
}

int replay_play(struct replay *r, const char *path,
		int (*option)(void *opaque, const char *name, const char *value), void *opaque,
		char *err, size_t err_size)
{
	uint8_t *image;
	size_t size;
	int rc = replay_slurp(path, &image, &size);

	replay_off(r);
	if (rc) {
		snprintf(err, err_size, "%s: %s", path, strerror(-rc));
		return -1;
	}
	return replay_parse(r, image, size, option, opaque, err, err_size);
}

void replay_option(struct replay *r, const char *name, const char *value)
{
	if (r->mode == REPLAY_RECORD)
		fprintf(r->out, "option %s %zu\n%s\n", name, strlen(value), value);
}

const struct replay_file *replay_read_file(struct replay *r, const char *role, const char *path,
					   char *err, size_t err_size)
{
	struct replay_file *f;
	int rc;

	for (f = r->files; f; f = f->next) {
		if (strcmp(f->role, role) == 0)
			return f;
	}
	if (r->mode == REPLAY_PLAY) {
		snprintf(err, err_size, "the replay file has no %s", role);
		return NULL;
	}
	f = add_file(r, role);
	rc = f ? replay_slurp(path, &f->bytes, &f->size) : -ENOMEM;
	if (rc) {
		snprintf(err, err_size, "%s %s: %s", role, path, strerror(-rc));
		if (f)
			r->files = f->next;
		free(f);
		return NULL;
	}
	f->allocated = true;
	if (r->mode == REPLAY_RECORD) {
		fprintf(r->out, "file %s %zu %016" PRIx64 "\n", role, f->size,
			hash(f->bytes, f->size));
		fwrite(f->bytes, 1, f->size, r->out);
		fputc('\n', r->out);
	}
	return f;
}

void replay_start(struct replay *r)
{
	if (r->mode != REPLAY_RECORD)
		return;
	fputs("run\n", r->out);
	fflush(r->out);
}

void replay_put(struct replay *r, uint64_t clock, const char *channel, const uint8_t *bytes,
		size_t count)
{
	if (r->mode != REPLAY_RECORD)
		return;
	fprintf(r->out, "in %" PRIu64 " %s ", clock, channel);
	for (size_t i = 0; i < count; i++)
		fprintf(r->out, "%02x", bytes[i]);
	fputc('\n', r->out);
	fflush(r->out);
}

const struct replay_input *replay_peek(const struct replay *r)
{
	return r->mode == REPLAY_PLAY && r->has_ahead ? &r->ahead : NULL;
}

void replay_pop(struct replay *r)
{
	if (r->has_ahead && look_ahead(r))
		r->has_ahead = false; /* a damaged line ends the inputs; replay_end() tells */
}

int replay_end(struct replay *r, uint64_t clock, uint64_t instructions)
{
	if (r->mode == REPLAY_RECORD)
		fprintf(r->out, "end %" PRIu64 " %" PRIu64 "\n", clock, instructions);
	if (r->mode != REPLAY_PLAY || (!r->ended && !r->has_ahead && r->at == r->size))
		return 0; /* the recording run itself was killed: nothing to compare with */
	return r->ended && clock == r->end_clock && instructions == r->end_instructions ? 0 : -1;
}

int replay_close(struct replay *r)
{
	int rc = 0;

	if (r->out)
		rc = ferror(r->out) | fclose(r->out) ? -1 : 0;
	while (r->files) {
		struct replay_file *f = r->files;

		r->files = f->next;
		if (f->allocated)
			free(f->bytes);
		free(f);
	}
	free(r->image);
	replay_off(r);
	return rc;
}
