/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8237A pair (Intel 8237A data sheet) and the page registers of the PC/AT. */
#include "parts/i8237.h"

#include <string.h>

#include "parts/portregs.h"

enum { CMD_MEM_TO_MEM = 1, CMD_HOLD_0 = 2, CMD_DISABLE = 4 };
enum { MODE_AUTO = 0x10, MODE_DOWN = 0x20 };
enum { TYPE_VERIFY, TYPE_WRITE, TYPE_READ };

/* Registers of a chip: by port for 0 to 15, the mode registers of its channels after them. */
enum { REG_MODE = 16, REG_PAGE = 2 * I8237_CHIP_REGS };

/* Not modelled: priorities, timing and polarities (command bits 7:3); a transfer takes no time. */
#define CHANNEL(N, NAME) \
	PORT_REG((N), NAME " address", 16, ), PORT_REG((N) + 1, NAME " count", 16, )
#define CHIP(N, NAME)                                                                     \
	CHANNEL(N, NAME " channel 0"), CHANNEL((N) + 2, NAME " channel 1"),               \
		CHANNEL((N) + 4, NAME " channel 2"), CHANNEL((N) + 6, NAME " channel 3"), \
		PORT_REG((N) + 8, NAME " command, status", 8, .unmodelled = 0xf8),        \
		PORT_REG((N) + 9, NAME " request", 8, .reserved = 0xf8),                  \
		PORT_REG((N) + 10, NAME " single mask", 8, .reserved = 0xf8),             \
		PORT_REG((N) + 11, NAME " mode", 8, .unmodelled = 0xc0),                  \
		PORT_REG((N) + 12, NAME " clear byte pointer", 8, ),                      \
		PORT_REG((N) + 13, NAME " master clear, temporary", 8, ),                 \
		PORT_REG((N) + 14, NAME " clear mask", 8, ),                              \
		PORT_REG((N) + 15, NAME " all masks", 8, .reserved = 0xf0),               \
		PORT_REG((N) + 16, NAME " channel 0 mode", 8, .unmodelled = 0xc0),        \
		PORT_REG((N) + 17, NAME " channel 1 mode", 8, .unmodelled = 0xc0),        \
		PORT_REG((N) + 18, NAME " channel 2 mode", 8, .unmodelled = 0xc0),        \
		PORT_REG((N) + 19, NAME " channel 3 mode", 8, .unmodelled = 0xc0)
#define PAGE(N, PORT, WHAT) PORT_REG(REG_PAGE + (N), "DMA page " WHAT " (" PORT ")", 8, )

static const struct reg regs[I8237_REGS] = {
	CHIP(0, "DMA1"),     CHIP(I8237_CHIP_REGS, "DMA2"),
	PAGE(0, "80", "-"),  PAGE(1, "81", "2"),
	PAGE(2, "82", "3"),  PAGE(3, "83", "1"),
	PAGE(4, "84", "-"),  PAGE(5, "85", "-"),
	PAGE(6, "86", "-"),  PAGE(7, "87", "0"),
	PAGE(8, "88", "-"),  PAGE(9, "89", "6"),
	PAGE(10, "8A", "7"), PAGE(11, "8B", "5"),
	PAGE(12, "8C", "-"), PAGE(13, "8D", "-"),
	PAGE(14, "8E", "-"), PAGE(15, "8F", "4"),
};

