/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMBus controller at register level: SPD reads as drivers make them, errors, recovery. */
#include "sbio_bench.h"

#include "cs5536/smb.h"
#include "parts/eeprom.h"

enum { SDA, STS, CST, CTL1, ADDR, CTL2, CTL3 };
enum { XMIT = 1, MASTER = 2, NMATCH = 4, STASTR = 8, NEGACK = 0x10, BER = 0x20, SDAST = 0x40 };
enum { SLVSTP = 0x80 };
enum { BUSY = 1, BB = 2, MATCH = 4, GCMTCH = 8, TSDA = 0x10, TGSCL = 0x20 };
enum { START = 1, STOP = 2, INTEN = 4, ACK = 0x10, GCMEN = 0x20, NMINTE = 0x40, STASTRE = 0x80 };

#define POLL_NS	  600
#define POLLS	  1000
#define FAILED	  (-1)
#define TIMED_OUT (-2)

struct rig {
	struct sb_bench s;
	struct gpio gpio;
	struct smb smb;
	struct eeprom rom;
	struct io_if io;
	struct edges irq;
};

static void mux(struct rig *r)
{
	struct io_if io = gpio_io(&r->gpio);

	out32(io, 0x10, 0xc000);
	out32(io, 0x04, 0xc000);
	out32(io, 0x34, 0xc000);
	out32(io, 0x20, 0xc000);
}

static void plug(struct rig *r)
{
	uint8_t spd[EEPROM_SIZE];

	for (unsigned i = 0; i < sizeof(spd); i++)
		spd[i] = (uint8_t)(i * 7 + 1);
	sb_bench_init(&r->s);
	gpio_init(&r->gpio, &r->s.env);
	smb_init(&r->smb, &r->s.env, &r->gpio);
	eeprom_init(&r->rom, &r->s.b.clock, 0x50, spd, sizeof(spd));
	assert_true(i2c_attach(&r->smb.bus, eeprom_device(&r->rom)));
	r->io = smb_io(&r->smb);
	edges_watch(&r->irq, &r->s.b, &r->smb.irq);
}

static void setup(struct rig *r)
{
	plug(r);
	mux(r);
	out8(r->io, CTL2, 0xff);
	out8(r->io, ADDR, 0xef);
}

static uint8_t look(struct rig *r, unsigned reg)
{
	bench_run_ns(&r->s.b, POLL_NS);
	return in8(r->io, (uint16_t)reg);
}

/* Wait for SDAST as firmware does: some hundred reads, broken off by an error. */
static int wait_ready(struct rig *r)
{
	for (unsigned i = 0; i < POLLS; i++) {
		uint8_t sts = look(r, STS);

		if (sts & SDAST)
			return 0;
		if (sts & (BER | NEGACK))
			return FAILED;
	}
	return TIMED_OUT;
}

static void error_exit(struct rig *r)
{
	uint8_t sts;

	out8(r->io, CTL1, (uint8_t)(in8(r->io, CTL1) | STOP));
	wait_ready(r);
	sts = look(r, STS);
	out8(r->io, STS, sts);
	out8(r->io, STS, 0);
}

static int put(struct rig *r, uint8_t byte)
{
	out8(r->io, SDA, byte);
	if (look(r, STS) & (BER | NEGACK))
		return FAILED;
	return wait_ready(r);
}

static int start(struct rig *r)
{
	out8(r->io, CTL1, (uint8_t)(in8(r->io, CTL1) | START));
	return wait_ready(r);
}

/* One SPD byte, step by step as LX firmware reads it (sheet 3.3). */
static int read_byte(struct rig *r, uint8_t device, uint8_t offset)
{
	int rc;

	for (unsigned i = 0; i < POLLS && (look(r, CTL1) & STOP); i++)
		out8(r->io, CTL2, 0xff);
	rc = start(r);
	if (!rc)
		rc = put(r, (uint8_t)(device << 1));
	if (!rc) {
		out8(r->io, CTL1, (uint8_t)(in8(r->io, CTL1) | ACK));
		rc = put(r, offset);
	}
	if (!rc)
		rc = start(r);
	if (!rc)
		rc = put(r, (uint8_t)(device << 1 | 1));
	if (!rc) {
		out8(r->io, CTL1, STOP);
		rc = wait_ready(r);
	}
	if (rc) {
		error_exit(r);
		return rc;
	}
	return look(r, SDA);
}

