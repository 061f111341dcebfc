/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OHCI transfers: endpoint lists, transfer descriptors, the done queue (OHCI 1.0a, ch. 4, 6). */
#include <string.h>

#include "cs5536/ohci.h"
#include "strict/rules.h"

/* A frame in bit times, less SOF and turn-around (OHCI 1.0a 5.4). */
#define FRAME_BITS    (12000u - 210u)
#define VISIT_BITS    16u  /* reading a descriptor over PCI */
#define PACKET_BYTES  13u  /* token, handshake, gaps */
#define VISITS_MAX    512u /* more endpoints in a list than any driver has: it does not end */
#define ADDRESS(WORD) ((WORD) & ~UINT32_C(15))

enum { CONTROL_PLE = 4, CONTROL_IE = 8, CONTROL_CLE = 0x10, CONTROL_BLE = 0x20 };
enum { COMMAND_CLF = 2, COMMAND_BLF = 4 };
enum { ED_SPEED_LOW = 0x2000, ED_SKIP = 0x4000, ED_ISO = 0x8000 };
enum { HEAD_HALTED = 1, HEAD_CARRY = 2 };
enum { TD_ROUND = 0x40000 };

/* Condition codes (4.3.3). */
enum {
	NO_ERROR = 0,
	TOGGLE_MISMATCH = 3,
	STALL = 4,
	NOT_RESPONDING = 5,
	DATA_OVERRUN = 8,
	DATA_UNDERRUN = 9,
};

enum outcome {
	IDLE,	/* nothing to do at this endpoint */
	WORKED, /* a packet went over the wire, or was tried */
	FULL,	/* the frame has no room for it */
	STOPPED /* the controller died */
};

struct ed {
	uint32_t addr;
	uint32_t flags, tail, head, next;
};

struct td {
	uint32_t addr;
	uint32_t flags, current, next, end;
};

static bool load(struct ohci *o, uint32_t addr, void *to, uint32_t size)
{
	if (o->memory.read(o->memory.opaque, addr, to, size))
		return true;
	ohci_unrecoverable(o, "no memory at a descriptor or buffer");
	return false;
}

static bool store(struct ohci *o, uint32_t addr, const void *from, uint32_t size)
{
	if (o->memory.write(o->memory.opaque, addr, from, size))
		return true;
	ohci_unrecoverable(o, "no memory at a descriptor or buffer");
	return false;
}

/* Take time from the frame; false when there is not enough left. */
static bool spend(struct ohci *o, uint32_t bits)
{
	if (o->left < bits)
		return false;
	o->left -= bits;
	return true;
}

static uint32_t packet_bits(uint32_t bytes, bool low_speed)
{
	uint32_t bits = (bytes + PACKET_BYTES) * 8 * 7 / 6; /* stuffed bits, at worst */

	return low_speed ? bits * 8 : bits;
}

/* The descriptor leaves its endpoint and joins the done queue. */
static enum outcome retire(struct ohci *o, struct ed *ed, struct td *td, unsigned code)
{
	unsigned delay = code ? 0 : td->flags >> 21 & 7;

	ed->head = ADDRESS(td->next) | (ed->head & HEAD_CARRY) | (code ? HEAD_HALTED : 0);
	td->flags = (td->flags & 0x0fffffff) | (uint32_t)code << 28;
	td->next = (uint32_t)o->value[OHCI_DONE_HEAD];
	o->value[OHCI_DONE_HEAD] = td->addr;
	if (delay < o->done_delay)
		o->done_delay = delay;
	if (!store(o, td->addr, &td->flags, 16) || !store(o, ed->addr + 8, &ed->head, 4))
		return STOPPED;
	return WORKED;
}

/* A descriptor that stays: its progress goes to memory. */
static enum outcome keep(struct ohci *o, const struct td *td)
{
	return store(o, td->addr, &td->flags, 8) ? WORKED : STOPPED;
}

/* A transmission error: the third in a row ends the descriptor. */
static enum outcome transmission_error(struct ohci *o, struct ed *ed, struct td *td, unsigned code)
{
	unsigned errors = (td->flags >> 26 & 3) + 1;

	td->flags = (td->flags & ~(UINT32_C(3) << 26)) | (errors & 3) << 26;
	return errors >= 3 ? retire(o, ed, td, code) : keep(o, td);
}

static uint32_t bytes_left(const struct td *td)
{
	if (!td->current)
		return 0;
	if ((td->current ^ td->end) & ~UINT32_C(0xfff)) /* two pages */
		return 0x1000 - (td->current & 0xfff) + (td->end & 0xfff) + 1;
	return td->end < td->current ? 0 : td->end - td->current + 1;
}

/* Move @n bytes between @data and the buffer, which may jump from one page to another once. */
static bool buffer(struct ohci *o, struct td *td, uint8_t *data, uint32_t n, bool to_memory)
{
	uint32_t room = 0x1000 - (td->current & 0xfff), first = n < room ? n : room;
	uint32_t second = td->end & ~UINT32_C(0xfff);

	if (first &&
	    !(to_memory ? store(o, td->current, data, first) : load(o, td->current, data, first)))
		return false;
	if (n > first && !(to_memory ? store(o, second, data + first, n - first)
				     : load(o, second, data + first, n - first)))
		return false;
	return true;
}

