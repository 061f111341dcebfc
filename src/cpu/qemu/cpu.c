/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processors of QEMU's 'pc' machine, for the parts that ROM code must do itself. */
#include <arch/cpu.h>
#include <arch/io.h>
#include <cpu/cpu.h>

#define CR0_CD		  0x40000000u
#define CR0_NW		  0x20000000u

/* The PIIX4's power-management timer is not set up this early; the 8254 always runs (Intel 8254 data sheet). */
#define PIT_CHANNEL2	  0x42
#define PIT_CONTROL	  0x43
#define PIT_CH2_MODE0	  0xb0 /* channel 2, both bytes, interrupt on terminal count */
#define PIT_CH2_LATCH	  0x80
#define PORT_61		  0x61
#define PORT_61_GATE2	  0x01
#define PIT_HZ		  1193182u

#define CALIBRATION_TICKS 60 /* about 50 us: 2 percent off at worst, and short */
#define CALIBRATION_POLLS 100000

static void caches_on(void)
{
	uint32_t cr0 = read_cr0() & ~(CR0_CD | CR0_NW);

	__asm__ volatile("movl %0, %%cr0" : : "r"(cr0) : "memory");
}

void cpu_car_disable(void)
{
	caches_on();
}

static uint16_t pit_read(void)
{
	uint16_t low;

	outb(PIT_CONTROL, PIT_CH2_LATCH);
	low = inb(PIT_CHANNEL2);
	return (uint16_t)(low | inb(PIT_CHANNEL2) << 8);
}

uint32_t cpu_tsc_khz(void)
{
	uint8_t port61 = inb(PORT_61);
	uint16_t first, now = 0;
	uint64_t start, ticks;
	uint32_t elapsed = 0, khz;

	outb(PORT_61, (port61 & 0xfc) | PORT_61_GATE2);
	outb(PIT_CONTROL, PIT_CH2_MODE0);
	outb(PIT_CHANNEL2, 0xff);
	outb(PIT_CHANNEL2, 0xff);
	first = pit_read();
	start = rdtsc();
	for (unsigned int polls = 0; elapsed < CALIBRATION_TICKS && polls < CALIBRATION_POLLS;
	     polls++) {
		now = pit_read();
		elapsed = (uint16_t)(first - now);
	}
	ticks = rdtsc() - start;
	outb(PORT_61, port61);
	if (!elapsed)
		return 1000;
	/* ticks per elapsed/PIT_HZ seconds; both factors are small enough for 32-bit division steps */
	khz = (uint32_t)ticks / elapsed * (PIT_HZ / 1000) +
	      (uint32_t)ticks % elapsed * (PIT_HZ / 1000) / elapsed;
	return khz ? khz : 1000;
}

void cpu_cache_code(uintptr_t start, uintptr_t end)
{
	(void)start;
	(void)end;
}

/* Flash is memory like any other. */
void cpu_rom_cache(bool on)
{
	(void)on;
}

void cpu_init(void)
{
	caches_on();
}
