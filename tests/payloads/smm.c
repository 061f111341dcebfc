/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that holds the SMI handler to its word: every register of every virtual PCI header in 8, 16 and 32 bits,
 * the sizes of base address registers, virtual registers, string instructions, the time an access takes; then ACCESSES
 * (-D) accesses at random, and what must be left afterwards. Prints a table, ends a simulator by its exit port
 * (-DEXIT_PORT).
 */
#include <stdint.h>

#define COM1	    0x3f8
#define LINE_STATUS 5
#define ADDRESS	    0xcf8
#define DATA	    0xcfc
#define VR_INDEX    0xac1c
#define VR_DATA	    0xac1e
#define SMM_BASE    0x80400000u
#define ISA	    0x78
#define HOST	    0x08
#define COMMAND	    0x04
#define BAR0	    0x10
#define PM	    0x44

static uint8_t stack[4096] __attribute__((used, aligned(16)));

__asm__(".globl _start\n_start: cli\n mov $stack + 4096, %esp\n call payload_main\n");

static const uint8_t functions[] = {0x08, 0x09, 0x0a, 0x78, 0x7a, 0x7b, 0x7c, 0x7d};

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void outw(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline void outl(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint16_t inw(uint16_t port)
{
	uint16_t value;

	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint32_t inl(uint16_t port)
{
	uint32_t value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint32_t clocks(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return low;
}

static void put(const char *text)
{
	for (; *text; text++) {
		while (!(inb(COM1 + LINE_STATUS) & 0x20))
			;
		outb(COM1, (uint8_t)*text);
	}
}

static void put_hex(uint32_t value, unsigned digits)
{
	char text[9] = {0};

	for (unsigned i = 0; i < digits; i++)
		text[i] = "0123456789abcdef"[value >> 4 * (digits - 1 - i) & 15];
	put(text);
}

static unsigned wrong, slowest;

static void check(const char *what, uint32_t found, uint32_t expected)
{
	if (found == expected)
		return;
	wrong++;
	put("WRONG ");
	put(what);
	put(" ");
	put_hex(found, 8);
	put(" not ");
	put_hex(expected, 8);
	put("\r\n");
}

static void choose(unsigned devfn, unsigned reg)
{
	outl(ADDRESS, 0x80000000u | devfn << 8 | (reg & 0xfc));
}

static uint32_t read(unsigned devfn, unsigned reg)
{
	choose(devfn, reg);
	return inl(DATA);
}

static void write(unsigned devfn, unsigned reg, uint32_t value)
{
	choose(devfn, reg);
	outl(DATA, value);
}

/* The parts of a register are its bytes and words, and an access takes a bounded time. */
static void all_widths(unsigned devfn)
{
	for (unsigned reg = 0; reg < 256; reg += 4) {
		const uint32_t start = (choose(devfn, reg), clocks());
		const uint32_t value = inl(DATA);
		const uint32_t took = clocks() - start;

		if (took > slowest)
			slowest = took;
		for (unsigned i = 0; i < 4; i++)
			check("byte", inb((uint16_t)(DATA + i)), value >> 8 * i & 0xff);
		check("word", inw(DATA), value & 0xffff);
		check("word", inw(DATA + 2), value >> 16);
		if (!value || reg > 0x3c)
			continue;
		put(" ");
		put_hex(reg, 2);
		put(":");
		put_hex(value, 8);
	}
}

/* A base address register that is sized and restored is what it was. */
static void sizes(unsigned devfn)
{
	const uint32_t command = read(devfn, COMMAND);

	write(devfn, COMMAND, devfn == ISA || devfn == HOST ? command : command & 0xfffc);
	for (unsigned reg = BAR0; reg < BAR0 + 24; reg += 4) {
		const uint32_t old = read(devfn, reg);

		write(devfn, reg, 0xffffffff);
		if (read(devfn, reg)) {
			put(" size ");
			put_hex(reg, 2);
			put(":");
			put_hex(~(read(devfn, reg) & ~15u) + 1, 8);
		}
		write(devfn, reg, old);
		check("restored", read(devfn, reg), old);
	}
	write(devfn, COMMAND, command);
}

static void headers(void)
{
	for (unsigned i = 0; i < sizeof(functions); i++) {
		if (read(functions[i], 0) == 0xffffffff)
			continue;
		put_hex(functions[i], 2);
		all_widths(functions[i]);
		sizes(functions[i]);
		put("\r\n");
	}
	check("subsystem", read(ISA, 0x2c), 0x20901022);
	check("absent", read(0x79, 0), 0xffffffff);
}

static void virtual_registers(void)
{
	outw(VR_INDEX, 0xfc53);
	outw(VR_INDEX, 0x0003);
	check("signature", inw(VR_DATA), 0x4132);
	check("locked", inw(VR_DATA), 0);
	outl(VR_INDEX, 0xfc530001);
	check("memory access", inw(VR_DATA), 0);
}

/* INS of two doublewords, OUTS of one, and all registers but the ones they move stay. */
static void strings(void)
{
	static uint32_t buffer[4];
	uint32_t *to = buffer, ebx = 0x12345678, eax = 0x9abcdef0, count = 2;
	const uint32_t *from = buffer;

	choose(ISA, 0);
	__asm__ volatile("cld\n rep insl"
			 : "+D"(to), "+c"(count), "+b"(ebx), "+a"(eax)
			 : "d"(DATA)
			 : "memory");
	check("INS", buffer[0], 0x20901022);
	check("INS", buffer[1], 0x20901022);
	check("INS", buffer[2], 0);
	check("EDI", (uint32_t)(to - buffer), 2);
	check("EBX", ebx, 0x12345678);
	check("EAX", eax, 0x9abcdef0);
	buffer[0] = 0x000000a5;
	choose(0x08, 0x58);
	__asm__ volatile("outsl" : "+S"(from) : "d"(DATA) : "memory");
	check("OUTS", read(0x08, 0x58), 0xa5);
}

static uint32_t seed = 1;

static uint32_t any(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

static void access(uint16_t port, uint32_t how, uint32_t value)
{
	static uint32_t buffer[2];
	void *at = buffer;

	switch (how & 7) {
	case 0: inb(port); break;
	case 1: inw(port); break;
	case 2: inl(port); break;
	case 3: outb(port, (uint8_t)value); break;
	case 4: outw(port, (uint16_t)value); break;
	case 5: outl(port, value); break;
	case 6: __asm__ volatile("insl" : "+D"(at) : "d"(port) : "memory"); break;
	default: __asm__ volatile("outsb" : "+S"(at) : "d"(port) : "memory");
	}
}

/* Base address registers and all else of functions that do not decode; nothing moves under the program. */
static void hammer(void)
{
	for (unsigned i = 0; i < sizeof(functions); i++) {
		if (functions[i] != ISA && functions[i] != HOST)
			write(functions[i], COMMAND, 0);
	}
	for (uint32_t n = 0; n < ACCESSES; n++) {
		const uint32_t r = any();
		const unsigned devfn = functions[r & 7], reg = r >> 8 & 0xfc;
		unsigned how = r >> 16;

		if (!(r >> 20 & 15)) {
			access((uint16_t)(VR_INDEX + (r >> 24 & 3)), how, any());
			continue;
		}
		if (devfn == ISA || devfn == HOST || reg == COMMAND || reg == PM)
			how %= 3;
		choose(devfn, reg);
		/* Inside the register, so that no real port is written. */
		access((uint16_t)(DATA + ((how & 7) == 0 || (how & 7) == 3 ? r >> 24 & 3 : 0)), how,
		       any());
	}
}

void payload_main(void);

void payload_main(void)
{
	const uint32_t first = *(volatile uint32_t *)(SMM_BASE + 4);

	put("\r\nSMI handler\r\n");
	headers();
	virtual_registers();
	strings();
	put("slowest read: ");
	put_hex(slowest, 4);
	put(" clocks\r\n");
	hammer();
	check("ISA bridge", read(ISA, 0), 0x20901022);
	check("class", read(0x7a, 8) >> 8, 0x010180);
	virtual_registers();
	check("SMM memory", *(volatile uint32_t *)(SMM_BASE + 4), first);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	while (!(inb(COM1 + LINE_STATUS) & 0x40))
		;
	outb(EXIT_PORT, wrong != 0);
	for (;;)
		__asm__ volatile("hlt");
}
