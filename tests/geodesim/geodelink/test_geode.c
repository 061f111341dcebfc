/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole board without a running program: what reaches what, and what resets what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "geode_bench.h"

#define EXTMSR 0x5000201eu

static struct geode_bench bench;

static int on(void **state)
{
	(void)state;
	return geode_bench_init(&bench) || geode_bench_on(&bench);
}

static int off(void **state)
{
	(void)state;
	geode_bench_free(&bench);
	return 0;
}

static int off_yet(void **state)
{
	(void)state;
	return geode_bench_init(&bench);
}

static int warm(void **state)
{
	return on(state) || geode_warm_start(bench.g, bench.err, sizeof(bench.err));
}

static unsigned broken(enum rule rule)
{
	return (unsigned)bench.g->rules.broken[rule];
}

static void test_all_register_tables_are_sound(void **state)
{
	const struct reg_file *f;
	char err[200];
	unsigned n = 0;

	(void)state;
	for (; (f = geode_regs(bench.g, n)) != NULL; n++) {
		if (reg_table_check(f->table, err, sizeof(err)))
			fail_msg("%s: %s", f->table->name, err);
	}
	assert_true(n >= 20);
}

static bool uses(const struct reg_table *t, const char *why)
{
	for (unsigned i = 0; i < t->count; i++) {
		if (reg_unmodelled(t, i) && reg_why(t, i) == why)
			return true;
	}
	return false;
}

static void check_reasons(const struct reg_table *t)
{
	for (unsigned i = 0; i < t->count; i++) {
		if (reg_unmodelled(t, i) && !reg_why(t, i))
			fail_msg("%s: %s has no reason for bits %llX", t->name, t->reg[i].name,
				 (unsigned long long)reg_unmodelled(t, i));
	}
	/* Nor is there a reason too many; several tables may share theirs. */
	for (unsigned n = 0; n < t->whys; n++) {
		bool used = uses(t, t->why[n].why);
		const struct reg_file *f;

		for (unsigned i = 0; !used && (f = geode_regs(bench.g, i)) != NULL; i++)
			used = f->table->why == t->why && uses(f->table, t->why[n].why);
		if (!used)
			fail_msg("%s: no register needs the reason \"%s\"", t->name, t->why[n].why);
	}
}

/* On boards with everything a board can have. */
static void test_what_is_not_modelled_has_a_reason(void **state)
{
	static const enum geode_sio_kind sio[] = {GEODE_SIO_IT8712F, GEODE_SIO_W83627HF};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		const struct reg_file *f;
		unsigned n = 0;

		bench.cfg.sio = sio[i];
		bench.cfg.sio_port = 0x2e;
		bench.cfg.sensor_address = 0x4c;
		bench.cfg.pci[1] = (struct geode_pci){
			.kind = GEODE_PCI_VT6105M,
			.name = "eth",
			.device = 13,
			.line = {BENCH_LINE, GEODE_NONE, GEODE_NONE, GEODE_NONE},
		};
		assert_int_equal(geode_bench_on(&bench), 0);
		for (; (f = geode_regs(bench.g, n)) != NULL; n++)
			check_reasons(f->table);
		assert_true(n > 60);
		check_reasons(cpu_msr_file(bench.g->m.cpu)->table);
		if (i == 0)
			geode_free(bench.g);
	}
}

static void test_capability_scan(void **state)
{
	static const struct {
		uint32_t msr;
		uint8_t id;
	} want[] = {
		{0x10002000, 0x01}, {0x20002000, 0x20}, {0x40002000, 0x01}, {0x60002000, 0},
		{0x80002000, 0x3e}, {0xa0002000, 0x3d}, {0xc0002000, 0},    {0xe0002000, 0},
		{0x44002000, 0},    {0x48002000, 0x3f}, {0x4c002000, 0x02}, {0x50002000, 0x05},
		{0x54002000, 0x3c}, {0x58002000, 0x30}, {0x5c002000, 0},    {0x51022000, 0x01},
		{0x51002000, 0x05}, {0x51102000, 0},	{0x51202000, 0x43}, {0x51302000, 0x48},
		{0x51402000, 0xdf}, {0x51502000, 0x33}, {0x51602000, 0},    {0x51702000, 0x02},
	};

	(void)state;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	for (unsigned n = 0; n < sizeof(want) / sizeof(want[0]); n++) {
		uint8_t id = (uint8_t)(bench_rdmsr(&bench, want[n].msr) >> 12);

		if (id != want[n].id)
			fail_msg("%08X: id %02X, not %02X", want[n].msr, id, want[n].id);
	}
}

