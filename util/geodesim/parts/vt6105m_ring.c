/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The VT6105M's descriptor rings. A descriptor is four words: status with the OWN bit; size and
 * control; the buffer's address; the next descriptor's address.
 */
#include <string.h>

#include "parts/vt6105m_internal.h"
#include "strict/rules.h"

#define PIECES_MAX    16 /* descriptors of one frame */
#define CRC_BYTES     4
#define GAP_BYTES     20   /* preamble and gap between frames */
#define FULL_SIZE     1518 /* with the check sequence; longer is LONG */
#define POLL_NS	      UINT64_C(1000000)
#define COUNTER_LIMIT 0x8000

enum {
	TSR_ERROR = 0x8000,
	TSR_JABBER = 0x4000,
	TSR_NO_DESCRIPTOR = 0x1000,
	TSR_16_COLLISIONS = 0x000f,
	RSR_OK = 0x8000,
	RSR_VLAN_HIT = 0x4000,
	RSR_CHAINED = 0x0400,
	RSR_FIRST = 0x0200,
	RSR_LAST = 0x0100,
	RSR_NO_BUFFER = 0x0080,
	RSR_RUNT = 0x0020,
	RSR_LONG = 0x0010,
	RSR_ERROR = 0x0001,
};

struct desc {
	uint32_t status, control, buffer, next;
};

static bool may_run(const struct vt6105m *v, uint32_t direction)
{
	uint32_t cr0 = vt_get(v, VT_CR0);

	return (cr0 & CR0_START) && (cr0 & direction) && !v->reset_done.queued &&
	       !(vt_get(v, VT_STICKHW) & STICKHW_STATE) &&
	       (reg_peek(&v->fn.regs, PCI_COMMAND) & PCI_COMMAND_MASTER);
}

