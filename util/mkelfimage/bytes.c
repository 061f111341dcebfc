/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Little-endian numbers in byte arrays. */

#include "mkelfimage.h"

uint16_t get16(const uint8_t *data)
{
	return data[0] | data[1] << 8;
}

uint32_t get32(const uint8_t *data)
{
	return get16(data) | (uint32_t)get16(data + 2) << 16;
}

void put16(uint8_t *data, uint16_t value)
{
	data[0] = value;
	data[1] = value >> 8;
}

void put32(uint8_t *data, uint32_t value)
{
	put16(data, value);
	put16(data + 2, value >> 16);
}
