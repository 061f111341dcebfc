/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Open Firmware's way of record, once memory works: its tables for both chips, its small SMI
 * handler, and what both must find.
 */
#include "checks.h"
#include "ofw.h"
#include "print.h"

#define MEM32(at) (*(volatile u32 *)(at))
#define HDR(at)	  MEM32(SMM_TOP - (at))

struct regs {
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
};

void ofw_main(void);
void ofw_smi(struct regs *r, u32 cf8);
extern u8 smi_page[], smi_page_end[];

static volatile u32 smis, config_smis, register_smis, acpi_smis, bounced, unknown;
static u32 index;

/* The processor, its GLIUs and blocks; 16 MiB for the screen at 0F000000, seen at FD000000. */
static const struct {
	u32 msr, hi, lo;
} lx[] = {
	{0x1700, 0, 0x400},
	{0x1800, 0x4000, 0x4022},
	{0x1920, 0, 0x0f},
	{0x10000029, 0x212000fd, 0xffffd000},
	{0x1000002b, 0x20f400ff, 0xbffff800},
	{0x1000002a, 0x801ffcfe, 0x007fe004},
	{0x10000022, 0xa00000fe, 0x000ffffc},
	{0x10000023, 0x400000fe, 0x008ffffc},
	{0x10000024, 0x400000fe, 0x00cffffc},
	{0x10000025, 0x400000fe, 0x010ffffc},
	{0x10000080, 0, 3},
	{0x40000020, 0x20000000, 0x000fff00},
	{0x40000022, 0x200000fe, 0x000ffffc},
	{0x40000024, 0x200000fe, 0x004ffffc},
	{0x40000025, 0x400000fe, 0x008ffffc},
	{0x40000026, 0xa00000fe, 0x00cffffc},
	{0x4000002a, 0x200000fd, 0xffffd000},
	{0x4000002b, 0xc00000fe, 0x013fe010},
	{0x4000002c, 0x2000000e, 0xfff00100},
	{0x40000080, 0, 1},
	{0x400000e3, 0x60000000, 0x033000f0},
	{0x1810, 0xfdfff000, 0xfd000111},
	{0x1811, 0xfe003000, 0xfe000101},
	{0x1812, 0xfe007000, 0xfe004101},
	{0x1813, 0xfe00b000, 0xfe008101},
	{0x1814, 0xfe00f000, 0xfe00c101},
	{0x1815, 0xfe013000, 0xfe010101},
	{0x50002011, 0x04000300, 0x00800f01},
	{0x50002010, 0xfff01140, 0x001a021d},
	{0x50002014, 0, 0x00ffffff},
	{0x50002018, 0x0009f000, 0x00000130},
	{0x50002019, 0x0efff000, 0x00100130},
	{0x5000201f, 0, 0x4b},
	{0x80002011, 0, 0x42},
	{0xa0002001, 0, 0x0fde0000},
	{0x10000083, 0, 0xff00},
	{0x40000083, 0, 0xff00},
	{0x40000081, 0, 0xc77f},
};

