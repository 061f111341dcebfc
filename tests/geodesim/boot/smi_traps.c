/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traps: I/O descriptors that lead to port 0 of a GLIU, PCI configuration, port 92h. */
#include "smi_test.h"

#define TRAP0 0xac1c
#define TRAP1 0x1230
#define TRAP2 0x1240

static u32 config_read(u32 device, u32 reg)
{
	outl(0xcf8, 0x80000000 | device << 11 | reg);
	return inl(0xcfc);
}

/* One trapped write and reads of each size through a GLIU. */
static void one_gliu(u32 number, u16 port, u32 cause, unsigned source)
{
	u32 n = smi_count(), eax;
	const u32 *r;

	outl(port, 0x12345678);
	check(number, smi_count(), n + 1);
	r = smi_record(n);
	check(number + 1, r[HDR_FLAGS] & (F_CAUSES | F_WRITE), cause | F_WRITE);
	check(number + 2, r[HDR_IO], 0xf0000 | port);
	check(number + 3, r[HDR_DATA], 0x12345678);
	check(number + 4, (u32)(smi_source(n, source) >> 32) & 1, 1);

	eax = 0xffffffff;
	__asm__ volatile("inb %%dx, %%al" : "+a"(eax) : "d"(port));
	check(number + 5, eax, 0xfffffffe);
	check(number + 6, smi_record(n + 1)[HDR_IO], 0x10000 | port);
	check(number + 7, smi_record(n + 1)[HDR_FLAGS] & (F_CAUSES | F_WRITE), cause);
	eax = 0xffffffff;
	__asm__ volatile("inw %%dx, %%ax" : "+a"(eax) : "d"(port));
	check(number + 8, eax, 0xffffcafe);
	check(number + 9, smi_record(n + 2)[HDR_IO], 0x30000 | port);
	check(number + 10, inl(port), 0x1badcafe);
	check(number + 11, smi_count(), n + 4);
	/* Next EIP is behind the access: the handler ran at its boundary. */
	r = smi_record(n + 3);
	check(number + 12, r[HDR_NEXT_IP] > r[HDR_CURRENT_IP], 1);
}

/* AC1C in GLIU0: no device, then virtual registers. */
static void virtual_registers(void)
{
	u32 eax;

	check(301, inw(TRAP0 + 2), 0xffff);
	wrmsr(0x100000e3, 0x00000000f030ac18ull);
	outw(TRAP0, 0xfc53);
	outw(TRAP0, 0x0003);
	check(302, inw(TRAP0 + 2), 0x4132);
	eax = 0;
	__asm__ volatile("inw %%dx, %%ax" : "+a"(eax) : "d"((u16)(TRAP0 + 2)));
	check(303, eax, 0x56534132);
	outl(TRAP0, 0xfc530005);
	check(304, inw(TRAP0 + 2), 0xffff);
	check(305, (u32)(smi_source(smi_count() - 1, SRC_GLIU0) >> 32) & 1, 1);
	check(306, (u32)(rdmsr(0x10002002) >> 32) & 1, 0); /* acknowledged */
	check(307, smi_record(smi_count() - 1)[HDR_FLAGS] & F_CAUSES, F_TRAP);
	/* The trap off and on again. */
	u32 n = smi_count();

	wrmsr(0x100000e3, 0);
	inw(TRAP0 + 2);
	check(308, smi_count(), n);
	wrmsr(0x100000e3, 0x00000000f030ac18ull);
}

/* String forms: the pointer has moved, REP is told. */
static void strings(void)
{
	static u8 *const buffer = (u8 *)0x71100;
	u32 n = smi_count(), edi = (u32)buffer, esi = (u32)buffer;
	u16 port = TRAP1;

	__asm__ volatile("insb" : "+D"(edi) : "d"(port) : "memory");
	check(905, edi, (u32)buffer + 1);
	check(906, smi_record(n)[HDR_FLAGS] & (F_WRITE | F_REP | F_TRAP), F_TRAP);
	*(volatile u8 *)buffer = 0x5e;
	__asm__ volatile("outsb" : "+S"(esi) : "d"(port) : "memory");
	check(907, esi, (u32)buffer + 1);
	check(908, smi_record(n + 1)[HDR_FLAGS] & (F_WRITE | F_REP | F_TRAP), F_TRAP | F_WRITE);
	check(909, smi_record(n + 1)[HDR_DATA] & 0xff, 0x5e);

	/* Repeated: one SMI for each byte. */
	u32 ecx = 3;

	esi = (u32)buffer;
	buffer[1] = 0x5f;
	buffer[2] = 0x60;
	n = smi_count();
	__asm__ volatile("rep outsb" : "+S"(esi), "+c"(ecx) : "d"(port) : "memory");
	check(910, esi, (u32)buffer + 3);
	check(911, ecx, 0);
	check(912, smi_count(), n + 3);
	for (u32 i = 0; i < 3; i++) {
		const u32 *r = smi_record(n + i);

		check(913, r[HDR_FLAGS] & (F_WRITE | F_REP | F_TRAP), F_TRAP | F_WRITE | F_REP);
		check(914, r[HDR_DATA] & 0xff, 0x5e + i);
	}
}

