/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that firmware of real boards is on record to write: none of them may be a violation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "geode_bench.h"

#define ORED 1 /* the bits are set, the others stay */

struct write {
	uint32_t msr;
	uint64_t val;
	unsigned how;
};

/* Processor chip sheet, sections 3, 5 to 8. */
static const struct write lx[] = {
	{0x5000201e, 0xf00, 0},
	{0x10002001, 2, 0},
	{0x10002002, 0x0000001f0000001f, 0},
	{0x10002002, 0x0000000f0000000e, 0},
	{0x10002003, 0x0000007f0000007f, 0},
	{0x10002004, 5, 0},
	{0x10000080, 3, 0},
	{0x10000081, 0xc77f, 0},
	{0x10000082, 0x8000000000000000, 0},
	{0x10000083, 0xff00, 0},
	{0x10000084, 0xff00, 0},
	{0x10000020, 0x20000000000fff80, 0},
	{0x10000021, 0x20000000080fffe0, 0},
	{0x10000026, 0x20000000080fffe0, 0},
	{0x10000026, 0x28fbe080400fffe0, 0},
	{0x10000027, 0x200000000c0fffc0, 0},
	{0x10000028, 0x2000000efff00100, 0},
	{0x10000029, 0x212000fdffffd000, 0},
	{0x1000002b, 0x20f400ffbffff800, 0},
	{0x1000002a, 0x801ffcfe007fe004, 0},
	{0x10000022, 0xa00000fe000ffffc, 0},
	{0x10000023, 0x400000fe008ffffc, 0},
	{0x10000024, 0x400000fe00cffffc, 0},
	{0x10000025, 0x400000fe010ffffc, 0},
	{0x10000023, 0x800000000a0fffe0, 0},
	{0x1000002c, 0x2000ffffffff0003, 0},
	{0x100000e0, 0x800000003c0ffff0, 0},
	{0x100000e1, 0x800000003d0ffff0, 0},
	{0x100000e0, 0x800000003c0fffe0, 0},
	{0x100000e2, 0x00000000030ffff0, 0},
	{0x100000e3, 0x00000000f030ac18, 0},
	{0x40000020, 0x20000000000fff00, 0},
	{0x40000022, 0x200000fe000ffffc, 0},
	{0x40000024, 0x200000fe004ffffc, 0},
	{0x40000025, 0x400000fe008ffffc, 0},
	{0x40000026, 0xa00000fe00cffffc, 0},
	{0x4000002a, 0x200000fdffffd000, 0},
	{0x4000002b, 0xc00000fe013fe010, 0},
	{0x4000002c, 0x2000000efff00100, 0},
	{0x4000002e, 0x2000ffffffff0003, 0},
	{0x40000080, 1, 0},
	{0x400000e3, 0x60000000033000f0, 0},
	{0x40002001, 4, 0},
	{0x40002002, 0x0000001f0000001f, 0},
	{0x50002001, 0x17, ORED},
	{0x50002001, 0x27, 0},
	{0x50002002, 0x003f003f, 0},
	{0x50002003, 0x00370037, 0},
	{0x50002004, 0x15, 0},
	{0x50002010, 0xfff01140001a021d, 0},
	{0x50002011, 0x0400030000800f01, 0},
	{0x50002012, 0x8002, 0},
	{0x50002014, 0x00ffffff, 0},
	{0x50002015, 0x3535353535353535, 0},
	{0x50002016, 0x3535353535353535, 0},
	{0x50002017, 0x3535353535353535, 0},
	{0x50002018, 0x0009f00000000130, 0},
	{0x5000201f, 0x4b, 0},
	{0x5000201f, 0x7b, ORED},
	{0x80002001, 0x0720, 0},
	{0x80002001, 0x0320, 0},
	{0x80002002, 0x1001ffff1001ffff, 0},
	{0x80002003, 0x0000003f0000003f, 0},
	{0x80002004, 0x15, 0},
	{0x80002004, 0x55, 0},
	{0x80002011, 0x42, 0},
	{0x80002011, 0xc0, 0},
	{0x80002012, 0x302, 0},
	{0xa0002001, 0x10, 0},
	{0xa0002001, 0x0fde0000, 0},
	{0xa0002002, 0x0000000100000001, 0},
	{0x48002001, 0x00040c08, 0},
	{0x48002001, 0x00048c08, 0},
	{0x48002001, 0x00043800, 0},
	{0x48002004, 0x555, 0},
	{0x48002011, 0x0000003fdfffffff, 0},
	{0x48002011, 0x000000bfdfffffff, 0},
	{0x4c002001, 1, ORED},
	{0x4c002004, 0x14, ORED},
	{0x4c002004, 0x15, 0},
	{0x4c00000c, 0x10, 0},
	{0x4c000023, 0, 0},
	{0x58002004, 0x15, 0},
	{0x54002004, 0x5, 0},
};

