/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One byte from a device on the SMBus, all waits bounded (CS5536 data book: SMB controller). */
#include "boot.h"

#define SDA	    (SMB_BASE + 0)
#define STS	    (SMB_BASE + 1)
#define CTRL1	    (SMB_BASE + 3)
#define STS_SDAST   0x40
#define STS_BER	    0x20
#define STS_NEGACK  0x10
#define CTRL1_ACK   0x10
#define CTRL1_STOP  0x02
#define CTRL1_START 0x01

/* Wait for the controller to want service. False: nobody answers, or the bus is stuck. */
static int ready(void)
{
	for (u32 i = 0; i < 10000; i++) {
		u8 sts = inb(STS);

		if (sts & (STS_BER | STS_NEGACK))
			return 0;
		if (sts & STS_SDAST)
			return 1;
	}
	return 0;
}

static int address(u8 val)
{
	outb(CTRL1, CTRL1_START);
	if (!ready())
		return 0;
	outb(SDA, val);
	return ready();
}

static int byte_read(u8 device, u8 offset)
{
	if (!address((u8)(device << 1)))
		return -1;
	outb(SDA, offset);
	if (!ready())
		return -1;
	outb(CTRL1, CTRL1_ACK); /* no acknowledge after the one byte */
	if (MISTAKE_IS(SMB_NOT_WAITED)) {
		outb(CTRL1, CTRL1_START);
		outb(SDA, (u8)(device << 1 | 1));
		return inb(SDA);
	}
	if (!address((u8)(device << 1 | 1)))
		return -1;
	outb(CTRL1, CTRL1_STOP);
	return inb(SDA);
}

/** smbus_read - a byte of device @device (7 bits) at @offset, or -1. */
int smbus_read(u8 device, u8 offset)
{
	int val;

	if (MISTAKE_IS(SMB_ENDLESS_POLL)) {
		outb(CTRL1, CTRL1_START);
		while (!(inb(STS) & STS_NEGACK)) /* never: nothing has been addressed */
			;
	}
	val = byte_read(device, offset);
	if (val < 0) {
		outb(CTRL1, CTRL1_STOP);
		outb(STS, STS_BER | STS_NEGACK);
	}
	for (u32 i = 0; i < 10000 && inb(CTRL1) & CTRL1_STOP; i++)
		;
	return val;
}
