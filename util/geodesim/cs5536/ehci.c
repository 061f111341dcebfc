/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI: registers, microframes, interrupts (EHCI 1.0, chapters 2 and 4). */
#include "cs5536/ehci.h"

#include <string.h>

#include "strict/rules.h"

#define MICROFRAME_HZ	 8000u
#define MICROFRAME_BYTES 7400u /* 480 Mbit/s for 125 us, less SOF */
#define INDEX_MASK	 0x3fffu

enum {
	CMD_RS = 1,
	CMD_HCRESET = 2,
	CMD_PSE = 0x10,
	CMD_ASE = 0x20,
	CMD_IAAD = 0x40,
};
enum { IPREG04_WRITABLE = 2 };

static void update(struct ehci *e)
{
	signal_set(&e->irq, e->value[EHCI_STS] & e->value[EHCI_INTR] & EHCI_EVENTS);
	signal_pulse(&e->event);
}

void ehci_event(struct ehci *e, uint32_t bits, bool later)
{
	if (later) {
		e->pending |= bits;
		return;
	}
	e->value[EHCI_STS] |= bits;
	update(e);
}

static bool running(const struct ehci *e)
{
	return !(e->value[EHCI_STS] & EHCI_HALTED);
}

static uint32_t index_now(const struct ehci *e)
{
	if (!running(e))
		return (uint32_t)e->value[EHCI_FRINDEX];
	return (uint32_t)(e->base_index + clock_ticks(e->env->clock, MICROFRAME_HZ) -
			  e->base_tick) &
	       INDEX_MASK;
}

/* Microframes of one pass through the frame list. */
static uint32_t list_span(const struct ehci *e)
{
	return 8192u >> (e->value[EHCI_CMD] >> 2 & 3);
}

/* Each microframe counts while a schedule runs or something waits; else only the roll-over. */
static void schedule(struct ehci *e)
{
	uint32_t index = index_now(e), span = list_span(e);
	bool busy = (e->value[EHCI_CMD] & (CMD_PSE | CMD_ASE | CMD_IAAD)) ||
		    (e->value[EHCI_STS] & (EHCI_PSS | EHCI_ASS)) || e->pending;

	if (!running(e)) {
		event_cancel(e->env->clock, &e->tick);
		return;
	}
	event_schedule(e->env->clock, &e->tick,
		       clock_at_tick(e->env->clock, MICROFRAME_HZ,
				     clock_ticks(e->env->clock, MICROFRAME_HZ) +
					     (busy ? 1 : span - index % span)));
}

static void halt(struct ehci *e)
{
	e->value[EHCI_FRINDEX] = index_now(e);
	e->value[EHCI_CMD] &= ~(uint64_t)CMD_RS;
	e->value[EHCI_STS] &= ~(uint64_t)(EHCI_PSS | EHCI_ASS | EHCI_RECLAMATION);
	e->value[EHCI_STS] |= EHCI_HALTED | e->pending;
	e->pending = 0;
	event_cancel(e->env->clock, &e->tick);
	update(e);
}

void ehci_host_error(struct ehci *e, const char *why)
{
	rule_broken(e->env->rules, RULE_USB_LISTS, "EHCI stops: %s", why);
	halt(e);
	ehci_event(e, EHCI_HSE, false);
}

bool ehci_load(struct ehci *e, uint32_t addr, void *to, uint32_t size)
{
	if (e->memory.read(e->memory.opaque, addr, to, size))
		return true;
	ehci_host_error(e, "no memory at a list or buffer");
	return false;
}

bool ehci_store(struct ehci *e, uint32_t addr, const void *from, uint32_t size)
{
	if (e->memory.write(e->memory.opaque, addr, from, size))
		return true;
	ehci_host_error(e, "no memory at a list or buffer");
	return false;
}

bool ehci_spend(struct ehci *e, uint32_t bytes)
{
	if (e->left < bytes)
		return false;
	e->left -= bytes;
	return true;
}

/* The interrupt threshold: events are told at a multiple of so many microframes. */
static void tell_pending(struct ehci *e, uint32_t index)
{
	uint32_t threshold = e->value[EHCI_CMD] >> 16 & 0xff, bits = e->pending;

	if (!bits || (threshold && index % threshold))
		return;
	e->pending = 0;
	ehci_event(e, bits, false);
}

static void follow_enable(struct ehci *e, unsigned cmd, unsigned status)
{
	if (e->value[EHCI_CMD] & cmd)
		e->value[EHCI_STS] |= status;
	else
		e->value[EHCI_STS] &= ~(uint64_t)status;
}

