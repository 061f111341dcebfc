/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands in for a Linux kernel, on machines too small for a real one: prints what the zero page gives
 * it (memory map, ACPI's RSDP), what it finds in the first MiB, and powers the machine off.
 * tests/harness/kernel.py puts the setup header in front.
 */
#include "payload.h"

#define PM1_CONTROL  0x604
#define SLEEP_S5     0x2000
#define RESET	     0xcf9 /* ends QEMU too, where there is no power management */
#define ZERO_RSDP    0x70
#define ZERO_ENTRIES 0x1e8
#define ZERO_E820    0x2d0

/* The entry is the first byte of the image; ESI is the zero page. */
__asm__(".text\n.globl _start\n_start: mov $stack + 4096, %esp\n mov %esi, %eax\n push %eax\n"
	" call kernel_main\n1: hlt\n jmp 1b\n");

struct __attribute__((packed)) e820_entry {
	uint64_t base, size;
	uint32_t type;
};

/* Where in the F segment the signature stands on a 16-byte boundary, or 0. */
static uint32_t find(const char *signature, uint32_t length)
{
	for (uint32_t at = 0xf0000; at < 0x100000; at += 16) {
		uint32_t i = 0;

		while (i < length && ((const volatile char *)at)[i] == signature[i])
			i++;
		if (i == length)
			return at;
	}
	return 0;
}

static void say(const char *what, uint64_t value)
{
	put(what);
	put(" ");
	put_hex(value, 16);
	put("\r\n");
}

void kernel_main(const uint8_t *zero_page);

void kernel_main(const uint8_t *zero_page)
{
	const struct e820_entry *e820 = (const struct e820_entry *)(zero_page + ZERO_E820);
	/* Volatile, or the compiler takes an address in the first page for a mistake. */
	volatile uint32_t base_memory = 0x413;

	for (unsigned i = 0; i < zero_page[ZERO_ENTRIES]; i++) {
		put("e820 ");
		put_hex(e820[i].base, 16);
		put(" ");
		put_hex(e820[i].size, 16);
		put(" ");
		put_hex(e820[i].type, 16);
		put("\r\n");
	}
	say("rsdp", *(const uint64_t *)(zero_page + ZERO_RSDP));
	say("RSD PTR", find("RSD PTR ", 8));
	say("_SM_", find("_SM_", 4));
	say("$PIR", find("$PIR", 4));
	say("base memory", *(const volatile uint16_t *)base_memory);
	put("end\r\n");
	drain();
	__asm__ volatile("outw %w0, %w1" : : "a"(SLEEP_S5), "Nd"(PM1_CONTROL));
	outb(RESET, 6);
}
