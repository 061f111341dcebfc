/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLIU: descriptors, traps, statistics, status and MSR routing. */
#include "gl_bench.h"

#define CPU	   3u
#define GLIU0_FULL 0x3eu /* ports 1 to 5 */

static void test_register_tables_are_sound(void **state)
{
	const struct gliu_shape *shape[] = {&gliu0_shape, &gliu1_shape, &gliu_sb_shape};
	char err[200];

	(void)state;
	for (unsigned n = 0; n < 3; n++) {
		if (reg_table_check(shape[n]->msrs, err, sizeof(err)))
			fail_msg("%s", err);
	}
}

/* VSA takes a descriptor for free only when it holds exactly its default. */
static void test_descriptor_defaults(void **state)
{
	static const struct {
		const struct gliu_shape *shape;
		uint32_t first, last;
		uint64_t value;
	} want[] = {
		{&gliu0_shape, 0x20, 0x27, 0x000000fffff00000},
		{&gliu0_shape, 0x28, 0x2b, 0x00000000000fffff},
		{&gliu0_shape, 0x2c, 0x2c, 0},
		{&gliu0_shape, 0xe0, 0xe2, 0x000000fffff00000},
		{&gliu0_shape, 0xe3, 0xe8, 0},
		{&gliu1_shape, 0x20, 0x29, 0x000000fffff00000},
		{&gliu1_shape, 0x2a, 0x2d, 0x00000000000fffff},
		{&gliu1_shape, 0x2e, 0x2e, 0},
		{&gliu1_shape, 0xe0, 0xe2, 0x000000fffff00000},
		{&gliu1_shape, 0xe3, 0xe6, 0},
		{&gliu_sb_shape, 0x20, 0x26, 0x000000fffff00000},
		{&gliu_sb_shape, 0xe0, 0xe0, 0x600000001f0ffff0},
		{&gliu_sb_shape, 0xe1, 0xe9, 0x000000fffff00000},
		{&gliu_sb_shape, 0xea, 0xea, 0x60000000403003f0},
		{&gliu_sb_shape, 0xeb, 0xf1, 0},
	};
	struct gl_bench t;

	(void)state;
	for (unsigned n = 0; n < sizeof(want) / sizeof(want[0]); n++) {
		gl_bench_init(&t, want[n].shape, GLIU0_FULL);
		for (uint32_t i = want[n].first; i <= want[n].last; i++)
			assert_int_equal(own_read(&t, CPU, i), want[n].value);
		assert_int_equal(t.rules.hits, 0);
		gl_bench_free(&t);
	}
}

/* Nothing hits: the subtractive port gets everything, GLIU0 to GLIU1, GLIU1 to GLPCI. */
static void test_unclaimed_requests_leave_by_the_subtractive_port(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x12345678, 4, 0), 0x02020202);
	assert_int_equal(t.probe[2].addr, 0x12345678);
	assert_int_equal(gliu_io_read(&t.g, CPU, 0x80, 1, 0), 0x02);
	own_write(&t, CPU, 0x2001, 4);
	gliu_mem_write(&t.g, CPU, 0x1000, 2, 0xbeef, 0);
	assert_int_equal(t.probe[4].val, 0xbeef);
	assert_int_equal(t.probe[4].size, 2);
	gl_bench_free(&t);
	gl_bench_init(&t, &gliu1_shape, 0x7e);
	gliu_io_write(&t.g, 1, 0xcf8, 4, 1, 0);
	assert_int_equal(t.probe[4].port, 0xcf8);
	gl_bench_free(&t);
}

static void test_base_mask(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x20, 0x20000000000fff80); /* 0-7FFFF to port 1 */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x7ffff, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x80000, 1, 0), 2);
	own_write(&t, CPU, 0x21, 0x20000000080fffe0); /* 80000-9FFFF */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x80000, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x9ffff, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xa0000, 1, 0), 2);
	/* A base with bits outside the mask can never compare equal. */
	own_write(&t, CPU, 0x20, 0x20000000001fff80);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x1000, 1, 0), 2);
	assert_int_equal(t.rules.hits, 0);
	gl_bench_free(&t);
}

