/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A USB stick: Bulk-Only Transport 1.0 with a SCSI disk (SPC-2, SBC) on an image. */
#ifndef GEODESIM_PARTS_USB_STORAGE_H
#define GEODESIM_PARTS_USB_STORAGE_H

#include "parts/diskimage.h"
#include "parts/usb_device.h"

#define USB_STORAGE_BUFFER 4096u

enum usb_storage_stage {
	USB_STORAGE_COMMAND, /* waits for a command block wrapper */
	USB_STORAGE_DATA_IN,
	USB_STORAGE_DATA_OUT,
	USB_STORAGE_STATUS,
	USB_STORAGE_BROKEN, /* an invalid wrapper: until Bulk-Only reset */
};

struct usb_storage {
	struct usb_dev dev;
	struct disk_if disk;
	bool present, changed; /* a medium is in; it was changed since the last command */
	char serial[13];
	enum usb_storage_stage stage;
	uint32_t tag;
	uint32_t asked; /* bytes the host expects and did not get or send yet */
	bool stall;	/* the endpoint halts before the status is told */
	bool to_host;	/* the wrapper's direction */
	uint8_t status;
	uint64_t lba;
	uint32_t left; /* bytes the command still moves */
	uint8_t buffer[USB_STORAGE_BUFFER];
	unsigned at, fill;
	bool medium; /* the data are sectors */
	uint8_t sense, asc, ascq;
	uint8_t string[64];
	uint64_t commands;
	/* Test face. */
	uint64_t bad_lba; /* this sector cannot be read; UINT64_MAX: none */
	bool read_only;
};

/** usb_storage_init - a high-speed stick with @disk's sectors; @serial: 12 hexadecimal digits. */
void usb_storage_init(struct usb_storage *s, struct disk_if disk, const char *serial);

/** usb_storage_medium - take the medium out or put it back (a card reader). */
void usb_storage_medium(struct usb_storage *s, bool present);

#endif
