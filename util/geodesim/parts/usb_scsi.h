/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SCSI commands of a USB stick. */
#ifndef GEODESIM_PARTS_USB_SCSI_H
#define GEODESIM_PARTS_USB_SCSI_H

#include "parts/usb_storage.h"

/**
 * usb_scsi_command - begin the command block @cdb (16 bytes, zero padded)
 * Sets s->left and s->medium, fills s->buffer with short answers, sets *to_host.
 * Returns 0, or -1: check condition, the sense data tell why.
 */
int usb_scsi_command(struct usb_storage *s, const uint8_t *cdb, bool *to_host);

/** usb_scsi_fetch, usb_scsi_store - the next sector of a read, a write. 0 or -1 with sense data. */
int usb_scsi_fetch(struct usb_storage *s);
int usb_scsi_store(struct usb_storage *s);

#endif
