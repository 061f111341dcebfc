/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that writes down what a program sees of an SMI handler, whichever it is: a line for each register of each
 * virtual PCI header with its value and the bits that can be written, by accesses of 8, 16 and 32 bits; what the
 * command register's bits do to MSRs and descriptors; virtual registers; the slowest accesses. EXIT_PORT (-D): what
 * ends a simulator.
 */
#include "smm_accesses.h"

PAYLOAD_ENTRY();

#define DEVICES	  2
#define FUNCTIONS 8
#define VR_DATA	  0xac1e
#define UNLOCK	  0xfc53
#define LEGSUP	  0x50
#define MSRS	  (sizeof(msrs) / sizeof(msrs[0]))
#define ALL_BITS  0xffffffffu

/* Registers of the chips that follow a header: ranges of descriptors, regions and base addresses. */
static const struct {
	uint32_t first, last;
} msrs[] = {
	{0x10000020, 0x1000002c}, {0x100000e0, 0x100000e8}, {0x40000020, 0x4000002e},
	{0x400000e0, 0x400000e6}, {0x00001810, 0x00001817}, {0x51000020, 0x5100002f},
	{0x51010020, 0x51010024}, {0x51010081, 0x51010081}, {0x510100e0, 0x510100f1},
	{0x51200008, 0x5120000b}, {0x51300008, 0x51300008}, {0x51400008, 0x5140000f},
};

#define MOST_MSRS 128
static uint64_t before[MOST_MSRS];

/* The slowest read and write of a register so far, in clocks, and where. */
static struct {
	uint32_t clocks;
	unsigned devfn, reg;
} slowest[2];

static void note_time(unsigned way, uint32_t start, unsigned devfn, unsigned reg)
{
	const uint32_t took = clocks() - start;

	if (took <= slowest[way].clocks)
		return;
	slowest[way].clocks = took;
	slowest[way].devfn = devfn;
	slowest[way].reg = reg;
}

static void print_place(unsigned devfn, unsigned reg)
{
	put_hex(devfn >> 3, 2);
	put(".");
	put_hex(devfn & 7, 1);
	put(" ");
	put_hex(reg, 2);
}

/* Writes all of a register by accesses of some bytes. */
static void write_by(unsigned devfn, unsigned reg, uint32_t value, unsigned bytes)
{
	choose(devfn, reg);
	for (unsigned i = 0; i < 4; i += bytes) {
		const uint32_t part = value >> 8 * i;
		const uint16_t port = (uint16_t)(DATA + i);
		const uint32_t start = clocks();

		if (bytes == 4)
			outl(port, part);
		else if (bytes == 2)
			outw(port, (uint16_t)part);
		else
			outb(port, (uint8_t)part);
		note_time(1, start, devfn, reg);
	}
}

static uint32_t read_by(unsigned devfn, unsigned reg, unsigned bytes)
{
	uint32_t value = 0;

	choose(devfn, reg);
	for (unsigned i = 0; i < 4; i += bytes) {
		const uint16_t port = (uint16_t)(DATA + i);
		const uint32_t start = clocks();
		const uint32_t part = bytes == 4   ? inl(port)
				      : bytes == 2 ? inw(port)
						   : (uint32_t)inb(port);

		note_time(0, start, devfn, reg);
		value |= part << 8 * i;
	}
	return value;
}

/* Bits that are another after ones were written than after zeros. */
static uint32_t writable(unsigned devfn, unsigned reg, unsigned bytes)
{
	const uint32_t old = read(devfn, reg);
	uint32_t ones, zeros;

	write_by(devfn, reg, ALL_BITS, bytes);
	ones = read_by(devfn, reg, bytes);
	write_by(devfn, reg, 0, bytes);
	zeros = read_by(devfn, reg, bytes);
	write(devfn, reg, old);
	return ones ^ zeros;
}

static void print_register(unsigned devfn, unsigned reg)
{
	const uint32_t value = read(devfn, reg);
	const uint32_t bits = writable(devfn, reg, 4);

	for (unsigned bytes = 1; bytes < 4; bytes *= 2) {
		const uint32_t parts = read_by(devfn, reg, bytes),
			       by_parts = writable(devfn, reg, bytes);

		if (parts == read(devfn, reg) && by_parts == bits)
			continue;
		print_place(devfn, reg);
		put(bytes == 1 ? " bytes " : " words ");
		put_hex(parts, 8);
		put(" ");
		put_hex(by_parts, 8);
		put("\r\n");
	}
	if (!value && !bits)
		return;
	print_place(devfn, reg);
	put(" ");
	put_hex(value, 8);
	put(" ");
	put_hex(bits, 8);
	put("\r\n");
}

