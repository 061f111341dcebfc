/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LPC and FWH boot flash: JEDEC command sequences on the read window (SST, PMC, Winbond sheets). */
#include "parts/lpcflash.h"

#include <inttypes.h>
#include <string.h>

#include "parts/portregs.h"

#define LOCK_BLOCK 65536u
enum { LOCK_WRITE = 1, LOCK_DOWN = 2, LOCK_READ = 4 };

#define LPC LPCFLASH_LPC
#define FWH LPCFLASH_FWH

/* Identification: flashrom's chip list and the data sheets; times: data sheets. */
static const struct lpcflash_chip chips[] = {
	{"SST49LF004A", 524288, 0xbf, 0x60, 4096, 65536, 14, 18000, 18000, 70000, true, true, FWH},
	{"SST49LF004B", 524288, 0xbf, 0x60, 4096, 65536, 14, 18000, 18000, 70000, true, true, FWH},
	{"SST49LF008A", 1048576, 0xbf, 0x5a, 4096, 65536, 14, 18000, 18000, 70000, true, true, FWH},
	{"SST49LF020", 262144, 0xbf, 0x61, 4096, 16384, 14, 18000, 18000, 70000, false, false, LPC},
	{"SST49LF020A", 262144, 0xbf, 0x52, 4096, 16384, 14, 18000, 18000, 70000, false, false,
	 LPC},
	{"SST49LF040", 524288, 0xbf, 0x51, 4096, 65536, 14, 18000, 18000, 70000, false, false, LPC},
	{"SST49LF040B", 524288, 0xbf, 0x50, 4096, 65536, 14, 18000, 18000, 70000, true, true, LPC},
	{"SST49LF080A", 1048576, 0xbf, 0x5b, 4096, 65536, 14, 18000, 18000, 70000, false, false,
	 LPC},
	{"A49LF040A", 524288, 0x37, 0x9d, 0, 65536, 10, 0, 1000000, 8000000, true, true, LPC | FWH},
	{"PM49FL002", 262144, 0x9d, 0x6d, 4096, 16384, 20, 75000, 75000, 75000, true, true,
	 LPC | FWH},
	{"PM49FL004", 524288, 0x9d, 0x6e, 4096, 65536, 20, 75000, 75000, 75000, true, true,
	 LPC | FWH},
	{"W39V040A", 524288, 0xda, 0x3d, 4096, 65536, 35, 150000, 150000, 150000, false, false,
	 LPC},
	{"W39V040FA", 524288, 0xda, 0x34, 4096, 65536, 35, 150000, 150000, 150000, true, true, FWH},
};

#undef LPC
#undef FWH

bool lpcflash_answers(const struct lpcflash_chip *chip, bool fwh)
{
	return chip->buses & (fwh ? LPCFLASH_FWH : LPCFLASH_LPC);
}

/* The register space of firmware hubs: a lock per 64 KiB block, 0 at the top; ids; inputs. */
enum { REG_MAKER = 16, REG_DEVICE, REG_INPUTS };

#define LOCK(N) PORT_REG(N, "flash block lock " #N, 8, .reserved = 0xf8)

static const struct reg regs[LPCFLASH_REGS] = {
	LOCK(0),
	LOCK(1),
	LOCK(2),
	LOCK(3),
	LOCK(4),
	LOCK(5),
	LOCK(6),
	LOCK(7),
	LOCK(8),
	LOCK(9),
	LOCK(10),
	LOCK(11),
	LOCK(12),
	LOCK(13),
	LOCK(14),
	LOCK(15),
	PORT_REG(REG_MAKER, "flash manufacturer", 8, .ro = 0xff),
	PORT_REG(REG_DEVICE, "flash device", 8, .ro = 0xff),
	PORT_REG(REG_INPUTS, "flash general purpose inputs", 8, .ro = 0xff),
};

static const struct reg_table reg_table = REG_TABLE("boot flash", "behind memory", regs);

const struct lpcflash_chip *lpcflash_chip_at(unsigned n)
{
	return n < sizeof(chips) / sizeof(chips[0]) ? &chips[n] : NULL;
}

