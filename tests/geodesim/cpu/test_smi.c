/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMIs from the board: I/O traps, asynchronous SMIs, HLT, nesting, NMI, the header. */

#include "board.h"
#include "cpu/smm.h"

#define HDR 0x78000u
#define SMM 0x140000u

static struct board *smm_board(uint32_t control)
{
	struct board *b = board_new(CPU_GEODE_LX);

	board_msr(b, 0x1301, control);
	board_msr(b, 0x132b, HDR);
	board_msr(b, 0x133b, 0xffffull << 32 | SMM);
	b->smi_port = 0x92;
	return b;
}
/* The handler: RSM at once. */
static void rsm_at(struct board *b, uint32_t addr)
{
	b->ram[addr] = 0x0f;
	b->ram[addr + 1] = 0xaa;
}
static uint32_t header(const struct board *b, uint32_t down)
{
	return board_mem32(b, HDR - down);
}

static void out_to_a_trapped_port_enters_smm_within_the_instruction(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xb0, 0x5a, 0xe6, 0x92, 0x90, 0x90); /* mov al; out 92, al; nop */
	rsm_at(b, SMM);
	cpu_set_reg(b->cpu, CPU_REG_DS, 0x1234);
	board_steps(b, 2);
	assert_false(cpu_in_smm(b->cpu));
	board_steps(b, 1);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(board_reg(b, CPU_REG_EIP), 0);
	assert_int_equal(board_reg(b, CPU_REG_CS_BASE), SMM);
	assert_int_equal(board_reg(b, CPU_REG_CS_LIMIT), 0xffff);
	assert_int_equal(board_reg(b, CPU_REG_DS), 0x1234);
	assert_int_equal(board_reg(b, CPU_REG_DR7), 0x400);
	assert_int_equal(board_reg(b, CPU_REG_CR0) & 0x60000000, 0x60000000);
	assert_int_equal(header(b, 0x10), 2);
	assert_int_equal(header(b, 0x14), 4);
	assert_int_equal(header(b, 0x18) & 0xffff, 0x1000);
	assert_int_equal(header(b, 0x1c), 0x10000);
	assert_int_equal(header(b, 0x20), 0xffff);
	/* V and I, CS readable and writable */
	assert_int_equal(header(b, 0x24) & 0xffff, 0x8083);
	assert_int_equal(header(b, 0x28), 0x00010092);
	assert_int_equal(header(b, 0x2c), 0x5a);
	assert_int_equal(header(b, 0x30), 0x38);
	board_steps(b, 1); /* RSM */
	assert_false(cpu_in_smm(b->cpu));
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x1000);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 4);
	assert_int_equal(b->signals[CPU_SIGNAL_SMI_ACTIVE], 2);
	board_free(b);
}

static void in_from_the_companion_has_m_and_size(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	b->smi_external = true;
	b->smi_port = 0x9c00;
	BOARD_CODE(b, 0x10000, 0x66, 0xed, 0x90); /* in eax, dx */
	cpu_set_reg(b->cpu, CPU_REG_EDX, 0x9c00);
	board_steps(b, 2);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(header(b, 0x24) & 0x7fff & ~1u, 0x20);
	assert_int_equal(header(b, 0x28), 0x000f9c00);
	assert_int_equal(header(b, 0x10), 0);
	assert_int_equal(header(b, 0x14), 2);
	board_free(b);
}

static void handler_can_replace_the_value_read(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xe4, 0x92, 0x88, 0xc4); /* in al, 92; mov ah, al */
	b->ram[SMM] = 0xb0;				/* mov al, 77h; rsm */
	b->ram[SMM + 1] = 0x77;
	rsm_at(b, SMM + 2);
	b->answer = 0x11;
	board_steps(b, 5);
	assert_int_equal(board_reg(b, CPU_REG_EAX), 0x7777);
	board_free(b);
}

