/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interrupt wiring, as the board's tree describes it.
 *
 * A link is one input of an interrupt router: the wire that some INTA..INTD pins share. The router's
 * node says which 8259 input each of its links drives (its `interrupts`); interrupt-map on a PCI bus
 * says which pin of which device ends on which link.
 */
#ifndef DEVICE_IRQ_H
#define DEVICE_IRQ_H

#include <stdbool.h>
#include <stdint.h>

struct device;
struct dt_node;

/* Sense of an interrupt: the second cell of an 8259 interrupt specifier. */
#define IRQ_LEVEL_LOW	 0
#define IRQ_LEVEL_HIGH	 1
#define IRQ_EDGE_FALLING 2
#define IRQ_EDGE_RISING	 3

/* One interrupt at the 8259 pair. */
struct dt_irq {
	uint8_t irq;   /* 0..15 */
	uint8_t sense; /* IRQ_... */
};

struct irq_link {
	const char *name;	      /* "LNKA" to "LNKP" */
	const struct dt_node *router; /* the node with interrupt-controller */
	uint8_t input;		      /* of the router, from 0 */
	uint8_t irq;		      /* 8259 input, 1..15; 0 = switched off */
};

/* One row of an interrupt-map, address and pin already masked. */
struct dt_irq_map_row {
	uint16_t address; /* devfn: the tree knows a bus by its bridge */
	uint8_t pin;	  /* 1..4 = INTA..INTD */
	uint8_t link;	  /* index into devtree_links */
};

struct dt_irq_map {
	uint16_t address_mask;
	uint8_t pin_mask;
	uint8_t count;
	const struct dt_irq_map_row *row;
};

/* What a router's chip knows: in the ops of the PCI function that the router's node lies in. */
struct irq_router_ops {
	uint16_t allowed_irqs; /* bit n: a link can drive IRQ n */
	uint8_t pir_value;     /* link value of input 0 in $PIR; input n has pir_value + n */
	uint16_t pir_vendor;   /* compatible router in $PIR */
	uint16_t pir_device;
};

/* Written by util/devtree. */
extern const struct irq_link devtree_links[];
extern const unsigned devtree_link_count;

/*
 * The link that a PCI device's pin ends on: swizzled through every bridge up to the first bus with an
 * interrupt-map. pin: 1..4 = INTA..INTD. Returns an index below devtree_link_count, or ERR_NOT_FOUND.
 */
int irq_route(const struct device *dev, unsigned pin);

/* True for the nodes whose interrupts are the routes of links. */
bool irq_is_router(const struct dt_node *node);

/* The PCI function a link's router is part of; its ops have ->router. NULL when it is not there. */
const struct device *irq_link_router(const struct irq_link *link);

/*
 * IRQs the OS may give a link, bit n = IRQ n: what the router can do, without those that devices of
 * the tree use on their own. Always holds the IRQ in use. 0 for a link that is off.
 */
uint16_t irq_link_allowed(const struct irq_link *link);

/* The link's value for $PIR. */
uint8_t irq_link_pir_value(const struct irq_link *link);

/* All IRQs that must be level triggered: links in use and level specifiers in the tree. */
uint16_t irq_level_mask(void);

#endif
