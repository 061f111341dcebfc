/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small OHCI driver for tests: descriptors built by hand, one transfer at a time. */
#ifndef TESTS_GEODESIM_CS5536_OHCI_DRIVER_H
#define TESTS_GEODESIM_CS5536_OHCI_DRIVER_H

#include "usb_bench.h"

enum { HCCA = 0x1000, CONTROL_ED = 0x2000, BULK_ED = 0x2020, INT_ED = 0x2040, TDS = 0x3000 };
enum { BUFFER = 0x8000, SETUP_AT = 0x7000 };
enum { DP_SETUP = 0, DP_OUT = 1 << 19, DP_IN = 2 << 19, TD_R = 1 << 18, DI_NONE = 7 << 21 };
#define TOGGLE_0     (2u << 24)
#define TOGGLE_1     (3u << 24)
#define NOT_ACCESSED (15u << 28)

static inline uint32_t ohci_r(struct usb_bench *u, uint32_t reg)
{
	return r32(u, OHCI_BASE + reg);
}

static inline void ohci_w(struct usb_bench *u, uint32_t reg, uint32_t val)
{
	w32(u, OHCI_BASE + reg, val);
}

static inline void put_ed(struct usb_bench *u, uint32_t at, uint32_t flags, uint32_t tail,
			  uint32_t head, uint32_t next)
{
	put32(u, at, flags);
	put32(u, at + 4, tail);
	put32(u, at + 8, head);
	put32(u, at + 12, next);
}

/* A transfer descriptor for @length bytes at @buffer; its successor is the next 16 bytes. */
static inline void put_td(struct usb_bench *u, uint32_t at, uint32_t flags, uint32_t buffer,
			  uint32_t length)
{
	put32(u, at, flags | NOT_ACCESSED);
	put32(u, at + 4, length ? buffer : 0);
	put32(u, at + 8, at + 16);
	put32(u, at + 12, length ? buffer + length - 1 : 0);
}

static inline unsigned code_of(struct usb_bench *u, uint32_t td)
{
	return get32(u, td) >> 28;
}

/* Bring the controller to the operational state with power on all ports. */
static inline void ohci_start(struct usb_bench *u)
{
	ohci_w(u, 0x04, 0);
	run_ms(u, 50);
	ohci_w(u, 0x08, 1); /* HCR */
	assert_int_equal(ohci_r(u, 0x08) & 1, 0);
	assert_int_equal(ohci_r(u, 0x04) & 0xc0, 0xc0);
	ohci_w(u, 0x18, HCCA);
	ohci_w(u, 0x34, 0xa7782edf);
	ohci_w(u, 0x40, 0x2a2f);
	ohci_w(u, 0x04, 0x80 | 0x3c | 3); /* operational, all lists */
	ohci_w(u, 0x50, 0x10000);
	run_ms(u, 5);
}

/* Reset @port (0-3) and wait for the end. */
static inline void ohci_port_reset(struct usb_bench *u, unsigned port)
{
	ohci_w(u, 0x54 + 4 * port, 0x10);
	run_ms(u, 11);
	assert_int_equal(ohci_r(u, 0x54 + 4 * port) & 0x100012, 0x100002);
	ohci_w(u, 0x54 + 4 * port, 0x1f0000);
}

static inline uint32_t ed_flags(unsigned address, unsigned endpoint, unsigned packet, bool low)
{
	return address | endpoint << 7 | (low ? 0x2000u : 0) | packet << 16;
}

/* Wait until the list has nothing to do; false: it still has after @ms. */
static inline bool ohci_wait(struct usb_bench *u, uint32_t ed, unsigned ms)
{
	for (unsigned i = 0; i < ms; i++) {
		uint32_t head = get32(u, ed + 8);

		if ((head & 1) || (head & ~15u) == (get32(u, ed + 4) & ~15u))
			return true;
		run_ms(u, 1);
	}
	return false;
}

