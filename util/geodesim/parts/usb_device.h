/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A USB device: packets on its wire, control transfers, standard requests (USB 2.0 ch. 5, 8, 9). */
#ifndef GEODESIM_PARTS_USB_DEVICE_H
#define GEODESIM_PARTS_USB_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#define USB_ENDPOINTS	16
#define USB_CONTROL_MAX 512 /* most data of one control transfer here */

enum usb_speed { USB_LOW, USB_FULL, USB_HIGH };
enum usb_pid { USB_OUT, USB_IN, USB_SETUP };

/* What the host gets for a packet. */
enum usb_answer {
	USB_ACK, /* taken; an IN packet: here is data */
	USB_NAK, /* not now */
	USB_STALL,
	USB_SILENCE, /* nobody with that address, or the device is off */
	USB_BABBLE,  /* more data than the host has room for */
};

/* One transaction, as the host controller makes it. */
struct usb_packet {
	enum usb_pid pid;
	uint8_t address, endpoint;
	uint8_t toggle; /* 0, 1: DATA0, DATA1; of an IN packet: what came */
	uint8_t *data;
	unsigned length; /* bytes sent; IN: room, then what came */
};

struct usb_dev;

/* What makes a device a certain one. */
struct usb_class {
	const char *name;
	/* Descriptor @type, @index for this speed: bytes and length, or NULL. */
	const uint8_t *(*descriptor)(struct usb_dev *d, unsigned type, unsigned index,
				     unsigned *length);
	/* A class or vendor request. IN: fill d->control, return the length; OUT: d->control holds
	 * the data. -1: STALL. */
	int (*request)(struct usb_dev *d, const uint8_t setup[8]);
	/* A packet of @endpoint. IN: fill at most @length bytes, return how many; OUT: consume.
	 * Or -1: NAK, -2: STALL (the endpoint halts). */
	int (*in)(struct usb_dev *d, unsigned endpoint, uint8_t *data, unsigned length);
	int (*out)(struct usb_dev *d, unsigned endpoint, const uint8_t *data, unsigned length);
	/* Bus reset, or a configuration was set: transfers begin anew. */
	void (*reset)(struct usb_dev *d);
};

enum { USB_ENDPOINT_NAK = -1, USB_ENDPOINT_STALL = -2 };

enum usb_stage { USB_STAGE_IDLE, USB_STAGE_DATA_IN, USB_STAGE_DATA_OUT, USB_STAGE_STATUS };

struct usb_dev {
	const struct usb_class *class_;
	void *owner;
	enum usb_speed fastest;		       /* what it can do */
	enum usb_speed speed;		       /* what it does since the last reset */
	uint16_t max_packet[2][USB_ENDPOINTS]; /* [0] OUT, [1] IN; 0: no such endpoint */
	uint8_t address, configuration, new_address;
	bool halted[2][USB_ENDPOINTS];
	uint8_t toggle[2][USB_ENDPOINTS];
	bool remote_wakeup;
	uint8_t setup[8];
	enum usb_stage stage;
	bool stalled; /* the running control transfer */
	uint8_t control[USB_CONTROL_MAX];
	unsigned control_at, control_length;
	uint64_t packets, naks; /* counted, for reports and tests */
	/* Test face: the next @lose packets are lost on the wire. */
	unsigned lose;
};

/** usb_dev_init - a device of class @c; @control_packet: the size of endpoint 0. */
void usb_dev_init(struct usb_dev *d, const struct usb_class *c, void *owner, enum usb_speed fastest,
		  unsigned control_packet);

/** usb_dev_bus_reset - the hub resets the port; @high: the hub can do high speed. */
void usb_dev_bus_reset(struct usb_dev *d, bool high);

/** usb_dev_transact - one packet to whoever is on the wire; @d may be NULL. */
enum usb_answer usb_dev_transact(struct usb_dev *d, struct usb_packet *p);

/** usb_string - make a string descriptor of ASCII @text in @out (at least 2 + 2 * 126 bytes). */
unsigned usb_string(uint8_t *out, const char *text);

#endif
