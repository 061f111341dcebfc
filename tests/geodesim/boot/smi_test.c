/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tries everything that an SMI handler in the manner of VSA needs of the chips: what the
 * simulator's check list for VSA asks, one number per check.
 */
#include "smi_test.h"

extern u8 smi_install[], smi_install_end[], smi_install_result[];
extern u8 smi_handler[], smi_handler_end[];

#define SCRATCH	  0x4c00000e
#define RESTARTED 0x52535430
#define ITEMS	  12

/* Checks made and failed of each item of the list. */
static volatile struct {
	u32 made, failed;
} *const items = (void *)0x6ff00;

void check(u32 number, u32 got, u32 want)
{
	items[number / 100].made++;
	if (got == want)
		return;
	items[number / 100].failed++;
	say("SMI check ");
	say_dec(number);
	say(" failed: ");
	say_hex(got, 8);
	say(", wanted ");
	say_hex(want, 8);
	say("\n");
}

void box_write(u32 offset, u32 val)
{
	*(volatile u32 *)(BOX + offset) = val;
}

u32 box_read(u32 offset)
{
	return *(volatile u32 *)(BOX + offset);
}

u32 smi_count(void)
{
	return box_read(BOX_COUNT);
}

const u32 *smi_record(u32 n)
{
	return (const u32 *)(BOX + BOX_RECORDS + (n & 63) * RECORD_SIZE);
}

u64 smi_source(u32 n, unsigned source)
{
	const u32 *r = smi_record(n) + RECORD_MSRS / 4 + source * 2;

	return (u64)r[1] << 32 | r[0];
}

u32 smint(u32 eax)
{
	__asm__ volatile(".byte 0x0f, 0x38" : "+a"(eax) : : "memory");
	return eax;
}

/* Real mode, SVDC, RSDC, SMINT: items 1 and 3 of VSA's start. */
static void install(void)
{
	u8 *to = (u8 *)INSTALL_BASE;

	for (u32 i = 0; i < 0x2000 + BOX_RECORDS; i += 4)
		box_write(i, 0);
	for (u32 i = 0; i < (u32)(smi_install_end - smi_install); i++)
		to[i] = smi_install[i];
	((void (*)(void))INSTALL_FROM_32)();

	const u32 *r = smi_record(0);

	check(101, smi_count(), 1);
	check(102, *(u32 *)(INSTALL_BASE + (smi_install_result - smi_install)), 0x600dca11);
	check(103, r[HDR_FLAGS] & (F_CAUSES | F_NESTED | F_WRITE | F_REP | F_HALT), F_SMINT);
	check(104, r[HDR_NEXT_IP] - r[HDR_CURRENT_IP], 2);
	check(105, r[HDR_CS] & 0xffff, INSTALL_BASE >> 4);
	check(106, r[HDR_CS_BASE], INSTALL_BASE);
	check(107, r[HDR_CR0] & 0x80000001, 0);
	check(108, r[HDR_SMM_CTL], 0x38);
	check(109, r[HDR_IO] | r[HDR_DATA], 0);
	check(110, r[RECORD_CR0 / 4] & 0x8000000d, 0); /* no PG, TS, EM, PE */
	check(111, r[RECORD_EFLAGS / 4] & 0x300, 0);   /* IF, TF */
	check(112, r[HDR_DR7], 0x400);
	check(113, r[RECORD_CS / 4], (SMI_BASE & 0xfffff) >> 4);
}

/* 32-bit callers, the calls of the handler. */
static void calls(void)
{
	u32 n = smi_count(), cr3;
	const u32 *r;

	check(120, smint(CALL_NOTHING), 0x600dca11);
	check(121, smi_count(), n + 1);
	r = smi_record(n);
	check(122, r[HDR_CS], 0xc09b0008);
	check(123, r[HDR_CS_BASE], 0);
	check(124, r[HDR_CS_LIMIT], 0xfffff);
	check(125, r[HDR_FLAGS] >> 16 & 0xf0ff, 0xc093);
	__asm__ volatile("movl %%cr0, %0" : "=r"(cr3));
	check(126, r[HDR_CR0], cr3);
	check(127, r[HDR_FLAGS] & 0xffff & ~0x8001u, F_SMINT);

	/* Segments and registers come back as they were. */
	u16 sel[5];

	__asm__ volatile("movw %%ds, %0; movw %%es, %1; movw %%fs, %2; movw %%gs, %3; movw %%ss, %4"
			 : "=m"(sel[0]), "=m"(sel[1]), "=m"(sel[2]), "=m"(sel[3]), "=m"(sel[4]));
	for (unsigned i = 0; i < 5; i++)
		check(130 + i, sel[i], 0x10);

	/* Exceptions inside SMM, by the table of MSR 1339; the guest's table comes back. */
	u64 idt = rdmsr(0x1339);

	smint(CALL_FAULTS);
	check(140, box_read(BOX_FAULTS), 2);
	check(141, rdmsr(0x1339) == idt, 1);
	smint(CALL_CODE);
	check(142, box_read(BOX_CODE), 0x51f00d15);
	smint(CALL_CODE);
	check(143, box_read(BOX_CODE), 0x51f00d15);
	check(144, smint(CALL_END_OF_POST), 0x600dca11);
}

