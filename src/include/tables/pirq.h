/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The $PIR table: PCI interrupt routing for systems without ACPI (PCI IRQ routing table 1.0). */
#ifndef TABLES_PIRQ_H
#define TABLES_PIRQ_H

#include <stdint.h>

struct table_buffer;

struct pirq_link {
	uint8_t link;  /* the router's value for this wire, 0 = not connected */
	uint16_t irqs; /* bitmap of IRQs it can be routed to */
} __attribute__((packed));

struct pirq_slot {
	uint8_t bus;
	uint8_t devfn;		 /* device * 8 */
	struct pirq_link pin[4]; /* INTA .. INTD */
	uint8_t slot;		 /* number printed beside the slot, 0 = on board */
	uint8_t reserved;
} __attribute__((packed));

struct pirq_header {
	char signature[4];
	uint16_t version;
	uint16_t size;
	uint8_t router_bus;
	uint8_t router_devfn;
	uint16_t exclusive_irqs; /* bitmap of IRQs that PCI never shares with ISA */
	uint16_t router_vendor;
	uint16_t router_device;
	uint32_t miniport;
	uint8_t reserved[11];
	uint8_t checksum;
} __attribute__((packed));

struct pirq_info {
	uint8_t router_bus;
	uint8_t router_devfn;
	uint16_t exclusive_irqs;
	uint16_t router_vendor; /* PCI ids of the router whose registers the link values name */
	uint16_t router_device;
	const struct pirq_slot *slots;
	unsigned slot_count;
};

/*
 * Appends the table to `out`, which must be 16-byte aligned at its current end.
 * Returns its offset from out->base, or ERR_RANGE for more slots than the size field can say.
 */
int pirq_write(struct table_buffer *out, const struct pirq_info *info);

#endif
