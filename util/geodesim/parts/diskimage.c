/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk's sectors in a raw image file, optionally under a layer of changes in memory. */
#include "parts/diskimage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_SECTORS 128u

static int read_below(const struct diskimage *d, uint64_t lba, uint8_t *out, size_t len)
{
	if (d->bytes) {
		memcpy(out, d->bytes + lba * DISK_SECTOR, len);
		return 0;
	}
	return pread(d->fd, out, len, (off_t)(lba * DISK_SECTOR)) == (ssize_t)len ? 0 : -1;
}

static int image_read(void *opaque, uint64_t lba, uint8_t *sector)
{
	struct diskimage *d = opaque;
	const uint8_t *chunk;

	if (lba >= d->sectors)
		return -1;
	chunk = d->layer ? d->layer[lba / CHUNK_SECTORS] : NULL;
	if (chunk) {
		memcpy(sector, chunk + lba % CHUNK_SECTORS * DISK_SECTOR, DISK_SECTOR);
		return 0;
	}
	return read_below(d, lba, sector, DISK_SECTOR);
}

/* The chunk of @lba in the layer, copied up from below at its first write. */
static uint8_t *chunk_for_write(struct diskimage *d, uint64_t lba)
{
	uint64_t first = lba / CHUNK_SECTORS * CHUNK_SECTORS, n = d->sectors - first;
	uint8_t **at = &d->layer[lba / CHUNK_SECTORS];

	if (*at)
		return *at;
	if (n > CHUNK_SECTORS)
		n = CHUNK_SECTORS;
	*at = calloc(CHUNK_SECTORS, DISK_SECTOR);
	if (*at && read_below(d, first, *at, n * DISK_SECTOR)) {
		free(*at);
		*at = NULL;
	}
	return *at;
}

static int image_write(void *opaque, uint64_t lba, const uint8_t *sector)
{
	struct diskimage *d = opaque;
	uint8_t *chunk;
	ssize_t n;

	if (lba >= d->sectors)
		return -1;
	if (!d->keep_below) {
		n = pwrite(d->fd, sector, DISK_SECTOR, (off_t)(lba * DISK_SECTOR));
		return n == (ssize_t)DISK_SECTOR ? 0 : -1;
	}
	chunk = chunk_for_write(d, lba);
	if (!chunk)
		return -1;
	memcpy(chunk + lba % CHUNK_SECTORS * DISK_SECTOR, sector, DISK_SECTOR);
	return 0;
}

static int image_flush(void *opaque)
{
	(void)opaque; /* a host crash is not modelled; the kernel keeps the file's pages */
	return 0;
}

static int make_layer(struct diskimage *d)
{
	d->chunks = (d->sectors + CHUNK_SECTORS - 1) / CHUNK_SECTORS;
	d->layer = calloc(d->chunks, sizeof(*d->layer));
	return d->layer ? 0 : -ENOMEM;
}

int diskimage_open(struct diskimage *d, const char *path, bool keep_below)
{
	struct stat st;
	int rc;

	memset(d, 0, sizeof(*d));
	d->keep_below = keep_below;
	d->fd = open(path, (keep_below ? O_RDONLY : O_RDWR) | O_CLOEXEC);
	if (d->fd < 0)
		return -errno;
	rc = fstat(d->fd, &st) ? -errno : 0;
	if (!rc && (!S_ISREG(st.st_mode) || st.st_size < (off_t)DISK_SECTOR ||
		    st.st_size % (off_t)DISK_SECTOR))
		rc = -EINVAL;
	if (!rc) {
		d->sectors = (uint64_t)st.st_size / DISK_SECTOR;
		rc = keep_below ? make_layer(d) : 0;
	}
	if (rc)
		diskimage_close(d);
	return rc;
}

int diskimage_from_memory(struct diskimage *d, const uint8_t *bytes, size_t size)
{
	memset(d, 0, sizeof(*d));
	d->fd = -1;
	if (size < DISK_SECTOR || size % DISK_SECTOR)
		return -EINVAL;
	d->bytes = bytes;
	d->sectors = size / DISK_SECTOR;
	d->keep_below = true;
	return make_layer(d);
}

void diskimage_close(struct diskimage *d)
{
	for (uint64_t i = 0; d->layer && i < d->chunks; i++)
		free(d->layer[i]);
	free(d->layer);
	if (d->fd >= 0)
		close(d->fd);
	memset(d, 0, sizeof(*d));
	d->fd = -1;
}

struct disk_if diskimage_if(struct diskimage *d)
{
	return (struct disk_if){.opaque = d,
				.sectors = d->sectors,
				.read = image_read,
				.write = image_write,
				.flush = image_flush};
}
