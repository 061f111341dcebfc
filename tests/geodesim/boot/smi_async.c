/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asynchronous SMIs from the companion: timer, GPIO, power management; SMIs in a halt. */
#include "smi_test.h"

#define DIVIL_SMI  0x51402002
#define ZSEL_LOW   0x51400022
#define ZSEL_HIGH  0x51400023
#define MFGPT_IRQ  0x51400028
#define SOURCE_PIC 0x08
#define SOURCE_PM  0x10

#define TIMER	   (MFGPT_BASE + 0)
#define CMP1	   0
#define CMP2	   2
#define COUNT	   4
#define SETUP	   6

#define PIN	   0x40 /* GPIO6 */
#define WORD	   0x80000000u

/* How the handler quiets the source: one write. */
static void quiet_by(u32 port, u32 val)
{
	box_write(BOX_ACKS, port);
	box_write(BOX_ACKS + 4, val);
}

/* Wait for SMI number @n at most 20 ms. */
static void wait_for(u32 n)
{
	for (u32 i = 0; i < 20000 && smi_count() <= n; i++)
		delay_us(1);
}

static void one(u32 number, u32 n, u32 source)
{
	const u32 *r = smi_record(n);

	wait_for(n);
	check(number, smi_count(), n + 1);
	check(number + 1, r[HDR_FLAGS] & (F_CAUSES | F_WRITE | F_HALT), F_ASYNC);
	check(number + 2, (u32)smi_source(n, SRC_GLCP) >> 20 & 1, 1);
	check(number + 3, (u32)(smi_source(n, SRC_DIVIL) >> 32) & source, source);
	check(number + 4, r[HDR_IO] | r[HDR_DATA], 0);
	check(number + 5, (u32)rdmsr(0x4c002002) >> 20 & 1, 0);
	check(number + 6, (u32)(rdmsr(DIVIL_SMI) >> 32) & source, 0);
}

/* 32768 Hz, an event each @ticks: to interrupt group 2, which is the SMI. */
static void timer_start(u32 ticks, int first)
{
	if (first)
		outw(TIMER + SETUP, 0x0300);
	wrmsr(MFGPT_IRQ, 0);
	outw(TIMER + COUNT, 0);
	outw(TIMER + CMP1, 0xffff);
	outw(TIMER + CMP2, (u16)(ticks - 1));
	outw(TIMER + SETUP, 0x6000);
	msr_change(ZSEL_LOW, 0xf0000, 0x20000);
	wrmsr(MFGPT_IRQ, 0x100);
	msr_change(DIVIL_SMI, 0, SOURCE_PIC);
	outw(TIMER + SETUP, 0x8000);
}

static void timer(void)
{
	u32 n = smi_count();

	quiet_by(WORD | (TIMER + SETUP), 0x4000); /* stopped, event cleared */
	timer_start(30, 1);
	one(801, n, SOURCE_PIC);
}

/* An SMI wakes no halted processor unless the handler says so. */
static void halted(void)
{
	u32 n = smi_count(), next;
	const u32 *r;

	quiet_by(WORD | (TIMER + SETUP), 0xc000); /* event cleared, runs on */
	box_write(BOX_WAKE, n + 3);
	timer_start(60, 0);
	__asm__ volatile("cli; hlt\n1: movl $1b, %0" : "=r"(next) : : "memory");
	outw(TIMER + SETUP, 0x4000);
	msr_change(DIVIL_SMI, SOURCE_PIC, 0);
	check(820, smi_count(), n + 3);
	for (u32 i = 0; i < 3; i++) {
		r = smi_record(n + i);
		check(821 + i, r[HDR_FLAGS] & (F_CAUSES | F_HALT), F_ASYNC | F_HALT);
		check(824 + i, r[HDR_NEXT_IP], next);
	}
	wrmsr(MFGPT_IRQ, 0);
}

/* A pin that is its own input: high is an event of group 0. */
static void gpio(void)
{
	u32 n;

	outl(GPIO_BASE + 0x00, PIN << 16);
	outl(GPIO_BASE + 0x04, PIN);
	outl(GPIO_BASE + 0x20, PIN);
	outl(GPIO_BASE + 0xe0, 0);
	outl(GPIO_BASE + 0x38, PIN);
	msr_change(ZSEL_HIGH, 0xf, 0x2);
	msr_change(DIVIL_SMI, 0, SOURCE_PIC);
	quiet_by(GPIO_BASE, PIN << 16);
	n = smi_count();
	outl(GPIO_BASE + 0x00, PIN);
	one(830, n, SOURCE_PIC);
	outl(GPIO_BASE + 0x38, PIN << 16);
	msr_change(ZSEL_HIGH, 0xf, 0);
	msr_change(DIVIL_SMI, SOURCE_PIC, 0);
}

/* The global status of ACPI as an SMI; held back while external SMIs are off. */
static void power_management(void)
{
	u32 n = smi_count();

	quiet_by(ACPI_BASE, 0x20);
	msr_change(DIVIL_SMI, 0, SOURCE_PM);
	outl(ACPI_BASE, 0x00200800);
	one(840, n, SOURCE_PM);

	n = smi_count();
	wrmsr(0x1301, 0x18);
	outl(ACPI_BASE, 0x00200800);
	delay_us(20);
	check(848, smi_count(), n);
	check(849, (u32)rdmsr(0x4c002002) >> 20 & 1, 1);
	wrmsr(0x1301, 0x38);
	one(850, n, SOURCE_PM);
	msr_change(DIVIL_SMI, SOURCE_PM, 0);
}

void asynchronous(void)
{
	timer();
	halted();
	gpio();
	power_management();
	check(860, smint(CALL_NOTHING), 0x600dca11);
}
