/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux kernels: the setup header, places in memory, and the load plan. */
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/linux.h>
#include <string.h>
#include "linux_header.h"

/* Places (boot.rst): bzImages load at 1 MiB, parameters below the end of base memory. */
#define BZIMAGE_BASE	0x100000u
#define LOW_MIN		0x10000u
#define LOW_MAX		0x9ffffu
#define PAGE		4096u

/* What kernels without the header field take. */
#define OLD_CMDLINE_MAX 255u
#define OLD_INITRD_MAX	0x37ffffffu

/* The protected-mode part ends at syssize paragraphs; a shorter rest of at most one is padding. */
static int find_kernel(const uint8_t *file, size_t size, struct linux_image *image)
{
	uint32_t sectors = file[HDR_SETUP_SECTS] ? file[HDR_SETUP_SECTS] : 4;
	uint32_t offset = (sectors + 1) * 512;
	uint64_t length;

	if (offset >= size)
		return ERR_TRUNCATED;
	length = size - offset;
	if (image->protocol >= PROTOCOL_2_04) {
		uint64_t declared = (uint64_t)read_le32(file + HDR_SYSSIZE) * 16;

		if (declared > length + 15)
			return ERR_TRUNCATED;
		if (declared && declared < length)
			length = declared;
	}
	image->kernel = file + offset;
	image->kernel_size = (uint32_t)length;
	return 0;
}

/* Where the kernel wants to run, and how much memory it needs there. */
static int find_runtime(const uint8_t *file, struct linux_image *image)
{
	image->runtime = BZIMAGE_BASE;
	image->runtime_size = image->kernel_size;
	image->alignment = PAGE;
	if (image->protocol >= PROTOCOL_2_05 && file[HDR_RELOCATABLE]) {
		image->relocatable = true;
		image->alignment = read_le32(file + HDR_ALIGNMENT);
		if (!image->alignment || image->alignment & (image->alignment - 1))
			return ERR_CORRUPT;
	}
	if (image->protocol >= PROTOCOL_2_10) {
		uint64_t place = read_le64(file + HDR_PREF_ADDRESS);
		uint32_t need = read_le32(file + HDR_INIT_SIZE);

		if (place > UINT32_MAX)
			return ERR_UNSUPPORTED;
		image->runtime = (uint32_t)place;
		if (need > image->runtime_size)
			image->runtime_size = need;
	}
	return 0;
}

int linux_parse(const void *data, size_t size, struct linux_image *image)
{
	const uint8_t *file = data;
	int err;

	memset(image, 0, sizeof(*image));
	if (size < HDR_MIN_SIZE || read_le16(file + HDR_BOOT_FLAG) != BOOT_FLAG ||
	    memcmp(file + HDR_MAGIC, "HdrS", 4) != 0)
		return ERR_UNKNOWN_TYPE;
	image->setup = file;
	image->protocol = read_le16(file + HDR_VERSION);
	/* No code32_start means no 32-bit entry (iPXE's lkrn). */
	if (image->protocol < PROTOCOL_2_02 || !(file[HDR_LOADFLAGS] & LOADED_HIGH) ||
	    !read_le32(file + HDR_CODE32_START))
		return ERR_UNSUPPORTED;

	image->header_end = HDR_MAGIC + file[HDR_JUMP + 1];
	if (image->header_end > HDR_MAX_END)
		image->header_end = HDR_MAX_END;
	if (image->header_end > size)
		return ERR_TRUNCATED;
	err = find_kernel(file, size, image);
	if (!err)
		err = find_runtime(file, image);
	if (err)
		return err;

	image->cmdline_max = OLD_CMDLINE_MAX;
	if (image->protocol >= PROTOCOL_2_06 && read_le32(file + HDR_CMDLINE_SIZE))
		image->cmdline_max = read_le32(file + HDR_CMDLINE_SIZE);
	image->initrd_max = OLD_INITRD_MAX;
	if (image->protocol >= PROTOCOL_2_03)
		image->initrd_max = read_le32(file + HDR_INITRD_MAX);
	return 0;
}

/* Ranges that are taken, growing with every thing that finds its place. */
struct places {
	const struct memmap *map;
	struct mem_range taken[LOAD_MAX_KEEP + 5];
	unsigned int count;
};

static void take(struct places *p, uint32_t base, uint32_t size)
{
	p->taken[p->count++] = (struct mem_range){base, size, MEM_RAM};
}

static int find(struct places *p, struct mem_request req, uint32_t *base)
{
	uint64_t place;
	int err;

	req.used = p->taken;
	req.used_count = p->count;
	err = memmap_find(p->map, &req, &place);
	if (err)
		return err;
	*base = (uint32_t)place;
	take(p, *base, (uint32_t)req.size);
	return 0;
}

