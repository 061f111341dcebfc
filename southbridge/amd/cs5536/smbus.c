/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 SMBus host (data book 33238G, section 6.9; the ACCESS.bus cell of the SC1200): reads from a slave. */
#include <stdbool.h>
#include <arch/io.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <lib/errors.h>
#include "cs5536.h"
#include "smbus.h"

#define READ	     1

/* A byte takes 0.2 ms at the slowest rate; slaves may stretch the clock for 25 ms (SMBus 2.0, table 1). */
#define WAIT_STEP_US 20
#define WAIT_US	     30000

/* Nine clocks end whatever byte a slave is in the middle of; one is at most 21 us long. */
#define FREE_CLOCKS  9
#define FREE_STEP_US 25

void cs5536_smbus_init(uint16_t base, uint16_t khz)
{
	/* 48 kHz and up: the divisor fits the seven bits of SMB_CTRL2. */
	const uint8_t divisor = (uint8_t)((SMB_CLOCK_KHZ + khz - 1) / khz);

	outb(base + SMB_CTRL2, 0);
	outb(base + SMB_CTRL3, 0);
	outb(base + SMB_CTRL2, (uint8_t)(divisor << 1 | SMB_CTRL2_EN));
	outb(base + SMB_ADDR, 0);
}

/* Waits until the host wants the next byte, or has it. */
static int wait_ready(uint16_t base)
{
	for (uint32_t waited = 0; waited < WAIT_US; waited += WAIT_STEP_US) {
		uint8_t status = inb(base + SMB_STS);

		if (status & SMB_STS_BER)
			return ERR_IO;
		if (status & SMB_STS_NEGACK)
			return ERR_NO_DEVICE;
		if (status & SMB_STS_SDAST)
			return 0;
		delay_us(WAIT_STEP_US);
	}
	return ERR_TIMEOUT;
}

static void control(uint16_t base, uint8_t bits)
{
	outb(base + SMB_CTRL1, bits);
}

static int send(uint16_t base, uint8_t byte)
{
	int err;

	outb(base + SMB_SDA, byte);
	err = wait_ready(base);
	return err;
}

/* Addresses the slave twice, and takes the bytes: the last one is not acknowledged, and the stop follows it. */
static int transfer(uint16_t base, uint8_t slave, uint8_t offset, uint8_t *data, unsigned count)
{
	int err;

	control(base, SMB_CTRL1_START);
	err = wait_ready(base);
	if (!err)
		err = send(base, (uint8_t)(slave << 1));
	if (!err)
		err = send(base, offset);
	if (err)
		return err;
	control(base, count == 1 ? SMB_CTRL1_START | SMB_CTRL1_ACK : SMB_CTRL1_START);
	err = wait_ready(base);
	if (!err)
		err = send(base, (uint8_t)(slave << 1 | READ));
	for (unsigned i = 0; i < count && !err; i++) {
		if (i + 2 == count)
			control(base, SMB_CTRL1_ACK);
		if (i + 1 == count)
			control(base, SMB_CTRL1_STOP);
		data[i] = inb(base + SMB_SDA);
		if (i + 1 < count)
			err = wait_ready(base);
	}
	return err;
}

/* Ends a transfer that failed, and clocks the bus until the data line is free. True when it is. */
static bool recover(uint16_t base)
{
	control(base, SMB_CTRL1_STOP);
	outb(base + SMB_STS, SMB_STS_BER | SMB_STS_NEGACK);
	for (unsigned i = 0; i < FREE_CLOCKS && !(inb(base + SMB_CTRL_STS) & SMB_CTRL_STS_TSDA);
	     i++) {
		outb(base + SMB_CTRL_STS, SMB_CTRL_STS_TGSCL);
		delay_us(FREE_STEP_US);
	}
	outb(base + SMB_CTRL_STS, SMB_CTRL_STS_BB);
	return inb(base + SMB_CTRL_STS) & SMB_CTRL_STS_TSDA;
}

int cs5536_smbus_read(uint16_t base, uint8_t slave, uint8_t offset, uint8_t *data, unsigned count)
{
	int err = count ? transfer(base, slave, offset, data, count) : 0;

	if (!err)
		return 0;
	if (!recover(base)) {
		pr_err("SMBus at %x: the data line stays low\n", base);
		return ERR_IO;
	}
	if (err != ERR_NO_DEVICE)
		pr_warn("SMBus at %x: reading %u bytes of %02x from %02x: %s\n", base, count, slave,
			offset, err_str(err));
	return err;
}
