/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI through queues in memory: routing, enumeration, a stick, errors, endless lists. */
#include "ehci_driver.h"

static uint32_t toggle[2]; /* of bulk OUT and IN */

static void stick_ready(struct usb_bench *u)
{
	ub_setup(u);
	toggle[0] = toggle[1] = 0;
	ehci_start(u);
	usb_plug(&u->usb, 1, &u->stick.dev);
	assert_int_equal(ehci_r(u, 0x58), 0x1803); /* power, J, changed, connected */
	assert_int_equal(ehci_r(u, 0x14) & 4, 4);
	ehci_w(u, 0x58, 0x1002);
	assert_true(ehci_port_reset(u, 1));
	ehci_enumerate(u, 4);
}

/* One bulk transfer of endpoint 1 (IN) or 2 (OUT) in one descriptor. */
static uint32_t bulk(struct usb_bench *u, bool in, uint32_t buffer, uint32_t length)
{
	uint32_t token;

	put_qtd(u, QTDS, (in ? PID_IN : PID_OUT) | QTD_IOC, buffer, length);
	put32(u, QTDS, 1);
	put_qh(u, QH, HEAD_QH | 2, 0, 4, in ? 1 : 2, 512, QTDS);
	put32(u, QH + 24, toggle[in] & QTD_DATA1);
	token = run_queue(u, QTDS, 200);
	toggle[in] = token & QTD_DATA1;
	return token;
}

static void put_cbw(struct usb_bench *u, uint32_t bytes, bool in, const uint8_t *cdb)
{
	memset(u->memory + SETUP_AT, 0, 31);
	put32(u, SETUP_AT, 0x43425355);
	put32(u, SETUP_AT + 4, 0x1234);
	put32(u, SETUP_AT + 8, bytes);
	u->memory[SETUP_AT + 12] = in ? 0x80 : 0;
	u->memory[SETUP_AT + 14] = 10;
	memcpy(u->memory + SETUP_AT + 15, cdb, 10);
}

/* The status wrapper's verdict; the residue is checked. */
static unsigned csw(struct usb_bench *u, uint32_t residue)
{
	assert_int_equal(bulk(u, true, SETUP_AT, 13) & 0x7c, 0);
	assert_int_equal(get32(u, SETUP_AT), 0x53425355);
	assert_int_equal(get32(u, SETUP_AT + 4), 0x1234);
	assert_int_equal(get32(u, SETUP_AT + 8), residue);
	return u->memory[SETUP_AT + 12];
}

static void ports_belong_to_the_companion_until_configured(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	assert_int_equal(ehci_r(&u, 0), 0x01000010);
	assert_int_equal(ehci_r(&u, 4) & 0xf00f, 0x1004); /* four ports, one companion */
	assert_int_equal(ehci_r(&u, 0x14), 0x1000);
	assert_int_equal(ehci_r(&u, 0x54), 0x2000);
	usb_plug(&u.usb, 0, &u.stick.dev);
	assert_int_equal(ehci_r(&u, 0x54), 0x2000);
	w32(&u, OHCI_BASE + 0x50, 0x10000);
	assert_int_equal(r32(&u, OHCI_BASE + 0x54), 0x10101);
	ehci_start(&u); /* takes the ports */
	assert_int_equal(r32(&u, OHCI_BASE + 0x54), 0x10100);
	assert_int_equal(ehci_r(&u, 0x54) & 0x3001, 0x1001);
	ehci_w(&u, 0x50, 0);
	assert_int_equal(r32(&u, OHCI_BASE + 0x54), 0x10101);
	ub_teardown(&u);
}

static void a_slow_device_is_handed_to_the_companion_and_back(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	usb_plug(&u.usb, 0, &u.keyboard.dev);
	assert_int_equal(ehci_r(&u, 0x54), 0x1403); /* K state: low speed */
	assert_false(ehci_port_reset(&u, 0));
	ehci_w(&u, 0x54, 0x3000);
	assert_int_equal(ehci_r(&u, 0x54) & 0x2001, 0x2000);
	w32(&u, OHCI_BASE + 0x50, 0x10000);
	assert_int_equal(r32(&u, OHCI_BASE + 0x54), 0x10301);
	usb_plug(&u.usb, 0, NULL); /* the port comes back */
	assert_int_equal(ehci_r(&u, 0x54) & 0x2000, 0);
	assert_int_equal(r32(&u, OHCI_BASE + 0x54) & 1, 0);
	usb_plug(&u.usb, 0, &u.stick.dev);
	assert_int_equal(ehci_r(&u, 0x54) & 3, 3);
	ub_teardown(&u);
}

