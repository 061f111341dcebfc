/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the companion's SMBus, pins, timers and power management: accesses, board, time. */
#include <stdlib.h>
#include <string.h>

#include "cs5536/sbio.h"
#include "parts/eeprom.h"
#include "parts/lm86.h"
#include "strict/rules.h"
#include "input.h"

#define CORE_HZ	   UINT64_C(500000000)
#define EVENTS_MAX 2000 /* a step ends after so many: a guest can make a timer fire at 14 MHz */
#define STUCK	   64	/* so many at one moment are a hang */

struct world {
	struct clock clock;
	uint64_t now;
	struct rules rules;
	struct env env;
	struct sbio sb;
	struct eeprom rom;
	struct lm86 sensor;
};

static uint64_t world_now(void *opaque)
{
	return ((struct world *)opaque)->now;
}

static void pass_time(struct world *w, uint64_t ns)
{
	uint64_t until = clock_after_ns(&w->clock, ns);
	unsigned stuck = 0;

	for (unsigned n = 0; n < EVENTS_MAX && clock_next_event(&w->clock) <= until; n++) {
		if (clock_next_event(&w->clock) > w->now) {
			w->now = clock_next_event(&w->clock);
			stuck = 0;
		} else if (++stuck == STUCK) {
			abort();
		}
		clock_run_due(&w->clock);
	}
	if (clock_next_event(&w->clock) > until)
		w->now = until;
}

static struct io_if pick_io(struct world *w, unsigned n, uint16_t *mask)
{
	static const uint16_t size[] = {7, 0xff, 0x3f, 0x3f, 0x7f};

	*mask = size[n % 5];
	switch (n % 5) {
	case 0: return smb_io(&w->sb.smb);
	case 1: return gpio_io(&w->sb.gpio);
	case 2: return mfgpt_io(&w->sb.mfgpt);
	case 3: return acpi_io(&w->sb.acpi);
	default: return pms_io(&w->sb.pms);
	}
}

static void foreign_master(struct world *w, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1), byte = (uint8_t)take(in, 1);

	switch (what & 3) {
	case 0: smb_foreign_start(&w->sb.smb, byte); break;
	case 1: smb_foreign_write(&w->sb.smb, byte); break;
	case 2: smb_foreign_read(&w->sb.smb, &byte); break;
	default: smb_foreign_stop(&w->sb.smb); break;
	}
}

static void board(struct world *w, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1), n = (uint8_t)take(in, 1);
	struct gpio *g = &w->sb.gpio;

	switch (what & 15) {
	case 0: gpio_drive(g, n % GPIO_PINS, (enum gpio_drive)((what >> 4) % 3)); break;
	case 1: gpio_pull(g, n % GPIO_PINS, (enum gpio_drive)((what >> 4) % 3)); break;
	case 2: signal_drive(&g->pull_low[n % GPIO_PINS], what >> 5, what & 16); break;
	case 3: gpio_set_lpc_pins(g, n ? 0x7f0000 : 0); break;
	case 4: i2c_hold_sda(&w->sb.smb.bus, n); break;
	case 5: i2c_hold_scl(&w->sb.smb.bus, n & 1); break;
	case 6: eeprom_nack_byte(&w->rom, n, what >> 4); break;
	case 7: eeprom_hang(&w->rom, &w->sb.smb.bus, n, what >> 4); break;
	case 8: signal_set(&w->sb.acpi.gpe[n & 31], what & 16); break;
	case 9: sbio_press_power(&w->sb, n & 1); break;
	case 10: sbio_press_sleep(&w->sb, n & 1); break;
	case 11: pms_suspended(&w->sb.pms); break;
	case 12: signal_set(&w->sb.acpi.rtc_alarm, n & 1); break;
	case 13: clock_set_hz(&w->clock, (n + 1) * UINT64_C(4000000)); break;
	case 14: sbio_reset(&w->sb, n & 0x1ff); break;
	default: sbio_power_cut(&w->sb); break;
	}
}

/* A transfer past the controller, so that the devices see more than it lets through. */
static void transfer(struct world *w, struct input *in)
{
	struct i2c_bus *bus = &w->sb.smb.bus;
	uint8_t what = (uint8_t)take(in, 1);

	i2c_start(bus, (uint8_t)((what & 0x80 ? 0x98 : 0xa0) | (what & 1)));
	for (unsigned n = 0; n < (what >> 1 & 15); n++) {
		if (what & 1)
			i2c_read(bus, true);
		else
			i2c_write(bus, (uint8_t)take(in, 1));
	}
	if (what & 0x40)
		i2c_stop(bus);
}

static void act(struct world *w, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1);
	unsigned size = 1u << (what >> 4) % 3;
	uint16_t mask, at;
	struct io_if io;

	switch (what & 15) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		io = pick_io(w, what & 15, &mask);
		at = (uint16_t)(take(in, 1) & mask);
		io.write(io.opaque, at, size, take(in, size));
		break;
	case 5:
	case 6:
	case 7:
	case 8:
	case 9:
		io = pick_io(w, what & 15, &mask);
		io.read(io.opaque, (uint16_t)(take(in, 1) & mask), size);
		break;
	case 10:
		lm86_set(&w->sensor, (int8_t)take(in, 1), (int16_t)take(in, 2));
		mfgpt_set_irq(&w->sb.mfgpt, take(in, 2));
		break;
	case 11: mfgpt_set_nr(&w->sb.mfgpt, take(in, 4)); break;
	case 12:
		mfgpt_unlock(&w->sb.mfgpt, take(in, 1));
		transfer(w, in);
		break;
	case 13: foreign_master(w, in); break;
	case 14: board(w, in); break;
	default: pass_time(w, (uint64_t)take(in, 2) << (what >> 5) * 3); break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	clock_init(&w->clock, CORE_HZ, world_now, NULL, w);
	rules_init(&w->rules, NULL);
	w->env.clock = &w->clock;
	w->env.rules = &w->rules;
	sbio_init(&w->sb, &w->env);
	eeprom_init(&w->rom, &w->clock, 0x50, data,
		    size > EEPROM_SIZE ? EEPROM_SIZE : (unsigned)size);
	lm86_init(&w->sensor, 0x4c);
	if (!i2c_attach(&w->sb.smb.bus, eeprom_device(&w->rom)) ||
	    !i2c_attach(&w->sb.smb.bus, lm86_device(&w->sensor)))
		abort();
	for (unsigned n = 0; n < 400 && in.at < in.end; n++)
		act(w, &in);
	rules_free(&w->rules);
	free(w);
	return 0;
}
