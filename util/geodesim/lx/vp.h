/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Video processor of the Geode LX (GLIU1 port 2, MSRs 48000000h): gamma, CRT DAC, panel. */
#ifndef GEODESIM_LX_VP_H
#define GEODESIM_LX_VP_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define VP_MSRS	     8
#define VP_REGS	     72
#define VP_GAMMA     256
#define VP_COEFF     1024
#define VP_MMIO_SIZE 0x4000u

enum vp_output { VP_OUT_CRT, VP_OUT_PANEL, VP_OUT_OTHER };

struct vp {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[VP_MSRS], value[VP_REGS];
	struct reg_cover msr_cover[VP_MSRS], cover[VP_REGS];
	uint32_t gamma[VP_GAMMA];
	uint32_t coeff[VP_COEFF];
	bool panel_wanted; /* FP_PM bit 24 */
	uint64_t panel_at; /* core clock of the last change */
	struct event panel_event;
	unsigned panel_step;		 /* 0 off ... 3 on */
	struct signal vdden, panel_data; /* panel power and data enable pins */
	struct signal asmi, aerr;
};

void vp_init(struct vp *v, const struct env *env);
void vp_reset(struct vp *v);

/** vp_device - 16 KiB of registers by the low 14 bits of the address. */
struct gl_device vp_device(struct vp *v);

/** vp_get - a register by offset, 64 bits (the stored value). */
uint64_t vp_get(const struct vp *v, uint32_t offset);

/** vp_crt_on - does the CRT get a picture? Else the reason in @why. vp_panel_on - the panel? */
bool vp_crt_on(const struct vp *v, const char **why);
bool vp_panel_on(const struct vp *v, const char **why);

/** vp_colour - a pixel through the gamma RAM as programmed (00RRGGBB in and out). */
uint32_t vp_colour(const struct vp *v, uint32_t rgb);

/** vp_regs - the nth register file, NULL after the last. */
const struct reg_file *vp_regs(const struct vp *v, unsigned n);

#endif
