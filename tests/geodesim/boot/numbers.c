/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The numbers on record of real boards: the steps of coreboot on a PC Engines ALIX with its
 * values, each register printed. numbers.expect says what must come out.
 */
#include "numbers.h"

#define RSTPLL	   0x4c000014
#define DONE	   (1u << 26)
#define CMOS_TRIES 0x40

/* Registers as they are after a power-on, first and last index. */
static const u32 reset_values[][2] = {
	{0x1100, 0x1100},	  {0x1810, 0x1817},	    {0x1900, 0x1900},
	{0x10000020, 0x1000002c}, {0x100000e0, 0x100000e8}, {0x10000086, 0x10000086},
	{0x40000020, 0x4000002e}, {0x400000e0, 0x400000e6}, {0x40000086, 0x40000086},
	{0x20000018, 0x2000001d}, {0x4c000017, 0x4c000018}, {0x4c002002, 0x4c002002},
	{0x50002000, 0x50002000},
};
static const u32 companion_values[][2] = {
	{0x51010020, 0x51010024}, {0x51010086, 0x51010086}, {0x510100e0, 0x510100e9},
	{0x510100eb, 0x510100f1}, {0x51000030, 0x51000030}, {0x51400008, 0x51400013},
	{0x51400015, 0x51400015}, {0x5140001b, 0x5140001c}, {0x51400020, 0x51400025},
	{0x51400028, 0x51400029}, {0x5140004e, 0x5140004e}, {0x51700017, 0x51700017},
};
static const u32 caps[] = {
	0x10002000, 0x20002000, 0x40002000, 0x2000,	0x80002000, 0xa0002000,
	0x48002000, 0x4c002000, 0x54002000, 0x58002000, 0x51010000, 0x51000000,
	0x51200000, 0x51300000, 0x51400000, 0x51500000, 0x51600000, 0x51700000,
};

static void dump(const char *when, const u32 (*list)[2], u32 count)
{
	for (u32 i = 0; i < count; i++) {
		for (u32 msr = list[i][0]; msr <= list[i][1]; msr++)
			say_msr(when, msr);
	}
}
#define DUMP(when, list) dump(when, list, sizeof(list) / sizeof(list[0]))

static void cpuid_leaf(u32 leaf)
{
	u32 r[4];

	__asm__ volatile("cpuid"
			 : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3])
			 : "a"(leaf), "c"(0));
	say("CPUID ");
	say_hex(leaf, 8);
	for (unsigned i = 0; i < 4; i++) {
		say(" ");
		say_hex(r[i], 8);
	}
	say("\n");
}

static void processor(void)
{
	cpuid_leaf(0);
	cpuid_leaf(1);
	for (u32 leaf = 0x80000000; leaf <= 0x80000006; leaf++)
		cpuid_leaf(leaf);
	for (u32 msr = 0x3000; msr <= 0x3013; msr++)
		say_msr("CPUID", msr);
}

/* What is seen before there is a console is kept for later. */
struct notes {
	unsigned count;
	struct note {
		const char *name; /* NULL: an MSR */
		u32 at;
		u64 val;
	} note[160];
};

static void keep(struct notes *n, const char *name, u32 at, u64 val)
{
	if (n->count < sizeof(n->note) / sizeof(n->note[0]))
		n->note[n->count++] = (struct note){name, at, val};
}

static void say_notes(const struct notes *n)
{
	for (unsigned i = 0; i < n->count; i++) {
		const struct note *note = &n->note[i];

		if (note->name) {
			say_value(note->name, note->at, (u32)note->val);
		} else {
			say("companion ");
			say_hex(note->at, 8);
			say(" ");
			say_hex((u32)(note->val >> 32), 8);
			say(":");
			say_hex((u32)note->val, 8);
			say("\n");
		}
	}
}

/* Pins, timers and SMBus as a reset leaves them; Linux' test for the SMBus controller. */
static void companion_blocks(struct notes *n)
{
	static const u8 bank[] = {0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c, 0x20,
				  0x24, 0x28, 0x2c, 0x34, 0x38, 0x3c, 0x40, 0x44};

	for (u32 i = 0; i < sizeof(companion_values) / sizeof(companion_values[0]); i++) {
		for (u32 msr = companion_values[i][0]; msr <= companion_values[i][1]; msr++)
			keep(n, 0, msr, rdmsr(msr));
	}
	wrmsr(0x5140000c, 0x0000f00100000000ull | GPIO_BASE);
	wrmsr(0x5140000d, 0x0000f00100000000ull | MFGPT_BASE);
	wrmsr(0x5140000b, 0x0000f00100000000ull | SMB_BASE);
	for (u32 i = 0; i < sizeof(bank); i++) {
		keep(n, "GPIO low", bank[i], inl((u16)(GPIO_BASE + bank[i])));
		keep(n, "GPIO high", bank[i] + 0x80u, inl((u16)(GPIO_BASE + 0x80 + bank[i])));
	}
	for (u16 i = 0; i < 8; i++)
		keep(n, "timer", i, inw((u16)(MFGPT_BASE + 8 * i + 6)));
	outb(SMB_BASE + 5, 0x70);
	keep(n, "SMB CTRL2", 5, inb(SMB_BASE + 5));
	outb(SMB_BASE + 3, inb(SMB_BASE + 3) | 0x40);
	keep(n, "SMB CTRL1 off", 3, inb(SMB_BASE + 3));
	outb(SMB_BASE + 5, 0x71);
	outb(SMB_BASE + 3, inb(SMB_BASE + 3) | 0x40);
	keep(n, "SMB CTRL1 on", 3, inb(SMB_BASE + 3));
	outb(SMB_BASE + 3, 0);
}

