/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XXH32 in one shot. */
#include <lib/endian.h>
#include <lib/xxhash.h>

#define BESIDE_BYTES 256u

#define PRIME_1	     0x9e3779b1u
#define PRIME_2	     0x85ebca77u
#define PRIME_3	     0xc2b2ae3du
#define PRIME_4	     0x27d4eb2fu
#define PRIME_5	     0x165667b1u

static inline uint32_t rotate_left(uint32_t v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static inline uint32_t lane(uint32_t acc, const uint8_t *p)
{
	return rotate_left(acc + read_le32(p) * PRIME_2, 13) * PRIME_1;
}

uint32_t xxh32_beside(const void *data, size_t size, uint32_t seed, void (*beside)(void))
{
	const uint8_t *p = data;
	size_t left = size;
	uint32_t hash = seed + PRIME_5;

	if (left >= 16) {
		uint32_t a = seed + PRIME_1 + PRIME_2;
		uint32_t b = seed + PRIME_2;
		uint32_t c = seed;
		uint32_t d = seed - PRIME_1;

		do {
			a = lane(a, p);
			b = lane(b, p + 4);
			c = lane(c, p + 8);
			d = lane(d, p + 12);
			p += 16;
			left -= 16;
			if (beside && left % BESIDE_BYTES < 16)
				beside();
		} while (left >= 16);
		hash = rotate_left(a, 1) + rotate_left(b, 7) + rotate_left(c, 12) +
		       rotate_left(d, 18);
	}

	hash += (uint32_t)size;
	for (; left >= 4; left -= 4, p += 4)
		hash = rotate_left(hash + read_le32(p) * PRIME_3, 17) * PRIME_4;
	for (; left; left--, p++)
		hash = rotate_left(hash + *p * PRIME_5, 11) * PRIME_1;

	hash = (hash ^ hash >> 15) * PRIME_2;
	hash = (hash ^ hash >> 13) * PRIME_3;
	return hash ^ hash >> 16;
}

uint32_t xxh32(const void *data, size_t size, uint32_t seed)
{
	return xxh32_beside(data, size, seed, NULL);
}
