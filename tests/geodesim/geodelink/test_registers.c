/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of a whole board, without a running program: stored bits, standard MSRs, headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geode_bench.h"

#define EXTMSR	 0x5000201eu
#define CARD	 0x80006000u /* configuration address of the bench's card */
#define ETHERNET 0x80006800u
#define HEADER	 0x80007800u /* and of the companion */

static struct geode_bench bench;

static int on(void **state)
{
	(void)state;
	if (geode_bench_init(&bench))
		return -1;
	bench.cfg.sio = GEODE_SIO_IT8712F;
	bench.cfg.sensor_address = 0x4c;
	bench.cfg.pci[1] = (struct geode_pci){
		.kind = GEODE_PCI_VT6105M,
		.name = "eth",
		.device = 13,
		.line = {BENCH_LINE, GEODE_NONE, GEODE_NONE, GEODE_NONE},
	};
	if (geode_bench_on(&bench))
		return -1;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	return 0;
}

static int off(void **state)
{
	(void)state;
	geode_bench_free(&bench);
	return 0;
}

static uint32_t config(uint32_t at, unsigned size)
{
	bench_out(&bench, 0xcf8, 4, at & ~UINT32_C(3));
	return bench_in(&bench, (uint16_t)(0xcfc + (at & 3)), size);
}

static void set_config(uint32_t at, unsigned size, uint32_t val)
{
	bench_out(&bench, 0xcf8, 4, at & ~UINT32_C(3));
	bench_out(&bench, (uint16_t)(0xcfc + (at & 3)), size, val);
}

/* Does nothing happen but storing? */
static bool only_stored(const struct reg *r)
{
	uint64_t all = r->width == 64 ? UINT64_MAX : (UINT64_C(1) << r->width) - 1;

	return !r->pre_write && !r->post_write && !r->read &&
	       (r->ro | r->w1c | r->reserved | r->unmodelled) == all;
}

/* The rule for every register without behaviour: what is kept, cleared, or never changes. */
static void test_stored_registers_keep_what_they_should(void **state)
{
	static const uint64_t pattern[] = {UINT64_MAX, 0, 0x5a5a5a5a5a5a5a5a, 0x123456789abcdef0};
	const struct reg_file *file;
	unsigned tried = 0;

	(void)state;
	for (unsigned n = 0; (file = geode_regs(bench.g, n)) != NULL; n++) {
		struct reg_file f = *file;

		if (strncmp(f.table->space, "behind", 6) == 0)
			continue; /* their parts keep the state */
		for (unsigned i = 0; i < f.table->count; i++) {
			const struct reg *r = &f.table->reg[i];
			uint64_t all = r->width == 64 ? UINT64_MAX : (UINT64_C(1) << r->width) - 1;
			uint64_t fixed = r->ro | r->reserved, first = reg_read(&f, i);

			if (!only_stored(r))
				continue;
			for (unsigned p = 0; p < sizeof(pattern) / sizeof(pattern[0]); p++) {
				uint64_t old = reg_read(&f, i), plain = all & ~fixed & ~r->w1c;
				uint64_t want = (old & fixed) | (pattern[p] & plain) |
						(old & r->w1c & ~pattern[p]);

				reg_write(&f, i, pattern[p], UINT64_MAX);
				if (reg_read(&f, i) != want)
					fail_msg("%s %s: %llx, not %llx", f.table->name, r->name,
						 (unsigned long long)reg_read(&f, i),
						 (unsigned long long)want);
			}
			reg_poke(&f, i, first);
			tried++;
		}
	}
	assert_true(tried > 400);
}

/* Capability, configuration, SMI, error, power and diagnosis of every block can be reached where
 * they belong, and keep what is written into power and diagnosis. */
