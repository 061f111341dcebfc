/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The services of the stand-in for VSA, inside SMM: start (scan, descriptors, timers), virtual
 * registers, PCI headers, A20, ACPI accesses replayed, graphics memory.
 */
#include "record.h"
#include "vsa.h"

#define BOX32(at)     (*(volatile u32 *)(BOX + (at)))
#define HDR(at)	      (*(volatile u32 *)(VSA_BASE + VSA_HEADER - (at)))
#define HDR_FLAGS     HDR(0x24)
#define HDR_IO	      HDR(0x28)
#define HDR_DATA      HDR(0x2c)
#define F_WRITE	      2
#define F_SMINT	      8
#define BM_FREE	      0x000000fffff00000ull
#define R_FREE	      0x00000000000fffffull
#define SYSTEM_MEMORY 0x10000028
#define FB	      0x90000000u

struct regs {
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
};

u32 services(struct regs *r, u32 cf8);

/* Zeroed with the module. */
static u32 trap_vr, trap_acpi[3], vr_state, vr_index, vg_config, int_gpio[2], nand;
static u64 acpi_on[3], acpi_off[3];

/* The lowest descriptor of a range that still holds the default; 0: none. */
static u32 descriptor_free(u32 first, u32 last, u64 unused)
{
	for (u32 msr = first; msr <= last; msr++) {
		if (rdmsr(msr) == unused)
			return msr;
	}
	return 0;
}

static u32 descriptors_free(u32 first, u32 last, u64 unused)
{
	u32 count = 0;

	for (u32 msr = first; msr <= last; msr++)
		count += rdmsr(msr) == unused;
	return count;
}

static u64 acknowledge(u32 msr)
{
	u64 val = rdmsr(msr);

	wrmsr(msr, val);
	return val;
}

/* CAP of all ports of the three GLIUs, empty and reflective ones too; each id at its place. */
static void scan(void)
{
	static const struct {
		u32 msr;
		u8 id; /* 0: none of the known ones */
	} ports[] = {
		{0x10002000, 0x01}, {0x20002000, 0x20}, {0x40002000, 0x01}, {0x60002000, 0},
		{0x80002000, 0x3e}, {0xa0002000, 0x3d}, {0xc0002000, 0},    {0xe0002000, 0},
		{0x44002000, 0},    {0x48002000, 0x3f}, {0x4c002000, 0x02}, {0x50002000, 0x05},
		{0x54002000, 0x3c}, {0x58002000, 0x30}, {0x5c002000, 0},    {0x51022000, 0x01},
		{0x51002000, 0x05}, {0x51102000, 0},	{0x51202000, 0x43}, {0x51302000, 0x48},
		{0x51402000, 0xdf}, {0x51502000, 0x33}, {0x51602000, 0},    {0x51702000, 0x02},
	};
	static const u8 known[] = {0x01, 0x02, 0x05, 0x20, 0x30, 0x33, 0x3c, 0x3d, 0x3e,
				   0x3f, 0x42, 0x43, 0x47, 0x48, 0x86, 0xdf, 0xf0};

	for (u32 i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		u8 id = (u8)(rdmsr(ports[i].msr) >> 12);
		u32 bad = ports[i].id && id != ports[i].id;

		/* An empty port has no identity; one that leads back may show its GLIU or CPU. */
		for (u32 k = 0; !ports[i].id && k < sizeof(known); k++)
			bad |= id == known[k] && id != 0x01 && id != 0x86;
		BOX32(BOX_SCAN_BAD) += bad;
	}
	BOX32(BOX_SCAN_STATUS) = (u32)(rdmsr(0x10002002) >> 32) | (u32)(rdmsr(0x10002003) >> 32);
	BOX32(BOX_SCAN_STATUS + 4) =
		(u32)(rdmsr(0x40002002) >> 32) | (u32)(rdmsr(0x40002003) >> 32);
	acknowledge(0x10002003);
	acknowledge(0x40002003);
	acknowledge(0x51022003);
	wrmsr(0x10002002, 0x0000000f0000000e);
	wrmsr(0x40002002, 0x0000000f0000000e);
	wrmsr(0x51022002, 0x0000000f0000000e);
	BOX32(BOX_SCAN_STATUS + 8) = (u32)(rdmsr(0x10002002) >> 32);
}

