/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Internet checksum and byte sum. */
#include <lib/checksum.h>
#include <lib/endian.h>

static uint16_t fold(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

uint16_t ip_checksum(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint64_t sum = 0;

	/* 32 bits at a time: end-around carry makes the width of the words irrelevant. */
	for (; size >= 4; size -= 4, p += 4)
		sum += read_le32(p);
	if (size >= 2) {
		sum += read_le16(p);
		size -= 2;
		p += 2;
	}
	if (size)
		sum += *p;
	return (uint16_t)~fold(sum);
}

uint16_t ip_checksum_join(uint16_t a, size_t a_size, uint16_t b)
{
	uint16_t b_sum = (uint16_t)~b;

	if (a_size & 1)
		b_sum = __builtin_bswap16(b_sum);
	return (uint16_t)~fold((uint64_t)(uint16_t)~a + b_sum);
}

uint8_t byte_sum(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint8_t sum = 0;

	while (size--)
		sum += *p++;
	return sum;
}
