/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Winbond W83627HF super I/O. What is used of it are the nodes inside its own: each logical device is known
 * by its usual I/O base, and is switched off when no node has that.
 */
#ifndef SUPERIO_WINBOND_W83627HF_CHIP_H
#define SUPERIO_WINBOND_W83627HF_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct winbond_w83627hf_config {
	/* Configuration port: 0x2e or 0x4e, as pin HEFRAS says. */
	uint16_t config_port DT_RANGE(0x2e, 0x4e) DT_DEFAULT(0x2e);
	/* I/O base of the UART that is on for the console from the start: 0x3f8 or 0x2f8; 0: none. */
	uint16_t console_uart DT_RANGE(0, 0x3f8) DT_ALIGN(8) DT_DEFAULT(0x3f8);
};

extern const struct chip_bootblock_ops winbond_w83627hf_bootblock_ops;
extern const struct device_ops winbond_w83627hf_ops;

#endif
