/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLMC: the way of an access to the cells. */
#include "lx/glmc.h"

#include <inttypes.h>

#include "cpu/cpu.h"
#include "lx/glmc_internal.h"
#include "strict/rules.h"

#define PAGE 4096u

/* Where a word of 8 bytes is. */
struct spot {
	struct dram_place place;
	uint64_t offset; /* of the word in the module's cells */
};

/*
 * Code that takes CKE away before it resets the board (AMD's SMI handler does) goes on from the
 * caches, with the stack that it has there. They are not modelled for code, nor for data in ordinary
 * operation, so fetches and what an SMI handler does go on from the modules.
 */
static bool cache_goes_on(const struct dram_start *d, unsigned flags)
{
	return (flags & (CPU_MEM_FETCH | CPU_MEM_SMM)) && dram_start_loaded(d) && !d->cke;
}

/* A module that is used is started, settings are judged; rules are named for the guest's accesses,
 * not for a debugger's. False: data is undefined. */
static bool usable(struct glmc *m, const struct dram_place *p, bool write, unsigned flags)
{
	struct dram_start *start = &m->start[p->dimm];

	if (cache_goes_on(start, flags))
		return true;
	if (flags & CPU_MEM_DEBUG)
		return dram_start_works(start) && (write || !glcp_dll_failed(m->glcp));
	if (!dram_start_access(start, m->env->rules, p->dimm, write, glmc_now_ps(m),
			       glmc_period_ps(m)))
		return false;
	if (!m->judged || m->judged_delays != glcp_delay_controls(m->glcp))
		glmc_judge(m);
	if (!write && glcp_dll_failed(m->glcp)) {
		if (!m->dll_told)
			rule_broken(m->env->rules, RULE_DRAM_DLL_FAILED,
				    "DIMM%u is read with its DLL not running", p->dimm);
		m->dll_told = true;
		return false;
	}
	return true;
}

/* Does what the module's pins see lead to a cell that works? */
static bool answers(const struct glmc *m, const struct dram_place *p, uint64_t *offset)
{
	bool clocked = p->dimm == 0 || (glcp_delay_controls(m->glcp) >> 55 & 0x101) != 0x101;

	return clocked && !m->broken[p->dimm] &&
	       m->start[p->dimm].cas_code == (gld_get(&m->gld, MC_CF8F) >> 28 & 7) &&
	       dram_spd_offset(&m->spd[p->dimm], p, offset);
}

static bool find(struct glmc *m, uint32_t addr, bool write, unsigned flags, struct spot *s)
{
	bool quiet = flags & CPU_MEM_DEBUG;

	if (!dram_layout_place(&m->layout, addr, &s->place)) {
		if (!m->layout.size && !quiet && !m->hole_told)
			rule_broken(m->env->rules,
				    m->layout.valid ? RULE_DRAM_EARLY : RULE_DRAM_SETTING,
				    "%s at %08" PRIX32 " with no module programmed",
				    write ? "write" : "read", addr);
		else if (!quiet && !m->hole_told)
			rule_broken(m->env->rules, RULE_DRAM_HOLE,
				    "%s at %08" PRIX32 ", beyond %" PRIu64 " MiB",
				    write ? "write" : "read", addr, m->layout.size >> 20);
		m->hole_told = m->hole_told || !quiet;
		return false;
	}
	return usable(m, &s->place, write, flags) && answers(m, &s->place, &s->offset);
}

static uint64_t noise(const struct glmc *m, uint32_t addr, unsigned size)
{
	uint64_t word = dram_noise(~m->seed, addr >> 3) >> 8 * (addr & 7);

	return size < 8 ? word & ((UINT64_C(1) << 8 * size) - 1) : word;
}

/* The first write starts the DLL; when that fails, pages lent for reading are called back. */
static void start_dll(struct glmc *m)
{
	bool failed = glcp_dll_failed(m->glcp);

	glcp_dram_written(m->glcp);
	if (glcp_dll_failed(m->glcp) != failed)
		env_routes_changed(m->env);
}

/* At most 8 bytes, not across a word of 8. */
static uint64_t read_word(struct glmc *m, uint32_t addr, unsigned size, unsigned flags)
{
	struct spot s;

	if (!find(m, addr, false, flags, &s))
		return noise(m, addr, size);
	return dram_cells_read(&m->cells[s.place.dimm], s.offset | (addr & 7), size);
}

static void write_word(struct glmc *m, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct spot s;

	if (!find(m, addr, true, flags, &s))
		return;
	if (!(flags & CPU_MEM_DEBUG))
		start_dll(m);
	dram_cells_write(&m->cells[s.place.dimm], s.offset | (addr & 7), size, val);
}

static uint64_t mem_read(void *opaque, uint32_t addr, unsigned size, unsigned flags)
{
	unsigned first = 8 - (addr & 7);
	uint64_t val;

	if (size <= first)
		return read_word(opaque, addr, size, flags);
	val = read_word(opaque, addr, first, flags);
	return val | read_word(opaque, addr + first, size - first, flags) << 8 * first;
}

static void mem_write(void *opaque, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	unsigned first = 8 - (addr & 7);

	if (size <= first) {
		write_word(opaque, addr, size, val, flags);
		return;
	}
	write_word(opaque, addr, first, val, flags);
	write_word(opaque, addr + first, size - first, val >> 8 * first, flags);
}

