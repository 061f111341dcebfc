/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register offsets and bits of the display controller, and what its files share. */
#ifndef GEODESIM_LX_DC_INTERNAL_H
#define GEODESIM_LX_DC_INTERNAL_H

#include "lx/dc.h"

enum {
	DC_UNLOCK = 0x00,
	DC_GENERAL_CFG = 0x04,
	DC_DISPLAY_CFG = 0x08,
	DC_ARB_CFG = 0x0c,
	DC_FB_ST_OFFSET = 0x10,
	DC_CURS_ST_OFFSET = 0x18,
	DC_LINE_SIZE = 0x30,
	DC_GFX_PITCH = 0x34,
	DC_H_ACTIVE = 0x40,
	DC_H_BLANK = 0x44,
	DC_H_SYNC = 0x48,
	DC_V_ACTIVE = 0x50,
	DC_V_BLANK = 0x54,
	DC_V_SYNC = 0x58,
	DC_FB_ACTIVE = 0x5c,
	DC_CURSOR_X = 0x60,
	DC_CURSOR_Y = 0x64,
	DC_LINE_CNT = 0x6c,
	DC_PAL_ADDRESS = 0x70,
	DC_PAL_DATA = 0x74,
	DC_MEM_OFFSET = 0x84,
	DC_DV_CTL = 0x88,
	DC_DV_ACC = 0x8c,
	DC_GFX_SCALE = 0x90,
	DC_IRQ_FILT_CTL = 0x94,
	DC_FILT_COEFF1 = 0x98,
	DC_FILT_COEFF2 = 0x9c,
	DC_IRQ = 0xc8,
	DC_VGA_CONFIG = 0x100,
	DC_VGA_STATUS = 0x104,
};

/* DC_GENERAL_CFG */
#define GCFG_DFLE      UINT32_C(0x00000001)
#define GCFG_CURE      UINT32_C(0x00000002)
#define GCFG_CLR_CUR   UINT32_C(0x00000004)
#define GCFG_VGAE      UINT32_C(0x00000080)
#define GCFG_VGAFT     UINT32_C(0x00040000)

/* DC_DISPLAY_CFG */
#define DCFG_TGEN      UINT32_C(0x00000001)
#define DCFG_GDEN      UINT32_C(0x00000008)
#define DCFG_TRUP      UINT32_C(0x00000040)
#define DCFG_PALB      UINT32_C(0x02000000)

#define FILT_INTERLACE UINT32_C(0x00000800)

enum { DC_MSR_SMI = 0x2002 };

extern const struct reg_table dc_reg_table;

/** dc_set - set a register from the model's side. */
void dc_set(struct dc *d, uint32_t offset, uint32_t val);

/** dc_retime - something the timing depends on may have changed; @load: take new values now. */
void dc_retime(struct dc *d, bool load);

/** dc_look_at_clock - has the pixel clock changed since the last look? */
void dc_look_at_clock(struct dc *d);

/** dc_smi - note the event @bit of the SMI MSR; asynchronous ones make a level, others an SSMI. */
void dc_smi(struct dc *d, unsigned bit);

/** dc_update_lines - bring the interrupt and SMI outputs up to date with their registers. */
void dc_update_lines(struct dc *d);

/** dc_vga_retrace - input status register 1 of the VGA. */
uint8_t dc_vga_retrace(struct dc *d);

#endif
