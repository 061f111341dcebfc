/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What VSA expects of the hardware, item by item. What belongs to the state before memory exists
 * comes from the first stage, what happens inside SMM from the stand-in for VSA.
 */
#include "checks.h"
#include "vsa.h"

/* A VSA timer: 14.318 MHz / 1024, first compare an event that is an SMI. */
#define TIMER3	  (MFGPT_BASE + 3 * 8)
#define MS	  14

/* The flags of the last SMI's header. */
#define SMI_FLAGS (BOX32(BOX_HEADER + 0x20) & 0xffff)
#define SMI_IO	  BOX32(BOX_HEADER + 0x24)

void check_before_vsa(const struct seen *seen)
{
	item("lx", 15, "AC1C before there is a handler");
	want("first stage", seen->ac1c, 0xffff);
	outl(0xac1c, 0xfc530003);
	want("AC1E", inw(0xac1e), 0xffff);

	item("lx", 16, "the companion's raw PCI identity");
	want("first stage", seen->glpci_id, 0x208f1022);
	want("now", config(0x78, 0), 0x208f1022);
	want("is an ISA bridge", seen->class >> 16 == 0x0601, 0);
	want("device 1", config(8, 0), 0xffffffff);

	item("vsa", 6, "unused descriptors are free as VSA compares them");
	want("defaults that differ", seen->defaults_bad, 0);
	for (u32 msr = 0x1810; msr <= 0x1817; msr++)
		want("RCONF", (u32)rdmsr(msr) | (u32)(rdmsr(msr) >> 32), 0);

	item("vsa", 10, "raw header at device 15, none behind it");
	want("function 0", config(0x78, 0), 0x208f1022);
	for (u32 function = 0x79; function < 0x80; function++)
		want("a function more",
		     config(function, 0) >> 16 != 0xffff && config(function, 0) != 0x208f1022, 0);
	items_end();
}

static void timer3_start(u32 ticks)
{
	outw(TIMER3 + 6, 0);
	outw(TIMER3 + 4, 0);
	outw(TIMER3 + 0, (u16)ticks);
	outw(TIMER3 + 2, 0xffff);
	outw(TIMER3 + 6, 0x6000);
	outw(TIMER3 + 6, 0x8000);
}

/* HLT: an SMI after a millisecond goes back to it, the PIT's interrupt after five ends it. */
static void halt(void)
{
	u32 timers = BOX32(BOX_TIMERS), irqs = irq_count;
	u64 start;
	u8 mask = inb(0x21);

	outb(0x43, 0x30);
	outb(0x40, 5966 & 0xff);
	outb(0x40, 5966 >> 8);
	outb(0x21, mask & 0xfe);
	start = rdtsc();
	timer3_start(MS);
	__asm__ volatile("sti; hlt; cli" : : : "memory");
	start = rdtsc() - start;
	outb(0x21, mask);
	want("timer SMIs while halted", BOX32(BOX_TIMERS) - timers, 1);
	want("flag H", SMI_FLAGS & 0x10, 0x10);
	want("interrupts that ended it", irq_count - irqs, 1);
	want("halted until then", start > 2000000 && start < 4000000, 1);
}

static void processor(void)
{
	item("vsa", 1, "installer, SMM instructions, header moved, nested calls, halt");
	want("errors", *(volatile u16 *)(VSA_LOAD + VSA_ERRORS), 0);
	want("messages", BOX32(BOX_VSM), 0x0102);
	want("flags of a nested SMINT", BOX32(BOX_NESTED) & 0x108, 0x108);
	want("selector of a far call", BOX32(BOX_SELECTOR) & 0xffff,
	     ((VSA_BASE + VSA_MODULE) & 0xfffff) >> 4);
	halt();
}

