/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PnP configuration of super I/O chips: registers, placement of ports, interrupt frames. */
#include "parts/superio.h"

#include <string.h>

#define BASE_MIN 0x60 /* lower bases put a device nowhere: the chips decode none there */

static struct reg_file *find(struct superio *s, unsigned device, uint8_t index, int *i)
{
	struct reg_file *f = device <= s->devices ? &s->file[device].regs : NULL;

	*i = f ? reg_find(f->table, index) : -1;
	return f;
}

uint8_t superio_get(const struct superio *s, unsigned device, uint8_t index)
{
	const struct reg_file *f = &s->file[device].regs;
	int i = reg_find(f->table, index);

	return i < 0 ? 0 : (uint8_t)reg_peek(f, (unsigned)i);
}

void superio_set(struct superio *s, unsigned device, uint8_t index, uint8_t val)
{
	int i;
	struct reg_file *f = find(s, device, index, &i);

	if (i >= 0)
		reg_poke(f, (unsigned)i, val);
}

static void drive_lines(struct superio *s)
{
	for (unsigned k = 0; k < s->lines; k++) {
		const struct superio_line *l = &s->line[k];
		unsigned frame = superio_get(s, l->device, l->reg) & 15;
		bool active = superio_get(s, l->device, SUPERIO_ACTIVATE) & 1;

		for (unsigned n = 1; n < 16; n++)
			signal_drive(&s->irq[n], k, l->from->level && active && n == frame);
	}
}

void superio_place(struct superio *s)
{
	for (unsigned n = 0; n < s->blocks; n++) {
		struct superio_block *b = &s->block[n];
		uint16_t base = (uint16_t)(superio_get(s, b->device, b->base) << 8 |
					   superio_get(s, b->device, b->base + 1));
		bool on = b->always || (superio_get(s, b->device, SUPERIO_ACTIVATE) & 1);

		io_range_move(&b->range, on && base >= BASE_MIN, base);
	}
	drive_lines(s);
}

void superio_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct superio_file *file = f->owner;
	struct superio *s = file->chip;

	(void)old;
	superio_place(s);
	s->written(s->opaque, (unsigned)(file - s->file), (uint8_t)f->table->reg[i].addr,
		   (uint8_t)val);
}

/* The register the index points to: a global one, or one of the chosen device. */
static struct reg_file *chosen(struct superio *s, int *i)
{
	struct reg_file *f = find(s, s->devices, s->index, i);
	uint8_t device = superio_get(s, s->devices, SUPERIO_DEVICE);

	if (*i >= 0 || device >= s->devices)
		return f;
	return find(s, device, s->index, i);
}

static uint32_t config_read(void *o, uint16_t offset, unsigned size)
{
	struct superio *s = o;
	struct reg_file *f;
	int i;

	(void)size;
	if (!s->open)
		return 0xff;
	if (offset == 0)
		return s->index;
	f = chosen(s, &i);
	return i < 0 ? 0 : (uint32_t)reg_read(f, (unsigned)i);
}

static void config_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct superio *s = o;
	struct reg_file *f;
	int i;

	(void)size;
	if (offset == 0) {
		if (s->open)
			s->index = (uint8_t)val;
		s->open = s->key(s->opaque, s->open, (uint8_t)val);
		return;
	}
	if (!s->open)
		return;
	f = chosen(s, &i);
	if (i >= 0)
		reg_write(f, (unsigned)i, val, 0xff);
}

struct superio_block *superio_block(struct superio *s, const char *name, uint8_t device,
				    uint8_t base, uint32_t count, struct io_if io)
{
	struct superio_block *b = &s->block[s->blocks++];

	b->device = device;
	b->base = base;
	io_map_add(s->lpc, &b->range, name, 0, count, 1, io);
	io_range_move(&b->range, false, 0);
	return b;
}

static void line_changed(void *o, bool level)
{
	(void)level;
	drive_lines(((struct superio_line *)o)->chip);
}

void superio_line(struct superio *s, struct signal *from, uint8_t device, uint8_t reg)
{
	struct superio_line *l = &s->line[s->lines++];

	l->from = from;
	l->device = device;
	l->reg = reg;
	l->chip = s;
	signal_connect(from, &l->hook, line_changed, l);
}

void superio_serial(struct superio *s, unsigned uart, uint8_t device)
{
	superio_block(s, s->uart[uart].name, device, SUPERIO_BASE0, 8,
		      uart16550_io(&s->uart[uart]));
	superio_line(s, &s->uart[uart].irq, device, SUPERIO_IRQ0);
}

/* The keyboard controller's two ports have a base address each. */

static uint32_t command_read(void *o, uint16_t offset, unsigned size)
{
	struct io_if kbc = kbc_io(o);

	return kbc.read(kbc.opaque, (uint16_t)(offset + 4), size);
}

static void command_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct io_if kbc = kbc_io(o);

	kbc.write(kbc.opaque, (uint16_t)(offset + 4), size, val);
}

void superio_keyboard(struct superio *s, uint8_t device)
{
	superio_block(s, "sio keyboard data", device, SUPERIO_BASE0, 1, kbc_io(&s->kbc));
	superio_block(
		s, "sio keyboard command", device, SUPERIO_BASE1, 1,
		(struct io_if){.opaque = &s->kbc, .read = command_read, .write = command_write});
	superio_line(s, &s->kbc.irq1, device, SUPERIO_IRQ0);
}

void superio_init(struct superio *s, struct clock *clock, struct trace *trace, struct io_map *lpc,
		  uint16_t port, const struct reg_table *tables, unsigned devices)
{
	static const char *const uart_name[2] = {"sio1", "sio2"};

	s->lpc = lpc;
	s->devices = devices;
	for (unsigned n = 0; n <= devices; n++) {
		struct superio_file *f = &s->file[n];

		f->chip = s;
		reg_file_init(&f->regs, &tables[n], f, f->value, f->cover);
		f->regs.note = trace ? trace_reg_note : NULL;
		f->regs.note_opaque = trace;
	}
	for (unsigned n = 0; n < 16; n++)
		signal_init(&s->irq[n], "sio.irq");
	for (unsigned n = 0; n < 2; n++)
		uart16550_init(&s->uart[n], clock, uart_name[n], NULL, NULL);
	kbc_init(&s->kbc, clock);
	io_map_add(lpc, &s->config, "sio", port, 2, 1,
		   (struct io_if){.opaque = s, .read = config_read, .write = config_write});
}

void superio_reset(struct superio *s)
{
	s->open = false;
	s->index = 0;
	for (unsigned n = 0; n <= s->devices; n++)
		reg_file_reset(&s->file[n].regs);
	for (unsigned n = 0; n < 2; n++)
		uart16550_reset(&s->uart[n]);
	superio_place(s);
}

const struct reg_file *superio_regs(const struct superio *s, unsigned n)
{
	const struct reg_file *own[] = {&s->uart[0].regs, &s->uart[1].regs, &s->kbc.regs};

	for (unsigned d = 0; d <= s->devices; d++) {
		/* Some device numbers are nobody's. */
		if (s->file[d].regs.table->count && n-- == 0)
			return &s->file[d].regs;
	}
	return n < sizeof(own) / sizeof(own[0]) ? own[n] : NULL;
}
