/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second stage of record, in memory: steps 13 to 22 of the boot sequence on record, with
 * their order, values and access sizes, and the checklists in between.
 */
#include "checks.h"
#include "print.h"
#include "vsa.h"

#define SMM_OFFSET 0x80400000u

void ram_main(void);
extern u8 real_stub[], real_stub_end[], fault_entry[], irq_entry[];

static void print_msrs(const u32 *list, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		print("MSR ");
		print_hex(list[i], 8);
		print_msr("", list[i]);
	}
}
#define PRINT_MSRS(list) print_msrs(list, sizeof(list) / sizeof(list[0]))

static u32 ram_bytes(void)
{
	u64 cf07 = rdmsr(0x20000018);
	u32 mib = 0;

	if ((cf07 >> 32 & 7) != 7)
		mib += 4u << (cf07 >> 44 & 15);
	if ((cf07 >> 48 & 7) != 7)
		mib += 4u << (cf07 >> 60 & 15);
	return mib << 20;
}

/* Stage-2 descriptors of both GLIUs; then one read so that the memory controller synchronises. */
static void glius(void)
{
	u32 ram = ram_bytes(), pmax = (ram - SMM_SIZE - 2) >> 12;
	u32 offset = ((ram - SMM_SIZE - SMM_OFFSET) >> 12) & 0xfffff;
	u64 system = 0x2000000000000100 | (u64)pmax << 20;

	wrmsr(0x10000020, 0x20000000000fff80);
	wrmsr(0x10000021, 0x20000000080fffe0);
	if (!(u32)rdmsr(0x1000002c))
		wrmsr(0x1000002c, 0x2000000000000003);
	wrmsr(0x10000028, system);
	wrmsr(0x10000026, 0x20000080400fffe0 | (u64)offset << 40);
	wrmsr(0x10000080, 3);
	wrmsr(0x40000020, 0x20000000000fff80);
	wrmsr(0x40000021, 0x20000000080fffe0);
	if (!(u32)rdmsr(0x4000002e))
		wrmsr(0x4000002e, 0x2000000000000003);
	wrmsr(0x4000002a, system);
	wrmsr(0x40000023, 0x20000080400fffe0);
	wrmsr(0x40000080, 1);
	wrmsr(0x400000e3, 0x60000000033000f0);
	__asm__ volatile("movl 0, %%eax" : : : "eax");
}

static void priorities(void)
{
	static const struct {
		u32 msr, val;
	} config[] = {{0x2001, 0x0220},	    {0x80002001, 0x0720}, {0xa0002001, 0x0010},
		      {0x48002001, 0},	    {0x4c002001, 0x0001}, {0x50002001, 0x0017},
		      {0x54002001, 0x0622}, {0x58002001, 0x0013}};

	for (u32 i = 0; i < sizeof(config) / sizeof(config[0]); i++)
		msr_change(config[i].msr, 0xfff, config[i].val);
}

static void caches(void)
{
	u32 pmax = (u32)(rdmsr(0x10000028) >> 20) & 0xfffff, cr0;

	wrmsr(0x1808, 0x25fffc0210000000 | (u64)pmax << 8);
	wrmsr(0x180a, 0);
	msr_change(0x1700, 0, 0x400);
	msr_change(0x1800, 0, 0x4000);
	wrmsr(0x1920, 0x10);
	wrmsr(0x1920, 0x0f);
	msr_change(0x1800, 0, 0x20);
	__asm__ volatile("movl %%cr0, %0; andl $0x9fffffff, %0; movl %0, %%cr0; wbinvd"
			 : "=&r"(cr0)
			 :
			 : "memory");
}

