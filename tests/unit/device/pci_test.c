/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scan, resources and enabling against a simulated PCI bus. */
#include "../test.h"
#include <boot/context.h>
#include <device/pci.h>
#include <lib/errors.h>
#include "mock.h"
#include "tree.h"

#define MIB 0x100000u

/* --- The board's tree: a host bridge with a router on four links --------------------------------- */

static int domain_scan(struct device *dev)
{
	device_add_window(dev, RES_IO, 0x1000, 0xffff);
	device_add_window(dev, RES_MEM, device_ram()->low_top, 0xfebfffff);
	return 0;
}

static int refuse(struct device *dev)
{
	(void)dev;
	return ERR_TIMEOUT;
}

static const struct device_ops domain_ops = {.scan = domain_scan};
static const struct device_ops broken_ops = {.init = refuse};
static const struct irq_router_ops router = {
	.allowed_irqs = 0xdef8,
	.pir_value = 0x60,
	.pir_vendor = 0x8086,
	.pir_device = 0x7000,
};
static const struct device_ops isa_ops = {.router = &router};

static const struct dt_irq router_irqs[] = {{5, 0}, {10, 0}, {11, 0}, {0, 0}};
static const struct dt_irq sci[] = {{9, 0}};
static const struct dt_irq com1[] = {{4, 3}};
static const struct dt_reg com1_ports[] = {{RES_IO, 0x3f8, 8}};
static const uint32_t display_ids[] = {0x12341111, 0};

/* Pin p of device d ends on link (d + p - 1) & 3. */
static struct dt_irq_map_row rows[16];
static const struct dt_irq_map map = {0x18, 7, 16, rows};

const struct dt_node devtree_nodes[] = {
	{.path = "/", .type = DEVICE_ROOT},
	{.path = "/pci@0",
	 .parent = &devtree_nodes[0],
	 .type = DEVICE_DOMAIN,
	 .ops = &domain_ops,
	 .irq_map = &map},
	{.path = "/pci@0/isa@1,0",
	 .parent = &devtree_nodes[1],
	 .type = DEVICE_PCI,
	 .ops = &isa_ops,
	 .address = 0x08},
	{.path = "/pci@0/isa@1,0/router",
	 .parent = &devtree_nodes[2],
	 .type = DEVICE_ISA,
	 .irq = router_irqs,
	 .irq_count = 4},
	{.path = "/pci@0/isa@1,0/serial@i3f8",
	 .parent = &devtree_nodes[2],
	 .type = DEVICE_ISA,
	 .reg = com1_ports,
	 .reg_count = 1,
	 .irq = com1,
	 .irq_count = 1},
	{.path = "/pci@0/pm@1,3",
	 .parent = &devtree_nodes[1],
	 .type = DEVICE_PCI,
	 .address = 0x0b,
	 .irq = sci,
	 .irq_count = 1},
	{.path = "/pci@0/display",
	 .parent = &devtree_nodes[1],
	 .type = DEVICE_PCI,
	 .ops = &broken_ops,
	 .pci_ids = display_ids},
};
const unsigned devtree_node_count = sizeof(devtree_nodes) / sizeof(devtree_nodes[0]);

const struct irq_link devtree_links[] = {
	{"LNKA", &devtree_nodes[3], 0, 5},
	{"LNKB", &devtree_nodes[3], 1, 10},
	{"LNKC", &devtree_nodes[3], 2, 11},
	{"LNKD", &devtree_nodes[3], 3, 0},
};
const unsigned devtree_link_count = 4;

static const struct ram_info ram = {.low_top = 256 * MIB};

/* --- Helpers ------------------------------------------------------------------------------------- */

static int setup(void **state)
{
	(void)state;
	mock_reset();
	mock_function(-1, 0x00, 0x8086, 0x1237, 0x060000);
	for (unsigned i = 0; i < 16; i++)
		rows[i] = (struct dt_irq_map_row){(uint16_t)(i / 4 << 3), (uint8_t)(i % 4 + 1),
						  (uint8_t)((i / 4 + i % 4) & 3)};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free();
	return 0;
}

static void bring_up(void)
{
	assert_int_equal(device_scan(&ram), 0);
	assert_int_equal(device_resources(), 0);
	assert_int_equal(device_enable(), 0);
}