static void rep_outs_is_trapped_per_iteration(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xf3, 0x6e, 0x90); /* rep outsb */
	rsm_at(b, SMM);
	cpu_set_reg(b->cpu, CPU_REG_ECX, 2);
	cpu_set_reg(b->cpu, CPU_REG_EDX, 0x92);
	b->ram[0] = 0xaa;
	b->ram[1] = 0xbb;
	cpu_set_reg(b->cpu, CPU_REG_ESI, 0);
	board_steps(b, 2);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(header(b, 0x24) & 0xff, 0x87); /* V P I Cw */
	assert_int_equal(header(b, 0x2c), 0xaa);
	assert_int_equal(header(b, 0x14), 0); /* one is left */
	assert_int_equal(board_reg(b, CPU_REG_ESI), 1);
	assert_int_equal(board_reg(b, CPU_REG_ECX), 1);
	board_steps(b, 3);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(header(b, 0x2c), 0xbb);
	assert_int_equal(header(b, 0x14), 2);
	board_free(b);
}

static void traps_are_ignored_without_intl_smi_en(void **state)
{
	struct board *b = smm_board(0x28);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xe6, 0x92, 0x90, 0x90);
	board_steps(b, 3);
	assert_false(cpu_in_smm(b->cpu));
	assert_int_equal(board_reg(b, CPU_REG_EIP), 4);
	board_free(b);
}

static void asynchronous_smi_has_x_and_wakes_a_halt_that_rsm_resumes(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0xf4, 0x90); /* hlt */
	rsm_at(b, SMM);
	cpu_run(b->cpu, cpu_clock(b->cpu) + 100);
	assert_true(cpu_halted(b->cpu));
	cpu_set_smi(b->cpu, true);
	board_steps(b, 1);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(header(b, 0x24) & 0xff, 0x51); /* X H Cw */
	assert_int_equal(header(b, 0x28), 0);
	assert_int_equal(header(b, 0x14), 1);
	/* The level stays, but SMM is not entered again from within. */
	cpu_set_smi(b->cpu, false);
	board_steps(b, 1);
	assert_false(cpu_in_smm(b->cpu));
	assert_true(cpu_halted(b->cpu));
	board_free(b);
}

static void asynchronous_smi_needs_extl_smi_en(void **state)
{
	struct board *b = smm_board(0x18);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x90, 0x90);
	cpu_set_smi(b->cpu, true);
	board_steps(b, 2);
	assert_false(cpu_in_smm(b->cpu));
	board_msr(b, 0x1301, 0x38);
	board_steps(b, 1);
	assert_true(cpu_in_smm(b->cpu));
	board_free(b);
}

static void second_smi_waits_for_rsm_unless_nesting_is_enabled(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x90, 0x90);
	memset(b->ram + SMM, 0x90, 4);
	rsm_at(b, SMM + 4);
	cpu_set_smi(b->cpu, true);
	board_steps(b, 1);
	assert_true(cpu_in_smm(b->cpu));
	board_steps(b, 2);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 2);
	/* The handler allows nesting: the header now has N, and RSM stays in SMM. */
	board_msr(b, 0x1301, 0x3c);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 0);
	assert_int_equal(header(b, 0x24) & 0x100, 0x100);
	assert_int_equal(header(b, 0x14), 2);
	cpu_set_smi(b->cpu, false);
	board_steps(b, 5);
	assert_true(cpu_in_smm(b->cpu));
	assert_int_equal(board_reg(b, CPU_REG_EIP), 2);
	board_free(b);
}

static void nmi_in_smm_needs_nmi_en(void **state)
{
	struct board *b = smm_board(0x38);

	(void)state;
	BOARD_CODE(b, 0x10000, 0x90, 0x90);
	board_vector(b, 2, 0x20000000);
	memset(b->ram + SMM, 0x90, 8);
	cpu_set_smi(b->cpu, true);
	board_steps(b, 1);
	cpu_set_nmi(b->cpu, true);
	board_steps(b, 2);
	assert_int_equal(board_reg(b, CPU_REG_EIP), 2);
	board_msr(b, 0x1301, 0x39);
	board_steps(b, 1);
	/* Real-mode segments keep the megabyte of the SMM base. */
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	assert_int_equal(board_reg(b, CPU_REG_CS_BASE), 0x120000);
	board_free(b);
}

