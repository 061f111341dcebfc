/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux/x86 32-bit boot protocol, played by the simulator instead of by firmware. */
#include "machine/linux.h"

#include <stdio.h>
#include <string.h>

#define ZERO_PAGE	 0x90000u
#define COMMAND_LINE	 0x91000u
#define COMMAND_LINE_MAX 2048u
#define GDT		 0x93000u
#define LOAD		 0x100000u
#define LOW_RAM_END	 0xa0000u

enum {
	HDR_START = 0x1f1,
	HDR_BOOT_FLAG = 0x1fe,
	HDR_JUMP = 0x201,
	HDR_MAGIC = 0x202,
	HDR_VERSION = 0x206,
	HDR_LOADER = 0x210,
	HDR_CODE32 = 0x214,
	HDR_RAMDISK = 0x218,
	HDR_RAMDISK_SIZE = 0x21c,
	HDR_CMD_LINE = 0x228,
	HDR_INITRD_MAX = 0x22c,
	HDR_ALIGNMENT = 0x230,
	HDR_RELOCATABLE = 0x234,
	HDR_CMD_LINE_SIZE = 0x238,
	HDR_PREF_ADDRESS = 0x258,
	HDR_INIT_SIZE = 0x260,
	ZP_ALT_MEM_K = 0x1e0,
	ZP_E820_COUNT = 0x1e8,
	ZP_E820 = 0x2d0,
};

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static void put32(uint8_t *p, uint32_t v)
{
	memcpy(p, &v, sizeof(v));
}

static void put_e820(uint8_t *zero, unsigned n, uint64_t base, uint64_t size, uint32_t type)
{
	uint8_t *p = zero + ZP_E820 + 20 * n;

	memcpy(p, &base, 8);
	memcpy(p + 8, &size, 8);
	memcpy(p + 16, &type, 4);
	zero[ZP_E820_COUNT] = (uint8_t)(n + 1);
}

/* Into memory, past the caches: they hold nothing of it yet. */
static int put(struct machine *m, uint32_t addr, const void *bytes, size_t size, char *err,
	       size_t err_size)
{
	const uint8_t *from = bytes;

	while (size) {
		uint32_t offset = addr % 4096, n = 4096 - offset;
		uint8_t *page = m->route_page ? m->route_page(m, addr - offset, true, 0)
					      : mem_map_page(&m->mem, addr - offset, true);

		if (n > size)
			n = (uint32_t)size;
		if (!page) {
			snprintf(err, err_size, "there is no memory at %08X", addr);
			return -1;
		}
		memcpy(page + offset, from, n);
		from += n;
		addr += n;
		size -= n;
	}
	return 0;
}

/* First address that the unpacked kernel does not use. */
static uint64_t runtime_end(const uint8_t *k, uint32_t size)
{
	uint64_t start = LOAD, init_size = size;
	uint16_t version;

	memcpy(&version, k + HDR_VERSION, 2);
	if (version >= 0x20a) {
		uint32_t align = get32(k + HDR_ALIGNMENT);

		if (k[HDR_RELOCATABLE] && align)
			start = ((uint64_t)LOAD + align - 1) / align * align;
		else
			start = get32(k + HDR_PREF_ADDRESS);
		init_size = get32(k + HDR_INIT_SIZE);
	}
	if (start + init_size < (uint64_t)LOAD + size)
		return (uint64_t)LOAD + size;
	return start + init_size;
}

static int place_initrd(struct machine *m, const struct linux_boot *b, uint8_t *zero, char *err,
			size_t err_size)
{
	uint64_t end = b->ram_bytes, max, start;
	uint64_t first = runtime_end(b->kernel, (uint32_t)b->kernel_size);
	uint16_t version;

	if (!b->initrd)
		return 0;
	memcpy(&version, b->kernel + HDR_VERSION, 2);
	max = version >= 0x203 ? (uint64_t)get32(b->kernel + HDR_INITRD_MAX) + 1 : 0x38000000;
	if (end > max)
		end = max;
	start = end >= b->initrd_size ? (end - b->initrd_size) & ~UINT64_C(4095) : 0;
	if (start < first) {
		snprintf(err, err_size,
			 "no room: kernel needs RAM to %llX, initrd of %zu bytes to %llX: give "
			 "more --ram",
			 (unsigned long long)first, b->initrd_size, (unsigned long long)end);
		return -1;
	}
	put32(zero + HDR_RAMDISK, (uint32_t)start);
	put32(zero + HDR_RAMDISK_SIZE, (uint32_t)b->initrd_size);
	return put(m, (uint32_t)start, b->initrd, b->initrd_size, err, err_size);
}

static void set_segment(struct cpu *cpu, enum cpu_reg sel, enum cpu_reg base, enum cpu_reg limit,
			enum cpu_reg attr, uint16_t selector, uint8_t type)
{
	cpu_set_reg(cpu, sel, selector);
	cpu_set_reg(cpu, base, 0);
	cpu_set_reg(cpu, limit, 0xffffffff);
	cpu_set_reg(cpu, attr, 0xc000u | type); /* G, D */
}

