/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small EHCI driver for tests: queue heads and descriptors built by hand. */
#ifndef TESTS_GEODESIM_CS5536_EHCI_DRIVER_H
#define TESTS_GEODESIM_CS5536_EHCI_DRIVER_H

#include "usb_bench.h"

enum { FRAMES = 0x10000, HEAD_QH = 0x20000, QH = 0x20080, INT_QH = 0x20100, QTDS = 0x21000 };
enum { DATA = 0x30000, SETUP_AT = 0x22000 };
enum { PID_OUT = 0, PID_IN = 1 << 8, PID_SETUP = 2 << 8, QTD_IOC = 0x8000, QTD_ACTIVE = 0x80 };
enum { QTD_HALTED = 0x40, QTD_BABBLE = 0x10, QTD_XACT = 8 };
#define QTD_DATA1 0x80000000u

static inline uint32_t ehci_r(struct usb_bench *u, uint32_t reg)
{
	return r32(u, EHCI_BASE + reg);
}

static inline void ehci_w(struct usb_bench *u, uint32_t reg, uint32_t val)
{
	w32(u, EHCI_BASE + reg, val);
}

static inline void put_qtd(struct usb_bench *u, uint32_t at, uint32_t flags, uint32_t buffer,
			   uint32_t length)
{
	put32(u, at, at + 32);
	put32(u, at + 4, 1);
	put32(u, at + 8, flags | length << 16 | 3 << 10 | QTD_ACTIVE);
	put32(u, at + 12, buffer);
	for (unsigned i = 1; i < 5; i++)
		put32(u, at + 12 + 4 * i, (buffer & ~0xfffu) + 0x1000 * i);
}

/* @flags of word 1 beside address, endpoint, high speed and packet size. */
static inline void put_qh(struct usb_bench *u, uint32_t at, uint32_t link, uint32_t flags,
			  unsigned address, unsigned endpoint, unsigned packet, uint32_t td)
{
	put32(u, at, link);
	put32(u, at + 4, flags | address | endpoint << 8 | 2 << 12 | packet << 16);
	put32(u, at + 8, 1u << 30);
	put32(u, at + 12, 0);
	put32(u, at + 16, td);
	put32(u, at + 20, 1);
	put32(u, at + 24, 0);
}

/* Run with both schedules on an empty list; all ports are ours and have power. */
static inline void ehci_start(struct usb_bench *u)
{
	ehci_w(u, 0x10, 0x80002); /* reset */
	assert_int_equal(ehci_r(u, 0x10) & 2, 0);
	for (unsigned i = 0; i < 1024; i++)
		put32(u, FRAMES + 4 * i, 1);
	put_qh(u, HEAD_QH, HEAD_QH | 2, 0x8000, 0, 0, 64, 1);
	put32(u, HEAD_QH + 24, QTD_HALTED);
	ehci_w(u, 0x24, FRAMES);
	ehci_w(u, 0x28, HEAD_QH);
	ehci_w(u, 0x18, 0x37);
	ehci_w(u, 0x10, 0x10031); /* run, both schedules, interrupts at once */
	ehci_w(u, 0x50, 1);
	for (unsigned n = 0; n < 4; n++)
		ehci_w(u, 0x54 + 4 * n, 0x1000);
	run_ms(u, 2);
	assert_int_equal(ehci_r(u, 0x14) & 0xd000, 0xc000);
}

/* Reset @port as software must. True: a high-speed device is there now. */
static inline bool ehci_port_reset(struct usb_bench *u, unsigned port)
{
	ehci_w(u, 0x54 + 4 * port, 0x1100);
	run_ms(u, 50);
	ehci_w(u, 0x54 + 4 * port, 0x1000);
	return ehci_r(u, 0x54 + 4 * port) & 4;
}

/* Hang the queue head into the asynchronous list and wait; the last token, 0: it does not end. */
static inline uint32_t run_queue(struct usb_bench *u, uint32_t last, unsigned ms)
{
	put32(u, QH, HEAD_QH | 2);
	put32(u, HEAD_QH, QH | 2);
	for (unsigned i = 0; i < ms * 8; i++) {
		if (!(get32(u, last + 8) & QTD_ACTIVE) || (get32(u, QH + 24) & QTD_HALTED))
			break;
		bench_run_ns(&u->b, 125000);
	}
	put32(u, HEAD_QH, HEAD_QH | 2);
	ehci_w(u, 0x10, ehci_r(u, 0x10) | 0x40); /* doorbell */
	run_ms(u, 1);
	assert_int_equal(ehci_r(u, 0x14) & 0x20, 0x20);
	ehci_w(u, 0x14, 0x3f);
	return (get32(u, last + 8) & QTD_ACTIVE) && !(get32(u, QH + 24) & QTD_HALTED)
		       ? 0
		       : get32(u, QH + 24);
}

/* A control transfer on address @address; 0 or the halted token. */
static inline uint32_t ehci_request(struct usb_bench *u, unsigned address, unsigned type,
				    unsigned request, unsigned value, unsigned index,
				    unsigned length)
{
	const uint8_t setup[8] = {
		(uint8_t)type,	(uint8_t)request,      (uint8_t)value,	(uint8_t)(value >> 8),
		(uint8_t)index, (uint8_t)(index >> 8), (uint8_t)length, (uint8_t)(length >> 8)};
	uint32_t at = QTDS, last, token;
	bool in = type & 0x80;

	memcpy(u->memory + SETUP_AT, setup, 8);
	put_qtd(u, at, PID_SETUP, SETUP_AT, 8);
	at += 32;
	if (length) {
		put_qtd(u, at, (in ? PID_IN : PID_OUT) | QTD_DATA1, DATA, length);
		put32(u, at + 4, at + 32); /* a short answer goes to the status stage */
		at += 32;
	}
	put_qtd(u, at, (in && length ? PID_OUT : PID_IN) | QTD_DATA1 | QTD_IOC, 0, 0);
	put32(u, at, 1);
	last = at;
	put_qh(u, QH, HEAD_QH | 2, 0x4000, address, 0, 64, QTDS);
	token = run_queue(u, last, 100);
	assert_int_not_equal(token, 0);
	return token & QTD_HALTED ? token : 0;
}

static inline void ehci_enumerate(struct usb_bench *u, unsigned address)
{
	assert_int_equal(ehci_request(u, 0, 0x80, 6, 0x100, 0, 64), 0);
	assert_int_equal(u->memory[DATA], 18);
	assert_int_equal(ehci_request(u, 0, 0, 5, address, 0, 0), 0);
	assert_int_equal(ehci_request(u, address, 0x80, 6, 0x200, 0, 32), 0);
	assert_int_equal(ehci_request(u, address, 0, 9, 1, 0, 0), 0);
}

#endif
