/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PCI headers that the SMI handler gives: identities, widths, sizes, and the MSRs behind them. */
#include "machine.h"
#include "test.h"

#define ISA		  15, 0
#define FLASH		  15, 1
#define IDE		  15, 2
#define AUDIO		  15, 3
#define OHCI		  15, 4
#define EHCI		  15, 5
#define UDC		  15, 6
#define HOST		  1, 0
#define GRAPHICS	  1, 1
#define AES		  1, 2

#define UNUSED_BM	  0x000000fffff00000ull
#define UNUSED_RANGE	  0x00000000000fffffull
#define MEMORY_AND_MASTER 6

static int start(void **state)
{
	(void)state;
	machine_start(0x07, 0xfd);
	return 0;
}

static void every_function_says_who_it_is(void **state)
{
	static const struct {
		unsigned device, function;
		uint32_t ids, class;
	} known[] = {
		{HOST, 0x20801022, 0x060000},  {GRAPHICS, 0x20811022, 0x030000},
		{AES, 0x20821022, 0x101000},   {ISA, 0x20901022, 0x060100},
		{IDE, 0x209a1022, 0x010180},   {AUDIO, 0x20931022, 0x040100},
		{OHCI, 0x20941022, 0x0c0310},  {EHCI, 0x20951022, 0x0c0320},
		{15, 6, 0x20961022, 0x0c03fe}, {15, 7, 0x20971022, 0x0c0380},
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_int_equal(config_read(known[i].device, known[i].function, 0, 4),
				 known[i].ids);
		assert_int_equal(config_read(known[i].device, known[i].function, 0x2c, 4),
				 known[i].ids);
		assert_int_equal(config_read(known[i].device, known[i].function, 8, 4) >> 8,
				 known[i].class);
	}
	assert_int_equal(config_read(ISA, 8, 1), 3);
}

static void what_is_not_there_reads_as_on_a_bus(void **state)
{
	(void)state;
	assert_int_equal(config_read(15, 1, 0, 4), 0xffffffff);
	assert_int_equal(config_read(1, 5, 0, 2), 0xffff);
	assert_int_equal(config_read(ISA, 0xfc, 4), 0);
	config_write(15, 1, 4, 4, 0xffffffff);
	assert_int_equal(config_read(15, 1, 4, 4), 0xffffffff);
}

static void all_widths_work(void **state)
{
	(void)state;
	assert_int_equal(config_read(ISA, 0, 1), 0x22);
	assert_int_equal(config_read(ISA, 1, 1), 0x10);
	assert_int_equal(config_read(ISA, 2, 2), 0x2090);
	/* Behind the register's end there is nothing. */
	assert_int_equal(config_read(ISA, 3, 2), 0xff20);
	machine.regs.eax = 0x11223344;
	config_read(ISA, 2, 2);
	assert_int_equal(machine.regs.eax, 0x11222090);
	config_write(HOST, 0x59, 1, 0xab);
	config_write(HOST, 0x5a, 2, 0xcdef);
	assert_int_equal(config_read(HOST, 0x58, 4), 0xcdefab00);
}

static void a_base_address_tells_its_size_and_keeps_its_msrs(void **state)
{
	(void)state;
	config_write(IDE, 0x20, 4, 0x1000);
	config_write(IDE, 4, 2, 5);
	assert_int_equal(msr(0x51300008), 0x1001);
	config_write(IDE, 0x20, 4, 0xffffffff);
	assert_int_equal(config_read(IDE, 0x20, 4), 0xfffffff1);
	assert_int_equal(msr(0x51300008), 0x1001);
	config_write(IDE, 0x20, 4, 0x1811);
	assert_int_equal(config_read(IDE, 0x20, 4), 0x1811);
	assert_int_equal(msr(0x51300008), 0x1811);
	assert_true(msr(0x510100e5) == 0x60000001810ffff0ull);
	assert_true(msr(0x5100002b) == 0x0181c00101810001ull);
	config_write(IDE, 0x20, 4, 0);
	assert_int_equal(msr(0x51300008), 0);
	assert_true(msr(0x510100e5) == UNUSED_BM);
}

static void decoding_follows_the_command_register(void **state)
{
	(void)state;
	config_write(OHCI, 4, 2, 0);
	config_write(OHCI, 0x10, 4, 0xfe01a000);
	assert_true(msr(0x51010020) == UNUSED_BM);
	assert_int_equal(msr(0x51200008), 0);
	config_write(OHCI, 4, 2, MEMORY_AND_MASTER);
	assert_true(msr(0x51200008) == 0x00000006fe01a000ull);
	assert_true(msr(0x51010020) == 0x400000fe01afffffull);
	assert_true(msr(0x51000027) == 0xfe01a000fe01a001ull);
	config_write(OHCI, 4, 2, 0);
	assert_true(msr(0x51010020) == UNUSED_BM);
	assert_int_equal(msr(0x51200008), 0);
}

