/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VGA's ports and registers (LX data book 6.6.17-6.6.23; IBM PS/2 VGA reference). */
#include "lx/vga.h"

#include "lx/vga_internal.h"

/*
 * Bits without a meaning read as zero and swallow writes: programs for the PC write all kinds of
 * things there, so `probed` keeps these writes from being complaints.
 */
#define VGA_REG(NAME, ADDR, RESET, BITS)                                      \
	{                                                                     \
		.name = (NAME), .addr = (ADDR), .width = 8, .reset = (RESET), \
		.ro = 0xff & ~(BITS), .probed = 1                             \
	}

static const struct reg general_regs[VGA_GENERAL] = {
	VGA_REG("misc output", 0x3c2, 0x02, 0xef),
	VGA_REG("pel mask", 0x3c6, 0xff, 0xff),
	/* No feature connector exists. */
	{.name = "feature control", .addr = 0x3ca, .width = 8, .unmodelled = 0xff},
};
static const struct reg_why general_why[] = {
	{0x3ca, 0x3ca, "no feature connector exists"},
};
static const struct reg_table general_table = REG_TABLE_WHY("vga", "io", general_regs, general_why);

static const struct reg seq_regs[VGA_SEQ] = {
	VGA_REG("reset", 0, 0x00, 0x03),       VGA_REG("clocking mode", 1, 0x02, 0x3d),
	VGA_REG("map mask", 2, 0x00, 0x0f),    VGA_REG("character map select", 3, 0x00, 0x3f),
	VGA_REG("memory mode", 4, 0x02, 0x0e),
};
static const struct reg_table seq_table = REG_TABLE("vga-sequencer", "index", seq_regs);

static const struct reg crtc_regs[VGA_CRTC] = {
	VGA_REG("horizontal total", 0x00, 0, 0xff),
	VGA_REG("horizontal display end", 0x01, 0, 0xff),
	VGA_REG("horizontal blank start", 0x02, 0, 0xff),
	VGA_REG("horizontal blank end", 0x03, 0, 0xff),
	VGA_REG("horizontal sync start", 0x04, 0, 0xff),
	VGA_REG("horizontal sync end", 0x05, 0, 0xff),
	VGA_REG("vertical total", 0x06, 0, 0xff),
	VGA_REG("overflow", 0x07, 0, 0xff),
	VGA_REG("preset row scan", 0x08, 0, 0x7f),
	VGA_REG("maximum scan line", 0x09, 0, 0xff),
	VGA_REG("cursor start", 0x0a, 0, 0x3f),
	VGA_REG("cursor end", 0x0b, 0, 0x7f),
	VGA_REG("start address high", 0x0c, 0, 0xff),
	VGA_REG("start address low", 0x0d, 0, 0xff),
	VGA_REG("cursor location high", 0x0e, 0, 0xff),
	VGA_REG("cursor location low", 0x0f, 0, 0xff),
	VGA_REG("vertical sync start", 0x10, 0, 0xff),
	VGA_REG("vertical sync end", 0x11, 0, 0xff),
	VGA_REG("vertical display end", 0x12, 0, 0xff),
	VGA_REG("offset", 0x13, 0, 0xff),
	VGA_REG("underline location", 0x14, 0, 0x7f),
	VGA_REG("vertical blank start", 0x15, 0, 0xff),
	VGA_REG("vertical blank end", 0x16, 0, 0xff),
	VGA_REG("mode control", 0x17, 0, 0xff),
	VGA_REG("line compare", 0x18, 0, 0xff),
	VGA_REG("CPU data latch state", VGA_CR_LATCH, 0, 0),
	VGA_REG("attribute index/data state", VGA_CR_ATC_STATE, 0, 0),
	VGA_REG("attribute index state", VGA_CR_ATC_INDEX, 0, 0),
	VGA_REG("ExtendedRegisterLock", VGA_CR_LOCK, 0xff, 0xff),
	VGA_REG("ExtendedModeControl", VGA_CR_EXT_MODE, 0, 0x07),
	VGA_REG("ExtendedStartAddress", VGA_CR_EXT_START, 0, 0x3f),
	/* The book's pages of these three are not at hand: stored only. */
	{.name = "WriteMemoryAperture", .addr = 0x47, .width = 8, .unmodelled = 0xff},
	{.name = "ReadMemoryAperture", .addr = 0x48, .width = 8, .unmodelled = 0xff},
	{.name = "BlinkCounterCtl", .addr = 0x60, .width = 8, .unmodelled = 0xff},
};
static const struct reg_why crtc_why[] = {
	{0x47, 0x60, "apertures and blink counter: bits not on record, stored"},
};
static const struct reg_table crtc_table = REG_TABLE_WHY("vga-crtc", "index", crtc_regs, crtc_why);

