/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pins: atomic registers, drivers and pulls, inputs, filters, events, locks, domains. */
#include "sbio_bench.h"

#include "cs5536/gpio.h"

#define OUT_VAL	    0x00
#define OUT_EN	    0x04
#define OUT_OD	    0x08
#define OUT_INV	    0x0c
#define OUT_AUX1    0x10
#define OUT_AUX2    0x14
#define PU	    0x18
#define PD	    0x1c
#define IN_EN	    0x20
#define IN_INV	    0x24
#define IN_FLTR	    0x28
#define IN_EVNTCNT  0x2c
#define READ_BACK   0x30
#define IN_AUX1	    0x34
#define EVENTS	    0x38
#define LOCK	    0x3c
#define POSEDGE	    0x40
#define NEGEDGE	    0x44
#define POSEDGE_STS 0x48
#define NEGEDGE_STS 0x4c
#define HIGH	    0x80
#define MAP_X	    0xe0
#define MAP_Y	    0xe4
#define MAP_Z	    0xe8
#define MAP_W	    0xec
#define FE_SEL	    0xf0
#define DEC_LOW	    0xf8

struct rig {
	struct sb_bench s;
	struct gpio g;
	struct io_if io;
};

static void setup(struct rig *r)
{
	sb_bench_init(&r->s);
	gpio_init(&r->g, &r->s.env);
	r->io = gpio_io(&r->g);
}

/* Set or clear one feature of a pin. */
static void feature(struct rig *r, uint16_t reg, unsigned pin, bool on)
{
	out32(r->io, (uint16_t)(reg + (pin < 16 ? 0 : HIGH)), 1u << (pin % 16 + (on ? 0 : 16)));
}

static bool reads(struct rig *r, unsigned pin)
{
	return in32(r->io, READ_BACK + (pin < 16 ? 0 : HIGH)) >> (pin % 16) & 1;
}

static void reset_values_are_those_of_the_book(void **state)
{
	static const struct {
		uint16_t at;
		uint32_t val;
	} odd[] = {
		{PU, 0x1001effe},
		{PD, 0xefff1000},
		{LOCK, 0},
		{POSEDGE_STS, 0},
		{NEGEDGE_STS, 0},
		{HIGH + PU, 0x0000ffff},
		{HIGH + IN_EN, 0xefff1000},
		{HIGH + IN_AUX1, 0xefff1000},
		{HIGH + LOCK, 0},
		{HIGH + POSEDGE_STS, 0},
		{HIGH + NEGEDGE_STS, 0},
		{HIGH + READ_BACK, 0xefff1000},
	};
	struct rig r;

	(void)state;
	setup(&r);
	table_is_sound(gpio_regs(&r.g, 0));
	assert_null(gpio_regs(&r.g, 1));
	for (unsigned bank = 0; bank <= HIGH; bank += HIGH)
		for (uint16_t at = 0; at < 0x50; at += 4) {
			uint32_t want = 0xffff0000;

			for (unsigned i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
				if (odd[i].at == bank + at)
					want = odd[i].val;
			if (in32(r.io, (uint16_t)(bank + at)) != want)
				fail_msg("%02x is %08x", bank + at,
					 in32(r.io, (uint16_t)(bank + at)));
		}
	for (uint16_t at = MAP_X; at < 0x100; at += 4)
		assert_int_equal(in32(r.io, at), 0);
	sb_bench_silent(&r.s);
}

static void features_are_set_and_cleared_alone(void **state)
{
	static const uint16_t pair[] = {OUT_VAL, OUT_EN, OUT_OD,  OUT_INV, OUT_AUX1, OUT_AUX2,
					PU,	 PD,	 IN_EN,	  IN_INV,  IN_FLTR,  IN_EVNTCNT,
					IN_AUX1, EVENTS, POSEDGE, NEGEDGE};
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned bank = 0; bank <= HIGH; bank += HIGH)
		for (unsigned i = 0; i < sizeof(pair) / sizeof(pair[0]); i++) {
			uint16_t at = (uint16_t)(bank + pair[i]);

			out32(r.io, at, 0xffff0000);
			assert_int_equal(in32(r.io, at), 0xffff0000);
			out32(r.io, at, 0x00008421);
			assert_int_equal(in32(r.io, at), 0x7bde8421);
			out32(r.io, at, 0x84210000 | 0x0012); /* clear some, set others */
			assert_int_equal(in32(r.io, at), 0xffed0012);
			out32(r.io, at, 0x00130013); /* both: nothing */
			assert_int_equal(in32(r.io, at), 0xffed0012);
			out32(r.io, at, 0);
			assert_int_equal(in32(r.io, at), 0xffed0012);
			out32(r.io, at, 0xffff0000);
		}
	sb_bench_silent(&r.s);
}

