/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ATA channel: registers, PIO blocks, interrupts, and the drive's side of DMA (ATA/ATAPI-6). */
#include "parts/ata.h"

#include <inttypes.h>
#include <string.h>

#define BLOCK_NS      20000 /* medium time of one PIO block; DRQ comes after it */
#define SOFT_RESET_NS 2000000

enum { CONTROL_NIEN = 2, CONTROL_SRST = 4, CONTROL_HOB = 0x80 };
enum { DEVICE_SELECT = 0x10 };

static struct ata_drive *selected(struct ata_channel *c)
{
	return &c->drive[c->device >> 4 & 1];
}

struct ata_drive *ata_active(struct ata_channel *c)
{
	return &c->drive[c->active];
}

static bool nobody(struct ata_channel *c)
{
	return !c->drive[0].present && !c->drive[1].present;
}

static void irq_update(struct ata_channel *c)
{
	signal_set(&c->irq, c->pending_irq && !(c->control & CONTROL_NIEN) && selected(c)->present);
}

static void raise_irq(struct ata_channel *c)
{
	c->pending_irq = true;
	irq_update(c);
}

static void after(struct ata_channel *c, enum ata_phase phase, uint64_t ns)
{
	c->phase = phase;
	c->status = ATA_BSY | (c->status & (ATA_DRDY | ATA_DSC));
	event_schedule(c->clock, &c->done, clock_after_ns(c->clock, ns));
}

void ata_finish(struct ata_channel *c, uint8_t error)
{
	c->phase = ATA_IDLE;
	c->error = error;
	c->status = ATA_DRDY | ATA_DSC | (error ? ATA_ERR : 0);
	signal_set(&c->dmarq, false);
	if (error && trace_on(c->trace, TRACE_DISK))
		trace_line(c->trace, TRACE_DISK, "%s command %02X failed, error %02X", c->name,
			   c->command, error);
	raise_irq(c);
}

/* The address of a failed sector goes to the registers, as the standard asks. */
static void show_lba(struct ata_channel *c)
{
	c->low.now = (uint8_t)c->lba;
	c->mid.now = (uint8_t)(c->lba >> 8);
	c->high.now = (uint8_t)(c->lba >> 16);
	if (c->ext) {
		c->low.before = (uint8_t)(c->lba >> 24);
		c->mid.before = (uint8_t)(c->lba >> 32);
		c->high.before = (uint8_t)(c->lba >> 40);
	} else {
		c->device = (uint8_t)((c->device & 0xf0) | (c->lba >> 24 & 15));
	}
	c->count.now = (uint8_t)c->left;
	c->count.before = (uint8_t)(c->left >> 8);
}

static int fetch_sector(struct ata_channel *c, uint8_t *out)
{
	struct ata_drive *d = ata_active(c);

	if (c->lba == d->bad_lba || d->disk.read(d->disk.opaque, c->lba, out)) {
		show_lba(c);
		ata_finish(c, ATA_ERROR_UNC);
		return -1;
	}
	return 0;
}

static int read_sector(struct ata_channel *c, uint8_t *out)
{
	if (fetch_sector(c, out))
		return -1;
	c->lba++;
	c->left--;
	return 0;
}

static int write_sector(struct ata_channel *c, const uint8_t *in)
{
	struct ata_drive *d = ata_active(c);

	if (d->fail_writes || d->disk.write(d->disk.opaque, c->lba, in)) {
		show_lba(c);
		ata_finish(c, ATA_ERROR_ABORT);
		return -1;
	}
	c->lba++;
	c->left--;
	return 0;
}

static void show_block_in(struct ata_channel *c)
{
	unsigned n = c->left < c->block ? c->left : c->block;

	c->at = 0;
	c->fill = 0;
	while (n--) {
		if (read_sector(c, c->buffer + c->fill))
			return;
		c->fill += DISK_SECTOR;
	}
	c->phase = ATA_PIO_IN;
	c->status = ATA_DRDY | ATA_DSC | ATA_DRQ;
	raise_irq(c);
}

void ata_begin_pio_in(struct ata_channel *c)
{
	show_block_in(c);
}

static void ask_block_out(struct ata_channel *c)
{
	unsigned n = c->left < c->block ? c->left : c->block;

	c->at = 0;
	c->fill = n * DISK_SECTOR;
	c->phase = ATA_PIO_OUT;
	c->status = ATA_DRDY | ATA_DSC | ATA_DRQ;
}

void ata_begin_pio_out(struct ata_channel *c)
{
	ask_block_out(c); /* no interrupt before the first block */
}

static void store_block(struct ata_channel *c)
{
	for (unsigned at = 0; at < c->fill; at += DISK_SECTOR) {
		if (write_sector(c, c->buffer + at))
			return;
	}
	if (!c->left) {
		ata_finish(c, 0);
		return;
	}
	ask_block_out(c);
	raise_irq(c);
}

