/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The virtual registers, and the screen's memory that one of them asks for. */
#include "smm.h"

#define SYSTEM_MEMORY 0x10000028

static u32 vr_state, vr_index, vg_config, int_gpio[2];

/* Graphics: memory from the top of RAM, descriptors, pixel PLL, display controller. */
static void graphics_start(u32 config)
{
	u32 size = (config & 0xfe) << 20, top, offset;
	u64 val = rdmsr(SYSTEM_MEMORY);

	top = ((u32)(val >> 32) & 0xff) << 24 | ((u32)val >> 20) << 12; /* last page */
	top -= size;
	val = (val & 0xffffff00000fffff) | (u64)(top >> 24) << 32 | (top >> 12 & 0xfff) << 20;
	wrmsr(SYSTEM_MEMORY, val);
	msr_change(0x4000002a, 0xfffff00000, val & 0xfffff00000);
	msr_change(0x50002019, 0xfffff00000000000, (u64)top << 32);
	msr_change(0x1808, 0x0fffff00, top >> 4);
	offset = ((top + 0x1000 - FB) >> 12) & 0xfffff;

	wrmsr(descriptor_free(0x10000029, 0x1000002b, R_FREE),
	      0x2000000000000000 | (u64)offset << 40 | (u64)((FB + size - 0x1000) >> 12) << 20 |
		      FB >> 12);
	wrmsr(descriptor_free(0x4000002b, 0x4000002d, R_FREE),
	      0x2000000000000000 | (u64)((FB + size - 0x1000) >> 12) << 20 | FB >> 12);
	wrmsr(0x1810, (u64)(FB + size - 0x1000) << 32 | FB | 0x111);
	/* GP, DC, VP, VIP: 16 KiB each below. */
	wrmsr(descriptor_free(0x10000022, 0x10000025, BM_FREE), 0xa000008fffcffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x2000008fffcffffc);
	wrmsr(descriptor_free(0x10000029, 0x1000002b, R_FREE),
	      0x8000000000000000 | (u64)(0x100000 - 0x8fff8) << 40 | (u64)0x8fffb << 20 | 0x8fff8);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x2000008fff8ffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0x4000008fff4ffffc);
	wrmsr(descriptor_free(0x40000022, 0x40000029, BM_FREE), 0xa000008fff0ffffc);
	for (u32 i = 0; i < 4; i++)
		wrmsr(0x1811 + i,
		      (u64)(0x8ffff000 - i * 0x4000) << 32 | (0x8fffc000 - i * 0x4000) | 0x101);

	msr_change(0xa0002001, 0xfffffff8, 0x10);
	wrmsr(0xa0002002, 0x0000000100000001);
	msr_change(0x80002001, 0xfffffff8, 0x720);
	wrmsr(0x80002002, 0x1001ffff1001ffff);
	wrmsr(0x80002012, 0x302);
	wrmsr(0x80002011, 0x42);
	msr_change(0x54002001, 0xfffffff8, 0x620);
	wrmsr(0x54002002, 0x7fff7fff);
	wrmsr(0x4c000015, 0x0000216c00000001);
	for (u32 i = 0; i < 8; i++)
		outb(0xed, 0xf5);
	for (u32 i = 1; i < 100000 && !BOX32(BOX_LOCK); i++)
		BOX32(BOX_LOCK) = (u32)rdmsr(0x4c000015) & 0x02000000 ? i : 0;
	wrmsr(0x4c000015, 0x0000216c00000000);
	msr_change(0x48002001, 0xfffffff8, 0x40000 | (400 / 14 & 0x3f) << 8);

	poke(0x8fff8000, 0x4758);
	poke(0x8fff8088, *(volatile u32 *)0x8fff8088);
	poke(0x8fff8084, FB); /* as the display controller sees it */
	poke(0x8fff8010, 0);
	poke(0x8fff8014, 0);
	poke(0x8fff8018, 0);
	poke(0x8fff8000, 0);
	poke(0x8fffc04c, FB | FB >> 10);
	poke(0x8fff0000, 0x42000001);
}

/* The virtual registers' index and data ports. */
enum { LOCKED, UNLOCKED, INDEXED };

static void virtual_write(u32 index, u32 data)
{
	if (index == 0x0009 || index == 0x000a) {
		if (!int_gpio[index - 9])
			int_gpio[index - 9] = data & 0xffff;
	} else if (index == 0x0008) {
		__asm__ volatile("wbinvd" : : : "memory");
	} else if (index == 0x0200) {
		if (!vg_config)
			graphics_start(data);
		vg_config = data & 0xffff;
	}
}

static void virtual_read(struct regs *r, u32 index)
{
	switch (index) {
	case 0x0000: answer(r, 0x03b0); break;
	case 0x0003: r->eax = 0x56534132; break;
	case 0x0009:
	case 0x000a: answer(r, int_gpio[index - 9]); break;
	case 0x0200: answer(r, vg_config ? vg_config : 0xffff); break;
	default: break; /* nobody's: EAX stays */
	}
}

void virtual_register(struct regs *r)
{
	u32 io = HDR_IO, port = io & 0xffff, size = io >> 16, data = HDR_DATA;

	BOX32(BOX_VIRTUAL)++;
	if (HDR_FLAGS & F_WRITE && port == 0xac1c) {
		if (size == 15 && data >> 16 == 0xfc53) {
			vr_index = data & 0xffff;
			vr_state = INDEXED;
		} else if (size == 3 && (data & 0xffff) == 0xfc53) {
			vr_state = UNLOCKED;
		} else if (size == 3 && vr_state == UNLOCKED) {
			vr_index = data & 0xffff;
			vr_state = INDEXED;
		} else {
			vr_state = LOCKED;
		}
	} else if (port == 0xac1c) {
		if (size == 3 && vr_state != LOCKED)
			answer(r, vr_index);
		else if (size != 3)
			vr_state = LOCKED;
	} else if (HDR_FLAGS & F_WRITE) {
		if (vr_state == INDEXED && size == 3)
			virtual_write(vr_index, data);
		vr_state = LOCKED;
	} else {
		if (vr_state == INDEXED)
			virtual_read(r, vr_index);
		else
			answer(r, 0);
		vr_state = LOCKED;
	}
}

u32 graphics_there(void)
{
	return vg_config != 0;
}
