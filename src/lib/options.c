/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options in CMOS: bit fields, checksum, and the rule that picks NORMAL or FALLBACK. */
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/options.h>

bool options_range_ok(const struct options_range *r)
{
	return r->first <= r->last && r->last < OPTIONS_IMAGE_SIZE &&
	       r->sum < OPTIONS_IMAGE_SIZE - 1 && (r->sum > r->last || r->sum + 1 < r->first);
}

uint16_t options_sum(const uint8_t *image, const struct options_range *range)
{
	uint16_t sum = 0;

	for (unsigned i = range->first; i <= range->last; i++)
		sum = (uint16_t)(sum + image[i]);
	return sum;
}

bool options_valid(const uint8_t *image, const struct options_range *range)
{
	return read_be16(image + range->sum) == options_sum(image, range);
}

void options_seal(uint8_t *image, const struct options_range *range)
{
	write_be16(image + range->sum, options_sum(image, range));
}

/* Whether a field has a shape that a layout may have, and lies inside CMOS. */
static int check_field(unsigned start, unsigned length)
{
	const unsigned bits = OPTIONS_IMAGE_SIZE * 8;

	if (length == 0 || length > 32)
		return ERR_INVALID;
	if (start >= bits || length > bits - start)
		return ERR_RANGE;
	if (start % 8 + length > 8 && (start % 8 || length % 8))
		return ERR_INVALID;
	return 0;
}

int options_read(const uint8_t *image, unsigned start, unsigned length, uint32_t *value)
{
	int err = check_field(start, length);

	if (err)
		return err;
	*value = 0;
	if (length < 8) {
		*value = (image[start / 8] >> start % 8) & ((1u << length) - 1);
		return 0;
	}
	for (unsigned i = 0; i < length; i += 8)
		*value |= (uint32_t)image[(start + i) / 8] << i;
	return 0;
}

int options_write(uint8_t *image, unsigned start, unsigned length, uint32_t value)
{
	int err = check_field(start, length);

	if (err)
		return err;
	if (length < 32 && value >> length)
		return ERR_INVALID;
	if (length < 8) {
		unsigned mask = ((1u << length) - 1) << start % 8;
		unsigned old = image[start / 8];

		image[start / 8] = (uint8_t)((old & ~mask) | value << start % 8);
		return 0;
	}
	for (unsigned i = 0; i < length; i += 8)
		image[(start + i) / 8] = (uint8_t)(value >> i);
	return 0;
}

enum boot_verdict options_boot_rule(uint8_t *byte, bool trusted, unsigned max_attempts)
{
	unsigned counter = *byte >> BOOT_BYTE_COUNTER;
	unsigned kept = *byte & BOOT_BYTE_KEPT;
	enum boot_verdict verdict = BOOT_NORMAL;

	if (!trusted)
		counter = max_attempts;
	else if (*byte & BOOT_BYTE_OPTION)
		counter = 0;

	if (counter < max_attempts) {
		counter++;
		kept |= BOOT_BYTE_LAST;
	} else {
		verdict = trusted ? BOOT_ATTEMPTS_USED : BOOT_UNTRUSTED;
	}
	*byte = (uint8_t)(kept | counter << BOOT_BYTE_COUNTER);
	return verdict;
}

/* Records of a binary layout. */
#define LAYOUT_TAG	    0xc8u
#define LAYOUT_OPTION	    0xc9u
#define LAYOUT_ENUM	    0xcau
#define LAYOUT_CHECKSUM	    0xccu
#define LAYOUT_HEAD	    12u
#define LAYOUT_OPTION_NAME  24u /* offset of an option's name */
#define LAYOUT_ENUM_NAME    16u
#define LAYOUT_CHECKSUM_LEN 24u

/* True when a NUL stands in the record of `size` bytes at or behind `offset`. */
static bool terminated(const uint8_t *record, size_t size, size_t offset)
{
	for (size_t i = offset; i < size; i++) {
		if (record[i] == 0)
			return true;
	}
	return false;
}

static bool option_ok(const uint8_t *record, size_t size)
{
	const uint32_t bits = OPTIONS_IMAGE_SIZE * 2 * 8; /* a layout may use the second bank */
	uint32_t start, length;

	if (size <= LAYOUT_OPTION_NAME)
		return false;
	start = read_le32(record + 8);
	length = read_le32(record + 12);
	return start < bits && length > 0 && length <= bits - start &&
	       terminated(record, size, LAYOUT_OPTION_NAME);
}

/* Bits of the checksum record as bytes; false when they are not whole bytes of the first bank. */
static bool checksum_range(const uint8_t *record, size_t size, struct options_range *range)
{
	uint32_t first, last, sum;

	if (size != LAYOUT_CHECKSUM_LEN)
		return false;
	first = read_le32(record + 8);
	last = read_le32(record + 12);
	sum = read_le32(record + 16);
	if (first % 8 || last % 8 != 7 || sum % 8 || first / 8 >= OPTIONS_IMAGE_SIZE ||
	    last / 8 >= OPTIONS_IMAGE_SIZE || sum / 8 >= OPTIONS_IMAGE_SIZE)
		return false;
	*range = (struct options_range){(uint8_t)(first / 8), (uint8_t)(last / 8),
					(uint8_t)(sum / 8)};
	return options_range_ok(range);
}

int options_check_layout(const void *data, size_t size, struct options_range *range)
{
	const uint8_t *layout = data;
	bool found = false;
	size_t total;

	if (size < LAYOUT_HEAD)
		return ERR_TRUNCATED;
	total = read_le32(layout + 4);
	if (read_le32(layout) != LAYOUT_TAG || read_le32(layout + 8) != LAYOUT_HEAD || total % 4)
		return ERR_CORRUPT;
	if (total > size)
		return ERR_TRUNCATED;

	for (size_t at = LAYOUT_HEAD; at < total;) {
		const uint8_t *record = layout + at;
		uint32_t tag, length;

		if (total - at < 8)
			return ERR_CORRUPT;
		tag = read_le32(record);
		length = read_le32(record + 4);
		if (length < 8 || length % 4 || length > total - at)
			return ERR_CORRUPT;
		if (tag == LAYOUT_OPTION && !option_ok(record, length))
			return ERR_CORRUPT;
		if (tag == LAYOUT_ENUM && !terminated(record, length, LAYOUT_ENUM_NAME))
			return ERR_CORRUPT;
		if (tag == LAYOUT_CHECKSUM) {
			if (!checksum_range(record, length, range))
				return ERR_CORRUPT;
			found = true;
		}
		at += length;
	}
	return found ? 0 : ERR_NOT_FOUND;
}
