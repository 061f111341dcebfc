/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firmware of record: what its stages share. It does what the boot logs of real boards show,
 * register by register, with their values; printing is in each stage's own copy.
 */
#ifndef RECORD_H
#define RECORD_H

#include "../boot/hw.h"

#include "boards.h"

#define ALIX   (SPD_SET == SPD_ALIX)

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

/* The image of a board whose flash lacks VSA. */
#ifdef RECORD_WITHOUT_VSA
#define WITHOUT_VSA 1
#else
#define WITHOUT_VSA 0
#endif

#define RSTPLL	  0x4c000014
#define VIDEO_MB  8

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