static const struct reg gdc_regs[VGA_GDC] = {
	VGA_REG("set/reset", 0, 0, 0x0f),	VGA_REG("enable set/reset", 1, 0, 0x0f),
	VGA_REG("color compare", 2, 0, 0x0f),	VGA_REG("data rotate", 3, 0, 0x1f),
	VGA_REG("read map select", 4, 0, 0x03), VGA_REG("graphics mode", 5, 0, 0x7b),
	VGA_REG("miscellaneous", 6, 0, 0x0f),	VGA_REG("color don't care", 7, 0, 0x0f),
	VGA_REG("bit mask", 8, 0, 0xff),
};
static const struct reg_table gdc_table = REG_TABLE("vga-graphics", "index", gdc_regs);

static const struct reg atc_regs[VGA_ATC] = {
	VGA_REG("palette 0", 0x00, 0, 0x3f),	VGA_REG("palette 1", 0x01, 0, 0x3f),
	VGA_REG("palette 2", 0x02, 0, 0x3f),	VGA_REG("palette 3", 0x03, 0, 0x3f),
	VGA_REG("palette 4", 0x04, 0, 0x3f),	VGA_REG("palette 5", 0x05, 0, 0x3f),
	VGA_REG("palette 6", 0x06, 0, 0x3f),	VGA_REG("palette 7", 0x07, 0, 0x3f),
	VGA_REG("palette 8", 0x08, 0, 0x3f),	VGA_REG("palette 9", 0x09, 0, 0x3f),
	VGA_REG("palette A", 0x0a, 0, 0x3f),	VGA_REG("palette B", 0x0b, 0, 0x3f),
	VGA_REG("palette C", 0x0c, 0, 0x3f),	VGA_REG("palette D", 0x0d, 0, 0x3f),
	VGA_REG("palette E", 0x0e, 0, 0x3f),	VGA_REG("palette F", 0x0f, 0, 0x3f),
	VGA_REG("mode control", 0x10, 0, 0xef), VGA_REG("overscan color", 0x11, 0, 0xff),
	VGA_REG("plane enable", 0x12, 0, 0x3f), VGA_REG("pel panning", 0x13, 0, 0x0f),
	VGA_REG("color select", 0x14, 0, 0x0f),
};
static const struct reg_table atc_table = REG_TABLE("vga-attribute", "index", atc_regs);

void vga_init(struct vga *v, const struct env *env, const struct vga_host *host)
{
	*v = (struct vga){.env = env, .host = *host};
	reg_file_init(&v->general, &general_table, v, v->general_value, v->general_cover);
	reg_file_init(&v->seq, &seq_table, v, v->seq_value, v->seq_cover);
	reg_file_init(&v->crtc, &crtc_table, v, v->crtc_value, v->crtc_cover);
	reg_file_init(&v->gdc, &gdc_table, v, v->gdc_value, v->gdc_cover);
	reg_file_init(&v->atc, &atc_table, v, v->atc_value, v->atc_cover);
	vga_reset(v);
}

void vga_reset(struct vga *v)
{
	for (unsigned n = 0; vga_regs(v, n); n++)
		reg_file_reset((struct reg_file *)vga_regs(v, n));
	v->seq_index = v->crtc_index = v->gdc_index = v->atc_index = 0;
	v->atc_data = v->extended_open = false;
	v->pel_read = v->pel_write = v->pel_state = 0;
	v->pel_read_part = v->pel_write_part = 0;
	v->latch = 0;
}

const struct reg_file *vga_regs(const struct vga *v, unsigned n)
{
	const struct reg_file *const file[] = {&v->general, &v->seq, &v->crtc, &v->gdc, &v->atc};

	return n < sizeof(file) / sizeof(file[0]) ? file[n] : NULL;
}