static const struct {
	u32 msr, hi, lo;
} companion[] = {
	{0x51000002, 0, 0x007f0000},
	{0x51010002, 0x0000000f, 0x0000000f},
	{0x51000020, 0x06004001, 0x06000001},
	{0x51000021, 0x010fc001, 0x01000001},
	{0x51000022, 0x0183c001, 0x01800001},
	{0x51000023, 0x0189c001, 0x01880001},
	{0x51000024, 0x0147c001, 0x01400001},
	{0x51000025, 0x0187c001, 0x01840001},
	{0x51000026, 0x014fc001, 0x01480001},
	{0x51000027, 0xfe01a000, 0xfe01a001},
	{0x51000028, 0xfe01b000, 0xfe01b001},
	{0x51000029, 0xefc00000, 0xefc00001},
	{0x5100002b, 0x018ac001, 0x018a0001},
	{0x5100002f, 0x00084001, 0x00084009},
	{0x51010020, 0x400000ef, 0xc00fffff},
	{0x51010023, 0x500000fe, 0x01afffff},
	{0x51010024, 0x400000fe, 0x01bfffff},
	{0x51010083, 0, 0xff00},
	{0x510100e0, 0x60000000, 0x1f0ffff8},
	{0x510100e1, 0xa0000001, 0x480fff80},
	{0x510100e2, 0x80000001, 0x400fff80},
	{0x510100e3, 0x80000001, 0x840fffe0},
	{0x510100e5, 0x60000001, 0x8a0ffff0},
	{0x51400002, 0x0000fbff, 0},
	{0x51400008, 0xf001, 0x1880},
	{0x51400009, 0xfffff001, 0xfe01a000},
	{0x5140000b, 0xf001, 0x18b0},
	{0x5140000d, 0xf001, 0x1800},
	{0x5140000e, 0xf001, ACPI},
	{0x51400015, 0, 0xf7d},
	{0x5140001f, 0, 0x11},
	{0x51400020, 0, 0x00350a00},
	{0x51400021, 0, 0x04000000},
	{0x51400022, 0, 0x2222},
	{0x51400023, 0, 0x33b006e0},
	{0x51400025, 0, 0x1002},
	{0x5140004e, 0, 0xeffd00c0},
	{0x51400055, 0, 0x3d},
	{0x51400056, 0, 0x3e},
	{0x51400057, 0, 0x32},
	{0x51200001, 0x0b, 0},
	{0x51200005, 0x10, 0},
	{0x51200008, 0x0000000e, 0xfe01a000},
	{0x51200009, 0x0000200e, 0xfe01b000},
	{0x5120000b, 0x00000002, 0xefc00000},
	{0x51024004, 0, 4},
	{0x51000004, 0, 5},
	{0x51700004, 0, 4},
	{0x51400004, 0, 0x50554111},
	{0x51300004, 0, 5},
	{0x51500004, 0, 5},
	{0x51500001, 0, 0x8f000},
	{0x51400001, 0, 0xf000},
	{0x51300008, 0, 0x18a1},
	{0x51300010, 0, 0x4002},
};

/* Errors first, then what raised the SMI, each written back; the latter's status. */
static u64 acknowledge(u32 block)
{
	u64 val = rdmsr(block + 3);

	wrmsr(block + 3, val);
	val = rdmsr(block + 2);
	wrmsr(block + 2, val);
	return val;
}

static void answer(struct regs *r, u32 val)
{
	u32 size = HDR(0x28) >> 16, mask = size == 15 ? 0xffffffff : size == 3 ? 0xffff : 0xff;

	r->eax = (r->eax & ~mask) | (val & mask);
}

/* Headers as its tables have them; what is not there is all ones. */
static void configuration(struct regs *r, u32 cf8)
{
	static const u32 table[][2] = {
		{0x800, 0x28 << 16 | 0x1022}, {0x804, 0x02200005},  {0x808, 0x06000021},
		{0x900, 0x20811022},	      {0x904, 0x02200003},  {0x908, 0x03000000},
		{0xa00, 0x20821022},	      {0xa04, 0x02a00006},  {0xa08, 0x10100000},
		{0x7800, 0x20901022},	      {0x7804, 0x02a00049}, {0x7808, 0x06010003},
		{0x780c, 0x00802000},	      {0x7810, 0x000018b1}, {0x7814, 0x00001001},
		{0x785c, 0x0000aa5b},	      {0x7a00, 0x209a1022}, {0x7a08, 0x01018001},
		{0x7c00, 0x20941022},	      {0x7d00, 0x20951022}};
	u32 found = 0xffffffff;

	config_smis++;
	for (u32 i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i][0] == (cf8 & 0xfffc))
			found = table[i][1];
		else if (found == 0xffffffff && (table[i][0] & 0xff00) == (cf8 & 0xff00))
			found = 0;
	}
	if (!(HDR(0x24) & 2))
		answer(r, found >> (HDR(0x28) & 3) * 8);
}