/* The SMM window of the record: 80400000 appears at the top 128 KiB of 256 MiB. */
static void test_base_mask_offset(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x26, 0x28fbe080400fffe0);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x80400123, 1, 0), 1);
	assert_int_equal(t.probe[1].addr, 0x0ffe0123);
	gliu_mem_write(&t.g, CPU, 0x8041fffc, 4, 7, 0);
	assert_int_equal(t.probe[1].addr, 0x0ffffffc);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x80420000, 1, 0), 2);
	gl_bench_free(&t);
}

static void test_range(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x28, 0x2000000ffdf00100); /* 1 MiB to 0FFDFFFF */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xfffff, 1, 0), 2);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x100000, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xffdffff, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xffe0000, 1, 0), 2);
	gl_bench_free(&t);
}

/* The display controller's registers need offset 0 in the destination. */
static void test_range_offset(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x2a, 0x801ffcfe007fe004); /* FE004000-FE007FFF to port 4 at 0 */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xfe006010, 1, 0), 4);
	assert_int_equal(t.probe[4].addr, 0x2010);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xfe008000, 1, 0), 2);
	gl_bench_free(&t);
}

static void test_swiss_cheese_memory(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	/* C0000-FFFFF: reads of chunk 12 (F0000), writes of chunk 0 (C0000). */
	own_write(&t, CPU, 0x2c, 0x2000000110000003);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xf0000, 1, 0), 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xf4000, 1, 0), 2);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0xc0000, 1, 0), 2);
	gliu_mem_write(&t.g, CPU, 0xc3fff, 1, 0x55, 0);
	assert_int_equal(t.probe[1].val, 0x55);
	gliu_mem_write(&t.g, CPU, 0xf0000, 1, 0x66, 0);
	assert_int_equal(t.probe[2].val, 0x66);
	gl_bench_free(&t);
}

static void test_port_base_mask(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0xe0, 0x800000003c0ffff0);
	assert_int_equal(gliu_io_read(&t.g, CPU, 0x3bf, 1, 0), 2);
	assert_int_equal(gliu_io_read(&t.g, CPU, 0x3c0, 1, 0), 4);
	assert_int_equal(t.probe[4].port, 0x3c0); /* ports are never translated */
	assert_int_equal(gliu_io_read(&t.g, CPU, 0x3cf, 1, 0), 4);
	assert_int_equal(gliu_io_read(&t.g, CPU, 0x3d0, 1, 0), 2);
	gl_bench_free(&t);
}

static void test_port_swiss_cheese(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu1_shape, 0x7e);
	own_write(&t, 1, 0xe3, 0x60000000033000f0); /* F0, F1, both ways, to port 3 */
	assert_int_equal(gliu_io_read(&t.g, 1, 0xf0, 1, 0), 3);
	assert_int_equal(gliu_io_read(&t.g, 1, 0xf1, 1, 0), 3);
	assert_int_equal(gliu_io_read(&t.g, 1, 0xf2, 1, 0), 4);
	own_write(&t, 1, 0xe3, 0x60000000031000f0); /* reads only */
	gliu_io_write(&t.g, 1, 0xf0, 1, 0, 0);
	assert_int_equal(t.probe[4].port, 0xf0);
	assert_int_equal(gliu_io_read(&t.g, 1, 0xf0, 1, 0), 3);
	gl_bench_free(&t);
}

/* The companion: IDE from reset on, OHCI's page only for "bizarro" cycles. */
static void test_companion_descriptors(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu_sb_shape, 0xbe);
	assert_int_equal(gliu_io_read(&t.g, 1, 0x1f0, 2, 0), 0x0303);
	assert_int_equal(gliu_io_read(&t.g, 1, 0x1ff, 1, 0), 3);
	assert_int_equal(gliu_io_read(&t.g, 1, 0x3f6, 1, 0), 3);
	assert_int_equal(gliu_io_read(&t.g, 1, 0x3f7, 1, 0), 4);
	assert_int_equal(gliu_io_read(&t.g, 1, 0x80, 1, 0), 4);
	own_write(&t, 1, 0x2023, 0x500000fe01afffff); /* index bit 13 has no meaning */
	assert_int_equal(own_read(&t, 1, 0x23), 0x500000fe01afffff);
	assert_int_equal(gliu_mem_read(&t.g, 1, 0xfe01a000, 4, 0), 0x04040404);
	assert_int_equal(gliu_mem_read(&t.g, 4, 0xfe01a000, 4, GL_BIZARRO), 0x02020202);
	/* Masters of the companion that hit nothing go out to PCI, not to DIVIL. */
	gliu_mem_write(&t.g, 3, 0x100000, 4, 0x1234, GL_DMA);
	assert_int_equal(t.probe[1].val, 0x1234);
	gl_bench_free(&t);
}

