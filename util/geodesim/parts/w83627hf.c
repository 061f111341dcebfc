/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Winbond W83627HF super I/O (data sheet revision 2.27). Its floppy controller, game port, MIDI
 * and infrared receiver answer nothing: no board has anything connected to them.
 */
#include "parts/w83627hf.h"

#include <string.h>

#include "parts/w83627hf_table.h"
#include "strict/rules.h"

#define KEY_BYTE      0x87
#define KEY_COUNT     2
#define CLOSE_BYTE    0xaa
#define SECOND_NS     UINT64_C(1000000000)
#define MONITOR_PORTS 8 /* index at 5, data at 6 */
#define BANK_FIRST    0x50
#define BANK_LAST     0x5f

static uint8_t global(const struct w83627hf *c, uint8_t index)
{
	return superio_get(&c->sio, WB_GLOBAL, index);
}

static uint8_t gpio2(const struct w83627hf *c, uint8_t index)
{
	return superio_get(&c->sio, WB_GPIO2, index);
}

/* Clocks: the chip divides what it thinks is 24 or 48 MHz. */

static uint8_t believed_mhz(const struct w83627hf *c)
{
	return global(c, WB_CR24) & WB_CR24_48MHZ ? 48 : 24;
}

/* Divisor 1 gives the clock source divided by 16: 24 MHz over 13, 12, 1, 1.625. */
static void clock_uarts(struct w83627hf *c)
{
	static const uint32_t baud[4] = {115200, 125000, 1500000, 923077};

	for (unsigned n = 0; n < 2; n++) {
		unsigned source = superio_get(&c->sio, WB_UARTA + n, WB_UART_CLOCK) & 3;

		c->sio.uart[n].base_baud = baud[source] * c->clock_mhz / believed_mhz(c);
	}
}

/*
 * What the other end of the line gets. At twice the bit rate it samples every other bit, at half
 * the rate it sees every bit twice; stop bits go on as idle line.
 */
static uint8_t received(const struct w83627hf *c, uint8_t byte)
{
	uint32_t line = UINT32_C(0xfffffe00) | (uint32_t)byte << 1; /* start bit first */
	bool fast = c->clock_mhz > believed_mhz(c);
	uint8_t got = 0;

	for (unsigned n = 0; n < 8; n++)
		got |= (uint8_t)((line >> (fast ? 2 * n + 3 : (n + 1) / 2) & 1) << n);
	return got;
}

static void uart_sent(struct w83627hf *c, unsigned n, uint8_t byte)
{
	if (c->clock_mhz != believed_mhz(c)) {
		rule_broken(c->env->rules, RULE_SIO_CLOCK,
			    "UART %c sends with CR24 = %02X, the board's clock is %u MHz",
			    'A' + (int)n, global(c, WB_CR24), c->clock_mhz);
		byte = received(c, byte);
	}
	if (c->sent)
		c->sent(c->sent_opaque, n, byte);
}

static void uarta_sent(void *o, uint8_t byte)
{
	uart_sent(o, 0, byte);
}

static void uartb_sent(void *o, uint8_t byte)
{
	uart_sent(o, 1, byte);
}

/* Watchdog: counts down from what was written last; 0 stops it. */

static void watchdog_start(struct w83627hf *c)
{
	uint64_t count = gpio2(c, WB_WDT_COUNT);
	bool minutes = gpio2(c, WB_WDT_MODE) & WB_WDT_MINUTES;

	event_cancel(c->env->clock, &c->watchdog);
	if (count)
		event_schedule(
			c->env->clock, &c->watchdog,
			clock_after_ns(c->env->clock, count * SECOND_NS * (minutes ? 60 : 1)));
}

static void watchdog_update(struct w83627hf *c)
{
	uint8_t control = gpio2(c, WB_WDT_CONTROL);

	signal_set(&c->watchdog_irq, (control & WB_WDT_DONE) && (control & WB_WDT_FRAME));
}

