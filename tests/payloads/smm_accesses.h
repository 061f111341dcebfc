/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration and virtual register accesses at random, for the payloads that disturb the SMI handler. */
#ifndef TESTS_PAYLOADS_SMM_ACCESSES_H
#define TESTS_PAYLOADS_SMM_ACCESSES_H

#include "check.h"

#define ADDRESS	    0xcf8
#define DATA	    0xcfc
#define VR_INDEX    0xac1c
#define SMM_BASE    0x80400000u
#define SMM_SIZE    0x20000u
#define HOST	    0x08
#define ISA	    0x78
#define IDE	    0x7a
#define OHCI	    0x7c
#define UDC	    0x7e
#define OTG	    0x7f
#define COMMAND	    0x04
#define BAR0	    0x10
#define PM	    0x44
#define ISA_IDS	    0x20901022u
#define SMM_MAGIC   0x314d4d53u

/* How random_accesses() and its twin in real mode draw: three shifts of a 32-bit number. */
#define DRAW_LEFT   13
#define DRAW_RIGHT  17
#define DRAW_LEFT_2 5

static const uint8_t functions[] = {0x08, 0x09, 0x0a, 0x78, 0x7a, 0x7b, 0x7c, 0x7d};

static inline uint32_t clocks(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return low;
}

/* Of the head of the handler's image as SMM memory shows it; data of the handler behind it moves. */
static inline uint32_t sum_of_smm(void)
{
	const volatile uint32_t *at = (const volatile uint32_t *)SMM_BASE;
	uint32_t sum = 0;

	for (unsigned i = 0x0c / 4; i < 0x30 / 4; i++)
		sum = (sum << 1 | sum >> 31) ^ at[i];
	return sum;
}

/* Configuration address, read and write of 32 bits. */
static inline void choose(unsigned devfn, unsigned reg)
{
	outl(ADDRESS, 0x80000000u | devfn << 8 | (reg & 0xfc));
}

static inline uint32_t read(unsigned devfn, unsigned reg)
{
	choose(devfn, reg);
	return inl(DATA);
}

static inline void write(unsigned devfn, unsigned reg, uint32_t value)
{
	choose(devfn, reg);
	outl(DATA, value);
}

/* No function but the bridges decodes: nothing moves under the program, whatever is written. */
static inline void switch_functions_off(void)
{
	for (unsigned i = 0; i < sizeof(functions); i++) {
		if (functions[i] != ISA && functions[i] != HOST)
			write(functions[i], COMMAND, 0);
	}
	write(UDC, COMMAND, 0);
	write(OTG, COMMAND, 0);
}

static uint32_t seed = 1;

static inline uint32_t any(void)
{
	seed ^= seed << DRAW_LEFT;
	seed ^= seed >> DRAW_RIGHT;
	seed ^= seed << DRAW_LEFT_2;
	return seed;
}

static inline void access(uint16_t port, uint32_t how, uint32_t value)
{
	static uint32_t buffer[2];
	void *at = buffer;

	switch (how & 7) {
	case 0: inb(port); break;
	case 1: inw(port); break;
	case 2: inl(port); break;
	case 3: outb(port, (uint8_t)value); break;
	case 4: outw(port, (uint16_t)value); break;
	case 5: outl(port, value); break;
	case 6: __asm__ volatile("insl" : "+D"(at) : "d"(port) : "memory"); break;
	default: __asm__ volatile("outsb" : "+S"(at) : "d"(port) : "memory");
	}
}

/* All widths, places inside of a register, directions, IN and INS; one in sixteen to the virtual registers. */
static inline void random_access(void)
{
	const uint32_t r = any();
	const unsigned devfn = functions[r & 7], reg = r >> 8 & 0xfc;
	unsigned how = r >> 16;

	if (!(r >> 20 & 15)) {
		access((uint16_t)(VR_INDEX + (r >> 24 & 3)), how, any());
		return;
	}
	if (devfn == ISA || devfn == HOST || reg == COMMAND || reg == PM)
		how %= 3;
	choose(devfn, reg);
	/* Bytes inside the register alone, so that no real port is written. */
	access((uint16_t)(DATA + ((how & 7) == 0 || (how & 7) == 3 ? r >> 24 & 3 : 0)), how, any());
}

#endif
