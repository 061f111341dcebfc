/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kexec as an applet of BusyBox: loads a bzImage with command line and initrd and starts it, by the
 * 32-bit boot protocol. util/mkbusybox puts it among BusyBox's sources.
 *
 * usage: kexec [-c] -l KERNEL [--initrd=FILE] [--command-line=TEXT]
 *        kexec -e
 *
 * The memory map is the one this kernel was started with. Sources: Documentation/x86/boot.rst and
 * zero-page.rst of Linux, kexec_load(2).
 */

//config:config KEXEC
//config:	bool "kexec"
//config:	default y
//applet:IF_KEXEC(APPLET(kexec, BB_DIR_SBIN, BB_SUID_DROP))
//kbuild:lib-$(CONFIG_KEXEC) += kexec.o
//usage:#define kexec_trivial_usage
//usage:       "-l KERNEL [--initrd=FILE] [--command-line=TEXT], then kexec -e"
//usage:#define kexec_full_usage ""

#include "libbb.h"
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define PAGE_MASK 0xfffff000u

enum {
	PAGE = 4096,
	/* boot_params: what we read and write of it (zero-page.rst) */
	ALT_MEM_K = 0x1e0, /* 4 bytes, behind what the firmware told about the screen */
	E820_COUNT = 0x1e8,
	SETUP_SECTS = 0x1f1,
	JUMP = 0x200, /* second byte: the setup header ends that many bytes behind 0x202 */
	HEADER_MAGIC = 0x202,
	VERSION = 0x206,
	TYPE_OF_LOADER = 0x210,
	LOADFLAGS = 0x211,
	CODE32_START = 0x214,
	RAMDISK_IMAGE = 0x218,
	RAMDISK_SIZE = 0x21c,
	CMD_LINE_PTR = 0x228,
	INITRD_ADDR_MAX = 0x22c,
	CMDLINE_SIZE = 0x238,
	PREF_ADDRESS = 0x258,
	INIT_SIZE = 0x260,
	E820_TABLE = 0x2d0,
	E820_ENTRIES = 128,
	E820_ENTRY = 20,
	E820_RAM = 1,

	LOADER_KEXEC = 0xd0, /* the number registered for kexec */
	LOADED_HIGH = 1,
	KERNEL_AT = 0x100000,
	/* Boot parameters, stub and command line: conventional memory that no table of ours lies in */
	LOW_AT = 0x90000,
	STUB_AT = LOW_AT + PAGE,
	CMDLINE_AT = LOW_AT + 2 * PAGE,
	LOW_PAGES = 3,
	CMDLINE_MAX = PAGE - 1,
	/* Enough for a kernel of before version 2.10 of the protocol, which does not say */
	OLD_INIT_SIZE = 16 << 20,
};

/* The way from kexec's entry (flat segments, but no descriptor table) to the kernel's. */
extern const uint8_t stub[], stub_table[], stub_pointer[], stub_far[], stub_flat[], stub_end[];
__asm__(".pushsection .rodata.kexec_stub, \"a\"\n"
	"stub:	call 1f\n"
	"1:	pop %ebx\n"
	"	lgdt stub_pointer - 1b(%ebx)\n"
	"	ljmp *stub_far - 1b(%ebx)\n"
	"stub_flat:\n"
	"	mov $0x18, %eax\n"
	"	mov %eax, %ds\n"
	"	mov %eax, %es\n"
	"	mov %eax, %fs\n"
	"	mov %eax, %gs\n"
	"	mov %eax, %ss\n"
	"	lea stub_end - 1b + 1024(%ebx), %esp\n"
	"	xor %ebx, %ebx\n"
	"	xor %ebp, %ebp\n"
	"	xor %edi, %edi\n"
	"	mov $0x90000, %esi\n"
	"	mov $0x100000, %eax\n"
	"	jmp *%eax\n"
	"	.balign 8\n"
	"stub_table:\n"
	"	.quad 0, 0, 0x00cf9a000000ffff, 0x00cf92000000ffff\n"
	"stub_pointer:\n"
	"	.word 31\n"
	"	.long 0\n"
	"stub_far:\n"
	"	.long 0\n"
	"	.word 0x10\n"
	"stub_end:\n"
	".popsection\n");

