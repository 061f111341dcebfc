/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may use the floating-point unit, how its errors arrive, and which opcodes it does not have. */
#include "machine.h"

#define CR0_MP 0x02
#define CR0_EM 0x04
#define CR0_TS 0x08
#define CR0_NE 0x20

#define UD     6
#define NM     7
#define MF     16

static int setup(void **state)
{
	*state = machine_new();
	return 0;
}

static int teardown(void **state)
{
	machine_free(*state);
	return 0;
}

/* FLDCW that leaves division by zero unmasked, from MACHINE_DATA. */
#define UNMASK_ZERO_DIVIDE                                                                      \
	0xc7, 0x05, 0x00, 0x20, 0x00, 0x00, 0x7b, 0x03, 0x00, 0x00, /* MOV DWORD [2000], 37B */ \
		0xd9, 0x2d, 0x00, 0x20, 0x00, 0x00		    /* FLDCW [2000] */
/* 1 / 0: FLD1, FLDZ, FDIVP */
#define DIVIDE_BY_ZERO 0xd9, 0xe8, 0xd9, 0xee, 0xde, 0xf9
#define FNINIT	       0xdb, 0xe3

static void another_tasks_registers_are_not_touched(void **state)
{
	struct machine *m = *state;

	/* CR0.TS: everything that looks at the registers is #NM, MMX too. */
	machine_protected(m, CR0_TS);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xe8), NM); /* FLD1 */
	assert_int_equal(machine_fault_eip(m), MACHINE_CODE);
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3), NM);	      /* FNINIT */
	assert_int_equal(MACHINE_RUN(m, 0xdf, 0xe0), NM);	      /* FNSTSW AX */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0xfc, 0xc1), NM);	      /* PADDB */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x77), NM);	      /* EMMS */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0e), NM);	      /* FEMMS */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0f, 0xc1, 0x9e), NM); /* PFADD */
	assert_int_equal(MACHINE_RUN(m, 0x9b), MACHINE_END);	      /* FWAIT, MP clear */
	machine_protected(m, CR0_TS | CR0_MP);
	assert_int_equal(MACHINE_RUN(m, 0x9b), NM);
	machine_protected(m, CR0_MP);
	assert_int_equal(MACHINE_RUN(m, 0x9b), MACHINE_END);
}

static void emulated_unit_faults_differently_for_mmx(void **state)
{
	struct machine *m = *state;

	machine_protected(m, CR0_EM);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xe8), NM);
	assert_int_equal(MACHINE_RUN(m, 0x9b), MACHINE_END);
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0xfc, 0xc1), UD);
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x77), UD);
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0f, 0xc1, 0x9e), UD);
	/* #UD comes before #NM */
	machine_protected(m, CR0_EM | CR0_TS);
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0xfc, 0xc1), UD);
}

static void unmasked_error_arrives_with_the_next_instruction(void **state)
{
	struct machine *m = *state;
	const struct fpu_state *f = cpu_fpu(m->cpu);

	machine_protected(m, CR0_NE);
	/* The division itself is silent, and its operands stay. */
	assert_int_equal(MACHINE_RUN(m, FNINIT, UNMASK_ZERO_DIVIDE, DIVIDE_BY_ZERO), MACHINE_END);
	assert_int_equal(fpu_status_word(f) & 0x80bf, 0x8084);
	assert_int_equal(f->top, 6);
	/* Any waiting instruction reports it, MMX too; those that do not wait go on. */
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xd0), MF);
	assert_int_equal(machine_fault_eip(m), MACHINE_CODE);
	assert_int_equal(MACHINE_RUN(m, 0x90, 0x9b), MF);
	assert_int_equal(machine_fault_eip(m), MACHINE_CODE + 1);
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0xfc, 0xc1), MF);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0x2d, 0, 0x20, 0, 0), MF); /* FLDCW waits */
	assert_int_equal(MACHINE_RUN(m, 0xdf, 0xe0), MACHINE_END);	 /* FNSTSW AX */
	assert_int_equal(cpu_get_reg(m->cpu, CPU_REG_EAX) & 0x80bf, 0x8084);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0x3d, 0, 0x20, 0, 0), MACHINE_END); /* FNSTCW */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe2, 0xd9, 0xd0), MACHINE_END);	  /* FNCLEX, FNOP */
	assert_int_equal(fpu_status_word(f) & 0x80ff, 0);
	assert_int_equal(m->ferr, 0);
}