static void a_stick_is_enumerated_at_high_speed(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	assert_int_equal(u.stick.dev.speed, USB_HIGH);
	assert_int_equal(u.stick.dev.address, 4);
	assert_int_equal(ehci_request(&u, 4, 0x80, 6, 0x200, 0, 255), 0);
	assert_int_equal(u.memory[DATA + 22], 0); /* packets of 512 bytes */
	assert_int_equal(u.memory[DATA + 23], 2);
	assert_int_equal(ehci_request(&u, 4, 0xa1, 0xfe, 0, 0, 1), 0);
	assert_int_equal(u.memory[DATA], 0); /* one unit */
	assert_clean(&u);
	ub_teardown(&u);
}

static void sectors_are_read_and_written(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 9, 0, 0, 32};
	static const uint8_t write10[10] = {0x2a, 0, 0, 0, 0, 100, 0, 0, 4};
	struct usb_bench u;
	uint8_t sector[512];
	uint64_t begin;

	(void)state;
	stick_ready(&u);
	put_cbw(&u, 16384, true, read10);
	assert_int_equal(bulk(&u, false, SETUP_AT, 31) & 0x7c, 0);
	begin = u.b.now;
	assert_int_equal(bulk(&u, true, DATA + 0x345, 16384) & 0x7fff007c, 0);
	/* 32 packets, 13 of them in a microframe. */
	assert_in_range((u.b.now - begin) / (BENCH_HZ / 8000), 2, 14);
	assert_memory_equal(u.memory + DATA + 0x345, u.disk + 9 * 512, 16384);
	assert_int_equal(csw(&u, 0), 0);
	for (unsigned i = 0; i < 2048; i++)
		u.memory[DATA + i] = (uint8_t)(i * 3 + 1);
	put_cbw(&u, 2048, false, write10);
	bulk(&u, false, SETUP_AT, 31);
	assert_int_equal(bulk(&u, false, DATA, 2048) & 0x7fff007c, 0);
	assert_int_equal(csw(&u, 0), 0);
	u.stick.disk.read(u.stick.disk.opaque, 103, sector);
	assert_memory_equal(sector, u.memory + DATA + 1536, 512);
	assert_clean(&u);
	ub_teardown(&u);
}

static void a_bad_sector_stalls_and_the_rest_is_residue(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 9, 0, 0, 4};
	static const uint8_t sense[10] = {3, 0, 0, 0, 18};
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	u.stick.bad_lba = 11;
	put_cbw(&u, 2048, true, read10);
	bulk(&u, false, SETUP_AT, 31);
	assert_int_equal(bulk(&u, true, DATA, 2048) & QTD_HALTED, QTD_HALTED);
	assert_int_equal(ehci_request(&u, 4, 2, 1, 0, 0x81, 0), 0); /* CLEAR_FEATURE */
	toggle[1] = 0;
	assert_int_equal(csw(&u, 1024), 1);
	put_cbw(&u, 18, true, sense);
	bulk(&u, false, SETUP_AT, 31);
	bulk(&u, true, DATA, 18);
	assert_int_equal(u.memory[DATA + 2], 3); /* medium error */
	assert_int_equal(u.memory[DATA + 12], 0x11);
	assert_int_equal(csw(&u, 0), 0);
	ub_teardown(&u);
}