static const struct reg_why why[] = {
	{0x0, UINT32_MAX,
	 "signal polarity, compressed timing, priorities, transfer modes of pins: a transfer takes no time"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("8237", PORT_REGS, regs, why);

/* Port 80h + index of each channel's page register. */
static const uint8_t page_index[8] = {7, 3, 1, 2, 15, 11, 9, 10};

static unsigned transfer_type(const struct i8237_channel *c)
{
	return c->mode >> 2 & 3;
}

/* One step of address and count; true at terminal count. */
static bool step(struct i8237_channel *c)
{
	c->addr = (uint16_t)(c->mode & MODE_DOWN ? c->addr - 1 : c->addr + 1);
	return c->count-- == 0;
}

static void terminal_count(struct i8237_chip *chip, unsigned n)
{
	struct i8237_channel *c = &chip->channel[n];

	chip->status |= (uint8_t)(1 << n);
	chip->request &= (uint8_t) ~(1 << n);
	if (c->mode & MODE_AUTO) {
		c->addr = c->base_addr;
		c->count = c->base_count;
	} else {
		chip->mask |= (uint8_t)(1 << n);
	}
}

/* Physical address: the page register gives the upper bits; word channels shift by one. */
static uint32_t physical(const struct i8237 *d, unsigned n, uint16_t addr)
{
	uint32_t page = d->page[page_index[n]];

	return n < 4 ? page << 16 | addr : (page & 0xfe) << 16 | (uint32_t)addr << 1;
}

/* Units that may move in one piece: upward, up to terminal count, where the address goes round, or
 * where the buffer ends. What software asks for 64 Ki times is so not 64 Ki bus cycles to model. */
#define PIECE 128u

static unsigned piece(const struct i8237_channel *c, unsigned units)
{
	unsigned most = PIECE;

	if (c->mode & MODE_DOWN)
		return 1;
	if (most > units)
		most = units;
	if (most > c->count + 1u)
		most = c->count + 1u;
	return most > 0x10000u - c->addr ? 0x10000u - c->addr : most;
}

static bool steps(struct i8237_channel *c, unsigned count)
{
	while (--count)
		step(c);
	return step(c);
}

/* Memory to memory: channel 0 to channel 1, all of channel 1's count, by software request. */
static void mem_to_mem(struct i8237 *d)
{
	struct i8237_chip *chip = &d->chip[0];
	bool last;

	do {
		struct i8237_channel *from = &chip->channel[0], *to = &chip->channel[1];
		uint32_t source = physical(d, 0, from->addr), dest = physical(d, 1, to->addr);
		unsigned n = piece(to, PIECE);
		uint8_t bytes[PIECE];

		if (chip->command & CMD_HOLD_0)
			n = 1;
		else if (n > piece(from, PIECE))
			n = piece(from, PIECE);
		if (dest - source < n || source - dest < n) /* each byte sees the one before it */
			n = 1;
		d->memory.read(d->memory.opaque, source, bytes, n);
		d->memory.write(d->memory.opaque, dest, bytes, n);
		chip->temporary = bytes[n - 1];
		if (!(chip->command & CMD_HOLD_0))
			steps(from, n);
		last = steps(to, n);
	} while (!last);
	terminal_count(chip, 1);
	chip->request &= (uint8_t)~1;
}

/* Chip 0 reaches the bus through channel 4 of chip 1. */
static bool cascade_closed(const struct i8237 *d)
{
	return (d->chip[1].command & CMD_DISABLE) || (d->chip[1].mask & 1);
}

unsigned i8237_request(struct i8237 *d, unsigned n, unsigned units)
{
	struct i8237_chip *chip = &d->chip[n >> 2 & 1];
	struct i8237_channel *c = &chip->channel[n & 3];
	const struct i8237_device *dev = &d->device[n & 7];
	unsigned done = 0, unit = n < 4 ? 1 : 2;

	while (done < units) {
		bool last = c->count == 0, alone = !dev->give && !dev->take;
		unsigned now = alone ? piece(c, units - done) : 1;
		uint16_t data[PIECE];

		if ((chip->command & CMD_DISABLE) || (chip->mask >> (n & 3) & 1) ||
		    (n < 4 && cascade_closed(d)))
			break;
		memset(data, alone ? 0xff : 0, sizeof(data));
		switch (transfer_type(c)) {
		case TYPE_WRITE: /* device to memory */
			if (dev->give)
				data[0] = dev->give(dev->opaque, last);
			d->memory.write(d->memory.opaque, physical(d, n, c->addr), data,
					now * unit);
			break;
		case TYPE_READ:
			d->memory.read(d->memory.opaque, physical(d, n, c->addr), data, now * unit);
			if (dev->take)
				dev->take(dev->opaque, data[0], last);
			break;
		default: break; /* verify: no data moves */
		}
		done += now;
		if (steps(c, now)) {
			terminal_count(chip, n & 3);
			break;
		}
	}
	return done;
}

/* Software requests: a block moves as far as its count goes. */
static void serve_requests(struct i8237 *d, unsigned which)
{
	struct i8237_chip *chip = &d->chip[which];

	if (which == 0 && (chip->command & CMD_MEM_TO_MEM) && !(chip->command & CMD_DISABLE) &&
	    (chip->request & 1)) {
		mem_to_mem(d);
		return;
	}
	for (unsigned n = 0; n < 4; n++) {
		if ((chip->request >> n & 1) && which * 4 + n != 4)
			i8237_request(d, which * 4 + n, 65536);
	}
}

static void master_clear(struct i8237_chip *chip)
{
	chip->command = 0;
	chip->status = 0;
	chip->request = 0;
	chip->temporary = 0;
	chip->flip_flop = false;
	chip->mask = 0x0f;
}

static void write_half(struct i8237_chip *chip, uint16_t *base, uint16_t *now, uint8_t val)
{
	if (chip->flip_flop)
		*base = (uint16_t)((*now & 0x00ff) | val << 8);
	else
		*base = (uint16_t)((*now & 0xff00) | val);
	*now = *base;
	chip->flip_flop = !chip->flip_flop;
}

static uint8_t read_half(struct i8237_chip *chip, uint16_t now)
{
	uint8_t val = (uint8_t)(chip->flip_flop ? now >> 8 : now);

	chip->flip_flop = !chip->flip_flop;
	return val;
}

static void chip_write(struct i8237 *d, unsigned which, unsigned reg, uint8_t val)
{
	struct i8237_chip *chip = &d->chip[which];
	struct i8237_channel *c = &chip->channel[reg >> 1 & 3];
	uint8_t bit = (uint8_t)(1 << (val & 3));
	unsigned base = which * I8237_CHIP_REGS;

	if (reg < 8) {
		unsigned shift = chip->flip_flop ? 8 : 0;

		port_reg_write(&d->regs, base + reg, (uint64_t)val << shift,
			       UINT64_C(0xff) << shift);
		if (reg & 1)
			write_half(chip, &c->base_count, &c->count, val);
		else
			write_half(chip, &c->base_addr, &c->addr, val);
		return;
	}
	port_reg_write(&d->regs, base + reg, val, 0xff);
	if (reg == 11)
		port_reg_write(&d->regs, base + REG_MODE + (val & 3), val, 0xff);
	switch (reg) {
	case 8: chip->command = val; break;
	case 9:
		chip->request = val & 4 ? chip->request | bit : chip->request & (uint8_t)~bit;
		break;
	case 10: chip->mask = val & 4 ? chip->mask | bit : chip->mask & (uint8_t)~bit; break;
	case 11: chip->channel[val & 3].mode = val; break;
	case 12: chip->flip_flop = false; break;
	case 13: master_clear(chip); break;
	case 14: chip->mask = 0; break;
	default: chip->mask = val & 0x0f; break;
	}
	serve_requests(d, which);
}

static uint8_t chip_read(struct i8237 *d, unsigned which, unsigned reg)
{
	struct i8237_chip *chip = &d->chip[which];
	struct i8237_channel *c = &chip->channel[reg >> 1 & 3];
	uint8_t val;

	if (reg < 8)
		return read_half(chip, reg & 1 ? c->count : c->addr);
	switch (reg) {
	case 8: /* status: terminal counts are told once */
		val = (uint8_t)(chip->status | chip->request << 4);
		chip->status = 0;
		return val;
	case 13: return chip->temporary;
	case 15: return chip->mask | 0xf0;
	default: return 0xff;
	}
}

static uint8_t counted_read(struct i8237 *d, unsigned which, unsigned reg)
{
	uint8_t val = chip_read(d, which, reg);

	if (d->regs.cover)
		d->regs.cover[which * I8237_CHIP_REGS + reg].reads++;
	return val;
}

static uint32_t low_read(void *opaque, uint16_t offset, unsigned size)
{
	(void)size;
	return counted_read(opaque, 0, offset & 15);
}

static void low_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	(void)size;
	chip_write(opaque, 0, offset & 15, (uint8_t)val);
}

static uint32_t high_read(void *opaque, uint16_t offset, unsigned size)
{
	(void)size;
	return counted_read(opaque, 1, offset >> 1 & 15);
}

static void high_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	(void)size;
	chip_write(opaque, 1, offset >> 1 & 15, (uint8_t)val);
}

