/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of device an access of the processor went to. */
#ifndef GEODESIM_REPORT_CLASSES_H
#define GEODESIM_REPORT_CLASSES_H

#include "machine/geode.h"
#include "machine/machine.h"

enum report_class {
	CLASS_CPU, /* instructions with the memory and caches they run from */
	CLASS_HALT,
	CLASS_SLEEP,
	CLASS_FLASH,
	CLASS_DRAM, /* memory while no cache answers */
	CLASS_VIDEO,
	CLASS_BUS_MEMORY,
	CLASS_MSR_NEAR,
	CLASS_MSR_FAR,
	CLASS_CONFIG,
	CLASS_BUS_IO,
	CLASS_POST,
	CLASS_UART,
	CLASS_SMB,
	CLASS_GPIO,
	CLASS_MFGPT,
	CLASS_ACPI,
	CLASS_PMS,
	CLASS_PIC,
	CLASS_PIT,
	CLASS_RTC,
	CLASS_KEYBOARD,
	CLASS_DMA,
	CLASS_IDE,
	CLASS_LPC,
	CLASS_COUNT
};

/** class_name - in words. class_colour - for pictures, "#rrggbb". */
const char *class_name(enum report_class c);
const char *class_colour(enum report_class c);

/**
 * class_of - where what @on and @addr say goes now
 * @g: the board, or NULL: only legacy addresses are known.
 */
enum report_class class_of(const struct geode *g, enum machine_spent on, uint32_t addr);

#endif
