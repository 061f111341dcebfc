/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The display controller as a GeodeLink device: MSRs, memory requests, ports, graphics memory. */
#include "lx/dc.h"

#include "lx/dc_internal.h"
#include "strict/rules.h"

#define DC_BASE	  UINT32_C(0x80000000)
#define DC_DEVICE 0x0003e400 /* CAP; the revision byte is not known (sheet 3.2) */
#define SMI_BITS  UINT64_C(0x1001ffff)
#define VGA_FIRST 0xa0000u
#define VGA_LAST  0xbffffu

enum { SMI_VBLANK = 0 };

static void smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	dc_update_lines(f->owner);
}

static const struct reg msrs[DC_MSRS] = {
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = DC_DEVICE, .ro = UINT64_MAX},
	/* Priorities: the model's requests never wait for each other. */
	{.name = "GLD_MSR_CONFIG", .addr = 0x2001, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_SMI",
	 .addr = DC_MSR_SMI,
	 .width = 64,
	 .reset = SMI_BITS,
	 .w1c = SMI_BITS << 32,
	 .ro = ~(SMI_BITS << 32 | SMI_BITS),
	 .post_write = smi_written},
	/* None of the errors (unexpected type or address, FIFO) happens in the model. */
	{.name = "GLD_MSR_ERROR",
	 .addr = 0x2003,
	 .width = 64,
	 .w1c = UINT64_C(0x3f) << 32,
	 .ro = ~UINT64_C(0x3f0000003f),
	 .unmodelled = 0x3f},
	/* Clock gating changes nothing but power. */
	{.name = "GLD_MSR_PM", .addr = 0x2004, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = UINT64_MAX},
	/* Choices about fetch and FIFO details below what the model knows. */
	{.name = "SPARE_MSR", .addr = 0x2011, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "DC_RAM_CTL", .addr = 0x2012, .width = 64, .unmodelled = UINT64_MAX},
};
static const struct reg_why why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2003, 0x2003, "6 to 0: masks of errors of bus requests, which cannot happen here"},
	{0x2011, 0x2012, "fetch and FIFO choices below what the model knows"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("dc", "msr", msrs, why);

/* The data book prints SPARE's address without the 2000h, and programs use it so (sheet 7.1). */
static uint32_t alias(uint32_t msr)
{
	return (msr & 0x3fff) == 0x0011 ? msr | 0x2000 : msr;
}

static uint64_t dc_msr_read(void *o, uint32_t msr)
{
	return gld_msr_read(&((struct dc *)o)->gld, alias(msr));
}

static void dc_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct dc *)o)->gld, alias(msr), val);
}

uint32_t dc_get(const struct dc *d, uint32_t offset)
{
	int i = reg_find(&dc_reg_table, offset);

	return i < 0 ? 0 : (uint32_t)d->value[i];
}

void dc_set(struct dc *d, uint32_t offset, uint32_t val)
{
	int i = reg_find(&dc_reg_table, offset);

	if (i >= 0)
		reg_poke(&d->regs, (unsigned)i, val);
}

/* The registers that DC_UNLOCK protects: those of set-up, not those of every day. */
static bool setup_register(uint32_t offset)
{
	switch (offset & ~3u) {
	case DC_UNLOCK:
	case DC_CURSOR_X:
	case DC_CURSOR_Y:
	case DC_LINE_CNT:
	case DC_PAL_ADDRESS:
	case DC_PAL_DATA:
	case DC_IRQ:
	case DC_VGA_CONFIG:
	case DC_VGA_STATUS: return false;
	default: return true;
	}
}

static uint64_t mmio_read(struct dc *d, uint32_t offset, unsigned size)
{
	return reg_read_bytes(&d->regs, offset, size, 0);
}

