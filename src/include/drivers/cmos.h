/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 128 bytes behind ports 0x70 and 0x71: the RTC's registers and its battery-backed RAM. */
#ifndef DRIVERS_CMOS_H
#define DRIVERS_CMOS_H

#include <stdint.h>
#include <arch/io.h>

#define CMOS_INDEX_PORT 0x70 /* bit 7 set: NMI off; we leave NMI on */
#define CMOS_DATA_PORT	0x71
#define CMOS_SIZE	128

/* The byte at `index` (0..127). Needs no memory, so it serves in every stage. */
static inline uint8_t cmos_read(uint8_t index)
{
	outb(CMOS_INDEX_PORT, index & (CMOS_SIZE - 1));
	return inb(CMOS_DATA_PORT);
}

/* Writes the byte at `index` (0..127). */
static inline void cmos_write(uint8_t index, uint8_t value)
{
	outb(CMOS_INDEX_PORT, index & (CMOS_SIZE - 1));
	outb(CMOS_DATA_PORT, value);
}

#endif