static void graphics_lead_to_memory_and_registers(void **state)
{
	(void)state;
	config_write(GRAPHICS, 0x10, 4, 0xffffffff);
	assert_int_equal(config_read(GRAPHICS, 0x10, 4), 0xff800000);
	config_write(GRAPHICS, 0x10, 4, 0xfd000000);
	config_write(GRAPHICS, 0x14, 4, 0xfe000000);
	config_write(GRAPHICS, 0x18, 4, 0xfe004000);
	config_write(GRAPHICS, 0x1c, 4, 0xfe008000);
	config_write(GRAPHICS, 0x20, 4, 0xfe00c000);
	config_write(GRAPHICS, 4, 1, 2);
	assert_true(msr(0x10000029) == 0x2127e0fd7fffd000ull);
	assert_true(msr(0x1817) == 0xfd7ff000fd000111ull);
	assert_true(msr(0x10000022) == 0xa00000fe000ffffcull);
	assert_true(msr(0x1000002a) == 0x801ffcfe007fe004ull);
	assert_true(msr(0x40000025) == 0x400000fe008ffffcull);
	assert_true(msr(0x40000026) == 0xa00000fe00cffffcull);
	config_write(GRAPHICS, 4, 1, 0);
	assert_true(msr(0x1000002a) == UNUSED_RANGE);
}

static void io_blocks_start_where_the_firmware_put_them(void **state)
{
	(void)state;
	assert_int_equal(config_read(ISA, 0x14, 4), 0x6101);
	assert_int_equal(config_read(ISA, 0x10, 4), 1);
	config_write(ISA, 0x14, 4, 0x1000);
	assert_true(msr(0x5140000c) == 0x0000f00100001000ull);
}

static void timing_registers_of_ide_are_the_live_ones(void **state)
{
	(void)state;
	set_msr(0x51300012, 0x98989898);
	assert_int_equal(config_read(IDE, 0x48, 4), 0x98989898);
	config_write(IDE, 0x48, 4, 0x20203333);
	assert_int_equal(msr(0x51300012), 0x20209898);
	config_write(IDE, 0x4b, 1, 0x77);
	assert_int_equal(msr(0x51300012), 0x77209898);
}

static void bus_mastering_opens_the_port(void **state)
{
	(void)state;
	set_msr(0x51010081, 0xffff);
	config_write(AUDIO, 4, 2, 5);
	config_write(AUDIO, 4, 2, 1);
	assert_int_equal(msr(0x51010081), 0xfcff);
	config_write(AUDIO, 4, 2, 5);
	assert_int_equal(msr(0x51010081), 0xffff);
}

static void usb_sleeps_and_wakes(void **state)
{
	(void)state;
	assert_int_equal(config_read(EHCI, 0x34, 1), 0x40);
	config_write(EHCI, 0x10, 4, 0xfe01b000);
	config_write(EHCI, 4, 2, MEMORY_AND_MASTER);
	config_write(EHCI, 0x44, 2, 3);
	assert_true(msr(0x51010024) == UNUSED_BM);
	assert_int_equal(config_read(EHCI, 0x44, 2), 3);
	config_write(EHCI, 0x44, 2, 1);
	assert_int_equal(config_read(EHCI, 0x44, 2), 3);
	config_write(EHCI, 0x44, 2, 0);
	assert_true(msr(0x51010024) == 0x400000fe01bfffffull);
}

static void ehci_is_handed_over_at_once(void **state)
{
	(void)state;
	config_write(EHCI, 0x54, 2, 0x3f);
	assert_int_equal(config_read(EHCI, 0x54, 2), 0x3f);
	config_write(EHCI, 0x53, 1, 1);
	assert_int_equal(config_read(EHCI, 0x50, 4), 0x01000001);
	assert_int_equal(config_read(EHCI, 0x54, 2), 0);
	config_write(EHCI, 0x61, 1, 0x1f);
	assert_int_equal(config_read(EHCI, 0x60, 4), 0x1f20);
}

static void interrupts_are_steered(void **state)
{
	(void)state;
	set_msr(0x51400023, 0x000abb5b0ull & 0xffffff);
	assert_int_equal(config_read(ISA, 0x5c, 2), 0xbb5b);
	config_write(ISA, 0x5c, 2, 0xaa52);
	assert_int_equal(config_read(ISA, 0x5c, 2), 0xaa5b);
	assert_int_equal(msr(0x51400020) >> 16 & 0xf, 5);
	assert_int_equal(msr(0x51400020) >> 8 & 0xf, 0xa);
}

static void errors_of_the_bridge_are_its_status(void **state)
{
	(void)state;
	clear_by_one(0x50002003, 0x7f0000);
	set_msr(0x50002003, 1u << 17 | 1u << 16 | 0x37);
	assert_int_equal(config_read(HOST, 6, 2), 0x3220);
	config_write(HOST, 6, 2, 0x1000);
	assert_int_equal(config_read(HOST, 6, 2), 0x2220);
	assert_int_equal(msr(0x50002003), 1u << 16 | 0x37);
}