static void mmio_write(struct dc *d, uint32_t offset, unsigned size, uint64_t val)
{
	dc_look_at_clock(d);
	if (size == 8) { /* UNLOCK and what it protects may come together */
		mmio_write(d, offset, 4, (uint32_t)val);
		mmio_write(d, offset + 4, 4, val >> 32);
		return;
	}
	if (setup_register(offset) && dc_get(d, DC_UNLOCK) != DC_UNLOCKED) {
		rule_broken(d->env->rules, RULE_VIDEO_LOCKED, "write of DC register %03X is lost",
			    (unsigned)offset);
		return;
	}
	if (reg_write_bytes(&d->regs, offset, size, val))
		rule_broken(d->env->rules, RULE_VIDEO_HOLE, "write of DC offset %04X",
			    (unsigned)offset);
}

bool dc_load(struct dc *d, uint32_t offset, void *buf, uint32_t len)
{
	uint32_t at = (dc_get(d, DC_MEM_OFFSET) & 0xfff00000) + (offset & 0x0fffffff);

	return d->mem.read(d->mem.opaque, at, buf, len);
}

static uint32_t host_load(void *o, uint32_t offset)
{
	uint8_t b[4] = {0xff, 0xff, 0xff, 0xff};

	dc_load(o, offset, b, sizeof(b));
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void host_store(void *o, uint32_t offset, uint32_t val, uint32_t lanes)
{
	struct dc *d = o;
	uint32_t at = (dc_get(d, DC_MEM_OFFSET) & 0xfff00000) + (offset & 0x0fffffff);

	for (unsigned n = 0; n < 4; n++) {
		uint8_t byte = (uint8_t)(val >> 8 * n);

		if (lanes >> 8 * n & 0xff)
			d->mem.write(d->mem.opaque, at + n, &byte, 1);
	}
}

static void host_event(void *o, enum vga_event ev)
{
	struct dc *d = o;

	if (ev == VGA_EV_MISC_WRITE)
		d->vga_events |= 1;
	else if (ev == VGA_EV_ISR0)
		d->vga_events |= 2;
	else if (ev == VGA_EV_CRTC_INVALID)
		d->vga_events |= 8;
	dc_smi(d, ev);
}

static uint8_t host_retrace(void *o)
{
	return dc_vga_retrace(o);
}

static uint32_t host_palette_get(void *o, uint8_t entry)
{
	return ((struct dc *)o)->palette[entry];
}

static void host_palette_set(void *o, uint8_t entry, uint32_t rgb)
{
	struct dc *d = o;

	if (!(dc_get(d, DC_VGA_CONFIG) & 1))
		d->palette[entry] = rgb;
}

static void host_changed(void *o)
{
	struct dc *d = o;

	if (dc_get(d, DC_GENERAL_CFG) & GCFG_VGAE)
		dc_retime(d, false);
}

/* A byte of A0000h-BFFFFh: graphics memory, this chip's registers (CRTC 43h), or nobody's. */
static uint8_t window_read(struct dc *d, uint32_t addr)
{
	uint32_t window = vga_register_window(&d->vga);
	uint8_t val = 0xff;

	if (!vga_mem_read(&d->vga, addr, &val) && window && addr >= window &&
	    addr - window < DC_MMIO_SIZE)
		val = (uint8_t)mmio_read(d, addr - window, 1);
	return val;
}

/* The address of a register; the chip mistakes some that do not begin at 0 (sheet 9). */
static uint32_t register_at(struct dc *d, uint32_t addr)
{
	if (addr >= DC_MMIO_SIZE)
		rule_broken(d->env->rules, RULE_VIDEO_ALIAS,
			    "display controller register at %08X inside its port", (unsigned)addr);
	return addr & (DC_MMIO_SIZE - 1);
}

static uint64_t dc_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct dc *d = o;
	uint64_t val = 0;

	(void)flags;
	if (addr < VGA_FIRST || addr > VGA_LAST)
		return mmio_read(d, register_at(d, addr), size);
	if (!d->base_set)
		rule_broken(d->env->rules, RULE_VIDEO_BASE,
			    "VGA memory is read, DC_GLIU0_MEM_OFFSET was never written");
	for (unsigned n = 0; n < size; n++)
		val |= (uint64_t)window_read(d, addr + n) << 8 * n;
	return val;
}

