/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphics processor of the Geode LX (GLIU0 port 5, MSRs A0000000h): BLTs, vectors, commands. */
#ifndef GEODESIM_LX_GP_H
#define GEODESIM_LX_GP_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define GP_MSRS	     6
#define GP_REGS	     31
#define GP_LUT	     512 /* doublewords: colours, then the pattern at 100h */
#define GP_WIDTH_MAX 4095
#define GP_MMIO_SIZE 0x4000u

/* An operation, as the registers were when it began. */
struct gp_job {
	bool vector;
	uint32_t mode, raster, dst, src, stride, size, fg, bg, base, ch3_mode;
	uint32_t pat_color[6], pat_data[2];
	unsigned bytes; /* of a pixel: 1, 2, 4 */
	unsigned width, height, y;
	uint32_t packed; /* where the next line of byte-packed source begins */
	bool host;	 /* source data come by writes to GP_HST_SRC */
	bool skip;	 /* not modelled: takes its time, draws nothing */
	uint8_t data[GP_WIDTH_MAX * 4 + 64];
	uint32_t have;
};

struct gp {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[GP_MSRS], value[GP_REGS];
	struct reg_cover msr_cover[GP_MSRS], cover[GP_REGS];
	struct dma_if mem;
	uint32_t lut[GP_LUT];
	struct gp_job job;
	bool busy;    /* an operation runs */
	bool pending; /* a further one waits, with what is in the registers then */
	bool pending_vector;
	uint32_t pending_mode;
	bool throttled; /* it waits for the vertical blank */
	struct event step, fetch;
	bool fetching; /* commands are executed from memory */
	struct signal_hook vblank_hook;
	struct signal irq, asmi, aerr;
};

/**
 * gp_init - @mem: memory as GLIU0 shows it to this port; @vblank: the display controller's
 * vertical blank, which throttled operations wait for (may be NULL).
 */
void gp_init(struct gp *g, const struct env *env, struct dma_if mem, struct signal *vblank);
void gp_reset(struct gp *g);

/** gp_device - 16 KiB of registers by the low 14 bits of the address. */
struct gl_device gp_device(struct gp *g);

/** gp_regs - the nth register file, NULL after the last. */
const struct reg_file *gp_regs(const struct gp *g, unsigned n);

#endif
