/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first page of memory: what a PC's BIOS data area says to an OS that is entered without a BIOS. */
#ifndef TABLES_LOW_MEMORY_H
#define TABLES_LOW_MEMORY_H

#define LOW_MEMORY_PAGE 0x1000u /* interrupt vectors, BIOS data area, coreboot forward table */

/* Clears the BIOS data area and fills in the words that operating systems read. */
void low_memory_write(void);

#endif
