/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables that payloads and operating systems read. */
#ifndef TABLES_TABLES_H
#define TABLES_TABLES_H

#include <stdint.h>

struct memmap;

/*
 * The step of ramstage that writes them all: ACPI, SMBIOS and $PIR into cbmem with their entry points in
 * the F segment, the BIOS data area's words, the coreboot table into cbmem and its forward at 0x500.
 * map: RAM and reserved ranges of this machine; cbmem and the first page are added as tables.
 * Returns 0, or the first error after having written what can be written; each has been printed.
 */
int tables_write(struct memmap *map);

/* Physical address of ACPI's RSDP, 0 when this machine got no ACPI tables. */
uint32_t tables_rsdp(void);

/*
 * The waking vector of the operating system that sleeps in RAM, by the ACPI tables it got before. 0, with a message,
 * when there is none; then it is no wake any more (context()->resuming).
 */
uint32_t tables_waking_vector(void);

#endif
