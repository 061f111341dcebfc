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

#define GP_MSRS	     8
#define GP_REGS	     32
#define GP_LUT	     256
#define GP_HOST_MAX  0x10000u /* bytes of host source kept for one line of one BLT */
#define GP_MMIO_SIZE 0x4000u

struct gp {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[GP_MSRS], value[GP_REGS];
	struct reg_cover msr_cover[GP_MSRS], cover[GP_REGS];
	struct dma_if mem;
	uint32_t lut[GP_LUT + 0x200]; /* colours, then the pattern memory */
	struct gp_job *job;	      /* storage of the running operation */
	bool busy, pending, vector_pending, waits_vblank, waits_host, commands;
	struct event done;
	struct signal_hook vblank_hook;
	struct signal irq, asmi, aerr;
	struct signal idle; /* asserted while nothing runs or waits */
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
