/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The test boot image: ports, MSRs, delays, and what its files offer one another. */
#ifndef BOOT_H
#define BOOT_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* Which mistake this image makes; M_NONE for the correct image. See mistakes.def. */
enum {
	M_NONE,
#define MISTAKE(name, ...) M_##name,
#include "mistakes.def"
#undef MISTAKE
};
#ifndef BOOT_MISTAKE
#define BOOT_MISTAKE M_NONE
#endif
#define MISTAKE_IS(name) (BOOT_MISTAKE == M_##name)

/*
 * The board, where it is not a Norwich: BOARD_CONSOLE, where its first serial connector comes
 * from; BOARD_SPD, what an SPD EEPROM would say about memory that is soldered without one.
 */
enum {
	UART1,
	UART2,
	W83627HF,
	W83627HF_48, /* its strap says 24 MHz, the board feeds it 48 */
	IT8712F,
};
#ifndef BOARD_CONSOLE
#define BOARD_CONSOLE UART1
#endif

/* Where the console UART and the companion's blocks are put. */
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

/* What a DIMM says about itself: the SPD bytes used, of one DIMM. */
struct dimm {
	int present;
	u8 spd[64];
};

/* What must survive the end of cache-as-RAM. */
struct boot_info {
	u32 magic;
	u32 glius;     /* GLIU multiplier + 1: 33.33 MHz units */
	u32 ram_mib;   /* all DIMMs */
	u32 ram_pages; /* the same in 4 KiB pages */
	struct dimm dimm[2];
	u32 pattern[1024]; /* filled in cache-as-RAM, looked at afterwards */
};
#define BOOT_MAGIC 0x47454f44

/* console.c */
void say(const char *text);
void say_hex(u32 val, unsigned digits);
void say_dec(u32 val);
void say_msr(const char *name, u32 msr);
void say_wait(void);
void stop(const char *text) __attribute__((noreturn));

/* companion.c: what must come first so that the CS5536 answers. */
void companion_link(void);
void companion_setup(void);

/* superio.c */
void superio_uart(void);

/* smbus.c */
int smbus_read(u8 device, u8 offset);

/* spd.c */
void spd_read(struct boot_info *info);
u32 spd_cycle(const struct dimm *d, unsigned steps);
u32 spd_slowest_cycle(const struct boot_info *info);

/* pll.c */
void pll_setup(struct boot_info *info);
u32 memory_khz(const struct boot_info *info);
u32 clocks(const struct boot_info *info, u32 ps);

/* cpu.c */
void cpu_setup(void);
void cpu_regions(const struct boot_info *info);
void cpu_caches(void);
void cpu_rom_closed(void);

/* dram.c, dram_start.c */
void dram_setup(struct boot_info *info);
void dram_delays(const struct boot_info *info);
void dram_start(const struct boot_info *info);

/* gliu.c */
void gliu_memory(const struct boot_info *info);
void gliu_hidden_close(void);
void glpci_setup(const struct boot_info *info);

/* memory.c */
void memory_test(u32 ram_mib, u32 ram_pages) __attribute__((noreturn));

/* start.S */
void leave_cache_as_ram(void);
void hand_over(void) __attribute__((noreturn)); /* to a program in memory; it says "end" */
void call_on_stack(void *stack, void (*function)(void *), void *argument) __attribute__((noreturn));
u32 flash_id(void); /* up to flash_id_end, to be copied */
extern const u8 flash_id_end[];
void pattern_fill(u32 from, u32 to, u32 add);
u32 pattern_check(u32 from, u32 to, u32 add, u32 *sum); /* returns the count of bad quadwords */

/* end.c: after the memory test. */
void at_end(u32 ram_mib);

/* smi_test.c */
void smi_restarted(void);

#endif
