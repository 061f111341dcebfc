/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LZ4 frames: their rules and checksums, and a block decoder made for few instructions. */
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

/* One compressed block while it is decoded. Matches reach back to `low` at most. */
struct block {
	const uint8_t *in;
	const uint8_t *in_end;
	const uint8_t *low;
	uint8_t *out;
	uint8_t *out_end;
};

/* A sequence with short lengths: token, at most 14 literals, offset; at most 18 bytes of match. */
#define SHORT_IN_MARGIN	 24
#define SHORT_OUT_MARGIN 40

/*
 * Decodes sequences with short lengths far from the ends of both buffers, copying in eights. Stops
 * in front of the first other one, or of one that is wrong.
 */
static void decode_short(struct block *b)
{
	const uint8_t *in = b->in, *in_limit = b->in_end - SHORT_IN_MARGIN;
	uint8_t *out = b->out, *out_limit = b->out_end - SHORT_OUT_MARGIN;

	if (b->in_end - in <= SHORT_IN_MARGIN || b->out_end - out <= SHORT_OUT_MARGIN)
		return;
	while (in < in_limit && out < out_limit) {
		unsigned int token = *in;
		unsigned int literals = token >> 4, match = token & 15;
		const uint8_t *next = in + 1 + literals;
		uint8_t *to = out + literals;
		unsigned int offset;

		if (literals == 15 || match == 15)
			break;
		copy8(out, in + 1);
		if (literals > 8)
			copy8(out + 8, in + 9);
		offset = read_le16(next);
		if (offset < 8 || offset > (size_t)(to - b->low))
			break;
		copy8(to, to - offset);
		if (match > 4) {
			copy8(to + 8, to + 8 - offset);
			if (match > 12)
				copy8(to + 16, to + 16 - offset);
		}
		in = next + 2;
		out = to + match + MIN_MATCH;
	}
	b->in = in;
	b->out = out;
}

/* Any one sequence, with every check. */
static int decode_sequence(struct block *b)
{
	unsigned int token = *b->in++;
	size_t literals = token >> 4, match = token & 15;
	size_t offset;
	int err;

	if (literals == 15) {
		err = extend_length(&b->in, b->in_end, &literals, (size_t)(b->out_end - b->out));
		if (err)
			return err;
	}
	if (literals > (size_t)(b->in_end - b->in))
		return ERR_TRUNCATED;
	if (literals > (size_t)(b->out_end - b->out))
		return ERR_NO_SPACE;
	memcpy(b->out, b->in, literals);
	b->in += literals;
	b->out += literals;

	/* The last sequence of a block has no match. */
	if (b->in == b->in_end)
		return 0;
	if (b->in_end - b->in < 2)
		return ERR_TRUNCATED;
	offset = read_le16(b->in);
	b->in += 2;
	if (!offset || offset > (size_t)(b->out - b->low))
		return ERR_CORRUPT;
	if (match == 15) {
		err = extend_length(&b->in, b->in_end, &match, (size_t)(b->out_end - b->out));
		if (err)
			return err;
	}
	match += MIN_MATCH;
	if (match > (size_t)(b->out_end - b->out))
		return ERR_NO_SPACE;
	copy_match(b->out, offset, match, (size_t)(b->out_end - b->out));
	b->out += match;
	return 0;
}

static int decode_block(struct block *b)
{
	int err = 0;

	while (b->in != b->in_end && !err) {
		decode_short(b);
		err = decode_sequence(b);
	}
	return err;
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
	size_t room = (size_t)(f->out_end - f->out);
	struct block b = {
		.in = f->in,
		.in_end = f->in + stored,
		.low = f->flags & FLG_INDEPENDENT ? f->out : f->out_start,
		.out = f->out,
		.out_end = room > f->block_max ? f->out + f->block_max : f->out_end,
	};
	int err;

	if (!raw) {
		err = decode_block(&b);
		f->out = b.out;
		return err;
	}
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
