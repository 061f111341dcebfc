/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devtree: a node's properties against its chip's struct; makes the C initialisers. */
#include <string.h>
#include <libfdt.h>
#include "devtree.h"

/* Properties with a meaning of their own on any node: read by tree.c and wiring.c, or by dtc. */
static const char *const standard[] = {
	"compatible",
	"reg",
	"ranges",
	"status",
	"device_type",
	"phandle",
	"linux,phandle",
	"#address-cells",
	"#size-cells",
	"bus-range",
	"interrupt-parent",
	"interrupts",
	"interrupt-map",
	"#interrupt-cells",
	"interrupt-map-mask",
	"interrupt-controller",
};

static bool is_standard(const struct node *node, const char *name)
{
	for (size_t i = 0; i < sizeof(standard) / sizeof(standard[0]); i++) {
		if (strcmp(name, standard[i]) == 0)
			return true;
	}
	return !node->parent && strcmp(name, "model") == 0;
}

/* The member a property sets: the name behind the chip's own "vendor,", '-' as '_'. Or -1. */
static int member_of(const struct node *node, const char *property)
{
	const char *comma = strchr(property, ',');

	if (!node->chip)
		return -1;
	if (comma) {
		size_t vendor = (size_t)(comma - property) + 1;

		if (strncmp(property, node->compatible, vendor) != 0)
			return -1;
		property = comma + 1;
	}
	char *name = format("%s", property);

	for (char *p = name; *p; p++)
		*p = *p == '-' ? '_' : *p;
	for (unsigned i = 0; i < node->chip->member_count; i++) {
		if (strcmp(node->chip->member[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static const char *type_name(const struct member *member)
{
	switch (member->type) {
	case MEMBER_BOOL: return "a flag without value";
	case MEMBER_U8: return "8-bit numbers in <...> or bytes in [...]";
	case MEMBER_U16: return "16-bit numbers in <...>";
	case MEMBER_U32: return "32-bit numbers in <...>";
	case MEMBER_STRING: return "a string";
	}
	return "";
}

static bool kind_fits(const struct member *member, enum value_kind kind)
{
	switch (member->type) {
	case MEMBER_BOOL: return kind == VALUE_NONE;
	case MEMBER_STRING: return kind == VALUE_STRING;
	case MEMBER_U8: return kind == VALUE_CELLS || kind == VALUE_BYTES;
	default: return kind == VALUE_CELLS;
	}
}

/* A string as a C literal. */
static char *quoted(const char *text)
{
	char *out = format("\"");

	for (; *text; text++)
		out = format(*text == '"' || *text == '\\' ? "%s\\%c" : "%s%c", out, *text);
	return format("%s\"", out);
}

/* "{1, 2}" or "1" from values; missing elements of an array come from the defaults. */
static char *initialiser(const struct member *member, const uint64_t *value, unsigned count)
{
	unsigned length = member->length ? member->length : 1;
	char *text = format(member->length ? "{" : "");

	for (unsigned i = 0; i < length; i++) {
		uint64_t v = 0;

		if (i < count)
			v = value[i];
		else if (i < member->default_count)
			v = member->defaults[i];
		else if (member->default_count)
			v = member->defaults[member->default_count - 1];
		if (member->type == MEMBER_BOOL)
			text = format("%s%s%s", text, i ? ", " : "", v ? "true" : "false");
		else
			text = format("%s%s%#llx", text, i ? ", " : "", (unsigned long long)v);
	}
	return format("%s%s", text, member->length ? "}" : "");
}

static char *read_numbers(struct tree *tree, struct node *node, const char *property,
			  const struct member *member, enum value_kind kind)
{
	unsigned length = member->length ? member->length : 1;
	uint64_t min = member_min(member);
	uint64_t max = member_max(member);
	uint64_t value[MAX_CELLS];
	unsigned count;

	if (kind == VALUE_BYTES) {
		int bytes;
		const uint8_t *p = fdt_getprop(tree->fdt, node->offset, property, &bytes);

		count = (unsigned)bytes;
		for (unsigned i = 0; i < count && i < MAX_CELLS; i++)
			value[i] = p[i];
	} else {
		const uint32_t *cell = tree_cells(tree, node, property, &count);

		for (unsigned i = 0; i < count && i < MAX_CELLS; i++)
			value[i] = cell[i];
	}
	if (count == 0 || count > length || (count < length && !member->has_default)) {
		tree_error(tree, node->path, property, "has %u values, struct %s_config wants %u",
			   count, node->chip->name, length);
		return NULL;
	}
	for (unsigned i = 0; i < count; i++) {
		if (value[i] < min || value[i] > max) {
			tree_error(tree, node->path, property,
				   "%#llx is out of range, allowed is %#llx to %#llx (%s)",
				   (unsigned long long)value[i], (unsigned long long)min,
				   (unsigned long long)max, node->chip->header);
			return NULL;
		}
		if (member->align && value[i] % member->align) {
			tree_error(tree, node->path, property,
				   "%#llx is not a multiple of %#llx (%s)",
				   (unsigned long long)value[i], (unsigned long long)member->align,
				   node->chip->header);
			return NULL;
		}
	}
	return initialiser(member, value, count);
}

static void read_property(struct tree *tree, struct node *node, const char *property)
{
	const struct line_entry *line = lines_find(&tree->lines, node->path, property);
	int index = member_of(node, property);

	if (index < 0) {
		if (!node->chip)
			tree_error(tree, node->path, property,
				   "unknown property: the node has no chip that could use it");
		else
			tree_error(tree, node->path, property,
				   "unknown property: not in struct %s_config of %s",
				   node->chip->name, node->chip->header);
		return;
	}
	const struct member *member = &node->chip->member[index];

	if (node->value[index]) {
		tree_error(tree, node->path, property, "member %s is set twice", member->name);
		return;
	}
	if (!line) {
		tree_error(tree, node->path, property, "not in the annotated source");
		return;
	}
	if (!kind_fits(member, line->kind)) {
		tree_error(tree, node->path, property, "wrong type: struct %s_config wants %s",
			   node->chip->name, type_name(member));
		return;
	}
	if (member->type == MEMBER_BOOL)
		node->value[index] = format("true");
	else if (member->type == MEMBER_STRING)
		node->value[index] = quoted(fdt_getprop(tree->fdt, node->offset, property, NULL));
	else
		node->value[index] = read_numbers(tree, node, property, member, line->kind);
}

static void fill_defaults(struct tree *tree, struct node *node)
{
	for (unsigned i = 0; i < node->chip->member_count; i++) {
		const struct member *member = &node->chip->member[i];

		if (node->value[i])
			continue;
		if (member->type == MEMBER_BOOL && !member->has_default)
			node->value[i] = format("false");
		else if (!member->has_default)
			tree_error(
				tree, node->path, NULL,
				"property for member %s of struct %s_config (%s) is missing or bad",
				member->name, node->chip->name, node->chip->header);
		else if (member->type == MEMBER_STRING)
			node->value[i] = member->default_string;
		else
			node->value[i] = initialiser(member, NULL, 0);
	}
}

void config_read(struct tree *tree)
{
	for (unsigned i = 0; i < tree->count; i++) {
		struct node *node = tree->node[i];
		int offset;
		unsigned before = tree->errors;

		fdt_for_each_property_offset(offset, tree->fdt, node->offset)
		{
			const char *name;

			if (!fdt_getprop_by_offset(tree->fdt, offset, &name, NULL))
				die("%s: damaged device tree blob", tree->source);
			if (!is_standard(node, name))
				read_property(tree, node, name);
		}
		if (node->chip && tree->errors == before)
			fill_defaults(tree, node);
	}
}
