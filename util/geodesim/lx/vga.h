/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VGA core inside the display controller: its ports, its window at A0000h, its memory. */
#ifndef GEODESIM_LX_VGA_H
#define GEODESIM_LX_VGA_H

#include "frame/env.h"
#include "frame/regs.h"

/*
 * IBM VGA with the extensions of the LX data book 6.6.15-6.6.23 (geode-lx sheet 7.6). Its 256 KiB
 * are the first 256 KiB of the display controller's memory: each VGA address is a doubleword of
 * which byte n is plane n. Nothing is kept here, so that the frame buffer shows what was drawn.
 */
enum { VGA_SEQ = 5, VGA_CRTC = 34, VGA_GDC = 9, VGA_ATC = 21, VGA_GENERAL = 3 };

/* What the VGA tells its display controller about, bits as in VG's SMI MSR (sheet 7.1). */
enum vga_event {
	VGA_EV_MISC_WRITE = 1,
	VGA_EV_ISR0 = 2,
	VGA_EV_VBLANK = 3,
	VGA_EV_CRTC_INVALID = 4,
	VGA_EV_CRTC_WRITE = 5,
	VGA_EV_CRTC_READ = 6,
	VGA_EV_SEQ_WRITE = 7,
	VGA_EV_SEQ_READ = 8,
	VGA_EV_GDC_WRITE = 9,
	VGA_EV_GDC_READ = 10,
	VGA_EV_ATC_WRITE = 11,
	VGA_EV_ATC_READ = 12,
	VGA_EV_DAC_WRITE = 13,
	VGA_EV_DAC_READ = 14,
	VGA_EV_MISC_READ = 15,
	VGA_EV_ISR1_READ = 16,
};

/* What the VGA needs of the display controller. */
struct vga_host {
	void *opaque;
	/* A doubleword of graphics memory; @offset in bytes from its start, a multiple of 4. */
	uint32_t (*load)(void *opaque, uint32_t offset);
	void (*store)(void *opaque, uint32_t offset, uint32_t val, uint32_t lanes);
	void (*event)(void *opaque, enum vga_event ev);
	/* Input status register 1: bit 0 display not active, bit 3 vertical retrace. */
	uint8_t (*retrace)(void *opaque);
	/* The palette the display uses: entry 0-255, 00RRGGBB, eight bits a colour. */
	uint32_t (*palette_get)(void *opaque, uint8_t entry);
	void (*palette_set)(void *opaque, uint8_t entry, uint32_t rgb);
	void (*changed)(void *opaque); /* a register of the timing changed */
};

struct vga {
	const struct env *env;
	struct vga_host host;
	struct reg_file general, seq, crtc, gdc, atc;
	uint64_t general_value[VGA_GENERAL], seq_value[VGA_SEQ], crtc_value[VGA_CRTC],
		gdc_value[VGA_GDC], atc_value[VGA_ATC];
	struct reg_cover general_cover[VGA_GENERAL], seq_cover[VGA_SEQ], crtc_cover[VGA_CRTC],
		gdc_cover[VGA_GDC], atc_cover[VGA_ATC];
	uint8_t seq_index, crtc_index, gdc_index, atc_index;
	bool atc_data;	    /* the next write to 3C0h is data */
	bool extended_open; /* CRTC index 30h got 4Ch */
	uint8_t pel_read, pel_write, pel_state;
	unsigned pel_read_part, pel_write_part;
	uint8_t pel_latch[3];
	uint32_t latch; /* the four planes at the last read */
};

/** vga_init - @host as above. */
void vga_init(struct vga *v, const struct env *env, const struct vga_host *host);
void vga_reset(struct vga *v);

/** vga_io_read, vga_io_write - ports 3B0h-3DFh; size 1, 2 or 4, wide ones byte by byte. */
uint32_t vga_io_read(struct vga *v, uint16_t port, unsigned size);
void vga_io_write(struct vga *v, uint16_t port, unsigned size, uint32_t val);

/**
 * vga_mem_read, vga_mem_write - one byte of the window A0000h-BFFFFh
 * Returns false when the window does not claim that address as programmed.
 */
bool vga_mem_read(struct vga *v, uint32_t addr, uint8_t *val);
bool vga_mem_write(struct vga *v, uint32_t addr, uint8_t val);

/** vga_register_window - where the display controller's registers are in VGA space, or 0. */
uint32_t vga_register_window(const struct vga *v);

/* What is on the screen. */
struct vga_mode {
	bool text, packed256;	/* neither: planar, or the interleaved shift of CGA graphics */
	unsigned width, height; /* dots and lines that are shown */
	unsigned dots;		/* width of a character: 8 or 9 */
};

/** vga_mode_now - what the registers say; false with the reason when no picture comes of it. */
bool vga_mode_now(const struct vga *v, struct vga_mode *mode, const char **why);

/**
 * vga_row - line @line of the screen as palette entries, mode->width of them
 * @frame: count of frames, for what blinks.
 */
void vga_row(const struct vga *v, const struct vga_mode *mode, unsigned line, uint64_t frame,
	     uint8_t *entry);

/* Totals as the CRTC has them. */
struct vga_timing {
	unsigned h_total, h_active;		  /* pixels */
	unsigned v_total, v_active, v_sync_start; /* lines */
	unsigned v_sync_lines;
	unsigned divider; /* a pixel lasts so many dot clocks */
};

/** vga_timing - the CRTC's timing. */
void vga_timing(const struct vga *v, struct vga_timing *t);

/** vga_regs - the nth register file, NULL after the last. */
const struct reg_file *vga_regs(const struct vga *v, unsigned n);

#endif
