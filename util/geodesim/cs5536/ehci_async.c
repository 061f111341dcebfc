/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI asynchronous list and queue heads (EHCI 1.0, 3.5, 3.6, 4.8, 4.10). */
#include <string.h>

#include "cs5536/ehci.h"
#include "strict/rules.h"

#define VISIT_BYTES  40u /* reading a queue head over PCI */
#define PACKET_BYTES 65u /* token, handshake, gaps: 13 packets of 512 bytes fit */
#define VISITS_MAX   128u

/* Words of a queue head; a transfer descriptor is words 4 to 11. */
enum { Q_LINK, Q_CHARS, Q_CAPS, Q_CURRENT, Q_NEXT, Q_ALT, Q_TOKEN, Q_BUFFER };
enum { LINK_END = 1, LINK_TYPE = 6, LINK_QH = 2 };
enum { CHARS_DTC = 0x4000, CHARS_HEAD = 0x8000 };
enum { ACTIVE = 0x80, HALTED = 0x40, BABBLE = 0x10, XACT_ERROR = 8, IOC = 0x8000 };
#define TOGGLE UINT32_C(0x80000000)

static unsigned max_packet(const uint32_t *q)
{
	return q[Q_CHARS] >> 16 & 0x7ff;
}

static uint32_t bytes_left(const uint32_t *q)
{
	return q[Q_TOKEN] >> 16 & 0x7fff;
}

/* Make the next transfer descriptor the queue's own. */
static bool advance_queue(struct ehci *e, uint32_t addr, uint32_t *q, bool *ready)
{
	uint32_t next = bytes_left(q) && !(q[Q_ALT] & LINK_END) ? q[Q_ALT] : q[Q_NEXT];
	uint32_t td[8];

	*ready = false;
	if ((q[Q_TOKEN] & HALTED) || (next & LINK_END))
		return true;
	next &= ~UINT32_C(31);
	if (!ehci_load(e, next, td, sizeof(td)))
		return false;
	if (!(td[2] & ACTIVE))
		return true;
	if (!(q[Q_CHARS] & CHARS_DTC)) /* the toggle goes on from the last descriptor */
		td[2] = (td[2] & ~TOGGLE) | (q[Q_TOKEN] & TOGGLE);
	q[Q_CURRENT] = next;
	memcpy(&q[Q_NEXT], td, sizeof(td));
	*ready = true;
	return ehci_store(e, addr + 4 * Q_CURRENT, &q[Q_CURRENT], 9 * 4);
}

/* Move @n bytes between @data and the buffer's pages. */
static bool buffer(struct ehci *e, const uint32_t *q, uint8_t *data, uint32_t n, bool to_memory)
{
	unsigned page = q[Q_TOKEN] >> 12 & 7;
	uint32_t offset = q[Q_BUFFER] & 0xfff;

	while (n) {
		uint32_t part = 0x1000 - offset < n ? 0x1000 - offset : n, addr;

		if (page > 4) {
			ehci_host_error(e, "a transfer goes beyond its five pages");
			return false;
		}
		addr = (q[Q_BUFFER + page] & ~UINT32_C(0xfff)) | offset;
		if (!(to_memory ? ehci_store(e, addr, data, part) : ehci_load(e, addr, data, part)))
			return false;
		data += part;
		n -= part;
		offset += part;
		page += offset >> 12;
		offset &= 0xfff;
	}
	return true;
}

static void count(uint32_t *q, uint32_t n)
{
	uint32_t offset = (q[Q_BUFFER] & 0xfff) + n;
	uint32_t page = ((q[Q_TOKEN] >> 12 & 7) + (offset >> 12)) & 7;

	q[Q_BUFFER] = (q[Q_BUFFER] & ~UINT32_C(0xfff)) | (offset & 0xfff);
	q[Q_TOKEN] = (q[Q_TOKEN] & ~UINT32_C(0x7000)) | page << 12;
	q[Q_TOKEN] -= n << 16;
}

static void halt_queue(struct ehci *e, uint32_t *q, uint32_t why)
{
	q[Q_TOKEN] = (q[Q_TOKEN] & ~(uint32_t)ACTIVE) | HALTED | why;
	ehci_event(e, EHCI_ERRINT | (q[Q_TOKEN] & IOC ? EHCI_USBINT : 0), true);
}

static void wire_error(struct ehci *e, uint32_t *q)
{
	uint32_t errors = q[Q_TOKEN] >> 10 & 3;

	q[Q_TOKEN] |= XACT_ERROR;
	if (!errors)
		return; /* not counted: it is tried for ever */
	errors--;
	q[Q_TOKEN] = (q[Q_TOKEN] & ~UINT32_C(0xc00)) | errors << 10;
	if (!errors)
		halt_queue(e, q, 0);
}

