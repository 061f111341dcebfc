/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expect/send scripts. */
#include "tools/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 10000

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Resolve escapes; -1 for a bad one or too long a text. */
static int unescape(struct script_step *st, const char *p)
{
	st->length = 0;
	while (*p) {
		uint8_t byte = (uint8_t)*p++;

		if (st->length == SCRIPT_TEXT)
			return -1;
		if (byte == '\\') {
			switch (*p++) {
			case 'n': byte = '\n'; break;
			case 'r': byte = '\r'; break;
			case 't': byte = '\t'; break;
			case 'e': byte = 27; break;
			case '\\': break;
			case 'x':
				if (hex(p[0]) < 0 || hex(p[1]) < 0)
					return -1;
				byte = (uint8_t)(hex(p[0]) << 4 | hex(p[1]));
				p += 2;
				break;
			default: return -1;
			}
		}
		st->text[st->length++] = byte;
	}
	return 0;
}

static int parse_line(struct script_step *st, const char *line)
{
	char word[16];
	const char *rest;
	int used = 0;
	unsigned code;

	if (sscanf(line, "%15s%n", word, &used) != 1)
		return -1;
	rest = line + used;
	if (*rest == ' ')
		rest++;
	if (strcmp(word, "expect") == 0 || strcmp(word, "send") == 0) {
		st->verb = word[0] == 'e' ? SCRIPT_EXPECT : SCRIPT_SEND;
		return unescape(st, rest) || st->length == 0 ? -1 : 0;
	}
	if (strcmp(word, "timeout") == 0) {
		st->verb = SCRIPT_TIMEOUT;
		return sscanf(rest, "%lf", &st->seconds) == 1 && st->seconds > 0 &&
				       st->seconds < 1e6
			       ? 0
			       : -1;
	}
	if (strcmp(word, "key") == 0 || strcmp(word, "post") == 0) {
		st->verb = word[0] == 'k' ? SCRIPT_KEY : SCRIPT_POST;
		if (sscanf(rest, "%x", &code) != 1 || code > 0xffff)
			return -1;
		st->code = (uint16_t)code;
		return 0;
	}
	st->verb = SCRIPT_STOP;
	return strcmp(word, "stop") == 0 ? 0 : -1;
}

int script_parse(struct script *s, const uint8_t *bytes, size_t size, char *err, size_t err_size)
{
	unsigned line_number = 0, room = 0;
	size_t at = 0;

	memset(s, 0, sizeof(*s));
	s->timeout = 60;
	while (at < size) {
		char line[4 * SCRIPT_TEXT];
		size_t n = 0;

		while (at + n < size && bytes[at + n] != '\n')
			n++;
		line_number++;
		if (n >= sizeof(line) || line_number > LINES_MAX || memchr(bytes + at, 0, n)) {
			snprintf(err, err_size, "script line %u: too long or not text",
				 line_number);
			return -1;
		}
		memcpy(line, bytes + at, n);
		line[n] = '\0';
		at += n + 1;
		if (line[strspn(line, " \t\r")] == '\0' || line[0] == '#')
			continue;
		if (s->count == room) {
			struct script_step *more;

			room = room ? 2 * room : 16;
			more = realloc(s->step, room * sizeof(*more));
			if (!more) {
				snprintf(err, err_size, "out of memory");
				return -1;
			}
			s->step = more;
		}
		memset(&s->step[s->count], 0, sizeof(s->step[0]));
		s->step[s->count].line = line_number;
		if (parse_line(&s->step[s->count], line)) {
			snprintf(err, err_size, "script line %u: not understood: %.60s",
				 line_number, line);
			return -1;
		}
		s->count++;
	}
	return 0;
}

/* Continue a match after a mismatch: the longest border that still fits. */
static size_t fall_back(const struct script_step *st, size_t matched, uint8_t byte)
{
	for (size_t n = matched; n > 0; n--) {
		/* Would the last n-1 matched bytes and this one begin the text? */
		if (st->text[n - 1] == byte &&
		    memcmp(st->text, st->text + matched - (n - 1), n - 1) == 0)
			return n;
	}
	return 0;
}

bool script_heard(struct script *s, uint8_t byte)
{
	const struct script_step *st = script_now(s);

	if (!st || st->verb != SCRIPT_EXPECT)
		return false;
	if (st->text[s->matched] == byte)
		s->matched++;
	else
		s->matched = fall_back(st, s->matched, byte);
	if (s->matched < st->length)
		return false;
	script_next(s);
	return true;
}

bool script_post(struct script *s, uint8_t code)
{
	const struct script_step *st = script_now(s);

	if (!st || st->verb != SCRIPT_POST || st->code != code)
		return false;
	script_next(s);
	return true;
}

const struct script_step *script_now(const struct script *s)
{
	return s->at < s->count ? &s->step[s->at] : NULL;
}

void script_next(struct script *s)
{
	if (s->at < s->count)
		s->at++;
	s->matched = 0;
}

void script_free(struct script *s)
{
	free(s->step);
	memset(s, 0, sizeof(*s));
}