static void registers(void)
{
	static const u32 cpu[] = {0x10,	  0x1301, 0x1320, 0x1321, 0x1322, 0x1323, 0x1324, 0x1325,
				  0x1329, 0x132b, 0x1330, 0x1331, 0x1332, 0x1333, 0x1334, 0x1335,
				  0x1339, 0x133b, 0x1343, 0x1418, 0x1420, 0x1808, 0x180b, 0x180e,
				  0x1810, 0x1811, 0x1812, 0x1813, 0x1814, 0x1815, 0x1816, 0x1817};
	static const u32 north[] = {
		0x20002000, 0x2000001d, 0x80002000, 0x80002001, 0x80002002, 0x80002011, 0x80002012,
		0xa0002000, 0xa0002001, 0xa0002002, 0x48002000, 0x48002001, 0x4c002000, 0x4c002002,
		0x4c000014, 0x4c000015, 0x4c000017, 0x4c000031, 0x4c000032, 0x4c000033, 0x50002000,
		0x50002001, 0x50002002, 0x50002003, 0x50002010, 0x50002012, 0x50002014, 0x50002019,
		0x5000201e, 0x54002000, 0x54002001, 0x54002002, 0x58002000};
	static const u32 common[] = {0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88,
				     0x8b, 0x8c, 0xa0, 0xa1, 0xa2, 0xa4, 0xa5, 0xa6};
	struct {
		u16 limit;
		u32 base;
	} __attribute__((packed)) idt;

	item("vsa", 2, "the processor's registers");
	fault_count = 0;
	for (u32 i = 0; i < sizeof(cpu) / 4; i++)
		rdmsr(cpu[i]);
	want("faults", fault_count, 0);
	__asm__ volatile("sidt %0" : "=m"(idt));
	want("SMM_CTL", (u32)rdmsr(0x1301), 0x38);
	want("SMM_HDR", (u32)rdmsr(0x132b), VSA_BASE + VSA_HEADER);
	want("SMM_LOC", (u32)rdmsr(0x133b), VSA_BASE);
	want("its limit", (u32)(rdmsr(0x133b) >> 32), 0x1ffff);
	want("RCONF_SMM", (u32)rdmsr(0x180e), 0x80400104);
	want("its end", (u32)(rdmsr(0x180e) >> 32), 0x8041f000);
	want("IDT base is the interrupted one's", (u32)rdmsr(0x1339), idt.base);
	want("IDT limit", (u32)(rdmsr(0x1339) >> 32), idt.limit);

	item("vsa", 3, "GLIU0 and GLIU1");
	want("GLIU0 CAP high", (u32)(rdmsr(0x10000086) >> 32), 0x20291830);
	want("GLIU0 CAP", (u32)rdmsr(0x10000086), 0x010c1086);
	want("GLIU1 CAP high", (u32)(rdmsr(0x40000086) >> 32), 0x20311030);
	want("GLIU1 CAP", (u32)rdmsr(0x40000086), 0x0100400a);
	want("WHOAMI 0", (u32)rdmsr(0x1000008b) & 7, 3);
	want("WHOAMI 1", (u32)rdmsr(0x4000008b) & 7, 1);
	want("subtractive 0", (u32)rdmsr(0x10002001) & 7, 2);
	want("subtractive 1", (u32)rdmsr(0x40002001) & 7, 4);
	for (u32 i = 0; i < sizeof(common) / 4; i++)
		rdmsr(0x10000000 + common[i]), rdmsr(0x40000000 + common[i]);
	want("faults", fault_count, 0);

	item("vsa", 4, "the north bridge's blocks");
	for (u32 i = 0; i < sizeof(north) / 4; i++)
		rdmsr(north[i]);
	want("faults", fault_count, 0);
	want("pixel PLL locked", BOX32(BOX_LOCK) != 0, 1);
	want("processor revision", (u32)rdmsr(0x4c000017) >= 0x30 && (u32)rdmsr(0x4c000017) < 0x40,
	     1);
}

