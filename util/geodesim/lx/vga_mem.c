/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VGA's window at A0000h-BFFFFh: planes, latches, read and write modes. */
#include "lx/vga.h"
#include "lx/vga_internal.h"

/* Where a byte of the window lies: doubleword of graphics memory, and which of its bytes. */
struct place {
	uint32_t dword;
	unsigned plane; /* the plane the low address bits select, where they do */
};

/* The part of the window that the miscellaneous register of the graphics controller claims. */
static bool in_window(const struct vga *v, uint32_t addr, uint32_t *offset)
{
	static const struct {
		uint32_t base, size;
	} map[4] = {{0xa0000, 0x20000}, {0xa0000, 0x10000}, {0xb0000, 0x8000}, {0xb8000, 0x8000}};
	unsigned m = vga_gr(v, 6) >> 2 & 3;

	if (!(v->general_value[VGA_MISC] & 2) || addr < map[m].base ||
	    addr - map[m].base >= map[m].size)
		return false;
	*offset = addr - map[m].base;
	return true;
}

static bool chain4(const struct vga *v)
{
	return vga_sr(v, 4) & 8;
}

static struct place find(const struct vga *v, uint32_t offset)
{
	struct place p = {.dword = offset & 0xffff, .plane = 0};

	if (chain4(v)) {
		p.plane = offset & 3;
		/* One doubleword of four, as IBM's VGA does, or contiguous (CRTC 43h bit 0). */
		p.dword = vga_cr(v, VGA_CR_EXT_MODE) & 1 ? offset >> 2 : offset & 0xfffc;
	} else if (vga_gr(v, 6) & 2) {
		/* A0 chooses the plane; a higher bit or the page bit takes its place. */
		bool high = (vga_gr(v, 6) >> 2 & 3) == 0 ? offset & 0x10000
							 : !(v->general_value[VGA_MISC] & 0x20);

		p.plane = offset & 1;
		p.dword = (offset & 0xfffe) | high;
	} else if (!(vga_sr(v, 4) & 4) || (vga_gr(v, 5) & 0x10)) {
		p.plane = offset & 1;
	}
	return p;
}

uint32_t vga_register_window(const struct vga *v)
{
	static const uint32_t base[4] = {0, 0xa0000, 0xb0000, 0xb8000};
	uint32_t at = base[vga_cr(v, VGA_CR_EXT_MODE) >> 1 & 3], unused;

	/* The frame buffer goes first where both claim the window (data book p.385). */
	return (v->general_value[VGA_MISC] & 2) && at && !in_window(v, at, &unused) ? at : 0;
}

/* A bit for each plane, as a mask of bytes. */
static uint32_t planes(unsigned bits)
{
	uint32_t mask = 0;

	for (unsigned n = 0; n < 4; n++)
		mask |= bits >> n & 1 ? 0xffu << 8 * n : 0;
	return mask;
}

bool vga_mem_read(struct vga *v, uint32_t addr, uint8_t *val)
{
	uint32_t offset;
	struct place p;
	unsigned plane;

	if (!in_window(v, addr, &offset))
		return false;
	p = find(v, offset);
	v->latch = v->host.load(v->host.opaque, p.dword * 4);
	if (vga_gr(v, 5) & 8) { /* read mode 1: which pixels have the colour? */
		uint32_t care = planes(vga_gr(v, 7));
		uint32_t differ = (v->latch ^ planes(vga_gr(v, 2))) & care;

		*val = (uint8_t) ~(differ | differ >> 8 | differ >> 16 | differ >> 24);
		return true;
	}
	plane = vga_gr(v, 4) & 3;
	if (chain4(v))
		plane = p.plane;
	else if (vga_gr(v, 5) & 0x10)
		plane = (plane & 2) | p.plane;
	*val = (uint8_t)(v->latch >> 8 * plane);
	return true;
}

/* The data rotate register's operation between @data and the latches. */
static uint32_t combine(const struct vga *v, uint32_t data)
{
	switch (vga_gr(v, 3) >> 3 & 3) {
	case 1: return data & v->latch;
	case 2: return data | v->latch;
	case 3: return data ^ v->latch;
	default: return data;
	}
}

static uint32_t every(uint8_t byte)
{
	return byte * 0x01010101u;
}

static uint8_t rotate(const struct vga *v, uint8_t val)
{
	unsigned n = vga_gr(v, 3) & 7;

	return (uint8_t)(val >> n | val << (8 - n));
}

static uint32_t write_data(const struct vga *v, uint8_t val)
{
	uint32_t mask = every(vga_gr(v, 8)), data, set = planes(vga_gr(v, 0));

	switch (vga_gr(v, 5) & 3) {
	case 0: {
		uint32_t enabled = planes(vga_gr(v, 1));

		data = (every(rotate(v, val)) & ~enabled) | (set & enabled);
		break;
	}
	case 1: return v->latch;
	case 2: data = planes(val & 0xf); break;
	default:
		mask &= every(rotate(v, val));
		data = set;
		break;
	}
	return (combine(v, data) & mask) | (v->latch & ~mask);
}

bool vga_mem_write(struct vga *v, uint32_t addr, uint8_t val)
{
	unsigned enabled = vga_sr(v, 2) & 0xf;
	uint32_t offset;
	struct place p;

	if (!in_window(v, addr, &offset))
		return false;
	p = find(v, offset);
	if (chain4(v))
		enabled &= 1u << p.plane;
	else if (!(vga_sr(v, 4) & 4)) /* odd and even addresses go to odd and even planes */
		enabled &= p.plane ? 0xa : 0x5;
	if (enabled)
		v->host.store(v->host.opaque, p.dword * 4, write_data(v, val), planes(enabled));
	return true;
}
