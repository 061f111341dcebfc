/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF executables as payloads: program headers, boot notes and their checksum. */
#include <lib/checksum.h>
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/load.h>
#include <string.h>

/* ELF32 header (System V ABI, 4th edition, chapter 4). */
#define EHDR_SIZE      52u
#define EI_CLASS       4
#define EI_DATA	       5
#define EI_VERSION     6
#define EHDR_TYPE      16
#define EHDR_MACHINE   18
#define EHDR_VERSION   20
#define EHDR_ENTRY     24
#define EHDR_PHOFF     28
#define EHDR_EHSIZE    40
#define EHDR_PHENTSIZE 42
#define EHDR_PHNUM     44
#define ELFCLASS32     1
#define ELFDATA2LSB    1
#define EV_CURRENT     1
#define ET_EXEC	       2
#define EM_386	       3
#define EM_486	       6

/* Program header. */
#define PHDR_SIZE      32u
#define PHDR_TYPE      0
#define PHDR_OFFSET    4
#define PHDR_PADDR     12
#define PHDR_FILESZ    16
#define PHDR_MEMSZ     20
#define PT_LOAD	       1u
#define PT_NOTE	       4u

/* Notes named "ELFBoot". */
#define NOTE_HEAD      12u
#define NOTE_PROGRAM   1u
#define NOTE_VERSION   2u
#define NOTE_CHECKSUM  3u

static int check_header(const uint8_t *elf, size_t size)
{
	uint16_t machine;

	if (size < EHDR_SIZE || memcmp(elf, "\177ELF", 4) != 0)
		return ERR_UNKNOWN_TYPE;
	machine = read_le16(elf + EHDR_MACHINE);
	if (elf[EI_CLASS] != ELFCLASS32 || elf[EI_DATA] != ELFDATA2LSB ||
	    (machine != EM_386 && machine != EM_486))
		return ERR_MACHINE;
	if (elf[EI_VERSION] != EV_CURRENT || read_le32(elf + EHDR_VERSION) != EV_CURRENT ||
	    read_le16(elf + EHDR_TYPE) != ET_EXEC || read_le16(elf + EHDR_EHSIZE) != EHDR_SIZE ||
	    read_le16(elf + EHDR_PHENTSIZE) != PHDR_SIZE)
		return ERR_UNSUPPORTED;
	return 0;
}

static void copy_name(char *to, const uint8_t *from, size_t n)
{
	size_t i;

	for (i = 0; i < n && i < LOAD_NAME_SIZE - 1 && from[i]; i++)
		to[i] = from[i] >= ' ' && from[i] <= '~' ? (char)from[i] : '?';
	to[i] = '\0';
}

static void take_note(uint32_t type, const uint8_t *desc, size_t n, struct load_plan *plan)
{
	switch (type) {
	case NOTE_PROGRAM: copy_name(plan->program, desc, n); break;
	case NOTE_VERSION: copy_name(plan->version, desc, n); break;
	case NOTE_CHECKSUM:
		if (n == 2) {
			plan->has_checksum = true;
			plan->checksum = desc;
		}
		break;
	}
}

