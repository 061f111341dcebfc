/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Geode LX on its board: two GLIUs and what sits on them (fact sheet
 * geode-lx 3.1). */
#include "machine/geode_internal.h"

#include <stdio.h>

#define GLCP_DOTPLL    0x15
#define IRQ_PIN_DRIVER 8 /* of INTA#: the processor chip's own interrupts, 8 to 11 */

enum { GLIU0_GLMC = 1, GLIU0_GLIU1, GLIU0_CPU, GLIU0_DC, GLIU0_GP };
enum { GLIU1_GLIU0 = 1, GLIU1_VP, GLIU1_GLCP, GLIU1_GLPCI, GLIU1_VIP, GLIU1_AES };

/* The chip's own traps are internal; those of the companion come as packets
 * (glpci_sb). */
static void lx_ssmi(void *o, bool external)
{
	struct geode *g = o;

	cpu_sync_smi(g->m.cpu, external);
}

static void charge_ns(void *o, unsigned ns)
{
	machine_charge_ns(o, ns);
}

/* A synchronous SMI inside the companion: out by packet, in through the GLCP's
 * mask. */
static void sb_ssmi(void *o, bool external)
{
	struct geode *g = o;

	(void)external;
	if (glpci_sb_ssmi(&g->glpci_sb) && !(gld_get(&g->glcp.gld, 0x2002) & 0x10))
		cpu_sync_smi(g->m.cpu, true);
}

static void smi_changed(void *o, bool level)
{
	struct geode *g = o;

	cpu_set_smi(g->m.cpu, level);
	if (level)
		glcp_wake(&g->glcp);
}

static void intr_changed(void *o, bool level)
{
	struct geode *g = o;

	cpu_set_intr(g->m.cpu, level);
	if (level)
		glcp_wake(&g->glcp);
}

static void nmi_changed(void *o, bool level)
{
	cpu_set_nmi(((struct geode *)o)->m.cpu, level);
}

static void a20m_changed(void *o, bool level)
{
	cpu_set_a20(((struct geode *)o)->m.cpu, !level);
}

static void init_changed(void *o, bool level)
{
	if (level)
		machine_request_reset(o, MACHINE_RESET_INIT);
}

static void chip_reset(void *o)
{
	machine_request_reset(o, MACHINE_RESET_CHIP);
}

/* C2 and throttling: the core's clock stands. */
static void suspend_changed(void *o, bool level)
{
	struct geode *g = o;

	g->m.asleep = level || g->off || g->sbio.pms.sleeping.level;
	cpu_stop(g->m.cpu);
}

/*
 * FooGlue: a write to port F0h, which a descriptor has to bring to the GLCP,
 * clears the interrupt of a floating-point error and holds IGNNE# until FERR#
 * goes off.
 */
static uint32_t glcp_in(void *o, uint16_t port, unsigned size, unsigned flags)
{
	struct geode *g = o;
	struct gl_device d = glcp_device(&g->glcp);

	if ((port & ~1) == 0xf0)
		return UINT32_MAX;
	return d.io_read(d.opaque, port, size, flags);
}

static void glcp_out(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct geode *g = o;
	struct gl_device d = glcp_device(&g->glcp);

	if ((port & ~1) != 0xf0) {
		d.io_write(d.opaque, port, size, val, flags);
		return;
	}
	if (port != 0xf0)
		return;
	signal_drive(&g->divil.irqmap.in[IRQMAP_PRIMARY][IRQMAP_FPU], 0, false);
	if (g->ferr)
		cpu_set_ignne(g->m.cpu, true);
}

static uint64_t glcp_msr_in(void *o, uint32_t msr)
{
	struct gl_device d = glcp_device(&((struct geode *)o)->glcp);

	return d.msr_read(d.opaque, msr);
}

static void dot_lock_fire(void *o, uint64_t due)
{
	(void)due;
	dc_dot_clock_changed(&((struct geode *)o)->dc);
}

/* The display controller hears when the pixel PLL is programmed and when it locks. */
static void glcp_msr_out(void *o, uint32_t msr, uint64_t val)
{
	struct geode *g = o;
	struct gl_device d = glcp_device(&g->glcp);

	d.msr_write(d.opaque, msr, val);
	if ((msr & 0x3fff) != GLCP_DOTPLL)
		return;
	dc_dot_clock_changed(&g->dc);
	event_schedule(&g->m.clock, &g->dot_lock, clock_at_ps(&g->m.clock, g->glcp.dot_ps));
}

static struct gl_device glcp_with_fooglue(struct geode *g)
{
	struct gl_device d = glcp_device(&g->glcp);

	d.opaque = g;
	d.msr_read = glcp_msr_in;
	d.msr_write = glcp_msr_out;
	d.io_read = glcp_in;
	d.io_write = glcp_out;
	return d;
}

