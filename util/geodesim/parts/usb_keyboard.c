/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB keyboard: descriptors, HID requests, reports (HID 1.11, appendix B; Usage Tables page 7). */
#include "parts/usb_keyboard.h"

#include <string.h>

enum {
	DESC_DEVICE = 1,
	DESC_CONFIGURATION = 2,
	DESC_STRING = 3,
	DESC_HID = 0x21,
	DESC_REPORT = 0x22
};
enum {
	GET_REPORT = 1,
	GET_IDLE = 2,
	GET_PROTOCOL = 3,
	SET_REPORT = 9,
	SET_IDLE = 10,
	SET_PROTOCOL = 11
};
enum { FIRST_MODIFIER = 0xe0, LAST_MODIFIER = 0xe7, KEYS_AT = 2 };

static const uint8_t device_descriptor[18] = {
	18,   DESC_DEVICE, 0x10, 0x01, 0,    0,	   0, 8, /* USB 1.1, class in the interface, 8 bytes */
	0xfe, 0xca,	   0x01, 0x4b, 0x00, 0x01, 1, 2, 0, 1,
};

/* The report descriptor of the boot keyboard, as HID 1.11 appendix B.1 gives it. */
static const uint8_t report_descriptor[63] = {
	0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15,
	0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08,
	0x81, 0x01, 0x95, 0x05, 0x75, 0x01, 0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91,
	0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00,
	0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
};

static const uint8_t configuration_descriptor[34] = {
	9,	     DESC_CONFIGURATION,
	34,	     0,
	1,	     1,
	0,	     0xa0,
	50, /* bus powered, wakes up, 100 mA */
	9,	     4,
	0,	     0,
	1,	     3,
	1,	     1,
	0, /* HID, boot, keyboard */
	9,	     DESC_HID,
	0x11,	     0x01,
	0,	     1,
	DESC_REPORT, sizeof(report_descriptor),
	0,	     7,
	5,	     0x81,
	3,	     8,
	0,	     10, /* interrupt IN 1, 8 bytes, each 10 ms */
};

static const uint8_t *string_descriptor(struct usb_keyboard *k, unsigned index, unsigned *length)
{
	static const uint8_t languages[4] = {4, DESC_STRING, 0x09, 0x04};

	if (index == 0) {
		*length = sizeof(languages);
		return languages;
	}
	if (index > 2)
		return NULL;
	*length = usb_string(k->string, index == 1 ? "geodesim" : "Keyboard");
	return k->string;
}

static const uint8_t *descriptor(struct usb_dev *d, unsigned type, unsigned index, unsigned *length)
{
	switch (type) {
	case DESC_DEVICE: *length = sizeof(device_descriptor); return device_descriptor;
	case DESC_CONFIGURATION:
		*length = sizeof(configuration_descriptor);
		return index ? NULL : configuration_descriptor;
	case DESC_STRING: return string_descriptor(d->owner, index, length);
	case DESC_HID: *length = 9; return configuration_descriptor + 18;
	case DESC_REPORT: *length = sizeof(report_descriptor); return report_descriptor;
	default: return NULL;
	}
}

static int request(struct usb_dev *d, const uint8_t setup[8])
{
	struct usb_keyboard *k = d->owner;

	if ((setup[0] & 0x7f) != 0x21) /* class request to the interface */
		return -1;
	switch (setup[1]) {
	case GET_REPORT: memcpy(d->control, k->now, 8); return 8;
	case GET_IDLE: d->control[0] = k->idle; return 1;
	case GET_PROTOCOL: d->control[0] = k->protocol; return 1;
	case SET_REPORT:
		if (setup[3] != 2 || !d->control_length) /* type: output */
			return -1;
		k->leds = d->control[0] & 0x1f;
		return 0;
	case SET_IDLE: k->idle = setup[3]; return 0;
	case SET_PROTOCOL: k->protocol = setup[2] & 1; return 0;
	default: return -1;
	}
}

static int in(struct usb_dev *d, unsigned endpoint, uint8_t *data, unsigned length)
{
	struct usb_keyboard *k = d->owner;

	(void)endpoint;
	if (!k->count)
		return USB_ENDPOINT_NAK;
	if (length > 8)
		length = 8;
	memcpy(data, k->queue[k->head], length);
	k->head = (k->head + 1) % USB_KEYBOARD_REPORTS;
	k->count--;
	return (int)length;
}

static void reset(struct usb_dev *d)
{
	struct usb_keyboard *k = d->owner;

	k->head = k->count = 0;
	k->leds = 0;
	k->protocol = 1; /* report protocol; both send the same reports */
	k->idle = 0;
}

static const struct usb_class keyboard_class = {
	.name = "USB keyboard",
	.descriptor = descriptor,
	.request = request,
	.in = in,
	.reset = reset,
};

void usb_keyboard_init(struct usb_keyboard *k)
{
	memset(k, 0, sizeof(*k));
	usb_dev_init(&k->dev, &keyboard_class, k, USB_LOW, 8);
	k->dev.max_packet[1][1] = 8;
	usb_dev_bus_reset(&k->dev, false);
}

/* Put @usage into the six places, or take it out. False: no place left. */
static bool place(uint8_t report[8], uint8_t usage, bool pressed)
{
	uint8_t *at = memchr(report + KEYS_AT, usage, 6);

	if (!pressed) {
		if (at) {
			memmove(at, at + 1, (size_t)(report + 7 - at));
			report[7] = 0;
		}
		return true;
	}
	if (at)
		return true;
	at = memchr(report + KEYS_AT, 0, 6);
	if (!at)
		return false;
	*at = usage;
	return true;
}

int usb_keyboard_key(struct usb_keyboard *k, uint8_t usage, bool pressed)
{
	uint8_t *slot;

	if (usage <= 3 || k->count == USB_KEYBOARD_REPORTS)
		return -1;
	if (usage >= FIRST_MODIFIER && usage <= LAST_MODIFIER) {
		uint8_t bit = (uint8_t)(1u << (usage - FIRST_MODIFIER));

		k->now[0] = (uint8_t)(pressed ? k->now[0] | bit : k->now[0] & ~bit);
	} else if (!place(k->now, usage, pressed)) {
		return -1;
	}
	slot = k->queue[(k->head + k->count++) % USB_KEYBOARD_REPORTS];
	memcpy(slot, k->now, 8);
	return 0;
}

uint8_t usb_keyboard_usage(char c, bool *shift)
{
	/* From usage 1Eh on: the keys of a US keyboard, plain and shifted. */
	static const char plain[] = "1234567890\n\033\b\t -=[]\\\001;'`,./";
	static const char shifted[] = "!@#$%^&*()\001\001\001\001\001_+{}|\001:\"~<>?";
	const char *at;

	*shift = false;
	if (c >= 'a' && c <= 'z')
		return (uint8_t)(4 + c - 'a');
	if (c >= 'A' && c <= 'Z') {
		*shift = true;
		return (uint8_t)(4 + c - 'A');
	}
	if (!c || c == '\001')
		return 0;
	if (c == '\r')
		c = '\n';
	at = strchr(plain, c);
	if (at)
		return (uint8_t)(0x1e + (at - plain));
	at = strchr(shifted, c);
	*shift = at != NULL;
	return at ? (uint8_t)(0x1e + (at - shifted)) : 0;
}