static void test_standard_msrs_of_every_block(void **state)
{
	static const struct {
		uint32_t base;
		uint16_t device;
	} block[] = {
		{0x10002000, 0x001}, {0x20002000, 0x020}, {0x40002000, 0x001}, {0x80002000, 0x03e},
		{0xa0002000, 0x03d}, {0x48002000, 0x03f}, {0x4c002000, 0x002}, {0x50002000, 0x105},
		{0x54002000, 0x03c}, {0x58002000, 0x130}, {0x51000000, 0x505}, {0x51010000, 0x501},
		{0x51200000, 0x543}, {0x51300000, 0x548}, {0x51400000, 0x5df}, {0x51500000, 0x533},
		{0x51700000, 0x502},
	};

	(void)state;
	for (unsigned n = 0; n < sizeof(block) / sizeof(block[0]); n++) {
		uint64_t cap = bench_rdmsr(&bench, block[n].base);

		if ((cap >> 12 & 0xfff) != block[n].device)
			fail_msg("%08X: capabilities %llX", block[n].base, (unsigned long long)cap);
		bench_wrmsr(&bench, block[n].base, 0);
		assert_int_equal(bench_rdmsr(&bench, block[n].base), cap);
		for (uint32_t i = 1; i < 6; i++) {
			uint64_t was = bench_rdmsr(&bench, block[n].base + i);

			bench_wrmsr(&bench, block[n].base + i, was);
		}
	}
	assert_int_equal(bench.g->rules.broken[RULE_UNKNOWN_MSR], 0);
	/* The processor's own block. */
	for (uint32_t i = 0; i < 6; i++) {
		uint64_t val;

		assert_true(cpu_msr_read(bench.g->m.cpu, 0x2000 + i, &val));
		if (i == 0)
			assert_int_equal(val >> 12 & 0xfff, 0x086);
	}
}

/* The companion's header: what there is of a command register, and what MSRs 30h-33h show. */
static void test_the_companions_header(void **state)
{
	(void)state;
	set_config(HEADER | 0x0c, 1, 8);
	set_config(HEADER | 0x0d, 1, 0x40);
	set_config(HEADER | 0x3c, 1, 0x0b);
	assert_int_equal(config(HEADER | 0x3c, 1), 0x0b);
	assert_int_equal(bench_rdmsr(&bench, 0x51000030), 0x208f1022);
	assert_int_equal(bench_rdmsr(&bench, 0x51000031) & 0xffff, config(HEADER | 4, 2));
	assert_int_equal(bench_rdmsr(&bench, 0x51000032), config(HEADER | 8, 4));
	assert_int_equal(bench_rdmsr(&bench, 0x51000033), config(HEADER | 0xc, 4));
	assert_int_equal(bench_rdmsr(&bench, 0x51000033) & 0xff00, 0x4000);
	/* The latency is also a byte of CTRL, from either side. */
	assert_int_equal(bench_rdmsr(&bench, 0x51000010) >> 32 & 0xff, 0x40);
	bench_wrmsr(&bench, 0x51000010, 0x0000002000000003);
	assert_int_equal(config(HEADER | 0x0d, 1), 0x20);
	/* No base addresses: the units behind it have descriptors and LBARs. */
	for (uint32_t at = 0x10; at < 0x28; at += 4) {
		set_config(HEADER | at, 4, 0xffffffff);
		assert_int_equal(config(HEADER | at, 4), 0);
	}
	set_config(HEADER | 4, 2, 0x0147);
	assert_int_equal(config(HEADER | 4, 2) & 7, 7);
	/* Error flags: masks below, status above. */
	bench_wrmsr(&bench, 0x51000003, 0x3f);
	assert_int_equal(bench_rdmsr(&bench, 0x51000003), 0x3f);
}

/* An MSR of the companion written through its configuration space. */
static void test_the_msr_window_writes(void **state)
{
	(void)state;
	set_config(HEADER | 0xf0, 4, 1);
	set_config(HEADER | 0xf4, 4, 0x10000020);
	set_config(HEADER | 0xf8, 4, 0x9abfffff);
	assert_int_equal(bench_rdmsr(&bench, 0x51010020), 0x000000fffff00000);
	set_config(HEADER | 0xfc, 4, 0x60000012);
	assert_int_equal(bench_rdmsr(&bench, 0x51010020), 0x600000129abfffff);
	/* Closed, it is memory. */
	set_config(HEADER | 0xf0, 4, 0);
	set_config(HEADER | 0xf8, 4, 1);
	set_config(HEADER | 0xfc, 4, 2);
	assert_int_equal(bench_rdmsr(&bench, 0x51010020), 0x600000129abfffff);
	assert_int_equal(config(HEADER | 0xfc, 4), 2);
}

