/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SCSI commands a removable disk needs (SPC-2, SBC; USB Mass Storage: SCSI transparent set). */
#include "parts/usb_scsi.h"

#include <string.h>

enum {
	TEST_UNIT_READY = 0x00,
	REQUEST_SENSE = 0x03,
	READ_6 = 0x08,
	WRITE_6 = 0x0a,
	INQUIRY = 0x12,
	MODE_SENSE_6 = 0x1a,
	START_STOP = 0x1b,
	PREVENT_REMOVAL = 0x1e,
	READ_FORMAT_CAPACITIES = 0x23,
	READ_CAPACITY = 0x25,
	READ_10 = 0x28,
	WRITE_10 = 0x2a,
	VERIFY_10 = 0x2f,
	SYNCHRONIZE_CACHE = 0x35,
	MODE_SENSE_10 = 0x5a,
	READ_12 = 0xa8,
	WRITE_12 = 0xaa,
};

/* Sense keys and additional codes (SPC-2, tables 107 and 108). */
enum { NOT_READY = 2, MEDIUM_ERROR = 3, ILLEGAL_REQUEST = 5, UNIT_ATTENTION = 6, DATA_PROTECT = 7 };
enum {
	WRITE_ERROR = 0x0c,
	UNRECOVERED_READ = 0x11,
	INVALID_COMMAND = 0x20,
	LBA_OUT_OF_RANGE = 0x21,
	INVALID_FIELD = 0x24,
	WRITE_PROTECTED = 0x27,
	MEDIUM_CHANGED = 0x28,
	NO_MEDIUM = 0x3a,
};

static int fail(struct usb_storage *s, uint8_t key, uint8_t code)
{
	s->sense = key;
	s->asc = code;
	return -1;
}

