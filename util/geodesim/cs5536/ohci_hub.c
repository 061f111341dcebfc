/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OHCI root hub: power, connection, reset, suspend of four ports (OHCI 1.0a, 7.4). */
#include "cs5536/ohci.h"

#define RESET_NS  10000000u
#define RESUME_NS 20000000u

enum {
	CCS = 1,
	PES = 2,
	PSS = 4,
	PRS = 0x10,
	PPS = 0x100,
	LSDA = 0x200,
	CSC = 0x10000,
	PESC = 0x20000,
	PSSC = 0x40000,
	PRSC = 0x100000,
	CHANGES = 0x1f0000,
};
/* The same bits as commands. */
enum {
	CLEAR_ENABLE = 1,
	SET_ENABLE = 2,
	SET_SUSPEND = 4,
	CLEAR_SUSPEND = 8,
	SET_RESET = 0x10,
	SET_POWER = 0x100,
	CLEAR_POWER = 0x200,
};
enum { RH_NPS = 0x200, RH_LPS = 1, RH_DRWE = 0x8000, RH_LPSC = 0x10000 };
#define RH_CRWE UINT32_C(0x80000000)
enum { HCFS = 0xc0, HCFS_SUSPEND = 0xc0 };

static uint64_t *status(struct ohci *o, unsigned port)
{
	return &o->value[OHCI_RH_PORT + port];
}

static void raise(struct ohci *o, unsigned port, uint32_t changes)
{
	*status(o, port) |= changes;
	ohci_event(o, OHCI_RHSC);
}

/* What the port sees of the wire while it has power. */
static uint64_t seen(const struct ohci_port *p)
{
	return !p->dev ? 0 : p->dev->speed == USB_LOW ? CCS | LSDA : CCS;
}

static void stop_signalling(struct ohci *o, unsigned port)
{
	event_cancel(o->env->clock, &o->port[port].reset_done);
	event_cancel(o->env->clock, &o->port[port].resume_done);
}

static void reset_done(void *opaque, uint64_t due)
{
	struct ohci_port *p = opaque;
	struct ohci *o = p->ohci;
	unsigned port = (unsigned)(p - o->port);
	uint64_t *s = status(o, port);

	(void)due;
	*s &= ~(uint64_t)(PRS | PSS | LSDA);
	if (p->dev) {
		usb_dev_bus_reset(p->dev, false);
		*s |= PES | seen(p);
	}
	raise(o, port, PRSC);
}

static void resume_done(void *opaque, uint64_t due)
{
	struct ohci_port *p = opaque;
	unsigned port = (unsigned)(p - p->ohci->port);

	(void)due;
	*status(p->ohci, port) &= ~(uint64_t)PSS;
	raise(p->ohci, port, PSSC);
}

static void power(struct ohci *o, unsigned port, bool on)
{
	uint64_t *s = status(o, port);

	if (on == ((*s & PPS) != 0) || (!on && (o->value[OHCI_RH_A] & RH_NPS)))
		return;
	if (!on) {
		stop_signalling(o, port);
		*s = 0;
		return;
	}
	*s = PPS;
	if (o->port[port].dev) {
		*s |= seen(&o->port[port]);
		raise(o, port, CSC);
	}
}

static void power_all(struct ohci *o, bool on)
{
	for (unsigned n = 0; n < OHCI_PORTS; n++) {
		/* Ports in PortPowerControlMask listen to their own commands only. */
		if (!(o->value[OHCI_RH_B] >> (17 + n) & 1))
			power(o, n, on);
	}
}

/* A command that needs a device: without one the driver is told so by the change bit. */
static bool connected(struct ohci *o, unsigned port)
{
	if (*status(o, port) & CCS)
		return true;
	raise(o, port, CSC);
	return false;
}

