/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Brings a Geode LX board from power-on to RAM on the host and prints every register write: what bootblock and
 * romstage do with the board's generated tables. A module's EEPROM answers at SMBus 50h; RAM works.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <boot/context.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/chip.h>
#include <lib/spd.h>

#define RSTPLL	      0x4c000014u
#define RSTPLL_COLD   0x0000059c0000182eull /* an ALIX.1C after power-on */
#define RSTPLL_LOCKED 0x03000000u
#define RSTPLL_BYPASS 0x1800u
#define PAIRS	      4096

struct pair {
	uint32_t key;
	uint64_t value;
};

static struct pair msrs[PAIRS], ram[PAIRS];

static uint64_t *find(struct pair *pairs, uint32_t key)
{
	for (unsigned i = 0; i < PAIRS; i++) {
		if (!pairs[i].value && !pairs[i].key)
			pairs[i].key = key;
		if (pairs[i].key == key)
			return &pairs[i].value;
	}
	abort();
}

uint64_t rdmsr(uint32_t msr)
{
	return *find(msrs, msr);
}

void wrmsr(uint32_t msr, uint64_t value)
{
	printf("msr %08x = %016llx\n", msr, (unsigned long long)value);
	*find(msrs, msr) = value;
}

uint32_t read32(uintptr_t address)
{
	return (uint32_t)*find(ram, (uint32_t)address + 1);
}

void write32(uintptr_t address, uint32_t value)
{
	*find(ram, (uint32_t)address + 1) = value;
}

/* An SMBus host: bytes written since the start, and what the slave does. Bases are multiples of 256. */
static uint8_t sent[2];
static unsigned sent_count, position;

static const uint8_t module[SPD_SIZE] = {
	[0] = 128,   [1] = 8,	  [2] = 7,     [3] = 13,    [4] = 10,	 [5] = 1,     [6] = 64,
	[8] = 4,     [9] = 0x50,  [12] = 0x82, [13] = 16,   [15] = 1,	 [16] = 0x0e, [17] = 4,
	[18] = 0x1c, [21] = 0x20, [23] = 0x60, [25] = 0x75, [27] = 0x3c, [28] = 0x28, [29] = 0x3c,
	[30] = 0x28, [31] = 0x40, [41] = 0x37, [42] = 0x46, [43] = 0x30, [63] = 0xa6};

static bool answers(void)
{
	return !sent_count || sent[0] >> 1 == 0x50;
}

uint8_t inb(uint16_t port)
{
	if (port < 0x1000)
		return 0;
	switch (port & 0xff) {
	case 0: return module[position++ % SPD_SIZE];
	case 1: return answers() ? 0x40 : 0x10;
	case 2: return 0x10;
	default: return 0;
	}
}

void outb(uint16_t port, uint8_t value)
{
	printf("port %04x = %02x\n", port, value);
	if (port < 0x1000)
		return;
	if ((port & 0xff) == 3 && value & 1)
		sent_count = 0;
	if ((port & 0xff) == 0 && sent_count < 2) {
		sent[sent_count++] = value;
		if (sent_count == 2)
			position = value;
	}
}

/* The power management ports: nothing sleeps. */
uint32_t inl(uint16_t port)
{
	(void)port;
	return 0;
}

void outl(uint16_t port, uint32_t value)
{
	printf("port %04x = %08x\n", port, value);
}

void delay_us(uint32_t us)
{
	(void)us;
}

void console_uart_drain(void)
{
}

void printk(int level, const char *fmt, ...)
{
	va_list args;

	(void)level;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
}

int main(void)
{
	struct ram_info info = {0};
	int err;

	*find(msrs, RSTPLL) = RSTPLL_COLD;
	err = chips_bootblock_init();
	chips_start_clocks();
	*find(msrs, RSTPLL) = (rdmsr(RSTPLL) & ~(1ull | RSTPLL_BYPASS)) | RSTPLL_LOCKED;
	err |= chips_start_clocks();
	err |= chips_early_init();
	err |= chips_ram_init(&info);
	printf("ram %llx result %d\n", (unsigned long long)info.low_top, err);
	return 0;
}
