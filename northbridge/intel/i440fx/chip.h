/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel 82441FX (i440FX) host bridge, as QEMU's 'pc' machine has it. */
#ifndef NORTHBRIDGE_INTEL_I440FX_CHIP_H
#define NORTHBRIDGE_INTEL_I440FX_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct intel_i440fx_config {
	/* First and last I/O port that PCI devices may get. */
	uint16_t io_window[2] DT_DEFAULT(0x1000, 0xffff);
	/* Last address of the memory window for PCI devices; it starts where RAM ends. */
	uint32_t memory_window_end DT_RANGE(0xe0ffffff, 0xfebfffff) DT_DEFAULT(0xfebfffff);
};

extern const struct chip_romstage_ops intel_i440fx_romstage_ops;
extern const struct device_ops intel_i440fx_ops;

#endif
