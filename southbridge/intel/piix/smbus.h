/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMBus host of the PIIX4. */
#ifndef PIIX_SMBUS_H
#define PIIX_SMBUS_H

#include <stdint.h>

/*
 * Reads one byte from a slave (7-bit address) at `command`. base: I/O base of the host, switched on.
 * Returns 0..255, ERR_NO_DEVICE when the slave does not answer, ERR_TIMEOUT.
 */
int piix4_smbus_read_byte(uint16_t base, uint8_t slave, uint8_t command);

#endif