static void a_short_answer_interrupts_and_takes_the_alternate(void **state)
{
	const uint8_t setup[8] = {0x80, 6, 0, 2, 0, 0, 255, 0};
	enum { SKIPPED = QTDS + 64, STATUS = QTDS + 96 };
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	memcpy(u.memory + SETUP_AT, setup, 8);
	put_qtd(&u, QTDS, PID_SETUP, SETUP_AT, 8);
	put_qtd(&u, QTDS + 32, PID_IN | QTD_DATA1, DATA, 255);
	put32(&u, QTDS + 36, STATUS);
	put_qtd(&u, SKIPPED, PID_IN | QTD_DATA1, DATA + 255, 64);
	put_qtd(&u, STATUS, PID_OUT | QTD_DATA1, 0, 0);
	put32(&u, STATUS, 1);
	put_qh(&u, QH, HEAD_QH | 2, 0x4000, 4, 0, 64, QTDS);
	put32(&u, QH, HEAD_QH | 2);
	put32(&u, HEAD_QH, QH | 2);
	ehci_w(&u, 0x14, 0x3f);
	run_ms(&u, 2);
	/* The data descriptor keeps what is left of it. */
	assert_int_equal(get32(&u, QTDS + 32 + 8) & 0x7fff00ff, (255 - 32) << 16);
	assert_int_equal(get32(&u, SKIPPED + 8) & QTD_ACTIVE, QTD_ACTIVE);
	assert_int_equal(get32(&u, STATUS + 8) & (QTD_ACTIVE | QTD_HALTED), 0);
	assert_int_equal(ehci_r(&u, 0x14) & 3, 1); /* a short packet, no error */
	ub_teardown(&u);
}

static void a_port_reset_takes_address_and_configuration_away(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	assert_true(ehci_port_reset(&u, 1));
	assert_int_not_equal(ehci_request(&u, 4, 0x80, 8, 0, 0, 1), 0);
	u.memory[DATA] = 0xff;
	assert_int_equal(ehci_request(&u, 0, 0x80, 8, 0, 0, 1), 0);
	assert_int_equal(u.memory[DATA], 0);
	ub_teardown(&u);
}

static void a_stall_halts_the_queue_with_an_error_interrupt(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	put_qtd(&u, QTDS, PID_IN | QTD_IOC, DATA, 512);
	put32(&u, QTDS, 1);
	put_qh(&u, QH, HEAD_QH | 2, 0, 4, 1, 512, QTDS);
	u.stick.dev.halted[1][1] = true;
	put32(&u, HEAD_QH, QH | 2);
	run_ms(&u, 2);
	assert_int_equal(get32(&u, QTDS + 8) & 0xc0, QTD_HALTED);
	assert_int_equal(ehci_r(&u, 0x14) & 3, 3);
	assert_true(u.usb.irq.level);
	ub_teardown(&u);
}

static void pulling_the_plug_ends_the_transfer(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 9, 0, 0, 32};
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	put_cbw(&u, 16384, true, read10);
	bulk(&u, false, SETUP_AT, 31);
	put_qtd(&u, QTDS, PID_IN, DATA, 16384);
	put32(&u, QTDS, 1);
	put_qh(&u, QH, HEAD_QH | 2, 0, 4, 1, 512, QTDS);
	put32(&u, HEAD_QH, QH | 2);
	bench_run_ns(&u.b, 250000);
	assert_int_equal(get32(&u, QTDS + 8) & QTD_ACTIVE, QTD_ACTIVE);
	usb_plug(&u.usb, 1, NULL);
	assert_int_equal(ehci_r(&u, 0x58), 0x100a); /* both changes, nothing there */
	run_ms(&u, 2);
	assert_int_equal(get32(&u, QTDS + 8) & (QTD_ACTIVE | QTD_HALTED | QTD_XACT),
			 QTD_HALTED | QTD_XACT);
	assert_int_equal(get32(&u, QTDS + 8) & 0xc00, 0); /* all tries used */
	ub_teardown(&u);
}

static void lost_packets_are_counted_down(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	u.stick.dev.lose = 2;
	assert_int_equal(ehci_request(&u, 4, 0x80, 8, 0, 0, 1), 0);
	u.stick.dev.lose = 3;
	assert_int_equal(ehci_request(&u, 4, 0x80, 8, 0, 0, 1) & QTD_XACT, QTD_XACT);
	ub_teardown(&u);
}