static void shadow_and_pci(void)
{
	u64 shadow = 0x2000ffffffff0003, all21 = 0x2121212121212121;
	u32 top = ram_bytes() - SMM_SIZE - 1;

	wrmsr(0x1000002c, shadow);
	wrmsr(0x4000002e, shadow);
	wrmsr(0x50002014, 0x00ffff00);
	wrmsr(0x180c, all21);
	wrmsr(0x180d, all21);
	wrmsr(0x50002018, 0x0009f00000000130);
	wrmsr(0x50002019, (u64)(top & 0xfffff000) << 32 | 0x00100130);
	wrmsr(0x5000201a, 0x8041f00080400120);
	for (u32 msr = 0x180b; msr <= 0x180d; msr++)
		wrmsr(msr, all21);
	for (u32 msr = 0x50002015; msr <= 0x50002017; msr++)
		wrmsr(msr, 0x3535353535353535);
	msr_change(0x1800, 7ull << 44, 2ull << 44);
	wrmsr(0x50002011, 0x0400030000800f01);
	msr_change(0x50002010, 0x3ull << 40,
		   0xfffull << 52 | 6ull << 43 | 0x1full << 35 | 6 << 18 | 2 << 16 | 1 << 9 |
			   1 << 4 | 1 << 2 | 1);
	msr_change(0x5000201f, 7, 0x7b);
}

static void gating(void)
{
	static const struct {
		u32 msr, val;
	} pm[] = {{0x10002004, 5}, {0x40002004, 5},	{0x20002004, 1},    {0x80002004, 0x15},
		  {0xa0002004, 1}, {0x48002004, 0x555}, {0x4c002004, 0x14}, {0x50002004, 0x15},
		  {0x54002004, 5}, {0x58002004, 0x15},	{0x1930, 0x70303}};

	for (u32 i = 0; i < sizeof(pm) / sizeof(pm[0]); i++)
		msr_change(pm[i].msr, 0, pm[i].val);
	__asm__ volatile("fninit");
}

/* Step 14. */
static void cpu_bugs(void)
{
	msr_change(0x1800, 0, 2);
	for (u32 msr = 0x180b; msr <= 0x180d; msr++)
		wrmsr(msr, 0x2121212121212121);
	msr_change(0x20000019, 0, 1ull << 40);
}

static void outl_read(u16 port, u32 val)
{
	outl(port, val);
	inl(port);
}

/* Step 15. */
static void companion(void)
{
	static const struct {
		u16 port;
		u32 val;
	} pm[] = {{0x9c00, 0x01000000}, {0x9c08, 0},	      {0x9c0c, 0},	{0x9c1c, 0},
		  {0x9c18, 0xffffffff}, {0x9c00, 0x0000ffff}, {0x9d10, 0x0e00}, {0x9d14, 0x4601},
		  {0x9d20, 0x8c02},	{0x9d30, 0xa0},	      {0x9d34, 0xa0},	{0x9d10, 0x0e00},
		  {0x9d34, 0xa0},	{0x9d30, 0xa0},	      {0x9d14, 0x4601}, {0x9d20, 0x8c02}};
	static const struct {
		u32 msr, val;
	} msrs[] = {{0x51200001, 0x8f000}, {0x51300001, 0x48f000},   {0x51500001, 0x8f000},
		    {0x51400001, 0xf000},  {0x51024004, 4},	     {0x51000004, 5},
		    {0x51700004, 4},	   {0x51400004, 0x50554111}, {0x51300004, 5},
		    {0x51500004, 5}};

	for (u32 i = 0; i < sizeof(pm) / sizeof(pm[0]); i++)
		outl_read(pm[i].port, pm[i].val);
	outl(0x6120, 4);
	outl(0x6134, 4);
	msr_change(0x51300003, 0x100, 0);
	msr_change(0x51000010, 0, 0x20000);
	for (u32 i = 0; i < sizeof(msrs) / sizeof(msrs[0]); i++)
		wrmsr(msrs[i].msr, msrs[i].val);
}

