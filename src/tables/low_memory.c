/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The BIOS data area: Linux reads base memory and EBDA, other programs ports and equipment. */
#include <console/console.h>
#include <stdint.h>
#include <string.h>
#include "low_memory.h"

#define BDA_BASE	   0x400u
#define EQUIPMENT_FPU	   0x0002
#define EQUIPMENT_MOUSE	   0x0004
#define EQUIPMENT_SERIAL_1 0x0200 /* bits 11..9: number of serial ports */
#define BASE_MEMORY_KIB	   640

struct __attribute__((packed)) bios_data_area {
	uint16_t com[4]; /* I/O bases, 0 = none */
	uint16_t lpt[3];
	uint16_t ebda_segment; /* 0 = none */
	uint16_t equipment;
	uint8_t test_status;
	uint16_t base_memory_kib;
	uint8_t others[0xeb]; /* keyboard, disks, video, ticks: services a BIOS would offer */
};

_Static_assert(sizeof(struct bios_data_area) == 0x100, "the BIOS data area has 256 bytes");

void low_memory_write(void)
{
	struct bios_data_area bda = {
		.equipment = EQUIPMENT_FPU | EQUIPMENT_MOUSE,
		.base_memory_kib = BASE_MEMORY_KIB,
	};

	if (CONFIG(CONSOLE_SERIAL)) {
		bda.com[0] = CONSOLE_UART_BASE;
		bda.equipment |= EQUIPMENT_SERIAL_1;
	}
	memcpy((void *)BDA_BASE, &bda, sizeof(bda));
}
