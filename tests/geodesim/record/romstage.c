/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first stage of record, in ROM with its stack in cache-as-RAM: steps 3 to 12 of the boot
 * sequence on record, its order, values and access sizes. What a checklist asks about the state
 * before memory exists is looked at on the way and kept for the second stage.
 */
#include "romstage.h"
#include "print.h"

void rom_main(void);

void die(u8 code)
{
	post(code);
	print("stopped at POST ");
	print_hex(code, 2);
	print("\n");
	print_sent();
	for (;;)
		__asm__ volatile("hlt");
}

/* Before anything is set up: the ROM below 1 MiB, the registers' defaults. */
static void look_at_reset_state(struct seen *seen)
{
	static const struct {
		u32 first, last;
		u64 val;
	} free[] = {
		{0x10000020, 0x10000025, 0x000000fffff00000},
		{0x10000026, 0x10000027, 0x000000fffff00000},
		{0x10000028, 0x1000002b, 0x00000000000fffff},
		{0x1000002c, 0x1000002c, 0},
		{0x100000e0, 0x100000e2, 0x000000fffff00000},
		{0x100000e3, 0x100000e8, 0},
		{0x40000020, 0x40000029, 0x000000fffff00000},
		{0x4000002a, 0x4000002d, 0x00000000000fffff},
		{0x4000002e, 0x4000002e, 0},
		{0x400000e0, 0x400000e2, 0x000000fffff00000},
		{0x400000e3, 0x400000e6, 0},
	};

	seen->rom_alias = *(volatile u32 *)0xffff0 == *(volatile u32 *)0xfffffff0 &&
			  *(volatile u32 *)0xf0000 == *(volatile u32 *)0xffff0000;
	for (u32 i = 0; i < sizeof(free) / sizeof(free[0]); i++) {
		for (u32 msr = free[i].first; msr <= free[i].last; msr++)
			seen->defaults_bad += rdmsr(msr) != free[i].val;
	}
}

