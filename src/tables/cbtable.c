/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the coreboot table. */
#include <string.h>
#include <lib/checksum.h>
#include <lib/endian.h>
#include <lib/memmap.h>
#include <lib/options.h>
#include <tables/cbtable.h>
#include <tables/table_buffer.h>

#define RECORD_ALIGN 4u
#define STRING_ALIGN 8u

struct writer {
	struct table_buffer *out;
	uint32_t count; /* records */
};

/* Sets the size of the record that began at `start` and ends, padded to `align`, here. */
static void close_record(struct writer *w, size_t start, size_t align)
{
	size_t size = w->out->used - start;

	table_put(w->out, NULL, -size & (align - 1));
	size = w->out->used - start;
	table_set32(w->out, start + offsetof(struct cb_record, size), (uint32_t)size);
	w->count++;
}

/* Appends a record of which `record` holds all; its head is filled in. */
static void put_record(struct writer *w, enum cbtable_tag tag, const void *record, size_t size)
{
	size_t start = table_put(w->out, record, size);

	table_set32(w->out, start + offsetof(struct cb_record, tag), tag);
	close_record(w, start, RECORD_ALIGN);
}

static void put_memory(struct writer *w, const struct memmap *map)
{
	struct cb_record head = {.tag = CB_TAG_MEMORY};
	size_t start = table_put(w->out, &head, sizeof(head));

	for (unsigned i = 0; i < map->count; i++) {
		struct cb_memory_range range = {map->range[i].base, map->range[i].size,
						map->range[i].type};

		table_put(w->out, &range, sizeof(range));
	}
	close_record(w, start, RECORD_ALIGN);
}

static void put_mainboard(struct writer *w, const char *vendor, const char *part)
{
	size_t vendor_size = strlen(vendor) + 1;
	struct cb_mainboard m = {.head.tag = CB_TAG_MAINBOARD, .part_index = (uint8_t)vendor_size};
	size_t start = table_put(w->out, &m, sizeof(m));

	table_put(w->out, vendor, vendor_size);
	table_put(w->out, part, strlen(part) + 1);
	close_record(w, start, STRING_ALIGN);
}

static void put_string(struct writer *w, const struct cbtable_string *s)
{
	struct cb_record head = {.tag = s->tag};
	size_t start = table_put(w->out, &head, sizeof(head));

	table_put(w->out, s->text, strlen(s->text) + 1);
	close_record(w, start, STRING_ALIGN);
}

static void put_console(struct writer *w, uint16_t type)
{
	struct cb_console c = {.type = type};

	put_record(w, CB_TAG_CONSOLE, &c, sizeof(c));
}

static void put_serial(struct writer *w, const struct cb_serial *serial)
{
	put_record(w, CB_TAG_SERIAL, serial, sizeof(*serial));
	put_console(w, serial->type == CB_SERIAL_IO ? CB_CONSOLE_8250 : CB_CONSOLE_8250_MMIO);
}

static void put_address(struct writer *w, enum cbtable_tag tag, uint64_t address)
{
	struct cb_address record = {.address = address};

	if (address)
		put_record(w, tag, &record, sizeof(record));
}

static void put_objects(struct writer *w, const struct cbtable_info *info)
{
	for (unsigned i = 0; i < info->object_count; i++) {
		struct cb_cbmem_entry e = {.address = info->objects[i].base,
					   .size = info->objects[i].size,
					   .id = info->objects[i].id};

		put_record(w, CB_TAG_CBMEM_ENTRY, &e, sizeof(e));
	}
}

/* The layout as it is, and its checksum once more as a record of its own, where tools look too. */
static int put_options(struct writer *w, const void *layout, size_t size)
{
	struct options_range range;
	struct cb_option_checksum sum = {.type = 1};
	int err = options_check_layout(layout, size, &range);

	if (err)
		return err;
	put_record(w, CB_TAG_OPTION_TABLE, layout, read_le32((const uint8_t *)layout + 4));
	sum.first_bit = range.first * 8u;
	sum.last_bit = range.last * 8u + 7;
	sum.location_bit = range.sum * 8u;
	put_record(w, CB_TAG_OPTION_CHECKSUM, &sum, sizeof(sum));
	return 0;
}

/* Fills in the header at the start of `table`, in front of `records_size` bytes of records. */
static void seal(uint8_t *table, uint32_t records_size, uint32_t count)
{
	struct cb_header header = {
		.signature = CBTABLE_SIGNATURE,
		.header_bytes = sizeof(header),
		.table_bytes = records_size,
		.table_checksum = ip_checksum(table + sizeof(header), records_size),
		.table_entries = count,
	};

	header.header_checksum = ip_checksum(&header, sizeof(header));
	memcpy(table, &header, sizeof(header));
}

int cbtable_write(struct table_buffer *out, const struct cbtable_info *info)
{
	struct writer w = {.out = out};
	int err = 0;

	table_put(out, NULL, sizeof(struct cb_header));
	put_memory(&w, info->map);
	put_mainboard(&w, info->vendor, info->part);
	for (unsigned i = 0; i < info->string_count; i++)
		put_string(&w, &info->strings[i]);
	if (info->serial)
		put_serial(&w, info->serial);
	if (info->console_ring)
		put_console(&w, CB_CONSOLE_LOGBUF);
	put_address(&w, CB_TAG_CBMEM_CONSOLE, info->console_ring);
	put_address(&w, CB_TAG_TIMESTAMPS, info->timestamps);
	if (info->framebuffer)
		put_record(&w, CB_TAG_FRAMEBUFFER, info->framebuffer, sizeof(*info->framebuffer));
	if (info->boot_media)
		put_record(&w, CB_TAG_BOOT_MEDIA, info->boot_media, sizeof(*info->boot_media));
	if (info->tsc_khz) {
		struct cb_tsc_info tsc = {.khz = info->tsc_khz};

		put_record(&w, CB_TAG_TSC_INFO, &tsc, sizeof(tsc));
	}
	put_address(&w, CB_TAG_ACPI_RSDP, info->acpi_rsdp);
	put_objects(&w, info);
	if (info->layout)
		err = put_options(&w, info->layout, info->layout_size);

	if (out->used <= out->size)
		seal(out->base, (uint32_t)(out->used - sizeof(struct cb_header)), w.count);
	return err ? err : (int)w.count;
}

void cbtable_write_forward(void *buffer, uint64_t address)
{
	struct cb_address forward = {{CB_TAG_FORWARD, sizeof(forward)}, address};
	uint8_t *table = buffer;

	_Static_assert(sizeof(struct cb_header) + sizeof(forward) == CBTABLE_FORWARD_SIZE,
		       "forward");
	memcpy(table + sizeof(struct cb_header), &forward, sizeof(forward));
	seal(table, sizeof(forward), 1);
}
