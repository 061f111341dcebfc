/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MC146818 real-time clock and the CMOS RAM in it, at ports 0x70 and 0x71. */
#ifndef DRIVERS_RTC_CHIP_H
#define DRIVERS_RTC_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct motorola_mc146818_config {
	/* CMOS byte that holds the century in BCD; ACPI's FADT names it to the OS. 0: none. */
	uint8_t century_byte DT_RANGE(0, 127) DT_DEFAULT(0x32);
};

extern const struct device_ops motorola_mc146818_ops;

#endif
