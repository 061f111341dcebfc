/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ITE IT8712F super I/O, as LiPPERT's boards use it: configuration mode, UARTs, keyboard
 * controller, environment controller, simple I/O, watchdog (boards sheets 2.10, 4.9).
 */
#include "parts/it8712f.h"

#include <string.h>

#include "parts/it8712f_table.h"

#define MONITOR_PORTS	8 /* index at 5, data at 6 */
#define MONITOR_ID	0x58
#define WATCHDOG_ARMED	0x90 /* what a board's strap leaves in the control register */
#define WATCHDOG_RESETS 0x50 /* PWROK or KRST# */
#define WATCHDOG_SECOND 0x80

uint8_t it8712f_get(const struct it8712f *c, unsigned device, uint8_t index)
{
	const struct reg_file *f = &c->file[device].regs;
	int i = reg_find(f->table, index);

	return i < 0 ? 0 : (uint8_t)reg_peek(f, (unsigned)i);
}

static void set(struct it8712f *c, unsigned device, uint8_t index, uint8_t val)
{
	struct reg_file *f = &c->file[device].regs;
	int i = reg_find(f->table, index);

	if (i >= 0)
		reg_poke(f, (unsigned)i, val);
}

/* Interrupts: a device's line goes to the frame its register names; frame 0 is none. */

static void drive(struct it8712f *c, unsigned which, unsigned device, bool level)
{
	unsigned frame = it8712f_get(c, device, IT_IRQ) & 15;
	bool active = it8712f_get(c, device, IT_ACTIVATE) & 1;

	for (unsigned n = 1; n < 16; n++)
		signal_drive(&c->irq[n], which, level && active && n == frame);
}

static void interrupts(struct it8712f *c)
{
	drive(c, 0, IT_COM1, c->uart[0].irq.level);
	drive(c, 1, IT_COM2, c->uart[1].irq.level);
	drive(c, 2, IT_KEYBOARD, c->kbc.irq1.level);
}

static void irq_changed(void *o, bool level)
{
	(void)level;
	interrupts(o);
}

/* Watchdog: counts down from the time that was written last; 0 stops it. */

static void watchdog_start(struct it8712f *c)
{
	uint64_t count = (uint64_t)it8712f_get(c, IT_GPIO, IT_WATCHDOG_HIGH) << 8 |
			 it8712f_get(c, IT_GPIO, IT_WATCHDOG_LOW);
	uint64_t second = UINT64_C(1000000000);

	event_cancel(c->clock, &c->watchdog);
	if (!count)
		return;
	if (!(it8712f_get(c, IT_GPIO, IT_WATCHDOG_CONTROL) & WATCHDOG_SECOND))
		second *= 60;
	event_schedule(c->clock, &c->watchdog, clock_after_ns(c->clock, count * second));
}

static void watchdog_fire(void *o, uint64_t due)
{
	struct it8712f *c = o;

	(void)due;
	set(c, IT_GPIO, IT_WATCHDOG_LOW, 0);
	set(c, IT_GPIO, IT_WATCHDOG_HIGH, 0);
	if (it8712f_get(c, IT_GPIO, IT_WATCHDOG_CONTROL) & WATCHDOG_RESETS)
		signal_pulse(&c->reset);
}

/* Ports move with activation and base addresses. */

static void place(struct it8712f *c)
{
	for (unsigned n = 0; n < c->blocks; n++) {
		const struct it8712f_block *b = &c->block[n];
		uint16_t base = (uint16_t)(it8712f_get(c, b->device, b->base) << 8 |
					   it8712f_get(c, b->device, b->base + 1));
		bool on = b->device == IT_GPIO || it8712f_get(c, b->device, IT_ACTIVATE) & 1;

		io_range_move(&c->block[n].range, on && base >= 0x60, base);
	}
	interrupts(c);
}

void it8712f_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct it8712f_file *file = f->owner;
	struct it8712f *c = file->chip;
	uint32_t index = f->table->reg[i].addr;

	(void)old;
	if (file != &c->file[IT_GLOBAL]) {
		place(c);
		if (index >= IT_WATCHDOG_CONTROL && index <= IT_WATCHDOG_HIGH)
			watchdog_start(c);
		return;
	}
	if (index == IT_DEVICE)
		c->selected = (uint8_t)val;
	if (index == IT_CONFIG_CONTROL && val & 2) {
		c->open = false;
		c->unlock = 0;
		reg_poke(f, i, 0);
	}
}

/* Configuration mode: four writes to the index port open it. */

static void unlock(struct it8712f *c, uint8_t byte)
{
	const uint8_t key[4] = {0x87, 0x01, 0x55, c->port == 0x2e ? 0x55 : 0xaa};

	if (byte != key[c->unlock])
		c->unlock = byte == key[0] ? 1 : 0;
	else
		c->unlock++;
	if (c->unlock == sizeof(key)) {
		c->unlock = 0;
		c->open = true;
	}
}

/* The file that has register `index` now. */
static struct reg_file *file_now(struct it8712f *c)
{
	if (reg_find(c->file[IT_GLOBAL].regs.table, c->index) >= 0)
		return &c->file[IT_GLOBAL].regs;
	return c->selected < IT8712F_DEVICES ? &c->file[c->selected].regs : NULL;
}

static uint32_t config_read(void *o, uint16_t offset, unsigned size)
{
	struct it8712f *c = o;
	struct reg_file *f = file_now(c);
	int i = f ? reg_find(f->table, c->index) : -1;

	(void)size;
	if (!c->open)
		return 0xff;
	if (offset == 0)
		return c->index;
	return i < 0 ? 0 : (uint32_t)reg_read(f, (unsigned)i);
}

