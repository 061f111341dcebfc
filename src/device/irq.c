/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupt wiring: from a device's pin to the link it ends on, and what a link may drive. */
#include <stddef.h>
#include <device/pci.h>
#include <lib/errors.h>

/* IRQs that must stay edge triggered: timer, keyboard, cascade, clock, coprocessor. */
#define EDGE_IRQS 0x2107u

int irq_route(const struct device *dev, unsigned pin)
{
	if (pin < 1 || pin > 4)
		return ERR_INVALID;
	for (; dev->type == DEVICE_PCI; dev = dev->parent) {
		const struct device *bus = dev->parent;
		const struct dt_irq_map *map = bus->node ? bus->node->irq_map : NULL;

		for (unsigned i = 0; map && i < map->count; i++) {
			const struct dt_irq_map_row *row = &map->row[i];

			if (row->address == (dev->devfn & map->address_mask) &&
			    row->pin == (pin & map->pin_mask))
				return row->link;
		}
		if (map)
			return ERR_NOT_FOUND;
		/* PCI-to-PCI Bridge Architecture Specification 1.2, section 9.1 */
		pin = (pin - 1 + PCI_SLOT(dev->devfn)) % 4 + 1;
	}
	return ERR_NOT_FOUND;
}

bool irq_is_router(const struct dt_node *node)
{
	for (unsigned i = 0; i < devtree_link_count; i++) {
		if (devtree_links[i].router == node)
			return true;
	}
	return false;
}

/* The chip around the router's node knows it. */
static const struct irq_router_ops *router_ops(const struct irq_link *link)
{
	for (const struct dt_node *node = link->router; node; node = node->parent) {
		if (node->ops && node->ops->router)
			return node->ops->router;
	}
	return NULL;
}

const struct device *irq_link_router(const struct irq_link *link)
{
	const struct device *dev = device_of_node(link->router);

	while (dev && dev->type != DEVICE_PCI)
		dev = dev->parent;
	return dev;
}

uint16_t irq_link_allowed(const struct irq_link *link)
{
	const struct irq_router_ops *router = router_ops(link);
	uint16_t allowed = router ? router->allowed_irqs : 0;

	if (!link->irq)
		return 0;
	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		for (unsigned k = 0; k < node->irq_count && !irq_is_router(node); k++)
			allowed &= (uint16_t) ~(1u << node->irq[k].irq);
	}
	return allowed | (uint16_t)(1u << link->irq);
}

uint8_t irq_link_pir_value(const struct irq_link *link)
{
	const struct irq_router_ops *router = router_ops(link);

	return router ? (uint8_t)(router->pir_value + link->input) : 0;
}

uint16_t irq_level_mask(void)
{
	unsigned mask = 0;

	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct dt_node *node = &devtree_nodes[i];

		for (unsigned k = 0; k < node->irq_count; k++) {
			if (node->irq[k].sense <= IRQ_LEVEL_HIGH)
				mask |= 1u << node->irq[k].irq;
		}
	}
	return (uint16_t)(mask & ~EDGE_IRQS);
}