void ata_begin_dma(struct ata_channel *c)
{
	c->phase = c->write ? ATA_DMA_OUT : ATA_DMA_IN;
	c->status = ATA_DRDY | ATA_DSC | ATA_DRQ;
	signal_set(&c->dmarq, true);
}

static void done_fire(void *opaque, uint64_t due)
{
	struct ata_channel *c = opaque;

	(void)due;
	switch (c->phase) {
	case ATA_EXECUTE: ata_execute(c); break;
	case ATA_NEXT_IN: show_block_in(c); break;
	case ATA_NEXT_OUT: store_block(c); break;
	default: break;
	}
}

/* A block has been read to its end. */
static void block_read(struct ata_channel *c)
{
	c->status = ATA_DRDY | ATA_DSC;
	if (c->left)
		after(c, ATA_NEXT_IN, BLOCK_NS);
	else
		c->phase = ATA_IDLE;
}

static uint32_t data_read(struct ata_channel *c, unsigned size)
{
	uint32_t val = 0;

	if (c->phase != ATA_PIO_IN || c->at + size > c->fill)
		return 0;
	memcpy(&val, c->buffer + c->at, size);
	c->at += size;
	if (c->at == c->fill)
		block_read(c);
	return val;
}

static void data_write(struct ata_channel *c, unsigned size, uint32_t val)
{
	if (c->phase != ATA_PIO_OUT || c->at + size > c->fill)
		return;
	memcpy(c->buffer + c->at, &val, size);
	c->at += size;
	if (c->at == c->fill)
		after(c, ATA_NEXT_OUT, BLOCK_NS);
}

/* The signature a disk shows after reset and diagnosis; error 01 means "passed". */
static void signature(struct ata_channel *c)
{
	memset(&c->count, 0, sizeof(c->count));
	memset(&c->low, 0, sizeof(c->low));
	memset(&c->mid, 0, sizeof(c->mid));
	memset(&c->high, 0, sizeof(c->high));
	c->count.now = 1;
	c->low.now = 1;
	c->device = 0;
	c->error = 1;
}

static void reset_drives(struct ata_channel *c)
{
	event_cancel(c->clock, &c->done);
	c->phase = ATA_IDLE;
	c->pending_irq = false;
	signal_set(&c->dmarq, false);
	signature(c);
	for (unsigned n = 0; n < 2; n++) {
		c->drive[n].standby = false;
		c->drive[n].heads = 16;
		c->drive[n].sectors_per_track = 63;
	}
	irq_update(c);
}

static void write_control(struct ata_channel *c, uint8_t val)
{
	bool reset_ends = (c->control & CONTROL_SRST) && !(val & CONTROL_SRST);

	c->control = val;
	if (val & CONTROL_SRST) {
		reset_drives(c);
		c->status = ATA_BSY;
	} else if (reset_ends) {
		c->command = 0; /* nothing to execute: readiness after a while */
		after(c, ATA_EXECUTE, SOFT_RESET_NS);
	}
	irq_update(c);
}

static void write_command(struct ata_channel *c, uint8_t val)
{
	struct ata_drive *d = selected(c);

	c->pending_irq = false;
	irq_update(c);
	/* EXECUTE DEVICE DIAGNOSTIC goes to both drives. */
	if ((!d->present && val != 0x90) || nobody(c) || (c->control & CONTROL_SRST))
		return;
	if (c->status & ATA_BSY) {
		trace_line(c->trace, TRACE_CHECK, "%s: command %02X while busy", c->name, val);
		return;
	}
	if (c->phase != ATA_IDLE) {
		trace_line(c->trace, TRACE_CHECK, "%s: command %02X breaks off %02X", c->name, val,
			   c->command);
		signal_set(&c->dmarq, false);
	}
	if (trace_on(c->trace, TRACE_DISK))
		trace_line(
			c->trace, TRACE_DISK,
			"%s.%u command %02X feature %02X count %02X%02X lba %02X%02X%02X%02X%02X%02X "
			"device %02X",
			c->name, c->device >> 4 & 1, val, c->feature.now, c->count.before,
			c->count.now, c->high.before, c->mid.before, c->low.before, c->high.now,
			c->mid.now, c->low.now, c->device);
	c->command = val;
	c->active = d->present ? c->device >> 4 & 1 : !c->drive[0].present;
	c->error = 0;
	after(c, ATA_EXECUTE, ata_command_ns(val));
}

static void push(struct ata_fifo_reg *r, uint8_t val)
{
	r->before = r->now;
	r->now = val;
}

static uint8_t show(const struct ata_channel *c, const struct ata_fifo_reg *r)
{
	return c->control & CONTROL_HOB ? r->before : r->now;
}

/* An absent drive: with the other one present its registers answer, but status reads 0. */
static uint8_t read_status(struct ata_channel *c)
{
	if (nobody(c))
		return 0x7f; /* pulled up but for bit 7 */
	return selected(c)->present ? c->status : 0;
}