static void more_data_than_asked_is_babble(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 9, 0, 0, 1};
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	put_cbw(&u, 512, true, read10);
	bulk(&u, false, SETUP_AT, 31);
	memset(u.memory + DATA, 0, 512);
	assert_int_equal(bulk(&u, true, DATA, 100) & (QTD_HALTED | QTD_BABBLE),
			 QTD_HALTED | QTD_BABBLE);
	assert_int_equal(u.memory[DATA + 100], 0);
	ub_teardown(&u);
}

static void slow_devices_cannot_be_reached_directly(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	put_qtd(&u, QTDS, PID_IN, DATA, 8);
	put32(&u, QTDS, 1);
	put_qh(&u, QH, HEAD_QH | 2, 0, 4, 1, 8, QTDS);
	put32(&u, QH + 4, get32(&u, QH + 4) & ~(3u << 12));
	assert_int_equal(run_queue(&u, QTDS, 20) & (QTD_HALTED | QTD_XACT), QTD_HALTED | QTD_XACT);
	ub_teardown(&u);
}

static void the_periodic_list_serves_its_microframes(void **state)
{
	static const uint8_t read10[10] = {0x28, 0, 0, 0, 0, 9, 0, 0, 32};
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	put_cbw(&u, 16384, true, read10);
	bulk(&u, false, SETUP_AT, 31);
	put_qtd(&u, QTDS, PID_IN | QTD_IOC, DATA, 16384);
	put32(&u, QTDS, 1);
	put_qh(&u, INT_QH, 1, 0, 4, 1, 512, QTDS);
	put32(&u, INT_QH + 8, 1u << 30 | 0x11); /* microframes 0 and 4 */
	for (unsigned i = 0; i < 1024; i++)
		put32(&u, FRAMES + 4 * i, INT_QH | 2);
	run_ms(&u, 8);
	assert_in_range(get32(&u, INT_QH + 24) >> 16 & 0x7fff, 16384 - 17 * 512, 16384 - 15 * 512);
	run_ms(&u, 10);
	assert_int_equal(get32(&u, QTDS + 8) & 0x7fff00c0, 0);
	assert_memory_equal(u.memory + DATA, u.disk + 9 * 512, 16384);
	ub_teardown(&u);
}

static void isochronous_descriptors_end_as_lost(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	put32(&u, QTDS, QTDS + 0x40 + 4); /* iTD, then siTD */
	put32(&u, QTDS + 4 + 4 * 3, 0x80008000 | 64 << 16);
	put32(&u, QTDS + 0x40, 1);
	put32(&u, QTDS + 0x48, 0x01);
	put32(&u, QTDS + 0x4c, 0x80);
	put32(&u, FRAMES, QTDS);
	run_ms(&u, 1024);
	assert_int_equal(get32(&u, QTDS + 4 + 4 * 3) >> 28, 1);
	assert_int_equal(get32(&u, QTDS + 0x4c), 8);
	assert_int_equal(ehci_r(&u, 0x14) & 3, 3);
	ub_teardown(&u);
}

static void the_frame_index_counts_microframes(void **state)
{
	struct usb_bench u;
	uint32_t index;

	(void)state;
	ub_setup(&u);
	ehci_w(&u, 0x10, 0x80001); /* no schedule: still it counts */
	index = ehci_r(&u, 0x1c);
	run_ms(&u, 100);
	assert_int_equal(ehci_r(&u, 0x1c), index + 800);
	assert_int_equal(ehci_r(&u, 0x14) & 8, 0);
	run_ms(&u, 930);
	assert_int_equal(ehci_r(&u, 0x14) & 8, 8); /* the list rolled over */
	ehci_w(&u, 0x10, 0x80000);
	index = ehci_r(&u, 0x1c);
	run_ms(&u, 10);
	assert_int_equal(ehci_r(&u, 0x1c), index);
	ehci_w(&u, 0x1c, 77);
	assert_int_equal(ehci_r(&u, 0x1c), 77);
	assert_clean(&u);
	ub_teardown(&u);
}