static void task_switched_comes_before_a_pending_error(void **state)
{
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	MACHINE_RUN(m, FNINIT, UNMASK_ZERO_DIVIDE, DIVIDE_BY_ZERO);
	machine_protected(m, CR0_NE | CR0_TS);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xd0), NM);
}

static void dos_style_errors_raise_ferr_and_wait_for_the_interrupt(void **state)
{
	struct machine *m = *state;

	machine_protected(m, 0);
	assert_int_equal(MACHINE_RUN(m, FNINIT, UNMASK_ZERO_DIVIDE, DIVIDE_BY_ZERO), MACHINE_END);
	assert_int_equal(m->ferr, 1);
	/* The next waiting instruction does not start; no exception either. */
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xd0), -1);
	/* The interrupt is taken before it: the frame leads back to it. */
	cpu_set_reg(m->cpu, CPU_REG_EFLAGS, 0x202);
	cpu_set_intr(m->cpu, true);
	cpu_run(m->cpu, cpu_clock(m->cpu) + 1000);
	assert_int_equal(m->ended, 0x20);
	assert_int_equal(machine_fault_eip(m), MACHINE_CODE);
	cpu_set_intr(m->cpu, false);
	/* IGNNE# lets it pass. */
	cpu_set_ignne(m->cpu, true);
	assert_int_equal(MACHINE_RUN(m, 0xd9, 0xd0), MACHINE_END);
	cpu_set_ignne(m->cpu, false);
	/* FNCLEX ends it. */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe2, 0xd9, 0xd0), MACHINE_END);
	assert_int_equal(m->ferr, 0);
}

static void loading_a_control_word_can_uncover_an_old_error(void **state)
{
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	/* Masked 1/0 leaves ZE behind; unmasking it makes it pending. */
	assert_int_equal(MACHINE_RUN(m, FNINIT, DIVIDE_BY_ZERO, UNMASK_ZERO_DIVIDE), MACHINE_END);
	assert_int_equal(fpu_status_word(cpu_fpu(m->cpu)) & 0x8080, 0x8080);
	assert_int_equal(MACHINE_RUN(m, 0x9b), MF);
}