static void every_register_is_sound(void **state)
{
	struct rig r;

	(void)state;
	plug(&r);
	table_is_sound(smb_regs(&r.smb, 0));
	assert_null(smb_regs(&r.smb, 1));
	for (unsigned i = 0; i < SMB_REGS; i++)
		assert_int_equal(in8(r.io, (uint16_t)i), i == CST ? TSDA : 0);
	assert_int_equal(in8(r.io, 7), 0xff);
	sb_bench_silent(&r.s);
}

static void the_driver_s_presence_test_passes(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, CTL2, 0x70);
	assert_int_equal(in8(r.io, CTL2), 0x70);
	out8(r.io, CTL1, NMINTE);
	assert_int_equal(in8(r.io, CTL1), 0);
	out8(r.io, CTL2, 0x71);
	out8(r.io, CTL1, NMINTE);
	assert_int_equal(in8(r.io, CTL1), NMINTE);
	/* Switching off forgets everything but address and rate. */
	out8(r.io, CTL2, 0x70);
	assert_int_equal(in8(r.io, CTL1), 0);
	assert_int_equal(in8(r.io, STS), 0);
	assert_int_equal(in8(r.io, ADDR), 0xef);
	assert_int_equal(in8(r.io, CTL2), 0x70);
	sb_bench_silent(&r.s);
}

static void spd_bytes_are_read(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned i = 0; i < EEPROM_SIZE; i++)
		assert_int_equal(read_byte(&r, 0x50, (uint8_t)i), (uint8_t)(i * 7 + 1));
	for (unsigned i = 0; i < EEPROM_SIZE; i++)
		assert_int_equal(r.rom.reads[i], 1);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(in8(r.io, STS), 0);
	assert_int_equal(in8(r.io, CST), TSDA);
	assert_int_equal(in8(r.io, CTL1), 0);
	sb_bench_silent(&r.s);
}

static void an_empty_socket_is_found_and_the_next_read_works(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(read_byte(&r, 0x51, 2), FAILED);
		assert_int_equal(read_byte(&r, 0x50, 2), 15);
	}
	sb_bench_silent(&r.s);
}

static void the_status_after_each_step(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, CTL1, START);
	assert_int_equal(in8(r.io, STS) & SDAST, 0); /* the start takes its time */
	assert_int_equal(in8(r.io, CTL1), START);
	assert_int_equal(wait_ready(&r), 0);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT | SDAST);
	assert_int_equal(in8(r.io, CST), TSDA | BB | BUSY);
	assert_int_equal(in8(r.io, CTL1), 0);
	out8(r.io, SDA, 0xa0);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT);
	assert_int_equal(wait_ready(&r), 0);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT | SDAST);
	assert_int_equal(put(&r, 0x10), 0);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa1), 0);
	assert_int_equal(in8(r.io, STS), MASTER | SDAST);
	out8(r.io, CTL1, STOP);
	bench_run_ns(&r.s.b, 1000000);
	assert_int_equal(in8(r.io, STS), MASTER | SDAST); /* the byte has not been read */
	assert_int_equal(in8(r.io, CTL1), STOP);
	assert_int_equal(in8(r.io, SDA), 0x10 * 7 + 1);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(in8(r.io, STS), 0);
	assert_int_equal(in8(r.io, CTL1), 0);
	assert_int_equal(in8(r.io, CST), TSDA);
	sb_bench_silent(&r.s);
}

static void bytes_last_as_long_as_the_divider_says(void **state)
{
	static const struct {
		uint8_t ctl2, ctl3;
		uint64_t ns;
	} rate[] = {
		{0x79, 0, 90000},  /* 60: 100 kHz */
		{0xff, 0, 190500}, /* 127: 47 kHz */
		{0x41, 0, 48000},  /* 32: 187 kHz */
		{0x01, 1, 192000}, /* 128 */
		{0x01, 0, 12000},  /* below the least: 8 */
	};
	struct rig r;

	(void)state;
	for (unsigned i = 0; i < sizeof(rate) / sizeof(rate[0]); i++) {
		uint64_t t;

		setup(&r);
		out8(r.io, CTL2, rate[i].ctl2);
		out8(r.io, CTL3, rate[i].ctl3);
		assert_int_equal(smb_byte_ns(&r.smb), rate[i].ns);
		assert_int_equal(start(&r), 0);
		out8(r.io, SDA, 0xa0);
		t = r.s.b.now;
		while (!(in8(r.io, STS) & SDAST))
			bench_run_ns(&r.s.b, 100);
		t = (r.s.b.now - t) * 1000000000 / BENCH_HZ;
		assert_in_range(t, rate[i].ns, rate[i].ns + 200);
	}
}

