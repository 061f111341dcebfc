/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtree: source lines and value types, from dtc's annotated output (dtc -T -T -O dts).
 *
 * The blob knows neither. dtc writes one property or brace to a line, each with a comment
 * "file:line:column-line:column" for every place in the source that had a say in it.
 */
#include <stdlib.h>
#include <string.h>
#include "devtree.h"

static void add(struct lines *lines, const char *path, const char *property, const char *where,
		enum value_kind kind)
{
	if (lines->count % 256 == 0) {
		lines->entry =
			realloc(lines->entry, (lines->count + 256) * sizeof(lines->entry[0]));
		if (!lines->entry)
			die("out of memory");
	}
	lines->entry[lines->count++] = (struct line_entry){
		.path = format("%s", path),
		.property = property ? format("%s", property) : NULL,
		.where = format("%s", where),
		.kind = kind,
	};
}

/* Cuts the comment off a line and returns "file:line" of the last place it names, or "". */
static char *cut_comment(char *line)
{
	char *comment = strstr(line, " /* ");
	char *last = NULL;

	/* A string value may hold the same characters: the comment is the last one. */
	for (char *next = comment; next; next = strstr(next + 1, " /* "))
		last = next;
	if (!last)
		return format("%s", "");
	*last = '\0';
	char *place = last + 4;
	char *end = strstr(place, " */");

	if (end)
		*end = '\0';
	char *comma = strrchr(place, ',');

	if (comma)
		place = comma + 2;
	/* file:line:column-line:column -> file:line */
	char *dash = strrchr(place, '-');

	if (dash)
		*dash = '\0';
	char *colon = strrchr(place, ':');

	if (colon)
		*colon = '\0';
	return format("%s", place);
}

static enum value_kind kind_of(const char *value)
{
	if (!value)
		return VALUE_NONE;
	while (*value == ' ')
		value++;
	if (*value == '<')
		return VALUE_CELLS;
	if (*value == '[')
		return VALUE_BYTES;
	if (*value == '"')
		return VALUE_STRING;
	return VALUE_OTHER;
}

void lines_read(struct lines *lines, const char *file)
{
	char *text = read_file(file, NULL);
	char *path = format("%s", "");
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *where = cut_comment(line);

		line += strspn(line, " \t");
		size_t length = strlen(line);
		while (length && (line[length - 1] == ' ' || line[length - 1] == '\t'))
			line[--length] = '\0';
		if (length == 0 || strncmp(line, "/dts-v1/", 8) == 0)
			continue;
		if (strcmp(line, "};") == 0) {
			char *slash = strrchr(path, '/');

			if (slash)
				*slash = '\0';
			continue;
		}
		if (line[length - 1] == '{') {
			line[length - 1] = '\0';
			char *name = line, *space;

			while ((space = strstr(name, ": ")))
				name = space + 2;
			name[strcspn(name, " ")] = '\0';
			path = strcmp(name, "/") == 0 ? format("%s", "")
						      : format("%s/%s", path, name);
			add(lines, *path ? path : "/", NULL, where, VALUE_NONE);
			continue;
		}
		char *value = strchr(line, '=');

		line[strcspn(line, " =;")] = '\0';
		add(lines, *path ? path : "/", line, where, kind_of(value ? value + 1 : NULL));
	}
}

const struct line_entry *lines_find(const struct lines *lines, const char *path,
				    const char *property)
{
	for (unsigned i = 0; i < lines->count; i++) {
		const struct line_entry *entry = &lines->entry[i];

		if (strcmp(entry->path, path) != 0)
			continue;
		if (property ? entry->property && strcmp(entry->property, property) == 0
			     : !entry->property)
			return entry;
	}
	return NULL;
}
