/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting one entry of the boot order: find out what the file is, plan it, check it, load it, jump. */
#include <string.h>
#include <arch/io.h>
#include <boot/cbmem.h>
#include <boot/memory.h>
#include <boot/stages.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/device.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <lib/linux.h>
#include <lib/load.h>
#include <payload/handoff.h>
#include <payload/payload.h>
#include <tables/tables.h>
#include <version.h>

#define MAX_KEEP    4

#define SHADOW_BASE 0xc0000
#define SHADOW_SIZE 0x40000

/* What one attempt works with. */
struct attempt {
	enum boot_region region;
	const struct bootorder_entry *entry;
	const uint8_t *image; /* the payload file, expanded if it was compressed as a whole */
	size_t size;
	struct memmap map; /* RAM a payload may fill: the firmware's own included */
	struct mem_range keep[MAX_KEEP];
	unsigned int keep_count;
	struct load_plan plan;
	struct handoff handoff;
	uint32_t notes[HANDOFF_NOTES_SIZE / sizeof(uint32_t)];
	int notes_size;
};

static struct attempt attempt;
static uint32_t work[(DECOMPRESS_WORK_SIZE + 3) / 4];
static uint8_t zero_page[LINUX_ZERO_PAGE_SIZE];

static int failed(const char *what, int err)
{
	pr_err("%s: %s: %s.\n", attempt.entry->file, what, err_str(err));
	return err;
}

static void keep(uint64_t base, uint64_t size)
{
	attempt.keep[attempt.keep_count++] = (struct mem_range){base, size, MEM_RAM};
}

static void start_attempt(enum boot_region region, const struct bootorder_entry *entry)
{
	size_t size = 0;
	uintptr_t firmware = (uintptr_t)cbmem_find(CBMEM_ID_RAMSTAGE, &size);

	memset(&attempt, 0, sizeof(attempt));
	attempt.region = region;
	attempt.entry = entry;
	attempt.map = *boot_memmap();
	/*
	 * Every northbridge opens RAM behind C0000h to FFFFFh. No OS gets it, but payloads that are a
	 * BIOS load there, over the tables' entry points: they bring their own.
	 */
	memmap_add(&attempt.map, SHADOW_BASE, SHADOW_SIZE, MEM_RAM);
	/* The firmware's code may be overwritten at the jump; its tables may not. */
	memmap_add(&attempt.map, firmware, size, MEM_RAM);
	keep(firmware, size);
}

/* A file that is compressed as a whole goes to the top of free RAM. */
static int expand(const struct cbfs_file *file)
{
	struct mem_request request = {.size = file->size,
				      .align = 4096,
				      .min = 0x100000,
				      .max = 0xffffffff,
				      .highest = true,
				      .used = attempt.keep,
				      .used_count = attempt.keep_count};
	uint64_t base;
	int err;

	attempt.image = file->data;
	attempt.size = file->stored_size;
	if (file->compression == COMPRESS_NONE)
		return 0;
	err = memmap_find(&attempt.map, &request, &base);
	if (!err)
		err = decompress(file->compression, file->data, file->stored_size,
				 (void *)(uintptr_t)base, file->size, &attempt.size, work,
				 sizeof(work));
	if (!err && attempt.size != file->size)
		err = ERR_SIZE;
	attempt.image = (const uint8_t *)(uintptr_t)base;
	if (!err)
		keep(base, file->size);
	return err;
}

static int plan_elf(void)
{
	int err = elf_plan(attempt.image, attempt.size, &attempt.plan);

	if (err)
		return err;
	err = elf_verify(attempt.image, attempt.size, &attempt.plan);
	if (err)
		return failed("checksum note", err);
	attempt.notes_size = boot_notes_write(
		attempt.notes, sizeof(attempt.notes), "LinuxBIOS", "geodeboot", GEODEBOOT_VERSION,
		attempt.entry->cmdline[0] ? attempt.entry->cmdline : NULL);
	if (attempt.notes_size < 0)
		return attempt.notes_size;
	attempt.handoff.eax = BOOT_NOTES_MAGIC;
	if (attempt.plan.program[0])
		pr_info("ELF: %s %s\n", attempt.plan.program, attempt.plan.version);
	return 0;
}

static const struct linux_framebuffer *linux_display(struct linux_framebuffer *out)
{
	struct framebuffer fb;

	if (!device_framebuffer(&fb))
		return NULL;
	*out = (struct linux_framebuffer){
		.base = (uint32_t)fb.base,
		.size = fb.pitch * fb.height,
		.width = (uint16_t)fb.width,
		.height = (uint16_t)fb.height,
		.depth = fb.bits_per_pixel,
		.pitch = (uint16_t)fb.pitch,
		.red_size = fb.red_size,
		.red_pos = fb.red_position,
		.green_size = fb.green_size,
		.green_pos = fb.green_position,
		.blue_size = fb.blue_size,
		.blue_pos = fb.blue_position,
		.rsvd_size = fb.reserved_size,
		.rsvd_pos = fb.reserved_position,
	};
	return out;
}

