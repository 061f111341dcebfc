/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cbmem: a directory at the top of low RAM, objects below it from the top down. */
#include <boot/cbmem.h>
#include <boot/context.h>
#include <console/console.h>

#define CBMEM_MAGIC  0x4d454243u /* "CBEM" */
#define PAGE	     4096u
#define TOP_ALIGN    0x10000u
#define LOWEST_CBMEM 0x100000u /* never down into the first MiB */

struct cbmem_directory *cbmem_directory(void)
{
	return (struct cbmem_directory *)context()->cbmem;
}

/* After a wake: nothing may be handed out anew, the OS has the rest. Else it is a start like any other. */
static bool is_intact(const struct cbmem_directory *dir, uint32_t end)
{
	if (dir->magic == CBMEM_MAGIC && dir->top == end && dir->count <= CBMEM_MAX_ENTRIES)
		return true;
	pr_err("RAM has lost its contents: a new start.\n");
	context()->resuming = false;
	return false;
}

void cbmem_init(uint64_t top)
{
	struct cbmem_directory *dir;
	uint32_t end = (uint32_t)(top > 0xffff0000u ? 0xffff0000u : top) & ~(TOP_ALIGN - 1);

	dir = (struct cbmem_directory *)(uintptr_t)(end - PAGE);
	if (CONFIG(ACPI_RESUME) && context()->resuming && is_intact(dir, end)) {
		context()->cbmem = (uintptr_t)dir;
		return;
	}
	dir->magic = CBMEM_MAGIC;
	dir->top = end;
	dir->base = end - PAGE;
	dir->count = 1;
	dir->entry[0].id = CBMEM_ID_ROOT;
	dir->entry[0].base = dir->base;
	dir->entry[0].size = PAGE;
	context()->cbmem = (uintptr_t)dir;
}

void *cbmem_add_aligned(uint32_t id, size_t size, size_t align)
{
	struct cbmem_directory *dir = cbmem_directory();
	uint32_t base;

	if (CONFIG(ACPI_RESUME) && context()->resuming) {
		size_t old_size;
		void *old = cbmem_find(id, &old_size);

		if (old && old_size == size)
			return old;
		pr_err("cbmem: no %zu bytes under id %08x: a new start.\n", size, id);
		context()->resuming = false;
	}
	if (align < PAGE)
		align = PAGE;
	if (!dir || dir->count == CBMEM_MAX_ENTRIES || size > dir->base - LOWEST_CBMEM) {
		pr_err("cbmem: no room for %zu bytes under id %08x.\n", size, id);
		return NULL;
	}
	base = (uint32_t)(dir->base - size) & ~((uint32_t)align - 1);
	if (base < LOWEST_CBMEM) {
		pr_err("cbmem: no room for %zu bytes under id %08x.\n", size, id);
		return NULL;
	}
	dir->entry[dir->count].id = id;
	dir->entry[dir->count].base = base;
	dir->entry[dir->count].size = (uint32_t)size;
	dir->count++;
	dir->base = base;
	return (void *)(uintptr_t)base;
}

void *cbmem_add(uint32_t id, size_t size)
{
	return cbmem_add_aligned(id, size, PAGE);
}

void *cbmem_find(uint32_t id, size_t *size)
{
	const struct cbmem_directory *dir = cbmem_directory();

	for (uint32_t i = 0; dir && i < dir->count; i++) {
		if (dir->entry[i].id == id) {
			if (size)
				*size = dir->entry[i].size;
			return (void *)(uintptr_t)dir->entry[i].base;
		}
	}
	return NULL;
}