static void advance(struct td *td, uint32_t n)
{
	uint32_t room = 0x1000 - (td->current & 0xfff);

	if (n >= room && ((td->current ^ td->end) & ~UINT32_C(0xfff)))
		td->current = (td->end & ~UINT32_C(0xfff)) + (n - room);
	else
		td->current += n;
}

/* @n bytes went through: move on, and end the descriptor when that was all. */
static enum outcome succeeded(struct ohci *o, struct ed *ed, struct td *td, uint32_t n,
			      uint32_t total, unsigned toggle)
{
	uint32_t max = ed->flags >> 16 & 0x7ff;

	td->flags &= ~(UINT32_C(3) << 26); /* no errors in a row */
	td->flags = (td->flags & ~(UINT32_C(3) << 24)) | (2u | (toggle ^ 1)) << 24;
	ed->head = (ed->head & ~(uint32_t)HEAD_CARRY) | (toggle ? 0 : HEAD_CARRY);
	if (n == total) {
		td->current = 0;
		return retire(o, ed, td, NO_ERROR);
	}
	advance(td, n);
	if (n == max)
		return keep(o, td);
	return retire(o, ed, td, td->flags & TD_ROUND ? NO_ERROR : DATA_UNDERRUN);
}

static enum outcome answered(struct ohci *o, struct ed *ed, struct td *td,
			     const struct usb_packet *p, enum usb_answer answer, uint32_t total,
			     unsigned toggle)
{
	switch (answer) {
	case USB_NAK: return WORKED;
	case USB_STALL: return retire(o, ed, td, STALL);
	case USB_BABBLE: return retire(o, ed, td, DATA_OVERRUN);
	case USB_SILENCE: return transmission_error(o, ed, td, NOT_RESPONDING);
	default: break;
	}
	if (p->pid != USB_IN)
		return succeeded(o, ed, td, p->length, total, toggle);
	if (p->toggle != toggle)
		return transmission_error(o, ed, td, TOGGLE_MISMATCH);
	if (p->length > total)
		return retire(o, ed, td, DATA_OVERRUN);
	if (!buffer(o, td, p->data, p->length, true))
		return STOPPED;
	return succeeded(o, ed, td, p->length, total, toggle);
}

static enum outcome general(struct ohci *o, struct ed *ed)
{
	static const uint8_t pid_of[3] = {USB_SETUP, USB_OUT, USB_IN};
	uint8_t data[2048];
	struct td td = {.addr = ADDRESS(ed->head)};
	struct usb_packet p = {.data = data};
	unsigned direction = ed->flags >> 11 & 3, toggle;
	uint32_t total, max = ed->flags >> 16 & 0x7ff;
	bool low = ed->flags & ED_SPEED_LOW;

	if (!load(o, td.addr, &td.flags, 16))
		return STOPPED;
	if (direction == 0 || direction == 3)
		direction = td.flags >> 19 & 3;
	total = bytes_left(&td);
	if (direction == 3 || (total && !max)) {
		rule_broken(o->env->rules, RULE_USB_LISTS, "transfer descriptor %08X: %s",
			    (unsigned)td.addr,
			    direction == 3 ? "reserved direction" : "packets of 0 bytes");
		return IDLE;
	}
	toggle = td.flags >> 25 & 1 ? td.flags >> 24 & 1 : (ed->head & HEAD_CARRY) != 0;
	p.pid = pid_of[direction];
	p.address = ed->flags & 0x7f;
	p.endpoint = ed->flags >> 7 & 15;
	p.toggle = (uint8_t)toggle;
	p.length = total < max ? total : max;
	if (o->left < packet_bits(p.length, low))
		return FULL;
	if (p.pid == USB_IN)
		p.length = max; /* a device may send more than the buffer holds */
	else if (!buffer(o, &td, data, p.length, false))
		return STOPPED;
	switch (ohci_transact(o, &p, low)) {
	case USB_ACK:
		spend(o,
		      packet_bits(p.length, low) < o->left ? packet_bits(p.length, low) : o->left);
		return answered(o, ed, &td, &p, USB_ACK, total, toggle);
	case USB_NAK: spend(o, packet_bits(0, low)); return WORKED;
	case USB_STALL: spend(o, packet_bits(0, low)); return retire(o, ed, &td, STALL);
	case USB_BABBLE: return answered(o, ed, &td, &p, USB_BABBLE, total, toggle);
	default:
		spend(o, packet_bits(0, low));
		return answered(o, ed, &td, &p, USB_SILENCE, total, toggle);
	}
}

/*
 * Isochronous packets are not carried, as no device here has such an endpoint: each ends as "not
 * responding" in its frame, and the descriptor ends with its last frame.
 */