/* A fixed place: free, or the error. */
static int find_at(struct places *p, uint32_t at, uint32_t size)
{
	uint32_t base;

	return find(p, (struct mem_request){.size = size, .min = at, .max = at + (size - 1ull)},
		    &base);
}

static int place_kernel(const struct linux_image *image, struct places *p, uint32_t *kernel)
{
	int err;

	/* Loaded where it runs, it need not move itself. */
	*kernel = image->runtime;
	if (image->relocatable) {
		if (!(image->runtime & (image->alignment - 1)) &&
		    !find_at(p, image->runtime, image->runtime_size))
			return 0;
		return find(p,
			    (struct mem_request){.size = image->runtime_size,
						 .align = image->alignment,
						 .min = image->runtime,
						 .max = UINT32_MAX},
			    kernel);
	}

	/* It runs only at its place, and is loaded at 1 MiB: the two may be one or overlap. */
	*kernel = BZIMAGE_BASE;
	if (mem_overlap(BZIMAGE_BASE, image->kernel_size, image->runtime, image->runtime_size)) {
		uint64_t end = (uint64_t)image->runtime + image->runtime_size;
		uint64_t low = image->runtime < BZIMAGE_BASE ? image->runtime : BZIMAGE_BASE;

		if (end < (uint64_t)BZIMAGE_BASE + image->kernel_size)
			end = (uint64_t)BZIMAGE_BASE + image->kernel_size;
		return find_at(p, (uint32_t)low, (uint32_t)(end - low));
	}
	err = find_at(p, BZIMAGE_BASE, image->kernel_size);
	return err ? err : find_at(p, image->runtime, image->runtime_size);
}

int linux_place(const struct linux_image *image, const struct memmap *map,
		const struct mem_range *used, unsigned int used_count, size_t cmdline_len,
		uint32_t initrd_size, struct linux_boot *boot)
{
	struct mem_request low = {
		.size = LINUX_ZERO_PAGE_SIZE,
		.align = PAGE,
		.min = LOW_MIN,
		.max = LOW_MAX,
		.highest = true,
	};
	struct places places = {.map = map};
	int err;

	memset(boot, 0, sizeof(*boot));
	if (cmdline_len > image->cmdline_max || cmdline_len >= LOW_MAX)
		return ERR_SIZE;
	if (used_count > LOAD_MAX_KEEP)
		return ERR_NO_SPACE;
	while (places.count < used_count) {
		places.taken[places.count] = used[places.count];
		places.count++;
	}

	err = place_kernel(image, &places, &boot->kernel);
	if (!err)
		err = find(&places, low, &boot->zero_page);
	low.size = cmdline_len + 1;
	low.align = 16;
	if (!err)
		err = find(&places, low, &boot->cmdline);
	if (err || !initrd_size)
		return err;

	boot->initrd_size = initrd_size;
	return find(&places,
		    (struct mem_request){.size = initrd_size,
					 .align = PAGE,
					 .min = BZIMAGE_BASE,
					 .max = image->initrd_max,
					 .highest = true},
		    &boot->initrd);
}

void linux_plan(const struct linux_image *image, const struct linux_boot *boot,
		const void *zero_page, const char *cmdline, const struct load_segment *initrd_src,
		struct load_plan *plan)
{
	uint32_t cmdline_size = (uint32_t)strlen(cmdline) + 1;

	memset(plan, 0, sizeof(*plan));
	plan->seg[0] =
		(struct load_segment){boot->kernel,	  image->kernel,      image->kernel_size,
				      image->kernel_size, image->kernel_size, COMPRESS_NONE};
	plan->seg[1] = (struct load_segment){boot->zero_page,	   zero_page,
					     LINUX_ZERO_PAGE_SIZE, LINUX_ZERO_PAGE_SIZE,
					     LINUX_ZERO_PAGE_SIZE, COMPRESS_NONE};
	plan->seg[2] = (struct load_segment){boot->cmdline, cmdline,	  cmdline_size,
					     cmdline_size,  cmdline_size, COMPRESS_NONE};
	plan->count = 3;
	if (boot->initrd_size) {
		struct load_segment *seg = &plan->seg[plan->count++];

		*seg = *initrd_src;
		seg->dest = boot->initrd;
		seg->filesz = boot->initrd_size;
		seg->memsz = boot->initrd_size;
	}
	plan->entry = boot->kernel;

	/* The kernel unpacks itself here before it reads its parameters. */
	plan->clear[0] = (struct mem_range){image->relocatable ? boot->kernel : image->runtime,
					    image->runtime_size, MEM_RAM};
	plan->clear_count = 1;
}
