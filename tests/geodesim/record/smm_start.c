/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What VSA does once: looks at all ports, takes descriptors, sets traps and timers. */
#include "smm.h"

static u32 trap_vr, trap_acpi[3];
static u64 acpi_on[3], acpi_off[3];

static u32 descriptors_free(u32 first, u32 last, u64 unused)
{
	u32 count = 0;

	for (u32 msr = first; msr <= last; msr++)
		count += rdmsr(msr) == unused;
	return count;
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

void acpi_traps(u32 on)
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

void start(void)
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
