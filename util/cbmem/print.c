/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the records of the coreboot table, and timestamps. */
#include <inttypes.h>
#include <string.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include "names.h"
#include "print.h"

/* Text from offset `at` of a record, as printf's "%.*s" wants it: never beyond the record. */
static int text_length(const struct cbtable_record *r, uint32_t at)
{
	return at < r->size ? (int)strnlen((const char *)r->data + at, r->size - at) : 0;
}

#define TEXT(r, at) text_length((r), (at)), (const char *)(r)->data + ((at) < (r)->size ? (at) : 0)

static void print_memory(FILE *out, const struct cbtable_record *r)
{
	fputc('\n', out);
	for (uint32_t at = sizeof(struct cb_record); r->size - at >= sizeof(struct cb_memory_range);
	     at += sizeof(struct cb_memory_range)) {
		uint64_t start = read_le64(r->data + at);
		uint64_t size = read_le64(r->data + at + 8);
		uint32_t type = read_le32(r->data + at + 16);

		fprintf(out, "    %010" PRIx64 "-%010" PRIx64 "  %8" PRIu64 " KiB  %s\n", start,
			start + size - 1, size / 1024, memory_type_name(type));
	}
}

static void print_serial(FILE *out, const struct cb_serial *s)
{
	fprintf(out, "%s %" PRIx32 ", %" PRIu32 " baud, clock %" PRIu32 " Hz\n",
		s->type == CB_SERIAL_IO ? "port" : "memory", s->base, s->baud, s->input_hz);
}

static void print_framebuffer(FILE *out, const struct cb_framebuffer *f)
{
	fprintf(out, "%" PRIu32 "x%" PRIu32 "x%u at %" PRIx64 ", %" PRIu32 " bytes a line\n",
		f->width, f->height, f->bits_per_pixel, f->address, f->pitch);
}

static void print_boot_media(FILE *out, const struct cb_boot_media *m)
{
	fprintf(out,
		"%" PRIu64 " KiB of flash, FMAP at %" PRIx64 ", CBFS at %" PRIx64 " with %" PRIu64
		" KiB\n",
		m->media_size / 1024, m->fmap_offset, m->cbfs_offset, m->cbfs_size / 1024);
}

static void print_object(FILE *out, const struct cb_cbmem_entry *e)
{
	fprintf(out, "%08" PRIx64 " %7" PRIu32 " bytes, id %08" PRIx32 ": %s\n", e->address,
		e->size, e->id, object_name(e->id));
}

/* Options of the CMOS layout: bits and name. */
static void print_options(FILE *out, const struct cbtable_record *r)
{
	uint32_t at = sizeof(struct cb_option_table);

	fputc('\n', out);
	while (r->size >= at && r->size - at >= sizeof(struct cb_record)) {
		struct cbtable_record option = {read_le32(r->data + at),
						read_le32(r->data + at + 4), r->data + at};

		if (option.size < sizeof(struct cb_record) || option.size > r->size - at)
			break;
		if (option.tag == CB_TAG_OPTION && option.size > 24)
			fprintf(out, "    bit %4" PRIu32 ", %2" PRIu32 " bits  %.*s\n",
				read_le32(option.data + 8), read_le32(option.data + 12),
				TEXT(&option, 24));
		at += option.size;
	}
}

static void print_checksum(FILE *out, const struct cb_option_checksum *c)
{
	fprintf(out, "bits %" PRIu32 " to %" PRIu32 ", sum at bit %" PRIu32 "\n", c->first_bit,
		c->last_bit, c->location_bit);
}

/* A copy of the record in its own struct, if the record is long enough for it. */
#define AS(type, r, name)                  \
	type name;                         \
	if ((r)->size < sizeof(name)) {    \
		fputs("cut short\n", out); \
		break;                     \
	}                                  \
	memcpy(&name, (r)->data, sizeof(name))

static void print_record(FILE *out, const struct cbtable_record *r)
{
	fprintf(out, "%-15s ", record_name(r->tag));
	switch (r->tag) {
	case CB_TAG_MEMORY: print_memory(out, r); break;
	case CB_TAG_MAINBOARD: {
		AS(struct cb_mainboard, r, m);
		fprintf(out, "%.*s, %.*s\n", TEXT(r, (uint32_t)sizeof(m) + m.vendor_index),
			TEXT(r, (uint32_t)sizeof(m) + m.part_index));
		break;
	}
	case CB_TAG_SERIAL: {
		AS(struct cb_serial, r, s);
		print_serial(out, &s);
		break;
	}
	case CB_TAG_CONSOLE: {
		AS(struct cb_console, r, c);
		fprintf(out, "type %u\n", c.type);
		break;
	}
	case CB_TAG_TIMESTAMPS:
	case CB_TAG_CBMEM_CONSOLE:
	case CB_TAG_ACPI_RSDP:
	case CB_TAG_FORWARD: {
		AS(struct cb_address, r, a);
		fprintf(out, "at %08" PRIx64 "\n", a.address);
		break;
	}
	case CB_TAG_FRAMEBUFFER: {
		AS(struct cb_framebuffer, r, f);
		print_framebuffer(out, &f);
		break;
	}
	case CB_TAG_BOOT_MEDIA: {
		AS(struct cb_boot_media, r, m);
		print_boot_media(out, &m);
		break;
	}
	case CB_TAG_CBMEM_ENTRY: {
		AS(struct cb_cbmem_entry, r, e);
		print_object(out, &e);
		break;
	}
	case CB_TAG_TSC_INFO: {
		AS(struct cb_tsc_info, r, t);
		fprintf(out, "%" PRIu32 " kHz\n", t.khz);
		break;
	}
	case CB_TAG_OPTION_TABLE: print_options(out, r); break;
	case CB_TAG_OPTION_CHECKSUM: {
		AS(struct cb_option_checksum, r, c);
		print_checksum(out, &c);
		break;
	}
	default:
		if (r->tag >= CB_TAG_VERSION && r->tag <= CB_TAG_ASSEMBLER)
			fprintf(out, "%.*s\n", TEXT(r, (uint32_t)sizeof(struct cb_record)));
		else
			fprintf(out, "tag %" PRIx32 ", %" PRIu32 " bytes\n", r->tag, r->size);
	}
}

int print_table(FILE *out, const struct cbtable *table)
{
	struct cbtable_record record;
	size_t cursor = 0;
	int more;

	fprintf(out, "coreboot table at %08" PRIx64 ": %" PRIu32 " records, %" PRIu32 " bytes\n",
		table->address, table->entries, table->size);
	while ((more = cbtable_next(table, &cursor, &record)) > 0)
		print_record(out, &record);
	return more;
}

static uint64_t since(const struct timestamps *stamps, uint32_t from, uint32_t to)
{
	return (stamps->stamp[to].ticks - stamps->stamp[from].ticks) / stamps->mhz;
}

void print_timestamps(FILE *out, const struct timestamps *stamps)
{
	for (uint32_t i = 1; i < stamps->count; i++) {
		const struct timestamp *t = &stamps->stamp[i];

		fprintf(out, "%4" PRIu32 "  %-30s %12" PRIu64 " us  +%" PRIu64 "\n", t->id,
			timestamp_name(t->id), since(stamps, 0, i), since(stamps, i - 1, i));
	}
}

void print_timestamps_raw(FILE *out, const struct timestamps *stamps)
{
	for (uint32_t i = 1; i < stamps->count; i++)
		fprintf(out, "%" PRIu32 "\t%" PRIu64 "\t%s\n", stamps->stamp[i].id,
			since(stamps, 0, i), timestamp_name(stamps->stamp[i].id));
}
