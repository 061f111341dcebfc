/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A real-time clock for firmware code on the host: ports 0x70 and 0x71 are an array. */
#ifndef TESTS_UNIT_RTC_CMOS_MOCK_H
#define TESTS_UNIT_RTC_CMOS_MOCK_H

#include <stdint.h>

/* In place of arch/io.h. */
#define ARCH_IO_H

#define CONFIG_MAX_REBOOT_COUNT 3
#define CONFIG_MAXIMUM_LOGLEVEL 8

/* Each test program has its own. */
extern uint8_t cmos[128];
extern uint8_t cmos_index;
/* How often register C was read: that is what clears a pending interrupt. */
extern unsigned cmos_reads_of_c;

static inline void outb(uint16_t port, uint8_t value)
{
	if (port == 0x70)
		cmos_index = value & 0x7f;
	else
		cmos[cmos_index] = value;
}

static inline uint8_t inb(uint16_t port)
{
	if (port != 0x71)
		return 0xff;
	if (cmos_index == 0x0c)
		cmos_reads_of_c++;
	return cmos[cmos_index];
}

#endif
