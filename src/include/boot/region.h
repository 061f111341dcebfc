/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two firmware regions of the flash, NORMAL and FALLBACK, and the files in them. */
#ifndef BOOT_REGION_H
#define BOOT_REGION_H

#include <boot/context.h>
#include <lib/cbfs.h>
#include <lib/manifest.h>

#define FLASH_SIZE  (CONFIG_ROM_SIZE_KB * 1024u)
#define FLASH_BASE  ((uintptr_t)(0u - FLASH_SIZE))
/* The FMAP follows NORMAL directly (util/mkimage). */
#define FMAP_OFFSET (CONFIG_NORMAL_SIZE_KB * 1024u)

/* "NORMAL" or "FALLBACK". */
const char *region_name(enum boot_region region);

/*
 * Gives the CBFS of a region, by the FMAP, or by the layout this firmware was built with when the FMAP is damaged
 * (with a warning). Returns 0, or ERR_NOT_FOUND when the image has no such region.
 */
int region_open(enum boot_region region, struct cbfs *cbfs);

/*
 * Finds the file `name` and checks its stored bytes against the region's manifest. A file that the
 * manifest does not list is accepted when `unlisted_ok` (stock tools may have added it).
 * Returns 0 with *file filled, or the error of the step that failed, which has been printed.
 */
int region_file(enum boot_region region, const char *name, bool unlisted_ok,
		struct cbfs_file *file);

#endif