const struct lpcflash_chip *lpcflash_find(const char *name)
{
	for (unsigned n = 0; lpcflash_chip_at(n); n++) {
		if (strcmp(chips[n].name, name) == 0)
			return &chips[n];
	}
	return NULL;
}

static void set_state(struct lpcflash *f, enum lpcflash_state state)
{
	if (f->state == state)
		return;
	f->state = state;
	if (f->changed)
		f->changed(f->changed_opaque);
}

/* Lock registers cover 64 KiB each, counted from the top of the chip (FWH address map). */
static uint8_t lock_of(const struct lpcflash *f, uint32_t offset)
{
	return f->lock[(f->chip->size - 1 - offset) / LOCK_BLOCK & 15];
}

static bool locked(const struct lpcflash *f, uint32_t offset, uint32_t size)
{
	if (f->write_protect)
		return true;
	for (uint32_t at = offset; at < offset + size; at += 4096) {
		if (lock_of(f, at) & LOCK_WRITE)
			return true;
	}
	return false;
}

/* The array after `done` of `whole` of an operation's time. */
static void apply(struct lpcflash *f, uint64_t done, uint64_t whole)
{
	const struct lpcflash_op *op = &f->op;
	uint8_t *at = f->bytes + op->offset;

	if (done > whole)
		done = whole;
	if (!op->erase) {
		unsigned bits = whole ? (unsigned)(8 * done / whole) : 8;

		at[0] &= (uint8_t)(op->data | (0xff >> bits));
		return;
	}
	if (done < whole / 2) {
		memset(at, 0, (size_t)((unsigned __int128)op->size * done / (whole / 2)));
		return;
	}
	memset(at, 0, op->size);
	done -= whole / 2;
	whole -= whole / 2;
	memset(at, 0xff, whole ? (size_t)((unsigned __int128)op->size * done / whole) : op->size);
}

static void finish(void *opaque, uint64_t due)
{
	struct lpcflash *f = opaque;
	uint64_t whole = f->op.end - f->op.begin;

	if (f->cut_at && f->operations == f->cut_at) {
		apply(f, whole * f->cut_percent / 100, whole);
		f->dead = true;
		f->cut_at = 0;
		set_state(f, LPCFLASH_BUSY); /* no page pointers while there is no power */
		trace_line(f->trace, TRACE_FLASH, "power lost at %u%% of operation %" PRIu64,
			   f->cut_percent, f->operations);
		if (f->power_lost)
			f->power_lost(f->power_opaque);
		return;
	}
	(void)due;
	apply(f, whole, whole);
	set_state(f, LPCFLASH_ARRAY);
}

static void start(struct lpcflash *f, bool erase, uint32_t offset, uint32_t size, uint8_t data,
		  uint32_t us)
{
	uint64_t when;

	f->step = 0;
	if (locked(f, offset, size)) {
		trace_line(f->trace, TRACE_CHECK, "flash: %s at %X refused: locked",
			   erase ? "erase" : "program", offset);
		return;
	}
	if (trace_on(f->trace, TRACE_FLASH)) {
		if (erase)
			trace_line(f->trace, TRACE_FLASH, "erase %X size %X", offset, size);
		else
			trace_line(f->trace, TRACE_FLASH, "program %X = %02X", offset, data);
	}
	f->operations++;
	f->op.erase = erase;
	f->op.offset = offset;
	f->op.size = size;
	f->op.data = data;
	f->op.begin = clock_now(f->clock);
	f->op.end = clock_after_ns(f->clock, us * UINT64_C(1000));
	set_state(f, LPCFLASH_BUSY);
	when = f->op.end;
	if (f->cut_at == f->operations)
		when = f->op.begin + (f->op.end - f->op.begin) * f->cut_percent / 100;
	event_schedule(f->clock, &f->done, when);
}

