/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Local APIC of the boot processor. */
#ifndef DRIVERS_LAPIC_CHIP_H
#define DRIVERS_LAPIC_CHIP_H

#include <device/chip.h>
#include <device/device.h>

extern const struct device_ops intel_lapic_ops;

#endif
