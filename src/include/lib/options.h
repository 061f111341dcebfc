/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CMOS options on an image of the 128 CMOS bytes: bit fields, checksum, the option table that names
 * them, and the rule that chooses between NORMAL and FALLBACK. No port is touched here.
 */
#ifndef LIB_OPTIONS_H
#define LIB_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CMOS_IMAGE_SIZE 128u

/*
 * Reads the field of `length` bits (1..32) from bit `bit` on; bit n is bit n % 8 of byte n / 8, and a
 * field longer than a byte starts at a byte boundary, first byte lowest (nvramtool's rule).
 * Returns 0, or ERR_RANGE for a field outside the image, of bad length, or across a byte boundary.
 */
int cmos_get(const uint8_t *image, unsigned int bit, unsigned int length, uint32_t *value);

/* Writes such a field; also ERR_INVALID when the value does not fit. The checksum is not touched. */
int cmos_put(uint8_t *image, unsigned int bit, unsigned int length, uint32_t value);

/* The checksum of the options: bytes first .. last (inclusive) and the place of the sum's high byte. */
struct cmos_sum {
	uint8_t first, last, location;
};

/* True when the plain 16-bit sum of the range is stored, high byte first, at its location. */
bool cmos_sum_ok(const uint8_t *image, const struct cmos_sum *sum);

/* Stores the sum of the range. A range or location outside the image is ERR_RANGE, else 0. */
int cmos_sum_update(uint8_t *image, const struct cmos_sum *sum);

/* An entry of the CMOS option table (coreboot table record 0xc8, file cmos_layout.bin). */
struct cmos_option {
	uint32_t bit, length; /* as for cmos_get(), but any length for strings */
	char kind;	      /* 'e' enumeration, 'h' number, 's' string, 'r' reserved */
	uint32_t enum_id;     /* of the enumeration's values */
	const char *name;     /* NUL-terminated, inside the table */
};

/*
 * Looks up an option by name. Returns 0 with *option filled, ERR_NOT_FOUND, ERR_CORRUPT for a broken
 * table or record, or ERR_RANGE when the field is not inside the 128 bytes.
 */
int cmos_option_find(const void *table, size_t size, const char *name, struct cmos_option *option);

/*
 * Text of a value of the enumeration `enum_id`. Returns 0 with *text pointing into the table,
 * ERR_NOT_FOUND or ERR_CORRUPT.
 */
int cmos_enum_text(const void *table, size_t size, uint32_t enum_id, uint32_t value,
		   const char **text);

/* The checksum record of the table. Returns 0, ERR_NOT_FOUND, ERR_CORRUPT or ERR_RANGE. */
int cmos_table_sum(const void *table, size_t size, struct cmos_sum *sum);

/* Bits of the boot byte (LinuxBIOS v2, RTC_BOOT_BYTE). */
#define BOOT_BYTE_NORMAL      0x01u /* boot_option: NORMAL wanted, or confirmed good */
#define BOOT_BYTE_LAST	      0x02u /* last_boot: this start uses NORMAL */
#define BOOT_BYTE_KEEP	      0x0cu /* not ours */
#define BOOT_BYTE_COUNT_SHIFT 4	    /* reboot_counter: NORMAL starts tried since the last success */

enum boot_reason {
	BOOT_NORMAL,	     /* NORMAL: it is wanted and under its limit of attempts */
	BOOT_BAD_OPTIONS,    /* FALLBACK: CMOS lost power or its checksum is wrong */
	BOOT_TOO_MANY_TRIES, /* FALLBACK: every attempt failed to report success */
};

/*
 * The rule: without valid options FALLBACK, the counter at its limit; else a set boot_option restarts
 * the counter, and NORMAL is tried while the counter is under `max_tries` (1..15), which counts this one.
 * byte: the boot byte as read; valid: power was never lost and the checksum is right.
 * Gives the byte to write back in *next; returns the decision.
 */
enum boot_reason boot_decide(uint8_t byte, bool valid, unsigned int max_tries, uint8_t *next);

/* The byte after NORMAL turned out to be damaged: this start uses FALLBACK, the try stays counted. */
uint8_t boot_reject(uint8_t byte);

/* The byte after an OS or payload declared the running boot good. */
uint8_t boot_confirm(uint8_t byte);

#endif
