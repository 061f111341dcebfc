/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mkelfimage program: options, files, and where each part goes. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "mkelfimage.h"
#include "stub/params.h"

#define PAGE 0x1000u

static const char usage[] =
	"usage: mkelfimage --kernel FILE [options] -o FILE\n"
	"Joins a Linux kernel, its command line and an initrd into one ELF file that any\n"
	"loader of 32-bit ELF files can start.\n"
	"  -k, --kernel FILE        bzImage, or vmlinux of an i386 kernel\n"
	"  -c, --command-line TEXT  kernel command line\n"
	"  -i, --initrd FILE        initrd or initramfs\n"
	"  -b, --initrd-base ADDR   load it there (default: the lowest place free of the kernel)\n"
	"  -o, --output FILE        ELF file to write\n";

struct options {
	const char *kernel;
	const char *cmdline;
	const char *initrd;
	const char *output;
	bool has_initrd_base;
	uint32_t initrd_base;
};

void die(const char *format, ...)
{
	va_list args;

	fputs("mkelfimage: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static struct blob read_file(const char *name)
{
	struct blob blob = {.name = name};
	FILE *file = fopen(name, "rb");
	struct stat status;

	if (file == NULL || fstat(fileno(file), &status) != 0)
		die("%s: %s", name, strerror(errno));
	if (!S_ISREG(status.st_mode) || status.st_size == 0 || status.st_size > 0x7fffffff)
		die("%s: not a file of 1 byte to 2 GiB", name);
	blob.size = status.st_size;
	blob.data = malloc(blob.size);
	if (blob.data == NULL)
		die("out of memory");
	if (fread(blob.data, 1, blob.size, file) != blob.size)
		die("%s: cannot read it", name);
	fclose(file);
	return blob;
}

static void write_file(const char *name, const uint8_t *data, size_t size)
{
	FILE *file = fopen(name, "wb");

	if (file == NULL)
		die("%s: %s", name, strerror(errno));
	if (fwrite(data, 1, size, file) != size || fclose(file) != 0) {
		unlink(name);
		die("%s: cannot write it: %s", name, strerror(errno));
	}
}

static uint32_t parse_address(const char *text)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 0);
	if (errno != 0 || *end != '\0' || end == text || value > 0xffffffff)
		die("--initrd-base %s: expected an address below 4 GiB, such as 0x800000", text);
	return value;
}

