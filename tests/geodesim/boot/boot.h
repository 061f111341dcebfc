/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The test boot image: its mistake, its board, and what its files offer one another. */
#ifndef BOOT_H
#define BOOT_H

#include "hw.h"

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