int ohci_write_port(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ohci *o = f->owner;
	unsigned port = i - OHCI_RH_PORT;
	struct ohci_port *p = &o->port[port];
	uint64_t *s = status(o, port);
	uint32_t cmd = (uint32_t)*val;

	*s = old & ~(uint64_t)(cmd & CHANGES);
	if (cmd & CLEAR_POWER)
		power(o, port, false);
	if (cmd & SET_POWER)
		power(o, port, true);
	if (cmd & CLEAR_ENABLE)
		*s &= ~(uint64_t)PES;
	if ((cmd & SET_ENABLE) && connected(o, port))
		*s |= PES;
	if ((cmd & SET_SUSPEND) && connected(o, port) && (*s & PES))
		*s |= PSS;
	if ((cmd & CLEAR_SUSPEND) && (*s & PSS))
		event_schedule(o->env->clock, &p->resume_done,
			       clock_after_ns(o->env->clock, RESUME_NS));
	if ((cmd & SET_RESET) && connected(o, port)) {
		*s |= PRS;
		event_schedule(o->env->clock, &p->reset_done,
			       clock_after_ns(o->env->clock, RESET_NS));
	}
	*val = *s;
	return 0;
}

int ohci_write_rh_status(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ohci *o = f->owner;
	uint32_t cmd = (uint32_t)*val;

	(void)i;
	*val = old & RH_DRWE;
	if (cmd & RH_DRWE)
		*val |= RH_DRWE;
	if (cmd & RH_CRWE)
		*val &= ~(uint64_t)RH_DRWE;
	if (cmd & RH_LPS)
		power_all(o, false);
	if (cmd & RH_LPSC)
		power_all(o, true);
	return 0;
}

void ohci_rh_a_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	for (unsigned n = 0; (val & RH_NPS) && n < OHCI_PORTS; n++)
		power(f->owner, n, true); /* without switches there is always power */
}

void ohci_connect(struct ohci *o, unsigned port, struct usb_dev *dev)
{
	struct ohci_port *p = &o->port[port % OHCI_PORTS];
	uint64_t *s = status(o, port % OHCI_PORTS);
	bool was = *s & CCS;

	p->dev = dev;
	stop_signalling(o, port % OHCI_PORTS);
	if (!(*s & PPS))
		return;
	if (*s & PES)
		*s |= PESC;
	*s &= ~(uint64_t)(CCS | PES | PSS | PRS | LSDA);
	*s |= seen(p);
	if (!was && !dev)
		return;
	raise(o, port % OHCI_PORTS, CSC);
	if ((o->value[OHCI_CONTROL] & HCFS) == HCFS_SUSPEND &&
	    (o->value[OHCI_RH_STATUS] & RH_DRWE)) {
		ohci_event(o, OHCI_RD);
		signal_pulse(&o->wake);
	}
}

enum usb_answer ohci_transact(struct ohci *o, struct usb_packet *p, bool low_speed)
{
	for (unsigned n = 0; n < OHCI_PORTS; n++) {
		struct usb_dev *dev = o->port[n].dev;
		enum usb_answer answer;

		if (!dev || (*status(o, n) & (PES | PSS | PRS)) != PES ||
		    low_speed != (dev->speed == USB_LOW))
			continue;
		answer = usb_dev_transact(dev, p);
		if (answer != USB_SILENCE)
			return answer;
	}
	return USB_SILENCE;
}

void ohci_bus_reset(struct ohci *o)
{
	for (unsigned n = 0; n < OHCI_PORTS; n++) {
		stop_signalling(o, n);
		*status(o, n) &= ~(uint64_t)(PES | PSS | PRS);
		if (o->port[n].dev)
			usb_dev_bus_reset(o->port[n].dev, false);
	}
}

void ohci_hub_init(struct ohci *o)
{
	for (unsigned n = 0; n < OHCI_PORTS; n++) {
		o->port[n].ohci = o;
		event_init(&o->port[n].reset_done, "ohci.reset", reset_done, &o->port[n]);
		event_init(&o->port[n].resume_done, "ohci.resume", resume_done, &o->port[n]);
	}
}

void ohci_hub_reset(struct ohci *o)
{
	for (unsigned n = 0; n < OHCI_PORTS; n++)
		stop_signalling(o, n);
}
