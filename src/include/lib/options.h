/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options in CMOS, on an image of its 128 bytes, and the rule for NORMAL or FALLBACK. Pure. */
#ifndef LIB_OPTIONS_H
#define LIB_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OPTIONS_IMAGE_SIZE 128

/* The bytes of CMOS under the option checksum, and the sum's place (two bytes, high byte first). */
struct options_range {
	uint8_t first; /* byte */
	uint8_t last;  /* byte, inclusive */
	uint8_t sum;   /* byte */
};

/* True when the range is inside CMOS, in order, and does not hold its own sum. */
bool options_range_ok(const struct options_range *range);

/* Plain 16-bit sum of the range's bytes. image: OPTIONS_IMAGE_SIZE bytes; the range must be ok. */
uint16_t options_sum(const uint8_t *image, const struct options_range *range);

/* True when the stored sum is right. */
bool options_valid(const uint8_t *image, const struct options_range *range);

/* Stores the right sum. */
void options_seal(uint8_t *image, const struct options_range *range);

/*
 * Reads or writes the option of `length` bits (1..32) from bit `start` (byte * 8 + bit, bit 0
 * lowest). An option within one byte may start at any bit; a longer one must be whole bytes, lowest
 * first.
 * Writing does not touch the sum. Return 0, ERR_RANGE outside of CMOS, or ERR_INVALID for a shape
 * that a CMOS layout cannot have, or a value that does not fit.
 */
int options_read(const uint8_t *image, unsigned start, unsigned length, uint32_t *value);
int options_write(uint8_t *image, unsigned start, unsigned length, uint32_t value);

/* Bits of the boot byte (names in the CMOS layout); bits 2 and 3 belong to the board. */
#define BOOT_BYTE_OPTION  0x01u /* boot_option: the OS or the payload says NORMAL is good */
#define BOOT_BYTE_LAST	  0x02u /* last_boot: this start uses NORMAL */
#define BOOT_BYTE_KEPT	  0x0cu
#define BOOT_BYTE_COUNTER 4 /* reboot_counter: bits 7..4, starts of NORMAL since the last success */
#define BOOT_COUNTER_MAX  15u

enum boot_verdict {
	BOOT_NORMAL,	    /* try NORMAL */
	BOOT_UNTRUSTED,	    /* FALLBACK: battery or checksum failed */
	BOOT_ATTEMPTS_USED, /* FALLBACK: NORMAL was tried max_attempts times without success */
};

/*
 * The rule of LinuxBIOS v2. *byte is the boot byte and gets its new value, to be written back.
 * trusted: the battery was good and the option sum right. max_attempts: 1..15.
 */
enum boot_verdict options_boot_rule(uint8_t *byte, bool trusted, unsigned max_attempts);

/*
 * Checks a binary CMOS layout (record 0xC8 of the coreboot table, as `nvramtool -L` writes it):
 * sizes, nesting, bits inside CMOS, names terminated. Returns 0 with the checksum's range in
 * *range, or
 * ERR_CORRUPT, ERR_TRUNCATED, or ERR_NOT_FOUND when there is no checksum record.
 */
int options_check_layout(const void *data, size_t size, struct options_range *range);

#endif