static int nic(int parent, unsigned slot)
{
	int index = mock_function(parent, PCI_DEVFN(slot, 0), 0x8086, 0x100e, 0x020000);

	mock_bar(index, 0x10, 128 * 1024, 0);
	mock_bar(index, 0x14, 64, 1);
	mock_bar(index, 0x30, 256 * 1024, 0);
	return index;
}

static void set_pin(int index, uint8_t pin)
{
	mock_at(index)->config[PCI_INT_PIN] = pin;
}

static const struct device *at(uint8_t bus, uint8_t devfn)
{
	const struct device *dev;

	for_each_device(dev) {
		if (dev->type == DEVICE_PCI && dev->bus == bus && dev->devfn == devfn)
			return dev;
	}
	return NULL;
}

/* --- Tests --------------------------------------------------------------------------------------- */

static void a_network_card_gets_addresses_and_works(void **state)
{
	int card = nic(-1, 3);

	(void)state;
	bring_up();
	assert_int_equal(mock_config32(card, 0x10), 0xfeba0000);
	assert_int_equal(mock_config32(card, 0x14), 0xffc1);
	assert_int_equal(mock_config32(card, 0x30), 0xfebc0000);
	assert_int_equal(mock_config16(card, PCI_COMMAND), 7);
	assert_int_equal(mock_config8(card, PCI_LATENCY), 64);
	assert_int_equal(mock_config8(card, PCI_CACHE_LINE), 8);
	assert_false(mock_sized_while_decoding());
}

static void functions_of_single_function_devices_are_not_probed(void **state)
{
	(void)state;
	nic(-1, 3);
	assert_int_equal(device_scan(&ram), 0);
	/* 32 slots, and less than 40 more reads for the two functions that are there */
	assert_true(mock_config_reads() < 72);
	assert_non_null(at(0, PCI_DEVFN(3, 0)));
	assert_null(at(0, PCI_DEVFN(3, 1)));
}

static void all_functions_of_a_multi_function_device_are_found(void **state)
{
	int first = mock_function(-1, 0x08, 0x8086, 0x7000, 0x060100);

	(void)state;
	mock_at(first)->config[PCI_HEADER] |= PCI_HEADER_MULTI_FUNCTION;
	mock_function(-1, 0x0b, 0x8086, 0x7113, 0x068000);
	assert_int_equal(device_scan(&ram), 0);
	assert_non_null(at(0, 0x08));
	assert_non_null(at(0, 0x0b));
	assert_null(at(0, 0x09));
	assert_ptr_equal(at(0, 0x0b)->node, &devtree_nodes[5]);
}

static void nested_bridges_get_bus_numbers_from_the_outside_in(void **state)
{
	int a = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	int b = mock_function(a, PCI_DEVFN(1, 0), 0x1b36, 1, 0x060400);
	int c = mock_function(a, PCI_DEVFN(2, 0), 0x1b36, 1, 0x060400);
	int d = mock_function(-1, PCI_DEVFN(5, 0), 0x1b36, 1, 0x060400);
	int card;

	(void)state;
	for (int i = a; i <= d; i++)
		mock_bridge(i, true, true, true);
	card = nic(c, 7);
	nic(d, 8);
	bring_up();
	/* primary, secondary, subordinate */
	assert_int_equal(mock_config32(a, 0x18) & 0xffffff, 0x030100);
	assert_int_equal(mock_config32(b, 0x18) & 0xffffff, 0x020201);
	assert_int_equal(mock_config32(c, 0x18) & 0xffffff, 0x030301);
	assert_int_equal(mock_config32(d, 0x18) & 0xffffff, 0x040400);
	assert_non_null(at(3, PCI_DEVFN(7, 0)));
	/* the windows of both bridges hold the card's BARs */
	for (int i = 0; i < 2; i++) {
		int bridge = i ? c : a;
		uint32_t io = mock_config32(card, 0x14) & ~3u, mem = mock_config32(card, 0x10);
		uint32_t io_base = mock_config8(bridge, 0x1c),
			 mem_base = mock_config16(bridge, 0x20);

		assert_true(io >= (io_base & 0xf0) << 8);
		assert_true(io + 63 <= ((mock_config8(bridge, 0x1d) & 0xf0u) << 8 | 0xfff));
		assert_true(mem >= (mem_base & 0xfff0) << 16);
		assert_true(mem + 0x1ffff <=
			    ((mock_config16(bridge, 0x22) & 0xfff0u) << 16 | 0xfffff));
	}
	/* one page of I/O and one MiB are enough for c, and a has what c has */
	assert_int_equal(mock_config8(c, 0x1c), (mock_config32(card, 0x14) >> 8 & 0xf0) | 1);
	assert_int_equal(mock_config8(c, 0x1d), mock_config8(c, 0x1c));
	assert_int_equal(mock_config16(c, 0x20), mock_config32(card, 0x10) >> 16 & 0xfff0);
	assert_int_equal(mock_config16(c, 0x22), mock_config16(c, 0x20));
	assert_int_equal(mock_config16(a, 0x1c), mock_config16(c, 0x1c));
	assert_int_equal(mock_config32(a, 0x20), mock_config32(c, 0x20));
	/* nothing behind b: its windows are closed, base above limit */
	assert_true((mock_config8(b, 0x1c) & 0xf0) > (mock_config8(b, 0x1d) & 0xf0));
	assert_true(mock_config16(b, 0x20) > mock_config16(b, 0x22));
	assert_true((mock_config16(b, 0x24) & 0xfff0) > (mock_config16(b, 0x26) & 0xfff0));
	assert_int_equal(mock_config16(a, PCI_COMMAND), 7);
}

