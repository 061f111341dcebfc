/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that says what the start of VSA2 has left behind: RAM by the coreboot table, written to at its end and read
 * back, the reserved range of SMM memory, the handler's signature. It ends a simulator by its exit port (-DEXIT_PORT),
 * or resets the machine (-DRESETS).
 */
#include <stddef.h>
#include <stdint.h>

#define COM1	    0x3f8
#define LINE_STATUS 5
#define MIB	    0x100000u
#define TAG_MEMORY  1
#define MEMORY_RAM  1
#define SMM_BASE    0x80400000u
#define INDEX_PORT  0xac1c
#define SIGNATURE   0xfc530003u
#define DATA_PORT   0xac1e
#define PATTERN	    0x5a17c0deu

static uint8_t stack[4096] __attribute__((used, aligned(16)));

__asm__(".globl _start\n_start: cli\n mov 4(%esp), %eax\n mov $stack + 4096, %esp\n push %eax\n call payload_main\n");

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void put(const char *text)
{
	for (; *text; text++) {
		while (!(inb(COM1 + LINE_STATUS) & 0x20))
			;
		outb(COM1, (uint8_t)*text);
	}
}

static void put_hex(const char *name, uint32_t value)
{
	char text[9] = {0};

	for (int i = 7; i >= 0; i--, value >>= 4)
		text[i] = "0123456789abcdef"[value & 15];
	put(name);
	put(text);
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

static void read_table(const uint32_t *header)
{
	const uint32_t *record = (const uint32_t *)((const uint8_t *)header + header[1]);

	for (uint32_t left = header[5]; left--;
	     record = (const uint32_t *)((const uint8_t *)record + record[1])) {
		if (record[0] != TAG_MEMORY)
			continue;
		for (const uint32_t *range = record + 2;
		     (const uint8_t *)range < (const uint8_t *)record + record[1]; range += 5)
			look(range);
	}
}

static uint32_t signature(void)
{
	uint32_t value = 0;

	__asm__ volatile("outl %0, %1" : : "a"(SIGNATURE), "d"((uint16_t)INDEX_PORT));
	__asm__ volatile("inw %%dx, %%ax" : "+a"(value) : "d"((uint16_t)DATA_PORT));
	return value;
}

void payload_main(const uint32_t *table);

void payload_main(const uint32_t *table)
{
	volatile uint32_t *last;

	read_table(table);
	put_hex("\r\nRAM with tables to ", map_end);
	put_hex("SMM memory's type ", smm_type);
	put_hex("SMM memory's size ", smm_size);
	put_hex("signature ", signature());
	last = (volatile uint32_t *)(ram_end - 4);
	*last = PATTERN;
	__asm__ volatile("wbinvd" : : : "memory");
	put_hex("end of RAM ", *last);
	while (!(inb(COM1 + LINE_STATUS) & 0x40))
		;
#ifdef RESETS
	/* DIVIL_SOFT_RESET of the companion */
	__asm__ volatile("wrmsr" : : "c"(0x51400017), "a"(1), "d"(0));
#endif
	outb(EXIT_PORT, *last != PATTERN);
	for (;;)
		__asm__ volatile("hlt");
}
