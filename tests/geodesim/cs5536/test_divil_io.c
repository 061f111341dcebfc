/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's ports: LBARs, legacy parts, keyboard and port 92h SMIs, LPC, DMA, RTC lock. */
#include "divil_bench.h"

static void blocks_answer_only_through_their_lbars(void **state)
{
	static const struct {
		uint16_t index, base;
		uint16_t at;
		unsigned size;
		uint32_t want;
	} block[] = {
		{0x0b, 0x6000, 2, 1, 0x10},	  /* SMB_CTRL_STS: the bus rests */
		{0x0c, 0x6100, 4, 4, 0xffff0000}, /* GPIO_OUT_EN */
		{0x0d, 0x6200, 6, 2, 0},	  /* MFGPT0_SETUP */
		{0x0e, 0x9c00, 0x1c, 4, 0},	  /* GPE0_EN */
		{0x0f, 0x9d00, 0x04, 4, 0},	  /* PM_SCXA */
	};
	struct rig *r = rig_new(NULL, true);

	(void)state;
	for (unsigned i = 0; i < sizeof(block) / sizeof(block[0]); i++) {
		uint32_t ones = UINT32_MAX >> (32 - 8 * block[i].size);
		uint16_t port = block[i].base + block[i].at;

		assert_int_equal(in(r, port, block[i].size), ones);
		wr(r, block[i].index, block[i].base); /* LBAR_EN is off */
		assert_int_equal(in(r, port, block[i].size), ones);
		wr(r, block[i].index, LBAR_ON | block[i].base);
		assert_int_equal(in(r, port, block[i].size), block[i].want);
		/* Moved: nothing is left at the old place. */
		wr(r, block[i].index, LBAR_ON | (block[i].base ^ 0x1000));
		assert_int_equal(in(r, port, block[i].size), ones);
		assert_int_equal(in(r, port ^ 0x1000, block[i].size), block[i].want);
	}
	assert_int_equal(r->rules.hits, 0);
	rig_free(r);
}

static void io_mask_says_which_high_bits_count(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 0x0b, UINT64_C(0x0000700100006000)); /* bit 15 is not compared */
	assert_int_equal(in(r, 0x6002, 1), 0x10);
	assert_int_equal(in(r, 0xe002, 1), 0x10);
	assert_int_equal(in(r, 0x7002, 1), 0xff);
	rig_free(r);
}

static void overlapping_lbars_are_named(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 0x0b, LBAR_ON | 0x6140);
	wr(r, 0x0c, LBAR_ON | 0x6100);
	in(r, 0x6180, 4);
	assert_int_equal(r->rules.broken[RULE_LBAR_OVERLAP], 0);
	in(r, 0x6142, 1);
	assert_int_equal(r->rules.broken[RULE_LBAR_OVERLAP], 1);
	rig_free(r);
}

static void the_mapper_window_reads_zero(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	assert_int_equal(in(r, 0x1880, 4), 0xffffffff);
	wr(r, 0x08, LBAR_ON | 0x1880);
	out(r, 0x1880, 4, 0x12345678);
	assert_int_equal(in(r, 0x1880, 4), 0);
	assert_int_equal(in(r, 0x189f, 1), 0);
	assert_int_equal(in(r, 0x18a0, 1), 0xff);
	rig_free(r);
}

static void rtc_ports_follow_leg_io(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	out(r, 0x70, 1, 0x40);
	out(r, 0x71, 1, 0xa5);
	out(r, 0x72, 1, 0x40);
	out(r, 0x73, 1, 0x5a);
	assert_int_equal(in(r, 0x71, 1), 0xa5);
	assert_int_equal(in(r, 0x73, 1), 0x5a);
	wr(r, 0x14, 2);
	assert_int_equal(in(r, 0x71, 1), 0xff);
	assert_int_equal(in(r, 0x73, 1), 0x5a);
	wr(r, 0x14, 1);
	assert_int_equal(in(r, 0x71, 1), 0xa5);
	assert_int_equal(in(r, 0x73, 1), 0xff);
	rig_free(r);
}