static void narrow_writes_leave_the_other_half_but_are_named(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out16(r.io, OUT_VAL, 0x0003);
	assert_int_equal(in32(r.io, OUT_VAL), 0xfffc0003);
	out16(r.io, OUT_VAL + 2, 0x0001);
	assert_int_equal(in32(r.io, OUT_VAL), 0xfffd0002);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_WIDTH], 2);
	out16(r.io, LOCK, 0x8000); /* no set/clear pair: 16 bits are fine */
	out16(r.io, POSEDGE_STS, 0xffff);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_WIDTH], 2);
	assert_int_equal(in32(r.io, LOCK), 0x8000);
	out32(r.io, OUT_EN + 2, 0x00010001); /* across two registers */
	assert_int_equal(in32(r.io, OUT_OD), 0xfffe0001);
	sb_bench_free(&r.s);
}

static void an_output_drives_its_pin(void **state)
{
	struct edges led;
	struct rig r;

	(void)state;
	setup(&r);
	edges_watch(&led, &r.s.b, &r.g.pin[25]);
	assert_true(gpio_level(&r.g, 25)); /* pulled up */
	feature(&r, OUT_EN, 25, true);
	assert_false(gpio_level(&r.g, 25));
	feature(&r, OUT_VAL, 25, true);
	assert_true(gpio_level(&r.g, 25));
	feature(&r, OUT_INV, 25, true);
	assert_false(gpio_level(&r.g, 25));
	feature(&r, OUT_VAL, 25, false);
	assert_true(gpio_level(&r.g, 25));
	assert_int_equal(led.falls, 2);
	/* Open drain: high is left to the pulls. */
	feature(&r, OUT_OD, 25, true);
	feature(&r, PU, 25, false);
	assert_false(gpio_level(&r.g, 25));
	gpio_drive(&r.g, 25, GPIO_DRIVE_HIGH);
	assert_true(gpio_level(&r.g, 25));
	sb_bench_silent(&r.s);
}

static void aux_functions_take_the_pin(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	feature(&r, OUT_EN, 6, true);
	signal_set(&r.g.aux1_out[6], true);
	assert_false(gpio_level(&r.g, 6));
	assert_false(gpio_drives_aux1(&r.g, 6));
	feature(&r, OUT_AUX1, 6, true);
	assert_true(gpio_drives_aux1(&r.g, 6));
	assert_true(gpio_level(&r.g, 6));
	signal_set(&r.g.aux1_out[6], false);
	assert_false(gpio_level(&r.g, 6));
	feature(&r, OUT_AUX1, 6, false);
	feature(&r, OUT_AUX2, 6, true);
	assert_true(gpio_drives_aux2(&r.g, 6));
	signal_set(&r.g.aux2_out[6], true);
	assert_true(gpio_level(&r.g, 6));
	feature(&r, OUT_EN, 6, false);
	assert_false(gpio_drives_aux2(&r.g, 6));
	/* A serial output rests high. */
	feature(&r, PU, GPIO_UART1_TX, false);
	feature(&r, OUT_AUX1, GPIO_UART1_TX, true);
	feature(&r, OUT_EN, GPIO_UART1_TX, true);
	assert_true(gpio_level(&r.g, GPIO_UART1_TX));
	sb_bench_silent(&r.s);
}

static void inputs_read_when_enabled(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_false(reads(&r, 5)); /* high, but the input is off */
	feature(&r, IN_EN, 5, true);
	assert_true(reads(&r, 5));
	assert_int_equal(in32(r.io, READ_BACK), 0xffdf0020);
	gpio_drive(&r.g, 5, GPIO_DRIVE_LOW);
	assert_false(reads(&r, 5));
	feature(&r, IN_INV, 5, true);
	assert_true(reads(&r, 5));
	gpio_drive(&r.g, 5, GPIO_FREE);
	feature(&r, IN_INV, 5, false);
	gpio_pull(&r.g, 5, GPIO_DRIVE_LOW); /* the board's resistor is the stronger */
	assert_false(reads(&r, 5));
	out32(r.io, READ_BACK, 0xffffffff);
	assert_false(reads(&r, 5));
	assert_int_equal(r.s.rules.broken[RULE_READ_ONLY], 1);
	sb_bench_free(&r.s);
}