/* Companion sheet, sections 1.5, 1.6, 10. */
static const struct write companion[] = {
	{0x51000010, 0x4400002000200013, 0},
	{0x51000010, 0x4400002000020013, 0},
	{0x51000002, 0x007f0000, 0},
	{0x51000004, 5, 0},
	{0x51000020, 0x0600400106000001, 0},
	{0x51000021, 0x010fc00101000001, 0},
	{0x51000022, 0x0183c00101800001, 0},
	{0x5100002f, 0x0008400100084009, 0},
	{0x51010002, 0x0000000f0000000f, 0},
	{0x51010020, 0x400000efc00fffff, 0},
	{0x51010023, 0x500000fe01afffff, 0},
	{0x51010024, 0x400000fe01bfffff, 0},
	{0x51010083, 0xff00, 0},
	{0x510100e0, 0x600000001f0ffff8, 0},
	{0x510100e1, 0xa0000001480fff80, 0},
	{0x510100e2, 0x80000001400fff80, 0},
	{0x510100e3, 0x80000001840fffe0, 0},
	{0x510100e5, 0x600000018a0ffff0, 0},
	{0x51024004, 4, 0},
	{0x51200001, 0x0000000b00000000, 0},
	{0x51200001, 0x0008f000, 0},
	{0x51200005, 0x0000001000000000, 0},
	{0x51200008, 0x0000000efe01a000, 0},
	{0x51200009, 0x0000200efe01b000, 0},
	{0x5120000b, 0x00000002efc00000, 0},
	{0x51300001, 0x0048f000, 0},
	{0x51300003, 0, 0},
	{0x51300004, 5, 0},
	{0x51300008, 0x18a1, 0},
	{0x51300010, 2, 0},
	{0x51300010, 0x4003, 0},
	{0x51400001, 0xf000, 0},
	{0x51400002, 0x0000fbff00000000, 0},
	{0x51400002, 0x20ec, 0},
	{0x51400004, 0x50554111, 0},
	{0x51400008, 0x0000f00100001880, 0},
	{0x51400009, 0xfffff001fe01a000, 0},
	{0x5140000b, 0x0000f001000018b0, 0},
	{0x5140000b, 0x0000f00100006000, 0},
	{0x5140000c, 0x0000f00100006100, 0},
	{0x5140000d, 0x0000f00100006200, 0},
	{0x5140000e, 0x0000f00100009c00, 0},
	{0x5140000f, 0x0000f00100009d00, 0},
	{0x51400014, 0x80070003, 0},
	{0x51400015, 0xf7d, 0},
	{0x5140001f, 0x11, 0},
	{0x51400020, 0xbb0a0900, 0},
	{0x51400021, 0x34000000, 0},
	{0x51400022, 0x2222, 0},
	{0x51400023, 0x0009bab2, 0},
	{0x51400023, 0x33b006e0, 0},
	{0x51400024, 0xffff, 0},
	{0x51400025, 0x1002, 0},
	{0x5140003a, 0x12, 0},
	{0x51400040, 0x7777, 0},
	{0x5140004e, 0xeffd00c0, 0},
	{0x5140004e, 0xeffd0080, 0},
	{0x51400055, 0x3d, 0},
	{0x51400056, 0x3e, 0},
	{0x51400057, 0x32, 0},
	{0x51500001, 0x0008f000, 0},
	{0x51500004, 5, 0},
	{0x51700004, 4, 0},
};

static void write_all(struct geode_bench *b, const struct write *w, size_t count)
{
	for (size_t n = 0; n < count; n++) {
		uint64_t before = rules_violations(&b->g->rules);
		uint64_t val = w[n].val | (w[n].how == ORED ? bench_rdmsr(b, w[n].msr) : 0);

		bench_wrmsr(b, w[n].msr, val);
		if (rules_violations(&b->g->rules) != before)
			fail_msg("%08X = %016llX: %s", w[n].msr, (unsigned long long)val,
				 b->g->rules.hit[b->g->rules.hits - 1].text);
	}
}

static void test_values_on_record_are_no_violations(void **state)
{
	struct geode_bench b;

	(void)state;
	assert_int_equal(geode_bench_init(&b), 0);
	assert_int_equal(geode_bench_on(&b), 0);
	write_all(&b, lx, sizeof(lx) / sizeof(lx[0]));
	write_all(&b, companion, sizeof(companion) / sizeof(companion[0]));
	geode_bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_on_record_are_no_violations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