static void companion_registers(void)
{
	static const u32 range[][2] = {
		{0x51002000, 0x51002003}, {0x51000010, 0x51000010}, {0x51000020, 0x5100002f},
		{0x51020020, 0x51020024}, {0x51020081, 0x51020086}, {0x510200a0, 0x510200a2},
		{0x510200a4, 0x510200a6}, {0x510200e0, 0x510200f1}, {0x51010000, 0x51010003},
		{0x51022000, 0x51022003}, {0x51202000, 0x51202002}, {0x51200008, 0x5120000b},
		{0x51302000, 0x51302003}, {0x51300008, 0x51300008}, {0x51300010, 0x51300015},
		{0x51402000, 0x51402003}, {0x51400008, 0x51400017}, {0x5140001f, 0x5140002b},
		{0x51502000, 0x51502000}, {0x51702000, 0x51702000}, {0x51700010, 0x51700017}};

	item("vsa", 5, "the companion's blocks");
	fault_count = 0;
	for (u32 i = 0; i < sizeof(range) / sizeof(range[0]); i++) {
		for (u32 msr = range[i][0]; msr <= range[i][1]; msr++)
			rdmsr(msr);
	}
	want("faults", fault_count, 0);
	want("GLIU CAP high", (u32)(rdmsr(0x51010086) >> 32), 0x327920a0);
	want("GLIU CAP", (u32)rdmsr(0x51010086), 0x80000003);
	want("WHOAMI", (u32)rdmsr(0x5101008b) & 7, 1);
	want("subtractive", (u32)rdmsr(0x51012001) & 7, 4);
	want("chip revision", (u32)rdmsr(0x51700017) & 0xff, 3);
	want("MSR 51201004", BOX32(BOX_1004), 0);

	item("vsa", 7, "ports, timers, clocks");
	outb(0x84, 'V');
	inb(0x80);
	outb(0xed, 0xf5);
	want("CMOS A", cmos_read(0x0a) & 0x70, 0x20);
	want("timer of VSA counts", inw(MFGPT_BASE + 1 * 8 + 6) & 0x1000, 0x1000);
	u32 scratch = inl(PMS_BASE + 0x3c);

	outl(PMS_BASE + 0x3c, 0x155);
	want("PMS", inl(PMS_BASE + 0x3c), 0x155);
	outl(PMS_BASE + 0x3c, scratch);
	timer3_start(0xffff);
	scratch = inw(TIMER3 + 4);
	delay_us(10000);
	scratch = (u16)(inw(TIMER3 + 4) - scratch);
	outw(TIMER3 + 6, 0);
	want("14 MHz / 1024 in 12 ms", scratch > 140 && scratch < 200, 1);
}

static void sources(void)
{
	u64 divil;

	item("vsa", 8, "SMI status stays until cleared, the companion's level follows");
	msr_change(0x1301, 0x20, 0); /* no SMI meanwhile */
	want("level before", (u32)rdmsr(0x4c002002) & 0x100000, 0);
	timer3_start(1);
	delay_us(500);
	divil = rdmsr(0x51402002);
	want("status", (u32)(divil >> 32) & 8, 8);
	want("still", (u32)(rdmsr(0x51402002) >> 32) & 8, 8);
	want("level", (u32)rdmsr(0x4c002002) & 0x100000, 0x100000);
	outw(TIMER3 + 6, 0x6000);
	want("status outlives its cause", (u32)(rdmsr(0x51402002) >> 32) & 8, 8);
	wrmsr(0x51402002, divil);
	want("status cleared", (u32)(rdmsr(0x51402002) >> 32) & 8, 0);
	want("level after", (u32)rdmsr(0x4c002002) & 0x100000, 0);
	msr_change(0x1301, 0, 0x20);
}

