/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot byte in CMOS, and whether the options there can be trusted (lib/options). */
#include <option_table.h>
#include <drivers/cmos.h>
#include <drivers/option_store.h>
#include <drivers/rtc.h>

static const struct options_range range = {LB_CKS_RANGE_START, LB_CKS_RANGE_END, LB_CKS_LOC};

/* The boot byte has a fixed shape (lib/options.h); a layout only says which byte it is. */
#define BOOT_BYTE (CMOS_VSTART_boot_option / 8)

_Static_assert(CMOS_VSTART_boot_option % 8 == 0 && CMOS_VLEN_boot_option == 1,
	       "cmos.layout: boot_option is one bit, bit 0 of its byte");
_Static_assert(CMOS_VSTART_last_boot == CMOS_VSTART_boot_option + 1 && CMOS_VLEN_last_boot == 1,
	       "cmos.layout: last_boot is the bit behind boot_option");
_Static_assert(CMOS_VSTART_reboot_counter == CMOS_VSTART_boot_option + 4 &&
		       CMOS_VLEN_reboot_counter == 4,
	       "cmos.layout: reboot_counter is bits 4 to 7 of the byte of boot_option");
_Static_assert(BOOT_BYTE<LB_CKS_RANGE_START || BOOT_BYTE> LB_CKS_RANGE_END,
	       "cmos.layout: the boot byte changes at every boot, it cannot be under the checksum");
_Static_assert(CMOS_VSTART_debug_level / 8 >= LB_CKS_RANGE_START &&
		       CMOS_VSTART_debug_level / 8 <= LB_CKS_RANGE_END &&
		       CMOS_VSTART_boot_default / 8 >= LB_CKS_RANGE_START &&
		       CMOS_VSTART_boot_default / 8 <= LB_CKS_RANGE_END &&
		       CMOS_VSTART_boot_timeout / 8 >= LB_CKS_RANGE_START &&
		       CMOS_VSTART_boot_timeout / 8 <= LB_CKS_RANGE_END,
	       "cmos.layout: debug_level, boot_default and boot_timeout are under the checksum");

bool option_store_valid(void)
{
	uint8_t image[OPTIONS_IMAGE_SIZE];

	if (!(cmos_read(RTC_REG_D) & RTC_D_VALID))
		return false;
	for (unsigned i = range.first; i <= range.last; i++)
		image[i] = cmos_read((uint8_t)i);
	image[range.sum] = cmos_read(range.sum);
	image[range.sum + 1] = cmos_read(range.sum + 1);
	return options_valid(image, &range);
}

enum boot_verdict option_store_boot_rule(void)
{
	uint8_t byte = cmos_read(BOOT_BYTE);
	enum boot_verdict verdict =
		options_boot_rule(&byte, option_store_valid(), CONFIG_MAX_REBOOT_COUNT);

	cmos_write(BOOT_BYTE, byte);
	return verdict;
}

void option_store_refuse_normal(void)
{
	cmos_write(BOOT_BYTE, cmos_read(BOOT_BYTE) & (uint8_t)~BOOT_BYTE_LAST);
}

const char *option_store_reason(enum boot_verdict verdict)
{
	if (verdict == BOOT_UNTRUSTED)
		return "CMOS battery or option checksum is bad";
	if (verdict == BOOT_ATTEMPTS_USED)
		return "NORMAL was started too often without success";
	return "";
}
