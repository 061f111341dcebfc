/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keyboard emulation logic (OpenHCI 1.0a appendix B; cs5536 sheet 7.5). */
#include "cs5536/kel.h"

#include <string.h>

#include "strict/rules.h"

enum {
	CTRL_ENABLE = 1,
	CTRL_INTERRUPT = 2,
	CTRL_CHARACTER = 4,
	CTRL_IRQ_EN = 8,
	CTRL_A20_SEQUENCE = 0x20,
	CTRL_IRQ1 = 0x40,
	CTRL_IRQ12 = 0x80,
	CTRL_A20 = 0x100,
};
enum { STS_OUT_FULL = 1, STS_IN_FULL = 2, STS_CMD_DATA = 8, STS_AUX_FULL = 0x20 };
enum { KEL_SNOOP = 1 };

static void control_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static void input_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static void output_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static uint64_t input_read(struct reg_file *f, unsigned i, uint64_t val);
static uint64_t output_read(struct reg_file *f, unsigned i, uint64_t val);

/*
 * ExternalIRQEn (bit 4) is stored: no external keyboard controller's interrupt comes this way, the
 * serial interrupt goes to the mapper directly.
 */
static const struct reg kel_reg[KEL_REGS] = {
	[KEL_HCE_CONTROL] = {.name = "HceControl",
			     .addr = 0x100,
			     .width = 32,
			     .ro = CTRL_INTERRUPT,
			     .probed = true,
			     .w1c = CTRL_IRQ1 | CTRL_IRQ12,
			     .reserved = 0xfffffe00,
			     .unmodelled = 0x10,
			     .post_write = control_written},
	[KEL_HCE_INPUT] = {.name = "HceInput",
			   .addr = 0x104,
			   .width = 32,
			   .side_effect = true,
			   .reserved = 0xffffff00,
			   .post_write = input_written,
			   .read = input_read},
	[KEL_HCE_OUTPUT] = {.name = "HceOutput",
			    .addr = 0x108,
			    .width = 32,
			    .side_effect = true,
			    .reserved = 0xffffff00,
			    .post_write = output_written,
			    .read = output_read},
	[KEL_HCE_STATUS] = {.name = "HceStatus",
			    .addr = 0x10c,
			    .width = 32,
			    .reserved = 0xffffff00,
			    .post_write = control_written},
};

static const struct reg_why kel_why[] = {
	{0x100, 0x100, "bit 4: serial interrupts go to the mapper directly, not this way"},
};
static const struct reg_table kel_table = REG_TABLE_WHY("cs5536 KEL", "mmio", kel_reg, kel_why);

static uint32_t get(const struct kel *k, unsigned i)
{
	return (uint32_t)k->value[i];
}

static void change(struct kel *k, unsigned i, uint32_t clear, uint32_t set)
{
	reg_poke(&k->regs, i, (get(k, i) & ~clear) | set);
}

/* What follows from the registers: the keyboard's interrupts and the emulation event. */
static void update(struct kel *k)
{
	uint32_t control = get(k, KEL_HCE_CONTROL), status = get(k, KEL_HCE_STATUS);
	bool on = control & CTRL_ENABLE;
	bool full = status & STS_OUT_FULL, aux = status & STS_AUX_FULL;
	bool event = on && ((status & STS_IN_FULL) || ((control & CTRL_CHARACTER) && !full));
	bool wanted = on && full && (control & CTRL_IRQ_EN);

	change(k, KEL_HCE_CONTROL, CTRL_INTERRUPT, event ? CTRL_INTERRUPT : 0);
	signal_set(&k->irq1, wanted && !aux);
	signal_set(&k->irq12, wanted && aux);
	signal_set(&k->event, event);
}

static void control_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update(f->owner);
}

/* The handler's accesses to the buffers move the flags (OpenHCI B.4). */
static void input_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	change(f->owner, KEL_HCE_STATUS, 0, STS_IN_FULL);
	update(f->owner);
}

static uint64_t input_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	change(f->owner, KEL_HCE_STATUS, STS_IN_FULL, 0);
	update(f->owner);
	return val;
}

static void output_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	change(f->owner, KEL_HCE_STATUS, 0, STS_OUT_FULL);
	update(f->owner);
}

static uint64_t output_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	change(f->owner, KEL_HCE_STATUS, STS_OUT_FULL, 0);
	update(f->owner);
	return val;
}

void kel_init(struct kel *k, const struct env *env)
{
	memset(k, 0, sizeof(*k));
	k->env = env;
	reg_file_init(&k->regs, &kel_table, k, k->value, k->cover);
	k->regs.note = rules_reg_note;
	k->regs.note_opaque = env->rules;
	signal_init(&k->irq1, "kel.irq1");
	signal_init(&k->irq12, "kel.irq12");
	signal_init(&k->event, "kel.event");
	kel_reset(k);
}

void kel_reset(struct kel *k)
{
	reg_file_reset(&k->regs);
	k->sequence = 0;
	k->a20 = true; /* as port 92h */
	update(k);
}

bool kel_active(const struct kel *k)
{
	return get(k, KEL_HCE_CONTROL) & CTRL_ENABLE;
}

bool kel_has(uint32_t offset)
{
	return reg_find(&kel_table, offset) >= 0;
}

uint32_t kel_read(struct kel *k, uint32_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&k->regs, offset, size, 0);
}

void kel_write(struct kel *k, uint32_t offset, unsigned size, uint32_t val)
{
	reg_write_bytes(&k->regs, offset, size, val);
}

uint8_t kel_port_read(struct kel *k, bool command)
{
	if (command)
		return (uint8_t)get(k, KEL_HCE_STATUS);
	change(k, KEL_HCE_STATUS, STS_OUT_FULL, 0);
	update(k);
	return (uint8_t)get(k, KEL_HCE_OUTPUT);
}

/*
 * Writes wait for the handler, but for the A20 sequence: D1h is only noted, and the byte that
 * follows counts only when it changes A20 (OpenHCI B.4.1).
 */
void kel_port_write(struct kel *k, bool command, uint8_t val)
{
	uint32_t control = get(k, KEL_HCE_CONTROL);

	if (command && val == 0xd1) {
		change(k, KEL_HCE_CONTROL, 0, CTRL_A20_SEQUENCE);
		return;
	}
	if (control & CTRL_A20_SEQUENCE) {
		bool end = command && val == 0xff;
		bool same = !command && !(val & 2) == !(control & CTRL_A20);

		if (command)
			change(k, KEL_HCE_CONTROL, CTRL_A20_SEQUENCE, 0);
		if (end || same)
			return;
	}
	reg_poke(&k->regs, KEL_HCE_INPUT, val);
	change(k, KEL_HCE_STATUS, STS_CMD_DATA, STS_IN_FULL | (command ? STS_CMD_DATA : 0));
	update(k);
}

enum kel_event kel_snoop(struct kel *k, bool command, uint8_t val)
{
	uint8_t sequence = k->sequence;
	bool a20;

	if (!(k->ctrl & KEL_SNOOP))
		return KEL_NOTHING;
	if (command) {
		k->sequence = val;
		/* Commands F0h to FFh pulse output port bits that are 0 in them; bit 0 is reset. */
		return val >= 0xf0 && !(val & 1) ? KEL_INIT : KEL_NOTHING;
	}
	k->sequence = 0;
	if (sequence != 0xd1)
		return KEL_NOTHING;
	if (!(val & 1))
		return KEL_INIT;
	a20 = val & 2;
	if (a20 == k->a20)
		return KEL_NOTHING;
	k->a20 = a20;
	return KEL_A20_CHANGE;
}
