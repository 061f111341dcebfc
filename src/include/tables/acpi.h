/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ACPI tables as ACPI 2.0 lays them out, and their writer. */
#ifndef TABLES_ACPI_H
#define TABLES_ACPI_H

#include <stddef.h>
#include <stdint.h>

struct table_buffer;

#define ACPI_OEM_ID	  "GEODEB"
#define ACPI_OEM_TABLE_ID "GEODEBT"

struct __attribute__((packed)) acpi_rsdp {
	char signature[8];
	uint8_t checksum;
	char oem_id[6];
	uint8_t revision;
	uint32_t rsdt;
};

struct __attribute__((packed)) acpi_header {
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum;
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	char creator[4];
	uint32_t creator_revision;
};

/* Generic address. */
struct __attribute__((packed)) acpi_gas {
	uint8_t space; /* 0 memory, 1 I/O */
	uint8_t bit_width;
	uint8_t bit_offset;
	uint8_t access; /* 0 undefined, 1 byte, 2 word, 3 dword */
	uint64_t address;
};

#define ACPI_SPACE_IO 1

struct __attribute__((packed)) acpi_facs {
	char signature[4];
	uint32_t length;
	uint32_t hardware_signature;
	uint32_t waking_vector;
	uint32_t global_lock;
	uint32_t flags;
	uint8_t reserved[40];
};

/* Fixed ACPI description table, revision 3. The x_ twins are filled by the writer. */
struct __attribute__((packed)) acpi_fadt {
	struct acpi_header header;
	uint32_t facs;
	uint32_t dsdt;
	uint8_t reserved0;
	uint8_t preferred_profile;
	uint16_t sci_irq;
	uint32_t smi_command;
	uint8_t acpi_enable;
	uint8_t acpi_disable;
	uint8_t s4bios_request;
	uint8_t pstate_control;
	uint32_t pm1a_event;
	uint32_t pm1b_event;
	uint32_t pm1a_control;
	uint32_t pm1b_control;
	uint32_t pm2_control;
	uint32_t pm_timer;
	uint32_t gpe0;
	uint32_t gpe1;
	uint8_t pm1_event_length;
	uint8_t pm1_control_length;
	uint8_t pm2_control_length;
	uint8_t pm_timer_length;
	uint8_t gpe0_length;
	uint8_t gpe1_length;
	uint8_t gpe1_base;
	uint8_t cst_control;
	uint16_t c2_latency; /* us; above 100: no C2 */
	uint16_t c3_latency; /* us; above 1000: no C3 */
	uint16_t flush_size;
	uint16_t flush_stride;
	uint8_t duty_offset;
	uint8_t duty_width;
	uint8_t day_alarm;
	uint8_t month_alarm;
	uint8_t century;
	uint16_t boot_flags;
	uint8_t reserved1;
	uint32_t flags;
	struct acpi_gas reset_register;
	uint8_t reset_value;
	uint8_t reserved2[3];
	uint64_t x_facs;
	uint64_t x_dsdt;
	struct acpi_gas x_pm1a_event;
	struct acpi_gas x_pm1b_event;
	struct acpi_gas x_pm1a_control;
	struct acpi_gas x_pm1b_control;
	struct acpi_gas x_pm2_control;
	struct acpi_gas x_pm_timer;
	struct acpi_gas x_gpe0;
	struct acpi_gas x_gpe1;
};

#define ACPI_BOOT_LEGACY_DEVICES  (1u << 0)
#define ACPI_BOOT_8042		  (1u << 1)

#define ACPI_FADT_WBINVD	  (1u << 0)
#define ACPI_FADT_C1		  (1u << 2)
#define ACPI_FADT_NO_POWER_BUTTON (1u << 4) /* the power button is not fixed hardware */
#define ACPI_FADT_NO_SLEEP_BUTTON (1u << 5)
#define ACPI_FADT_NO_FIXED_RTC	  (1u << 6)
#define ACPI_FADT_TIMER_32_BIT	  (1u << 8)
#define ACPI_FADT_RESET_REGISTER  (1u << 10)

#define ACPI_MAX_CPUS		  32
#define ACPI_MAX_OVERRIDES	  8

/* Polarity and trigger of an interrupt source override. */
#define ACPI_IRQ_CONFORMS	  0x0
#define ACPI_IRQ_HIGH_LEVEL	  0xd
#define ACPI_IRQ_LOW_LEVEL	  0xf

struct acpi_override {
	uint8_t isa_irq;
	uint8_t flags;
	uint32_t gsi;
};

/* What the MADT says; no MADT is written while cpu_count or ioapic_address is 0. */
struct acpi_apics {
	uint32_t lapic_address;
	uint8_t cpu_count;
	uint8_t lapic_id[ACPI_MAX_CPUS];
	uint8_t ioapic_id;
	uint32_t ioapic_address;
	uint8_t override_count;
	struct acpi_override override[ACPI_MAX_OVERRIDES];
};

/* A number that the DSDT takes at run time as the external name \NAME. */
struct acpi_value {
	char name[5]; /* four letters */
	uint32_t value;
};

struct acpi_info {
	const struct acpi_fadt
		*fadt; /* chip fields filled; header, FACS, DSDT and x_ fields are ours */
	const struct acpi_apics *apics;
	const void *dsdt; /* AML from iasl */
	size_t dsdt_size;
	const struct acpi_value *values;
	unsigned value_count;
};

/*
 * Appends RSDP, FACS, RSDT, FADT, MADT, SSDT (the run-time values) and DSDT to `out`.
 * address: physical address at which out->base will be seen; a multiple of 64.
 * Returns the offset of the RSDP from out->base, or ERR_CORRUPT when the DSDT is not one.
 * Whether all fitted, table_finish() tells.
 */
int acpi_write(struct table_buffer *out, uint32_t address, const struct acpi_info *info);

/*
 * tables: `size` bytes that acpi_write() wrote for `address`; an OS has had them since.
 * Returns the address in the first MiB at which it wants to be woken; 0: it does not, or these are no tables.
 */
uint32_t acpi_waking_vector(const void *tables, size_t size, uint32_t address);

#endif
