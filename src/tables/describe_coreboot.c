/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The coreboot table from the configuration, the boot so far and the devices. */
#include <version.h>
#include <boot/cbmem.h>
#include <boot/context.h>
#include <boot/region.h>
#include <console/console.h>
#include <device/device.h>
#include <lib/errors.h>
#include <tables/cbtable.h>
#include <tables/table_buffer.h>
#include "describe.h"

static const struct cbtable_string strings[] = {
	{CB_TAG_VERSION, GEODEBOOT_VERSION},  {CB_TAG_EXTRA_VERSION, ""},
	{CB_TAG_BUILD, GEODEBOOT_BUILD_DATE}, {CB_TAG_COMPILE_TIME, GEODEBOOT_BUILD_TIME},
	{CB_TAG_COMPILER, __VERSION__},
};

static bool serial(struct cb_serial *serial)
{
	if (!CONFIG(CONSOLE_SERIAL))
		return false;
	*serial = (struct cb_serial){
		.type = CB_SERIAL_IO,
		.base = CONSOLE_UART_BASE,
		.baud = CONSOLE_UART_BAUD,
		.register_width = 1,
		.input_hz = DEVTREE_CONSOLE_CLOCK_HZ,
	};
	return true;
}

static bool display(struct cb_framebuffer *out)
{
	struct framebuffer fb;

	if (!device_framebuffer(&fb))
		return false;
	*out = (struct cb_framebuffer){
		.address = fb.base,
		.width = fb.width,
		.height = fb.height,
		.pitch = fb.pitch,
		.bits_per_pixel = fb.bits_per_pixel,
		.red = {fb.red_position, fb.red_size},
		.green = {fb.green_position, fb.green_size},
		.blue = {fb.blue_position, fb.blue_size},
		.reserved = {fb.reserved_position, fb.reserved_size},
	};
	return true;
}

/* The flash, and in it the CBFS this boot runs from. */
static bool boot_media(struct cb_boot_media *media)
{
	struct cbfs cbfs;

	if (region_open(context()->region, &cbfs))
		return false;
	*media = (struct cb_boot_media){
		.fmap_offset = FMAP_OFFSET,
		.cbfs_offset = (uintptr_t)cbfs.base - FLASH_BASE,
		.cbfs_size = cbfs.size,
		.media_size = FLASH_SIZE,
	};
	return true;
}

static unsigned objects(struct cbtable_object *out)
{
	const struct cbmem_directory *dir = cbmem_directory();

	for (unsigned i = 0; i < dir->count; i++) {
		out[i].id = dir->entry[i].id;
		out[i].base = dir->entry[i].base;
		out[i].size = dir->entry[i].size;
	}
	return dir->count;
}

/* The CMOS layout in the running region, for nvramtool. */
static void layout(struct cbtable_info *info)
{
	struct cbfs_file file;
	int err = region_file(context()->region, "cmos_layout.bin", true, &file);

	if (err)
		return;
	info->layout = file.data;
	info->layout_size = file.stored_size;
}

int describe_coreboot(struct table_buffer *out, const struct memmap *map, uint32_t rsdp)
{
	const struct stage_context *ctx = context();
	struct cbtable_object object[CBMEM_MAX_ENTRIES];
	struct cb_serial uart;
	struct cb_framebuffer fb;
	struct cb_boot_media media;
	struct cbtable_info info = {
		.map = map,
		.vendor = CONFIG_MAINBOARD_VENDOR,
		.part = CONFIG_MAINBOARD_PART,
		.strings = strings,
		.string_count = sizeof(strings) / sizeof(strings[0]),
		.serial = serial(&uart) ? &uart : NULL,
		.framebuffer = display(&fb) ? &fb : NULL,
		.boot_media = boot_media(&media) ? &media : NULL,
		.console_ring = (uintptr_t)ctx->console,
		.timestamps = (uintptr_t)ctx->timestamps,
		.acpi_rsdp = rsdp,
		.tsc_khz = ctx->tsc_khz,
		.objects = object,
		.object_count = objects(object),
	};
	int count;

	layout(&info);
	count = cbtable_write(out, &info);
	if (count < 0)
		pr_err("cmos_layout.bin: %s; nvramtool -t will not work.\n", err_str(count));
	return count < 0 ? count : 0;
}