static void dc_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct dc *d = o;
	uint32_t window = vga_register_window(&d->vga);

	(void)flags;
	if (addr < VGA_FIRST || addr > VGA_LAST) {
		mmio_write(d, register_at(d, addr), size, val);
		return;
	}
	if (window && addr >= window && addr - window < DC_MMIO_SIZE) {
		mmio_write(d, addr - window, size, val);
		return;
	}
	if (!d->base_set)
		rule_broken(d->env->rules, RULE_VIDEO_BASE,
			    "VGA memory is written, DC_GLIU0_MEM_OFFSET was never written");
	for (unsigned n = 0; n < size; n++)
		vga_mem_write(&d->vga, addr + n, (uint8_t)(val >> 8 * n));
}

static uint32_t dc_io_read(void *o, uint16_t port, unsigned size, unsigned flags)
{
	(void)flags;
	return vga_io_read(&((struct dc *)o)->vga, port, size);
}

static void dc_io_write(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	(void)flags;
	vga_io_write(&((struct dc *)o)->vga, port, size, val);
}

void dc_smi(struct dc *d, unsigned bit)
{
	uint64_t reg = gld_get(&d->gld, DC_MSR_SMI);

	gld_set(&d->gld, DC_MSR_SMI, reg | UINT64_C(1) << (32 + bit));
	if (bit == SMI_VBLANK || bit == VGA_EV_VBLANK)
		dc_update_lines(d);
	else if (!(reg >> bit & 1))
		env_ssmi(d->env, false);
}

void dc_update_lines(struct dc *d)
{
	uint64_t smi = gld_get(&d->gld, DC_MSR_SMI);
	uint32_t irq = dc_get(d, DC_IRQ);
	uint64_t waiting = smi >> 32 & ~smi;

	signal_set(&d->asmi, waiting & (1u << SMI_VBLANK | 1u << VGA_EV_VBLANK));
	signal_set(&d->irq, irq >> 16 & ~irq & 3);
}

void dc_init(struct dc *d, const struct env *env, struct dma_if mem, struct dot_clock dot)
{
	const struct vga_host host = {
		.opaque = d,
		.load = host_load,
		.store = host_store,
		.event = host_event,
		.retrace = host_retrace,
		.palette_get = host_palette_get,
		.palette_set = host_palette_set,
		.changed = host_changed,
	};

	*d = (struct dc){.env = env, .mem = mem, .dot = dot};
	gld_init(&d->gld, env, &msr_table, d, d->msr_value, d->msr_cover, DC_BASE, 0);
	reg_file_init(&d->regs, &dc_reg_table, d, d->value, d->cover);
	d->regs.note = rules_reg_note;
	d->regs.note_opaque = env->rules;
	signal_init(&d->irq, "dc.irq");
	signal_init(&d->asmi, "dc.asmi");
	signal_init(&d->aerr, "dc.aerr");
	signal_init(&d->vblank, "dc.vblank");
	vga_init(&d->vga, env, &host);
	dc_reset(d);
}

void dc_reset(struct dc *d)
{
	reg_file_reset(&d->gld.regs);
	reg_file_reset(&d->regs);
	vga_reset(&d->vga);
	d->base_set = false;
	d->flipped = false;
	d->vga_events = 0;
	d->clearing_until = 0;
	dc_retime(d, true);
	dc_update_lines(d);
}

struct gl_device dc_device(struct dc *d)
{
	return (struct gl_device){
		.name = "dc",
		.opaque = d,
		.msr_read = dc_msr_read,
		.msr_write = dc_msr_write,
		.mem_read = dc_mem_read,
		.mem_write = dc_mem_write,
		.io_read = dc_io_read,
		.io_write = dc_io_write,
		.asmi = &d->asmi,
		.aerr = &d->aerr,
	};
}

const struct reg_file *dc_regs(const struct dc *d, unsigned n)
{
	if (n == 0)
		return &d->gld.regs;
	return n == 1 ? &d->regs : vga_regs(&d->vga, n - 2);
}