/*
 * For sleep and all that waits, not for kexec: the kernels for 1 MiB have no system calls with 32-bit time, and musl's
 * own takes one of those for short times and returns at once.
 */
int nanosleep(const struct timespec *request, struct timespec *rest)
{
	return syscall(SYS_clock_nanosleep_time64, CLOCK_REALTIME, 0, request, rest);
}

struct file {
	const char *name;
	uint8_t *bytes;
	uint32_t size;
};

static uint32_t get32(const uint8_t *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof(value));
	return value;
}

static uint16_t get16(const uint8_t *from)
{
	return from[0] | from[1] << 8;
}

static void put32(uint8_t *to, uint32_t value)
{
	memcpy(to, &value, sizeof(value));
}

static uint32_t page_align(uint32_t value)
{
	return (value + PAGE - 1) & PAGE_MASK;
}

/* Files stay where they are: mapped, a file in memory is not copied once more. */
static struct file map_file(const char *name)
{
	struct file file = {.name = name};
	struct stat info;
	int handle = xopen(name, O_RDONLY);

	xfstat(handle, &info, name);
	if (info.st_size > 0x3fffffff)
		bb_error_msg_and_die("%s: too large", name);
	file.size = info.st_size;
	if (file.size > 0) {
		file.bytes = mmap(NULL, file.size, PROT_READ, MAP_PRIVATE, handle, 0);
		if (file.bytes == MAP_FAILED)
			bb_perror_msg_and_die("%s", name);
	}
	close(handle);
	return file;
}

static void check_kernel(const struct file *kernel)
{
	const uint8_t *image = kernel->bytes;

	if (kernel->size < 0x400 || memcmp(image + HEADER_MAGIC, "HdrS", 4) != 0)
		bb_error_msg_and_die("Cannot determine the file type of %s", kernel->name);
	if (get16(image + VERSION) < 0x203 || !(image[LOADFLAGS] & LOADED_HIGH))
		bb_error_msg_and_die("%s is too old: a bzImage of protocol 2.03 or later is needed",
				     kernel->name);
}

/* The first page of the boot parameters this kernel got, with the memory map of the firmware. */
static void read_own_parameters(uint8_t *own)
{
	int handle = xopen("/sys/kernel/boot_params/data", O_RDONLY);

	xread(handle, own, PAGE);
	close(handle);
	if (own[E820_COUNT] == 0 || own[E820_COUNT] > E820_ENTRIES)
		bb_error_msg_and_die("the memory map of this kernel is missing");
}

/* The highest address where @size bytes of RAM lie below @limit, or 0. */
static uint32_t find_top(const uint8_t *own, uint32_t size, uint32_t limit)
{
	uint32_t best = 0;

	for (unsigned i = 0; i < own[E820_COUNT]; i++) {
		const uint8_t *entry = own + E820_TABLE + i * E820_ENTRY;
		uint64_t base, length, end;

		memcpy(&base, entry, 8);
		memcpy(&length, entry + 8, 8);
		if (get32(entry + 16) != E820_RAM)
			continue;
		end = base + length < limit ? base + length : limit;
		end &= PAGE_MASK;
		if (end < base + size)
			continue;
		if (end - size > best)
			best = (end - size) & PAGE_MASK;
	}
	return best;
}

static void place_initrd(uint8_t *parameters, const uint8_t *own, const struct file *initrd)
{
	uint32_t limit = get32(parameters + INITRD_ADDR_MAX);
	uint32_t kernel_end = KERNEL_AT + OLD_INIT_SIZE, at;

	if (get16(parameters + VERSION) >= 0x20a)
		kernel_end = get32(parameters + PREF_ADDRESS) + get32(parameters + INIT_SIZE);
	at = find_top(own, initrd->size, limit < UINT32_MAX ? limit + 1 : limit);
	if (at < kernel_end)
		bb_error_msg_and_die("%s: no memory for %u bytes", initrd->name, initrd->size);
	put32(parameters + RAMDISK_IMAGE, at);
	put32(parameters + RAMDISK_SIZE, initrd->size);
}