static void the_rtc_ram_lock_holds_until_reset(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	out(r, 0x70, 1, 0x38);
	out(r, 0x71, 1, 0x11);
	out(r, 0x72, 1, 0x10);
	out(r, 0x73, 1, 0x22);
	wr(r, 0x54, 0x80);
	assert_int_equal(in(r, 0x71, 1), 0xff);
	wr(r, 0x54, 0x30);
	assert_int_equal(rd(r, 0x54), 0xb0);
	assert_int_equal(in(r, 0x73, 1), 0xff);
	out(r, 0x73, 1, 0x33);
	out(r, 0x70, 1, 0x50);
	out(r, 0x71, 1, 0x44); /* not in a locked part */
	assert_int_equal(in(r, 0x71, 1), 0x44);
	wr(r, 0x54, 0x40);
	out(r, 0x71, 1, 0x55);
	assert_int_equal(in(r, 0x71, 1), 0x44);
	divil_reset(&r->d);
	out(r, 0x70, 1, 0x38);
	assert_int_equal(in(r, 0x71, 1), 0x11);
	assert_int_equal(in(r, 0x73, 1), 0x22);
	rig_free(r);
}

static void the_century_rolls_where_the_msr_says(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x57, 0x32);
	static const uint8_t new_year[][2] = {{0x0b, 0x82}, {0, 0x59},	  {2, 0x59},
					      {4, 0x23},    {7, 0x31},	  {8, 0x12},
					      {9, 0x99},    {0x32, 0x19}, {0x0b, 2}};
	for (unsigned i = 0; i < sizeof(new_year) / sizeof(new_year[0]); i++) {
		out(r, 0x70, 1, new_year[i][0]);
		out(r, 0x71, 1, new_year[i][1]);
	}
	bench_run_ns(&r->b, 1100000000);
	out(r, 0x70, 1, 0x32);
	assert_int_equal(in(r, 0x71, 1), 0x20);
	rig_free(r);
}

static void port_92_tells_a20_and_init_by_smi(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	assert_int_equal(in(r, 0x92, 1), 2);
	/* Without the SMI it is a register; INIT is a pulse. */
	out(r, 0x92, 1, 0);
	assert_int_equal(in(r, 0x92, 1), 0);
	assert_int_equal(r->ssmis, 0);
	out(r, 0x92, 1, 1);
	assert_int_equal(r->inits, 1);
	/* With it, only a change of bit 1 counts, and the status is told. */
	wr(r, 2, 1 << DIVIL_SMI_A20_P | 1 << DIVIL_SMI_INIT_P);
	out(r, 0x92, 1, 0);
	assert_int_equal(r->ssmis, 0);
	out(r, 0x92, 1, 2);
	assert_int_equal(r->ssmis, 1);
	assert_int_equal(in(r, 0x92, 1), 2);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_A20_P);
	wr(r, 2, rd(r, 2));
	assert_int_equal(rd(r, 2) >> 32, 0);
	out(r, 0x92, 1, 3);
	assert_int_equal(r->ssmis, 2);
	assert_int_equal(r->inits, 1);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_INIT_P);
	/* A synchronous SMI is over with its access: no level is left. */
	assert_false(r->d.asmi.level);
	/* KEL_CTRL can take the port away. */
	wr(r, 0x1f, 0);
	assert_int_equal(in(r, 0x92, 1), 0xff);
	rig_free(r);
}

/* A part on LPC at ports 60h and 64h. */
struct fake_kbc {
	uint8_t wrote[2];
	unsigned writes;
};

static uint32_t kbc_read(void *o, uint16_t offset, unsigned size)
{
	(void)o;
	(void)size;
	return offset ? 0x1c : 0xaa;
}

