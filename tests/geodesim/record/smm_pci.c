/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headers that exist only here, and what writing them does. */
#include "smm.h"

static u32 nand;

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
	if (function == 0x09 && !graphics_there())
		return 0;
	for (u32 i = 0; i < PCI_COUNT; i++) {
		if (pci[i].at >> 8 == function && pci[i].val | pci[i].mask)
			return 1;
	}
	return 0;
}

void configuration(struct regs *r, u32 cf8)
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

void pci_post_ended(void)
{
	for (u32 i = 0; i < PCI_COUNT; i++) {
		if (pci[i].at == 0x780c)
			pci_effect(pci[i].at, pci[i].val = 0x00804008);
	}
}
