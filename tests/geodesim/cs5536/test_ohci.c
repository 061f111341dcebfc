/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OHCI through descriptors in memory: enumeration, transfers, errors, endless lists. */
#include "ohci_driver.h"

static void keyboard_ready(struct usb_bench *u)
{
	ub_setup(u);
	usb_plug(&u->usb, 0, &u->keyboard.dev);
	ohci_start(u);
	assert_int_equal(ohci_r(u, 0x54), 0x10301); /* changed, low speed, power, connected */
	ohci_w(u, 0x54, 0x10000);
	ohci_port_reset(u, 0);
	ohci_enumerate(u, 5, 8, true);
}

static void stick_ready(struct usb_bench *u)
{
	ub_setup(u);
	usb_plug(&u->usb, 2, &u->stick.dev);
	ohci_start(u);
	ohci_port_reset(u, 2);
	ohci_enumerate(u, 3, 64, false);
}

static void a_keyboard_is_enumerated_with_its_descriptors(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	assert_int_equal(u.keyboard.dev.address, 5);
	assert_int_equal(u.keyboard.dev.configuration, 1);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 6, 0x200, 0, 34), 0);
	assert_int_equal(u.memory[BUFFER + 2], 34);
	assert_int_equal(u.memory[BUFFER + 14], 3); /* HID */
	assert_int_equal(u.memory[BUFFER + 15], 1); /* boot */
	assert_int_equal(u.memory[BUFFER + 16], 1); /* keyboard */
	assert_clean(&u);
	ub_teardown(&u);
}

/* The keyboard's interrupt endpoint in each frame of the table. */
static void poll_keyboard(struct usb_bench *u)
{
	put_td(u, TDS, DP_IN | TD_R, BUFFER, 8);
	put_ed(u, INT_ED, ed_flags(5, 1, 8, true), TDS + 16, TDS | (get32(u, INT_ED + 8) & 2), 0);
	for (unsigned i = 0; i < 32; i++)
		put32(u, HCCA + 4 * i, INT_ED);
}

static void key_presses_arrive_as_reports(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x21, 11, 0, 0, 0), 0);
	poll_keyboard(&u);
	run_ms(&u, 20);
	assert_int_equal(get32(&u, INT_ED + 8) & ~15u, TDS); /* nothing pressed: still waiting */
	assert_int_equal(usb_keyboard_key(&u.keyboard, 0xe1, true), 0);
	assert_true(ohci_wait(&u, INT_ED, 5));
	assert_int_equal(u.memory[BUFFER], 2); /* left shift */
	poll_keyboard(&u);
	assert_int_equal(usb_keyboard_key(&u.keyboard, 4, true), 0);
	assert_true(ohci_wait(&u, INT_ED, 5));
	assert_int_equal(u.memory[BUFFER], 2);
	assert_int_equal(u.memory[BUFFER + 2], 4);
	assert_clean(&u);
	ub_teardown(&u);
}

static void leds_are_set_by_a_report(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	u.memory[BUFFER] = 2; /* caps lock */
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x21, 9, 0x200, 0, 1), 0);
	assert_int_equal(u.keyboard.leds, 2);
	ub_teardown(&u);
}

static void put_cbw(struct usb_bench *u, uint32_t tag, uint32_t bytes, bool in, const uint8_t *cdb,
		    unsigned length)
{
	memset(u->memory + SETUP_AT, 0, 31);
	put32(u, SETUP_AT, 0x43425355);
	put32(u, SETUP_AT + 4, tag);
	put32(u, SETUP_AT + 8, bytes);
	u->memory[SETUP_AT + 12] = in ? 0x80 : 0;
	u->memory[SETUP_AT + 14] = (uint8_t)length;
	memcpy(u->memory + SETUP_AT + 15, cdb, length);
}

static uint32_t in_carry, out_carry;

/* Bulk on endpoints 1 (IN) and 2 (OUT), each with its own toggle. */
static int bulk(struct usb_bench *u, bool in, uint32_t buffer, uint32_t length)
{
	uint32_t *carry = in ? &in_carry : &out_carry;
	uint32_t flags = ed_flags(3, in ? 1 : 2, 64, false);
	int code;

	put32(u, BULK_ED, flags);
	put32(u, BULK_ED + 8, *carry);
	code = ohci_bulk(u, flags, in, buffer, length);
	*carry = get32(u, BULK_ED + 8) & 2;
	return code;
}