struct io_if i8237_io(struct i8237 *d, unsigned chip)
{
	return (struct io_if){.opaque = d,
			      .read = chip ? high_read : low_read,
			      .write = chip ? high_write : low_write};
}

static uint32_t page_read(void *opaque, uint16_t offset, unsigned size)
{
	struct i8237 *d = opaque;

	(void)size;
	return port_reg_read(&d->regs, REG_PAGE + (offset & 15u), d->page[offset & 15]);
}

static void page_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct i8237 *d = opaque;

	(void)size;
	port_reg_write(&d->regs, REG_PAGE + (offset & 15u), val, 0xff);
	d->page[offset & 15] = (uint8_t)val;
}

struct io_if i8237_page_io(struct i8237 *d)
{
	return (struct io_if){.opaque = d, .read = page_read, .write = page_write};
}

void i8237_init(struct i8237 *d, struct dma_if memory)
{
	memset(d, 0, sizeof(*d));
	d->memory = memory;
	reg_file_init(&d->regs, &reg_table, d, d->reg_value, d->reg_cover);
	i8237_reset(d);
}

void i8237_reset(struct i8237 *d)
{
	memset(d->chip, 0, sizeof(d->chip));
	memset(d->page, 0, sizeof(d->page));
	master_clear(&d->chip[0]);
	master_clear(&d->chip[1]);
}

void i8237_attach(struct i8237 *d, unsigned n, struct i8237_device device)
{
	d->device[n & 7] = device;
}