/* A device's header is sized and moved as PCI says. */
static void test_a_cards_header(void **state)
{
	(void)state;
	set_config(CARD | 0x0c, 1, 8);
	set_config(CARD | 0x0d, 1, 0x40);
	assert_int_equal(config(CARD | 0x0d, 1), 0x40);
	set_config(CARD | 0x10, 4, 0xffffffff);
	assert_int_equal(config(CARD | 0x10, 4), 0xfffff000);
	set_config(CARD | 0x14, 4, 0xffffffff);
	assert_int_equal(config(CARD | 0x14, 4), 0xffffffe1);
	for (uint32_t at = 0x18; at < 0x28; at += 4) { /* none there */
		set_config(CARD | at, 4, 0xffffffff);
		assert_int_equal(config(CARD | at, 4), 0);
	}
	set_config(CARD | 0x14, 4, 0x1000);
	bench_wrmsr(&bench, 0x50002010, 0x4400000000000001);
	assert_int_equal(bench_in(&bench, 0x1004, 4), 0xffffffff);
	set_config(CARD | 4, 2, 1);
	bench_out(&bench, 0x1004, 4, 0x12345678);
	assert_int_equal(bench_in(&bench, 0x1004, 4), 0x12345678);
}

/* The Ethernet's header, and pairs of registers that set and clear. */
static void test_an_ethernets_registers(void **state)
{
	(void)state;
	set_config(ETHERNET | 0x0c, 1, 8);
	set_config(ETHERNET | 0x0d, 1, 0x20);
	set_config(ETHERNET | 0x3c, 1, 11);
	assert_int_equal(config(ETHERNET | 0x3c, 1), 11);
	for (uint32_t at = 0x18; at < 0x28; at += 4) { /* ports and memory are all it has */
		set_config(ETHERNET | at, 4, 0xffffffff);
		assert_int_equal(config(ETHERNET | at, 4), 0);
	}
	for (uint32_t at = 0x50; at < 0x53; at++) {
		set_config(ETHERNET | at, 1, 0x10 | at);
		assert_int_equal(config(ETHERNET | at, 1), 0x10 | at);
	}
	set_config(ETHERNET | 0x10, 4, 0x2000);
	set_config(ETHERNET | 4, 2, 1);
	for (uint16_t at = 0xa0; at < 0xaa; at = at == 0xa3 ? 0xa8 : at + 1) {
		bench_out(&bench, 0x2000 + at, 1, 0x05);
		bench_out(&bench, 0x2000 + at, 1, 0x02);
		assert_int_equal(bench_in(&bench, 0x2000 + at, 1), 0x07);
		bench_out(&bench, 0x2004 + at, 1, 0x06);
		assert_int_equal(bench_in(&bench, 0x2000 + at, 1), 0x01);
		bench_out(&bench, 0x2004 + at, 1, 0x01);
		assert_int_equal(bench_in(&bench, 0x2000 + at, 1), 0);
	}
	bench_out(&bench, 0x207c, 2, 0xffff); /* counts of the chip's own */
	assert_int_equal(bench_in(&bench, 0x207c, 2), 0);
	bench_out(&bench, 0x200a, 1, 1); /* a demand while it is stopped is no demand */
	assert_int_equal(bench_in(&bench, 0x200a, 1), 0);
	assert_int_equal(bench_in(&bench, 0x200c, 2), 0);
}

/* All six regions let bus masters in, each alone. */
static void test_each_region_lets_masters_in(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x50002010, 0x4400000000000001);
	for (uint32_t n = 0; n < 6; n++) {
		uint32_t at = (n + 2) << 20;

		assert_false(glpci_claims(&bench.g->glpci, at));
		bench_wrmsr(&bench, 0x50002018 + n, (uint64_t)(at | 0xff000) << 32 | at | 0x130);
		assert_true(glpci_claims(&bench.g->glpci, at));
		assert_true(glpci_claims(&bench.g->glpci, at + 0xfffff));
		assert_false(glpci_claims(&bench.g->glpci, at + 0x100000));
		bench_wrmsr(&bench, 0x50002018 + n, 0);
		assert_false(glpci_claims(&bench.g->glpci, at));
	}
}

/* Two registers that software may use as it likes. */
static void test_a_note_for_software(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x4c00000e, 0xfeedc0de12345678);
	bench_wrmsr(&bench, 0x4c00001e, 0x1234);
	assert_int_equal(bench_rdmsr(&bench, 0x4c00000e), 0xfeedc0de12345678);
	assert_int_equal(bench_rdmsr(&bench, 0x4c00001e), 0x1234);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, on, off)
	const struct CMUnitTest tests[] = {
		TEST(test_stored_registers_keep_what_they_should),
		TEST(test_standard_msrs_of_every_block),
		TEST(test_the_companions_header),
		TEST(test_the_msr_window_writes),
		TEST(test_a_cards_header),
		TEST(test_an_ethernets_registers),
		TEST(test_each_region_lets_masters_in),
		TEST(test_a_note_for_software),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