static enum outcome isochronous(struct ohci *o, struct ed *ed, unsigned frame)
{
	struct td td = {.addr = ADDRESS(ed->head) & ~UINT32_C(31)};
	uint16_t word = NOT_RESPONDING << 12;
	int since;

	if (!load(o, td.addr, &td.flags, 16))
		return STOPPED;
	since = (int16_t)(frame - (td.flags & 0xffff));
	if (since < 0)
		return IDLE;
	if (since > (int)(td.flags >> 24 & 7))
		return retire(o, ed, &td, DATA_OVERRUN);
	if (!store(o, td.addr + 16 + 2 * (uint32_t)since, &word, 2))
		return STOPPED;
	spend(o, packet_bits(0, false));
	return since == (int)(td.flags >> 24 & 7) ? retire(o, ed, &td, NO_ERROR) : WORKED;
}

static bool has_work(const struct ed *ed)
{
	return !(ed->flags & ED_SKIP) && !(ed->head & HEAD_HALTED) &&
	       ADDRESS(ed->head) != ADDRESS(ed->tail);
}

static enum outcome visit(struct ohci *o, uint32_t addr, struct ed *ed)
{
	if (!spend(o, VISIT_BITS))
		return FULL;
	ed->addr = ADDRESS(addr);
	return load(o, ed->addr, &ed->flags, 16) ? WORKED : STOPPED;
}

static enum outcome periodic(struct ohci *o, unsigned frame)
{
	uint32_t addr, hcca = (uint32_t)o->value[OHCI_HCCA];
	struct ed ed;

	if (!load(o, hcca + 4 * (frame & 31), &addr, 4))
		return STOPPED;
	for (unsigned n = 0; ADDRESS(addr); n++) {
		enum outcome done = visit(o, addr, &ed);

		if (done == WORKED && n < VISITS_MAX) {
			if (ed.flags & ED_ISO) {
				if (!(o->value[OHCI_CONTROL] & CONTROL_IE))
					break; /* nothing but isochronous endpoints follows */
				done = has_work(&ed) ? isochronous(o, &ed, frame) : IDLE;
			} else {
				done = has_work(&ed) ? general(o, &ed) : IDLE;
			}
		}
		if (done == STOPPED)
			return STOPPED;
		if (done == FULL || n == VISITS_MAX) {
			rule_broken(o->env->rules, RULE_USB_LISTS,
				    "the periodic list at %08X does not fit into a frame",
				    (unsigned)hcca);
			ohci_event(o, OHCI_SO);
			return FULL;
		}
		addr = ed.next;
	}
	return WORKED;
}

/* One endpoint of the control or bulk list. IDLE: the list has nothing to do. */
static enum outcome serve(struct ohci *o, unsigned head, unsigned current, unsigned filled,
			  unsigned *visits)
{
	struct ed ed;
	enum outcome done;

	if (!ADDRESS(o->value[current])) {
		*visits = 0;
		if (!(o->value[OHCI_COMMAND] & filled))
			return IDLE;
		o->value[OHCI_COMMAND] &= ~(uint64_t)filled;
		o->value[current] = o->value[head];
		if (!ADDRESS(o->value[current]))
			return IDLE;
	}
	if (++*visits > VISITS_MAX) {
		rule_broken(o->env->rules, RULE_USB_LISTS, "the list at %08X does not end",
			    (unsigned)o->value[head]);
		return FULL;
	}
	done = visit(o, (uint32_t)o->value[current], &ed);
	if (done != WORKED)
		return done;
	if (has_work(&ed)) {
		o->value[OHCI_COMMAND] |= filled;
		done = general(o, &ed);
		if (done == FULL || done == STOPPED)
			return done;
	}
	o->value[current] = ADDRESS(ed.next);
	return WORKED;
}

/* Control and bulk take turns: so many control endpoints for a bulk one as HcControl says. */
static void nonperiodic(struct ohci *o)
{
	unsigned ratio = (o->value[OHCI_CONTROL] & 3) + 1, turn = 0;
	unsigned control_visits = 0, bulk_visits = 0;
	bool control = o->value[OHCI_CONTROL] & CONTROL_CLE;
	bool bulk = o->value[OHCI_CONTROL] & CONTROL_BLE;

	while (control || bulk) {
		bool is_control = control && (turn < ratio || !bulk);
		enum outcome done = is_control ? serve(o, OHCI_CONTROL_HEAD, OHCI_CONTROL_CURRENT,
						       COMMAND_CLF, &control_visits)
					       : serve(o, OHCI_BULK_HEAD, OHCI_BULK_CURRENT,
						       COMMAND_BLF, &bulk_visits);

		turn = is_control ? turn + 1 : 0;
		if (done == FULL || done == STOPPED)
			return;
		if (done == IDLE) {
			if (is_control)
				control = false;
			else
				bulk = false;
		}
	}
}

void ohci_run_lists(struct ohci *o, unsigned frame)
{
	o->left = FRAME_BITS;
	if ((o->value[OHCI_CONTROL] & CONTROL_PLE) && periodic(o, frame) == STOPPED)
		return;
	nonperiodic(o);
}