static void test_companion_is_out_of_reach_before_extmsr(void **state)
{
	(void)state;
	assert_int_equal(bench_rdmsr(&bench, 0x51000010), 0);
	assert_int_equal(broken(RULE_EXTMSR), 1);
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	assert_int_equal(bench_rdmsr(&bench, 0x51000010) & 0xff, 3);
	assert_int_equal(broken(RULE_EXTMSR), 1);
}

/* 5101xxxx (data book), 5102xxxx (VSA) and 51024xxx (historic firmware) are one GLIU. */
static void test_aliases_of_the_companions_gliu(void **state)
{
	(void)state;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	assert_int_equal(bench_rdmsr(&bench, 0x51010086), 0x327920a080000003);
	assert_int_equal(bench_rdmsr(&bench, 0x51020086), 0x327920a080000003);
	assert_int_equal(bench_rdmsr(&bench, 0x51024086), 0x327920a080000003);
	assert_int_equal(bench_rdmsr(&bench, 0x51024000) >> 20 & 15, 5);
	bench_wrmsr(&bench, 0x51020020, 0x20000000000fff80);
	assert_int_equal(bench_rdmsr(&bench, 0x51010020), 0x20000000000fff80);
	assert_int_equal(bench_rdmsr(&bench, 0x51402000), bench_rdmsr(&bench, 0x51400000));
	assert_int_equal(broken(RULE_UNKNOWN_MSR), 0);
}

static void test_hardware_header_and_msr_window(void **state)
{
	(void)state;
	bench_out(&bench, 0xcf8, 4, 0x80007800);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0x208f1022);
	bench_out(&bench, 0xcf8, 4, 0x80007808);
	assert_int_not_equal(bench_in(&bench, 0xcfc, 4) >> 16, 0x0601);
	/* The window of platforms without RDMSR: GLIU_SB's PHY_CAP. */
	bench_out(&bench, 0xcf8, 4, 0x800078f0);
	bench_out(&bench, 0xcfc, 4, 1);
	bench_out(&bench, 0xcf8, 4, 0x800078f4);
	bench_out(&bench, 0xcfc, 4, 0x10000086);
	bench_out(&bench, 0xcf8, 4, 0x800078f8);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0x80000003);
	bench_out(&bench, 0xcf8, 4, 0x800078fc);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0x327920a0);
	/* Other functions do not exist in hardware, nor does device 1. */
	bench_out(&bench, 0xcf8, 4, 0x80007a00);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0xffffffff);
	bench_out(&bench, 0xcf8, 4, 0x80000800);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0xffffffff);
}

static void test_idsel_moves_once(void **state)
{
	(void)state;
	bench_out(&bench, 0, 4, 1u << (20 + 10));
	bench_out(&bench, 0xcf8, 4, 0x8000a000);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0x208f1022);
	bench_out(&bench, 0xcf8, 4, 0x80007800);
	assert_int_equal(bench_in(&bench, 0xcfc, 4), 0xffffffff);
	bench_out(&bench, 0, 4, 0x02000000); /* the 8237's now */
	assert_int_equal(glpci_sb_idsel(&bench.g->glpci_sb), 20);
	bench_wrmsr(&bench, EXTMSR, 0x1400);
	assert_int_equal(bench_rdmsr(&bench, 0x51000000) >> 12 & 0xff, 5);
}

