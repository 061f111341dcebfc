/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 16550-compatible UART. The console's one is named by stdout-path; the OS drives the others. */
#ifndef DRIVERS_UART_CHIP_H
#define DRIVERS_UART_CHIP_H

#include <device/chip.h>

struct ns16550a_config {
	/* Clock of the UART in Hz, 16 times the highest rate; devtree checks the console's rate by it. */
	uint32_t clock_frequency DT_DEFAULT(1843200);
};

#endif
