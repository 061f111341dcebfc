/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small JSON reader for one line of text. */
#include "machine/json.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 32

struct reader {
	struct json *j;
	const char *text;
	size_t len, at;
};

static unsigned fail(struct reader *r, const char *what)
{
	if (!r->j->error) {
		r->j->error = what;
		r->j->error_at = r->at;
	}
	return 0;
}

static unsigned new_node(struct reader *r, enum json_type type)
{
	struct json *j = r->j;

	if (j->count == j->size) {
		unsigned size = j->size ? j->size * 2 : 1024;
		struct json_node *n = realloc(j->node, size * sizeof(*n));

		if (!n)
			return fail(r, "out of memory");
		j->node = n;
		j->size = size;
	}
	memset(&j->node[j->count], 0, sizeof(*j->node));
	j->node[j->count].type = type;
	return j->count++;
}

static void blanks(struct reader *r)
{
	while (r->at < r->len && strchr(" \t\r\n", r->text[r->at]))
		r->at++;
}
static int peek(struct reader *r)
{
	blanks(r);
	return r->at < r->len ? (unsigned char)r->text[r->at] : -1;
}

static int string(struct reader *r, const char **text, size_t *len)
{
	size_t start = ++r->at;

	while (r->at < r->len && r->text[r->at] != '"')
		r->at += r->text[r->at] == '\\' ? 2 : 1;
	if (r->at >= r->len) {
		fail(r, "string without end");
		return -1;
	}
	*text = r->text + start;
	*len = r->at - start;
	r->at++;
	return 0;
}

static unsigned number(struct reader *r)
{
	bool negative = r->text[r->at] == '-';
	unsigned n = new_node(r, JSON_NUMBER);
	uint64_t v = 0;
	size_t start;

	if (!n)
		return 0;
	if (negative)
		r->at++;
	start = r->at;
	while (r->at < r->len && r->text[r->at] >= '0' && r->text[r->at] <= '9')
		v = v * 10 + (uint64_t)(r->text[r->at++] - '0');
	if (r->at == start)
		return fail(r, "not a number");
	while (r->at < r->len && strchr("0123456789.eE+-", r->text[r->at]))
		r->at++;
	r->j->node[n].number = (int64_t)(negative ? 0 - v : v);
	return n;
}

static unsigned word(struct reader *r, const char *w, enum json_type type)
{
	size_t len = strlen(w);

	if (r->len - r->at < len || memcmp(r->text + r->at, w, len) != 0)
		return fail(r, "unknown word");
	r->at += len;
	return new_node(r, type);
}

static unsigned value(struct reader *r, unsigned depth);

/* The members of an array or object up to its closing bracket. */
static unsigned members(struct reader *r, unsigned depth, enum json_type type, int close)
{
	unsigned n = new_node(r, type), last = 0;

	r->at++;
	if (!n)
		return 0;
	if (peek(r) == close) {
		r->at++;
		return n;
	}
	for (;;) {
		const char *key = NULL;
		size_t key_len = 0;
		unsigned child;

		if (type == JSON_OBJECT) {
			if (peek(r) != '"')
				return fail(r, "a member needs a name");
			if (string(r, &key, &key_len))
				return 0;
			if (peek(r) != ':')
				return fail(r, "':' expected");
			r->at++;
		}
		child = value(r, depth + 1);
		if (!child)
			return 0;
		r->j->node[child].key = key;
		r->j->node[child].key_len = key_len;
		if (last)
			r->j->node[last].next = child;
		else
			r->j->node[n].child = child;
		last = child;
		if (peek(r) == close) {
			r->at++;
			return n;
		}
		if (peek(r) != ',')
			return fail(r, "',' expected");
		r->at++;
	}
}

static unsigned value(struct reader *r, unsigned depth)
{
	int c = peek(r);
	unsigned n;

	if (depth > MAX_DEPTH)
		return fail(r, "nested too deeply");
	switch (c) {
	case '{': return members(r, depth, JSON_OBJECT, '}');
	case '[': return members(r, depth, JSON_ARRAY, ']');
	case 't': return word(r, "true", JSON_TRUE);
	case 'f': return word(r, "false", JSON_FALSE);
	case 'n': return word(r, "null", JSON_NULL);
	case '"':
		n = new_node(r, JSON_STRING);
		if (n && string(r, &r->j->node[n].text, &r->j->node[n].text_len))
			return 0;
		return n;
	case -1: return fail(r, "text ends too early");
	default: return number(r);
	}
}

unsigned json_parse(struct json *j, const char *text, size_t len)
{
	struct reader r = {.j = j, .text = text, .len = len};
	unsigned root;

	j->count = 0;
	j->error = NULL;
	new_node(&r, JSON_NULL); /* index 0: none */
	root = value(&r, 0);
	if (root && peek(&r) != -1)
		return fail(&r, "something follows the value");
	return root;
}
void json_free(struct json *j)
{
	free(j->node);
	j->node = NULL;
	j->count = j->size = 0;
}

unsigned json_member(const struct json *j, unsigned object, const char *key)
{
	size_t len = strlen(key);
	unsigned n;

	if (!object || j->node[object].type != JSON_OBJECT)
		return 0;
	for (n = j->node[object].child; n; n = j->node[n].next)
		if (j->node[n].key_len == len && memcmp(j->node[n].key, key, len) == 0)
			return n;
	return 0;
}
int64_t json_get(const struct json *j, unsigned object, const char *key, int64_t def)
{
	unsigned n = json_member(j, object, key);

	return n && j->node[n].type == JSON_NUMBER ? j->node[n].number : def;
}