static void a_chain_of_300_bridges_ends_with_a_message(void **state)
{
	int parent = -1;

	(void)state;
	for (unsigned i = 0; i < 300; i++) {
		parent = mock_function(parent, PCI_DEVFN(1 + i % 31, 0), 0x1b36, 1, 0x060400);
		mock_bridge(parent, true, false, true);
	}
	bring_up();
	assert_int_equal(mock_config8(1, PCI_BRIDGE_SUBORDINATE), 255);
	assert_non_null(strstr(mock_messages(), "no bus number left"));
	assert_non_null(strstr(mock_messages(), "257 functions on 256 buses"));
}

static void large_prefetchable_memory_goes_through_the_64_bit_window(void **state)
{
	int bridge = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	int card = mock_function(bridge, PCI_DEVFN(1, 0), 0x1af4, 0x1110, 0x050000);

	(void)state;
	mock_bridge(bridge, true, true, true);
	mock_bar(card, 0x18, 256 * MIB, 0xc);
	bring_up();
	assert_int_equal(mock_config32(card, 0x18), 0xe000000c);
	assert_int_equal(mock_config32(card, 0x1c), 0);
	assert_int_equal(mock_config32(bridge, 0x24), 0xeff1e001);
	assert_int_equal(mock_config32(bridge, 0x28), 0);
	assert_int_equal(mock_config32(bridge, 0x2c), 0);
}

static void a_bar_that_cannot_fit_is_named_and_its_decoding_stays_off(void **state)
{
	int card = mock_function(-1, PCI_DEVFN(6, 0), 0x1af4, 0x1110, 0x050000);

	(void)state;
	mock_bar(card, 0x10, 256, 0);
	mock_bar(card, 0x14, 32, 1);
	mock_bar(card, 0x18, 8ull << 30, 0xc);
	bring_up();
	assert_int_equal(mock_config16(card, PCI_COMMAND), PCI_COMMAND_IO | PCI_COMMAND_MASTER);
	assert_non_null(strstr(mock_messages(), "00:06.0: no room for 8192 MiB of prefetchable"));
	assert_int_equal(mock_config32(card, 0x18), 0xc);
}

static void a_display_behind_a_bridge_gets_the_vga_addresses(void **state)
{
	int bridge = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	int vga = mock_function(bridge, PCI_DEVFN(1, 0), 0x1013, 0xb8, 0x030000);
	int second = mock_function(bridge, PCI_DEVFN(2, 0), 0x1013, 0xb8, 0x030000);

	(void)state;
	mock_bridge(bridge, true, true, true);
	mock_bar(vga, 0x10, 32 * MIB, 8);
	mock_bar(second, 0x10, 32 * MIB, 8);
	bring_up();
	assert_int_equal(mock_config16(bridge, PCI_BRIDGE_CONTROL), 0x0018);
	assert_int_equal(mock_config16(vga, PCI_COMMAND) & 3, 3);
	/* two displays at A0000h would fight */
	assert_int_equal(mock_config16(second, PCI_COMMAND) & 3, 0);
	assert_int_not_equal(mock_config32(second, 0x10) & ~0xfu, 0);
}

