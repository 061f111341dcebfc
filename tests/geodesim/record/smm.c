/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The services of the stand-in for VSA, inside SMM: sources of SMIs one by one, A20, ACPI accesses
 * replayed, timers, the end of POST.
 */
#include "smm.h"

u32 services(struct regs *r, u32 cf8);

u32 descriptor_free(u32 first, u32 last, u64 unused)
{
	for (u32 msr = first; msr <= last; msr++) {
		if (rdmsr(msr) == unused)
			return msr;
	}
	return 0;
}

u64 acknowledge(u32 msr)
{
	u64 val = rdmsr(msr);

	wrmsr(msr, val);
	return val;
}

u32 merge(u32 old, u32 data, u32 shift, u32 size)
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
void answer(struct regs *r, u32 val)
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
		pci_post_ended();
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
