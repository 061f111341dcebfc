/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OHCI: registers, states, frames, interrupts (OHCI 1.0a, chapters 5 to 7). */
#include "cs5536/ohci.h"

#include <string.h>

#include "strict/rules.h"

enum { CONTROL_RWC = 0x200, CONTROL_IR = 0x100, CONTROL_HCFS = 0xc0, CONTROL_RWE = 0x400 };
enum { HCFS_RESET = 0, HCFS_RESUME = 0x40, HCFS_OPERATIONAL = 0x80, HCFS_SUSPEND = 0xc0 };
enum { COMMAND_HCR = 1, COMMAND_OCR = 8 };
#define MIE	 UINT32_C(0x80000000)
#define NO_DELAY 7u
#define FRAME_HZ 1000u
#define BIT_HZ	 12000000u

static void update_irq(struct ohci *o)
{
	uint32_t on = (uint32_t)(o->value[OHCI_INT_STATUS] & o->value[OHCI_INT_ENABLE]);
	bool smi = o->value[OHCI_CONTROL] & CONTROL_IR;

	if (!(o->value[OHCI_INT_ENABLE] & MIE))
		on = 0;
	signal_set(&o->irq, (on & 0x7f) && !smi);
	signal_set(&o->smi, ((on & 0x7f) && smi) || (on & OHCI_OC));
}

void ohci_event(struct ohci *o, uint32_t bits)
{
	o->value[OHCI_INT_STATUS] |= bits;
	update_irq(o);
}

void ohci_unrecoverable(struct ohci *o, const char *why)
{
	rule_broken(o->env->rules, RULE_USB_LISTS, "OHCI stops: %s", why);
	o->dead = true;
	event_cancel(o->env->clock, &o->frame);
	ohci_event(o, OHCI_UE);
}

static void next_frame(struct ohci *o)
{
	o->frame_tick = clock_ticks(o->env->clock, FRAME_HZ);
	event_schedule(o->env->clock, &o->frame,
		       clock_at_tick(o->env->clock, FRAME_HZ, o->frame_tick + 1));
}

static bool write32(struct ohci *o, uint32_t addr, uint32_t val)
{
	if (o->memory.write(o->memory.opaque, addr, &val, sizeof(val)))
		return true;
	ohci_unrecoverable(o, "no memory at the communications area");
	return false;
}

/* The queue of finished descriptors goes to memory when its delay is over and the last one was
 * taken. */
static bool write_done_queue(struct ohci *o)
{
	uint32_t head = (uint32_t)o->value[OHCI_DONE_HEAD];
	uint32_t other = (uint32_t)(o->value[OHCI_INT_STATUS] & o->value[OHCI_INT_ENABLE] & 0x7f);

	if (!head)
		return true;
	if (o->done_delay && o->done_delay != NO_DELAY)
		o->done_delay--;
	if (o->done_delay || (o->value[OHCI_INT_STATUS] & OHCI_WDH))
		return true;
	if (!write32(o, (uint32_t)o->value[OHCI_HCCA] + 0x84, head | (other != 0)))
		return false;
	o->value[OHCI_DONE_HEAD] = 0;
	o->done_delay = NO_DELAY;
	ohci_event(o, OHCI_WDH);
	return true;
}

static void frame_fire(void *opaque, uint64_t due)
{
	struct ohci *o = opaque;
	uint32_t frame = (uint32_t)(o->value[OHCI_FM_NUMBER] + 1) & 0xffff;

	(void)due;
	next_frame(o);
	o->value[OHCI_FM_NUMBER] = frame;
	if (!write32(o, (uint32_t)o->value[OHCI_HCCA] + 0x80, frame))
		return;
	ohci_event(o, OHCI_SF | (frame & 0x7fff ? 0 : OHCI_FNO));
	if (write_done_queue(o))
		ohci_run_lists(o, frame);
}

static void software_reset(struct ohci *o)
{
	uint64_t keep = o->value[OHCI_CONTROL] & (CONTROL_IR | CONTROL_RWC);

	for (unsigned i = OHCI_CONTROL; i <= OHCI_LS_THRESHOLD; i++)
		o->value[i] = o->regs.table->reg[i].reset;
	o->value[OHCI_CONTROL] = keep | HCFS_SUSPEND;
	o->done_delay = NO_DELAY;
	o->dead = false;
	event_cancel(o->env->clock, &o->frame);
	update_irq(o);
}

