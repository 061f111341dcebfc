/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying inside the output of an LZ decoder, shared by LZ4 and NRV2B. */
#ifndef LIB_MATCH_H
#define LIB_MATCH_H

#include <stddef.h>
#include <stdint.h>
#include <lib/endian.h>

/* How far beyond the needed bytes the fast loops may write and read: never beyond the buffers. */
#define MATCH_SLACK 16u

static inline void copy8(uint8_t *to, const uint8_t *from)
{
	write_le32(to, read_le32(from));
	write_le32(to + 4, read_le32(from + 4));
}

/*
 * Repeats `length` bytes from `offset` bytes back at `out`, ascending, so that an overlap repeats a
 * pattern. The caller has checked that `offset` (at least 1) reaches no further than the start of
 * the output and that length <= room, where room is the number of bytes from out to the buffer's
 * end.
 */
static inline void copy_match(uint8_t *out, size_t offset, size_t length, size_t room)
{
	const uint8_t *from = out - offset;

	if (offset >= 8 && room - length >= MATCH_SLACK) {
		uint8_t *end = out + length;

		do {
			copy8(out, from);
			out += 8;
			from += 8;
		} while (out < end);
		return;
	}
	for (; length; length--)
		*out++ = *from++;
}

#endif
