/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x87 state in memory in its four layouts, and who writes its pointers. */
#include "machine.h"

#define AT 0x2000u /* where the environment goes */

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

static uint16_t word(const struct machine *m, uint32_t at)
{
	uint16_t v;

	memcpy(&v, m->ram + at, 2);
	return v;
}

static uint32_t dword(const struct machine *m, uint32_t at)
{
	uint32_t v;

	memcpy(&v, m->ram + at, 4);
	return v;
}

/* Real mode, segments with base selector * 16, code at MACHINE_CODE in segment 80h. */
static int run_real(struct machine *m, const uint8_t *code, size_t len)
{
	static const uint8_t end[] = {0xe6, MACHINE_END, 0xf4};
	uint64_t until = cpu_clock(m->cpu) + 100000;

	memcpy(m->ram + MACHINE_CODE, code, len);
	memcpy(m->ram + MACHINE_CODE + len, end, sizeof(end));
	cpu_memory_written(m->cpu, MACHINE_CODE, (uint32_t)(len + sizeof(end)));
	cpu_reset(m->cpu);
	cpu_set_reg(m->cpu, CPU_REG_CS, 0x80);
	cpu_set_reg(m->cpu, CPU_REG_DS, 0x100);
	cpu_set_reg(m->cpu, CPU_REG_SS, 0);
	cpu_set_reg(m->cpu, CPU_REG_EIP, MACHINE_CODE - 0x800);
	m->ended = -1;
	while (m->ended < 0 && cpu_clock(m->cpu) < until)
		cpu_run(m->cpu, until);
	return m->ended;
}

static void protected_mode_32_bit_layout(void **state)
{
	struct machine *m = *state;

	machine_protected(m, 0x20);
	/* FNINIT; FLD1; FADD DWORD [2345h]; FNSTENV [2000h] */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3, 0xd9, 0xe8, 0xd8, 0x05, 0x45, 0x23, 0, 0, 0xd9,
				     0x35, 0x00, 0x20, 0, 0),
			 MACHINE_END);
	assert_int_equal(dword(m, AT), 0xffff037f);
	assert_int_equal(dword(m, AT + 4), 0xffff3800);
	assert_int_equal(dword(m, AT + 8), 0xffff3fff);
	assert_int_equal(dword(m, AT + 12), MACHINE_CODE + 4);
	assert_int_equal(dword(m, AT + 16),
			 0x005 << 16 | MACHINE_CS); /* D8 05: low 3 bits, ModRM */
	assert_int_equal(dword(m, AT + 20), 0x2345);
	assert_int_equal(dword(m, AT + 24), 0xffff0000 | MACHINE_DS);
	/* FNSTENV masks all exceptions. */
	assert_int_equal(cpu_fpu(m->cpu)->cw, 0x37f);
}

static void protected_mode_16_bit_layout(void **state)
{
	struct machine *m = *state;

	machine_protected(m, 0x20);
	memset(m->ram + AT, 0xaa, 28);
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3, 0xd9, 0xe8, 0xd8, 0x05, 0x45, 0x23, 0, 0, 0x66,
				     0xd9, 0x35, 0x00, 0x20, 0, 0),
			 MACHINE_END);
	assert_int_equal(word(m, AT), 0x037f);
	assert_int_equal(word(m, AT + 2), 0x3800);
	assert_int_equal(word(m, AT + 4), 0x3fff);
	assert_int_equal(word(m, AT + 6), MACHINE_CODE + 4);
	assert_int_equal(word(m, AT + 8), MACHINE_CS);
	assert_int_equal(word(m, AT + 10), 0x2345);
	assert_int_equal(word(m, AT + 12), MACHINE_DS);
	assert_int_equal(word(m, AT + 14), 0xaaaa);
}

/* Real mode: 20-bit linear addresses and the opcode. CS 80h: 800h + 802h; DS 100h: 1000h + 1345h. */
static void real_mode_16_bit_layout(void **state)
{
	static const uint8_t code[] = {0xd9, 0xe8, 0xd8, 0x06, 0x45, 0x13, 0xd9, 0x36, 0x00, 0x10};
	struct machine *m = *state;

	/* FLD1; FADD DWORD [1345h]; FNSTENV [1000h] */
	assert_int_equal(run_real(m, code, sizeof(code)), MACHINE_END);
	assert_int_equal(word(m, AT + 4), 0x3fff);
	assert_int_equal(word(m, AT + 6), 0x1002);
	assert_int_equal(word(m, AT + 8), 0x006);
	assert_int_equal(word(m, AT + 10), 0x2345);
	assert_int_equal(word(m, AT + 12), 0);
}

