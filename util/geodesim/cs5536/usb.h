/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 USB 2.0 block (5120xxxx): OHCI, EHCI, device controller, options; four ports. */
#ifndef GEODESIM_CS5536_USB_H
#define GEODESIM_CS5536_USB_H

#include "cs5536/ehci.h"
#include "cs5536/ohci.h"
#include "cs5536/udc.h"
#include "frame/env.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "parts/usb_device.h"

#define USB_MSRS  11
#define USB_PORTS 4

struct usb;

/* A function's way to memory, open while its bus master bit is set. */
struct usb_master {
	struct usb *usb;
	uint32_t index; /* of its base MSR */
	bool told;
};

struct usb {
	const struct env *env;
	struct gld gld;
	uint64_t value[USB_MSRS];
	struct reg_cover cover[USB_MSRS];
	struct dma_if memory;
	struct usb_master master[2]; /* OHCI, EHCI */
	struct usb_dev *plugged[USB_PORTS];
	struct ohci ohci;
	struct ehci ehci;
	struct udc udc;
	struct signal irq;  /* of all functions: Y source 2 of the interrupt mapper */
	struct signal asmi; /* into the GLIU */
	struct signal pme;  /* PMEEN and PMESTS of any function */
	struct signal_link irq_link[2];
	struct signal_hook ohci_smi, ehci_event, ohci_wake, ehci_wake;
};

/** usb_init - power-on. @memory: the way of a bus master on this GLIU port. */
void usb_init(struct usb *u, const struct env *env, struct dma_if memory);

/** usb_reset - hard reset; what is plugged stays plugged. */
void usb_reset(struct usb *u);

/** usb_device - the module for its GLIU port. */
struct gl_device usb_device(struct usb *u);

/** usb_regs - the nth register file, NULL after the last. */
const struct reg_file *usb_regs(const struct usb *u, unsigned n);

/** usb_plug - put @dev into port 0-3, NULL: pull out what is there; at any time. */
void usb_plug(struct usb *u, unsigned port, struct usb_dev *dev);

#endif
