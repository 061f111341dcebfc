/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devtree: writes the C tables of each stage and the constants of devtree.h. */
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include "devtree.h"

static const char *const ops_suffix[] = {"_bootblock_ops", "_romstage_ops", "_ops"};

static const char *const type_names[] = {
	"DEVICE_ROOT", "DEVICE_DOMAIN", "DEVICE_PCI", "DEVICE_ISA", "DEVICE_I2C", "DEVICE_CPU",
};

static bool in_stage(const struct node *node, enum stage stage)
{
	if (!node->chip)
		return false;
	return node->chip->has_ops[stage] || (stage == STAGE_RAMSTAGE && node->chip->has_config);
}

static void emit_top(FILE *out, const struct tree *tree, enum stage stage)
{
	fprintf(out, "/* Written by util/devtree from %s. */\n", tree->source);
	fprintf(out, "#include <device/chip.h>\n");
	fprintf(out, "#include <device/device.h>\n");
	for (unsigned i = 0; i < tree->schema.count; i++) {
		const char *header = tree->schema.chip[i].header;
		bool used = false, written = false;

		for (unsigned k = 0; k < i; k++)
			written |= strcmp(tree->schema.chip[k].header, header) == 0;
		for (unsigned n = 0; n < tree->count && !written; n++)
			used |= in_stage(tree->node[n], stage) &&
				strcmp(tree->node[n]->chip->header, header) == 0;
		if (used)
			fprintf(out, "#include \"%s\"\n", header);
	}
	fputc('\n', out);
}

static void emit_config(FILE *out, const struct node *node)
{
	const struct chip *chip = node->chip;

	if (!chip->has_config)
		return;
	fprintf(out, "static const struct %s_config config_%u = { /* %s */\n", chip->name,
		node->index, node->path);
	for (unsigned i = 0; i < chip->member_count; i++)
		fprintf(out, "\t.%s = %s,\n", chip->member[i].name, node->value[i]);
	fprintf(out, "};\n\n");
}

/* "&config_3" or "NULL" (0, to need no header). */
static const char *config_name(const struct node *node)
{
	if (!node->chip || !node->chip->has_config)
		return "0";
	return format("&config_%u", node->index);
}

void emit_early(FILE *out, const struct tree *tree, enum stage stage)
{
	const char *name = stage == STAGE_BOOTBLOCK ? "bootblock" : "romstage";
	unsigned count = 0;

	emit_top(out, tree, stage);
	for (unsigned i = 0; i < tree->count; i++) {
		if (in_stage(tree->node[i], stage))
			emit_config(out, tree->node[i]);
	}
	fprintf(out, "const struct chip_%s_entry devtree_%s[] = {\n", name, name);
	for (unsigned i = 0; i < tree->count; i++) {
		const struct node *node = tree->node[i];

		if (!in_stage(node, stage))
			continue;
		fprintf(out, "\t{\"%s\", &%s%s, %s},\n", node->path, node->chip->name,
			ops_suffix[stage], config_name(node));
		count++;
	}
	if (!count)
		fprintf(out, "\t{0, 0, 0},\n");
	fprintf(out, "};\nconst unsigned devtree_%s_count = %u;\n", name, count);
}

static void emit_arrays(FILE *out, const struct node *node)
{
	if (node->reg_count) {
		fprintf(out, "static const struct dt_reg reg_%u[] = {\n", node->index);
		for (unsigned i = 0; i < node->reg_count; i++)
			fprintf(out, "\t{%s, %#llx, %#llx},\n",
				node->reg[i].io ? "RES_IO" : "RES_MEM | RES_RESERVED",
				(unsigned long long)node->reg[i].base,
				(unsigned long long)node->reg[i].size);
		fprintf(out, "};\n\n");
	}
	if (node->irq_count) {
		fprintf(out, "static const struct dt_irq irq_%u[] = {", node->index);
		for (unsigned i = 0; i < node->irq_count; i++)
			fprintf(out, "%s{%u, %u}", i ? ", " : "", node->irq[i].irq,
				node->irq[i].sense);
		fprintf(out, "};\n\n");
	}
	if (node->pci_id_count) {
		fprintf(out, "static const uint32_t pci_ids_%u[] = {", node->index);
		for (unsigned i = 0; i < node->pci_id_count; i++)
			fprintf(out, "%#x, ", node->pci_id[i]);
		fprintf(out, "0};\n\n");
	}
	if (node->has_map) {
		fprintf(out, "static const struct dt_irq_map_row rows_%u[] = {\n", node->index);
		for (unsigned i = 0; i < node->row_count; i++)
			fprintf(out, "\t{%#x, %u, %u},\n", node->row[i].address, node->row[i].pin,
				node->row[i].link);
		fprintf(out, "};\n\n");
		fprintf(out, "static const struct dt_irq_map map_%u = {%#x, %#x, %u, rows_%u};\n\n",
			node->index, node->map_address_mask, node->map_pin_mask, node->row_count,
			node->index);
	}
}

