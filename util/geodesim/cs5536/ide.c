/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 ATA controller: MSRs, the ports it decodes itself, the channel behind them. */
#include "cs5536/ide.h"

#include <string.h>

#include "cs5536/ide_timing.h"
#include "strict/rules.h"

enum { CFG_CHANEN = 2 };
enum { IO_BAR_EN = 1 };

static void timing_changed(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct ide *ide = f->owner;

	(void)i;
	if (old != val)
		ide->judged = 0;
}

#define HIGH UINT64_C(0xffffffff00000000)

/*
 * CS5536 sheet, sections 1.3 and 8. Unmodelled: CONFIG (bus priorities, prefetch), SMI (no source
 * is documented), ERROR bit 8 (ports answer during DMA in any case), PM (clock gating is not
 * seen), DIAG (AMD's own), of CFG the posted writes (bit 14: they only save time), the channel
 * that has no pins (bits 0, 18, 19) and the cable notes, which are for drivers (16, 17); in
 * DTC, CAST and ETC the fields of the missing channel; the module's own PM MSR.
 */
static const struct reg table_regs[] = {
	{.name = "GLD_MSR_CAP", .addr = 0x00, .width = 64, .reset = 0x548001, .ro = UINT64_MAX},
	{.name = "GLD_MSR_CONFIG",
	 .addr = 0x01,
	 .width = 64,
	 .unmodelled = 0xffffffff,
	 .reserved = HIGH},
	{.name = "GLD_MSR_SMI", .addr = 0x02, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_ERROR",
	 .addr = 0x03,
	 .width = 64,
	 .reset = 0x100,
	 .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM",
	 .addr = 0x04,
	 .width = 64,
	 .unmodelled = 0xffffffff,
	 .reserved = HIGH},
	{.name = "GLD_MSR_DIAG", .addr = 0x05, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "IDE_IO_BAR", .addr = 0x08, .width = 64, .reserved = HIGH | 0xe},
	{.name = "IDE_CFG",
	 .addr = 0x10,
	 .width = 64,
	 .unmodelled = 0xfffffffd,
	 .reserved = HIGH | 0xfff00000},
	/* Saved and restored by firmware with its neighbours; holds nothing. */
	{.name = "IDE_11", .addr = 0x11, .width = 64, .ro = UINT64_MAX, .probed = true},
	{.name = "IDE_DTC",
	 .addr = 0x12,
	 .width = 64,
	 .reset = 0xa8a8a8a8,
	 .unmodelled = 0xffff,
	 .reserved = HIGH,
	 .post_write = timing_changed},
	{.name = "IDE_CAST",
	 .addr = 0x13,
	 .width = 64,
	 .reset = 0xffff00ff,
	 .unmodelled = 0xff000f,
	 .reserved = HIGH | 0xff00,
	 .post_write = timing_changed},
	{.name = "IDE_ETC",
	 .addr = 0x14,
	 .width = 64,
	 .reset = 0x03030303,
	 .unmodelled = 0xffff,
	 .reserved = HIGH,
	 .post_write = timing_changed},
	{.name = "IDE_PM",
	 .addr = 0x15,
	 .width = 64,
	 .unmodelled = 3,
	 .reserved = HIGH | 0xfffffffc},
};

_Static_assert(sizeof(table_regs) / sizeof(table_regs[0]) == IDE_MSRS, "value[] and cover[]");

static const struct reg_why why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x2, 0x2, "no source of an SMI is documented"},
	{0x3, 0x3, "ports answer during DMA in any case"},
	{0x10, 0x10,
	 "write posting saves time alone; the channel without pins; cable notes are for drivers"},
	{0x12, 0x14, "fields of the channel that has no pins"},
	{0x15, 0x15, "clock gating saves power and changes nothing else"},
};
static const struct reg_table table = REG_TABLE_WHY("IDE", "msr", table_regs, why);

/* Do the channel's pins do anything? */
static bool channel_on(const struct ide *ide)
{
	return ide->pins && (gld_get(&ide->gld, 0x10) & CFG_CHANEN);
}

static bool is_master_port(const struct ide *ide, uint16_t port)
{
	uint64_t bar = gld_get(&ide->gld, 0x08);

	return (bar & IO_BAR_EN) && (port & 0xfff0) == (bar & 0xfffffff0);
}

