/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLCP: clocks, PLLs, straps and chip reset, DRAM delay controls. */
#include "lx/glcp.h"

#include <inttypes.h>

#include "lx/glcp_internal.h"
#include "strict/rules.h"

#define PS_PER_US    UINT64_C(1000000)
#define LOCK_NS	     50000 /* of the system PLLs; the data book's figure is not on record */
#define DOT_LOCK_PS  (100 * PS_PER_US)	   /* firmware waits as long before it looks */
#define AGAIN_TIMES  4			   /* chip resets with one value */
#define AGAIN_PS     (1000000 * PS_PER_US) /* from one to the next, at most */
#define DELAY_STATUS 6			   /* first of the five status bits of the delay controls */
#define DLL_GOOD     0x11		   /* read from good parts: 4C00000Fh[10:0] = 444h */
#define DLL_BAD	     0x04		   /* erratum 34: 104h */

uint64_t glcp_now_ps(const struct glcp *g)
{
	return clock_ps(g->env->clock, clock_now(g->env->clock));
}

static unsigned pci_khz(const struct glcp *g)
{
	return (g->config.pci_hz + 500) / 1000;
}

static unsigned hold_ns(const struct glcp *g, uint64_t rstpll)
{
	uint64_t clocks = 16 * ((rstpll & RSTPLL_HOLD) >> RSTPLL_HOLD_SHIFT);

	return (unsigned)(clocks * UINT64_C(1000000) / pci_khz(g));
}

unsigned glcp_reset_hold_ns(const struct glcp *g)
{
	return hold_ns(g, gld_get(&g->gld, GLCP_RSTPLL));
}

uint64_t glcp_core_hz(const struct glcp *g)
{
	if ((g->latched & RSTPLL_COREBYPASS) || g->pll_fault[0])
		return PLL_DOTREF_KHZ * UINT64_C(1000);
	return pll_core_khz(g->latched, pci_khz(g)) * UINT64_C(1000);
}

unsigned glcp_gliu_khz(const struct glcp *g)
{
	if ((g->latched & RSTPLL_GLIUBYPASS) || g->pll_fault[1])
		return PLL_DOTREF_KHZ;
	return pll_gliu_khz(g->latched, pci_khz(g));
}

unsigned glcp_ddr_khz(const struct glcp *g)
{
	return glcp_gliu_khz(g) / 2;
}

const char *glcp_pll_fault(const struct glcp *g)
{
	if (g->latched & RSTPLL_COREBYPASS)
		return "the core PLL is in bypass";
	if (g->latched & RSTPLL_GLIUBYPASS)
		return "the GeodeLink PLL is in bypass";
	if (g->pll_fault[0])
		return "the core PLL is not locked";
	if (g->pll_fault[1])
		return "the GeodeLink PLL is not locked";
	if (glcp_now_ps(g) < g->locked_ps)
		return "the PLLs are not locked yet";
	return NULL;
}

/* What the firmware is about to run the chip at. */
static void judge_clocks(const struct glcp *g, uint64_t rstpll)
{
	struct rules *rules = g->env->rules;
	unsigned core = pll_core_khz(rstpll, pci_khz(g)), gliu = pll_gliu_khz(rstpll, pci_khz(g));
	unsigned core_max = g->config.core_max_mhz * 1000;
	unsigned ddr_max = (g->config.ddr_max_mhz ? g->config.ddr_max_mhz : 400) * 1000;

	if (core < gliu)
		rule_broken(rules, RULE_CORE_BELOW_GLIU, "core %u kHz, GeodeLink %u kHz", core,
			    gliu);
	/* A grade is named by whole MHz: 433 is 433.33. */
	if (core_max && core > core_max + 999)
		rule_broken(rules, RULE_CLOCK_GRADE, "core %u kHz, grade %u MHz", core,
			    core_max / 1000);
	if (gliu > ddr_max + 999)
		rule_broken(rules, RULE_CLOCK_GRADE, "DRAM %u kT/s, limit %u MT/s", gliu,
			    ddr_max / 1000);
	if (hold_ns(g, rstpll) < LOCK_NS)
		rule_broken(rules, RULE_PLL_HOLD, "the chip reset holds for %u ns",
			    hold_ns(g, rstpll));
}

