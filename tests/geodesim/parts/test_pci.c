/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI bus, mechanism 1, base addresses and the PC's bridges at register level. */
#include "bench.h"

#include "parts/i8259.h"
#include "parts/pci_pc.h"
#include "parts/pcidev.h"

struct rig {
	struct io_map io;
	struct mem_map mem;
	struct pci_bus bus;
	struct pcidev dev;
	struct pci_isa isa;
	struct pci_ide ide;
	struct i8259 pic;
	struct io_if cf8;
};

static const struct pcidev_config config = {
	.vendor = 0x1234,
	.device = 0x5678,
	.class_code = 0x020000,
	.revision = 3,
	.pin = 1,
	.bar = {{PCI_BAR_IO, 32}, {PCI_BAR_MEMORY, 4096}, {PCI_BAR_PREFETCHABLE, 65536}},
};

static void setup(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	io_map_init(&r->io);
	mem_map_init(&r->mem, NULL, NULL);
	pci_bus_init(&r->bus, NULL);
	i8259_init(&r->pic, NULL);
	pci_isa_init(&r->isa, r->pic.line, NULL);
	pci_ide_init(&r->ide, NULL);
	assert_int_equal(pcidev_init(&r->dev, "device", &config, &r->io, &r->mem, NULL), 0);
	pci_bus_add(&r->bus, &r->isa.fn, 1, 0);
	pci_bus_add(&r->bus, &r->ide.fn, 1, 1);
	pci_bus_add(&r->bus, &r->dev.fn, 5, 0);
	r->cf8 = pci_mechanism1_io(&r->bus);
}

static uint32_t get(struct rig *r, unsigned dev, unsigned reg)
{
	r->cf8.write(r->cf8.opaque, 0, 4, 0x80000000u | dev << 11 | (reg & 0xfc));
	return r->cf8.read(r->cf8.opaque, (uint16_t)(4 + (reg & 3)), 4);
}

static void put(struct rig *r, unsigned dev, unsigned reg, unsigned size, uint32_t val)
{
	r->cf8.write(r->cf8.opaque, 0, 4, 0x80000000u | dev << 11 | (reg & 0xfc));
	r->cf8.write(r->cf8.opaque, (uint16_t)(4 + (reg & 3)), size, val);
}

static void functions_identify_themselves_and_empty_slots_do_not(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(get(&r, 5, 0), 0x56781234);
	assert_int_equal(get(&r, 5, 8), 0x02000003);
	assert_int_equal(get(&r, 5, 0x3c), 0x0100);
	assert_int_equal(get(&r, 1, 0), 0x70008086);
	assert_int_equal(get(&r, 9, 0), 0xffffffff);
	r.cf8.write(r.cf8.opaque, 0, 4, 0x80010000); /* bus 1 */
	assert_int_equal(r.cf8.read(r.cf8.opaque, 4, 4), 0xffffffff);
	r.cf8.write(r.cf8.opaque, 0, 4, 0x00002800); /* not enabled */
	assert_int_equal(r.cf8.read(r.cf8.opaque, 4, 4), 0xffffffff);
	pcidev_free(&r.dev);
}

static void only_dword_accesses_reach_the_address_register(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	r.cf8.write(r.cf8.opaque, 0, 4, 0x80002803);
	assert_int_equal(r.cf8.read(r.cf8.opaque, 0, 4), 0x80002800);
	r.cf8.write(r.cf8.opaque, 0, 1, 0x55);
	r.cf8.write(r.cf8.opaque, 3, 1, 0x00);
	assert_int_equal(r.cf8.read(r.cf8.opaque, 0, 4), 0x80002800);
	assert_int_equal(r.cf8.read(r.cf8.opaque, 0, 1), 0xff);
	pcidev_free(&r.dev);
}

