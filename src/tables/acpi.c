/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the ACPI tables: one block that holds all of them, so it can be copied and reserved whole. */
#include <stdbool.h>
#include <string.h>
#include <lib/errors.h>
#include <tables/acpi.h>
#include <tables/table_buffer.h>

#define FIRST_MIB	 0x100000u
#define MAX_POINTERS	 4 /* tables that the RSDT can name */

/* MADT structures. */
#define MADT_LOCAL_APIC	 0
#define MADT_IO_APIC	 1
#define MADT_OVERRIDE	 2
#define MADT_LOCAL_NMI	 4
#define MADT_PCAT_COMPAT 1u /* there is an 8259 pair too */
#define MADT_CPU_ENABLED 1u
#define MADT_ALL_CPUS	 0xff
#define MADT_NMI_LINT	 1

/* AML opcodes (ACPI 2.0, section 17.2). */
#define AML_NAME	 0x08
#define AML_DWORD	 0x0c

/* The tables that are written so far, by physical address, for the RSDT. */
struct pointers {
	uint32_t address;
	uint32_t table[MAX_POINTERS];
	unsigned count;
};

static struct acpi_header header(const char *signature, uint8_t revision)
{
	struct acpi_header h = {.revision = revision, .oem_revision = 1, .creator_revision = 1};

	memcpy(h.signature, signature, sizeof(h.signature));
	memcpy(h.oem_id, ACPI_OEM_ID, sizeof(h.oem_id));
	memcpy(h.oem_table_id, ACPI_OEM_TABLE_ID, sizeof(ACPI_OEM_TABLE_ID));
	memcpy(h.creator, "GDBT", sizeof(h.creator));
	return h;
}

/* Sets length and checksum of the table that began at `start` and ends here. */
static void close_table(struct table_buffer *out, size_t start)
{
	size_t length = out->used - start;

	table_set32(out, start + offsetof(struct acpi_header, length), (uint32_t)length);
	table_checksum8(out, start, length, start + offsetof(struct acpi_header, checksum));
}

static void add_pointer(struct pointers *p, size_t offset)
{
	p->table[p->count++] = p->address + (uint32_t)offset;
}

static struct acpi_gas io_register(uint32_t port, unsigned bytes)
{
	struct acpi_gas gas = {.space = ACPI_SPACE_IO};

	if (port && bytes) {
		gas.bit_width = (uint8_t)(bytes * 8);
		gas.address = port;
	}
	return gas;
}

static void put_fadt(struct table_buffer *out, const struct acpi_fadt *chips, uint32_t facs,
		     uint32_t dsdt, struct pointers *p)
{
	struct acpi_fadt f = *chips;
	size_t start;

	f.header = header("FACP", 3);
	f.facs = facs;
	f.dsdt = dsdt;
	f.x_facs = facs;
	f.x_dsdt = dsdt;
	f.x_pm1a_event = io_register(f.pm1a_event, f.pm1_event_length);
	f.x_pm1b_event = io_register(f.pm1b_event, f.pm1_event_length);
	f.x_pm1a_control = io_register(f.pm1a_control, f.pm1_control_length);
	f.x_pm1b_control = io_register(f.pm1b_control, f.pm1_control_length);
	f.x_pm2_control = io_register(f.pm2_control, f.pm2_control_length);
	f.x_pm_timer = io_register(f.pm_timer, f.pm_timer_length);
	f.x_gpe0 = io_register(f.gpe0, f.gpe0_length);
	f.x_gpe1 = io_register(f.gpe1, f.gpe1_length);
	start = table_put(out, &f, sizeof(f));
	close_table(out, start);
	add_pointer(p, start);
}

static void put_madt(struct table_buffer *out, const struct acpi_apics *apics, struct pointers *p)
{
	struct acpi_header h = header("APIC", 1);
	struct __attribute__((packed)) {
		uint8_t type, length, id, reserved;
		uint32_t address, first_gsi;
	} ioapic = {MADT_IO_APIC, sizeof(ioapic), apics->ioapic_id, 0, apics->ioapic_address, 0};
	struct __attribute__((packed)) {
		uint8_t type, length, cpu;
		uint16_t flags;
		uint8_t lint;
	} nmi = {MADT_LOCAL_NMI, sizeof(nmi), MADT_ALL_CPUS, ACPI_IRQ_CONFORMS, MADT_NMI_LINT};
	size_t start = table_put(out, &h, sizeof(h));

	table_put32(out, apics->lapic_address);
	table_put32(out, MADT_PCAT_COMPAT);
	for (unsigned i = 0; i < apics->cpu_count && i < ACPI_MAX_CPUS; i++) {
		struct __attribute__((packed)) {
			uint8_t type, length, cpu, lapic;
			uint32_t flags;
		} cpu = {MADT_LOCAL_APIC, sizeof(cpu), (uint8_t)i, apics->lapic_id[i],
			 MADT_CPU_ENABLED};

		table_put(out, &cpu, sizeof(cpu));
	}
	table_put(out, &ioapic, sizeof(ioapic));
	for (unsigned i = 0; i < apics->override_count && i < ACPI_MAX_OVERRIDES; i++) {
		const struct acpi_override *o = &apics->override[i];
		struct __attribute__((packed)) {
			uint8_t type, length, bus, irq;
			uint32_t gsi;
			uint16_t flags;
		} isa = {MADT_OVERRIDE, sizeof(isa), 0, o->isa_irq, o->gsi, o->flags};

		table_put(out, &isa, sizeof(isa));
	}
	table_put(out, &nmi, sizeof(nmi));
	close_table(out, start);
	add_pointer(p, start);
}

