/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ACPI from what the devices say: FADT and MADT by their hooks, the rest by the board's DSDT. */
#include <arch/cpu.h>
#include <console/console.h>
#include <device/device.h>
#include <lib/errors.h>
#include <tables/acpi.h>
#include <tables/table_buffer.h>
#include "describe.h"

/* The board's DSDT (dsdt.S). */
extern const uint8_t dsdt_aml[], dsdt_aml_end[];

#define LAPIC_ADDRESS	 0xfee00000u
#define NO_C2_LATENCY_US 0xfff
#define NO_C3_LATENCY_US 0xfff
#define FIRST_MIB_END	 0x100000u
#define BSP_APIC_ID(ebx) ((uint8_t)((ebx) >> 24))

static void ask_for_fadt(struct acpi_fadt *fadt)
{
	const struct device *dev;

	for_each_device(dev) {
		if (dev->ops->acpi_fadt)
			dev->ops->acpi_fadt(dev, fadt);
	}
}

/* Local and I/O APICs, if the processor has one; the count stays 0 otherwise. */
static void ask_for_apics(struct acpi_apics *apics)
{
	struct cpuid_result id = cpuid(1);
	const struct device *dev;

	if (!(id.edx & CPUID_1_EDX_APIC))
		return;
	apics->lapic_address = LAPIC_ADDRESS;
	apics->lapic_id[0] = BSP_APIC_ID(id.ebx);
	apics->cpu_count = 1;
	for_each_device(dev) {
		if (dev->ops->acpi_madt)
			dev->ops->acpi_madt(dev, apics);
	}
}

/* The biggest memory window of PCI that 32 bits can say. */
static void find_memory_window(uint32_t *base, uint32_t *end)
{
	uint64_t from, to;

	*base = *end = 0;
	for (unsigned i = 0; device_root_window(RES_MEM, i, &from, &to); i++) {
		if (from < FIRST_MIB_END || from > UINT32_MAX)
			continue;
		if (to > UINT32_MAX)
			to = UINT32_MAX;
		if (to - from >= *end - *base) {
			*base = (uint32_t)from;
			*end = (uint32_t)to;
		}
	}
}

int describe_acpi(struct table_buffer *out, uint32_t coreboot_table, uint32_t coreboot_size)
{
	struct acpi_fadt fadt = {
		.c2_latency = NO_C2_LATENCY_US,
		.c3_latency = NO_C3_LATENCY_US,
		.boot_flags = ACPI_BOOT_LEGACY_DEVICES,
		.flags = ACPI_FADT_WBINVD | ACPI_FADT_C1 | ACPI_FADT_NO_SLEEP_BUTTON |
			 ACPI_FADT_NO_FIXED_RTC,
	};
	struct acpi_apics apics = {0};
	uint32_t window_base, window_end;

	ask_for_fadt(&fadt);
	if (!fadt.pm1a_event) {
		pr_notice("ACPI: no power management hardware found, no tables.\n");
		return ERR_NO_DEVICE;
	}
	ask_for_apics(&apics);
	find_memory_window(&window_base, &window_end);

	/* The names of src/tables/acpi/values.asl */
	const struct acpi_value values[] = {
		{"MMIB", window_base}, {"MMIE", window_end},	 {"PMBS", fadt.pm1a_event},
		{"GPEB", fadt.gpe0},   {"CBTB", coreboot_table}, {"CBTS", coreboot_size},
	};
	const struct acpi_info info = {
		.fadt = &fadt,
		.apics = &apics,
		.dsdt = dsdt_aml,
		.dsdt_size = (size_t)(dsdt_aml_end - dsdt_aml),
		.values = values,
		.value_count = sizeof(values) / sizeof(values[0]),
	};

	return acpi_write(out, (uint32_t)(uintptr_t)out->base, &info);
}