/* Step 16. */
static void vsa(void)
{
	const u8 *from = (const u8 *)0xfffa0000;
	u8 *to = (u8 *)VSA_LOAD;

	for (u32 i = 0x400; i < 0x500; i += 4)
		poke(i, 0);
	for (u32 i = 0; i < 0x200; i += 4)
		poke(BOX + i, 0);
	for (u32 i = 0; i < VSA_BYTES; i++)
		to[i] = WITHOUT_VSA ? 0xff : from[i];
	print("VSA: Signature *[0x20-0x23] is");
	for (u32 i = 0x20; i < 0x24; i++) {
		put(i == 0x20 ? ' ' : ':');
		print_hex(to[i], 2);
	}
	print("\n");
	if (WITHOUT_VSA)
		return;
	to = (u8 *)0x600;
	for (u32 i = 0; i < (u32)(real_stub_end - real_stub); i++)
		to[i] = real_stub[i];
	outb(0x21, 0xff);
	outb(0xa1, 0xff);
	outb(0x92, inb(0x92) | 2);
	print("Calling VSA module...\n");
	((void (*)(void))0x600)();
	print("... VSA module returned.\n");
	outb(0x43, 0x56);
	outb(0x41, 0x12);
	outl(0xac1c, 0xfc530003);
	u32 eax = 0;

	__asm__ volatile("inw %%dx, %%ax" : "+a"(eax) : "d"((u16)0xac1e));
	if (eax == 0x56534132)
		print("VSM: VSA2 VR signature verified.\n");
	else
		print_value("VSM: wrong signature", eax);
}

/* Step 18. */
static void graphics(void)
{
	wrmsr(0x10000023, 0x800000000a0fffe0);
	wrmsr(0x100000e0, 0x800000003c0ffff0);
	wrmsr(0x100000e1, 0x800000003d0ffff0);
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0200);
	outw(0xac1e, 0x2800 | VIDEO_MB);
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0200);
	print_value("VRC_VG value:", inw(0xac1e));
}

/* Configuration mechanism 1 is there: by a byte beside its register, then the register itself. */
static void config_type(void)
{
	u32 was;

	outb(0xcfb, 0x01);
	was = inl(0xcf8);
	outl(0xcf8, 0x80000000);
	print(inl(0xcf8) == 0x80000000 ? "PCI: Using configuration type 1\n" : "PCI: no type 1\n");
	outl(0xcf8, was);
}

/* Step 19: who is there. */
static void enumerate(void)
{
	config_type();
	for (u32 function = 0; function < 0x100; function++) {
		u32 id = config(function, 0);

		if (id == 0xffffffff || !id)
			continue;
		print("PCI ");
		print_hex(function >> 3, 2);
		put('.');
		print_hex(function & 7, 1);
		put(' ');
		print_hex(id & 0xffff, 4);
		put(':');
		print_hex(id >> 16, 4);
		put(' ');
		print_hex(config(function, 8), 8);
		print("\n");
	}
	print_value("RAM top", ((u32)(rdmsr(0x10000028) >> 20) << 12) + 0x1000);
}

/* Step 20. */
static void late(void)
{
	static const struct {
		u16 port;
		u8 val;
	} pic[] = {{0x20, 0x11}, {0x21, 0x20}, {0x21, 4}, {0x21, 1},	{0xa0, 0x11},
		   {0xa1, 0x28}, {0xa1, 2},    {0xa1, 1}, {0xa1, 0xff}, {0x21, 0xfb}};

	for (u32 i = 0; i < sizeof(pic) / sizeof(pic[0]); i++)
		outb(pic[i].port, pic[i].val);
	wrmsr(0x51400025, LPC_IRQS);
	wrmsr(0x5140004e, (LPC_IRQS ^ 0xffffu) << 16 | 1 << 6 | 0x80);
	wrmsr(0x51400040, 0x7777);
	msr_change(0x51400057, 0xff, 0x32);
	msr_change(0x51400055, 0xff, 0x3d);
	msr_change(0x51400056, 0xff, 0x3e);
	outb(0x0d, 0);
	outb(0xda, 0);
	outb(0xd6, 0xc0);
	outb(0xd4, 0);
	if (UART) {
		outl(0x6118, UART == 1 ? 0x300 : 0x18);
		msr_change(0x51400021, 0, 4u << (UART == 1 ? 24 : 28));
	}
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x0009);
	outw(0xac1e, 0x0700);
	outw(0xac1c, 0xfc53);
	outw(0xac1c, 0x000a);
	outw(0xac1e, 0x0d0c);
	/* Functions nobody wants. */
	static const u32 hidden[] = {0x80007e7c, 0x80007f7c, 0x8000097c, 0x80007b7c};

	for (u32 i = 0; i < (HIDE ? 4 : 2); i++) {
		outl(0xcf8, hidden[i]);
		outl(0xcfc, 0xdeadbeef);
		print_value("Disabling VPCI device:", hidden[i] & ~0xffu);
	}
	outl(0xcf8, 0x80007a40);
	outl(0xcfc, inl(0xcfc) | 0x4002);
	outl(0xcf8, 0x8000785c);
	outw(0xcfc, PIRQS);
}