static void base_addresses_tell_their_size_and_decode_where_they_are_put(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	put(&r, 5, 0x10, 4, 0xffffffff);
	assert_int_equal(get(&r, 5, 0x10), 0xffffffe1);
	put(&r, 5, 0x14, 4, 0xffffffff);
	assert_int_equal(get(&r, 5, 0x14), 0xfffff000);
	put(&r, 5, 0x18, 4, 0xffffffff);
	assert_int_equal(get(&r, 5, 0x18), 0xffff0008);
	put(&r, 5, 0x1c, 4, 0xffffffff);
	assert_int_equal(get(&r, 5, 0x1c), 0);
	put(&r, 5, 0x10, 4, 0xc000);
	put(&r, 5, 0x14, 4, 0xe0000000);
	assert_int_equal(io_map_read(&r.io, 0xc000, 4), 0xffffffff);
	put(&r, 5, 4, 2, 3);
	io_map_write(&r.io, 0xc004, 4, 0x11223344);
	assert_int_equal(io_map_read(&r.io, 0xc005, 1), 0x33);
	mem_map_write(&r.mem, 0xe0000ff8, 8, UINT64_C(0x0102030405060708));
	assert_int_equal(mem_map_read(&r.mem, 0xe0000fff, 1), 1);
	put(&r, 5, 0x14, 4, 0xd0000000);
	assert_int_equal(mem_map_read(&r.mem, 0xe0000fff, 1), 0xff);
	assert_int_equal(mem_map_read(&r.mem, 0xd0000fff, 1), 1);
	put(&r, 5, 4, 2, 0);
	assert_int_equal(mem_map_read(&r.mem, 0xd0000fff, 1), 0xff);
	pcidev_free(&r.dev);
}

static void reset_takes_base_addresses_away(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	put(&r, 5, 0x10, 4, 0xc000);
	put(&r, 5, 4, 2, 1);
	pci_function_reset(&r.dev.fn);
	assert_int_equal(io_map_read(&r.io, 0xc000, 1), 0xff);
	assert_int_equal(get(&r, 5, 0x10), 1);
	assert_int_equal(get(&r, 5, 0), 0x56781234);
	pcidev_free(&r.dev);
}

static void impossible_devices_are_refused(void **state)
{
	struct rig r;
	struct pcidev_config bad = config;
	struct pcidev d;

	(void)state;
	setup(&r);
	bad.bar[1].size = 5000;
	assert_int_equal(pcidev_init(&d, "bad", &bad, &r.io, &r.mem, NULL), -1);
	pcidev_free(&r.dev);
}

static void pci_interrupts_follow_their_route(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	pci_isa_intx(&r.isa, 1, true);
	assert_false(r.pic.line[10].level);
	put(&r, 1, 0x61, 1, 0x0a);
	assert_true(r.pic.line[10].level);
	signal_drive(&r.pic.line[10], 0, true); /* an ISA device shares the line */
	put(&r, 1, 0x61, 1, 0x0b);
	assert_true(r.pic.line[10].level);
	assert_true(r.pic.line[11].level);
	put(&r, 1, 0x61, 1, 0x80);
	assert_false(r.pic.line[11].level);
	pcidev_free(&r.dev);
}

static void every_register_table_is_well_formed(void **state)
{
	struct rig r;
	const struct reg_table *t[3];
	char err[128] = "";

	(void)state;
	setup(&r);
	t[0] = r.isa.fn.regs.table;
	t[1] = r.ide.fn.regs.table;
	t[2] = r.dev.fn.regs.table;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(reg_table_check(t[i], err, sizeof(err)), 0);
	pcidev_free(&r.dev);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_identify_themselves_and_empty_slots_do_not),
		cmocka_unit_test(only_dword_accesses_reach_the_address_register),
		cmocka_unit_test(base_addresses_tell_their_size_and_decode_where_they_are_put),
		cmocka_unit_test(reset_takes_base_addresses_away),
		cmocka_unit_test(impossible_devices_are_refused),
		cmocka_unit_test(pci_interrupts_follow_their_route),
		cmocka_unit_test(every_register_table_is_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
