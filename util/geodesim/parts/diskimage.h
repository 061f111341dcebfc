/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk's sectors: a raw image file, or such a file under a layer of changes in memory. */
#ifndef GEODESIM_PARTS_DISKIMAGE_H
#define GEODESIM_PARTS_DISKIMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISK_SECTOR 512u

/* Anything that holds sectors. read and write return 0, or -1 for a medium error. */
struct disk_if {
	void *opaque;
	uint64_t sectors;
	int (*read)(void *opaque, uint64_t lba, uint8_t *sector);
	int (*write)(void *opaque, uint64_t lba, const uint8_t *sector);
	int (*flush)(void *opaque);
};

struct diskimage {
	int fd;		      /* -1: no file below */
	const uint8_t *bytes; /* instead of a file: an image in memory (replay) */
	uint64_t sectors;
	bool keep_below; /* changes stay in memory */
	uint8_t **layer; /* one pointer for each 64 KiB, NULL: unchanged */
	uint64_t chunks;
};

/**
 * diskimage_open - use the raw image file @path
 * @keep_below: never change the file, keep changes in memory.
 * Returns 0, or a negative errno; the size must be a whole number of sectors, at least one.
 */
int diskimage_open(struct diskimage *d, const char *path, bool keep_below);

/** diskimage_from_memory - @size bytes that are never changed. 0 or a negative errno. */
int diskimage_from_memory(struct diskimage *d, const uint8_t *bytes, size_t size);

void diskimage_close(struct diskimage *d);

/** diskimage_if - the sectors. */
struct disk_if diskimage_if(struct diskimage *d);

#endif
