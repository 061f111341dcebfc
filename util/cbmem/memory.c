/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads physical memory through /dev/mem, or from a dump file, or from a buffer. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lib/errors.h>
#include "memory.h"

/* Devices give pages; a kernel may refuse read() where it allows mmap(). */
static int read_device(const struct memory *memory, uint64_t address, void *buffer, size_t size)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t start = address & ~(page - 1);
	size_t offset = (size_t)(address - start);
	void *map;

	if (size == 0)
		return 0;
	if (address + size < address || size > SIZE_MAX - offset)
		return ERR_RANGE;
	map = mmap(NULL, offset + size, PROT_READ, MAP_SHARED, memory->fd, (off_t)start);
	if (map == MAP_FAILED)
		return ERR_IO;
	memcpy(buffer, (const uint8_t *)map + offset, size);
	munmap(map, offset + size);
	return 0;
}

static int read_dump(const struct memory *memory, uint64_t address, void *buffer, size_t size)
{
	uint8_t *to = buffer;

	if (address > memory->size || size > memory->size - address)
		return ERR_RANGE;
	while (size > 0) {
		ssize_t got = pread(memory->fd, to, size, (off_t)address);

		if (got <= 0)
			return ERR_IO;
		to += got;
		address += (uint64_t)got;
		size -= (size_t)got;
	}
	return 0;
}

static int read_bytes(const struct memory *memory, uint64_t address, void *buffer, size_t size)
{
	if (address > memory->size || size > memory->size - address)
		return ERR_RANGE;
	if (size > 0)
		memcpy(buffer, memory->bytes + address, size);
	return 0;
}

int memory_open_device(struct memory *memory, const char *path)
{
	*memory = (struct memory){.read = read_device, .fd = open(path, O_RDONLY)};
	return memory->fd < 0 ? ERR_IO : 0;
}

int memory_open_dump(struct memory *memory, const char *path)
{
	struct stat st;

	*memory = (struct memory){.read = read_dump, .fd = open(path, O_RDONLY)};
	if (memory->fd < 0)
		return ERR_IO;
	if (fstat(memory->fd, &st) < 0) {
		memory_close(memory);
		return ERR_IO;
	}
	memory->size = (uint64_t)st.st_size;
	return 0;
}

void memory_from_bytes(struct memory *memory, const uint8_t *bytes, size_t size)
{
	*memory = (struct memory){.read = read_bytes, .fd = -1, .bytes = bytes, .size = size};
}

void memory_close(struct memory *memory)
{
	if (memory->fd >= 0)
		close(memory->fd);
	memory->fd = -1;
}
