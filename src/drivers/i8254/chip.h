/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 8254 timer. */
#ifndef DRIVERS_I8254_CHIP_H
#define DRIVERS_I8254_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops intel_i8254_ops;

#endif