static void test_overlap_is_named_and_the_lowest_wins(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x20, 0x20000000000fff80);
	own_write(&t, CPU, 0x28, 0xa000000010000040); /* 40000 to 100FFF to port 5 */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x3ffff, 1, 0), 1);
	assert_int_equal(t.rules.broken[RULE_DESCRIPTOR_OVERLAP], 0);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x40000, 1, 0), 1);
	assert_int_equal(t.rules.broken[RULE_DESCRIPTOR_OVERLAP], 1);
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x80000, 1, 0), 5);
	own_write(&t, CPU, 0xe0, 0x800000003c0ffff0);
	own_write(&t, CPU, 0xe1, 0xa00000003c0ffff8);
	gliu_io_read(&t.g, CPU, 0x3c8, 1, 0);
	assert_int_equal(t.rules.broken[RULE_DESCRIPTOR_OVERLAP], 1);
	gliu_io_read(&t.g, CPU, 0x3c0, 1, 0);
	assert_int_equal(t.rules.broken[RULE_DESCRIPTOR_OVERLAP], 2);
	gl_bench_free(&t);
}

/* Port 0 is how traps are made: data 0, status, a synchronous SMI while unmasked. */
static void test_port_zero_traps(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0xe3, 0x00000000f030ac18); /* AC1C-AC1F */
	assert_int_equal(gliu_io_read(&t.g, CPU, 0xac1c, 2, 0), 0);
	assert_int_equal(t.ssmi, 0); /* masked after reset */
	own_write(&t, CPU, 0x2002, 0x0000001f0000000e);
	gliu_io_write(&t.g, CPU, 0xac1c, 2, 0xfc53, 0);
	assert_int_equal(t.ssmi, 1);
	assert_int_equal(t.ssmi_external, 0);
	assert_int_equal(own_read(&t, CPU, 0x2002), 0x000000010000000e);
	own_write(&t, CPU, 0x2002, 0x000000010000000e);
	assert_int_equal(own_read(&t, CPU, 0x2002), 0x0e);
	assert_int_equal(gliu_io_read(&t.g, CPU, 0xac18, 1, 0), 2);
	gl_bench_free(&t);
	gl_bench_init(&t, &gliu_sb_shape, 0xbe);
	own_write(&t, 1, 0x02, 0x0f0000000e);
	own_write(&t, 1, 0xe4, 0x00000009c00fffc0);
	gliu_io_read(&t.g, 1, 0x9c08, 4, 0);
	assert_int_equal(t.ssmi_external, 1);
	gl_bench_free(&t);
}

/* A request that comes back to its source, or goes where nobody is, or to a disabled slave. */
static void test_self_reference_empty_and_disabled_ports_trap(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x2002, 0x0000001f0000001e);
	own_write(&t, CPU, 0x20, 0x60000001000fffff); /* 1000000h to the processor itself */
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0x01000000, 4, 0), 0);
	assert_int_equal(t.ssmi, 1);
	own_write(&t, CPU, 0x20, 0xc0000001000fffff); /* to port 6, empty */
	gliu_mem_write(&t.g, CPU, 0x01000000, 4, 1, 0);
	assert_int_equal(t.ssmi, 2);
	own_write(&t, CPU, 0x20, 0xa0000001000fffff);
	own_write(&t, CPU, 0x8c, 1 << 5);
	gliu_mem_write(&t.g, CPU, 0x01000000, 4, 1, 0);
	assert_int_equal(t.ssmi, 3);
	assert_int_equal(t.probe[5].requests, 0);
	/* A bus master gets no SMI, only the status is there. */
	own_write(&t, CPU, 0x2002, 0x0000001f0000001e);
	gliu_mem_write(&t.g, 2, 0x01000000, 4, 1, GL_DMA);
	assert_int_equal(t.ssmi, 3);
	assert_int_equal(own_read(&t, CPU, 0x2002) >> 32, 1);
	gl_bench_free(&t);
}