static uint32_t taskfile_read(struct ide *ide, uint16_t port, unsigned size)
{
	struct io_if command = ata_command_io(&ide->ata), control = ata_control_io(&ide->ata);
	uint32_t val = 0;

	if (port == 0x1f0 && size > 1) {
		if (!channel_on(ide))
			return UINT32_MAX;
		env_charge_ns(ide->env, ide_pio_ns(ide) * (size / 2));
		return command.read(command.opaque, 0, size);
	}
	for (unsigned i = 0; i < size; i++) {
		uint16_t at = (uint16_t)(port + i);
		uint32_t byte = 0xff;

		if (channel_on(ide) && ((at >= 0x1f0 && at < 0x1f8) || at == 0x3f6)) {
			env_charge_ns(ide->env, ide_command_ns(ide));
			byte = at == 0x3f6 ? control.read(control.opaque, 0, 1)
					   : command.read(command.opaque, at & 7, 1);
		}
		val |= (byte & 0xff) << (8 * i);
	}
	return val;
}

static void taskfile_write(struct ide *ide, uint16_t port, unsigned size, uint32_t val)
{
	struct io_if command = ata_command_io(&ide->ata), control = ata_control_io(&ide->ata);

	if (!channel_on(ide)) {
		rule_broken(ide->env->rules, RULE_IDE_OFF, "write to port %03X, %s", port,
			    ide->pins ? "IDE_CFG.CHANEN is 0"
				      : "the pins are the flash controller's");
		return;
	}
	if (port == 0x1f0 && size > 1) {
		env_charge_ns(ide->env, ide_pio_ns(ide) * (size / 2));
		command.write(command.opaque, 0, size, val);
		return;
	}
	for (unsigned i = 0; i < size; i++, val >>= 8) {
		uint16_t at = (uint16_t)(port + i);

		if (at == 0x3f6)
			control.write(control.opaque, 0, 1, val & 0xff);
		else if (at >= 0x1f0 && at < 0x1f8)
			command.write(command.opaque, at & 7, 1, val & 0xff);
		env_charge_ns(ide->env, ide_command_ns(ide));
	}
}

/* Bytes 8 to 15 of the bus master block belong to the channel that does not exist: zeros. */
static uint32_t device_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags)
{
	struct ide *ide = opaque;
	struct io_if master = bmide_io(&ide->master);
	unsigned offset = port & 15;
	uint32_t val;

	(void)flags;
	if (!is_master_port(ide, port))
		return taskfile_read(ide, port, size);
	if (offset >= 8)
		return 0;
	val = master.read(master.opaque, (uint16_t)offset, size);
	return offset + size > 8 ? val & ((1u << (8 * (8 - offset))) - 1) : val;
}

static void device_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val,
			    unsigned flags)
{
	struct ide *ide = opaque;
	struct io_if master = bmide_io(&ide->master);
	unsigned offset = port & 15;

	(void)flags;
	if (!is_master_port(ide, port))
		taskfile_write(ide, port, size, val);
	else if (offset < 8)
		master.write(master.opaque, (uint16_t)offset, offset + size > 8 ? 8 - offset : size,
			     val);
}

static uint64_t device_msr_read(void *opaque, uint32_t msr)
{
	struct ide *ide = opaque;

	return gld_msr_read(&ide->gld, msr);
}

static void device_msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	struct ide *ide = opaque;

	gld_msr_write(&ide->gld, msr, val);
}

struct gl_device ide_device(struct ide *ide)
{
	return (struct gl_device){
		.name = "IDE",
		.opaque = ide,
		.msr_read = device_msr_read,
		.msr_write = device_msr_write,
		.io_read = device_io_read,
		.io_write = device_io_write,
	};
}

const struct reg_file *ide_regs(const struct ide *ide, unsigned n)
{
	return n ? NULL : &ide->gld.regs;
}

void ide_set_pins(struct ide *ide, bool ide_mode)
{
	ide->pins = ide_mode;
}

void ide_init(struct ide *ide, const struct env *env, struct dma_if memory)
{
	memset(ide, 0, sizeof(*ide));
	ide->env = env;
	ide->pins = true;
	gld_init(&ide->gld, env, &table, ide, ide->value, ide->cover, 0x51300000, 0x2000);
	ata_init(&ide->ata, env->clock, env->trace, "ide");
	bmide_init(&ide->master, &ide->ata, env->clock, env->trace, memory);
	ide->master.transfer_ns = ide_dma_ns;
	ide->master.opaque = ide;
}

void ide_reset(struct ide *ide)
{
	reg_file_reset(&ide->gld.regs);
	ide->judged = 0;
	ata_reset(&ide->ata);
	bmide_reset(&ide->master);
}