static void tick_fire(void *opaque, uint64_t due)
{
	struct ehci *e = opaque;
	uint32_t index = index_now(e), span = list_span(e);

	(void)due;
	if (index / span != e->last_index / span)
		ehci_event(e, EHCI_FLR, false);
	e->last_index = index;
	e->left = MICROFRAME_BYTES;
	follow_enable(e, CMD_PSE, EHCI_PSS);
	follow_enable(e, CMD_ASE, EHCI_ASS);
	if (e->value[EHCI_STS] & EHCI_PSS)
		ehci_run_periodic(e, index);
	if (running(e) && (e->value[EHCI_STS] & EHCI_ASS) && ehci_run_async(e) &&
	    (e->value[EHCI_CMD] & CMD_IAAD)) {
		e->value[EHCI_CMD] &= ~(uint64_t)CMD_IAAD;
		ehci_event(e, EHCI_IAA, true);
	}
	tell_pending(e, index);
	schedule(e);
}

static void operational_reset(struct ehci *e)
{
	event_cancel(e->env->clock, &e->tick);
	for (unsigned i = EHCI_CMD; i < EHCI_PORTSC; i++)
		e->value[i] = e->regs.table->reg[i].reset;
	e->pending = 0;
	e->last_index = 0;
	ehci_ports_reset(e);
	update(e);
}

static void command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct ehci *e = f->owner;

	(void)i;
	if (val & CMD_HCRESET) {
		if (running(e))
			rule_broken(e->env->rules, RULE_USB_ACCESS,
				    "EHCI is reset while it runs (USBSTS.HCHalted is 0)");
		operational_reset(e);
		return;
	}
	if ((val & CMD_IAAD) && !(e->value[EHCI_STS] & EHCI_ASS))
		rule_broken(e->env->rules, RULE_USB_ACCESS,
			    "doorbell rung while the asynchronous schedule is off");
	if ((val & CMD_RS) && !running(e)) {
		e->base_index = e->last_index = (uint32_t)e->value[EHCI_FRINDEX] & INDEX_MASK;
		e->base_tick = clock_ticks(e->env->clock, MICROFRAME_HZ);
		e->value[EHCI_STS] &= ~(uint64_t)EHCI_HALTED;
	} else if (!(val & CMD_RS) && (old & CMD_RS)) {
		halt(e);
	}
	schedule(e);
}

static void status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update(f->owner);
}

static uint64_t read_index(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return index_now(f->owner);
}

static int write_index(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ehci *e = f->owner;

	(void)i;
	(void)old;
	if (!running(e))
		return 0;
	rule_broken(e->env->rules, RULE_USB_ACCESS, "FRINDEX is written while EHCI runs");
	*val = e->value[EHCI_FRINDEX];
	return 0;
}

static int write_hccparams(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ehci *e = f->owner;

	(void)i;
	if (e->value[EHCI_IPREG04] & IPREG04_WRITABLE)
		return 0;
	if (*val != old)
		rule_broken(e->env->rules, RULE_READ_ONLY,
			    "HCCPARAMS is written with %08X, IPREG04 bit 1 is 0", (unsigned)*val);
	*val = old;
	return 0;
}

static void configflag_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	if ((old ^ val) & 1)
		ehci_ports_configure(f->owner, val & 1);
}

#define PORT(N)                                                                               \
	{                                                                                     \
		.name = "PORTSC" #N, .addr = 0x50 + 4 * (N), .width = 32, .reset = 0x2000,    \
		.reserved = 0xff800200, .unmodelled = 0x7fc000, .pre_write = ehci_write_port, \
		.probed = true                                                                \
	}

/*
 * EHCI 1.0 chapter 2 and CS5536 sheet 9.1. The base of the operational registers is 10h. Four
 * ports, all with the OHCI as companion, power switched by PORTSC. HCCPARAMS before firmware sets
 * it has the threshold of 1 alone, no extended capabilities. Unmodelled: park mode, indicators,
 * test modes and wake enables of ports (a wake event is always passed on), the implementation's
 * own registers (90h to A4h) but for bit 1 of A0h.
 */
