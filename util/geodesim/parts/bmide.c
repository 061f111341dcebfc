/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bus-master IDE (SFF-8038i): moves a whole command's data when its time has passed. */
#include "parts/bmide.h"

#include <inttypes.h>
#include <string.h>

enum { CMD_START = 1, CMD_TO_MEMORY = 8 };
enum { ST_ACTIVE = 1, ST_ERROR = 2, ST_IRQ = 4, ST_CAPABLE = 0x60 };

static void try_start(struct bmide *b)
{
	uint32_t sectors = ata_dma_left(b->ata);
	uint64_t ns;

	if (!(b->status & ST_ACTIVE) || !b->ata->dmarq.level || b->move.queued)
		return;
	ns = b->transfer_ns ? b->transfer_ns(b->opaque, sectors) : ata_dma_ns(b->ata, sectors);
	if (ns != UINT64_MAX)
		event_schedule(b->clock, &b->move, clock_after_ns(b->clock, ns));
}

static void fail(struct bmide *b, const char *why)
{
	trace_line(b->trace, TRACE_CHECK, "%s: bus master: %s (descriptor at %" PRIX32 ")",
		   b->ata->name, why, b->next);
	b->status = (uint8_t)((b->status & ~ST_ACTIVE) | ST_ERROR);
	ata_dma_abort(b->ata);
}

/* The next region from the table; false at its end or on error. */
static bool fetch(struct bmide *b)
{
	uint32_t entry[2];

	if (b->last) {
		b->status &= (uint8_t)~ST_ACTIVE; /* table shorter than the transfer */
		return false;
	}
	if (!b->memory.read(b->memory.opaque, b->next, entry, sizeof(entry))) {
		fail(b, "no memory");
		return false;
	}
	b->next += 8;
	b->addr = entry[0] & ~UINT32_C(1);
	b->left = entry[1] & 0xfffe;
	if (!b->left)
		b->left = 65536;
	b->last = entry[1] >> 31;
	return true;
}

/* Move one sector between @sector and the regions. */
static bool spread(struct bmide *b, uint8_t *sector, bool to_memory)
{
	uint32_t at = 0;

	while (at < DISK_SECTOR) {
		uint32_t n = DISK_SECTOR - at;

		if (!b->left && !fetch(b))
			return false;
		if (n > b->left)
			n = b->left;
		if (to_memory ? !b->memory.write(b->memory.opaque, b->addr, sector + at, n)
			      : !b->memory.read(b->memory.opaque, b->addr, sector + at, n)) {
			fail(b, "no memory");
			return false;
		}
		at += n;
		b->addr += n;
		b->left -= n;
	}
	return true;
}

static void move_fire(void *opaque, uint64_t due)
{
	struct bmide *b = opaque;
	uint8_t sector[DISK_SECTOR];

	(void)due;
	if (!(b->status & ST_ACTIVE) || !b->ata->dmarq.level)
		return;
	if (ata_dma_is_write(b->ata) == ((b->command & CMD_TO_MEMORY) != 0)) {
		fail(b, "direction differs from the command's");
		return;
	}
	while (ata_dma_left(b->ata)) {
		if (ata_dma_is_write(b->ata)) {
			if (!spread(b, sector, false) || ata_dma_take(b->ata, sector))
				break;
		} else {
			if (ata_dma_give(b->ata, sector) || !spread(b, sector, true))
				break;
			ata_dma_given(b->ata);
		}
	}
	/* All moved: the engine rests when the table ended too, else it stays active. */
	if (!b->ata->dmarq.level && b->last && !b->left)
		b->status &= (uint8_t)~ST_ACTIVE;
}

static void irq_changed(void *opaque, bool level)
{
	struct bmide *b = opaque;

	if (level)
		b->status |= ST_IRQ;
}

static void dmarq_changed(void *opaque, bool level)
{
	struct bmide *b = opaque;

	if (level)
		try_start(b);
	else
		event_cancel(b->clock, &b->move);
}

static void write_command(struct bmide *b, uint8_t val)
{
	bool start = (val & CMD_START) && !(b->command & CMD_START);

	if (!(val & CMD_START)) { /* stopping loses the place in the table */
		b->status &= (uint8_t)~ST_ACTIVE;
		event_cancel(b->clock, &b->move);
	}
	if (!(b->command & CMD_START) || !(val & CMD_START))
		b->command = val & (CMD_START | CMD_TO_MEMORY);
	if (!start)
		return;
	b->status |= ST_ACTIVE;
	b->next = b->table;
	b->left = 0;
	b->last = false;
	try_start(b);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	const struct bmide *b = opaque;
	uint64_t all = b->command | (uint64_t)b->status << 16 | (uint64_t)b->table << 32;

	(void)size;
	return (uint32_t)(all >> (offset & 7) * 8);
}

static void write_byte(struct bmide *b, unsigned offset, uint8_t val)
{
	unsigned shift = (offset & 3) * 8;

	if (offset == 0) {
		write_command(b, val);
	} else if (offset == 2) {
		b->status &= (uint8_t) ~(val & (ST_ERROR | ST_IRQ));
		b->status = (uint8_t)((b->status & ~ST_CAPABLE) | (val & ST_CAPABLE));
	} else if (offset >= 4) {
		b->table = (b->table & ~(UINT32_C(0xff) << shift)) | (uint32_t)val << shift;
		b->table &= ~UINT32_C(3);
	}
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct bmide *b = opaque;

	for (unsigned i = 0; i < size; i++)
		write_byte(b, (offset + i) & 7, (uint8_t)(val >> (i * 8)));
}

struct io_if bmide_io(struct bmide *b)
{
	return (struct io_if){.opaque = b, .read = io_read, .write = io_write};
}

void bmide_init(struct bmide *b, struct ata_channel *ata, struct clock *clock, struct trace *trace,
		struct dma_if memory)
{
	memset(b, 0, sizeof(*b));
	b->ata = ata;
	b->clock = clock;
	b->trace = trace;
	b->memory = memory;
	event_init(&b->move, "bmide.move", move_fire, b);
	signal_connect(&ata->irq, &b->irq_hook, irq_changed, b);
	signal_connect(&ata->dmarq, &b->dmarq_hook, dmarq_changed, b);
}

void bmide_reset(struct bmide *b)
{
	event_cancel(b->clock, &b->move);
	b->command = 0;
	b->status = 0;
	b->table = 0;
	b->left = 0;
	b->last = false;
}
