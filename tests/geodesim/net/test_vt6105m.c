/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VT6105M without its rings: configuration space, EEPROM, transceiver, resets, wake-up. */
#include "nic_bench.h"

static int set_up(void **state)
{
	struct nic *n = nic_new();

	nic_enable(n);
	*state = n;
	return 0;
}

static int tear_down(void **state)
{
	nic_free(*state);
	return 0;
}

static uint32_t pci(struct nic *n, uint8_t reg, unsigned size)
{
	return pci_config_read(&n->bus, DEVFN, reg, size);
}

static void it_is_found_as_a_vt6105m(void **state)
{
	struct nic *n = *state;

	assert_int_equal(pci(n, 0x00, 4), 0x30531106);
	assert_int_equal(pci(n, 0x08, 4), 0x02000096);
	assert_int_equal(pci(n, 0x2c, 4), 0x01061106);
	assert_int_equal(pci(n, 0x3d, 1), 1);
	assert_true(pci(n, 0x06, 2) & 0x10);
	assert_int_equal(pci(n, 0x34, 1), 0x40);
	assert_int_equal(pci(n, 0x40, 4), 0xfe020001);
	pci_config_write(&n->bus, DEVFN, 0x10, 4, 0xffffffff);
	assert_int_equal(pci(n, 0x10, 4), 0xffffff01);
	pci_config_write(&n->bus, DEVFN, 0x14, 4, 0xffffffff);
	assert_int_equal(pci(n, 0x14, 4), 0xffffff00);
}

static void memory_decodes_only_when_cfgd_says_so(void **state)
{
	struct nic *n = *state;

	assert_int_equal(r(n, PAR, 4), 0x12b90d00);
	io_map_write(&n->io, IO + CFGD, 1, 0);
	assert_int_equal(r(n, PAR, 4), 0xffffffff);
	assert_int_equal(io_map_read(&n->io, IO + PAR, 4), 0x12b90d00);
	/* The same switch is in configuration space. */
	pci_config_write(&n->bus, DEVFN, 0x53, 1, 0x80);
	assert_int_equal(r(n, PAR, 4), 0x12b90d00);
	assert_int_equal(r(n, CFGD, 1), 0x80);
	pci_config_write(&n->bus, DEVFN, 0x04, 2, 4);
	assert_int_equal(r(n, PAR, 4), 0xffffffff);
	assert_int_equal(io_map_read(&n->io, IO + PAR, 4), 0xffffffff);
}

static void configuration_space_keeps_what_firmware_writes(void **state)
{
	static const struct {
		uint8_t reg, size;
		uint32_t written, kept;
	} rows[] = {
		{0x0c, 1, 0x08, 0x08},	  {0x0d, 1, 0x40, 0x40},    {0x18, 4, 0xffffffff, 0},
		{0x1c, 4, 0xffffffff, 0}, {0x20, 4, 0xffffffff, 0}, {0x24, 4, 0xffffffff, 0},
		{0x3c, 1, 0x0b, 0x0b},	  {0x50, 1, 0x11, 0x11},    {0x51, 1, 0x22, 0x22},
		{0x52, 1, 0x33, 0x33},	  {0x34, 1, 0xff, 0x40},    {0x3e, 2, 0xffff, 0x0803},
	};
	struct nic *n = *state;

	for (unsigned k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		pci_config_write(&n->bus, DEVFN, rows[k].reg, rows[k].size, rows[k].written);
		assert_int_equal(pci(n, rows[k].reg, rows[k].size), rows[k].kept);
	}
	assert_int_equal(r(n, CFGD - 3, 4), 0x80332211);
}

static void every_register_keeps_what_it_may(void **state)
{
	struct nic *n = *state;
	const struct reg_table *t = n->v.regs.table;

	for (unsigned i = 0; i < t->count; i++) {
		const struct reg *reg = &t->reg[i];
		unsigned size = reg->width / 8;
		uint32_t all = size == 4 ? UINT32_MAX : (1u << reg->width) - 1, was, now;

		/* Commands and counters have tests of their own. */
		if (reg->pre_write || (reg->post_write && reg->addr != IMR) || reg->w1c) {
			r(n, (uint16_t)reg->addr, size);
			continue;
		}
		was = r(n, (uint16_t)reg->addr, size);
		w(n, (uint16_t)reg->addr, size, 0xa5a5a5a5);
		now = r(n, (uint16_t)reg->addr, size);
		if (now != ((0xa5a5a5a5 & all & ~reg->ro) | (was & reg->ro)))
			fail_msg("%s: %08X, written %08X", reg->name, now, 0xa5a5a5a5 & all);
	}
}

