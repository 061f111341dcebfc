/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that says what the start of VSA2 has left behind: RAM by the coreboot table, written to at its end and read
 * back, the reserved range of SMM memory, the handler's signature. It ends a simulator by its exit port (-DEXIT_PORT),
 * or resets the machine (-DRESETS).
 */
#include "../tables.h"

#define MIB	   0x100000u
#define SMM_BASE   0x80400000u
#define INDEX_PORT 0xac1c
#define SIGNATURE  0xfc530003u
#define DATA_PORT  0xac1e
#define PATTERN	   0x5a17c0deu

PAYLOAD_ENTRY_WITH_TABLE();

static void say(const char *name, uint32_t value)
{
	put(name);
	put_hex(value, 8);
	put("\r\n");
}

static uint32_t ram_end, map_end, smm_type, smm_size;

/* base and size of 64 bits, type */
static void look(const uint32_t *range)
{
	if (range[0] <= MIB && range[0] + range[2] > MIB && range[4] == MEMORY_RAM)
		ram_end = range[0] + range[2];
	if (range[0] < SMM_BASE && range[0] + range[2] > map_end)
		map_end = range[0] + range[2];
	if (range[0] == SMM_BASE) {
		smm_type = range[4];
		smm_size = range[2];
	}
}

/* All of EAX: the handler answers a read of 16 bits with 32. */
static uint32_t signature(void)
{
	uint32_t value = 0;

	outl(INDEX_PORT, SIGNATURE);
	__asm__ volatile("inw %%dx, %%ax" : "+a"(value) : "d"((uint16_t)DATA_PORT));
	return value;
}

void payload_main(const uint32_t *table);

void payload_main(const uint32_t *table)
{
	volatile uint32_t *last;

	for (const uint32_t *range = NULL; (range = next_range(table, range));)
		look(range);
	say("\r\nRAM with tables to ", map_end);
	say("SMM memory's type ", smm_type);
	say("SMM memory's size ", smm_size);
	say("signature ", signature());
	last = (volatile uint32_t *)(ram_end - 4);
	*last = PATTERN;
	__asm__ volatile("wbinvd" : : : "memory");
	say("end of RAM ", *last);
	drain();
#ifdef RESETS
	/* DIVIL_SOFT_RESET of the companion */
	__asm__ volatile("wrmsr" : : "c"(0x51400017), "a"(1), "d"(0));
#endif
	outb(EXIT_PORT, *last != PATTERN);
	for (;;)
		__asm__ volatile("hlt");
}
