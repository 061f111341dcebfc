/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux: the setup header is believed as far as it makes sense; places are free. */
#include "test.h"
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/linux.h>

#define MIB	      0x100000u

/* A bzImage like Debian's 6.1 686 kernel, with 2 setup sectors and 64 KiB behind them. */
#define KERNEL_OFFSET 1536
#define KERNEL_SIZE   0x10000
#define FILE_SIZE     (KERNEL_OFFSET + KERNEL_SIZE)

static uint8_t *make(void)
{
	uint8_t *f = calloc(1, FILE_SIZE);

	assert_non_null(f);
	f[0x1f1] = 2;
	write_le32(f + 0x1f4, KERNEL_SIZE / 16);
	write_le16(f + 0x1fe, 0xaa55);
	f[0x200] = 0xeb;
	f[0x201] = 0x6a;
	memcpy(f + 0x202, "HdrS", 4);
	write_le16(f + 0x206, 0x20f);
	f[0x211] = 0x81;
	write_le32(f + 0x214, MIB);
	write_le32(f + 0x22c, 0x7fffffff);
	write_le32(f + 0x230, 16 * MIB);
	f[0x234] = 1;
	write_le32(f + 0x238, 2047);
	write_le64(f + 0x250, 0x1234); /* must not be believed */
	write_le64(f + 0x258, 16 * MIB);
	write_le32(f + 0x260, 0x1009000);
	memset(f + KERNEL_OFFSET, 0x90, KERNEL_SIZE);
	return f;
}

static void pc_map(struct memmap *map, uint32_t mib)
{
	memset(map, 0, sizeof(*map));
	memmap_add(map, 0, (uint64_t)mib * MIB, MEM_RAM);
	memmap_add(map, 0, 0x1000, MEM_TABLE);
	memmap_add(map, 0xa0000, 0x60000, MEM_RESERVED);
	memmap_add(map, (uint64_t)mib * MIB - 0x100000, 0x100000, MEM_TABLE);
}

static void the_header_is_read(void **state)
{
	struct linux_image image;
	uint8_t *f = make();

	(void)state;
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_ptr_equal(image.kernel, f + KERNEL_OFFSET);
	assert_int_equal(image.kernel_size, KERNEL_SIZE);
	assert_int_equal(image.protocol, 0x20f);
	assert_true(image.relocatable);
	assert_int_equal(image.alignment, 16 * MIB);
	assert_int_equal(image.runtime, 16 * MIB);
	assert_int_equal(image.runtime_size, 0x1009000);
	assert_int_equal(image.cmdline_max, 2047);
	assert_int_equal(image.initrd_max, 0x7fffffff);
	assert_int_equal(image.header_end, 0x26c);
	free(f);
}

static void what_is_no_bzimage_is_told(void **state)
{
	struct linux_image image;
	uint8_t *f = make();

	(void)state;
	assert_int_equal(linux_parse(f, 0x267, &image), ERR_UNKNOWN_TYPE);
	f[0x1fe] = 0;
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNKNOWN_TYPE);
	f[0x1fe] = 0x55;
	f[0x202] = 'h';
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNKNOWN_TYPE);
	f[0x202] = 'H';
	f[0x211] = 0; /* zImage */
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNSUPPORTED);
	f[0x211] = 1;
	write_le32(f + 0x214, 0); /* no 32-bit entry, as iPXE's lkrn */
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNSUPPORTED);
	write_le32(f + 0x214, MIB);
	write_le16(f + 0x206, 0x201);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNSUPPORTED);
	free(f);
}

static void sizes_that_lie_are_told(void **state)
{
	struct linux_image image;
	uint8_t *f = make(), *cut;

	(void)state;
	cut = exact_copy(f, FILE_SIZE - 15); /* the last paragraph may be padding */
	assert_int_equal(linux_parse(cut, FILE_SIZE - 15, &image), 0);
	assert_int_equal(image.kernel_size, KERNEL_SIZE - 15);
	free(cut);
	assert_int_equal(linux_parse(f, FILE_SIZE - 16, &image), ERR_TRUNCATED);
	assert_int_equal(linux_parse(f, KERNEL_OFFSET, &image), ERR_TRUNCATED);
	write_le32(f + 0x1f4, 0xffffffff);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_TRUNCATED);
	write_le32(f + 0x1f4, KERNEL_SIZE / 16 - 1); /* a signature may follow */
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_int_equal(image.kernel_size, KERNEL_SIZE - 16);
	f[0x1f1] = 255;
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_TRUNCATED);
	f[0x1f1] = 2;
	write_le32(f + 0x230, 3 * MIB); /* no power of two */
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_CORRUPT);
	write_le32(f + 0x230, 0);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_CORRUPT);
	write_le32(f + 0x230, MIB);
	f[0x25c] = 1; /* prefers to be above 4 GiB */
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), ERR_UNSUPPORTED);
	free(f);
}

