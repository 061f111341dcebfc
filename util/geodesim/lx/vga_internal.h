/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places of the VGA's registers in its files, for the files that make up the VGA. */
#ifndef GEODESIM_LX_VGA_INTERNAL_H
#define GEODESIM_LX_VGA_INTERNAL_H

#include "lx/vga.h"

/* The general registers: index in their file. */
enum { VGA_MISC, VGA_PEL_MASK, VGA_FEATURE };

/* CRTC indexes above 18h; their places in the file follow the standard ones. */
enum {
	VGA_CR_LATCH = 0x22,
	VGA_CR_ATC_STATE = 0x24,
	VGA_CR_ATC_INDEX = 0x26,
	VGA_CR_LOCK = 0x30,
	VGA_CR_EXT_MODE = 0x43,
	VGA_CR_EXT_START = 0x44,
};

/* A register of the sequencer, graphics or attribute controller; indexes are without gaps. */
static inline uint8_t vga_sr(const struct vga *v, unsigned i)
{
	return (uint8_t)v->seq_value[i];
}

static inline uint8_t vga_gr(const struct vga *v, unsigned i)
{
	return (uint8_t)v->gdc_value[i];
}

static inline uint8_t vga_ar(const struct vga *v, unsigned i)
{
	return (uint8_t)v->atc_value[i];
}

/* A CRTC register that exists. */
static inline uint8_t vga_cr(const struct vga *v, unsigned index)
{
	return (uint8_t)v->crtc_value[index <= 0x18 ? (int)index : reg_find(v->crtc.table, index)];
}

#endif