static void aliases_of_the_vga_ports_stay_free_when_a_bridge_forwards_them(void **state)
{
	int bridge = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	int vga = mock_function(bridge, PCI_DEVFN(1, 0), 0x1013, 0xb8, 0x030000);
	int card = nic(-1, 3);

	(void)state;
	mock_bridge(bridge, true, true, false);
	mock_bar(vga, 0x10, 32 * MIB, 8);
	bring_up();
	assert_int_equal(mock_config16(bridge, PCI_BRIDGE_CONTROL), 0x000c);
	assert_int_equal(mock_config32(card, 0x14) & 0x300, 0);
}

static void ide_in_compatibility_mode_keeps_the_old_addresses(void **state)
{
	int ide = mock_function(-1, PCI_DEVFN(6, 0), 0x8086, 0x7010, 0x010180);

	(void)state;
	mock_bar(ide, 0x10, 8, 1);
	mock_bar(ide, 0x20, 16, 1);
	bring_up();
	assert_int_equal(mock_config32(ide, 0x10), 1);
	assert_int_not_equal(mock_config32(ide, 0x20), 1);
}

static void interrupts_follow_the_wiring_through_bridges(void **state)
{
	int on_board = nic(-1, 1);
	int off = nic(-1, 2);
	int bridge = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	int inner = mock_function(bridge, PCI_DEVFN(5, 0), 0x1b36, 1, 0x060400);
	int behind = nic(inner, 6);

	(void)state;
	mock_bridge(bridge, true, true, true);
	mock_bridge(inner, true, true, true);
	set_pin(on_board, 1);
	set_pin(off, 2);
	set_pin(behind, 3);
	bring_up();
	/* device 1, INTA: link (1 + 0) & 3 = B */
	assert_int_equal(mock_config8(on_board, PCI_INT_LINE), 10);
	/* device 2, INTB: link D, which is off: unknown to the OS */
	assert_int_equal(mock_config8(off, PCI_INT_LINE), 0xff);
	/* INTC of device 6 is INTA (2 + 6 = 8) of device 5's bus, INTB (5) of device 4: link B */
	assert_int_equal(mock_config8(behind, PCI_INT_LINE), 10);
	assert_int_equal(irq_route(at(2, PCI_DEVFN(6, 0)), 3), 1);
	assert_int_equal(irq_route(at(0, PCI_DEVFN(1, 0)), 5), ERR_INVALID);
}

static void a_fixed_interrupt_of_the_tree_goes_before_the_pin(void **state)
{
	int isa = mock_function(-1, 0x08, 0x8086, 0x7000, 0x060100);
	int pm = mock_function(-1, 0x0b, 0x8086, 0x7113, 0x068000);

	(void)state;
	mock_at(isa)->config[PCI_HEADER] |= PCI_HEADER_MULTI_FUNCTION;
	set_pin(pm, 1);
	bring_up();
	assert_int_equal(mock_config8(pm, PCI_INT_LINE), 9);
}

static void links_leave_the_interrupts_of_isa_devices_alone(void **state)
{
	(void)state;
	mock_function(-1, 0x08, 0x8086, 0x7000, 0x060100);
	assert_int_equal(device_scan(&ram), 0);
	/* all a router can drive, without COM1's IRQ4 and the SCI */
	assert_int_equal(irq_link_allowed(&devtree_links[0]), 0xdef8 & ~(1 << 4) & ~(1 << 9));
	assert_int_equal(irq_link_allowed(&devtree_links[3]), 0);
	assert_int_equal(irq_link_pir_value(&devtree_links[2]), 0x62);
	assert_ptr_equal(irq_link_router(&devtree_links[0]), at(0, 0x08));
	/* 5, 10, 11 of the links, 9 of the SCI */
	assert_int_equal(irq_level_mask(), 1 << 5 | 1 << 9 | 1 << 10 | 1 << 11);
}