/* Step 21. */
static void end_of_post(void)
{
	u32 eax = 0x5000;

	__asm__ volatile(".byte 0x0f, 0x38" : "+a"(eax) : : "memory");
	outb(0x92, 2);
}

static u64 gate(const u8 *entry)
{
	return ((u64)(u32)entry >> 16) << 48 | 0x8e0000080000ull | ((u32)entry & 0xffff);
}

static void interrupt_table(void)
{
	static u64 idt[64] __attribute__((aligned(8)));
	struct {
		u16 limit;
		u32 base;
	} __attribute__((packed)) pointer = {sizeof(idt) - 1, (u32)idt};

	idt[13] = gate(fault_entry);
	idt[0x20] = gate(irq_entry);
	__asm__ volatile("lidt %0" : : "m"(pointer));
}

static void pci_device(u32 function, u32 io, u32 memory)
{
	/* Buses' real devices: addresses and enabled, as resource assignment leaves them. */
	u32 id = config(function, 0);

	if (id == 0xffffffff || !id)
		return;
	outl(0xcf8, 0x80000000 | function << 8 | 0x10);
	outl(0xcfc, 0xffffffff);
	outl(0xcfc, inl(0xcfc) & 1 ? io : memory);
	outl(0xcf8, 0x80000000 | function << 8 | 0x14);
	outl(0xcfc, 0xffffffff);
	outl(0xcfc, inl(0xcfc) & 1 ? io : memory);
	outl(0xcf8, 0x80000000 | function << 8 | 0x04);
	outw(0xcfc, 7);
}

static void bar(u32 function, u32 at, u32 val, u32 command)
{
	outl(0xcf8, 0x80000000 | function << 8 | at);
	outl(0xcfc, 0xffffffff);
	inl(0xcfc);
	outl(0xcfc, val);
	outl(0xcf8, 0x80000000 | function << 8 | 4);
	outw(0xcfc, command);
}

static void config_write(u32 function, u32 at, u32 val)
{
	outl(0xcf8, 0x80000000 | function << 8 | at);
	outl(0xcfc, val);
}

/* Addresses as boards' logs show them; then USB port 4 as its sequence on record has it. */
static void usb_audio_ide(void)
{
	bar(0x7a, 0x20, IDE_BM, 5);
	bar(0x7b, 0x10, AUDIO, 5);
	bar(0x7c, 0x10, OHCI, 6);
	bar(0x7d, 0x10, EHCI, 6);
	bar(0x7e, 0x10, 0xefff8000, 6);
	bar(0x7f, 0x10, 0xefffc000, 2);
	config_write(0x08, 0x0c, 0x00804008);
	config_write(0x78, 0x0c, 0x00804008);
	config_write(0x78, 0x04, 0x0009);
	msr_change(0x51200001, 0, 8ull << 32);
	wrmsr(0x51200005, rdmsr(0x51200005));
	poke(EHCI + 0xa0, *(volatile u32 *)(EHCI + 0xa0) | 2);
	poke(EHCI + 0x08, 0x5012);
	poke(0xefffc004, (*(volatile u32 *)0xefffc004 & 4) | (USB4_DEVICE ? 3 : 2));
	poke(0xefffc000, *(volatile u32 *)0xefffc000 | 0x3fea);
	if (USB4_DEVICE) {
		poke(0xefff8404, *(volatile u32 *)0xefff8404 | 0x400);
		poke(0xefffc00c, *(volatile u32 *)0xefffc00c | 0x80);
		poke(0xefffc000, *(volatile u32 *)0xefffc000 | 0x8000);
	}
}

