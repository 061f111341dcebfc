/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes all tables, each where its readers look. */
#include <string.h>
#include <boot/cbmem.h>
#include <boot/context.h>
#include <console/console.h>
#include <lib/errors.h>
#include <lib/memmap.h>
#include <tables/acpi.h>
#include <tables/cbtable.h>
#include <tables/pirq.h>
#include <tables/smbios.h>
#include <tables/table_buffer.h>
#include <tables/tables.h>
#include "describe.h"
#include "low_memory.h"

#define CBMEM_ID_PIRQ 0x49525154u

/* Room for each table in cbmem, in bytes. */
#define ACPI_SIZE     0x4000u
#define SMBIOS_SIZE   0x1000u
#define PIRQ_SIZE     0x1000u
#define COREBOOT_SIZE 0x2000u

/*
 * Entry points in the F segment, 16-byte aligned. What they lead to is in cbmem, so that a payload that
 * fills the segment itself, like SeaBIOS, finds everything there.
 */
#define F_SEGMENT     0xf0000u
#define F_RSDP	      0xf0000u
#define F_SMBIOS      0xf0020u
#define F_PIRQ	      0xf0040u
#define F_SEGMENT_END 0x100000u

_Static_assert(F_RSDP + sizeof(struct acpi_rsdp) <= F_SMBIOS, "F segment");
_Static_assert(F_SMBIOS + SMBIOS_ENTRY_SIZE <= F_PIRQ, "F segment");

static uint32_t rsdp;

uint32_t tables_rsdp(void)
{
	return rsdp;
}

uint32_t tables_waking_vector(void)
{
	size_t size;
	const void *tables = cbmem_find(CBMEM_ID_ACPI, &size);
	const uint32_t vector =
		tables ? acpi_waking_vector(tables, size, (uint32_t)(uintptr_t)tables) : 0;

	if (!vector) {
		pr_err("No operating system sleeps in RAM: a new start.\n");
		context()->resuming = false;
	}
	return vector;
}

/* A buffer for one table in cbmem. Returns 0 or ERR_NO_MEMORY, which has been printed. */
static int open_table(struct table_buffer *out, const char *name, uint32_t id, size_t size)
{
	void *base = cbmem_add(id, size);

	if (!base)
		return ERR_NO_MEMORY;
	*out = (struct table_buffer){.name = name, .base = base, .size = size};
	return 0;
}

/* What became of a table: `result` is from its writer. Returns the address of its entry, or an error. */
static int close_table(const struct table_buffer *out, int result, uint32_t *entry)
{
	*entry = 0;
	if (result >= 0 && table_finish(out) < 0) {
		pr_err("%s table: %zu bytes are needed, only %zu are there.\n", out->name,
		       out->used, out->size);
		return ERR_NO_SPACE;
	}
	if (result >= 0) {
		*entry = (uint32_t)(uintptr_t)out->base + (uint32_t)result;
		return 0;
	}
	if (result == ERR_NO_DEVICE)
		return 0;
	pr_err("%s table: %s.\n", out->name, err_str(result));
	return result;
}

/* Copies an entry point into the F segment. Returns 0 or ERR_NOT_RAM, which has been printed. */
static int show_in_f_segment(const char *name, uint32_t place, uint32_t table, size_t size)
{
	void *copy = (void *)(uintptr_t)place;

	if (!table)
		return 0;
	if (size > F_SEGMENT_END - place) {
		pr_err("%s table: %zu bytes do not fit into the F segment.\n", name, size);
		return ERR_NO_SPACE;
	}
	memcpy(copy, (const void *)(uintptr_t)table, size);
	if (memcmp(copy, (const void *)(uintptr_t)table, size)) {
		pr_err("%s table: %08x is not RAM, an OS will not find it.\n", name, place);
		return ERR_NOT_RAM;
	}
	return 0;
}

static int write_acpi(uint32_t coreboot_table)
{
	struct table_buffer out;
	int err = open_table(&out, "ACPI", CBMEM_ID_ACPI, ACPI_SIZE);

	if (err)
		return err;
	err = close_table(&out, describe_acpi(&out, coreboot_table, COREBOOT_SIZE), &rsdp);
	return err ? err : show_in_f_segment("ACPI", F_RSDP, rsdp, sizeof(struct acpi_rsdp));
}

static int write_smbios(const struct memmap *map, uint32_t *entry)
{
	struct table_buffer out;
	int err = open_table(&out, "SMBIOS", CBMEM_ID_SMBIOS, SMBIOS_SIZE);

	*entry = 0;
	if (err)
		return err;
	err = close_table(&out, describe_smbios(&out, map), entry);
	return err ? err : show_in_f_segment("SMBIOS", F_SMBIOS, *entry, SMBIOS_ENTRY_SIZE);
}

static int write_pirq(unsigned *slots)
{
	struct table_buffer out;
	uint32_t table;
	int err = open_table(&out, "$PIR", CBMEM_ID_PIRQ, PIRQ_SIZE);

	*slots = 0;
	if (err)
		return err;
	err = close_table(&out, describe_pirq(&out, slots), &table);
	return err ? err : show_in_f_segment("$PIR", F_PIRQ, table, out.used);
}

/* The last one: it lists the others, and the memory map it holds is final. */
static int write_coreboot(struct table_buffer *out, const struct memmap *map)
{
	uint32_t table;
	int err = describe_coreboot(out, map, rsdp);

	/* A bad CMOS layout is left out; the rest of the table is good. */
	if (close_table(out, 0, &table))
		return ERR_NO_SPACE;
	cbtable_write_forward((void *)CBTABLE_FORWARD_BASE, table);
	return err;
}

static int reserve_tables(struct memmap *map)
{
	const struct cbmem_directory *cbmem = cbmem_directory();
	int err = memmap_add(map, 0, LOW_MEMORY_PAGE, MEM_TABLE);

	if (!err)
		err = memmap_add(map, cbmem->base, cbmem->top - cbmem->base, MEM_TABLE);
	if (err)
		pr_err("Memory map: no room for the tables: %s.\n", err_str(err));
	return err;
}

int tables_write(struct memmap *map)
{
	struct table_buffer coreboot;
	uint32_t smbios;
	unsigned slots;
	int first, err;

	first = open_table(&coreboot, "coreboot", CBMEM_ID_CBTABLE, COREBOOT_SIZE);
	if (first)
		return first;
	first = write_acpi((uint32_t)(uintptr_t)coreboot.base);
	err = write_pirq(&slots);
	first = first ? first : err;
	err = write_smbios(map, &smbios);
	first = first ? first : err;
	low_memory_write();
	err = reserve_tables(map);
	first = first ? first : err;
	err = write_coreboot(&coreboot, map);
	first = first ? first : err;
	pr_info("Tables: coreboot %08x, ACPI %08x, SMBIOS %08x, $PIR with %u slots\n",
		(uint32_t)(uintptr_t)coreboot.base, rsdp, smbios, slots);
	return first;
}
