/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unaligned little- and big-endian access to bytes of a file or table. */
#ifndef LIB_ENDIAN_H
#define LIB_ENDIAN_H

#include <stdint.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "x86 target or host expected");

static inline uint16_t read_le16(const void *p)
{
	uint16_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint32_t read_le32(const void *p)
{
	uint32_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint64_t read_le64(const void *p)
{
	uint64_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint16_t read_be16(const void *p)
{
	return __builtin_bswap16(read_le16(p));
}

static inline uint32_t read_be32(const void *p)
{
	return __builtin_bswap32(read_le32(p));
}

static inline uint64_t read_be64(const void *p)
{
	return __builtin_bswap64(read_le64(p));
}

static inline void write_le16(void *p, uint16_t v)
{
	__builtin_memcpy(p, &v, sizeof(v));
}

static inline void write_le32(void *p, uint32_t v)
{
	__builtin_memcpy(p, &v, sizeof(v));
}

static inline void write_le64(void *p, uint64_t v)
{
	__builtin_memcpy(p, &v, sizeof(v));
}

static inline void write_be16(void *p, uint16_t v)
{
	write_le16(p, __builtin_bswap16(v));
}

static inline void write_be32(void *p, uint32_t v)
{
	write_le32(p, __builtin_bswap32(v));
}

#endif
