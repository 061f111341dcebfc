/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The zero page: what a kernel entered in 32-bit mode is told about the machine. */
#include <lib/endian.h>
#include <lib/linux.h>
#include <string.h>
#include "linux_header.h"

_Static_assert(MEMMAP_MAX <= ZP_E820_MAX, "a full memory map must fit the zero page");

#define MIB 0x100000u

static void fill_screen(uint8_t *page, const struct linux_info *info)
{
	const struct linux_framebuffer *fb = info->fb;

	if (fb) {
		page[SI_IS_VGA] = SI_IS_VGA_LFB;
		write_le16(page + SI_LFB_WIDTH, fb->width);
		write_le16(page + SI_LFB_HEIGHT, fb->height);
		write_le16(page + SI_LFB_DEPTH, fb->depth);
		write_le32(page + SI_LFB_BASE, fb->base);
		/* In units of 64 KiB. */
		write_le32(page + SI_LFB_SIZE, (fb->size >> 16) + !!(fb->size & 0xffff));
		write_le16(page + SI_LFB_PITCH, fb->pitch);
		page[SI_RED_SIZE] = fb->red_size;
		page[SI_RED_SIZE + 1] = fb->red_pos;
		page[SI_RED_SIZE + 2] = fb->green_size;
		page[SI_RED_SIZE + 3] = fb->green_pos;
		page[SI_RED_SIZE + 4] = fb->blue_size;
		page[SI_RED_SIZE + 5] = fb->blue_pos;
		page[SI_RED_SIZE + 6] = fb->rsvd_size;
		page[SI_RED_SIZE + 7] = fb->rsvd_pos;
	} else if (info->vga_text) {
		page[SI_MODE] = 3;
		page[SI_COLUMNS] = 80;
		page[SI_LINES] = 25;
		page[SI_IS_VGA] = SI_IS_VGA_TEXT;
		write_le16(page + SI_FONT_HEIGHT, 16);
	}
}

static uint32_t e820_type(uint32_t type)
{
	return type <= MEM_UNUSABLE ? type : MEM_RESERVED;
}

static void fill_memory(uint8_t *page, const struct memmap *map)
{
	uint8_t *entry = page + ZP_E820;
	uint64_t above_kib = 0;
	unsigned int i;

	for (i = 0; i < map->count; i++, entry += E820_ENTRY) {
		const struct mem_range *r = &map->range[i];

		write_le64(entry, r->base);
		write_le64(entry + 8, r->size);
		write_le32(entry + 16, e820_type(r->type));
		if (r->type == MEM_RAM && r->base <= MIB && r->base + r->size > MIB)
			above_kib = (r->base + r->size - MIB) / 1024;
	}
	page[ZP_E820_COUNT] = (uint8_t)map->count;

	/* For kernels that ignore e820: RAM that is contiguous from 1 MiB up. */
	if (above_kib > UINT32_MAX)
		above_kib = UINT32_MAX;
	write_le32(page + ZP_ALT_MEM_K, (uint32_t)above_kib);
	write_le16(page + ZP_EXT_MEM_K, (uint16_t)(above_kib > 0xfc00 ? 0xfc00 : above_kib));
}

static void fill_header(uint8_t *page, const struct linux_image *image,
			const struct linux_boot *boot)
{
	memcpy(page + HDR_START, image->setup + HDR_START, image->header_end - HDR_START);
	write_le16(page + HDR_VID_MODE, 0xffff);
	page[HDR_LOADER] = LOADER_OTHER;
	page[HDR_LOADFLAGS] &= (uint8_t)~CAN_USE_HEAP;
	write_le16(page + HDR_HEAP_END, 0);
	write_le32(page + HDR_CODE32_START, boot->kernel);
	write_le32(page + HDR_RAMDISK, boot->initrd);
	write_le32(page + HDR_RAMDISK_SIZE, boot->initrd_size);
	write_le32(page + HDR_CMDLINE, boot->cmdline);
	if (image->protocol >= PROTOCOL_2_09)
		write_le64(page + HDR_SETUP_DATA, 0);
}

void linux_fill_zero_page(const struct linux_image *image, const struct linux_boot *boot,
			  const struct linux_info *info, void *page)
{
	memset(page, 0, LINUX_ZERO_PAGE_SIZE);
	fill_header(page, image, boot);
	fill_screen(page, info);
	fill_memory(page, info->map);
	write_le64((uint8_t *)page + ZP_ACPI_RSDP, info->acpi_rsdp);
}
