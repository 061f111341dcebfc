/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Display controller of the Geode LX (GLIU0 port 4, MSRs 80000000h), with its VGA. */
#ifndef GEODESIM_LX_DC_H
#define GEODESIM_LX_DC_H

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "lx/vga.h"

#define DC_MSRS	     8
#define DC_REGS	     57
#define DC_PALETTE   0x105  /* 256 colours, 100h-103h cursor, 104h border */
#define DC_UNLOCKED  0x4758 /* what opens DC_UNLOCK */
#define DC_MMIO_SIZE 0x4000u
#define DC_FILTERS   256
#define DC_DIRTY     2048

/* The pixel clock: Hz now, or 0 while it does not run or is not locked. */
struct dot_clock {
	void *opaque;
	uint64_t (*hz)(void *opaque);
};

/* Where the beam is. */
struct dc_beam {
	bool running;
	unsigned line;	/* 0 is the first active line */
	uint64_t frame; /* frames since the timing began */
	bool active;	/* pixels are shown */
	bool v_active, v_sync;
};

/* Timing of a frame, in pixels and lines. */
struct dc_timing {
	uint64_t hz; /* of pixels; 0: nothing runs */
	unsigned h_total, h_active, v_total, v_active, v_sync_start, v_sync_end;
};

struct dc {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[DC_MSRS], value[DC_REGS];
	struct reg_cover msr_cover[DC_MSRS], cover[DC_REGS];
	struct vga vga;
	struct dma_if mem;
	struct dot_clock dot;
	uint32_t palette[DC_PALETTE];
	uint32_t filter[DC_FILTERS][2];
	uint8_t dirty_valid[DC_DIRTY]; /* bit 1 valid, bit 0 dirty */
	uint64_t clearing_until;       /* core clock at which clearing them ends */
	bool base_set;		       /* DC_GLIU0_MEM_OFFSET was written since reset */
	/* Settings that are taken at the start of a frame. */
	uint32_t shown_fb, shown_cursor_x, shown_cursor_y;
	bool flipped; /* the frame buffer offset was taken since it was written */
	struct dc_timing timing;
	uint64_t dot_hz;     /* of the pixel clock when it was last looked at */
	uint64_t began_ps;   /* board time at which line 0 of frame 0 began */
	uint64_t lines_done; /* lines since then whose events were looked at */
	struct event line_event;
	uint32_t vga_events; /* VGA_STATUS 3:0 */
	struct signal irq;   /* level: to the video function's INTA# */
	struct signal asmi, aerr;
	struct signal vblank; /* to the graphics processor's throttle */
};

/**
 * dc_init - @mem: memory as GLIU0 shows it to this port: addresses are the ones the display
 * controller puts out (DC_GLIU0_MEM_OFFSET added), so GLIU0's descriptors translate them.
 * @dot: the pixel clock (the DOTPLL of the GLCP).
 */
void dc_init(struct dc *d, const struct env *env, struct dma_if mem, struct dot_clock dot);

/** dc_reset - hard reset: registers whose power-up value is undefined get a fixed odd one. */
void dc_reset(struct dc *d);

/**
 * dc_device - as seen from GLIU0: memory requests at A0000h-BFFFFh go to the VGA, all others to
 * the 16 KiB of registers by their low 14 bits; ports 3B0h-3DFh.
 */
struct gl_device dc_device(struct dc *d);

/**
 * dc_dot_clock_changed - the DOTPLL was programmed, locked, or stopped
 * Not telling is no harm: every access to the display controller looks at the pixel clock.
 */
void dc_dot_clock_changed(struct dc *d);

/** dc_beam - where the beam is now. */
struct dc_beam dc_beam_now(struct dc *d);

/** dc_get - a register of the memory-mapped block by its offset (the stored value). */
uint32_t dc_get(const struct dc *d, uint32_t offset);

/**
 * dc_load - read the graphics memory: @offset in bytes from its start, as the display fetches it.
 * Returns false when nothing answers.
 */
bool dc_load(struct dc *d, uint32_t offset, void *buf, uint32_t len);

/** dc_regs - the nth register file, NULL after the last. */
const struct reg_file *dc_regs(const struct dc *d, unsigned n);

#endif
