/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warm start: the processor's chip as finished firmware leaves it (fact sheet geode-lx 8). */
#include "machine/geode_warm.h"

#include <stdio.h>

#include "machine/geode_internal.h"

#define CORE_MSRS  0x4000u
#define PAGE_BYTES UINT32_C(4096)
#define SMM_BYTES  UINT32_C(0x20000)
#define SMM_BASE   UINT32_C(0x80400000)
#define CR0_CACHES UINT64_C(0x60000000)

uint64_t warm_read(struct geode *g, uint32_t msr)
{
	uint64_t val = 0;

	if (msr < CORE_MSRS)
		cpu_msr_read(g->m.cpu, msr, &val);
	else
		g->m.msr.read(g->m.msr.opaque, msr, &val);
	return val;
}

void warm_write(struct geode *g, uint32_t msr, uint64_t val)
{
	if (msr < CORE_MSRS)
		cpu_msr_write(g->m.cpu, msr, val);
	else
		g->m.msr.write(g->m.msr.opaque, msr, val);
}

void warm_change(struct geode *g, uint32_t msr, uint64_t clear, uint64_t set)
{
	warm_write(g, msr, (warm_read(g, msr) & ~clear) | set);
}

void warm_out(struct geode *g, uint16_t port, unsigned size, uint32_t val)
{
	g->m.route_out(&g->m, port, size, val);
}

void warm_wait(struct geode *g, unsigned us)
{
	machine_charge_ns(&g->m, us * 1000);
	clock_run_due(&g->m.clock);
}

/* The PLLs take the straps' multipliers by a chip reset; the flag in bit 26 says it is done. */
static void clocks(struct geode *g)
{
	uint64_t pll = warm_read(g, 0x4c000014);

	warm_write(g, 0x4c000014,
		   (pll & ~UINT64_C(0x00ff1800)) | 0x00de0000 | 0x6000 | 0x04000000 | 1);
	if (g->m.reset_wanted != MACHINE_RESET_CHIP)
		return;
	g->m.reset_wanted = MACHINE_RESET_NONE;
	g->m.reset(&g->m, MACHINE_RESET_CHIP);
	cpu_reset(g->m.cpu);
	warm_write(g, 0x5000201e, 0xf00);
}

/* Processor and GLIU settings that all known firmware makes. */
static void processor(struct geode *g)
{
	const uint32_t gliu[] = {0x10000000, 0x40000000};

	for (unsigned n = 0; n < 2; n++)
		warm_change(g, gliu[n] | 0x82, UINT64_C(1) << 60, UINT64_C(1) << 63);
	warm_change(g, 0x40000081, 0x880, 0);
	warm_change(g, 0x1900, 0x0f000000, 0x02001020);
	warm_change(g, 0x1a00, 0, 1);
	warm_change(g, 0x1210, 0, 3);
}

static uint64_t range(uint32_t first, uint32_t last, unsigned port)
{
	return (uint64_t)port << 61 | (uint64_t)(last / PAGE_BYTES) << 20 | first / PAGE_BYTES;
}

/* Descriptors of both GLIUs: low memory, shadow, main memory, the window for SMM. */
static void routes(struct geode *g, uint32_t top)
{
	const uint32_t gliu[] = {0x10000000, 0x40000000};
	uint64_t offset = ((uint64_t)top - SMM_BASE) / PAGE_BYTES & 0xfffff;

	for (unsigned n = 0; n < 2; n++) {
		uint32_t base = gliu[n];

		warm_write(g, base | 0x20, 0x20000000000fff80);
		warm_write(g, base | 0x21, 0x20000000080fffe0);
		warm_write(g, base | (n ? 0x2e : 0x2c), 0x2000ffffffff0003);
		warm_write(g, base | (n ? 0x2a : 0x28), range(0x100000, top - 1, 1));
	}
	warm_write(g, 0x10000026, 0x20000080400fffe0 | offset << 40);
	warm_write(g, 0x40000023, 0x20000080400fffe0);
	warm_write(g, 0x10000080, 3);
	warm_write(g, 0x40000080, 1);
	warm_write(g, 0x400000e3, 0x60000000033000f0);
}

/* The memory controller wants an access before it is used; the DRAM DLL wants writes. */
static void first_accesses(struct geode *g)
{
	for (uint32_t addr = 0; addr < 5; addr++)
		g->m.route_write(&g->m, addr, 1, 0, 0);
	g->m.route_read(&g->m, 0, 4, 0);
}

static uint64_t region(uint32_t first, uint32_t last, uint32_t properties)
{
	return (uint64_t)(last & ~(PAGE_BYTES - 1)) << 32 | first | properties;
}

static void pci_bridge(struct geode *g, uint32_t top)
{
	warm_write(g, 0x50002014, 0x00ffff00);
	for (uint32_t msr = 0x50002015; msr <= 0x50002017; msr++)
		warm_write(g, msr, 0x3535353535353535);
	warm_write(g, 0x50002018, region(0, 0x9ffff, 0x130));
	warm_write(g, 0x50002019, region(0x100000, top - 1, 0x130));
	warm_write(g, 0x5000201a, region(SMM_BASE, SMM_BASE + SMM_BYTES - 1, 0x120));
	warm_write(g, 0x50002011, 0x0400030000800f01);
	warm_change(g, 0x50002010, UINT64_C(0xf8) << 32, UINT64_C(0xf8) << 32 | 0x215);
	warm_change(g, 0x5000201f, 7, 0x7b);
}

static void caches(struct geode *g, uint32_t top)
{
	uint64_t systop = (top - 1) / PAGE_BYTES;

	for (uint32_t msr = 0x180b; msr <= 0x180d; msr++)
		warm_write(g, msr, 0x2121212121212121);
	/* ROM from FFFC0000 and devices uncached, memory write-back. */
	warm_write(g, 0x1808, 0x25fffc0210000000 | systop << 8);
	warm_change(g, 0x1700, 0, 0x400);
	warm_change(g, 0x1800, 0, 0x4000);
	warm_write(g, 0x1920, 0x10);
	warm_write(g, 0x1920, 0x0f);
	warm_change(g, 0x1800, 0, 0x22);
	cpu_set_reg(g->m.cpu, CPU_REG_CR0, cpu_get_reg(g->m.cpu, CPU_REG_CR0) & ~CR0_CACHES);
	geode_routes_changed(g);
}

int geode_warm_start(struct geode *g, char *err, size_t err_size)
{
	uint64_t size;
	uint32_t top;

	warm_write(g, 0x5000201e, 0xf00);
	warm_companion_early(g);
	clocks(g);
	processor(g);
	if (warm_memory(g, err, err_size))
		return -1;
	size = glmc_size(&g->glmc);
	if (size < (UINT64_C(8) << 20) || size > (UINT64_C(2) << 30)) {
		snprintf(err, err_size, "the memory controller refused the modules");
		return -1;
	}
	top = (uint32_t)(size - SMM_BYTES);
	routes(g, top);
	first_accesses(g);
	pci_bridge(g, top);
	caches(g, top);
	warm_companion(g);
	return 0;
}