static void emit_node(FILE *out, const struct node *node)
{
	fprintf(out, "\t{\n\t\t.path = \"%s\",\n", node->path);
	if (node->parent)
		fprintf(out, "\t\t.parent = &devtree_nodes[%u],\n", node->parent->index);
	if (node->chip && node->chip->has_ops[STAGE_RAMSTAGE])
		fprintf(out, "\t\t.ops = &%s_ops,\n", node->chip->name);
	if (node->chip && node->chip->has_config)
		fprintf(out, "\t\t.config = &config_%u,\n", node->index);
	if (node->reg_count)
		fprintf(out, "\t\t.reg = reg_%u,\n\t\t.reg_count = %u,\n", node->index,
			node->reg_count);
	if (node->irq_count)
		fprintf(out, "\t\t.irq = irq_%u,\n\t\t.irq_count = %u,\n", node->index,
			node->irq_count);
	if (node->has_map)
		fprintf(out, "\t\t.irq_map = &map_%u,\n", node->index);
	if (node->pci_id_count)
		fprintf(out, "\t\t.pci_ids = pci_ids_%u,\n", node->index);
	fprintf(out, "\t\t.address = %#x,\n\t\t.type = %s,\n\t},\n", node->address,
		type_names[node->type]);
}

void emit_ramstage(FILE *out, const struct tree *tree)
{
	emit_top(out, tree, STAGE_RAMSTAGE);
	for (unsigned i = 0; i < tree->count; i++) {
		if (tree->node[i]->chip)
			emit_config(out, tree->node[i]);
		emit_arrays(out, tree->node[i]);
	}
	fprintf(out, "const struct dt_node devtree_nodes[] = {\n");
	for (unsigned i = 0; i < tree->count; i++)
		emit_node(out, tree->node[i]);
	fprintf(out, "};\nconst unsigned devtree_node_count = %u;\n\n", tree->count);
	fprintf(out, "const struct irq_link devtree_links[] = {\n");
	for (unsigned i = 0; i < tree->link_count; i++)
		fprintf(out, "\t{\"LNK%c\", &devtree_nodes[%u], %u, %u},\n", (int)('A' + i),
			tree->link[i].router->index, tree->link[i].input, tree->link[i].irq);
	if (!tree->link_count)
		fprintf(out, "\t{0, 0, 0, 0},\n");
	fprintf(out, "};\nconst unsigned devtree_link_count = %u;\n", tree->link_count);
}

/* The console UART by /chosen/stdout-path: a path or alias, ":baud" and more behind it. */
static void emit_console(FILE *out, struct tree *tree)
{
	int chosen = fdt_path_offset(tree->fdt, "/chosen"), length;
	const char *path =
		chosen < 0 ? NULL : fdt_getprop(tree->fdt, chosen, "stdout-path", &length);
	unsigned long baud = 115200;

	if (!path) {
		fprintf(out, "#define DEVTREE_CONSOLE 0\n#define DEVTREE_CONSOLE_BASE 0\n"
			     "#define DEVTREE_CONSOLE_BAUD 115200\n"
			     "#define DEVTREE_CONSOLE_CLOCK_HZ 1843200\n");
		return;
	}
	size_t name = strcspn(path, ":");
	int offset = fdt_path_offset_namelen(tree->fdt, path, (int)name);
	struct node *node = offset < 0 ? NULL : tree_node_at(tree, offset);

	if (!node || node->reg_count == 0 || !node->reg[0].io) {
		tree_error(tree, "/chosen", "stdout-path",
			   "\"%.*s\" is no enabled UART in I/O space", (int)name, path);
		return;
	}
	if (path[name] == ':')
		baud = strtoul(path + name + 1, NULL, 10);
	unsigned long clock = tree_cell(tree, offset, "clock-frequency", 1843200);

	if (baud == 0 || clock / 16 % baud) {
		tree_error(tree, "/chosen", "stdout-path",
			   "%lu baud is no divisor of the UART's %lu Hz / 16", baud, clock);
		return;
	}
	fprintf(out, "#define DEVTREE_CONSOLE 1\n#define DEVTREE_CONSOLE_BASE %#llx\n",
		(unsigned long long)node->reg[0].base);
	fprintf(out, "#define DEVTREE_CONSOLE_BAUD %lu\n#define DEVTREE_CONSOLE_CLOCK_HZ %lu\n",
		baud, clock);
}

/* Whether a memory controller's `spd-address` property says where EEPROMs are: without, no early code for them. */
static bool has_spd_address(const struct tree *tree)
{
	for (int node = 0; node >= 0; node = fdt_next_node(tree->fdt, node, NULL)) {
		int property;

		fdt_for_each_property_offset(property, tree->fdt, node)
		{
			const char *name, *comma;

			if (!fdt_getprop_by_offset(tree->fdt, property, &name, NULL))
				continue;
			comma = strchr(name, ',');
			if (!strcmp(comma ? comma + 1 : name, "spd-address"))
				return true;
		}
	}
	return false;
}

void emit_header(FILE *out, struct tree *tree)
{
	const char *model = fdt_getprop(tree->fdt, 0, "model", NULL);

	fprintf(out, "/* Written by util/devtree from %s. */\n", tree->source);
	fprintf(out, "#ifndef DEVTREE_H\n#define DEVTREE_H\n\n");
	fprintf(out, "#define DEVTREE_MODEL \"%s\"\n", model ? model : "unknown board");
	emit_console(out, tree);
	fprintf(out, "#define DEVTREE_SPD_EEPROMS %d\n", has_spd_address(tree));
	fprintf(out, "\n#endif\n");
}
