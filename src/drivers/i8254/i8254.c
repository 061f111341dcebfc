/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8254 timer (Intel 8254 data sheet) as an OS finds it on a PC: 18.2 Hz, refresh, speaker off. */
#include <arch/io.h>
#include "chip.h"

#define PIT_CHANNEL0	0x40
#define PIT_CHANNEL1	0x41
#define PIT_CONTROL	0x43
#define PORT_61		0x61

#define CHANNEL0_MODE3	0x36 /* both bytes, square wave */
#define CHANNEL1_MODE2	0x54 /* low byte, rate */
#define REFRESH_DIVISOR 18   /* one pulse in 15 us */
#define SPEAKER_BITS	0x03 /* gate of channel 2, speaker data */

static int init(struct device *dev)
{
	(void)dev;
	outb(PIT_CONTROL, CHANNEL0_MODE3);
	outb(PIT_CHANNEL0, 0);
	outb(PIT_CHANNEL0, 0);
	outb(PIT_CONTROL, CHANNEL1_MODE2);
	outb(PIT_CHANNEL1, REFRESH_DIVISOR);
	outb(PORT_61, inb(PORT_61) & 0x0f & ~SPEAKER_BITS);
	return 0;
}

const struct device_ops intel_i8254_ops = {
	.init = init,
};