/* An SSDT that says nothing but Name (\XXXX, 0x12345678) for each value. */
static void put_ssdt(struct table_buffer *out, const struct acpi_info *info, struct pointers *p)
{
	struct acpi_header h = header("SSDT", 1);
	size_t start = table_put(out, &h, sizeof(h));

	for (unsigned i = 0; i < info->value_count; i++) {
		const struct acpi_value *v = &info->values[i];

		table_put8(out, AML_NAME);
		table_put(out, v->name, 4);
		table_put8(out, AML_DWORD);
		table_put32(out, v->value);
	}
	close_table(out, start);
	add_pointer(p, start);
}

static void put_rsdt(struct table_buffer *out, size_t offset, const struct pointers *p)
{
	struct acpi_header h = header("RSDT", 1);
	size_t length = sizeof(h) + p->count * sizeof(p->table[0]);

	h.length = (uint32_t)length;
	table_set(out, offset, &h, sizeof(h));
	table_set(out, offset + sizeof(h), p->table, p->count * sizeof(p->table[0]));
	table_checksum8(out, offset, length, offset + offsetof(struct acpi_header, checksum));
}

/* A table in the block that acpi_write() wrote for `address`, or NULL where none of `bytes` bytes can be. */
static const void *table_at(const void *tables, size_t size, uint32_t offset, size_t bytes)
{
	return offset <= size && bytes <= size - offset ? (const uint8_t *)tables + offset : NULL;
}

uint32_t acpi_waking_vector(const void *tables, size_t size, uint32_t address)
{
	const struct acpi_rsdp *rsdp = table_at(tables, size, 0, sizeof(*rsdp));
	const struct __attribute__((packed)) {
		struct acpi_header header;
		uint32_t fadt;
	} *rsdt = NULL;
	const struct acpi_fadt *fadt = NULL;
	const struct acpi_facs *facs = NULL;

	if (rsdp && !memcmp(rsdp->signature, "RSD PTR ", sizeof(rsdp->signature)))
		rsdt = table_at(tables, size, rsdp->rsdt - address, sizeof(*rsdt));
	if (rsdt)
		fadt = table_at(tables, size, rsdt->fadt - address, sizeof(*fadt));
	if (fadt)
		facs = table_at(tables, size, fadt->facs - address, sizeof(*facs));
	if (!facs || memcmp(facs->signature, "FACS", sizeof(facs->signature)) ||
	    facs->waking_vector >= FIRST_MIB)
		return 0;
	return facs->waking_vector;
}

static bool dsdt_is_sound(const struct acpi_info *info)
{
	const struct acpi_header *h = info->dsdt;

	return info->dsdt_size >= sizeof(*h) && !memcmp(h->signature, "DSDT", 4) &&
	       h->length == info->dsdt_size;
}

int acpi_write(struct table_buffer *out, uint32_t address, const struct acpi_info *info)
{
	struct acpi_rsdp rsdp = {.signature = {'R', 'S', 'D', ' ', 'P', 'T', 'R', ' '}};
	struct acpi_facs facs = {.signature = {'F', 'A', 'C', 'S'}, .length = sizeof(facs)};
	const struct acpi_apics *apics = info->apics;
	struct pointers pointers = {.address = address};
	size_t rsdp_at, rsdt_at, facs_at, dsdt_at;

	if (!dsdt_is_sound(info))
		return ERR_CORRUPT;

	table_align(out, 16);
	rsdp_at = table_put(out, NULL, sizeof(rsdp));
	table_align(out, 64);
	facs_at = table_put(out, &facs, sizeof(facs));
	rsdt_at =
		table_put(out, NULL, sizeof(struct acpi_header) + MAX_POINTERS * sizeof(uint32_t));
	table_align(out, 16);
	dsdt_at = table_put(out, info->dsdt, info->dsdt_size);
	table_align(out, 16);
	put_fadt(out, info->fadt, address + (uint32_t)facs_at, address + (uint32_t)dsdt_at,
		 &pointers);
	table_align(out, 16);
	put_ssdt(out, info, &pointers);
	if (apics && apics->cpu_count && apics->ioapic_address) {
		table_align(out, 16);
		put_madt(out, apics, &pointers);
	}

	memcpy(rsdp.oem_id, ACPI_OEM_ID, sizeof(rsdp.oem_id));
	rsdp.rsdt = address + (uint32_t)rsdt_at;
	put_rsdt(out, rsdt_at, &pointers);
	table_set(out, rsdp_at, &rsdp, sizeof(rsdp));
	table_checksum8(out, rsdp_at, sizeof(rsdp), rsdp_at + offsetof(struct acpi_rsdp, checksum));
	return (int)rsdp_at;
}