/* Sixth cycle of an erase command. */
static void erase(struct lpcflash *f, uint32_t offset, uint8_t code)
{
	const struct lpcflash_chip *c = f->chip;

	if (code == 0x30 && c->sector)
		start(f, true, offset & ~(c->sector - 1), c->sector, 0, c->sector_us);
	else if (code == 0x50 && c->block)
		start(f, true, offset & ~(c->block - 1), c->block, 0, c->block_us);
	else if (code == 0x10 && (offset & 0x7fff) == 0x5555 && !c->fwh)
		start(f, true, 0, c->size, 0, c->chip_us); /* FWH: only on the programmer's pins */
	else {
		trace_line(f->trace, TRACE_CHECK, "flash: no erase command %02X at %X", code,
			   offset);
		f->step = 0;
	}
}

/*
 * Command cycles. Addresses compare 15 bits, as the sheets say. step: 0 idle, 1 after AA, 2 after
 * 55, 3 after A0 (data follows), 4..6 the second unlock of an erase.
 */
static void write_cycle(struct lpcflash *f, uint32_t offset, uint8_t val)
{
	uint32_t low = offset & 0x7fff;

	if (f->state == LPCFLASH_BUSY) {
		trace_line(f->trace, TRACE_CHECK, "flash: write %02X at %X while busy", val,
			   offset);
		return;
	}
	if (f->step == 3) {
		start(f, false, offset, 1, val, f->chip->program_us);
		return;
	}
	if (f->step == 6) {
		erase(f, offset, val);
		return;
	}
	if (val == 0xf0) {
		f->step = 0;
		set_state(f, LPCFLASH_ARRAY);
		return;
	}
	if ((f->step == 0 || f->step == 4) && low == 0x5555 && val == 0xaa) {
		f->step++;
		return;
	}
	if ((f->step == 1 || f->step == 5) && low == 0x2aaa && val == 0x55) {
		f->step++;
		return;
	}
	if (f->step == 2 && low == 0x5555) {
		f->step = 0;
		if (val == 0xa0)
			f->step = 3;
		else if (val == 0x80)
			f->step = 4;
		else if (val == 0x90)
			set_state(f, LPCFLASH_ID);
		else
			trace_line(f->trace, TRACE_CHECK, "flash: unknown command %02X", val);
		return;
	}
	if (f->step)
		trace_line(f->trace, TRACE_CHECK, "flash: command broken off by %02X at %X", val,
			   offset);
	f->step = 0;
}

/* Data# polling on bit 7 (erase: 0 until done), toggle bit 6, the rest ones. */
static uint8_t status(struct lpcflash *f)
{
	uint8_t d7 = f->op.erase ? 0 : (uint8_t)(~f->op.data & 0x80);

	f->toggle = !f->toggle;
	return d7 | (f->toggle ? 0x40 : 0) | 0x3f;
}

static uint8_t read_cycle(struct lpcflash *f, uint32_t offset)
{
	if (f->dead)
		return 0xff;
	switch (f->state) {
	case LPCFLASH_BUSY: return status(f);
	case LPCFLASH_ID:
		if ((offset & 0xff) == 0)
			return f->chip->maker;
		return (offset & 0xff) == 1 ? f->chip->device : 0xff;
	default: return lock_of(f, offset) & LOCK_READ ? 0 : f->bytes[offset];
	}
}

static uint64_t mem_read(void *opaque, uint32_t offset, unsigned size)
{
	struct lpcflash *f = opaque;
	uint64_t val = 0;

	for (unsigned i = 0; i < size; i++)
		val |= (uint64_t)read_cycle(f, (offset + i) & (f->chip->size - 1)) << (i * 8);
	return val;
}

static void mem_write(void *opaque, uint32_t offset, unsigned size, uint64_t val)
{
	struct lpcflash *f = opaque;

	for (unsigned i = 0; i < size && !f->dead; i++)
		write_cycle(f, (offset + i) & (f->chip->size - 1), (uint8_t)(val >> (i * 8)));
}

static uint8_t *mem_page(void *opaque, uint32_t offset, bool write)
{
	struct lpcflash *f = opaque;

	offset &= f->chip->size - 1;
	if (write || f->dead || f->state != LPCFLASH_ARRAY || (lock_of(f, offset) & LOCK_READ))
		return NULL;
	return f->bytes + offset;
}

struct mem_if lpcflash_mem(struct lpcflash *f)
{
	return (struct mem_if){.opaque = f, .read = mem_read, .write = mem_write, .page = mem_page};
}