static void test_msr_routing(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	/* First field consumed, the rest moves up. */
	assert_int_equal(gliu_msr_read(&t.g, CPU, 0x20000018), 0x1001);
	assert_int_equal(t.probe[1].msr, 0x18);
	gliu_msr_write(&t.g, CPU, 0x51010020, 5);
	assert_int_equal(t.probe[2].msr, (0x51010020u & 0x1fffc000u) << 3 | 0x20);
	assert_int_equal(t.probe[2].msr >> 29, 4);
	/* First field 0: the nearest unit, whatever the later fields are. */
	assert_int_equal(gliu_msr_read(&t.g, CPU, 0x10002000), 0x1400);
	assert_int_equal(gliu_msr_read(&t.g, CPU, 0x00042000), 0x1400);
	assert_int_equal(own_read(&t, CPU, 0x8b), 3); /* WHOAMI */
	assert_int_equal(own_read(&t, 2, 0x8b), 2);
	/* Reflective and empty: 0, noted, no SMI. */
	own_write(&t, CPU, 0x2002, 0x1f0000001e);
	assert_int_equal(gliu_msr_read(&t.g, CPU, 0x60002000), 0);
	assert_int_equal(own_read(&t, CPU, 0x2002) >> 32, 1);
	assert_int_equal(own_read(&t, CPU, 0x2003) >> 32, 2);
	own_write(&t, CPU, 0x2002, 0x1f0000001e);
	own_write(&t, CPU, 0x2003, 0x0000ffff00000000);
	assert_int_equal(gliu_msr_read(&t.g, CPU, 0xe0002000), 0);
	assert_int_equal(own_read(&t, CPU, 0x2003) >> 32, 2);
	assert_int_equal(t.ssmi, 0);
	gl_bench_free(&t);
}

static void test_unknown_msr_reads_zero_and_is_named(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	assert_int_equal(own_read(&t, CPU, 0x3f), 0);
	assert_int_equal(t.rules.broken[RULE_UNKNOWN_MSR], 1);
	own_write(&t, CPU, 0x20, 0x2001000000000000);
	assert_int_equal(t.rules.broken[RULE_RESERVED_BITS], 1);
	assert_int_equal(own_read(&t, CPU, 0x20), 0x2000000000000000);
	gl_bench_free(&t);
}

static void test_asynchronous_lines_can_be_masked(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	signal_set(&t.probe[4].asmi, true);
	assert_true(t.g.asmi.level);
	assert_int_equal(own_read(&t, CPU, 0x83), 1 << 4);
	own_write(&t, CPU, 0x83, 1 << 12);
	assert_false(t.g.asmi.level);
	assert_int_equal(own_read(&t, CPU, 0x83), 1 << 12 | 1 << 4);
	own_write(&t, CPU, 0x83, 0);
	assert_true(t.g.asmi.level);
	signal_set(&t.probe[4].asmi, false);
	assert_false(t.g.asmi.level);
	signal_set(&t.probe[5].aerr, true);
	assert_int_equal(own_read(&t, CPU, 0x84), 1 << 5);
	assert_true(t.g.aerr.level);
	gl_bench_free(&t);
}

/* Counter 0 loads on one descriptor and counts another down to an SMI. */
static void test_statistics_count_hits(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0xe0, 0x800000003c0ffff0);
	own_write(&t, CPU, 0x2002, 0x1f00000001);
	own_write(&t, CPU, 0xa0, 0x0000000500000003);
	own_write(&t, CPU, 0xa1, 0x0000000100000000);
	own_write(&t, CPU, 0xa2, 0x22); /* HIT_DEC, ZERO_SMI */
	gliu_io_read(&t.g, CPU, 0x3c0, 1, 0);
	gliu_io_read(&t.g, CPU, 0x3c1, 1, 0);
	gliu_io_read(&t.g, CPU, 0x80, 1, 0);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa0), 1);
	assert_false(t.g.asmi.level);
	gliu_io_read(&t.g, CPU, 0x3c2, 1, 0);
	assert_true(t.g.asmi.level);
	assert_int_equal(own_read(&t, CPU, 0x2002) >> 32, 2);
	gliu_io_read(&t.g, CPU, 0x3c3, 1, 0);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa0), 0); /* no wrap */
	own_write(&t, CPU, 0x2002, 0x0200000001);
	assert_false(t.g.asmi.level);
	own_write(&t, CPU, 0xa2, 0x80 | 2);
	gliu_io_read(&t.g, CPU, 0x3c3, 1, 0);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa0), UINT32_MAX);
	own_write(&t, CPU, 0xa2, 1 | 4); /* load and SMI at each hit */
	gliu_io_read(&t.g, CPU, 0x3c3, 1, 0);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa0), 5);
	assert_true(t.g.asmi.level);
	gl_bench_free(&t);
}

