/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer of the coreboot table. */
#ifndef TABLES_CBTABLE_H
#define TABLES_CBTABLE_H

#include <stddef.h>
#include <stdint.h>
#include <tables/coreboot.h>

struct memmap;
struct table_buffer;

/* One string record. */
struct cbtable_string {
	enum cbtable_tag tag; /* CB_TAG_VERSION .. CB_TAG_ASSEMBLER */
	const char *text;
};

struct cbtable_object {
	uint32_t id;
	uint32_t base;
	uint32_t size;
};

/* A record is written for each part that is there; pointers may be NULL, addresses 0. */
struct cbtable_info {
	const struct memmap *map;
	const char *vendor; /* of the board, as flashrom compares them */
	const char *part;
	const struct cbtable_string *strings;
	unsigned string_count;
	const struct cb_serial *serial; /* record heads need not be filled */
	const struct cb_framebuffer *framebuffer;
	const struct cb_boot_media *boot_media;
	uint64_t console_ring;
	uint64_t timestamps;
	uint64_t acpi_rsdp;
	uint32_t tsc_khz;
	const struct cbtable_object *objects; /* of cbmem */
	unsigned object_count;
	const void *layout; /* CMOS layout as `nvramtool -L` writes it */
	size_t layout_size;
};

/*
 * Appends header and records to `out`, empty so far. The layout is checked (lib/options.h) before it
 * is taken. Returns the number of records, or what options_check_layout() has against the layout; the
 * table is then complete but has no option records. Whether all fitted, table_finish() tells.
 */
int cbtable_write(struct table_buffer *out, const struct cbtable_info *info);

/* Writes the table of CBTABLE_FORWARD_SIZE bytes that sends readers to `address`. */
void cbtable_write_forward(void *buffer, uint64_t address);

#endif