/* Register space: same offsets as the array; each 64 KiB block has its lock at xxxx0002. */
/* What is at @at of the register space: a register, or -1. */
static int register_at(const struct lpcflash *f, uint32_t at)
{
	uint32_t id = (f->chip->size - 1) & 0x7ffff & ~UINT32_C(0x3ffff);

	if (f->dead || !f->chip->fwh)
		return -1;
	if ((at & 0xffff) == 2)
		return (int)((f->chip->size - 1 - at) / LOCK_BLOCK & 15);
	if ((at & 0x7ffff) == id)
		return REG_MAKER;
	if ((at & 0x7ffff) == id + 1)
		return REG_DEVICE;
	return (at & 0x7ffff) == id + 0x100 ? REG_INPUTS : -1;
}

static uint8_t register_value(const struct lpcflash *f, int reg)
{
	switch (reg) {
	case REG_MAKER: return f->chip->maker;
	case REG_DEVICE: return f->chip->device;
	case REG_INPUTS: return 0x1f; /* pulled up */
	default: return f->lock[reg & 15];
	}
}

static uint64_t regs_read(void *opaque, uint32_t offset, unsigned size)
{
	struct lpcflash *f = opaque;
	uint64_t val = 0;

	for (unsigned i = 0; i < size; i++) {
		int reg = register_at(f, (offset + i) & (f->chip->size - 1));
		uint8_t byte = 0xff;

		if (reg >= 0)
			byte = port_reg_read(&f->regs, (unsigned)reg, register_value(f, reg));
		val |= (uint64_t)byte << (i * 8);
	}
	return val;
}

static void regs_write(void *opaque, uint32_t offset, unsigned size, uint64_t val)
{
	struct lpcflash *f = opaque;

	for (unsigned i = 0; i < size; i++, val >>= 8) {
		uint32_t at = (offset + i) & (f->chip->size - 1);
		int reg = register_at(f, at);
		uint8_t *lock;

		if (reg < 0)
			continue;
		port_reg_write(&f->regs, (unsigned)reg, val, 0xff);
		if (reg >= REG_MAKER)
			continue;
		lock = &f->lock[reg];
		if (*lock & LOCK_DOWN) {
			trace_line(f->trace, TRACE_CHECK, "flash: lock of %X is locked down", at);
			continue;
		}
		*lock = val & 7;
		trace_line(f->trace, TRACE_FLASH, "lock %X = %X", at & ~(LOCK_BLOCK - 1), *lock);
		if (f->changed)
			f->changed(f->changed_opaque);
	}
}

struct mem_if lpcflash_regs(struct lpcflash *f)
{
	return (struct mem_if){.opaque = f, .read = regs_read, .write = regs_write};
}

void lpcflash_init(struct lpcflash *f, const struct lpcflash_chip *chip, uint8_t *bytes,
		   struct clock *clock, struct trace *trace)
{
	memset(f, 0, sizeof(*f));
	f->chip = chip;
	reg_file_init(&f->regs, &reg_table, f, f->reg_value, f->reg_cover);
	f->bytes = bytes;
	f->clock = clock;
	f->trace = trace;
	event_init(&f->done, "flash.done", finish, f);
	memset(f->lock, chip->locked_at_reset ? LOCK_WRITE : 0, sizeof(f->lock));
}

void lpcflash_reset(struct lpcflash *f)
{
	if (f->done.queued) {
		apply(f, clock_now(f->clock) - f->op.begin, f->op.end - f->op.begin);
		event_cancel(f->clock, &f->done);
	}
	f->step = 0;
	memset(f->lock, f->chip->locked_at_reset ? LOCK_WRITE : 0, sizeof(f->lock));
	if (!f->dead)
		set_state(f, LPCFLASH_ARRAY);
}

void lpcflash_cut_power(struct lpcflash *f, unsigned nth, unsigned percent)
{
	f->cut_at = f->operations + nth;
	f->cut_percent = percent > 100 ? 100 : percent;
}

void lpcflash_power_on(struct lpcflash *f)
{
	f->dead = false;
	lpcflash_reset(f);
}
