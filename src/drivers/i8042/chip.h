/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 8042 keyboard controller and what hangs on it. */
#ifndef DRIVERS_I8042_CHIP_H
#define DRIVERS_I8042_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops intel_i8042_ops;

#endif
