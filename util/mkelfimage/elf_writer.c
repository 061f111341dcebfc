/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the ELF file: headers, ELFBoot notes with the checksum, segments. */

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include "mkelfimage.h"

#define NOTE_NAME     "ELFBoot"
#define NOTE_PROGRAM  1
#define NOTE_VERSION  2
#define NOTE_CHECKSUM 3
#define NOTES_SIZE    256
#define ALIGNMENT     16 /* of segments in the file */

void elf_add(struct elf_image *image, const struct segment *segment)
{
	uint64_t end = (uint64_t)segment->address + segment->memsz;

	if (segment->memsz == 0)
		return;
	if (image->count == MAX_SEGMENTS)
		die("too many segments");
	if (end > 0x100000000)
		die("the %s at 0x%x does not fit below 4 GiB", segment->what, segment->address);
	for (unsigned int i = 0; i < image->count; i++) {
		const struct segment *other = &image->segment[i];

		if (segment->address < (uint64_t)other->address + other->memsz &&
		    other->address < end)
			die("the %s at 0x%x overlaps the %s at 0x%x..0x%x", segment->what,
			    segment->address, other->what, other->address,
			    other->address + other->memsz - 1);
	}
	image->segment[image->count++] = *segment;
}

static size_t add_note(uint8_t *at, uint32_t type, const void *descriptor, uint32_t size)
{
	put32(at, sizeof(NOTE_NAME));
	put32(at + 4, size);
	put32(at + 8, type);
	memcpy(at + 12, NOTE_NAME, sizeof(NOTE_NAME));
	memcpy(at + 12 + sizeof(NOTE_NAME), descriptor, size);
	return 12 + sizeof(NOTE_NAME) + ((size + 3) & ~3u);
}

/* IP checksum of blocks that follow each other, also when one has an odd size. */
struct checksum {
	uint64_t sum;
	bool odd;
};

static void checksum_add(struct checksum *checksum, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		checksum->sum += checksum->odd ? data[i] << 8 : data[i];
		checksum->odd = !checksum->odd;
	}
}

static void checksum_zeros(struct checksum *checksum, size_t size)
{
	if (size & 1)
		checksum->odd = !checksum->odd;
}

static uint16_t checksum_end(const struct checksum *checksum)
{
	uint64_t sum = checksum->sum;

	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static uint32_t align(uint32_t value)
{
	return (value + ALIGNMENT - 1) & ~(uint32_t)(ALIGNMENT - 1);
}

static void put_headers(uint8_t *file, const struct elf_image *image, uint32_t notes,
			uint32_t notes_size, const uint32_t *offset)
{
	Elf32_Phdr phdr[MAX_SEGMENTS + 1] = {0};
	Elf32_Ehdr ehdr = {
		.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB,
			    EV_CURRENT},
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_version = EV_CURRENT,
		.e_entry = image->entry,
		.e_phoff = sizeof(ehdr),
		.e_ehsize = sizeof(ehdr),
		.e_phentsize = sizeof(phdr[0]),
		.e_phnum = image->count + 1,
	};

	phdr[0].p_type = PT_NOTE;
	phdr[0].p_offset = notes;
	phdr[0].p_filesz = notes_size;
	phdr[0].p_flags = PF_R;
	phdr[0].p_align = 4;
	for (unsigned int i = 0; i < image->count; i++) {
		const struct segment *segment = &image->segment[i];

		phdr[i + 1].p_type = PT_LOAD;
		phdr[i + 1].p_offset = offset[i];
		phdr[i + 1].p_vaddr = segment->address;
		phdr[i + 1].p_paddr = segment->address;
		phdr[i + 1].p_filesz = segment->filesz;
		phdr[i + 1].p_memsz = segment->memsz;
		phdr[i + 1].p_flags = PF_R | PF_W | (segment->code ? PF_X : 0);
		phdr[i + 1].p_align = 1;
	}
	memcpy(file, &ehdr, sizeof(ehdr));
	memcpy(file + sizeof(ehdr), phdr, (image->count + 1) * sizeof(phdr[0]));
}

uint8_t *elf_write(const struct elf_image *image, size_t *size)
{
	uint32_t headers = sizeof(Elf32_Ehdr) + (image->count + 1) * sizeof(Elf32_Phdr);
	uint32_t notes_size, sum_at, offset[MAX_SEGMENTS];
	uint8_t notes[NOTES_SIZE] = {0}, *file;
	struct checksum checksum = {0};
	uint64_t end;

	notes_size = add_note(notes, NOTE_PROGRAM, image->program, strlen(image->program) + 1);
	if (image->version[0] != '\0')
		notes_size += add_note(notes + notes_size, NOTE_VERSION, image->version,
				       strlen(image->version) + 1);
	sum_at = headers + notes_size + 12 + sizeof(NOTE_NAME);
	notes_size += add_note(notes + notes_size, NOTE_CHECKSUM, "\0", 2);

	end = headers + notes_size;
	for (unsigned int i = 0; i < image->count; i++) {
		offset[i] = align(end);
		end = (uint64_t)offset[i] + image->segment[i].filesz;
		if (end > 0x7fffffff)
			die("the image would be bigger than 2 GiB");
	}
	file = calloc(1, end);
	if (file == NULL)
		die("out of memory");
	put_headers(file, image, headers, notes_size, offset);
	memcpy(file + headers, notes, notes_size);
	checksum_add(&checksum, file, headers);
	for (unsigned int i = 0; i < image->count; i++) {
		const struct segment *segment = &image->segment[i];

		if (segment->filesz != 0)
			memcpy(file + offset[i], segment->data, segment->filesz);
		checksum_add(&checksum, segment->data, segment->filesz);
		checksum_zeros(&checksum, segment->memsz - segment->filesz);
	}
	put16(file + sum_at, checksum_end(&checksum));
	*size = end;
	return file;
}
