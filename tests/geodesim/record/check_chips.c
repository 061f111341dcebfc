/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What firmware of record expects of the LX, of the companion and of the boards, item by item.
 * What belongs to the state before memory exists comes from the first stage.
 */
#include "checks.h"
#include "print.h"
#include "smb.h"
#include "vsa.h"

#define MEM32(at) (*(volatile u32 *)(at))

static u32 smb(u8 device, u8 at)
{
	outl(0x6110, 0xc000);
	return smb_byte(device, at);
}

void check_lx(const struct seen *seen)
{
	u32 bad = 0, top = ((u32)(rdmsr(0x10000028) >> 20) << 12) + 0x1000;

	item("lx", 1, "the PLL reset restarts the processor and nothing else");
	want("RSTPLL high", (u32)(rdmsr(RSTPLL) >> 32), 0x0000059c);
	want("RSTPLL", (u32)rdmsr(RSTPLL), 0x07de002e);
	want("companion kept", seen->lbars_kept, 1);
	item("lx", 2, "port 61h: bit 4 toggles, the rest is 0");
	want("read as 00", seen->port61_low != 0, 1);
	want("bit 4 seen", seen->port61_high != 0, 1);
	item("lx", 3, "SMBus: SPD bytes, an absent module is FF");
	want("51h", seen->spd_nack != 0, SPD_SET != SPD_BUS || smb(0x51, 2) == 0xff);
	want("type of 50h", seen->spd_type, 7);
	want("53h", smb(0x53, 2), 0xff);
	item("lx", 4, "the DRAM DLL's status");
	want("after the first writes", seen->delay & 0x7ff, 0x444);
	want("now", (u32)rdmsr(0x4c00000f) & 0x7ff, 0x444);
	item("lx", 5, "the pixel PLL locks");
	u64 dot = rdmsr(0x4c000015);

	want("lock seen", BOX32(BOX_LOCK) != 0, 1);
	wrmsr(0x4c000015, (dot & ~0xffffffffull) | 0xc000);
	for (u32 i = 0; i < 1000 && !((u32)rdmsr(0x4c000015) & 0x02000000); i++)
		delay_us(10);
	want("with bypass too", (u32)rdmsr(0x4c000015) & 0x02000000, 0x02000000);
	wrmsr(0x4c000015, dot);
	item("lx", 6, "the graphics processor is idle at reset");
	want("busy, pending; buffer empty", MEM32(0x8fffc044) & 0x17, 0x10);
	item("lx", 7, "memory from 0, every register of its controller readable");
	fault_count = 0;
	for (u32 msr = 0x20000018; msr <= 0x20000020; msr++)
		rdmsr(msr);
	want("faults", fault_count, 0);
	poke(0x700, 0x12345678);
	poke(0x9fffc, 0x9abcdef0);
	poke(top - 4, 0x55aa1122);
	want("low", MEM32(0x700), 0x12345678);
	want("below A0000", MEM32(0x9fffc), 0x9abcdef0);
	want("last dword below the frame buffer", MEM32(top - 4), 0x55aa1122);
	item("lx", 8, "what was in cache-as-RAM is in memory");
	want("magic", seen->magic, SEEN_MAGIC);
	for (u32 i = 0; i < sizeof(seen->pattern) / 4; i++)
		bad += seen->pattern[i] != i * 0x9e3779b1;
	want("lost", bad, 0);
	if (PROBES) {
		item("lx", 9, "an unknown register of the processor faults");
		fault_count = 0;
		rdmsr(0x1b);
		want("RDMSR", fault_count, 1);
		wrmsr(0x17ff, 0);
		want("WRMSR of another", fault_count, 2);
	}
	item("lx", 10, "identities of all ports; empty ones are noted and cleared");
	want("wrong identities", BOX32(BOX_SCAN_BAD), 0);
	want("GLIU0 noted", BOX32(BOX_SCAN_STATUS) != 0, 1);
	want("GLIU1 noted", BOX32(BOX_SCAN_STATUS + 4) != 0, 1);
	want("cleared", BOX32(BOX_SCAN_STATUS + 8), 0);
	item("lx", 11, "descriptors at their defaults, those free in the handler");
	want("that differ", seen->defaults_bad, 0);
	want("free in the handler", BOX32(BOX_POOL), 6u << 24 | 3 << 16 | 7 << 8 | 4);
	want("the trap took the first", BOX32(BOX_TRAP_MSR), 0x100000e3);
	want("ACPI's took", BOX32(BOX_ACPI_MSRS), 0x510200e1);
	item("lx", 12, "SMM instructions; code of SMM above 1 MiB");
	want("CS in SMM", BOX32(BOX_SELECTOR) & 0xffff, 0x300);
	want("no SMI without a cause", BOX32(BOX_SPURIOUS), 0);
	item("lx", 13, "an interrupt inside SMM goes by the handler's table");
	want("taken", BOX32(BOX_FAULTS), 1);
	item("lx", 14, "configuration accesses of devices 1 and 15 reach the handler");
	bad = BOX32(BOX_PCI);
	want("1.0", config(8, 0), 0x20801022);
	want("15.0", config(0x78, 0), 0x20901022);
	want("SMIs", BOX32(BOX_PCI) - bad, 2);
	outl(0xcf8, 0x80007802);
	want("upper word", inw(0xcfe), 0x2090);
	want("CF8 kept", inl(0xcf8) & ~3u, 0x80007800);
	item("lx", 17, "A20 SMIs");
	want("by three writes", BOX32(BOX_AT_92 + 8), 2);
	item("lx", 18, "the ROM below 1 MiB before memory is there");
	want("as at 4 GiB", seen->rom_alias, 1);
}

