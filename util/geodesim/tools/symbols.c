/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Function and line of an address, from the symbols and DWARF of ELF files (libdw of elfutils). */
#include "tools/symbols.h"

#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 8

/* One session of libdw for each file: their addresses may overlap. */
struct symbols {
	Dwfl *dwfl[FILES_MAX];
	unsigned count;
};

static int no_separate_file(Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr base,
			    const char *file, const char *link, GElf_Word crc, char **found)
{
	(void)mod;
	(void)data;
	(void)name;
	(void)base;
	(void)file;
	(void)link;
	(void)crc;
	(void)found;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_debuginfo = no_separate_file,
	.section_address = dwfl_offline_section_address,
};

static int open_file(struct symbols *s, const char *path)
{
	Dwfl *d = dwfl_begin(&callbacks);
	Dwfl_Module *mod;

	if (!d)
		return -1;
	s->dwfl[s->count++] = d;
	dwfl_report_begin(d);
	mod = dwfl_report_elf(d, path, path, -1, 0, false);
	return dwfl_report_end(d, NULL, NULL) || !mod ? -1 : 0;
}

struct symbols *symbols_open(const char *const *path, unsigned count, char *err, size_t err_size)
{
	struct symbols *s = calloc(1, sizeof(*s));

	if (!s || count > FILES_MAX) {
		snprintf(err, err_size, "too many files of symbols");
		free(s);
		return NULL;
	}
	for (unsigned n = 0; n < count; n++) {
		if (open_file(s, path[n])) {
			snprintf(err, err_size, "symbols %s: %s", path[n], dwfl_errmsg(-1));
			symbols_close(s);
			return NULL;
		}
	}
	return s;
}

void symbols_close(struct symbols *s)
{
	if (!s)
		return;
	for (unsigned n = 0; n < s->count; n++)
		dwfl_end(s->dwfl[n]);
	free(s);
}

static const char *short_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A file knows an address when a symbol's extent covers it, or a line of its source does. */
static bool find_in(Dwfl *d, uint32_t addr, char *text, size_t size)
{
	Dwfl_Module *mod = dwfl_addrmodule(d, addr);
	Dwfl_Line *line;
	const char *name, *file;
	GElf_Off offset = 0;
	GElf_Sym sym;
	int number = 0;

	if (!mod)
		return false;
	name = dwfl_module_addrinfo(mod, addr, &offset, &sym, NULL, NULL, NULL);
	line = dwfl_module_getsrc(mod, addr);
	file = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;
	if (!file && (!name || (sym.st_size && offset >= sym.st_size)))
		return false;
	if (file)
		snprintf(text, size, "%s at %s:%d", name ? name : "?", short_name(file), number);
	else
		snprintf(text, size, "%s+%llX", name, (unsigned long long)offset);
	return true;
}

bool symbols_find(struct symbols *s, uint32_t addr, char *text, size_t size)
{
	for (unsigned n = 0; n < s->count; n++) {
		if (find_in(s->dwfl[n], addr, text, size))
			return true;
	}
	return false;
}
