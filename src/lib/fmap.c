/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking up areas in an FMAP. */
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/fmap.h>
#include <stdbool.h>
#include <string.h>

/* Little-endian and packed (FMAP 1.1 as fmaptool 4.15 writes it). */
#define HEADER_SIZE 56u
#define HDR_MAJOR   8
#define HDR_COUNT   54
#define AREA_SIZE   42u
#define AREA_LENGTH 4
#define AREA_NAME   8
#define AREA_FLAGS  40
#define NAME_SIZE   32u

static bool header_at(const uint8_t *header, size_t left)
{
	return left >= HEADER_SIZE && memcmp(header, "__FMAP__", 8) == 0 && header[HDR_MAJOR] == 1;
}

int fmap_find(const uint8_t *flash, size_t size, size_t fmap_offset, const char *area,
	      struct fmap_area *out)
{
	size_t left = fmap_offset < size ? size - fmap_offset : 0;
	const uint8_t *entry = flash + fmap_offset;
	unsigned int count;

	if (!left || !header_at(entry, left))
		return ERR_CORRUPT;
	count = read_le16(entry + HDR_COUNT);
	if (count * AREA_SIZE > left - HEADER_SIZE)
		return ERR_TRUNCATED;

	for (entry += HEADER_SIZE; count; count--, entry += AREA_SIZE) {
		const char *name = (const char *)entry + AREA_NAME;

		if (strnlen(name, NAME_SIZE) == NAME_SIZE || strcmp(name, area) != 0)
			continue;
		out->offset = read_le32(entry);
		out->size = read_le32(entry + AREA_LENGTH);
		out->flags = read_le16(entry + AREA_FLAGS);
		if (!out->size || out->offset > size || out->size > size - out->offset)
			return ERR_RANGE;
		return 0;
	}
	return ERR_NOT_FOUND;
}

int fmap_locate(const uint8_t *flash, size_t size, size_t step, size_t *fmap_offset)
{
	size_t pos;

	for (pos = 0; pos < size; pos += step) {
		if (header_at(flash + pos, size - pos)) {
			*fmap_offset = pos;
			return 0;
		}
		if (size - pos <= step)
			break;
	}
	return ERR_NOT_FOUND;
}
