/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBIOS 2.4: what the machine is called and made of. */
#ifndef TABLES_SMBIOS_H
#define TABLES_SMBIOS_H

#include <stdint.h>

struct memmap;
struct table_buffer;

#define SMBIOS_ENTRY_SIZE 31

struct smbios_cpu {
	const char *vendor; /* from CPUID leaf 0, NULL when there is no CPUID */
	const char *name;   /* from the extended leaves, or NULL */
	uint32_t signature; /* CPUID.1 EAX */
	uint32_t features;  /* CPUID.1 EDX */
	uint16_t mhz;	    /* 0 = unknown */
	uint8_t family; /* SMBIOS' processor family: 1 other, 0x0b Pentium, 0x0c Pentium Pro, ... */
};

struct smbios_info {
	const char *firmware_vendor;
	const char *firmware_version;
	const char *firmware_date; /* "mm/dd/yyyy" */
	uint32_t rom_size;	   /* bytes */
	const char *manufacturer;  /* of the board */
	const char *product;
	const char *version; /* strings from here on may be NULL: not said */
	const char *serial;
	const uint8_t *uuid; /* 16 bytes, or NULL */
	struct smbios_cpu cpu;
	const struct memmap *memory; /* the sizes and the mapped ranges come from here */
};

/*
 * Appends the entry point (SMBIOS_ENTRY_SIZE bytes) and behind it, aligned to 16, structures 0, 1, 2,
 * 3, 4, 16, 17, 19 (one for each side of 4 GiB that has RAM), 32 and 127 to `out`.
 * address: physical address of out->base; a multiple of 16.
 * Returns the offset of the entry point. Whether all fitted, table_finish() tells.
 */
int smbios_write(struct table_buffer *out, uint32_t address, const struct smbios_info *info);

#endif