/* Step 4: the same table on all boards. */
static void early_table(void)
{
	static const struct {
		u32 msr;
		u64 val;
	} table[] = {
		{0x1808, 0x24fffc000000a000},
		{0x180b, 0},
		{0x180c, 0},
		{0x180d, 0},
		{0x10000020, 0x20000000000fff80},
		{0x10000021, 0x20000000080fffe0},
		{0x1000002c, 0x2000ffffffff0003},
		{0x10000028, 0x2000001f6bf00100},
		{0x40000020, 0x20000000000fff80},
		{0x40000021, 0x20000000080fffe0},
		{0x4000002e, 0x2000ffffffff0003},
		{0x4000002a, 0x2000001f6bf00100},
	};

	for (u32 i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		wrmsr(table[i].msr, table[i].val);
}

/* How many of the companion's blocks have an address: after a full reset none has. */
static u32 lbars_set(void)
{
	u32 set = 0;

	for (u32 msr = 0x5140000b; msr <= 0x5140000f; msr++)
		set += rdmsr(msr) != 0;
	return set;
}

/* What the companion shows before VSA comes. */
static void look_at_companion(struct seen *seen)
{
	outl(0xcf8, 0x80007800);
	seen->glpci_id = inl(0xcfc);
	outl(0xcf8, 0x80007808);
	seen->class = inl(0xcfc);
	outl(0xcf8, 0x80001800); /* nobody */
	seen->unmapped += inl(0xcfc) != 0xffffffff;
	seen->unmapped += inb(0xee00) != 0xff;
	seen->unmapped += inw(0xee00) != 0xffff;
	seen->unmapped += *(volatile u32 *)0xe0000000 != 0xffffffff;
	seen->ac1c = inw(0xac1e);
	for (u32 msr = 0x51020020; msr <= 0x51020024; msr++)
		seen->defaults_bad += rdmsr(msr) != 0x000000fffff00000;
	for (u32 msr = 0x510100e1; msr <= 0x510100e9; msr++)
		seen->defaults_bad += rdmsr(msr) != 0x000000fffff00000;
	for (u32 msr = 0x510100eb; msr <= 0x510100f1; msr++)
		seen->defaults_bad += rdmsr(msr) != 0;
	seen->defaults_bad += rdmsr(0x510100e0) != 0x600000001f0ffff0;
}

/* Steps 5 and 6. */
static void companion(struct seen *seen)
{
	u64 val;

	if (PROBES) {
		val = rdmsr(0x51400014); /* nobody is there yet */
		seen->early_divil = (u32)(val >> 32) | (u32)val;
	}
	wrmsr(0x5000201e, 0x0f00);
	msr_change(0x51000010, 0x18, 0x10);
	look_at_companion(seen);
	if ((u32)rdmsr(RSTPLL) & 0xfc000000) {
		seen->lbars_kept = rdmsr(0x5140000b) == 0x0000f00100006000 &&
				   rdmsr(0x5140000c) == 0x0000f00100006100 &&
				   rdmsr(0x5140000f) == 0x0000f00100009d00 &&
				   (inl(0x6110) & 0xc000) == 0xc000 && inb(0x6005) == 0xff;
		return;
	}
	cmos_write(CMOS_LBARS, (u8)lbars_set());

	outl(0, 0x02000000);
	val = rdmsr(0x51600005);
	if (val >> 32 & 0x10)
		wrmsr(0x51600005, val & 0xfffffffbffffffff);
	wrmsr(0x5140000b, 0x0000f00100006000);
	wrmsr(0x5140000c, 0x0000f00100006100);
	wrmsr(0x5140000d, 0x0000f00100006200);
	wrmsr(0x5140000e, 0x0000f00100009c00);
	wrmsr(0x5140000f, 0x0000f00100009d00);
	if (cmos_read(CMOS_SLEPT) == 0x33) {
		/* Back from sleep, by the sign left in the standby domain. */
		cmos_write(CMOS_SLEPT,
			   (inl(0x9d30) & 0xffff) == 0x9999 && inl(0x9d14) != 0x4601 ? 1 : 2);
	}
	outl(0x6110, 0xc000);
	outl(0x6104, 0xc000);
	outl(0x6134, 0xc000);
	outl(0x6120, 0xc000);
	outb(0x6005, 0xff);
	outb(0x6004, 0xef);
	if (POWER_BUTTON)
		outl(0x9d40, 0x40020000);
	outl(0x6190, 0x100);
	outl(0x6184, 0x100);
}

static void sio_write(const u8 (*list)[2], u32 count)
{
	for (u32 i = 0; i < count; i++) {
		outb(0x2e, list[i][0]);
		outb(0x2f, list[i][1]);
	}
}

/* COM1 is logical device 2 here, 1 there. The clock is 48 MHz: the straps of one board say 24. */
static void superio(void)
{
	static const u8 winbond[][2] = {{0x24, 0xc4}, {0x07, 2},    {0x30, 0},
					{0x60, 0x03}, {0x61, 0xf8}, {0x30, 1}};
	/* LiteRunner: pins, and the watchdog that counts since power-on. */
	static const u8 ite[][2] = {
		{0x07, 7},    {0x2c, 0x07}, {0x14, 0x23}, {0x72, 0x90}, {0x73, 0},    {0x74, 0},
		{0x25, 0xbf}, {0x2a, 0x17}, {0x26, 0xf3}, {0x27, 0xff}, {0x28, 0xdf}, {0x29, 0x27},
		{0xb8, 0x66}, {0xb9, 0x0f}, {0xc0, 0x07}, {0xc8, 0x07}, {0xc1, 0x03}, {0xc9, 0x03},
		{0xc2, 0xff}, {0xf5, 0x2d}, {0xf8, 0x08}, {0x07, 1},	{0x30, 0},    {0x60, 0x03},
		{0x61, 0xf8}, {0x30, 1},    {0x02, 0x02}};

	wrmsr(0x5140003a, 1);
	wrmsr(0x5140003a, 0);
	wrmsr(0x5140003e, 1);
	wrmsr(0x5140003e, 0);
	if (SIO == SIO_W83627HF) {
		outb(0x2e, 0x87);
		outb(0x2e, 0x87);
		sio_write(winbond + !SIO_48MHZ, sizeof(winbond) / 2 - !SIO_48MHZ);
		outb(0x2e, 0xaa);
	} else {
		outb(0x2e, 0x87);
		outb(0x2e, 0x01);
		outb(0x2e, 0x55);
		outb(0x2e, 0x55);
		sio_write(ite, sizeof(ite) / 2);
	}
}

/* Step 7. */
static void console(void)
{
	if (UART == 1) {
		outl(0x6104, 0x100);
		outl(0x6110, 0x100);
		outl(0x6120, 0x200);
		outl(0x6134, 0x200);
		msr_change(0x51400014, 0, 0x70000);
		wrmsr(0x5140003a, 0x12);
	} else if (UART == 2) {
		wrmsr(0x5140003a, 1);
		wrmsr(0x5140003a, 0);
		outl(0x6104, 0x10);
		outl(0x6110, 0x10);
		outl(0x6120, 0x08);
		outl(0x6134, 0x08);
		msr_change(0x51400014, 0, 0x700000);
		wrmsr(0x5140003e, 0x12);
	} else {
		superio();
	}
	if (LEDS) { /* step 8: one LED lit, two dark */
		outl(0x6104, 0x40);
		outl(0x6184, 0x200);
		outl(0x6184, 0x800);
		outl(0x6180, 0x200);
		outl(0x6180, 0x800);
	}
	outb(COM1 + 1, 0);
	outb(COM1 + 2, 1);
	outb(COM1 + 4, 3);
	outb(COM1 + 3, 0x83);
	outb(COM1 + 0, 1);
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 3);
}

