/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux bzImage by the 32-bit boot protocol (boot.rst): parse, place, zero page. */
#ifndef LIB_LINUX_H
#define LIB_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lib/load.h>
#include <lib/memmap.h>

#define LINUX_ZERO_PAGE_SIZE 4096u

/* What the setup header says. The pointers go into the file. */
struct linux_image {
	const uint8_t *setup;  /* the file: the header begins at 0x1f1 */
	uint32_t header_end;   /* offset of the first byte behind the setup header */
	const uint8_t *kernel; /* protected-mode part */
	uint32_t kernel_size;  /* bytes of it */
	uint16_t protocol;     /* e.g. 0x020f */
	bool relocatable;
	uint32_t alignment;    /* of a relocatable kernel's place, power of two */
	uint32_t runtime;      /* where it wants to run (pref_address) */
	uint32_t runtime_size; /* memory it needs from there (init_size, at least kernel_size) */
	uint32_t cmdline_max;  /* longest command line without NUL */
	uint32_t initrd_max;   /* highest address of the last byte of the initrd */
};

/*
 * Reads the header of a bzImage. Returns 0 or
 *   ERR_UNKNOWN_TYPE  no bzImage
 *   ERR_UNSUPPORTED   no 32-bit entry, a zImage, a protocol before 2.02, or a place above 4 GiB
 *   ERR_TRUNCATED     the file ends before its protected-mode part
 *   ERR_CORRUPT       header fields that contradict each other
 */
int linux_parse(const void *file, size_t size, struct linux_image *image);

/* Where everything goes: physical addresses. */
struct linux_boot {
	uint32_t kernel;      /* load address and entry point */
	uint32_t zero_page;   /* LINUX_ZERO_PAGE_SIZE bytes, for ESI */
	uint32_t cmdline;     /* strlen + 1 bytes */
	uint32_t initrd;      /* 0 without one */
	uint32_t initrd_size; /* bytes when expanded */
};

/*
 * Finds places in the RAM of `map` clear of the `used` ranges: the kernel at its preferred address
 * or, when it is relocatable, at the lowest fitting one above; zero page and command line below
 * 640 KiB; the initrd (initrd_size > 0) as high as the kernel allows. cmdline_len: length without
 * NUL.
 * Returns 0, ERR_NO_MEMORY, or ERR_SIZE when the command line is longer than the kernel takes.
 */
int linux_place(const struct linux_image *image, const struct memmap *map,
		const struct mem_range *used, unsigned int used_count, size_t cmdline_len,
		uint32_t initrd_size, struct linux_boot *boot);

/* Linear framebuffer for screen_info; positions and sizes in bits, pitch in bytes. */
struct linux_framebuffer {
	uint32_t base, size;
	uint16_t width, height, depth, pitch;
	uint8_t red_size, red_pos, green_size, green_pos, blue_size, blue_pos, rsvd_size, rsvd_pos;
};

struct linux_info {
	const struct memmap *map; /* becomes e820; MEM_TABLE and unknown types as reserved */
	uint64_t acpi_rsdp;	  /* physical address, 0 for none */
	const struct linux_framebuffer *fb; /* NULL for none */
	bool vga_text;			    /* without fb: 80x25 VGA text is on */
};

/* Fills the zero page (LINUX_ZERO_PAGE_SIZE bytes at `page`) for a placed kernel. Cannot fail. */
void linux_fill_zero_page(const struct linux_image *image, const struct linux_boot *boot,
			  const struct linux_info *info, void *page);

/*
 * Makes the load plan of a placed kernel: kernel, zero page, command line and (if boot->initrd) the
 * initrd, whose source, stored size and compression are taken from `initrd_src` (may be NULL
 * without an initrd). All sources must stay where they are until load_run().
 */
void linux_plan(const struct linux_image *image, const struct linux_boot *boot,
		const void *zero_page, const char *cmdline, const struct load_segment *initrd_src,
		struct load_plan *plan);

#endif