static void real_mode_32_bit_layout(void **state)
{
	static const uint8_t code[] = {0xd9, 0xe8, 0xd8, 0x06, 0x45, 0x13,
				       0x66, 0xd9, 0x36, 0x00, 0x10};
	struct machine *m = *state;

	assert_int_equal(run_real(m, code, sizeof(code)), MACHINE_END);
	assert_int_equal(dword(m, AT + 8), 0xffff3fff);
	assert_int_equal(dword(m, AT + 12), 0xffff1002);
	assert_int_equal(dword(m, AT + 16), 0x006);
	assert_int_equal(dword(m, AT + 20), 0xffff2345);
	assert_int_equal(dword(m, AT + 24), 0);
}

/* Pointers above 64 KiB: the high part stands in bits 12 and up. */
static void real_mode_addresses_keep_their_high_part(void **state)
{
	static const uint8_t code[] = {0xd9, 0xe8, 0xd8, 0x06, 0x45, 0x13, /* FADD [1345h] */
				       0xb8, 0x00, 0x01, 0x8e, 0xd8,	   /* MOV DS, 100h */
				       0xd9, 0x36, 0x00, 0x10};
	static const uint8_t far_data[] = {0xb8, 0x00, 0x50, 0x8e, 0xd8}; /* MOV DS, 5000h */
	uint8_t all[sizeof(code) + sizeof(far_data)];
	struct machine *m = *state;

	memcpy(all, far_data, sizeof(far_data));
	memcpy(all + sizeof(far_data), code, sizeof(code));
	assert_int_equal(run_real(m, all, sizeof(all)), MACHINE_END);
	assert_int_equal(word(m, AT + 10), 0x1345);
	assert_int_equal(word(m, AT + 12), 0x5000);
}

/* Saves eight different registers with FNSAVE and FRSTOR in one layout; all must come back. */
static void save_and_restore(struct machine *m, bool word_size)
{
	struct fpu_state *f = cpu_fpu(m->cpu), before;
	unsigned header = word_size ? 14 : 28;

	for (unsigned n = 0; n < 8; n++) {
		f->r[n].m = 0x8000000000000000ull + n;
		f->r[n].se = (uint16_t)(0x3fff + n);
	}
	fpu_load_words(f, 0x0c7f, 0x2d00, 0x00c0);
	f->fip = 0x1234;
	f->fcs = 8;
	f->fdp = 0x5678;
	f->fds = 16;
	before = *f;
	if (word_size)
		MACHINE_RUN(m, 0x66, 0xdd, 0x35, 0x00, 0x20, 0, 0);
	else
		MACHINE_RUN(m, 0xdd, 0x35, 0x00, 0x20, 0, 0);
	/* TOP is 5: ST(0) is R5. FNSAVE leaves the unit as FNINIT does. */
	assert_int_equal(m->ram[AT + header], 5);
	assert_int_equal(m->ram[AT + header + 10], 6);
	assert_int_equal(word(m, AT + header + 8), 0x4004);
	assert_int_equal(f->cw, 0x37f);
	assert_int_equal(fpu_tag_word(f), 0xffff);
	memset(f->r, 0, sizeof(f->r));
	if (word_size)
		MACHINE_RUN(m, 0x66, 0xdd, 0x25, 0x00, 0x20, 0, 0);
	else
		MACHINE_RUN(m, 0xdd, 0x25, 0x00, 0x20, 0, 0);
	for (unsigned n = 0; n < 8; n++) {
		assert_true(f->r[n].m == before.r[n].m);
		assert_int_equal(f->r[n].se, before.r[n].se);
	}
	assert_int_equal(f->cw, 0x0c7f);
	assert_int_equal(fpu_status_word(f), 0x2d00);
	assert_int_equal(f->full, 0xf7);
	assert_int_equal(f->fip, 0x1234);
	assert_int_equal(f->fcs, 8);
	assert_int_equal(f->fdp, 0x5678);
	assert_int_equal(f->fds, 16);
}

