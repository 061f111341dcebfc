/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole Geode board: building, resets, hand-over. */
#include "machine/geode.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cpu/rconf.h"
#include "machine/geode_internal.h"

/* An MSR near the processor: six GLIU clocks each way (estimate;
 * doc/simulator.md). */
#define NEAR_MSR_CLOCKS 20

/* Core MSRs of an SMI handler. */
#define SMM_CTL		0x1301
#define SMM_CTL_SMIS	UINT64_C(0x30) /* INTL_SMI_EN, EXTL_SMI_EN */
#define SMM_BASE_LIMIT	0x133b
#define RCONF_SMM	0x180e
#define RCONF_SMM_EN	UINT64_C(0x100)

#define CR0_CD		(UINT64_C(1) << 30)
#define ROM_TOP		UINT32_C(0xfffffff0)

void geode_link(struct geode *g, struct signal *from, struct signal *to, unsigned driver)
{
	assert(g->links < sizeof(g->link) / sizeof(g->link[0]));
	signal_link(from, &g->link[g->links++], to, driver);
}

void geode_on(struct geode *g, struct signal *s, void (*changed)(void *opaque, bool level))
{
	assert(g->hooks < sizeof(g->hook) / sizeof(g->hook[0]));
	signal_connect(s, &g->hook[g->hooks++], changed, g);
}

static void where(void *o, struct rule_place *place)
{
	struct geode *g = o;

	place->clock = cpu_clock(g->m.cpu);
	place->ps = clock_ps(&g->m.clock, place->clock);
	place->known = g->running;
	if (!g->running)
		return;
	place->pc = (uint32_t)(cpu_get_reg(g->m.cpu, CPU_REG_CS_BASE) +
			       cpu_get_reg(g->m.cpu, CPU_REG_EIP));
}

static void reset(struct machine *m, enum machine_reset kind)
{
	struct geode *g = (struct geode *)m;
	unsigned cause = g->reset_cause;

	g->reset_cause = PMS_CAUSE_RESET;
	if (kind == MACHINE_RESET_INIT)
		return;
	geode_lx_reset(g, kind == MACHINE_RESET_CHIP);
	if (kind == MACHINE_RESET_CHIP)
		return;
	geode_sb_reset(g, cause);
	geode_board_reset(g);
}

/*
 * The run ends with an SMI handler at work: its code lies in the SMM region, which others cannot
 * write (fact sheet vsa 5.1, 6.1, 6.3).
 */
static void judge_smm(struct geode *g)
{
	uint64_t control = 0, place = 0, region = 0;
	uint32_t page, other;

	cpu_msr_read(g->m.cpu, SMM_CTL, &control);
	cpu_msr_read(g->m.cpu, SMM_BASE_LIMIT, &place);
	cpu_msr_read(g->m.cpu, RCONF_SMM, &region);
	if (!(control & SMM_CTL_SMIS))
		return;
	page = (uint32_t)place >> 12;
	if (!(region & RCONF_SMM_EN) || page < (region >> 12 & 0xfffff) || page > region >> 44)
		rule_broken(&g->rules, RULE_SMM_OPEN, "the handler at %08X is outside RCONF_SMM",
			    (unsigned)place);
	else if (!(region & RCONF_WP))
		rule_broken(&g->rules, RULE_SMM_OPEN, "RCONF_SMM lets anybody write: %02X",
			    (unsigned)region & 0xff);
	else if (geode_alias(g, (uint32_t)place, &other))
		rule_broken(&g->rules, RULE_SMM_OPEN,
			    "the handler at %08X is ordinary memory at %08" PRIX32, (unsigned)place,
			    other);
}

/*
 * The run ends. When the program at work is in memory and the caches are on, firmware has handed
 * over: the ROM's properties must be those of a device (fact sheet geode-lx 2.3, 2.5).
 */
static void stopped(struct machine *m)
{
	struct geode *g = (struct geode *)m;
	uint32_t linear =
		(uint32_t)(cpu_get_reg(m->cpu, CPU_REG_CS_BASE) + cpu_get_reg(m->cpu, CPU_REG_EIP));
	uint32_t phys;
	uint8_t prop, *page;

	judge_smm(g);
	if (m->stop == MACHINE_STOP_SHUTDOWN || /* crashed, not handed over */
	    cpu_get_reg(m->cpu, CPU_REG_CR0) & CR0_CD ||
	    !cpu_linear_to_physical(m->cpu, linear, &phys))
		return;
	page = geode_route_page(m, phys, false, CPU_MEM_DEBUG);
	if (!page || (page >= g->rom.bytes && page < g->rom.bytes + g->rom.size))
		return;
	prop = rconf_properties(m->cpu, ROM_TOP);
	if (!(prop & RCONF_CD) || !(prop & RCONF_WP))
		rule_broken(&g->rules, RULE_ROM_CACHED,
			    "properties of the ROM at the end of the run: %02X", prop);
}

