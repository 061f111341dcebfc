/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel files as mkelfimage reads them: good ones give the right places, bad ones a reason. */

#include <elf.h>
#include "test.h"
#include "mkelfimage.h"
#include "stub/params.h"

#define FILE_SIZE 4096

/* A bzImage of protocol 2.15 as Debian's 686 kernel has it, with one setup sector. */
static void make_bzimage(uint8_t *file)
{
	memset(file, 0x90, FILE_SIZE);
	file[0x1f1] = 1;
	put16(file + 0x1fe, 0xaa55);
	file[0x200] = 0xeb;
	file[0x201] = 0x6a;
	put32(file + 0x202, 0x53726448);
	put16(file + 0x206, 0x20f);
	put16(file + 0x20e, 0x100);
	file[0x211] = 1;
	put32(file + 0x22c, 0x7fffffff);
	put32(file + 0x230, 0x1000000);
	file[0x234] = 1;
	put32(file + 0x238, 2047);
	put32(file + 0x258, 0x1000000);
	put32(file + 0x25c, 0);
	put32(file + 0x260, 0x1009000);
	memcpy(file + 0x300, "6.1.0-test (somebody)", 22);
}

/* Reads a copy of exactly its size. Only numbers of *kernel may be used then. */
static const char *read_kernel(const uint8_t *file, size_t size, struct kernel *kernel)
{
	struct blob blob = {"test", exact_copy(file, size), size};
	const char *problem = kernel_read(&blob, kernel);

	if (problem == NULL) {
		for (unsigned int i = 0; i < kernel->count; i++) {
			const struct segment *segment = &kernel->segment[i];

			assert_true(segment->data >= blob.data);
			assert_true(segment->data + segment->filesz <= blob.data + size);
			assert_true(segment->filesz <= segment->memsz);
		}
		if (kernel->setup != NULL)
			assert_true(kernel->setup + kernel->setup_size <= blob.data + size);
	}
	free(blob.data);
	return problem;
}

static void a_relocatable_bzimage_is_loaded_low_and_runs_at_its_place(void **state)
{
	uint8_t file[FILE_SIZE], page[ZERO_PAGE_SIZE];
	struct blob blob = {"test", file, sizeof(file)};
	struct kernel kernel;

	(void)state;
	make_bzimage(file);
	assert_null(kernel_read(&blob, &kernel));
	assert_int_equal(kernel.count, 1);
	assert_int_equal(kernel.segment[0].address, 0x100000);
	assert_int_equal(kernel.segment[0].filesz, FILE_SIZE - 1024);
	assert_int_equal(kernel.entry, 0x100000);
	assert_int_equal(kernel.runtime, 0x1000000);
	assert_int_equal(kernel.runtime_size, 0x1009000);
	assert_string_equal(kernel.version, "6.1.0-test");

	zero_page_fill(page, &kernel, 0x800000, 77);
	assert_int_equal(page[0x210], 0xff);
	assert_int_equal(get32(page + 0x214), 0x100000);
	assert_int_equal(get32(page + 0x218), 0x800000);
	assert_int_equal(get32(page + 0x21c), 77);
	assert_int_equal(get32(page + 0x228), CMDLINE_ADDRESS);
	assert_int_equal(get32(page + 0x260), 0x1009000);
	/* The bytes before the header, the sentinel among them, are not the file's. */
	assert_int_equal(page[0x1ef], 0);
}

static void a_fixed_bzimage_gets_the_memory_behind_it_too(void **state)
{
	uint8_t file[FILE_SIZE];
	struct kernel kernel;

	(void)state;
	make_bzimage(file);
	file[0x234] = 0;
	put32(file + 0x258, 0x100000);
	put32(file + 0x260, 0x68000);
	assert_null(read_kernel(file, sizeof(file), &kernel));
	assert_int_equal(kernel.entry, 0x100000);
	assert_int_equal(kernel.segment[0].memsz, 0x68000);
}

static void an_old_bzimage_gets_the_limits_of_its_time(void **state)
{
	uint8_t file[FILE_SIZE];
	struct kernel kernel;

	(void)state;
	make_bzimage(file);
	put16(file + 0x206, 0x202);
	assert_null(read_kernel(file, sizeof(file), &kernel));
	assert_int_equal(kernel.initrd_max, 0x37ffffff);
	assert_int_equal(kernel.cmdline_max, 255);
	assert_true(kernel.runtime_size >= FILE_SIZE - 1024);
}

static void a_bzimage_with_a_bad_header_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
		const char *reason;
	} cases[] = {
		{0x206, 0x201 | 0x90900000, "2.02"},
		{0x210, 0x90900090, "zImage"},
		{0x200, 0x90900eeb, "shorter"},
		{0x200, 0x90903eeb, "shorter"},
		{0x200, 0x9090ffeb, "damaged"},
		{0x230, 0x1000001, "power of two"},
		{0x230, 0, "power of two"},
		{0x25c, 1, "above 4 GiB"},
		{0x258, 0x1000, NULL}, /* relocatable: moves itself up */
		{0x260, 0xff000001, "below 4 GiB"},
		{0x202, 0, "neither"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t file[FILE_SIZE];
		struct kernel kernel;
		const char *problem;

		make_bzimage(file);
		put32(file + cases[i].at, cases[i].value);
		/* 0x202 and 0x206 are neighbours of the jump and of the version. */
		if (cases[i].at == 0x200)
			put32(file + 0x202, 0x53726448);
		problem = read_kernel(file, sizeof(file), &kernel);
		if (cases[i].reason == NULL) {
			assert_null(problem);
			continue;
		}
		if (problem == NULL || strstr(problem, cases[i].reason) == NULL)
			fail_msg("case %zu: %s", i, problem ? problem : "accepted");
	}
}