static void saved_state_comes_back_in_both_sizes(void **state)
{
	struct machine *m = *state;

	machine_protected(m, 0x20);
	save_and_restore(m, false);
	save_and_restore(m, true);
}

static void tags_name_zero_special_and_empty(void **state)
{
	struct machine *m = *state;

	machine_protected(m, 0x20);
	/* FNINIT; FLDZ; FLD1; FLD m80 of infinity (2100h); FLD m80 of a denormal; FNSTENV */
	memcpy(m->ram + 0x2100, "\0\0\0\0\0\0\0\x80\xff\x7f", 10);
	memcpy(m->ram + 0x2110, "\1\0\0\0\0\0\0\0\0\0", 10);
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3, 0xd9, 0xee, 0xd9, 0xe8, 0xdb, 0x2d, 0x00, 0x21,
				     0, 0, 0xdb, 0x2d, 0x10, 0x21, 0, 0, 0xd9, 0x35, 0x00, 0x20, 0,
				     0),
			 MACHINE_END);
	/* R7 zero, R6 valid, R5 and R4 special, the rest empty */
	assert_int_equal(word(m, AT + 8), 0x4aff);
}

static void control_instructions_leave_the_pointers_alone(void **state)
{
	struct machine *m = *state;
	const struct fpu_state *f = cpu_fpu(m->cpu);

	machine_protected(m, 0x20);
	/* FLD1, then FNSTCW [2000h], FLDCW [2000h], FNSTSW AX, FNCLEX, FWAIT */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3, 0xd9, 0xe8, 0xd9, 0x3d, 0x00, 0x20, 0, 0, 0xd9,
				     0x2d, 0x00, 0x20, 0, 0, 0xdf, 0xe0, 0xdb, 0xe2, 0x9b),
			 MACHINE_END);
	assert_int_equal(f->fip, MACHINE_CODE + 2);
	assert_int_equal(f->fop, 0x1e8);
}

static void reset_state_is_that_of_fninit_with_zero_registers(void **state)
{
	struct machine *m = *state;
	const struct fpu_state *f = cpu_fpu(m->cpu);

	cpu_reset(m->cpu);
	assert_int_equal(f->sw, 0);
	assert_int_equal(f->top, 0);
	for (unsigned n = 0; n < 8; n++)
		assert_true(f->r[n].m == 0 && f->r[n].se == 0);
}

static void mmx_registers_are_the_significands(void **state)
{
	struct machine *m = *state;
	struct fpu_state *f = cpu_fpu(m->cpu);

	machine_protected(m, 0x20);
	cpu_set_reg(m->cpu, CPU_REG_EAX, 0x12345678);
	/* FNINIT; FLD1; MOVD MM3, EAX */
	assert_int_equal(MACHINE_RUN(m, 0xdb, 0xe3, 0xd9, 0xe8, 0x0f, 0x6e, 0xd8), MACHINE_END);
	assert_true(f->r[3].m == 0x12345678);
	assert_int_equal(f->r[3].se, 0xffff);
	assert_int_equal(f->top, 0);
	assert_int_equal(f->full, 0xff);
	/* FLD1's register R7 is MM7. MOVQ MM0, MM7; EMMS */
	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x6f, 0xc7, 0x0f, 0x77), MACHINE_END);
	assert_true(f->r[0].m == 0x8000000000000000ull);
	assert_int_equal(fpu_tag_word(f), 0xffff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(protected_mode_32_bit_layout),
		cmocka_unit_test(protected_mode_16_bit_layout),
		cmocka_unit_test(real_mode_16_bit_layout),
		cmocka_unit_test(real_mode_32_bit_layout),
		cmocka_unit_test(real_mode_addresses_keep_their_high_part),
		cmocka_unit_test(saved_state_comes_back_in_both_sizes),
		cmocka_unit_test(tags_name_zero_special_and_empty),
		cmocka_unit_test(control_instructions_leave_the_pointers_alone),
		cmocka_unit_test(reset_state_is_that_of_fninit_with_zero_registers),
		cmocka_unit_test(mmx_registers_are_the_significands),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