static void watchdog_fire(void *o, uint64_t due)
{
	struct w83627hf *c = o;

	(void)due;
	superio_set(&c->sio, WB_GPIO2, WB_WDT_COUNT, 0);
	superio_set(&c->sio, WB_GPIO2, WB_WDT_CONTROL, gpio2(c, WB_WDT_CONTROL) | WB_WDT_DONE);
	watchdog_update(c);
	if (!(global(c, WB_CR2B) & WB_CR2B_GP24))
		signal_pulse(&c->reset);
}

/* The status bit is cleared by writing 0; only time and force set it. */
static void watchdog_control(struct w83627hf *c, uint8_t val)
{
	bool force = val & WB_WDT_FORCE;

	superio_set(&c->sio, WB_GPIO2, WB_WDT_CONTROL, (uint8_t)(val & ~WB_WDT_FORCE));
	watchdog_update(c);
	if (!force)
		return;
	event_cancel(c->env->clock, &c->watchdog);
	watchdog_fire(c, clock_now(c->env->clock));
}

/* Configuration. */

static void straps(struct w83627hf *c, uint16_t port)
{
	uint8_t cr24 = global(c, WB_CR24) & (uint8_t)~WB_CR24_48MHZ;

	superio_set(&c->sio, WB_GLOBAL, WB_CR24, cr24 | (c->clksel_mhz == 48 ? WB_CR24_48MHZ : 0));
	superio_set(&c->sio, WB_GLOBAL, WB_CR26, port == 0x4e ? WB_CR26_4E : 0);
	clock_uarts(c);
}

static void written(void *o, unsigned device, uint8_t index, uint8_t val)
{
	struct w83627hf *c = o;

	if (device == WB_GLOBAL && index == WB_CR02 && (val & WB_CR02_RESET)) {
		bool at_4e = global(c, WB_CR26) & WB_CR26_4E;

		superio_reset(&c->sio);
		straps(c, at_4e ? 0x4e : 0x2e);
		watchdog_start(c);
		watchdog_update(c);
		c->sio.open = true;
	} else if (device == WB_GLOBAL && index == WB_CR26) {
		io_range_move(&c->sio.config, true, val & WB_CR26_4E ? 0x4e : 0x2e);
	} else if (device == WB_GPIO2 && index == WB_WDT_CONTROL) {
		watchdog_control(c, val);
	} else if (device == WB_GPIO2 && index == WB_WDT_COUNT) {
		watchdog_start(c);
	}
	clock_uarts(c);
}

static bool key(void *o, bool open, uint8_t byte)
{
	struct w83627hf *c = o;

	if (open)
		return byte != CLOSE_BYTE;
	c->unlock = byte == KEY_BYTE ? c->unlock + 1 : 0;
	if (c->unlock < KEY_COUNT)
		return false;
	c->unlock = 0;
	return true;
}

/* The hardware monitor: index and data; registers 50h to 5Fh come in banks. */

void w83627hf_monitor_config(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	unsigned kept = (unsigned)reg_find(f->table, WB_MONITOR_ADDRESS);
	uint64_t address = reg_peek(f, kept);

	(void)i;
	(void)old;
	if (!(val & WB_MONITOR_INIT))
		return;
	reg_file_reset(f);
	reg_poke(f, kept, address);
}

static int monitor_reg(const struct w83627hf *c)
{
	uint32_t bank = (uint32_t)reg_peek(&c->monitor,
					   (unsigned)reg_find(c->monitor.table, WB_MONITOR_BANK));
	uint32_t at = c->monitor_index & 0x7f;

	if (at >= BANK_FIRST && at <= BANK_LAST)
		at |= (bank & 7) << 8;
	return reg_find(c->monitor.table, at);
}