/*
 * A control transfer. Returns the worst condition code of its descriptors, -1: it does not end.
 * Data go to or come from BUFFER.
 */
static inline int ohci_control(struct usb_bench *u, uint32_t flags, const uint8_t setup[8])
{
	unsigned length = setup[6] | setup[7] << 8;
	bool in = setup[0] & 0x80;
	uint32_t at = TDS;
	int worst = 0;

	memcpy(u->memory + SETUP_AT, setup, 8);
	put_td(u, at, DP_SETUP | TOGGLE_0 | DI_NONE, SETUP_AT, 8);
	at += 16;
	if (length) {
		put_td(u, at, (in ? DP_IN : DP_OUT) | TOGGLE_1 | DI_NONE | TD_R, BUFFER, length);
		at += 16;
	}
	put_td(u, at, (in && length ? DP_OUT : DP_IN) | TOGGLE_1, 0, 0);
	at += 16;
	put_ed(u, CONTROL_ED, flags, at, TDS, 0);
	ohci_w(u, 0x20, CONTROL_ED);
	ohci_w(u, 0x08, 2); /* control list filled */
	if (!ohci_wait(u, CONTROL_ED, 100))
		return -1;
	run_ms(u, 2); /* the done queue is written back */
	for (uint32_t td = TDS; td < at; td += 16) {
		if (code_of(u, td) != 15 && (int)code_of(u, td) > worst)
			worst = (int)code_of(u, td);
	}
	ohci_w(u, 0x0c, 2); /* WDH taken */
	return worst;
}

static inline int ohci_request(struct usb_bench *u, uint32_t flags, unsigned type, unsigned request,
			       unsigned value, unsigned index, unsigned length)
{
	const uint8_t setup[8] = {
		(uint8_t)type,	(uint8_t)request,      (uint8_t)value,	(uint8_t)(value >> 8),
		(uint8_t)index, (uint8_t)(index >> 8), (uint8_t)length, (uint8_t)(length >> 8)};

	return ohci_control(u, flags, setup);
}

/* Address and configure the device of a port that was reset. Returns the flags of endpoint 0. */
static inline uint32_t ohci_enumerate(struct usb_bench *u, unsigned address, unsigned packet,
				      bool low)
{
	uint32_t at0 = ed_flags(0, 0, packet, low), at = ed_flags(address, 0, packet, low);

	assert_int_equal(ohci_request(u, at0, 0x80, 6, 0x100, 0, 8), 0);
	assert_int_equal(u->memory[BUFFER], 18);
	assert_int_equal(u->memory[BUFFER + 7], packet);
	assert_int_equal(ohci_request(u, at0, 0, 5, address, 0, 0), 0);
	assert_int_equal(ohci_request(u, at, 0x80, 6, 0x100, 0, 18), 0);
	assert_int_equal(ohci_request(u, at, 0x80, 6, 0x200, 0, 255), 0);
	assert_int_equal(u->memory[BUFFER + 1], 2);
	assert_int_equal(ohci_request(u, at, 0, 9, 1, 0, 0), 0);
	return at;
}

/* One bulk transfer on a descriptor of its own; the condition code, -1: it does not end. */
static inline int ohci_bulk(struct usb_bench *u, uint32_t flags, bool in, uint32_t buffer,
			    uint32_t length)
{
	uint32_t carry = get32(u, BULK_ED) == flags ? get32(u, BULK_ED + 8) & 2 : 0;

	put_td(u, TDS, (in ? DP_IN : DP_OUT) | TD_R, buffer, length);
	put_ed(u, BULK_ED, flags, TDS + 16, TDS | carry, 0);
	ohci_w(u, 0x28, BULK_ED);
	ohci_w(u, 0x08, 4);
	if (!ohci_wait(u, BULK_ED, 1000))
		return -1;
	run_ms(u, 2);
	ohci_w(u, 0x0c, 2);
	return (int)code_of(u, TDS);
}

#endif
