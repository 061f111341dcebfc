/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GeodeLink interface unit: requests, traps, MSR routing, SMIs and errors (LX data book 4). */
#include "geodelink/gliu.h"

#include <inttypes.h>
#include <string.h>

#include "cpu/cpu.h"
#include "geodelink/gliu_internal.h"
#include "strict/rules.h"

#define MSR_FIELDS UINT32_C(0x1fffc000)
#define MSR_INDEX  UINT32_C(0x3fff)
#define PAGE_BYTES UINT32_C(4096)

static uint64_t ones(unsigned size)
{
	return size >= 8 ? UINT64_MAX : (UINT64_C(1) << (size * 8)) - 1;
}

/* ASMI and AERR show the ports' lines in 7:0, masked by 15:8; what is left goes on, together with
 * the unit's own counters, toward the processor. */
static void update_lines(struct gliu *g)
{
	uint64_t smi = gld_get(&g->gld, gliu_std(g, GLIU_SMI));
	uint64_t err = gld_get(&g->gld, gliu_std(g, GLIU_ERROR));
	uint64_t asmi = gld_get(&g->gld, GLIU_ASMI), aerr = gld_get(&g->gld, GLIU_AERR);

	asmi &= ~UINT64_C(0xff);
	aerr &= ~UINT64_C(0xff);
	for (unsigned n = 1; n < GLIU_PORTS; n++) {
		if (g->port[n].asmi && g->port[n].asmi->level)
			asmi |= UINT64_C(1) << n;
		if (g->port[n].aerr && g->port[n].aerr->level)
			aerr |= UINT64_C(1) << n;
	}
	gld_set(&g->gld, GLIU_ASMI, asmi);
	gld_set(&g->gld, GLIU_AERR, aerr);
	/* Bit 32 answers a request synchronously and is no level. */
	signal_set(&g->asmi, (asmi & ~(asmi >> 8) & 0xff) || (smi >> 33 & ~(smi >> 1) & 15));
	signal_set(&g->aerr, (aerr & ~(aerr >> 8) & 0xff) || (err >> 32 & ~err & 0xffff));
}

bool gliu_note_smi(struct gliu *g, unsigned bit)
{
	uint32_t index = gliu_std(g, GLIU_SMI);
	uint64_t val = gld_get(&g->gld, index);

	if (val >> bit & 1)
		return false;
	gld_set(&g->gld, index, val | UINT64_C(1) << (32 + bit));
	update_lines(g);
	return true;
}

bool gliu_note_error(struct gliu *g, unsigned bit)
{
	uint32_t index = gliu_std(g, GLIU_ERROR);
	uint64_t val = gld_get(&g->gld, index);

	if (val >> bit & 1)
		return false;
	gld_set(&g->gld, index, val | UINT64_C(1) << (32 + bit));
	update_lines(g);
	return true;
}

void gliu_routes_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct gliu *g = f->owner;

	(void)i;
	if (old == val)
		return;
	gliu_rebuild(g);
	env_routes_changed(g->env);
}

void gliu_status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_lines(f->owner);
}

/* The port that asks: 3 for the processor at GLIU0, 1 behind a bridge. */
uint64_t gliu_whoami_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct gliu *g = f->owner;

	(void)i;
	(void)val;
	return g->asking;
}

static bool slave_off(const struct gliu *g, unsigned port)
{
	return gld_get(&g->gld, GLIU_SLV_DIS) >> port & 1;
}

/*
 * "Hardware emulation": a request for the unit itself (how traps are made), back to where it came
 * from, or to a port without slave. Data read is 0. Only the processor takes a synchronous SMI.
 */
static bool emulated(struct gliu *g, unsigned from, unsigned port)
{
	return port == 0 || port == from || !g->port[port].name || slave_off(g, port);
}

static void emulate(struct gliu *g, unsigned flags)
{
	if (flags & CPU_MEM_DEBUG)
		return;
	gliu_note_error(g, GLIU_ERROR_TYPE);
	if (gliu_note_smi(g, GLIU_SMI_EMULATION) && !(flags & GL_DMA))
		env_ssmi(g->env, g->shape->external);
}

