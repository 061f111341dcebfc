/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that holds the SMI handler to its word: every register of every virtual PCI header in 8, 16 and 32 bits,
 * the sizes of base address registers, the MSRs and descriptors behind them, virtual registers, string
 * instructions, the time an access takes; then ACCESSES (-D) accesses at random, and what must be left
 * afterwards. Prints tables, ends a simulator by its exit port (-DEXIT_PORT).
 */
#include "smm_accesses.h"

#define VR_DATA 0xac1e
#define FLASH	0x79

PAYLOAD_ENTRY();

static unsigned slowest;

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

/* What the headers move: MSRs and descriptors, and what they are while nothing decodes (KEEPS: as they were). */
#define KEEPS	     1ull
#define UNUSED_BM    0x000000fffff00000ull
#define UNUSED_RANGE 0x00000000000fffffull

static const struct {
	const char *name;
	uint32_t msr;
	uint64_t off;
} followers[] = {
	{"50002002 GLPCI SMI", 0x50002002, KEEPS},
	{"50002003 GLPCI errors", 0x50002003, KEEPS},
	{"50002010 GLPCI control", 0x50002010, KEEPS},
	{"50002012 GLPCI trapped devices", 0x50002012, KEEPS},
	{"10000022 GLIU0 GP", 0x10000022, UNUSED_BM},
	{"10000026 GLIU0 SMM memory", 0x10000026, KEEPS},
	{"10000028 GLIU0 memory", 0x10000028, KEEPS},
	{"10000029 GLIU0 frame buffer", 0x10000029, UNUSED_RANGE},
	{"1000002a GLIU0 DC", 0x1000002a, UNUSED_RANGE},
	{"100000e3 GLIU0 virtual registers", 0x100000e3, KEEPS},
	{"40000025 GLIU1 VP", 0x40000025, UNUSED_BM},
	{"40000026 GLIU1 VIP", 0x40000026, UNUSED_BM},
	{"40000027 GLIU1 AES", 0x40000027, UNUSED_BM},
	{"00001817 RCONF frame buffer", 0x00001817, 0},
	{"0000180e RCONF SMM", 0x0000180e, KEEPS},
	{"51000010 GLPCI_SB control", 0x51000010, KEEPS},
	{"51000026 region audio", 0x51000026, 0},
	{"51000027 region OHCI", 0x51000027, 0},
	{"51000028 region EHCI", 0x51000028, 0},
	{"51000029 region UDC", 0x51000029, 0},
	{"5100002a region OTG", 0x5100002a, 0},
	{"5100002b region IDE", 0x5100002b, 0},
	{"51010020 GLIU_SB OHCI", 0x51010020, UNUSED_BM},
	{"51010021 GLIU_SB UDC", 0x51010021, UNUSED_BM},
	{"51010022 GLIU_SB OTG", 0x51010022, UNUSED_BM},
	{"51010024 GLIU_SB EHCI", 0x51010024, UNUSED_BM},
	{"51010081 GLIU_SB masters", 0x51010081, KEEPS},
	{"510100e1 GLIU_SB audio", 0x510100e1, UNUSED_BM},
	{"510100e2 GLIU_SB ACPI trap", 0x510100e2, KEEPS},
	{"510100e5 GLIU_SB IDE", 0x510100e5, UNUSED_BM},
	{"510100eb GLIU_SB ACPI trap", 0x510100eb, KEEPS},
	{"510100ec GLIU_SB ACPI trap", 0x510100ec, KEEPS},
	{"51200008 OHCI", 0x51200008, KEEPS},
	{"51200009 EHCI", 0x51200009, KEEPS},
	{"5120000a UDC", 0x5120000a, KEEPS},
	{"5120000b OTG", 0x5120000b, KEEPS},
	{"51300008 IDE", 0x51300008, 0},
	{"51300010 IDE channel", 0x51300010, KEEPS},
	{"51300012 IDE data timing", 0x51300012, KEEPS},
	{"51300013 IDE command timing", 0x51300013, KEEPS},
	{"51300014 IDE UDMA timing", 0x51300014, KEEPS},
	{"51400008 DIVIL IRQ mapper", 0x51400008, KEEPS},
	{"5140000b DIVIL SMBus", 0x5140000b, KEEPS},
	{"5140000c DIVIL GPIO", 0x5140000c, KEEPS},
	{"5140000d DIVIL MFGPT", 0x5140000d, KEEPS},
	{"5140000e DIVIL ACPI", 0x5140000e, KEEPS},
	{"5140000f DIVIL power", 0x5140000f, KEEPS},
	{"51400020 IRQ Y", 0x51400020, KEEPS},
	{"51400023 IRQ Z", 0x51400023, KEEPS},
};

/* The table of them; off: no function but the bridges decodes. */
static void print_followers(const char *title, int off)
{
	put(title);
	for (unsigned i = 0; i < sizeof(followers) / sizeof(followers[0]); i++) {
		const uint64_t value = rdmsr(followers[i].msr);

		put_hex((uint32_t)(value >> 32), 8);
		put("_");
		put_hex((uint32_t)value, 8);
		put("  ");
		put(followers[i].name);
		put("\r\n");
		if (!off || followers[i].off == KEEPS)
			continue;
		check(followers[i].name, (uint32_t)(value >> 32),
		      (uint32_t)(followers[i].off >> 32));
		check(followers[i].name, (uint32_t)value, (uint32_t)followers[i].off);
	}
}

/* Flash in the place of IDE and back, where the handler has it. */
static void change_to_flash(void)
{
	const uint32_t channel = read(IDE, 0x40);

	write(IDE, 0x40, 0xdeadbeef);
	if (read(FLASH, 0) == 0xffffffff) {
		write(IDE, 0x40, channel);
		put("no flash\r\n");
		return;
	}
	put_hex(FLASH, 2);
	all_widths(FLASH);
	put("\r\n");
	check("IDE hidden", read(IDE, 0), 0xffffffff);
	check("IDE's ports", (uint32_t)rdmsr(0x51300008), 0);
	check("pins of flash", (uint32_t)rdmsr(0x51400015) & 1, 0);
	write(FLASH, 0x40, 0xbeefdead);
	check("flash hidden", read(FLASH, 0), 0xffffffff);
	check("IDE", read(IDE, 0), 0x209a1022);
	check("IDE channel", read(IDE, 0x40), channel);
	check("pins of IDE", (uint32_t)rdmsr(0x51400015) & 1, 1);
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

/* Base address registers and all else of functions that do not decode; nothing moves under the program. */
static void hammer(void)
{
	switch_functions_off();
	for (uint32_t n = 0; n < ACCESSES; n++)
		random_access();
}

void payload_main(void);

void payload_main(void)
{
	const uint32_t first = *(volatile uint32_t *)(SMM_BASE + 4);

	put("\r\nSMI handler\r\n");
	headers();
	change_to_flash();
	print_followers("MSRs as the firmware left them\r\n", 0);
	virtual_registers();
	strings();
	put("slowest read: ");
	put_hex(slowest, 4);
	put(" clocks\r\n");
	hammer();
	print_followers("MSRs while nothing decodes\r\n", 1);
	check("ISA bridge", read(ISA, 0), 0x20901022);
	check("class", read(0x7a, 8) >> 8, 0x010180);
	virtual_registers();
	check("SMM memory", *(volatile uint32_t *)(SMM_BASE + 4), first);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	outb(EXIT_PORT, wrong != 0);
	for (;;)
		__asm__ volatile("hlt");
}