static void ferr(struct machine *m, bool level)
{
	struct geode *g = (struct geode *)m;

	g->ferr = level;
	signal_drive(&g->divil.irqmap.in[IRQMAP_PRIMARY][IRQMAP_FPU], 0, level);
	if (!level)
		cpu_set_ignne(m->cpu, false);
}

static uint64_t dot_hz(void *o)
{
	return (uint64_t)glcp_dot_khz(&((struct geode *)o)->glcp) * 1000;
}

/*
 * Bus masters and the caches. GLIU1's COH leads to GLIU0, GLIU0's to the
 * processor; without them the processor does not hear of it.
 */
static void snoop(void *o, uint32_t addr, uint32_t len, bool write)
{
	struct geode *g = o;
	bool coherent = (gld_get(&g->gliu0.gld, 0x80) & 7) == GLIU0_CPU &&
			(gld_get(&g->gliu1.gld, 0x80) & 7) == GLIU1_GLIU0;

	if (!coherent)
		rule_broken(&g->rules, RULE_DMA_INCOHERENT, "COH of GLIU0 is %u, of GLIU1 %u",
			    (unsigned)gld_get(&g->gliu0.gld, 0x80) & 7,
			    (unsigned)gld_get(&g->gliu1.gld, 0x80) & 7);
	acpi_bus_master(&g->sbio.acpi); /* BM_STS is for whoever wants to stop the caches */
	if (write) {
		g->rom.fetched = 1;
		cpu_memory_written(g->m.cpu, addr, len);
	} else {
		cpu_memory_snoop_read(g->m.cpu, addr, len);
	}
}

/* The master goes on by pointer, so the whole page is snooped beforehand. */
static uint8_t *inbound_page(void *o, uint32_t addr, bool write)
{
	uint32_t first = addr & ~UINT32_C(0xfff);
	uint8_t *page =
		gliu_mem_page(&((struct geode *)o)->gliu1, GLIU1_GLPCI, addr, write, GL_DMA);

	if (!page)
		return NULL;
	snoop(o, first, 0x1000, false);
	if (write)
		snoop(o, first, 0x1000, true);
	return page;
}

static void attach(struct geode *g)
{
	struct gl_device down = gliu_device(&g->gliu1, GLIU1_GLIU0);
	struct gl_device up = gliu_device(&g->gliu0, GLIU0_GLIU1);

	up.asmi = up.aerr = NULL; /* these go toward the processor only */
	gliu_attach(&g->gliu0, GLIU0_GLMC, glmc_device(&g->glmc));
	gliu_attach(&g->gliu0, GLIU0_GLIU1, down);
	gliu_attach(&g->gliu0, GLIU0_CPU, (struct gl_device){.name = "CPU"});
	gliu_attach(&g->gliu0, GLIU0_DC, dc_device(&g->dc));
	gliu_attach(&g->gliu0, GLIU0_GP, gp_device(&g->gp));
	gliu_attach(&g->gliu1, GLIU1_GLIU0, up);
	gliu_attach(&g->gliu1, GLIU1_VP, vp_device(&g->vp));
	gliu_attach(&g->gliu1, GLIU1_GLCP, glcp_with_fooglue(g));
	gliu_attach(&g->gliu1, GLIU1_GLPCI, glpci_device(&g->glpci));
	gliu_attach(&g->gliu1, GLIU1_VIP, vip_device(&g->vip));
	gliu_attach(&g->gliu1, GLIU1_AES, aes_device(&g->aes));
	g->gliu0.snoop = g->gliu1.snoop = snoop;
	g->gliu0.snoop_opaque = g->gliu1.snoop_opaque = g;
}

static void wire(struct geode *g)
{
	signal_init(&g->nmi, "cpu.nmi");
	geode_on(g, &g->gliu0.asmi, smi_changed);
	geode_on(g, &g->nmi, nmi_changed);
	geode_on(g, &g->glcp.a20m, a20m_changed);
	geode_on(g, &g->glcp.init, init_changed);
	geode_on(g, &g->glcp.suspend, suspend_changed);
	geode_on(g, &g->glpci_sb.cis_intr, intr_changed);
	geode_link(g, &g->glcp.nmi, &g->nmi, 0);
	geode_link(g, &g->glpci_sb.cis_nmi, &g->nmi, 1);
	geode_link(g, &g->glpci_sb.cis_smi, &g->glcp.cis_smi, 0);
	geode_link(g, &g->dc.irq, &g->int_line[0], IRQ_PIN_DRIVER);
	geode_link(g, &g->gp.irq, &g->int_line[0], IRQ_PIN_DRIVER + 1);
	geode_link(g, &g->vip.irq, &g->int_line[0], IRQ_PIN_DRIVER + 2);
	geode_link(g, &g->aes.irq, &g->int_line[0], IRQ_PIN_DRIVER + 3);
}