static void interrupts_keep_their_threshold(void **state)
{
	struct usb_bench u;
	uint32_t at;

	(void)state;
	stick_ready(&u);
	ehci_w(&u, 0x10, 0x400031); /* 64 microframes */
	ehci_w(&u, 0x14, 0x3f);
	bench_run_ns(&u.b, 125000 * (64 - ehci_r(&u, 0x1c) % 64));
	at = u.irq.rises;
	put_qtd(&u, QTDS, PID_IN | QTD_IOC, DATA, 0);
	put32(&u, QTDS, 1);
	u.stick.dev.halted[1][1] = true;
	put_qh(&u, QH, HEAD_QH | 2, 0, 4, 1, 512, QTDS);
	put32(&u, HEAD_QH, QH | 2);
	run_ms(&u, 5);
	assert_int_equal(get32(&u, QTDS + 8) & QTD_ACTIVE, 0);
	assert_int_equal(u.irq.rises, at);
	run_ms(&u, 4);
	assert_int_equal(u.irq.rises, at + 1);
	ub_teardown(&u);
}

static void a_list_without_head_is_told_and_survived(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	put32(&u, HEAD_QH + 4, 0x402000);
	run_ms(&u, 5);
	assert_true(broken(&u, RULE_USB_LISTS) > 0);
	assert_int_equal(ehci_r(&u, 0x14) & 0x8000, 0x8000);
	ub_teardown(&u);
}

static void an_endless_periodic_list_is_told_and_survived(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	put_qh(&u, INT_QH, INT_QH | 2, 0, 1, 1, 8, 1);
	for (unsigned i = 0; i < 1024; i++)
		put32(&u, FRAMES + 4 * i, INT_QH | 2);
	run_ms(&u, 5);
	assert_true(broken(&u, RULE_USB_LISTS) > 0);
	ub_teardown(&u);
}

static void descriptors_outside_memory_stop_the_controller(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	ehci_w(&u, 0x14, 0x3f);
	put32(&u, HEAD_QH + 24, 0);
	put32(&u, HEAD_QH + 16, 0x80000000);
	run_ms(&u, 2);
	assert_int_equal(ehci_r(&u, 0x14) & 0x1010, 0x1010);
	assert_int_equal(ehci_r(&u, 0x10) & 1, 0);
	ub_teardown(&u);
}

static void without_the_bus_master_bit_it_stops(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	wrmsr(&u, 9, UINT64_C(0x200000000) | EHCI_BASE);
	run_ms(&u, 2);
	assert_int_equal(broken(&u, RULE_USB_MASTER), 1);
	assert_int_equal(ehci_r(&u, 0x14) & 0x10, 0x10);
	ub_teardown(&u);
}

static void a_hasty_port_reset_is_told_and_fails(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	usb_plug(&u.usb, 1, &u.stick.dev);
	ehci_w(&u, 0x58, 0x1100);
	run_ms(&u, 2);
	ehci_w(&u, 0x58, 0x1000);
	assert_int_equal(broken(&u, RULE_USB_RESET), 1);
	assert_int_equal(ehci_r(&u, 0x58) & 4, 0);
	ub_teardown(&u);
}

static void misuse_of_registers_is_told(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	ehci_w(&u, 0x10, 0x80002 | 0x31); /* reset while it runs */
	assert_int_equal(broken(&u, RULE_USB_ACCESS), 1);
	ehci_start(&u);
	ehci_w(&u, 0x1c, 0);
	assert_int_equal(broken(&u, RULE_USB_ACCESS), 2);
	u.dev.mem_write(u.dev.opaque, EHCI_BASE + 0x10, 1, 0, 0);
	assert_int_equal(broken(&u, RULE_USB_ACCESS), 3);
	ub_teardown(&u);
}

static void firmware_can_write_the_capabilities(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_w(&u, 8, 0x5012);
	assert_int_equal(ehci_r(&u, 8) & 0xff00, 0);
	assert_int_equal(broken(&u, RULE_READ_ONLY), 1);
	ehci_w(&u, 0xa0, ehci_r(&u, 0xa0) | 2);
	ehci_w(&u, 8, 0x5012);
	assert_int_equal(ehci_r(&u, 8), 0x5012);
	ub_teardown(&u);
}

