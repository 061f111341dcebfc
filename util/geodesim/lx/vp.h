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
#define VP_REGS	     51
#define VP_GAMMA     256
#define VP_COEFFS    1024
#define VP_MMIO_SIZE 0x4000u

/* The panel's power sequence: FP_PM 3:0 shows one bit of it. */
enum vp_panel { VP_PANEL_OFF, VP_PANEL_POWERED, VP_PANEL_ON, VP_PANEL_DARK };

struct vp {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[VP_MSRS], value[VP_REGS];
	struct reg_cover msr_cover[VP_MSRS], cover[VP_REGS];
	uint32_t gamma[VP_GAMMA];
	uint32_t coeff[VP_COEFFS];
	enum vp_panel panel; /* POWERED: going up, has power; DARK: going down, no data */
	struct event panel_event;
	struct signal vdd, data; /* the panel's power and data enable pins */
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