static void env_init(struct geode *g)
{
	g->env_lx = (struct env){
		.clock = &g->m.clock,
		.trace = &g->m.trace,
		.rules = &g->rules,
		.opaque = g,
		.ssmi = lx_ssmi,
		.routes_changed = geode_routes_changed,
		.charge_ns = charge_ns,
	};
	g->env_sb = g->env_lx;
	g->env_sb.ssmi = sb_ssmi;
}

static void set_clocks(struct geode *g)
{
	clock_set_hz(&g->m.clock, glcp_core_hz(&g->glcp));
	gliu_set_clock(&g->gliu0, (uint64_t)glcp_gliu_khz(&g->glcp) * 1000);
	gliu_set_clock(&g->gliu1, (uint64_t)glcp_gliu_khz(&g->glcp) * 1000);
}

int geode_build_lx(struct geode *g, char *err, size_t err_size)
{
	const struct geode_config *c = &g->cfg;
	struct glcp_config clocks = {
		.straps = c->boot_straps,
		.revision = c->cpu_revision,
		.pci_hz = c->pci_hz,
		.core_max_mhz = c->cpu_max_mhz,
		.ddr_max_mhz = c->ddr_max_mhz,
		.opaque = g,
		.chip_reset = chip_reset,
	};
	const uint8_t *spd[GLMC_SOCKETS] = {c->dimm[0].spd, c->dimm[1].spd};
	uint64_t hz = c->pci_hz;

	env_init(g);
	glcp_init(&g->glcp, &g->env_lx, &clocks);
	if (glmc_init(&g->glmc, &g->env_lx, &g->glcp, spd, c->dram_seed)) {
		snprintf(err, err_size, "out of memory for the board's RAM");
		return -1;
	}
	gliu_init(&g->gliu0, &g->env_lx, &gliu0_shape, hz);
	gliu_init(&g->gliu1, &g->env_lx, &gliu1_shape, hz);
	pci_bus_init(&g->pci, &g->m.trace);
	glpci_init(&g->glpci, &g->env_lx, &g->pci, &g->m.io, &g->m.mem);
	g->glpci.memory = gliu_dma(&g->gliu1, GLIU1_GLPCI);
	g->glpci.memory_page = inbound_page;
	g->glpci.memory_opaque = g;
	dc_init(&g->dc, &g->env_lx, gliu_dma(&g->gliu0, GLIU0_DC),
		(struct dot_clock){.opaque = g, .hz = dot_hz});
	gp_init(&g->gp, &g->env_lx, gliu_dma(&g->gliu0, GLIU0_GP), &g->dc.vblank);
	vp_init(&g->vp, &g->env_lx);
	vip_init(&g->vip, &g->env_lx);
	aes_init(&g->aes, &g->env_lx, gliu_dma(&g->gliu1, GLIU1_AES), c->dram_seed, NULL);
	event_init(&g->dot_lock, "dotpll.lock", dot_lock_fire, g);
	attach(g);
	for (unsigned n = 0; n < GEODE_INT_LINES; n++)
		signal_init(&g->int_line[n], "pci.int");
	g->m.ferr = ferr;
	g->m.msr = (struct msr_if){.opaque = g, .read = geode_msr_read, .write = geode_msr_write};
	g->m.mem.changed = geode_routes_changed;
	g->m.mem.opaque = g;
	g->m.route_page = geode_route_page;
	g->m.route_read = geode_route_read;
	g->m.route_write = geode_route_write;
	g->m.route_in = geode_route_in;
	g->m.route_out = geode_route_out;
	set_clocks(g);
	return 0;
}

void geode_lx_wire(struct geode *g)
{
	wire(g);
}

bool geode_alias(struct geode *g, uint32_t addr, uint32_t *other)
{
	uint8_t *page;

	addr &= ~UINT32_C(0xfff);
	*other = gliu_translate(&g->gliu0, GLIU0_CPU, addr);
	page = gliu_mem_page(&g->gliu0, GLIU0_CPU, addr, false, CPU_MEM_DEBUG);
	return *other != addr && page &&
	       gliu_mem_page(&g->gliu0, GLIU0_CPU, *other, true, CPU_MEM_DEBUG) == page;
}

void geode_lx_reset(struct geode *g, bool chip)
{
	if (chip)
		glcp_chip_reset(&g->glcp);
	else
		glcp_reset(&g->glcp);
	gliu_reset(&g->gliu0);
	gliu_reset(&g->gliu1);
	glmc_reset(&g->glmc);
	glpci_reset(&g->glpci);
	dc_reset(&g->dc);
	gp_reset(&g->gp);
	vp_reset(&g->vp);
	vip_reset(&g->vip);
	aes_reset(&g->aes);
	geode_rom_reset(g);
	event_cancel(&g->m.clock, &g->dot_lock);
	set_clocks(g);
	if (chip)
		machine_charge_ns(&g->m, glcp_reset_hold_ns(&g->glcp));
}

void geode_lx_free(struct geode *g)
{
	glmc_free(&g->glmc);
}
