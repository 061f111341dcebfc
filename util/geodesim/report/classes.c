/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of device an access of the processor went to: by descriptors, LBARs, legacy ports. */
#include "report/classes.h"

#include "cs5536/divil_msr.h"
#include "cs5536/lbar.h"

#define PAGE_SHIFT 12

enum { GLIU0_GLMC = 1, GLIU0_GLIU1, GLIU0_DC = 4, GLIU0_GP };
enum { GLIU1_GLPCI = 4 };
enum { SB_IDE = 2, SB_DIVIL = 4 };

static const struct {
	const char *name, *colour;
} info[CLASS_COUNT] = {
	[CLASS_CPU] = {"instructions", "#5b7aa8"},
	[CLASS_HALT] = {"halted", "#d5dbe5"},
	[CLASS_SLEEP] = {"processor clock stopped", "#e9ecf1"},
	[CLASS_FLASH] = {"boot flash", "#e08a2e"},
	[CLASS_DRAM] = {"memory without cache", "#6aa84f"},
	[CLASS_VIDEO] = {"graphics", "#b8c94a"},
	[CLASS_BUS_MEMORY] = {"memory on PCI and in the companion", "#8c6d46"},
	[CLASS_MSR_NEAR] = {"MSRs of the processor chip", "#8e6bbf"},
	[CLASS_MSR_FAR] = {"MSRs of the companion", "#c45a9c"},
	[CLASS_CONFIG] = {"PCI configuration", "#a33b3b"},
	[CLASS_BUS_IO] = {"ports of PCI devices", "#b98a6a"},
	[CLASS_POST] = {"POST port", "#2d8f8f"},
	[CLASS_UART] = {"serial ports", "#2fb0c9"},
	[CLASS_SMB] = {"SMBus", "#e0c02e"},
	[CLASS_GPIO] = {"GPIO", "#87b6a7"},
	[CLASS_MFGPT] = {"multi-function timers", "#6f9f93"},
	[CLASS_ACPI] = {"ACPI", "#d98880"},
	[CLASS_PMS] = {"power management", "#b56576"},
	[CLASS_PIC] = {"interrupt controllers", "#4d6fd1"},
	[CLASS_PIT] = {"timer 8254", "#7f95d6"},
	[CLASS_RTC] = {"RTC and CMOS", "#a0b0e0"},
	[CLASS_KEYBOARD] = {"keyboard controller", "#999999"},
	[CLASS_DMA] = {"DMA controllers", "#777777"},
	[CLASS_IDE] = {"IDE", "#c0392b"},
	[CLASS_LPC] = {"other ports", "#b0b0b0"},
};

const char *class_name(enum report_class c)
{
	return info[c].name;
}

const char *class_colour(enum report_class c)
{
	return info[c].colour;
}

static bool hits(const struct gliu_desc *d, bool io, uint32_t addr)
{
	uint32_t page = addr >> PAGE_SHIFT;

	switch (d->kind) {
	case GLIU_NONE: return false;
	case GLIU_IOD_BM: return io && (addr & d->mask) == d->base;
	case GLIU_IOD_SC:
		return io && addr >> 3 == d->base && (d->readable | d->writable) >> (addr & 7) & 1;
	case GLIU_P2D_R:
	case GLIU_P2D_RO: return !io && page >= d->base && page <= d->mask;
	case GLIU_P2D_SC:
		return !io && page >> 6 == d->base &&
		       (d->readable | d->writable) >> (page >> 2 & 15) & 1;
	default: return !io && (page & d->mask) == d->base;
	}
}

/* The port that a unit sends @addr to, or @none. */
static unsigned route(const struct gliu *u, bool io, uint32_t addr, unsigned none)
{
	const struct gliu_desc *d;

	for (unsigned n = 0; (d = gliu_descriptor(u, n)) != NULL; n++) {
		if (hits(d, io, addr))
			return d->port;
	}
	return none;
}

static bool flash_address(uint32_t addr)
{
	return addr >= 0xff000000 || (addr >= 0xc0000 && addr < 0x100000);
}