static void acpi_traps(u32 on)
{
	for (u32 i = 0; i < 3; i++)
		wrmsr(trap_acpi[i], on ? acpi_on[i] : acpi_off[i]);
}

/* I/O traps: virtual registers on GLIU0, ACPI 00-0F and 14-1F on the companion's GLIU. */
static void traps(void)
{
	BOX32(BOX_POOL) = descriptors_free(0x10000020, 0x10000025, BM_FREE) |
			  descriptors_free(0x40000020, 0x40000029, BM_FREE) << 8 |
			  descriptors_free(0x51020020, 0x51020022, BM_FREE) << 16 |
			  descriptors_free(0x100000e3, 0x100000e8, 0) << 24;
	trap_vr = descriptor_free(0x100000e3, 0x100000e8, 0);
	wrmsr(trap_vr, 0x00000000f030ac18);
	BOX32(BOX_TRAP_MSR) = trap_vr;

	/* Status cleared once, before the traps; 16 bits wide, as on record. */
	outw(ACPI_BASE, inw(ACPI_BASE));
	for (u32 i = 0; i < 3; i++) {
		acpi_off[i] = i < 2 ? BM_FREE : 0;
		acpi_on[i] = i == 0   ? 0x00000009c00ffff0ull
			     : i == 1 ? 0x00000009c18ffff8ull
				      : 0x00000000f0309c10ull;
		trap_acpi[i] = descriptor_free(i < 2 ? 0x510200e0 : 0x510200ea,
					       i < 2 ? 0x510200e9 : 0x510200f1, acpi_off[i]);
		wrmsr(trap_acpi[i], acpi_on[i]);
		BOX32(BOX_ACPI_MSRS + i * 4) = trap_acpi[i];
	}
}

/* The timers VSA keeps: 1, 2, 3, 5, 6, 7; their first compare is group 2, the SMI. */
static void timers(void)
{
	static const u16 setup[8] = {0, 0x0085, 0x0085, 0x00da, 0, 0x00da, 0x00c5, 0x0085};

	for (u32 i = 0; i < 8; i++) {
		if (!setup[i])
			continue;
		outw((u16)(MFGPT_BASE + i * 8 + 6), setup[i]);
		outl((u16)(MFGPT_BASE + i * 8), 0xffffffff);
	}
	msr_change(0x51400022, 0xfff0, 0x2220);
	wrmsr(0x51400028, 0xee);
}

/* The power button's pin gets a filter: registers of 16, 8 and 32 bits beside one another. */
static void button_filter(void)
{
	outw(GPIO_BASE + 0x3c, inw(GPIO_BASE + 0x3c) & 0xfeff);
	outw(GPIO_BASE + 0xbc, inw(GPIO_BASE + 0xbc) & 0xfeff);
	outb(GPIO_BASE + 0xf6, 28);
	outl(GPIO_BASE + 0xd0, 1);
	outl(GPIO_BASE + 0xa8, 1 << 12);
	inl(GPIO_BASE + 0xa8);
}

static void start(void)
{
	scan();
	button_filter();
	for (u32 i = 0; i < 2; i++)
		acknowledge(0x50002002 + i);
	acknowledge(0x80002002);
	acknowledge(0x51402002);
	acknowledge(0x51402003);
	acknowledge(0x51002002);
	acknowledge(0x51002003);
	msr_change(0x10002003, 0, 1);
	msr_change(0x40002003, 0, 1);
	msr_change(0x10000083, 0xff00, 0);
	msr_change(0x40000083, 0xff00, 0);
	msr_change(0x51020083, 0xff00, 0);
	traps();
	timers();
	msr_change(0x50002002, 8, 0);
	wrmsr(0x50002012, 0x8002);
	msr_change(0x4c002002, 0x10, 0);
	msr_change(0x51202002, 0x10, 0);
	msr_change(0x51302002, 0, 4);
	msr_change(0x51002002, 0, 4);
	wrmsr(0x51402002, 0x20ec);
	/* IDE's descriptor shrinks to eight ports. */
	msr_change(0x510200e0, 0, 8);
}