static void other_buses_are_left_alone(void **state)
{
	(void)state;
	set_msr(0x50002012, 0x8002);
	machine.address_port = 0x80010800;
	machine.header.flags = 0x0080;
	machine.header.io_port = 0xcfc;
	machine.header.io_size = 0xf;
	set_msr(0x50002002, 0x80000);
	smi();
	assert_int_equal(machine.passed_on, 1);
	assert_int_equal(machine.regs.eax, 0x5a5a5a5a);
	assert_int_equal(msr(0x50002012), 0x8002);
}

static void flash_takes_the_place_of_ide(void **state)
{
	(void)state;
	set_msr(0x51400015, 0x71);
	set_msr(0x51400023, 0x000abb50);
	config_write(IDE, 0x20, 4, 0x1810);
	config_write(IDE, 4, 2, 5);
	config_write(FLASH, 0x40, 4, 0xbeefdead);
	assert_int_equal(config_read(FLASH, 0, 4), 0xffffffff);
	config_write(IDE, 0x40, 4, 0xdeadbeef);
	assert_int_equal(config_read(IDE, 0, 4), 0xffffffff);
	assert_int_equal(config_read(FLASH, 0, 4), 0x20911022);
	assert_int_equal(config_read(FLASH, 8, 4), 0x05010000);
	assert_int_equal(config_read(FLASH, 0x3c, 2), 0x0100);
	assert_int_equal(msr(0x51400015), 0x70);
	assert_int_equal(msr(0x51300008), 0);
	assert_true(msr(0x510100e5) == UNUSED_BM);
	assert_int_equal(msr(0x51400020) >> 24, 0x55);
	/* A chip select in memory, one in ports, two that are not there */
	for (unsigned reg = 0x10; reg < 0x20; reg += 4)
		config_write(FLASH, reg, 4, 0xffffffff);
	assert_int_equal(config_read(FLASH, 0x10, 4), 0xfffff000);
	assert_int_equal(config_read(FLASH, 0x14, 4), 0xfffffff1);
	assert_int_equal(config_read(FLASH, 0x18, 4), 0);
	config_write(FLASH, 0x10, 4, 0xefe00000);
	config_write(FLASH, 0x14, 4, 0x1830);
	config_write(FLASH, 4, 2, 3);
	assert_true(msr(0x51400010) == 0xfffff007efe00000ull);
	assert_true(msr(0x51400011) == 0x0000fff100001830ull);
	config_write(FLASH, 0x40, 4, 0xbeefdead);
	assert_int_equal(config_read(FLASH, 0, 4), 0xffffffff);
	assert_int_equal(config_read(IDE, 0, 4), 0x209a1022);
	assert_int_equal(msr(0x51400015), 0x71);
	assert_int_equal(msr(0x51400020) >> 24, 0);
	assert_int_equal(msr(0x51300008), 0x1811);
	assert_true(msr(0x51400010) == 0xfffff00600000000ull);
}

static void a_function_can_be_taken_away(void **state)
{
	(void)state;
	config_write(UDC, 0x10, 4, 0xfe020000);
	config_write(UDC, 4, 2, 2);
	assert_true(msr(0x51010021) == 0x400000fe020ffffeull);
	config_write(UDC, 0x7c, 2, 0xbeef);
	assert_int_equal(config_read(UDC, 0, 4), 0x20961022);
	config_write(UDC, 0x7c, 4, 0xdeadbeef);
	assert_int_equal(config_read(UDC, 0, 4), 0xffffffff);
	assert_true(msr(0x51010021) == UNUSED_BM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_function_says_who_it_is),
		cmocka_unit_test(what_is_not_there_reads_as_on_a_bus),
		cmocka_unit_test(all_widths_work),
		cmocka_unit_test(a_base_address_tells_its_size_and_keeps_its_msrs),
		cmocka_unit_test(decoding_follows_the_command_register),
		cmocka_unit_test(graphics_lead_to_memory_and_registers),
		cmocka_unit_test(io_blocks_start_where_the_firmware_put_them),
		cmocka_unit_test(timing_registers_of_ide_are_the_live_ones),
		cmocka_unit_test(bus_mastering_opens_the_port),
		cmocka_unit_test(usb_sleeps_and_wakes),
		cmocka_unit_test(ehci_is_handed_over_at_once),
		cmocka_unit_test(interrupts_are_steered),
		cmocka_unit_test(errors_of_the_bridge_are_its_status),
		cmocka_unit_test(other_buses_are_left_alone),
		cmocka_unit_test(flash_takes_the_place_of_ide),
		cmocka_unit_test(a_function_can_be_taken_away),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