static void blocks_behind_pins_see_their_resting_level(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_true(r.g.aux1_in[GPIO_UART1_RX].level);
	assert_false(r.g.aux1_in[GPIO_IDE_IRQ].level);
	gpio_drive(&r.g, GPIO_UART1_RX, GPIO_DRIVE_LOW);
	assert_true(r.g.aux1_in[GPIO_UART1_RX].level);
	feature(&r, IN_EN, GPIO_UART1_RX, true);
	assert_false(gpio_hears_aux1(&r.g, GPIO_UART1_RX));
	feature(&r, IN_AUX1, GPIO_UART1_RX, true);
	assert_true(gpio_hears_aux1(&r.g, GPIO_UART1_RX));
	assert_false(r.g.aux1_in[GPIO_UART1_RX].level);
	gpio_drive(&r.g, GPIO_IDE_IRQ, GPIO_DRIVE_HIGH);
	out32(r.io, IN_EN, 4);
	out32(r.io, IN_AUX1, 4);
	assert_true(r.g.aux1_in[GPIO_IDE_IRQ].level);
	/* The power button is live from reset. */
	assert_true(gpio_hears_aux1(&r.g, GPIO_PWR_BUT));
	gpio_drive(&r.g, GPIO_PWR_BUT, GPIO_DRIVE_LOW);
	assert_false(r.g.aux1_in[GPIO_PWR_BUT].level);
}

static void pci_interrupts_come_in_low_and_go_to_their_group(void **state)
{
	struct rig r;
	unsigned group;
	bool pme;

	(void)state;
	setup(&r);
	assert_false(gpio_route(&r.g, GPIO_INTA, &group, &pme));
	out32(r.io, IN_EN, 0x3081);
	out32(r.io, IN_INV, 0x3081);
	out32(r.io, EVENTS, 0x3081);
	out32(r.io, MAP_X, 0x20000001);
	out32(r.io, MAP_Y, 0x00430000);
	/* Pin 0 has no pull of its own: the board's lines are pulled up. */
	gpio_pull(&r.g, GPIO_INTA, GPIO_DRIVE_HIGH);
	gpio_pull(&r.g, GPIO_INTC, GPIO_DRIVE_HIGH);
	for (unsigned i = 0; i < 8; i++)
		assert_false(r.g.irq[i].level);
	for (unsigned i = 0; i < 4; i++) {
		static const unsigned pin[] = {GPIO_INTA, GPIO_INTB, GPIO_INTC, GPIO_INTD};

		assert_true(gpio_route(&r.g, pin[i], &group, &pme));
		assert_int_equal(group, i + 1);
		assert_false(pme);
		signal_drive(&r.g.pull_low[pin[i]], 0, true);
		signal_drive(&r.g.pull_low[pin[i]], 1, true);
		assert_true(r.g.irq[i + 1].level);
		signal_drive(&r.g.pull_low[pin[i]], 0, false);
		assert_true(r.g.irq[i + 1].level);
		signal_drive(&r.g.pull_low[pin[i]], 1, false);
		assert_false(r.g.irq[i + 1].level);
	}
	sb_bench_silent(&r.s);
}

static void edges_are_latched_until_cleared(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	gpio_drive(&r.g, 26, GPIO_DRIVE_LOW);
	feature(&r, IN_EN, 26, true);
	feature(&r, EVENTS, 26, true);
	feature(&r, POSEDGE, 26, true);
	out32(r.io, MAP_W, 0x00000e00); /* pin 26: PME 6 */
	assert_false(r.g.pme[6].level);
	gpio_drive(&r.g, 26, GPIO_DRIVE_HIGH);
	assert_true(r.g.pme[6].level);
	gpio_drive(&r.g, 26, GPIO_DRIVE_LOW);
	assert_true(r.g.pme[6].level);
	assert_int_equal(in32(r.io, HIGH + POSEDGE_STS), 1 << 10);
	assert_int_equal(in32(r.io, HIGH + NEGEDGE_STS), 0);
	out32(r.io, HIGH + POSEDGE_STS, 0xffff);
	assert_false(r.g.pme[6].level);
	feature(&r, POSEDGE, 26, false);
	feature(&r, NEGEDGE, 26, true);
	gpio_drive(&r.g, 26, GPIO_DRIVE_HIGH);
	assert_false(r.g.pme[6].level);
	gpio_drive(&r.g, 26, GPIO_DRIVE_LOW);
	assert_true(r.g.pme[6].level);
	assert_int_equal(in32(r.io, HIGH + NEGEDGE_STS), 1 << 10);
	/* As an interrupt instead. */
	out32(r.io, MAP_W, 0x00000700);
	assert_false(r.g.pme[6].level);
	assert_true(r.g.irq[7].level);
	out32(r.io, HIGH + NEGEDGE_STS, 1 << 10);
	assert_false(r.g.irq[7].level);
	sb_bench_silent(&r.s);
}