static void legacy_smis_follow_their_enables(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	wrmsr(&u, 2, 0x10);				/* EHCI not masked */
	wrmsr(&u, 9, rdmsr(&u, 9) | UINT64_C(4) << 48); /* port change */
	ehci_w(&u, 0x50, 1);
	ehci_w(&u, 0x54, 0x1000);
	usb_plug(&u.usb, 0, &u.stick.dev);
	assert_int_equal(rdmsr(&u, 9) >> 56, 4);
	assert_true(u.usb.asmi.level);
	ehci_w(&u, 0x14, 4);
	wrmsr(&u, 2, rdmsr(&u, 2));
	assert_false(u.usb.asmi.level);
	assert_int_equal(rdmsr(&u, 9) >> 56, 0);
	ub_teardown(&u);
}

static void port_4_needs_the_option_controllers_leave(void **state)
{
	struct usb_bench u;

	(void)state;
	ub_setup(&u);
	ehci_start(&u);
	usb_plug(&u.usb, 3, &u.stick.dev);
	assert_int_equal(ehci_r(&u, 0x60) & 1, 0);
	w32(&u, UOC_BASE + 4, 3); /* the device controller's */
	assert_int_equal(ehci_r(&u, 0x60) & 1, 0);
	w32(&u, UOC_BASE + 4, 2);
	assert_int_equal(ehci_r(&u, 0x60) & 1, 1);
	w32(&u, UDC_BASE + 0x404, 0x400);
	assert_int_equal(r32(&u, UDC_BASE + 0x404), 0x400);
	usb_reset(&u.usb);
	assert_null(u.usb.ehci.port[3].dev);
	ub_teardown(&u);
}

static void a_suspended_port_is_silent_until_resumed(void **state)
{
	struct usb_bench u;

	(void)state;
	stick_ready(&u);
	ehci_w(&u, 0x58, 0x1084);
	assert_int_equal(ehci_r(&u, 0x58) & 0x84, 0x84);
	assert_int_not_equal(ehci_request(&u, 4, 0x80, 8, 0, 0, 1), 0);
	ehci_w(&u, 0x58, 0x1044);
	run_ms(&u, 20);
	ehci_w(&u, 0x58, 0x1004);
	assert_int_equal(ehci_r(&u, 0x58) & 0xc4, 4);
	assert_int_equal(ehci_request(&u, 4, 0x80, 8, 0, 0, 1), 0);
	ub_teardown(&u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports_belong_to_the_companion_until_configured),
		cmocka_unit_test(a_slow_device_is_handed_to_the_companion_and_back),
		cmocka_unit_test(a_stick_is_enumerated_at_high_speed),
		cmocka_unit_test(sectors_are_read_and_written),
		cmocka_unit_test(a_bad_sector_stalls_and_the_rest_is_residue),
		cmocka_unit_test(a_short_answer_interrupts_and_takes_the_alternate),
		cmocka_unit_test(a_port_reset_takes_address_and_configuration_away),
		cmocka_unit_test(a_stall_halts_the_queue_with_an_error_interrupt),
		cmocka_unit_test(pulling_the_plug_ends_the_transfer),
		cmocka_unit_test(lost_packets_are_counted_down),
		cmocka_unit_test(more_data_than_asked_is_babble),
		cmocka_unit_test(slow_devices_cannot_be_reached_directly),
		cmocka_unit_test(the_periodic_list_serves_its_microframes),
		cmocka_unit_test(isochronous_descriptors_end_as_lost),
		cmocka_unit_test(the_frame_index_counts_microframes),
		cmocka_unit_test(interrupts_keep_their_threshold),
		cmocka_unit_test(a_list_without_head_is_told_and_survived),
		cmocka_unit_test(an_endless_periodic_list_is_told_and_survived),
		cmocka_unit_test(descriptors_outside_memory_stop_the_controller),
		cmocka_unit_test(without_the_bus_master_bit_it_stops),
		cmocka_unit_test(a_hasty_port_reset_is_told_and_fails),
		cmocka_unit_test(misuse_of_registers_is_told),
		cmocka_unit_test(firmware_can_write_the_capabilities),
		cmocka_unit_test(legacy_smis_follow_their_enables),
		cmocka_unit_test(port_4_needs_the_option_controllers_leave),
		cmocka_unit_test(a_suspended_port_is_silent_until_resumed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
