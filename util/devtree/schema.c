/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtree: reads the config structs and ops that the chip.h files declare (src/include/device/chip.h
 * says what they may look like). The compiler reads the same lines later, so whatever this reader
 * gets wrong still does not compile.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "devtree.h"

struct scanner {
	const char *file;
	const char *p;
	unsigned line;
	char token[256];
};

_Noreturn static void bad(const struct scanner *s, const char *what)
{
	die("%s:%u: %s near \"%s\"", s->file, s->line, what, s->token);
}

/* Skips blanks, comments and preprocessor lines. */
static void skip(struct scanner *s)
{
	bool line_start = s->p[0] == '#';

	for (;;) {
		if (s->p[0] == '/' && s->p[1] == '*') {
			const char *end = strstr(s->p + 2, "*/");

			if (!end)
				die("%s:%u: unfinished comment", s->file, s->line);
			for (; s->p < end + 2; s->p++)
				s->line += *s->p == '\n';
		} else if (s->p[0] == '/' && s->p[1] == '/') {
			s->p += strcspn(s->p, "\n");
		} else if (*s->p == '#' && line_start) {
			while (*s->p && *s->p != '\n') {
				if (*s->p == '\\' && s->p[1] == '\n') {
					s->line++;
					s->p++;
				}
				s->p++;
			}
		} else if (isspace((unsigned char)*s->p)) {
			if (*s->p == '\n') {
				s->line++;
				line_start = true;
			}
			s->p++;
		} else {
			return;
		}
	}
}

/* Next token: a word or number, a "string" (with its quotes), or one other character. */
static bool next(struct scanner *s)
{
	size_t length = 0;

	skip(s);
	if (*s->p == '\0') {
		s->token[0] = '\0';
		return false;
	}
	if (isalnum((unsigned char)*s->p) || *s->p == '_') {
		while (isalnum((unsigned char)s->p[length]) || s->p[length] == '_')
			length++;
	} else if (*s->p == '"') {
		length = 1 + strcspn(s->p + 1, "\"\n");
		if (s->p[length] != '"')
			die("%s:%u: unfinished string", s->file, s->line);
		length++;
	} else {
		length = 1;
	}
	if (length >= sizeof(s->token))
		die("%s:%u: a word is too long", s->file, s->line);
	memcpy(s->token, s->p, length);
	s->token[length] = '\0';
	s->p += length;
	return true;
}

static bool is(const struct scanner *s, const char *text)
{
	return strcmp(s->token, text) == 0;
}

static void expect(struct scanner *s, const char *text)
{
	next(s);
	if (!is(s, text))
		bad(s, format("expected \"%s\"", text));
}

/* The current token as a number. */
static uint64_t number(struct scanner *s)
{
	char *end;

	if (is(s, "true"))
		return 1;
	if (is(s, "false"))
		return 0;
	errno = 0;
	uint64_t value = strtoull(s->token, &end, 0);

	if (!isdigit((unsigned char)s->token[0]) || *end || errno)
		bad(s, "expected a number");
	return value;
}

static const struct {
	const char *name;
	enum member_type type;
} member_types[] = {
	{"bool", MEMBER_BOOL},
	{"uint8_t", MEMBER_U8},
	{"uint16_t", MEMBER_U16},
	{"uint32_t", MEMBER_U32},
};

static void read_type(struct scanner *s, struct member *member)
{
	if (is(s, "const")) {
		expect(s, "char");
		expect(s, "*");
		member->type = MEMBER_STRING;
		return;
	}
	for (size_t i = 0; i < sizeof(member_types) / sizeof(member_types[0]); i++) {
		if (is(s, member_types[i].name)) {
			member->type = member_types[i].type;
			return;
		}
	}
	bad(s, "a config member is bool, uint8_t, uint16_t, uint32_t or const char *");
}

/* DT_DEFAULT(a, b, ...) behind the opening parenthesis. */
static void read_default(struct scanner *s, struct member *member)
{
	do {
		next(s);
		if (member->type == MEMBER_STRING) {
			if (s->token[0] != '"')
				bad(s, "expected a string");
			member->default_string = format("%s", s->token);
		} else {
			if (member->default_count == MAX_CELLS)
				bad(s, "too many default values");
			member->defaults[member->default_count++] = number(s);
		}
		next(s);
	} while (is(s, ","));
	if (!is(s, ")"))
		bad(s, "expected \")\"");
	member->has_default = true;
}