static void tell(struct vga *v, enum vga_event ev)
{
	if (v->host.event)
		v->host.event(v->host.opaque, ev);
}

static void changed(struct vga *v)
{
	if (v->host.changed)
		v->host.changed(v->host.opaque);
}

static uint8_t crtc_read(struct vga *v)
{
	int i = reg_find(&crtc_table, v->crtc_index);

	tell(v, VGA_EV_CRTC_READ);
	if (i < 0) {
		tell(v, VGA_EV_CRTC_INVALID);
		return 0;
	}
	switch (v->crtc_index) {
	case VGA_CR_LATCH: return (uint8_t)(v->latch >> 8 * (vga_gr(v, 4) & 3));
	case VGA_CR_ATC_STATE: return (uint8_t)(v->atc_data ? 0x80 : 0);
	case VGA_CR_ATC_INDEX: return v->atc_index;
	case VGA_CR_LOCK: return v->extended_open ? 0 : 0xff;
	default: return (uint8_t)reg_read(&v->crtc, (unsigned)i);
	}
}

static void crtc_write(struct vga *v, uint8_t val)
{
	int i = reg_find(&crtc_table, v->crtc_index);
	uint64_t lanes = 0xff;

	tell(v, VGA_EV_CRTC_WRITE);
	if (i < 0) {
		tell(v, VGA_EV_CRTC_INVALID);
		return;
	}
	if (v->crtc_index == VGA_CR_LOCK)
		v->extended_open = val == 0x4c;
	else if (v->crtc_index > VGA_CR_LOCK && !v->extended_open)
		return;
	/* Bit 7 of index 11h protects 0-7, but for the line compare bit in the overflows. */
	if (v->crtc_index < 8 && (vga_cr(v, 0x11) & 0x80))
		lanes = v->crtc_index == 7 ? 0x10 : 0;
	if (lanes) {
		reg_write(&v->crtc, (unsigned)i, val, lanes);
		changed(v);
	}
}

static uint8_t pel_data_read(struct vga *v)
{
	static const unsigned shift[3] = {16, 8, 0};
	uint32_t rgb = v->host.palette_get(v->host.opaque, v->pel_read);
	uint8_t val = (uint8_t)(rgb >> shift[v->pel_read_part] & 0xff) >> 2;

	tell(v, VGA_EV_DAC_READ);
	if (++v->pel_read_part == 3) {
		v->pel_read_part = 0;
		v->pel_read++;
	}
	return val;
}

static uint32_t six_to_eight(uint8_t c)
{
	return (uint32_t)(c << 2 | c >> 4);
}

static void pel_data_write(struct vga *v, uint8_t val)
{
	tell(v, VGA_EV_DAC_WRITE);
	v->pel_latch[v->pel_write_part] = val & 0x3f;
	if (++v->pel_write_part < 3)
		return;
	v->pel_write_part = 0;
	v->host.palette_set(v->host.opaque, v->pel_write,
			    six_to_eight(v->pel_latch[0]) << 16 |
				    six_to_eight(v->pel_latch[1]) << 8 |
				    six_to_eight(v->pel_latch[2]));
	v->pel_write++;
}

/* Ports 3Bxh and 3Dxh: which of the two answers says the miscellaneous output register. */
static bool at_crtc(const struct vga *v, uint16_t port)
{
	return (port & 0xfff0) == (v->general_value[VGA_MISC] & 1 ? 0x3d0 : 0x3b0);
}

static uint8_t atc_read(struct vga *v)
{
	tell(v, VGA_EV_ATC_READ);
	return (v->atc_index & 0x1f) < VGA_ATC ? (uint8_t)reg_read(&v->atc, v->atc_index & 0x1f)
					       : 0;
}

static uint8_t crtc_port_read(struct vga *v, uint16_t port)
{
	switch (port & 0xf) {
	case 0x4: return v->crtc_index;
	case 0x5: return crtc_read(v);
	case 0xa:
		tell(v, VGA_EV_ISR1_READ);
		v->atc_data = false;
		return v->host.retrace(v->host.opaque);
	default: return 0xff;
	}
}