/* Memory the other GLIU was to lead to: a descriptor there, but none here. */
static void reflected(struct gliu *g, unsigned from, unsigned to, uint32_t addr, unsigned flags)
{
	if (to == from && to && !(flags & CPU_MEM_DEBUG))
		rule_broken(g->env->rules, RULE_NO_DESCRIPTOR,
			    "%s sends %08" PRIX32 " back to where it came from", g->shape->name,
			    addr & ~UINT32_C(0xfff));
}

/* Who gets a memory request; NULL: it was emulated. @addr is translated. */
static const struct gl_device *mem_target(struct gliu *g, unsigned from, uint32_t *addr, bool write,
					  unsigned flags)
{
	unsigned to = gliu_route_mem(g, from, addr, write, flags);

	if (!emulated(g, from, to))
		return &g->port[to];
	reflected(g, from, to, *addr, flags);
	emulate(g, flags);
	return NULL;
}

static uint64_t load(struct gliu *g, const struct gl_device *d, uint32_t addr, unsigned size,
		     unsigned flags)
{
	if (d->mem_read)
		return d->mem_read(d->opaque, addr, size, flags) & ones(size);
	gliu_note_error(g, GLIU_ERROR_ADDRESS);
	return ones(size);
}

static void store(struct gliu *g, const struct gl_device *d, uint32_t addr, unsigned size,
		  uint64_t val, unsigned flags)
{
	if (d->mem_write)
		d->mem_write(d->opaque, addr, size, val & ones(size), flags);
	else
		gliu_note_error(g, GLIU_ERROR_ADDRESS);
}

uint64_t gliu_mem_read(struct gliu *g, unsigned from, uint32_t addr, unsigned size, unsigned flags)
{
	const struct gl_device *d = mem_target(g, from, &addr, false, flags);

	return d ? load(g, d, addr, size, flags) : 0;
}

void gliu_mem_write(struct gliu *g, unsigned from, uint32_t addr, unsigned size, uint64_t val,
		    unsigned flags)
{
	const struct gl_device *d = mem_target(g, from, &addr, true, flags);

	if (d)
		store(g, d, addr, size, val, flags);
}

/* PAE: two bits a port, port 0 in 15:14. */
static bool requests_on(struct gliu *g, unsigned from)
{
	return gld_get(&g->gld, GLIU_PAE) >> (from ? 2 * (from - 1) : 14) & 3;
}

uint8_t *gliu_mem_page(struct gliu *g, unsigned from, uint32_t addr, bool write, unsigned flags)
{
	const struct gl_device *d;
	unsigned to;

	/* Every access has to be seen, or refused. */
	if (g->counted_p2d || ((flags & GL_DMA) && !requests_on(g, from)))
		return NULL;
	addr &= ~(PAGE_BYTES - 1);
	to = gliu_route_mem(g, from, &addr, write, flags);
	d = &g->port[to];
	if (emulated(g, from, to) || !d->mem_page)
		return NULL;
	return d->mem_page(d->opaque, addr, write, flags);
}

uint32_t gliu_translate(struct gliu *g, unsigned from, uint32_t addr)
{
	gliu_route_mem(g, from, &addr, false, CPU_MEM_DEBUG);
	return addr;
}

uint32_t gliu_io_read(struct gliu *g, unsigned from, uint16_t port, unsigned size, unsigned flags)
{
	unsigned to = gliu_route_io(g, from, port, false, flags);
	const struct gl_device *d = &g->port[to];

	if (emulated(g, from, to)) {
		emulate(g, flags);
		return 0;
	}
	if (d->io_read)
		return d->io_read(d->opaque, port, size, flags) & (uint32_t)ones(size);
	gliu_note_error(g, GLIU_ERROR_ADDRESS);
	return (uint32_t)ones(size);
}

void gliu_io_write(struct gliu *g, unsigned from, uint16_t port, unsigned size, uint32_t val,
		   unsigned flags)
{
	unsigned to = gliu_route_io(g, from, port, true, flags);
	const struct gl_device *d = &g->port[to];

	if (emulated(g, from, to))
		emulate(g, flags);
	else if (d->io_write)
		d->io_write(d->opaque, port, size, val & (uint32_t)ones(size), flags);
	else
		gliu_note_error(g, GLIU_ERROR_ADDRESS);
}