static void test_idsel_must_be_an_address_line(void **state)
{
	(void)state;
	bench_out(&bench, 0, 4, 0x03000000);
	assert_int_equal(glpci_sb_idsel(&bench.g->glpci_sb), 15);
	assert_int_equal(broken(RULE_REFUSED), 1);
}

static void test_rom_is_at_the_top_and_shadowed(void **state)
{
	(void)state;
	bench.rom[BENCH_FLASH - 16] = 0xea;
	assert_int_equal(bench_load(&bench, 0xfffffff0, 1), 0xea);
	assert_int_equal(bench_load(&bench, 0x000ffff0, 1), 0xea);
	assert_int_equal(bench_load(&bench, 0xe0000000, 4), 0xffffffff);
}

/* The first line filled costs four quadwords over LPC; the second access nothing. */
static void test_cached_rom_is_paid_once(void **state)
{
	struct cpu *cpu = bench.g->m.cpu;
	uint64_t t0, uncached, first, second;

	(void)state;
	t0 = cpu_clock(cpu);
	bench_load(&bench, 0xffffff00, 4);
	uncached = cpu_clock(cpu) - t0;
	cpu_msr_write(cpu, 0x1808, 0x24fffc000000a000);
	cpu_set_reg(cpu, CPU_REG_CR0, cpu_get_reg(cpu, CPU_REG_CR0) & ~UINT64_C(0x60000000));
	t0 = cpu_clock(cpu);
	bench_load(&bench, 0xffffff00, 4);
	first = cpu_clock(cpu) - t0;
	t0 = cpu_clock(cpu);
	bench_load(&bench, 0xffffff1c, 4);
	second = cpu_clock(cpu) - t0;
	assert_true(uncached > 0);
	assert_true(first > 6 * uncached);
	assert_int_equal(second, 0);
	/* 25h: cache disabled; every access pays again. */
	cpu_msr_write(cpu, 0x1808, 0x25fffc000000a000);
	t0 = cpu_clock(cpu);
	bench_load(&bench, 0xffffff1c, 4);
	assert_int_equal(cpu_clock(cpu) - t0, uncached);
}

static void test_msrs_cost_by_distance(void **state)
{
	struct cpu *cpu = bench.g->m.cpu;
	uint64_t t0, near;

	(void)state;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	t0 = cpu_clock(cpu);
	bench_rdmsr(&bench, 0x10000020);
	near = cpu_clock(cpu) - t0;
	t0 = cpu_clock(cpu);
	bench_rdmsr(&bench, 0x51400014);
	assert_true(cpu_clock(cpu) - t0 > near + 10);
}

static void test_memory_without_descriptor_is_named(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x10000020, 0x000000fffff00000);
	assert_int_equal(bench_load(&bench, 0x2000, 4), 0xffffffff);
	assert_int_equal(broken(RULE_NO_DESCRIPTOR), 1);
	bench_load(&bench, 0xc8000, 4);
	bench_load(&bench, 0xf0000000, 4);
	assert_int_equal(broken(RULE_NO_DESCRIPTOR), 1);
}

static void test_warm_start_breaks_no_rule(void **state)
{
	(void)state;
	for (unsigned n = 0; n < bench.g->rules.hits; n++)
		fail_msg("%s: %s", rules_info(bench.g->rules.hit[n].rule)->name,
			 bench.g->rules.hit[n].text);
	assert_true(glmc_usable(&bench.g->glmc));
	bench_store(&bench, 0x123450, 8, 0x1122334455667788);
	assert_int_equal(bench_load(&bench, 0x123450, 8), 0x1122334455667788);
	/* The window for SMM is the top 128 KiB. */
	bench_store(&bench, 0x80400010, 4, 0x5a5a1234);
	assert_int_equal(bench_load(&bench, 0x80400010, 4), 0x5a5a1234);
}