static void pci(u32 device, u32 function, u32 reg)
{
	outl(0xcf8, 0x80000000 | device << 11 | function << 8 | reg);
	say("PCI ");
	say_hex(device, 2);
	say(".");
	say_hex(function, 1);
	say(" ");
	say_hex(reg, 2);
	say(" ");
	say_hex(inl(0xcfc), 8);
	say("\n");
}

/* The memory controller as coreboot's code sets it from this board's table, 200 MHz. */
static void memory_registers(void)
{
	msr_change(0x2000001a, 0x3f1f0000, 0x240e0000);
	msr_change(0x20000018, 0x0000f177ffffff00ull, 0x0000601300061a00ull);
	msr_change(0x20000019, 0x7fffff00, 0x10039811100ull);
	say_msr("MC", 0x20000018);
	say_msr("MC", 0x20000019);
	wrmsr(0x4c00000f, 0xf2f100ff56960004ull);
}

static void start_memory(void)
{
	struct boot_info info = {.glius = 12};

	info.dimm[0].present = 1;
	dram_start(&info);
	say_msr("MC", 0x2000001a);
	say_msr("delays", 0x4c00000f);
}

/* Descriptors and regions of 256 MiB: what coreboot's log of an ALIX.1C shows. */
static void memory_map(void)
{
	struct boot_info info = {.glius = 12, .ram_mib = 256, .ram_pages = 0x10000};

	gliu_memory(&info);
	gliu_hidden_close();
	cpu_regions(&info);
	glpci_setup(&info);
	say_msr("map", 0x10000020);
	say_msr("map", 0x10000021);
	say_msr("map", 0x1000002c);
	say_msr("map", 0x10000028);
	say_msr("map", 0x10000026);
	say_msr("map", 0x4000002a);
	say_msr("map", 0x40000023);
	say_msr("map", 0x400000e3);
	say_msr("map", 0x50002018);
	say_msr("map", 0x50002019);
	say_msr("map", 0x5000201a);
	say("usable ");
	say_dec((((u32)(rdmsr(0x10000028) >> 20) & 0xfffff) << 12) + 0xfff);
	say("\n");
	/* coreboot's ROM window is 256 KiB. */
	wrmsr(0x1808, 0x25fffc0210ffdf00ull);
	say_msr("map", 0x1808);
	say_msr("map", 0x180a);
}

/* Full resets come back here; the third first pass ends the run. */
static void again(void)
{
	u8 tries;

	outb(0x70, CMOS_TRIES);
	tries = inb(0x71);
	if (tries == 0xa5)
		return;
	outb(0x71, 0xa5);
	say("full reset\n");
	say_wait();
	wrmsr(0x51400017, 1);
	stop("no reset\n");
}

void boot_main(void)
{
	u64 pll = rdmsr(RSTPLL);
	int first = !((u32)pll & 0xfc000000);
	u64 delays = rdmsr(0x4c00000f);

	companion_link();
	if (first) {
		struct notes n;

		n.count = 0;
		companion_blocks(&n);
		companion_setup();
		say_notes(&n);
	}
	say_msr(first ? "\nfirst RSTPLL" : "\nsecond RSTPLL", RSTPLL);
	if (first) {
		u32 lo = ((u32)pll & ~0x00ff1800u) | 0x00de6001 | DONE;

		say("written ");
		say_hex(lo, 8);
		say("\n");
		say_wait();
		wrmsr(RSTPLL, (pll & 0xffffffff00000000ull) | lo);
		stop("no chip reset\n");
	}
	say_msr("kept", 0x5140000c); /* the companion was not reset */
	again();
	processor();
	DUMP("reset", reset_values);
	for (u32 i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		say_msr("CAP", caps[i]);
	say("delays status ");
	say_hex((u32)delays & 0x7c0, 3);
	say("\n");
	for (unsigned d = 0x50; d <= 0x51; d++) {
		for (unsigned i = 0; i < 64; i++) {
			int val = smbus_read((u8)d, (u8)i);

			say_value("SPD", d << 8 | i, val < 0 ? 0xff : (u32)val);
		}
	}
	pci(1, 0, 0);
	pci(1, 1, 0);
	pci(15, 0, 0);
	pci(15, 0, 8);
	pci(15, 2, 0);
	for (u32 device = 9; device <= 14; device++) {
		pci(device, 0, 0);
		pci(device, 0, 8);
	}
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0200);
	say_value("virtual register", 0xac1e, inw(0xac1e));
	say_core_clock();
	numbers_os();
	memory_registers();
	memory_map();
	start_memory();
	numbers_golden();
	stop("numbers end\n");
}
