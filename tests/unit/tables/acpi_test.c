/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ACPI tables: an OS that follows the pointers finds every table whole, and iasl understands them. */
#include <test.h>
#include <sys/stat.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <tables/acpi.h>
#include <tables/table_buffer.h>

#define ADDRESS 0x0ff80000u
#define SIZE	4096

/* DefinitionBlock without contents. */
static struct acpi_header dsdt = {
	.signature = {'D', 'S', 'D', 'T'},
	.length = sizeof(dsdt),
	.revision = 1,
	.creator = {'I', 'N', 'T', 'L'},
};

static const struct acpi_fadt fadt = {
	.sci_irq = 9,
	.smi_command = 0xb2,
	.acpi_enable = 0xf1,
	.acpi_disable = 0xf0,
	.pm1a_event = 0x600,
	.pm1a_control = 0x604,
	.pm_timer = 0x608,
	.gpe0 = 0xafe0,
	.pm1_event_length = 4,
	.pm1_control_length = 2,
	.pm_timer_length = 4,
	.gpe0_length = 4,
	.century = 0x32,
	.flags = ACPI_FADT_WBINVD,
	.reset_register = {ACPI_SPACE_IO, 8, 0, 1, 0xcf9},
	.reset_value = 6,
};

static const struct acpi_apics apics = {
	.lapic_address = 0xfee00000,
	.cpu_count = 2,
	.lapic_id = {0, 1},
	.ioapic_id = 2,
	.ioapic_address = 0xfec00000,
	.override_count = 2,
	.override = {{0, ACPI_IRQ_CONFORMS, 2}, {9, ACPI_IRQ_HIGH_LEVEL, 9}},
};

static const struct acpi_value values[] = {{"MMIB", 0xe0000000}, {"CBTB", 0x0ff70000}};

static struct acpi_info info(void)
{
	dsdt.checksum = 0;
	dsdt.checksum = (uint8_t)-byte_sum(&dsdt, sizeof(dsdt));
	return (struct acpi_info){.fadt = &fadt,
				  .apics = &apics,
				  .dsdt = &dsdt,
				  .dsdt_size = sizeof(dsdt),
				  .values = values,
				  .value_count = 2};
}

static struct table_buffer open_buffer(size_t size)
{
	struct table_buffer out = {.name = "ACPI", .base = malloc(size ? size : 1), .size = size};

	memset(out.base, 0xa5, size);
	return out;
}

/* What lies at a physical address, which must be inside the block. */
static const uint8_t *at(const struct table_buffer *out, uint32_t address)
{
	assert_in_range(address, ADDRESS, ADDRESS + out->used - 1);
	return out->base + (address - ADDRESS);
}

/* The table with this signature that the RSDT names, checked; NULL when there is none. */
static const struct acpi_header *find(const struct table_buffer *out, int rsdp_at,
				      const char *signature)
{
	const struct acpi_rsdp *rsdp = (const void *)(out->base + rsdp_at);
	const struct acpi_header *rsdt = (const void *)at(out, rsdp->rsdt);
	const struct acpi_header *found = NULL;

	assert_memory_equal(rsdp->signature, "RSD PTR ", 8);
	assert_int_equal(byte_sum(rsdp, sizeof(*rsdp)), 0);
	assert_memory_equal(rsdt->signature, "RSDT", 4);
	assert_int_equal(byte_sum(rsdt, rsdt->length), 0);
	for (uint32_t i = sizeof(*rsdt); i < rsdt->length; i += 4) {
		const struct acpi_header *t =
			(const void *)at(out, read_le32((const uint8_t *)rsdt + i));

		assert_true((const uint8_t *)t + t->length <= out->base + out->used);
		assert_int_equal(byte_sum(t, t->length), 0);
		if (!memcmp(t->signature, signature, 4)) {
			assert_null(found);
			found = t;
		}
	}
	return found;
}

static void an_os_finds_every_table_through_the_rsdp(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	int rsdp = acpi_write(&out, ADDRESS, &in);
	const struct acpi_fadt *f;

	(void)state;
	assert_true(rsdp >= 0 && rsdp % 16 == 0);
	assert_true(table_finish(&out) > 0);
	f = (const void *)find(&out, rsdp, "FACP");
	assert_non_null(f);
	assert_int_equal(f->header.length, 244);
	assert_non_null(find(&out, rsdp, "APIC"));
	assert_non_null(find(&out, rsdp, "SSDT"));
	assert_memory_equal(at(&out, f->dsdt), &dsdt, sizeof(dsdt));
	assert_memory_equal(at(&out, f->facs), "FACS\x40\0\0\0", 8);
	assert_int_equal(f->facs % 64, 0);
	assert_int_equal(f->x_dsdt, f->dsdt);
	free(out.base);
}