static void release(struct machine *m)
{
	struct geode *g = (struct geode *)m;

	geode_lx_free(g);
	geode_board_free(g);
	rules_free(&g->rules);
}

static void except(struct geode *g)
{
	for (unsigned n = 0; n < GEODE_EXCEPTIONS && g->cfg.exception[n].rule; n++) {
		const struct geode_exception *e = &g->cfg.exception[n];
		int rule = rules_find(e->rule);

		if (rule >= 0 && g->rules.excuses < RULE_EXCUSES_MAX)
			g->rules.excuse[g->rules.excuses++] = (struct rule_excuse){
				.rule = (enum rule)rule, .only = e->only, .reason = e->reason};
	}
}

static int build(struct geode *g, char *err, size_t err_size)
{
	struct machine *m = &g->m;

	if (machine_init(m, g->cfg.cpu, g->cfg.pci_hz, 0)) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	rules_init(&g->rules, &m->trace);
	g->rules.where = where;
	g->rules.opaque = g;
	except(g);
	m->rules = &g->rules;
	m->cost.msr_clocks = NEAR_MSR_CLOCKS; /* everything else is charged on its way */
	m->reset = reset;
	m->stopped = stopped;
	g->reset_cause = PMS_CAUSE_RESET;
	geode_rom_init(g);
	if (geode_build_lx(g, err, err_size))
		return -1;
	m->release = release;
	if (geode_build_sb(g, err, err_size))
		return -1;
	geode_lx_wire(g);
	return geode_build_board(g, err, err_size);
}

static int check(const struct geode_config *c, char *err, size_t err_size)
{
	const char *why = NULL;

	if (c->pci_hz < 1000000 || c->pci_hz > 100000000)
		why = "PCI clock must be 1 to 100 MHz";
	else if (c->cpu != CPU_GEODE_LX)
		why = "only Geode LX boards are modelled";
	if (why)
		snprintf(err, err_size, "%s", why);
	return why ? -1 : 0;
}

struct geode *geode_new(const struct geode_config *cfg, char *err, size_t err_size)
{
	struct geode *g;

	if (check(cfg, err, err_size))
		return NULL;
	g = calloc(1, sizeof(*g));
	if (!g) {
		snprintf(err, err_size, "out of memory");
		return NULL;
	}
	g->cfg = *cfg;
	if (build(g, err, err_size)) {
		geode_free(g);
		return NULL;
	}
	g->running = true;
	return g;
}

void geode_free(struct geode *g)
{
	if (!g)
		return;
	machine_free(&g->m);
	free(g);
}

const struct reg_file *geode_regs(const struct geode *g, unsigned n)
{
#define FILES(part, x)                                    \
	for (unsigned i = 0; part##_regs(&(x), i); i++) { \
		if (n-- == 0)                             \
			return part##_regs(&(x), i);      \
	}
	FILES(gliu, g->gliu0)
	FILES(glmc, g->glmc)
	FILES(gliu, g->gliu1)
	FILES(glcp, g->glcp)
	FILES(glpci, g->glpci)
	FILES(dc, g->dc)
	FILES(gp, g->gp)
	FILES(vp, g->vp)
	FILES(vip, g->vip)
	FILES(aes, g->aes)
	FILES(glpci_sb, g->glpci_sb)
	FILES(gliu, g->gliu_sb)
	FILES(divil, g->divil)
	FILES(glcp_sb, g->glcp_sb)
	FILES(sbio, g->sbio)
	FILES(ide, g->ide)
	FILES(usb, g->usb)
	FILES(acc, g->acc)
	if (g->cfg.sio == GEODE_SIO_IT8712F) {
		FILES(it8712f, g->it8712f)
	}
	if (g->cfg.sio == GEODE_SIO_W83627HF) {
		FILES(w83627hf, g->w83627hf)
	}
	for (unsigned slot = 0; slot < GEODE_PCI_SLOTS; slot++) {
		if (g->cfg.pci[slot].kind == GEODE_PCI_GENERIC && n-- == 0)
			return &g->card[slot].fn.regs;
		if (g->cfg.pci[slot].kind == GEODE_PCI_VT6105M) {
			FILES(vt6105m, g->nic[slot])
		}
	}
	if (g->cfg.sensor_address) {
		FILES(lm86, g->sensor)
	}
#undef FILES
	return NULL;
}
