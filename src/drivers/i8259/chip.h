/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 8259 interrupt controller pair, with the edge/level registers of PCI chipsets. */
#ifndef DRIVERS_I8259_CHIP_H
#define DRIVERS_I8259_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops intel_i8259_ops;

#endif
