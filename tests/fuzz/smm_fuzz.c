/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzing the SMI handler: SMIs of every source, configuration and port accesses of all kinds, string instructions with
 * any page tables. It must come back, not touch SMM memory on behalf of a program, and leave other processors' MSRs
 * alone.
 */
#include <stdlib.h>
#include <string.h>
#include "machine.h"
#include "input.h"

static void configuration(struct input *in)
{
	const unsigned sizes[] = {1, 2, 4, 4};
	const uint8_t how = (uint8_t)take(in, 1);
	const unsigned device = how & 0x80 ? 15 : 1;
	const unsigned reg = take(in, 1), size = sizes[how & 3];

	if (how & 0x40)
		config_write(device, how >> 2 & 7, reg, size, take(in, 4));
	else
		config_read(device, how >> 2 & 7, reg, size);
}

static void ports(struct input *in)
{
	const unsigned sizes[] = {1, 2, 4, 4};
	const uint8_t how = (uint8_t)take(in, 1);
	const uint16_t port = (uint16_t)(0xac1c + (how >> 2 & 3));

	if (how & 0x40)
		port_write(port, sizes[how & 3], take(in, 4));
	else
		port_read(port, sizes[how & 3]);
}

/* The ACPI ports of the companion, and what surrounds them. */
static void acpi(struct input *in)
{
	static const unsigned sizes[] = {1, 2, 4, 4};
	const uint8_t how = (uint8_t)take(in, 1);
	const uint16_t port = (uint16_t)(MACHINE_ACPI - 4 + take(in, 1) % 0x50);

	if (how & 0x40)
		companion_write(port, sizes[how & 3], take(in, 4));
	else
		companion_read(port, sizes[how & 3]);
}

/* A20, resets of the machine and of the processor, with and without a BIOS to go on. */
static void legacy(struct input *in)
{
	machine.shutdown_code = (uint8_t)take(in, 1);
	machine.bios_entry = take(in, 1) & 1 ? 0xea : 0xff;
	set_msr(0x4c002002, msr(0x4c002002) | 0x00100000u);
	set_msr(0x51400002, (uint64_t)take(in, 2) << 32 | 0xfbff);
	machine.header.flags = SMM_FLAG_EXT_TRAP | SMM_FLAG_IO_WRITE;
	machine.header.io_port = 0x92;
	machine.header.io_size = 1;
	machine.header.io_data = take(in, 1);
	smi();
}

/* Anything at all may be pending, with any header. */
static void anything(struct input *in)
{
	static const uint32_t numbers[] = {0x50002002, 0x10002002, 0x40002002, 0x4c002002,
					   0x80002002, 0x51400002, 0x51000002, 0x51010002,
					   0x51200002, 0x50002003};
	const uint32_t number = numbers[take(in, 1) % (sizeof(numbers) / sizeof(numbers[0]))];

	set_msr(number, take(in, 4) | (uint64_t)take(in, 4) << 32);
	machine.header.flags = (uint16_t)take(in, 2);
	machine.header.io_port = (uint16_t)take(in, 2);
	machine.header.io_size = (uint16_t)take(in, 1);
	machine.header.io_data = take(in, 4);
	machine.address_port = take(in, 4);
	smi();
}

static void program(struct input *in)
{
	machine.header.cr0 = take(in, 1) & 1 ? 0x80000001u : 0;
	machine.header.current_ip = take(in, 4);
	machine.header.cs_base = take(in, 4);
	machine.header.cs_flags = (uint16_t)take(in, 2);
	machine.header.eflags = take(in, 2);
	machine.regs.edi = take(in, 4);
	machine.cr3 = take(in, 4);
	for (unsigned i = take(in, 1) & 7; i; i--) {
		const uint32_t at = take(in, 2) & (MACHINE_MEMORY - 4), value = take(in, 4);

		memcpy(machine.memory + at, &value, 4);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const steps[])(struct input *) = {configuration, ports, anything,
							program,       acpi,  legacy};
	static bool started;
	struct input in = {data, data + size};

	if (!started)
		machine_start(0x07, 0xfd);
	started = true;
	machine.outside = false;
	while (in.at < in.end) {
		steps[take(&in, 1) % (sizeof(steps) / sizeof(steps[0]))](&in);
		/* Not a byte of SMM memory, whatever the page tables say. */
		if (machine.outside)
			abort();
	}
	return 0;
}
