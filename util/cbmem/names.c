/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names for people: of records, timestamps, memory types and objects. */
#include <stddef.h>
#include <lib/memmap.h>
#include <tables/coreboot.h>
#include "names.h"

struct name {
	uint32_t number;
	const char *text;
};

static const struct name records[] = {
	{CB_TAG_MEMORY, "memory"},
	{CB_TAG_MAINBOARD, "mainboard"},
	{CB_TAG_VERSION, "version"},
	{CB_TAG_EXTRA_VERSION, "extra version"},
	{CB_TAG_BUILD, "build"},
	{CB_TAG_COMPILE_TIME, "compile time"},
	{CB_TAG_COMPILE_BY, "compiled by"},
	{CB_TAG_COMPILE_HOST, "compile host"},
	{CB_TAG_COMPILE_DOMAIN, "compile domain"},
	{CB_TAG_COMPILER, "compiler"},
	{CB_TAG_LINKER, "linker"},
	{CB_TAG_ASSEMBLER, "assembler"},
	{CB_TAG_SERIAL, "serial"},
	{CB_TAG_CONSOLE, "console"},
	{CB_TAG_FORWARD, "forward"},
	{CB_TAG_FRAMEBUFFER, "framebuffer"},
	{CB_TAG_TIMESTAMPS, "timestamps"},
	{CB_TAG_CBMEM_CONSOLE, "memory console"},
	{CB_TAG_BOOT_MEDIA, "boot media"},
	{CB_TAG_CBMEM_ENTRY, "object"},
	{CB_TAG_TSC_INFO, "TSC"},
	{CB_TAG_ACPI_RSDP, "ACPI RSDP"},
	{CB_TAG_OPTION_TABLE, "CMOS options"},
	{CB_TAG_OPTION_CHECKSUM, "CMOS checksum"},
};

static const struct name timestamps[] = {
	{0, "first timestamp"},
	{1, "start of romstage"},
	{2, "before RAM initialization"},
	{3, "after RAM initialization"},
	{4, "end of romstage"},
	{8, "start of loading ramstage"},
	{9, "end of loading ramstage"},
	{10, "start of ramstage"},
	{11, "start of bootblock"},
	{12, "end of bootblock"},
	{13, "start of loading romstage"},
	{14, "end of loading romstage"},
	{15, "start of LZMA decompression"},
	{16, "end of LZMA decompression"},
	{17, "start of LZ4 decompression"},
	{18, "end of LZ4 decompression"},
	{30, "device enumeration"},
	{40, "device configuration"},
	{50, "device enable"},
	{60, "device initialization"},
	{70, "device setup done"},
	{75, "cbmem ready"},
	{80, "write tables"},
	{90, "load payload"},
	{99, "jump to payload"},
};

static const struct name memory_types[] = {
	{MEM_RAM, "RAM"},      {MEM_RESERVED, "reserved"}, {MEM_ACPI, "ACPI tables"},
	{MEM_NVS, "ACPI NVS"}, {MEM_UNUSABLE, "unusable"}, {MEM_TABLE, "firmware tables"},
};

static const struct name objects[] = {
	{0x434f4e53, "memory console"},	   {0x54494d45, "timestamps"},
	{0x43425442, "coreboot table"},	   {0x41435049, "ACPI tables"},
	{0x534d4254, "SMBIOS tables"},	   {0x49525154, "$PIR table"},
	{0x9a357a9e, "resident firmware"}, {0x5354414b, "firmware stack"},
	{0xff4007ff, "directory"},
};

static const char *look_up(const struct name *names, size_t count, uint32_t number)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i].number == number)
			return names[i].text;
	}
	return "unknown";
}

#define LOOK_UP(names, number) look_up((names), sizeof(names) / sizeof((names)[0]), (number))

const char *record_name(uint32_t tag)
{
	return LOOK_UP(records, tag);
}

const char *timestamp_name(uint32_t id)
{
	return LOOK_UP(timestamps, id);
}

const char *memory_type_name(uint32_t type)
{
	return LOOK_UP(memory_types, type);
}

const char *object_name(uint32_t id)
{
	return LOOK_UP(objects, id);
}