static uint32_t be16(const uint8_t *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t be32(const uint8_t *at)
{
	return be16(at) << 16 | be16(at + 2);
}

static void put32(uint8_t *at, uint32_t val)
{
	at[0] = (uint8_t)(val >> 24);
	at[1] = (uint8_t)(val >> 16);
	at[2] = (uint8_t)(val >> 8);
	at[3] = (uint8_t)val;
}

/* @length bytes are in the buffer; the host takes at most @room of them. */
static int answer(struct usb_storage *s, uint32_t length, uint32_t room)
{
	s->left = length < room ? length : room;
	s->fill = s->left;
	return 0;
}

static int inquiry(struct usb_storage *s, const uint8_t *cdb)
{
	uint8_t *b = s->buffer;

	if (cdb[1] & 1) /* no vital product data */
		return fail(s, ILLEGAL_REQUEST, INVALID_FIELD);
	memset(b, 0, 36);
	b[1] = 0x80; /* removable */
	b[2] = 4;    /* SPC-2 */
	b[3] = 2;
	b[4] = 31;
	memcpy(b + 8, "GEODESIMUSB STICK       1.00", 28);
	return answer(s, 36, be16(cdb + 3));
}

static int request_sense(struct usb_storage *s, const uint8_t *cdb)
{
	uint8_t *b = s->buffer;

	memset(b, 0, 18);
	b[0] = 0x70;
	b[2] = s->sense;
	b[7] = 10;
	b[12] = s->asc;
	b[13] = s->ascq;
	s->sense = s->asc = s->ascq = 0;
	return answer(s, 18, cdb[4]);
}

static int mode_sense(struct usb_storage *s, const uint8_t *cdb, bool ten)
{
	uint8_t *b = s->buffer;
	uint8_t protect = s->read_only ? 0x80 : 0;

	memset(b, 0, 8); /* no block descriptors, no pages */
	if (ten) {
		b[1] = 6;
		b[3] = protect;
		return answer(s, 8, be16(cdb + 7));
	}
	b[0] = 3;
	b[2] = protect;
	return answer(s, 4, cdb[4]);
}

static uint32_t last_lba(const struct usb_storage *s)
{
	uint64_t n = s->disk.sectors;

	return !n ? 0 : n > UINT32_MAX ? UINT32_MAX : (uint32_t)(n - 1);
}

static int capacity(struct usb_storage *s)
{
	put32(s->buffer, last_lba(s));
	put32(s->buffer + 4, DISK_SECTOR);
	return answer(s, 8, 8);
}

static int format_capacities(struct usb_storage *s, const uint8_t *cdb)
{
	memset(s->buffer, 0, 12);
	s->buffer[3] = 8;
	put32(s->buffer + 4, last_lba(s) + 1);
	put32(s->buffer + 8, DISK_SECTOR);
	s->buffer[8] = 2; /* formatted */
	return answer(s, 12, be16(cdb + 7));
}

static int transfer(struct usb_storage *s, uint64_t lba, uint32_t count, bool write)
{
	if (write && s->read_only)
		return fail(s, DATA_PROTECT, WRITE_PROTECTED);
	/* The wrapper counts bytes in 32 bits: more sectors cannot be meant. */
	if (lba > s->disk.sectors || count > s->disk.sectors - lba || count >= 1u << 23)
		return fail(s, ILLEGAL_REQUEST, LBA_OUT_OF_RANGE);
	s->lba = lba;
	s->left = count * DISK_SECTOR;
	s->medium = true;
	return 0;
}

static int six(struct usb_storage *s, const uint8_t *cdb, bool write)
{
	return transfer(s, be32(cdb) & 0x1fffff, cdb[4] ? cdb[4] : 256, write);
}

static int medium_ready(struct usb_storage *s)
{
	if (!s->present)
		return fail(s, NOT_READY, NO_MEDIUM);
	if (s->changed) {
		s->changed = false;
		return fail(s, UNIT_ATTENTION, MEDIUM_CHANGED);
	}
	return 0;
}

int usb_scsi_command(struct usb_storage *s, const uint8_t *cdb, bool *to_host)
{
	*to_host = true;
	s->left = s->at = s->fill = 0;
	s->medium = false;
	s->commands++;
	if (cdb[0] == REQUEST_SENSE)
		return request_sense(s, cdb);
	s->sense = s->asc = s->ascq = 0;
	switch (cdb[0]) {
	case INQUIRY: return inquiry(s, cdb);
	case READ_FORMAT_CAPACITIES: return format_capacities(s, cdb);
	case START_STOP: /* also the host's "eject": the medium stays in */
	case PREVENT_REMOVAL: return 0;
	case TEST_UNIT_READY:
	case READ_6:
	case WRITE_6:
	case MODE_SENSE_6:
	case MODE_SENSE_10:
	case READ_CAPACITY:
	case READ_10:
	case WRITE_10:
	case VERIFY_10:
	case SYNCHRONIZE_CACHE:
	case READ_12:
	case WRITE_12: break;
	default: return fail(s, ILLEGAL_REQUEST, INVALID_COMMAND);
	}
	if (medium_ready(s))
		return -1;
	switch (cdb[0]) {
	case MODE_SENSE_6: return mode_sense(s, cdb, false);
	case MODE_SENSE_10: return mode_sense(s, cdb, true);
	case READ_CAPACITY: return capacity(s);
	case READ_6: return six(s, cdb, false);
	case READ_10: return transfer(s, be32(cdb + 2), be16(cdb + 7), false);
	case READ_12: return transfer(s, be32(cdb + 2), be32(cdb + 6), false);
	case WRITE_6: *to_host = false; return six(s, cdb, true);
	case WRITE_10: *to_host = false; return transfer(s, be32(cdb + 2), be16(cdb + 7), true);
	case WRITE_12: *to_host = false; return transfer(s, be32(cdb + 2), be32(cdb + 6), true);
	case SYNCHRONIZE_CACHE:
		if (s->disk.flush && s->disk.flush(s->disk.opaque))
			return fail(s, MEDIUM_ERROR, WRITE_ERROR);
		return 0;
	default: return 0;
	}
}

int usb_scsi_fetch(struct usb_storage *s)
{
	if (!s->present)
		return fail(s, NOT_READY, NO_MEDIUM);
	if (s->lba == s->bad_lba || s->disk.read(s->disk.opaque, s->lba, s->buffer))
		return fail(s, MEDIUM_ERROR, UNRECOVERED_READ);
	s->lba++;
	s->at = 0;
	s->fill = DISK_SECTOR;
	return 0;
}

int usb_scsi_store(struct usb_storage *s)
{
	s->at = 0;
	if (!s->present)
		return fail(s, NOT_READY, NO_MEDIUM);
	if (s->disk.write(s->disk.opaque, s->lba, s->buffer))
		return fail(s, MEDIUM_ERROR, WRITE_ERROR);
	s->lba++;
	return 0;
}
