/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options in the clock's RAM: what the user set counts, what is damaged does not. */
#include <test.h>
#include <drivers/option_store.h>
#include <drivers/rtc.h>
#include <lib/errors.h>

#define BOOT_BYTE 0x40
#define FIRST	  0x41
#define LAST	  0x57
#define SUM	  0x58

uint8_t cmos[128];
uint8_t cmos_index;
unsigned cmos_reads_of_c;

/* What QEMU and the clock itself keep in the other bytes. */
static int set_up(void **state)
{
	(void)state;
	memset(cmos, 0xa5, sizeof(cmos));
	memset(cmos + BOOT_BYTE, 0, SUM + 2 - BOOT_BYTE);
	cmos[RTC_REG_D] = RTC_D_VALID;
	return 0;
}

static void set(uint8_t index, uint8_t value)
{
	unsigned sum = 0;

	cmos[index] = value;
	for (unsigned i = FIRST; i <= LAST; i++)
		sum += cmos[i];
	cmos[SUM] = (uint8_t)(sum >> 8);
	cmos[SUM + 1] = (uint8_t)sum;
}

static uint32_t get(enum option option)
{
	uint32_t value = 99;

	assert_int_equal(option_get(option, &value), 0);
	return value;
}

static void cleared_cmos_is_valid_and_everything_is_as_built(void **state)
{
	(void)state;
	assert_true(option_store_valid());
	assert_int_equal(get(OPTION_DEBUG_LEVEL), 0);
	assert_int_equal(get(OPTION_BOOT_DEFAULT), 0);
	assert_int_equal(get(OPTION_BOOT_TIMEOUT), 0);
	assert_int_equal(option_store_boot_rule(), BOOT_NORMAL);
}

static void options_that_were_set_are_read(void **state)
{
	(void)state;
	set(0x41, 0xf7);
	set(0x42, 200);
	set(0x43, 255);
	assert_int_equal(get(OPTION_DEBUG_LEVEL), 7);
	assert_int_equal(get(OPTION_BOOT_DEFAULT), 200);
	assert_int_equal(get(OPTION_BOOT_TIMEOUT), OPTION_NO_TIMEOUT);
}

static void damaged_options_read_as_built_and_mean_fallback(void **state)
{
	uint32_t value = 99;

	(void)state;
	set(0x42, 2);
	cmos[0x50] ^= 1;
	assert_false(option_store_valid());
	assert_int_equal(option_get(OPTION_BOOT_DEFAULT, &value), ERR_CHECKSUM);
	assert_int_equal(value, 0);
	assert_int_equal(option_store_boot_rule(), BOOT_UNTRUSTED);
	assert_string_equal(option_store_reason(BOOT_UNTRUSTED),
			    "CMOS battery or option checksum is bad");
}

static void lost_battery_means_fallback(void **state)
{
	(void)state;
	cmos[RTC_REG_D] = 0;
	assert_false(option_store_valid());
	assert_int_equal(option_store_boot_rule(), BOOT_UNTRUSTED);
	/* The battery is back, but nobody has said that NORMAL is good. */
	cmos[RTC_REG_D] = RTC_D_VALID;
	assert_int_equal(option_store_boot_rule(), BOOT_ATTEMPTS_USED);
	cmos[BOOT_BYTE] |= BOOT_BYTE_OPTION;
	assert_int_equal(option_store_boot_rule(), BOOT_NORMAL);
}

static void a_start_changes_the_boot_byte_and_nothing_else(void **state)
{
	uint8_t before[sizeof(cmos)];

	(void)state;
	set(0x41, 3);
	memcpy(before, cmos, sizeof(cmos));
	assert_int_equal(option_store_boot_rule(), BOOT_NORMAL);
	before[BOOT_BYTE] = 1 << BOOT_BYTE_COUNTER | BOOT_BYTE_LAST;
	assert_memory_equal(cmos, before, sizeof(cmos));
	option_store_refuse_normal();
	before[BOOT_BYTE] = 1 << BOOT_BYTE_COUNTER;
	assert_memory_equal(cmos, before, sizeof(cmos));
}

static void restored_options_are_the_defaults_and_valid(void **state)
{
	uint8_t defaults[256] = {
		[0x41] = 7, [0x43] = 5, [0x57] = 0xff, [0x10] = 0x33, [0x40] = 0x33};
	uint8_t before[sizeof(cmos)];

	(void)state;
	cmos[SUM] = 0x77;
	memcpy(before, cmos, sizeof(cmos));
	assert_int_equal(option_store_restore(defaults, sizeof(defaults)), 0);
	assert_true(option_store_valid());
	assert_int_equal(get(OPTION_DEBUG_LEVEL), 7);
	assert_int_equal(get(OPTION_BOOT_TIMEOUT), 5);
	assert_memory_equal(cmos, before, FIRST);
	assert_memory_equal(cmos + SUM + 2, before + SUM + 2, sizeof(cmos) - SUM - 2);
}

static void defaults_that_are_cut_short_give_an_empty_store(void **state)
{
	uint8_t *defaults = exact_copy((uint8_t[LAST]){[0x41] = 7}, LAST);

	(void)state;
	set(0x42, 9);
	assert_int_equal(option_store_restore(defaults, LAST), ERR_SIZE);
	assert_true(option_store_valid());
	assert_int_equal(get(OPTION_DEBUG_LEVEL), 0);
	assert_int_equal(get(OPTION_BOOT_DEFAULT), 0);
	set(0x42, 9);
	assert_int_equal(option_store_restore(NULL, 0), 0);
	assert_int_equal(get(OPTION_BOOT_DEFAULT), 0);
	free(defaults);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cleared_cmos_is_valid_and_everything_is_as_built),
		TEST(options_that_were_set_are_read),
		TEST(damaged_options_read_as_built_and_mean_fallback),
		TEST(lost_battery_means_fallback),
		TEST(a_start_changes_the_boot_byte_and_nothing_else),
		TEST(restored_options_are_the_defaults_and_valid),
		TEST(defaults_that_are_cut_short_give_an_empty_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
