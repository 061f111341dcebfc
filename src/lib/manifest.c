/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checking files against the manifest of their region. */
#include <lib/errors.h>
#include <lib/manifest.h>
#include <lib/xxhash.h>
#include <string.h>

static const char first_line[] = "geodeboot-manifest 1 ";

#define HEX_DIGITS 8u
/* "<hash> <size> " */
#define LINE_HEAD  (2 * (HEX_DIGITS + 1))

/* Eight lower-case hexadecimal digits and the character that must follow them. */
static int parse_hex(const char *s, char follow, uint32_t *value)
{
	unsigned int i;

	*value = 0;
	for (i = 0; i < HEX_DIGITS; i++) {
		unsigned int digit = (unsigned int)s[i] - '0';

		if (digit > 9) {
			digit = (unsigned int)s[i] - 'a' + 10;
			if (digit < 10 || digit > 15)
				return ERR_CORRUPT;
		}
		*value = *value << 4 | digit;
	}
	return s[HEX_DIGITS] == follow ? 0 : ERR_CORRUPT;
}

int manifest_check_self(const void *text, size_t size, struct manifest *manifest)
{
	const size_t word = sizeof(first_line) - 1;
	const size_t head = word + HEX_DIGITS + 1;
	const char *s = text;
	uint32_t hash;

	if (size < head || memcmp(s, first_line, word) != 0 || parse_hex(s + word, '\n', &hash))
		return ERR_CORRUPT;
	manifest->lines = s + head;
	manifest->size = size - head;
	manifest->beside = NULL;
	return xxh32(manifest->lines, manifest->size, 0) == hash ? 0 : ERR_CHECKSUM;
}

int manifest_find(const struct manifest *manifest, const char *name, struct manifest_entry *entry)
{
	const char *line = manifest->lines;
	const char *end = line + manifest->size;
	size_t name_len = strlen(name);

	while (line != end) {
		size_t len = 0;

		if ((size_t)(end - line) <= LINE_HEAD || parse_hex(line, ' ', &entry->hash) ||
		    parse_hex(line + HEX_DIGITS + 1, ' ', &entry->size))
			return ERR_CORRUPT;
		line += LINE_HEAD;
		while (line + len != end && line[len] != '\n')
			len++;
		if (line + len == end)
			return ERR_CORRUPT;
		if (len == name_len && memcmp(line, name, len) == 0)
			return 0;
		line += len + 1;
	}
	return ERR_NOT_FOUND;
}

int manifest_check_file(const struct manifest *manifest, const char *name, const void *data,
			size_t size)
{
	struct manifest_entry entry;
	int err = manifest_find(manifest, name, &entry);

	if (err)
		return err;
	if (entry.size != size)
		return ERR_SIZE;
	return xxh32_beside(data, size, 0, manifest->beside) == entry.hash ? 0 : ERR_CHECKSUM;
}