int glcp_rstpll_check(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct glcp *g = f->owner;
	const uint64_t clocks = RSTPLL_MULTIPLIERS | RSTPLL_COREBYPASS | RSTPLL_GLIUBYPASS |
				RSTPLL_COREPD | RSTPLL_GLIUPD;

	(void)i;
	if (*val & RSTPLL_CHIP_RESET)
		judge_clocks(g, *val);
	else if ((*val ^ old) & clocks)
		rule_broken(g->env->rules, RULE_PLL_RESET,
			    "GLCP_SYS_RSTPLL = %016" PRIX64 " without CHIP_RESET", *val);
	return 0;
}

/* A firmware that does not see its own reset's traces makes it for ever. */
static void judge_again(struct glcp *g, uint64_t val)
{
	uint64_t now = glcp_now_ps(g);

	if (val != g->again.value || now - g->again.ps > AGAIN_PS)
		g->again.times = 0;
	g->again.value = val;
	g->again.ps = now;
	if (++g->again.times == AGAIN_TIMES)
		rule_broken(g->env->rules, RULE_PLL_RESET,
			    "%u chip resets with GLCP_SYS_RSTPLL = %016" PRIX64, AGAIN_TIMES, val);
}

void glcp_rstpll_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glcp *g = f->owner;

	(void)old;
	if (!(val & RSTPLL_CHIP_RESET))
		return;
	judge_again(g, val);
	reg_poke(f, i, val & ~RSTPLL_CHIP_RESET);
	if (g->config.chip_reset)
		g->config.chip_reset(g->config.opaque);
}

uint64_t glcp_rstpll_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct glcp *g = f->owner;
	bool locked = glcp_now_ps(g) >= g->locked_ps;

	(void)i;
	if (locked && !g->pll_fault[0] && !(g->latched & RSTPLL_COREBYPASS))
		val |= RSTPLL_CORELOCK;
	if (locked && !g->pll_fault[1] && !(g->latched & RSTPLL_GLIUBYPASS))
		val |= RSTPLL_GLIULOCK;
	return val;
}

/* The lock time begins anew with every change of what the PLL does. A PLL in bypass or power-down
 * locks too: AMD's VGA BIOS waits for it. */
void glcp_dotpll_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glcp *g = f->owner;
	const uint64_t parameters = UINT64_C(0x7fff00000000) | 1 << 15 | 1 << 14;
	uint64_t now = glcp_now_ps(g);

	(void)i;
	if (((old ^ val) & parameters) || (~old & val & 1))
		g->dot_ps = now + DOT_LOCK_PS;
	if ((old & ~val & 1) && (g->dot_fault || now < g->dot_ps))
		rule_broken(g->env->rules, RULE_DOTPLL_LOCK,
			    "GLCP_DOTPLL = %016" PRIX64 " before lock", val);
}

static bool dot_locked(const struct glcp *g)
{
	return !g->dot_fault && g->dot_ps && glcp_now_ps(g) >= g->dot_ps;
}

uint64_t glcp_dotpll_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	return dot_locked(f->owner) ? val | 1 << 25 : val;
}

unsigned glcp_dot_khz(const struct glcp *g)
{
	return dot_locked(g) ? pll_dot_khz(gld_get(&g->gld, GLCP_DOTPLL)) : 0;
}

/* A module's clocks may go off or on: pages of memory come or go. */
void glcp_delay_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	const struct glcp *g = f->owner;

	(void)i;
	if (old != val)
		env_routes_changed(g->env);
}

uint64_t glcp_delay_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct glcp *g = f->owner;

	(void)i;
	if (g->dll_started)
		val |= (uint64_t)(g->dll_fault ? DLL_BAD : DLL_GOOD) << DELAY_STATUS;
	return val;
}