/*
 * The first routing field selects the port; 0 is the unit itself, whatever follows (p.47). What
 * goes back to its source, or to a port where nobody is, reads 0 and leaves a trace in the SMI and
 * ERROR MSRs, but never stops the program: firmware looks for devices this way.
 */
static const struct gl_device *msr_target(struct gliu *g, unsigned from, uint32_t *msr)
{
	unsigned to = *msr >> 29;

	*msr = (*msr & MSR_FIELDS) << 3 | (*msr & MSR_INDEX);
	if (!emulated(g, from, to) && g->port[to].msr_read)
		return &g->port[to];
	gliu_note_error(g, GLIU_ERROR_ADDRESS);
	gliu_note_smi(g, GLIU_SMI_EMULATION);
	return NULL;
}

uint64_t gliu_msr_read(struct gliu *g, unsigned from, uint32_t msr)
{
	const struct gl_device *d;

	if (msr >> 29 == 0) {
		g->asking = (uint8_t)from;
		return gld_msr_read(&g->gld, msr);
	}
	d = msr_target(g, from, &msr);
	return d ? d->msr_read(d->opaque, msr) : 0;
}

void gliu_msr_write(struct gliu *g, unsigned from, uint32_t msr, uint64_t val)
{
	const struct gl_device *d;

	if (msr >> 29 == 0) {
		gld_msr_write(&g->gld, msr, val);
		return;
	}
	d = msr_target(g, from, &msr);
	if (d && d->msr_write)
		d->msr_write(d->opaque, msr, val);
}

static uint64_t side_msr_read(void *o, uint32_t msr)
{
	const struct gliu_side *s = o;

	return gliu_msr_read(s->gliu, s->from, msr);
}

static void side_msr_write(void *o, uint32_t msr, uint64_t val)
{
	const struct gliu_side *s = o;

	gliu_msr_write(s->gliu, s->from, msr, val);
}

static uint64_t side_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	const struct gliu_side *s = o;

	return gliu_mem_read(s->gliu, s->from, addr, size, flags);
}

static void side_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	const struct gliu_side *s = o;

	gliu_mem_write(s->gliu, s->from, addr, size, val, flags);
}

static uint8_t *side_mem_page(void *o, uint32_t addr, bool write, unsigned flags)
{
	const struct gliu_side *s = o;

	return gliu_mem_page(s->gliu, s->from, addr, write, flags);
}

static uint32_t side_io_read(void *o, uint16_t port, unsigned size, unsigned flags)
{
	const struct gliu_side *s = o;

	return gliu_io_read(s->gliu, s->from, port, size, flags);
}

static void side_io_write(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	const struct gliu_side *s = o;

	gliu_io_write(s->gliu, s->from, port, size, val, flags);
}

struct gl_device gliu_device(struct gliu *g, unsigned from)
{
	return (struct gl_device){
		.name = g->shape->name,
		.opaque = &g->side[from % GLIU_PORTS],
		.msr_read = side_msr_read,
		.msr_write = side_msr_write,
		.mem_read = side_mem_read,
		.mem_write = side_mem_write,
		.mem_page = side_mem_page,
		.io_read = side_io_read,
		.io_write = side_io_write,
		.asmi = &g->asmi,
		.aerr = &g->aerr,
	};
}

/* One dword or byte of a bus master's. False: no descriptor leads anywhere. */
static bool dma_single(struct gliu_side *s, uint32_t addr, uint8_t *in, const uint8_t *out,
		       uint32_t n)
{
	struct gliu *g = s->gliu;
	uint32_t to = addr;
	const struct gl_device *d = mem_target(g, s->from, &to, !in, GL_DMA);
	uint64_t val = UINT64_MAX;

	if (in) {
		if (d)
			val = load(g, d, to, n, GL_DMA);
		memcpy(in, &val, n);
	} else if (d) {
		val = 0;
		memcpy(&val, out, n);
		store(g, d, to, n, val, GL_DMA);
	}
	if (!d)
		rule_broken(g->env->rules, RULE_DMA_OUTSIDE,
			    "bus master at %s port %u: no descriptor for %08" PRIX32,
			    g->shape->name, s->from, addr & ~(PAGE_BYTES - 1));
	return d;
}

