/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ATA commands of a disk (ATA/ATAPI-6, general and 48-bit feature sets). */
#include "parts/ata.h"

#include <string.h>

enum { DEVICE_LBA = 0x40 };

#define LBA28_END (UINT64_C(1) << 28)

enum kind {
	KIND_NONE, /* unknown: aborted */
	KIND_OK,   /* succeeds without doing anything the host can see */
	KIND_READ,
	KIND_WRITE,
	KIND_VERIFY,
	KIND_IDENTIFY,
	KIND_DIAGNOSE,
	KIND_GEOMETRY,
	KIND_SET_MULTIPLE,
	KIND_SET_FEATURES,
	KIND_NATIVE_MAX,
	KIND_FLUSH,
	KIND_POWER,
	KIND_CHECK_POWER,
};

enum { PIO, MULTIPLE, DMA };

static const struct command {
	uint8_t kind;
	uint8_t how; /* data: PIO, MULTIPLE or DMA */
	bool ext;    /* 48-bit */
} commands[256] = {
	[0x10] = {KIND_OK, 0, false}, /* RECALIBRATE */
	[0x20] = {KIND_READ, PIO, false},	[0x21] = {KIND_READ, PIO, false},
	[0x24] = {KIND_READ, PIO, true},	[0x25] = {KIND_READ, DMA, true},
	[0x27] = {KIND_NATIVE_MAX, 0, true},	[0x29] = {KIND_READ, MULTIPLE, true},
	[0x30] = {KIND_WRITE, PIO, false},	[0x31] = {KIND_WRITE, PIO, false},
	[0x34] = {KIND_WRITE, PIO, true},	[0x35] = {KIND_WRITE, DMA, true},
	[0x39] = {KIND_WRITE, MULTIPLE, true},	[0x40] = {KIND_VERIFY, 0, false},
	[0x41] = {KIND_VERIFY, 0, false},	[0x42] = {KIND_VERIFY, 0, true},
	[0x70] = {KIND_OK, 0, false}, /* SEEK */
	[0x90] = {KIND_DIAGNOSE, 0, false},	[0x91] = {KIND_GEOMETRY, 0, false},
	[0xc4] = {KIND_READ, MULTIPLE, false},	[0xc5] = {KIND_WRITE, MULTIPLE, false},
	[0xc6] = {KIND_SET_MULTIPLE, 0, false}, [0xc8] = {KIND_READ, DMA, false},
	[0xc9] = {KIND_READ, DMA, false},	[0xca] = {KIND_WRITE, DMA, false},
	[0xcb] = {KIND_WRITE, DMA, false},	[0xe0] = {KIND_POWER, 0, false},
	[0xe1] = {KIND_POWER, 0, false},	[0xe2] = {KIND_POWER, 0, false},
	[0xe3] = {KIND_POWER, 0, false},	[0xe5] = {KIND_CHECK_POWER, 0, false},
	[0xe6] = {KIND_POWER, 0, false},	[0xe7] = {KIND_FLUSH, 0, false},
	[0xea] = {KIND_FLUSH, 0, true},		[0xec] = {KIND_IDENTIFY, 0, false},
	[0xef] = {KIND_SET_FEATURES, 0, false}, [0xf8] = {KIND_NATIVE_MAX, 0, false},
};

uint64_t ata_command_ns(uint8_t command)
{
	switch (commands[command].kind) {
	case KIND_WRITE: return 5000; /* the host may send data almost at once */
	case KIND_FLUSH: return 2000000;
	case KIND_DIAGNOSE: return 2000000;
	case KIND_VERIFY:
	case KIND_READ: return 100000; /* a solid-state disk or CompactFlash card */
	default: return 10000;
	}
}

/* Sectors of a command; a count of 0 means the most the register can say. */
static uint32_t sector_count(const struct ata_channel *c, bool ext)
{
	uint32_t n = c->count.now;

	if (ext) {
		n |= (uint32_t)c->count.before << 8;
		return n ? n : 65536;
	}
	return n ? n : 256;
}

/* The first sector, from CHS or LBA registers; UINT64_MAX for an impossible CHS address. */
static uint64_t first_lba(struct ata_channel *c, bool ext)
{
	const struct ata_drive *d = ata_active(c);
	uint64_t lba = c->low.now | (uint64_t)c->mid.now << 8 | (uint64_t)c->high.now << 16;
	unsigned head = c->device & 15;

	if (ext)
		return lba | (uint64_t)c->low.before << 24 | (uint64_t)c->mid.before << 32 |
		       (uint64_t)c->high.before << 40;
	if (c->device & DEVICE_LBA)
		return lba | (uint64_t)head << 24;
	if (c->low.now == 0 || c->low.now > d->sectors_per_track || head >= d->heads)
		return UINT64_MAX;
	return ((lba >> 8) * d->heads + head) * d->sectors_per_track + c->low.now - 1;
}

/* Take address and count; false when they do not lie on the disk (the command is over). */
static bool take_address(struct ata_channel *c, bool ext)
{
	const struct ata_drive *d = ata_active(c);

	c->ext = ext;
	c->lba = first_lba(c, ext);
	c->left = sector_count(c, ext);
	if (c->lba >= d->disk.sectors || c->left > d->disk.sectors - c->lba) {
		ata_finish(c, ATA_ERROR_NOT_FOUND);
		return false;
	}
	return true;
}