static void enter(struct machine *m)
{
	struct cpu *cpu = m->cpu;

	/* IM_CONFIG and DM_CONFIG0 as firmware leaves them: INVD acts as WBINVD, so that the
	   caches cannot be observed from here on. */
	cpu_msr_write(cpu, 0x1700, 0x400);
	cpu_msr_write(cpu, 0x1800, UINT64_C(0x0000200000004022));
	cpu_set_reg(cpu, CPU_REG_CR0, 0x00000011); /* PE, ET; caches on */
	cpu_set_reg(cpu, CPU_REG_GDTR_BASE, GDT);
	cpu_set_reg(cpu, CPU_REG_GDTR_LIMIT, 4 * 8 - 1);
	cpu_set_reg(cpu, CPU_REG_IDTR_BASE, 0);
	cpu_set_reg(cpu, CPU_REG_IDTR_LIMIT, 0);
	set_segment(cpu, CPU_REG_CS, CPU_REG_CS_BASE, CPU_REG_CS_LIMIT, CPU_REG_CS_ATTR, 0x10,
		    0x9b);
	set_segment(cpu, CPU_REG_DS, CPU_REG_DS_BASE, CPU_REG_DS_LIMIT, CPU_REG_DS_ATTR, 0x18,
		    0x93);
	set_segment(cpu, CPU_REG_ES, CPU_REG_ES_BASE, CPU_REG_ES_LIMIT, CPU_REG_ES_ATTR, 0x18,
		    0x93);
	set_segment(cpu, CPU_REG_SS, CPU_REG_SS_BASE, CPU_REG_SS_LIMIT, CPU_REG_SS_ATTR, 0x18,
		    0x93);
	set_segment(cpu, CPU_REG_FS, CPU_REG_FS_BASE, CPU_REG_FS_LIMIT, CPU_REG_FS_ATTR, 0x18,
		    0x93);
	set_segment(cpu, CPU_REG_GS, CPU_REG_GS_BASE, CPU_REG_GS_LIMIT, CPU_REG_GS_ATTR, 0x18,
		    0x93);
	cpu_set_reg(cpu, CPU_REG_ESI, ZERO_PAGE);
	cpu_set_reg(cpu, CPU_REG_EBP, 0);
	cpu_set_reg(cpu, CPU_REG_EDI, 0);
	cpu_set_reg(cpu, CPU_REG_EBX, 0);
	cpu_set_reg(cpu, CPU_REG_ESP, ZERO_PAGE);
	cpu_set_reg(cpu, CPU_REG_EFLAGS, 2);
	cpu_set_reg(cpu, CPU_REG_EIP, LOAD);
	cpu_flush_mappings(cpu);
}

int linux_boot_load(struct machine *m, const struct linux_boot *b, char *err, size_t err_size)
{
	static const uint64_t gdt[4] = {0, 0, UINT64_C(0x00cf9b000000ffff),
					UINT64_C(0x00cf93000000ffff)};
	const uint8_t *k = b->kernel;
	uint8_t zero[4096] = {0};
	size_t setup, header_end, line = strlen(b->command_line), line_max;
	uint32_t protected_size;

	if (b->kernel_size < 0x270 || k[HDR_BOOT_FLAG] != 0x55 || k[HDR_BOOT_FLAG + 1] != 0xaa ||
	    memcmp(k + HDR_MAGIC, "HdrS", 4)) {
		snprintf(err, err_size, "kernel is not a bzImage (no HdrS header)");
		return -1;
	}
	setup = ((k[HDR_START] ? k[HDR_START] : 4) + 1u) * 512u;
	header_end = 0x202u + k[HDR_JUMP];
	if (setup >= b->kernel_size || header_end > setup || header_end > ZP_E820) {
		snprintf(err, err_size, "kernel is cut off or its header is damaged");
		return -1;
	}
	protected_size = (uint32_t)(b->kernel_size - setup);
	if (b->ram_bytes < LOAD || runtime_end(k, protected_size) > b->ram_bytes) {
		snprintf(err, err_size, "kernel needs RAM to %llX: give more --ram",
			 (unsigned long long)runtime_end(k, protected_size));
		return -1;
	}
	line_max = get32(k + HDR_CMD_LINE_SIZE);
	if (line_max == 0 || line_max >= COMMAND_LINE_MAX)
		line_max = line_max ? COMMAND_LINE_MAX - 1 : 255;
	if (line > line_max) {
		snprintf(err, err_size, "command line is longer than the kernel's %zu", line_max);
		return -1;
	}

	memcpy(zero + HDR_START, k + HDR_START, header_end - HDR_START);
	zero[HDR_LOADER] = 0xff;
	put32(zero + HDR_CODE32, LOAD);
	put32(zero + HDR_CMD_LINE, COMMAND_LINE);
	put32(zero + ZP_ALT_MEM_K, (uint32_t)((b->ram_bytes - LOAD) / 1024));
	put_e820(zero, 0, 0, LOW_RAM_END, 1);
	put_e820(zero, 1, LOAD, b->ram_bytes - LOAD, 1);
	if (place_initrd(m, b, zero, err, err_size) ||
	    put(m, ZERO_PAGE, zero, sizeof(zero), err, err_size) ||
	    put(m, LOAD, k + setup, protected_size, err, err_size) ||
	    put(m, COMMAND_LINE, b->command_line, line + 1, err, err_size) ||
	    put(m, GDT, gdt, sizeof(gdt), err, err_size))
		return -1;
	enter(m);
	return 0;
}
