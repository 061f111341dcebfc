/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 8237 DMA controller pair. */
#ifndef DRIVERS_I8237_CHIP_H
#define DRIVERS_I8237_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops intel_i8237_ops;

#endif