static void suspend_in_smm_needs_susp_en(void **state)
{
	struct board *b = smm_board(0x38);
	uint64_t control;

	(void)state;
	BOARD_CODE(b, 0x10000, 0xe6, 0x92); /* out 92, al */
	rsm_at(b, SMM);
	assert_true(smm_allows_suspend(b->cpu));
	board_steps(b, 2);
	assert_true(cpu_in_smm(b->cpu));
	assert_false(smm_allows_suspend(b->cpu));
	board_msr(b, 0x1301, 0x3a);
	assert_true(smm_allows_suspend(b->cpu));
	board_steps(b, 1); /* RSM: what it was */
	assert_false(cpu_in_smm(b->cpu));
	assert_true(cpu_msr_read(b->cpu, 0x1301, &control) && control == 0x38);
	board_free(b);
}

static void idt_msrs_redirect_interrupts(void **state)
{
	struct board *b = smm_board(0x38);
	uint64_t v;

	(void)state;
	BOARD_CODE(b, 0x10000, 0xcd, 0x10);
	memcpy(b->ram + 0x150040, "\x00\x00\x00\x20", 4);
	assert_true(cpu_msr_read(b->cpu, 0x1339, &v) && v == 0xffffull << 32);
	board_msr(b, 0x1339, 0x3ffull << 32 | 0x150000);
	board_msr(b, 0x1329, 0x3ff);
	board_steps(b, 1);
	assert_int_equal(board_reg(b, CPU_REG_CS), 0x2000);
	assert_int_equal(board_reg(b, CPU_REG_IDTR_LIMIT), 0x3ff);
	board_free(b);
}

static void idt_msrs_saved_one_by_one_come_back(void **state)
{
	static const unsigned order[2][2] = {{0x1329, 0x1339}, {0x1339, 0x1329}};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct board *b = smm_board(0x38);
		uint64_t flags, base, v;

		board_msr(b, 0x1339, 0x7ffull << 32 | 0x150000);
		/* Saved and replaced as VSA does, one after the other; restored in both orders. */
		assert_true(cpu_msr_read(b->cpu, 0x1329, &flags));
		board_msr(b, 0x1329, 0x83);
		assert_int_equal(board_reg(b, CPU_REG_IDTR_LIMIT), 0x83);
		assert_true(cpu_msr_read(b->cpu, 0x1339, &base));
		board_msr(b, 0x1339, 0x83ull << 32 | 0x160000);
		assert_int_equal(board_reg(b, CPU_REG_IDTR_LIMIT), 0x83);
		for (unsigned k = 0; k < 2; k++)
			board_msr(b, order[i][k], order[i][k] == 0x1329 ? flags : base);
		assert_int_equal(board_reg(b, CPU_REG_IDTR_LIMIT), 0x7ff);
		assert_int_equal(board_reg(b, CPU_REG_IDTR_BASE), 0x150000);
		assert_true(cpu_msr_read(b->cpu, 0x1339, &v) && v == base);
		board_free(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_to_a_trapped_port_enters_smm_within_the_instruction),
		cmocka_unit_test(in_from_the_companion_has_m_and_size),
		cmocka_unit_test(handler_can_replace_the_value_read),
		cmocka_unit_test(rep_outs_is_trapped_per_iteration),
		cmocka_unit_test(traps_are_ignored_without_intl_smi_en),
		cmocka_unit_test(asynchronous_smi_has_x_and_wakes_a_halt_that_rsm_resumes),
		cmocka_unit_test(asynchronous_smi_needs_extl_smi_en),
		cmocka_unit_test(second_smi_waits_for_rsm_unless_nesting_is_enabled),
		cmocka_unit_test(nmi_in_smm_needs_nmi_en),
		cmocka_unit_test(suspend_in_smm_needs_susp_en),
		cmocka_unit_test(idt_msrs_redirect_interrupts),
		cmocka_unit_test(idt_msrs_saved_one_by_one_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
