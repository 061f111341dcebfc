/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMI dispatcher, virtual registers, and answers to string instructions. */
#include <string.h>
#include "machine.h"
#include "test.h"

#define INDEX	    0xac1c
#define DATA	    0xac1e
#define DIVIL_SMI   0x51400002
#define GLCP_SMI    0x4c002002
#define COMPANION   0x00100000u
#define GLIU0_SMI   0x10002002
#define STATISTICS  0x2u
#define GLIU_SB_SMI 0x51010002

static int start(void **state)
{
	(void)state;
	machine_start(0x07, 0xfd);
	return 0;
}

static void it_starts_once(void **state)
{
	(void)state;
	assert_int_equal(machine.regs.eax, SMM_READY);
	machine.header.flags = SMM_FLAG_SMINT;
	machine.regs.eax = SMM_INIT;
	smi();
	assert_int_equal(machine.regs.eax, SMM_INIT);
	machine.regs.eax = 0x5000;
	smi();
	assert_int_equal(machine.regs.eax, 0x5000);
}

static void nothing_pending_is_counted(void **state)
{
	const uint32_t before = smm_counts.spurious;

	(void)state;
	machine.header.flags = SMM_FLAG_EXTERNAL;
	smi();
	assert_int_equal(smm_counts.spurious, before + 1);
}

/* An event that nobody serves is cleared each time, and switched off when it comes too often. */
static void unknown_events_are_switched_off(void **state)
{
	const unsigned notes = machine.notes;
	unsigned times = 0;

	(void)state;
	machine.header.flags = SMM_FLAG_EXTERNAL;
	while (!(msr(GLIU0_SMI) & STATISTICS) && times < 100) {
		set_msr(GLIU0_SMI, (uint64_t)STATISTICS << 32);
		smi();
		assert_int_equal(msr(GLIU0_SMI) >> 32, 0);
		times++;
	}
	assert_int_equal(times, 16);
	assert_int_equal(machine.notes, notes + 1);
	/* Switched off is not asked any more. */
	set_msr(GLIU0_SMI, (uint64_t)STATISTICS << 32 | STATISTICS);
	smi();
	assert_int_equal(msr(GLIU0_SMI), (uint64_t)STATISTICS << 32 | STATISTICS);
	set_msr(GLIU0_SMI, 0);
}

/* Status that cannot be cleared: the handler comes out all the same, the event is off. */
static void a_stuck_event_does_not_keep_the_handler(void **state)
{
	(void)state;
	clear_by_one(DIVIL_SMI, 0);
	set_msr(GLCP_SMI, COMPANION);
	set_msr(DIVIL_SMI, 1ull << 35 | 8);
	machine.header.flags = SMM_FLAG_EXTERNAL;
	smi();
	assert_false(msr(DIVIL_SMI) & 8);
	set_msr(DIVIL_SMI, 0);
	clear_by_one(DIVIL_SMI, 0xffffull << 32);
}

static void the_signature_is_there_and_no_backdoor(void **state)
{
	(void)state;
	port_write(INDEX, 2, 0xfc53);
	port_write(INDEX, 2, 0x0003);
	assert_int_equal(port_read(DATA, 2), 0x4132);
	assert_int_equal(machine.regs.eax, 0x56534132);
	/* Locked again. */
	assert_int_equal(port_read(DATA, 2), 0);
	port_write(INDEX, 4, 0xfc530003);
	assert_int_equal(port_read(DATA, 4), 0x56534132);
	/* Physical memory, MSRs. */
	port_write(INDEX, 4, 0xfc530001);
	machine.regs.ebx = SMM_BASE;
	assert_int_equal(port_read(DATA, 2), 0);
	port_write(INDEX, 4, 0xfc530007);
	assert_int_equal(port_read(DATA, 2), 0);
}

static void graphics_memory_is_told_and_stays(void **state)
{
	(void)state;
	port_write(INDEX, 4, 0xfc530200);
	assert_int_equal(port_read(DATA, 2), 0x2808);
	port_write(INDEX, 4, 0xfc530200);
	port_write(DATA, 2, 0x81fe);
	port_write(INDEX, 4, 0xfc530200);
	assert_int_equal(port_read(DATA, 2), 0x8108);
}

