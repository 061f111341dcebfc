/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's SMBus host. */
#ifndef CS5536_SMBUS_H
#define CS5536_SMBUS_H

#include <stdint.h>

/* Switches the host at `base` on, with at most `khz` on the wires. */
void cs5536_smbus_init(uint16_t base, uint16_t khz);

/*
 * Reads `count` bytes of a slave (7-bit address) from `offset` on. Returns 0; ERR_NO_DEVICE when the slave does not
 * answer; ERR_IO or ERR_TIMEOUT when the bus does not work, with a message. A bus that a slave holds is clocked free.
 */
int cs5536_smbus_read(uint16_t base, uint8_t slave, uint8_t offset, uint8_t *data, unsigned count);

#endif