static void the_wide_registers_of_the_fadt_say_the_same_as_the_old_ones(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	int rsdp = acpi_write(&out, ADDRESS, &in);
	const struct acpi_fadt *f = (const void *)find(&out, rsdp, "FACP");

	(void)state;
	assert_int_equal(f->sci_irq, 9);
	assert_int_equal(f->x_pm1a_event.address, 0x600);
	assert_int_equal(f->x_pm1a_event.bit_width, 32);
	assert_int_equal(f->x_pm1a_event.space, ACPI_SPACE_IO);
	assert_int_equal(f->x_pm1a_control.address, 0x604);
	assert_int_equal(f->x_pm1a_control.bit_width, 16);
	assert_int_equal(f->x_pm_timer.address, 0x608);
	assert_int_equal(f->x_gpe0.address, 0xafe0);
	assert_int_equal(f->x_pm1b_event.address, 0);
	assert_int_equal(f->x_pm1b_event.bit_width, 0);
	assert_int_equal(f->reset_register.address, 0xcf9);
	free(out.base);
}

static void the_madt_lists_processors_ioapic_and_overrides(void **state)
{
	static const uint8_t expected[] = {
		0, 0,  0xe0, 0xfe, 1, 0, 0,    0,		   /* LAPIC address, 8259 present */
		0, 8,  0,    0,	   1, 0, 0,    0,		   /* CPU 0 */
		0, 8,  1,    1,	   1, 0, 0,    0,		   /* CPU 1 */
		1, 12, 2,    0,	   0, 0, 0xc0, 0xfe, 0,	  0, 0, 0, /* I/O APIC */
		2, 10, 0,    0,	   2, 0, 0,    0,    0,	  0,	   /* ISA 0 on input 2 */
		2, 10, 0,    9,	   9, 0, 0,    0,    0xd, 0,	   /* SCI */
		4, 6,  0xff, 0,	   0, 1,			   /* NMI on LINT1 */
	};
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	int rsdp = acpi_write(&out, ADDRESS, &in);
	const struct acpi_header *madt = find(&out, rsdp, "APIC");

	(void)state;
	assert_int_equal(madt->length, sizeof(*madt) + sizeof(expected));
	assert_memory_equal(madt + 1, expected, sizeof(expected));
	free(out.base);
}

static void a_machine_without_apic_gets_no_madt(void **state)
{
	struct acpi_apics none = apics;
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();

	(void)state;
	none.cpu_count = 0;
	in.apics = &none;
	assert_null(find(&out, acpi_write(&out, ADDRESS, &in), "APIC"));
	out.used = 0;
	none = apics;
	none.ioapic_address = 0;
	assert_null(find(&out, acpi_write(&out, ADDRESS, &in), "APIC"));
	out.used = 0;
	in.apics = NULL;
	assert_null(find(&out, acpi_write(&out, ADDRESS, &in), "APIC"));
	free(out.base);
}

static void run_time_values_are_names_in_the_ssdt(void **state)
{
	static const uint8_t aml[] = {0x08, 'M', 'M', 'I', 'B', 0x0c, 0, 0, 0,	  0xe0,
				      0x08, 'C', 'B', 'T', 'B', 0x0c, 0, 0, 0xf7, 0x0f};
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	const struct acpi_header *ssdt = find(&out, acpi_write(&out, ADDRESS, &in), "SSDT");

	(void)state;
	assert_int_equal(ssdt->length, sizeof(*ssdt) + sizeof(aml));
	assert_memory_equal(ssdt + 1, aml, sizeof(aml));
	free(out.base);
}

static void a_block_that_is_too_small_is_reported_with_the_needed_size(void **state)
{
	struct acpi_info in = info();
	struct table_buffer whole = open_buffer(SIZE);
	size_t needed;

	(void)state;
	acpi_write(&whole, ADDRESS, &in);
	needed = whole.used;
	for (size_t size = 0; size < needed; size++) {
		struct table_buffer out = open_buffer(size);

		assert_true(acpi_write(&out, ADDRESS, &in) >= 0);
		assert_int_equal(table_finish(&out), ERR_NO_SPACE);
		assert_int_equal(out.used, needed);
		free(out.base);
	}
	free(whole.base);
}

