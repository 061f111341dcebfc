/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMI handler's accesses to the ACPI ports: any width becomes 32 bits, no status bit is cleared by mistake. */
#include "machine.h"
#include "test.h"

#define ISA	  15, 0
#define PMS_BAR	  0x20
#define ACPI_BAR  0x24
#define WAK_STS	  0x8000
#define PM1	  (MACHINE_ACPI + 0x00)
#define PM1_CNT	  (MACHINE_ACPI + 0x08)
#define GPE0_STS  (MACHINE_ACPI + 0x18)
#define GPE0_EN	  (MACHINE_ACPI + 0x1c)
#define TRAP	  0x510100e2
#define TRAP_ON	  0x00000009c00ffff0ull
#define UNUSED_BM 0x000000fffff00000ull

static int start(void **state)
{
	(void)state;
	machine_start(0x07, 0xfd);
	config_write(ISA, ACPI_BAR, 4, MACHINE_ACPI);
	return 0;
}

static void the_traps_lie_where_the_ports_are(void **state)
{
	(void)state;
	assert_true(msr(TRAP) == TRAP_ON);
	assert_true(msr(0x510100eb) == 0xf0309c10ull);
	assert_true(msr(0x510100ec) == 0xff309c18ull);
	config_write(ISA, ACPI_BAR, 4, 0);
	assert_true(msr(TRAP) == UNUSED_BM);
	assert_int_equal(msr(0x510100eb), 0);
	config_write(ISA, ACPI_BAR, 4, MACHINE_ACPI);
}

static void reads_of_all_widths_are_parts_of_32_bits(void **state)
{
	(void)state;
	machine.acpi[2] = 0x87654321;
	assert_int_equal(companion_read(PM1_CNT, 1), 0x21);
	assert_int_equal(companion_read(PM1_CNT + 1, 1), 0x43);
	assert_int_equal(companion_read(PM1_CNT + 2, 2), 0x8765);
	assert_int_equal(companion_read(PM1_CNT, 4), 0x87654321);
	assert_int_equal(machine.narrow, 0);
	assert_true(msr(TRAP) == TRAP_ON);
}

static void enabling_an_event_leaves_its_status_alone(void **state)
{
	(void)state;
	machine.acpi[0] = 0x00000501;
	companion_write(PM1 + 2, 2, 0x0120);
	assert_int_equal(machine.acpi[0], 0x01200000);
	companion_write(PM1 + 1, 1, 0x04);
	assert_int_equal(machine.acpi[0], 0x01200400);
	assert_int_equal(machine.narrow, 0);
}

static void one_status_byte_of_gpe_is_cleared_alone(void **state)
{
	(void)state;
	machine.acpi[6] = 0xffffffff;
	companion_write(GPE0_STS + 1, 1, 0x10);
	assert_int_equal(machine.acpi[6], 0x1000);
	machine.acpi[7] = 0x11223344;
	companion_write(GPE0_EN + 2, 2, 0xabcd);
	assert_int_equal(machine.acpi[7], 0xabcd3344);
}

static void a_command_is_not_given_twice(void **state)
{
	(void)state;
	machine.acpi[2] = 0x1e01;
	companion_write(PM1_CNT, 1, 0x05);
	assert_int_equal(machine.acpi[2], 0x1c05);
}

/* The OS polls the wake status after it has written SLP_EN: it must come even when the machine stayed on. */
static void an_event_that_comes_before_suspending_is_a_wake(void **state)
{
	(void)state;
	config_write(ISA, PMS_BAR, 4, 0x9d00);
	companion_write(PM1_CNT, 2, 0x0c01); /* type S3, not yet */
	companion_write(PM1_CNT, 2, 0x3401); /* S5 */
	assert_int_equal(machine.slept, 0);
	assert_int_equal(companion_read(PM1, 2) & WAK_STS, 0);
	companion_write(PM1_CNT, 2, 0x2c01);
	assert_int_equal(machine.slept, PM1_CNT << 16 | 0x2c01);
	assert_int_equal(companion_read(PM1, 2) & WAK_STS, WAK_STS);
	companion_write(PM1, 2, 0x0100);
	assert_int_equal(companion_read(PM1, 2) & WAK_STS, WAK_STS);
	machine.acpi[0] = 0;
	companion_write(PM1, 2, WAK_STS);
	machine.acpi[0] = 0;
	assert_int_equal(companion_read(PM1, 2) & WAK_STS, 0);
}

/* A trap that is not there: it is somebody else's and must come to an end. */
static void other_ports_are_not_served(void **state)
{
	const uint32_t before = smm_counts.unknown;

	(void)state;
	companion_write(MACHINE_ACPI + 0x40, 4, 0xffffffff);
	assert_int_equal(smm_counts.unknown, before + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_traps_lie_where_the_ports_are),
		cmocka_unit_test(reads_of_all_widths_are_parts_of_32_bits),
		cmocka_unit_test(enabling_an_event_leaves_its_status_alone),
		cmocka_unit_test(one_status_byte_of_gpe_is_cleared_alone),
		cmocka_unit_test(a_command_is_not_given_twice),
		cmocka_unit_test(an_event_that_comes_before_suspending_is_a_wake),
		cmocka_unit_test(other_ports_are_not_served),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
