/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serial presence detect of DDR SDRAM modules: legal contents from a geometry, and back. */
#ifndef GEODESIM_BOARD_SPD_H
#define GEODESIM_BOARD_SPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPD_BYTES 256

/* What a module is made of. The facts are JEDEC standard 21-C, annex D (DDR SDRAM). */
struct spd_geometry {
	uint8_t rows;	 /* address bits, 11..14 */
	uint8_t columns; /* address bits, 8..12 */
	uint8_t banks;	 /* inside a chip: 2 or 4 */
	uint8_t ranks;	 /* module banks: 1 or 2 */
	uint8_t width;	 /* of a chip: 4, 8 or 16 */
	uint16_t speed;	 /* 200, 266, 333 or 400 */
};

/** spd_build - all bytes of an unbuffered 64-bit DDR module, checksum included. 0, or -1 when
 *  the geometry is none that JEDEC has. */
int spd_build(const struct spd_geometry *g, uint8_t spd[SPD_BYTES]);

/** spd_for_size - a usual geometry for @mib MiB at @speed; 0, or -1: no such module (32..1024,
 *  powers of two). */
int spd_for_size(unsigned mib, unsigned speed, struct spd_geometry *g);

/** spd_mib - the module's size from bytes 3, 4, 5 and 17; 0 when they make no sense. */
unsigned spd_mib(const uint8_t spd[SPD_BYTES]);

/** spd_checksum - what byte 63 must be: the sum of bytes 0..62. */
uint8_t spd_checksum(const uint8_t spd[SPD_BYTES]);

/**
 * spd_load - SPD contents from a file's bytes
 * @size: 128 or 256; the rest is filled with FFh. Demanded are DDR SDRAM, a right checksum and a
 * geometry. Returns 0, or -1 with the reason in @err.
 */
int spd_load(const uint8_t *bytes, size_t size, uint8_t spd[SPD_BYTES], char *err, size_t err_size);

#endif
