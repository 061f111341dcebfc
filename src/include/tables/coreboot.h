/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The coreboot table: what payloads and OS tools learn about the machine. All fields little-endian. */
/* Facts: doc/tables.md. Records start at multiples of 4, so 64-bit fields are only 4-aligned. */
#ifndef TABLES_COREBOOT_H
#define TABLES_COREBOOT_H

#include <stdint.h>

#define CBTABLE_SIGNATURE    0x4f49424cu /* "LBIO" */
#define CBTABLE_FORWARD_BASE 0x500u	 /* where GRUB, SeaBIOS and the OS tools all look */
#define CBTABLE_FORWARD_SIZE 40u

enum cbtable_tag {
	CB_TAG_MEMORY = 0x01,
	CB_TAG_MAINBOARD = 0x03,
	CB_TAG_VERSION = 0x04,
	CB_TAG_EXTRA_VERSION = 0x05,
	CB_TAG_BUILD = 0x06,
	CB_TAG_COMPILE_TIME = 0x07,
	CB_TAG_COMPILE_BY = 0x08,
	CB_TAG_COMPILE_HOST = 0x09,
	CB_TAG_COMPILE_DOMAIN = 0x0a,
	CB_TAG_COMPILER = 0x0b,
	CB_TAG_LINKER = 0x0c,
	CB_TAG_ASSEMBLER = 0x0d,
	CB_TAG_SERIAL = 0x0f,
	CB_TAG_CONSOLE = 0x10,
	CB_TAG_FORWARD = 0x11,
	CB_TAG_FRAMEBUFFER = 0x12,
	CB_TAG_TIMESTAMPS = 0x16,
	CB_TAG_CBMEM_CONSOLE = 0x17,
	CB_TAG_BOOT_MEDIA = 0x30,
	CB_TAG_CBMEM_ENTRY = 0x31,
	CB_TAG_TSC_INFO = 0x32,
	CB_TAG_ACPI_RSDP = 0x43,
	CB_TAG_OPTION_TABLE = 0xc8,
	CB_TAG_OPTION = 0xc9,
	CB_TAG_OPTION_ENUM = 0xca,
	CB_TAG_OPTION_DEFAULTS = 0xcb,
	CB_TAG_OPTION_CHECKSUM = 0xcc,
};

struct __attribute__((packed)) cb_header {
	uint32_t signature;
	uint32_t header_bytes;
	uint32_t header_checksum; /* 16-bit IP checksum in the low half */
	uint32_t table_bytes;
	uint32_t table_checksum;
	uint32_t table_entries;
};

/* Head of every record; size includes this head. */
struct __attribute__((packed)) cb_record {
	uint32_t tag;
	uint32_t size;
};

struct __attribute__((packed)) cb_memory_range {
	uint64_t start;
	uint64_t size;
	uint32_t type; /* enum of lib/memmap.h */
};

/* Two NUL-terminated strings follow; the indices count bytes from the end of this head. */
struct __attribute__((packed)) cb_mainboard {
	struct cb_record head;
	uint8_t vendor_index;
	uint8_t part_index;
};

#define CB_SERIAL_IO	 1
#define CB_SERIAL_MEMORY 2

struct __attribute__((packed)) cb_serial {
	struct cb_record head;
	uint32_t type;
	uint32_t base;
	uint32_t baud;
	uint32_t register_width; /* bytes from one register to the next */
	uint32_t input_hz;
	uint32_t
		pci_address; /* bit 31 valid, bus << 20, device << 15, function << 12; 0 = no PCI UART */
};

#define CB_CONSOLE_8250	     0
#define CB_CONSOLE_LOGBUF    3
#define CB_CONSOLE_8250_MMIO 6

struct __attribute__((packed)) cb_console {
	struct cb_record head;
	uint16_t type;
	uint16_t pad;
};

/* Records that carry one address: forward, timestamps, memory console, ACPI RSDP. */
struct __attribute__((packed)) cb_address {
	struct cb_record head;
	uint64_t address;
};

/* One colour: its lowest bit in the little-endian pixel, and how many bits it has. */
struct __attribute__((packed)) cb_colour {
	uint8_t position;
	uint8_t size;
};

struct __attribute__((packed)) cb_framebuffer {
	struct cb_record head;
	uint64_t address;
	uint32_t width, height;
	uint32_t pitch; /* bytes from one line to the next */
	uint8_t bits_per_pixel;
	struct cb_colour red, green, blue, reserved;
	uint8_t orientation;
	uint8_t pad[2];
};

struct __attribute__((packed)) cb_boot_media {
	struct cb_record head;
	uint64_t fmap_offset; /* all from the start of the flash */
	uint64_t cbfs_offset;
	uint64_t cbfs_size;
	uint64_t media_size;
};

struct __attribute__((packed)) cb_cbmem_entry {
	struct cb_record head;
	uint64_t address;
	uint32_t size;
	uint32_t id;
};

struct __attribute__((packed)) cb_tsc_info {
	struct cb_record head;
	uint32_t khz;
};

/* Head of the CMOS layout as `nvramtool -L` writes it; option records follow. */
struct __attribute__((packed)) cb_option_table {
	struct cb_record head;
	uint32_t header_bytes;
};

/* Bits of CMOS: first, last (inclusive), and the first bit of the 16-bit big-endian sum. */
struct __attribute__((packed)) cb_option_checksum {
	struct cb_record head;
	uint32_t first_bit;
	uint32_t last_bit;
	uint32_t location_bit;
	uint32_t type;
};

#endif