static uint8_t read8(struct vga *v, uint16_t port)
{
	switch (port) {
	case 0x3c0: return v->atc_index;
	case 0x3c1: return atc_read(v);
	case 0x3c2: tell(v, VGA_EV_ISR0); return 0x10; /* a monitor is sensed */
	case 0x3c4: return v->seq_index;
	case 0x3c5:
		tell(v, VGA_EV_SEQ_READ);
		return v->seq_index < VGA_SEQ ? (uint8_t)reg_read(&v->seq, v->seq_index) : 0;
	case 0x3c6: tell(v, VGA_EV_DAC_READ); return (uint8_t)reg_read(&v->general, VGA_PEL_MASK);
	case 0x3c7: return v->pel_state;
	case 0x3c8: return v->pel_write;
	case 0x3c9: return pel_data_read(v);
	case 0x3ca: return (uint8_t)reg_read(&v->general, VGA_FEATURE);
	case 0x3cc: tell(v, VGA_EV_MISC_READ); return (uint8_t)reg_read(&v->general, VGA_MISC);
	case 0x3ce: return v->gdc_index;
	case 0x3cf:
		tell(v, VGA_EV_GDC_READ);
		return v->gdc_index < VGA_GDC ? (uint8_t)reg_read(&v->gdc, v->gdc_index) : 0;
	default: return at_crtc(v, port) ? crtc_port_read(v, port) : 0xff;
	}
}

static void atc_write(struct vga *v, uint8_t val)
{
	tell(v, VGA_EV_ATC_WRITE);
	if (!v->atc_data)
		v->atc_index = val & 0x3f;
	else if ((v->atc_index & 0x1f) < VGA_ATC)
		reg_write(&v->atc, v->atc_index & 0x1f, val, 0xff);
	v->atc_data = !v->atc_data;
}

static void crtc_port_write(struct vga *v, uint16_t port, uint8_t val)
{
	switch (port & 0xf) {
	case 0x4: v->crtc_index = val; break;
	case 0x5: crtc_write(v, val); break;
	case 0xa: reg_write(&v->general, VGA_FEATURE, val, 0xff); break;
	default: break;
	}
}

static void write8(struct vga *v, uint16_t port, uint8_t val)
{
	switch (port) {
	case 0x3c0: atc_write(v, val); break;
	case 0x3c2:
		reg_write(&v->general, VGA_MISC, val, 0xff);
		tell(v, VGA_EV_MISC_WRITE);
		changed(v);
		break;
	case 0x3c4: v->seq_index = val; break;
	case 0x3c5:
		if (v->seq_index < VGA_SEQ)
			reg_write(&v->seq, v->seq_index, val, 0xff);
		tell(v, VGA_EV_SEQ_WRITE);
		changed(v);
		break;
	case 0x3c6:
		reg_write(&v->general, VGA_PEL_MASK, val, 0xff);
		tell(v, VGA_EV_DAC_WRITE);
		break;
	case 0x3c7:
		v->pel_read = val;
		v->pel_read_part = 0;
		v->pel_state = 3;
		break;
	case 0x3c8:
		v->pel_write = val;
		v->pel_write_part = 0;
		v->pel_state = 0;
		break;
	case 0x3c9: pel_data_write(v, val); break;
	case 0x3ce: v->gdc_index = val; break;
	case 0x3cf:
		if (v->gdc_index < VGA_GDC)
			reg_write(&v->gdc, v->gdc_index, val, 0xff);
		tell(v, VGA_EV_GDC_WRITE);
		break;
	default:
		if (at_crtc(v, port))
			crtc_port_write(v, port, val);
		break;
	}
}

uint32_t vga_io_read(struct vga *v, uint16_t port, unsigned size)
{
	uint32_t val = 0;

	for (unsigned n = 0; n < size; n++)
		val |= (uint32_t)read8(v, (uint16_t)(port + n)) << 8 * n;
	return val;
}

void vga_io_write(struct vga *v, uint16_t port, unsigned size, uint32_t val)
{
	for (unsigned n = 0; n < size; n++)
		write8(v, (uint16_t)(port + n), (uint8_t)(val >> 8 * n));
}
