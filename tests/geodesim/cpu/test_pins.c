/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RESET, INIT, INTR, NMI, A20, HLT, FERR and the debugger's face of the processor. */

#include "board.h"

#define IF 0x200

static void reset_state_is_the_data_books(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	assert_int_equal(board_reg(b, CPU_REG_CS), 0xf000);
	assert_int_equal(board_reg(b, CPU_REG_CS_BASE), 0xffff0000u);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 0xfff0);
	assert_int_equal(board_reg(b, CPU_REG_EFLAGS), 2);
	assert_int_equal(board_reg(b, CPU_REG_CR0), 0x60000010);
	assert_int_equal(board_reg(b, CPU_REG_EDX), 0x5a2);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 0);
	assert_int_equal(board_reg(b, CPU_REG_DR6), 0xffff0ff0u);
	assert_int_equal(board_reg(b, CPU_REG_DR7), 0x400);
	for (unsigned r = CPU_REG_DS; r <= CPU_REG_GS; r++)
		assert_int_equal(board_reg(b, r), 0);
	assert_int_equal(board_reg(b, CPU_REG_DS_LIMIT), 0xffff);
	board_free(b);
}

static void gx2_identifies_itself_and_has_no_l2_registers(void **state)
{
	struct board *b = board_new(CPU_GEODE_GX2);
	uint64_t v;

	(void)state;
	assert_int_equal(board_reg(b, CPU_REG_EDX), 0x552);
	assert_true(cpu_msr_read(b->cpu, 0x3002, &v));
	assert_int_equal(v, 0x552);
	assert_false(cpu_msr_read(b->cpu, 0x1920, &v));
	assert_false(cpu_msr_write(b->cpu, 0x1980, 0));
	/* CPUID shows the maker's name. */
	BOARD_CODE(b, 0x10000, 0x66, 0x31, 0xc0, 0x0f, 0xa2); /* xor eax, eax; cpuid */
	board_steps(b, 2);
	assert_int_equal(board_reg(b, CPU_REG_EBX), 0x646f6547); /* "Geod" */
	board_free(b);
}

static void first_fetch_is_below_four_gib(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	b->ram[0xffff0] = 0xb0; /* mov al, 42h at FFFFFFF0 */
	b->ram[0xffff1] = 0x42;
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 0x42);
	board_free(b);
}

static void interrupt_waits_for_if_and_for_the_sti_shadow(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x90, 0xfb, 0x90, 0x90, 0x90); /* nop; sti; nop; nop; nop */
	board_vector(b, 0x33, 0x20000000);
	b->vector = 0x33;
	cpu_set_intr(b->cpu, true);
	board_steps(b, 1);
	assert_int_equal(b->acks, 0);
	board_steps(b, 1); /* sti */
	assert_int_equal(b->acks, 0);
	board_steps(b, 1); /* its shadow */
	assert_int_equal(b->acks, 0);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 3);
	board_steps(b, 1); /* the interrupt */
	assert_int_equal(b->acks, 1);
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 0);
	assert_int_equal(board_reg(b, CPU_REG_EFLAGS) & IF, 0);
	/* IP, CS, FLAGS on the stack */
	assert_int_equal(board_mem32(b, 0x37ffa), 0x10000003);
	assert_int_equal(board_mem32(b, 0x37ffc) >> 16 & IF, IF);
	board_free(b);
}

static void mov_ss_holds_interrupts_for_one_instruction(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x8e, 0xd0, 0x90, 0x90); /* mov ss, ax; nop; nop */
	cpu_set_reg(b->cpu, CPU_REG_EAX, 0x3000);
	cpu_set_reg(b->cpu, CPU_REG_EFLAGS, IF | 2);
	b->vector = 0x33;
	board_steps(b, 1);
	cpu_set_intr(b->cpu, true);
	board_steps(b, 1);
	assert_int_equal(b->acks, 0);
	board_steps(b, 1);
	assert_int_equal(b->acks, 1);
	board_free(b);
}