static int plan_linux(const struct linux_image *image)
{
	const struct bootorder_entry *entry = attempt.entry;
	struct linux_framebuffer fb;
	struct linux_info info = {
		.map = boot_memmap(), .acpi_rsdp = tables_rsdp(), .fb = linux_display(&fb)};
	struct load_segment initrd = {0};
	struct linux_boot boot;
	int err;

	if (entry->initrd[0]) {
		struct cbfs_file file;

		err = region_file(attempt.region, entry->initrd, true, &file);
		if (err)
			return err;
		initrd = (struct load_segment){.src = file.data,
					       .stored = file.stored_size,
					       .filesz = file.size,
					       .memsz = file.size,
					       .compression = file.compression};
	}
	err = linux_place(image, &attempt.map, attempt.keep, attempt.keep_count,
			  strlen(entry->cmdline), initrd.memsz, &boot);
	if (err)
		return failed("placing kernel and initrd", err);
	linux_fill_zero_page(image, &boot, &info, zero_page);
	linux_plan(image, &boot, zero_page, entry->cmdline, &initrd, &attempt.plan);
	attempt.handoff.esi = boot.zero_page;
	/* No line for everybody: the payload would wait until it is sent. */
	pr_debug("Kernel at %08x, initrd %u KiB at %08x\n", boot.kernel, boot.initrd_size / 1024,
		 boot.initrd);
	return 0;
}

static int plan_raw(void)
{
	struct linux_image image;
	int err = linux_parse(attempt.image, attempt.size, &image);

	if (!err)
		return plan_linux(&image);
	if (err != ERR_UNKNOWN_TYPE)
		return failed("bzImage", err);
	err = plan_elf();
	return err ? failed(err == ERR_UNKNOWN_TYPE ? "neither ELF nor bzImage" : "ELF", err) : 0;
}

static int load(struct load_result *result)
{
	struct load_env env = {.map = &attempt.map,
			       .keep = attempt.keep,
			       .keep_count = attempt.keep_count,
			       .stub_size = HANDOFF_SIZE,
			       .work = work,
			       .work_size = sizeof(work)};
	const struct load_segment *bad;
	int err = load_check(&attempt.plan, &attempt.map);

	if (!err)
		err = load_run(&attempt.plan, &env, result);
	if (!err)
		return 0;
	if (err == ERR_ENTRY) {
		pr_err("%s: entry %08x: %s.\n", attempt.entry->file, attempt.plan.entry,
		       err_str(err));
	} else {
		bad = &attempt.plan.seg[attempt.plan.bad];
		pr_err("%s: segment %u at %08x, %u bytes: %s.\n", attempt.entry->file,
		       attempt.plan.bad, bad->dest, bad->memsz, err_str(err));
	}
	return err;
}

static _Noreturn void jump(const struct load_result *result)
{
	struct handoff *handoff = &attempt.handoff;

	handoff->entry = attempt.plan.entry;
	handoff->argument = (uint32_t)(uintptr_t)cbmem_find(CBMEM_ID_CBTABLE, NULL);
	handoff->copies = result->copies;
	memcpy(handoff->copy, result->copy, sizeof(handoff->copy));
	/* A payload that returns finds the firmware again, unless it was loaded over it. */
	if (!result->copies) {
		handoff->return_to = (uint32_t)(uintptr_t)ramstage_resume;
		handoff->return_sp = (uint32_t)(uintptr_t)context() + CONFIG_CAR_SIZE;
	}
	pr_debug("Jumping to %08x\n", handoff->entry);
	/* The payload sets the UART up anew, and may throw away what has not been sent. */
	console_uart_drain();
	cpu_rom_cache(false);
	post_code(POST_JUMP_PAYLOAD);
	timestamp_add(TS_PAYLOAD_JUMP);
	handoff_run(result->stub, handoff, attempt.notes, (uint32_t)attempt.notes_size);
}

void payload_start(enum boot_region region, const struct bootorder_entry *entry)
{
	struct load_result result = {0};
	struct cbfs_file file;
	int err;

	start_attempt(region, entry);
	if (region_file(region, entry->file, true, &file))
		return;
	if (file.type == CBFS_TYPE_SELF) {
		attempt.image = file.data;
		attempt.size = file.stored_size;
		err = self_plan(file.data, file.stored_size, &attempt.plan);
		if (err) {
			failed("payload", err);
			return;
		}
	} else {
		err = expand(&file);
		if (err) {
			failed(compress_name(file.compression), err);
			return;
		}
		if (plan_raw())
			return;
	}
	if (!load(&result))
		jump(&result);
}