static const struct reg table_regs[] = {
	{.name = "CAPLENGTH", .addr = 0x00, .width = 8, .reset = 0x10, .ro = 0xff},
	{.name = "HCIVERSION", .addr = 0x02, .width = 16, .reset = 0x100, .ro = 0xffff},
	{.name = "HCSPARAMS", .addr = 0x04, .width = 32, .reset = 0x1414, .ro = UINT32_MAX},
	{.name = "HCCPARAMS",
	 .addr = 0x08,
	 .width = 32,
	 .reset = 0x12,
	 .pre_write = write_hccparams,
	 .unmodelled = UINT32_MAX},
	{.name = "HCSP_PORTROUTE_LO", .addr = 0x0c, .width = 16, .ro = 0xffff},
	{.name = "HCSP_PORTROUTE_HI", .addr = 0x0e, .width = 16, .ro = 0xffff},
	{.name = "USBCMD",
	 .addr = 0x10,
	 .width = 32,
	 .reset = 0x80000,
	 .reserved = 0xff00f480,
	 .unmodelled = 0xb00,
	 .post_write = command_written},
	{.name = "USBSTS",
	 .addr = 0x14,
	 .width = 32,
	 .reset = EHCI_HALTED,
	 .w1c = 0x3f,
	 .ro = 0xf000,
	 .reserved = 0xffff0fc0,
	 .post_write = status_written,
	 .probed = true},
	{.name = "USBINTR",
	 .addr = 0x18,
	 .width = 32,
	 .reserved = 0xffffffc0,
	 .post_write = status_written},
	{.name = "FRINDEX",
	 .addr = 0x1c,
	 .width = 32,
	 .reserved = 0xffffc000,
	 .pre_write = write_index,
	 .read = read_index},
	{.name = "CTRLDSSEGMENT", .addr = 0x20, .width = 32, .ro = UINT32_MAX, .probed = true},
	{.name = "PERIODICLISTBASE", .addr = 0x24, .width = 32, .reserved = 0xfff},
	{.name = "ASYNCLISTADDR", .addr = 0x28, .width = 32, .reserved = 0x1f},
	{.name = "CONFIGFLAG",
	 .addr = 0x50,
	 .width = 32,
	 .reserved = 0xfffffffe,
	 .post_write = configflag_written},
	PORT(1),
	PORT(2),
	PORT(3),
	PORT(4),
	{.name = "IPREG00", .addr = 0x90, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "IPREG01", .addr = 0x94, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "IPREG02", .addr = 0x98, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "IPREG03", .addr = 0x9c, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "IPREG04", .addr = 0xa0, .width = 32, .unmodelled = 0xfffffffd},
	{.name = "IPREG05", .addr = 0xa4, .width = 32, .unmodelled = UINT32_MAX},
};

_Static_assert(sizeof(table_regs) / sizeof(table_regs[0]) == EHCI_REGS, "value[] and cover[]");

static const struct reg_why why[] = {
	{0x8, 0x8, "bits drivers read"},
	{0x10, 0x10, "park mode: order of transactions on the bus"},
	{0x50, 0x60, "indicators, test modes, wake enables: a wake event is always passed on"},
	{0x90, 0xa4, "the implementation's own settings, not documented"},
};
static const struct reg_table table = REG_TABLE_WHY("EHCI", "mmio", table_regs, why);

uint32_t ehci_read(struct ehci *e, uint32_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&e->regs, offset, size, 0);
}

void ehci_write(struct ehci *e, uint32_t offset, unsigned size, uint32_t val)
{
	if (offset >= 0x10 && (size != 4 || (offset & 3)))
		rule_broken(e->env->rules, RULE_USB_ACCESS,
			    "EHCI register %03X is written with %u bytes", (unsigned)offset, size);
	reg_write_bytes(&e->regs, offset, size, val);
}

void ehci_init(struct ehci *e, const struct env *env, struct dma_if memory,
	       void (*companion)(void *opaque, unsigned port, struct usb_dev *dev), void *opaque)
{
	memset(e, 0, sizeof(*e));
	e->env = env;
	e->memory = memory;
	e->companion = companion;
	e->opaque = opaque;
	reg_file_init(&e->regs, &table, e, e->value, e->cover);
	e->regs.note = rules_reg_note;
	e->regs.note_opaque = env->rules;
	signal_init(&e->irq, "ehci.irq");
	signal_init(&e->event, "ehci.event");
	signal_init(&e->wake, "ehci.wake");
	event_init(&e->tick, "ehci.tick", tick_fire, e);
}

void ehci_reset(struct ehci *e)
{
	operational_reset(e);
	reg_file_reset(&e->regs);
}