static void a_relocatable_kernel_goes_where_it_runs_and_the_initrd_to_the_top(void **state)
{
	const struct mem_range firmware = {0x7e00000, 0x100000, MEM_RAM};
	struct linux_image image;
	struct linux_boot boot;
	struct memmap map;
	uint8_t *f = make();

	(void)state;
	pc_map(&map, 128);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_int_equal(linux_place(&image, &map, &firmware, 1, 10, 5000, &boot), 0);
	assert_int_equal(boot.kernel, 16 * MIB);
	assert_int_equal(boot.initrd, 0x7e00000 - 0x2000);
	assert_int_equal(boot.initrd_size, 5000);
	assert_true(boot.zero_page >= 0x10000 && boot.zero_page + 4096 <= 0xa0000);
	assert_true(boot.cmdline >= 0x10000 && boot.cmdline + 11 <= 0xa0000);
	assert_false(mem_overlap(boot.cmdline, 11, boot.zero_page, 4096));

	/* Something in the way of the preferred place: the next aligned one. */
	const struct mem_range used = {20 * MIB, 4096, MEM_RAM};

	assert_int_equal(linux_place(&image, &map, &used, 1, 10, 0, &boot), 0);
	assert_int_equal(boot.kernel, 32 * MIB);
	assert_int_equal(boot.initrd, 0);
	free(f);
}

static void the_initrd_obeys_the_kernels_limit(void **state)
{
	struct linux_image image;
	struct linux_boot boot;
	struct memmap map;
	uint8_t *f = make();

	(void)state;
	pc_map(&map, 3072);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 10, MIB, &boot), 0);
	assert_int_equal(boot.initrd, 0x80000000 - MIB);
	free(f);
}

static void too_little_ram_is_told(void **state)
{
	struct linux_image image;
	struct linux_boot boot;
	struct memmap map;
	uint8_t *f = make();

	(void)state;
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	pc_map(&map, 32); /* 16 MiB + 0x1009000 do not fit */
	assert_int_equal(linux_place(&image, &map, NULL, 0, 10, 0, &boot), ERR_NO_MEMORY);
	pc_map(&map, 64);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 10, 0, &boot), 0);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 10, 60 * MIB, &boot), ERR_NO_MEMORY);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 2048, 0, &boot), ERR_SIZE);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 2047, 0, &boot), 0);
	free(f);
}

static void a_fixed_kernel_stays_at_its_place(void **state)
{
	struct mem_range used = {2 * MIB, 4096, MEM_RAM};
	struct linux_image image;
	struct linux_boot boot;
	struct memmap map;
	uint8_t *f = make();

	(void)state;
	/* As memtest86+: loaded and run at 1 MiB. */
	f[0x234] = 0;
	write_le64(f + 0x258, MIB);
	write_le32(f + 0x260, 0x687f8);
	pc_map(&map, 32);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_false(image.relocatable);
	assert_int_equal(linux_place(&image, &map, &used, 1, 10, 0, &boot), 0);
	assert_int_equal(boot.kernel, MIB);
	used.base = MIB + 0x68000;
	assert_int_equal(linux_place(&image, &map, &used, 1, 10, 0, &boot), ERR_NO_MEMORY);

	/* Loaded at 1 MiB, moves itself to 4 MiB. */
	write_le64(f + 0x258, 4 * MIB);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	used.base = 2 * MIB;
	assert_int_equal(linux_place(&image, &map, &used, 1, 10, 0, &boot), 0);
	assert_int_equal(boot.kernel, MIB);
	used.base = 4 * MIB;
	assert_int_equal(linux_place(&image, &map, &used, 1, 10, 0, &boot), ERR_NO_MEMORY);
	free(f);
}

static void old_protocols_have_the_old_limits(void **state)
{
	struct linux_image image;
	uint8_t *f = make();

	(void)state;
	write_le16(f + 0x206, 0x202);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_int_equal(image.cmdline_max, 255);
	assert_int_equal(image.initrd_max, 0x37ffffff);
	assert_false(image.relocatable);
	assert_int_equal(image.runtime, MIB);
	assert_int_equal(image.runtime_size, KERNEL_SIZE);
	free(f);
}

