/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtree: interrupts. `interrupts` of a node end at the 8259 pair (2 cells: IRQ, sense);
 * `interrupt-map` of a PCI bus leads INTA..INTD to the inputs of an interrupt router (1 cell: input),
 * whose own `interrupts` say which IRQ each input drives (Devicetree Specification 0.3, section 2.4).
 */
#include <string.h>
#include <libfdt.h>
#include "devtree.h"

#define PIC_COMPATIBLE "intel,i8259"

/* The node with interrupt-controller that a node's interrupts go to. NULL with an error told. */
static struct node *interrupt_parent(struct tree *tree, const struct node *node)
{
	for (const struct node *n = node; n; n = n->parent) {
		uint32_t phandle = tree_cell(tree, n->offset, "interrupt-parent", 0);

		if (!phandle)
			continue;
		int offset = fdt_node_offset_by_phandle(tree->fdt, phandle);
		struct node *parent = offset < 0 ? NULL : tree_node_at(tree, offset);

		if (!parent || !fdt_getprop(tree->fdt, offset, "interrupt-controller", NULL)) {
			tree_error(tree, n->path, "interrupt-parent",
				   "names no enabled interrupt controller");
			return NULL;
		}
		return parent;
	}
	tree_error(tree, node->path, "interrupts", "no interrupt-parent on the way to the root");
	return NULL;
}

static void read_interrupts(struct tree *tree, struct node *node)
{
	unsigned count;
	const uint32_t *cell = tree_cells(tree, node, "interrupts", &count);

	if (!cell)
		return;
	struct node *parent = interrupt_parent(tree, node);

	if (!parent)
		return;
	if (!parent->compatible || strcmp(parent->compatible, PIC_COMPATIBLE) != 0) {
		tree_error(tree, node->path, "interrupts",
			   "go to %s; only " PIC_COMPATIBLE " takes interrupts of devices",
			   parent->path);
		return;
	}
	if (count == 0 || count % 2 || count / 2 > MAX_CELLS) {
		tree_error(tree, node->path, "interrupts", "is not a list of <IRQ sense>");
		return;
	}
	for (unsigned i = 0; i < count; i += 2) {
		/* IRQ 2 is the cascade; the timer, RTC and coprocessor lines are edge triggered. */
		bool edge_only = cell[i] <= 2 || cell[i] == 8 || cell[i] == 13;

		if (cell[i] > 15 || cell[i] == 2 || cell[i + 1] > 3)
			tree_error(tree, node->path, "interrupts",
				   "<%u %u>: IRQ is 0 to 15 without 2, sense 0 to 3", cell[i],
				   cell[i + 1]);
		else if (edge_only && cell[i + 1] < 2 && cell[i])
			tree_error(tree, node->path, "interrupts",
				   "IRQ %u cannot be level triggered", cell[i]);
		node->irq[node->irq_count++] = (struct irq){cell[i], cell[i + 1]};
	}
}

/* The link of a router's input; a router's first use makes the links of all its inputs. */
static int link_of(struct tree *tree, const struct node *bus, struct node *router, unsigned input)
{
	for (unsigned i = 0; i < tree->link_count; i++) {
		if (tree->link[i].router == router && tree->link[i].input == input)
			return (int)i;
	}
	if (input >= router->irq_count) {
		tree_error(tree, bus->path, "interrupt-map",
			   "%s has no input %u (its interrupts: %u)", router->path, input,
			   router->irq_count);
		return -1;
	}
	unsigned first = tree->link_count;

	if (first + router->irq_count > MAX_LINKS) {
		tree_error(tree, bus->path, "interrupt-map", "more than %d links", MAX_LINKS);
		return -1;
	}
	for (unsigned i = 0; i < router->irq_count; i++)
		tree->link[tree->link_count++] = (struct link){router, i, router->irq[i].irq};
	return (int)(first + input);
}

/* One row: <address 0 0 pin &router [unit address] input>. Returns its length in cells, 0 = error. */
static unsigned read_row(struct tree *tree, struct node *bus, const uint32_t *cell, unsigned left)
{
	if (left < 6) {
		tree_error(tree, bus->path, "interrupt-map", "last row is too short");
		return 0;
	}
	int offset = fdt_node_offset_by_phandle(tree->fdt, cell[4]);
	struct node *router = offset < 0 ? NULL : tree_node_at(tree, offset);

	if (!router || tree_cell(tree, offset, "#interrupt-cells", 0) != 1) {
		tree_error(tree, bus->path, "interrupt-map",
			   "a row's fifth cell is no enabled router with #interrupt-cells = <1>");
		return 0;
	}
	unsigned unit = tree_cell(tree, offset, "#address-cells", 0);

	if (left < 6 + unit) {
		tree_error(tree, bus->path, "interrupt-map", "last row is too short");
		return 0;
	}
	int link = link_of(tree, bus, router, cell[5 + unit]);

	if (link < 0)
		return 0;
	if (cell[3] < 1 || cell[3] > 4) {
		tree_error(tree, bus->path, "interrupt-map", "pin %u is not 1 to 4", cell[3]);
		return 0;
	}
	if (bus->row_count == MAX_ROWS) {
		tree_error(tree, bus->path, "interrupt-map", "more than %d rows", MAX_ROWS);
		return 0;
	}
	struct row row = {
		.address = cell[0] >> 8 & bus->map_address_mask,
		.pin = cell[3] & bus->map_pin_mask,
		.link = (unsigned)link,
	};

	for (unsigned i = 0; i < bus->row_count; i++) {
		if (bus->row[i].address == row.address && bus->row[i].pin == row.pin) {
			tree_error(tree, bus->path, "interrupt-map",
				   "device %u, INT%c is given twice", row.address >> 3 & 0x1f,
				   (int)('A' + cell[3] - 1));
			return 0;
		}
	}
	bus->row[bus->row_count++] = row;
	return 6 + unit;
}

static void read_map(struct tree *tree, struct node *bus)
{
	unsigned count, mask_count;
	const uint32_t *cell = tree_cells(tree, bus, "interrupt-map", &count);
	const uint32_t *mask = tree_cells(tree, bus, "interrupt-map-mask", &mask_count);

	if (!cell)
		return;
	if (bus->type != NODE_DOMAIN && bus->type != NODE_PCI) {
		tree_error(tree, bus->path, "interrupt-map", "only PCI buses have one");
		return;
	}
	if (!mask || mask_count != 4 || mask[0] & ~0xff00u || mask[1] || mask[2] || mask[3] != 7) {
		tree_error(tree, bus->path, "interrupt-map-mask",
			   "is not <device and function bits> 0 0 7");
		return;
	}
	bus->has_map = true;
	bus->map_address_mask = mask[0] >> 8;
	bus->map_pin_mask = mask[3];
	bus->row = xalloc(MAX_ROWS * sizeof(bus->row[0]));
	for (unsigned at = 0, used; at < count; at += used) {
		used = read_row(tree, bus, cell + at, count - at);
		if (!used)
			return;
	}
}

void wiring_read(struct tree *tree)
{
	for (unsigned i = 0; i < tree->count; i++)
		read_interrupts(tree, tree->node[i]);
	for (unsigned i = 0; i < tree->count; i++)
		read_map(tree, tree->node[i]);
}