static void gliu_traps(void)
{
	u32 n;

	wrmsr(0x400000e4, 0x00000000ff300000ull | TRAP1);
	wrmsr(0x40002002, 0x1f0000001eull);
	one_gliu(310, TRAP1, F_TRAP, SRC_GLIU1);
	strings();
	/* Masked: recorded, but no SMI. */
	n = smi_count();
	wrmsr(0x40002002, 0x1f0000001full);
	inb(TRAP1);
	check(325, smi_count(), n);
	wrmsr(0x40002002, 0x1f0000001eull);

	/* The companion's GLIU: over PCI, back as an external trap. */
	wrmsr(0x51020002, 0x0000000f0000000eull);
	msr_change(0x51002002, 0, 4);
	msr_change(0x4c002002, 0x10, 0);
	wrmsr(0x510200eb, 0x00000000ff300000ull | TRAP2);
	one_gliu(330, TRAP2, F_EXTERNAL_TRAP, SRC_GLIU_SB);
	n = smi_count() - 1;
	check(345, (u32)smi_source(n, SRC_GLPCI_SB) >> 18 & 1, 1);
	check(346, (u32)smi_source(n, SRC_GLCP) >> 20 & 1, 1);
	check(347, (u32)rdmsr(0x4c002002) >> 20 & 1, 0); /* follows the companion */
}

static void configuration_traps(void)
{
	u32 n = smi_count();

	check(1001, config_read(15, 0), 0x208f1022);
	check(1002, config_read(1, 0), 0xffffffff);
	check(1003, (config_read(15, 8) >> 16 & 0xffff) != 0x0601, 1);
	check(1004, smi_count(), n);
	msr_change(0x50002002, 8, 0);
	wrmsr(0x50002012, 0x8002);
	check(1005, config_read(1, 0), 0x20801022);
	check(1006, smi_count(), n + 1);
	const u32 *r = smi_record(n);

	check(1007, r[HDR_FLAGS] & (F_CAUSES | F_WRITE), F_TRAP);
	check(1008, r[HDR_IO], 0xf0cfc);
	check(1009, r[RECORD_CF8 / 4], 0x80000800);
	check(1010, (u32)smi_source(n, SRC_GLPCI) >> 19 & 1, 1);
	check(1011, (u32)rdmsr(0x50002002) >> 19 & 1, 0);
	/* A device that exists: the handler asks it and traps again. */
	check(1012, config_read(15, 0), 0x208f1022);
	check(1013, (u32)rdmsr(0x50002012), 0x8002);
	check(1014, inl(0xcf8), 0x80007800);
	outw(0xcfe, 0x5a5a);
	r = smi_record(smi_count() - 1);
	check(1015, r[HDR_IO], 0x30cfe);
	check(1016, r[HDR_DATA] & 0xffff, 0x5a5a);
	check(1017, r[HDR_FLAGS] & F_WRITE, F_WRITE);
	/* Other devices go to the bus. */
	n = smi_count();
	check(1018, config_read(3, 0), 0xffffffff);
	check(1019, smi_count(), n);
}

/* A20 lives in the processor; port 92h only asks for it. */
static void a20(void)
{
	volatile u32 *low = (volatile u32 *)0x72000, *high = (volatile u32 *)0x172000;
	u32 n;
	u8 port;

	wrmsr(0x4c000031, 0);
	*low = 0x10101010;
	*high = 0x11111111;
	wrmsr(0x4c000031, 1);
	check(1101, *high, 0x10101010);
	wrmsr(0x4c000031, 0);
	check(1102, *high, 0x11111111);

	msr_change(0x51400002, 0, 0x40);
	port = inb(0x92);
	n = smi_count();
	outb(0x92, (u8)(port ^ 2));
	check(1103, smi_count(), n + 1);
	check(1104, (u32)(smi_source(n, SRC_DIVIL) >> 32) & 0x40, 0x40);
	check(1105, smi_record(n)[HDR_FLAGS] & (F_CAUSES | F_WRITE), F_EXTERNAL_TRAP | F_WRITE);
	check(1106, smi_record(n)[HDR_IO], 0x10092);
	check(1107, inb(0x92) & 2, (port ^ 2) & 2);
	check(1108, *high == 0x10101010, !(inb(0x92) & 2));
	outb(0x92, (u8)(port ^ 2)); /* no change, no SMI */
	check(1109, smi_count(), n + 1);
	outb(0x92, port);
	check(1110, smi_count(), n + 2);
	check(1111, *high == 0x10101010, !(inb(0x92) & 2));
	outb(0x92, inb(0x92) | 2);
	check(1112, (u32)rdmsr(0x4c000031) & 1, 0);
	check(1113, *high, 0x11111111);
	msr_change(0x51400002, 0x40, 0);
}

/* Port 92h's reset bit as an SMI: the handler decides, here it lets it be. */
static void init_request(void)
{
	u32 n = smi_count();
	u8 port = inb(0x92);

	msr_change(0x51400002, 0, 0x80);
	outb(0x92, port | 1);
	check(1120, smi_count(), n + 1);
	check(1121, (u32)(smi_source(n, SRC_DIVIL) >> 32) & 0x80, 0x80);
	check(1122, smi_record(n)[HDR_FLAGS] & (F_CAUSES | F_WRITE), F_EXTERNAL_TRAP | F_WRITE);
	check(1123, smi_record(n)[HDR_DATA] & 1, 1);
	outb(0x92, port);
	msr_change(0x51400002, 0x80, 0);
}

void traps(void)
{
	wrmsr(0x10002002, 0x1f0000001eull);
	virtual_registers();
	gliu_traps();
	configuration_traps();
	a20();
	init_request();
}
