/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all USB devices do alike: addresses, toggles, control transfers, standard requests. */
#include "parts/usb_device.h"

#include <string.h>

/* bmRequestType: direction, kind, recipient. bRequest of the standard requests (table 9-4). */
enum {
	TO_HOST = 0x80,
	KIND = 0x60,
	RECIPIENT = 0x1f,
	TO_DEVICE = 0,
	TO_INTERFACE = 1,
	TO_ENDPOINT = 2
};
enum {
	GET_STATUS = 0,
	CLEAR_FEATURE = 1,
	SET_FEATURE = 3,
	SET_ADDRESS = 5,
	GET_DESCRIPTOR = 6,
	GET_CONFIGURATION = 8,
	SET_CONFIGURATION = 9,
	GET_INTERFACE = 10,
	SET_INTERFACE = 11,
};
enum { ENDPOINT_HALT = 0, REMOTE_WAKEUP = 1 };

void usb_dev_init(struct usb_dev *d, const struct usb_class *c, void *owner, enum usb_speed fastest,
		  unsigned control_packet)
{
	memset(d, 0, sizeof(*d));
	d->class_ = c;
	d->owner = owner;
	d->fastest = fastest;
	d->speed = fastest;
	d->max_packet[0][0] = d->max_packet[1][0] = (uint16_t)control_packet;
}

static void forget_transfers(struct usb_dev *d)
{
	memset(d->halted, 0, sizeof(d->halted));
	memset(d->toggle, 0, sizeof(d->toggle));
	if (d->class_->reset)
		d->class_->reset(d);
}

void usb_dev_bus_reset(struct usb_dev *d, bool high)
{
	d->speed = d->fastest == USB_HIGH && !high ? USB_FULL : d->fastest;
	d->address = d->new_address = d->configuration = 0;
	d->remote_wakeup = false;
	d->stage = USB_STAGE_IDLE;
	d->stalled = false;
	forget_transfers(d);
}