static void a_filter_swallows_short_pulses(void **state)
{
	struct rig r;
	struct edges in;

	(void)state;
	setup(&r);
	out16(r.io, 0xd0, 100); /* channel 6: 100 ticks of 32 kHz, 3 ms */
	r.io.write(r.io.opaque, FE_SEL + 6, 1, GPIO_PWR_BUT);
	feature(&r, IN_FLTR, GPIO_PWR_BUT, true);
	bench_run_ns(&r.s.b, 10000000);
	edges_watch(&in, &r.s.b, &r.g.aux1_in[GPIO_PWR_BUT]);
	assert_true(r.g.aux1_in[GPIO_PWR_BUT].level);
	for (unsigned i = 0; i < 10; i++) {
		gpio_drive(&r.g, GPIO_PWR_BUT, GPIO_DRIVE_LOW);
		bench_run_ns(&r.s.b, 2000000);
		gpio_drive(&r.g, GPIO_PWR_BUT, GPIO_FREE);
		bench_run_ns(&r.s.b, 2000000);
	}
	assert_int_equal(in.falls, 0);
	gpio_drive(&r.g, GPIO_PWR_BUT, GPIO_DRIVE_LOW);
	bench_run_ns(&r.s.b, 2900000);
	assert_int_equal(in.falls, 0);
	bench_run_ns(&r.s.b, 300000);
	assert_int_equal(in.falls, 1);
	gpio_drive(&r.g, GPIO_PWR_BUT, GPIO_FREE);
	bench_run_ns(&r.s.b, 2000000);
	assert_int_equal(in.rises, 0);
	bench_run_ns(&r.s.b, 2000000);
	assert_int_equal(in.rises, 1);
	sb_bench_silent(&r.s);
}

static void an_event_counter_counts_edges(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	gpio_drive(&r.g, 10, GPIO_DRIVE_LOW);
	feature(&r, IN_EN, 10, true);
	feature(&r, IN_EVNTCNT, 10, true);
	r.io.write(r.io.opaque, FE_SEL + 2, 1, 10);
	out16(r.io, 0x66, 2); /* channel 2: more than two */
	for (unsigned i = 1; i <= 4; i++) {
		gpio_drive(&r.g, 10, GPIO_DRIVE_HIGH);
		assert_int_equal(in16(r.io, 0x64), i);
		assert_int_equal(reads(&r, 10), i > 2);
		gpio_drive(&r.g, 10, GPIO_DRIVE_LOW);
	}
	out32(r.io, DEC_LOW, 1 << 10);
	out32(r.io, DEC_LOW, 1 << 10);
	assert_int_equal(in16(r.io, 0x64), 2);
	assert_false(reads(&r, 10));
	assert_int_equal(in32(r.io, DEC_LOW), 0);
	out16(r.io, 0x64, 9);
	assert_true(reads(&r, 10));
}

