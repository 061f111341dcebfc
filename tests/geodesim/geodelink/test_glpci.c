/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLPCI: configuration cycles and their traps, inbound regions, MSRs that leave through PCI. */
#include <stdlib.h>

#include "../parts/bench.h"

#include "frame/env.h"
#include "lx/glpci.h"
#include "parts/pcidev.h"
#include "strict/rules.h"

enum { SMI = 0x2002, CTRL = 0x2010, PBUS = 0x2012, REN = 0x2014, C0_DF = 0x2016, R0 = 0x2018 };
enum { EXTMSR = 0x201e };

struct bridge {
	struct bench b;
	struct env env;
	struct rules rules;
	unsigned ssmi;
	struct glpci p;
	struct gl_device d;
	struct pci_bus bus;
	struct io_map io;
	struct mem_map mem;
	struct pcidev card;
	uint8_t memory[0x200000];
	uint32_t companion_msr;
	uint64_t companion_val;
};

static void bridge_ssmi(void *o, bool external)
{
	assert_false(external);
	((struct bridge *)o)->ssmi++;
}

static unsigned companion_device(void *o)
{
	(void)o;
	return 15;
}

static uint64_t companion_read(void *o, uint32_t msr)
{
	((struct bridge *)o)->companion_msr = msr;
	return 0xc0de;
}

static void companion_write(void *o, uint32_t msr, uint64_t val)
{
	struct bridge *t = o;

	t->companion_msr = msr;
	t->companion_val = val;
}

static bool memory_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	memcpy(buf, ((struct bridge *)o)->memory + addr % 0x200000, len);
	return true;
}

static bool memory_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	memcpy(((struct bridge *)o)->memory + addr % 0x200000, buf, len);
	return true;
}

static struct bridge *bridge_new(void)
{
	static const struct pcidev_config card = {
		.vendor = 0x1234, .device = 0x5678, .bar = {{PCI_BAR_MEMORY, 4096}}};
	struct bridge *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	bench_init(&t->b);
	rules_init(&t->rules, NULL);
	t->env = (struct env){
		.clock = &t->b.clock, .rules = &t->rules, .opaque = t, .ssmi = bridge_ssmi};
	pci_bus_init(&t->bus, NULL);
	io_map_init(&t->io);
	mem_map_init(&t->mem, NULL, NULL);
	assert_int_equal(pcidev_init(&t->card, "card", &card, &t->io, &t->mem, NULL), 0);
	pci_bus_add(&t->bus, &t->card.fn, 12, 0);
	glpci_init(&t->p, &t->env, &t->bus, &t->io, &t->mem);
	t->p.companion = (struct glpci_msr_target){
		.opaque = t,
		.device = companion_device,
		.read = companion_read,
		.write = companion_write,
	};
	t->p.memory = (struct dma_if){.opaque = t, .read = memory_read, .write = memory_write};
	t->d = glpci_device(&t->p);
	return t;
}

static void bridge_free(struct bridge *t)
{
	pcidev_free(&t->card);
	rules_free(&t->rules);
	free(t);
}

static void wr(struct bridge *t, uint32_t index, uint64_t val)
{
	t->d.msr_write(t->d.opaque, index, val);
}

static uint64_t rd(struct bridge *t, uint32_t index)
{
	return t->d.msr_read(t->d.opaque, index);
}

static uint32_t in(struct bridge *t, uint16_t port, unsigned size)
{
	return t->d.io_read(t->d.opaque, port, size, 0);
}

static void out(struct bridge *t, uint16_t port, unsigned size, uint32_t val)
{
	t->d.io_write(t->d.opaque, port, size, val, 0);
}

