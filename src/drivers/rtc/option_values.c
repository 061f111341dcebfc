/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options in CMOS, read and written through the pure code of lib/options. */
#include <option_table.h>
#include <drivers/cmos.h>
#include <drivers/option_store.h>
#include <lib/errors.h>

static const struct options_range range = {LB_CKS_RANGE_START, LB_CKS_RANGE_END, LB_CKS_LOC};

int option_get(enum option option, uint32_t *value)
{
	uint8_t image[OPTIONS_IMAGE_SIZE];

	*value = 0;
	if (!option_store_valid())
		return ERR_CHECKSUM;
	for (unsigned i = range.first; i <= range.last; i++)
		image[i] = cmos_read((uint8_t)i);
	switch (option) {
	case OPTION_DEBUG_LEVEL:
		return options_read(image, CMOS_VSTART_debug_level, CMOS_VLEN_debug_level, value);
	case OPTION_BOOT_DEFAULT:
		return options_read(image, CMOS_VSTART_boot_default, CMOS_VLEN_boot_default, value);
	case OPTION_BOOT_TIMEOUT:
		return options_read(image, CMOS_VSTART_boot_timeout, CMOS_VLEN_boot_timeout, value);
	}
	return ERR_INVALID;
}

int option_store_restore(const void *defaults, size_t size)
{
	const uint8_t *source = defaults;
	uint8_t image[OPTIONS_IMAGE_SIZE];
	int err = 0;

	if (source && size <= range.last) {
		source = NULL;
		err = ERR_SIZE;
	}
	for (unsigned i = range.first; i <= range.last; i++) {
		image[i] = source ? source[i] : 0;
		cmos_write((uint8_t)i, image[i]);
	}
	options_seal(image, &range);
	cmos_write(range.sum, image[range.sum]);
	cmos_write(range.sum + 1, image[range.sum + 1]);
	return err;
}