static void registers(struct regs *r)
{
	u32 io = HDR(0x28) & 0xffff, data = HDR(0x2c) & 0xffff;

	if (io < 0x100) {
		bounced++;
		return;
	}
	register_smis++;
	if (HDR(0x24) & 2) {
		if (io == 0xac1c)
			index = data;
	} else if (io == 0xac1e) {
		answer(r, index == 0x0200 ? 0x8300 | 16 : index == 0x0211 ? 1199 : 0);
	}
}

/* 9C00 stands for the real block; what is written there becomes one aligned write. */
static void acpi(struct regs *r)
{
	u32 io = HDR(0x28) & 0xffff, shift = (io & 3) * 8, val;
	u16 real = (u16)(ACPI + (io & 0x3c));

	acpi_smis++;
	val = inl(real);
	if (!(HDR(0x24) & 2)) {
		answer(r, val >> shift);
	} else {
		u32 size = HDR(0x28) >> 16, mask = size == 15  ? 0xffffffff
						   : size == 3 ? 0xffff
							       : 0xff;

		if (!(io & 0x3c))
			val &= 0xffff0000;
		outl(real, (val & ~(mask << shift)) | (HDR(0x2c) & mask) << shift);
	}
}

void ofw_smi(struct regs *r, u32 cf8)
{
	u64 bridge, divil, companion_link;
	u32 known = 0;

	smis++;
	if (HDR(0x24) & 8) {
		r->eax = 0x4f46572e;
		return;
	}
	bridge = acknowledge(0x50002000);
	if (bridge & 0x80000) {
		configuration(r, cf8);
		known = 1;
	}
	acknowledge(0x80002000);
	if (acknowledge(0x10002000) >> 32 & 1) {
		registers(r);
		known = 1;
	}
	divil = acknowledge(0x51400000);
	companion_link = acknowledge(0x51000000);
	if (acknowledge(0x51010000) >> 32 & 1) {
		acpi(r);
		acknowledge(0x51010000);
		known = 1;
	}
	unknown += !known && !(divil >> 32) && !(companion_link >> 16 & 0x7f);
}

static void smm(void)
{
	u8 *to = (u8 *)SMM_PAGE;

	for (u32 i = 0; i < (u32)(smi_page_end - smi_page); i++)
		to[i] = smi_page[i];
	wrmsr(0x180e, 0x000ff000000ff101);
	wrmsr(0x133b, 0x00000fff000ff000);
	wrmsr(0x132b, SMM_TOP);
	acknowledge(0x50002000);
	acknowledge(0x80002000);
	acknowledge(0x10002000);
	acknowledge(0x40002000);
	acknowledge(0x51400000);
	acknowledge(0x51000000);
	acknowledge(0x51010000);
	wrmsr(0x1301, 0x18);
	wrmsr(0x50002012, 0x8002);
	msr_change(0x50002002, 8, 0);
	msr_change(0x10002003, 0, 1);
	wrmsr(0x10002002, 0x1e);
	wrmsr(0x100000e3, 0xf030ac18);
	wrmsr(0x100000e2, 0x030ffff0);
	wrmsr(0x1301, 0x38);
	msr_change(0x4c002002, 0x11, 0);
	wrmsr(0x51400002, 0x80);
	wrmsr(0x51000002, 4);
	wrmsr(0x51010002, 0x0e);
	wrmsr(0x510100e4, 0x00000009c00fffc0);
}

static void uart(void)
{
	outb(COM1 + 3, 0x83);
	outb(COM1, 1);
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 3);
	outb(COM1 + 2, 7);
}

