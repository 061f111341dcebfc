/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI 1.0 host controller with four ports and the CS5536's additions. */
#ifndef GEODESIM_CS5536_EHCI_H
#define GEODESIM_CS5536_EHCI_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/usb_device.h"

#define EHCI_PORTS 4
#define EHCI_REGS  24
#define EHCI_SIZE  0x1000u

/* Register indexes, in the order of the table. */
enum {
	EHCI_CAPLENGTH,
	EHCI_HCIVERSION,
	EHCI_HCSPARAMS,
	EHCI_HCCPARAMS,
	EHCI_PORTROUTE_LOW,
	EHCI_PORTROUTE_HIGH,
	EHCI_CMD,
	EHCI_STS,
	EHCI_INTR,
	EHCI_FRINDEX,
	EHCI_SEGMENT,
	EHCI_PERIODIC,
	EHCI_ASYNC,
	EHCI_CONFIGFLAG,
	EHCI_PORTSC, /* four of them */
	EHCI_IPREG00 = EHCI_PORTSC + EHCI_PORTS,
	EHCI_IPREG04 = EHCI_IPREG00 + 4,
};

/* USBSTS. */
enum {
	EHCI_USBINT = 1,
	EHCI_ERRINT = 2,
	EHCI_PCD = 4,
	EHCI_FLR = 8,
	EHCI_HSE = 0x10,
	EHCI_IAA = 0x20,
	EHCI_EVENTS = 0x3f,
	EHCI_HALTED = 0x1000,
	EHCI_RECLAMATION = 0x2000,
	EHCI_PSS = 0x4000,
	EHCI_ASS = 0x8000,
};

struct ehci_port {
	struct usb_dev *dev; /* in the socket, whoever owns the port */
	bool shown;	     /* the companion was told of it */
	uint64_t reset_ps;   /* when the running reset began */
};

struct ehci {
	const struct env *env;
	struct dma_if memory;
	struct reg_file regs;
	uint64_t value[EHCI_REGS];
	struct reg_cover cover[EHCI_REGS];
	struct ehci_port port[EHCI_PORTS];
	/* The companion gets the device of a port it owns, NULL when it loses it. */
	void (*companion)(void *opaque, unsigned port, struct usb_dev *dev);
	void *opaque;
	struct event tick;
	uint64_t base_tick; /* 8 kHz tick at which FRINDEX was base_index */
	uint32_t base_index, last_index;
	uint32_t pending;  /* events that wait for the interrupt threshold */
	uint32_t left;	   /* bytes left in the microframe being worked */
	uint32_t async_at; /* queue head to go on with; 0: the list's head */
	struct signal irq;
	struct signal event; /* pulsed when USBSTS changes (legacy SMI) */
	struct signal wake;  /* pulsed: a port changed while the controller is halted */
};

/** ehci_init - power-on. @memory: its way as a bus master; @companion may be NULL. */
void ehci_init(struct ehci *e, const struct env *env, struct dma_if memory,
	       void (*companion)(void *opaque, unsigned port, struct usb_dev *dev), void *opaque);

/** ehci_reset - hard reset; what is plugged stays plugged. */
void ehci_reset(struct ehci *e);

/** ehci_read, ehci_write - the register window. */
uint32_t ehci_read(struct ehci *e, uint32_t offset, unsigned size);
void ehci_write(struct ehci *e, uint32_t offset, unsigned size, uint32_t val);

/** ehci_plug - @dev is put into the socket, or NULL: pulled out. */
void ehci_plug(struct ehci *e, unsigned port, struct usb_dev *dev);

/* Between ehci.c, ehci_ports.c, ehci_async.c and ehci_periodic.c. */
/** ehci_event - bits of USBSTS: now, or with the interrupt threshold (@later). */
void ehci_event(struct ehci *e, uint32_t bits, bool later);
/** ehci_host_error - a host system error: the controller stops. */
void ehci_host_error(struct ehci *e, const char *why);
/** ehci_run_async - one microframe of the asynchronous list; true: its head was passed. */
bool ehci_run_async(struct ehci *e);
/** ehci_run_periodic - the periodic list of microframe @index. */
void ehci_run_periodic(struct ehci *e, uint32_t index);
/** ehci_run_qh - one packet of the queue head @q (read from @addr); false: a host error. */
bool ehci_run_qh(struct ehci *e, uint32_t addr, uint32_t q[12], bool *worked);
/** ehci_load, ehci_store - memory; false: nothing there, a host error stopped the controller. */
bool ehci_load(struct ehci *e, uint32_t addr, void *to, uint32_t size);
bool ehci_store(struct ehci *e, uint32_t addr, const void *from, uint32_t size);
/** ehci_spend - take time from the microframe; false: there is not enough left. */
bool ehci_spend(struct ehci *e, uint32_t bytes);
enum usb_answer ehci_transact(struct ehci *e, struct usb_packet *p);
void ehci_ports_reset(struct ehci *e);
void ehci_ports_configure(struct ehci *e, bool configured);
int ehci_write_port(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);

#endif
