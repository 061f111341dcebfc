/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding the flash regions and the files in them. */
#include <boot/region.h>
#include <console/console.h>
#include <lib/errors.h>
#include <lib/fmap.h>

#define FMAP_AREA_SIZE 4096u /* util/mkimage gives the FMAP one page */

const char *region_name(enum boot_region region)
{
	return region == REGION_NORMAL ? "NORMAL" : "FALLBACK";
}

/* The layout util/mkimage makes: NORMAL, FMAP, FALLBACK up to the end. */
static void built_in_area(enum boot_region region, struct fmap_area *area)
{
	const uint32_t fallback = FMAP_OFFSET + FMAP_AREA_SIZE;

	area->offset = region == REGION_NORMAL ? 0 : fallback;
	area->size = region == REGION_NORMAL ? FMAP_OFFSET : FLASH_SIZE - fallback;
}

int region_open(enum boot_region region, struct cbfs *cbfs)
{
	struct fmap_area area;
	int err;

	if (region == REGION_NORMAL && !CONFIG_NORMAL_SIZE_KB)
		return ERR_NOT_FOUND;
	err = fmap_find((const uint8_t *)FLASH_BASE, FLASH_SIZE, FMAP_OFFSET, region_name(region),
			&area);
	if (err) {
		pr_warn("FMAP at flash offset %#x: %s: %s. Using the built-in layout.\n",
			FMAP_OFFSET, region_name(region), err_str(err));
		built_in_area(region, &area);
	}
	cbfs->base = (const uint8_t *)FLASH_BASE + area.offset;
	cbfs->size = area.size;
	return 0;
}

/* *culprit becomes the manifest's name when the manifest itself is damaged. */
static int check_manifest(const struct cbfs *cbfs, const struct cbfs_file *file, bool unlisted_ok,
			  const char **culprit)
{
	struct cbfs_file text;
	struct manifest manifest;
	int err = cbfs_find(cbfs, MANIFEST_NAME, &text);

	if (!err)
		err = manifest_check_self(text.data, text.stored_size, &manifest);
	manifest.beside = console_uart_pump;
	if (err)
		*culprit = MANIFEST_NAME;
	else
		err = manifest_check_file(&manifest, file->name, file->header,
					  (size_t)(file->data - file->header) + file->stored_size);
	if (err == ERR_NOT_FOUND && unlisted_ok) {
		pr_notice("%s is not in the region's manifest: used unchecked.\n", file->name);
		return 0;
	}
	return err;
}

int region_file(enum boot_region region, const char *name, bool unlisted_ok, struct cbfs_file *file)
{
	const char *culprit = name;
	struct cbfs cbfs;
	int err = region_open(region, &cbfs);

	if (!err)
		err = cbfs_find(&cbfs, name, file);
	if (!err)
		err = check_manifest(&cbfs, file, unlisted_ok, &culprit);
	if (err)
		pr_warn("%s: %s: %s.\n", region_name(region), culprit, err_str(err));
	return err;
}