static void a_stick_is_read_at_full_speed(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 7, 0, 0, 12, 0};
	struct usb_bench u;
	uint64_t begin;

	(void)state;
	in_carry = out_carry = 0;
	stick_ready(&u);
	put_cbw(&u, 77, 6144, true, read10, 10);
	assert_int_equal(bulk(&u, false, SETUP_AT, 31), 0);
	begin = u.b.now;
	assert_int_equal(bulk(&u, true, BUFFER + 0x800, 6144), 0);
	assert_memory_equal(u.memory + BUFFER + 0x800, u.disk + 7 * 512, 2048);
	assert_memory_equal(u.memory + BUFFER + 0x1000, u.disk + 7 * 512 + 2048, 4096);
	/* Full speed carries 1216 bytes a frame at most: six frames and the waiting. */
	assert_in_range((u.b.now - begin) / (BENCH_HZ / 1000), 6, 10);
	assert_int_equal(bulk(&u, true, BUFFER, 13), 0);
	assert_int_equal(get32(&u, BUFFER + 4), 77);
	assert_int_equal(get32(&u, BUFFER + 8), 0);
	assert_int_equal(u.memory[BUFFER + 12], 0);
	assert_clean(&u);
	ub_teardown(&u);
}

static void an_unknown_request_stalls_and_halts_the_endpoint(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0xc0, 0x42, 0, 0, 4), 4);
	assert_int_equal(get32(&u, CONTROL_ED + 8) & 1, 1);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 0);
	assert_int_equal(u.memory[BUFFER], 1);
	ub_teardown(&u);
}

static void an_absent_address_does_not_respond(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	assert_int_equal(ohci_request(&u, ed_flags(9, 0, 8, true), 0x80, 8, 0, 0, 1), 5);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, false), 0x80, 8, 0, 0, 1), 5);
	ub_teardown(&u);
}

static void two_lost_packets_are_sent_again(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	u.keyboard.dev.lose = 2;
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 0);
	u.keyboard.dev.lose = 3;
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 5);
	ub_teardown(&u);
}

static void pulling_the_plug_ends_the_transfer(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_w(&u, 0x0c, 0x7f);
	poll_keyboard(&u);
	run_ms(&u, 10);
	usb_plug(&u.usb, 0, NULL);
	assert_int_equal(ohci_r(&u, 0x54), 0x30100); /* enable and connection changed */
	assert_int_equal(ohci_r(&u, 0x0c) & 0x40, 0x40);
	assert_true(ohci_wait(&u, INT_ED, 10));
	assert_int_equal(code_of(&u, TDS), 5);
	assert_int_equal(get32(&u, INT_ED + 8) & 1, 1);
	usb_plug(&u.usb, 1, &u.keyboard.dev); /* into another socket */
	ohci_port_reset(&u, 1);
	ohci_enumerate(&u, 6, 8, true);
	ub_teardown(&u);
}

static void a_short_packet_is_an_underrun_unless_rounding_is_asked(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	usb_keyboard_key(&u.keyboard, 4, true);
	put_td(&u, TDS, DP_IN, BUFFER, 64);
	put_ed(&u, INT_ED, ed_flags(5, 1, 64, true), TDS + 16, TDS, 0);
	put32(&u, HCCA, INT_ED);
	assert_true(ohci_wait(&u, INT_ED, 40));
	assert_int_equal(code_of(&u, TDS), 9);
	assert_int_equal(get32(&u, TDS + 4), BUFFER + 8);
	usb_keyboard_key(&u.keyboard, 4, false);
	put_td(&u, TDS, DP_IN | TD_R, BUFFER, 64);
	put_ed(&u, INT_ED, ed_flags(5, 1, 64, true), TDS + 16, TDS | 2, 0);
	assert_true(ohci_wait(&u, INT_ED, 40));
	assert_int_equal(code_of(&u, TDS), 0);
	ub_teardown(&u);
}

static void more_data_than_asked_is_an_overrun(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	usb_keyboard_key(&u.keyboard, 4, true);
	put_td(&u, TDS, DP_IN, BUFFER + 0x100, 4);
	put_ed(&u, INT_ED, ed_flags(5, 1, 8, true), TDS + 16, TDS, 0);
	put32(&u, HCCA, INT_ED);
	assert_true(ohci_wait(&u, INT_ED, 40));
	assert_int_equal(code_of(&u, TDS), 8);
	assert_int_equal(get32(&u, BUFFER + 0x104), 0); /* nothing beyond the buffer */
	ub_teardown(&u);
}