/* A card's DMA goes through region, GLIU1 and GLIU0 into memory. */
static void test_pci_bus_master_reaches_memory(void **state)
{
	struct dma_if dma = glpci_dma(&bench.g->glpci);
	uint8_t bytes[6000];

	(void)state;
	for (unsigned n = 0; n < sizeof(bytes); n++)
		bytes[n] = (uint8_t)(n * 7);
	assert_true(dma.write(dma.opaque, 0x300ffe, bytes, sizeof(bytes)));
	for (unsigned n = 0; n < sizeof(bytes); n++)
		assert_int_equal(bench_load(&bench, 0x300ffe + n, 1), bytes[n]);
	assert_int_equal(bench.g->rules.hits, 0);
	assert_false(dma.write(dma.opaque, 0x70000000, bytes, 4));
	assert_int_equal(broken(RULE_DMA_OUTSIDE), 1);
}

static void test_bus_master_without_descriptor_is_named(void **state)
{
	struct dma_if dma = glpci_dma(&bench.g->glpci);
	uint32_t word = 0;

	(void)state;
	bench_wrmsr(&bench, 0x4000002a, 0x00000000000fffff);
	assert_false(dma.read(dma.opaque, 0x200000, &word, 4));
	assert_int_equal(word, 0xffffffff);
	assert_int_equal(broken(RULE_DMA_OUTSIDE), 1);
}

static void test_companions_masters_reach_memory(void **state)
{
	struct dma_if dma = gliu_dma(&bench.g->gliu_sb, 3);
	uint32_t word = 0xabcd1234, back = 0;

	(void)state;
	assert_true(dma.write(dma.opaque, 0x200000, &word, 4));
	assert_int_equal(bench_load(&bench, 0x200000, 4), 0xabcd1234);
	assert_true(dma.read(dma.opaque, 0x200000, &back, 4));
	assert_int_equal(back, word);
	assert_int_equal(bench.g->rules.hits, 0);
}

static void test_incoherent_dma_is_named(void **state)
{
	struct dma_if dma = glpci_dma(&bench.g->glpci);
	uint32_t word = 0;

	(void)state;
	bench_wrmsr(&bench, 0x10000080, 0);
	assert_true(dma.write(dma.opaque, 0x200000, &word, 4));
	assert_int_equal(broken(RULE_DMA_INCOHERENT), 1);
}

static void test_chip_reset_spares_the_companion(void **state)
{
	struct geode *g = bench.g;

	(void)state;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	bench_wrmsr(&bench, 0x5140000c, 0x0000f00100006100);
	bench_wrmsr(&bench, 0x4c000014, 0x0000059c04de602f);
	assert_int_equal(g->m.reset_wanted, MACHINE_RESET_CHIP);
	g->m.reset_wanted = MACHINE_RESET_NONE;
	g->m.reset(&g->m, MACHINE_RESET_CHIP);
	assert_int_equal(bench_rdmsr(&bench, EXTMSR), 0);
	machine_charge_ns(&g->m, 1000000);
	assert_int_equal(bench_rdmsr(&bench, 0x4c000014) >> 24 & 7, 7); /* locked, flag kept */
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	assert_int_equal(bench_rdmsr(&bench, 0x5140000c), 0x0000f00100006100);
	g->m.reset(&g->m, MACHINE_RESET_HARD);
	assert_int_equal(bench_rdmsr(&bench, 0x4c000014) >> 24 & 7, 0);
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	assert_int_equal(bench_rdmsr(&bench, 0x5140000c), 0);
}

static void test_core_clock_follows_the_pll(void **state)
{
	(void)state;
	assert_in_range(bench.g->m.clock.hz, 499000000, 501000000);
	bench.g->m.reset(&bench.g->m, MACHINE_RESET_HARD);
	assert_true(bench.g->m.clock.hz < 100000000); /* bypass */
}