/* A task with a header of its own; the SMI inside it is a nested one. */
static void nesting(void)
{
	u32 n = smi_count();
	const u32 *t = (const u32 *)(BOX + BOX_TASK);

	check(150, smint(CALL_TASK), 0x7a5c0001);
	check(151, smi_count(), n + 1);
	check(152, t[HDR_FLAGS] & (F_CAUSES | F_NESTED), F_SMINT | F_NESTED);
	check(153, t[HDR_NEXT_IP] - t[HDR_CURRENT_IP], 2);
	check(154, t[HDR_CS_BASE] & 0xfffe0000, SMI_BASE);
	check(155, t[HDR_CS] & 0xffff, (t[HDR_CS_BASE] & 0xfffff) >> 4);
	check(156, t[HDR_SMM_CTL], 0x3c);
	check(157, rdmsr(0x132b) == SMI_BASE + SMI_HEADER, 1);
	/* Out of SMM again: the next one is not nested. */
	check(158, smint(CALL_NOTHING), 0x600dca11);
	check(159, smi_record(n + 1)[HDR_FLAGS] & F_NESTED, 0);
	check(160, (u32)rdmsr(0x1301), 0x38);
}

/* SVDC and RSDC outside SMM. */
static void segments(void)
{
	static const u8 flat[8] = {0xff, 0xff, 0, 0, 0, 0x93, 0xcf, 0};
	u8 image[10] = {0};
	u32 bad = 0;

	__asm__ volatile(".byte 0x0f, 0x78, 0x00" : : "a"(image) : "memory"); /* SVDC [eax], ES */
	for (unsigned i = 0; i < 8; i++)
		bad += image[i] != flat[i];
	check(170, bad, 0);
	check(171, image[8] | image[9] << 8, 0x10);
	/* GS with another base: a read through it, then back. */
	image[2] = 0x00;
	image[3] = 0x10;
	__asm__ volatile(".byte 0x0f, 0x79, 0x28" : : "a"(image)); /* RSDC GS, [eax] */
	*(volatile u32 *)0x71000 = 0x0ddba5e5;
	u32 val;

	__asm__ volatile("movl %%gs:0x70000, %0" : "=r"(val));
	check(172, val, 0x0ddba5e5);
	__asm__ volatile("movw %%ds, %%ax; movw %%ax, %%gs" : : : "eax");
}

/* Outside SMM the handler's memory is protected from here on. */
static void protection(void)
{
	volatile u32 *code = (volatile u32 *)(SMI_BASE + SMI_STACK + 4);
	u32 before;

	*code = 0x11111111;
	if (MISTAKE_IS(SMI_OPEN))
		stop("end\n");
	if (MISTAKE_IS(SMI_ELSEWHERE)) {
		wrmsr(0x180e, (u64)(SMI_LAST_PAGE + 0x20000) << 32 | (SMI_BASE + 0x20000) | 0x104);
		stop("end\n");
	}
	wrmsr(0x180e, (u64)SMI_LAST_PAGE << 32 | SMI_BASE | 0x104);
	if (MISTAKE_IS(SMI_ALIAS))
		stop("end\n");
	before = *code;
	*code = 0x22222222;
	check(180, *code, before);
	check(181, smint(CALL_NOTHING), 0x600dca11);
	check(182, *code, 0x11111111);
}

/* What each item is about, and how it went. Returns the count of failures. */
static u32 summary(void)
{
	static const char *const what[ITEMS + 1] = {
		"",
		"start, SMM instructions, nesting",
		"processor MSRs",
		"GLIUs",
		"north bridge blocks",
		"south bridge blocks",
		"free descriptors",
		"ports and base addresses",
		"asynchronous SMIs",
		"trapped ports",
		"PCI configuration",
		"A20 and INIT",
		"TSC and CMOS",
	};
	u32 failed = 0;

	for (u32 i = 1; i <= ITEMS; i++) {
		say("item ");
		say_dec(i);
		say(" ");
		say(what[i]);
		say(": ");
		say_dec(items[i].made);
		say(" checks, ");
		say_dec(items[i].failed);
		say(" failed\n");
		failed += items[i].failed;
	}
	return failed;
}

/** smi_test - all checks, then the word. */
static void smi_test(void *unused)
{
	(void)unused;
	for (u32 i = 0; i <= ITEMS; i++)
		items[i].made = items[i].failed = 0;
	registers_before();
	install();
	calls();
	nesting();
	segments();
	traps();
	asynchronous();
	registers_after();
	protection();
	if (summary())
		stop("SMI failed\n");
	say("restart\n");
	wrmsr(SCRATCH, RESTARTED);
	smint(CALL_RESTART);
	stop("the processor was not restarted\n");
}

/** smi_restarted - called early: after the last check the processor comes here again. */
void smi_restarted(void)
{
	if ((u32)rdmsr(SCRATCH) == RESTARTED)
		stop("SMI ok\n");
}

void at_end(u32 ram_mib)
{
	(void)ram_mib;
	call_on_stack((void *)0x6f000, smi_test, 0);
}