static void blocks_are_read_with_the_last_byte_not_acknowledged(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, CTL2, 0x71);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa0), 0);
	assert_int_equal(put(&r, 0xfe), 0);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa1), 0);
	for (unsigned i = 0; i < 4; i++) {
		if (i == 2)
			out8(r.io, CTL1, ACK);
		if (i == 3) {
			assert_int_equal(in8(r.io, CTL1) & ACK, 0);
			out8(r.io, CTL1, STOP);
		}
		assert_int_equal(in8(r.io, SDA), (uint8_t)((0xfe + i) * 7 + 1));
		if (i < 3)
			assert_int_equal(wait_ready(&r), 0);
	}
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(in8(r.io, STS), 0);
	/* The address counter went on and around. */
	assert_int_equal(start(&r), 0);
	out8(r.io, CTL1, ACK);
	assert_int_equal(put(&r, 0xa1), 0);
	out8(r.io, CTL1, STOP);
	assert_int_equal(in8(r.io, SDA), 2 * 7 + 1);
	sb_bench_silent(&r.s);
}

static void bytes_are_written_page_by_page(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa0), 0);
	assert_int_equal(put(&r, 0x40), 0);
	assert_int_equal(put(&r, 0x12), 0);
	assert_int_equal(put(&r, 0x34), 0);
	out8(r.io, CTL1, STOP);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(read_byte(&r, 0x50, 0x40), FAILED); /* busy writing */
	bench_run_ns(&r.s.b, EEPROM_WRITE_NS);
	assert_int_equal(read_byte(&r, 0x50, 0x40), 0x12);
	assert_int_equal(read_byte(&r, 0x50, 0x41), 0x34);
}

static void address_stall_holds_the_bus_until_it_is_cleared(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, CTL1, STASTRE);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa0), 0);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT | SDAST | STASTR);
	out8(r.io, STS, STASTR);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT | SDAST);
	assert_int_equal(put(&r, 3), 0);
	assert_int_equal(start(&r), 0);
	out8(r.io, SDA, 0xa1);
	bench_run_ns(&r.s.b, 1000000);
	assert_int_equal(in8(r.io, STS), MASTER | STASTR); /* no byte is fetched yet */
	out8(r.io, CTL1, STASTRE | ACK);
	out8(r.io, STS, STASTR);
	assert_int_equal(wait_ready(&r), 0);
	out8(r.io, CTL1, STOP);
	assert_int_equal(in8(r.io, SDA), 22);
	bench_run_ns(&r.s.b, 100000);
	/* A quick command: stop instead of data. */
	out8(r.io, CTL1, STASTRE);
	assert_int_equal(start(&r), 0);
	out8(r.io, SDA, 0xa1);
	bench_run_ns(&r.s.b, 1000000);
	out8(r.io, CTL1, STASTRE | STOP);
	out8(r.io, STS, STASTR);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(in8(r.io, STS), 0);
	assert_int_equal(in8(r.io, CTL1), STASTRE);
	sb_bench_silent(&r.s);
}

static void nothing_happens_without_pins(void **state)
{
	struct rig r;

	(void)state;
	plug(&r);
	out8(r.io, CTL2, 0xff);
	out8(r.io, CTL1, START);
	bench_run_ns(&r.s.b, 10000000);
	assert_int_equal(in8(r.io, STS), 0);
	assert_int_equal(in8(r.io, CTL1), START);
	assert_int_equal(r.s.rules.broken[RULE_SMBUS_PINS], 1);
	mux(&r);
	assert_int_equal(wait_ready(&r), 0);
	sb_bench_free(&r.s);
}