static size_t pad4(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* Other programs' notes may have any shape: the first one that makes no sense ends the list. */
static void parse_notes(const uint8_t *note, size_t left, struct load_plan *plan)
{
	while (left >= NOTE_HEAD) {
		size_t name_size = read_le32(note);
		size_t desc_size = read_le32(note + 4);
		const uint8_t *desc;

		if (name_size > left || desc_size > left ||
		    NOTE_HEAD + pad4(name_size) > left - desc_size)
			return;
		desc = note + NOTE_HEAD + pad4(name_size);
		if (name_size == 8 && memcmp(note + NOTE_HEAD, "ELFBoot", 8) == 0)
			take_note(read_le32(note + 8), desc, desc_size, plan);

		left -= (size_t)(desc - note);
		if (pad4(desc_size) >= left)
			return;
		left -= pad4(desc_size);
		note = desc + pad4(desc_size);
	}
}

static int take_segment(const uint8_t *elf, const uint8_t *phdr, struct load_plan *plan)
{
	uint32_t filesz = read_le32(phdr + PHDR_FILESZ);
	struct load_segment seg = {
		.dest = read_le32(phdr + PHDR_PADDR),
		.src = elf + (filesz ? read_le32(phdr + PHDR_OFFSET) : 0),
		.stored = filesz,
		.filesz = filesz,
		.memsz = read_le32(phdr + PHDR_MEMSZ),
		.compression = COMPRESS_NONE,
	};

	if (seg.filesz > seg.memsz)
		return ERR_CORRUPT;
	if (!seg.memsz)
		return 0;
	if (plan->count == LOAD_MAX_SEGMENTS)
		return ERR_NO_SPACE;
	plan->seg[plan->count++] = seg;
	return 0;
}

int elf_plan(const void *file, size_t size, struct load_plan *plan)
{
	const uint8_t *elf = file, *phdr;
	uint32_t phoff, phnum;
	int err = check_header(elf, size);

	memset(plan, 0, sizeof(*plan));
	if (err)
		return err;
	phoff = read_le32(elf + EHDR_PHOFF);
	phnum = read_le16(elf + EHDR_PHNUM);
	if (phoff > size || phnum * PHDR_SIZE > size - phoff)
		return ERR_TRUNCATED;
	plan->entry = read_le32(elf + EHDR_ENTRY);

	for (phdr = elf + phoff; phnum; phnum--, phdr += PHDR_SIZE) {
		uint32_t type = read_le32(phdr + PHDR_TYPE);
		uint32_t offset = read_le32(phdr + PHDR_OFFSET);
		uint32_t filesz = read_le32(phdr + PHDR_FILESZ);

		if (type != PT_LOAD && type != PT_NOTE)
			continue;
		plan->bad = plan->count;
		/* A segment without bytes may have any offset. */
		if (filesz && (offset > size || filesz > size - offset))
			return ERR_TRUNCATED;
		if (type == PT_NOTE && filesz)
			parse_notes(elf + offset, filesz, plan);
		if (type == PT_LOAD)
			err = take_segment(elf, phdr, plan);
		if (err)
			return err;
	}
	return plan->count ? 0 : ERR_CORRUPT;
}

/* Checksum of `n` bytes in which two bytes, if they lie there, count as zero. */
static uint16_t sum_without(const uint8_t *p, size_t n, const uint8_t *hole)
{
	size_t before = (size_t)(hole - p);
	uint16_t sum;

	if (hole < p || n < 2 || before > n - 2)
		return ip_checksum(p, n);
	sum = ip_checksum(p, before);
	return ip_checksum_join(sum, before + 2, ip_checksum(hole + 2, n - before - 2));
}

int elf_verify(const void *file, size_t size, const struct load_plan *plan)
{
	const uint8_t *elf = file;
	uint32_t phoff, phnum;
	uint16_t sum;
	size_t length;
	unsigned int i;

	if (!plan->has_checksum)
		return 0;
	if (check_header(elf, size))
		return ERR_CHECKSUM;
	phoff = read_le32(elf + EHDR_PHOFF);
	phnum = read_le16(elf + EHDR_PHNUM);
	if (phoff > size || phnum * PHDR_SIZE > size - phoff)
		return ERR_CHECKSUM;

	sum = ip_checksum(elf, EHDR_SIZE);
	sum = ip_checksum_join(sum, EHDR_SIZE, ip_checksum(elf + phoff, phnum * PHDR_SIZE));
	length = 0; /* only whether it is odd matters, and the headers are of even size */
	for (i = 0; i < plan->count; i++) {
		const struct load_segment *seg = &plan->seg[i];

		sum = ip_checksum_join(sum, length,
				       sum_without(seg->src, seg->filesz, plan->checksum));
		length += seg->memsz;
	}
	return sum == read_le16(plan->checksum) ? 0 : ERR_CHECKSUM;
}
