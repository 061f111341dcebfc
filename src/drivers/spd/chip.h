/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serial presence detect EEPROM of a memory module. */
#ifndef DRIVERS_SPD_CHIP_H
#define DRIVERS_SPD_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops jedec_spd_ops;

#endif
