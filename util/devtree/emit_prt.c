/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtree: writes the wiring as ASL (ACPI 2.0, section 6.2.8): _PRT of the root bus, to be included in
 * \_SB.PCI0, and one Device for each bridge that has wiring of its own.
 */
#include "devtree.h"

static void emit_bus(FILE *out, const struct tree *tree, const struct node *bus, const char *tabs)
{
	fprintf(out, "%sName (_PRT, Package () {\n", tabs);
	for (unsigned device = 0; device < 32; device++) {
		for (unsigned pin = 1; pin <= 4; pin++) {
			for (unsigned i = 0; i < bus->row_count; i++) {
				const struct row *row = &bus->row[i];
				unsigned irq = tree->link[row->link].irq;

				if (row->address != (device << 3 & bus->map_address_mask) ||
				    row->pin != pin || irq == 0)
					continue;
				fprintf(out, "%s\tPackage () { 0x%04XFFFF, %u, 0, %u },\n", tabs,
					device, pin - 1, irq);
			}
		}
	}
	fprintf(out, "%s})\n", tabs);
}

void emit_prt(FILE *out, const struct tree *tree)
{
	fprintf(out, "/* Written by util/devtree from %s: where INTA..INTD of each slot end. */\n",
		tree->source);
	for (unsigned i = 0; i < tree->count; i++) {
		const struct node *node = tree->node[i];

		if (!node->has_map)
			continue;
		if (node->type == NODE_DOMAIN) {
			emit_bus(out, tree, node, "");
			continue;
		}
		fprintf(out, "Device (BR%02X)\n{\n", node->address);
		fprintf(out, "\tName (_ADR, 0x%04X%04X)\n", node->address >> 3, node->address & 7);
		emit_bus(out, tree, node, "\t");
		fprintf(out, "}\n");
	}
}
