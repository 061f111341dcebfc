/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage: the boot picture, from the boot region to the display, when the devices are ready. */
#include <boot/context.h>
#include <boot/picture.h>
#include <boot/region.h>
#include <console/console.h>
#include <device/device.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <lib/picture.h>

#define MIB	   0x100000u
/* RAM that nobody uses before there is a payload: the picture is expanded here, with scratch memory behind it. */
#define ROOM	   (1 * MIB)
#define ROOM_SIZE  (2 * MIB)
#define SCRATCH	   (ROOM + ROOM_SIZE)
#define LEAST_RAM  (16 * MIB)
#define PIXEL_BITS 32

static void *ram(uintptr_t address)
{
	__asm__("" : "+r"(address));
	return (void *)address;
}

static int paint(const struct framebuffer *fb)
{
	const struct picture_screen screen = {
		.base = (void *)(uintptr_t)fb->base,
		.width = fb->width,
		.height = fb->height,
		.pitch = fb->pitch,
		.red = fb->red_position,
		.green = fb->green_position,
		.blue = fb->blue_position,
	};
	struct cbfs_file file;
	size_t size;
	int err = region_file(context()->region, PICTURE_FILE, true, &file);

	if (err)
		return err;
	err = decompress(file.compression, file.data, file.stored_size, ram(ROOM), ROOM_SIZE, &size,
			 ram(SCRATCH), DECOMPRESS_WORK_SIZE);
	if (!err)
		err = picture_paint(ram(ROOM), size, &screen);
	if (err)
		pr_warn("Boot picture, display of %ux%u: %s\n", fb->width, fb->height,
			err_str(err));
	return err;
}

int boot_picture(void)
{
	struct framebuffer fb;

	if (!device_framebuffer(&fb) || fb.bits_per_pixel != PIXEL_BITS ||
	    device_ram()->low_top < LEAST_RAM)
		return 0;
	return paint(&fb);
}