/* Three pages: boot parameters, stub, command line. */
static uint8_t *make_low(const struct file *kernel, const struct file *initrd, const char *line)
{
	uint8_t *low = xzalloc(LOW_PAGES * PAGE), own[PAGE], *code = low + PAGE;
	uint32_t header_end, most = CMDLINE_MAX;

	read_own_parameters(own);
	memcpy(low, own, ALT_MEM_K + 4);
	low[E820_COUNT] = own[E820_COUNT];
	memcpy(low + E820_TABLE, own + E820_TABLE, own[E820_COUNT] * E820_ENTRY);
	header_end = HEADER_MAGIC + kernel->bytes[JUMP + 1];
	if (header_end > E820_TABLE - 0x40)
		header_end = E820_TABLE - 0x40;
	memcpy(low + SETUP_SECTS, kernel->bytes + SETUP_SECTS, header_end - SETUP_SECTS);
	low[TYPE_OF_LOADER] = LOADER_KEXEC;
	put32(low + CODE32_START, KERNEL_AT);
	put32(low + CMD_LINE_PTR, CMDLINE_AT);
	put32(low + RAMDISK_SIZE, 0);
	if (initrd->size > 0)
		place_initrd(low, own, initrd);

	memcpy(code, stub, stub_end - stub);
	put32(code + (stub_pointer - stub) + 2, STUB_AT + (stub_table - stub));
	put32(code + (stub_far - stub), STUB_AT + (stub_flat - stub));

	if (get16(low + VERSION) >= 0x206 && get32(low + CMDLINE_SIZE) < most)
		most = get32(low + CMDLINE_SIZE);
	if (strlen(line) > most)
		bb_error_msg_and_die("the command line is longer than %u bytes", most);
	strcpy((char *)low + 2 * PAGE, line);
	return low;
}

static void load(const char *kernel_name, const char *initrd_name, const char *line)
{
	struct file kernel = map_file(kernel_name), initrd = {0};
	struct kexec_segment segment[3];
	unsigned count = 0, setup;
	uint8_t *low;

	check_kernel(&kernel);
	if (initrd_name)
		initrd = map_file(initrd_name);
	low = make_low(&kernel, &initrd, line);
	segment[count++] =
		(struct kexec_segment){low, LOW_PAGES * PAGE, (void *)LOW_AT, LOW_PAGES * PAGE};

	setup = ((kernel.bytes[SETUP_SECTS] ? kernel.bytes[SETUP_SECTS] : 4) + 1) * 512;
	if (setup >= kernel.size)
		bb_error_msg_and_die("%s is cut off", kernel.name);
	segment[count++] =
		(struct kexec_segment){kernel.bytes + setup, kernel.size - setup, (void *)KERNEL_AT,
				       page_align(kernel.size - setup)};
	if (initrd.size > 0)
		segment[count++] = (struct kexec_segment){
			initrd.bytes, initrd.size, (void *)(uintptr_t)get32(low + RAMDISK_IMAGE),
			page_align(initrd.size)};
	if (syscall(SYS_kexec_load, STUB_AT, count, segment, KEXEC_ARCH_DEFAULT) != 0)
		bb_perror_msg_and_die("kexec_load");
}

int kexec_main(int count, char **argument) MAIN_EXTERNALLY_VISIBLE;
int kexec_main(int count, char **argument)
{
	const char *kernel = NULL, *initrd = NULL, *line = "", *value;
	int execute = 0;

	for (int i = 1; i < count; i++) {
		if (strcmp(argument[i], "-e") == 0)
			execute = 1;
		else if (strcmp(argument[i], "-l") == 0 && i + 1 < count)
			kernel = argument[++i];
		else if ((value = is_prefixed_with(argument[i], "--initrd=")))
			initrd = value;
		else if ((value = is_prefixed_with(argument[i], "--command-line=")))
			line = value;
		else if (strcmp(argument[i], "-c") != 0)
			bb_show_usage();
	}
	if (kernel)
		load(kernel, initrd, line);
	if (execute) {
		sync();
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
		bb_perror_msg_and_die("reboot");
	}
	if (!kernel)
		bb_show_usage();
	return EXIT_SUCCESS;
}
