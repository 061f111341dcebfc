/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The 8042 keyboard controller (IBM PS/2 hardware interface reference): keyboard on and translated to
 * scan code set 1, mouse port off, so that the boot menu and an OS can read keys.
 */
#include <arch/io.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <lib/errors.h>
#include <tables/acpi.h>
#include "chip.h"

#define KBC_DATA	    0x60
#define KBC_STATUS	    0x64
#define KBC_COMMAND	    0x64

#define STATUS_OUTPUT_FULL  0x01
#define STATUS_INPUT_FULL   0x02
#define STATUS_FROM_MOUSE   0x20
#define STATUS_ABSENT	    0xff

#define COMMAND_WRITE_MODE  0x60
#define COMMAND_SELF_TEST   0xaa
#define COMMAND_KEYBOARD_ON 0xae
#define SELF_TEST_PASSED    0x55

/* IRQ1 on, "system" flag, mouse port off, translation on. */
#define MODE		    0x65

#define FLUSH_MAX	    32 /* bytes that may wait: more than any controller buffers */
#define WAIT_STEP_US	    10
#define COMMAND_WAIT_US	    10000
#define SELF_TEST_WAIT_US   200000

static int wait_status(uint8_t mask, uint8_t value, uint32_t us)
{
	for (uint32_t waited = 0; (inb(KBC_STATUS) & mask) != value; waited += WAIT_STEP_US) {
		if (waited >= us)
			return ERR_TIMEOUT;
		delay_us(WAIT_STEP_US);
	}
	return 0;
}

static int send(uint16_t port, uint8_t value)
{
	int err = wait_status(STATUS_INPUT_FULL, 0, COMMAND_WAIT_US);

	if (!err)
		outb(port, value);
	return err;
}

static int self_test(void)
{
	int err = send(KBC_COMMAND, COMMAND_SELF_TEST);

	if (!err)
		err = wait_status(STATUS_OUTPUT_FULL, STATUS_OUTPUT_FULL, SELF_TEST_WAIT_US);
	if (!err && inb(KBC_DATA) != SELF_TEST_PASSED)
		err = ERR_IO;
	return err;
}

static int init(struct device *dev)
{
	int err;

	(void)dev;
	/* Nothing decodes the port: a board without the controller has it in its tree. */
	if (inb(KBC_STATUS) == STATUS_ABSENT)
		return ERR_NO_DEVICE;
	for (unsigned i = 0; i < FLUSH_MAX && inb(KBC_STATUS) & STATUS_OUTPUT_FULL; i++)
		inb(KBC_DATA);
	err = self_test();
	if (!err)
		err = send(KBC_COMMAND, COMMAND_WRITE_MODE);
	if (!err)
		err = send(KBC_DATA, MODE);
	if (!err)
		err = send(KBC_COMMAND, COMMAND_KEYBOARD_ON);
	return err;
}

static void acpi_fadt(const struct device *dev, struct acpi_fadt *fadt)
{
	(void)dev;
	fadt->boot_flags |= ACPI_BOOT_8042;
}

const struct device_ops intel_i8042_ops = {
	.init = init,
	.acpi_fadt = acpi_fadt,
};
