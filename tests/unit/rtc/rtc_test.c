/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock: time that is kept stays, time that is lost starts again, no interrupt is left on. */
#include <test.h>
#include <console/console.h>
#include <drivers/rtc.h>
#include <tables/acpi.h>
#include "../../../src/drivers/rtc/chip.h"

uint8_t cmos[128];
uint8_t cmos_index;
unsigned cmos_reads_of_c;
static unsigned messages;

void printk(int level, const char *fmt, ...)
{
	(void)level;
	(void)fmt;
	messages++;
}

static const struct motorola_mc146818_config config = {.century_byte = 0x32};
static const struct dt_node node = {.config = &config};
static struct device dev = {.node = &node};

/* 2026-11-21, a Saturday, 23:59:58. */
static const uint8_t now[] = {0x58, 0, 0x59, 0, 0x23, 0, 0x07, 0x21, 0x11, 0x26};

static int set_up(void **state)
{
	(void)state;
	memset(cmos, 0, sizeof(cmos));
	memcpy(cmos, now, sizeof(now));
	cmos[0x32] = 0x20;
	cmos[RTC_REG_A] = RTC_A_RUNNING;
	cmos[RTC_REG_B] = RTC_B_24_HOUR;
	cmos[RTC_REG_D] = RTC_D_VALID;
	messages = 0;
	cmos_reads_of_c = 0;
	return 0;
}

static void restarted(void)
{
	static const uint8_t lost[] = {0, 0, 0, 0, 0, 0, 7, 1, 1, 0};

	assert_int_equal(motorola_mc146818_ops.init(&dev), 0);
	assert_memory_equal(cmos, lost, sizeof(lost));
	assert_int_equal(cmos[0x32], 0x20);
	assert_int_equal(cmos[RTC_REG_B], RTC_B_24_HOUR);
	assert_int_equal(cmos[RTC_REG_A], RTC_A_RUNNING);
	assert_int_equal(messages, 1);
}

static void a_clock_that_ran_keeps_its_time(void **state)
{
	(void)state;
	assert_int_equal(motorola_mc146818_ops.init(&dev), 0);
	assert_memory_equal(cmos, now, sizeof(now));
	assert_int_equal(messages, 0);
}

static void interrupts_that_an_os_left_on_are_off(void **state)
{
	(void)state;
	cmos[RTC_REG_B] |= 0x70;
	assert_int_equal(motorola_mc146818_ops.init(&dev), 0);
	assert_int_equal(cmos[RTC_REG_B], RTC_B_24_HOUR);
	assert_int_equal(cmos_reads_of_c, 1);
	assert_memory_equal(cmos, now, sizeof(now));
}

static void a_clock_in_binary_keeps_format_and_time(void **state)
{
	(void)state;
	cmos[RTC_REG_B] = RTC_B_24_HOUR | RTC_B_BINARY;
	cmos[RTC_SECONDS] = 58;
	assert_int_equal(motorola_mc146818_ops.init(&dev), 0);
	assert_int_equal(cmos[RTC_REG_B], RTC_B_24_HOUR | RTC_B_BINARY);
	assert_int_equal(cmos[RTC_SECONDS], 58);
	assert_int_equal(messages, 0);
}

static void lost_battery_restarts_the_clock(void **state)
{
	(void)state;
	cmos[RTC_REG_D] = 0;
	restarted();
}

static void impossible_times_restart_the_clock(void **state)
{
	static const struct {
		uint8_t index, value;
	} bad[] = {{RTC_SECONDS, 0x60}, {RTC_MINUTES, 0x5a}, {RTC_HOURS, 0x24}, {RTC_WEEKDAY, 0},
		   {RTC_WEEKDAY, 8},	{RTC_DAY, 0x32},     {RTC_DAY, 0},	{RTC_MONTH, 0x13},
		   {RTC_MONTH, 0},	{RTC_YEAR, 0xff}};

	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		set_up(state);
		cmos[bad[i].index] = bad[i].value;
		restarted();
	}
}

static void registers_in_the_middle_of_an_update_are_not_judged(void **state)
{
	(void)state;
	cmos[RTC_REG_A] |= RTC_A_UPDATE;
	cmos[RTC_SECONDS] = 0x60;
	assert_int_equal(motorola_mc146818_ops.init(&dev), 0);
	assert_int_equal(cmos[RTC_SECONDS], 0x60);
	assert_int_equal(messages, 0);
}

static void acpi_is_told_where_the_century_is(void **state)
{
	struct acpi_fadt fadt = {.century = 0};

	(void)state;
	motorola_mc146818_ops.acpi_fadt(&dev, &fadt);
	assert_int_equal(fadt.century, 0x32);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clock_that_ran_keeps_its_time),
		TEST(interrupts_that_an_os_left_on_are_off),
		TEST(a_clock_in_binary_keeps_format_and_time),
		TEST(lost_battery_restarts_the_clock),
		TEST(impossible_times_restart_the_clock),
		TEST(registers_in_the_middle_of_an_update_are_not_judged),
		TEST(acpi_is_told_where_the_century_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