static void config_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct it8712f *c = o;
	struct reg_file *f = file_now(c);
	int i = f ? reg_find(f->table, c->index) : -1;

	(void)size;
	if (!c->open && offset == 0)
		unlock(c, (uint8_t)val);
	else if (c->open && offset == 0)
		c->index = (uint8_t)val;
	else if (c->open && i >= 0)
		reg_write(f, (unsigned)i, val, 0xff);
}

/* The environment controller: an index and a data port; readings are those of a cool board. */

static uint32_t monitor_read(void *o, uint16_t offset, unsigned size)
{
	struct it8712f *c = o;

	(void)size;
	if (offset == 5)
		return c->monitor_index;
	return offset == 6 ? c->monitor[c->monitor_index] : 0xff;
}

static void monitor_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct it8712f *c = o;

	(void)size;
	if (offset == 5)
		c->monitor_index = (uint8_t)val;
	else if (offset == 6 && c->monitor_index != MONITOR_ID)
		c->monitor[c->monitor_index] = (uint8_t)val;
}

static uint32_t simple_read(void *o, uint16_t offset, unsigned size)
{
	(void)size;
	return ((struct it8712f *)o)->simple_io[offset % 5];
}

static void simple_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	(void)size;
	((struct it8712f *)o)->simple_io[offset % 5] = (uint8_t)val;
}

static void add_block(struct it8712f *c, struct io_map *lpc, const char *name, uint8_t device,
		      uint8_t base, uint32_t count, struct io_if io)
{
	struct it8712f_block *b = &c->block[c->blocks++];

	b->device = device;
	b->base = base;
	io_map_add(lpc, &b->range, name, 0, count, 1, io);
	io_range_move(&b->range, false, 0);
}

static void power_on_monitor(struct it8712f *c)
{
	static const uint8_t readings[][2] = {
		{0x20, 0x4b}, /* VIN0: 1.2 V of 16 mV */
		{0x21, 0x71}, {0x22, 0xce}, {0x23, 0xba}, {0x24, 0xc0},	      {0x27, 0xba},
		{0x28, 0xb8}, {0x29, 35},   {0x2a, 33},	  {MONITOR_ID, 0x90},
	};

	memset(c->monitor, 0, sizeof(c->monitor));
	for (size_t n = 0; n < sizeof(readings) / sizeof(readings[0]); n++)
		c->monitor[readings[n][0]] = readings[n][1];
}

void it8712f_init(struct it8712f *c, struct clock *clock, struct io_map *lpc, uint16_t port,
		  unsigned watchdog_s)
{
	static const char *const uart_name[2] = {"sio1", "sio2"};

	memset(c, 0, sizeof(*c));
	c->clock = clock;
	c->port = port;
	c->watchdog_power_on = watchdog_s;
	for (unsigned n = 0; n <= IT8712F_DEVICES; n++) {
		c->file[n].chip = c;
		reg_file_init(&c->file[n].regs, it8712f_table(n), &c->file[n], c->file[n].value,
			      c->file[n].cover);
	}
	for (unsigned n = 0; n < 16; n++)
		signal_init(&c->irq[n], "sio.irq");
	signal_init(&c->reset, "sio.reset");
	event_init(&c->watchdog, "sio.watchdog", watchdog_fire, c);
	for (unsigned n = 0; n < 2; n++)
		uart16550_init(&c->uart[n], clock, uart_name[n], NULL, NULL);
	kbc_init(&c->kbc, clock);
	io_map_add(lpc, &c->config, "sio", port, 2, 1,
		   (struct io_if){.opaque = c, .read = config_read, .write = config_write});
	add_block(c, lpc, "sio1", IT_COM1, IT_BASE0, 8, uart16550_io(&c->uart[0]));
	add_block(c, lpc, "sio2", IT_COM2, IT_BASE0, 8, uart16550_io(&c->uart[1]));
	add_block(c, lpc, "sio kbc", IT_KEYBOARD, IT_BASE0, 5, kbc_io(&c->kbc));
	add_block(c, lpc, "sio monitor", IT_MONITOR, IT_BASE0, MONITOR_PORTS,
		  (struct io_if){.opaque = c, .read = monitor_read, .write = monitor_write});
	add_block(c, lpc, "sio gpio", IT_GPIO, IT_BASE1, 5,
		  (struct io_if){.opaque = c, .read = simple_read, .write = simple_write});
	signal_connect(&c->uart[0].irq, &c->hook[0], irq_changed, c);
	signal_connect(&c->uart[1].irq, &c->hook[1], irq_changed, c);
	signal_connect(&c->kbc.irq1, &c->hook[2], irq_changed, c);
	power_on_monitor(c);
	it8712f_reset(c);
}

void it8712f_reset(struct it8712f *c)
{
	c->open = false;
	c->unlock = 0;
	c->index = 0;
	c->selected = 0;
	for (unsigned n = 0; n <= IT8712F_DEVICES; n++)
		reg_file_reset(&c->file[n].regs);
	if (c->watchdog_power_on) {
		set(c, IT_GPIO, IT_WATCHDOG_CONTROL, WATCHDOG_ARMED);
		set(c, IT_GPIO, IT_WATCHDOG_LOW, (uint8_t)c->watchdog_power_on);
	}
	for (unsigned n = 0; n < 2; n++)
		uart16550_reset(&c->uart[n]);
	watchdog_start(c);
	place(c);
}

const struct reg_file *it8712f_regs(const struct it8712f *c, unsigned n)
{
	if (n <= IT8712F_DEVICES)
		return &c->file[n].regs;
	if (n <= IT8712F_DEVICES + 2)
		return &c->uart[n - IT8712F_DEVICES - 1].regs;
	return n == IT8712F_DEVICES + 3 ? &c->kbc.regs : NULL;
}
