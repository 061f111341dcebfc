/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMI handler's A20, reset, and reset of the processor alone. */
#include <string.h>
#include "machine.h"
#include "test.h"

#define INIT_K	   0x0020u
#define A20_P	   0x0040u
#define INIT_P	   0x0080u
#define A20_K	   0x2000u
#define DIVIL_SMI  0x51400002
#define GLCP_SMI   0x4c002002
#define COMPANION  0x00100000u
#define A20M	   0x4c000031
#define SOFT_RESET 0x51400017
#define FAR_JUMP   0xea
#define FLAT_CODE  0xc09bu

static int start(void **state)
{
	(void)state;
	machine_start(0x07, 0xfd);
	machine.bios_entry = FAR_JUMP;
	return 0;
}

static void companion_event(uint32_t event, uint32_t data)
{
	set_msr(GLCP_SMI, COMPANION);
	set_msr(DIVIL_SMI, (uint64_t)event << 32 | A20_P | event);
	machine.header.flags = SMM_FLAG_EXT_TRAP | SMM_FLAG_IO_WRITE;
	machine.header.io_port = 0x92;
	machine.header.io_size = 1;
	machine.header.io_data = data;
	smi();
	assert_int_equal(msr(DIVIL_SMI), event | A20_P);
	set_msr(GLCP_SMI, 0);
}

static void a20_follows_port_92(void **state)
{
	(void)state;
	companion_event(A20_P, 0);
	assert_int_equal(msr(A20M), 1);
	companion_event(A20_P, 2);
	assert_int_equal(msr(A20M), 0);
}

static void a20_of_the_keyboard_controller_is_in_port_92_too(void **state)
{
	(void)state;
	machine.port_92 = 0x02;
	companion_event(A20_K, 0xdd);
	assert_int_equal(msr(A20M), 1);
	assert_int_equal(machine.port_92, 0);
	companion_event(A20_K, 0xdf);
	assert_int_equal(msr(A20M), 0);
	assert_int_equal(machine.port_92, 2);
}

/* Protected mode, paging, A20 off: what a program for the 286 may leave behind. */
static void reset_with(uint8_t code, uint32_t event)
{
	machine.shutdown_code = code;
	machine.header.cr0 = 0x80000033;
	machine.header.eflags = 0x3246;
	machine.header.cs_flags = FLAT_CODE;
	memset(&machine.regs, 0x55, sizeof(machine.regs));
	set_msr(A20M, 1);
	set_msr(SOFT_RESET, 0);
	machine.started = 0;
	companion_event(event, 1);
}

static void a_reset_resets_the_machine(void **state)
{
	static const uint8_t codes[] = {0x00, 0x01, 0x04, 0x06, 0x08, 0x0b, 0x0c, 0x80, 0xfe};

	(void)state;
	for (unsigned i = 0; i < sizeof(codes); i++) {
		reset_with(codes[i], i & 1 ? INIT_P : INIT_K);
		assert_int_equal(msr(SOFT_RESET), 1);
		assert_int_equal(machine.started, 0);
	}
}

static void a_program_goes_on_in_real_mode(void **state)
{
	static const uint8_t codes[] = {0x05, 0x09, 0x0a, 0xff};

	(void)state;
	for (unsigned i = 0; i < sizeof(codes); i++) {
		reset_with(codes[i], i & 1 ? INIT_P : INIT_K);
		assert_int_equal(msr(SOFT_RESET), 0);
		assert_int_equal(msr(A20M), 0);
		assert_int_equal(machine.started, 1);
		assert_int_equal(machine.header.cs_base + machine.header.next_ip, 0xffff0);
		assert_int_equal(machine.header.cs_selector, 0xf000);
		assert_int_equal(machine.header.cs_limit, 0xffff);
		assert_int_equal(machine.header.cs_flags & 0xc000, 0);
		assert_int_equal(machine.header.cr0, 0x10);
		assert_int_equal(machine.header.eflags, 2);
		assert_int_equal(machine.header.dr7, 0x400);
		assert_int_equal(machine.regs.edx, 0x5a2);
		assert_int_equal(machine.regs.eax | machine.regs.edi, 0);
	}
}

static void caches_stay_as_they_are_when_a_program_goes_on(void **state)
{
	(void)state;
	machine.header.cr0 = 0;
	reset_with(0x05, INIT_P);
	assert_int_equal(machine.header.cr0, 0x10);
	machine.shutdown_code = 0x05;
	machine.header.cr0 = 0x60000011;
	companion_event(INIT_P, 1);
	assert_int_equal(machine.header.cr0, 0x60000010);
}

static void without_a_bios_the_machine_is_reset(void **state)
{
	(void)state;
	machine.bios_entry = 0xff;
	reset_with(0x05, INIT_P);
	assert_int_equal(msr(SOFT_RESET), 1);
	assert_int_equal(machine.started, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a20_follows_port_92),
		cmocka_unit_test(a20_of_the_keyboard_controller_is_in_port_92_too),
		cmocka_unit_test(a_reset_resets_the_machine),
		cmocka_unit_test(a_program_goes_on_in_real_mode),
		cmocka_unit_test(caches_stay_as_they_are_when_a_program_goes_on),
		cmocka_unit_test(without_a_bios_the_machine_is_reset),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
