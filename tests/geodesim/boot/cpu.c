/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor: its configuration, memory properties, caches (LX data book, CPU core MSRs). */
#include "boot.h"

#define RCONF_DEFAULT 0x1808
#define RCONF_BYPASS  0x180a
#define RCONF_A0      0x180b
#define RCONF_C0      0x180c
#define RCONF_E0      0x180d

#define WRITE_BACK    0x00
#define UNCACHED      0x21    /* and write-serialized */
#define ROM	      0x25    /* the same, protected */
#define ROM_CACHED    0x04    /* written back, protected */
#define ROM_PAGE      0xfff80 /* 512 KiB */

static u64 all_bytes(u8 val)
{
	return val * 0x0101010101010101ull;
}

/* What the early steps need; the order does not matter. */
void cpu_setup(void)
{
	msr_change(0x1100, 0, 0x10000000000ull);	/* trace sync every 256 bytes */
	msr_change(0x10000082, 1ull << 60, 1ull << 63); /* arbiters: QUACK, no DACK */
	msr_change(0x40000082, 1ull << 60, 1ull << 63);
	msr_change(0x40000081, 0x880, 0); /* AES and PCI: one request in flight */
	msr_change(0x1a00, 0, 1);	  /* imprecise FPU exceptions */
	msr_change(0x1210, 0, 3);	  /* suspend on HLT, on pause */
	msr_change(0x1900, 0x0f000000, 0x02001020);
	wrmsr(0x4c00001e, 0x603c);
	if (MISTAKE_IS(UNKNOWN_MSR))
		wrmsr(0x20000030, 1);
	if (MISTAKE_IS(RESERVED_BITS))
		msr_change(0x2000001d, 0, 1u << 20);
	if (MISTAKE_IS(READ_ONLY_MSR))
		wrmsr(0x10000086, 0);
	if (MISTAKE_IS(THROTTLE_ZERO))
		wrmsr(0x4c000018, 0x10);
}

/*
 * Memory below the SMM region written back, all else PCI. The ROM is cached as long as its code
 * runs: the memory test would take minutes.
 */
void cpu_regions(const struct boot_info *info)
{
	u64 top = info->ram_pages - SMM_SIZE / 4096 - 1;

	wrmsr(RCONF_A0, all_bytes(UNCACHED));
	wrmsr(RCONF_C0, all_bytes(WRITE_BACK));
	wrmsr(RCONF_E0, all_bytes(WRITE_BACK));
	wrmsr(RCONF_DEFAULT, (u64)ROM_CACHED << 56 | (u64)ROM_PAGE << 36 | (u64)UNCACHED << 28 |
				     top << 8 | WRITE_BACK);
	wrmsr(RCONF_BYPASS, 0);
}

/** cpu_rom_closed - for those who come after: the ROM is neither cached nor written. */
void cpu_rom_closed(void)
{
	u8 rom = MISTAKE_IS(ROM_WRITABLE) ? UNCACHED : ROM;

	if (!MISTAKE_IS(ROM_CACHED))
		msr_change(RCONF_DEFAULT, 0xffull << 56, (u64)rom << 56);
}

/* L2 as victim of L1; the known work-arounds. The caches are on. */
void cpu_caches(void)
{
	if (!MISTAKE_IS(L2_WITHOUT_EBE))
		msr_change(0x1700, 0, 0x400);
	if (!MISTAKE_IS(L2_WITHOUT_EVICT))
		msr_change(0x1800, 0, 0x4000);
	wrmsr(0x1920, 0x10);
	wrmsr(0x1920, 0x0f);
	msr_change(0x1800, 0x700000000000ull, 0x200000000022ull);
}