/* Memory under a counter must be seen access by access. */
static void test_counted_memory_has_no_pages(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0xa1, 1);
	own_write(&t, CPU, 0xa2, 2);
	assert_int_equal(t.g.counted_p2d, 1);
	own_write(&t, CPU, 0x20, 0x20000000000fff80);
	own_write(&t, CPU, 0xa0, 10);
	gliu_mem_read(&t.g, CPU, 0x1000, 4, 0);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa0), 9);
	gl_bench_free(&t);
}

/* ALWAYS_DEC counts the unit's clock, divided by PREDIV + 1: 100 MHz / 100 here. */
static void test_statistics_count_time(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x2002, 1);
	own_write(&t, CPU, 0xa4, 1000);
	own_write(&t, CPU, 0xa6, 99 << 8 | 0x30);
	bench_run_ns(&t.b, 400000);
	assert_in_range((uint32_t)own_read(&t, CPU, 0xa4), 599, 601);
	assert_false(t.g.asmi.level);
	bench_run_ns(&t.b, 602000);
	assert_true(t.g.asmi.level);
	assert_int_equal(own_read(&t, CPU, 0x2002) >> 32, 4);
	assert_int_equal((uint32_t)own_read(&t, CPU, 0xa4), 0);
	/* Half the clock, half the speed. */
	own_write(&t, CPU, 0xa4, 1000);
	gliu_set_clock(&t.g, 50000000);
	bench_run_ns(&t.b, 400000);
	assert_in_range((uint32_t)own_read(&t, CPU, 0xa4), 798, 802);
	gl_bench_free(&t);
}

static void test_bus_masters_need_their_port_enabled(void **state)
{
	struct gl_bench t;
	struct dma_if dma;
	uint32_t word = 0x11223344;

	(void)state;
	gl_bench_init(&t, &gliu_sb_shape, 0xbe);
	dma = gliu_dma(&t.g, 3);
	assert_true(dma.write(dma.opaque, 0x1000, &word, 4));
	assert_int_equal(t.probe[1].val, 0x11223344);
	own_write(&t, 1, 0x81, 0xffcf); /* port 3 off */
	assert_false(dma.read(dma.opaque, 0x1000, &word, 4));
	assert_int_equal(word, 0xffffffff);
	assert_int_equal(t.rules.broken[RULE_MASTER_OFF], 1);
	gl_bench_free(&t);
}

static void test_reset_forgets_descriptors(void **state)
{
	struct gl_bench t;

	(void)state;
	gl_bench_init(&t, &gliu0_shape, GLIU0_FULL);
	own_write(&t, CPU, 0x20, 0x20000000000fff80);
	assert_non_null(gliu_descriptor(&t.g, 0));
	gliu_reset(&t.g);
	assert_null(gliu_descriptor(&t.g, 0));
	assert_int_equal(gliu_mem_read(&t.g, CPU, 0, 1, 0), 2);
	assert_true(t.routes >= 2);
	gl_bench_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_register_tables_are_sound),
		cmocka_unit_test(test_descriptor_defaults),
		cmocka_unit_test(test_unclaimed_requests_leave_by_the_subtractive_port),
		cmocka_unit_test(test_base_mask),
		cmocka_unit_test(test_base_mask_offset),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_range_offset),
		cmocka_unit_test(test_swiss_cheese_memory),
		cmocka_unit_test(test_port_base_mask),
		cmocka_unit_test(test_port_swiss_cheese),
		cmocka_unit_test(test_companion_descriptors),
		cmocka_unit_test(test_overlap_is_named_and_the_lowest_wins),
		cmocka_unit_test(test_port_zero_traps),
		cmocka_unit_test(test_self_reference_empty_and_disabled_ports_trap),
		cmocka_unit_test(test_msr_routing),
		cmocka_unit_test(test_unknown_msr_reads_zero_and_is_named),
		cmocka_unit_test(test_asynchronous_lines_can_be_masked),
		cmocka_unit_test(test_statistics_count_hits),
		cmocka_unit_test(test_counted_memory_has_no_pages),
		cmocka_unit_test(test_statistics_count_time),
		cmocka_unit_test(test_bus_masters_need_their_port_enabled),
		cmocka_unit_test(test_reset_forgets_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