static void control_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct ohci *o = f->owner;
	unsigned from = old & CONTROL_HCFS, to = val & CONTROL_HCFS;

	(void)i;
	if (from != to) {
		if (from == HCFS_OPERATIONAL)
			event_cancel(o->env->clock, &o->frame);
		if (to == HCFS_OPERATIONAL && !o->dead)
			next_frame(o);
		if (to == HCFS_RESET)
			ohci_bus_reset(o);
	}
	update_irq(o);
}

/* Writing ones sets bits, zeros do nothing. */
static int set_bits(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	*val |= old;
	return 0;
}

static void command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct ohci *o = f->owner;

	(void)i;
	(void)old;
	if (val & COMMAND_HCR) {
		software_reset(o);
		return;
	}
	if (val & COMMAND_OCR) {
		o->value[OHCI_COMMAND] &= ~(uint64_t)COMMAND_OCR;
		ohci_event(o, OHCI_OC);
	}
}

static void status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_irq(f->owner);
}

static int clear_enables(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct ohci *o = f->owner;

	(void)i;
	(void)old;
	o->value[OHCI_INT_ENABLE] &= ~*val;
	*val = 0;
	return 0;
}

static uint64_t read_enables(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return ((struct ohci *)f->owner)->value[OHCI_INT_ENABLE];
}

static uint64_t read_remaining(struct reg_file *f, unsigned i, uint64_t val)
{
	struct ohci *o = f->owner;
	uint64_t interval = o->value[OHCI_FM_INTERVAL] & 0x3fff;
	uint64_t gone = clock_ticks(o->env->clock, BIT_HZ) - o->frame_tick * (BIT_HZ / FRAME_HZ);

	(void)i;
	if ((o->value[OHCI_CONTROL] & CONTROL_HCFS) != HCFS_OPERATIONAL)
		return val;
	return (gone < interval ? interval - gone : 0) |
	       (o->value[OHCI_FM_INTERVAL] & UINT64_C(0x80000000));
}

#define POINTER(NAME, ADDR)                                                  \
	{                                                                    \
		.name = (NAME), .addr = (ADDR), .width = 32, .reserved = 0xf \
	}
#define PORT(N)                                                                   \
	{                                                                         \
		.name = "HcRhPortStatus" #N, .addr = 0x50 + 4 * (N), .width = 32, \
		.reserved = 0xffe0fce0, .pre_write = ohci_write_port              \
	}

/*
 * OHCI 1.0a chapter 7 and appendix B. Unmodelled: FmInterval's length (a frame takes 1 ms),
 * PeriodicStart and LSThreshold (transfers are fitted into the frame by their bit times), the
 * root hub's descriptor bits (power is switched, no over-current ever), and the keyboard
 * emulation registers: in this companion they are those of the KEL in DIVIL, which answers their
 * addresses itself whenever it is used; what reaches this copy has no effect.
 * Bits that do not exist are not judged in the two registers where drivers write all ones to
 * clear or disable everything.
 */
