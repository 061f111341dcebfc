/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CMOS options: any layout, any field, any image; what is written is read back. */
#include "fuzz.h"
#include <lib/endian.h>
#include <lib/options.h>

static void fields(const uint8_t *data, size_t size)
{
	uint8_t image[OPTIONS_IMAGE_SIZE] = {0}, before[OPTIONS_IMAGE_SIZE];
	struct options_range range;
	uint32_t value = 0, again;
	uint8_t byte;

	if (size < 16)
		return;
	memcpy(image, data + 16, size - 16 < sizeof(image) ? size - 16 : sizeof(image));
	memcpy(before, image, sizeof(image));
	if (options_write(image, read_le32(data), read_le32(data + 4), read_le32(data + 8)) == 0) {
		MUST(options_read(image, read_le32(data), read_le32(data + 4), &again) == 0);
		MUST(again == read_le32(data + 8));
	} else {
		MUST(!memcmp(before, image, sizeof(image)));
		options_read(image, read_le32(data), read_le32(data + 4), &value);
	}
	range = (struct options_range){data[12], data[13], data[14]};
	if (options_range_ok(&range)) {
		options_seal(image, &range);
		MUST(options_valid(image, &range));
	}
	byte = data[15];
	options_boot_rule(&byte, data[0] & 1, 1 + data[1] % 15);
	MUST((byte & BOOT_BYTE_KEPT) == (data[15] & BOOT_BYTE_KEPT));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct options_range range;

	if (options_check_layout(data, size, &range) == 0)
		MUST(options_range_ok(&range));
	fields(data, size);
	return 0;
}