/* A dword merged with a partial access at byte @shift / 8. */
static u32 merge(u32 old, u32 data, u32 shift, u32 size)
{
	u32 mask = (size == 15 ? 0xffffffff : size == 3 ? 0xffff : 0xff) << shift;

	return (old & ~mask) | (data << shift & mask);
}

/* The trapped instruction is INS, behind whatever prefixes. */
static u32 is_ins(void)
{
	const u8 *at = (const u8 *)(HDR(0x1c) + HDR(0x10));

	while (*at == 0x66 || *at == 0x67 || *at == 0xf2 || *at == 0xf3 || *at == 0x26)
		at++;
	return *at == 0x6c || *at == 0x6d;
}

/* What was read: into EAX as wide as it was, for INS where EDI, advanced already, was. */
static void answer(struct regs *r, u32 val)
{
	u32 size = HDR_IO >> 16, bytes = size == 15 ? 4 : size == 3 ? 2 : 1;
	u32 to = HDR(0x08) & 0x400 ? r->edi + bytes : r->edi - bytes;

	if (!is_ins()) {
		r->eax = size == 15 ? val : merge(r->eax, val, 0, size);
		return;
	}
	for (u32 i = 0; i < bytes; i++)
		((volatile u8 *)to)[i] = (u8)(val >> i * 8);
}

/* Graphics: memory from the top of RAM, descriptors, pixel PLL, display controller. */
static void graphics_start(u32 config)
{
	u32 size = (config & 0xfe) << 20, top, offset;
	u64 val = rdmsr(SYSTEM_MEMORY);

	top = ((u32)(val >> 32) & 0xff) << 24 | ((u32)val >> 20) << 12; /* last page */
	top -= size;
	val = (val & 0xffffff00000fffff) | (u64)(top >> 24) << 32 | (top >> 12 & 0xfff) << 20;
	wrmsr(SYSTEM_MEMORY, val);
	msr_change(0x4000002a, 0xfffff00000, val & 0xfffff00000);
	msr_change(0x50002019, 0xfffff00000000000, (u64)top << 32);
	msr_change(0x1808, 0x0fffff00, top >> 4);
	offset = ((top + 0x1000 - FB) >> 12) & 0xfffff;

	wrmsr(descriptor_free(0x10000029, 0x1000002b, R_FREE),
	      0x2000000000000000 | (u64)offset << 40 | (u64)((FB + size - 0x1000) >> 12) << 20 |
		      FB >> 12);
	wrmsr(descriptor_free(0x4000002b, 0x4000002d, R_FREE),
	      0x2000000000000000 | (u64)((FB + size - 0x1000) >> 12) << 20 | FB >> 12);
	wrmsr(0x1810, (u64)(FB + size - 0x1000) << 32 | FB | 0x111);
	/* GP, DC, VP, VIP: 16 KiB each below. */
	wrmsr(descriptor_free(0x10000022, 0x10000025, BM_FREE), 0xa000008fffcffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x2000008fffcffffc);
	wrmsr(descriptor_free(0x10000029, 0x1000002b, R_FREE),
	      0x8000000000000000 | (u64)(0x100000 - 0x8fff8) << 40 | (u64)0x8fffb << 20 | 0x8fff8);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x2000008fff8ffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x4000008fff4ffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0xa000008fff0ffffc);
	for (u32 i = 0; i < 4; i++)
		wrmsr(0x1811 + i,
		      (u64)(0x8ffff000 - i * 0x4000) << 32 | (0x8fffc000 - i * 0x4000) | 0x101);

	msr_change(0xa0002001, 0xfffffff8, 0x10);
	wrmsr(0xa0002002, 0x0000000100000001);
	msr_change(0x80002001, 0xfffffff8, 0x720);
	wrmsr(0x80002002, 0x1001ffff1001ffff);
	wrmsr(0x80002012, 0x302);
	wrmsr(0x80002011, 0x42);
	msr_change(0x54002001, 0xfffffff8, 0x620);
	wrmsr(0x54002002, 0x7fff7fff);
	wrmsr(0x4c000015, 0x0000216c00000001);
	for (u32 i = 0; i < 8; i++)
		outb(0xed, 0xf5);
	for (u32 i = 1; i < 100000 && !BOX32(BOX_LOCK); i++)
		BOX32(BOX_LOCK) = (u32)rdmsr(0x4c000015) & 0x02000000 ? i : 0;
	wrmsr(0x4c000015, 0x0000216c00000000);
	msr_change(0x48002001, 0xfffffff8, 0x40000 | (400 / 14 & 0x3f) << 8);

	poke(0x8fff8000, 0x4758);
	poke(0x8fff8088, *(volatile u32 *)0x8fff8088);
	poke(0x8fff8084, FB); /* as the display controller sees it */
	poke(0x8fff8010, 0);
	poke(0x8fff8014, 0);
	poke(0x8fff8018, 0);
	poke(0x8fff8000, 0);
	poke(0x8fffc04c, FB | FB >> 10);
	poke(0x8fff0000, 0x42000001);
}