static void nmi_is_an_edge_and_blocked_until_iret(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x90, 0x90, 0x90);
	board_vector(b, 2, 0x20000000);
	b->ram[0x20000] = 0x90;
	b->ram[0x20001] = 0xcf; /* iret */
	cpu_set_nmi(b->cpu, true);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	/* The level alone is no second NMI; a new edge is, after the IRET. */
	cpu_set_nmi(b->cpu, false);
	cpu_set_nmi(b->cpu, true);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 1);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x1000);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	board_free(b);
}

static void halt_passes_time_until_an_interrupt(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);
	uint64_t start;

	(void)state;
	BOARD_CODE(b, 0x10000, 0xfb, 0xf4, 0x90); /* sti; hlt; nop */
	board_vector(b, 0x40, 0x20000000);
	memset(b->ram + 0x20000, 0xf4, 4);
	b->vector = 0x40;
	start = cpu_clock(b->cpu);
	cpu_run(b->cpu, start + 5000);
	assert_true(cpu_halted(b->cpu));
	assert_true(cpu_clock(b->cpu) == start + 5000);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 2);
	cpu_set_intr(b->cpu, true);
	cpu_run(b->cpu, start + 10000);
	assert_int_equal(b->acks, 1);
	/* The return address is behind the HLT. */
	assert_int_equal(board_mem32(b, 0x37ffa), 0x10000002);
	assert_true(b->signals[CPU_SIGNAL_HALTED] >= 2);
	board_free(b);
}

static void a20_masks_the_odd_megabytes(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	b->ram[0x10] = 0x11;
	b->ram[0x100010] = 0x22;
	BOARD_CODE(b, 0x10000, 0xa0, 0x20, 0x00, 0xa0, 0x20, 0x00); /* mov al, [20h], twice */
	cpu_set_reg(b->cpu, CPU_REG_DS, 0xffff);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 0x22);
	cpu_set_a20(b->cpu, false);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 0x11);
	board_free(b);
}

static void init_keeps_msrs_fpu_and_cache_control(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);
	uint64_t v;

	(void)state;
	board_msr(b, 0x1301, 8);
	cpu_set_reg(b->cpu, CPU_REG_CR0, 0x60000011);
	cpu_set_reg(b->cpu, CPU_REG_EBX, 5);
	cpu_init_signal(b->cpu);
	assert_int_equal(board_reg(b, CPU_REG_CR0), 0x60000010);
	assert_int_equal(board_reg(b, CPU_REG_EBX), 0);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 0xfff0);
	assert_true(cpu_msr_read(b->cpu, 0x1301, &v) && v == 8);
	cpu_reset(b->cpu);
	assert_true(cpu_msr_read(b->cpu, 0x1301, &v) && v == 0);
	board_free(b);
}

static void triple_fault_shuts_down_and_nmi_wakes(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x0f, 0x0b); /* ud2 */
	cpu_set_reg(b->cpu, CPU_REG_IDTR_LIMIT, 0);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 1000);
	assert_true(cpu_in_shutdown(b->cpu));
	assert_int_equal(b->signals[CPU_SIGNAL_SHUTDOWN], 1);
	cpu_set_reg(b->cpu, CPU_REG_IDTR_LIMIT, 0x3ff);
	board_vector(b, 2, 0x20000000);
	cpu_set_nmi(b->cpu, true);
	board_steps(b, 1);
	assert_false(cpu_in_shutdown(b->cpu));
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	board_free(b);
}

static void dma_into_code_is_executed(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xb0, 0x01, 0xeb, 0xfc); /* mov al, 1; jmp -4 */
	cpu_run(b->cpu, cpu_clock(b->cpu) + 100);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 1);
	b->ram[0x10001] = 7;
	cpu_memory_written(b->cpu, 0x10001, 1);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 100);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 7);
	board_free(b);
}

static void breakpoint_stops_before_and_goes_on(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x40, 0x40, 0x40, 0xeb, 0xfb); /* inc ax x3; jmp start */
	assert_int_equal(cpu_add_breakpoint(b->cpu, 0x10002), 0);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 1000);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 2);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 2);
	assert_true(b->last_arg[CPU_SIGNAL_DEBUG_STOP] == 0x10002);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 1000);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 5);
	cpu_remove_breakpoint(b->cpu, 0x10002);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 1000);
	assert_true(board_reg(b, CPU_REG_EAX) > 100);
	board_free(b);
}