static uint64_t wire_ns(const struct vt6105m *v, size_t size)
{
	size_t bytes = (size < NET_FRAME_MIN ? NET_FRAME_MIN : size) + CRC_BYTES + GAP_BYTES;

	return bytes * (v->phy.fast || !v->phy.link ? 80 : 800);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(uint8_t *p, uint32_t val)
{
	for (unsigned n = 0; n < 4; n++)
		p[n] = (uint8_t)(val >> (8 * n));
}

/* Nobody answered the bus master: both directions stop. */
static bool bus_failed(struct vt6105m *v)
{
	vt_set(v, VT_CR0, vt_get(v, VT_CR0) & ~(uint32_t)(CR0_RXON | CR0_TXON));
	vt_interrupt(v, ISR_BUS_ERROR);
	return false;
}

static bool get_desc(struct vt6105m *v, uint32_t addr, struct desc *d, unsigned mirror)
{
	uint8_t raw[16];

	if (!v->dma.read(v->dma.opaque, addr, raw, sizeof(raw)))
		return bus_failed(v);
	d->status = get32(raw);
	d->control = get32(raw + 4);
	d->buffer = get32(raw + 8);
	d->next = get32(raw + 12) & ~UINT32_C(15);
	for (unsigned n = 0; n < 4; n++)
		vt_set(v, mirror + n, get32(raw + 4 * n));
	return true;
}

static bool put_words(struct vt6105m *v, uint32_t addr, uint32_t status, uint32_t control,
		      unsigned words)
{
	uint8_t raw[8];

	put32(raw, status);
	put32(raw + 4, control);
	return v->dma.write(v->dma.opaque, addr, raw, 4 * words) || bus_failed(v);
}

/* Transmit. */

static void tx_idle(struct vt6105m *v)
{
	if (!(vt_get(v, VT_CR1) & CR1_NO_POLL))
		event_schedule(v->env->clock, &v->tx_poll, clock_after_ns(v->env->clock, POLL_NS));
}

static void tx_begin(struct vt6105m *v, uint16_t status)
{
	v->tx_status = status;
	v->sending = true;
	event_schedule(v->env->clock, &v->tx_done,
		       clock_after_ns(v->env->clock, wire_ns(v, v->out_size)));
}

/* One descriptor's part of the frame. */
static bool append(struct vt6105m *v, const struct desc *d, uint16_t *status)
{
	uint32_t size = d->control & DESC_SIZE;

	if (v->out_size + size > sizeof(v->out)) {
		*status |= TSR_JABBER | TSR_ERROR;
		size = (uint32_t)sizeof(v->out) - v->out_size;
	}
	if (!v->dma.read(v->dma.opaque, d->buffer, v->out + v->out_size, size))
		return bus_failed(v);
	v->out_size += size;
	return true;
}

static void bad_ring(struct vt6105m *v, const char *what, uint32_t addr)
{
	rule_broken(v->env->rules, RULE_NIC_RINGS, "%s: %s at %08X", v->fn.name, what, addr);
}

void vt_tx_demand(struct vt6105m *v)
{
	uint32_t addr = vt_get(v, VT_TDA);
	uint16_t status = 0;
	struct desc d;

	event_cancel(v->env->clock, &v->tx_poll);
	if (v->sending || !may_run(v, CR0_TXON))
		return;
	v->out_size = 0;
	v->out_pieces = 0;
	do {
		if (!get_desc(v, addr, &d, VT_CTD0))
			return;
		if (!(d.status & DESC_OWN)) {
			if (!v->out_pieces) {
				tx_idle(v);
				return;
			}
			status |= TSR_NO_DESCRIPTOR | TSR_ERROR;
			break;
		}
		if (!v->out_pieces)
			v->out_tag = (uint16_t)(d.status >> 16 & 0x7fff);
		if (!(d.control & DESC_SIZE))
			bad_ring(v, "transmit descriptor without bytes", addr);
		if (!v->out_pieces != !!(d.control & DESC_FIRST))
			bad_ring(v, "first-piece bit out of place", addr);
		v->out_piece[v->out_pieces++] = addr;
		v->out_control = d.control;
		if (!append(v, &d, &status))
			return;
		addr = d.next;
	} while (!(d.control & DESC_LAST) && v->out_pieces < PIECES_MAX);
	v->out_next = addr;
	tx_begin(v, status);
}

/* The frame as it is on the cable: tagged, padded. */
static void onto_cable(struct vt6105m *v)
{
	uint16_t tag = (uint16_t)((v->out_tag & 0xfff) | (v->out_tag & 0x7000) << 1);
	unsigned size = v->out_size;

	if ((v->out_control & DESC_TX_TAG) && (vt_get(v, VT_TCR) & TCR_PQEN) && size >= 12 &&
	    size + 4 <= sizeof(v->out)) {
		memmove(v->out + 16, v->out + 12, size - 12);
		v->out[12] = 0x81;
		v->out[13] = 0x00;
		v->out[14] = (uint8_t)(tag >> 8);
		v->out[15] = (uint8_t)tag;
		size += 4;
	}
	if (v->out_control & DESC_TX_CRC) { /* the guest made it: a wrong one is not for anybody */
		if (size <= CRC_BYTES ||
		    get32(v->out + size - CRC_BYTES) != vt_crc(v->out, size - CRC_BYTES))
			return;
		size -= CRC_BYTES;
	}
	if (size < NET_FRAME_MIN) {
		memset(v->out + size, 0, NET_FRAME_MIN - size);
		size = NET_FRAME_MIN;
	}
	if (vt_get(v, VT_TCR) & TCR_LOOP)
		vt6105m_wire(v, v->out, size, 0);
	else if (v->phy.link)
		net_send(v->net, v->out, size);
}

/* What became of it: status bits and causes. */
static uint16_t tx_result(struct vt6105m *v, uint16_t *causes)
{
	uint16_t status = v->tx_status;

	if (v->tx_faults) {
		v->tx_faults--;
		status |= v->tx_fault;
	}
	if (!v->phy.link && !(vt_get(v, VT_TCR) & TCR_LOOP) && !(vt_get(v, VT_CR1) & CR1_FULL))
		status |= VT6105M_TX_CARRIER;
	if (status & VT6105M_TX_ABORT) {
		status |= TSR_16_COLLISIONS;
		*causes |= ISR_TX_ABORT;
	}
	if (status & (VT6105M_TX_UNDERRUN | TSR_NO_DESCRIPTOR))
		*causes |= ISR_TX_UNDERRUN;
	if (!status) {
		*causes |= v->out_control & DESC_IRQ ? ISR_TX : 0;
		return 0;
	}
	*causes |= ISR_TX_ERROR;
	/* These stop the engine: software says where it goes on. */
	if (status & (VT6105M_TX_ABORT | VT6105M_TX_UNDERRUN | TSR_NO_DESCRIPTOR | TSR_JABBER))
		vt_set(v, VT_CR0, vt_get(v, VT_CR0) & ~(uint32_t)CR0_TXON);
	return status | TSR_ERROR;
}

static void tx_done(void *o, uint64_t due)
{
	struct vt6105m *v = o;
	uint16_t causes = 0, status = tx_result(v, &causes);

	(void)due;
	v->sending = false;
	if (!status)
		onto_cable(v);
	/* The first descriptor gets the status, all go back to software; the first one last. */
	for (unsigned n = v->out_pieces; n-- > 0;) {
		uint32_t word = n ? 0 : (uint32_t)v->out_tag << 16 | status;

		if (!put_words(v, v->out_piece[n], word, 0, 1))
			return;
	}
	vt_set(v, VT_TDA, v->out_next);
	if (causes)
		vt_interrupt(v, causes);
	vt_tx_demand(v);
}

static void tx_poll(void *o, uint64_t due)
{
	(void)due;
	vt_tx_demand(o);
}

/* Receive. */

static void count(struct vt6105m *v, unsigned i)
{
	uint32_t n = vt_get(v, i) + 1;

	if (n <= 0xffff)
		vt_set(v, i, n);
	if (n == COUNTER_LIMIT)
		vt_interrupt(v, ISR_COUNTER);
}

static void missed(struct vt6105m *v, uint16_t causes)
{
	count(v, VT_MPAC);
	vt_interrupt(v, causes);
}

/* The bytes that go to memory: without a tag, with check sequence; the tag follows, aligned. */
static unsigned lay_out(struct vt6105m *v, const struct vt6105m_frame *f, uint8_t *out,
			unsigned *total, bool *tagged)
{
	unsigned size = f->size, at;
	uint32_t crc = vt_crc(f->bytes, size);

	*tagged = (vt_get(v, VT_TCR) & TCR_PQEN) && size >= 18 && f->bytes[12] == 0x81 &&
		  f->bytes[13] == 0x00;
	memcpy(out, f->bytes, size);
	if (*tagged) {
		memmove(out + 12, out + 16, size - 16);
		size -= 4;
	}
	put32(out + size, f->errors & VT6105M_RX_CRC ? ~crc : crc);
	size += CRC_BYTES;
	*total = size;
	if (*tagged) {
		at = (size + 3) & ~3u;
		memset(out + size, 0, at - size);
		memcpy(out + at, f->bytes + 12, 4);
		*total = at + 4;
	}
	return size;
}

/* Into memory, descriptor by descriptor. */
static void store(struct vt6105m *v, const struct vt6105m_frame *f, uint16_t status)
{
	uint8_t bytes[VT6105M_FRAME_MAX + 16];
	uint32_t addr = vt_get(v, VT_RDA);
	unsigned total, done = 0, n = 0;
	bool tagged, last = false;
	unsigned size = lay_out(v, f, bytes, &total, &tagged);
	struct desc d, ahead;

	if (!get_desc(v, addr, &d, VT_CRD0))
		return;
	if (!(d.status & DESC_OWN)) {
		missed(v, ISR_RX_NO_DESCRIPTOR | ISR_RX_NO_BUFFER);
		return;
	}
	if (tagged && (vt_get(v, VT_BCR1) & BCR1_VIDFR))
		status |= RSR_VLAN_HIT;
	while (!last) {
		uint32_t room = d.control & DESC_SIZE, part = total - done;
		uint16_t now = status | (n ? 0 : RSR_FIRST);

		if (!room)
			bad_ring(v, "receive descriptor without room", addr);
		part = part < room ? part : room;
		if (!v->dma.write(v->dma.opaque, d.buffer, bytes + done, part)) {
			bus_failed(v);
			return;
		}
		done += part;
		last = done == total;
		if (!last) {
			if (!get_desc(v, d.next, &ahead, VT_CRD0))
				return;
			now |= RSR_CHAINED;
			if (!(ahead.status & DESC_OWN) || ++n == PIECES_MAX) {
				now = (now & ~RSR_OK) | RSR_NO_BUFFER | RSR_ERROR;
				last = true;
			}
		} else if (n) {
			now |= RSR_CHAINED;
		}
		if (!put_words(v, addr, size << 16 | now | (last ? RSR_LAST : 0),
			       (d.control & ~DESC_RX_TAG) | (tagged ? DESC_RX_TAG : 0), 2))
			return;
		addr = d.next;
		if (last)
			vt_interrupt(v, now & RSR_NO_BUFFER ? ISR_RX_ERROR | ISR_RX_NO_BUFFER
					: now & RSR_ERROR   ? ISR_RX | ISR_RX_ERROR
							    : ISR_RX);
		else
			d = ahead;
	}
	vt_set(v, VT_RDA, addr);
}

static void look(struct vt6105m *v, const struct vt6105m_frame *f)
{
	uint32_t rcr = vt_get(v, VT_RCR);
	uint16_t status = vt_accepts(v, f->bytes, f->size), wrong = f->errors;

	if (vt_get(v, VT_STICKHW) & STICKHW_STATE) {
		vt_wake_frame(v, f->bytes, f->size);
		return;
	}
	if (wrong & VT6105M_RX_CRC)
		count(v, VT_CRCC);
	if (!status || !(vt_get(v, VT_CR0) & CR0_RXON))
		return;
	if (!may_run(v, CR0_RXON)) { /* no way to memory: the FIFO fills up */
		missed(v, ISR_RX_OVERFLOW);
		return;
	}
	if (f->size < NET_FRAME_MIN) {
		if (!(rcr & RCR_RUNTS))
			return;
		status |= RSR_RUNT;
	}
	if (f->size + CRC_BYTES > FULL_SIZE + (f->bytes[12] == 0x81 && !f->bytes[13] ? 4 : 0))
		status |= RSR_LONG;
	if (wrong) {
		if (!(rcr & RCR_ERRORS)) {
			vt_interrupt(v, ISR_RX_ERROR);
			return;
		}
		status |= wrong | RSR_ERROR;
	} else {
		status |= RSR_OK;
	}
	store(v, f, status);
}

static void rx_schedule(struct vt6105m *v)
{
	event_schedule(v->env->clock, &v->rx_arrive,
		       clock_after_ns(v->env->clock, wire_ns(v, v->wire[v->wire_head].size)));
}

static void rx_arrive(void *o, uint64_t due)
{
	struct vt6105m *v = o;
	const struct vt6105m_frame *f = &v->wire[v->wire_head];

	(void)due;
	if (!v->wire_count)
		return;
	v->wire_head = (v->wire_head + 1) % VT6105M_WIRE;
	v->wire_count--;
	look(v, f);
	if (v->wire_count)
		rx_schedule(v);
}

bool vt6105m_wire(struct vt6105m *v, const uint8_t *frame, size_t size, uint16_t errors)
{
	struct vt6105m_frame *f = &v->wire[(v->wire_head + v->wire_count) % VT6105M_WIRE];

	if (size < 14 || size > VT6105M_FRAME_MAX || v->wire_count == VT6105M_WIRE) {
		v->lost++;
		return false;
	}
	f->size = (uint16_t)size;
	f->errors = errors;
	memcpy(f->bytes, frame, size);
	if (!v->wire_count++)
		rx_schedule(v);
	return true;
}

void vt6105m_fail_tx(struct vt6105m *v, uint16_t faults, unsigned count)
{
	v->tx_fault = faults;
	v->tx_faults = count;
}

void vt_rings_init(struct vt6105m *v)
{
	event_init(&v->tx_done, "ethernet sent", tx_done, v);
	event_init(&v->tx_poll, "ethernet poll", tx_poll, v);
	event_init(&v->rx_arrive, "ethernet frame", rx_arrive, v);
}

void vt_rings_stop(struct vt6105m *v)
{
	event_cancel(v->env->clock, &v->tx_done);
	event_cancel(v->env->clock, &v->tx_poll);
	v->sending = false;
}