static void data_out_of_turn_is_named(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, SDA, 0xa0);
	assert_int_equal(r.s.rules.broken[RULE_SMBUS_NOT_READY], 1);
	assert_int_equal(start(&r), 0);
	out8(r.io, SDA, 0xa0);
	out8(r.io, SDA, 0x00); /* while the address is on the wire */
	assert_int_equal(r.s.rules.broken[RULE_SMBUS_NOT_READY], 2);
	in8(r.io, SDA);
	assert_int_equal(r.s.rules.broken[RULE_SMBUS_NOT_READY], 3);
	sb_bench_free(&r.s);
}

static void faulty_bytes(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	eeprom_nack_byte(&r.rom, 0x1f, 2);
	assert_int_equal(read_byte(&r, 0x50, 0x1f), FAILED);
	assert_int_equal(read_byte(&r, 0x50, 0x1e), 0x1e * 7 + 1);
	assert_int_equal(read_byte(&r, 0x50, 0x1f), FAILED);
	assert_int_equal(read_byte(&r, 0x50, 0x1f), 0x1f * 7 + 1);
	eeprom_nack_address(&r.rom, 1);
	assert_int_equal(read_byte(&r, 0x50, 2), FAILED);
	assert_int_equal(read_byte(&r, 0x50, 2), 15);
	eeprom_flip(&r.rom, 2, 0x81);
	assert_int_equal(read_byte(&r, 0x50, 2), 15 ^ 0x81);
}

static void sda_held_low_is_a_bus_error_and_clocks_free_it(void **state)
{
	struct rig r;
	unsigned pulses = 0;

	(void)state;
	setup(&r);
	eeprom_hang(&r.rom, &r.smb.bus, 5, 7);
	assert_int_equal(read_byte(&r, 0x50, 5), 36);
	assert_int_equal(in8(r.io, CST) & TSDA, 0);
	assert_int_equal(read_byte(&r, 0x50, 5), FAILED);
	assert_int_equal(in8(r.io, STS) & BER, 0); /* written back */
	while (!(in8(r.io, CST) & TSDA) && pulses < 20) {
		out8(r.io, CST, TGSCL);
		assert_int_equal(in8(r.io, CST) & TGSCL, 0);
		pulses++;
	}
	assert_int_equal(pulses, 7);
	out8(r.io, CST, BB);
	assert_int_equal(in8(r.io, CST), TSDA);
	assert_int_equal(read_byte(&r, 0x50, 5), 36);
	i2c_hold_sda(&r.smb.bus, I2C_FOREVER);
	assert_int_equal(start(&r), 0);
	assert_int_equal(put(&r, 0xa0), FAILED);
	assert_int_equal(in8(r.io, STS), BER);
}

static void scl_held_low_stops_everything_until_it_is_let_go(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	i2c_hold_scl(&r.smb.bus, true);
	assert_int_equal(start(&r), TIMED_OUT);
	i2c_hold_scl(&r.smb.bus, false);
	assert_int_equal(wait_ready(&r), 0);
	i2c_hold_scl(&r.smb.bus, true);
	assert_int_equal(put(&r, 0xa0), TIMED_OUT);
	i2c_hold_scl(&r.smb.bus, false);
	assert_int_equal(wait_ready(&r), 0);
	out8(r.io, CTL1, STOP);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(read_byte(&r, 0x50, 9), 64);
}

static void interrupts_follow_the_status(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, CTL1, INTEN | START);
	bench_run_ns(&r.s.b, 100000);
	assert_true(r.smb.irq.level);
	out8(r.io, SDA, 0xa2);
	assert_false(r.smb.irq.level);
	bench_run_ns(&r.s.b, 1000000);
	assert_int_equal(in8(r.io, STS), MASTER | XMIT | NEGACK);
	assert_true(r.smb.irq.level);
	out8(r.io, CTL1, INTEN | STOP);
	out8(r.io, STS, NEGACK);
	assert_false(r.smb.irq.level);
	bench_run_ns(&r.s.b, 100000);
	assert_int_equal(in8(r.io, STS), 0);
	out8(r.io, CTL1, 0);
	assert_int_equal(start(&r), 0);
	assert_false(r.smb.irq.level);
	out8(r.io, CTL1, INTEN);
	assert_true(r.smb.irq.level);
	out8(r.io, CTL2, 0xfe);
	assert_false(r.smb.irq.level);
	assert_int_equal(r.irq.rises, 3);
}