static void the_wrong_data_toggle_is_noticed(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	for (unsigned i = 0; i < 6; i++)
		usb_keyboard_key(&u.keyboard, (uint8_t)(4 + i), true);
	put_td(&u, TDS, DP_IN | TOGGLE_1, BUFFER, 8); /* the device begins with DATA0 */
	put_ed(&u, INT_ED, ed_flags(5, 1, 8, true), TDS + 16, TDS, 0);
	put32(&u, HCCA, INT_ED);
	put32(&u, HCCA + 4, 0);
	assert_true(ohci_wait(&u, INT_ED, 100));
	assert_int_equal(code_of(&u, TDS), 0); /* the second report has DATA1 */
	assert_int_equal(u.memory[BUFFER + 3], 5);
	ub_teardown(&u);
}

static void done_descriptors_wait_for_their_delay(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_w(&u, 0x0c, 0x7f);
	put32(&u, HCCA + 0x84, 0);
	usb_keyboard_key(&u.keyboard, 4, true);
	put_td(&u, TDS, DP_IN | TD_R | 5 << 21, BUFFER, 8);
	put_ed(&u, INT_ED, ed_flags(5, 1, 8, true), TDS + 16, TDS, 0);
	for (unsigned i = 0; i < 32; i++)
		put32(&u, HCCA + 4 * i, INT_ED);
	run_ms(&u, 3);
	assert_int_equal(code_of(&u, TDS), 0);
	assert_int_equal(ohci_r(&u, 0x0c) & 2, 0);
	assert_int_equal(ohci_r(&u, 0x30), TDS);
	run_ms(&u, 5);
	assert_int_equal(ohci_r(&u, 0x0c) & 2, 2);
	assert_int_equal(get32(&u, HCCA + 0x84) & ~1u, TDS);
	ub_teardown(&u);
}

static void frames_are_counted_each_millisecond(void **state)
{
	struct usb_bench u;
	uint32_t frame, left;

	(void)state;
	ub_setup(&u);
	ohci_start(&u);
	frame = ohci_r(&u, 0x3c);
	run_ms(&u, 100);
	assert_int_equal(ohci_r(&u, 0x3c), frame + 100);
	assert_int_equal(get32(&u, HCCA + 0x80), frame + 100);
	left = ohci_r(&u, 0x38) & 0x3fff;
	bench_run_ns(&u.b, 100000);
	assert_in_range(left - (ohci_r(&u, 0x38) & 0x3fff), 1199, 1201);
	assert_int_equal(ohci_r(&u, 0x0c) & 4, 4);
	ub_teardown(&u);
}

static void interrupts_need_both_enables(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ohci_start(&u);
	run_ms(&u, 2);
	ohci_w(&u, 0x10, 4);
	assert_false(u.usb.irq.level);
	ohci_w(&u, 0x10, 0x80000000);
	assert_true(u.usb.irq.level);
	assert_int_equal(ohci_r(&u, 0x10), 0x80000004);
	ohci_w(&u, 0x14, 4);
	assert_false(u.usb.irq.level);
	assert_int_equal(ohci_r(&u, 0x14), 0x80000000);
	ub_teardown(&u);
}

static void interrupt_routing_makes_them_smis(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ohci_start(&u);
	ohci_w(&u, 0x04, ohci_r(&u, 0x04) | 0x100);
	ohci_w(&u, 0x10, 0x80000004);
	run_ms(&u, 2);
	assert_false(u.usb.irq.level);
	assert_int_equal(rdmsr(&u, 2) >> 32, 0); /* masked */
	assert_false(u.usb.asmi.level);
	wrmsr(&u, 0x2002, 0x20);
	assert_int_equal(rdmsr(&u, 2) >> 32, 0x10);
	assert_true(u.usb.asmi.level);
	wrmsr(&u, 2, rdmsr(&u, 2)); /* a level: it comes back */
	assert_true(u.usb.asmi.level);
	ohci_w(&u, 0x14, 4);
	wrmsr(&u, 2, rdmsr(&u, 2));
	assert_false(u.usb.asmi.level);
	/* The system asks for ownership: that is an SMI by itself. */
	ohci_w(&u, 0x10, 0x40000000);
	ohci_w(&u, 0x08, 8);
	assert_true(u.usb.asmi.level);
	assert_int_equal(ohci_r(&u, 0x0c) & 0x40000000, 0x40000000);
	assert_int_equal(ohci_r(&u, 0x08) & 8, 0);
	ub_teardown(&u);
}

