/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI ports: owner, power, connection, reset, suspend (EHCI 1.0, 2.3.9 and 4.2). */
#include "cs5536/ehci.h"
#include "strict/rules.h"

enum {
	CCS = 1,
	CSC = 2,
	PED = 4,
	PEDC = 8,
	OCC = 0x20,
	FPR = 0x40,
	SUSPEND = 0x80,
	PR = 0x100,
	LINE_K = 0x400, /* low speed */
	LINE_J = 0x800,
	LINE = 0xc00,
	PP = 0x1000,
	OWNER = 0x2000, /* of the companion */
	KEPT = 0x7fc000,
};

#define RESET_PS     UINT64_C(50000000000) /* what software has to time */
#define RESET_MIN_PS UINT64_C(10000000000) /* below, devices need not notice */

static uint64_t *portsc(struct ehci *e, unsigned port)
{
	return &e->value[EHCI_PORTSC + port];
}

/* The companion is told what it has now. */
static void show(struct ehci *e, unsigned port, bool shown)
{
	struct ehci_port *p = &e->port[port];

	if (p->shown == shown)
		return;
	p->shown = shown;
	if (e->companion)
		e->companion(e->opaque, port, shown ? p->dev : NULL);
}

static void disconnect(struct ehci *e, unsigned port)
{
	uint64_t *s = portsc(e, port);

	if (*s & PED)
		*s |= PEDC;
	*s &= ~(uint64_t)(CCS | PED | FPR | SUSPEND | PR | LINE);
}

static void connect(struct ehci *e, unsigned port)
{
	*portsc(e, port) |= CCS | (e->port[port].dev->fastest == USB_LOW ? LINE_K : LINE_J);
}

static void changed(struct ehci *e, unsigned port)
{
	*portsc(e, port) |= CSC;
	ehci_event(e, EHCI_PCD, false);
	if (e->value[EHCI_STS] & EHCI_HALTED)
		signal_pulse(&e->wake);
}

static void set_owner(struct ehci *e, unsigned port, bool companion)
{
	struct ehci_port *p = &e->port[port];
	uint64_t *s = portsc(e, port);

	if (companion) {
		disconnect(e, port);
		*s |= OWNER;
		show(e, port, p->dev != NULL);
		return;
	}
	show(e, port, false);
	*s &= ~(uint64_t)OWNER;
	if (p->dev && (*s & PP)) {
		connect(e, port);
		changed(e, port);
	}
}

static void reset_ended(struct ehci *e, unsigned port)
{
	struct ehci_port *p = &e->port[port];
	uint64_t took = clock_ps(e->env->clock, clock_now(e->env->clock)) - p->reset_ps;
	uint64_t *s = portsc(e, port);

	if (took < RESET_PS)
		rule_broken(e->env->rules, RULE_USB_RESET, "EHCI port %u: reset lasts %u us",
			    port + 1, (unsigned)(took / 1000000));
	*s &= ~(uint64_t)(PR | SUSPEND | FPR);
	if (took < RESET_MIN_PS || !p->dev || !(*s & CCS))
		return;
	usb_dev_bus_reset(p->dev, true);
	if (p->dev->speed == USB_HIGH)
		*s = (*s & ~(uint64_t)LINE) | PED;
}

static void power(struct ehci *e, unsigned port, bool on)
{
	uint64_t *s = portsc(e, port);

	if (on == ((*s & PP) != 0))
		return;
	if (!on) {
		disconnect(e, port);
		*s &= ~(uint64_t)(PP | CSC | PEDC);
		return;
	}
	*s |= PP;
	if (e->port[port].dev && !(*s & OWNER)) {
		connect(e, port);
		changed(e, port);
	}
}

int ehci_write_port(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ehci *e = f->owner;
	unsigned port = i - EHCI_PORTSC;
	uint64_t *s = portsc(e, port);
	uint32_t new = (uint32_t)*val;

	*s = (old & ~(uint64_t)(KEPT | (new &(CSC | PEDC | OCC)))) | (new &KEPT);
	power(e, port, new &PP);
	if ((new ^ old) & OWNER) {
		if (e->value[EHCI_CONFIGFLAG] & 1)
			set_owner(e, port, new &OWNER);
	}
	if (!(*s & CCS) || (*s & OWNER)) {
		*val = *s;
		return 0;
	}
	if ((new &PR) && !(old & PR)) {
		if (e->value[EHCI_STS] & EHCI_HALTED)
			rule_broken(e->env->rules, RULE_USB_ACCESS,
				    "EHCI port %u is reset while HCHalted is 1", port + 1);
		*s = (*s & ~(uint64_t)PED) | PR;
		e->port[port].reset_ps = clock_ps(e->env->clock, clock_now(e->env->clock));
	} else if (!(new &PR) && (old & PR)) {
		reset_ended(e, port);
	} else {
		if (!(new &PED))
			*s &= ~(uint64_t)(PED | SUSPEND);
		if ((new &SUSPEND) && (*s & PED))
			*s |= SUSPEND;
		if ((new &FPR) && (*s & SUSPEND))
			*s |= FPR;
		else if (!(new &FPR) && (old & FPR))
			*s &= ~(uint64_t)(FPR | SUSPEND);
	}
	*val = *s;
	return 0;
}

void ehci_ports_configure(struct ehci *e, bool configured)
{
	for (unsigned n = 0; n < EHCI_PORTS; n++)
		set_owner(e, n, !configured);
}

void ehci_ports_reset(struct ehci *e)
{
	for (unsigned n = 0; n < EHCI_PORTS; n++) {
		*portsc(e, n) = OWNER;
		show(e, n, e->port[n].dev != NULL);
	}
}

void ehci_plug(struct ehci *e, unsigned port, struct usb_dev *dev)
{
	struct ehci_port *p;
	uint64_t *s;

	if (port >= EHCI_PORTS)
		return;
	p = &e->port[port];
	s = portsc(e, port);
	if (p->dev == dev)
		return;
	show(e, port, false);
	/* A pulled device frees the port: it goes back to EHCI (4.2.2). */
	if (p->dev && (*s & OWNER) && (e->value[EHCI_CONFIGFLAG] & 1))
		*s &= ~(uint64_t)OWNER;
	if (*s & CCS) {
		disconnect(e, port);
		changed(e, port);
	}
	p->dev = dev;
	if (!dev)
		return;
	usb_dev_bus_reset(dev, true); /* power comes up */
	if (*s & OWNER) {
		show(e, port, true);
	} else if (*s & PP) {
		connect(e, port);
		changed(e, port);
	}
}

enum usb_answer ehci_transact(struct ehci *e, struct usb_packet *p)
{
	for (unsigned n = 0; n < EHCI_PORTS; n++) {
		enum usb_answer answer;

		if ((*portsc(e, n) & (PED | SUSPEND | PR | OWNER)) != PED)
			continue;
		answer = usb_dev_transact(e->port[n].dev, p);
		if (answer != USB_SILENCE)
			return answer;
	}
	return USB_SILENCE;
}