static void companion_ways(const struct seen *seen)
{
	if (PROBES) {
		item("cs5536", 1, "silent before the way to it is set");
		want("DIVIL", seen->early_divil, 0);
	}
	item("cs5536", 2, "aliases of the GLIU, of the standard registers");
	want("5102", (u32)rdmsr(0x51020086), (u32)rdmsr(0x51010086));
	want("51024", (u32)rdmsr(0x51024086), (u32)rdmsr(0x51010086));
	want("CAP", (u32)rdmsr(0x51402000), (u32)rdmsr(0x51400000));
	want("control", (u32)rdmsr(0x51002010), (u32)rdmsr(0x51000010));
	item("cs5536", 3, "identities");
	want("wrong identities", BOX32(BOX_SCAN_BAD), 0);
	want("DIVIL", (u32)rdmsr(0x51400000) >> 8, 0x5df5);
	want("port 6", (u32)rdmsr(0x51600000), 0);
	want("generation", (u32)rdmsr(0x51024000) >> 20 & 15, 5);
	for (u32 i = 0; i < 2; i++) { /* what the empty port left */
		wrmsr(0x10002002 + i, rdmsr(0x10002002 + i));
		wrmsr(0x40002002 + i, rdmsr(0x40002002 + i));
		wrmsr(0x51022002 + i, rdmsr(0x51022002 + i));
	}
	item("cs5536", 4, "descriptors at their defaults");
	want("that differ", seen->defaults_bad, 0);
	item("cs5536", 5, "IDE's own descriptor, eight ports by the handler");
	want("high", (u32)(rdmsr(0x510100e0) >> 32), 0x60000000);
	want("low", (u32)rdmsr(0x510100e0), 0x1f0ffff8);

	u32 before = BOX32(BOX_GLIU1), smis = BOX32(BOX_SMIS), eax = 0x12345678;

	item("cs5536", 6, "traps of all three GLIUs and of configuration");
	want("GLIU0", BOX32(BOX_VIRTUAL) != 0, 1);
	want("companion's GLIU", BOX32(BOX_ACPI) != 0, 1);
	want("configuration", BOX32(BOX_PCI) != 0, 1);
	wrmsr(0x400000e4, 0xf030ee10);
	__asm__ volatile("inb %%dx, %%al" : "+a"(eax) : "d"((u16)0xee15));
	wrmsr(0x400000e4, 0);
	want("GLIU1", BOX32(BOX_GLIU1) - before, 1);
	want("SMIs", BOX32(BOX_SMIS) - smis, 1);
	want("port and size", BOX32(BOX_HEADER + 0x24), 0x0001ee15);
	want("upper part of EAX", eax >> 8, 0x123456);
}