static void opcodes_the_geode_does_not_have_are_undefined(void **state)
{
	static const uint8_t codes[][4] = {
		{0xd9, 0xd1},
		{0xd9, 0xe3},
		{0xd9, 0xe6},
		{0xd9, 0xef},
		{0xd9, 0x08},
		{0xda, 0xe0},
		{0xda, 0xe8},
		{0xda, 0xf0},
		{0xdb, 0x08}, /* FISTTP */
		{0xdb, 0x20},
		{0xdb, 0x30},
		{0xdb, 0xe5},
		{0xdb, 0xf8},
		{0xdb, 0xfc},
		{0xdd, 0x08}, /* FISTTP */
		{0xdd, 0x28},
		{0xdd, 0xf0},
		{0xdd, 0xf8},
		{0xde, 0xdb},
		{0xde, 0xdf},
		{0xdf, 0x08}, /* FISTTP */
		{0xdf, 0xe1},
		{0xdf, 0xf8},
		{0x0f, 0x10, 0xc0},
		{0x0f, 0x28, 0xc0},
		{0x0f, 0x58, 0xc0},
		{0x0f, 0xd4, 0xc0}, /* PADDQ */
		{0x0f, 0xf4, 0xc0},
		{0x0f, 0xfb, 0xc0},
		{0x0f, 0xd6, 0xc0},
		{0x0f, 0xe6, 0xc0},
		{0x0f, 0x6c, 0xc0},
		{0x0f, 0xc3, 0x00}, /* MOVNTI */
		{0x66, 0x0f, 0x6f, 0xc0},
		{0x66, 0x0f, 0xef, 0xc0},
		{0xf3, 0x0f, 0x6f, 0xc0},
		{0xf3, 0x0f, 0x7e, 0xc0},
		{0xf2, 0x0f, 0x70, 0xc0},
		{0x0f, 0x0f, 0xc0, 0x00},
		{0x0f, 0x0f, 0xc0, 0x9f},
		{0x0f, 0x0d, 0xc0},
		{0x0f, 0x18, 0xc0},
		{0x0f, 0x18, 0x20},
		{0x0f, 0xe7, 0xc0},
		{0x0f, 0xc5, 0x00},
		{0x0f, 0xd7, 0x00},
		{0x0f, 0xf7, 0x00},
		{0x0f, 0x71, 0x10},
		{0x0f, 0x71, 0xc0},
		{0x0f, 0x73, 0xe0},
		{0xf0, 0xd9, 0xe8},
	};
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	cpu_set_reg(m->cpu, CPU_REG_EAX, MACHINE_DATA);
	for (unsigned n = 0; n < sizeof(codes) / sizeof(codes[0]); n++) {
		int vector = machine_run(m, codes[n], 4);

		if (vector != UD)
			fail_msg("%02x %02x %02x %02x: vector %d", codes[n][0], codes[n][1],
				 codes[n][2], codes[n][3], vector);
	}
}

/* The data book, p. 658: reserved, result unpredictable, no exception. */
static void reserved_opcodes_do_nothing(void **state)
{
	static const uint8_t codes[][2] = {
		{0xd9, 0xd7}, {0xd9, 0xe2}, {0xd9, 0xe7}, {0xdd, 0xfc}, {0xde, 0xd8},
		{0xde, 0xda}, {0xde, 0xdc}, {0xde, 0xdd}, {0xde, 0xde}, {0xdf, 0xfc},
	};
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	MACHINE_RUN(m, FNINIT, 0xd9, 0xe8);
	for (unsigned n = 0; n < sizeof(codes) / sizeof(codes[0]); n++) {
		assert_int_equal(machine_run(m, codes[n], 2), MACHINE_END);
		assert_int_equal(fpu_status_word(cpu_fpu(m->cpu)), 0x3800);
		assert_int_equal(fpu_tag_word(cpu_fpu(m->cpu)), 0x3fff);
	}
}

static void old_control_instructions_are_accepted(void **state)
{
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	/* FNENI, FNDISI, FNSETPM */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe0, 0xdb, 0xe1, 0xdb, 0xe4), MACHINE_END);
}

static void prefetches_never_fault(void **state)
{
	struct machine *m = *state;

	machine_protected(m, CR0_NE);
	cpu_set_reg(m->cpu, CPU_REG_EAX, 0xfffff000);
	/* PREFETCH, PREFETCHW, PREFETCHNTA, T0, T1, T2 */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0d, 0x00, 0x0f, 0x0d, 0x08, 0x0f, 0x18, 0x00, 0x0f,
				     0x18, 0x08, 0x0f, 0x18, 0x10, 0x0f, 0x18, 0x18),
			 MACHINE_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_tasks_registers_are_not_touched),
		cmocka_unit_test(emulated_unit_faults_differently_for_mmx),
		cmocka_unit_test(unmasked_error_arrives_with_the_next_instruction),
		cmocka_unit_test(task_switched_comes_before_a_pending_error),
		cmocka_unit_test(dos_style_errors_raise_ferr_and_wait_for_the_interrupt),
		cmocka_unit_test(loading_a_control_word_can_uncover_an_old_error),
		cmocka_unit_test(opcodes_the_geode_does_not_have_are_undefined),
		cmocka_unit_test(reserved_opcodes_do_nothing),
		cmocka_unit_test(old_control_instructions_are_accepted),
		cmocka_unit_test(prefetches_never_fault),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
