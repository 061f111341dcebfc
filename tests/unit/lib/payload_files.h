/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small payload files built in memory, for tests that then break them. */
#ifndef TESTS_UNIT_PAYLOAD_FILES_H
#define TESTS_UNIT_PAYLOAD_FILES_H

#include <lib/endian.h>
#include "test.h"

/* An ELF file: header, program headers, then contents at any offset. */
struct elf_file {
	uint8_t bytes[4096];
	size_t size;
	unsigned int headers;
};

static inline void elf_start(struct elf_file *e, uint32_t entry)
{
	memset(e, 0, sizeof(*e));
	memcpy(e->bytes, "\177ELF\1\1\1", 7);
	write_le16(e->bytes + 16, 2); /* ET_EXEC */
	write_le16(e->bytes + 18, 3); /* EM_386 */
	write_le32(e->bytes + 20, 1);
	write_le32(e->bytes + 24, entry);
	write_le32(e->bytes + 28, 52); /* program headers follow */
	write_le16(e->bytes + 40, 52);
	write_le16(e->bytes + 42, 32);
	e->size = sizeof(e->bytes);
}

/* Adds a program header and returns where it is; the fields' order is that of the format. */
static inline uint8_t *elf_header(struct elf_file *e, uint32_t type, uint32_t offset,
				  uint32_t paddr, uint32_t filesz, uint32_t memsz)
{
	uint8_t *phdr = e->bytes + 52 + 32 * e->headers;

	write_le32(phdr, type);
	write_le32(phdr + 4, offset);
	write_le32(phdr + 8, 0xc0000000u + paddr); /* virtual address: must not matter */
	write_le32(phdr + 12, paddr);
	write_le32(phdr + 16, filesz);
	write_le32(phdr + 20, memsz);
	write_le16(e->bytes + 44, (uint16_t)++e->headers);
	return phdr;
}

#define ELF_LOAD 1u
#define ELF_NOTE 4u

/* A CBFS payload file. */
struct self_file {
	uint8_t bytes[4096];
	size_t records;
	size_t size;
};

#define SELF_CODE 0x434f4445u
#define SELF_DATA 0x44415441u
#define SELF_BSS  0x42535320u
#define SELF_PARA 0x50415241u
#define SELF_ENTR 0x454e5452u

static inline void self_start(struct self_file *s)
{
	memset(s, 0, sizeof(*s));
	s->size = sizeof(s->bytes);
}

static inline uint8_t *self_record(struct self_file *s, uint32_t type, uint32_t compression,
				   uint32_t offset, uint64_t load, uint32_t len, uint32_t mem_len)
{
	uint8_t *record = s->bytes + 28 * s->records++;

	write_be32(record, type);
	write_be32(record + 4, compression);
	write_be32(record + 8, offset);
	write_be32(record + 12, (uint32_t)(load >> 32));
	write_be32(record + 16, (uint32_t)load);
	write_be32(record + 20, len);
	write_be32(record + 24, mem_len);
	return record;
}

#endif