/* Suspend to RAM as on record, woken by the clock a second later: once more from the start. */
static void sleep(void)
{
	static const u32 pm[][2] = {{0x9d10, 0x40000e00}, {0x9d30, 0x9999},
				    {0x9d34, 0x40000001}, {0x9d38, 0x40000080},
				    {0x9d54, 0x0002ffff}, {0x9c18, 0xffffffff},
				    {0x9c00, 0x04008d31}};

	for (u32 i = 0; i < 3; i++)
		wrmsr(*(volatile u32 *)(BOX + BOX_ACPI_MSRS + i * 4),
		      i < 2 ? 0x000000fffff00000 : 0);
	for (u32 i = 0; i < 3; i++)
		cmos_write((u8)(1 + i * 2), 0xff); /* every second */
	cmos_write(0x3d, 0xff);
	cmos_write(0x3e, 0xff);
	cmos_read(0x0c);
	cmos_write(0x0b, cmos_read(0x0b) | 0x20);
	cmos_read(0x0c);
	for (u32 i = 0; i < sizeof(pm) / sizeof(pm[0]); i++)
		outl((u16)pm[i][0], pm[i][1]);
	wrmsr(0x20002004, 4);
	outl(0x9c08, 0x2000);
	for (u32 i = 0; i < 100000; i++)
		inb(0x80);
	print("the board does not sleep\n");
}

void ram_main(void)
{
	static const u32 stage2[] = {
		0x10000020, 0x10000021, 0x1000002c, 0x10000028, 0x10000026, 0x10000080, 0x40000020,
		0x40000021, 0x4000002e, 0x4000002a, 0x40000023, 0x40000080, 0x400000e3, 0x1808,
		0x180a,	    0x50002018, 0x50002019, 0x5000201a, 0x10000082, 0x40000082, 0x50002011};
	static const u32 trimmed[] = {0x10000028, 0x4000002a, 0x50002019,
				      0x1808,	  0x180e,     0x100000e3};
	static struct seen seen;

	for (u32 i = 0; i < sizeof(seen) / 4; i++)
		((u32 *)&seen)[i] = ((const volatile u32 *)CAR_BASE)[i];
	post(0x80);
	post(0x39);
	print(BOARD_NAME " second stage\n");
	interrupt_table();
	post(0x40);
	glius();
	priorities();
	caches();
	shadow_and_pci();
	gating();
	cpu_bugs();
	PRINT_MSRS(stage2);
	print_value("usable", ram_bytes() - SMM_SIZE - 1);
	companion();
	check_before_vsa(&seen);
	vsa();
	graphics();
	PRINT_MSRS(trimmed);
	enumerate();
	if (WITHOUT_VSA) {
		print("end\n");
		print_sent();
		for (;;)
			__asm__ volatile("cli; hlt");
	}
	for (u32 device = 9; device <= 14; device++)
		pci_device(device << 3, 0x1000 + device * 0x100, 0xe0000000 + device * 0x40000);
	usb_audio_ide();
	late();
	post(0x70);
	end_of_post();
	check_vsa();
	check_lx(&seen);
	check_companion(&seen);
	check_boards(&seen);
	u32 failed = items_end();

	post(0x7a);
	post(0x7b);
	if (cmos_read(CMOS_RESET) != 0xa5) {
		/* Once more from the start, by the companion's full reset. */
		print("full reset\n");
		print_sent();
		cmos_write(CMOS_RESET, 0xa5);
		__asm__ volatile(".byte 0x0f, 0x38" : : "a"(SMINT_RESET) : "memory");
	}
	if (PROBES && !cmos_read(CMOS_SLEPT)) {
		print("sleep\n");
		print_sent();
		cmos_write(CMOS_SLEPT, 0x33);
		sleep();
	}
	cmos_write(CMOS_SLEPT, 0);
	cmos_write(CMOS_RESET, 0);
	print(failed ? "record FAILED\n" : "record ok\n");
	print_sent();
	outb(0xe0, (u8)(failed > 62 ? 62 : failed));
	post(0xf8);
	print("end\n");
	print_sent();
	for (;;)
		__asm__ volatile("cli; hlt");
}