static void check_map(void)
{
	item("ofw", 1, "memory, its alias below 4 GiB, the screen's memory");
	poke(0x0ec01000, 0x12345678);
	want("alias", MEM32(0xff801000), 0x12345678);
	poke(0xfd000010, 0x9abcdef0);
	want("screen", MEM32(0xfd000010), 0x9abcdef0);
	want("the highest", (poke(0x0efffffc, 0x11223344), MEM32(0x0efffffc)), 0x11223344);
	item("ofw", 2, "blocks at their fixed addresses");
	want("GP idle", MEM32(0xfe000044) & 0x17, 0x10);
	poke(0xfe004000, 0x4758);
	want("DC unlocked", MEM32(0xfe004000), 0x4758);
	poke(0xfe004000, 0);
	want("DC locked", MEM32(0xfe004000), 0);
	want("OHCI", MEM32(0xfe01a000), 0x110);
	want("EHCI", MEM32(0xfe01b000), 0x01000010);
	want("AES ready", MEM32(0xfe010000) & 1, 0);
	want("SMBus", inb(0x18b5) != 0xff, 1);
	want("UOC", MEM32(0xefc00004) != 0xffffffff, 1);
	item("ofw", 3, "timers and the clock");
	outw(0x1806, 0x0005);
	want("MFGPT", inw(0x1806), 0x1005);
	u32 start = inl(ACPI + 0x10);

	delay_us(1000);
	want("PM timer runs", inl(ACPI + 0x10) != start, 1);
}

static void check_smm(void)
{
	u32 eax = 1, before;

	item("ofw", 4, "SMINT, and back to 32-bit code");
	__asm__ volatile(".byte 0x0f, 0x38" : "+a"(eax) : : "memory");
	want("answer", eax, 0x4f46572e);
	want("flag S", HDR(0x24) & 0x1ff, 0x08 | (HDR(0x24) & 1));
	want("SMIs", smis, 1);
	item("ofw", 5, "configuration of devices 1 and 15");
	want("15.0", config(0x78, 0), 0x20901022);
	want("15.0 5C", config(0x78, 0x5c), 0xaa5b);
	want("15.1", config(0x79, 0), 0xffffffff);
	want("1.2 class", config(0x0a, 8), 0x10100000);
	want("by traps", config_smis, 4);
	outl(0xcf8, 0x80007808);
	want("byte", inb(0xcff), 0x06);
	item("ofw", 6, "its virtual registers and the bounce of ports 30-3F");
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0200);
	want("screen memory", inw(0xac1e), 0x8310);
	want("index", register_smis, 3);
	before = smis;
	outb(0x30, 0x15);
	want("port 30", bounced, 1);
	want("SMIs", smis - before, 1);
	item("ofw", 7, "ACPI at 9C00 by traps, the timer beside it directly");
	want("PM timer", inl(ACPI + 0x10) != 0xffffffff, 1);
	before = smis;
	outw(0x9c02, 0x0100);
	want("enable", inl(ACPI) >> 16, 0x0100);
	want("by the trap", inw(0x9c02), 0x0100);
	want("SMIs", smis - before, 2);
	want("port and size", HDR(0x28), 0x00039c02);
	want("flag M", HDR(0x24) & 0x20, 0x20);
	outw(0x9c02, 0);
	item("ofw", 8, "no SMI without a cause");
	want("unknown", unknown, 0);
}

void ofw_main(void)
{
	for (u32 i = 0; i < sizeof(lx) / sizeof(lx[0]); i++)
		wrmsr(lx[i].msr, (u64)lx[i].hi << 32 | lx[i].lo);
	for (u32 i = 0; i < sizeof(companion) / sizeof(companion[0]); i++)
		wrmsr(companion[i].msr, (u64)companion[i].hi << 32 | companion[i].lo);
	uart();
	print(BOARD_NAME " by Open Firmware's way\n");
	print_msr("GLCP_SYS_RSTPLL", RSTPLL);
	print_msr("MC_CF07", 0x20000018);
	print_msr("DELAY", 0x4c00000f);
	smm();
	check_map();
	check_smm();
	print(items_end() ? "ofw FAILED\n" : "ofw ok\n");
	post(0xf8);
	print("end\n");
	print_sent();
	for (;;)
		__asm__ volatile("cli; hlt");
}