static void a_driver_that_fails_is_named_and_the_others_go_on(void **state)
{
	int display = mock_function(-1, PCI_DEVFN(9, 0), 0x1234, 0x1111, 0x038000);

	(void)state;
	mock_bar(display, 0x10, 16 * MIB, 8);
	bring_up();
	assert_ptr_equal(at(0, PCI_DEVFN(9, 0))->node, &devtree_nodes[6]);
	assert_int_equal(device_init(), ERR_TIMEOUT);
	assert_non_null(strstr(mock_messages(), "00:09.0: "));
}

static void every_node_becomes_one_device_behind_its_parent(void **state)
{
	const struct device *dev;
	unsigned without_pci = 0;

	(void)state;
	mock_function(-1, 0x08, 0x8086, 0x7000, 0x060100);
	assert_int_equal(device_scan(&ram), 0);
	for_each_device(dev) {
		if (dev->node && dev->node->parent)
			assert_ptr_equal(dev->parent, device_of_node(dev->node->parent));
		without_pci += dev->type != DEVICE_PCI;
	}
	/* root, domain, router, UART */
	assert_int_equal(without_pci, 4);
	dev = device_of_node(&devtree_nodes[4]);
	assert_non_null(dev);
	assert_int_equal(dev->res->base, 0x3f8);
}

static void what_hangs_on_a_missing_function_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(device_scan(&ram), 0);
	assert_null(device_of_node(&devtree_nodes[2]));
	assert_null(device_of_node(&devtree_nodes[3]));
	assert_null(irq_link_router(&devtree_links[0]));
	assert_non_null(strstr(mock_messages(), "isa@1,0: not there"));
}

static void a_node_that_fits_two_cards_configures_both(void **state)
{
	int first = mock_function(-1, PCI_DEVFN(9, 0), 0x1234, 0x1111, 0x038000);
	int second = mock_function(-1, PCI_DEVFN(10, 0), 0x1234, 0x1111, 0x038000);

	(void)state;
	/* a pin that no PCI device has */
	set_pin(first, 7);
	set_pin(second, 4);
	bring_up();
	assert_ptr_equal(at(0, PCI_DEVFN(9, 0))->ops, &broken_ops);
	assert_ptr_equal(at(0, PCI_DEVFN(10, 0))->ops, &broken_ops);
	assert_ptr_equal(device_of_node(&devtree_nodes[6]), at(0, PCI_DEVFN(9, 0)));
	assert_int_equal(mock_config8(first, PCI_INT_LINE), 0);
	/* device 10, INTD: link (2 + 3) & 3 = B */
	assert_int_equal(mock_config8(second, PCI_INT_LINE), 10);
}

static void a_machine_without_any_pci_function_still_comes_up(void **state)
{
	(void)state;
	mock_reset();
	bring_up();
	assert_non_null(strstr(mock_messages(), "0 functions on 1 bus"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_network_card_gets_addresses_and_works),
		test(functions_of_single_function_devices_are_not_probed),
		test(all_functions_of_a_multi_function_device_are_found),
		test(nested_bridges_get_bus_numbers_from_the_outside_in),
		test(a_chain_of_300_bridges_ends_with_a_message),
		test(large_prefetchable_memory_goes_through_the_64_bit_window),
		test(a_bar_that_cannot_fit_is_named_and_its_decoding_stays_off),
		test(a_display_behind_a_bridge_gets_the_vga_addresses),
		test(aliases_of_the_vga_ports_stay_free_when_a_bridge_forwards_them),
		test(ide_in_compatibility_mode_keeps_the_old_addresses),
		test(interrupts_follow_the_wiring_through_bridges),
		test(a_fixed_interrupt_of_the_tree_goes_before_the_pin),
		test(links_leave_the_interrupts_of_isa_devices_alone),
		test(a_driver_that_fails_is_named_and_the_others_go_on),
		test(every_node_becomes_one_device_behind_its_parent),
		test(what_hangs_on_a_missing_function_is_left_out),
		test(a_node_that_fits_two_cards_configures_both),
		test(a_machine_without_any_pci_function_still_comes_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
