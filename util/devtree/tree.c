/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devtree: the enabled nodes of the blob, what bus each is on, its address and ranges, its chip. */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include "devtree.h"

#define MAX_DEPTH 32

void tree_error(struct tree *tree, const char *path, const char *property, const char *fmt, ...)
{
	const struct line_entry *entry = lines_find(&tree->lines, path, property);
	va_list args;

	if (!entry)
		entry = lines_find(&tree->lines, path, NULL);
	fprintf(stderr, "%s: error: %s: ", entry && *entry->where ? entry->where : tree->source,
		path);
	if (property)
		fprintf(stderr, "%s: ", property);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	tree->errors++;
}

struct node *tree_node_at(struct tree *tree, int offset)
{
	for (unsigned i = 0; i < tree->count; i++) {
		if (tree->node[i]->offset == offset)
			return tree->node[i];
	}
	return NULL;
}

static uint32_t be32(const void *p)
{
	const uint8_t *b = p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint32_t tree_cell(const struct tree *tree, int offset, const char *name, uint32_t fallback)
{
	int length;
	const void *value = fdt_getprop(tree->fdt, offset, name, &length);

	return value && length == 4 ? be32(value) : fallback;
}

const uint32_t *tree_cells(struct tree *tree, const struct node *node, const char *name,
			   unsigned *count)
{
	int length;
	const uint8_t *value = fdt_getprop(tree->fdt, node->offset, name, &length);

	*count = 0;
	if (!value)
		return NULL;
	if (length % 4) {
		tree_error(tree, node->path, name, "is not made of 32-bit cells");
		return NULL;
	}
	uint32_t *cells = xalloc((size_t)length);

	*count = (unsigned)length / 4;
	for (unsigned i = 0; i < *count; i++)
		cells[i] = be32(value + 4 * i);
	return cells;
}

static const char *string_property(struct tree *tree, int offset, const char *path,
				   const char *name)
{
	int length;
	const char *value = fdt_getprop(tree->fdt, offset, name, &length);

	if (!value)
		return NULL;
	if (length == 0 || value[length - 1] != '\0') {
		tree_error(tree, path, name, "is not a string");
		return NULL;
	}
	return value;
}

static bool device_type_is(const struct tree *tree, int offset, const char *type)
{
	int length;
	const char *value = fdt_getprop(tree->fdt, offset, "device_type", &length);

	return value && (size_t)length == strlen(type) + 1 && strcmp(value, type) == 0;
}

static enum node_type type_of(const struct tree *tree, const struct node *node)
{
	const struct node *parent = node->parent;

	if (!parent)
		return NODE_ROOT;
	if (parent->type == NODE_DOMAIN ||
	    (parent->type == NODE_PCI && device_type_is(tree, parent->offset, "pci")))
		return NODE_PCI;
	if (device_type_is(tree, parent->offset, "isa") || parent->type == NODE_ISA)
		return NODE_ISA;
	if (strcmp(parent->path, "/cpus") == 0)
		return NODE_CPU;
	if (device_type_is(tree, node->offset, "pci"))
		return NODE_DOMAIN;
	if (tree_cell(tree, parent->offset, "#size-cells", 1) == 0)
		return NODE_I2C;
	return NODE_ROOT;
}

static void add_reg(struct tree *tree, struct node *node, bool io, uint64_t base, uint64_t size)
{
	if (node->reg_count == MAX_CELLS) {
		tree_error(tree, node->path, "reg", "has more than %d ranges", MAX_CELLS);
		return;
	}
	if (size == 0 || base + size - 1 > (io ? 0xffff : 0xffffffff)) {
		tree_error(tree, node->path, "reg", "range %#llx size %#llx is not in %s space",
			   (unsigned long long)base, (unsigned long long)size,
			   io ? "the 64 KiB I/O" : "32-bit memory");
		return;
	}
	node->reg[node->reg_count++] =
		(struct reg){.io = io, .reserved = !io, .base = base, .size = size};
}

/* reg in cells per tuple as the kind of bus has them. */
static void read_reg(struct tree *tree, struct node *node)
{
	unsigned count, tuple = 2;
	const uint32_t *cell = tree_cells(tree, node, "reg", &count);

	if (!cell)
		return;
	if (node->type == NODE_PCI)
		tuple = 5;
	else if (node->type == NODE_ISA)
		tuple = 3;
	else if (node->type == NODE_I2C || node->type == NODE_CPU)
		tuple = 1;
	if (count == 0 || count % tuple) {
		tree_error(tree, node->path, "reg", "has %u cells; this bus wants groups of %u",
			   count, tuple);
		return;
	}
	if (node->type == NODE_PCI) {
		node->address = cell[0] >> 8 & 0xff;
		if (count != 5 || cell[0] & 0xffff00ff || cell[1] || cell[2])
			tree_error(tree, node->path, "reg",
				   "is not <(device << 11 | function << 8) 0 0 0 0>");
	} else if (tuple == 1) {
		node->address = cell[0];
		if (node->type == NODE_I2C && (cell[0] < 0x08 || cell[0] > 0x77))
			tree_error(tree, node->path, "reg",
				   "%#x is no 7-bit slave address (0x08 to 0x77)", cell[0]);
	} else if (node->type == NODE_ISA) {
		for (unsigned i = 0; i < count; i += 3)
			add_reg(tree, node, cell[i] & 1, cell[i + 1], cell[i + 2]);
	} else if (node->type == NODE_ROOT) {
		for (unsigned i = 0; i < count; i += 2)
			add_reg(tree, node, false, cell[i], cell[i + 1]);
	} else {
		tree_error(tree, node->path, "reg", "has no meaning on a host bridge");
	}
}

/* "pci8086,7113" -> 0x80867113 */
static bool pci_id(const char *text, uint32_t *id)
{
	char *end;

	if (strncmp(text, "pci", 3) != 0 || !isxdigit((unsigned char)text[3]))
		return false;
	unsigned long vendor = strtoul(text + 3, &end, 16);
	if (*end != ',' || vendor > 0xffff)
		return false;
	unsigned long device = strtoul(end + 1, &end, 16);
	if (*end || device > 0xffff)
		return false;
	*id = (uint32_t)(vendor << 16 | device);
	return true;
}

static void read_compatible(struct tree *tree, struct node *node)
{
	int count = fdt_stringlist_count(tree->fdt, node->offset, "compatible");

	if (count == -FDT_ERR_NOTFOUND)
		return;
	if (count <= 0) {
		tree_error(tree, node->path, "compatible", "is not a list of strings");
		return;
	}
	node->compatible = fdt_stringlist_get(tree->fdt, node->offset, "compatible", 0, NULL);
	for (int i = 1; i < count && node->pci_id_count + 1 < MAX_CELLS; i++) {
		const char *text =
			fdt_stringlist_get(tree->fdt, node->offset, "compatible", i, NULL);

		if (pci_id(text, &node->pci_id[node->pci_id_count]))
			node->pci_id_count++;
	}
	if (!node->parent)
		return; /* the board's own name */
	char *name = format("%s", node->compatible);

	for (char *p = name; *p; p++)
		*p = isalnum((unsigned char)*p) ? *p : '_';
	node->chip = schema_find(&tree->schema, name);
	if (!node->chip)
		tree_error(tree, node->path, "compatible",
			   "no chip.h declares %s_config or %s_ops for \"%s\"", name, name,
			   node->compatible);
}

static bool is_enabled(struct tree *tree, int offset, const char *path)
{
	const char *status = string_property(tree, offset, path, "status");

	if (!status || strcmp(status, "okay") == 0)
		return true;
	if (strcmp(status, "disabled") != 0)
		tree_error(tree, path, "status", "is neither \"okay\" nor \"disabled\"");
	return false;
}

static struct node *add_node(struct tree *tree, int offset, struct node *parent, char *path)
{
	struct node *node;

	if (tree->count == MAX_NODES)
		die("%s: more than %d nodes", tree->source, MAX_NODES);
	node = xalloc(sizeof(*node));
	node->offset = offset;
	node->parent = parent;
	node->path = path;
	node->index = tree->count;
	node->type = type_of(tree, node);
	tree->node[tree->count++] = node;
	read_compatible(tree, node);
	read_reg(tree, node);
	if (node->type == NODE_PCI && !node->pci_id_count &&
	    !fdt_getprop(tree->fdt, offset, "reg", NULL))
		tree_error(tree, path, NULL,
			   "a PCI device needs reg, or \"pciVVVV,DDDD\" in compatible to be "
			   "found by its ids");
	return node;
}

void tree_read(struct tree *tree)
{
	struct node *parents[MAX_DEPTH] = {0};
	int depth = 0, skip_below = -1;

	for (int offset = 0; offset >= 0 && depth >= 0;
	     offset = fdt_next_node(tree->fdt, offset, &depth)) {
		char path[1024];

		if (skip_below >= 0 && depth > skip_below)
			continue;
		skip_below = -1;
		if (depth >= MAX_DEPTH)
			die("%s: nodes are nested more than %d deep", tree->source, MAX_DEPTH);
		if (fdt_get_path(tree->fdt, offset, path, sizeof(path)) != 0)
			die("%s: damaged device tree blob", tree->source);
		if (strcmp(path, "/chosen") == 0 || strcmp(path, "/aliases") == 0 ||
		    !is_enabled(tree, offset, path)) {
			skip_below = depth;
			continue;
		}
		parents[depth] = add_node(tree, offset, depth ? parents[depth - 1] : NULL,
					  format("%s", path));
	}
}