/* A packet of @n bytes went through. */
static void done(struct ehci *e, uint32_t *q, uint32_t n, bool in)
{
	bool is_short;

	count(q, n);
	q[Q_TOKEN] ^= TOGGLE;
	is_short = in && n < max_packet(q) && bytes_left(q);
	if (!bytes_left(q) || is_short) {
		q[Q_TOKEN] &= ~(uint32_t)ACTIVE;
		if (is_short || (q[Q_TOKEN] & IOC))
			ehci_event(e, EHCI_USBINT, true);
	}
}

/* The answer to an IN packet that carried data. */
static bool take(struct ehci *e, uint32_t *q, const struct usb_packet *p, uint32_t room)
{
	if (p->toggle != (q[Q_TOKEN] >> 31))
		return true; /* a repetition: dropped, the next one is new */
	if (p->length > room) {
		halt_queue(e, q, BABBLE);
		return true;
	}
	if (!buffer(e, q, p->data, p->length, true))
		return false;
	done(e, q, p->length, true);
	return true;
}

static bool transact(struct ehci *e, uint32_t *q, bool *worked)
{
	static const uint8_t pid_of[3] = {USB_OUT, USB_IN, USB_SETUP};
	uint8_t data[2048];
	struct usb_packet p = {.data = data};
	uint32_t left = bytes_left(q), max = max_packet(q), n = left < max ? left : max;
	unsigned pid = q[Q_TOKEN] >> 8 & 3;
	bool high = (q[Q_CHARS] >> 12 & 3) == 2;
	enum usb_answer answer;

	if (pid == 3 || (left && !max)) {
		rule_broken(e->env->rules, RULE_USB_LISTS, "transfer descriptor %08X: %s",
			    (unsigned)q[Q_CURRENT],
			    pid == 3 ? "reserved PID code" : "packets of 0 bytes");
		halt_queue(e, q, 0);
		return true;
	}
	if (!ehci_spend(e, n + PACKET_BYTES))
		return true;
	*worked = true;
	p.pid = pid_of[pid];
	p.address = q[Q_CHARS] & 0x7f;
	p.endpoint = q[Q_CHARS] >> 8 & 15;
	p.toggle = (uint8_t)(q[Q_TOKEN] >> 31);
	p.length = p.pid == USB_IN ? max : n;
	if (p.pid != USB_IN && !buffer(e, q, data, n, false))
		return false;
	/* Full and low speed go through a high-speed hub, and there is none. */
	answer = high ? ehci_transact(e, &p) : USB_SILENCE;
	switch (answer) {
	case USB_ACK:
		if (p.pid == USB_IN)
			return take(e, q, &p, n);
		done(e, q, n, false);
		break;
	case USB_NAK: *worked = false; break;
	case USB_STALL: halt_queue(e, q, 0); break;
	case USB_BABBLE: halt_queue(e, q, BABBLE); break;
	default: wire_error(e, q); break;
	}
	return true;
}

bool ehci_run_qh(struct ehci *e, uint32_t addr, uint32_t q[12], bool *worked)
{
	bool ready = q[Q_TOKEN] & ACTIVE;

	*worked = false;
	if (!ready && !advance_queue(e, addr, q, &ready))
		return false;
	if (!ready)
		return true;
	if (!transact(e, q, worked))
		return false;
	/* A descriptor that ended is told of in its own place too. */
	if (!(q[Q_TOKEN] & ACTIVE) && !ehci_store(e, q[Q_CURRENT] + 8, &q[Q_TOKEN], 4))
		return false;
	return ehci_store(e, addr + 4 * Q_TOKEN, &q[Q_TOKEN], 2 * 4);
}

bool ehci_run_async(struct ehci *e)
{
	uint32_t addr = (uint32_t)e->value[EHCI_ASYNC], q[12];
	bool passed = false, worked_since = false, worked;

	for (unsigned n = 0; ehci_spend(e, VISIT_BYTES); n++) {
		if (!ehci_load(e, addr, q, sizeof(q)))
			return false;
		if (q[Q_CHARS] & CHARS_HEAD) {
			if (passed && !worked_since)
				break; /* once around without work */
			passed = true;
			worked_since = false;
		}
		if (n == VISITS_MAX && !passed) {
			rule_broken(e->env->rules, RULE_USB_LISTS,
				    "the asynchronous list at %08X has no head", (unsigned)addr);
			break;
		}
		if (!ehci_run_qh(e, addr, q, &worked))
			return false;
		worked_since |= worked;
		if ((q[Q_LINK] & LINK_END) || (q[Q_LINK] & LINK_TYPE) != LINK_QH) {
			rule_broken(e->env->rules, RULE_USB_LISTS,
				    "queue head %08X links to %08X, which is no queue head",
				    (unsigned)addr, (unsigned)q[Q_LINK]);
			break;
		}
		addr = q[Q_LINK] & ~UINT32_C(31);
		e->value[EHCI_ASYNC] = addr;
	}
	return passed;
}
