/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers VSA reads: they answer, with the identities and defaults it compares. */
#include "smi_test.h"

static const u32 cpu_msrs[] = {
	0x0010, 0x1301, 0x1329, 0x1339, 0x132b, 0x133b, 0x1808, 0x180b,
	0x180e, 0x1320, 0x1321, 0x1322, 0x1323, 0x1324, 0x1325, 0x1330,
	0x1331, 0x1332, 0x1333, 0x1334, 0x1335, 0x1343, 0x1418, 0x1420,
};

/* Identity: bits 19:12 of CAP; -1: nothing there, so no identity of VSA's table. */
static const struct {
	u32 msr;
	int id;
} caps[] = {
	{0x10002000, 0x01}, {0x2000, 0x86},	{0x20002000, 0x20}, {0x40002000, 0x01},
	{0x60002000, -1},   {0x80002000, 0x3e}, {0xa0002000, 0x3d}, {0xc0002000, -1},
	{0xe0002000, -1},   {0x48002000, 0x3f}, {0x4c002000, 0x02}, {0x50002000, 0x05},
	{0x54002000, 0x3c}, {0x58002000, 0x30}, {0x5c002000, -1},   {0x51022000, 0x01},
	{0x51010000, 0x01}, {0x51024000, 0x01}, {0x51002000, 0x05}, {0x51000000, 0x05},
	{0x51202000, 0x43}, {0x51302000, 0x48}, {0x51402000, 0xdf}, {0x51400000, 0xdf},
	{0x51502000, 0x33}, {0x51602000, -1},	{0x51702000, 0x02},
};

/* Other registers VSA uses; each must be readable. */
static const u32 ranges[][2] = {
	{0x10000020, 0x1000002c}, {0x100000e0, 0x100000e8}, {0x10000080, 0x10000088},
	{0x1000008b, 0x1000008c}, {0x100000a0, 0x100000a2}, {0x100000a4, 0x100000a6},
	{0x10002000, 0x10002004}, {0x40000020, 0x4000002e}, {0x400000e0, 0x400000e6},
	{0x40000080, 0x40000088}, {0x4000008b, 0x4000008c}, {0x400000a0, 0x400000a2},
	{0x400000a4, 0x400000a6}, {0x40002000, 0x40002004}, {0x2000001d, 0x2000001d},
	{0x80002000, 0x80002003}, {0x80002011, 0x80002012}, {0xa0002000, 0xa0002003},
	{0x48002000, 0x48002001}, {0x4c002000, 0x4c002002}, {0x4c000014, 0x4c000015},
	{0x4c000017, 0x4c000017}, {0x4c000031, 0x4c000033}, {0x50002000, 0x50002003},
	{0x50002010, 0x50002012}, {0x50002014, 0x50002014}, {0x50002019, 0x50002019},
	{0x5000201e, 0x5000201e}, {0x54002000, 0x54002002}, {0x58002000, 0x58002000},
	{0x51002000, 0x51002003}, {0x51000010, 0x51000010}, {0x51000020, 0x5100002f},
	{0x51020020, 0x51020024}, {0x51020080, 0x51020083}, {0x51020086, 0x51020086},
	{0x5102008b, 0x5102008b}, {0x510200a0, 0x510200a2}, {0x510200a4, 0x510200a6},
	{0x510200a8, 0x510200aa}, {0x510200e0, 0x510200f1}, {0x51022000, 0x51022003},
	{0x51010000, 0x51010003}, {0x51202000, 0x51202002}, {0x51200008, 0x5120000b},
	{0x51302000, 0x51302003}, {0x51300008, 0x51300008}, {0x51300010, 0x51300010},
	{0x51300012, 0x51300015}, {0x51402000, 0x51402002}, {0x51400008, 0x51400017},
	{0x5140001f, 0x5140002b}, {0x51502000, 0x51502000}, {0x51702000, 0x51702000},
	{0x51700010, 0x51700010}, {0x51700017, 0x51700017},
};

