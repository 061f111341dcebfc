/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Converts what the loader knows of the machine into Linux's zero page. Runs on the target. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "params.h"

/* The zero page: Documentation/x86/boot.rst and zero-page.rst. */
#define ZP_VIDEO_MODE	  0x06
#define ZP_VIDEO_COLS	  0x07
#define ZP_VIDEO_LINES	  0x0e
#define ZP_VIDEO_IS_VGA	  0x0f
#define ZP_FONT_HEIGHT	  0x10
#define ZP_LFB_WIDTH	  0x12
#define ZP_LFB_HEIGHT	  0x14
#define ZP_LFB_DEPTH	  0x16
#define ZP_LFB_BASE	  0x18
#define ZP_LFB_SIZE	  0x1c
#define ZP_LFB_PITCH	  0x24
#define ZP_LFB_COLORS	  0x26
#define ZP_ACPI_RSDP	  0x70
#define ZP_E820_COUNT	  0x1e8
#define ZP_E820		  0x2d0
#define E820_MAX	  128
#define VIDEO_VGA_TEXT	  0x01
#define VIDEO_VESA_LFB	  0x23

#define E820_RAM	  1
#define E820_RESERVED	  2
#define E820_UNUSABLE	  5

#define MULTIBOOT_LOADER  0x2badb002
#define MULTIBOOT_MMAP	  (1 << 6)
#define MULTIBOOT_MEMORY  (1 << 0)

/* coreboot table */
#define LB_SIGNATURE	  0x4f49424c /* "LBIO" */
#define LB_HEADER_SIZE	  24
#define LB_MEMORY	  0x01
#define LB_CONSOLE	  0x10
#define LB_FORWARD	  0x11
#define LB_FRAMEBUFFER	  0x12
#define LB_ACPI_RSDP	  0x43
#define LB_CONSOLE_VGA	  1
#define LB_TABLE_MAX	  0x100000
#define LB_FORWARDS_MAX	  4
#define MEMORY_ENTRY_SIZE 20

enum refusal {
	REFUSED_NO_MEMORY_MAP = 1,
	REFUSED_TOO_LITTLE_RAM,
};

extern char _stub_memsz[];

__attribute__((section(".params"), used)) volatile struct stub_params params = {
	.magic = STUB_MAGIC,
	.memsz = (uint32_t)_stub_memsz,
};

int stub_main(uint32_t magic, uint32_t info, uint32_t table);

static uint8_t *const zero_page = (uint8_t *)ZERO_PAGE_ADDRESS;

static uint16_t get16(uint32_t address)
{
	return *(const volatile uint16_t *)address;
}

static uint32_t get32(uint32_t address)
{
	return *(const volatile uint32_t *)address;
}

static uint64_t get64(uint32_t address)
{
	return get32(address) | (uint64_t)get32(address + 4) << 32;
}

static void put16(unsigned int offset, uint16_t value)
{
	*(volatile uint16_t *)(zero_page + offset) = value;
}

static void put32(unsigned int offset, uint32_t value)
{
	*(volatile uint32_t *)(zero_page + offset) = value;
}

static void add_range(uint64_t base, uint64_t size, uint32_t type)
{
	unsigned int count = zero_page[ZP_E820_COUNT];
	unsigned int at = ZP_E820 + count * MEMORY_ENTRY_SIZE;

	if (count == E820_MAX || size == 0)
		return;
	if (type == 0 || type > E820_UNUSABLE)
		type = E820_RESERVED;
	put32(at, base);
	put32(at + 4, base >> 32);
	put32(at + 8, size);
	put32(at + 12, size >> 32);
	put32(at + 16, type);
	zero_page[ZP_E820_COUNT] = count + 1;
}

static bool is_ram(uint32_t base, uint32_t size)
{
	for (unsigned int i = 0; i < zero_page[ZP_E820_COUNT]; i++) {
		uint32_t entry = ZERO_PAGE_ADDRESS + ZP_E820 + i * MEMORY_ENTRY_SIZE;
		uint64_t start = get64(entry), length = get64(entry + 8);

		if (get32(entry + 16) == E820_RAM && start <= base &&
		    start + length >= (uint64_t)base + size)
			return true;
	}
	return false;
}

static void use_vga_text(void)
{
	zero_page[ZP_VIDEO_MODE] = 3;
	zero_page[ZP_VIDEO_COLS] = 80;
	zero_page[ZP_VIDEO_LINES] = 25;
	zero_page[ZP_VIDEO_IS_VGA] = VIDEO_VGA_TEXT;
	put16(ZP_FONT_HEIGHT, 16);
}

/* 16-bit one's complement sum; 0xffff over a block that holds its own right checksum. */
static uint16_t ip_sum(uint32_t address, uint32_t size)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i + 1 < size; i += 2) {
		sum += get16(address + i);
		sum = (sum & 0xffff) + (sum >> 16);
	}
	if (size & 1)
		sum += *(const volatile uint8_t *)(address + size - 1);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