static void its_tables_are_well_formed(void **state)
{
	const struct nic *n = *state;
	char err[200];
	unsigned k = 0;

	for (; vt6105m_regs(&n->v, k); k++) {
		if (reg_table_check(vt6105m_regs(&n->v, k)->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(k, 3);
}

/* The three wires. */

static bool wires(struct nic *n, bool cs, bool sk, bool di)
{
	w(n, EECSR, 1, 0x10 | cs << 3 | sk << 2 | di << 1);
	return r(n, EECSR, 1) & 1;
}

static void clock_out(struct nic *n, unsigned val, unsigned bits)
{
	while (bits--) {
		wires(n, true, false, val >> bits & 1);
		wires(n, true, true, val >> bits & 1);
	}
}

static unsigned eeprom_read(struct nic *n, unsigned address)
{
	unsigned val = 0;

	wires(n, false, false, false);
	wires(n, true, false, false);
	clock_out(n, 0x180 | address, 9);
	for (unsigned k = 0; k < 16; k++) {
		wires(n, true, false, false);
		val = val << 1 | wires(n, true, true, false);
	}
	wires(n, false, false, false);
	return val;
}

static void eeprom_command(struct nic *n, unsigned command, int data)
{
	wires(n, true, false, false);
	clock_out(n, command, 9);
	if (data >= 0)
		clock_out(n, (unsigned)data, 16);
	wires(n, false, false, false);
}

static void the_eeprom_is_read_and_written_over_three_wires(void **state)
{
	struct nic *n = *state;

	assert_int_equal(eeprom_read(n, 0), 0x0d00);
	assert_int_equal(eeprom_read(n, 2), 0x5634);
	assert_int_equal(eeprom_read(n, 7), 0x7300);
	eeprom_command(n, 0x140 | 2, 0xbeef); /* writes are locked at power-on */
	assert_int_equal(eeprom_read(n, 2), 0x5634);
	eeprom_command(n, 0x130, -1); /* unlock */
	eeprom_command(n, 0x140 | 2, 0xbeef);
	assert_int_equal(eeprom_read(n, 2), 0xbeef);
	eeprom_command(n, 0x1c0 | 2, -1); /* erase */
	assert_int_equal(eeprom_read(n, 2), 0xffff);
	eeprom_command(n, 0x110, 0x1234); /* write all */
	assert_int_equal(eeprom_read(n, 63), 0x1234);
	eeprom_command(n, 0x120, -1); /* erase all */
	assert_int_equal(eeprom_read(n, 0), 0xffff);
	eeprom_command(n, 0x100, -1); /* lock */
	eeprom_command(n, 0x140, 1);
	assert_int_equal(eeprom_read(n, 0), 0xffff);
}

static void reloading_brings_the_address_back(void **state)
{
	struct nic *n = *state;

	w(n, PAR, 4, 0xffffffff);
	w(n, EECSR, 1, 0x20);
	assert_int_equal(r(n, EECSR, 1) & 0x20, 0x20);
	bench_run_ns(&n->b, 100000);
	/* It brings CFGA to CFGD too: memory no longer decodes. */
	assert_int_equal(r(n, EECSR, 1), 0xff);
	nic_enable(n);
	assert_int_equal(r(n, EECSR, 1) & 0xa0, 0x80);
	assert_int_equal(r(n, PAR, 4), 0x12b90d00);
	/* An erased EEPROM brings nothing. */
	memset(n->v.eeprom.word, 0xff, sizeof(n->v.eeprom.word));
	w(n, PAR, 4, 0x01020304);
	w(n, EECSR, 1, 0x20);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(r(n, EECSR, 1) & 0xa0, 0);
	assert_int_equal(r(n, PAR, 4), 0x01020304);
}

/* The transceiver. */

static uint16_t mii_read(struct nic *n, uint8_t reg)
{
	w(n, MIIADR, 1, reg);
	w(n, MIICR, 1, 0x40);
	assert_int_equal(r(n, MIICR, 1) & 0x40, 0x40);
	bench_run_ns(&n->b, 30000);
	assert_int_equal(r(n, MIICR, 1) & 0x40, 0);
	return (uint16_t)r(n, MIIDATA, 2);
}

static void mii_write(struct nic *n, uint8_t reg, uint16_t val)
{
	w(n, MIIADR, 1, reg);
	w(n, MIIDATA, 2, val);
	w(n, MIICR, 1, 0x20);
	bench_run_ns(&n->b, 30000);
}

static void the_link_comes_by_autonegotiation(void **state)
{
	struct nic *n = *state;

	assert_int_equal(mii_read(n, 2) << 16 | mii_read(n, 3), 0x01018f43);
	assert_int_equal(mii_read(n, 1) & 0x24, 0);
	assert_int_equal(r(n, MIISR, 1), 0x02);
	nic_plug(n);
	assert_int_equal(mii_read(n, 1) & 0x24, 0x20); /* the lost link was latched */
	assert_int_equal(mii_read(n, 1) & 0x24, 0x24);
	assert_int_equal(mii_read(n, 5) & 0x01e0, 0x01e0);
	assert_int_equal(mii_read(n, 6) & 3, 3);
	assert_int_equal(mii_read(n, 6) & 3, 1);
	assert_int_equal(r(n, MIISR, 1), 0);
	mii_write(n, 0, 0x1200); /* again */
	assert_int_equal(r(n, MIISR, 1), 0x02);
	bench_run_ns(&n->b, 3000000000);
	assert_int_equal(r(n, MIISR, 1), 0);
	mii_write(n, 4, 0x0061); /* only 10 Mbit/s */
	mii_write(n, 0, 0x1200);
	bench_run_ns(&n->b, 3000000000);
	assert_int_equal(r(n, MIISR, 1), 0x01);
	mii_write(n, 0, 0x2000); /* 100 Mbit/s, no questions asked */
	bench_run_ns(&n->b, 100000000);
	assert_int_equal(r(n, MIISR, 1), 0);
	mii_write(n, 0, 0x0800); /* powered down */
	bench_run_ns(&n->b, 3000000000);
	assert_int_equal(r(n, MIISR, 1), 0x02);
	mii_write(n, 0, 0x8000); /* reset: all as at power-on */
	assert_int_equal(mii_read(n, 0), 0x3100);
	assert_int_equal(mii_read(n, 4), 0x01e1);
	w(n, MIIAD, 1, 5); /* nobody there */
	assert_int_equal(mii_read(n, 2), 0xffff);
}

static void polling_shows_the_status_register_and_tells_of_changes(void **state)
{
	struct nic *n = *state;

	w(n, MIICR, 1, 0);
	w(n, MIIADR, 1, 0x40 | 1);
	w(n, MIICR, 1, 0x80);
	bench_run_ns(&n->b, 30000);
	assert_int_equal(r(n, MIIADR, 1) & 0xa0, 0x20);
	assert_int_equal(r(n, MIIDATA, 2) & 0x7849, 0x7849);
	w(n, IMR, 2, 0x4000);
	assert_false(n->v.irq.level);
	nic_plug(n);
	assert_int_equal(r(n, ISR, 2), 0x4000);
	assert_true(n->v.irq.level);
	w(n, ISR, 2, 0x4000);
	assert_false(n->v.irq.level);
	net_link(&n->net, false);
	assert_int_equal(r(n, ISR, 2), 0x4000);
	w(n, MIICR, 1, 0);
	bench_run_ns(&n->b, 30000);
	assert_int_equal(r(n, MIIADR, 1) & 0xa0, 0x80);
}

/* Resets. */

static void a_software_reset_takes_a_while_and_keeps_the_wake_up_registers(void **state)
{
	struct nic *n = *state;

	w(n, WOLCR, 1, 0x20);
	w(n, RCR, 1, 0x1f);
	w(n, IMR, 2, 0xffff);
	w(n, CR1, 1, 0x80);
	assert_int_equal(r(n, CR1, 1) & 0x80, 0x80);
	bench_run_ns(&n->b, 20000);
	assert_int_equal(r(n, CR1, 1), 0);
	assert_int_equal(r(n, RCR, 1), 0);
	assert_int_equal(r(n, IMR, 2), 0);
	assert_int_equal(r(n, CR0, 1), 0x04);
	assert_int_equal(r(n, WOLCR, 1), 0x20);
	w(n, RCR, 1, 0x1f);
	w(n, MISC1, 1, 0x40); /* the forced kind */
	bench_run_ns(&n->b, 20000);
	assert_int_equal(r(n, RCR, 1), 0);
	assert_int_equal(r(n, CR1, 1), 0);
	vt6105m_reset(&n->v);
	nic_enable(n);
	assert_int_equal(r(n, WOLCR, 1), 0x20);
	assert_int_equal(r(n, PAR, 4), 0x12b90d00);
}

/* Wake-up. */

static void count_interrupt(void *opaque, bool level)
{
	*(unsigned *)opaque += level;
}

static void a_reset_of_the_bus_raises_no_interrupt(void **state)
{
	struct nic *n = *state;
	struct signal_hook hook;
	unsigned count = 0;

	nic_plug(n);
	bench_run_ns(&n->b, 3000000000);
	w(n, MIICR, 1, 0);
	w(n, MIIADR, 1, 0x40 | 1);
	w(n, MIICR, 1, 0x80); /* polls, as Linux has it do */
	bench_run_ns(&n->b, 30000);
	w(n, ISR, 2, 0xffff);
	w(n, IMR, 2, 0x4000);
	signal_connect(&n->v.irq, &hook, count_interrupt, &count);
	vt6105m_reset(&n->v);
	assert_int_equal(count, 0);
	assert_false(n->v.irq.level);
}

static void wake_up_registers_are_set_and_cleared_bit_by_bit(void **state)
{
	static const struct {
		uint16_t set, clear;
	} pairs[] = {{0xa0, 0xa4}, {0xa1, 0xa5}, {0xa2, 0xa6},
		     {0xa3, 0xa7}, {0xa8, 0xac}, {0xa9, 0xad}};
	struct nic *n = *state;

	for (unsigned k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		w(n, pairs[k].set, 1, 0x30);
		w(n, pairs[k].set, 1, 0x05);
		assert_int_equal(r(n, pairs[k].set, 1), 0x35);
		assert_int_equal(r(n, pairs[k].clear, 1), 0);
		w(n, pairs[k].clear, 1, 0x11);
		assert_int_equal(r(n, pairs[k].set, 1), 0x24);
	}
}

static void asleep(struct nic *n, uint8_t kinds)
{
	nic_plug(n);
	w(n, WOLCR, 1, kinds);
	pci_config_write(&n->bus, DEVFN, 0x44, 2, 0x0103);
	assert_int_equal(r(n, STICKHW, 1) & 3, 3);
	assert_false(n->v.pme.level);
}

static void a_magic_packet_wakes(void **state)
{
	struct nic *n = *state;
	uint8_t frame[128];

	asleep(n, 0x20);
	make_frame(frame, everyone, sizeof(frame));
	vt6105m_wire(&n->v, frame, sizeof(frame), 0);
	bench_run_ns(&n->b, 1000000);
	assert_false(n->v.pme.level);
	memset(frame + 20, 0xff, 6);
	for (unsigned k = 0; k < 16; k++)
		memcpy(frame + 26 + 6 * k, own, 6);
	vt6105m_wire(&n->v, frame, sizeof(frame), 0);
	bench_run_ns(&n->b, 1000000);
	assert_true(n->v.pme.level);
	assert_int_equal(r(n, PWRCSR, 1), 0x20);
	assert_int_equal(pci(n, 0x44, 2), 0x8103);
	pci_config_write(&n->bus, DEVFN, 0x44, 2, 0x8000);
	assert_false(n->v.pme.level);
	assert_int_equal(r(n, STICKHW, 1) & 3, 0);
	w(n, PWRCSR + 4, 1, 0xff);
	assert_int_equal(r(n, PWRCSR, 1), 0);
}

static void the_own_address_and_a_lost_link_wake_when_asked_for(void **state)
{
	struct nic *n = *state;

	asleep(n, 0x10);
	arrive(n, everyone, 60, 0);
	assert_int_equal(r(n, PWRCSR, 1), 0);
	w(n, WOLCG, 1, 0x10); /* broadcasts count */
	arrive(n, everyone, 60, 0);
	assert_int_equal(r(n, PWRCSR, 1), 0x10);
	w(n, PWRCSR + 4, 1, 0x10);
	arrive(n, own, 60, 0);
	assert_int_equal(r(n, PWRCSR, 1), 0x10);
	w(n, WOLCR + 4, 1, 0x10);
	assert_int_equal(r(n, WOLCR, 1), 0);
	w(n, WOLCR, 1, 0xc0);
	net_link(&n->net, false);
	assert_int_equal(r(n, PWRCSR, 1), 0x90);
	net_link(&n->net, true);
	bench_run_ns(&n->b, 3000000000);
	assert_int_equal(r(n, PWRCSR, 1), 0xd0);
	/* Awake nothing counts. */
	w(n, PWRCSR + 4, 1, 0xff);
	w(n, STICKHW, 1, 0);
	assert_int_equal(pci(n, 0x44, 2) & 3, 0);
	net_link(&n->net, false);
	assert_int_equal(r(n, PWRCSR, 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(it_is_found_as_a_vt6105m),
		T(memory_decodes_only_when_cfgd_says_so),
		T(configuration_space_keeps_what_firmware_writes),
		T(every_register_keeps_what_it_may),
		T(its_tables_are_well_formed),
		T(the_eeprom_is_read_and_written_over_three_wires),
		T(reloading_brings_the_address_back),
		T(the_link_comes_by_autonegotiation),
		T(polling_shows_the_status_register_and_tells_of_changes),
		T(a_software_reset_takes_a_while_and_keeps_the_wake_up_registers),
		T(a_reset_of_the_bus_raises_no_interrupt),
		T(wake_up_registers_are_set_and_cleared_bit_by_bit),
		T(a_magic_packet_wakes),
		T(the_own_address_and_a_lost_link_wake_when_asked_for),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