/* The virtual registers' index and data ports. */
enum { LOCKED, UNLOCKED, INDEXED };

static void virtual_write(u32 index, u32 data)
{
	if (index == 0x0009 || index == 0x000a) {
		if (!int_gpio[index - 9])
			int_gpio[index - 9] = data & 0xffff;
	} else if (index == 0x0008) {
		__asm__ volatile("wbinvd" : : : "memory");
	} else if (index == 0x0200) {
		if (!vg_config)
			graphics_start(data);
		vg_config = data & 0xffff;
	}
}

static void virtual_read(struct regs *r, u32 index)
{
	switch (index) {
	case 0x0000: answer(r, 0x03b0); break;
	case 0x0003: r->eax = 0x56534132; break;
	case 0x0009:
	case 0x000a: answer(r, int_gpio[index - 9]); break;
	case 0x0200: answer(r, vg_config ? vg_config : 0xffff); break;
	default: break; /* nobody's: EAX stays */
	}
}

static void virtual_register(struct regs *r)
{
	u32 io = HDR_IO, port = io & 0xffff, size = io >> 16, data = HDR_DATA;

	BOX32(BOX_VIRTUAL)++;
	if (HDR_FLAGS & F_WRITE && port == 0xac1c) {
		if (size == 15 && data >> 16 == 0xfc53) {
			vr_index = data & 0xffff;
			vr_state = INDEXED;
		} else if (size == 3 && (data & 0xffff) == 0xfc53) {
			vr_state = UNLOCKED;
		} else if (size == 3 && vr_state == UNLOCKED) {
			vr_index = data & 0xffff;
			vr_state = INDEXED;
		} else {
			vr_state = LOCKED;
		}
	} else if (port == 0xac1c) {
		if (size == 3 && vr_state != LOCKED)
			answer(r, vr_index);
		else if (size != 3)
			vr_state = LOCKED;
	} else if (HDR_FLAGS & F_WRITE) {
		if (vr_state == INDEXED && size == 3)
			virtual_write(vr_index, data);
		vr_state = LOCKED;
	} else {
		if (vr_state == INDEXED)
			virtual_read(r, vr_index);
		else
			answer(r, 0);
		vr_state = LOCKED;
	}
}