static bool is_coreboot_header(uint32_t address)
{
	uint32_t size;

	if (address & 3 || get32(address) != LB_SIGNATURE || get32(address + 4) != LB_HEADER_SIZE ||
	    ip_sum(address, LB_HEADER_SIZE) != 0xffff)
		return false;
	size = get32(address + 12);
	return size <= LB_TABLE_MAX &&
	       (uint16_t)~ip_sum(address + LB_HEADER_SIZE, size) == (uint16_t)get32(address + 16);
}

static uint32_t scan_for_coreboot(uint32_t start, uint32_t end)
{
	for (uint32_t address = start; address < end; address += 16)
		if (is_coreboot_header(address))
			return address;
	return 0;
}

static void take_framebuffer(uint32_t record)
{
	uint32_t pitch = get32(record + 24), lines = get32(record + 20);

	zero_page[ZP_VIDEO_IS_VGA] = VIDEO_VESA_LFB;
	put16(ZP_LFB_WIDTH, get32(record + 16));
	put16(ZP_LFB_HEIGHT, lines);
	put16(ZP_LFB_DEPTH, *(const uint8_t *)(record + 28));
	put32(ZP_LFB_BASE, get32(record + 8));
	put32(ZP_LFB_SIZE, (pitch * lines + 0xffff) >> 16);
	put16(ZP_LFB_PITCH, pitch);
	/* The record has position before size, the zero page size before position. */
	for (unsigned int color = 0; color < 4; color++) {
		zero_page[ZP_LFB_COLORS + 2 * color] = *(const uint8_t *)(record + 30 + 2 * color);
		zero_page[ZP_LFB_COLORS + 2 * color + 1] =
			*(const uint8_t *)(record + 29 + 2 * color);
	}
}

static void take_record(uint32_t record, uint32_t tag, uint32_t size)
{
	switch (tag) {
	case LB_MEMORY:
		for (uint32_t at = 8; at + MEMORY_ENTRY_SIZE <= size; at += MEMORY_ENTRY_SIZE)
			add_range(get64(record + at), get64(record + at + 8),
				  get32(record + at + 16));
		break;
	case LB_CONSOLE:
		if (size >= 10 && get16(record + 8) == LB_CONSOLE_VGA)
			use_vga_text();
		break;
	case LB_FRAMEBUFFER:
		if (size >= 37)
			take_framebuffer(record);
		break;
	case LB_ACPI_RSDP:
		if (size >= 16) {
			put32(ZP_ACPI_RSDP, get32(record + 8));
			put32(ZP_ACPI_RSDP + 4, get32(record + 12));
		}
		break;
	}
}

/* Takes all records of a checked table; returns the address of another one it forwards to, or 0. */
static uint32_t take_coreboot_table(uint32_t header)
{
	uint32_t record = header + LB_HEADER_SIZE;
	uint32_t end = record + get32(header + 12);
	uint32_t forward = 0;

	while (end - record >= 8) {
		uint32_t tag = get32(record), size = get32(record + 4);

		if (size < 8 || size > end - record)
			break;
		if (tag == LB_FORWARD && size >= 16)
			forward = get32(record + 8);
		else
			take_record(record, tag, size);
		record += size;
	}
	return forward;
}

static void take_coreboot(uint32_t hint)
{
	uint32_t table = hint && is_coreboot_header(hint) ? hint : scan_for_coreboot(0x10, 0x1000);

	if (table == 0)
		table = scan_for_coreboot(0xf0000, 0x100000);
	for (unsigned int i = 0; table != 0 && i < LB_FORWARDS_MAX; i++) {
		table = take_coreboot_table(table);
		if (table != 0 && !is_coreboot_header(table))
			table = 0;
	}
}

static void take_multiboot(uint32_t info)
{
	uint32_t flags = get32(info);

	if (flags & MULTIBOOT_MMAP) {
		uint32_t at = get32(info + 48), end = at + get32(info + 44);

		while (end - at >= 24) {
			uint32_t size = get32(at);

			add_range(get64(at + 4), get64(at + 12), get32(at + 20));
			if (size < 20 || size > end - at - 4)
				break;
			at += size + 4;
		}
	} else if (flags & MULTIBOOT_MEMORY) {
		add_range(0, (uint64_t)get32(info + 4) << 10, E820_RAM);
		add_range(0x100000, (uint64_t)get32(info + 8) << 10, E820_RAM);
	}
	use_vga_text();
}

/*
 * Fills in memory map, display and ACPI. magic and info: EAX and EBX at the entry; table: what lay
 * beside the return address. Returns 0 or why the kernel cannot be started (enum refusal).
 */
int stub_main(uint32_t magic, uint32_t info, uint32_t table)
{
	if (magic == MULTIBOOT_LOADER)
		take_multiboot(info);
	if (zero_page[ZP_E820_COUNT] == 0)
		take_coreboot(table);
	if (zero_page[ZP_E820_COUNT] == 0)
		return REFUSED_NO_MEMORY_MAP;
	if (!is_ram(params.runtime, params.runtime_size))
		return REFUSED_TOO_LITTLE_RAM;
	return 0;
}
