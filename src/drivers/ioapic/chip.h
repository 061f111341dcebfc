/* SPDX-License-Identifier: GPL-2.0-or-later */
/* I/O APIC. */
#ifndef DRIVERS_IOAPIC_CHIP_H
#define DRIVERS_IOAPIC_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct intel_ioapic_config {
	/* APIC id; local APICs of the board have other ones. */
	uint8_t id DT_RANGE(0, 15) DT_DEFAULT(0);
	/* Input that the timer, ISA IRQ 0, is wired to; the other ISA IRQs have their own number. */
	uint8_t timer_pin DT_RANGE(0, 23) DT_DEFAULT(2);
};

extern const struct device_ops intel_ioapic_ops;

#endif