/* PCI headers that exist only here: function, register, value, writable bits. */
static struct {
	u16 at; /* device and function in 15:8, register */
	u32 val, mask;
} pci[] = {
	{0x0800, 0x20801022, 0},
	{0x0804, 0x02200005, 5},
	{0x0808, 0x06000033, 0},
	{0x080c, 0x0080f808, 0xf808},
	{0x0810, 0x0000ac1d, 0xfffffffc},
	{0x0900, 0x20811022, 0},
	{0x0904, 0x02200000, 6},
	{0x0908, 0x03000000, 0},
	{0x090c, 0x00000008, 8},
	{0x0910, FB, 0xff800000},
	{0x0914, 0x8fffc000, 0xffffc000},
	{0x0918, 0x8fff8000, 0xffffc000},
	{0x091c, 0x8fff4000, 0xffffc000},
	{0x0920, 0x8fff0000, 0xffffc000},
	{0x093c, 0x00000100, 0xff},
	{0x0a00, 0x20821022, 0},
	{0x0a04, 0x02a00000, 6},
	{0x0a08, 0x10100000, 0},
	{0x0a0c, 0x00000008, 8},
	{0x0a10, 0, 0xffffc000},
	{0x0a3c, 0x00000100, 0xff},
	{0x7800, 0x20901022, 0},
	{0x7804, 0x02a00009, 0x249},
	{0x7808, 0x06010003, 0},
	{0x780c, 0x00800008, 0xf808},
	{0x7810, 0x00006001, 0xfffffff8},
	{0x7814, 0x00006101, 0xffffff00},
	{0x7818, 0x00006201, 0xffffffc0},
	{0x781c, 0, 0xffffffe0},
	{0x7820, 0x00009d01, 0xffffff80},
	{0x7824, 0x00009c01, 0xffffffc0},
	{0x785c, 0, 0xffff},
	{0x78d0, 0, 0xffff},
	{0x7900, 0x20911022, 0},
	{0x7908, 0x05010000, 0},
	{0x7940, 0, 0xffffffff},
	{0x7a00, 0x209a1022, 0},
	{0x7a04, 0x02a00000, 0x245},
	{0x7a08, 0x01018001, 0},
	{0x7a0c, 0x0000f808, 8},
	{0x7a20, 0, 0xfffffff0},
	{0x7a40, 0, 0x3ffff},
	{0x7b00, 0x20931022, 0},
	{0x7b04, 0x02a00000, 0x245},
	{0x7b08, 0x04010001, 0},
	{0x7b10, 0, 0xffffff80},
	{0x7b3c, 0x00000200, 0xff},
	{0x7c00, 0x20941022, 0},
	{0x7c04, 0x02300000, 6},
	{0x7c08, 0x0c031002, 0},
	{0x7c10, 0, 0xfffff000},
	{0x7c34, 0x40, 0},
	{0x7c3c, 0x00000400, 0xff},
	{0x7c40, 0xc8020001, 0},
	{0x7d00, 0x20951022, 0},
	{0x7d04, 0x02300000, 6},
	{0x7d08, 0x0c032002, 0},
	{0x7d10, 0, 0xfffff000},
	{0x7d34, 0x40, 0},
	{0x7d3c, 0x00000400, 0xff},
	{0x7d40, 0xc8020001, 0},
	{0x7d44, 0, 0x8103},
	{0x7d60, 0x2020, 0x3f00},
	{0x7e00, 0x20961022, 0},
	{0x7e04, 0x02300000, 6},
	{0x7e08, 0x0c03fe02, 0},
	{0x7e10, 0, 0xffffe000},
	{0x7f00, 0x20971022, 0},
	{0x7f04, 0x02300000, 2},
	{0x7f08, 0x0c038002, 0},
	{0x7f10, 0, 0xfffff000},
};
#define PCI_COUNT (sizeof(pci) / sizeof(pci[0]))

static u32 pci_value(u32 at)
{
	for (u32 i = 0; i < PCI_COUNT; i++) {
		if (pci[i].at == at)
			return pci[i].val;
	}
	return 0;
}

/* A USB function's registers, once it has an address and memory enabled. */
static void usb_window(u32 function)
{
	static const struct {
		u32 descriptor, port, mask;
	} window[4] = {{0x51020023, 0x50000000, 0xfffff}, /* OHCI: its writes may raise SMIs */
		       {0x51020024, 0x40000000, 0xfffff},
		       {0x51020020, 0x40000000, 0xffffe},
		       {0x51020021, 0x40000000, 0xfffff}};
	u32 n = function - 0x7c, base = pci_value(function << 8 | 0x10);
	u32 command = pci_value(function << 8 | 0x04), size = n == 2 ? 0x2000 : 0x1000;

	if (!base || base >= 0xfffff000 || !(command & 2))
		return;
	wrmsr(0x51200008 + n,
	      (u64)(n == 1 ? 0x200a : 0x000a) << 32 | base | (u64)(command & 4) << 32);
	if (!n)
		wrmsr(0x51400009, 0xfffff00500000000 | base); /* bit 2, memory, is on record */
	wrmsr(window[n].descriptor, (u64)(window[n].port | base >> 24) << 32 |
					    (base >> 12 & 0xfff) << 20 | window[n].mask);
	wrmsr(0x51000027 + n, (u64)(base + size - 0x1000) << 32 | base | 1);
}