/* Packets to the processor need mode C. */
static void test_interrupts_and_smis_need_mode_c(void **state)
{
	struct geode *g = bench.g;

	(void)state;
	bench_wrmsr(&bench, EXTMSR, 0xf00);
	signal_drive(&g->glpci_sb.intr, 5, true);
	assert_false(g->glpci_sb.cis_intr.level);
	bench_wrmsr(&bench, 0x51000010, (bench_rdmsr(&bench, 0x51000010) & ~UINT64_C(0x18)) | 0x10);
	assert_true(g->glpci_sb.cis_intr.level);
	signal_drive(&g->glpci_sb.intr, 5, false);
	assert_false(g->glpci_sb.cis_intr.level);
}

/* An I/O trap in the companion: GLIU status, GLPCI_SB status, the GLCP's live bit. */
static void test_companion_trap_leaves_its_traces(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x51010002, 0x0000000f0000000e);
	bench_wrmsr(&bench, 0x510100e4, 0x00000009c00fffc0);
	bench_in(&bench, 0x9c08, 4);
	assert_int_equal(bench_rdmsr(&bench, 0x51010002), 0x000000010000000e);
	assert_int_equal(bench_rdmsr(&bench, 0x51000002) & 0x40000, 0); /* SSMM is off */
	bench_wrmsr(&bench, 0x51002002, 4);
	bench_in(&bench, 0x9c08, 4);
	assert_int_equal(bench_rdmsr(&bench, 0x51000002) & 0x40000, 0x40000);
	assert_int_equal(bench_rdmsr(&bench, 0x4c002002) >> 20 & 1, 1);
	assert_true(bench.g->glpci_sb.cis_smi.level);
	bench_wrmsr(&bench, 0x51010002, bench_rdmsr(&bench, 0x51010002));
	bench_wrmsr(&bench, 0x51000002, bench_rdmsr(&bench, 0x51000002));
	assert_int_equal(bench_rdmsr(&bench, 0x4c002002) >> 20 & 1, 0);
}

/* An interrupt from a slot: board line, GPIO, mapper, 8259. */
static void test_pci_interrupt_reaches_the_processor(void **state)
{
	struct geode *g = bench.g;

	(void)state;
	/* 8259s: vectors 20h and 28h, only the cascade and IRQ 10 open. */
	static const struct {
		uint16_t port;
		uint8_t val;
	} init[] = {{0x20, 0x11}, {0x21, 0x20}, {0x21, 4}, {0x21, 1},	 {0xa0, 0x11},
		    {0xa1, 0x28}, {0xa1, 2},	{0xa1, 1}, {0x21, 0xfb}, {0xa1, 0xfb}};

	for (unsigned n = 0; n < sizeof(init) / sizeof(init[0]); n++)
		bench_out(&bench, init[n].port, 1, init[n].val);
	assert_false(g->glpci_sb.cis_intr.level);
	assert_true(geode_pci_irq(g, BENCH_CARD, 0, true));
	assert_true(g->glpci_sb.cis_intr.level);
	assert_int_equal(g->m.intr_ack(&g->m), 0x2a);
	assert_true(geode_pci_irq(g, BENCH_CARD, 0, false));
	assert_false(geode_pci_irq(g, BENCH_CARD, 1, true)); /* not wired */
	assert_false(geode_pci_irq(g, 3, 0, true));
}

static void test_leds_and_buttons(void **state)
{
	struct geode *g = bench.g;

	(void)state;
	bench_out(&bench, 0x6104, 4, 0x40); /* GPIO6 out, low: on */
	assert_true(geode_led(g, 0));
	bench_out(&bench, 0x6100, 4, 0x40);
	assert_false(geode_led(g, 0));
	assert_false(geode_led(g, 1));
	bench_out(&bench, 0x61a0, 4, 1 << 8); /* GPIO24 in */
	geode_button(g, "reset", true);
	assert_int_equal(bench_in(&bench, 0x61b0, 4) >> 8 & 1, 0);
	assert_false(geode_button(g, "nothing", true));
	assert_true(geode_button(g, "power", true));
}

