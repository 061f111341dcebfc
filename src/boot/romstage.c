/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Romstage: makes RAM work, moves into it, and expands ramstage to its top. */
#include <string.h>
#include <arch/exception.h>
#include <boot/cbmem.h>
#include <boot/context.h>
#include <boot/region.h>
#include <boot/stage.h>
#include <boot/stages.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/chip.h>
#include <drivers/option_store.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <version.h>

#define RAMSTAGE_SPACE (CONFIG_RAMSTAGE_SPACE_KB * 1024u)
#define MIB	       (1024u * 1024u)

/* Romstage's code in flash (romstage.ld). */
extern const uint8_t text_start[], text_end[];

static int early_chips(void)
{
	return chips_early_init();
}

static int ram_init(void)
{
	struct ram_info *ram = &context()->ram;
	int err = chips_ram_init(ram);

	if (err || ram->low_top < 4 * MIB) {
		post_code(POST_RAM_FAILURE);
		die("No usable RAM (%s, %u KiB found): check that a memory module is fitted and of a supported type.\n",
		    err_str(err), (uint32_t)(ram->low_top / 1024));
	}
	timestamp_add(TS_RAM_INIT_END);
	pr_info("RAM: %u MiB\n", (uint32_t)((ram->low_top + ram->high_size) / MIB));
	return 0;
}

static const struct boot_step steps[] = {
	{"clocks and early chipset", POST_ROMSTAGE_CHIPS, TS_ROMSTAGE_START, early_chips},
	{"RAM", POST_RAM_INIT, TS_RAM_INIT_START, ram_init},
};

/* Gives messages and timestamps their lasting home in cbmem. */
static void move_records(void)
{
	struct stage_context *ctx = context();
	const size_t ring_bytes = CONFIG_MEMORY_CONSOLE_KB * 1024u;
	const size_t table_bytes =
		sizeof(struct timestamp_table) + MAX_TIMESTAMPS * sizeof(struct timestamp_entry);
	struct console_ring *ring = cbmem_add(CBMEM_ID_CONSOLE, ring_bytes);
	struct timestamp_table *table = cbmem_add(CBMEM_ID_TIMESTAMP, table_bytes);

	if (ring) {
		*ring = (struct console_ring){ring_bytes - sizeof(*ring), ctx->console->cursor};
		memcpy(ring->body, ctx->console->body, ctx->console->size);
		/* A wrapped early ring starts in its middle: keep its older half out of the new one. */
		ring->cursor &= 0x0fffffff;
		ctx->console = ring;
	}
	if (table) {
		memcpy(table, ctx->timestamps,
		       sizeof(*table) +
			       ctx->timestamps->num_entries * sizeof(struct timestamp_entry));
		table->max_entries = MAX_TIMESTAMPS;
		ctx->timestamps = table;
	}
}

/* Only the decoder that this image's ramstage needs goes into romstage. */
static int expand(const struct cbfs_file *file, void *to, size_t room, size_t *size)
{
	uint8_t *work = (uint8_t *)to + room;

	if (CONFIG(STAGE_COMPRESSION_LZ4) && file->compression == COMPRESS_LZ4)
		return lz4_decode(file->data, file->stored_size, to, room, size);
	if (CONFIG(STAGE_COMPRESSION_LZMA) && file->compression == COMPRESS_LZMA)
		return lzma_decode(file->data, file->stored_size, to, room, size, work,
				   DECOMPRESS_WORK_SIZE);
	if (CONFIG(STAGE_COMPRESSION_NRV2B) && file->compression == COMPRESS_NRV2B)
		return nrv2b_decode(file->data, file->stored_size, to, room, size);
	if (file->compression != COMPRESS_NONE)
		return ERR_UNSUPPORTED;
	if (file->stored_size > room)
		return ERR_NO_SPACE;
	memcpy(to, file->data, file->stored_size);
	*size = file->stored_size;
	return 0;
}

static int expand_ramstage(enum boot_region region, uint8_t *space, uintptr_t *entry)
{
	const bool unlisted_ok = region == REGION_FALLBACK;
	struct cbfs_file file;
	size_t size;
	int err = region_file(region, "ramstage", unlisted_ok, &file);

	if (err)
		return err;
	err = expand(&file, space, RAMSTAGE_SPACE - DECOMPRESS_WORK_SIZE, &size);
	if (!err) {
		*entry = stage_relocate(space, size, RAMSTAGE_SPACE);
		err = *entry ? 0 : ERR_CORRUPT;
	}
	if (err)
		pr_err("%s: ramstage: %s.\n", region_name(region), err_str(err));
	return err;
}

/*
 * NORMAL's ramstage, or FALLBACK's if it is damaged. That one knows this context: it was built with the bootblock,
 * and romstage has seen that they agree.
 */
static int find_ramstage(uint8_t *space, uintptr_t *entry)
{
	struct stage_context *ctx = context();
	int err = expand_ramstage(ctx->region, space, entry);

	if (!err || ctx->region == REGION_FALLBACK)
		return err;
	option_store_refuse_normal();
	ctx->region = REGION_FALLBACK;
	snprintk(ctx->reason, sizeof(ctx->reason), "NORMAL is damaged (ramstage)");
	pr_info("Booting FALLBACK: %s\n", ctx->reason);
	return expand_ramstage(REGION_FALLBACK, space, entry);
}

/* Runs on the stack in RAM. */
static void in_ram(void)
{
	struct stage_context *ctx = context();
	uintptr_t entry;
	uint8_t *space;

	post_code(POST_CAR_OFF);
	cpu_car_disable();
	exception_init();
	move_records();
	timestamp_add(TS_CBMEM_READY);

	post_code(POST_LOAD_RAMSTAGE);
	timestamp_add(TS_RAMSTAGE_LOAD_START);
	space = cbmem_add(CBMEM_ID_RAMSTAGE, RAMSTAGE_SPACE);
	if (!space)
		die("No RAM for ramstage: %u KiB are needed at the top of RAM.\n",
		    CONFIG_RAMSTAGE_SPACE_KB);
	if (find_ramstage(space, &entry)) {
		post_code(POST_INVALID_CBFS);
		die("%s: ramstage cannot be started: write the region again.\n",
		    region_name(ctx->region));
	}
	timestamp_add(TS_RAMSTAGE_LOAD_END);
	post_code(POST_START_RAMSTAGE);
	timestamp_add(TS_ROMSTAGE_END);
	((void (*)(void))entry)();
	die("Ramstage returned.\n");
}

void romstage_entry(void)
{
	struct stage_context *ctx = context();
	void *block;

	if (ctx->magic != CONTEXT_MAGIC)
		return;
	cpu_cache_code((uintptr_t)text_start, (uintptr_t)text_end);
	ctx->stage = "romstage";
	exception_init();
	post_code(POST_ROMSTAGE);
	console_init(GEODEBOOT_VERSION);
	run_steps(steps, sizeof(steps) / sizeof(steps[0]));

	post_code(POST_RAM_READY);
	cbmem_init(ctx->ram.low_top);
	block = cbmem_add_aligned(CBMEM_ID_STACK, CONFIG_CAR_SIZE, CONFIG_CAR_SIZE);
	if (!block)
		die("No RAM for the stack.\n");
	context_move(block, in_ram);
}