/* EHCI asleep: its descriptor parked, the clock of its PHY's PLL off; and back. */
static void usb_power(u32 state)
{
	if (state == 3) {
		wrmsr(0x51020024, BM_FREE);
		msr_change(0x51700010, 0, 1ull << 46);
	} else if (!state) {
		msr_change(0x51700010, 1ull << 46, 0);
		usb_window(0x7d);
	}
}

/* The same for audio and IDE bus master: ports. */
static void io_window(u32 function, u32 descriptor, u32 region)
{
	u32 ide = function == 0x7a, port = pci_value(function << 8 | (ide ? 0x20 : 0x10)) & 0xfff0;
	u32 command = pci_value(function << 8 | 0x04), size = ide ? 16 : 128;

	if (!port || port == 0xfff0 || port == 0xff80 || !(command & 1))
		return;
	wrmsr(descriptor, (u64)((ide ? 3u : 5u) << 29 | port >> 12) << 32 | (port & 0xfff) << 20 |
				  (0x100000 - size));
	wrmsr(region, (u64)((port + size - 4) << 12 | 1) << 32 | port << 12 | 1);
	if (ide)
		wrmsr(0x51300008, port | 1);
	if (command & 4)
		msr_change(0x51020081, 0, ide ? 0x30 : 0x300);
}

/* Interrupt lines on their pins: level, inverted, groups 1 to 4 of the mapper. */
static void int_pins(void)
{
	static const u16 at[] = {0x20, 0x24, 0x38};

	for (u32 i = 0; i < 3; i++)
		outl((u16)(GPIO_BASE + at[i]), 1 << 0 | 1 << 7 | 1 << 12 | 1 << 13);
	outl(GPIO_BASE + 0xe0, (inl(GPIO_BASE + 0xe0) & 0x0ffffff0) | 2u << 28 | 1);
	outl(GPIO_BASE + 0xe4, (inl(GPIO_BASE + 0xe4) & 0xff00ffff) | 4 << 20 | 3 << 16);
}

/* IDE gives its pins to flash and back, with the accesses that go with it. */
static void ide_pins(u32 to_flash)
{
	u64 flash = rdmsr(0x51400011);

	nand = to_flash;
	if (to_flash) {
		msr_change(0x51400015, 1, 0);
		wrmsr(0x51400011, 0x0000fff100000020);
		inb(0x22);
		wrmsr(0x51400011, flash);
	} else {
		msr_change(0x51400015, 0, 1);
		inb(0x3f6);
	}
}

/* What writes do beside being kept: the ISA bridge's addresses, interrupt lines, windows. */
static void pci_effect(u32 at, u32 val)
{
	static const struct {
		u16 at;
		u32 msr;
	} lbar[] = {{0x7810, 0x5140000b}, {0x7814, 0x5140000c}, {0x7818, 0x5140000d},
		    {0x781c, 0x51400008}, {0x7820, 0x5140000f}, {0x7824, 0x5140000e}};

	for (u32 i = 0; i < sizeof(lbar) / sizeof(lbar[0]); i++) {
		if (lbar[i].at == at && val < 0x10000)
			wrmsr(lbar[i].msr, 0x0000f00100000000 | (val & 0xfff8));
	}
	if (at == 0x785c) {
		u32 a = val & 15, b = val >> 4 & 15, c = val >> 8 & 15, d = val >> 12 & 15;

		int_pins();
		wrmsr(0x51400023, d << 16 | c << 12 | b << 8 | a << 4 | 2);
		wrmsr(0x51400020, d << 8 | b << 16 | a << 24 | a << 28);
	}
	if (at == 0x7a40)
		wrmsr(0x51300010, val & 0x3ffff);
	/* Latency timers of both bridges; shutdown cycles reset, by the ISA bridge's command. */
	if (at == 0x080c) {
		u32 latency = val >> 8 & 0xf8;

		msr_change(0x50002010, 0xffull << 32 | 1 << 9,
			   (u64)latency << 32 | (latency ? 1 << 9 : 0));
	}
	if (at == 0x780c)
		msr_change(0x51000010, 0xffull << 32, (u64)(val >> 8 & 0xf8) << 32);
	if (at == 0x7804)
		msr_change(0x51400014, 1u << 31, (u64)(val >> 3 & 1) << 31);
	if (at == 0x7d44)
		usb_power(val & 3);
	if (at >= 0x7c00 && at < 0x8000 && ((at & 0xff) == 0x04 || (at & 0xff) == 0x10))
		usb_window(at >> 8);
	if (at == 0x7a04 || at == 0x7a20)
		io_window(0x7a, 0x510200e3, 0x5100002b);
	if (at == 0x7b04 || at == 0x7b10)
		io_window(0x7b, 0x510200e4, 0x51000026);
}