/* Which MSRs change when the command register's bits go off: written down as they were and are. */
static void print_followers(unsigned devfn, uint32_t command)
{
	unsigned n = 0;

	write_by(devfn, COMMAND, command, 4);
	for (unsigned i = 0; i < MSRS; i++) {
		for (uint32_t msr = msrs[i].first; msr <= msrs[i].last; msr++)
			before[n++] = rdmsr(msr);
	}
	write_by(devfn, COMMAND, 0, 4);
	n = 0;
	for (unsigned i = 0; i < MSRS; i++) {
		for (uint32_t msr = msrs[i].first; msr <= msrs[i].last; msr++, n++) {
			const uint64_t off = rdmsr(msr);

			if (off == before[n])
				continue;
			print_place(devfn, COMMAND);
			put(" on ");
			put_hex(before[n], 16);
			put(" off ");
			put_hex(off, 16);
			put(" MSR ");
			put_hex(msr, 8);
			put("\r\n");
		}
	}
}

static void print_function(unsigned devfn)
{
	const uint32_t command = read(devfn, COMMAND) & 0xffff;

	print_followers(devfn, command);
	/* Here nothing of it decodes but a bridge's ports: what is written below moves nothing. */
	for (unsigned reg = 0; reg < 256; reg += 4) {
		if (reg == COMMAND)
			write(devfn, COMMAND, command);
		print_register(devfn, reg);
		if (reg == COMMAND)
			write(devfn, COMMAND, 0);
	}
	write(devfn, COMMAND, command);
}

static void print_times(void)
{
	static const char *const ways[] = {"read", "write"};

	for (unsigned i = 0; i < 2; i++) {
		put("slowest ");
		put(ways[i]);
		put(" ");
		put_hex(slowest[i].clocks, 8);
		put(" clocks at ");
		print_place(slowest[i].devfn, slowest[i].reg);
		put("\r\n");
	}
}

/* Who owns EHCI. */
static void print_ownership(void)
{
	const unsigned ehci = 0x7d;
	static const uint32_t owners[] = {0x01000000, 0x00010000, 0x01000000};

	for (unsigned i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		write(ehci, LEGSUP, owners[i]);
		put("EHCI owner ");
		put_hex(owners[i], 8);
		put(" ");
		put_hex(read(ehci, LEGSUP), 8);
		put("\r\n");
	}
}

static void print_virtual_register(uint16_t index)
{
	uint32_t value = 0xaaaaaaaa;

	outw(VR_INDEX, UNLOCK);
	outw(VR_INDEX, index);
	__asm__ volatile("inw %1, %w0" : "+a"(value) : "d"((uint16_t)VR_DATA));
	put("register ");
	put_hex(index, 4);
	put(" ");
	put_hex(value, 8);
	put("\r\n");
}

static void virtual_registers(void)
{
	static const uint16_t indexes[] = {0x0000, 0x0003, 0x0009, 0x000a, 0x0200, 0x1200, 0x1201,
					   0x1202, 0x1203, 0x1204, 0x1205, 0x1206, 0x1207};

	for (unsigned i = 0; i < sizeof(indexes) / sizeof(indexes[0]); i++)
		print_virtual_register(indexes[i]);
	outl(VR_INDEX, (uint32_t)UNLOCK << 16 | 0x0003);
	put("register at once ");
	put_hex(inw(VR_DATA), 4);
	put("\r\nregister again ");
	put_hex(inw(VR_DATA), 4);
	outw(VR_INDEX, 0x0003);
	put("\r\nregister locked ");
	put_hex(inw(VR_DATA), 4);
	outw(VR_INDEX, UNLOCK);
	outb(VR_INDEX, 3);
	put("\r\nregister by byte ");
	put_hex(inw(VR_DATA), 4);
	outw(VR_INDEX, UNLOCK);
	outw(VR_INDEX, 0x0003);
	put("\r\nregister chosen ");
	put_hex(inw(VR_INDEX), 4);
	inw(VR_DATA);
	put("\r\n");
}

void payload_main(void);

void payload_main(void)
{
	static const uint8_t devices[DEVICES] = {1, 15};

	put("\r\ntable of the SMI handler\r\n");
	virtual_registers();
	for (unsigned i = 0; i < DEVICES; i++) {
		for (unsigned function = 0; function < FUNCTIONS; function++) {
			if (read(devices[i] << 3 | function, 0) != ALL_BITS)
				print_function(devices[i] << 3 | function);
		}
	}
	print_ownership();
	print_times();
	put("end of the table\r\n");
	drain();
	outb(EXIT_PORT, 0);
	for (;;)
		__asm__ volatile("hlt");
}