static enum report_class of_memory(const struct geode *g, uint32_t addr)
{
	if (!g)
		return flash_address(addr) ? CLASS_FLASH : CLASS_BUS_MEMORY;
	switch (route(&g->gliu0, false, addr, GLIU0_GLIU1)) {
	case GLIU0_GLMC: return CLASS_DRAM;
	case GLIU0_DC:
	case GLIU0_GP: return CLASS_VIDEO;
	case GLIU0_GLIU1: break;
	default: return CLASS_BUS_MEMORY;
	}
	if (route(&g->gliu1, false, addr, GLIU1_GLPCI) != GLIU1_GLPCI)
		return CLASS_VIDEO;
	if (mem_map_find(&g->m.mem, addr))
		return CLASS_BUS_MEMORY;
	return flash_address(addr) ? CLASS_FLASH : CLASS_BUS_MEMORY;
}

static enum report_class legacy(uint16_t port)
{
	static const struct {
		uint16_t first, last;
		enum report_class c;
	} table[] = {
		{0x00, 0x0f, CLASS_DMA},      {0x20, 0x21, CLASS_PIC},
		{0x40, 0x43, CLASS_PIT},      {0x60, 0x60, CLASS_KEYBOARD},
		{0x61, 0x61, CLASS_PIT},      {0x64, 0x64, CLASS_KEYBOARD},
		{0x70, 0x73, CLASS_RTC},      {0x80, 0x80, CLASS_POST},
		{0x81, 0x8f, CLASS_DMA},      {0xa0, 0xa1, CLASS_PIC},
		{0xc0, 0xdf, CLASS_DMA},      {0x170, 0x177, CLASS_IDE},
		{0x1f0, 0x1f7, CLASS_IDE},    {0x376, 0x376, CLASS_IDE},
		{0x3f6, 0x3f6, CLASS_IDE},    {0x4d0, 0x4d1, CLASS_PIC},
		{0xcf8, 0xcff, CLASS_CONFIG},
	};

	for (unsigned n = 0; n < sizeof(table) / sizeof(table[0]); n++) {
		if (port >= table[n].first && port <= table[n].last)
			return table[n].c;
	}
	return CLASS_LPC;
}

static enum report_class of_divil(const struct divil *d, uint16_t port)
{
	static const uint16_t size[DIVIL_BLOCKS] = {8, 256, 64, 64, 128};
	static const enum report_class c[DIVIL_BLOCKS] = {CLASS_SMB, CLASS_GPIO, CLASS_MFGPT,
							  CLASS_ACPI, CLASS_PMS};
	uint16_t offset;

	for (unsigned n = 0; n < DIVIL_BLOCKS; n++) {
		if (lbar_io_hit(divil_msr(d, DIVIL_LBAR_SMB + n), size[n], port, &offset))
			return c[n];
	}
	if (lbar_io_hit(divil_msr(d, DIVIL_LBAR_IRQ), 32, port, &offset))
		return CLASS_PIC;
	if (uart_sb_hit(&d->uart[0], port) || uart_sb_hit(&d->uart[1], port))
		return CLASS_UART;
	return legacy(port);
}

static enum report_class of_port(const struct geode *g, uint16_t port)
{
	if (port >= 0xcf8 && port <= 0xcff)
		return CLASS_CONFIG;
	if (!g)
		return (port & 0xfef8) == 0x2f8 ? CLASS_UART : legacy(port);
	if (route(&g->gliu0, true, port, GLIU0_GLIU1) == GLIU0_DC)
		return CLASS_VIDEO;
	if (io_map_find(&g->m.io, port))
		return CLASS_BUS_IO;
	switch (route(&g->gliu_sb, true, port, SB_DIVIL)) {
	case SB_DIVIL: return of_divil(&g->divil, port);
	case SB_IDE: return CLASS_IDE;
	default: return CLASS_BUS_IO;
	}
}

/* Behind GLPCI are the PCI devices: 50000000h with a further field. */
static enum report_class of_msr(uint32_t msr)
{
	return (msr & 0xfc000000) == 0x50000000 && msr & 0x03800000 ? CLASS_MSR_FAR
								    : CLASS_MSR_NEAR;
}

enum report_class class_of(const struct geode *g, enum machine_spent on, uint32_t addr)
{
	switch (on) {
	case MACHINE_MEMORY: return of_memory(g, addr);
	case MACHINE_PORT: return of_port(g, (uint16_t)addr);
	case MACHINE_MSR: return of_msr(addr);
	case MACHINE_HALT: return CLASS_HALT;
	case MACHINE_SLEEP: return CLASS_SLEEP;
	}
	return CLASS_CPU;
}