#define BM_DEFAULT 0x000000fffff00000ull
#define R_DEFAULT  0x00000000000fffffull

/* Descriptors nobody has programmed yet read as VSA expects a free one. */
static const struct {
	u32 first, last;
	u64 val;
} defaults[] = {
	{0x10000022, 0x10000025, BM_DEFAULT},
	{0x10000027, 0x10000027, BM_DEFAULT},
	{0x10000029, 0x1000002b, R_DEFAULT},
	{0x100000e0, 0x100000e2, BM_DEFAULT},
	{0x100000e3, 0x100000e8, 0},
	{0x40000024, 0x40000029, BM_DEFAULT},
	{0x4000002b, 0x4000002d, R_DEFAULT},
	{0x400000e0, 0x400000e2, BM_DEFAULT},
	{0x400000e4, 0x400000e6, 0},
	{0x51020020, 0x51020024, BM_DEFAULT},
	{0x510200e0, 0x510200e0, 0x600000001f0ffff0ull},
	{0x510200e1, 0x510200e9, BM_DEFAULT},
	{0x510200eb, 0x510200f1, 0},
	{0x1810, 0x1817, 0},
};

static const u16 ports[] = {0x80,  0x84,  0xed,	 0x70,	0x71,  0x92,  0x60, 0x64,
			    0xcf8, 0x1f6, 0x176, 0x1f7, 0x177, 0x3f6, 0x22};

static void identities(void)
{
	for (u32 i = 0; i < sizeof(caps) / sizeof(caps[0]); i++) {
		u32 id = (u32)rdmsr(caps[i].msr) >> 12 & 0xff;

		if (caps[i].id >= 0)
			check(caps[i].msr < 0x51000000 ? 400 : 500, id, (u32)caps[i].id);
		else
			check(caps[i].msr < 0x51000000 ? 400 : 500, id == 0 || id == 0xff, 1);
	}
	check(530, (u32)rdmsr(0x5140002b) == 0xffffffff, 0);
	check(531, (u32)rdmsr(0x51000000) == (u32)rdmsr(0x51002000), 1);
	check(532, (u32)rdmsr(0x51201004), 0);
	/* Empty ports leave a status behind; the GLIU is cleaned as VSA does it. */
	wrmsr(0x10002003, rdmsr(0x10002003));
	wrmsr(0x40002003, rdmsr(0x40002003));
	wrmsr(0x10002002, rdmsr(0x10002002));
	wrmsr(0x40002002, rdmsr(0x40002002));
	wrmsr(0x51022003, rdmsr(0x51022003));
	wrmsr(0x51022002, rdmsr(0x51022002));
}

static void gliu_identity(void)
{
	check(350, rdmsr(0x1000008b) & 7, 3);
	check(351, rdmsr(0x4000008b) & 7, 1);
	check(352, rdmsr(0x5102008b) & 7, 1);
	check(353, rdmsr(0x10002001) & 7, 2);
	check(354, rdmsr(0x40002001) & 7, 4);
	check(355, rdmsr(0x51022001) & 7, 4);
	check(356, rdmsr(0x40000086) == 0x203110300100400aull, 1);
	check(357, rdmsr(0x51020086) == 0x327920a080000003ull, 1);
	/* GLIU0's counts: BM 6, BMO 2, R 1, RO 3, SC 1, IOD_BM 3, IOD_SC 6. */
	u64 cap = rdmsr(0x10000086);

	check(358, (u32)cap & 0x3fffffff, 0x010c1086);
	check(359, (u32)(cap >> 36) & 0xfff, 0x183);
}