static void trapped_io(void)
{
	u32 eax, edi, before;
	static u16 to[4];

	item("vsa", 9, "trapped ports: header, reads, INS");
	outw(0xac1c, 0xfc53);
	want("write: flags", SMI_FLAGS, 0x8082);
	want("port and size", SMI_IO, 0x0003ac1c);
	want("data", BOX32(BOX_HEADER + 0x28) & 0xffff, 0xfc53);
	want("next EIP - EIP", BOX32(BOX_HEADER + 0x10) - BOX32(BOX_HEADER + 0x0c), 2);
	want("SMM_CTL saved", BOX32(BOX_HEADER + 0x2c) & 0x3f, 0x38);
	outw(0xac1c, 0x0003);
	__asm__ volatile("inw %%dx, %%ax" : "=a"(eax) : "0"(0x11111111), "d"((u16)0xac1e));
	want("EAX as the handler left it", eax, 0x56534132);
	want("read: flags", SMI_FLAGS, 0x8080);
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0000);
	__asm__ volatile("inw %%dx, %%ax" : "=a"(eax) : "0"(0x11111111), "d"((u16)0xac1c));
	want("index, upper half kept", eax, 0x11110000);
	to[1] = 0;
	__asm__ volatile("cld; insw" : "=D"(edi) : "0"(&to[1]), "d"((u16)0xac1e) : "memory");
	want("INSW", to[1], 0x03b0);
	want("EDI", edi, (u32)&to[2]);
	want("beside it", to[0] | to[2], 0);
	want("locked then", inw(0xac1e), 0);
	before = BOX32(BOX_ACPI);
	inw(ACPI_BASE + 2);
	want("companion's trap", BOX32(BOX_ACPI) - before, 1);
	want("its flags", SMI_FLAGS, 0x8020);
	want("its port and size", SMI_IO, 0x00030000 | (ACPI_BASE + 2));
}

/* The same by counter 2, gated by port 61h: ones counted down, its output in bit 5. */
static u32 gated(void)
{
	u32 tsc;

	outb(0x61, (inb(0x61) & ~2) | 1);
	outb(0x43, 0xb0);
	outb(0x42, 59659 & 0xff); /* 50 ms */
	tsc = (u32)rdtsc();
	outb(0x42, 59659 >> 8);
	for (u32 i = 0; i < 1000000 && !(inb(0x61) & 0x20); i++)
		;
	tsc = (u32)rdtsc() - tsc;
	return tsc / 50000;
}

static void a20_and_clocks(void)
{
	u32 smis, tsc, pit;

	item("vsa", 11, "A20 by port 92h");
	want("SMIs, unchanged", BOX32(BOX_AT_92), 0);
	want("SMIs, changed", BOX32(BOX_AT_92 + 4), 1);
	want("SMIs, back", BOX32(BOX_AT_92 + 8), 2);
	want("changes handled", BOX32(BOX_A20), 2);
	want("gate open", (u32)rdmsr(0x4c000031) & 1, 0);
	smis = BOX32(BOX_SMIS);
	outb(0x92, 2);
	want("SMIs since", BOX32(BOX_SMIS) - smis, 0);

	item("vsa", 12, "TSC against the timer: 499 clocks a microsecond");
	outb(0x43, 0x34);
	outb(0x40, 0);
	outb(0x40, 0);
	delay_us(100);
	outb(0x43, 0);
	pit = inb(0x40);
	pit |= (u32)inb(0x40) << 8;
	tsc = (u32)rdtsc();
	delay_us(20000);
	outb(0x43, 0);
	tsc = (u32)rdtsc() - tsc;
	pit -= inb(0x40);
	pit -= (u32)inb(0x40) << 8;
	tsc = (u32)((u64)tsc * 1193182 / (pit & 0xffff) / 1000000);
	want("clocks", tsc, tsc >= 498 && tsc <= 500 ? tsc : 499);
	tsc = gated();
	want("by the gated counter", tsc, tsc >= 498 && tsc <= 500 ? tsc : 499);
}

void check_vsa(void)
{
	processor();
	registers();
	companion_registers();
	sources();
	trapped_io();
	a20_and_clocks();
}
