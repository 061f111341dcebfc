/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBIOS from the configuration, CPUID and the memory map. */
#include <string.h>
#include <version.h>
#include <arch/cpu.h>
#include <boot/context.h>
#include <tables/smbios.h>
#include <tables/table_buffer.h>
#include "describe.h"

#define CPUID_EXTENDED	    0x80000000u
#define CPUID_EXTENDED_NAME 0x80000004u
#define NAME_SIZE	    49 /* three leaves of 16 characters, and a NUL */
#define FAMILY_OTHER	    1

/* The name that the processor gives itself, without the spaces in front; NULL if it has none. */
static const char *processor_name(char name[NAME_SIZE])
{
	if (cpuid(CPUID_EXTENDED).eax < CPUID_EXTENDED_NAME)
		return NULL;
	for (unsigned i = 0; i < 3; i++) {
		struct cpuid_result part = cpuid(CPUID_EXTENDED_NAME - 2 + i);

		memcpy(name + i * sizeof(part), &part, sizeof(part));
	}
	name[NAME_SIZE - 1] = '\0';
	while (*name == ' ')
		name++;
	return name;
}

static const char *processor_vendor(char vendor[13])
{
	struct cpuid_result r = cpuid(0);

	memcpy(vendor, &r.ebx, 4);
	memcpy(vendor + 4, &r.edx, 4);
	memcpy(vendor + 8, &r.ecx, 4);
	vendor[12] = '\0';
	return vendor;
}

/* The build date as SMBIOS wants it, mm/dd/yyyy, from the ISO form yyyy-mm-dd. */
static const char *us_date(char date[11])
{
	static const char iso[] = GEODEBOOT_BUILD_DATE;

	_Static_assert(sizeof(iso) == 11, "build date is yyyy-mm-dd");
	memcpy(date, iso + 5, 2);
	date[2] = '/';
	memcpy(date + 3, iso + 8, 2);
	date[5] = '/';
	memcpy(date + 6, iso, 4);
	date[10] = '\0';
	return date;
}

int describe_smbios(struct table_buffer *out, const struct memmap *map)
{
	char name[NAME_SIZE], vendor[13], date[11];
	struct cpuid_result id = cpuid(1);
	const struct smbios_info info = {
		.firmware_vendor = "geodeboot",
		.firmware_version = GEODEBOOT_VERSION,
		.firmware_date = us_date(date),
		.rom_size = CONFIG_ROM_SIZE_KB * 1024u,
		.manufacturer = CONFIG_MAINBOARD_VENDOR,
		.product = CONFIG_MAINBOARD_PART,
		.cpu = {.vendor = processor_vendor(vendor),
			.name = processor_name(name),
			.signature = id.eax,
			.features = id.edx,
			.mhz = (uint16_t)(context()->tsc_khz / 1000),
			.family = FAMILY_OTHER},
		.memory = map,
	};

	return smbios_write(out, (uint32_t)(uintptr_t)out->base, &info);
}