static void kbc_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct fake_kbc *k = o;

	(void)size;
	k->wrote[offset >> 2 & 1] = (uint8_t)val;
	k->writes++;
}

static void keyboard_ports_go_to_lpc_and_are_snooped(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct fake_kbc k = {0};
	struct io_range range;

	(void)state;
	assert_int_equal(in(r, 0x64, 1), 0xff); /* ALIX has none */
	io_map_add(&r->d.lpc.io, &range, "keyboard", 0x60, 5, 1,
		   (struct io_if){.opaque = &k, .read = kbc_read, .write = kbc_write});
	assert_int_equal(in(r, 0x60, 1), 0xaa);
	assert_int_equal(in(r, 0x64, 1), 0x1c);
	wr(r, 2, 1 << DIVIL_SMI_A20_K | 1 << DIVIL_SMI_INIT_K);
	/* Not snooped until KEL_CTRL says so. */
	out(r, 0x64, 1, 0xd1);
	out(r, 0x60, 1, 0xdd);
	assert_int_equal(r->ssmis, 0);
	wr(r, 0x1f, 0x11);
	out(r, 0x64, 1, 0xd1);
	out(r, 0x60, 1, 0xdd); /* A20 off */
	assert_int_equal(r->ssmis, 1);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_A20_K);
	out(r, 0x64, 1, 0xd1);
	out(r, 0x60, 1, 0xdd); /* still off */
	assert_int_equal(r->ssmis, 1);
	out(r, 0x60, 1, 0xdf); /* no command before it: not the output port */
	assert_int_equal(r->ssmis, 1);
	wr(r, 2, rd(r, 2));
	out(r, 0x64, 1, 0xfe);
	assert_int_equal(r->ssmis, 2);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_INIT_K);
	out(r, 0x64, 1, 0xff); /* pulses nothing */
	assert_int_equal(r->ssmis, 2);
	/* The part on LPC saw it all. */
	assert_int_equal(k.writes, 9);
	assert_int_equal(k.wrote[1], 0xff);
	rig_free(r);
}

static void pm1_control_writes_can_trap(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 0x0e, LBAR_ON | BASE_ACPI);
	out(r, BASE_ACPI + 8, 4, 1);
	assert_int_equal(r->ssmis, 0);
	wr(r, 2, 1 << DIVIL_SMI_PM1_CNT | 1 << DIVIL_SMI_PM2_CNT);
	out(r, BASE_ACPI + 8, 4, 1);
	assert_int_equal(r->ssmis, 1);
	out(r, BASE_ACPI + 0xc, 4, 0);
	assert_int_equal(r->ssmis, 2);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_PM1_CNT | 1 << DIVIL_SMI_PM2_CNT);
	rig_free(r);
}

static void post_codes_reach_the_card_and_the_page_register(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	out(r, 0x80, 1, 0x5a);
	assert_int_equal(r->d.post.last, 0x5a);
	assert_int_equal(in(r, 0x80, 1), 0x5a);
	out(r, 0x84, 1, 0x11);
	assert_int_equal(r->d.post.last, 0x5a);
	assert_int_equal(in(r, 0x84, 1), 0x11);
	rig_free(r);
}

static void unclaimed_ports_go_to_lpc_unless_switched_off(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct fake_kbc k = {0};
	struct io_range range;

	(void)state;
	io_map_add(&r->d.lpc.io, &range, "super i/o", 0x2e, 2, 1,
		   (struct io_if){.opaque = &k, .read = kbc_read, .write = kbc_write});
	assert_int_equal(in(r, 0x2e, 1), 0xaa);
	out(r, 0x2e, 2, 0x5587);
	assert_int_equal(k.writes, 2); /* bytes */
	wr(r, 0x14, 3 | 1 << 25);
	assert_int_equal(in(r, 0x2e, 1), 0xff);
	out(r, 0x2e, 1, 1);
	assert_int_equal(k.writes, 2);
	wr(r, 0x14, 3);
	/* The LPC balls are GPIOs. */
	wr(r, 0x15, 0x31);
	assert_int_equal(in(r, 0x2e, 1), 0xff);
	out(r, 0x2e, 1, 1);
	assert_int_equal(k.writes, 2);
	rig_free(r);
}