static void a_cut_file_is_refused_wherever_it_ends(void **state)
{
	uint8_t file[FILE_SIZE];
	struct kernel kernel;

	(void)state;
	make_bzimage(file);
	for (size_t size = 1; size <= 1024; size++)
		assert_non_null(read_kernel(file, size, &kernel));
	assert_null(read_kernel(file, 1025, &kernel));
}

/* A vmlinux with a text and a data segment, virtual addresses 3 GiB up. */
static void make_vmlinux(uint8_t *file)
{
	Elf32_Ehdr ehdr = {
		.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, 1},
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_entry = 0x1000000,
		.e_phoff = sizeof(ehdr),
		.e_phentsize = sizeof(Elf32_Phdr),
		.e_phnum = 3,
	};
	Elf32_Phdr phdr[3] = {
		{.p_type = PT_LOAD,
		 .p_offset = 0x400,
		 .p_vaddr = 0xc1000000,
		 .p_paddr = 0x1000000,
		 .p_filesz = 0x100,
		 .p_memsz = 0x100,
		 .p_flags = PF_R | PF_X},
		{.p_type = PT_NOTE, .p_offset = 0xffffffff, .p_filesz = 0xffffffff},
		{.p_type = PT_LOAD,
		 .p_offset = 0x500,
		 .p_vaddr = 0xc1200000,
		 .p_paddr = 0xc1200000,
		 .p_filesz = 0x100,
		 .p_memsz = 0x10000,
		 .p_flags = PF_R},
	};

	memset(file, 0, FILE_SIZE);
	memcpy(file, &ehdr, sizeof(ehdr));
	memcpy(file + sizeof(ehdr), phdr, sizeof(phdr));
	memcpy(file + 0x410, "Linux version 2.6.24-geode (me)", 31);
}

static void a_vmlinux_goes_to_its_physical_addresses(void **state)
{
	uint8_t file[FILE_SIZE];
	struct kernel kernel;

	(void)state;
	make_vmlinux(file);
	assert_null(read_kernel(file, sizeof(file), &kernel));
	assert_int_equal(kernel.count, 2);
	assert_int_equal(kernel.segment[0].address, 0x1000000);
	assert_true(kernel.segment[0].code);
	assert_int_equal(kernel.segment[1].address, 0x1200000);
	assert_int_equal(kernel.runtime, 0x1000000);
	assert_int_equal(kernel.runtime_size, 0x210000);
	assert_int_equal(kernel.entry, 0x1000000);
	assert_string_equal(kernel.version, "2.6.24-geode");
	assert_null(kernel.setup);
}

static void a_bad_vmlinux_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
		const char *reason;
	} cases[] = {
		{4, 0x010102, "not for i386"},	      /* 64-bit */
		{16, 3 | EM_386 << 16, "executable"}, /* ET_DYN */
		{28, 0xfffffff0, "headers"},	      /* e_phoff */
		{44, 0xffff, "headers"},	      /* e_phnum */
		{52 + 4, 0xfffff000, "beyond"},	      /* p_offset */
		{52 + 16, 0x200, "beyond"},	      /* p_filesz > p_memsz */
		{52 + 12, 0x1000, "below 1 MiB"},     /* p_paddr */
		{52 + 20, 0xff000000, "wraps"},	      /* p_memsz */
		{24, 0x2000000, "entry"},	      /* e_entry */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t file[FILE_SIZE];
		struct kernel kernel;
		const char *problem;

		make_vmlinux(file);
		put32(file + cases[i].at, cases[i].value);
		problem = read_kernel(file, sizeof(file), &kernel);
		if (problem == NULL || strstr(problem, cases[i].reason) == NULL)
			fail_msg("case %zu: %s", i, problem ? problem : "accepted");
	}
}

static void random_headers_never_lead_outside_the_file(void **state)
{
	uint32_t seed = 20240229;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		uint8_t file[FILE_SIZE];
		struct kernel kernel;
		size_t size;

		if (round & 1)
			make_bzimage(file);
		else
			make_vmlinux(file);
		for (int change = 0; change < 4; change++) {
			size_t at;

			seed = seed * 1103515245 + 12345;
			at = (round & 1 ? 0x1f0 : 0) + (seed >> 8) % 0x98;
			seed = seed * 1103515245 + 12345;
			file[at] = seed >> 16;
		}
		seed = seed * 1103515245 + 12345;
		size = seed & 0x10000 ? FILE_SIZE : (seed >> 8) % FILE_SIZE + 1;
		read_kernel(file, size, &kernel);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_relocatable_bzimage_is_loaded_low_and_runs_at_its_place),
		cmocka_unit_test(a_fixed_bzimage_gets_the_memory_behind_it_too),
		cmocka_unit_test(an_old_bzimage_gets_the_limits_of_its_time),
		cmocka_unit_test(a_bzimage_with_a_bad_header_is_refused),
		cmocka_unit_test(a_cut_file_is_refused_wherever_it_ends),
		cmocka_unit_test(a_vmlinux_goes_to_its_physical_addresses),
		cmocka_unit_test(a_bad_vmlinux_is_refused),
		cmocka_unit_test(random_headers_never_lead_outside_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
