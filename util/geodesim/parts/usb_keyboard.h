/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A USB keyboard: HID 1.11 boot protocol, eight-byte reports, low speed. */
#ifndef GEODESIM_PARTS_USB_KEYBOARD_H
#define GEODESIM_PARTS_USB_KEYBOARD_H

#include "parts/usb_device.h"

#define USB_KEYBOARD_REPORTS 32

struct usb_keyboard {
	struct usb_dev dev;
	uint8_t now[8]; /* the report of the keys that are down */
	uint8_t queue[USB_KEYBOARD_REPORTS][8];
	unsigned head, count;
	uint8_t leds, idle, protocol;
	uint8_t string[64];
};

/** usb_keyboard_init - no key is down. */
void usb_keyboard_init(struct usb_keyboard *k);

/** usb_keyboard_key - key of HID usage page 7 (04h: A, E0h-E7h: modifiers). 0, or -1: too many. */
int usb_keyboard_key(struct usb_keyboard *k, uint8_t usage, bool pressed);

/** usb_keyboard_usage - the key of a US keyboard that types @c; *shift: with shift. 0: none. */
uint8_t usb_keyboard_usage(char c, bool *shift);

#endif
