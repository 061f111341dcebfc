/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIIX4 SMBus host (82371AB data sheet, section 11.5): byte reads. */
#include <stdbool.h>
#include <arch/io.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <lib/errors.h>
#include "smbus.h"

#define SMBHSTSTS	   0x00
#define SMBHSTCNT	   0x02
#define SMBHSTCMD	   0x03
#define SMBHSTADD	   0x04
#define SMBHSTDAT0	   0x05

#define STATUS_BUSY	   0x01
#define STATUS_DONE	   0x02
#define STATUS_ERRORS	   0x1c /* device error, collision, failed */
#define STATUS_CLEAR	   0x1e

#define CONTROL_START	   0x40
#define PROTOCOL_BYTE_DATA (2 << 2)
#define ADDRESS_READ	   0x01

/* A byte read is 39 bit times, 4 ms at the slowest bus of 10 kHz. */
#define WAIT_STEP_US	   10
#define WAIT_US		   10000

/* Waits until some bit of the status fits; returns the status or ERR_TIMEOUT. */
static int wait(uint16_t base, uint8_t mask, bool set)
{
	for (uint32_t waited = 0; waited < WAIT_US; waited += WAIT_STEP_US) {
		uint8_t status = inb(base + SMBHSTSTS);

		if (!!(status & mask) == set)
			return status;
		delay_us(WAIT_STEP_US);
	}
	return ERR_TIMEOUT;
}

int piix4_smbus_read_byte(uint16_t base, uint8_t slave, uint8_t command)
{
	int status = wait(base, STATUS_BUSY, false);

	if (status >= 0) {
		outb(base + SMBHSTSTS, STATUS_CLEAR);
		outb(base + SMBHSTADD, (uint8_t)(slave << 1 | ADDRESS_READ));
		outb(base + SMBHSTCMD, command);
		outb(base + SMBHSTCNT, PROTOCOL_BYTE_DATA | CONTROL_START);
		status = wait(base, STATUS_DONE | STATUS_ERRORS, true);
	}
	if (status < 0) {
		pr_warn("SMBus at %x: no end of the transfer with %02x in %u ms\n", base, slave,
			WAIT_US / 1000);
		return status;
	}
	outb(base + SMBHSTSTS, STATUS_CLEAR);
	return status & STATUS_ERRORS ? ERR_NO_DEVICE : inb(base + SMBHSTDAT0);
}
