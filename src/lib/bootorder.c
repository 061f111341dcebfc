/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parsing the boot order. */
#include <lib/bootorder.h>
#include <lib/errors.h>
#include <stdbool.h>
#include <string.h>

/* The rest of a line: parsed from the front. */
struct text {
	const char *at;
	const char *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct text *t)
{
	while (t->at != t->end && is_blank(*t->at))
		t->at++;
}

static int copy_text(char *to, size_t size, const char *from, const char *end)
{
	size_t length = (size_t)(end - from);

	if (length >= size)
		return ERR_NO_SPACE;
	memcpy(to, from, length);
	to[length] = '\0';
	return 0;
}

/* Takes the line at the cursor without its end; false at the end of the text. */
static bool take_line(const char *text, size_t size, struct bootorder_cursor *cursor,
		      struct text *line)
{
	size_t pos = cursor->pos;

	if (pos >= size)
		return false;
	while (pos < size && text[pos] != '\n')
		pos++;
	line->at = text + cursor->pos;
	line->end = text + pos;
	cursor->pos = pos < size ? pos + 1 : pos;
	cursor->line++;

	while (line->end != line->at && (is_blank(line->end[-1]) || line->end[-1] == '\r'))
		line->end--;
	skip_blanks(line);
	return true;
}

/* The title ends at a tab or two blanks. */
static int take_title(struct text *t, char *title)
{
	const char *p = t->at;
	int err;

	while (p != t->end && *p != '\t' && !(*p == ' ' && p + 1 != t->end && is_blank(p[1])))
		p++;
	err = copy_text(title, BOOTORDER_TITLE_SIZE, t->at, p);
	t->at = p;
	skip_blanks(t);
	return err;
}

static struct text take_word(struct text *t)
{
	struct text word = {t->at, t->at};

	while (word.end != t->end && !is_blank(*word.end))
		word.end++;
	t->at = word.end;
	skip_blanks(t);
	return word;
}

static bool starts_with(const struct text *word, const char *prefix)
{
	size_t length = strlen(prefix);

	return (size_t)(word->end - word->at) >= length && memcmp(word->at, prefix, length) == 0;
}

/* What follows the file: initrd and command line, each at most once. */
static int take_options(struct text *t, struct bootorder_entry *entry)
{
	static const char initrd[] = "initrd=";
	int err;

	while (t->at != t->end) {
		struct text word = take_word(t);

		if (word.end - word.at == 2 && starts_with(&word, "--"))
			return copy_text(entry->cmdline, sizeof(entry->cmdline), t->at, t->end);
		if (!starts_with(&word, initrd) || entry->initrd[0])
			return ERR_INVALID;
		word.at += sizeof(initrd) - 1;
		if (word.at == word.end)
			return ERR_INVALID;
		err = copy_text(entry->initrd, sizeof(entry->initrd), word.at, word.end);
		if (err)
			return err;
	}
	return 0;
}

static int parse_line(struct text line, struct bootorder_entry *entry)
{
	const char *p;
	struct text word;
	int err;

	for (p = line.at; p != line.end; p++) {
		if ((unsigned char)*p < ' ' && *p != '\t')
			return ERR_INVALID;
	}
	err = take_title(&line, entry->title);
	if (err)
		return err;
	word = take_word(&line);
	if (word.at == word.end)
		return ERR_INVALID;
	err = copy_text(entry->file, sizeof(entry->file), word.at, word.end);
	return err ? err : take_options(&line, entry);
}

int bootorder_next(const char *text, size_t size, struct bootorder_cursor *cursor,
		   struct bootorder_entry *entry)
{
	struct text line;
	int err;

	while (take_line(text, size, cursor, &line)) {
		if (line.at == line.end || *line.at == '#')
			continue;
		memset(entry, 0, sizeof(*entry));
		err = parse_line(line, entry);
		entry->line = cursor->line;
		return err ? err : 1;
	}
	return 0;
}
