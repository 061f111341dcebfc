/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every 3DNow! instruction through the processor, results worked out by hand. */
#include "machine.h"

/* Single-precision numbers in the tables below. */
#define P1   0x3f800000u /* 1 */
#define P2   0x40000000u
#define P3   0x40400000u
#define P4   0x40800000u
#define P5   0x40a00000u
#define P6   0x40c00000u
#define P8   0x41000000u
#define N1   0xbf800000u
#define N2   0xc0000000u
#define N3   0xc0400000u
#define HALF 0x3f000000u
#define ALL  0xffffffffu

struct row {
	uint8_t suffix;
	const char *name;
	uint32_t a[2], b[2], result[2]; /* low, high; a is the destination */
};

static const struct row rows[] = {
	{0x9e, "pfadd", {P1, P2}, {P3, P3}, {P4, P5}},
	{0x9a, "pfsub", {P1, P5}, {P3, P3}, {N2, P2}},
	{0xaa, "pfsubr", {P1, P5}, {P3, P3}, {P2, N2}},
	{0xb4, "pfmul", {P2, N1}, {P3, P3}, {P6, N3}},
	{0xa4, "pfmax", {P1, N1}, {P2, N2}, {P2, N1}},
	{0x94, "pfmin", {P1, N1}, {P2, N2}, {P1, N2}},
	{0xb0, "pfcmpeq", {P1, P1}, {P1, P2}, {ALL, 0}},
	{0xa0, "pfcmpgt", {P2, P1}, {P1, P1}, {ALL, 0}},
	{0x90, "pfcmpge", {P1, N1}, {P1, P1}, {ALL, 0}},
	{0xae, "pfacc", {P1, P2}, {P3, P5}, {P3, P8}},
	{0x8a, "pfnacc", {P1, P2}, {P5, P3}, {N1, P2}},
	{0x8e, "pfpnacc", {P1, P2}, {P5, P3}, {N1, P8}},
	{0x96, "pfrcp", {0, 0}, {P2, P4}, {HALF, HALF}},
	{0x97, "pfrsqrt", {0, 0}, {P4, P1}, {HALF, HALF}},
	{0x86, "pfrcpv", {0, 0}, {P2, N1}, {HALF, N1}},
	{0x87, "pfrsqrtv", {0, 0}, {P4, P1}, {HALF, P1}},
	/* 2 - 2 * 1/2, 2 - 1 * 1/2; then times the estimate; (3 - 4 * 1/4) / 2, (3 - 1 * 2) / 2 */
	{0xa6, "pfrcpit1", {P2, P1}, {HALF, HALF}, {P1, 0x3fc00000}},
	{0xb6, "pfrcpit2", {P1, P2}, {HALF, P3}, {HALF, P6}},
	{0xa7, "pfrsqit1", {P4, P1}, {0x3e800000, P2}, {P1, HALF}},
	{0x1d, "pf2id", {0, 0}, {0x40700000, 0xc0700000}, {3, (uint32_t)-3}},
	{0x1c, "pf2iw", {0, 0}, {0x47c35000, 0xc7c35000}, {0x7fff, 0xffff8000}},
	{0x0d, "pi2fd", {0, 0}, {5, (uint32_t)-2}, {P5, N2}},
	{0x0c, "pi2fw", {0, 0}, {0xabcd0003, 0x0000ffff}, {P3, N1}},
	{0xbb, "pswapd", {0, 0}, {P1, P2}, {P2, P1}},
	{0xbf, "pavgusb", {0x00ff0102, 0}, {0x00fe0203, 0xff000000}, {0x00ff0203, 0x80000000}},
	/* 4000h * 2 = 8000h rounds up to 1; 7FFFh * 7FFFh = 3FFF0001h */
	{0xb7,
	 "pmulhrw",
	 {0x40007fff, 0x80008000},
	 {0x00027fff, 0x80007fff},
	 {0x00013fff, 0x4000c001}},
};

static int setup(void **state)
{
	*state = machine_new();
	machine_protected(*state, 0x20);
	return 0;
}

static int teardown(void **state)
{
	machine_free(*state);
	return 0;
}

static uint64_t pair(const uint32_t v[2])
{
	return v[0] | (uint64_t)v[1] << 32;
}

static void check(struct machine *m, const struct row *row, bool memory)
{
	struct fpu_state *f = cpu_fpu(m->cpu);
	uint64_t b = pair(row->b);
	uint64_t want = pair(row->result);
	int ended;

	fpu_load_words(f, 0x37f, 0x1800, 0xffff);
	f->r[2].m = pair(row->a);
	f->r[2].se = 0;
	f->r[5].m = memory ? 0 : b;
	memcpy(m->ram + MACHINE_DATA, &b, 8);
	/* op MM2, MM5 or op MM2, [2000h] */
	if (memory)
		ended = MACHINE_RUN(m, 0x0f, 0x0f, 0x15, 0x00, 0x20, 0, 0, row->suffix);
	else
		ended = MACHINE_RUN(m, 0x0f, 0x0f, 0xd5, row->suffix);
	assert_int_equal(ended, MACHINE_END);
	if (f->r[2].m != want)
		fail_msg("%s%s: %016llx instead of %016llx", row->name, memory ? " memory" : "",
			 (unsigned long long)f->r[2].m, (unsigned long long)want);
	assert_int_equal(f->r[2].se, 0xffff);
	assert_int_equal(f->top, 0);
	assert_int_equal(f->full, 0xff);
	assert_int_equal(f->sw, 0);
}

static void every_operation_gives_the_documented_result(void **state)
{
	for (unsigned n = 0; n < sizeof(rows) / sizeof(rows[0]); n++) {
		check(*state, &rows[n], false);
		check(*state, &rows[n], true);
	}
}

static void all_other_suffixes_are_undefined(void **state)
{
	struct machine *m = *state;

	for (unsigned suffix = 0; suffix < 256; suffix++) {
		bool exists = false;

		for (unsigned n = 0; n < sizeof(rows) / sizeof(rows[0]); n++)
			exists |= rows[n].suffix == suffix;
		assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0f, 0xd5, (uint8_t)suffix),
				 exists ? MACHINE_END : 6);
	}
}

static void femms_empties_the_registers(void **state)
{
	struct machine *m = *state;

	assert_int_equal(MACHINE_RUN(m, 0x0f, 0x0f, 0xd5, 0x9e, 0x0f, 0x0e), MACHINE_END);
	assert_int_equal(fpu_tag_word(cpu_fpu(m->cpu)), 0xffff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_gives_the_documented_result),
		cmocka_unit_test(all_other_suffixes_are_undefined),
		cmocka_unit_test(femms_empties_the_registers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