static void companion_legacy(void)
{
	item("cs5536", 7, "routing of interrupts, of SMIs");
	u64 map = rdmsr(0x51400020);

	wrmsr(0x51400020, (map & ~15ull) | 5);
	wrmsr(0x51400016, 0);
	wrmsr(0x51400016, 1);
	outb(0x20, 0x0a);
	want("software interrupt on 5", inb(0x20) & 0x20, 0x20);
	wrmsr(0x51400016, 0);
	wrmsr(0x51400020, map);
	want("group 2 is an SMI", BOX32(BOX_TIMERS) != 0, 1);
	want("lines as firmware asked", (u32)rdmsr(0x51400020) & ~15u,
	     (PIRQS >> 12) << 8 | (PIRQS >> 4 & 15) << 16 | (PIRQS & 15u) << 24 |
		     (PIRQS & 15u) << 28);
	want("pins too", (u32)rdmsr(0x51400023), PIRQS << 4 | 2);
	want("serial interrupts", (u32)rdmsr(0x51400025), LPC_IRQS);
	item("cs5536", 8, "SMBus as on record");
	want("53h", smb(0x53, 0), 0xff);
	if (SPD_SET == SPD_BUS)
		want("50h", smb(0x50, 2), 7);
	want("one that is there after one that is not",
	     smb(0x53, 0) | (SPD_SET == SPD_BUS && smb(0x50, 2) != 7), 0xff);
	item("cs5536", 9, "GPIO bits set and cleared by halves; a timer's setup locks");
	outl(GPIO_BASE, 0x00000002);
	want("set", inl(GPIO_BASE) & 0x00020002, 0x00000002);
	outl(GPIO_BASE, 0x00020002);
	want("both", inl(GPIO_BASE) & 0x00020002, 0x00000002);
	outl(GPIO_BASE, 0x00020000);
	want("cleared", inl(GPIO_BASE) & 0x00020002, 0x00020000);
	outw(MFGPT_BASE + 6, 0x0005);
	outw(MFGPT_BASE + 6, 0x000a);
	want("setup", inw(MFGPT_BASE + 6), 0x1005);
	want("pin of a filter", inb(GPIO_BASE + 0xf6), 28);
	want("amount", inw(GPIO_BASE + 0xd0), 1);
	config(0x78, 0x14);
	outl(0xcfc, 0xffffffff);
	want("size", inl(0xcfc), 0xffffff01);
	outl(0xcfc, 0x2401);
	want("moved", inb(0x24f6), 28);
	want("not at the old place", inb(GPIO_BASE + 0xf6), 0xff);
	outl(0xcfc, GPIO_BASE | 1);
	want("back", inb(GPIO_BASE + 0xf6), 28);
	item("cs5536", 10, "the PM timer");
	u32 start = inl(ACPI_BASE + 0x10), msr = (u32)rdmsr(0x51400050);
	u64 until = rdtsc() + 5000000;

	want("MSR behind port", msr - start < 100, 1);
	while (rdtsc() < until)
		;
	want("35867 in 5,000,000 clocks, 0.5 percent", inl(ACPI_BASE + 0x10) - start - 35700 < 340,
	     1);
	item("cs5536", 11, "ACPI by dwords: status cleared by ones");
	outl(ACPI_BASE, 0x00000800);
	want("global status", inl(ACPI_BASE) & 0x20, 0x20);
	outw(ACPI_BASE + 2, 0x0020);
	want("enable, status kept", inl(ACPI_BASE) & 0x00200020, 0x00200020);
	outl(ACPI_BASE, 0x00000020);
	want("cleared", inl(ACPI_BASE) & 0x20, 0);
	outw(ACPI_BASE + 2, 0);
	want("enables", inl(ACPI_BASE) >> 16, 0);
	item("cs5536", 12, "port 92h");
	want("SMIs", BOX32(BOX_AT_92), 0);
	want("on change", BOX32(BOX_AT_92 + 8), 2);
	item("cs5536", 13, "functions taken away by DEADBEEF");
	want("UDC", config(0x7e, 0), 0xffffffff);
	want("OTG", config(0x7f, 0), 0xffffffff);
	want("OHCI stays", config(0x7c, 0), 0x20941022);
	config(0x7a, 0x40);
	outl(0xcfc, 0xdeadbeef);
	want("IDE gone", config(0x7a, 0), 0xffffffff);
	want("flash there", config(0x79, 0), 0x20911022);
	want("pins", (u32)rdmsr(0x51400015) & 1, 0);
	config(0x79, 0x40);
	outl(0xcfc, 0xbeefdead);
	want("IDE back", config(0x7a, 0), 0x209a1022);
	want("pins back", (u32)rdmsr(0x51400015) & 1, 1);
}

