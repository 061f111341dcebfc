/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types, ports, MSRs and delays for the images of tests: the boot images and the firmware of record. */
#ifndef GEODE_HW_H
#define GEODE_HW_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* The console's port, and where the companion's blocks are put. */
#define COM1	   0x3f8
#define SMB_BASE   0x6000
#define GPIO_BASE  0x6100
#define MFGPT_BASE 0x6200
#define ACPI_BASE  0x9c00
#define PMS_BASE   0x9d00

/* The SMM window: processor address, size. */
#define SMM_BASE   0x80400000u
#define SMM_SIZE   0x20000u

/* Part of the function that uses it, so that a report names that one. */
#define HW	   static inline __attribute__((always_inline))

HW void outb(u16 port, u8 val)
{
	__asm__ volatile("outb %0, %1" : : "a"(val), "Nd"(port));
}

HW u8 inb(u16 port)
{
	u8 val;

	__asm__ volatile("inb %1, %0" : "=a"(val) : "Nd"(port));
	return val;
}

HW void outw(u16 port, u16 val)
{
	__asm__ volatile("outw %0, %1" : : "a"(val), "Nd"(port));
}

HW u16 inw(u16 port)
{
	u16 val;

	__asm__ volatile("inw %1, %0" : "=a"(val) : "Nd"(port));
	return val;
}

HW void outl(u16 port, u32 val)
{
	__asm__ volatile("outl %0, %1" : : "a"(val), "Nd"(port));
}

HW u32 inl(u16 port)
{
	u32 val;

	__asm__ volatile("inl %1, %0" : "=a"(val) : "Nd"(port));
	return val;
}

HW u64 rdmsr(u32 msr)
{
	u32 lo, hi;

	__asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(msr) : "memory");
	return (u64)hi << 32 | lo;
}

HW void wrmsr(u32 msr, u64 val)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"((u32)val), "d"((u32)(val >> 32)) : "memory");
}

/** msr_change - clear, then set bits of an MSR. */
HW void msr_change(u32 msr, u64 clear, u64 set)
{
	wrmsr(msr, (rdmsr(msr) & ~clear) | set);
}

/** poke - write a dword of memory; address 0 is as good as any. */
HW void poke(u32 addr, u32 val)
{
	__asm__ volatile("movl %1, (%0)" : : "r"(addr), "r"(val) : "memory");
}

HW u64 rdtsc(void)
{
	u32 lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
	return (u64)hi << 32 | lo;
}

HW void post(u8 code)
{
	outb(0x80, code);
}

/** delay_us - wait at least so many microseconds; no LX runs faster than 600 MHz. */
HW void delay_us(u32 us)
{
	u64 end = rdtsc() + (u64)us * 600;

	while (rdtsc() < end)
		;
}

#endif