static const struct reg table_regs[] = {
	{.name = "HcRevision", .addr = 0x00, .width = 32, .reset = 0x110, .ro = UINT32_MAX},
	{.name = "HcControl",
	 .addr = 0x04,
	 .width = 32,
	 .reserved = 0xfffff800,
	 .post_write = control_written},
	{.name = "HcCommandStatus",
	 .addr = 0x08,
	 .width = 32,
	 .ro = 0x30000,
	 .reserved = 0xfffcfff0,
	 .pre_write = set_bits,
	 .post_write = command_written,
	 .probed = true},
	{.name = "HcInterruptStatus",
	 .addr = 0x0c,
	 .width = 32,
	 .w1c = 0x4000007f,
	 .ro = 0xbfffff80,
	 .post_write = status_written,
	 .probed = true},
	{.name = "HcInterruptEnable",
	 .addr = 0x10,
	 .width = 32,
	 .reserved = 0x3fffff80,
	 .pre_write = set_bits,
	 .post_write = status_written},
	{.name = "HcInterruptDisable",
	 .addr = 0x14,
	 .width = 32,
	 .ro = 0x3fffff80,
	 .pre_write = clear_enables,
	 .post_write = status_written,
	 .read = read_enables,
	 .probed = true},
	{.name = "HcHCCA", .addr = 0x18, .width = 32, .ro = 0xff, .probed = true},
	{.name = "HcPeriodCurrentED", .addr = 0x1c, .width = 32, .ro = UINT32_MAX},
	POINTER("HcControlHeadED", 0x20),
	POINTER("HcControlCurrentED", 0x24),
	POINTER("HcBulkHeadED", 0x28),
	POINTER("HcBulkCurrentED", 0x2c),
	{.name = "HcDoneHead", .addr = 0x30, .width = 32, .ro = UINT32_MAX},
	{.name = "HcFmInterval",
	 .addr = 0x34,
	 .width = 32,
	 .reset = 0x2edf,
	 .reserved = 0xc000,
	 .unmodelled = 0x7fff3fff},
	{.name = "HcFmRemaining",
	 .addr = 0x38,
	 .width = 32,
	 .ro = UINT32_MAX,
	 .read = read_remaining},
	{.name = "HcFmNumber", .addr = 0x3c, .width = 32, .ro = UINT32_MAX},
	{.name = "HcPeriodicStart",
	 .addr = 0x40,
	 .width = 32,
	 .reserved = 0xffffc000,
	 .unmodelled = 0x3fff},
	{.name = "HcLSThreshold",
	 .addr = 0x44,
	 .width = 32,
	 .reset = 0x628,
	 .reserved = 0xfffff000,
	 .unmodelled = 0xfff},
	{.name = "HcRhDescriptorA",
	 .addr = 0x48,
	 .width = 32,
	 .reset = 0x02000904,
	 .ro = 0x4ff,
	 .reserved = 0xffe000,
	 .unmodelled = 0xff001900,
	 .probed = true,
	 .post_write = ohci_rh_a_written},
	{.name = "HcRhDescriptorB", .addr = 0x4c, .width = 32, .unmodelled = 0x0000ffff},
	{.name = "HcRhStatus",
	 .addr = 0x50,
	 .width = 32,
	 .reserved = 0x7ffc7ffc,
	 .pre_write = ohci_write_rh_status},
	PORT(1),
	PORT(2),
	PORT(3),
	PORT(4),
	{.name = "HceControl",
	 .addr = 0x100,
	 .width = 32,
	 .reserved = 0xfffffe00,
	 .unmodelled = 0x1ff},
	{.name = "HceInput",
	 .addr = 0x104,
	 .width = 32,
	 .reserved = 0xffffff00,
	 .unmodelled = 0xff},
	{.name = "HceOutput",
	 .addr = 0x108,
	 .width = 32,
	 .reserved = 0xffffff00,
	 .unmodelled = 0xff},
	{.name = "HceStatus",
	 .addr = 0x10c,
	 .width = 32,
	 .reserved = 0xffffff00,
	 .unmodelled = 0xff},
};

_Static_assert(sizeof(table_regs) / sizeof(table_regs[0]) == OHCI_REGS, "value[] and cover[]");

static const struct reg_why why[] = {
	{0x34, 0x44, "a frame is a millisecond, what of it is left for a packet is not counted"},
	{0x48, 0x4c,
	 "no over-current, no removable devices, power is good at once; ports follow HcRhDescriptorB alone"},
	{0x100, 0x10c, "the emulation of the CS5536 is in its DIVIL, these are stored"},
};
static const struct reg_table table = REG_TABLE_WHY("OHCI", "mmio", table_regs, why);

uint32_t ohci_read(struct ohci *o, uint32_t offset, unsigned size)
{
	if (size != 4 || (offset & 3))
		rule_broken(o->env->rules, RULE_USB_ACCESS,
			    "OHCI register %03X is read with %u bytes", (unsigned)offset, size);
	return (uint32_t)reg_read_bytes(&o->regs, offset, size, 0);
}

void ohci_write(struct ohci *o, uint32_t offset, unsigned size, uint32_t val)
{
	if (size != 4 || (offset & 3))
		rule_broken(o->env->rules, RULE_USB_ACCESS,
			    "OHCI register %03X is written with %u bytes", (unsigned)offset, size);
	reg_write_bytes(&o->regs, offset, size, val);
}

void ohci_init(struct ohci *o, const struct env *env, struct dma_if memory)
{
	memset(o, 0, sizeof(*o));
	o->env = env;
	o->memory = memory;
	reg_file_init(&o->regs, &table, o, o->value, o->cover);
	o->regs.note = rules_reg_note;
	o->regs.note_opaque = env->rules;
	signal_init(&o->irq, "ohci.irq");
	signal_init(&o->smi, "ohci.smi");
	signal_init(&o->wake, "ohci.wake");
	event_init(&o->frame, "ohci.frame", frame_fire, o);
	o->done_delay = NO_DELAY;
	ohci_hub_init(o);
}

void ohci_reset(struct ohci *o)
{
	event_cancel(o->env->clock, &o->frame);
	reg_file_reset(&o->regs);
	o->done_delay = NO_DELAY;
	o->dead = false;
	ohci_hub_reset(o);
	update_irq(o);
}
