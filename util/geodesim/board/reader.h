/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads libconfig settings with strict keys, types and ranges; messages tell file and line. */
#ifndef GEODESIM_BOARD_READER_H
#define GEODESIM_BOARD_READER_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
	const char *path; /* for messages */
	char *err;
	size_t err_size;
};

/* A key of a group: read() gets its setting and the group's object. */
struct reader_key {
	const char *name;
	int (*read)(struct reader *r, const config_setting_t *s, void *to);
	bool required;
};

/** reader_fail - "path:line: ..." into the error text; returns -1. */
int reader_fail(struct reader *r, const config_setting_t *s, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** reader_group - a group with the keys of @key (name NULL ends); unknown ones are refused.
 *  @what: "the board", "a PCI device": for messages. All readers: 0 or -1. */
int reader_group(struct reader *r, const config_setting_t *s, const struct reader_key *key,
		 const char *what, void *to);

/** reader_number - an integer from @min to @max. */
int reader_number(struct reader *r, const config_setting_t *s, uint32_t min, uint32_t max,
		  uint32_t *out);

/** reader_flag - true or false. */
int reader_flag(struct reader *r, const config_setting_t *s, bool *out);

/** reader_text - a string of 1 to @max characters; it lives as long as the parsed file. */
int reader_text(struct reader *r, const config_setting_t *s, size_t max, const char **out);

/** reader_choice - a string that must be one of @names (NULL ends); its index. */
int reader_choice(struct reader *r, const config_setting_t *s, const char *const *names,
		  unsigned *out);

/** reader_list - a list or array of @min to @max elements: their count. */
int reader_list(struct reader *r, const config_setting_t *s, unsigned min, unsigned max,
		unsigned *count);

#endif
