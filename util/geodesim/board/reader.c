/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads libconfig settings with strict keys, types and ranges; messages tell file and line. */
#include "board/reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int reader_fail(struct reader *r, const config_setting_t *s, const char *fmt, ...)
{
	va_list args;
	unsigned line = s ? config_setting_source_line(s) : 0;
	/* The whole file is on no line. */
	int n = snprintf(r->err, r->err_size, "%s:%u: ", r->path, line ? line : 1u);

	if (n < 0 || (size_t)n >= r->err_size)
		return -1;
	va_start(args, fmt);
	vsnprintf(r->err + n, r->err_size - (size_t)n, fmt, args);
	va_end(args);
	return -1;
}

/* What a setting is called in messages. */
static const char *name_of(const config_setting_t *s)
{
	const char *name = config_setting_name(s);

	return name ? name : "an element of this list";
}

static void list_names(char *to, size_t size, const char *name)
{
	size_t used = strlen(to);

	snprintf(to + used, size - used, "%s%s", used ? ", " : "", name);
}

int reader_group(struct reader *r, const config_setting_t *s, const struct reader_key *key,
		 const char *what, void *to)
{
	char known[256] = "";

	if (!config_setting_is_group(s))
		return reader_fail(r, s, "%s must be a group: { key = value; ... }", name_of(s));
	for (const struct reader_key *k = key; k->name; k++) {
		const config_setting_t *child = config_setting_get_member(s, k->name);

		list_names(known, sizeof(known), k->name);
		if (!child && k->required)
			return reader_fail(r, s, "%s needs a key '%s'", what, k->name);
	}
	for (int n = 0; n < config_setting_length(s); n++) {
		const config_setting_t *child = config_setting_get_elem(s, (unsigned)n);
		const struct reader_key *k = key;

		while (k->name && strcmp(k->name, config_setting_name(child)) != 0)
			k++;
		if (!k->name)
			return reader_fail(r, child, "%s has no key '%s'; it may have: %s", what,
					   config_setting_name(child), known);
		if (k->read(r, child, to))
			return -1;
	}
	return 0;
}

int reader_number(struct reader *r, const config_setting_t *s, uint32_t min, uint32_t max,
		  uint32_t *out)
{
	int type = config_setting_type(s);
	long long n;

	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64)
		return reader_fail(r, s, "%s must be a number", name_of(s));
	n = config_setting_get_int64(s);
	if (type == CONFIG_TYPE_INT && n < 0)
		n = max > INT32_MAX ? (long long)(uint32_t)n : n; /* hex with bit 31 set */
	if (n < (long long)min || n > (long long)max)
		return reader_fail(r, s,
				   "%s is out of range: it must be %" PRIu32 " to %" PRIu32
				   " (%" PRIX32 "h to %" PRIX32 "h)",
				   name_of(s), min, max, min, max);
	*out = (uint32_t)n;
	return 0;
}

int reader_flag(struct reader *r, const config_setting_t *s, bool *out)
{
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		return reader_fail(r, s, "%s must be true or false", name_of(s));
	*out = config_setting_get_bool(s);
	return 0;
}

int reader_text(struct reader *r, const config_setting_t *s, size_t max, const char **out)
{
	const char *text = config_setting_get_string(s);

	if (!text)
		return reader_fail(r, s, "%s must be a text: \"...\"", name_of(s));
	if (!text[0] || strlen(text) > max)
		return reader_fail(r, s, "%s must have 1 to %zu characters", name_of(s), max);
	*out = text;
	return 0;
}

int reader_choice(struct reader *r, const config_setting_t *s, const char *const *names,
		  unsigned *out)
{
	char known[256] = "";
	const char *text;

	if (reader_text(r, s, 64, &text))
		return -1;
	for (unsigned n = 0; names[n]; n++) {
		if (strcmp(names[n], text) == 0) {
			*out = n;
			return 0;
		}
		list_names(known, sizeof(known), names[n]);
	}
	return reader_fail(r, s, "%s cannot be \"%s\"; it may be: %s", name_of(s), text, known);
}

int reader_list(struct reader *r, const config_setting_t *s, unsigned min, unsigned max,
		unsigned *count)
{
	int n;

	if (!config_setting_is_list(s) && !config_setting_is_array(s))
		return reader_fail(r, s, "%s must be a list: ( ..., ... )", name_of(s));
	n = config_setting_length(s);
	if (n < (int)min || n > (int)max)
		return reader_fail(r, s, "%s has %d elements; it may have %u to %u", name_of(s), n,
				   min, max);
	*count = (unsigned)n;
	return 0;
}