static void test_known_exceptions_are_excused(void **state)
{
	struct geode_bench b;

	(void)state;
	assert_int_equal(geode_bench_init(&b), 0);
	b.cfg.exception[0] = (struct geode_exception){.rule = "extmsr",
						      .reason = "the vendor's firmware does it"};
	assert_int_equal(geode_bench_on(&b), 0);
	bench_rdmsr(&b, 0x51000010);
	assert_int_equal(b.g->rules.broken[RULE_EXTMSR], 1);
	assert_int_equal(rules_violations(&b.g->rules), 0);
	geode_bench_free(&b);
}

/* Boards on record have older steppings: the low byte becomes a PCI revision. */
static void test_the_processors_stepping(void **state)
{
	struct geode_bench b;

	(void)state;
	for (unsigned revision = 0x30; revision < 0x34; revision++) {
		assert_int_equal(geode_bench_init(&b), 0);
		b.cfg.cpu_revision = (uint8_t)revision;
		assert_int_equal(geode_bench_on(&b), 0);
		assert_int_equal(bench_rdmsr(&b, 0x4c000017) & 0xff, revision);
		geode_bench_free(&b);
	}
	assert_int_equal(geode_bench_init(&b), 0);
	assert_int_equal(geode_bench_on(&b), 0);
	assert_int_equal(bench_rdmsr(&b, 0x4c000017) & 0xff, 0x33);
	geode_bench_free(&b);
}

static void test_refused_descriptions(void **state)
{
	struct geode_bench b;

	(void)state;
	assert_int_equal(geode_bench_init(&b), 0);
	b.cfg.pci[1] = b.cfg.pci[0];
	assert_int_equal(geode_bench_on(&b), -1);
	assert_non_null(strstr(b.err, "two PCI devices"));
	b.cfg.pci[1].device = 15;
	assert_int_equal(geode_bench_on(&b), -1);
	b.cfg.pci[1].kind = GEODE_PCI_EMPTY;
	b.cfg.pci_hz = 0;
	assert_int_equal(geode_bench_on(&b), -1);
	b.cfg.pci_hz = 33333333;
	b.cfg.cpu = CPU_GEODE_GX2;
	assert_int_equal(geode_bench_on(&b), -1);
	b.cfg.cpu = CPU_GEODE_LX;
	b.cfg.flash = NULL;
	assert_int_equal(geode_bench_on(&b), -1);
	geode_bench_free(&b);
}

int main(void)
{
#define COLD(f) cmocka_unit_test_setup_teardown(f, on, off)
#define WARM(f) cmocka_unit_test_setup_teardown(f, warm, off)
	const struct CMUnitTest tests[] = {
		COLD(test_all_register_tables_are_sound),
		cmocka_unit_test_setup_teardown(test_what_is_not_modelled_has_a_reason, off_yet,
						off),
		COLD(test_capability_scan),
		COLD(test_companion_is_out_of_reach_before_extmsr),
		COLD(test_aliases_of_the_companions_gliu),
		COLD(test_hardware_header_and_msr_window),
		COLD(test_idsel_moves_once),
		COLD(test_idsel_must_be_an_address_line),
		COLD(test_rom_is_at_the_top_and_shadowed),
		COLD(test_cached_rom_is_paid_once),
		COLD(test_msrs_cost_by_distance),
		COLD(test_memory_without_descriptor_is_named),
		WARM(test_warm_start_breaks_no_rule),
		WARM(test_pci_bus_master_reaches_memory),
		WARM(test_bus_master_without_descriptor_is_named),
		WARM(test_companions_masters_reach_memory),
		WARM(test_incoherent_dma_is_named),
		COLD(test_chip_reset_spares_the_companion),
		WARM(test_core_clock_follows_the_pll),
		COLD(test_interrupts_and_smis_need_mode_c),
		WARM(test_companion_trap_leaves_its_traces),
		WARM(test_pci_interrupt_reaches_the_processor),
		WARM(test_leds_and_buttons),
		cmocka_unit_test(test_known_exceptions_are_excused),
		cmocka_unit_test(test_the_processors_stepping),
		cmocka_unit_test(test_refused_descriptions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
