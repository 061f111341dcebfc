/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot notes an ELF payload finds through EBX. */
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/load.h>
#include <string.h>

/* Header: magic, size of the block, checksum (16 bits), number of notes (16 bits). */
#define HEAD_SIZE     12u
#define HEAD_CHECKSUM 8
#define HEAD_COUNT    10

/* Note: size of its name (none here), of its descriptor, type. */
#define NOTE_HEAD     12u
#define NOTE_FIRMWARE 1u
#define NOTE_LOADER   2u
#define NOTE_VERSION  3u
#define NOTE_CMDLINE  4u

struct block {
	uint8_t *base;
	size_t used, size;
	uint16_t count;
};

static int add_note(struct block *b, uint32_t type, const char *text)
{
	size_t length, padded;
	uint8_t *note = b->base + b->used;

	if (!text)
		return 0;
	length = strlen(text) + 1;
	padded = (length + 3) & ~(size_t)3;
	if (b->size - b->used < NOTE_HEAD || b->size - b->used - NOTE_HEAD < padded)
		return ERR_NO_SPACE;
	write_le32(note, 0);
	write_le32(note + 4, (uint32_t)length);
	write_le32(note + 8, type);
	memset(note + NOTE_HEAD, 0, padded);
	memcpy(note + NOTE_HEAD, text, length);
	b->used += NOTE_HEAD + padded;
	b->count++;
	return 0;
}

int boot_notes_write(void *buffer, size_t size, const char *firmware, const char *loader,
		     const char *version, const char *command_line)
{
	struct block b = {.base = buffer, .used = HEAD_SIZE, .size = size};
	int err;

	if (size < HEAD_SIZE)
		return ERR_NO_SPACE;
	err = add_note(&b, NOTE_FIRMWARE, firmware);
	if (!err)
		err = add_note(&b, NOTE_LOADER, loader);
	if (!err)
		err = add_note(&b, NOTE_VERSION, version);
	if (!err)
		err = add_note(&b, NOTE_CMDLINE, command_line);
	if (err)
		return err;

	write_le32(b.base, BOOT_NOTES_MAGIC);
	write_le32(b.base + 4, (uint32_t)b.used);
	write_le16(b.base + HEAD_CHECKSUM, 0);
	write_le16(b.base + HEAD_COUNT, b.count);
	write_le16(b.base + HEAD_CHECKSUM, ip_checksum(b.base, b.used));
	return (int)b.used;
}
