/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the Geode LX's display (data book 6.6 display controller, 6.8 video processor). */
#ifndef GEODE_LX_DISPLAY_H
#define GEODE_LX_DISPLAY_H

/* Descriptors of the GeodeLink interface units (data book 4.2.3) that lead to the display */
#define GLIU0_P2D_BM2	    0x10000022
#define GLIU0_P2D_BM3	    0x10000023
#define GLIU0_P2D_RO0	    0x10000029
#define GLIU0_P2D_RO1	    0x1000002a
#define GLIU1_P2D_BM5	    0x40000025
#define GLIU0_PORT_GLMC	    1
#define GLIU0_PORT_GLIU1    2
#define GLIU0_PORT_DC	    4
#define GLIU0_PORT_GP	    5
#define GLIU1_PORT_VP	    2

/* Region configuration (data book 5.5.2) */
#define RCONF7		    0x1817
#define RCONF_ENABLE	    0x100u
#define RCONF_WRITE_COMBINE 0x11u /* uncached, write-combined */

/* Pixel clock (data book 6.14.2.14) */
#define GLCP_DOTPLL	    0x4c000015
#define DOTPLL_DOTRESET	    (1u << 0)
#define DOTPLL_PD	    (1u << 14)
#define DOTPLL_BYPASS	    (1u << 15)
#define DOTPLL_HALFPIX	    (1u << 24)
#define DOTPLL_LOCK	    (1u << 25)

/* Display controller (data book 6.6) */
#define DC_UNLOCK	    0x00
#define UNLOCK_CODE	    0x4758u
#define DC_GENERAL_CFG	    0x04
#define GENERAL_DFLE	    (1u << 0)
#define GENERAL_VIDE	    (1u << 3)
#define GENERAL_CMPE	    (1u << 5)
#define GENERAL_DECE	    (1u << 6)
#define GENERAL_VGAE	    (1u << 7)
#define GENERAL_FIFO_PRIORITY \
	0xb600u /* DFHPEL = B, DFHPSL = 6: between what high and low bandwidth need */
#define GENERAL_FDTY		 (1u << 17)
#define DC_DISPLAY_CFG		 0x08
#define DISPLAY_TGEN		 (1u << 0)
#define DISPLAY_GDEN		 (1u << 3)
#define DISPLAY_VDEN		 (1u << 4)
#define DISPLAY_TRUP		 (1u << 6)
#define DISPLAY_24BPP		 (2u << 8) /* in cells of 32 bits */
#define DISPLAY_PALB		 (1u << 25)
#define DISPLAY_VISL		 (1u << 27)
#define DC_ARB_CFG		 0x0c
#define DC_FB_ST_OFFSET		 0x10
#define DC_CB_ST_OFFSET		 0x14
#define DC_CURS_ST_OFFSET	 0x18
#define DC_DV_TOP		 0x2c
#define DV_TOP_ENABLE		 (1u << 0)
#define DC_LINE_SIZE		 0x30
#define DC_GFX_PITCH		 0x34
#define DC_H_ACTIVE_TIMING	 0x40 /* then blanking and sync */
#define DC_V_ACTIVE_TIMING	 0x50
#define DC_FB_ACTIVE		 0x5c
#define DC_PHY_MEM_OFFSET	 0x84
#define DC_DV_CTL		 0x88
#define DV_CLEAR		 (1u << 0)
#define DV_LINE_SIZE_SHIFT	 10
#define DC_GFX_SCALE		 0x90
#define GFX_SCALE_NONE		 0x40004000u
#define DC_IRQ_FILT_CTL		 0x94
#define DC_IRQ			 0xc8
#define IRQ_QUIET		 0x00030003u
#define DC_GENLK_CTL		 0xd4
#define GENLK_ALL		 0xf3000000u

/* Video processor (data book 6.8) */
#define VP_MSR_CONFIG		 0x48002001
#define VP_CONFIG_OUTPUT	 0x38u /* 0: CRT */
#define VP_VCFG			 0x000
#define VCFG_VID_EN		 (1u << 0)
#define VP_DCFG			 0x008
#define DCFG_ON			 0x0fu /* CRT, both syncs, DAC blanking */
#define DCFG_NEGATIVE_SYNC	 0x300u
#define DCFG_SKEW		 0x1c000u
#define DCFG_SKEW_DEFAULT	 0x10000u
#define DCFG_POWER_DELAY	 0xe0000u
#define DCFG_POWER_DELAY_DEFAULT 0x80000u
#define VP_MISC			 0x050
#define MISC_GAMMA_BYPASS	 (1u << 0)
#define MISC_DAC_DOWN		 0xc00u

#endif
