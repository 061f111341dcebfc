/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The display of QEMU and Bochs: a linear framebuffer behind VBE DISPI registers. */
#ifndef DRIVERS_BOCHS_DISPLAY_CHIP_H
#define DRIVERS_BOCHS_DISPLAY_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct qemu_std_vga_config {
	/* The mode, 32 bits a pixel. */
	uint16_t width DT_RANGE(320, 2048) DT_ALIGN(8) DT_DEFAULT(1024);
	uint16_t height DT_RANGE(200, 1536) DT_DEFAULT(768);
};

extern const struct device_ops qemu_std_vga_ops;

#endif