static void answers(void)
{
	for (u32 i = 0; i < sizeof(cpu_msrs) / sizeof(cpu_msrs[0]); i++)
		rdmsr(cpu_msrs[i]);
	check(201, (u32)rdmsr(0x1330 + 1), 0);		/* base of CS */
	check(202, (u32)rdmsr(0x1420) & 0x80000001, 1); /* CR0 */
	check(203, (u32)(rdmsr(0x1343) >> 32), 0x400);	/* DR7 */
	check(204, (u32)rdmsr(0x1301) & 0x3f, 0);
	for (u32 i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		for (u32 msr = ranges[i][0]; msr <= ranges[i][1]; msr++)
			rdmsr(msr);
	}
	for (u32 i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		inb(ports[i]);
	check(401, (u32)rdmsr(0x4c000017) & 0xf0, 0x30);
	check(533, (u32)rdmsr(0x51700017) & 0xff, 0x03);
	check(701, inb(0x70) != 0xff, 1); /* the index can be read back */
}

static void free_descriptors(void)
{
	for (u32 i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		for (u32 msr = defaults[i].first; msr <= defaults[i].last; msr++) {
			u64 val = rdmsr(msr);

			if (val != defaults[i].val)
				say_msr("not free:", msr);
			check(600 + i, val == defaults[i].val, 1);
		}
	}
}

/* VSA's own needs: a clock that runs, a byte that stays. */
static void clock_and_cmos(void)
{
	u64 start = rdtsc();

	check(1201, rdtsc() > start, 1);
	check(1202, rdtsc() - start < 100000, 1);
	outb(0x70, 0x40);
	outb(0x71, 0x5a);
	outb(0x70, 0x0a);
	inb(0x71);
	check(1203, inb(0x70) & 0x7f, 0x0a);
	outb(0x70, 0x40);
	check(1204, inb(0x71), 0x5a);
}

/* The companion's registers answer at the numbers of data book and of VSA. */
static void aliases(void)
{
	wrmsr(0x51020024, 0x400000fe01bfffffull);
	check(510, rdmsr(0x51010024) == 0x400000fe01bfffffull, 1);
	wrmsr(0x51010024, 0x000000fffff00000ull);
	check(511, rdmsr(0x51020024) == 0x000000fffff00000ull, 1);
	wrmsr(0x51402002, 0x20);
	check(512, (u32)rdmsr(0x51400002) & 0xffff, 0x20);
	wrmsr(0x51400002, 0);
	check(513, (u32)rdmsr(0x51402002) & 0xffff, 0);
}

/* Timer 7's clock, a counter at 32768 Hz; the PM timer; the blocks behind the LBARs. */
static void blocks(void)
{
	u32 pm = inl(ACPI_BASE + 0x10);
	u16 count;

	outw(MFGPT_BASE + 8 + 6, 0x0000);
	outw(MFGPT_BASE + 8 + 2, 0xffff);
	outw(MFGPT_BASE + 8 + 4, 0);
	outw(MFGPT_BASE + 8 + 6, 0x8000);
	delay_us(1000); /* at least; twice that at 300 MHz */
	count = inw(MFGPT_BASE + 8 + 4);
	outw(MFGPT_BASE + 8 + 6, 0x0000);
	pm = inl(ACPI_BASE + 0x10) - pm;
	check(710, count >= 32 && count <= 80, 1);
	check(711, pm >= 3500 && pm <= 8000, 1);
	check(712, inl(GPIO_BASE + 4) & 0x100, 0x100);
	check(713, inb(SMB_BASE + 5), 0xff);
	check(714, inl(PMS_BASE + 0x54) != 0xffffffff, 1);
}

void registers_before(void)
{
	identities();
	gliu_identity();
	answers();
	free_descriptors();
	blocks();
	clock_and_cmos();
	aliases();
	check(715, inw(0xac1c), 0xffff);
}

/* The handler leaves the identities alone. */
void registers_after(void)
{
	identities();
	check(360, (u32)(rdmsr(0x10002002) >> 32) & 1, 0);
	check(361, (u32)(rdmsr(0x40002002) >> 32) & 1, 0);
}
