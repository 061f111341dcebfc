/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OHCI 1.0a host controller with four root-hub ports. */
#ifndef GEODESIM_CS5536_OHCI_H
#define GEODESIM_CS5536_OHCI_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/usb_device.h"

#define OHCI_PORTS 4
#define OHCI_REGS  29
#define OHCI_SIZE  0x1000u

/* Register indexes, in the order of the table. */
enum {
	OHCI_REVISION,
	OHCI_CONTROL,
	OHCI_COMMAND,
	OHCI_INT_STATUS,
	OHCI_INT_ENABLE,
	OHCI_INT_DISABLE,
	OHCI_HCCA,
	OHCI_PERIOD_CURRENT,
	OHCI_CONTROL_HEAD,
	OHCI_CONTROL_CURRENT,
	OHCI_BULK_HEAD,
	OHCI_BULK_CURRENT,
	OHCI_DONE_HEAD,
	OHCI_FM_INTERVAL,
	OHCI_FM_REMAINING,
	OHCI_FM_NUMBER,
	OHCI_PERIODIC_START,
	OHCI_LS_THRESHOLD,
	OHCI_RH_A,
	OHCI_RH_B,
	OHCI_RH_STATUS,
	OHCI_RH_PORT, /* four of them */
	OHCI_HCE_CONTROL = OHCI_RH_PORT + OHCI_PORTS,
	OHCI_HCE_INPUT,
	OHCI_HCE_OUTPUT,
	OHCI_HCE_STATUS,
};

/* HcInterruptStatus. */
enum {
	OHCI_SO = 1,
	OHCI_WDH = 2,
	OHCI_SF = 4,
	OHCI_RD = 8,
	OHCI_UE = 0x10,
	OHCI_FNO = 0x20,
	OHCI_RHSC = 0x40,
	OHCI_OC = 0x40000000,
};

struct ohci_port {
	struct usb_dev *dev;
	struct event reset_done, resume_done;
	struct ohci *ohci;
};

struct ohci {
	const struct env *env;
	struct dma_if memory;
	struct reg_file regs;
	uint64_t value[OHCI_REGS];
	struct reg_cover cover[OHCI_REGS];
	struct ohci_port port[OHCI_PORTS];
	struct event frame;
	uint64_t frame_tick; /* of the 1 kHz clock, of the frame that runs */
	uint32_t left;	     /* bit times left in the frame being worked */
	unsigned done_delay; /* frames until the done queue is written back; 7: not at all */
	bool dead;	     /* after an unrecoverable error */
	struct signal irq, smi;
	struct signal wake; /* pulsed: resume or connect seen while suspended */
};

/** ohci_init - power-on. @memory: its way as a bus master. */
void ohci_init(struct ohci *o, const struct env *env, struct dma_if memory);

/** ohci_reset - hard reset; what is on the ports stays there. */
void ohci_reset(struct ohci *o);

/** ohci_read, ohci_write - the register window; dwords, as OHCI demands (others are judged). */
uint32_t ohci_read(struct ohci *o, uint32_t offset, unsigned size);
void ohci_write(struct ohci *o, uint32_t offset, unsigned size, uint32_t val);

/** ohci_connect - @dev appears on @port, or NULL: nothing is there any more. */
void ohci_connect(struct ohci *o, unsigned port, struct usb_dev *dev);

/* Between ohci.c, ohci_hub.c and ohci_lists.c. */
/** ohci_event - set bits of HcInterruptStatus. */
void ohci_event(struct ohci *o, uint32_t bits);
/** ohci_unrecoverable - the controller stops until it is reset. */
void ohci_unrecoverable(struct ohci *o, const char *why);
/** ohci_run_lists - one frame's transfers. */
void ohci_run_lists(struct ohci *o, unsigned frame);
/** ohci_transact - a packet on whichever enabled port answers. */
enum usb_answer ohci_transact(struct ohci *o, struct usb_packet *p, bool low_speed);
void ohci_hub_init(struct ohci *o);
void ohci_hub_reset(struct ohci *o);
/** ohci_bus_reset - the controller entered the reset state. */
void ohci_bus_reset(struct ohci *o);
void ohci_rh_a_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
int ohci_write_port(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
int ohci_write_rh_status(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);

#endif
