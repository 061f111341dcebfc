/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stages of a boot, told by the loaded segments of ELF files. */
#include "report/stages.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static unsigned add(struct stages *s, const char *name)
{
	snprintf(s->name[s->count], sizeof(s->name[0]), "%.47s", name);
	return s->count++;
}

static void add_segments(struct stages *s, Elf *elf, unsigned stage)
{
	size_t count = 0;
	GElf_Phdr p;

	if (elf_getphdrnum(elf, &count))
		return;
	for (size_t n = 0; n < count && s->ranges < STAGES_RANGES; n++) {
		if (!gelf_getphdr(elf, (int)n, &p) || p.p_type != PT_LOAD || !(p.p_flags & PF_X) ||
		    !p.p_memsz || p.p_vaddr > UINT32_MAX || p.p_memsz > UINT32_MAX - p.p_vaddr + 1)
			continue;
		s->range[s->ranges].first = (uint32_t)p.p_vaddr;
		s->range[s->ranges].last = (uint32_t)(p.p_vaddr + p.p_memsz - 1);
		s->range[s->ranges++].stage = stage;
	}
}

static int add_file(struct stages *s, const char *path, char *err, size_t err_size)
{
	const char *slash = strrchr(path, '/');
	unsigned stage = add(s, slash ? slash + 1 : path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_READ, NULL);
	if (elf)
		add_segments(s, elf, stage);
	else
		snprintf(err, err_size, "%s: %s", path, fd < 0 ? "cannot be read" : elf_errmsg(-1));
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return elf ? 0 : -1;
}

int stages_init(struct stages *s, const char *const *path, unsigned count, char *err,
		size_t err_size)
{
	memset(s, 0, sizeof(*s));
	for (unsigned n = 0; n < count && n < STAGES_FILES; n++) {
		if (add_file(s, path[n], err, err_size))
			return -1;
	}
	if (count) {
		s->rom = s->memory = add(s, "other code");
	} else {
		s->rom = add(s, "code in the ROM");
		s->memory = add(s, "code in memory");
	}
	s->smm = add(s, "SMM");
	return 0;
}

unsigned stages_find(const struct stages *s, uint32_t pc)
{
	for (unsigned n = 0; n < s->ranges; n++) {
		if (pc >= s->range[n].first && pc <= s->range[n].last)
			return s->range[n].stage;
	}
	return pc >= 0xff000000 || (pc >= 0xe0000 && pc < 0x100000) ? s->rom : s->memory;
}