static void a_dsdt_that_is_none_is_refused(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();

	(void)state;
	in.dsdt_size = sizeof(dsdt) - 1;
	assert_int_equal(acpi_write(&out, ADDRESS, &in), ERR_CORRUPT);
	in.dsdt_size = sizeof(dsdt) + 1;
	assert_int_equal(acpi_write(&out, ADDRESS, &in), ERR_CORRUPT);
	in.dsdt = "SSDT_________________________________";
	in.dsdt_size = sizeof(dsdt);
	assert_int_equal(acpi_write(&out, ADDRESS, &in), ERR_CORRUPT);
	free(out.base);
}

static void the_firmware_finds_where_a_sleeping_os_wants_to_be_woken(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	int rsdp = acpi_write(&out, ADDRESS, &in);
	const struct acpi_fadt *f = (const void *)find(&out, rsdp, "FACP");
	struct acpi_facs *facs = (void *)(out.base + (f->facs - ADDRESS));

	(void)state;
	assert_int_equal(acpi_waking_vector(out.base, SIZE, ADDRESS), 0);
	facs->waking_vector = 0x9a010;
	assert_int_equal(acpi_waking_vector(out.base, SIZE, ADDRESS), 0x9a010);
	/* Real mode does not reach it. */
	facs->waking_vector = 0x100000;
	assert_int_equal(acpi_waking_vector(out.base, SIZE, ADDRESS), 0);
	facs->waking_vector = 0x9a010;
	/* Damaged tables lead nowhere: cut short, elsewhere, without signature. */
	for (size_t size = 0; size < f->facs - ADDRESS + sizeof(*facs); size++)
		assert_int_equal(acpi_waking_vector(out.base, size, ADDRESS), 0);
	assert_int_equal(acpi_waking_vector(out.base, SIZE, ADDRESS + SIZE), 0);
	facs->signature[0] = 'f';
	assert_int_equal(acpi_waking_vector(out.base, SIZE, ADDRESS), 0);
	free(out.base);
}

/* Writes a table to a file and runs `iasl -d` on it; its text must hold `expected`. */
static void disassemble(const struct acpi_header *table, const char *name, const char *expected)
{
	char directory[] = "/tmp/acpi-test-XXXXXX", command[256];
	char *text = calloc(1, 65536);
	FILE *file;
	size_t length;

	assert_non_null(mkdtemp(directory));
	snprintf(command, sizeof(command), "%s/%s.aml", directory, name);
	file = fopen(command, "wb");
	assert_int_equal(fwrite(table, 1, table->length, file), table->length);
	fclose(file);
	snprintf(command, sizeof(command), "iasl -vs -d %s/%s.aml > %s/log 2>&1", directory, name,
		 directory);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "%s/%s.dsl", directory, name);
	file = fopen(command, "r");
	assert_non_null(file);
	length = fread(text, 1, 65535, file);
	fclose(file);
	assert_true(length > 0);
	if (!strstr(text, expected))
		fail_msg("iasl does not show \"%s\" in:\n%s", expected, text);
	if (strstr(text, "Invalid") || strstr(text, "Incorrect"))
		fail_msg("iasl complains:\n%s", text);
	free(text);
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	assert_int_equal(system(command), 0);
}

static void iasl_disassembles_what_was_written(void **state)
{
	struct table_buffer out = open_buffer(SIZE);
	struct acpi_info in = info();
	int rsdp = acpi_write(&out, ADDRESS, &in);

	(void)state;
	disassemble(find(&out, rsdp, "FACP"), "facp", "SCI Interrupt : 0009");
	disassemble(find(&out, rsdp, "APIC"), "apic", "Processor Enabled : 1");
	disassemble(find(&out, rsdp, "SSDT"), "ssdt", "Name (MMIB, 0xE0000000)");
	free(out.base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_os_finds_every_table_through_the_rsdp),
		cmocka_unit_test(the_wide_registers_of_the_fadt_say_the_same_as_the_old_ones),
		cmocka_unit_test(the_madt_lists_processors_ioapic_and_overrides),
		cmocka_unit_test(a_machine_without_apic_gets_no_madt),
		cmocka_unit_test(run_time_values_are_names_in_the_ssdt),
		cmocka_unit_test(a_block_that_is_too_small_is_reported_with_the_needed_size),
		cmocka_unit_test(a_dsdt_that_is_none_is_refused),
		cmocka_unit_test(the_firmware_finds_where_a_sleeping_os_wants_to_be_woken),
		cmocka_unit_test(iasl_disassembles_what_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
