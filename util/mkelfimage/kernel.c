/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the two forms of a kernel: bzImage (Documentation/x86/boot.rst) and ELF vmlinux. */

#include <ctype.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include "mkelfimage.h"
#include "stub/params.h"

/* Setup header, offsets in the file and in the zero page. */
#define SETUP_SECTS	 0x1f1
#define SETUP_ROOT_FLAGS 0x1f2
#define SETUP_BOOT_FLAG	 0x1fe
#define SETUP_JUMP	 0x201
#define SETUP_MAGIC	 0x202
#define SETUP_VERSION	 0x206
#define SETUP_KVERSION	 0x20e
#define SETUP_LOADER	 0x210
#define SETUP_LOADFLAGS	 0x211
#define SETUP_CODE32	 0x214
#define SETUP_RAMDISK	 0x218
#define SETUP_RAMDISK_SZ 0x21c
#define SETUP_CMDLINE	 0x228
#define SETUP_INITRD_MAX 0x22c
#define SETUP_ALIGNMENT	 0x230
#define SETUP_RELOCATE	 0x234
#define SETUP_CMD_MAX	 0x238
#define SETUP_PREF	 0x258
#define SETUP_INIT_SIZE	 0x260
#define SETUP_END_MAX	 0x290 /* boot.rst: the header may grow up to the e820 table */

#define SECTOR		 512
#define DEFAULT_SECTS	 4
#define MAGIC_HDRS	 0x53726448
#define LOADED_HIGH	 0x01
#define LOADER_OTHER	 0xff
#define HIGH_ADDRESS	 0x100000
#define OLD_INITRD_MAX	 0x37ffffff
#define OLD_CMDLINE_MAX	 255
#define NEW_CMDLINE_MAX	 2047
#define KERNEL_BASE	 0xc0000000 /* virtual address of physical 0 in an i386 kernel */
/* Kernels before init_size grow to about this many times their compressed size. */
#define OLD_EXPANSION	 4

static void copy_version(struct kernel *kernel, const uint8_t *text, size_t room)
{
	size_t i;

	for (i = 0; i < room && i < VERSION_SIZE - 1 && isgraph(text[i]); i++)
		kernel->version[i] = text[i];
	kernel->version[i] = '\0';
}

static bool is_power_of_two(uint32_t value)
{
	return value != 0 && (value & (value - 1)) == 0;
}

/* Where a bzImage loaded at HIGH_ADDRESS or its preferred address will run, and how big it is. */
static const char *bzimage_runtime(const uint8_t *file, uint32_t header_end, uint32_t size,
				   struct kernel *kernel, uint32_t *load)
{
	uint16_t version = get16(file + SETUP_VERSION);
	uint64_t start = HIGH_ADDRESS, need = (uint64_t)size * OLD_EXPANSION;
	bool relocatable = false;

	if (version >= 0x20a) {
		if (header_end < SETUP_INIT_SIZE + 4)
			return "its setup header is shorter than its version says";
		if (get32(file + SETUP_PREF + 4) != 0)
			return "it wants to run above 4 GiB";
		start = get32(file + SETUP_PREF);
		need = get32(file + SETUP_INIT_SIZE);
	}
	if (version >= 0x205) {
		uint32_t alignment = get32(file + SETUP_ALIGNMENT);

		relocatable = file[SETUP_RELOCATE] != 0;
		if (relocatable && !is_power_of_two(alignment))
			return "its kernel_alignment is no power of two";
		/* Loaded low, a relocatable kernel moves itself up, at least to its preferred place. */
		if (relocatable && start < alignment)
			start = alignment;
	}
	if (start < HIGH_ADDRESS)
		return "it wants to run below 1 MiB";
	if (need < size)
		need = size;
	if (start + need > 0xffffffff)
		return "it does not fit below 4 GiB";
	*load = relocatable ? HIGH_ADDRESS : start;
	kernel->runtime = start;
	kernel->runtime_size = need;
	return NULL;
}

static const char *bzimage_read(const struct blob *file, struct kernel *kernel)
{
	const uint8_t *data = file->data;
	uint32_t header_end = SETUP_MAGIC + data[SETUP_JUMP];
	uint32_t sects = data[SETUP_SECTS] ? data[SETUP_SECTS] : DEFAULT_SECTS;
	uint32_t skip = (sects + 1) * SECTOR, load, kversion;
	uint16_t version = get16(data + SETUP_VERSION);
	const char *problem;

	if (version < 0x202)
		return "its boot protocol is older than 2.02";
	if (!(data[SETUP_LOADFLAGS] & LOADED_HIGH))
		return "it is a zImage, only a bzImage can be used";
	if (skip >= file->size || file->size - skip > 0x7fffffff)
		return "it ends before its protected-mode part";
	if (header_end > SETUP_END_MAX || header_end > skip)
		return "its setup header is damaged";
	if (header_end < SETUP_CMDLINE + 4)
		return "its setup header is shorter than its version says";
	problem = bzimage_runtime(data, header_end, file->size - skip, kernel, &load);
	if (problem != NULL)
		return problem;

	kernel->initrd_max = version >= 0x203 ? get32(data + SETUP_INITRD_MAX) : OLD_INITRD_MAX;
	kernel->cmdline_max = version >= 0x206 ? get32(data + SETUP_CMD_MAX) : OLD_CMDLINE_MAX;
	if (version >= 0x206 && header_end < SETUP_CMD_MAX + 4)
		return "its setup header is shorter than its version says";
	kernel->entry = load;
	kernel->setup = data + SETUP_SECTS;
	kernel->setup_size = header_end - SETUP_SECTS;
	kernel->segment[0] = (struct segment){
		.what = "kernel",
		.address = load,
		.data = data + skip,
		.filesz = file->size - skip,
		/* In its final place already it needs the memory behind the file as well. */
		.memsz = load == kernel->runtime ? kernel->runtime_size : file->size - skip,
		.code = true,
	};
	kernel->count = 1;
	kversion = get16(data + SETUP_KVERSION) + 0x200;
	if (kversion > 0x200 && kversion < skip)
		copy_version(kernel, data + kversion, skip - kversion);
	return NULL;
}

