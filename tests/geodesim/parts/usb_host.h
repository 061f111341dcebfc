/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host without a controller: transfers to one USB device, packet by packet. */
#ifndef TESTS_GEODESIM_PARTS_USB_HOST_H
#define TESTS_GEODESIM_PARTS_USB_HOST_H

#include "bench.h"
#include "parts/usb_device.h"

struct usb_host {
	struct usb_dev *dev;
	uint8_t address, toggle[2][USB_ENDPOINTS];
	uint8_t data[USB_CONTROL_MAX];
	unsigned got;
};

static inline enum usb_answer host_packet(struct usb_host *h, enum usb_pid pid, unsigned endpoint,
					  uint8_t toggle, void *data, unsigned *length)
{
	struct usb_packet p = {.pid = pid,
			       .address = h->address,
			       .endpoint = (uint8_t)endpoint,
			       .toggle = toggle,
			       .data = data,
			       .length = *length};
	enum usb_answer answer = usb_dev_transact(h->dev, &p);

	*length = p.length;
	if (answer == USB_ACK && pid == USB_IN)
		assert_int_equal(p.toggle, toggle);
	return answer;
}

/* A control transfer; IN data and their count go to data and got. */
static inline enum usb_answer host_control(struct usb_host *h, unsigned type, unsigned request,
					   unsigned value, unsigned index, unsigned length)
{
	uint8_t setup[8] = {(uint8_t)type,	   (uint8_t)request,	  (uint8_t)value,
			    (uint8_t)(value >> 8), (uint8_t)index,	  (uint8_t)(index >> 8),
			    (uint8_t)length,	   (uint8_t)(length >> 8)};
	unsigned max = h->dev->max_packet[0][0], n = 8, at = 0;
	bool in = type & 0x80;
	uint8_t toggle = 1;
	enum usb_answer answer = host_packet(h, USB_SETUP, 0, 0, setup, &n);

	if (answer != USB_ACK)
		return answer;
	while (at < length) {
		n = in || length - at > max ? max : length - at;
		answer = host_packet(h, in ? USB_IN : USB_OUT, 0, toggle, h->data + at, &n);
		if (answer != USB_ACK)
			return answer;
		toggle ^= 1;
		at += n;
		if (n < max)
			break;
	}
	h->got = at;
	n = 0;
	return host_packet(h, in && length ? USB_OUT : USB_IN, 0, 1, setup, &n);
}

static inline void host_configure(struct usb_host *h, struct usb_dev *dev, bool high)
{
	memset(h, 0, sizeof(*h));
	h->dev = dev;
	usb_dev_bus_reset(dev, high);
	assert_int_equal(host_control(h, 0, 5, 11, 0, 0), USB_ACK);
	h->address = 11;
	assert_int_equal(host_control(h, 0, 9, 1, 0, 0), USB_ACK);
}

/* One data packet with the right toggle. */
static inline enum usb_answer host_data(struct usb_host *h, bool in, unsigned endpoint, void *data,
					unsigned *length)
{
	enum usb_answer answer = host_packet(h, in ? USB_IN : USB_OUT, endpoint,
					     h->toggle[in][endpoint], data, length);

	if (answer == USB_ACK)
		h->toggle[in][endpoint] ^= 1;
	return answer;
}

static inline void host_clear_halt(struct usb_host *h, bool in, unsigned endpoint)
{
	assert_int_equal(host_control(h, 2, 1, 0, (in ? 0x80u : 0) | endpoint, 0), USB_ACK);
	h->toggle[in][endpoint] = 0;
}

#endif