static void the_zero_page_tells_the_kernel_about_the_machine(void **state)
{
	const struct linux_framebuffer fb = {.base = 0xfd000000,
					     .size = 1024 * 768 * 4,
					     .width = 1024,
					     .height = 768,
					     .depth = 32,
					     .pitch = 4096,
					     .red_size = 8,
					     .red_pos = 16};
	const struct linux_boot boot = {.kernel = 0x1000000,
					.zero_page = 0x90000,
					.cmdline = 0x91000,
					.initrd = 0x7000000,
					.initrd_size = 1234};
	struct linux_info info = {.acpi_rsdp = 0xf0000, .vga_text = true};
	struct linux_image image;
	struct memmap map;
	uint8_t *page = malloc(LINUX_ZERO_PAGE_SIZE);
	uint8_t *f = make();

	(void)state;
	assert_non_null(page);
	memset(page, 0xee, LINUX_ZERO_PAGE_SIZE);
	pc_map(&map, 128);
	memmap_add(&map, 4ull << 30, 1ull << 30, MEM_RAM);
	info.map = &map;
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	linux_fill_zero_page(&image, &boot, &info, page);

	assert_int_equal(page[0x1e8], 6);
	assert_true(read_le64(page + 0x2d0) == 0);
	assert_true(read_le64(page + 0x2d8) == 0x1000);
	assert_int_equal(read_le32(page + 0x2e0), 2); /* tables are reserved */
	assert_true(read_le64(page + 0x2d0 + 5 * 20) == 4ull << 30);
	assert_int_equal(read_le32(page + 0x2d0 + 5 * 20 + 16), 1);
	assert_int_equal(read_le32(page + 0x1e0), 126 * 1024);
	assert_int_equal(read_le16(page + 2), 0xfc00);
	assert_true(read_le64(page + 0x70) == 0xf0000);
	assert_int_equal(page[0x0f], 1);
	assert_int_equal(page[0x07], 80);
	assert_int_equal(page[0x1ef], 0); /* sentinel */
	assert_memory_equal(page + 0x202, "HdrS", 4);
	assert_int_equal(page[0x210], 0xff);
	assert_int_equal(page[0x211], 1);
	assert_int_equal(read_le32(page + 0x214), 0x1000000);
	assert_int_equal(read_le32(page + 0x218), 0x7000000);
	assert_int_equal(read_le32(page + 0x21c), 1234);
	assert_int_equal(read_le32(page + 0x228), 0x91000);
	assert_true(read_le64(page + 0x250) == 0);
	assert_int_equal(read_le32(page + 0x260), 0x1009000);
	assert_int_equal(page[0x26c], 0); /* behind the header: the file's code is not copied */

	info.fb = &fb;
	linux_fill_zero_page(&image, &boot, &info, page);
	assert_int_equal(page[0x0f], 0x23);
	assert_int_equal(read_le16(page + 0x12), 1024);
	assert_int_equal(read_le16(page + 0x14), 768);
	assert_int_equal(read_le32(page + 0x18), 0xfd000000);
	assert_int_equal(read_le32(page + 0x1c), 48);
	assert_int_equal(read_le16(page + 0x24), 4096);
	assert_int_equal(page[0x27], 16);
	info.fb = NULL;
	info.vga_text = false;
	linux_fill_zero_page(&image, &boot, &info, page);
	assert_int_equal(page[0x0f], 0);
	free(page);
	free(f);
}

static void the_plan_loads_what_was_placed(void **state)
{
	static uint8_t zero_page[LINUX_ZERO_PAGE_SIZE];
	struct load_segment initrd = {.src = "packed", .stored = 6, .compression = COMPRESS_LZMA};
	struct linux_image image;
	struct linux_boot boot;
	struct load_plan plan;
	struct memmap map;
	uint8_t *f = make();

	(void)state;
	pc_map(&map, 128);
	assert_int_equal(linux_parse(f, FILE_SIZE, &image), 0);
	assert_int_equal(linux_place(&image, &map, NULL, 0, 5, 9000, &boot), 0);
	linux_plan(&image, &boot, zero_page, "quiet", &initrd, &plan);
	assert_int_equal(load_check(&plan, &map), 0);
	assert_int_equal(plan.count, 4);
	assert_int_equal(plan.entry, boot.kernel);
	assert_int_equal(plan.seg[2].dest, boot.cmdline);
	assert_int_equal(plan.seg[2].memsz, 6);
	assert_int_equal(plan.seg[3].dest, boot.initrd);
	assert_int_equal(plan.seg[3].stored, 6);
	assert_int_equal(plan.seg[3].filesz, 9000);
	assert_int_equal(plan.seg[3].compression, COMPRESS_LZMA);
	/* Buffers stay out of the memory the kernel unpacks itself to. */
	assert_true(plan.clear[0].base == boot.kernel && plan.clear[0].size == 0x1009000);
	boot.initrd_size = 0;
	linux_plan(&image, &boot, zero_page, "", NULL, &plan);
	assert_int_equal(plan.count, 3);
	free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_is_read),
		cmocka_unit_test(what_is_no_bzimage_is_told),
		cmocka_unit_test(sizes_that_lie_are_told),
		cmocka_unit_test(a_relocatable_kernel_goes_where_it_runs_and_the_initrd_to_the_top),
		cmocka_unit_test(the_initrd_obeys_the_kernels_limit),
		cmocka_unit_test(too_little_ram_is_told),
		cmocka_unit_test(a_fixed_kernel_stays_at_its_place),
		cmocka_unit_test(old_protocols_have_the_old_limits),
		cmocka_unit_test(the_zero_page_tells_the_kernel_about_the_machine),
		cmocka_unit_test(the_plan_loads_what_was_placed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
