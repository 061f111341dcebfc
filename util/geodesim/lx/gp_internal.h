/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the graphics processor, and what its files share. */
#ifndef GEODESIM_LX_GP_INTERNAL_H
#define GEODESIM_LX_GP_INTERNAL_H

#include "lx/gp.h"

enum {
	GP_DST_OFFSET = 0x00,
	GP_SRC_OFFSET = 0x04, /* GP_VEC_ERR for vectors */
	GP_STRIDE = 0x08,
	GP_WID_HEIGHT = 0x0c, /* GP_VEC_LEN for vectors */
	GP_SRC_COLOR_FG = 0x10,
	GP_SRC_COLOR_BG = 0x14,
	GP_PAT_COLOR_0 = 0x18, /* ... GP_PAT_COLOR_5 */
	GP_PAT_DATA_0 = 0x30,
	GP_PAT_DATA_1 = 0x34,
	GP_RASTER_MODE = 0x38,
	GP_VECTOR_MODE = 0x3c,
	GP_BLT_MODE = 0x40,
	GP_BLT_STATUS = 0x44,
	GP_HST_SRC = 0x48,
	GP_BASE_OFFSET = 0x4c,
	GP_CMD_TOP = 0x50,
	GP_CMD_BOT = 0x54,
	GP_CMD_READ = 0x58,
	GP_CMD_WRITE = 0x5c,
	GP_CH3_OFFSET = 0x60,
	GP_CH3_MODE_STR = 0x64,
	GP_CH3_WIDHI = 0x68,
	GP_CH3_HSRC = 0x6c,
	GP_LUT_INDEX = 0x70,
	GP_LUT_DATA = 0x74,
	GP_INT_CNTRL = 0x78,
};

#define BLT_TH 0x400u
#define BLT_X  0x200u
#define BLT_Y  0x100u
#define BLT_DR 0x004u
#define VEC_TH 0x010u
#define VEC_DR 0x008u
#define VEC_DN 0x004u
#define VEC_DJ 0x002u
#define VEC_YJ 0x001u
#define CH3_EN 0x80000000u
#define CH3_PM 0x00200000u

/** gp_get, gp_set - a register by its offset, from the model's side. */
uint32_t gp_get(const struct gp *g, uint32_t offset);
void gp_set(struct gp *g, uint32_t offset, uint32_t val);

/** gp_begin - an operation was asked for by writing its mode register. */
void gp_begin(struct gp *g, bool vector, uint32_t mode);

/** gp_host_data - a doubleword of source data. */
void gp_host_data(struct gp *g, uint32_t val);

/** gp_idle - nothing runs and nothing waits: tell, and go on with the command buffer. */
void gp_idle(struct gp *g);

/** gp_interrupt - the condition of bit @n of GP_INT_CNTRL happened. */
void gp_interrupt(struct gp *g, unsigned n);

/** gp_commands - the command pointers were written: fetch while there is something. */
void gp_commands(struct gp *g);
void gp_commands_init(struct gp *g);

/* Drawing. A job's lines are drawn one by one, vectors in one go. */

/** gp_job_setup - what follows from the registers: pixel size, source, what is not modelled. */
void gp_job_setup(struct gp *g, struct gp_job *j);

/** gp_line_needs - bytes of host data the next line needs. */
uint32_t gp_line_needs(const struct gp_job *j);

/** gp_draw_line - draw line j->y and step to the next. */
void gp_draw_line(struct gp *g, struct gp_job *j);
void gp_draw_vector(struct gp *g, struct gp_job *j);

/** gp_blend - the alpha unit: a pixel of @format (GP_RASTER_MODE 31:28). */
uint32_t gp_blend(uint32_t raster, uint32_t source, uint32_t dest);

#endif