static unsigned word(const uint8_t *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

static int get_descriptor(struct usb_dev *d)
{
	unsigned length = 0;
	const uint8_t *from = d->class_->descriptor(d, d->setup[3], d->setup[2], &length);

	if (!from)
		return -1;
	if (length > sizeof(d->control))
		length = sizeof(d->control);
	memcpy(d->control, from, length);
	return (int)length;
}

/* The endpoint that wIndex names, or NULL when there is none. */
static bool *halt_of(struct usb_dev *d)
{
	unsigned in = d->setup[4] >> 7, n = d->setup[4] & 15;

	if (!d->max_packet[in][n] || (n && !d->configuration))
		return NULL;
	return &d->halted[in][n];
}

static int get_status(struct usb_dev *d)
{
	const bool *halt;

	memset(d->control, 0, 2);
	switch (d->setup[0] & RECIPIENT) {
	case TO_DEVICE: d->control[0] = d->remote_wakeup ? 2 : 0; return 2;
	case TO_INTERFACE: return d->configuration ? 2 : -1;
	case TO_ENDPOINT:
		halt = halt_of(d);
		if (!halt)
			return -1;
		d->control[0] = *halt;
		return 2;
	default: return -1;
	}
}

static int feature(struct usb_dev *d, bool set)
{
	bool *halt;

	if ((d->setup[0] & RECIPIENT) == TO_DEVICE && word(d->setup + 2) == REMOTE_WAKEUP) {
		d->remote_wakeup = set;
		return 0;
	}
	halt = (d->setup[0] & RECIPIENT) == TO_ENDPOINT ? halt_of(d) : NULL;
	if (!halt || word(d->setup + 2) != ENDPOINT_HALT)
		return -1;
	*halt = set && (d->setup[4] & 15);
	d->toggle[d->setup[4] >> 7][d->setup[4] & 15] = 0; /* 9.4.5 */
	return 0;
}

static int set_configuration(struct usb_dev *d)
{
	if (d->setup[2] > 1)
		return -1;
	d->configuration = d->setup[2];
	forget_transfers(d);
	return 0;
}

/* Length of the answer, 0 for requests without, -1: STALL. */
static int standard_request(struct usb_dev *d)
{
	switch (d->setup[1]) {
	case GET_STATUS: return get_status(d);
	case CLEAR_FEATURE: return feature(d, false);
	case SET_FEATURE: return feature(d, true);
	case SET_ADDRESS:
		d->new_address = d->setup[2] & 0x7f; /* in force after the status stage */
		return 0;
	case GET_DESCRIPTOR: return get_descriptor(d);
	case GET_CONFIGURATION: d->control[0] = d->configuration; return 1;
	case SET_CONFIGURATION: return set_configuration(d);
	case GET_INTERFACE: d->control[0] = 0; return d->configuration && !d->setup[4] ? 1 : -1;
	case SET_INTERFACE:
		if (!d->configuration || d->setup[4] || d->setup[2])
			return -1;
		forget_transfers(d);
		return 0;
	default: return -1;
	}
}

static int request(struct usb_dev *d)
{
	int n = (d->setup[0] & KIND) == 0 ? standard_request(d) : -1;

	/* Descriptors of interfaces (HID reports) are the class's. */
	if (n < 0 && d->class_->request)
		n = d->class_->request(d, d->setup);
	return n > (int)sizeof(d->control) ? (int)sizeof(d->control) : n;
}

static enum usb_answer setup_packet(struct usb_dev *d, const struct usb_packet *p)
{
	unsigned asked;
	int n;

	if (p->length != 8)
		return USB_SILENCE;
	memcpy(d->setup, p->data, 8);
	asked = word(d->setup + 6);
	d->new_address = d->address;
	d->control_at = d->control_length = 0;
	d->stalled = false;
	d->toggle[0][0] = d->toggle[1][0] = 1;
	if (!(d->setup[0] & TO_HOST) && asked) {
		d->stage = USB_STAGE_DATA_OUT;
		d->stalled = asked > sizeof(d->control);
		d->control_length = asked;
		return USB_ACK;
	}
	n = request(d);
	d->stalled = n < 0;
	d->stage = asked ? USB_STAGE_DATA_IN : USB_STAGE_STATUS;
	if (n > 0)
		d->control_length = (unsigned)n < asked ? (unsigned)n : asked;
	return USB_ACK;
}

/* The status stage succeeded. */
static void control_done(struct usb_dev *d)
{
	d->stage = USB_STAGE_IDLE;
	d->address = d->new_address;
}

static enum usb_answer control_in(struct usb_dev *d, struct usb_packet *p)
{
	unsigned n = d->max_packet[1][0];

	if (d->stalled || d->stage == USB_STAGE_IDLE)
		return USB_STALL;
	if (d->stage != USB_STAGE_DATA_IN) { /* the status of OUT data, or of no data */
		if (d->stage == USB_STAGE_DATA_OUT)
			return USB_STALL; /* data are missing */
		p->length = 0;
		p->toggle = 1;
		control_done(d);
		return USB_ACK;
	}
	if (n > d->control_length - d->control_at)
		n = d->control_length - d->control_at;
	if (n > p->length)
		return USB_BABBLE;
	memcpy(p->data, d->control + d->control_at, n);
	d->control_at += n;
	p->length = n;
	p->toggle = d->toggle[1][0];
	d->toggle[1][0] ^= 1;
	return USB_ACK;
}

static enum usb_answer control_out(struct usb_dev *d, const struct usb_packet *p)
{
	if (d->stalled || d->stage == USB_STAGE_IDLE || d->stage == USB_STAGE_STATUS)
		return USB_STALL;
	if (d->stage == USB_STAGE_DATA_IN) { /* the status of IN data */
		control_done(d);
		return USB_ACK;
	}
	if (p->toggle != d->toggle[0][0])
		return USB_ACK; /* sent again: the answer was lost */
	d->toggle[0][0] ^= 1;
	if (p->length > d->control_length - d->control_at) {
		d->stalled = true;
		return USB_STALL;
	}
	memcpy(d->control + d->control_at, p->data, p->length);
	d->control_at += p->length;
	if (d->control_at < d->control_length)
		return USB_ACK;
	d->stalled = request(d) < 0;
	d->stage = USB_STAGE_STATUS;
	return USB_ACK;
}

static enum usb_answer verdict(struct usb_dev *d, bool in, unsigned n, int result)
{
	if (result == USB_ENDPOINT_NAK) {
		d->naks++;
		return USB_NAK;
	}
	if (result < 0) {
		d->halted[in][n] = true;
		return USB_STALL;
	}
	return USB_ACK;
}

static enum usb_answer data_in(struct usb_dev *d, struct usb_packet *p)
{
	unsigned n = p->endpoint & 15, room = d->max_packet[1][n];
	enum usb_answer answer;
	int got;

	if (!d->configuration || !room || !d->class_->in)
		return USB_SILENCE;
	if (d->halted[1][n])
		return USB_STALL;
	if (room > p->length) /* the host has less room: a longer packet would be babble */
		room = p->length;
	got = d->class_->in(d, n, p->data, room);
	answer = verdict(d, true, n, got);
	if (answer != USB_ACK)
		return answer;
	p->length = (unsigned)got < room ? (unsigned)got : room;
	p->toggle = d->toggle[1][n];
	d->toggle[1][n] ^= 1;
	return USB_ACK;
}

static enum usb_answer data_out(struct usb_dev *d, const struct usb_packet *p)
{
	unsigned n = p->endpoint & 15;
	enum usb_answer answer;

	if (!d->configuration || !d->max_packet[0][n] || !d->class_->out)
		return USB_SILENCE;
	if (d->halted[0][n])
		return USB_STALL;
	if (p->length > d->max_packet[0][n])
		return USB_SILENCE; /* babble to the device: it does not answer */
	if (p->toggle != d->toggle[0][n])
		return USB_ACK; /* a repetition: taken for lost answer, dropped */
	answer = verdict(d, false, n, d->class_->out(d, n, p->data, p->length));
	if (answer == USB_ACK)
		d->toggle[0][n] ^= 1;
	return answer;
}

enum usb_answer usb_dev_transact(struct usb_dev *d, struct usb_packet *p)
{
	if (!d || p->address != d->address)
		return USB_SILENCE;
	d->packets++;
	if (d->lose) {
		d->lose--;
		return USB_SILENCE;
	}
	if (p->endpoint & 15)
		return p->pid == USB_IN	   ? data_in(d, p)
		       : p->pid == USB_OUT ? data_out(d, p)
					   : USB_SILENCE;
	if (p->pid == USB_SETUP)
		return setup_packet(d, p);
	return p->pid == USB_IN ? control_in(d, p) : control_out(d, p);
}

unsigned usb_string(uint8_t *out, const char *text)
{
	size_t n = strlen(text);

	if (n > 126)
		n = 126;
	out[0] = (uint8_t)(2 + 2 * n);
	out[1] = 3;
	for (size_t i = 0; i < n; i++) {
		out[2 + 2 * i] = (uint8_t)text[i];
		out[3 + 2 * i] = 0;
	}
	return out[0];
}