static void another_master_owns_the_bus(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_false(smb_foreign_start(&r.smb, 0x60));
	assert_int_equal(in8(r.io, CST), TSDA | BB);
	assert_int_equal(start(&r), FAILED);
	assert_int_equal(in8(r.io, STS), BER);
	out8(r.io, STS, BER);
	smb_foreign_stop(&r.smb);
	assert_int_equal(in8(r.io, CST), TSDA);
	assert_int_equal(read_byte(&r, 0x50, 0), 1);
}

static void it_is_a_slave_too(void **state)
{
	struct rig r;
	uint8_t byte = 0;

	(void)state;
	setup(&r);
	out8(r.io, CTL1, INTEN | NMINTE);
	assert_true(smb_foreign_start(&r.smb, 0x6f << 1));
	assert_int_equal(in8(r.io, STS), NMATCH);
	assert_int_equal(in8(r.io, CST), TSDA | BB | MATCH);
	assert_true(r.smb.irq.level);
	out8(r.io, STS, NMATCH);
	assert_true(smb_foreign_write(&r.smb, 0x5a));
	assert_false(smb_foreign_write(&r.smb, 0x5b)); /* the first has not been taken */
	assert_int_equal(in8(r.io, STS), SDAST);
	assert_int_equal(in8(r.io, SDA), 0x5a);
	out8(r.io, CTL1, ACK);
	assert_false(smb_foreign_write(&r.smb, 0x5b));
	assert_int_equal(in8(r.io, SDA), 0x5b);
	smb_foreign_stop(&r.smb);
	assert_int_equal(in8(r.io, STS), SLVSTP);
	out8(r.io, STS, SLVSTP);
	assert_true(smb_foreign_start(&r.smb, 0x6f << 1 | 1));
	assert_int_equal(in8(r.io, STS), NMATCH | SDAST | XMIT);
	assert_false(smb_foreign_read(&r.smb, &byte));
	out8(r.io, SDA, 0x77);
	assert_true(smb_foreign_read(&r.smb, &byte));
	assert_int_equal(byte, 0x77);
	smb_foreign_stop(&r.smb);
	assert_int_equal(in8(r.io, STS), SLVSTP | NMATCH);
	assert_false(smb_foreign_start(&r.smb, 0));
	smb_foreign_stop(&r.smb);
	out8(r.io, CTL1, GCMEN);
	assert_true(smb_foreign_start(&r.smb, 0));
	assert_int_equal(in8(r.io, CST), TSDA | BB | GCMTCH);
	sb_bench_silent(&r.s);
}

static void reserved_bits_are_named_and_reset_clears(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	sb_bench_silent(&r.s);
	out8(r.io, CTL1, 0x08);
	assert_int_equal(r.s.rules.broken[RULE_RESERVED_BITS], 1);
	assert_int_equal(in8(r.io, CTL1), 0);
	assert_int_equal(start(&r), 0);
	out8(r.io, SDA, 0xa0);
	smb_reset(&r.smb);
	bench_run_ns(&r.s.b, 1000000);
	for (unsigned i = 0; i < SMB_REGS; i++)
		assert_int_equal(in8(r.io, (uint16_t)i), i == CST ? TSDA : 0);
	sb_bench_free(&r.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_is_sound),
		cmocka_unit_test(the_driver_s_presence_test_passes),
		cmocka_unit_test(spd_bytes_are_read),
		cmocka_unit_test(an_empty_socket_is_found_and_the_next_read_works),
		cmocka_unit_test(the_status_after_each_step),
		cmocka_unit_test(bytes_last_as_long_as_the_divider_says),
		cmocka_unit_test(blocks_are_read_with_the_last_byte_not_acknowledged),
		cmocka_unit_test(bytes_are_written_page_by_page),
		cmocka_unit_test(address_stall_holds_the_bus_until_it_is_cleared),
		cmocka_unit_test(nothing_happens_without_pins),
		cmocka_unit_test(data_out_of_turn_is_named),
		cmocka_unit_test(faulty_bytes),
		cmocka_unit_test(sda_held_low_is_a_bus_error_and_clocks_free_it),
		cmocka_unit_test(scl_held_low_stops_everything_until_it_is_let_go),
		cmocka_unit_test(interrupts_follow_the_status),
		cmocka_unit_test(another_master_owns_the_bus),
		cmocka_unit_test(it_is_a_slave_too),
		cmocka_unit_test(reserved_bits_are_named_and_reset_clears),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
