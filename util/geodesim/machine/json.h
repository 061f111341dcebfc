/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small JSON reader for one line of text. */
#ifndef GEODESIM_MACHINE_JSON_H
#define GEODESIM_MACHINE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* Nodes refer to each other by index; 0 is "none" (the root has index 1). */
struct json_node {
	enum json_type type;
	int64_t number;	  /* JSON_NUMBER; fractions are cut off */
	const char *text; /* JSON_STRING; escapes are not decoded */
	size_t text_len;
	const char *key; /* within an object */
	size_t key_len;
	unsigned child, next;
};

struct json {
	struct json_node *node;
	unsigned count, size;
	const char *error; /* what was wrong, with the position */
	size_t error_at;
};

/**
 * json_parse - parse text (len bytes) into j, whose nodes are reused between calls
 * The text must stay while j is used. Returns the root's index, or 0 with j->error set.
 */
unsigned json_parse(struct json *j, const char *text, size_t len);
void json_free(struct json *j);
/** json_member - the member of an object, or 0. */
unsigned json_member(const struct json *j, unsigned object, const char *key);
/** json_get - a member's number, or def when there is none. */
int64_t json_get(const struct json *j, unsigned object, const char *key, int64_t def);

#endif
