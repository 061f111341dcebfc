/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtree: a board's device tree to C.
 *
 *	devtree --dtb board.dtb --lines board.lines --source board.dts --out dir chip.h...
 *	devtree --print-schema chip.h...
 *
 * Writes devtree-bootblock.c, devtree-romstage.c, devtree-ramstage.c, devtree.h and prt.asl to dir.
 * Exit status 1 with one message per mistake; then nothing is written. The second form lists the members
 * of all config structs: chip, member, type, elements, least and greatest value, alignment.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>
#include "devtree.h"

static FILE *create(const char *dir, const char *name, char **path)
{
	*path = format("%s/%s", dir, name);
	FILE *file = fopen(*path, "w");

	if (!file)
		die("%s: %s", *path, strerror(errno));
	return file;
}

static void finish(FILE *file, const char *path)
{
	if (fclose(file) != 0)
		die("%s: %s", path, strerror(errno));
}

static void emit_all(struct tree *tree, const char *dir)
{
	char *path, *header_text = NULL;
	size_t header_size;
	FILE *file = open_memstream(&header_text, &header_size);

	/* The header still finds mistakes (stdout-path): it goes first and to memory. */
	if (!file)
		die("out of memory");
	emit_header(file, tree);
	fclose(file);
	if (tree->errors)
		return;
	file = create(dir, "devtree.h", &path);
	fwrite(header_text, 1, header_size, file);
	finish(file, path);
	file = create(dir, "devtree-bootblock.c", &path);
	emit_early(file, tree, STAGE_BOOTBLOCK);
	finish(file, path);
	file = create(dir, "devtree-romstage.c", &path);
	emit_early(file, tree, STAGE_ROMSTAGE);
	finish(file, path);
	file = create(dir, "devtree-ramstage.c", &path);
	emit_ramstage(file, tree);
	finish(file, path);
	file = create(dir, "prt.asl", &path);
	emit_prt(file, tree);
	finish(file, path);
}

static int print_schema(struct schema *schema, char **headers)
{
	static const char *const types[] = {"bool", "u8", "u16", "u32", "string"};

	while (*headers)
		schema_read(schema, *headers++);
	for (unsigned i = 0; i < schema->count; i++) {
		const struct chip *chip = &schema->chip[i];

		for (unsigned k = 0; k < chip->member_count; k++) {
			const struct member *m = &chip->member[k];

			printf("%s %s %s %u %#llx %#llx %#llx\n", chip->name, m->name,
			       types[m->type], m->length, (unsigned long long)member_min(m),
			       (unsigned long long)member_max(m),
			       (unsigned long long)(m->align ? m->align : 1));
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *dtb = NULL, *lines = NULL, *dir = NULL;
	struct tree *tree = xalloc(sizeof(*tree));
	size_t size;
	int i;

	if (argc > 1 && strcmp(argv[1], "--print-schema") == 0)
		return print_schema(&tree->schema, argv + 2);
	for (i = 1; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
		if (strcmp(argv[i], "--dtb") == 0)
			dtb = argv[i + 1];
		else if (strcmp(argv[i], "--lines") == 0)
			lines = argv[i + 1];
		else if (strcmp(argv[i], "--source") == 0)
			tree->source = argv[i + 1];
		else if (strcmp(argv[i], "--out") == 0)
			dir = argv[i + 1];
		else
			die("unknown option %s", argv[i]);
	}
	if (!dtb || !lines || !dir)
		die("usage: devtree --dtb FILE --lines FILE --source NAME --out DIR chip.h...");
	if (!tree->source)
		tree->source = dtb;
	for (; i < argc; i++)
		schema_read(&tree->schema, argv[i]);
	lines_read(&tree->lines, lines);
	tree->fdt = read_file(dtb, &size);
	int err = fdt_check_full(tree->fdt, size);

	if (err)
		die("%s: %s", dtb, fdt_strerror(err));
	tree_read(tree);
	config_read(tree);
	wiring_read(tree);
	if (!tree->errors)
		emit_all(tree, dir);
	if (tree->errors) {
		fprintf(stderr, "devtree: %u mistake%s in %s or what it includes\n", tree->errors,
			tree->errors == 1 ? "" : "s", tree->source);
		return 1;
	}
	return 0;
}