static void the_root_hub_has_four_switched_ports(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	usb_plug(&u.usb, 1, &u.keyboard.dev);
	assert_int_equal(ohci_r(&u, 0), 0x110);
	assert_int_equal(ohci_r(&u, 0x48) & 0xff, 4);
	assert_int_equal(ohci_r(&u, 0x58), 0); /* no power: nothing is seen */
	ohci_w(&u, 0x58, 0x100);
	assert_int_equal(ohci_r(&u, 0x58), 0x10301);
	ohci_w(&u, 0x58, 0x200);
	assert_int_equal(ohci_r(&u, 0x58), 0);
	ohci_w(&u, 0x4c, 0x40000); /* port 2 has its own switch */
	ohci_w(&u, 0x50, 0x10000);
	assert_int_equal(ohci_r(&u, 0x54), 0x100);
	assert_int_equal(ohci_r(&u, 0x58), 0);
	ohci_w(&u, 0x48, 0x02000204); /* no switches */
	assert_int_equal(ohci_r(&u, 0x58), 0x10301);
	ohci_w(&u, 0x50, 1);
	assert_int_equal(ohci_r(&u, 0x54), 0x100);
	ub_teardown(&u);
}

/* Each of the four ports sees its own plug, and nobody else's. */
static void each_port_is_its_own(void **state)
{
	(void)state;
	for (unsigned port = 0; port < 4; port++) {
		struct usb_bench u;

		ub_setup(&u);
		usb_plug(&u.usb, port, &u.keyboard.dev);
		w32(&u, UOC_BASE + 4, 2);   /* port 4 is a host's */
		ohci_w(&u, 0x4c, 0x1e0000); /* each has its own switch */
		for (unsigned n = 0; n < 4; n++)
			ohci_w(&u, 0x54 + 4 * n, 0x100);
		for (unsigned n = 0; n < 4; n++)
			assert_int_equal(ohci_r(&u, 0x54 + 4 * n) & 1, n == port);
		ub_teardown(&u);
	}
}

/* A driver that has to stop a list in the middle reads and writes where it stands. */
static void the_place_in_the_lists_can_be_set(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ohci_w(&u, 0x24, 0x12340);
	ohci_w(&u, 0x2c, 0x56780);
	assert_int_equal(ohci_r(&u, 0x24), 0x12340);
	assert_int_equal(ohci_r(&u, 0x2c), 0x56780);
	ohci_w(&u, 0x08, 1); /* a controller's reset forgets them */
	bench_run_ns(&u.b, 20000);
	assert_int_equal(ohci_r(&u, 0x24), 0);
	assert_int_equal(ohci_r(&u, 0x2c), 0);
	ub_teardown(&u);
}

static void a_port_reset_takes_address_and_configuration_away(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_port_reset(&u, 0);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 5);
	u.memory[BUFFER] = 0xff;
	assert_int_equal(ohci_request(&u, ed_flags(0, 0, 8, true), 0x80, 8, 0, 0, 1), 0);
	assert_int_equal(u.memory[BUFFER], 0);
	ub_teardown(&u);
}

static void a_port_suspends_and_resumes(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_w(&u, 0x54, 4);
	assert_int_equal(ohci_r(&u, 0x54) & 4, 4);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 5);
	ohci_w(&u, 0x54, 8);
	run_ms(&u, 10);
	assert_int_equal(ohci_r(&u, 0x54) & 4, 4);
	run_ms(&u, 11);
	assert_int_equal(ohci_r(&u, 0x54) & 0x40004, 0x40000);
	assert_int_equal(ohci_request(&u, ed_flags(5, 0, 8, true), 0x80, 8, 0, 0, 1), 0);
	ub_teardown(&u);
}

static void a_plug_wakes_a_suspended_controller(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ohci_start(&u);
	wrmsr(&u, 8, rdmsr(&u, 8) | UINT64_C(0x800000000)); /* PMEEN */
	ohci_w(&u, 0x50, 0x8000);			    /* remote wake-up by connection */
	ohci_w(&u, 0x04, 0xc0);
	usb_plug(&u.usb, 0, &u.keyboard.dev);
	assert_int_equal(ohci_r(&u, 0x0c) & 8, 8);
	assert_true(u.usb.pme.level);
	assert_int_equal(rdmsr(&u, 8) >> 36 & 1, 1);
	wrmsr(&u, 8, rdmsr(&u, 8));
	assert_false(u.usb.pme.level);
	ub_teardown(&u);
}