static void read_member(struct scanner *s, struct chip *chip)
{
	struct member *member;

	if (chip->member_count == MAX_CELLS)
		bad(s, "too many members");
	chip->member = realloc(chip->member, (chip->member_count + 1) * sizeof(*member));
	if (!chip->member)
		die("out of memory");
	member = &chip->member[chip->member_count++];
	memset(member, 0, sizeof(*member));
	read_type(s, member);
	next(s);
	member->name = format("%s", s->token);
	for (next(s); !is(s, ";"); next(s)) {
		if (is(s, "[")) {
			next(s);
			member->length = (unsigned)number(s);
			if (member->length == 0 || member->length > MAX_CELLS)
				bad(s, "an array has 1 to 64 elements");
			expect(s, "]");
		} else if (is(s, "DT_RANGE")) {
			expect(s, "(");
			next(s);
			member->min = number(s);
			expect(s, ",");
			next(s);
			member->max = number(s);
			expect(s, ")");
			member->has_range = true;
		} else if (is(s, "DT_ALIGN")) {
			expect(s, "(");
			next(s);
			member->align = number(s);
			if (member->align == 0)
				bad(s, "an alignment is at least 1");
			expect(s, ")");
		} else if (is(s, "DT_DEFAULT")) {
			expect(s, "(");
			read_default(s, member);
		} else {
			bad(s, "expected [n], DT_RANGE, DT_ALIGN, DT_DEFAULT or ;");
		}
	}
}

static struct chip *chip_for(struct schema *schema, struct scanner *s, const char *suffix)
{
	size_t length = strlen(s->token) - strlen(suffix);
	char *name = format("%.*s", (int)length, s->token);

	for (unsigned i = 0; i < schema->count; i++) {
		if (strcmp(schema->chip[i].name, name) != 0)
			continue;
		if (strcmp(schema->chip[i].header, s->file) != 0)
			die("%s:%u: %s is also declared in %s", s->file, s->line, name,
			    schema->chip[i].header);
		return &schema->chip[i];
	}
	if (schema->count == MAX_CHIPS)
		bad(s, "too many chips");
	struct chip *chip = &schema->chip[schema->count++];

	chip->name = name;
	chip->header = format("%s", s->file);
	return chip;
}

static bool ends_with(const char *text, const char *suffix)
{
	size_t a = strlen(text), b = strlen(suffix);

	return a > b && strcmp(text + a - b, suffix) == 0;
}

static const struct {
	const char *type, *suffix;
	enum stage stage;
} ops_types[] = {
	{"chip_bootblock_ops", "_bootblock_ops", STAGE_BOOTBLOCK},
	{"chip_romstage_ops", "_romstage_ops", STAGE_ROMSTAGE},
	{"device_ops", "_ops", STAGE_RAMSTAGE},
};

/* Behind "struct": a config struct's body, or a variable of an ops type. */
static void read_struct(struct schema *schema, struct scanner *s)
{
	next(s);
	if (ends_with(s->token, "_config")) {
		struct chip *chip = chip_for(schema, s, "_config");

		expect(s, "{");
		chip->has_config = true;
		for (next(s); !is(s, "}"); next(s)) {
			if (s->token[0] == '\0')
				bad(s, "unfinished struct");
			read_member(s, chip);
		}
		return;
	}
	for (size_t i = 0; i < sizeof(ops_types) / sizeof(ops_types[0]); i++) {
		if (!is(s, ops_types[i].type))
			continue;
		next(s);
		if (!ends_with(s->token, ops_types[i].suffix))
			bad(s, format("a struct %s is named <vendor>_<chip>%s", ops_types[i].type,
				      ops_types[i].suffix));
		chip_for(schema, s, ops_types[i].suffix)->has_ops[ops_types[i].stage] = true;
		return;
	}
}

void schema_read(struct schema *schema, const char *path)
{
	struct scanner s = {.file = path, .p = read_file(path, NULL), .line = 1};

	while (next(&s)) {
		if (is(&s, "struct"))
			read_struct(schema, &s);
	}
}

const struct chip *schema_find(const struct schema *schema, const char *name)
{
	for (unsigned i = 0; i < schema->count; i++) {
		if (strcmp(schema->chip[i].name, name) == 0)
			return &schema->chip[i];
	}
	return NULL;
}

uint64_t member_min(const struct member *member)
{
	return member->has_range ? member->min : 0;
}

uint64_t member_max(const struct member *member)
{
	if (member->has_range)
		return member->max;
	switch (member->type) {
	case MEMBER_BOOL: return 1;
	case MEMBER_U8: return 0xff;
	case MEMBER_U16: return 0xffff;
	default: return 0xffffffff;
	}
}