static u32 pci_present(u32 function)
{
	if (function == (nand ? 0x7a : 0x79))
		return 0;
	if (function == 0x09 && !vg_config)
		return 0;
	for (u32 i = 0; i < PCI_COUNT; i++) {
		if (pci[i].at >> 8 == function && pci[i].val | pci[i].mask)
			return 1;
	}
	return 0;
}

static void configuration(struct regs *r, u32 cf8)
{
	u32 function = cf8 >> 8 & 0xff, at = cf8 & 0xfc, shift = (HDR_IO & 3) * 8,
	    size = HDR_IO >> 16;
	u32 writes = HDR_FLAGS & F_WRITE, found = PCI_COUNT;

	BOX32(BOX_PCI)++;
	if (at == 0x2c)
		at = 0;
	for (u32 i = 0; i < PCI_COUNT; i++) {
		if (pci[i].at == (function << 8 | at))
			found = i;
	}
	if (!pci_present(function)) {
		if (!writes)
			answer(r, 0xffffffff);
	} else if (writes && at == 0x7c && HDR_DATA == 0xdeadbeef) {
		for (u32 i = 0; i < PCI_COUNT; i++) {
			if (pci[i].at >> 8 == function)
				pci[i].val = pci[i].mask = 0;
		}
	} else if (writes && function == 0x7a && at == 0x40 && HDR_DATA == 0xdeadbeef) {
		ide_pins(1);
	} else if (writes && function == 0x79 && at == 0x40 && HDR_DATA == 0xbeefdead) {
		ide_pins(0);
	} else if (found == PCI_COUNT) {
		if (!writes)
			answer(r, 0);
	} else if (writes) {
		u32 val = merge(pci[found].val, HDR_DATA, shift, size);

		pci[found].val = (val & pci[found].mask) | (pci[found].val & ~pci[found].mask);
		pci_effect(pci[found].at, pci[found].val);
	} else {
		u64 val = 0xffffffff00000000 | pci[found].val;

		answer(r, (u32)(val >> shift));
	}
}

/* A20 by port 92h: the processor's gate, the port itself, OHCI's copy through the KEL window. */
static void a20(void)
{
	u8 val = (u8)HDR_DATA;
	u64 kel = rdmsr(0x51400009);

	BOX32(BOX_A20)++;
	wrmsr(0x4c000031, val & 2 ? 0 : 1);
	msr_change(0x51402002, 0x40 | 0xffffffff00000000, 0);
	outb(0x92, val);
	msr_change(0x51402002, 0xffffffff00000000, 0x40);
	BOX32(BOX_1004) = (u32)rdmsr(0x51201004);
	wrmsr(0x51400009, 0xfffff00100000000 | (VSA_BASE + 0x20000));
	BOX32(BOX_KEL) = *(volatile u32 *)(VSA_BASE + 0x20100);
	wrmsr(0x51400009, kel);
}