static uint32_t command_read(void *opaque, uint16_t offset, unsigned size)
{
	struct ata_channel *c = opaque;

	if (nobody(c))
		return (offset & 7) == 7 ? 0x7f : 0xffffffff;
	switch (offset & 7) {
	case 0: return data_read(c, size);
	case 1: return c->error;
	case 2: return show(c, &c->count);
	case 3: return show(c, &c->low);
	case 4: return show(c, &c->mid);
	case 5: return show(c, &c->high);
	case 6: return c->device | 0xa0;
	default:
		c->pending_irq = false;
		irq_update(c);
		return read_status(c);
	}
}

static void command_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct ata_channel *c = opaque;
	uint8_t byte = (uint8_t)val;

	if ((offset & 7) != 0)
		c->control &= (uint8_t)~CONTROL_HOB; /* a register write shows the newest again */
	if ((c->status & ATA_BSY) && (offset & 7) != 7)
		return;
	switch (offset & 7) {
	case 0: data_write(c, size, val); break;
	case 1: push(&c->feature, byte); break;
	case 2: push(&c->count, byte); break;
	case 3: push(&c->low, byte); break;
	case 4: push(&c->mid, byte); break;
	case 5: push(&c->high, byte); break;
	case 6:
		c->device = byte;
		irq_update(c);
		break;
	default: write_command(c, byte); break;
	}
}

struct io_if ata_command_io(struct ata_channel *c)
{
	return (struct io_if){.opaque = c, .read = command_read, .write = command_write};
}

static uint32_t control_read(void *opaque, uint16_t offset, unsigned size)
{
	(void)offset;
	(void)size;
	return read_status(opaque); /* alternate status: the interrupt stays */
}

static void control_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	(void)offset;
	(void)size;
	write_control(opaque, (uint8_t)val);
}

struct io_if ata_control_io(struct ata_channel *c)
{
	return (struct io_if){.opaque = c, .read = control_read, .write = control_write};
}

void ata_init(struct ata_channel *c, struct clock *clock, struct trace *trace, const char *name)
{
	memset(c, 0, sizeof(*c));
	c->name = name;
	c->clock = clock;
	c->trace = trace;
	signal_init(&c->irq, name);
	signal_init(&c->dmarq, name);
	event_init(&c->done, "ata.done", done_fire, c);
	ata_reset(c);
}

void ata_attach(struct ata_channel *c, unsigned n, struct disk_if disk, const char *serial)
{
	struct ata_drive *d = &c->drive[n & 1];

	memset(d, 0, sizeof(*d));
	d->present = true;
	d->disk = disk;
	d->bad_lba = UINT64_MAX;
	d->pio_max = 4;
	d->mwdma_max = 2;
	d->udma_max = 5;
	d->write_cache = true;
	d->heads = 16;
	d->sectors_per_track = 63;
	strncpy(d->model, "GEODESIM DISK", sizeof(d->model) - 1);
	strncpy(d->serial, serial, sizeof(d->serial) - 1);
}

void ata_reset(struct ata_channel *c)
{
	c->control = 0;
	reset_drives(c);
	for (unsigned n = 0; n < 2; n++) {
		c->drive[n].multiple = 0;
		c->drive[n].dma_mode = 0x22; /* multiword 2 */
	}
	c->status = ATA_DRDY | ATA_DSC;
}

bool ata_dma_is_write(const struct ata_channel *c)
{
	return c->phase == ATA_DMA_OUT;
}

uint32_t ata_dma_left(const struct ata_channel *c)
{
	return c->phase == ATA_DMA_IN || c->phase == ATA_DMA_OUT ? c->left : 0;
}

uint64_t ata_dma_ns(const struct ata_channel *c, uint32_t sectors)
{
	/* Bytes a microsecond of each mode (ATA/ATAPI-6 cycle times). */
	static const uint8_t multiword[3] = {4, 13, 16}, ultra[6] = {16, 25, 33, 44, 66, 100};
	uint8_t mode = c->drive[c->active].dma_mode, n = mode & 7, rate;

	rate = mode & 0x40 ? ultra[n < 6 ? n : 5] : multiword[n < 3 ? n : 2];
	return UINT64_C(1000) * sectors * DISK_SECTOR / rate;
}

int ata_dma_give(struct ata_channel *c, uint8_t *sector)
{
	return c->phase != ATA_DMA_IN || !c->left ? -1 : fetch_sector(c, sector);
}

void ata_dma_given(struct ata_channel *c)
{
	if (c->phase != ATA_DMA_IN || !c->left)
		return;
	c->lba++;
	if (--c->left == 0)
		ata_finish(c, 0);
}

int ata_dma_take(struct ata_channel *c, const uint8_t *sector)
{
	if (c->phase != ATA_DMA_OUT || !c->left || write_sector(c, sector))
		return -1;
	if (!c->left)
		ata_finish(c, 0);
	return 0;
}

void ata_dma_abort(struct ata_channel *c)
{
	if (c->phase == ATA_DMA_IN || c->phase == ATA_DMA_OUT)
		ata_finish(c, ATA_ERROR_ABORT | 0x80); /* interface CRC */
}
