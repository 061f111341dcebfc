/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8259A pair: priorities, edge and level inputs, EOI modes, poll, special mask. */
#include "parts/i8259.h"

#include <string.h>

#include "parts/portregs.h"

#define ICW1_INIT   0x10
#define ICW1_LEVEL  0x08
#define ICW1_SINGLE 0x02
#define ICW1_ICW4   0x01
#define ICW4_AEOI   0x02
#define ICW4_SFNM   0x10
#define OCW3_SELECT 0x08

enum { ICW1, ICW2, ICW3, ICW4, OCW1, OCW2, OCW3, IRR, ISR, ELCR, POLL, CHIP_REGS };

/*
 * Not modelled: the 8080 mode's call addresses (ICW1 bits 7:5, 2) and buffered mode (ICW4 bits 3:2).
 */
#define CHIP(N, NAME, EVEN, ODD, ELCR_PORT)                                          \
	PORT_REG((N) + ICW1, NAME " ICW1 (" EVEN ")", 8, .unmodelled = 0xe4),        \
		PORT_REG((N) + ICW2, NAME " ICW2 (" ODD ")", 8, .unmodelled = 7),    \
		PORT_REG((N) + ICW3, NAME " ICW3 (" ODD ")", 8, .unmodelled = 0xff), \
		PORT_REG((N) + ICW4, NAME " ICW4 (" ODD ")", 8, .reserved = 0xe0,    \
			 .unmodelled = 0x0c),                                        \
		PORT_REG((N) + OCW1, NAME " OCW1 mask (" ODD ")", 8, ),              \
		PORT_REG((N) + OCW2, NAME " OCW2 (" EVEN ")", 8, ),                  \
		PORT_REG((N) + OCW3, NAME " OCW3 (" EVEN ")", 8, .reserved = 0x80),  \
		PORT_REG((N) + IRR, NAME " IRR (" EVEN ")", 8, .ro = 0xff),          \
		PORT_REG((N) + ISR, NAME " ISR (" EVEN ")", 8, .ro = 0xff),          \
		PORT_REG((N) + ELCR, NAME " edge/level (" ELCR_PORT ")", 8, ),       \
		PORT_REG((N) + POLL, NAME " poll (" EVEN ")", 8, .ro = 0xff, .side_effect = true)

static const struct reg regs[I8259_REGS] = {
	CHIP(0, "PIC1", "20", "21", "4D0"),
	CHIP(CHIP_REGS, "PIC2", "A0", "A1", "4D1"),
};

