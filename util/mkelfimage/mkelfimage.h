/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkelfimage: joins a Linux kernel, its command line and an initrd into one ELF file. */
#ifndef MKELFIMAGE_H
#define MKELFIMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_SEGMENTS 20 /* stub, zero page, command line, initrd and up to 16 of the kernel */
#define VERSION_SIZE 64

/* A file in memory. */
struct blob {
	const char *name;
	uint8_t *data;
	size_t size;
};

/* `memsz` bytes at physical address `address`, of which the first `filesz` come from `data`. */
struct segment {
	const char *what;
	uint32_t address;
	const uint8_t *data;
	uint32_t filesz;
	uint32_t memsz;
	bool code;
};

/* What a kernel file says. The segments point into the file. */
struct kernel {
	struct segment segment[MAX_SEGMENTS];
	unsigned int count;
	uint32_t entry;	       /* 32-bit entry point */
	uint32_t runtime;      /* memory the running kernel needs: start ... */
	uint32_t runtime_size; /* ... and bytes */
	uint32_t initrd_max;   /* highest address of an initrd's last byte */
	uint32_t cmdline_max;  /* longest command line, without NUL */
	const uint8_t *setup;  /* bytes of the zero page from offset 0x1f1, NULL for vmlinux */
	uint32_t setup_size;
	char version[VERSION_SIZE]; /* "6.1.0-50-686", or empty */
};

/* The ELF file to write. */
struct elf_image {
	struct segment segment[MAX_SEGMENTS];
	unsigned int count;
	uint32_t entry;
	const char *program; /* for the ELFBoot notes */
	const char *version;
};

/* Prints "mkelfimage: ..." and ends the program. */
__attribute__((noreturn, format(printf, 1, 2))) void die(const char *format, ...);

/* Numbers at data + offset, little endian; the caller has checked the bounds. */
uint16_t get16(const uint8_t *data);
uint32_t get32(const uint8_t *data);
void put16(uint8_t *data, uint16_t value);
void put32(uint8_t *data, uint32_t value);

/* Reads a bzImage or an i386 vmlinux; `file` must stay. Returns NULL, or what is wrong with it. */
const char *kernel_read(const struct blob *file, struct kernel *kernel);

/*
 * Writes the zero page (ZERO_PAGE_SIZE bytes) for the kernel: its setup header, where command line and
 * initrd lie (initrd_size 0: none). The stub adds what only the machine knows.
 */
void zero_page_fill(uint8_t *page, const struct kernel *kernel, uint32_t initrd,
		    uint32_t initrd_size);

/* Adds a segment; ends the program when there are too many or when it overlaps one before it. */
void elf_add(struct elf_image *image, const struct segment *segment);

/* Makes the file: returns malloc'ed bytes, their number in *size. */
uint8_t *elf_write(const struct elf_image *image, size_t *size);

/* The conversion stub, linked for STUB_ADDRESS, struct stub_params at its end. */
extern const uint8_t stub_image[];
extern const uint8_t stub_image_end[];

#endif