static void companion_devices(const struct seen *seen)
{
	item("cs5536", 14, "nothing reads as ones");
	want("before memory", seen->unmapped, 0);
	want("port", inl(0xee00), 0xffffffff);
	want("memory", MEM32(0xd0000000), 0xffffffff);
	item("cs5536", 15, "the ROM at its two places");
	want("before memory", seen->rom_alias, 1);
	want("memory below 1 MiB now", MEM32(0xf0000) != MEM32(0xffff0000), 1);
	item("cs5536", 16, "IDE: channel enabled, bus master, no second channel");
	want("enabled", (u32)rdmsr(0x51300010) & 0x4002, 0x4002);
	want("by its header", config(0x7a, 0x40) & 0x4002, 0x4002);
	outl(IDE_BM + 4, 0x00123450);
	want("bus master", inl(IDE_BM + 4), 0x00123450);
	want("second channel", inb(0x177), 0xff);
	want("no drive is busy", BOX32(BOX_DRIVES) & 0x80, 0);
	item("cs5536", 17, "OHCI and EHCI with four ports");
	want("OHCI", MEM32(OHCI), 0x110);
	want("its ports", MEM32(OHCI + 0x48) & 0xff, 4);
	want("EHCI", MEM32(EHCI), 0x01000010);
	want("its ports", MEM32(EHCI + 4) & 15, 4);
	want("its capabilities as written", MEM32(EHCI + 8), 0x5012);
	outl(0xcf8, 0x80007d44);
	outl(0xcfc, 3);
	want("EHCI asleep", MEM32(EHCI), 0xffffffff);
	outl(0xcf8, 0x80007d44);
	outl(0xcfc, 0);
	want("awake", MEM32(EHCI), 0x01000010);
	want("PM capability", config(0x7c, 0x34), 0x40);
	want("at 40h", config(0x7d, 0x40), 0xc8020001);
	item("cs5536", 18, "codec ready, or no audio function");
	if (config(0x7b, 0) != 0xffffffff) {
		for (u32 i = 0; i < 1000 && !(inl(AUDIO + 8) & 0x800000); i++)
			delay_us(10);
		want("ready", inl(AUDIO + 8) & 0x800000, 0x800000);
	}
	if (cmos_read(CMOS_SLEPT)) {
		item("cs5536", 19, "suspend to RAM: the standby domain keeps its registers");
		want("seen after waking", cmos_read(CMOS_SLEPT), 1);
	}
	if (cmos_read(CMOS_RESET) == 0xa5) {
		item("cs5536", 20, "a full reset clears the companion's addresses");
		want("still set", cmos_read(CMOS_LBARS), 0);
	}
}

void check_companion(const struct seen *seen)
{
	companion_ways(seen);
	companion_legacy();
	companion_devices(seen);
}

/* Commands go to the region that the processor protects, from ROMBASE on. */
static u32 flash_says(void)
{
	u32 id;

	*(volatile u8 *)0xfffc5555 = 0xaa;
	*(volatile u8 *)0xfffc2aaa = 0x55;
	*(volatile u8 *)0xfffc5555 = 0x90;
	delay_us(1);
	id = (u32) * (volatile u8 *)0xfff80000 << 8 | *(volatile u8 *)0xfff80001;
	*(volatile u8 *)0xfffc0000 = 0xf0;
	delay_us(1);
	return id;
}

/* The interrupt request of a line, while a script asserts the pin: it reads "irq on", "irq off". */
static u32 asserted(const char *cue, u32 irq, u32 level)
{
	u32 got = !level;

	print(cue);
	print_sent();
	for (u32 i = 0; i < 20000 && got != level; i++) {
		outb(irq < 8 ? 0x20 : 0xa0, 0x0a);
		got = inb(irq < 8 ? 0x20 : 0xa0) >> (irq & 7) & 1;
	}
	return got;
}

static void sio(u8 at, u8 val)
{
	outb(0x2e, at);
	outb(0x2f, val);
}

static void console_gate(void)
{
	u32 decode = UART == 1 ? 0x70000 : 0x700000;

	print_sent();
	if (UART) {
		outl(0x6110, UART == 1 ? 0x01000000 : 0x00100000);
		print("SILENT");
		print_sent();
		outl(0x6110, UART == 1 ? 0x100 : 0x10);
		msr_change(0x51400014, decode, 0);
		print("SILENT");
		want("decoded", inb(COM1 + 5), 0xff);
		msr_change(0x51400014, 0, decode);
	} else {
		outb(0x2e, 0x87);
		outb(0x2e, SIO == SIO_W83627HF ? 0x87 : 0x01);
		if (SIO == SIO_IT8712F) {
			outb(0x2e, 0x55);
			outb(0x2e, 0x55);
		}
		sio(0x07, SIO == SIO_W83627HF ? 2 : 1);
		sio(0x30, 0);
		print("SILENT");
		want("decoded", inb(COM1 + 5), 0xff);
		sio(0x30, 1);
		if (SIO == SIO_W83627HF)
			outb(0x2e, 0xaa);
		else
			sio(0x02, 0x02);
	}
	want("decoded again", inb(COM1 + 5) & 0x80, 0);
}