/* Filter, counter and comparator of each of the eight channels, on a pin of either bank. */
static void each_channel_filters_and_counts(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 8; c++) {
		uint16_t at = (uint16_t)(c < 6 ? 0x50 + 8 * c : 0xd0 + 8 * (c - 6));
		unsigned pin = c & 1 ? 25 : 10;
		struct edges in;
		struct rig r;

		setup(&r);
		gpio_drive(&r.g, pin, GPIO_DRIVE_LOW);
		feature(&r, IN_EN, pin, true);
		feature(&r, IN_AUX1, pin, true);
		r.io.write(r.io.opaque, (uint16_t)(FE_SEL + c), 1, pin);
		out16(r.io, at, 10); /* ticks of 32 kHz: 305 us */
		feature(&r, IN_FLTR, pin, true);
		bench_run_ns(&r.s.b, 1000000);
		edges_watch(&in, &r.s.b, &r.g.aux1_in[pin]);
		gpio_drive(&r.g, pin, GPIO_DRIVE_HIGH);
		bench_run_ns(&r.s.b, 200000);
		gpio_drive(&r.g, pin, GPIO_DRIVE_LOW);
		bench_run_ns(&r.s.b, 1000000);
		assert_int_equal(in.rises, 0);
		gpio_drive(&r.g, pin, GPIO_DRIVE_HIGH);
		bench_run_ns(&r.s.b, 400000);
		assert_int_equal(in.rises, 1);
		feature(&r, IN_FLTR, pin, false);
		gpio_drive(&r.g, pin, GPIO_DRIVE_LOW);

		feature(&r, IN_EVNTCNT, pin, true);
		out16(r.io, (uint16_t)(at + 4), 0);
		out16(r.io, (uint16_t)(at + 6), 1);
		for (unsigned i = 1; i <= 3; i++) {
			gpio_drive(&r.g, pin, GPIO_DRIVE_HIGH);
			assert_int_equal(in16(r.io, (uint16_t)(at + 4)), i);
			assert_int_equal(reads(&r, pin), i > 1);
			gpio_drive(&r.g, pin, GPIO_DRIVE_LOW);
		}
		out32(r.io, (uint16_t)(pin < 16 ? DEC_LOW : DEC_LOW + 4), 1u << pin % 16);
		assert_int_equal(in16(r.io, (uint16_t)(at + 4)), 2);
		sb_bench_silent(&r.s);
	}
}

/* Falling edges have a status of their own, in both banks. */
static void falling_edges_are_latched_too(void **state)
{
	(void)state;
	for (unsigned pin = 10; pin < 32; pin += 15) {
		uint16_t bank = pin < 16 ? 0 : HIGH;
		struct rig r;

		setup(&r);
		gpio_drive(&r.g, pin, GPIO_DRIVE_HIGH);
		feature(&r, IN_EN, pin, true);
		feature(&r, NEGEDGE, pin, true);
		gpio_drive(&r.g, pin, GPIO_DRIVE_LOW);
		gpio_drive(&r.g, pin, GPIO_DRIVE_HIGH);
		assert_int_equal(in32(r.io, bank + NEGEDGE_STS), 1u << pin % 16);
		assert_int_equal(in32(r.io, bank + POSEDGE_STS), 0);
		out32(r.io, bank + NEGEDGE_STS, 1u << pin % 16);
		assert_int_equal(in32(r.io, bank + NEGEDGE_STS), 0);
	}
}

static void locked_features_do_not_change(void **state)
{
	static const struct {
		uint16_t at;
		unsigned bit;
	} lock[] = {
		{OUT_VAL, 0},  {OUT_EN, 1},   {OUT_OD, 2},   {OUT_INV, 3},
		{OUT_AUX1, 4}, {OUT_AUX2, 5}, {PU, 6},	     {PD, 7},
		{IN_EN, 8},    {IN_INV, 9},   {IN_FLTR, 10}, {IN_EVNTCNT, 11},
		{IN_AUX1, 12}, {EVENTS, 13},  {POSEDGE, 14}, {NEGEDGE, 15},
	};
	struct rig r;

	(void)state;
	setup(&r);
	for (unsigned bank = 0; bank <= HIGH; bank += HIGH)
		for (unsigned i = 0; i < sizeof(lock) / sizeof(lock[0]); i++) {
			uint16_t at = (uint16_t)(bank + lock[i].at);
			uint64_t broken = r.s.rules.broken[RULE_GPIO_LOCKED];

			out32(r.io, at, 0xfffb0004);
			out16(r.io, (uint16_t)(bank + LOCK), (uint16_t)(1u << lock[i].bit));
			out32(r.io, at, 0x00040001);
			assert_int_equal(in32(r.io, at), 0xfffb0004);
			assert_int_equal(r.s.rules.broken[RULE_GPIO_LOCKED], broken + 1);
			out32(r.io, at, 0x00000004); /* changes nothing: nothing to say */
			assert_int_equal(r.s.rules.broken[RULE_GPIO_LOCKED], broken + 1);
			out16(r.io, (uint16_t)(bank + LOCK), (uint16_t) ~(1u << lock[i].bit));
			out32(r.io, at, 0x00040001);
			assert_int_equal(in32(r.io, at), 0xfffe0001);
			out16(r.io, (uint16_t)(bank + LOCK), 0);
		}
	sb_bench_free(&r.s);
}

