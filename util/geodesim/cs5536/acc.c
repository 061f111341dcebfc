/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 audio controller: MSRs, registers, the codec's mailbox (CS5536 sheet, 9.3). */
#include "cs5536/acc.h"

#include <string.h>

#include "strict/rules.h"

#define FRAME_NS 20833u /* of the AC-link */

enum { GPIO_STATUS, GPIO_CONTROL, CODEC_STATUS, CODEC_CONTROL, IRQ_STATUS, ENGINE };
enum { STS_NEW = 0x20000, PRIMARY_READY = 0x800000, CMD_NEW = 0x10000 };
enum { LINK_SHUTDOWN = 0x40000, WARM_RESET = 0x20000 };
#define CMD_READ UINT32_C(0x80000000)
#define NO_CODEC UINT32_C(0xff80ffff) /* what boards without a codec show */

static uint64_t read_gpio(struct reg_file *f, unsigned i, uint64_t val)
{
	f->value[i] &= ~UINT64_C(0x300000); /* flags clear on read */
	return val;
}

static uint64_t read_codec(struct reg_file *f, unsigned i, uint64_t val)
{
	struct acc *a = f->owner;

	if (!a->codec.present)
		return NO_CODEC;
	f->value[i] &= ~(uint64_t)STS_NEW;
	return val | (a->link_down ? 0 : PRIMARY_READY);
}

static uint64_t read_irq(struct reg_file *f, unsigned i, uint64_t val)
{
	struct acc *a = f->owner;

	(void)i;
	(void)val;
	val = 0;
	for (unsigned n = 0; n < ACC_MASTERS; n++) {
		uint64_t status = a->io_value[ACC_MASTER0 + ACC_MASTER_REGS * n + ACC_STATUS];

		if (status & (ACC_EOP | ACC_EOP_ERROR))
			val |= UINT64_C(4) << n;
	}
	return val;
}

void acc_update_irq(struct acc *a)
{
	signal_set(&a->irq, read_irq(&a->io, IRQ_STATUS, 0));
}

static void command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct acc *a = f->owner;
	bool down = a->link_down;

	(void)i;
	if ((val & ~old) & LINK_SHUTDOWN)
		a->link_down = true;
	if (val & WARM_RESET) {
		a->link_down = false;
		f->value[CODEC_CONTROL] &= ~(uint64_t)(WARM_RESET | LINK_SHUTDOWN);
	}
	if (down != a->link_down)
		acc_link_changed(a);
	/* Without a bit clock nobody takes the command. */
	if ((val & CMD_NEW) && a->codec.present && !a->link_down)
		event_schedule(a->env->clock, &a->command_done,
			       clock_after_ns(a->env->clock, FRAME_NS));
}

static void command_done(void *opaque, uint64_t due)
{
	struct acc *a = opaque;
	uint32_t cmd = (uint32_t)a->io_value[CODEC_CONTROL];

	(void)due;
	a->io_value[CODEC_CONTROL] &= ~(uint64_t)CMD_NEW;
	if (cmd >> 22 & 3) /* no secondary codec */
		return;
	if (!(cmd & CMD_READ)) {
		ac97_write(&a->codec, cmd >> 24 & 0x7f, (uint16_t)cmd);
		return;
	}
	a->answer_reg = cmd >> 24 & 0x7f;
	a->answer_data = ac97_read(&a->codec, a->answer_reg);
	event_schedule(a->env->clock, &a->answer, clock_after_ns(a->env->clock, FRAME_NS));
}

static void answer(void *opaque, uint64_t due)
{
	struct acc *a = opaque;

	(void)due;
	a->io_value[CODEC_STATUS] = (a->io_value[CODEC_STATUS] & 0x780000) |
				    (uint32_t)a->answer_reg << 24 | STS_NEW | a->answer_data;
}

#define ABOVE UINT64_C(0xffffffff00000000)