static void test_register_table_is_sound(void **state)
{
	struct bridge *t = bridge_new();
	char err[200];

	(void)state;
	if (reg_table_check(glpci_regs(&t->p, 0)->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_null(glpci_regs(&t->p, 1));
	assert_int_equal(rd(t, 0x2000), 0x105400);
	bridge_free(t);
}

static void test_configuration_cycles_find_devices(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	out(t, 0xcf8, 4, 0x80006000);
	assert_int_equal(in(t, 0xcf8, 4), 0x80006000);
	assert_int_equal(in(t, 0xcfc, 4), 0x56781234);
	assert_int_equal(in(t, 0xcfe, 2), 0x5678);
	assert_int_equal(in(t, 0xcfd, 1), 0x12);
	/* Device 1 has no header in hardware: a master abort, ones. */
	out(t, 0xcf8, 4, 0x80000800);
	assert_int_equal(in(t, 0xcfc, 4), 0xffffffff);
	/* Without the enable bit, and for other than dwords at CF8, these are plain ports. */
	out(t, 0xcf8, 4, 0x00006000);
	assert_int_equal(in(t, 0xcfc, 4), 0xffffffff);
	out(t, 0xcf8, 1, 0x55);
	assert_int_equal(in(t, 0xcf8, 4), 0x00006000);
	/* Another bus is behind no bridge here. */
	out(t, 0xcf8, 4, 0x80016000);
	assert_int_equal(in(t, 0xcfc, 4), 0xffffffff);
	assert_int_equal(t->rules.hits, 0);
	bridge_free(t);
}

static void test_a_base_address_answers_on_the_bus(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	out(t, 0xcf8, 4, 0x80006010);
	out(t, 0xcfc, 4, 0xe0000000);
	out(t, 0xcf8, 4, 0x80006004);
	out(t, 0xcfc, 2, 2);
	t->d.mem_write(t->d.opaque, 0xe0000010, 4, 0x11223344, 0);
	assert_int_equal(t->d.mem_read(t->d.opaque, 0xe0000010, 4, 0), 0x11223344);
	assert_int_equal(t->d.mem_read(t->d.opaque, 0xe0002000, 4, 0), 0xffffffff);
	bridge_free(t);
}

/* PBUS: an SMI handler plays the header. */
static void test_configuration_trap(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	wr(t, PBUS, 1 << 1 | 1 << 12);
	out(t, 0xcf8, 4, 0x80006000);
	assert_int_equal(in(t, 0xcfc, 4), 0x56781234); /* masked after reset */
	assert_int_equal(t->ssmi, 0);
	wr(t, SMI, 0x37);
	in(t, 0xcfc, 4);
	assert_int_equal(t->ssmi, 1);
	assert_int_equal(rd(t, SMI), 0x37 | 1 << 19);
	wr(t, SMI, 0x37 | 1 << 19);
	assert_int_equal(rd(t, SMI), 0x37);
	out(t, 0xcfc, 1, 0);
	assert_int_equal(t->ssmi, 2);
	/* CF8 itself never traps, and other devices do not. */
	out(t, 0xcf8, 4, 0x80006800);
	in(t, 0xcfc, 4);
	assert_int_equal(t->ssmi, 2);
	assert_false(t->p.asmi.level);
	bridge_free(t);
}

static void test_errors_are_noted_unless_masked(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	out(t, 0xcf8, 4, 0x80000800);
	in(t, 0xcfc, 4);
	assert_int_equal(rd(t, SMI), 0x3f);
	wr(t, SMI, 0x3e);
	in(t, 0xcfc, 4);
	assert_int_equal(rd(t, SMI), 0x3e | 1 << 16);
	assert_true(t->p.asmi.level);
	wr(t, SMI, 0x3e | 1 << 16);
	assert_false(t->p.asmi.level);
	wr(t, 0x2003, 0x1f);
	glpci_error(&t->p, GLPCI_PARITY);
	assert_int_equal(rd(t, 0x2003), 0x1f | 1 << 21);
	assert_true(t->p.aerr.level);
	bridge_free(t);
}

static void test_companion_msrs_need_extmsr(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	/* What is left of 51400014 behind two GLIUs: fields 2, 4, index 14h. */
	assert_int_equal(rd(t, 0x50000014), 0);
	assert_int_equal(t->rules.broken[RULE_EXTMSR], 1);
	wr(t, EXTMSR, 0xf00);
	assert_int_equal(rd(t, 0x50000014), 0xc0de);
	assert_int_equal(t->companion_msr, 0x80000014);
	wr(t, 0x50000014, 0x77);
	assert_int_equal(t->companion_val, 0x77);
	assert_int_equal(rd(t, 0x30000014), 0); /* field 1 goes to device 0 */
	assert_int_equal(t->rules.broken[RULE_EXTMSR], 2);
	bridge_free(t);
}

static void test_bus_masters_need_a_region(void **state)
{
	struct bridge *t = bridge_new();
	struct dma_if dma = glpci_dma(&t->p);
	uint32_t word = 0x5aa5f00d;

	(void)state;
	wr(t, R0, 0x0009f00000000130);
	assert_false(dma.write(dma.opaque, 0x1000, &word, 4)); /* CTRL.ME is 0 */
	assert_int_equal(t->rules.broken[RULE_DMA_OUTSIDE], 1);
	wr(t, CTRL, rd(t, CTRL) | 1);
	assert_true(dma.write(dma.opaque, 0x1000, &word, 4));
	assert_memory_equal(t->memory + 0x1000, &word, 4);
	assert_true(glpci_claims(&t->p, 0x9ffff));
	assert_false(glpci_claims(&t->p, 0x100000));
	/* Half inside, half outside. */
	wr(t, R0, 0x0000000000000130);
	assert_false(dma.read(dma.opaque, 0xffe, &word, 4));
	assert_int_equal(word, 0xffff0000);
	assert_int_equal(t->rules.broken[RULE_DMA_OUTSIDE], 2);
	bridge_free(t);
}

static void test_fixed_regions_and_their_properties(void **state)
{
	struct bridge *t = bridge_new();
	struct dma_if dma = glpci_dma(&t->p);
	uint32_t word = 1;

	(void)state;
	wr(t, CTRL, 1);
	wr(t, REN, 1 << 9 | 1 << 10); /* C4000 and C8000 */
	assert_false(glpci_claims(&t->p, 0xc0000));
	assert_true(glpci_claims(&t->p, 0xc4000));
	assert_true(dma.write(dma.opaque, 0xc4000, &word, 4));
	wr(t, C0_DF, 0x0000000000043500); /* C4000: write-protected */
	word = 2;
	assert_false(dma.write(dma.opaque, 0xc4000, &word, 4));
	assert_int_equal(t->memory[0xc4000], 1);
	assert_true(dma.read(dma.opaque, 0xc4000, &word, 4));
	assert_int_equal(word, 1);
	bridge_free(t);
}

/* A master's cycle that memory does not claim may be another device's. */
static void test_devices_reach_each_other(void **state)
{
	struct bridge *t = bridge_new();
	struct dma_if dma = glpci_dma(&t->p);
	uint32_t word = 0xfeed;

	(void)state;
	out(t, 0xcf8, 4, 0x80006010);
	out(t, 0xcfc, 4, 0xe0000000);
	out(t, 0xcf8, 4, 0x80006004);
	out(t, 0xcfc, 2, 2);
	assert_true(dma.write(dma.opaque, 0xe0000020, &word, 4));
	assert_int_equal(t->d.mem_read(t->d.opaque, 0xe0000020, 4, 0), 0xfeed);
	assert_int_equal(t->rules.hits, 0);
	bridge_free(t);
}

static void test_reset_closes_everything(void **state)
{
	struct bridge *t = bridge_new();

	(void)state;
	wr(t, CTRL, 1);
	wr(t, R0, 0x0009f00000000130);
	wr(t, EXTMSR, 0xf00);
	out(t, 0xcf8, 4, 0x80006000);
	glpci_reset(&t->p);
	assert_false(glpci_claims(&t->p, 0));
	assert_int_equal(rd(t, EXTMSR), 0);
	assert_int_equal(in(t, 0xcf8, 4), 0);
	bridge_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_register_table_is_sound),
		cmocka_unit_test(test_configuration_cycles_find_devices),
		cmocka_unit_test(test_a_base_address_answers_on_the_bus),
		cmocka_unit_test(test_configuration_trap),
		cmocka_unit_test(test_errors_are_noted_unless_masked),
		cmocka_unit_test(test_companion_msrs_need_extmsr),
		cmocka_unit_test(test_bus_masters_need_a_region),
		cmocka_unit_test(test_fixed_regions_and_their_properties),
		cmocka_unit_test(test_devices_reach_each_other),
		cmocka_unit_test(test_reset_closes_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