/* Step 9. */
static void pll(void)
{
	u64 val = rdmsr(RSTPLL);

	post(0xa0);
	print_msr("GLCP_SYS_RSTPLL", RSTPLL);
	if ((u32)val & 0xfc000000) {
		print("PLL configured\n");
		return;
	}
	post(PLL ? 0xa1 : 0xa2);
	print("Configuring PLL\n");
	print_sent();
	val &= ~0x00ff1800ull;
	val |= 0x00de0000 | 0x6000 | 0x04000001;
	if (PLL)
		val = 0x0000059cull << 32 | PLL | 0x04000001;
	wrmsr(RSTPLL, val);
	die(0xa3);
}

/* Step 10; the delays read two SPD bytes of each module. */
static void delays(struct seen *seen)
{
	u32 width = spd_logged(seen, 0x50, 0x0d), banks = spd_logged(seen, 0x50, 0x05);
	u32 chips = width && width != 0xff ? 64 / width * banks : 0;
	u32 second = spd_logged(seen, 0x51, 0x0d), slow = gliu_mhz() < 334;
	u64 val = 0xf2f100ff56960004; /* one module on a terminated bus */

	if ((u32)rdmsr(0x4c00000f) & ~0x7c0u)
		return;
	if (second != 0xff) {
		chips += 64 / second * spd_logged(seen, 0x51, 0x05);
		val = chips <= 8    ? slow ? 0x837100a556960004 : 0x8271000056960004
		      : chips <= 16 ? slow ? 0x937100a556960004 : 0xc27100a556960004
		      : chips <= 24 ? slow ? 0xb37100a556960004 : 0xb27100a556960004
				    : (slow ? 0xb37100a556960004 : 0xb271000056960004);
	} else {
		if (THIRD) /* says that the board has no termination */
			val = chips <= 4   ? 0x827100ff56960004
			      : chips <= 8 ? 0x827100aa56960004
					   : 0x8271005556960004;
		val |= 1ull << 55;
	}
	wrmsr(0x4c00000f, val);
}

static void cpu_registers(struct seen *seen)
{
	msr_change(0x1100, 0, 0x100ull << 32);
	msr_change(0x10000082, 1ull << 60, 1ull << 63);
	msr_change(0x40000082, 1ull << 60, 1ull << 63);
	msr_change(0x40000081, 0x880, 0);
	wrmsr(0x1981, 0x2814d352);
	wrmsr(0x1982, 0x1068334d);
	wrmsr(0x1983, 0x0000010683104104);
	msr_change(0x4c00005e, 0xffffffffull << 32, 5ull << 32);
	wrmsr(0x1980, 1);
	delays(seen);
	msr_change(0x1301, 0, 8);
	msr_change(0x1a00, 0, 1);
	msr_change(0x1210, 0, 3);
	msr_change(0x1900, 0x0f000000, 0x02001020);
	wrmsr(0x4c00001e, 0x603c);
}

void rom_main(void)
{
	struct seen *seen = (struct seen *)CAR_BASE;

	for (u32 i = 0; i < sizeof(*seen) / 4; i++)
		((volatile u32 *)seen)[i] = 0;
	outb(0x43, 0x56);
	outb(0x41, 0x12);
	look_at_reset_state(seen);
	early_table();
	companion(seen);
	console();
	print(BOARD_NAME " first stage\n");
	pll();
	cpu_registers(seen);
	if (SIO == SIO_IT8712F)
		management();
	dram(seen);
	print_msr("MC_CF07", 0x20000018);
	print_msr("MC_CF8F", 0x20000019);
	print_msr("MC_CF1017", 0x2000001a);
	print_msr("DELAY", 0x4c00000f);
	seen->magic = SEEN_MAGIC;
	for (u32 i = 0; i < sizeof(seen->pattern) / 4; i++)
		seen->pattern[i] = i * 0x9e3779b1;
	if (ALIX) {
		post(0x02);
		__asm__ volatile("wbinvd" : : : "memory");
	}
}