static void transfer(struct ata_channel *c, const struct command *cmd)
{
	const struct ata_drive *d = ata_active(c);

	if ((cmd->how == MULTIPLE && !d->multiple) ||
	    (cmd->how == DMA && d->mwdma_max < 0 && d->udma_max < 0)) {
		ata_finish(c, ATA_ERROR_ABORT);
		return;
	}
	if (!take_address(c, cmd->ext))
		return;
	c->write = cmd->kind == KIND_WRITE;
	c->block = cmd->how == MULTIPLE ? d->multiple : 1;
	if (cmd->how == DMA)
		ata_begin_dma(c);
	else if (c->write)
		ata_begin_pio_out(c);
	else
		ata_begin_pio_in(c);
}

static void verify(struct ata_channel *c, bool ext)
{
	const struct ata_drive *d = ata_active(c);
	bool bad;

	if (!take_address(c, ext))
		return;
	bad = d->bad_lba >= c->lba && d->bad_lba - c->lba < c->left;
	ata_finish(c, bad ? ATA_ERROR_UNC : 0);
}

static void set_features(struct ata_channel *c)
{
	struct ata_drive *d = ata_active(c);
	uint8_t mode = c->count.now;

	switch (c->feature.now) {
	case 0x02: d->write_cache = true; break;
	case 0x82: d->write_cache = false; break;
	case 0x03:
		if (((mode & 0xf8) == 0x08 && (mode & 7) > d->pio_max) ||
		    ((mode & 0xf8) == 0x20 && (mode & 7) > d->mwdma_max) ||
		    ((mode & 0xf8) == 0x40 && (mode & 7) > d->udma_max)) {
			ata_finish(c, ATA_ERROR_ABORT);
			return;
		}
		if (mode & 0x60)
			d->dma_mode = mode;
		break;
	case 0x05: /* power management, look-ahead, revert to defaults: accepted */
	case 0x55:
	case 0x66:
	case 0x85:
	case 0xaa:
	case 0xcc: break;
	default: ata_finish(c, ATA_ERROR_ABORT); return;
	}
	ata_finish(c, 0);
}

static void native_max(struct ata_channel *c, bool ext)
{
	uint64_t last = ata_active(c)->disk.sectors - 1;

	if (!ext && last >= LBA28_END)
		last = LBA28_END - 1;
	c->low.now = (uint8_t)last;
	c->mid.now = (uint8_t)(last >> 8);
	c->high.now = (uint8_t)(last >> 16);
	if (ext) {
		c->low.before = (uint8_t)(last >> 24);
		c->mid.before = (uint8_t)(last >> 32);
		c->high.before = (uint8_t)(last >> 40);
	} else {
		c->device = (uint8_t)((c->device & 0xf0) | (last >> 24 & 15));
	}
	ata_finish(c, 0);
}

static void set_multiple(struct ata_channel *c)
{
	unsigned n = c->count.now;

	if (n > ATA_MULTIPLE_MAX || (n & (n - 1))) {
		ata_finish(c, ATA_ERROR_ABORT);
		return;
	}
	ata_active(c)->multiple = n;
	ata_finish(c, 0);
}

static void identify(struct ata_channel *c)
{
	uint16_t words[256];

	ata_identify(ata_active(c), words);
	memcpy(c->buffer, words, sizeof(words));
	c->at = 0;
	c->fill = DISK_SECTOR;
	c->left = 0;
	/* As a one-block transfer whose data is not on the disk. */
	ata_finish(c, 0);
	c->phase = ATA_PIO_IN;
	c->status |= ATA_DRQ;
}

void ata_execute(struct ata_channel *c)
{
	const struct command *cmd = &commands[c->command];
	struct ata_drive *d = ata_active(c);

	if (c->command == 0) { /* after a reset: ready, no interrupt; a real NOP is aborted */
		bool after_reset = c->error == 1;

		if (!after_reset) {
			ata_finish(c, ATA_ERROR_ABORT);
			return;
		}
		c->phase = ATA_IDLE;
		c->status = ATA_DRDY | ATA_DSC;
		return;
	}
	switch (cmd->kind) {
	case KIND_OK: ata_finish(c, 0); break;
	case KIND_READ:
	case KIND_WRITE: transfer(c, cmd); break;
	case KIND_VERIFY: verify(c, cmd->ext); break;
	case KIND_IDENTIFY: identify(c); break;
	case KIND_DIAGNOSE:
		ata_finish(c, 0);
		c->error = 1;
		c->count.now = 1;
		c->low.now = 1;
		c->mid.now = 0;
		c->high.now = 0;
		c->device = 0;
		break;
	case KIND_GEOMETRY:
		d->heads = (c->device & 15) + 1u;
		d->sectors_per_track = c->count.now;
		ata_finish(c, c->count.now ? 0 : ATA_ERROR_ABORT);
		break;
	case KIND_SET_MULTIPLE: set_multiple(c); break;
	case KIND_SET_FEATURES: set_features(c); break;
	case KIND_NATIVE_MAX: native_max(c, cmd->ext); break;
	case KIND_FLUSH: ata_finish(c, d->disk.flush(d->disk.opaque) ? ATA_ERROR_ABORT : 0); break;
	case KIND_POWER:
		d->standby = c->command == 0xe0 || c->command == 0xe2 || c->command == 0xe6;
		ata_finish(c, 0);
		break;
	case KIND_CHECK_POWER:
		c->count.now = d->standby ? 0x00 : 0xff;
		ata_finish(c, 0);
		break;
	default: ata_finish(c, ATA_ERROR_ABORT); break;
	}
}