static void fighting_the_board_is_named_once(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	gpio_drive(&r.g, 24, GPIO_DRIVE_LOW);
	feature(&r, OUT_EN, 24, true);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_CONTENTION], 0);
	feature(&r, OUT_VAL, 24, true);
	feature(&r, OUT_EN, 24, true);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_CONTENTION], 1);
	assert_false(gpio_level(&r.g, 24));
	feature(&r, OUT_EN, 24, false);
	feature(&r, OUT_EN, 24, true);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_CONTENTION], 2);
	sb_bench_free(&r.s);
}

static void lpc_pins_are_no_gpio(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	gpio_set_lpc_pins(&r.g, 0x7f0000);
	for (unsigned pin = 16; pin <= 22; pin++) {
		feature(&r, OUT_EN, pin, true);
		feature(&r, IN_EN, pin, true);
		assert_true(gpio_level(&r.g, pin));
		assert_false(reads(&r, pin));
	}
	gpio_set_lpc_pins(&r.g, 0);
	for (unsigned pin = 16; pin <= 22; pin++)
		assert_false(gpio_level(&r.g, pin));
}

static void a_reset_leaves_the_standby_pins(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, OUT_EN, 0xffff);
	out32(r.io, HIGH + OUT_EN, 0xffff);
	out32(r.io, HIGH + EVENTS, 0xffff);
	for (uint16_t at = MAP_X; at <= MAP_W; at += 4)
		out32(r.io, at, 0x12345678 & 0x77777777);
	out16(r.io, 0x50, 5);
	out16(r.io, 0xd8, 6);
	for (unsigned n = 0; n < 8; n++)
		r.io.write(r.io.opaque, (uint16_t)(FE_SEL + n), 1, 20 + n);
	gpio_reset(&r.g, false);
	assert_int_equal(in32(r.io, OUT_EN), 0xffff0000);
	assert_int_equal(in32(r.io, HIGH + OUT_EN), 0xe0ff1f00);
	assert_int_equal(in32(r.io, HIGH + EVENTS), 0xe0ff1f00);
	assert_int_equal(in32(r.io, HIGH + IN_EN), 0xefff1000);
	assert_int_equal(in32(r.io, MAP_X), 0);
	assert_int_equal(in32(r.io, MAP_Z), 0);
	assert_int_equal(in32(r.io, MAP_W), 0x12345670 & 0x77777777);
	assert_int_equal(in16(r.io, 0x50), 0);
	assert_int_equal(in16(r.io, 0xd8), 6);
	assert_int_equal(in32(r.io, FE_SEL), 0);
	assert_int_equal(in32(r.io, FE_SEL + 4), 0x1b1a0000);
	gpio_power_cut(&r.g);
	assert_int_equal(in32(r.io, HIGH + OUT_EN), 0xffff0000);
	assert_int_equal(in32(r.io, MAP_W), 0);
}

static void after_a_wake_the_high_bank_wants_whole_writes(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	gpio_reset(&r.g, true);
	out32(r.io, OUT_EN, 1);
	out32(r.io, HIGH + OUT_EN, 0xfffe0001);
	sb_bench_silent(&r.s);
	out32(r.io, HIGH + OUT_EN, 2);
	assert_int_equal(r.s.rules.broken[RULE_GPIO_RESUME], 1);
	sb_bench_free(&r.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reset_values_are_those_of_the_book),
		cmocka_unit_test(features_are_set_and_cleared_alone),
		cmocka_unit_test(narrow_writes_leave_the_other_half_but_are_named),
		cmocka_unit_test(an_output_drives_its_pin),
		cmocka_unit_test(aux_functions_take_the_pin),
		cmocka_unit_test(inputs_read_when_enabled),
		cmocka_unit_test(blocks_behind_pins_see_their_resting_level),
		cmocka_unit_test(pci_interrupts_come_in_low_and_go_to_their_group),
		cmocka_unit_test(edges_are_latched_until_cleared),
		cmocka_unit_test(a_filter_swallows_short_pulses),
		cmocka_unit_test(an_event_counter_counts_edges),
		cmocka_unit_test(each_channel_filters_and_counts),
		cmocka_unit_test(falling_edges_are_latched_too),
		cmocka_unit_test(locked_features_do_not_change),
		cmocka_unit_test(fighting_the_board_is_named_once),
		cmocka_unit_test(lpc_pins_are_no_gpio),
		cmocka_unit_test(a_reset_leaves_the_standby_pins),
		cmocka_unit_test(after_a_wake_the_high_bank_wants_whole_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