static void an_endless_endpoint_list_is_told_and_survived(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	put_ed(&u, CONTROL_ED, 0x4000, 0, 0, CONTROL_ED); /* skipped, links to itself */
	ohci_w(&u, 0x20, CONTROL_ED);
	ohci_w(&u, 0x08, 2);
	run_ms(&u, 3);
	assert_true(broken(&u, RULE_USB_LISTS) > 0);
	ub_teardown(&u);
}

static void an_endless_periodic_list_overruns_the_schedule(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_w(&u, 0x0c, 0x7f);
	put_ed(&u, INT_ED, 0x4000, 0, 0, INT_ED);
	for (unsigned i = 0; i < 32; i++)
		put32(&u, HCCA + 4 * i, INT_ED);
	run_ms(&u, 3);
	assert_int_equal(ohci_r(&u, 0x0c) & 1, 1);
	assert_true(broken(&u, RULE_USB_LISTS) > 0);
	ub_teardown(&u);
}

static void a_descriptor_that_follows_itself_does_not_hang(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	put_td(&u, TDS, DP_IN | TD_R, BUFFER, 8);
	put32(&u, TDS + 8, TDS);
	put_ed(&u, BULK_ED, ed_flags(5, 1, 8, true), TDS + 16, TDS, BULK_ED);
	ohci_w(&u, 0x28, BULK_ED);
	ohci_w(&u, 0x08, 4);
	for (unsigned i = 0; i < 8; i++)
		usb_keyboard_key(&u.keyboard, (uint8_t)(4 + i), i & 1);
	run_ms(&u, 20);
	assert_in_range(ohci_r(&u, 0x3c), 1, 1000);
	ub_teardown(&u);
}

static void lists_outside_memory_stop_the_controller(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	ohci_w(&u, 0x20, 0x80000000);
	ohci_w(&u, 0x08, 2);
	run_ms(&u, 3);
	assert_int_equal(ohci_r(&u, 0x0c) & 0x10, 0x10);
	assert_int_equal(broken(&u, RULE_USB_LISTS), 1);
	ohci_start(&u); /* a reset brings it back */
	ohci_w(&u, 0x0c, 0x7f);
	run_ms(&u, 3);
	assert_int_equal(ohci_r(&u, 0x0c) & 0x14, 4);
	ub_teardown(&u);
}

static void without_the_bus_master_bit_nothing_moves(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	wrmsr(&u, 8, UINT64_C(0x200000000) | OHCI_BASE);
	ohci_w(&u, 0x18, HCCA);
	ohci_w(&u, 0x04, 0xbf);
	run_ms(&u, 2);
	assert_int_equal(broken(&u, RULE_USB_MASTER), 1);
	assert_int_equal(ohci_r(&u, 0x0c) & 0x10, 0x10);
	assert_int_equal(get32(&u, HCCA + 0x80), 0);
	ub_teardown(&u);
}

static void without_the_memory_bit_the_registers_are_gone(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	wrmsr(&u, 8, OHCI_BASE);
	assert_int_equal(ohci_r(&u, 0), UINT32_MAX);
	wrmsr(&u, 8, MEMEN_BMEN | 0xfe000000);
	assert_int_equal(ohci_r(&u, 0), UINT32_MAX);
	assert_int_equal(r32(&u, 0xfe000000), 0x110);
	ub_teardown(&u);
}

static void isochronous_packets_end_as_not_responding(void **state)
{
	struct usb_bench u;
	uint32_t frame;

	(void)state;
	keyboard_ready(&u);
	frame = ohci_r(&u, 0x3c) + 3;
	put32(&u, TDS, (frame & 0xffff) | 1 << 24 | NOT_ACCESSED); /* two frames */
	put32(&u, TDS + 4, BUFFER);
	put32(&u, TDS + 8, TDS + 32);
	put32(&u, TDS + 12, BUFFER + 511);
	put32(&u, TDS + 16, 0xe100e000);
	put_ed(&u, INT_ED, ed_flags(5, 1, 256, false) | 0x9000, TDS + 32, TDS, 0);
	for (unsigned i = 0; i < 32; i++)
		put32(&u, HCCA + 4 * i, INT_ED);
	run_ms(&u, 2);
	assert_int_equal(get32(&u, TDS + 16), 0xe100e000);
	run_ms(&u, 4);
	assert_int_equal(get32(&u, TDS + 16), 0x50005000);
	assert_int_equal(code_of(&u, TDS), 0);
	assert_int_equal(get32(&u, INT_ED + 8) & ~15u, TDS + 32);
	ub_teardown(&u);
}

