/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that tests/make-samples made. */
#ifndef TESTS_UNIT_SAMPLES_H
#define TESTS_UNIT_SAMPLES_H

#include "test.h"

#define SAMPLES "build/tests/samples/"

/* Reads SAMPLES/<folder>/<name><suffix> into memory of exactly its size; free() it. */
static inline uint8_t *read_sample(const char *folder, const char *name, const char *suffix,
				   size_t *size)
{
	char path[200];
	uint8_t *data;
	FILE *file;
	long length;

	snprintf(path, sizeof(path), SAMPLES "%s/%s%s", folder, name, suffix);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("%s is missing: run tests/make-samples " SAMPLES
			 " from the top of the tree",
			 path);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	length = ftell(file);
	assert_true(length >= 0);
	rewind(file);
	data = malloc(length ? (size_t)length : 1);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, (size_t)length, file), length);
	fclose(file);
	*size = (size_t)length;
	return data;
}

#endif
