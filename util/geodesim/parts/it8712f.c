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

static uint8_t gpio_get(const struct it8712f *c, uint8_t index)
{
	return superio_get(&c->sio, IT_GPIO, index);
}

/* Watchdog: counts down from the time that was written last; 0 stops it. */

static void watchdog_start(struct it8712f *c)
{
	uint64_t count =
		(uint64_t)gpio_get(c, IT_WATCHDOG_HIGH) << 8 | gpio_get(c, IT_WATCHDOG_LOW);
	uint64_t second = UINT64_C(1000000000);

	event_cancel(c->env->clock, &c->watchdog);
	if (!count)
		return;
	if (!(gpio_get(c, IT_WATCHDOG_CONTROL) & WATCHDOG_SECOND))
		second *= 60;
	event_schedule(c->env->clock, &c->watchdog, clock_after_ns(c->env->clock, count * second));
}

static void watchdog_fire(void *o, uint64_t due)
{
	struct it8712f *c = o;

	(void)due;
	superio_set(&c->sio, IT_GPIO, IT_WATCHDOG_LOW, 0);
	superio_set(&c->sio, IT_GPIO, IT_WATCHDOG_HIGH, 0);
	if (gpio_get(c, IT_WATCHDOG_CONTROL) & WATCHDOG_RESETS)
		signal_pulse(&c->reset);
}

static void written(void *o, unsigned device, uint8_t index, uint8_t val)
{
	struct it8712f *c = o;

	if (device == IT_GPIO && index >= IT_WATCHDOG_CONTROL && index <= IT_WATCHDOG_HIGH)
		watchdog_start(c);
	if (device == IT_GLOBAL && index == IT_CONFIG_CONTROL && (val & 2)) {
		c->sio.open = false;
		superio_set(&c->sio, IT_GLOBAL, IT_CONFIG_CONTROL, 0);
	}
}

/* Configuration mode: four writes to the index port open it. */

static bool key(void *o, bool open, uint8_t byte)
{
	struct it8712f *c = o;
	const uint8_t bytes[4] = {0x87, 0x01, 0x55, c->sio.config.base == 0x2e ? 0x55 : 0xaa};

	if (open)
		return true;
	if (byte != bytes[c->unlock])
		c->unlock = byte == bytes[0];
	else
		c->unlock++;
	if (c->unlock < sizeof(bytes))
		return false;
	c->unlock = 0;
	return true;
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

void it8712f_init(struct it8712f *c, const struct env *env, struct io_map *lpc, uint16_t port,
		  unsigned watchdog_s)
{
	struct superio *s = &c->sio;

	memset(c, 0, sizeof(*c));
	c->env = env;
	c->watchdog_power_on = watchdog_s;
	signal_init(&c->reset, "sio.reset");
	event_init(&c->watchdog, "sio.watchdog", watchdog_fire, c);
	s->opaque = c;
	s->written = written;
	s->key = key;
	superio_init(s, env->clock, env->trace, lpc, port, it8712f_tables, IT8712F_DEVICES);
	superio_serial(s, 0, IT_COM1);
	superio_serial(s, 1, IT_COM2);
	superio_keyboard(s, IT_KEYBOARD);
	superio_block(s, "sio monitor", IT_MONITOR, SUPERIO_BASE0, MONITOR_PORTS,
		      (struct io_if){.opaque = c, .read = monitor_read, .write = monitor_write});
	superio_block(s, "sio gpio", IT_GPIO, SUPERIO_BASE1, sizeof(c->simple_io),
		      (struct io_if){.opaque = c, .read = simple_read, .write = simple_write})
		->always = true;
	power_on_monitor(c);
	it8712f_reset(c);
}

void it8712f_reset(struct it8712f *c)
{
	c->unlock = 0;
	superio_reset(&c->sio);
	if (c->watchdog_power_on) {
		superio_set(&c->sio, IT_GPIO, IT_WATCHDOG_CONTROL, WATCHDOG_ARMED);
		superio_set(&c->sio, IT_GPIO, IT_WATCHDOG_LOW, (uint8_t)c->watchdog_power_on);
	}
	watchdog_start(c);
}

const struct reg_file *it8712f_regs(const struct it8712f *c, unsigned n)
{
	return superio_regs(&c->sio, n);
}
