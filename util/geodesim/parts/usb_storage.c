/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB stick: descriptors and Bulk-Only Transport (USB Mass Storage Class, BOT 1.0). */
#include "parts/usb_storage.h"

#include <string.h>

#include "parts/usb_scsi.h"

enum {
	DESC_DEVICE = 1,
	DESC_CONFIGURATION = 2,
	DESC_STRING = 3,
	DESC_QUALIFIER = 6,
	DESC_OTHER_SPEED = 7
};
enum { BULK_ONLY_RESET = 0xff, GET_MAX_LUN = 0xfe };
enum { EP_IN = 1, EP_OUT = 2 };
enum { PASSED = 0, FAILED = 1, PHASE_ERROR = 2 };
enum { CBW_BYTES = 31, CSW_BYTES = 13 };

static const uint8_t device_descriptor[18] = {
	18, DESC_DEVICE, 0x00, 0x02, 0, 0, 0, 64, 0xfe, 0xca, 0x02, 0x4b, 0x00, 0x01, 1, 2, 3, 1,
};

static const uint8_t qualifier[10] = {10, DESC_QUALIFIER, 0x00, 0x02, 0, 0, 0, 64, 1, 0};

#define CONFIGURATION(TYPE, LOW, HIGH)                                                      \
	{                                                                                   \
		9, TYPE, 32, 0, 1, 1, 0, 0x80, 100,   /* 200 mA */                          \
			9, 4, 0, 0, 2, 8, 6, 0x50, 0, /* SCSI, bulk only */                 \
			7, 5, 0x80 | EP_IN, 2, LOW, HIGH, 0, 7, 5, EP_OUT, 2, LOW, HIGH, 0, \
	}

static const uint8_t high_speed[32] = CONFIGURATION(DESC_CONFIGURATION, 0, 2);
static const uint8_t full_speed[32] = CONFIGURATION(DESC_CONFIGURATION, 64, 0);
static const uint8_t other_high[32] = CONFIGURATION(DESC_OTHER_SPEED, 0, 2);
static const uint8_t other_full[32] = CONFIGURATION(DESC_OTHER_SPEED, 64, 0);

static const uint8_t *string_descriptor(struct usb_storage *s, unsigned index, unsigned *length)
{
	static const uint8_t languages[4] = {4, DESC_STRING, 0x09, 0x04};

	if (index == 0) {
		*length = sizeof(languages);
		return languages;
	}
	if (index > 3)
		return NULL;
	*length = usb_string(s->string, index == 1   ? "geodesim"
					: index == 2 ? "USB stick"
						     : s->serial);
	return s->string;
}

static const uint8_t *descriptor(struct usb_dev *d, unsigned type, unsigned index, unsigned *length)
{
	bool high = d->speed == USB_HIGH;

	switch (type) {
	case DESC_DEVICE: *length = sizeof(device_descriptor); return device_descriptor;
	case DESC_QUALIFIER: *length = sizeof(qualifier); return qualifier;
	case DESC_CONFIGURATION:
		*length = sizeof(high_speed);
		return index ? NULL : high ? high_speed : full_speed;
	case DESC_OTHER_SPEED:
		*length = sizeof(other_high);
		return index ? NULL : high ? other_full : other_high;
	case DESC_STRING: return string_descriptor(d->owner, index, length);
	default: return NULL;
	}
}

static void next_command(struct usb_storage *s)
{
	s->stage = USB_STORAGE_COMMAND;
	s->left = s->at = s->fill = 0;
	s->stall = false;
}

static int request(struct usb_dev *d, const uint8_t setup[8])
{
	struct usb_storage *s = d->owner;

	if (setup[0] == 0x21 && setup[1] == BULK_ONLY_RESET) {
		next_command(s);
		return 0;
	}
	if (setup[0] == 0xa1 && setup[1] == GET_MAX_LUN) {
		d->control[0] = 0;
		return 1;
	}
	return -1;
}

static uint32_t le32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_le32(uint8_t *at, uint32_t val)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (uint8_t)(val >> (8 * i));
}

/* The data stage is over, whole or not; @stall: the host must be told that no more comes. */
static void data_over(struct usb_storage *s, bool stall)
{
	s->stage = USB_STORAGE_STATUS;
	s->stall = stall;
	s->left = 0;
}