uint64_t glcp_delay_controls(const struct glcp *g)
{
	return gld_get(&g->gld, GLCP_DELAY);
}

void glcp_dram_written(struct glcp *g)
{
	g->dll_started = true;
}

bool glcp_dll_failed(const struct glcp *g)
{
	return g->dll_started && g->dll_fault;
}

/* What both resets do. The clocks run anew after the reset has held for @held ns. */
static void reset_common(struct glcp *g, uint64_t rstpll, unsigned held)
{
	reg_file_reset(&g->gld.regs);
	gld_set(&g->gld, GLCP_REVID, g->config.revision ? g->config.revision : 0x33);
	gld_set(&g->gld, GLCP_RSTPLL, rstpll);
	g->latched = rstpll;
	g->running_ps = glcp_now_ps(g) + held * UINT64_C(1000);
	g->locked_ps = g->running_ps;
	if (held < LOCK_NS)
		g->locked_ps += (LOCK_NS - held) * UINT64_C(1000);
	g->dot_ps = 0;
	signal_set(&g->a20m, false);
	signal_set(&g->nmi, false);
	signal_set(&g->init, false);
	glcp_power_reset(g);
}

void glcp_reset(struct glcp *g)
{
	const struct glcp_config *c = &g->config;
	uint64_t mult = c->multipliers ? c->multipliers : pll_strap_multipliers(c->straps);

	g->again.times = 0;
	if (g->dll_started) /* a DLL that failed once starts after a full reset */
		g->dll_fault = false;
	g->dll_started = false;
	reset_common(g,
		     (mult << 32 & RSTPLL_MULTIPLIERS) | (c->straps & RSTPLL_STRAPS) |
			     RSTPLL_COREBYPASS | RSTPLL_GLIUBYPASS,
		     0);
}

void glcp_chip_reset(struct glcp *g)
{
	/* Read back after it on a real board: 07DE002Eh for 04DE602Fh written. */
	uint64_t keep = ~(RSTPLL_COREPD | RSTPLL_GLIUPD | RSTPLL_CHIP_RESET | RSTPLL_CORELOCK |
			  RSTPLL_GLIULOCK);

	g->dll_started = false;
	reset_common(g, gld_get(&g->gld, GLCP_RSTPLL) & keep, glcp_reset_hold_ns(g));
}

void glcp_init(struct glcp *g, const struct env *env, const struct glcp_config *config)
{
	*g = (struct glcp){.env = env, .config = *config};
	if (g->config.pci_hz < 1000000)
		g->config.pci_hz = 33333333;
	gld_init(&g->gld, env, &glcp_table, g, g->values, g->cover, 0x4c000000, 0);
	signal_init(&g->a20m, "glcp a20m");
	signal_init(&g->nmi, "glcp nmi");
	signal_init(&g->init, "glcp init");
	glcp_power_init(g);
	glcp_reset(g);
}

static uint64_t msr_read(void *opaque, uint32_t msr)
{
	return gld_msr_read(&((struct glcp *)opaque)->gld, msr);
}

static void msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct glcp *)opaque)->gld, msr, val);
}

struct gl_device glcp_device(struct glcp *g)
{
	return (struct gl_device){.name = "GLCP",
				  .opaque = g,
				  .msr_read = msr_read,
				  .msr_write = msr_write,
				  .io_read = glcp_io_read,
				  .io_write = glcp_io_write,
				  .asmi = &g->asmi};
}

const struct reg_file *glcp_regs(const struct glcp *g, unsigned n)
{
	return n == 0 ? &g->gld.regs : NULL;
}

void glcp_fault_pll(struct glcp *g, bool core, bool gliu)
{
	g->pll_fault[0] = core;
	g->pll_fault[1] = gliu;
}

void glcp_fault_dot(struct glcp *g, bool on)
{
	g->dot_fault = on;
}

void glcp_fault_dll(struct glcp *g, bool on)
{
	g->dll_fault = on;
}