static uint32_t monitor_read(void *o, uint16_t offset, unsigned size)
{
	struct w83627hf *c = o;
	int i = monitor_reg(c);
	uint32_t val;

	(void)size;
	if (offset == 5)
		return c->monitor_index;
	if (offset != 6)
		return 0xff;
	val = i < 0 ? 0 : (uint32_t)reg_read(&c->monitor, (unsigned)i);
	/* The vendor's 5CA3h: its high byte while bit 7 of the bank register is set. */
	if ((c->monitor_index & 0x7f) == WB_MONITOR_BANK + 1 &&
	    !(reg_peek(&c->monitor, (unsigned)i - 1) & 0x80))
		return 0xa3;
	return val;
}

static void monitor_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct w83627hf *c = o;
	int i = monitor_reg(c);

	(void)size;
	if (offset == 5)
		c->monitor_index = val & 0x7f;
	else if (offset == 6 && i >= 0)
		reg_write(&c->monitor, (unsigned)i, val, 0xff);
}

/* The printer port. */

static uint32_t lpt_read(void *o, uint16_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&((struct w83627hf *)o)->lpt, offset, size, 0xff);
}

static void lpt_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	reg_write_bytes(&((struct w83627hf *)o)->lpt, offset, size, val);
}

static void init_file(struct w83627hf *c, struct reg_file *f, const struct reg_table *table,
		      uint64_t *value, struct reg_cover *cover)
{
	reg_file_init(f, table, c, value, cover);
	f->note = c->env->trace ? trace_reg_note : NULL;
	f->note_opaque = c->env->trace;
}

void w83627hf_init(struct w83627hf *c, const struct env *env, struct io_map *lpc, uint16_t port,
		   uint8_t clock_mhz, uint8_t clksel_mhz)
{
	struct superio *s = &c->sio;

	memset(c, 0, sizeof(*c));
	c->env = env;
	c->port = port;
	c->clock_mhz = clock_mhz;
	c->clksel_mhz = clksel_mhz;
	signal_init(&c->reset, "sio.reset");
	signal_init(&c->watchdog_irq, "sio.watchdog");
	event_init(&c->watchdog, "sio.watchdog", watchdog_fire, c);
	init_file(c, &c->lpt, &w83627hf_lpt_table, c->lpt_value, c->lpt_cover);
	init_file(c, &c->monitor, &w83627hf_monitor_table, c->monitor_value, c->monitor_cover);
	s->opaque = c;
	s->written = written;
	s->key = key;
	superio_init(s, env->clock, env->trace, lpc, port, w83627hf_tables, W83627HF_DEVICES);
	s->uart[0].sent = uarta_sent;
	s->uart[1].sent = uartb_sent;
	s->uart[0].opaque = c;
	s->uart[1].opaque = c;
	superio_serial(s, 0, WB_UARTA);
	superio_serial(s, 1, WB_UARTB);
	superio_keyboard(s, WB_KEYBOARD);
	superio_block(s, "sio printer", WB_LPT, SUPERIO_BASE0, W83627HF_LPT_REGS,
		      (struct io_if){.opaque = c, .read = lpt_read, .write = lpt_write});
	superio_block(s, "sio monitor", WB_MONITOR, SUPERIO_BASE0, MONITOR_PORTS,
		      (struct io_if){.opaque = c, .read = monitor_read, .write = monitor_write});
	superio_line(s, &c->watchdog_irq, WB_GPIO2, WB_WDT_CONTROL);
	w83627hf_reset(c);
}

void w83627hf_reset(struct w83627hf *c)
{
	c->unlock = 0;
	superio_reset(&c->sio);
	reg_file_reset(&c->lpt);
	reg_file_reset(&c->monitor);
	c->monitor_index = 0;
	straps(c, c->port);
	io_range_move(&c->sio.config, true, c->port);
	watchdog_start(c);
	watchdog_update(c);
}

const struct reg_file *w83627hf_regs(const struct w83627hf *c, unsigned n)
{
	const struct reg_file *own[] = {&c->lpt, &c->monitor};

	if (n < sizeof(own) / sizeof(own[0]))
		return own[n];
	return superio_regs(&c->sio, n - sizeof(own) / sizeof(own[0]));
}