/* A command block wrapper has come: the thirteen cases of BOT 6.7. */
static int begin(struct usb_storage *s, const uint8_t *data, unsigned length)
{
	uint8_t cdb[16] = {0};
	bool to_host;

	if (length != CBW_BYTES || le32(data) != 0x43425355 || data[13] || !data[14] ||
	    data[14] > 16) {
		s->stage = USB_STORAGE_BROKEN;
		return USB_ENDPOINT_STALL;
	}
	s->tag = le32(data + 4);
	s->asked = le32(data + 8);
	s->to_host = data[12] & 0x80;
	memcpy(cdb, data + 15, data[14]);
	s->status = PASSED;
	s->stall = false;
	if (usb_scsi_command(s, cdb, &to_host)) {
		s->status = FAILED;
		s->left = 0;
	}
	if (s->left > s->asked || (s->left && to_host != s->to_host)) {
		s->status = PHASE_ERROR;
		s->left = 0;
	}
	if (!s->left)
		data_over(s, s->asked != 0);
	else
		s->stage = to_host ? USB_STORAGE_DATA_IN : USB_STORAGE_DATA_OUT;
	return 0;
}

static int status(struct usb_storage *s, uint8_t *data, unsigned length)
{
	uint8_t csw[CSW_BYTES];

	if (s->stall && s->to_host) {
		s->stall = false;
		return USB_ENDPOINT_STALL;
	}
	put_le32(csw, 0x53425355);
	put_le32(csw + 4, s->tag);
	put_le32(csw + 8, s->asked);
	csw[12] = s->status;
	if (length > CSW_BYTES)
		length = CSW_BYTES;
	memcpy(data, csw, length);
	next_command(s);
	return (int)length;
}

static int in(struct usb_dev *d, unsigned endpoint, uint8_t *data, unsigned length)
{
	struct usb_storage *s = d->owner;
	bool full;

	(void)endpoint;
	if (s->stage == USB_STORAGE_STATUS)
		return status(s, data, length);
	if (s->stage != USB_STORAGE_DATA_IN)
		return s->stage == USB_STORAGE_BROKEN ? USB_ENDPOINT_STALL : USB_ENDPOINT_NAK;
	if (s->at == s->fill && s->medium && usb_scsi_fetch(s)) {
		s->status = FAILED;
		data_over(s, false); /* this very packet is the stall */
		return USB_ENDPOINT_STALL;
	}
	full = true;
	if (length > s->fill - s->at) {
		length = s->fill - s->at;
		full = false;
	}
	memcpy(data, s->buffer + s->at, length);
	s->at += length;
	s->left -= length;
	s->asked -= length;
	if (!s->left) /* a short packet says by itself that no more comes */
		data_over(s, s->asked && full);
	return (int)length;
}

static int out(struct usb_dev *d, unsigned endpoint, const uint8_t *data, unsigned length)
{
	struct usb_storage *s = d->owner;

	(void)endpoint;
	if (s->stage == USB_STORAGE_COMMAND)
		return begin(s, data, length);
	if (s->stage == USB_STORAGE_STATUS && s->stall && !s->to_host) {
		s->stall = false;
		return USB_ENDPOINT_STALL;
	}
	if (s->stage != USB_STORAGE_DATA_OUT)
		return s->stage == USB_STORAGE_BROKEN ? USB_ENDPOINT_STALL : USB_ENDPOINT_NAK;
	if (length > s->left || length > DISK_SECTOR - s->at) {
		s->status = PHASE_ERROR;
		data_over(s, false);
		return USB_ENDPOINT_STALL;
	}
	memcpy(s->buffer + s->at, data, length);
	s->at += length;
	s->left -= length;
	s->asked -= length;
	if (s->at == DISK_SECTOR && usb_scsi_store(s)) {
		s->status = FAILED;
		data_over(s, s->asked != 0);
	} else if (!s->left) {
		data_over(s, s->asked != 0);
	}
	return 0;
}

static void reset(struct usb_dev *d)
{
	bool high = d->speed == USB_HIGH;

	d->max_packet[1][EP_IN] = d->max_packet[0][EP_OUT] = high ? 512 : 64;
	next_command(d->owner);
}

static const struct usb_class storage_class = {
	.name = "USB storage",
	.descriptor = descriptor,
	.request = request,
	.in = in,
	.out = out,
	.reset = reset,
};

void usb_storage_init(struct usb_storage *s, struct disk_if disk, const char *serial)
{
	memset(s, 0, sizeof(*s));
	usb_dev_init(&s->dev, &storage_class, s, USB_HIGH, 64);
	s->disk = disk;
	s->present = true;
	s->bad_lba = UINT64_MAX;
	strncpy(s->serial, serial, sizeof(s->serial) - 1);
	usb_dev_bus_reset(&s->dev, true);
}

void usb_storage_medium(struct usb_storage *s, bool present)
{
	if (present && !s->present)
		s->changed = true;
	s->present = present;
}