/* A byte of an index, a second write, a read while locked: back to the start. */
static void only_the_documented_order_unlocks(void **state)
{
	(void)state;
	port_write(INDEX, 2, 0xfc53);
	port_write(INDEX, 1, 3);
	assert_int_equal(port_read(DATA, 2), 0);
	port_write(INDEX, 2, 0x0003);
	assert_int_equal(port_read(DATA, 2), 0);
	port_write(INDEX, 2, 0xfc53);
	port_write(INDEX, 2, 0x0003);
	port_write(INDEX, 2, 0x0003);
	assert_int_equal(port_read(DATA, 2), 0);
}

/* IN or INS at 1000h, in real mode; REP would make no difference to one turn. */
static void string_reads_go_to_memory(void **state)
{
	(void)state;
	memset(machine.memory, 0, MACHINE_MEMORY);
	memcpy(machine.memory + 0x1000, "\x66\x6d", 2);
	machine.header.current_ip = 0x1000;
	machine.regs.edi = 0x2004;
	machine.regs.eax = 0x12345678;
	config_read(15, 0, 0, 4);
	assert_int_equal(machine.regs.eax, 0x12345678);
	assert_memory_equal(machine.memory + 0x2000, "\x22\x10\x90\x20", 4);
	/* Downwards */
	machine.header.eflags = 0x400;
	machine.regs.edi = 0x1ffe;
	config_read(15, 0, 2, 2);
	assert_memory_equal(machine.memory + 0x2000, "\x90\x20", 2);
	machine.header.eflags = 0;
	machine.header.current_ip = 0;
}

static void put32(uint32_t at, uint32_t value)
{
	memcpy(machine.memory + at, &value, 4);
}

/* With paging: the code's page, the buffer's page, and a page that leads to SMM memory. */
static void string_reads_never_reach_smm(void **state)
{
	(void)state;
	memset(machine.memory, 0, MACHINE_MEMORY);
	machine.memory[0x1000] = 0x6d;
	machine.cr3 = 0x3000;
	put32(0x3000, 0x4003);
	put32(0x4000 + 4 * 1, 0x1003);
	put32(0x4000 + 4 * 2, 0x5003);
	put32(0x4000 + 4 * 3, SMM_BASE | 3);
	put32(0x4000 + 4 * 4, 0x5001);
	machine.header.cr0 = 0x80000001;
	machine.header.cs_flags = 0x4000;
	machine.header.current_ip = 0x1000;
	machine.regs.edi = 0x2014;
	config_read(15, 0, 0, 4);
	assert_memory_equal(machine.memory + 0x5010, "\x22\x10\x90\x20", 4);
	/* Not present, into SMM memory, read-only: nothing is written. */
	machine.regs.edi = 0x9014;
	config_read(15, 0, 0, 4);
	machine.regs.edi = 0x3014;
	config_read(15, 0, 0, 4);
	machine.regs.edi = 0x4024;
	config_read(15, 0, 0, 4);
	assert_int_equal(machine.memory[0x5020], 0);
	machine.cr3 = SMM_BASE;
	config_read(15, 0, 0, 4);
	assert_false(machine.outside);
	machine.header.cr0 = 0;
	machine.header.cs_flags = 0;
	machine.header.current_ip = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_starts_once),
		cmocka_unit_test(nothing_pending_is_counted),
		cmocka_unit_test(unknown_events_are_switched_off),
		cmocka_unit_test(a_stuck_event_does_not_keep_the_handler),
		cmocka_unit_test(the_signature_is_there_and_no_backdoor),
		cmocka_unit_test(graphics_memory_is_told_and_stays),
		cmocka_unit_test(only_the_documented_order_unlocks),
		cmocka_unit_test(string_reads_go_to_memory),
		cmocka_unit_test(string_reads_never_reach_smm),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