/* Bus masters: by pages where there is memory, else by dwords. */
static bool dma(struct gliu_side *s, uint32_t addr, uint8_t *in, const uint8_t *out, uint32_t len)
{
	bool ok = true;

	while (len) {
		uint32_t n = PAGE_BYTES - addr % PAGE_BYTES;
		uint8_t *page = gliu_mem_page(s->gliu, s->from, addr, !in, GL_DMA);

		if (n > len)
			n = len;
		if (!page) {
			n = addr % 4 || n < 4 ? 1 : 4;
			ok &= dma_single(s, addr, in, out, n);
		} else if (in) {
			memcpy(in, page + addr % PAGE_BYTES, n);
		} else {
			memcpy(page + addr % PAGE_BYTES, out, n);
		}
		in = in ? in + n : NULL;
		out = out ? out + n : NULL;
		addr += n;
		len -= n;
	}
	return ok;
}

static bool may_master(struct gliu_side *s)
{
	struct gliu *g = s->gliu;

	if (requests_on(g, s->from))
		return true;
	rule_broken(g->env->rules, RULE_MASTER_OFF, "%s: port %u has its requests off (PAE)",
		    g->shape->name, s->from);
	return false;
}

static bool dma_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct gliu_side *s = o;

	if (!may_master(s)) {
		memset(buf, 0xff, len);
		return false;
	}
	if (s->gliu->snoop)
		s->gliu->snoop(s->gliu->snoop_opaque, addr, len, false);
	return dma(s, addr, buf, NULL, len);
}

static bool dma_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct gliu_side *s = o;
	bool ok;

	if (!may_master(s))
		return false;
	ok = dma(s, addr, NULL, buf, len);
	if (s->gliu->snoop)
		s->gliu->snoop(s->gliu->snoop_opaque, addr, len, true);
	return ok;
}

struct dma_if gliu_dma(struct gliu *g, unsigned from)
{
	return (struct dma_if){
		.opaque = &g->side[from % GLIU_PORTS], .read = dma_read, .write = dma_write};
}

static void line_changed(void *o, bool level)
{
	(void)level;
	update_lines(((struct gliu_input *)o)->gliu);
}

void gliu_attach(struct gliu *g, unsigned port, struct gl_device dev)
{
	struct gliu_input *in = &g->input[port % GLIU_PORTS];

	g->port[port % GLIU_PORTS] = dev;
	if (dev.asmi)
		signal_connect(dev.asmi, &in->asmi, line_changed, in);
	if (dev.aerr)
		signal_connect(dev.aerr, &in->aerr, line_changed, in);
	update_lines(g);
}

void gliu_set_clock(struct gliu *g, uint64_t hz)
{
	gliu_counters_sync(g);
	g->hz = hz;
	gliu_counters_start(g);
}

void gliu_init(struct gliu *g, const struct env *env, const struct gliu_shape *shape, uint64_t hz)
{
	memset(g, 0, sizeof(*g));
	g->shape = shape;
	g->env = env;
	g->hz = hz;
	for (unsigned n = 0; n < GLIU_PORTS; n++) {
		g->side[n] = (struct gliu_side){.gliu = g, .from = (uint8_t)n};
		g->input[n].gliu = g;
		g->input[n].port = (uint8_t)n;
	}
	signal_init(&g->asmi, "gliu.asmi");
	signal_init(&g->aerr, "gliu.aerr");
	gld_init(&g->gld, env, shape->msrs, g, g->value, g->cover, shape->base, shape->alias);
	gliu_counters_init(g);
	gliu_rebuild(g);
}

void gliu_reset(struct gliu *g)
{
	reg_file_reset(&g->gld.regs);
	gliu_counters_reset(g);
	gliu_rebuild(g);
	update_lines(g);
	env_routes_changed(g->env);
}

const struct reg_file *gliu_regs(const struct gliu *g, unsigned n)
{
	return n == 0 ? &g->gld.regs : NULL;
}