static void watchpoint_stops_after_the_write(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	/* mov [100h], al; mov [200h], al; hlt */
	BOARD_CODE(b, 0x10000, 0xa2, 0x00, 0x01, 0xa2, 0x00, 0x02, 0xf4);
	cpu_set_reg(b->cpu, CPU_REG_EAX, 0x5a);
	assert_int_equal(cpu_add_watchpoint(b->cpu, 0x200, 2, false, true), 0);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 1000);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 6);
	assert_int_equal(b->ram[0x200], 0x5a);
	assert_true(b->last_arg[CPU_SIGNAL_DEBUG_STOP] == 0x200);
	cpu_remove_watchpoint(b->cpu, 0x200, 2);
	board_free(b);
}

static void tsc_clock_and_instructions_advance_together(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);
	uint64_t clocks, insns;

	(void)state;
	BOARD_CODE(b, 0x10000, 0x40, 0x40, 0xf7, 0xf1, 0xf4); /* inc ax x2; div cx; hlt */
	cpu_set_reg(b->cpu, CPU_REG_ECX, 3);
	cpu_set_reg(b->cpu, CPU_REG_EDX, 0);
	clocks = cpu_clock(b->cpu);
	insns = cpu_instructions(b->cpu);
	board_steps(b, 3);
	assert_int_equal(cpu_instructions(b->cpu) - insns, 3);
	assert_int_equal(cpu_clock(b->cpu) - clocks, 1 + 1 + 40);
	board_free(b);
}

static void unmasked_x87_error_waits_for_the_interrupt_when_ne_is_clear(void **state)
{
	struct board *b = board_new(CPU_GEODE_LX);

	(void)state;
	/* fninit; fldcw [0]; fld1; fldz; fdivp; fwait; nop */
	BOARD_CODE(b, 0x10000, 0xdb, 0xe3, 0xd9, 0x2e, 0x00, 0x09, 0xd9, 0xe8, 0xd9, 0xee, 0xde,
		   0xf9, 0x9b, 0x90);
	b->ram[0x900] = 0x7b; /* zero divide unmasked */
	b->ram[0x901] = 0x03;
	board_vector(b, 0x75, 0x20000000);
	memset(b->ram + 0x20000, 0xf4, 4);
	b->vector = 0x75;
	cpu_set_reg(b->cpu, CPU_REG_EFLAGS, IF | 2);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 2000);
	assert_int_equal(b->last_arg[CPU_SIGNAL_FERR], 1);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 12);
	cpu_set_intr(b->cpu, true);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 2000);
	assert_int_equal(b->acks, 1);
	assert_int_equal(board_mem32(b, 0x37ffa) & 0xffff, 12);
	board_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reset_state_is_the_data_books),
		cmocka_unit_test(gx2_identifies_itself_and_has_no_l2_registers),
		cmocka_unit_test(first_fetch_is_below_four_gib),
		cmocka_unit_test(interrupt_waits_for_if_and_for_the_sti_shadow),
		cmocka_unit_test(mov_ss_holds_interrupts_for_one_instruction),
		cmocka_unit_test(nmi_is_an_edge_and_blocked_until_iret),
		cmocka_unit_test(halt_passes_time_until_an_interrupt),
		cmocka_unit_test(a20_masks_the_odd_megabytes),
		cmocka_unit_test(init_keeps_msrs_fpu_and_cache_control),
		cmocka_unit_test(triple_fault_shuts_down_and_nmi_wakes),
		cmocka_unit_test(dma_into_code_is_executed),
		cmocka_unit_test(breakpoint_stops_before_and_goes_on),
		cmocka_unit_test(watchpoint_stops_after_the_write),
		cmocka_unit_test(tsc_clock_and_instructions_advance_together),
		cmocka_unit_test(unmasked_x87_error_waits_for_the_interrupt_when_ne_is_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