static struct options parse_options(int argc, char **argv)
{
	static const struct option names[] = {
		{"kernel", required_argument, NULL, 'k'},
		{"command-line", required_argument, NULL, 'c'},
		{"initrd", required_argument, NULL, 'i'},
		{"initrd-base", required_argument, NULL, 'b'},
		{"output", required_argument, NULL, 'o'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct options options = {.cmdline = ""};
	int option;

	while ((option = getopt_long(argc, argv, "k:c:i:b:o:h", names, NULL)) != -1) {
		switch (option) {
		case 'k': options.kernel = optarg; break;
		case 'c': options.cmdline = optarg; break;
		case 'i': options.initrd = optarg; break;
		case 'o': options.output = optarg; break;
		case 'b':
			options.has_initrd_base = true;
			options.initrd_base = parse_address(optarg);
			break;
		case 'h': fputs(usage, stdout); exit(0);
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (options.kernel == NULL || options.output == NULL || optind != argc) {
		fputs(usage, stderr);
		exit(2);
	}
	return options;
}

/* Whether `size` bytes at `start` stay clear of the loaded and of the running kernel. */
static bool is_clear(const struct kernel *kernel, uint64_t start, uint64_t size)
{
	uint64_t end = start + size;

	for (unsigned int i = 0; i < kernel->count; i++) {
		const struct segment *segment = &kernel->segment[i];

		if (start < (uint64_t)segment->address + segment->memsz && segment->address < end)
			return false;
	}
	return end <= kernel->runtime || start >= (uint64_t)kernel->runtime + kernel->runtime_size;
}

static uint64_t page_up(uint64_t address)
{
	return (address + PAGE - 1) & ~(uint64_t)(PAGE - 1);
}

/* The initrd goes to the lowest page at which it is clear: from 1 MiB, or behind a part of the kernel. */
static uint32_t place_initrd(const struct kernel *kernel, const struct blob *initrd)
{
	uint64_t best = page_up((uint64_t)kernel->runtime + kernel->runtime_size);

	if (is_clear(kernel, 0x100000, initrd->size))
		best = 0x100000;
	for (unsigned int i = 0; i < kernel->count; i++) {
		const struct segment *segment = &kernel->segment[i];
		uint64_t start = page_up((uint64_t)segment->address + segment->memsz);

		if (start < best && is_clear(kernel, start, initrd->size))
			best = start;
	}
	if (best + initrd->size - 1 > kernel->initrd_max)
		die("%s: this kernel takes initrds below 0x%x only", initrd->name,
		    kernel->initrd_max);
	return best;
}

static void check_initrd_base(const struct kernel *kernel, const struct blob *initrd, uint32_t base)
{
	if (!is_clear(kernel, base, initrd->size))
		die("--initrd-base 0x%x: the kernel needs 0x%x..0x%x to run", base, kernel->runtime,
		    kernel->runtime + kernel->runtime_size - 1);
	if ((uint64_t)base + initrd->size - 1 > kernel->initrd_max)
		die("--initrd-base 0x%x: this kernel takes initrds below 0x%x only", base,
		    kernel->initrd_max);
}

/* The stub with its parameters; *memsz becomes its size in memory. */
static uint8_t *make_stub(const struct kernel *kernel, uint32_t *memsz)
{
	size_t size = stub_image_end - stub_image;
	struct stub_params params;
	uint8_t *stub = malloc(size);

	if (stub == NULL)
		die("out of memory");
	memcpy(stub, stub_image, size);
	memcpy(&params, stub + size - sizeof(params), sizeof(params));
	if (params.magic != STUB_MAGIC)
		die("the stub was built wrongly: its parameters are not at its end");
	*memsz = params.memsz;
	params.kernel_entry = kernel->entry;
	params.runtime = kernel->runtime;
	params.runtime_size = kernel->runtime_size;
	memcpy(stub + size - sizeof(params), &params, sizeof(params));
	return stub;
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	struct blob file = read_file(options.kernel), initrd = {0};
	struct elf_image image = {.entry = STUB_ADDRESS, .program = "Linux"};
	uint8_t zero_page[ZERO_PAGE_SIZE], *stub, *out;
	uint32_t initrd_base = 0, stub_memsz;
	struct kernel kernel;
	const char *problem = kernel_read(&file, &kernel);
	size_t size;

	if (problem != NULL)
		die("%s: %s", file.name, problem);
	if (strlen(options.cmdline) > kernel.cmdline_max || strlen(options.cmdline) >= CMDLINE_SIZE)
		die("the command line has %zu characters, this kernel takes %u",
		    strlen(options.cmdline),
		    kernel.cmdline_max < CMDLINE_SIZE ? kernel.cmdline_max : CMDLINE_SIZE - 1);
	if (options.initrd != NULL) {
		initrd = read_file(options.initrd);
		if (options.has_initrd_base)
			check_initrd_base(&kernel, &initrd, options.initrd_base);
		initrd_base = options.has_initrd_base ? options.initrd_base
						      : place_initrd(&kernel, &initrd);
	}

	stub = make_stub(&kernel, &stub_memsz);
	zero_page_fill(zero_page, &kernel, initrd_base, initrd.size);
	image.version = kernel.version;
	elf_add(&image, &(struct segment){"conversion stub", STUB_ADDRESS, stub,
					  stub_image_end - stub_image, stub_memsz, true});
	elf_add(&image, &(struct segment){"zero page", ZERO_PAGE_ADDRESS, zero_page, ZERO_PAGE_SIZE,
					  ZERO_PAGE_SIZE, false});
	elf_add(&image,
		&(struct segment){"command line", CMDLINE_ADDRESS, (const uint8_t *)options.cmdline,
				  strlen(options.cmdline) + 1, CMDLINE_SIZE, false});
	for (unsigned int i = 0; i < kernel.count; i++)
		elf_add(&image, &kernel.segment[i]);
	if (initrd.size != 0)
		elf_add(&image, &(struct segment){"initrd", initrd_base, initrd.data, initrd.size,
						  initrd.size, false});
	out = elf_write(&image, &size);
	write_file(options.output, out, size);
	return 0;
}
