/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LZ4 frames: the frame rules with their checksums, and a block decoder made for few instructions. */
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/xxhash.h>
#include <stdbool.h>
#include <string.h>
#include "match.h"

#define FRAME_MAGIC	     0x184d2204u

/* FLG byte of the frame descriptor. */
#define FLG_VERSION_MASK     0xc0u
#define FLG_VERSION	     0x40u
#define FLG_INDEPENDENT	     0x20u
#define FLG_BLOCK_CHECKSUM   0x10u
#define FLG_CONTENT_SIZE     0x08u
#define FLG_CONTENT_CHECKSUM 0x04u
#define FLG_RESERVED	     0x02u
#define FLG_DICTIONARY	     0x01u

#define BLOCK_STORED	     0x80000000u

#define MIN_MATCH	     4u

struct frame {
	const uint8_t *in;
	const uint8_t *in_end;
	uint8_t *out_start;
	uint8_t *out;
	uint8_t *out_end;
	uint32_t flags;
	size_t block_max;
	uint64_t content_size;
};

/* Adds the bytes that extend a length of 15; no length above `limit` comes out. */
static int extend_length(const uint8_t **in, const uint8_t *in_end, size_t *length, size_t limit)
{
	uint8_t byte;

	do {
		if (*in == in_end)
			return ERR_TRUNCATED;
		byte = *(*in)++;
		*length += byte;
		if (*length > limit)
			return ERR_NO_SPACE;
	} while (byte == 255);
	return 0;
}

/*
 * One compressed block: input in .. in_end, output from *out_p to at most out_end, matches reach back
 * to `low` at most.
 */
static int decode_block(const uint8_t *in, const uint8_t *in_end, const uint8_t *low,
			uint8_t **out_p, uint8_t *out_end)
{
	uint8_t *out = *out_p;
	int err;

	while (in != in_end) {
		unsigned int token = *in++;
		size_t length = token >> 4;
		size_t in_left, room = (size_t)(out_end - out);
		size_t offset;

		if (length == 15) {
			err = extend_length(&in, in_end, &length, room);
			if (err)
				return err;
		}
		in_left = (size_t)(in_end - in);
		if (length > in_left)
			return ERR_TRUNCATED;
		if (length > room)
			return ERR_NO_SPACE;
		if (length <= MATCH_SLACK && in_left >= MATCH_SLACK && room >= MATCH_SLACK) {
			copy8(out, in);
			if (length > 8)
				copy8(out + 8, in + 8);
		} else {
			memcpy(out, in, length);
		}
		out += length;
		in += length;
		in_left -= length;
		room -= length;

		/* The last sequence of a block has no match. */
		if (!in_left)
			break;
		if (in_left < 2)
			return ERR_TRUNCATED;
		offset = read_le16(in);
		in += 2;
		if (!offset || offset > (size_t)(out - low))
			return ERR_CORRUPT;

		length = token & 15;
		if (length == 15) {
			err = extend_length(&in, in_end, &length, room);
			if (err)
				return err;
		}
		length += MIN_MATCH;
		if (length > room)
			return ERR_NO_SPACE;
		copy_match(out, offset, length, room);
		out += length;
	}
	*out_p = out;
	return 0;
}

static int parse_header(struct frame *f)
{
	const uint8_t *descriptor = f->in + 4;
	size_t left = (size_t)(f->in_end - f->in);
	size_t size = 2;
	uint32_t block_code;

	/* Magic, FLG, BD and the checksum of the descriptor are the least. */
	if (left < 7)
		return ERR_TRUNCATED;
	if (read_le32(f->in) != FRAME_MAGIC)
		return ERR_CORRUPT;
	f->flags = descriptor[0];
	if ((f->flags & FLG_VERSION_MASK) != FLG_VERSION)
		return ERR_CORRUPT;
	if (f->flags & (FLG_DICTIONARY | FLG_RESERVED))
		return ERR_UNSUPPORTED;
	block_code = descriptor[1] >> 4;
	if (descriptor[1] & 0x8f || block_code < 4)
		return ERR_CORRUPT;
	f->block_max = (size_t)1 << (8 + 2 * block_code);

	if (f->flags & FLG_CONTENT_SIZE) {
		size += 8;
		if (left < 4 + size + 1)
			return ERR_TRUNCATED;
		f->content_size = read_le64(descriptor + 2);
		if (f->content_size > (size_t)(f->out_end - f->out))
			return ERR_NO_SPACE;
	}
	if (descriptor[size] != (xxh32(descriptor, size, 0) >> 8 & 0xff))
		return ERR_CHECKSUM;
	f->in = descriptor + size + 1;
	return 0;
}

/* Data of one block, of `stored` bytes, all of them inside the input. */
static int decode_one(struct frame *f, size_t stored, bool raw)
{
	const uint8_t *low = f->flags & FLG_INDEPENDENT ? f->out : f->out_start;
	size_t room = (size_t)(f->out_end - f->out);
	uint8_t *limit = room > f->block_max ? f->out + f->block_max : f->out_end;

	if (!raw)
		return decode_block(f->in, f->in + stored, low, &f->out, limit);
	if (stored > room)
		return ERR_NO_SPACE;
	memcpy(f->out, f->in, stored);
	f->out += stored;
	return 0;
}

static int decode_blocks(struct frame *f)
{
	size_t trailer = f->flags & FLG_BLOCK_CHECKSUM ? 4 : 0;

	for (;;) {
		size_t left = (size_t)(f->in_end - f->in);
		uint32_t word, stored;
		int err;

		if (left < 4)
			return ERR_TRUNCATED;
		word = read_le32(f->in);
		f->in += 4;
		left -= 4;
		if (!word)
			return 0;
		stored = word & ~BLOCK_STORED;
		if (stored > f->block_max)
			return ERR_CORRUPT;
		if (stored > left || trailer > left - stored)
			return ERR_TRUNCATED;
		if (trailer && xxh32(f->in, stored, 0) != read_le32(f->in + stored))
			return ERR_CHECKSUM;
		err = decode_one(f, stored, word & BLOCK_STORED);
		if (err)
			return err;
		f->in += stored + trailer;
	}
}

static int decode_frame(struct frame *f)
{
	size_t produced;
	int err = parse_header(f);

	if (err)
		return err;
	err = decode_blocks(f);
	if (err)
		return err;

	produced = (size_t)(f->out - f->out_start);
	if (f->flags & FLG_CONTENT_CHECKSUM) {
		if (f->in_end - f->in < 4)
			return ERR_TRUNCATED;
		if (xxh32(f->out_start, produced, 0) != read_le32(f->in))
			return ERR_CHECKSUM;
		f->in += 4;
	}
	if (f->flags & FLG_CONTENT_SIZE && f->content_size != produced)
		return ERR_SIZE;
	return f->in == f->in_end ? 0 : ERR_SIZE;
}

int lz4_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out)
{
	struct frame f = {
		.in = src,
		.in_end = (const uint8_t *)src + n,
		.out_start = dst,
		.out = dst,
		.out_end = (uint8_t *)dst + cap,
	};
	int err = decode_frame(&f);

	*out = err ? 0 : (size_t)(f.out - f.out_start);
	return err;
}
