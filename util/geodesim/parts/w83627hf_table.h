/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the W83627HF. */
#ifndef GEODESIM_PARTS_W83627HF_TABLE_H
#define GEODESIM_PARTS_W83627HF_TABLE_H

#include "parts/w83627hf.h"

/* Logical devices. */
enum {
	WB_FDC = 0,
	WB_LPT = 1,
	WB_UARTA = 2,
	WB_UARTB = 3,
	WB_KEYBOARD = 5,
	WB_CIR = 6,
	WB_GAME = 7,  /* and GPIO port 1 */
	WB_GPIO2 = 8, /* and the watchdog */
	WB_GPIO3 = 9,
	WB_ACPI = 10,
	WB_MONITOR = 11,
	WB_GLOBAL = W83627HF_DEVICES,
};

/* Registers that act, and their bits. */
enum {
	WB_CR02 = 0x02,
	WB_CR02_RESET = 0x01,
	WB_CR24 = 0x24,
	WB_CR24_48MHZ = 0x40,
	WB_CR24_KEYBOARD = 0x04, /* strap at SOUTA: the keyboard controller is there */
	WB_CR26 = 0x26,
	WB_CR26_4E = 0x40,
	WB_CR2B = 0x2b,
	WB_CR2B_GP24 = 0x10, /* the pin is GP24, not WDTO# */
	WB_UART_CLOCK = 0xf0,
	WB_WDT_MODE = 0xf5,
	WB_WDT_MINUTES = 0x08,
	WB_WDT_COUNT = 0xf6,
	WB_WDT_CONTROL = 0xf7,
	WB_WDT_FRAME = 0x0f,
	WB_WDT_DONE = 0x10,
	WB_WDT_FORCE = 0x20,
};

/* By logical device, then the global ones. */
extern const struct reg_table w83627hf_tables[W83627HF_DEVICES + 1];

/* The monitor's registers: bank * 100h + index; those outside 50h to 5Fh are in bank 0. */
extern const struct reg_table w83627hf_monitor_table;
#define WB_MONITOR_CONFIG  0x40
#define WB_MONITOR_INIT	   0x80 /* of CONFIG: registers to their defaults */
#define WB_MONITOR_ADDRESS 0x48
#define WB_MONITOR_BANK	   0x4e

/** w83627hf_monitor_config - the hook of the monitor's CONFIG. */
void w83627hf_monitor_config(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);

/* Data, status, control. */
extern const struct reg_table w83627hf_lpt_table;

#endif
