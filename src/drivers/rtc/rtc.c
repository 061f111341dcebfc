/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves the real-time clock as an OS expects: ticking, no interrupts, a possible date. */
#include <stdbool.h>
#include <stdint.h>
#include <console/console.h>
#include <drivers/cmos.h>
#include <drivers/rtc.h>
#include <tables/acpi.h>
#include "chip.h"

/* What each register of time may hold, in BCD, and what it gets when the time is lost. */
static const struct rtc_field {
	uint8_t index, min, max, lost;
} fields[] = {
	{RTC_SECONDS, 0x00, 0x59, 0x00}, {RTC_MINUTES, 0x00, 0x59, 0x00},
	{RTC_HOURS, 0x00, 0x23, 0x00},	 {RTC_WEEKDAY, 0x01, 0x07, 0x07},
	{RTC_DAY, 0x01, 0x31, 0x01},	 {RTC_MONTH, 0x01, 0x12, 0x01},
	{RTC_YEAR, 0x00, 0x99, 0x00},
};

#define FIELD_COUNT  (sizeof(fields) / sizeof(fields[0]))
#define LOST_CENTURY 0x20 /* a lost clock starts at 2000-01-01, a Saturday */

static bool time_is_possible(void)
{
	for (unsigned i = 0; i < FIELD_COUNT; i++) {
		uint8_t value = cmos_read(fields[i].index);

		if ((value & 0x0f) > 9 || value < fields[i].min || value > fields[i].max)
			return false;
	}
	return true;
}

static void restart_clock(uint8_t century_byte)
{
	cmos_write(RTC_REG_B, RTC_B_SET | RTC_B_24_HOUR);
	for (unsigned i = 0; i < FIELD_COUNT; i++)
		cmos_write(fields[i].index, fields[i].lost);
	if (century_byte)
		cmos_write(century_byte, LOST_CENTURY);
}

static int rtc_init(struct device *dev)
{
	const struct motorola_mc146818_config *config = dev->node->config;
	uint8_t format = cmos_read(RTC_REG_B) & (RTC_B_BINARY | RTC_B_24_HOUR);
	bool good = cmos_read(RTC_REG_D) & RTC_D_VALID;

	/*
	 * An OS may have chosen another format, which then stays. The time registers cannot be judged
	 * while they are updated; but then the clock is alive.
	 */
	if (good && format == RTC_B_24_HOUR && !(cmos_read(RTC_REG_A) & RTC_A_UPDATE))
		good = time_is_possible();
	if (!good) {
		pr_warn("rtc: the time is lost (battery?); the clock restarts at 2000-01-01\n");
		restart_clock(config->century_byte);
		format = RTC_B_24_HOUR;
	}
	cmos_write(RTC_REG_A, RTC_A_RUNNING);
	cmos_write(RTC_REG_B, format);
	(void)cmos_read(RTC_REG_C);
	return 0;
}

static void rtc_acpi_fadt(const struct device *dev, struct acpi_fadt *fadt)
{
	const struct motorola_mc146818_config *config = dev->node->config;

	fadt->century = config->century_byte;
}

const struct device_ops motorola_mc146818_ops = {
	.init = rtc_init,
	.acpi_fadt = rtc_acpi_fadt,
};