static const struct reg_why why[] = {
	{0x0, UINT32_MAX, "8080 mode, buffered mode, and the cascade's wiring is fixed"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("8259", PORT_REGS, regs, why);

static const char *const line_name[16] = {
	"irq0", "irq1", "irq2",	 "irq3",  "irq4",  "irq5",  "irq6",  "irq7",
	"irq8", "irq9", "irq10", "irq11", "irq12", "irq13", "irq14", "irq15",
};

static bool is_level(const struct i8259_chip *c, unsigned n)
{
	return (c->icw[0] & ICW1_LEVEL) || (c->elcr >> n & 1);
}

/* Inputs from the highest priority down: lowest + 1, lowest + 2, ... lowest. */
static int first_of(const struct i8259_chip *c, uint8_t set)
{
	for (unsigned i = 1; i <= 8; i++) {
		unsigned n = (c->lowest + i) & 7;

		if (set >> n & 1)
			return (int)n;
	}
	return -1;
}

/* The input to serve now, or -1. */
static int pending(const struct i8259_chip *c)
{
	uint8_t ready = c->irr & (uint8_t)~c->imr;
	uint8_t isr = c->isr;

	/* Special mask mode: masked inputs in service do not block others. */
	if (c->special_mask)
		isr &= (uint8_t)~c->imr;
	for (unsigned i = 1; i <= 8; i++) {
		unsigned n = (c->lowest + i) & 7;
		bool in_service = isr >> n & 1;

		/* Special fully nested: the cascade input may interrupt itself. */
		if (in_service && !c->secondary && n == 2 && (c->icw[3] & ICW4_SFNM) &&
		    (ready >> n & 1))
			return (int)n;
		if (in_service) {
			if (!c->special_mask)
				return -1;
			continue;
		}
		if (ready >> n & 1)
			return (int)n;
	}
	return -1;
}

static void chip_line(struct i8259_chip *c, unsigned n, bool level)
{
	uint8_t bit = (uint8_t)(1 << n);

	if (is_level(c, n)) {
		c->irr = level ? c->irr | bit : c->irr & (uint8_t)~bit;
	} else if (level && !(c->lines & bit)) {
		c->irr |= bit;
	} else if (!level) {
		/* The request latch is transparent: a line that drops early is lost. */
		c->irr &= (uint8_t)~bit;
	}
	c->lines = level ? c->lines | bit : c->lines & (uint8_t)~bit;
}

static void update(struct i8259 *p)
{
	bool second = p->chip[1].init_step == 0 && pending(&p->chip[1]) >= 0;

	chip_line(&p->chip[0], 2, second);
	signal_set(&p->intr, p->chip[0].init_step == 0 && pending(&p->chip[0]) >= 0);
}

static void line_changed(void *opaque, bool level)
{
	struct i8259_line *l = opaque;

	if (trace_on(l->pic->trace, TRACE_IRQ))
		trace_line(l->pic->trace, TRACE_IRQ, "%s=%d", line_name[l->n], level);
	if (l->n == 2)
		return; /* taken by the cascade */
	chip_line(&l->pic->chip[l->n >> 3], l->n & 7, level);
	update(l->pic);
}

static void chip_init(struct i8259_chip *c, bool secondary)
{
	memset(c, 0, sizeof(*c));
	c->secondary = secondary;
	c->lowest = 7;
	c->elcr_mask = secondary ? 0xde : 0xf8; /* never 0, 1, 2, 8, 13 */
}

void i8259_reset(struct i8259 *p)
{
	for (unsigned n = 0; n < 2; n++) {
		uint8_t lines = p->chip[n].lines;

		chip_init(&p->chip[n], n);
		p->chip[n].lines = lines;
	}
	update(p);
}

void i8259_init(struct i8259 *p, struct trace *trace)
{
	memset(p, 0, sizeof(*p));
	p->trace = trace;
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	chip_init(&p->chip[0], false);
	chip_init(&p->chip[1], true);
	signal_init(&p->intr, "intr");
	for (unsigned n = 0; n < 16; n++) {
		signal_init(&p->line[n], line_name[n]);
		p->link[n].pic = p;
		p->link[n].n = n;
		signal_connect(&p->line[n], &p->hook[n], line_changed, &p->link[n]);
	}
}

static void end_of_interrupt(struct i8259_chip *c, unsigned n, bool rotate)
{
	c->isr &= (uint8_t) ~(1 << n);
	if (rotate)
		c->lowest = (uint8_t)n;
}

/* Take the pending input into service; returns it, or 7 when nothing is pending any more. */
static unsigned chip_accept(struct i8259_chip *c)
{
	int n = pending(c);

	if (n < 0)
		return 7;
	if (!is_level(c, (unsigned)n))
		c->irr &= (uint8_t) ~(1 << n);
	if (c->icw[3] & ICW4_AEOI) {
		if (c->rotate_aeoi)
			c->lowest = (uint8_t)n;
	} else {
		c->isr |= (uint8_t)(1 << n);
	}
	return (unsigned)n;
}

uint8_t i8259_ack(struct i8259 *p)
{
	unsigned n = chip_accept(&p->chip[0]);
	uint8_t vector = (uint8_t)((p->chip[0].icw[1] & 0xf8) | n);

	if (n == 2) {
		unsigned m = chip_accept(&p->chip[1]);

		vector = (uint8_t)((p->chip[1].icw[1] & 0xf8) | m);
		n = 8 + m;
	}
	if (trace_on(p->trace, TRACE_IRQ))
		trace_line(p->trace, TRACE_IRQ, "acknowledge input %u vector %02X", n, vector);
	update(p);
	return vector;
}

static void write_icw1(struct i8259_chip *c, uint8_t val)
{
	c->icw[0] = val;
	c->icw[3] = 0; /* without ICW4 all its functions are off */
	c->imr = 0;
	c->isr = 0;
	c->irr = 0;
	c->lowest = 7;
	c->special_mask = false;
	c->read_isr = false;
	c->rotate_aeoi = false;
	c->poll = false;
	c->init_step = 2;
	/* The edge detector starts anew: an input that is high now must fall first, but a level
	 * input counts at once. */
	for (unsigned n = 0; n < 8; n++) {
		if (is_level(c, n) && (c->lines >> n & 1))
			c->irr |= (uint8_t)(1 << n);
	}
}

static void write_ocw2(struct i8259_chip *c, uint8_t val)
{
	int n = first_of(c, c->isr);

	c->ocw2 = val;
	switch (val >> 5) {
	case 0: /* rotate in automatic EOI mode: off, on */
	case 4: c->rotate_aeoi = val >> 7; break;
	case 1: /* non-specific EOI, without and with rotation */
	case 5:
		if (n >= 0)
			end_of_interrupt(c, (unsigned)n, val >> 7);
		break;
	case 3: /* specific EOI */
	case 7: end_of_interrupt(c, val & 7, val >> 7); break;
	case 6: c->lowest = val & 7; break;
	default: break; /* no operation */
	}
}

static void write_ocw3(struct i8259_chip *c, uint8_t val)
{
	c->ocw3 = val;
	if (val & 0x40)
		c->special_mask = val >> 5 & 1;
	c->poll = val >> 2 & 1;
	if (val & 0x02)
		c->read_isr = val & 1;
}

static void write_odd(struct i8259_chip *c, uint8_t val)
{
	switch (c->init_step) {
	case 2:
		c->icw[1] = val;
		c->init_step = !(c->icw[0] & ICW1_SINGLE) ? 3 : (c->icw[0] & ICW1_ICW4) ? 4 : 0;
		break;
	case 3:
		c->icw[2] = val;
		c->init_step = (c->icw[0] & ICW1_ICW4) ? 4 : 0;
		break;
	case 4:
		c->icw[3] = val;
		c->init_step = 0;
		break;
	default: c->imr = val; break;
	}
}

/* The register a write goes to: by address bit 0, the place in the initialisation, and the data. */
static unsigned written_register(const struct i8259_chip *c, uint16_t offset, uint8_t val)
{
	if (offset & 1)
		return c->init_step ? ICW1 + c->init_step - 1u : OCW1;
	if (val & ICW1_INIT)
		return ICW1;
	return val & OCW3_SELECT ? OCW3 : OCW2;
}

static void chip_write(struct i8259 *p, unsigned which, uint16_t offset, uint8_t val)
{
	struct i8259_chip *c = &p->chip[which];

	port_reg_write(&p->regs, which * CHIP_REGS + written_register(c, offset, val), val, 0xff);
	if (offset & 1)
		write_odd(c, val);
	else if (val & ICW1_INIT)
		write_icw1(c, val);
	else if (val & OCW3_SELECT)
		write_ocw3(c, val);
	else
		write_ocw2(c, val);
	update(p);
}

static uint8_t poll_read(struct i8259 *p, struct i8259_chip *c)
{
	int n = pending(c);

	c->poll = false;
	if (n < 0)
		return 0;
	chip_accept(c);
	update(p);
	return (uint8_t)(0x80 | n);
}

static uint8_t chip_read(struct i8259 *p, unsigned which, uint16_t offset)
{
	struct i8259_chip *c = &p->chip[which];
	unsigned base = which * CHIP_REGS;

	if (c->poll)
		return port_reg_read(&p->regs, base + POLL, poll_read(p, c));
	if (offset & 1)
		return port_reg_read(&p->regs, base + OCW1, c->imr);
	if (c->read_isr)
		return port_reg_read(&p->regs, base + ISR, c->isr);
	return port_reg_read(&p->regs, base + IRR, c->irr);
}

static uint32_t first_read(void *opaque, uint16_t offset, unsigned size)
{
	(void)size;
	return chip_read(opaque, 0, offset);
}

static void first_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	(void)size;
	chip_write(opaque, 0, offset, (uint8_t)val);
}

static uint32_t second_read(void *opaque, uint16_t offset, unsigned size)
{
	(void)size;
	return chip_read(opaque, 1, offset);
}

static void second_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	(void)size;
	chip_write(opaque, 1, offset, (uint8_t)val);
}

struct io_if i8259_io(struct i8259 *p, unsigned n)
{
	return (struct io_if){.opaque = p,
			      .read = n ? second_read : first_read,
			      .write = n ? second_write : first_write};
}

static uint32_t elcr_read(void *opaque, uint16_t offset, unsigned size)
{
	struct i8259 *p = opaque;
	unsigned n = offset & 1;

	(void)size;
	return port_reg_read(&p->regs, n * CHIP_REGS + ELCR, p->chip[n].elcr);
}

static void elcr_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct i8259 *p = opaque;
	struct i8259_chip *c = &p->chip[offset & 1];

	(void)size;
	port_reg_write(&p->regs, (offset & 1u) * CHIP_REGS + ELCR, val, 0xff);
	c->elcr = (uint8_t)val & c->elcr_mask;
	for (unsigned n = 0; n < 8; n++) {
		if (c->elcr >> n & 1)
			chip_line(c, n, c->lines >> n & 1);
	}
	update(p);
}

struct io_if i8259_elcr_io(struct i8259 *p)
{
	return (struct io_if){.opaque = p, .read = elcr_read, .write = elcr_write};
}
