/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devtree: what the parts of the tool share. The tool runs once and exits; nothing is freed. */
#ifndef DEVTREE_H
#define DEVTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define MAX_NODES 512
#define MAX_CHIPS 512
#define MAX_CELLS 64 /* elements of one array member, ranges of one reg, interrupts of one node */
#define MAX_LINKS 16
#define MAX_ROWS  255

/* --- util.c ----------------------------------------------------------------------------------- */

/* Prints the message and exits with status 1. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* malloc, zeroed, or die. */
void *xalloc(size_t size);

/* A formatted string of its own. */
char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The whole file as a NUL-terminated string; *size (may be NULL) gets its length. Dies on failure. */
char *read_file(const char *path, size_t *size);

/* --- lines.c: where a node or property stands in the source, and how its value is written ------- */

enum value_kind { VALUE_NONE, VALUE_CELLS, VALUE_BYTES, VALUE_STRING, VALUE_OTHER };

struct line_entry {
	char *path;	/* of the node */
	char *property; /* NULL for the node itself */
	char *where;	/* "file:line" */
	enum value_kind kind;
};

struct lines {
	struct line_entry *entry;
	unsigned count;
};

/* Reads the output of dtc -T -T -O dts. */
void lines_read(struct lines *lines, const char *path);

/* The entry of a property, or of a node with property NULL; NULL when it is not there. */
const struct line_entry *lines_find(const struct lines *lines, const char *path,
				    const char *property);

/* --- schema.c: what the chip.h files declare ---------------------------------------------------- */

enum member_type { MEMBER_BOOL, MEMBER_U8, MEMBER_U16, MEMBER_U32, MEMBER_STRING };

struct member {
	char *name;
	enum member_type type;
	unsigned length; /* elements of an array, 0 for a plain member */
	bool has_range;
	uint64_t min, max;
	uint64_t align; /* 0: any */
	bool has_default;
	uint64_t defaults[MAX_CELLS];
	unsigned default_count;
	char *default_string;
};

enum stage { STAGE_BOOTBLOCK, STAGE_ROMSTAGE, STAGE_RAMSTAGE, STAGE_COUNT };

struct chip {
	char *name;   /* "intel_i440fx": the compatible with every other character made '_' */
	char *header; /* path of its chip.h */
	bool has_config;
	bool has_ops[STAGE_COUNT];
	struct member *member;
	unsigned member_count;
};

struct schema {
	struct chip chip[MAX_CHIPS];
	unsigned count;
};

/* Adds what a chip.h declares. Dies with file and line when it cannot be read as such. */
void schema_read(struct schema *schema, const char *path);

/* Least and greatest value of a number. */
uint64_t member_min(const struct member *member);
uint64_t member_max(const struct member *member);

/* The chip of a compatible with '_' for every other character, or NULL. */
const struct chip *schema_find(const struct schema *schema, const char *name);

/* --- tree.c: the nodes ---------------------------------------------------------------------------*/

enum node_type { NODE_ROOT, NODE_DOMAIN, NODE_PCI, NODE_ISA, NODE_I2C, NODE_CPU };

struct reg {
	bool io, reserved;
	uint64_t base, size;
};

struct irq {
	unsigned irq, sense;
};

struct row {
	unsigned address, pin, link;
};

struct node {
	int offset;
	char *path;
	struct node *parent;
	unsigned index;
	enum node_type type;
	unsigned address;
	const char *compatible;
	const struct chip *chip;
	struct reg reg[MAX_CELLS];
	unsigned reg_count;
	struct irq irq[MAX_CELLS];
	unsigned irq_count;
	uint32_t pci_id[MAX_CELLS];
	unsigned pci_id_count;
	bool has_map;
	unsigned map_address_mask, map_pin_mask;
	struct row *row;
	unsigned row_count;
	char *value[MAX_CELLS]; /* C initialiser of each member of the chip's struct */
};

struct link {
	struct node *router;
	unsigned input;
	unsigned irq;
};

struct tree {
	const void *fdt;
	const char *source; /* for messages without a line */
	struct lines lines;
	struct schema schema;
	struct node *node[MAX_NODES];
	unsigned count;
	struct link link[MAX_LINKS];
	unsigned link_count;
	unsigned errors;
};

/* Reports "file:line: node: property: message" and counts it. property may be NULL. */
void tree_error(struct tree *tree, const char *path, const char *property, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Reads the enabled nodes, their types, addresses and reg, and finds their chips. */
void tree_read(struct tree *tree);

/* The node at an offset of the blob, or NULL (unknown or disabled). */
struct node *tree_node_at(struct tree *tree, int offset);

/* A property of one cell; fallback when it is absent. */
uint32_t tree_cell(const struct tree *tree, int offset, const char *name, uint32_t fallback);

/* The cells of a property in host order; *count gets their number. Errors give 0 cells. */
const uint32_t *tree_cells(struct tree *tree, const struct node *node, const char *name,
			   unsigned *count);

/* --- config.c, wiring.c, emit.c, emit_prt.c ------------------------------------------------------*/

/* Checks each node's properties against its chip's struct and makes the initialisers. */
void config_read(struct tree *tree);

/* Resolves interrupts and interrupt-map. */
void wiring_read(struct tree *tree);

/* The table of one early stage, the nodes and wiring of ramstage, the constants of devtree.h. */
void emit_early(FILE *out, const struct tree *tree, enum stage stage);
void emit_ramstage(FILE *out, const struct tree *tree);
void emit_header(FILE *out, struct tree *tree);

/* The _PRT of the root bus and of bridges with wiring of their own, as ASL. */
void emit_prt(FILE *out, const struct tree *tree);

#endif
