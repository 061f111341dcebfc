/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking a CBFS and looking up files, with every size taken as hostile. */
#include <lib/cbfs.h>
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <string.h>

/* File header, big-endian (cbfstool 4.15). */
#define HEADER_SIZE	 24u
#define HDR_LEN		 8
#define HDR_TYPE	 12
#define HDR_ATTRIBUTES	 16
#define HDR_DATA	 20

/* Attributes: tag and length, both 32 bits, before the body; the length counts all three. */
#define ATTR_HEAD	 8u
#define ATTR_COMPRESSION 0x42435a4cu
#define ATTR_STAGE	 0x53746748u
#define ATTR_END_0	 0x00000000u
#define ATTR_END_1	 0xffffffffu

static int parse_attribute(const uint8_t *attr, uint32_t len, struct cbfs_file *file)
{
	switch (read_be32(attr)) {
	case ATTR_COMPRESSION:
		if (len < 16)
			return ERR_CORRUPT;
		file->compression = read_be32(attr + 8);
		file->size = read_be32(attr + 12);
		break;
	case ATTR_STAGE:
		if (len < 24)
			return ERR_CORRUPT;
		file->load = read_be64(attr + 8);
		file->entry_offset = read_be32(attr + 16);
		file->memlen = read_be32(attr + 20);
		if (file->entry_offset >= file->memlen)
			return ERR_CORRUPT;
		file->is_stage = true;
		break;
	default: break;
	}
	return 0;
}

static int parse_attributes(const uint8_t *attr, uint32_t left, struct cbfs_file *file)
{
	while (left >= ATTR_HEAD) {
		uint32_t tag = read_be32(attr);
		uint32_t len = read_be32(attr + 4);
		int err;

		if (tag == ATTR_END_0 || tag == ATTR_END_1)
			break;
		if (len < ATTR_HEAD || len > left)
			return ERR_CORRUPT;
		err = parse_attribute(attr, len, file);
		if (err)
			return err;
		attr += len;
		left -= len;
	}
	return 0;
}

/* The header at `pos`, which leaves `left` bytes of region (at least CBFS_ALIGN) from there. */
static int parse_file(const uint8_t *header, size_t left, struct cbfs_file *file)
{
	uint32_t attributes = read_be32(header + HDR_ATTRIBUTES);
	uint32_t data = read_be32(header + HDR_DATA);
	uint32_t name_end;

	if (memcmp(header, "LARCHIVE", 8) != 0)
		return ERR_CORRUPT;

	memset(file, 0, sizeof(*file));
	file->header = header;
	file->type = read_be32(header + HDR_TYPE);
	file->stored_size = read_be32(header + HDR_LEN);
	file->size = file->stored_size;
	if (data > left || file->stored_size > left - data)
		return ERR_TRUNCATED;
	file->data = header + data;

	if (attributes <= HEADER_SIZE)
		attributes = 0;
	name_end = attributes ? attributes : data;
	if (name_end > data || name_end <= HEADER_SIZE)
		return ERR_CORRUPT;
	file->name = (const char *)header + HEADER_SIZE;
	if (strnlen(file->name, name_end - HEADER_SIZE) == name_end - HEADER_SIZE)
		return ERR_CORRUPT;

	if (!attributes)
		return 0;
	return parse_attributes(header + attributes, data - attributes, file);
}

int cbfs_next(const struct cbfs *cbfs, size_t *cursor, struct cbfs_file *file)
{
	/* Less than a header's alignment at the end is the unusable tail of the region. */
	while (*cursor < cbfs->size && cbfs->size - *cursor >= CBFS_ALIGN) {
		const uint8_t *header = cbfs->base + *cursor;
		size_t left = cbfs->size - *cursor;
		size_t used;
		int err = parse_file(header, left, file);

		if (err)
			return err;

		/* At least a header, at most `left`: the cursor grows and does not wrap. */
		used = (size_t)(file->data - header) + file->stored_size;
		if (left - used < CBFS_ALIGN)
			*cursor = cbfs->size;
		else
			*cursor += (used + CBFS_ALIGN - 1) & ~(size_t)(CBFS_ALIGN - 1);
		if (file->type != CBFS_TYPE_DELETED && file->type != CBFS_TYPE_FREE)
			return 1;
	}
	return 0;
}

int cbfs_find(const struct cbfs *cbfs, const char *name, struct cbfs_file *file)
{
	size_t cursor = 0;
	int ret;

	for (;;) {
		ret = cbfs_next(cbfs, &cursor, file);
		if (ret <= 0)
			return ret ? ret : ERR_NOT_FOUND;
		if (strcmp(file->name, name) == 0)
			return 0;
	}
}
