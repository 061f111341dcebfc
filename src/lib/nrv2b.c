/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NRV2B, le32 variant: the method of LinuxBIOS's nrv2b tool. */
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include "match.h"

/* The largest data of an offset's prefix code: behind it stands the end marker. */
#define MAX_PREFIX (0xffffffu + 3)
/* Matches from further back are one byte longer. */
#define FAR_OFFSET 0xd00u

struct reader {
	const uint8_t *in;
	const uint8_t *end;
	uint32_t bits; /* bits to come, from the top; below them a 1 that marks the end */
	int err;
};

/* The first bit of the next word. A missing word gives ones, which end every code loop. */
static int next_word(struct reader *r)
{
	uint32_t word;

	if (r->end - r->in < 4) {
		r->err = ERR_TRUNCATED;
		r->bits = 0x80000000u;
		return 1;
	}
	word = read_le32(r->in);
	r->in += 4;
	r->bits = word << 1 | 1;
	return word >> 31;
}

static inline int get_bit(struct reader *r)
{
	int bit = r->bits >> 31;

	r->bits <<= 1;
	return r->bits ? bit : next_word(r);
}

static inline uint32_t add_bit(uint32_t value, struct reader *r)
{
	return value << 1 | (uint32_t)get_bit(r);
}

/* The offset of the next match in *offset (which holds the last one), 0 at the end marker. */
static int get_offset(struct reader *r, uint32_t *offset)
{
	uint32_t prefix = 1;

	do {
		prefix = add_bit(prefix, r);
		if (prefix > MAX_PREFIX)
			return ERR_CORRUPT;
	} while (!get_bit(r));

	if (prefix == 2)
		return r->err;
	if (r->in == r->end)
		return ERR_TRUNCATED;
	prefix = (prefix - 3) << 8 | *r->in++;
	*offset = prefix + 1; /* the marker is all ones: 0 */
	return r->err;
}

/* Number of bytes of a match, at most `room`. */
static int get_length(struct reader *r, uint32_t offset, size_t room, size_t *length)
{
	uint32_t n = add_bit(0, r);

	n = add_bit(n, r);
	if (!n) {
		n = 1;
		do {
			n = add_bit(n, r);
			if (n > room)
				return r->err ? r->err : ERR_NO_SPACE;
		} while (!get_bit(r));
		n += 2;
	}
	*length = (size_t)n + 1 + (offset > FAR_OFFSET);
	if (r->err)
		return r->err;
	return *length > room ? ERR_NO_SPACE : 0;
}

/* Literals up to the next match. */
static int copy_literals(struct reader *r, uint8_t **out_p, const uint8_t *out_end)
{
	uint8_t *out = *out_p;

	while (get_bit(r)) {
		if (r->in == r->end)
			return ERR_TRUNCATED;
		if (out == out_end)
			return ERR_NO_SPACE;
		*out++ = *r->in++;
	}
	*out_p = out;
	return 0;
}

static int decode(struct reader *r, uint8_t *start, uint8_t *end, uint8_t **out)
{
	uint32_t offset = 1;

	for (;;) {
		size_t length, room;
		int err = copy_literals(r, out, end);

		if (!err)
			err = get_offset(r, &offset);
		if (err)
			return err;
		if (!offset)
			return r->in == r->end ? 0 : ERR_SIZE;
		if (offset > (size_t)(*out - start))
			return ERR_CORRUPT;
		room = (size_t)(end - *out);
		err = get_length(r, offset, room, &length);
		if (err)
			return err;
		copy_match(*out, offset, length, room);
		*out += length;
	}
}

int nrv2b_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out)
{
	struct reader r = {.in = src, .end = (const uint8_t *)src + n, .bits = 0x80000000u};
	uint8_t *end = dst;
	int err = decode(&r, dst, end + cap, &end);

	*out = err ? 0 : (size_t)(end - (uint8_t *)dst);
	return err;
}
