/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firmware of record: what its stages share. It does what the boot logs of real boards show,
 * register by register, with their values; printing is in each stage's own copy.
 */
#ifndef RECORD_H
#define RECORD_H

#include "hw.h"

/* The boards: where they differ. */
#if defined(BOARD_NORWICH)
#define BOARD_NAME   "amd/norwich"
#define SLOT_IRQ     5 /* of its pin A: device 0d */
#define FLASH_ID     0xbf51
#define SPD_ON_BUS   1
#define ON_CHIP_UART 1
#define POWER_BUTTON 1
#define LPC_IRQS     0x1002
#define PIRQS	     0xaa5b
#elif defined(BOARD_DB800)
#define BOARD_NAME   "amd/db800"
#define SLOT_IRQ     10 /* of its pin A: device 0e */
#define FLASH_ID     0xbf60
#define SPD_ON_BUS   1
#define ON_CHIP_UART 0
#define POWER_BUTTON 1
#define LPC_IRQS     0x105a
#define PIRQS	     0xbaba
#elif defined(BOARD_ALIX1C)
#define BOARD_NAME   "pcengines/alix1c"
#define SLOT_IRQ     11 /* of its pin A: device 0c */
#define FLASH_ID     0xbf50
#define SPD_ON_BUS   0
#define ON_CHIP_UART 0
#define POWER_BUTTON 0
#define LPC_IRQS     0x105a
#define PIRQS	     0x9bab
#elif defined(BOARD_ALIX2D)
#define BOARD_NAME   "pcengines/alix2d"
#define SLOT_IRQ     11 /* of its pin A: device 0c */
#define FLASH_ID     0x379d
#define SPD_ON_BUS   0
#define ON_CHIP_UART 1
#define POWER_BUTTON 0
#define LPC_IRQS     0x1002
#define PIRQS	     0x9bab
#else
#error "which board?"
#endif
#if defined(BOARD_ALIX1C) || defined(BOARD_ALIX2D)
#define ALIX 1
#else
#define ALIX 0
#endif
/* Virtual functions taken away: UDC and OTG, on the ALIX.2D graphics and audio too. */
#ifdef BOARD_ALIX2D
#define HIDDEN 4
#else
#define HIDDEN 2
#endif

/* Whether USB port 4 is a device. */
#ifdef BOARD_DB800
#define USB4_DEVICE 1
#else
#define USB4_DEVICE 0
#endif

/* Where the companion's functions are put, as tinyBIOS does. */
#define IDE_BM 0xff00
#define AUDIO  0xfe00
#define OHCI   0xefffe000u
#define EHCI   0xefffd000u

/*
 * With probes the image also does what firmware must not do, to see what comes of it; it then runs
 * three times: after power-on, after a full reset, after suspend to RAM.
 */
#ifdef RECORD_PROBES
#define PROBES 1
#else
#define PROBES 0
#endif

#define RSTPLL	  0x4c000014
#define VIDEO_MB  8
#define ROM_BEGIN 0xfff80000u

/* Where VSA's image is loaded and called; what it and the checks share in ordinary memory. */
#define VSA_LOAD  0x60000
#define VSA_BYTES 57504

/* What the first stage saw; in cache-as-RAM, then in the memory below it. */
struct seen {
	u32 magic;
	u32 rom_alias;	 /* dword at F0000 was the ROM's */
	u32 port61_low;	 /* reads until 00, 0: never */
	u32 port61_high; /* bit 4 seen set */
	u32 spd_nack;	 /* SPD bytes that came as FF from 51h */
	u32 spd_type;	 /* byte 2 of 50h */
	u32 lbars_kept;	 /* on the second pass, before anything was written */
	u32 glpci_id;	 /* 208F1022 */
	u32 class;
	u32 delay;	  /* 4C00000F low after the dummy writes */
	u32 ac1c;	  /* before there is a handler */
	u32 defaults_bad; /* descriptors that VSA would not take for free */
	u32 early_divil;  /* DIVIL read before the way to it was set */
	u32 unmapped;	  /* reads of nothing that were not ones */
	u32 pattern[256];
};
#define SEEN_MAGIC 0x4e454553

/* CMOS bytes: set before a full reset; companion's blocks with an address at the first pass. */
#define CMOS_RESET 0x50
#define CMOS_LBARS 0x51
#define CMOS_SLEPT 0x52 /* 33: asleep; 1: woken as expected, 2: not */

HW u8 cmos_read(u8 at)
{
	outb(0x70, at);
	return inb(0x71);
}

HW void cmos_write(u8 at, u8 val)
{
	outb(0x70, at);
	outb(0x71, val);
}

#endif
