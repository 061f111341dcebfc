/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cbmem: shows what the firmware left in memory: its log, its timestamps, its tables. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lib/errors.h>
#include "print.h"
#include "reader.h"

static int usage(FILE *out)
{
	fputs("usage: cbmem [-f DUMP] [-c] [-t] [-T] [-l]\n"
	      "Shows what the firmware left in memory, found through the coreboot table.\n"
	      "  -c       the firmware's log (memory console)\n"
	      "  -t       timestamps: when each stage and step began\n"
	      "  -T       the same for programs: id, microseconds, name, separated by tabs\n"
	      "  -l       the records of the coreboot table (the default)\n"
	      "  -f DUMP  look into a file that holds memory from address 0, such as\n"
	      "           QEMU's `pmemsave 0 SIZE DUMP` writes; else /dev/mem, as root\n",
	      out);
	return out == stdout ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int complain(const char *what, int err)
{
	fprintf(stderr, "cbmem: %s: %s\n", what, err_str(err));
	return -1;
}

static int show_console(const struct memory *memory, const struct cbtable *table)
{
	size_t length;
	char *text;
	int err = console_read(memory, table, &text, &length);

	if (err)
		return complain("memory console", err);
	fwrite(text, 1, length, stdout);
	free(text);
	return 0;
}

static int show_timestamps(const struct memory *memory, const struct cbtable *table,
			   void (*print)(FILE *, const struct timestamps *))
{
	struct timestamps stamps;
	int err = timestamps_read(memory, table, &stamps);

	if (err)
		return complain("timestamps", err);
	print(stdout, &stamps);
	free(stamps.stamp);
	return 0;
}

/* Does one action, named by its option letter. */
static int show(char action, const struct memory *memory, const struct cbtable *table)
{
	int err;

	switch (action) {
	case 'c': return show_console(memory, table);
	case 't': return show_timestamps(memory, table, print_timestamps);
	case 'T': return show_timestamps(memory, table, print_timestamps_raw);
	default: err = print_table(stdout, table); return err ? complain("coreboot table", err) : 0;
	}
}

static int open_memory(struct memory *memory, const char *dump)
{
	const char *path = dump ? dump : "/dev/mem";
	int err = dump ? memory_open_dump(memory, path) : memory_open_device(memory, path);

	if (err)
		fprintf(stderr, "cbmem: %s: %s\n", path, strerror(errno));
	return err;
}

int main(int argc, char **argv)
{
	char actions[16] = "";
	const char *dump = NULL;
	struct memory memory;
	struct cbtable table;
	int failed = 0;
	int option, err;

	while ((option = getopt(argc, argv, "cf:hltT")) != -1) {
		if (option == 'h')
			return usage(stdout);
		if (option == '?')
			return usage(stderr);
		if (option == 'f')
			dump = optarg;
		else if (strlen(actions) < sizeof(actions) - 1)
			strncat(actions, &(char){(char)option}, 1);
	}
	if (optind != argc)
		return usage(stderr);
	if (open_memory(&memory, dump))
		return EXIT_FAILURE;
	err = cbtable_open(&memory, &table);
	if (err) {
		complain("coreboot table", err);
		memory_close(&memory);
		return EXIT_FAILURE;
	}
	for (const char *a = actions[0] ? actions : "l"; *a; a++)
		failed |= show(*a, &memory, &table);
	cbtable_free(&table);
	memory_close(&memory);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