/* The Super I/O's keyboard controller, put to its usual ports: the answer to its self-test. */
static u32 keyboard(void)
{
	static const u8 kbc[][2] = {{0x07, 5},	  {0x60, 0}, {0x61, 0x60}, {0x62, 0},
				    {0x63, 0x64}, {0x70, 1}, {0x72, 12},   {0x30, 1}};

	outb(0x2e, 0x87);
	outb(0x2e, 0x87);
	for (u32 i = 0; i < sizeof(kbc) / 2; i++)
		sio(kbc[i][0], kbc[i][1]);
	outb(0x2e, 0xaa);
	for (u32 i = 0; i < 1000 && inb(0x64) & 3; i++) {
		inb(0x60);
		delay_us(10);
	}
	outb(0x64, 0xaa);
	for (u32 i = 0; i < 10000 && !(inb(0x64) & 1); i++)
		delay_us(10);
	return inb(0x60);
}

static void protections(void)
{
	u32 was = (u32) * (volatile u8 *)0xfff80000 << 8 | *(volatile u8 *)0xfff80001;

	item("boards", 6, "the console's decoding and pins");
	console_gate();
	item("boards", 7, "the flash identifies itself only when both protections are open");
	want("both closed", flash_says(), was);
	msr_change(0x1808, 4ull << 56, 0);
	want("companion's closed", flash_says(), was);
	msr_change(0x51400018, 0, 8);
	want("open", flash_says(), FLASH_ID);
	msr_change(0x1808, 0, 4ull << 56);
	want("processor's closed", flash_says(), was);
	msr_change(0x51400018, 8, 0);
}

void check_boards(const struct seen *seen)
{
	u32 was;

	item("boards", 1, "the PLL reset keeps RSTPLL and the companion");
	want("RSTPLL", (u32)rdmsr(RSTPLL), 0x07de002e);
	want("companion kept", seen->lbars_kept, 1);
	if (PROBES) {
		item("boards", 2, "unknown registers of known blocks do not fault");
		fault_count = 0;
		rdmsr(0x2000201d);
		rdmsr(0x4c0000ff);
		rdmsr(0x51400070);
		want("faults", fault_count, 0);
	}
	item("boards", 3, "an absent SMBus device is FF");
	want("53h", smb(0x53, 0), 0xff);
	item("boards", 4, "port 61h toggles");
	want("low", seen->port61_low != 0, 1);
	want("high", seen->port61_high != 0, 1);
	item("boards", 5, "raw headers before the handler, virtual ones after");
	want("before", seen->glpci_id, 0x208f1022);
	want("after", config(0x78, 0), 0x20901022);
	wrmsr(0x50002012, 0x0002);
	want("not trapped", config(0x78, 0), 0x208f1022);
	wrmsr(0x50002012, 0x8002);
	if (PROBES)
		protections();
	item("boards", 8, "serial interrupts: polarity as firmware says");
	want("set", (u32)rdmsr(0x5140004e), (LPC_IRQS ^ 0xffffu) << 16 | 0xc0);
	if (SIO == SIO_W83627HF)
		want("keyboard controller's self-test", keyboard(), 0x55);
	if (!UART) {
		outb(COM1 + 4, 0x0b);
		outb(COM1 + 1, 2); /* transmitter empty: IRQ 4 */
		delay_us(200);
		outb(0x20, 0x0a);
		want("IRQ 4", inb(0x20) & 0x10, 0x10);
		outb(COM1 + 1, 0);
		outb(COM1 + 4, 3);
	}
	item("boards", 9, "a PCI interrupt arrives, by its pin, inverted, mapped, level");
	print(" ");
	was = inb(0x4d0 + (SLOT_IRQ >> 3));
	outb(0x4d0 + (SLOT_IRQ >> 3), (u8)(was | 1 << (SLOT_IRQ & 7)));
	want("on", asserted("[irq on]", SLOT_IRQ, 1), 1);
	want("off", asserted("[irq off]", SLOT_IRQ, 0), 0);
}