/* CS5536 sheet 1.3. Unmodelled: all but the identity; no source of SMIs or errors is known. */
static const struct reg msr_table_regs[] = {
	{.name = "GLD_MSR_CAP", .addr = 0, .width = 64, .reset = 0x533001, .ro = UINT64_MAX},
	{.name = "GLD_MSR_CONFIG", .addr = 1, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_SMI", .addr = 2, .width = 64, .w1c = ABOVE, .unmodelled = UINT32_MAX},
	{.name = "GLD_MSR_ERROR", .addr = 3, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM", .addr = 4, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG", .addr = 5, .width = 64, .unmodelled = UINT64_MAX},
};

_Static_assert(sizeof(msr_table_regs) / sizeof(msr_table_regs[0]) == ACC_MSRS, "value[]");

#define MASTER(N)                                                                              \
	{.name = "ACC_BM" #N "_CMD",                                                           \
	 .addr = 0x20 + 8 * (N),                                                               \
	 .width = 8,                                                                           \
	 .reserved = 0xf0,                                                                     \
	 .unmodelled = 4,                                                                      \
	 .post_write = acc_master_command},                                                    \
		{.name = "ACC_BM" #N "_STATUS",                                                \
		 .addr = 0x21 + 8 * (N),                                                       \
		 .width = 8,                                                                   \
		 .ro = 0xff,                                                                   \
		 .side_effect = true,                                                          \
		 .read = acc_master_status,                                                    \
		 .probed = true},                                                              \
	{                                                                                      \
		.name = "ACC_BM" #N "_PRD", .addr = 0x24 + 8 * (N), .width = 32, .reserved = 3 \
	}
#define POINTER(N)                                                                \
	{                                                                         \
		.name = "ACC_BM" #N "_PNTR", .addr = 0x60 + 4 * (N), .width = 32, \
		.ro = UINT32_MAX, .read = acc_master_pointer                      \
	}

/*
 * CS5536 sheet 9.3. Unmodelled: the codec's GPIO pins and their interrupts, the second codec, slot
 * choices, synchronised start of the surround masters, byte order (samples are only counted).
 */
static const struct reg io_table_regs[] = {
	{.name = "ACC_GPIO_STATUS",
	 .addr = 0x00,
	 .width = 32,
	 .ro = 0x3fffff,
	 .reserved = 0x1fc00000,
	 .unmodelled = 0xe0000000,
	 .side_effect = true,
	 .read = read_gpio,
	 .probed = true},
	{.name = "ACC_GPIO_CNTL",
	 .addr = 0x04,
	 .width = 32,
	 .reserved = 0xfff00000,
	 .unmodelled = 0xfffff},
	{.name = "ACC_CODEC_STATUS",
	 .addr = 0x08,
	 .width = 32,
	 .ro = 0xffc7ffff,
	 .unmodelled = 0x380000,
	 .side_effect = true,
	 .read = read_codec,
	 .probed = true},
	{.name = "ACC_CODEC_CNTL",
	 .addr = 0x0c,
	 .width = 32,
	 .reserved = 0x80000,
	 .unmodelled = 0x300000,
	 .post_write = command_written},
	{.name = "ACC_IRQ_STATUS",
	 .addr = 0x12,
	 .width = 16,
	 .ro = 0xffff,
	 .read = read_irq,
	 .probed = true},
	{.name = "ACC_ENGINE_CNTL",
	 .addr = 0x14,
	 .width = 32,
	 .reserved = 0xfffffffe,
	 .unmodelled = 1},
	MASTER(0),
	MASTER(1),
	MASTER(2),
	MASTER(3),
	MASTER(4),
	MASTER(5),
	MASTER(6),
	MASTER(7),
	POINTER(0),
	POINTER(1),
	POINTER(2),
	POINTER(3),
	POINTER(4),
	POINTER(5),
	POINTER(6),
	POINTER(7),
};

_Static_assert(sizeof(io_table_regs) / sizeof(io_table_regs[0]) == ACC_REGS, "io_value[]");

static const struct reg_why msr_why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x2, 0x3, "no source of SMIs or errors is documented"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("ACC", "msr", msr_table_regs, msr_why);
static const struct reg_why io_why[] = {
	{0x0, 0x4, "the codec link's GPIO slot: no codec here has GPIO"},
	{0x8, 0xc, "choice of a second codec and of its wake-up"},
	{0x14, 0x14, "start of the surround masters together"},
	{0x0, UINT32_MAX, "byte order: samples are only counted"},
};
static const struct reg_table io_table = REG_TABLE_WHY("ACC", "io", io_table_regs, io_why);

static uint32_t device_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags)
{
	struct acc *a = opaque;

	(void)flags;
	return (uint32_t)reg_read_bytes(&a->io, port & (ACC_PORTS - 1), size, 0);
}

static void device_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val,
			    unsigned flags)
{
	struct acc *a = opaque;

	(void)flags;
	reg_write_bytes(&a->io, port & (ACC_PORTS - 1), size, val);
}

static uint64_t device_msr_read(void *opaque, uint32_t msr)
{
	return gld_msr_read(&((struct acc *)opaque)->gld, msr);
}

static void device_msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct acc *)opaque)->gld, msr, val);
}

struct gl_device acc_device(struct acc *a)
{
	return (struct gl_device){
		.name = "ACC",
		.opaque = a,
		.msr_read = device_msr_read,
		.msr_write = device_msr_write,
		.io_read = device_io_read,
		.io_write = device_io_write,
	};
}

const struct reg_file *acc_regs(const struct acc *a, unsigned n)
{
	return n == 0 ? &a->gld.regs : n == 1 ? &a->io : NULL;
}

void acc_init(struct acc *a, const struct env *env, struct dma_if memory, uint32_t codec)
{
	memset(a, 0, sizeof(*a));
	a->env = env;
	a->memory = memory;
	gld_init(&a->gld, env, &msr_table, a, a->value, a->cover, 0x51500000, 0x2000);
	reg_file_init(&a->io, &io_table, a, a->io_value, a->io_cover);
	a->io.note = rules_reg_note;
	a->io.note_opaque = env->rules;
	ac97_init(&a->codec, codec);
	signal_init(&a->irq, "acc.irq");
	event_init(&a->command_done, "acc.command", command_done, a);
	event_init(&a->answer, "acc.answer", answer, a);
	for (unsigned n = 0; n < ACC_MASTERS; n++)
		acc_master_init(a, n);
}

void acc_reset(struct acc *a)
{
	reg_file_reset(&a->gld.regs);
	reg_file_reset(&a->io);
	ac97_reset(&a->codec);
	a->link_down = false;
	event_cancel(a->env->clock, &a->command_done);
	event_cancel(a->env->clock, &a->answer);
	for (unsigned n = 0; n < ACC_MASTERS; n++)
		acc_master_reset(&a->master[n]);
	acc_update_irq(a);
}