/* ACPI: an access of any size becomes an aligned dword. */
static void acpi(struct regs *r)
{
	u16 port = (u16)(HDR_IO & 0xfffc);
	u32 shift = (HDR_IO & 3) * 8, size = HDR_IO >> 16, at = port & 0x3f, val;

	BOX32(BOX_ACPI)++;
	acpi_traps(0);
	val = inl(port);
	if (!(HDR_FLAGS & F_WRITE)) {
		answer(r, val >> shift);
	} else {
		if (at == 0)
			val &= 0xffff0000; /* status is not written back */
		else if (at == 8)
			val &= 0xfffffdff;
		else if (at == 0x18)
			val = 0;
		outl(port, merge(val, HDR_DATA, shift, size));
	}
	acpi_traps(1);
}

static u32 timer_events(void)
{
	u32 events = 0;

	for (u32 i = 1; i < 8; i++) {
		u16 port = (u16)(MFGPT_BASE + i * 8 + 6), setup = inw(port);

		if (i == 4 || !(setup & 0x6000) || !(setup & 0x8000))
			continue;
		outw(port, 0x6000); /* stopped, events cleared */
		events++;
	}
	return events;
}

static u32 companion(struct regs *r)
{
	u32 divil = (u32)(acknowledge(0x51402002) >> 32), found = divil;

	if (divil & 8)
		BOX32(BOX_TIMERS) += timer_events();
	if (divil & 0x2040)
		a20();
	if (found)
		return 1;
	found = (u32)acknowledge(0x51002002) >> 16 & 0x7f;
	acknowledge(0x51002003);
	acknowledge(0x51022003);
	if (acknowledge(0x51022002) >> 32 & 1) {
		acpi(r);
		acknowledge(0x51022002);
		found = 1;
	}
	return found | (acknowledge(0x51202002) >> 36 & 1);
}

/* The sources in VSA's order, until none is left; returns a message for the second module. */
static void sources(struct regs *r, u32 cf8)
{
	for (u32 round = 0; round < 16; round++) {
		u64 val = acknowledge(0x50002002), vg;
		u32 found = 0;

		if (val & 0x80000 && !(val & 8)) {
			configuration(r, cf8);
			acknowledge(0x50002003);
			if (!(val & 0x770000))
				return;
			found = 1;
		}
		vg = acknowledge(0x80002002);
		found |= (vg >> 32 & ~vg & 0xffffffff) != 0;
		if (acknowledge(0x10002002) >> 32 & 1) {
			acknowledge(0x10002003);
			if ((HDR_IO & 0xfffc) == 0xac1c)
				virtual_register(r);
			found = 1;
		}
		if (acknowledge(0x40002002) >> 32 & 0x1f) {
			acknowledge(0x40002003);
			BOX32(BOX_GLIU1)++;
			found = 1;
		}
		if (!found)
			found = companion(r);
		if (!found) {
			BOX32(BOX_SPURIOUS) += !round;
			return;
		}
	}
}

/* Who is on the two IDE channels; without a drive nothing may look busy for ever. */
static void probe_drives(void)
{
	outb(0x1f6, 0xa0);
	inb(0x1f6);
	BOX32(BOX_DRIVES) = inb(0x1f7);
	outb(0x176, 0xa0);
	inb(0x176);
	BOX32(BOX_DRIVES) |= (u32)inb(0x177) << 8;
}

/**
 * services - one SMI. @r: registers as saved, @cf8: as it was. Returns a message for the second
 * module, or 0.
 */
u32 services(struct regs *r, u32 cf8)
{
	if (!(HDR_FLAGS & F_SMINT)) {
		sources(r, cf8);
		return 0;
	}
	switch (r->eax & 0xffff) {
	case 0x00f0: start(); return 1;
	case 0x5000:
		probe_drives();
		for (u32 i = 0; i < PCI_COUNT; i++) {
			if (pci[i].at == 0x780c)
				pci_effect(pci[i].at, pci[i].val = 0x00804008);
		}
		return 2;
	case SMINT_RESET:
		/* Memory is left alone before everything is reset, as VSA leaves it. */
		msr_change(0x2000001d, 0, 0x300);
		msr_change(0x51400017, 0, 1);
		for (;;)
			__asm__ volatile("hlt");
	default: return 0;
	}
}