static void lpc_cycles_take_their_time(void **state)
{
	struct rig *r = rig_new("SST49LF040", false);

	(void)state;
	in(r, 0x2e, 1);
	assert_int_equal(r->charged_ns, 390);
	r->charged_ns = 0;
	mem_in(r, 0xfff80000, 4);
	assert_int_equal(r->charged_ns, 4 * 510);
	r->charged_ns = 0;
	in(r, 0x21, 1); /* inside the chip */
	assert_int_equal(r->charged_ns, 0);
	rig_free(r);
}

static uint16_t give_byte(void *o, bool last)
{
	(void)last;
	return ++*(uint8_t *)o;
}

static void lpc_dma_needs_its_map(void **state)
{
	struct rig *r = rig_new(NULL, false);
	uint8_t next = 0x40;

	(void)state;
	i8237_attach(&r->d.dma, 2, (struct i8237_device){.opaque = &next, .give = give_byte});
	out(r, 0x0d, 1, 0);
	out(r, 0xda, 1, 0);
	out(r, 0xd6, 1, 0xc0);
	out(r, 0xd4, 1, 0);
	out(r, 0x04, 1, 0x10);
	out(r, 0x04, 1, 0x00);
	out(r, 0x05, 1, 3);
	out(r, 0x05, 1, 0);
	out(r, 0x81, 1, 0);
	out(r, 0x0b, 1, 0x46);
	out(r, 0x0a, 1, 2);
	assert_int_equal(divil_dma_request(&r->d, 2, 4), 0);
	wr(r, 0x40, 0x7777);
	assert_int_equal(divil_dma_request(&r->d, 2, 8), 4);
	assert_int_equal(r->memory[0x10], 0x41);
	assert_int_equal(r->memory[0x13], 0x44);
	assert_int_equal(in(r, 0x08, 1) & 4, 4);
	rig_free(r);
}

static void wide_accesses_are_split_at_their_owners(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	out(r, 0x21, 1, 0x3c);
	assert_int_equal(in(r, 0x20, 4), 0xffff3c00u | in(r, 0x20, 1));
	wr(r, 0x0b, LBAR_ON | 0x6000);
	/* The last byte of one block and what lies behind it. */
	assert_int_equal(in(r, 0x5fff, 4) & 0xff, 0xff);
	assert_int_equal(in(r, 0x6007, 2) >> 8, 0xff);
	/* At the very top of the ports nothing wraps badly. */
	in(r, 0xffff, 4);
	out(r, 0xfffe, 4, 0);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_answer_only_through_their_lbars),
		cmocka_unit_test(io_mask_says_which_high_bits_count),
		cmocka_unit_test(overlapping_lbars_are_named),
		cmocka_unit_test(the_mapper_window_reads_zero),
		cmocka_unit_test(rtc_ports_follow_leg_io),
		cmocka_unit_test(the_rtc_ram_lock_holds_until_reset),
		cmocka_unit_test(the_century_rolls_where_the_msr_says),
		cmocka_unit_test(port_92_tells_a20_and_init_by_smi),
		cmocka_unit_test(keyboard_ports_go_to_lpc_and_are_snooped),
		cmocka_unit_test(pm1_control_writes_can_trap),
		cmocka_unit_test(post_codes_reach_the_card_and_the_page_register),
		cmocka_unit_test(unclaimed_ports_go_to_lpc_unless_switched_off),
		cmocka_unit_test(lpc_cycles_take_their_time),
		cmocka_unit_test(lpc_dma_needs_its_map),
		cmocka_unit_test(wide_accesses_are_split_at_their_owners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