static void narrow_accesses_to_registers_are_told(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	assert_int_equal(u.dev.mem_read(u.dev.opaque, OHCI_BASE, 1, 0), 0x10);
	assert_int_equal(broken(&u, RULE_USB_ACCESS), 1);
	u.dev.mem_write(u.dev.opaque, OHCI_BASE + 0x3d, 2, 0, 0);
	assert_int_equal(broken(&u, RULE_USB_ACCESS), 2);
	ub_teardown(&u);
}

static void the_register_tables_are_well_formed(void **state)
{
	struct usb_bench u;
	char err[128];
	unsigned n = 0;

	(void)state;
	ub_setup(&u);
	for (const struct reg_file *f; (f = usb_regs(&u.usb, n)); n++) {
		if (reg_table_check(f->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(n, 5);
	ub_teardown(&u);
}

static void msrs_have_their_documented_values(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	assert_int_equal(rdmsr(&u, 0) >> 12 & 0xff, 0x43);
	assert_int_equal(rdmsr(&u, 0x2000) & 0xff, 2);
	assert_int_equal(rdmsr(&u, 0x1004), 0); /* a CS5535 habit of SMI handlers */
	wrmsr(&u, 0x1004, 5);
	assert_int_equal(rdmsr(&u, 0x1004), 0);
	wrmsr(&u, 5, UINT64_C(0x1000000000)); /* erratum 57 */
	assert_int_equal(rdmsr(&u, 5), 0);
	assert_clean(&u);
	ub_teardown(&u);
}

static void a_hard_reset_unmaps_and_keeps_what_is_plugged(void **state)
{
	struct usb_bench u;

	(void)state;
	keyboard_ready(&u);
	usb_reset(&u.usb);
	assert_int_equal(rdmsr(&u, 8), 0);
	assert_int_equal(ohci_r(&u, 0), UINT32_MAX);
	wrmsr(&u, 8, MEMEN_BMEN | OHCI_BASE);
	ohci_start(&u);
	assert_int_equal(ohci_r(&u, 0x54), 0x10301);
	ub_teardown(&u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_keyboard_is_enumerated_with_its_descriptors),
		cmocka_unit_test(key_presses_arrive_as_reports),
		cmocka_unit_test(leds_are_set_by_a_report),
		cmocka_unit_test(a_stick_is_read_at_full_speed),
		cmocka_unit_test(an_unknown_request_stalls_and_halts_the_endpoint),
		cmocka_unit_test(an_absent_address_does_not_respond),
		cmocka_unit_test(two_lost_packets_are_sent_again),
		cmocka_unit_test(pulling_the_plug_ends_the_transfer),
		cmocka_unit_test(a_short_packet_is_an_underrun_unless_rounding_is_asked),
		cmocka_unit_test(more_data_than_asked_is_an_overrun),
		cmocka_unit_test(the_wrong_data_toggle_is_noticed),
		cmocka_unit_test(done_descriptors_wait_for_their_delay),
		cmocka_unit_test(frames_are_counted_each_millisecond),
		cmocka_unit_test(interrupts_need_both_enables),
		cmocka_unit_test(interrupt_routing_makes_them_smis),
		cmocka_unit_test(the_root_hub_has_four_switched_ports),
		cmocka_unit_test(each_port_is_its_own),
		cmocka_unit_test(the_place_in_the_lists_can_be_set),
		cmocka_unit_test(a_port_reset_takes_address_and_configuration_away),
		cmocka_unit_test(a_port_suspends_and_resumes),
		cmocka_unit_test(a_plug_wakes_a_suspended_controller),
		cmocka_unit_test(an_endless_endpoint_list_is_told_and_survived),
		cmocka_unit_test(an_endless_periodic_list_overruns_the_schedule),
		cmocka_unit_test(a_descriptor_that_follows_itself_does_not_hang),
		cmocka_unit_test(lists_outside_memory_stop_the_controller),
		cmocka_unit_test(without_the_bus_master_bit_nothing_moves),
		cmocka_unit_test(without_the_memory_bit_the_registers_are_gone),
		cmocka_unit_test(isochronous_packets_end_as_not_responding),
		cmocka_unit_test(narrow_accesses_to_registers_are_told),
		cmocka_unit_test(the_register_tables_are_well_formed),
		cmocka_unit_test(msrs_have_their_documented_values),
		cmocka_unit_test(a_hard_reset_unmaps_and_keeps_what_is_plugged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
