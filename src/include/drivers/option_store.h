/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options in CMOS. No globals, no strings: every function works in every stage.
 *
 * Where they lie comes from the board's cmos.layout, through the header that nvramtool makes of it.
 * All zero is a valid store in which every option says "as built".
 */
#ifndef DRIVERS_OPTION_STORE_H
#define DRIVERS_OPTION_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lib/options.h>

enum option {
	OPTION_DEBUG_LEVEL,  /* 0 as built, 1..8 highest level of messages on the console */
	OPTION_BOOT_DEFAULT, /* 0 as the boot order says, n the n-th entry */
	OPTION_BOOT_TIMEOUT, /* 0 as built, 1..254 seconds, OPTION_NO_TIMEOUT do not wait */
};

#define OPTION_NO_TIMEOUT 255u

/* True when the battery has held and the checksum over the options is right. */
bool option_store_valid(void);

/* Reads an option. Returns 0, or ERR_CHECKSUM (*value = 0, as built) when the store is not valid. */
int option_get(enum option option, uint32_t *value);

/*
 * Bootblock, once a boot: applies the NORMAL/FALLBACK rule to the boot byte in CMOS, which counts this
 * start if it is one of NORMAL.
 */
enum boot_verdict option_store_boot_rule(void);

/* Takes back last_boot when NORMAL was to be tried but its contents are damaged. */
void option_store_refuse_normal(void);

/* Why FALLBACK, for a message; "" for BOOT_NORMAL. */
const char *option_store_reason(enum boot_verdict verdict);

/*
 * Writes defaults into the range under the checksum and makes the sum right. The boot byte is not
 * touched. defaults: an image of CMOS as `nvramtool -D` writes it, or NULL for all zero.
 * Returns 0, or ERR_SIZE (all zero was taken) when the image is too short for the range.
 */
int option_store_restore(const void *defaults, size_t size);

#endif