static uint32_t physical(uint32_t address)
{
	return address >= KERNEL_BASE ? address - KERNEL_BASE : address;
}

static const char *vmlinux_segment(const struct blob *file, const uint8_t *header,
				   struct kernel *kernel)
{
	Elf32_Phdr phdr;
	uint32_t start, end;

	memcpy(&phdr, header, sizeof(phdr));
	if (phdr.p_type != PT_LOAD || phdr.p_memsz == 0)
		return NULL;
	start = physical(phdr.p_paddr);
	if (phdr.p_filesz > phdr.p_memsz || phdr.p_offset > file->size ||
	    phdr.p_filesz > file->size - phdr.p_offset)
		return "a segment reaches beyond the file";
	if (phdr.p_memsz > 0xffffffff - start || start < HIGH_ADDRESS)
		return "a segment lies below 1 MiB or wraps around 4 GiB";
	if (kernel->count == MAX_SEGMENTS - 4)
		return "it has too many segments";
	kernel->segment[kernel->count++] = (struct segment){
		.what = "kernel",
		.address = start,
		.data = file->data + phdr.p_offset,
		.filesz = phdr.p_filesz,
		.memsz = phdr.p_memsz,
		.code = phdr.p_flags & PF_X,
	};
	end = start + phdr.p_memsz;
	if (kernel->runtime_size != 0 && end < kernel->runtime + kernel->runtime_size)
		end = kernel->runtime + kernel->runtime_size;
	if (kernel->runtime_size == 0 || start < kernel->runtime)
		kernel->runtime = start;
	kernel->runtime_size = end - kernel->runtime;
	return NULL;
}

static const char *vmlinux_read(const struct blob *file, struct kernel *kernel)
{
	static const char banner[] = "Linux version ";
	const uint8_t *text;
	Elf32_Ehdr ehdr;

	memcpy(&ehdr, file->data, sizeof(ehdr));
	if (ehdr.e_ident[EI_CLASS] != ELFCLASS32 || ehdr.e_ident[EI_DATA] != ELFDATA2LSB ||
	    ehdr.e_machine != EM_386)
		return "this vmlinux is not for i386; a 64-bit kernel must be given as bzImage";
	if (ehdr.e_type != ET_EXEC)
		return "it is an ELF file, but no executable";
	if (ehdr.e_phentsize != sizeof(Elf32_Phdr) || ehdr.e_phoff > file->size ||
	    ehdr.e_phnum * sizeof(Elf32_Phdr) > file->size - ehdr.e_phoff)
		return "its program headers reach beyond the file";
	for (unsigned int i = 0; i < ehdr.e_phnum; i++) {
		const uint8_t *header = file->data + ehdr.e_phoff + i * sizeof(Elf32_Phdr);
		const char *problem = vmlinux_segment(file, header, kernel);

		if (problem != NULL)
			return problem;
	}
	kernel->entry = physical(ehdr.e_entry);
	if (kernel->count == 0 || kernel->entry < kernel->runtime ||
	    kernel->entry - kernel->runtime >= kernel->runtime_size)
		return "its entry point is outside its segments";
	kernel->initrd_max = OLD_INITRD_MAX;
	kernel->cmdline_max = NEW_CMDLINE_MAX;
	text = memmem(file->data, file->size, banner, sizeof(banner) - 1);
	if (text != NULL) {
		text += sizeof(banner) - 1;
		copy_version(kernel, text, file->data + file->size - text);
	}
	return NULL;
}

const char *kernel_read(const struct blob *file, struct kernel *kernel)
{
	memset(kernel, 0, sizeof(*kernel));
	if (file->size >= sizeof(Elf32_Ehdr) && memcmp(file->data, ELFMAG, SELFMAG) == 0)
		return vmlinux_read(file, kernel);
	if (file->size >= SETUP_END_MAX && get16(file->data + SETUP_BOOT_FLAG) == 0xaa55 &&
	    get32(file->data + SETUP_MAGIC) == MAGIC_HDRS)
		return bzimage_read(file, kernel);
	return "it is neither a bzImage nor a vmlinux";
}

void zero_page_fill(uint8_t *page, const struct kernel *kernel, uint32_t initrd,
		    uint32_t initrd_size)
{
	memset(page, 0, ZERO_PAGE_SIZE);
	if (kernel->setup != NULL) {
		memcpy(page + SETUP_SECTS, kernel->setup, kernel->setup_size);
	} else {
		put16(page + SETUP_BOOT_FLAG, 0xaa55);
		put32(page + SETUP_MAGIC, MAGIC_HDRS);
		put16(page + SETUP_VERSION, 0x206);
		page[SETUP_LOADFLAGS] = LOADED_HIGH;
		put32(page + SETUP_INITRD_MAX, kernel->initrd_max);
		put32(page + SETUP_CMD_MAX, kernel->cmdline_max);
		put16(page + SETUP_ROOT_FLAGS, 1);
	}
	page[SETUP_LOADER] = LOADER_OTHER;
	put32(page + SETUP_CODE32, kernel->entry);
	put32(page + SETUP_CMDLINE, CMDLINE_ADDRESS);
	put32(page + SETUP_RAMDISK, initrd_size ? initrd : 0);
	put32(page + SETUP_RAMDISK_SZ, initrd_size);
}