/* Is the page at @addr one run of cells? Bits 3 to 11 map one by one, so each alone tells. */
static bool contiguous(const struct glmc *m, uint32_t addr, unsigned dimm, uint64_t offset)
{
	for (unsigned bit = 3; bit < 12; bit++) {
		struct dram_place p;
		uint64_t there;

		if (!dram_layout_place(&m->layout, addr | 1u << bit, &p) || p.dimm != dimm ||
		    !dram_spd_offset(&m->spd[dimm], &p, &there) || there != offset + (1u << bit))
			return false;
	}
	return offset % PAGE == 0;
}

static uint8_t *mem_page(void *opaque, uint32_t addr, bool write, unsigned flags)
{
	struct glmc *m = opaque;
	struct spot s;

	addr &= ~(PAGE - 1);
	if (!dram_layout_place(&m->layout, addr, &s.place))
		return NULL;
	if (!dram_start_works(&m->start[s.place.dimm]) &&
	    !cache_goes_on(&m->start[s.place.dimm], flags))
		return NULL;
	if (write && !(flags & CPU_MEM_DEBUG))
		start_dll(m);
	if (glcp_dll_failed(m->glcp) || !find(m, addr, write, flags, &s) ||
	    !contiguous(m, addr, s.place.dimm, s.offset))
		return NULL;
	return dram_cells_page(&m->cells[s.place.dimm], s.offset);
}

static uint64_t msr_read(void *opaque, uint32_t msr)
{
	return gld_msr_read(&((struct glmc *)opaque)->gld, msr);
}

static void msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct glmc *)opaque)->gld, msr, val);
}

struct gl_device glmc_device(struct glmc *m)
{
	return (struct gl_device){.name = "GLMC",
				  .opaque = m,
				  .msr_read = msr_read,
				  .msr_write = msr_write,
				  .mem_read = mem_read,
				  .mem_write = mem_write,
				  .mem_page = mem_page,
				  .asmi = &m->asmi,
				  .aerr = &m->aerr};
}

const struct reg_file *glmc_regs(const struct glmc *m, unsigned n)
{
	return n == 0 ? &m->gld.regs : NULL;
}

void glmc_power_off(struct glmc *m)
{
	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		dram_cells_lose(&m->cells[n]);
	m->self_refresh = false;
	env_routes_changed(m->env);
}

void glmc_self_refresh(struct glmc *m)
{
	m->self_refresh = gld_get(&m->gld, MC_PM) & 0xc;
}

void glmc_reset(struct glmc *m)
{
	reg_file_reset(&m->gld.regs);
	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		dram_start_reset(&m->start[n]);
	m->dll_told = false;
	glmc_settings_changed(m);
	glmc_refresh_changed(m);
}

int glmc_init(struct glmc *m, const struct env *env, struct glcp *glcp,
	      const uint8_t *const spd[GLMC_SOCKETS], uint64_t seed)
{
	*m = (struct glmc){.env = env, .glcp = glcp, .seed = seed};
	gld_init(&m->gld, env, &glmc_table, m, m->values, m->cover, 0x20000000, 0);
	signal_init(&m->asmi, "glmc asmi");
	signal_init(&m->aerr, "glmc aerr");
	event_init(&m->decay, "dram decay", glmc_decayed, m);
	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		dram_spd_decode(&m->spd[n], spd[n]);
		if (dram_cells_init(&m->cells[n], m->spd[n].size, dram_noise(seed, n)) < 0) {
			glmc_free(m);
			return -1;
		}
	}
	glmc_reset(m);
	return 0;
}

void glmc_free(struct glmc *m)
{
	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		dram_cells_free(&m->cells[n]);
}

uint64_t glmc_size(const struct glmc *m)
{
	return m->layout.size;
}

uint64_t glmc_fitted(const struct glmc *m)
{
	return m->spd[0].size + m->spd[1].size;
}

bool glmc_usable(const struct glmc *m)
{
	bool any = false;

	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		if (m->layout.socket[n].present && !dram_start_works(&m->start[n]))
			return false;
		any = any || m->layout.socket[n].present;
	}
	return any;
}

/* The cell of a physical address as programmed. */
static bool cell(const struct glmc *m, uint32_t addr, struct dram_place *p, uint64_t *offset)
{
	if (!dram_layout_place(&m->layout, addr, p) ||
	    !dram_spd_offset(&m->spd[p->dimm], p, offset))
		return false;
	*offset |= addr & 7;
	return true;
}

bool glmc_fault_flip(struct glmc *m, uint32_t addr, unsigned bit)
{
	struct dram_place p;
	uint64_t offset;

	if (bit > 7 || !cell(m, addr, &p, &offset))
		return false;
	dram_cells_write(&m->cells[p.dimm], offset, 1,
			 dram_cells_read(&m->cells[p.dimm], offset, 1) ^ 1u << bit);
	return true;
}

bool glmc_fault_stuck(struct glmc *m, uint32_t addr, unsigned bit, bool level)
{
	struct dram_cells *c;
	struct dram_place p;
	uint64_t offset;

	if (bit > 7 || !cell(m, addr, &p, &offset))
		return false;
	c = &m->cells[p.dimm];
	if (c->faults == DRAM_FAULTS)
		return false;
	c->fault[c->faults++] = (struct dram_fault){offset, (uint8_t)bit, level};
	env_routes_changed(m->env);
	return true;
}

void glmc_fault_dimm(struct glmc *m, unsigned socket, bool broken)
{
	m->broken[socket % GLMC_SOCKETS] = broken;
	env_routes_changed(m->env);
}

void glmc_fault_clear(struct glmc *m)
{
	for (unsigned n = 0; n < GLMC_SOCKETS; n++) {
		m->cells[n].faults = 0;
		m->broken[n] = false;
	}
	env_routes_changed(m->env);
}
